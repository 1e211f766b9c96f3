"""The sentences that the code makes for a letter, in the language of its house: which values of a letter hold them."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from typing import Any

from mailvote.mail.phrasebook import Phrasebook
from mailvote.rules.paper import Paper

OURS = frozenset({
    "about_code", "abstention", "agreement", "answer", "applied", "base", "buttons", "by", "casting", "change",
    "changes", "choices_title", "codes", "confirm_outcome", "counted", "deciding", "destruction", "disclosed", "effect",
    "entries", "feeding", "figures", "headline", "instruction", "kept", "kind", "lot", "measure", "minutes",
    "named_by", "next", "number", "out_of_reach", "outcome", "overdue_words", "panel", "paper", "papers",
    "paragraphs_asked", "precedence", "problems", "published", "reading", "reason", "reconciliation", "record",
    "replacing", "report", "roll_call", "row", "rows", "run_off", "seats", "secrecy", "sentence", "sentences",
    "size", "standing", "start_run_off", "taking_part", "tally_sheet", "turnout", "understood", "unread",
    "validity", "weight", "weight_title", "what", "who_elects", "why",
})  # fmt: skip
"""The values of letters that the code puts into words; what people have written themselves stands in others."""

_OPTIONS = ("chosen", "choices")
_WITHIN = ("asked", "found", "kept", "manager_sentences", "refused", "rule", "sentences")
"""The fields of an outcome, an entry, a certificate and such that hold sentences of ours."""


def retold(values: Mapping[str, object], book: Phrasebook) -> dict[str, object]:
    """The values of a letter, those of ours in the language of the book, the marker line included."""
    if not book.is_of_another_language:
        return dict(values)
    fixed = isinstance(paper := values.get("paper"), Paper) and paper.rules.has_fixed_options
    told = {name: _told(value, book) if name in OURS else value for name, value in values.items()}
    told |= {name: _options(values[name], book) for name in _OPTIONS if fixed and name in values}
    told |= {name: _inside(values[name], book) for name in ("it", "reports") if name in values}
    if "reply_above" in values:
        told["reply_above"] = book.marker
    return told


def _told(value: Any, book: Phrasebook) -> Any:
    """One value in that language, however deep its sentences lie; a function that makes them makes them in it."""
    if isinstance(value, str):
        return value if (told := book.told(str(value))) == value else told
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(_told(each, book) for each in value)
    if isinstance(value, Paper):
        return replace(value, options=_options(value.options, book)) if value.rules.has_fixed_options else value
    if is_dataclass(value) and not isinstance(value, type):
        return _within(value, book)
    return _speaking(value, book) if callable(value) else value


def _within(value: Any, book: Phrasebook) -> Any:
    """What the code has put into words and keeps together with other things."""
    found = {name: _told(getattr(value, name), book) for name in _WITHIN if hasattr(value, name)}
    return replace(value, **found) if found else value


def _speaking(function: Callable[..., Any], book: Phrasebook) -> Callable[..., Any]:
    return lambda *args: _told(function(*args), book)


def _options(options: Any, book: Phrasebook) -> Any:
    """The two sides of a decision, whose names are ours."""
    return type(options)(replace(option, name=book.told(option.name)) for option in options)


def _inside(value: Any, book: Phrasebook) -> Any:
    """A report, or a list of tables as of one ballot each: their sentences."""
    if not isinstance(value, list | tuple):
        return _told(value, book)
    return [{name: _told(one, book) if name in OURS else one for name, one in table.items()} for table in value]
