"""Who a message says it is from, read strictly, and who that makes responsible (mail.md 3)."""

import re
from dataclasses import dataclass

from mailvote.mail.addresses import addresses_in, plain_address
from mailvote.mail.authentication import Authentication, TrustPolicy, authentication
from mailvote.mail.charsets import decoded_header
from mailvote.mail.message import Incoming

__all__ = ["Authentication", "Sender", "TrustPolicy", "Unidentified", "authentication", "identify"]

MAX_FROM = 1000
UNREADABLE = "(unreadable)"

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_FORBIDDEN = {
    "(": "a comment",
    ")": "a comment",
    ",": "several addresses",
    ";": "a group of addresses",
    ":": "a group of addresses",
    "@": "a second address",
    "<": "a second address",
    ">": "a second address",
    '"': "an unfinished quotation",
    "\\": "a quoted character",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The one plain address in From, normalised; `via` is the address in Sender where that is another, else ""."""

    address: str
    name: str
    via: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unidentified:
    """A From that is not one plain address: `named` is what in it looks like an address, `why` what is wrong."""

    named: tuple[str, ...]
    why: str


def identify(incoming: Incoming) -> Sender | Unidentified:
    """The sender by exactly one From of exactly one plain ASCII address; nothing else grants anything."""
    values = incoming.values("from")
    if len(values) != 1:
        why = "it has no From" if not values else "it has more than one From"
        return Unidentified(named=_named(values), why=why)
    if len(values[0]) > MAX_FROM:
        return Unidentified(named=_named(values), why="its From is too long")
    display, address, problem = _split(values[0].strip())
    if problem or address is None:
        return Unidentified(named=_named(values), why=problem or "its From is no plain address")
    return Sender(address=address, name=_display_name(display), via=_via(incoming, address))


def _split(value: str) -> tuple[str, str | None, str]:
    """Display name, address and what is wrong with a From."""
    display, angle, rest = value.rpartition("<")
    if not angle:
        return "", plain_address(value), ""
    problem = _problem(display)
    address = plain_address(rest[:-1]) if rest.endswith(">") else None
    return display.strip(), address, problem


def _problem(display: str) -> str:
    """What a display name holds that could be read as something else by another program."""
    bare = _QUOTED.sub(" ", display)
    found = next((meaning for sign, meaning in _FORBIDDEN.items() if sign in bare), None)
    return f"its From holds {found}" if found else ""


def _display_name(display: str) -> str:
    words = decoded_header(display).replace("\\", "").replace('"', "")
    return " ".join(words.split())[:200]


def _via(incoming: Incoming, address: str) -> str:
    values = incoming.values("sender")
    if not values:
        return ""
    _, via, problem = _split(values[0].strip()) if len(values[0]) <= MAX_FROM else ("", None, "")
    if len(values) > 1 or problem or via is None:
        return UNREADABLE
    return "" if via == address else via


def _named(values: tuple[str, ...]) -> tuple[str, ...]:
    texts = (text for value in values[:10] for text in (value, decoded_header(value)))
    return tuple(dict.fromkeys(address for text in texts for address in addresses_in(text)))
