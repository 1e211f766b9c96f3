"""The marks by which a message says which paper it answers, and the places where they are written and found."""

from dataclasses import dataclass

from mailvote.rules.codes import token_tag

TOKEN_LENGTH = 26
PAPER_LABEL = "Ballot paper code:"
CONFIRMATION_LABEL = "Confirmation code:"


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


def subject_mark(reference: str, token: str) -> str:
    """The mark in a subject: `[SELG-2026-03 K4QM-7RTC]`."""
    return f"[{reference} {token_tag(token)}]"


def message_id(token: str, suffix: str, domain: str) -> str:
    """A Message-ID that brings the token back in In-Reply-To and References."""
    return f"<{token}.{suffix}@{domain}>"
