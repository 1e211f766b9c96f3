"""The four places of a token: written so that any one brings it back, whatever happens to the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.message import Incoming
from mailvote.mail.tokens import Marks, body_line, confirmation_line, marks_in, message_id, plus_address, subject_mark
from mailvote.rules.codes import crockford

OWN = "ballots@selg.example"
TOKEN = "0123456789ABCDEFGHJKMNPQRS"
ONE = Marks(tokens=frozenset({TOKEN}))
TOKENS = st.binary(min_size=16, max_size=16).map(crockford)


def text(body: str) -> Incoming:
    return Incoming(text=body)


@given(token=TOKENS)
def test_each_place_alone_brings_the_token_back(token: str) -> None:
    places = (
        Incoming(recipients=(plus_address(OWN, token).lower(),)),
        Incoming(thread=(message_id(token, "paper", "selg.example").strip("<>"),)),
        Incoming(subject=f"Vote {token}"),
        Incoming(text=body_line(token)),
        Incoming(text=confirmation_line(token)),
        Incoming(html=f"<p>{body_line(token)}</p>"),
    )
    assert all(marks_in(incoming, OWN).tokens == {token} for incoming in places)


@given(token=TOKENS)
def test_the_subject_brings_back_the_short_tag_and_the_reference(token: str) -> None:
    marks = marks_in(Incoming(subject=f"RE: Vote by Mon {subject_mark('SELG-2026-03', token)}"), OWN)
    assert marks == Marks(tags=frozenset({f"{token[:4]}-{token[4:8]}"}), references=frozenset({"SELG-2026-03"}))


@pytest.mark.parametrize(
    "body",
    [
        f"> > Ballot paper code: {TOKEN}\n> > more",
        f"ballot paper code:{TOKEN.lower()}.",
        "Ballot paper code: 0123-4567-89AB-CDEF-GHJK-MNPQ-RS",
        "Ballot paper code: 0123 4567 89AB CDEF GHJK MNPQ RS\nRegards",
        "> Ballot paper code: 0123456789ABCDEF\n> GHJKMNPQRS\n> Regards",
        "> Ballot paper\n> code: 0123456789ABCDEFGHJKMNPQRS",
        f"Ballot paper code:\n\n{TOKEN}\n\nRegards",
        f"Ballot paper code:\xa0*{TOKEN}*",
        "Ballot paper code: OI23456789ABCDEFGHJKMNPQRS",
    ],
)
def test_a_token_survives_what_mail_programs_do_to_a_line(body: str) -> None:
    assert marks_in(text(body), OWN) == ONE


@pytest.mark.parametrize(
    "incoming",
    [
        text("Ballot paper code: 0123456789ABCDEFGHJKMNPQR"),
        text(f"Ballot paper code: {TOKEN}X"),
        text("Ballot paper code: U123456789ABCDEFGHJKMNPQRS"),
        text(TOKEN),
        Incoming(recipients=(f"other+{TOKEN}@selg.example", f"ballots+{TOKEN}@other.example", OWN)),
        Incoming(thread=("0123@x", TOKEN[:-1] + ".x@selg.example")),
        Incoming(subject=f"[SELG 2026-03] {TOKEN}X [K4QM_7RTC]"),
    ],
)
def test_a_mangled_token_counts_as_none(incoming: Incoming) -> None:
    assert marks_in(incoming, OWN) == Marks()


def test_two_different_tokens_are_both_told() -> None:
    other = TOKEN[::-1]
    incoming = Incoming(text=body_line(TOKEN), thread=(f"{other}.paper@selg.example",))
    assert marks_in(incoming, OWN).tokens == {TOKEN, other}


@given(body=st.text(max_size=300), subject=st.text(max_size=100))
def test_no_text_raises(body: str, subject: str) -> None:
    marks_in(Incoming(text=body, html=body, subject=subject), OWN)
    marks_in(Incoming(text=f"Ballot paper code:{body}", subject=f"[{subject}]"), OWN)
