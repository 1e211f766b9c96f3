"""Mail to send: posted once, claimed by one at a time, retried with the same bytes, given up after two days."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, update

from mailvote.store import ballots, organisations, outbox
from mailvote.store import tables as t
from mailvote.store.database import begin
from mailvote.store.outbox import OutboxLetter, OutboxRow
from mailvote.store.vault import SealBroken, Sealer
from tests.store.places import HOUR, NOW, ORGANISATION, SECRETS, enrol, letter, opened, organisation

LEASE = timedelta(minutes=10)


@pytest.fixture
def office(conn: Connection) -> Sealer:
    return organisation(conn)


def claim(
    conn: Connection, now: datetime = NOW, limit: int = 10, organisation: str = ORGANISATION
) -> tuple[OutboxLetter, ...]:
    def sealer(ballot_id: int | None) -> Sealer:
        if ballot_id is None:
            return organisations.sealer(conn, SECRETS, organisation)
        return ballots.sealer(conn, SECRETS, ballot_id)

    return outbox.claim(conn, organisation, sealer, now, limit, LEASE)


def row(conn: Connection) -> OutboxRow:
    (only,) = outbox.listing(conn, ORGANISATION)
    return only


def test_a_letter_is_claimed_with_the_bytes_that_were_posted(conn: Connection, office: Sealer) -> None:
    assert outbox.post(conn, office, letter(1), NOW)
    (claimed,) = claim(conn)
    assert (claimed.recipient, claimed.content, claimed.tries) == ("person1@rycote.example", b"letter 1", 1)


def test_a_letter_is_posted_once(conn: Connection, office: Sealer) -> None:
    assert [outbox.post(conn, office, letter(1), NOW) for _ in range(2)] == [True, False]
    assert len(outbox.listing(conn, ORGANISATION)) == 1


def test_a_claimed_letter_is_nobody_elses_until_its_lease_ends(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    moments = (NOW, NOW, NOW + LEASE - timedelta(seconds=1), NOW + LEASE)
    assert [len(claim(conn, now)) for now in moments] == [1, 0, 0, 1]
    assert row(conn).tries == 2


def test_a_letter_that_was_sent_is_never_claimed_again(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    outbox.sent(conn, claim(conn)[0].id, NOW + HOUR)
    assert claim(conn, NOW + timedelta(days=9)) == ()
    assert (row(conn).state, row(conn).sent_at, row(conn).next_try_at) == ("sent", NOW + HOUR, None)


def test_a_delayed_letter_waits_for_its_next_try(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    outbox.delayed(conn, claim(conn)[0].id, "451 greylisted", NOW + HOUR)
    assert (row(conn).state, row(conn).error, row(conn).next_try_at) == ("delayed", "451 greylisted", NOW + HOUR)
    assert claim(conn, NOW + HOUR - timedelta(seconds=1)) == ()
    assert claim(conn, NOW + HOUR)[0].content == b"letter 1"


def test_a_failed_letter_waits_for_a_person(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    (claimed,) = claim(conn)
    outbox.failed(conn, claimed.id, "550 no such user")
    assert claim(conn, NOW + timedelta(days=9)) == ()
    assert row(conn).state == "failed"
    assert outbox.retry(conn, claimed.id, NOW + HOUR)
    assert (row(conn).state, row(conn).error, row(conn).tries) == ("waiting", "", 0)
    assert len(claim(conn, NOW + HOUR)) == 1


def test_only_what_is_stuck_is_tried_again(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    (claimed,) = claim(conn)
    assert not outbox.retry(conn, claimed.id, NOW)
    outbox.sent(conn, claimed.id, NOW)
    assert not outbox.retry(conn, claimed.id, NOW)
    assert not outbox.retry(conn, 4711, NOW)


def test_a_late_report_does_not_undo_a_sent_letter(conn: Connection, office: Sealer) -> None:
    """Its lease had run out, another sent it, and then the first reports a failure."""
    outbox.post(conn, office, letter(1), NOW)
    (claimed,) = claim(conn)
    outbox.sent(conn, claimed.id, NOW)
    outbox.failed(conn, claimed.id, "timed out")
    outbox.delayed(conn, claimed.id, "timed out", NOW)
    assert row(conn).state == "sent"


def test_claims_given_back_cost_no_try(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    (claimed,) = claim(conn)
    outbox.release(conn, [claimed.id])
    outbox.release(conn, [claimed.id])
    assert row(conn).tries == 0
    assert [again.tries for again in claim(conn)] == [1]


def test_the_longest_due_goes_first(conn: Connection, office: Sealer) -> None:
    for number, minutes in ((1, 2), (2, 0), (3, 1), (4, 0)):
        outbox.post(conn, office, letter(number), NOW + timedelta(minutes=minutes))
    claimed = claim(conn, NOW + HOUR, limit=3)
    assert [taken.content for taken in claimed] == [b"letter 2", b"letter 4", b"letter 3"]


def test_an_organisation_claims_its_own_letters_alone(conn: Connection, office: Sealer) -> None:
    other = organisation(conn, "elr")
    outbox.post(conn, office, letter(1), NOW)
    outbox.post(conn, other, letter(9, organisation="elr"), NOW)
    assert [taken.content for taken in claim(conn, organisation="elr")] == [b"letter 9"]
    assert [taken.content for taken in claim(conn)] == [b"letter 1"]


def test_two_claimants_never_get_the_same_letter(database: Engine) -> None:
    with begin(database) as conn:
        office = organisation(conn)
        for number in range(20):
            outbox.post(conn, office, letter(number), NOW)
    with begin(database) as conn:
        first = {taken.id for taken in claim(conn, limit=12)}
    with begin(database) as conn:
        second = {taken.id for taken in claim(conn, limit=12)}
    assert (len(first), len(second), first & second) == (12, 8, set())


def test_a_letter_of_a_ballot_is_sealed_with_the_ballots_key(conn: Connection, office: Sealer) -> None:
    enrol(conn, "Rycote")
    ballot = opened(conn)
    outbox.post(conn, ballots.sealer(conn, SECRETS, ballot.id), letter(1, ballot_id=ballot.id), NOW)
    assert claim(conn)[0].content == b"letter 1"
    assert row(conn).reference == "SELG-2026-01"


def test_sealed_letters_cannot_be_swapped(conn: Connection, office: Sealer) -> None:
    for number in (1, 2):
        outbox.post(conn, office, letter(number), NOW)
    stolen = conn.execute(select(t.outbox.c.content_sealed).order_by(t.outbox.c.id)).scalars().first()
    conn.execute(update(t.outbox).values(content_sealed=stolen))
    with pytest.raises(SealBroken):
        claim(conn)


def test_a_letter_cannot_be_turned_to_another_recipient(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    conn.execute(update(t.outbox).values(recipient="thief@elsewhere.example"))
    with pytest.raises(SealBroken):
        claim(conn)


def test_the_content_is_neither_in_the_row_nor_in_a_repr(conn: Connection, office: Sealer) -> None:
    outbox.post(conn, office, letter(1), NOW)
    assert "letter 1" not in str(conn.execute(select(t.outbox)).all())
    assert "letter 1" not in repr(claim(conn)) + repr(letter(1))


def test_letters_are_listed_by_state(conn: Connection, office: Sealer) -> None:
    for number in (1, 2, 3):
        outbox.post(conn, office, letter(number), NOW + number * HOUR)
    first, second, _ = claim(conn, NOW + 9 * HOUR)
    outbox.sent(conn, first.id, NOW)
    outbox.failed(conn, second.id, "550")
    assert [found.state for found in outbox.listing(conn, ORGANISATION)] == ["sent", "failed", "waiting"]
    assert [found.state for found in outbox.listing(conn, ORGANISATION, ("failed", "waiting"))] == ["failed", "waiting"]
    assert outbox.listing(conn, "elr") == ()


def test_letters_to_somebody_are_counted_by_purpose_ballot_and_time(conn: Connection, office: Sealer) -> None:
    enrol(conn, "Rycote")
    ballot = opened(conn)
    outbox.post(conn, office, letter(1), NOW)
    outbox.post(conn, office, letter(2, ballot_id=ballot.id), NOW)
    who = "person1@rycote.example"
    assert outbox.count_to(conn, ORGANISATION, who, ("notice", "refusal"), None, NOW) == 1
    assert outbox.count_to(conn, ORGANISATION, who, ("refusal",), None, NOW) == 0
    assert outbox.count_to(conn, ORGANISATION, who, ("notice",), ballot.id, NOW) == 0
    assert outbox.count_to(conn, ORGANISATION, who, ("notice",), None, NOW + HOUR) == 0


def test_who_was_served_and_when_can_be_told(conn: Connection, office: Sealer) -> None:
    enrol(conn, "Rycote")
    ballot = opened(conn)
    outbox.post(conn, office, letter(1, ballot_id=ballot.id), NOW)
    outbox.post(conn, office, letter(2, ballot_id=ballot.id), NOW + HOUR)
    assert outbox.posted_to(conn, ballot.id, "notice") == frozenset()
    assert outbox.last_posted(conn, ballot.id, "notice") == NOW + HOUR
    assert outbox.last_posted(conn, ballot.id, "paper") is None


def test_tries_follow_each_other_at_growing_distances_and_end_after_two_days() -> None:
    now, pauses = NOW, []
    for tries in range(1, 100):
        following = outbox.next_try(tries, now)
        if following is None:
            break
        pauses.append(following - now)
        now = following
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses == sorted(pauses)
    assert max(pauses) == timedelta(hours=4)
    assert timedelta(hours=48) <= now - NOW < timedelta(hours=52)
