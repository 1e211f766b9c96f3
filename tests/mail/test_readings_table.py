"""One ordered table of readings: each has a name for the journal, a tier, and a sentence where it asks (mail.md 4)."""

from mailvote.mail.grounds import held_because
from mailvote.mail.intent import ROWS
from mailvote.mail.likely import LIKELY, OFFERS
from mailvote.mail.requests import FORMS, Wish
from mailvote.mail.unclear import GROUNDS, SENTENCES
from tests.mail.voters import expected_post

TIERS = {tier: [name for row in ROWS if row.tier == tier for name in row.names] for tier in "AB"}


def test_the_table_in_its_order() -> None:
    assert TIERS == {
        "A": [
            "objection", "withdraw", "my-vote", "resend", "status", "help",
            "number", "number-and-name", "side", "full-name", "initials", "surname", "abstention", "confirmation",
            "misspelt-name", "numbers", "names", "lines",
        ],
        "B": ["initials-alone", "nearly-a-name", "sentence", "marked-paper", "below-quote", "subject"],
    }  # fmt: skip


def test_what_is_certain_goes_before_what_is_likely_and_no_name_stands_twice() -> None:
    assert [row.tier for row in ROWS] == sorted(row.tier for row in ROWS)
    names = [*TIERS["A"], *TIERS["B"], *SENTENCES]
    assert len(set(names)) == len(names)


def test_every_offer_and_every_refusal_has_its_sentence() -> None:
    assert set(OFFERS) == {name for name, _ in LIKELY}
    assert {reason for reason, _ in GROUNDS} <= set(SENTENCES)
    assert all(sentence.endswith(".") for sentence in (*OFFERS.values(), *SENTENCES.values()))
    assert not any(sign.isdigit() for sentence in OFFERS.values() for sign in sentence)


def test_every_wish_has_its_form() -> None:
    assert [form.wish for form in FORMS] == list(Wish)


def test_every_message_of_the_corpus_ends_under_a_name_of_the_table() -> None:
    known = {*TIERS["A"], *TIERS["B"], *SENTENCES}
    used = {row["reading"] for row in expected_post().values()}
    assert used <= known
    assert set(TIERS["A"]) <= used
    assert set(TIERS["B"]) <= used


def test_the_manager_reads_a_sentence_for_every_ground_on_which_a_message_is_held() -> None:
    for ground in (*TIERS["B"], *SENTENCES, "withdrawal-of-held", "objection-unproven"):
        assert held_because(ground, "practice").endswith(".")
