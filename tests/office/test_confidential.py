"""A confidential weighted decision: exact totals would give votes away, so only the manager is told them (trust.md 3)."""

import json
import re
from collections.abc import Callable, Iterator

import pytest

from mailvote.reports.declaration import declaration, declaration_page
from mailvote.store import ballots, journal
from mailvote.store.database import reading
from tests.office.commandcraft import (
    BELL,
    DECISION,
    GORING,
    HART,
    MORLAND,
    NETTLEBED,
    RYCOTE,
    SONNING,
    WALLINGFORD,
    command,
    declare,
    outcome_of,
    shipped,
    vote,
)
from tests.office.mailcraft import flat
from tests.office.world import MANAGER, World, parsed, text_of

CONFIDENTIAL = {"decision": shipped("decision", ('secrecy = "open"', 'secrecy = "confidential"'))}
EXACT = (56_882, 22_627)
"""What the votes of `world` add up to: Wallingford, Rycote, Morland, Bell and Goring For, three Against."""


@pytest.fixture
def world(office: Callable[..., World]) -> World:
    """The declaration of a confidential decision in which eight practices voted."""
    world = office(rule_sets=CONFIDENTIAL)
    world.start(DECISION)
    in_favour = ((person, "for") for person in (WALLINGFORD, RYCOTE, MORLAND, BELL, GORING))
    vote(world, *in_favour, *((person, "against") for person in (HART, NETTLEBED, SONNING)))
    declare(world)
    return world


def published(world: World) -> Iterator[str]:
    """All that anybody but the manager can come to see of a ballot, and all that is kept of it unsealed."""
    for parcel in world.postman.parcels:
        if parcel.recipient != MANAGER:
            letter = parsed(parcel.content)
            html = letter.get_body(("html",))
            yield text_of(letter)
            yield str(html.get_content()) if html else ""
    figures = world.figures()
    yield json.dumps(figures)
    with reading(world.app.engine) as conn:
        (ballot,) = ballots.every(conn, "selg")
        yield json.dumps(ballot.published)
        yield json.dumps([event.body for event in journal.events(conn, ballot.id)])
    yield declaration_page(declaration(world.office.desk.house, ballot.paper, figures, ballot.published))


def told(world: World, *numbers: int) -> list[int]:
    """Which of these numbers can be read anywhere but in the manager's copy, with or without its comma."""
    patterns = {number: re.compile(rf"(?<![0-9A-Za-z])(?:{number}|{number:,})(?![0-9A-Za-z])") for number in numbers}
    places = tuple(published(world))
    return [number for number, pattern in patterns.items() if any(pattern.search(place) for place in places)]


def test_exact_totals_stand_in_the_managers_copy_alone(world: World) -> None:
    assert told(world, *EXACT) == []
    copy = flat(world.last(MANAGER))
    assert "The exact totals, which only you are told: For 56,882 registered patients and Against 22,627" in copy


def test_what_is_published_is_rounded_and_says_so(world: World) -> None:
    outcome = outcome_of(world.figures())
    assert (outcome["kind"], outcome["totals"]) == ("carried", {"For": "80%", "Against": "20%"})
    said = flat(world.last(HART))
    assert "80% For and 20% Against: carried" in said
    assert "Exact totals are not given, because list sizes are public and the totals could tell how single" in said
    assert "How a practice voted is not published." in said


def test_no_practice_is_listed_with_its_vote_and_no_code_either(world: World) -> None:
    said = flat(world.last(HART))
    assert "How each practice voted" not in said
    assert "Find your vote" not in said
    assert "Wallingford Medical Centre" not in said


def test_the_paper_says_beforehand_what_cannot_be_hidden(world: World) -> None:
    paper = flat(world.paper(HART))
    assert "Totals may be given in rounded figures, so that no practice’s vote follows from them." in paper
    assert "A unanimous result cannot be hidden." in paper


def test_where_even_rough_totals_would_tell_none_are_given(office: Callable[..., World]) -> None:
    rows = "practice,population,lead_name,lead_email\nA,900,Ann,a@a.example\nB,500,Ben,b@b.example\n"
    world = office(roster=rows.encode(), rule_sets=CONFIDENTIAL)
    world.start(DECISION)
    vote(world, ("a@a.example", "for"), ("b@b.example", "against"))
    outcome = outcome_of(declare(world))
    assert (outcome["kind"], outcome["totals"]) == ("carried", {"For": None, "Against": None})
    said = flat(world.last("b@b.example"))
    assert "For not given" in said
    assert "900 registered patients For" not in said
    assert "For 900 registered patients and Against 500" in flat(world.last(MANAGER))


def test_a_recorded_vote_is_as_confidential_as_one_by_email(office: Callable[..., World]) -> None:
    world = office(rule_sets=CONFIDENTIAL)
    reference = world.start(DECISION)
    vote(world, (WALLINGFORD, "for"), (RYCOTE, "for"), (MORLAND, "against"))
    command(world, f"record {reference}\n- Hart Surgery: against\n- Bell Surgery: for\n- Goring and Woodcote: for")
    assert "Please keep it within your practice." in flat(world.last(HART))
    declare(world)
    assert told(world, 46_311, 20_889) == []
