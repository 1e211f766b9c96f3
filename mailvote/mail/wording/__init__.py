"""The wording of every letter: CommonMark templates in which a value can only ever be words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from mailvote.mail.tidy import spaced

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORT_LINE = 55  # a line of prose shorter than this was ended on purpose, a longer one was wrapped


def literal(value: object) -> Markup:
    """The value as CommonMark that shows exactly its words: one line, no markup of any kind."""
    if isinstance(value, Markup):
        return value
    return Markup(_PUNCTUATION.sub(r"\\\1", _words(value)))  # noqa: S704 - escaped for CommonMark, not for HTML


def paragraphs(value: str) -> Markup:
    """Several paragraphs of plain words; short lines stay lines."""
    blocks = re.split(r"\n\s*\n", value)
    return Markup("\n\n").join(_paragraph(block) for block in blocks if block.strip())


def form_block(lines: Sequence[str]) -> Markup:
    """Lines that stay as they are, in a fence that no line of them can close."""
    plain = [spaced(line) for line in lines]
    fence = "`" * (3 + max((len(run) for line in plain for run in re.findall("`+", line)), default=0))
    return Markup("\n".join((f"{fence}form", *plain, fence)))  # noqa: S704 - a fence holds no markup


def quoted(source: str) -> Markup:
    """CommonMark source as a block quotation."""
    return Markup("\n".join(f"> {line}".rstrip() for line in source.split("\n")))  # noqa: S704 - rendered before


class Wording:
    """Every letter's template by its name, `<addressee>-<event>`; the first line is `Subject: ...`."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        parts = {name: _parted(name, source) for name, source in templates.items()}
        self._subjects = _environment({name: subject for name, (subject, _) in parts.items()}, _header_words)
        self._bodies = _environment({name: body for name, (_, body) in parts.items()}, literal)
        self._bodies.filters.update(paragraphs=paragraphs, form_block=form_block, quoted=quoted)

    def render(self, name: str, /, **values: object) -> tuple[str, str]:
        """The subject as plain words and the body as CommonMark."""
        subject = self._subjects.get_template(name).render(values)
        body = self._bodies.get_template(name).render(values)
        return spaced(subject), re.sub(r"\n{3,}", "\n\n", str(body)).strip() + "\n"


def _environment(sources: Mapping[str, str], finalize: Callable[[object], Markup]) -> Environment:
    return Environment(
        loader=DictLoader(sources),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _parted(name: str, source: str) -> tuple[str, str]:
    """Subject and body; a name that begins with `_` is a part of other letters and has no subject."""
    if name.startswith("_"):
        return "", source
    first, _, body = source.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"the wording of {name} does not begin with “Subject: ”")
    return first.removeprefix("Subject: "), body


def _header_words(value: object) -> Markup:
    return Markup(_words(value))  # noqa: S704 - a header is neither HTML nor CommonMark


def _words(value: object) -> str:
    if value is None:
        raise TypeError("a letter was given nothing to say where it needs a value")
    return spaced(str(value))


def _paragraph(block: str) -> Markup:
    lines = [spaced(line) for line in block.split("\n") if spaced(line)]
    joined = Markup("")
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        ending = "" if following is None else "\\\n" if len(line) < _SHORT_LINE else "\n"
        joined += literal(line) + Markup(ending)  # noqa: S704 - a line break
    return joined
