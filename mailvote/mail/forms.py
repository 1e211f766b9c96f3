"""Commands as text: a first line that names one, `Key: value` lines and `-` lists below, read and written."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from mailvote.mail.tidy import folded, spaced, typed

FIELDS = ("Title", "Question", "Rule set", "Group", "Seats", "Opens", "Closes", "Reason", "Note")
LISTS = ("Candidates", "Options")
PROSE = ("Question", "Reason", "Note")
_LAST = ("Reason", "Note")  # below the list: they run to the end
END_OF_FORM = "End of form"
_FORMS = ("start", "extend", "cancel")

_ALIASES = {
    "ruleset": "Rule set", "rules": "Rule set", "open": "Opens", "opening": "Opens", "close": "Closes",
    "closing": "Closes", "candidate": "Candidates", "option": "Options", "notes": "Note", "locality": "Group",
}  # fmt: skip
_KEYS = {**{key.casefold(): key for key in (*FIELDS, *LISTS)}, **_ALIASES}

_REFERENCE = r"[a-z0-9_]+-\d{4}-\d+"
_KIND = r"(?:an? |the )?(?P<argument>meeting vote|[a-z][a-z-]*)"
_COMMANDS = (
    ("help", r"help(?: me)?"),
    ("confirm", r"(?:i )?confirm(?:ed)?|yes(?:,? (?:i )?confirm(?:ed)?)?"),
    ("drop", r"cancel|drop(?: it)?|cancel (?:it|this)"),
    ("new", rf"new {_KIND}"),
    ("start", rf"start (?P<argument_reference>run-off {_REFERENCE})|start {_KIND}"),
    ("status", rf"status(?:(?: of)? (?P<argument>{_REFERENCE}))?"),
    ("extend", rf"extend (?P<argument>{_REFERENCE})(?: (?:to|until|till) (?P<closes>.+))?"),
    ("cancel", rf"cancel (?P<argument>{_REFERENCE})"),
    ("remind", rf"remind (?P<argument>{_REFERENCE})"),
    ("resend", rf"resend (?P<argument>{_REFERENCE}(?: (?:to )?\S.*)?)"),
    ("settle", r"settle #?(?P<argument>[0-9]{1,9} as \S.*)"),
    ("reject", r"reject #?(?P<argument>[0-9]{1,9})"),
)
_COURTESY = r"(?:please,? )?(?:{})(?:,? (?:please|thanks|thank you|many thanks))?[.!]*"
_LINES = tuple((verb, re.compile(_COURTESY.format(shape), re.IGNORECASE)) for verb, shape in _COMMANDS)
_GREETING = re.compile(r"(?:hi|hello|dear|good (?:morning|afternoon|evening))\b[^:?]{0,40}", re.IGNORECASE)
_QUOTE_MARKS = re.compile(r"^(?:\s*>)+ ?")
_EMPHASIS = r"[*_]{0,3}"
_KEY_LINE = re.compile(
    rf"{_EMPHASIS}(?P<key>[^\W\d_][^:：<>@/*]{{0,30}}?)\s*{_EMPHASIS}\s*[:：]{_EMPHASIS}\s*(?P<value>.*)"
)
_ITEM_LINE = re.compile(r"(?:[-–—•·▪●◦‣*§\uf0b7]\s*|o\s+|\(?\d{1,2}[.)]\s+)(?P<item>\S.*)")
_NOTHING = re.compile(r"[-–—•·▪●◦‣*_=]+")  # a bullet with nothing after it, or a line drawn across
_WRAPPED = 55  # a line at least this long may have been broken by a mail client
_REPLY_PREFIX = re.compile(r"(?:(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:\s*|\[[^\]]{0,60}\]\s*)+", re.IGNORECASE)
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A command as written: what it asks, its fields under their proper names in their order, its list.

    `rest` holds the lines that are neither field nor list, so that "confirm", then "but", is no plain confirm.
    """

    verb: str
    argument: str = field(default="", repr=False)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    items: tuple[str, ...] = field(default=(), repr=False)
    rest: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def value(self, key: str) -> str:
        """The first value of `key`, or an empty text."""
        return next((value for name, value in self.fields if name == key), "")


def read_instruction(subject: str, lines: Sequence[str]) -> Instruction | None:
    """The command on the first line of the own words, else in the subject, with the fields below it."""
    content = list(lines)
    while content and (not spaced(content[0]) or _GREETING.fullmatch(typed(content[0]).rstrip(",.! "))):
        del content[0]
    if content and (started := _command(content[0])):
        return _filled(started, content[1:])
    started = _command(_REPLY_PREFIX.sub("", typed(subject[:_LONGEST_LINE]), count=1))
    return _filled(started, content) if started else None


def form_in(lines: Sequence[str]) -> Instruction | None:
    """The first filled-in form of a command with fields that stands anywhere in `lines`, quoted or not."""
    plain = [_QUOTE_MARKS.sub("", line) for line in lines]
    for position, line in enumerate(plain):
        started = _command(line)
        if started and started.verb in _FORMS and _has_fields(plain[position + 1 :]):
            return _filled(started, plain[position + 1 :])
    return None


def canonical(instruction: Instruction) -> str:
    """The command as a form: what `read_instruction` and `form_in` read back as the same instruction."""
    return "\n".join(form_lines(instruction)) + "\n"


def form_lines(instruction: Instruction, *, blanks: Collection[str] = ()) -> tuple[str, ...]:
    """The lines of the form, with the fields named in `blanks` shown empty where the instruction has none."""
    keys = {name for name, _ in instruction.fields}
    empty = [(key, "") for key in blanks if key not in keys and key not in LISTS]
    shown = sorted((*instruction.fields, *empty), key=_place)
    before, after = (
        [line for key, value in shown if (key in _LAST) is last for line in _field_lines(key, value)]
        for last in (False, True)
    )
    items = instruction.items or (("", "") if LISTS[0] in blanks else ())
    listed = [f"{LISTS[0]}:", *(f"- {item}".rstrip() for item in items)] if items else []
    return (_first_line(instruction), *before, *listed, *after, END_OF_FORM)


def alike(one: Instruction, other: Instruction) -> bool:
    """Whether two instructions say the same, whatever a mail program has made of blanks, quotes and links."""
    return _essence(one) == _essence(other)


def nearest_key(key: str) -> str:
    """The known field that `key` may have been meant for, or an empty text."""
    close = get_close_matches(folded(key), list(_KEYS), n=1, cutoff=0.6)
    return _KEYS[close[0]] if close else ""


def _command(line: str) -> Instruction | None:
    plain = re.sub(r"[*_`]{1,2}(?=\s|$)|^[*_`]{1,2}", "", typed(line[:_LONGEST_LINE])).strip()
    for verb, shape in _LINES:
        if found := shape.fullmatch(plain):
            return _named(verb, found.groupdict())
    return None


def _named(verb: str, parts: dict[str, str | None]) -> Instruction:
    argument = parts.get("argument") or parts.get("argument_reference") or ""
    closes = parts.get("closes")
    if verb in ("new", "start"):
        argument = argument.casefold()
    if verb == "settle":
        argument = re.sub(" as ", " as ", argument, count=1, flags=re.IGNORECASE)
    return Instruction(verb=verb, argument=_upper_reference(argument), fields=(("Closes", closes),) if closes else ())


def _upper_reference(argument: str) -> str:
    return re.sub(rf"(?<!\S){_REFERENCE}(?!\S)", lambda found: found[0].upper(), argument, count=1, flags=re.IGNORECASE)


def _first_line(instruction: Instruction) -> str:
    verb = "cancel" if instruction.verb == "drop" else instruction.verb
    return f"{verb} {instruction.argument}".strip()


def _field_lines(key: str, value: str) -> list[str]:
    first, *more = value.split("\n")
    return [f"{key}: {first}".rstrip(), *more]


def _place(pair: tuple[str, str]) -> int:
    """Where a field stands: the known ones in the order of the form, unknown ones before the note."""
    return FIELDS.index(pair[0]) if pair[0] in FIELDS else FIELDS.index("Reason") - 1


def _has_fields(lines: Sequence[str]) -> bool:
    following = next((line for line in lines if spaced(line)), "")
    found = _KEY_LINE.fullmatch(_plain(following))
    return found is not None and folded(found["key"]) in _KEYS


def _plain(line: str) -> str:
    return spaced(line[:_LONGEST_LINE])


def _filled(started: Instruction, lines: Sequence[str]) -> Instruction:
    sheet = _Sheet()
    for line in lines:
        if folded(line).rstrip(".") == folded(END_OF_FORM):
            break
        sheet.take(_plain(line))
    return sheet.instruction(started)


class _Sheet:
    """A form being read line by line: where the pen stands, and what has been written so far."""

    def __init__(self) -> None:
        self.fields: list[list[str]] = []
        self.items: list[str] = []
        self.rest: list[str] = []
        self.section = ""  # the key under which the pen stands; LISTS[0] inside any list
        self.gap = False  # a blank line came just before
        self.above = 0  # length of the line above

    def take(self, line: str) -> None:
        if not line or _NOTHING.fullmatch(line):
            self.gap = self.gap or not line
            return
        if not any(step(line) for step in (self._field, self._item, self._unmarked_item, self._continuation)):
            self.rest.append(line)
        self.gap, self.above = False, len(line)

    def _field(self, line: str) -> bool:
        found = _KEY_LINE.fullmatch(line)
        if found is None:
            return False
        key = _KEYS.get(folded(found["key"]), "")
        if not key and self.section in PROSE and not _misspelt(found["key"]):
            return False
        if key in LISTS:
            self.section = LISTS[0]
            self.items.extend([found["value"]] if found["value"] else [])
        else:
            self.section = key or spaced(found["key"])
            self.fields.append([self.section, found["value"]])
        return True

    def _item(self, line: str) -> bool:
        found = _ITEM_LINE.fullmatch(line)
        if found is None or self.section in _LAST:
            return False
        self.items.append(found["item"])
        self.section = LISTS[0]
        return True

    def _unmarked_item(self, line: str) -> bool:
        """A line of a list whose bullet the mail client took away; a wrapped line is none."""
        if self.section != LISTS[0]:
            return False
        wrapped = bool(self.items) and not self.gap and (line[0] in "<([" or self.above >= _WRAPPED)
        if wrapped or (self.gap and "@" not in line):
            return False
        self.items.append(line)
        return True

    def _continuation(self, line: str) -> bool:
        """A wrapped line joins the one above it; prose also goes on after a blank line."""
        prose = self.section in PROSE
        if not self.section or (self.gap and not prose):
            self.section = ""
            return False
        if self.section == LISTS[0]:
            self.items[-1] = f"{self.items[-1]} {line}"
        else:
            between = "\n\n" if self.gap else "\n" if prose else " "
            written = self.fields[-1]
            written[1] = f"{written[1]}{between}{line}" if written[1] else line
        return True

    def instruction(self, started: Instruction) -> Instruction:
        written = [(key, value) for key, value in self.fields if value]
        return replace(
            started,
            fields=tuple(sorted((*started.fields, *written), key=_place)),
            items=tuple(self.items),
            rest=tuple(self.rest),
        )


def _essence(instruction: Instruction) -> tuple[str, ...]:
    parts = (
        *(f"{key}: {value}" for key, value in instruction.fields),
        *(re.sub(r"[<\[]?mailto:[^>\]\s]*[>\]]?", "", item) for item in instruction.items),
    )
    return (instruction.verb, instruction.argument, *("".join(folded(part).split()) for part in parts))


def _misspelt(key: str) -> bool:
    return bool(get_close_matches(folded(key), list(_KEYS), n=1, cutoff=0.8))
