"""An instruction as a person writes it, and the first line by which one is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailvote.mail.tidy import typed

LONGEST_LINE = 2000

_REFERENCE = r"[a-z0-9_]+-\d{4}-\d+"
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_KIND = rf"(?:an? |the )?(?:new )?(?P<argument>{_NAME}(?: {_NAME}){{0,2}}?)"
_ABOUT = r"(?:[:,]? (?P<about>\S.*?))?"
_COMMANDS = (
    ("help", r"help(?: me)?"),
    ("confirm", r"(?:i )?confirm(?:ed)?|yes(?:,? (?:i )?confirm(?:ed)?)?"),
    ("drop", r"cancel|drop(?: it)?|cancel (?:it|this)"),
    ("new", rf"new {_KIND}"),
    ("launch", rf"(?:launch|start)(?: the| an?)?(?: (?!run-?off){_NAME})?(?: of| for)? (?P<argument>{_REFERENCE})"),
    ("start", rf"start (?:an? |the )?run[- ]?off(?: of| for)? (?P<run_off>{_REFERENCE})|start {_KIND}"),
    ("call", r"call for (?:candidates|expressions? of interest|applications|nominations)"),
    ("reopen", rf"re-?open (?:the )?(?:call )?(?:for |of )?(?P<argument>{_REFERENCE})"),
    ("panel", rf"(?:set )?(?:the )?panel (?:for |of )?(?P<argument>{_REFERENCE})"),
    ("assess", rf"assess (?P<argument>{_REFERENCE})"),
    ("outcome", rf"confirm (?:the )?(?:outcome|result)(?: of| for)? (?P<argument>{_REFERENCE})"),
    ("hold", rf"hold (?P<argument>{_REFERENCE})"),
    ("release", rf"release (?P<argument>{_REFERENCE})"),
    ("offices", r"(?:list |show )?(?:the )?offices"),
    ("office", rf"set (?:an? |the )?office{_ABOUT}"),
    ("vacancy", rf"(?:vacancy|vacate){_ABOUT}"),
    ("status", rf"status(?:(?: of)? (?P<argument>{_REFERENCE}))?"),
    ("extend", rf"extend (?P<argument>{_REFERENCE})(?: (?:to|until|till) (?P<closes>.+))?"),
    ("cancel", rf"cancel (?P<argument>{_REFERENCE})"),
    ("remind", rf"remind (?P<argument>{_REFERENCE})"),
    ("resend", rf"resend (?P<argument>{_REFERENCE}(?: (?:to )?\S.*?)?)"),
    ("record", rf"record (?:the )?(?:votes? )?(?:for |of |in |on )?(?P<argument>{_REFERENCE}):?"),
    ("set", rf"set (?:an? |the )?(?P<argument>lead|deputy|proxy){_ABOUT}"),
    ("nominate", rf"nominate (?:an? |the |my |our )?(?P<argument>deputy|proxy){_ABOUT}"),
    ("interests", r"interests|(?:list|show) (?:the )?interests"),
    ("interest", rf"interest{_ABOUT}"),
    (
        "declare",
        rf"declare (?:an? |my |our )?(?P<argument>interest)(?: (?:(?:in|for|on) )?(?P<about>{_REFERENCE}))?",
    ),
    ("review", r"review interest #?(?P<interest>[0-9]{1,9})"),
    ("end", r"end interest #?(?P<interest>[0-9]{1,9})"),
    ("roster", r"(?:show |send )?(?:me )?(?:the )?roster"),
    ("settle", r"settle #?(?P<argument>[0-9]{1,9} as \S.*)"),
    ("reject", r"reject #?(?P<argument>[0-9]{1,9})"),
)
"""The first line of each command, without case and courtesies."""

_LEFTOVER = {"set": "Practice", "interest": "Practice", "nominate": "Name", "office": "Office", "vacancy": "Office"}
"""What the words on the line are, apart from a reference."""

_COURTESY = r"(?:please,? )?(?:{})(?:,? (?:please|thanks|thank you|many thanks))?[.!]*"
_LINES = tuple((verb, re.compile(_COURTESY.format(shape), re.IGNORECASE)) for verb, shape in _COMMANDS)
_ABOUT_BALLOT = re.compile(rf"(?<!\S)(?:(?:for|in|of|on) )?(?P<reference>{_REFERENCE})(?![^\s,])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A command as written: what it asks, its fields under their proper names in their order, its list.

    `heading` is the word above the list. `rest` holds the lines that are neither field nor list, so that "confirm",
    then "but", is no plain confirm.
    """

    verb: str
    argument: str = field(default="", repr=False)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    items: tuple[str, ...] = field(default=(), repr=False)
    heading: str = field(default="", compare=False)
    rest: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def value(self, key: str) -> str:
        """The first value of `key`, or an empty text."""
        return next((value for name, value in self.fields if name == key), "")


def command_in(line: str) -> Instruction | None:
    """The command that the line names, with what it says of fields."""
    plain = re.sub(r"[*_`]{1,2}(?=\s|$)|^[*_`]{1,2}", "", typed(line[:LONGEST_LINE])).strip()
    for verb, shape in _LINES:
        if found := shape.fullmatch(plain):
            return _named(verb, {key: part for key, part in found.groupdict().items() if part})
    return None


_TYPED = {
    "drop": "cancel",
    "call": "call for candidates",
    "reopen": "reopen call",
    "outcome": "confirm outcome",
    "office": "set office",
}
"""The commands that are typed otherwise than they are called here."""


def first_line(instruction: Instruction) -> str:
    """The line that names the command, as `command_in` reads it."""
    verb = _TYPED.get(instruction.verb, instruction.verb)
    return f"{verb} {instruction.argument}".strip()


def is_reference(text: str) -> bool:
    """Whether the text has the shape of a ballot's reference, in any case."""
    return re.fullmatch(_REFERENCE, text, re.IGNORECASE) is not None


def _named(verb: str, parts: dict[str, str]) -> Instruction:
    fields = (("Closes", parts["closes"]),) if "closes" in parts else _about(verb, parts.get("about", ""))
    return Instruction(verb=verb, argument=_argument(verb, parts), fields=fields)


def _argument(verb: str, parts: dict[str, str]) -> str:
    if "run_off" in parts:
        return f"run-off {parts['run_off'].upper()}"
    if "interest" in parts:
        return f"interest {int(parts['interest'])}"
    argument = parts.get("argument", "")
    if verb in ("new", "start", "set", "nominate", "declare"):
        return argument.casefold()
    if verb == "settle":
        return re.sub(" as ", " as ", argument, count=1, flags=re.IGNORECASE)
    return _upper_reference(argument)


def _about(verb: str, words: str) -> tuple[tuple[str, str], ...]:
    """The fields that stand on the line: for which practice, or whom, and for which ballot."""
    ballot = _ABOUT_BALLOT.search(words)
    if ballot:
        words = f"{words[: ballot.start()]} {words[ballot.end() :]}"
    leftover = re.sub(r"^(?:of|for|at|in) ", "", words.strip(" ,\"'"), flags=re.IGNORECASE).strip("\"' ")
    said = (
        (_LEFTOVER.get(verb, ""), " ".join(leftover.split())),
        ("Ballot", ballot["reference"].upper() if ballot else ""),
    )
    return tuple((key, value) for key, value in said if value)


def _upper_reference(argument: str) -> str:
    return re.sub(rf"(?<!\S){_REFERENCE}(?!\S)", lambda found: found[0].upper(), argument, count=1, flags=re.IGNORECASE)
