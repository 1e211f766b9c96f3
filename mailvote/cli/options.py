"""What every command understands: the flags of the whole program, before or after it, and an example in its help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

Body = TypeVar("Body", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The flags as given, wherever they stood; `config` and `organisation` None where they were left out."""

    config: Path | None = None
    verbose: int = 0
    json: bool = False
    organisation: str | None = None


def flags(body: Body) -> Body:
    """Let a command or group take the flags, and a command receive them as its first argument `Flags`."""
    for option in reversed(_OPTIONS):
        body = option(body)
    return body


def example(*lines: str) -> str:
    """The end of a command's help: lines that can be typed as they stand."""
    return "\n".join(("\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)))


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Put a flag where the command finds it; one after the command goes before one in front of it."""
    known = context.find_object(Flags) or Flags()
    context.obj = replace(known, **{str(option.name): value}) if value else known


def _flag(*names: str, **attributes: Any) -> Callable[[Body], Body]:
    return click.option(*names, expose_value=False, callback=_keep, **attributes)


_OPTIONS = (
    _flag(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="The configuration; else MAILVOTE_CONFIG, ./mailvote.toml, /etc/mailvote/mailvote.toml.",
    ),
    _flag("--organisation", metavar="ID", help="The organisation; needed only where there are several."),
    _flag("--json", is_flag=True, help="One JSON document on standard output, and nothing else there."),
    _flag("-v", "--verbose", count=True, help="Say what is being done; twice, in detail."),
)
