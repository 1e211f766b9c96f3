"""Commands as text: a first line that names one, `Key: value` lines and `-` lists below, read and written."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from mailvote.mail.instruction import LONGEST_LINE, Instruction, command_in, first_line
from mailvote.mail.layouts import LAYOUTS, LISTS, command_name, layout_of
from mailvote.mail.sheet import END_OF_FORM, filled, has_entries
from mailvote.mail.tidy import folded, spaced, typed

__all__ = [
    "END_OF_FORM",
    "Instruction",
    "alike",
    "canonical",
    "form_in",
    "form_lines",
    "read_instruction",
]

_GREETING = re.compile(r"(?:hi|hello|dear|good (?:morning|afternoon|evening))\b[^:?]{0,40}", re.IGNORECASE)
_QUOTE_MARKS = re.compile(r"^(?:\s*>)+ ?")
_REPLY_PREFIX = re.compile(r"(?:(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:\s*|\[[^\]]{0,60}\]\s*)+", re.IGNORECASE)


def read_instruction(subject: str, lines: Sequence[str]) -> Instruction | None:
    """The command on the first line of the own words, else in the subject, with the fields below it."""
    content = list(lines)
    while content and (not spaced(content[0]) or _GREETING.fullmatch(typed(content[0]).rstrip(",.! "))):
        del content[0]
    if content and (started := command_in(content[0])):
        return filled(started, content[1:])
    started = command_in(_REPLY_PREFIX.sub("", typed(subject[:LONGEST_LINE]), count=1))
    return filled(started, content) if started else None


def form_in(lines: Sequence[str]) -> Instruction | None:
    """The first filled-in form of a command that has one, anywhere in `lines`, quoted or not."""
    plain = [_QUOTE_MARKS.sub("", line) for line in lines]
    for number, line in enumerate(plain, start=1):
        started = command_in(line)
        if started and command_name(started) in LAYOUTS and has_entries(started, plain[number:]):
            return filled(started, plain[number:])
    return None


def amended(form: Instruction, lines: Sequence[str]) -> Instruction | None:
    """The form with the fields that stand alone in `lines` put in place of its own; None where there are none."""
    if form.verb in ("record", "assess") or not has_entries(form, lines):
        return None
    said = filled(replace(form, fields=(), items=()), lines)
    new = {key for key, _ in said.fields}
    fields = (*(pair for pair in form.fields if pair[0] not in new), *said.fields)
    return replace(
        form,
        fields=tuple(sorted(fields, key=layout_of(form).place)),
        items=said.items or form.items,
        heading=said.heading or form.heading,
        rest=said.rest,
    )


def canonical(instruction: Instruction) -> str:
    """The command as a form: what `read_instruction` and `form_in` read back as the same instruction."""
    return "\n".join(form_lines(instruction)) + "\n"


def form_lines(instruction: Instruction, *, blanks: Collection[str] = (), heading: str = "") -> tuple[str, ...]:
    """The lines of the form, with the fields named in `blanks` shown empty where the instruction has none.

    `heading` is the word above the list, by default the one that was written, or that is among the `blanks`.
    """
    layout = layout_of(instruction)
    keys = {name for name, _ in instruction.fields}
    empty = [(key, "") for key in blanks if key not in keys and key not in LISTS]
    shown = sorted((*instruction.fields, *empty), key=layout.place)
    before, after = (
        [line for key, value in shown if (key in layout.last) is last for line in _field_lines(key, value)]
        for last in (False, True)
    )
    offered = next((key for key in LISTS if key in blanks), "")
    items = instruction.items or (("", "") if offered else ())
    above = heading or instruction.heading or offered or layout.heading
    listed = ([f"{above}:"] if layout.heading and items else []) + [f"- {item}".rstrip() for item in items]
    return (first_line(instruction), *before, *listed, *after, END_OF_FORM)


def alike(one: Instruction, other: Instruction) -> bool:
    """Whether two instructions say the same, whatever a mail program has made of blanks, quotes and links.

    The lines of an assessment hold reasons, which it may have wrapped.
    """
    return _essence(one) == _essence(other)


def _field_lines(key: str, value: str) -> list[str]:
    first, *more = value.split("\n")
    return [f"{key}: {first}".rstrip(), *more]


def _essence(instruction: Instruction) -> tuple[str, ...]:
    items = (" ".join(instruction.items),) if instruction.verb == "assess" else instruction.items
    parts = (*(f"{key}: {value}" for key, value in instruction.fields), *items)
    plain = (re.sub(r"[<\[]?mailto:[^>\]\s]*[>\]]?", "", part) for part in parts)
    return (instruction.verb, instruction.argument, *("".join(folded(part).split()) for part in plain))
