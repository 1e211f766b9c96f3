"""The marks by which a message says which paper it answers, and the places where they are written and found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mailvote.mail.message import Incoming
from mailvote.rules.codes import read_crockford, token_tag

TOKEN_LENGTH = 26
PAPER_LABEL = "Ballot paper code:"
CONFIRMATION_LABEL = "Confirmation code:"
REPLY_LABEL = "Reply code:"

MAX_CODE = 200
MAX_FOUND = 20

_LABELS = tuple(label.casefold() for label in (PAPER_LABEL, CONFIRMATION_LABEL, REPLY_LABEL))
_MARK = re.compile(r"\[([^\[\]]{1,60})\]")
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,40}-[0-9]{4}-[0-9]{1,4}\Z")
_TAG = re.compile(r"[0-9A-Za-z]{4}-[0-9A-Za-z]{4}\Z")
_BETWEEN = re.compile(r"[\s>|*_\-\u2010-\u2014\u200b\ufeff]")
_WORD = re.compile(r"\b[0-9A-Za-z]{26}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Every token, short tag and ballot reference that a message carries; looking them up is the office's."""

    tokens: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()


def plus_address(own_address: str, token: str) -> str:
    """The address that brings the token back: `ballots+TOKEN@selg.example`."""
    local, _, domain = own_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def body_line(token: str) -> str:
    """The line of a ballot paper that carries its token."""
    return f"{PAPER_LABEL} {token}"


def confirmation_line(nonce: str) -> str:
    """The line of a form or proof that carries its nonce."""
    return f"{CONFIRMATION_LABEL} {nonce}"


def reply_line(token: str) -> str:
    """The line of a letter to candidates or their panel that carries its token."""
    return f"{REPLY_LABEL} {token}"


def subject_mark(reference: str, token: str) -> str:
    """The mark in a subject: `[SELG-2026-03 K4QM-7RTC]`."""
    return f"[{reference} {token_tag(token)}]"


def message_id(token: str, suffix: str, domain: str) -> str:
    """A Message-ID that brings the token back in In-Reply-To and References."""
    return f"<{token}.{suffix}@{domain}>"


def marks_in(incoming: Incoming, own_address: str) -> Marks:
    """What a message carries in the four places of mail.md 3: address, thread, subject and body."""
    places = (
        _in_recipients(incoming.recipients, own_address),
        _in_thread(incoming.thread),
        (word for word in _WORD.findall(incoming.subject)),
        _in_text(_visible(incoming)),
    )
    tags, references = _in_subject(incoming.subject)
    return Marks(
        tokens=frozenset(token for place in places for token in islice(_tokens(place), MAX_FOUND)),
        tags=frozenset(tags),
        references=frozenset(references),
    )


def _tokens(codes: Iterable[str]) -> Iterator[str]:
    """The codes that have the form of a token, written as we write them."""
    for code in codes:
        token = read_crockford(code) if len(code) == TOKEN_LENGTH else ""
        if len(token) == TOKEN_LENGTH:
            yield token


def _in_recipients(recipients: Sequence[str], own_address: str) -> Iterator[str]:
    own_local, _, own_domain = own_address.casefold().rpartition("@")
    for recipient in recipients:
        local, _, domain = recipient.rpartition("@")
        name, _, code = local.rpartition("+")
        if (name, domain) == (own_local, own_domain):
            yield code


def _in_thread(thread: Sequence[str]) -> Iterator[str]:
    return (message_id.partition(".")[0] for message_id in thread)


def _in_subject(subject: str) -> tuple[set[str], set[str]]:
    """Tags, as `rules.codes.token_tag` writes them, and references."""
    words = [word for mark in _MARK.findall(subject) for word in mark.upper().split()]
    tags = {read_crockford(word) for word in words if _TAG.match(word)} - {""}
    return {token_tag(tag) for tag in tags}, {word for word in words if _REFERENCE.match(word)}


def _visible(incoming: Incoming) -> Iterator[str]:
    """The text of each form of the body on one line, without tags and the marks of quotation."""
    for text in (incoming.text or "", _without_tags(incoming.html or "")):
        yield " ".join(text.replace(">", " ").split()).lower()


def _without_tags(html: str) -> str:
    """HTML without its tags; a full reading of it is not needed to find a code."""
    return " ".join(piece.partition(">")[2] for piece in f">{html}".split("<")).replace("&nbsp;", " ")


def _in_text(texts: Iterable[str]) -> Iterator[str]:
    """What follows one of our labels, in groups or wrapped over the next lines as it may be."""
    pieces = (piece for text in texts for label in _LABELS for piece in text.split(label)[1 : MAX_FOUND + 1])
    return (code for piece in pieces if (code := _leading_code(piece[:MAX_CODE])))


def _leading_code(text: str) -> str:
    """The first 26 letters and digits, unless more follow at once."""
    letters = [place for place, letter in enumerate(text) if not _BETWEEN.match(letter)][: TOKEN_LENGTH + 1]
    if len(letters) < TOKEN_LENGTH:
        return ""
    code = "".join(text[place] for place in letters[:TOKEN_LENGTH])
    runs_on = len(letters) > TOKEN_LENGTH and letters[TOKEN_LENGTH] == letters[TOKEN_LENGTH - 1] + 1
    return "" if runs_on and text[letters[TOKEN_LENGTH]].isalnum() else code
