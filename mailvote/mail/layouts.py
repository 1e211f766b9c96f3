"""The form of each command: its fields in their order, the names by which people know them, and its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mailvote.mail.instruction import Instruction
from mailvote.mail.tidy import folded

CANDIDATES, OPTIONS, PANEL = LISTS = ("Candidates", "Options", "Panel")
"""The words above a list."""

LAST = ("Reason", "Note")
"""What explains all the rest, and is written last."""

NEAR, MISSPELT = 0.6, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One form. `prose` are the fields of several lines and paragraphs, `aliases` other names of fields.

    `signed` are fields whose names stand in signatures and in quoted headers as well: below a line that belongs to
    nothing, and below a blank line in the last prose, they are none of the form's. `foreign` are fields that people
    may add and this form has no use for.
    """

    fields: tuple[str, ...]
    heading: str = ""
    prose: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> tuple[str, ...]:
        """The prose that stands below the list and runs to the end of the form."""
        return tuple(key for key in self.fields if key in LAST)

    def key(self, words: str) -> str:
        """The proper name of the field or list that the words name, or an empty text."""
        return self._keys().get(folded(words), "")

    def nearest(self, words: str, cutoff: float = NEAR) -> str:
        """The field or list that the words may have been meant for, or an empty text."""
        keys = self._keys()
        close = get_close_matches(folded(words), list(keys), n=1, cutoff=cutoff)
        return keys[close[0]] if close else ""

    def place(self, pair: tuple[str, str]) -> int:
        """Where a field stands in the form; what the form does not know comes first, to be seen."""
        known = (*self.fields, *self.foreign)
        return known.index(pair[0]) if pair[0] in known else -1

    @property
    def lists(self) -> tuple[str, ...]:
        """The words that may stand above the list of this form: people choose between the two of a ballot."""
        return (CANDIDATES, OPTIONS) if self.heading in (CANDIDATES, OPTIONS) else (self.heading,) * bool(self.heading)

    def _keys(self) -> dict[str, str]:
        own = (*self.fields, *self.foreign, *self.lists)
        return {key.casefold(): key for key in own} | dict(self.aliases)


_BALLOT_WORDS = {
    "ruleset": "Rule set", "rules": "Rule set", "open": "Opens", "opening": "Opens", "close": "Closes",
    "closing": "Closes", "candidate": "Candidates", "option": "Options", "notes": "Note", "locality": "Group",
}  # fmt: skip
_WINDOW_WORDS = {
    "open": "Opens", "opening": "Opens", "close": "Closes", "closing": "Closes", "notes": "Note",
}  # fmt: skip
_EMAIL_WORDS = {
    "e-mail": "Email", "mail": "Email", "address": "Email", "email address": "Email", "e-mail address": "Email",
}  # fmt: skip
_TERM_WORDS = {
    "member": "Practice", "locality": "Practice", "surgery": "Practice", "reference": "Ballot", "ref": "Ballot",
    "full name": "Name", "start": "From", "starts": "From", "start date": "From", "since": "From", "to": "Until",
    "till": "Until", "end": "Until", "ends": "Until", "end date": "Until", "because": "Reason",
}  # fmt: skip
_PEOPLE_WORDS = _TERM_WORDS | _EMAIL_WORDS
_INTEREST_WORDS = _TERM_WORDS | {"interest": "Reason", "description": "Reason", "nature": "Reason"}

_PERSON = ("Practice", "Name", "Email", "From", "Until", "Reason")
_PROXY = ("Practice", "Ballot", "Name", "Email", "From", "Until", "Reason")
_INTEREST = ("Practice", "Ballot", "Name", "From", "Until", "Reason")
_CALL = ("Title", "Office", "Rule set", "Group", "Seats", "Apply by", "Opens", "Closes", "Note")
_OFFICE = ("Office", "Group", "Holder", "Email", "From", "Until", "Years", "Places", "Rule set")
_VACANCY = ("Office", "Holder", "Until", "Reason")
_CALL_WORDS = _BALLOT_WORDS | {
    "post": "Office", "role": "Office", "applications by": "Apply by", "apply before": "Apply by",
    "deadline": "Apply by", "panel members": "Panel", "assessment panel": "Panel",
    "competency assessment panel": "Panel",
}  # fmt: skip
_OFFICE_WORDS = _EMAIL_WORDS | {
    "post": "Office", "role": "Office", "locality": "Group", "name": "Holder", "held by": "Holder", "start": "From",
    "since": "From", "end": "Until", "ends": "Until", "to": "Until", "term": "Years", "term in years": "Years",
    "seats": "Places", "rules": "Rule set", "ruleset": "Rule set", "because": "Reason",
}  # fmt: skip
_START = ("Title", "Question", "Rule set", "Group", "Seats", "Opens", "Closes", "Note")

_APPOINTMENT = Layout(
    fields=_PERSON, foreign=("Ballot",), prose=("Reason",), signed=(*_PERSON, "Ballot"), aliases=_PEOPLE_WORDS
)
_PROXYSHIP = Layout(fields=_PROXY, prose=("Reason",), signed=_PROXY, aliases=_PEOPLE_WORDS)
_DECLARATION = Layout(fields=_INTEREST, prose=("Reason",), signed=_INTEREST, aliases=_INTEREST_WORDS)

LAYOUTS: Mapping[str, Layout] = {
    "start": Layout(fields=_START, heading=CANDIDATES, prose=("Question", "Note"), aliases=_BALLOT_WORDS),
    "call": Layout(fields=_CALL, heading=PANEL, prose=("Note",), aliases=_CALL_WORDS),
    "reopen": Layout(fields=("Apply by",), aliases={"deadline": "Apply by", "applications by": "Apply by"}),
    "panel": Layout(fields=(), heading=PANEL),
    "assess": Layout(fields=()),
    "launch": Layout(fields=("Opens", "Closes", "Note"), prose=("Note",), aliases=_WINDOW_WORDS),
    "outcome": Layout(
        fields=("Effective", "Note"),
        prose=("Note",),
        aliases={
            "effective from": "Effective",
            "effective date": "Effective",
            "date of effect": "Effective",
            "from": "Effective",
            "notes": "Note",
        },
    ),
    "hold": Layout(fields=("Reason",), prose=("Reason",), aliases={"because": "Reason"}),
    "office": Layout(fields=_OFFICE, signed=_OFFICE, aliases=_OFFICE_WORDS),
    "vacancy": Layout(fields=_VACANCY, prose=("Reason",), signed=_VACANCY, aliases=_OFFICE_WORDS),
    "start run-off": Layout(fields=("Opens", "Closes", "Note"), prose=("Note",), aliases=_WINDOW_WORDS),
    "extend": Layout(fields=("Closes",), aliases={"close": "Closes", "closing": "Closes"}),
    "cancel": Layout(fields=("Reason",), prose=("Reason",)),
    "set lead": _APPOINTMENT,
    "set deputy": _APPOINTMENT,
    "set proxy": _PROXYSHIP,
    "nominate deputy": _APPOINTMENT,
    "nominate proxy": _PROXYSHIP,
    "interest": _DECLARATION,
    "declare interest": _DECLARATION,
    "record": Layout(fields=()),
}
"""The commands that have a form, by their first words."""

WITHOUT = Layout(
    fields=("Title", "Question", "Rule set", "Group", "Seats", "Opens", "Closes", *_PROXY, "Note"),
    heading=CANDIDATES,
    prose=("Question", "Reason", "Note"),
    signed=("Email",),
    aliases=_EMAIL_WORDS | _BALLOT_WORDS,
)
"""What is looked for below a command that has no form, to see that its writer meant more than the command."""


def command_name(instruction: Instruction) -> str:
    """The words that name the command: `start`, `extend`, `start run-off`, `set lead`."""
    longer = f"{instruction.verb} {instruction.argument.partition(' ')[0]}"
    return longer if longer in LAYOUTS else instruction.verb


def layout_of(instruction: Instruction) -> Layout:
    """The form of the command, or what is looked for where it has none."""
    return LAYOUTS.get(command_name(instruction), WITHOUT)
