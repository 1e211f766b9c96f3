"""The language of a house: its dates, and its words for the sentences that are made in code and for their parts."""

import re
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from mailvote.errors import ConfigurationError, Mistake

_PLACE = re.compile(r"\{(\w+)\}|<(\w+)>")
_TITLES = "".join(rf"(?<!\b{title}\.)" for title in ("Dr", "Mr", "Mrs", "Ms", "Prof", "St", "[A-Z]"))
_SENTENCE_END = re.compile(rf"(?<=[.?!”:;]){_TITLES} ")
_KINDS = {
    "number": r"[0-9][0-9.,/]*%?",
    "question": ".+?",
    "interest": ".+?",
    "": rf"(?:(?!(?<=[.?!]){_TITLES} ).)+?",
}
"""What can stand in a place, by how its name begins: no more than one sentence, unless somebody else wrote it."""
_MOST_TOGETHER = 8

FORMS = {
    "date": ("day", "month", "year"),
    "day": ("weekday", "date"),
    "time": ("day", "clock", "zone", "place"),
    "end": ("day",),
    "stamp": ("weekday", "day", "month", "year", "clock", "zone"),
    "short_time": ("weekday", "day", "month", "clock"),
}
"""How a language puts its dates together, and of which parts."""
NAMES = {"weekdays": 7, "months": 12, "short_weekdays": 7, "short_months": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The names of days and months, and the forms in which they make a date."""

    names: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, str]

    def plain(self, day: date) -> str:
        """`1 January 2027`."""
        return self.forms["date"].format(day=day.day, month=self.names["months"][day.month - 1], year=day.year)

    def day(self, day: date) -> str:
        """`Friday 1 January 2027`."""
        return self.forms["day"].format(weekday=self.names["weekdays"][day.weekday()], date=self.plain(day))

    def time(self, local: datetime, clock: str, place: str) -> str:
        """`Monday 30 November 2026 at 17:00 (GMT, Europe/London time)`."""
        return self.forms["time"].format(day=self.day(local), clock=clock, zone=local.tzname(), place=place)

    def end(self, day: date) -> str:
        """`the end of Friday 1 January 2027`."""
        return self.forms["end"].format(day=self.day(day))

    def stamp(self, local: datetime, clock: str) -> str:
        """`Wed 25 Nov 2026 at 14:03:22 GMT`."""
        return self.forms["stamp"].format(**self._short(local), year=local.year, clock=clock, zone=local.tzname())

    def short_time(self, local: datetime, clock: str) -> str:
        """`Mon 30 Nov 17:00`."""
        return self.forms["short_time"].format(**self._short(local), clock=clock)

    def _short(self, local: datetime) -> dict[str, object]:
        weekday, month = self.names["short_weekdays"][local.weekday()], self.names["short_months"][local.month - 1]
        return {"weekday": weekday, "day": local.day, "month": month}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Phrasebook:
    """What `wording/<language>/phrases.toml` says. `marker` is the line above which answers are asked for.

    `fixed` has the sentences without a place for anything, `forms` the others with the patterns that know them.
    """

    dates: Dates
    marker: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[tuple[re.Pattern[str], str], ...] = ()

    @property
    def is_of_another_language(self) -> bool:
        """Whether anything is to be said otherwise than the code says it."""
        return bool(self.fixed or self.forms)

    def told(self, text: str) -> str:
        """What the code says in English in this language; words that the book does not know stay as they are."""
        found = self._sentence(text)
        return self._piece_by_piece(text) if found is None else found

    def _sentence(self, text: str) -> str | None:
        if text in self.fixed:
            return self.fixed[text]
        for pattern, form in self.forms:
            if found := pattern.fullmatch(text):
                return self._filled(form, found)
        return None

    def _filled(self, form: str, found: re.Match[str]) -> str:
        """The form with what was found; `<part>` stands for words of ours, `{part}` for those of somebody else."""

        def part(place: re.Match[str]) -> str:
            return found[place[1]] if place[1] else self.told(found[place[2]])

        return _PLACE.sub(part, form)

    def _piece_by_piece(self, text: str) -> str:
        """Each sentence by itself, or as many together as stand in the book as one."""
        pieces = _SENTENCE_END.split(text)
        if len(pieces) == 1:
            return text
        said, start = [], 0
        while start < len(pieces):
            end, told = self._longest(pieces, start)
            said.append(told)
            start = end
        return " ".join(said)

    def _longest(self, pieces: list[str], start: int) -> tuple[int, str]:
        for end in range(min(len(pieces), start + _MOST_TOGETHER), start, -1):
            if (told := self._sentence(" ".join(pieces[start:end]))) is not None:
                return end, told
        return start + 1, pieces[start]


@lru_cache(maxsize=16)
def load_phrasebook(text: str, *, where: str) -> Phrasebook:
    """The phrasebook in the text of a TOML file; ConfigurationError names every mistake, `where` the file."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Mistake(where, "", f"cannot be read as TOML: {error}")]) from None
    if mistakes := [Mistake(where, key, phrase) for key, phrase in _mistakes(file)]:
        raise ConfigurationError(mistakes)
    sentences: dict[str, str] = file.get("sentences", {})
    return Phrasebook(
        dates=Dates(names={name: tuple(file["dates"][name]) for name in NAMES}, forms=file["dates"]),
        marker=file["marker"],
        fixed={english: said for english, said in sentences.items() if not _PLACE.search(english)},
        forms=tuple((_pattern(english), said) for english, said in sentences.items() if _PLACE.search(english)),
    )


def places(text: str) -> frozenset[str]:
    """The places of a sentence, each with the signs around it."""
    return frozenset(found[0] for found in _PLACE.finditer(text))


def _pattern(english: str) -> re.Pattern[str]:
    """What knows an English sentence again, whatever stands in its places."""
    seen: set[str] = set()
    pieces, start = [], 0
    for place in _PLACE.finditer(english):
        name = place[1] or place[2]
        what = next(kind for begins, kind in _KINDS.items() if name.startswith(begins))
        pieces += [_literal(english[start : place.start()]), f"(?P={name})" if name in seen else f"(?P<{name}>{what})"]
        seen.add(name)
        start = place.end()
    return re.compile("".join((*pieces, _literal(english[start:]))), re.DOTALL)


def _literal(english: str) -> str:
    """Words between two places; `(s)` stands for the ending of an English plural, whatever the noun."""
    return re.escape(english).replace(re.escape("(s)"), "(?:es|s)?")


def _mistakes(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in file.keys() - {"marker", "dates", "sentences"}:
        yield name, "is nothing that is read; allowed: marker, dates, sentences"
    if not isinstance(file.get("marker"), str):
        yield "marker", "allowed: the line above which answers are asked for"
    dates = file.get("dates")
    checks: Mapping[str, Callable[[Any], bool]] = {
        **{name: _names(number) for name, number in NAMES.items()},
        **{name: _form(parts) for name, parts in FORMS.items()},
    }
    for name, fits in checks.items():
        if not (isinstance(dates, Mapping) and fits(dates.get(name))):
            yield f"dates.{name}", f"allowed: {_allowed(name)}"
    yield from _odd_sentences(file.get("sentences", {}))


def _odd_sentences(sentences: object) -> Iterator[tuple[str, str]]:
    if not isinstance(sentences, Mapping):
        yield "sentences", 'allowed: sentences such as "Votes" = "Pleidleisiau"'
        return
    for english, said in sentences.items():
        if not isinstance(said, str) or not said:
            yield f"sentences.{english}", "allowed: the same in this language"
        elif strange := places(said) - places(english):
            yield f"sentences.{english}", f"{', '.join(sorted(strange))} stands in no place of the English"


def _names(number: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and len(value) == number and all(isinstance(name, str) and name for name in value)
    )


def _form(parts: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and _fields(value) <= set(parts)


def _fields(form: str) -> set[str | None]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(form)} - {None}
    except ValueError:
        return {form}


def _allowed(name: str) -> str:
    if name in NAMES:
        return f"a list of {NAMES[name]} names"
    return "words with " + ", ".join(f"{{{part}}}" for part in FORMS[name])
