"""The journal as a chain: no event changes unnoticed (P9), and no choice stands in it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.chain import Event, canonical, commitment, next_event, verify
from tests.rules.examples import LONDON, local, utc

AT = utc("2026-11-23 09:00")

JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
BODIES = st.dictionaries(st.text(), JSONS, max_size=3)
CHAINS = st.lists(st.tuples(st.text(), BODIES), min_size=1, max_size=6)


def journal(*happenings: tuple[str, dict[str, object]]) -> list[Event]:
    events: list[Event] = []
    for minutes, (kind, body) in enumerate(happenings):
        last = events[-1] if events else None
        events.append(next_event(last, at=AT + timedelta(minutes=minutes), kind=kind, body=body))
    return events


THREE = journal(("opened", {"practices": 10}), ("vote", {"commitment": "c0ffee"}), ("closed", {}))


def test_the_first_event_follows_nothing_and_each_other_its_predecessor() -> None:
    assert [event.sequence for event in THREE] == [1, 2, 3]
    assert [event.previous for event in THREE] == ["", THREE[0].digest, THREE[1].digest]
    assert verify(THREE) == ()
    assert verify(()) == ()


def test_a_digest_can_be_recomputed_by_anyone_from_what_it_is_made_of() -> None:
    from hashlib import sha256

    content = b'{"at":"2026-11-23T09:01:00+00:00","body":{"commitment":"c0ffee"},"kind":"vote","sequence":2}'
    assert THREE[1].digest == sha256(bytes.fromhex(THREE[0].digest) + content).hexdigest()


def test_an_event_needs_a_time_zone_and_it_does_not_matter_which() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_event(None, at=datetime(2026, 11, 23, 9), kind="opened", body={})  # noqa: DTZ001 - the point
    winter = next_event(None, at=local("2026-11-23 09:00"), kind="opened", body={})
    assert winter.digest == next_event(None, at=AT, kind="opened", body={}).digest
    assert winter.at.tzinfo is LONDON


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"sequence": 7}, "event 7 (vote) stands where event 2 belongs"),
        ({"at": utc("2026-11-24 09:00")}, "event 2 (vote) does not have the content"),
        ({"kind": "withdrawn"}, "event 2 (withdrawn) does not have the content"),
        ({"body": {"commitment": "c0ffef"}}, "event 2 (vote) does not have the content"),
        ({"body": {"share": 0.8}}, "event 2 (vote) does not have the content"),
        ({"previous": "00"}, "event 2 (vote) does not follow the event before it"),
        ({"previous": "xyz"}, "event 2 (vote) does not follow the event before it"),
        ({"digest": "00"}, "event 3 (closed) does not follow the event before it"),
    ],
)
def test_p9_a_changed_event_is_named(change: dict[str, object], problem: str) -> None:
    tampered = [THREE[0], replace(THREE[1], **change), THREE[2]]
    assert any(found.startswith(problem) for found in verify(tampered))


def test_p9_an_event_taken_out_or_put_elsewhere_is_noticed() -> None:
    assert verify(THREE[1:])
    assert verify([THREE[0], THREE[2]])
    assert verify([THREE[1], THREE[0], THREE[2]])


def test_p9_a_chain_rewritten_to_its_end_is_betrayed_by_the_heads_that_were_mailed_out() -> None:
    rewritten = journal(("opened", {"practices": 10}), ("vote", {"commitment": "beef"}), ("closed", {}))
    assert verify(rewritten) == ()
    heads = [event.digest for event in THREE]
    assert verify(THREE, heads=heads) == ()
    assert verify(rewritten, heads=heads) == tuple(
        f"no event has the digest {head} that was mailed out" for head in heads[1:]
    )


@given(CHAINS)
def test_an_untouched_chain_holds_also_after_a_database_kept_its_bodies_as_json(
    happenings: list[tuple[str, dict[str, object]]],
) -> None:
    stored = [replace(event, body=json.loads(json.dumps(event.body))) for event in journal(*happenings)]
    assert verify(stored) == ()


@given(CHAINS, st.data())
def test_p9_any_single_edit_is_detected(happenings: list[tuple[str, dict[str, object]]], data: st.DataObject) -> None:
    events = journal(*happenings)
    index = data.draw(st.integers(0, len(events) - 1))
    event = events[index]
    name, value = data.draw(
        st.one_of(
            st.tuples(st.just("sequence"), st.integers()),
            st.tuples(st.just("at"), st.datetimes(timezones=st.just(LONDON))),
            st.tuples(st.just("kind"), st.text()),
            st.tuples(st.just("body"), BODIES),
            st.tuples(st.just("previous"), st.text(alphabet="0123456789abcdef ", max_size=66)),
            st.tuples(st.just("digest"), st.text(alphabet="0123456789abcdef ", max_size=66)),
        ).filter(lambda edit: not alike(edit[1], getattr(event, edit[0])))
    )
    events[index] = replace(event, **{name: value})
    assert verify(events)


def alike(one: object, other: object) -> bool:
    """Equal, and not only because True equals 1 in Python."""
    return one == other and repr(one) == repr(other)


@given(JSONS)
def test_the_canonical_form_survives_being_read_and_written_again(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(st.text(), JSONS), st.randoms())
def test_the_order_of_keys_makes_no_difference(body: dict[str, object], random: object) -> None:
    shuffled = list(body.items())
    random.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(body)


@pytest.mark.parametrize("value", [0.5, {1: "a"}, {"a": [b"bytes"]}, {AT: 1}, AT, {"a"}])
def test_what_a_database_might_give_back_otherwise_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_an_event_does_not_print_its_body() -> None:
    assert "c0ffee" not in repr(THREE[1])


NONCE = bytes(range(16))


def test_a_commitment_is_the_same_for_the_same_vote_and_another_for_every_other() -> None:
    ours = commitment(NONCE, "The Bell Surgery", (2,))
    others = [
        commitment(NONCE, "The Bell Surgery", (1,)),
        commitment(NONCE, "The Bell Surgery", ()),
        commitment(NONCE, "The Bell Surgery", (2, 1)),
        commitment(NONCE, "The Hart Surgery", (2,)),
        commitment(bytes(16), "The Bell Surgery", (2,)),
    ]
    assert ours == commitment(NONCE, "The Bell Surgery", (2,))
    assert ours not in others
    assert len(set(others)) == len(others)


def test_a_nonce_that_could_be_found_by_trying_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes, this one has 15"):
        commitment(NONCE[:15], "The Bell Surgery", (2,))
