"""Declared interests: whom they keep from voting, from when until when, and how they are kept (R11)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailvote.rules.acceptance import Fate
from mailvote.rules.chain import JSON, verify
from mailvote.store import ballots, interests, journal, register
from mailvote.store.database import begin, reading
from tests.office.mailcraft import (
    BELL_LEAD,
    HART_CONTACT,
    HART_DEPUTY,
    HART_LEAD,
    bare,
    count,
    flat,
    last_filed,
    posted,
    purposes,
    reply_to,
)
from tests.office.test_appointments import (
    BELL,
    HART,
    PETRA,
    PROXY,
    TOGETHER,
    appoint,
    ask,
    confirm,
    do,
    recipients,
    rules_with,
    vote,
)
from tests.office.test_election import LEADS
from tests.office.world import MANAGER, SELG, START, World, open_world

REASON = "One of our partners is married to a candidate."
SCHEDULED = START + "Opens: 25 November 2026 09:00\n"
OPENING = datetime.fromisoformat("2026-11-25T09:00:00+00:00")


def declared(reference: str = "", *, name: str = "", more: str = "") -> str:
    """The words in which a lead declares an interest."""
    person = f"Name: {name}\n" if name else ""
    return f"declare interest {reference}".strip() + f"\n{person}Reason: {REASON}\n{more}"


def recorded(practice: str, reference: str = "", *, name: str = "", more: str = "") -> str:
    """The words in which the manager records one."""
    return declared(reference, name=name, more=more).replace("declare interest", f"interest {practice}", 1)


def taking_part(world: World, reference: str = "") -> dict[str, object]:
    found = world.figures(reference)["participation"]
    assert isinstance(found, dict)
    return found


def practices(world: World) -> object:
    found = world.figures()["electorate"]
    assert isinstance(found, dict)
    return found["practices"]


def events(world: World, reference: str) -> list[str]:
    """The kinds of the ballot's events, after its chain was checked."""
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        chain = journal.events(conn, ballot.id)
    assert not verify(chain)
    return [event.kind for event in chain]


def opening_event(world: World, reference: str) -> Mapping[str, JSON]:
    """What the first event of the ballot's chain fixes."""
    with reading(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        assert ballot is not None
        first = journal.events(conn, ballot.id)[0]
    assert first.kind == "opened"
    return first.body


def everybody_votes(world: World, *, but: tuple[str, ...] = (), number: str = "1") -> None:
    for lead in LEADS:
        if lead not in but:
            world.reply(world.paper(lead), number)
    world.later(minutes=1).tick()


def declare_outcome(world: World) -> dict[str, object]:
    world.at(world.now + timedelta(days=9)).tick()
    return count(world)


# A whole practice, before the opening


def test_r11_a_practice_with_an_interest_gets_the_question_and_no_ballot_paper(world: World) -> None:
    reference = world.start(SCHEDULED)
    do(world, HART_LEAD, declared(reference))
    assert recipients(world, "interest-recorded") == {MANAGER, HART_DEPUTY}
    world.at(OPENING).tick()
    assert len(posted(world, purpose="paper")) == 18
    for person in (HART_LEAD, HART_DEPUTY):
        assert purposes(world, person)["barred-paper"] == 1
        told = flat(world.last(person))
        assert f"{HART} does not vote in it, because of an interest of the practice" in told
        assert REASON in told
        assert "1 Dr Alice Brown" in told
        assert "Ballot paper code" not in told
        assert "ballots+" not in str(world.last(person)["Reply-To"])
    assert "opening-notice" in purposes(world, HART_CONTACT)
    assert opening_event(world, reference)["barred"] == [HART]


def test_r11_its_vote_is_refused_with_the_reason_and_changes_nothing(world: World) -> None:
    reference = world.start(SCHEDULED)
    do(world, MANAGER, recorded("Hart Surgery", reference))
    world.at(OPENING).tick()
    for person in (HART_LEAD, HART_DEPUTY):
        assert vote(world, person, "2", paper=world.last(person, "Information only")) is Fate.REJECTED
        assert last_filed(world).ground == "interest"
        assert f"an interest of the practice is declared: {REASON}" in flat(world.last(person))
    assert taking_part(world)["voted"] == 0


@pytest.mark.parametrize(("silent", "kind"), [(1, "elected"), (2, "not-valid")])
def test_r11_it_is_left_out_of_the_electorate_and_of_the_threshold(world: World, silent: int, kind: str) -> None:
    """8 of 9 is enough for 80%, 7 of 9 is not; of 10 it would be 8 and 7."""
    reference = world.start(SCHEDULED)
    do(world, MANAGER, recorded("Hart Surgery", reference))
    world.at(OPENING).tick()
    assert practices(world) == 9
    everybody_votes(world, but=(HART_LEAD, *[lead for lead in LEADS if lead != HART_LEAD][:silent]))
    assert taking_part(world)["no_reply"] == silent
    outcome = declare_outcome(world)
    assert outcome["kind"] == kind
    assert f"{HART} Declared interest" in flat(world.last(MANAGER))


def test_r11_where_the_rules_keep_it_in_the_base_it_counts_as_silent(tmp_path: Path) -> None:
    text = (SELG.parents[1] / "rulesets" / "election.toml").read_text()
    (tmp_path / "rules").mkdir()
    changed = text.replace("interest_excludes_from_base = true", "interest_excludes_from_base = false")
    assert changed != text
    (tmp_path / "rules" / "election.toml").write_text(changed)
    rules = 'closing_time = "17:00" -> closing_time = "17:00"\nrule_sets = "rules"'
    with open_world(tmp_path, changes=rules) as world:
        reference = world.start(SCHEDULED)
        do(world, MANAGER, recorded("Hart Surgery", reference))
        assert "still counts among all practices" in flat(world.last(HART_LEAD))
        world.at(OPENING).tick()
        assert practices(world) == 10
        assert len(posted(world, purpose="paper")) == 18
        everybody_votes(world, but=(HART_LEAD, BELL_LEAD))
        assert (taking_part(world)["voted"], taking_part(world)["no_reply"]) == (8, 2)
        assert declare_outcome(world)["kind"] == "elected"


def test_r11_a_decision_is_weighed_without_the_practice(world: World) -> None:
    reference = world.start("start decision\nTitle: Hours\nQuestion: Shall we?\nOpens: 25 November 2026 09:00\n")
    do(world, MANAGER, recorded("Wallingford", reference))
    world.at(OPENING).tick()
    assert world.figures()["electorate"] == {"practices": 9, "population": 91732 - 16521}


# A whole practice, while the ballot is open


def test_r11_a_vote_that_is_in_already_is_struck_out_and_its_message_rejected(world: World) -> None:
    reference = world.start()
    assert vote(world, HART_LEAD, "2") is Fate.COUNTED
    proof = flat(ask(world, HART_LEAD, declared()))
    assert "keeps nobody from voting" in proof, "without a reference it is declared in general"
    world.reply(world.last(HART_LEAD), "cancel")
    proof = flat(ask(world, HART_LEAD, declared(reference)))
    assert f"The vote that {HART} has sent is then no longer counted." in proof
    confirm(world, HART_LEAD)
    assert world.fates() == {"rejected": 1, "commands": 4}
    assert taking_part(world)["voted"] == 0
    assert practices(world) == 9
    assert events(world, reference)[-2:] == ["interest", "barred"]


def test_r11_in_reply_to_a_ballot_paper_the_ballot_is_that_of_the_paper(world: World) -> None:
    first, second = world.start(), world.start(TOGETHER)
    paper = next(mail for mail in world.letters(HART_LEAD, "Vote by") if second in str(mail["Subject"]))
    world.send(reply_to(paper, declared(), number=3))
    world.tick()
    confirm(world, HART_LEAD)
    assert str(world.last(HART_LEAD, "Information only")["Subject"]).endswith(f"[{second}]")
    assert vote(world, HART_LEAD, "2", paper=world.letters(HART_LEAD, "Vote by")[0]) is Fate.COUNTED
    assert vote(world, HART_LEAD, "2", paper=paper) is Fate.REJECTED
    assert first != second


def test_r11_an_open_ballot_is_counted_with_the_vote_struck_out(world: World) -> None:
    reference = world.start()
    everybody_votes(world, but=(BELL_LEAD,), number="2")
    do(world, MANAGER, recorded("Hart Surgery", reference))
    outcome = declare_outcome(world)
    assert outcome["totals"] == {"Dr Alice Brown": 0, "Dr Bob Carter": 8, "Dr Carol Dunn": 0}
    assert outcome["kind"] == "elected"


def test_r11_a_reminder_goes_to_nobody_who_is_barred(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, recorded("Hart Surgery", reference))
    do_remind = ask(world, MANAGER, f"remind {reference}")
    assert "18 reminders posted" in flat(do_remind)


def test_r11_a_vote_recorded_by_the_manager_is_struck_out_too(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, f"record {reference}\n- Hart Surgery: Dr Bob Carter\n")
    assert taking_part(world)["recorded"] == 1
    do(world, MANAGER, recorded("Hart Surgery", reference))
    assert (taking_part(world)["voted"], taking_part(world)["recorded"]) == (0, 0)


def test_r11_a_proxy_named_for_a_barred_practice_gets_no_paper_and_no_vote(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, recorded("Hart Surgery", reference))
    assert f"{HART} does not vote in this ballot as long as its interest is declared" in flat(
        ask(world, HART_LEAD, PROXY)
    )
    confirm(world, HART_LEAD)
    assert purposes(world, PETRA) == {"barred-paper": 1}
    assert vote(world, PETRA, "2", paper=world.paper(HART_LEAD)) is Fate.REJECTED


# It ends


@pytest.mark.parametrize("start", [START, SCHEDULED])
def test_r11_an_interest_that_ends_while_the_ballot_is_open_gives_the_vote_back(world: World, start: str) -> None:
    reference = world.start(start)
    do(world, MANAGER, recorded("Hart Surgery", reference))
    world.at(max(world.now, OPENING)).tick()
    before = {person: purposes(world, person).get("paper", 0) for person in (HART_LEAD, HART_DEPUTY)}
    assert f"{HART} may then vote in {reference}, and gets a ballot paper" in flat(
        ask(world, MANAGER, "end interest 1")
    )
    assert "Entry 1, The Hart Surgery, has ended" in confirm(world, MANAGER)
    for person, papers in before.items():
        assert purposes(world, person)["paper"] == papers + 1
        assert "The declared interest that kept you from voting in this ballot has ended" in flat(world.last(person))
    world.later(minutes=5).tick()
    assert purposes(world, HART_LEAD)["paper"] == before[HART_LEAD] + 1, "nobody is served twice"
    assert purposes(world, BELL_LEAD)["paper"] == 1
    assert practices(world) == 10
    assert vote(world, HART_LEAD, "2", paper=world.last(HART_LEAD)) is Fate.COUNTED
    assert "interest-ended" in events(world, reference)


def test_r11_a_vote_that_was_struck_out_does_not_come_back(world: World) -> None:
    reference = world.start()
    vote(world, HART_LEAD, "2")
    do(world, MANAGER, recorded("Hart Surgery", reference))
    do(world, MANAGER, "end interest 1")
    assert taking_part(world)["voted"] == 0
    assert vote(world, HART_DEPUTY, "1") is Fate.COUNTED


def test_r11_an_interest_that_ends_before_the_opening_leaves_no_trace_on_the_papers(world: World) -> None:
    reference = world.start(SCHEDULED)
    do(world, MANAGER, recorded("Hart Surgery", reference))
    do(world, MANAGER, "end interest 1")
    world.at(OPENING).tick()
    assert len(posted(world, purpose="paper")) == 20
    assert "declared interest" not in flat(world.last(HART_LEAD))


def test_r11_an_interest_recorded_again_bars_again_and_ends_again(world: World) -> None:
    reference = world.start()
    for number in (1, 2):
        do(world, MANAGER, recorded("Hart Surgery", reference))
        assert vote(world, HART_LEAD, "2") is Fate.REJECTED
        do(world, MANAGER, f"end interest {number}")
    assert purposes(world, HART_LEAD)["paper"] == 3
    assert vote(world, HART_LEAD, "2") is Fate.COUNTED


# Dates


def test_r11_an_interest_with_dates_bars_from_the_first_to_the_end_of_the_last_day(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, recorded("Hart Surgery", reference, more="From: 25 November 2026\nUntil: 26 November 2026\n"))
    assert "Since: 25 November 2026 - Until: 26 November 2026" in flat(world.last(HART_LEAD))
    assert vote(world, HART_LEAD, "2") is Fate.COUNTED
    world.at(OPENING.replace(day=24, hour=23, minute=59)).tick()
    assert taking_part(world)["voted"] == 1
    world.later(minutes=1)
    assert taking_part(world)["voted"] == 0, "also before the tick that strikes it out"
    world.tick()
    assert world.fates() == {"rejected": 1, "commands": 4}
    assert purposes(world, HART_LEAD)["barred-paper"] == 1
    world.at(OPENING.replace(day=26, hour=23, minute=58))
    assert vote(world, HART_LEAD, "3") is Fate.REJECTED
    assert purposes(world, HART_LEAD)["paper"] == 1
    world.later(minutes=1).tick()
    assert purposes(world, HART_LEAD)["paper"] == 2
    assert vote(world, HART_LEAD, "3") is Fate.COUNTED


@pytest.mark.parametrize(("seconds", "voted"), [(-1, 0), (0, 0), (1, 1)])
def test_r11_an_interest_that_begins_by_the_close_strikes_out_although_the_bot_was_down(
    world: World, seconds: int, voted: int
) -> None:
    reference = world.start()
    vote(world, HART_LEAD, "2")
    close = OPENING.replace(day=30, hour=17)
    with begin(world.app.engine) as conn:
        ballot = ballots.find(conn, "selg", reference)
        member = register.electorate(conn, "selg", world.now).named(HART)
        assert ballot is not None
        assert member is not None
        interests.add(
            conn,
            "selg",
            member_id=member.id,
            person_id=None,
            ballot_id=ballot.id,
            description=REASON,
            since=close + timedelta(seconds=seconds),
            until=None,
            by=MANAGER,
            at=world.now,
        )
    world.at(close + timedelta(hours=5)).tick()
    assert count(world)["totals"]["Dr Bob Carter"] == voted  # type: ignore[index]


def test_r11_an_interest_confirmed_before_the_close_holds_however_late_it_is_read(world: World) -> None:
    reference = world.start()
    vote(world, HART_LEAD, "2")
    close = OPENING.replace(day=30, hour=17)
    world.at(close - timedelta(minutes=5)).tick()
    ask(world, HART_LEAD, declared(reference))
    world.reply(world.last(HART_LEAD), "confirm", at=close - timedelta(seconds=1))
    world.at(close + timedelta(hours=2)).tick()
    assert count(world)["totals"]["Dr Bob Carter"] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("Until: 20 November 2026\n", "“Until” must come after the interest begins"),
        ("From: 26 November 2026\nUntil: 25 November 2026\n", "“Until” is not after “From”"),
    ],
)
def test_dates_that_cannot_be_are_named(world: World, more: str, told: str) -> None:
    reference = world.start()
    assert told in flat(ask(world, HART_LEAD, declared(reference, more=more)))


# One person


def test_r11_a_persons_interest_bars_that_person_alone_and_the_practice_votes_through_another(world: World) -> None:
    reference = world.start(SCHEDULED)
    proof = flat(ask(world, HART_LEAD, declared(reference, name="dr anita ashworth")))
    assert f"Dr Anita Ashworth does not vote in {reference}; another person of {HART} can." in proof
    confirm(world, HART_LEAD)
    world.at(OPENING).tick()
    assert purposes(world, HART_DEPUTY)["paper"] == 1
    assert "paper" not in purposes(world, HART_LEAD)
    assert "You do not vote in it, because of an interest of yours" in flat(world.last(HART_LEAD))
    assert practices(world) == 10
    assert vote(world, HART_LEAD, "2", paper=world.last(HART_DEPUTY, "Vote by")) is Fate.REJECTED
    assert f"an interest of yours is declared: {REASON} Another person of your practice may vote" in flat(
        world.last(HART_LEAD)
    )
    assert vote(world, HART_DEPUTY, "2") is Fate.COUNTED


def test_r11_a_persons_interest_strikes_out_that_persons_vote_alone(world: World) -> None:
    reference = world.start()
    vote(world, HART_DEPUTY, "1")
    do(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Anita Ashworth"))
    assert taking_part(world)["voted"] == 1
    do(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Tom Pell"))
    assert taking_part(world)["voted"] == 0


def test_r11_the_proof_says_when_nobody_else_can_vote_for_the_practice(world: World) -> None:
    reference = world.start()
    nobody = f"Nobody else on the register could vote for {HART}."
    assert nobody not in flat(ask(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Anita Ashworth")))
    confirm(world, MANAGER)
    assert nobody in flat(ask(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Tom Pell")))


def test_r11_a_persons_interest_follows_into_the_other_practice_and_the_role_of_proxy(world: World) -> None:
    """R10: a deputy of two practices is one person; a vote for the other practice is struck out too."""
    world.tick()
    appoint(world, member=BELL, role="deputy", name="Dr Tom Pell", address=HART_DEPUTY)
    reference = world.later(minutes=1).start()
    of_bell = next(mail for mail in world.letters(HART_DEPUTY, "Vote by") if f"You vote for {BELL}" in flat(mail))
    assert vote(world, HART_DEPUTY, "1", paper=of_bell) is Fate.COUNTED
    do(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Tom Pell"))
    assert taking_part(world)["voted"] == 0
    assert vote(world, HART_DEPUTY, "1", paper=of_bell) is Fate.REJECTED
    assert vote(world, BELL_LEAD, "1") is Fate.COUNTED
    do(world, MANAGER, "end interest 1")
    assert vote(world, HART_DEPUTY, "3", paper=of_bell) is Fate.REJECTED, "now the lead outranks the deputy"
    assert last_filed(world).ground == "outranked"
    assert purposes(world, HART_DEPUTY)["paper"] == 4


def test_a_name_that_nobody_of_the_practice_has_is_answered_with_those_there_are(world: World) -> None:
    reference = world.start()
    told = flat(ask(world, HART_LEAD, declared(reference, name="Dr Nobody")))
    assert f"Nobody called Dr Nobody speaks for {HART}. Its people are: Dr Anita Ashworth and Dr Tom Pell." in told
    assert "Jo Carter" not in told


# In general, and what cannot be


def test_r11_an_interest_in_general_bars_nobody_and_says_how_it_would(world: World) -> None:
    reference = world.start()
    proof = flat(ask(world, HART_LEAD, declared()))
    assert "keeps nobody from voting until it is declared for one" in proof
    assert f"{reference}, Locality Clinical Director" in proof
    confirm(world, HART_LEAD)
    assert vote(world, HART_LEAD, "2") is Fate.COUNTED
    assert f"On the register of interests: {HART}." in flat(ask(world, MANAGER, TOGETHER))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (recorded("Hart Surgry", "SELG-2026-01"), f"Did you mean {HART}?"),
        (recorded("Hart Surgery", "SELG-2026-09"), "There is no ballot SELG-2026-09."),
        ("interest Hart Surgery SELG-2026-01\n", "“Reason” is missing"),
        ("end interest 7\n", "There is no entry 7 on the register of interests. To see them all, send: interests"),
        ("review interest 7\n", "There is no entry 7"),
    ],
)
def test_what_cannot_be_recorded_is_named_with_its_remedy(world: World, text: str, told: str) -> None:
    world.start()
    assert told in flat(ask(world, MANAGER, text))


def test_r11_the_same_interest_is_entered_once(world: World) -> None:
    reference = world.start()
    proof = ask(world, HART_LEAD, declared(reference))
    for _ in range(2):
        world.later(minutes=1).reply(proof, "confirm")
        world.tick()
    assert "nothing was done twice" in flat(world.last(HART_LEAD))
    assert "That is on the register already: entry 1." in flat(ask(world, HART_LEAD, declared(reference)))


def test_r11_an_interest_changes_nothing_in_a_ballot_that_is_over(world: World) -> None:
    reference = world.start()
    everybody_votes(world)
    declare_outcome(world)
    assert f"{reference} is declared: an interest changes nothing in it any more" in flat(
        ask(world, HART_LEAD, declared(reference))
    )
    assert practices(world) == 10


@pytest.mark.parametrize("sender", [HART_DEPUTY, HART_CONTACT])
def test_r11_nobody_of_a_practice_but_its_lead_declares_its_interests(world: World, sender: str) -> None:
    reference = world.start()
    assert "interests are declared by its lead" in flat(ask(world, sender, declared(reference)))


def test_a_lead_declares_for_no_other_practice(world: World) -> None:
    reference = world.start()
    told = flat(ask(world, HART_LEAD, declared(reference, more=f"Practice: {BELL}\n")))
    assert f"You are not the lead of {BELL}" in told


@pytest.mark.parametrize(
    "command", ["interests", "end interest 1", "review interest 1", "interest Bell Surgery", "roster"]
)
def test_a_lead_neither_reads_nor_changes_the_register(world: World, command: str) -> None:
    world.tick()
    do(world, BELL_LEAD, declared())
    world.later(minutes=1).mail(HART_LEAD, f"{command}\nReason: x\n")
    world.tick()
    assert REASON not in "".join(flat(mail) for mail in world.letters(HART_LEAD))
    with reading(world.app.engine) as conn:
        assert len(interests.listing(conn, "selg", world.now)) == 1


# The register


def test_r11_the_register_is_listed_by_mail(world: World) -> None:
    assert "The register of interests is empty" in flat(ask(world.tick(), MANAGER, "interests"))
    reference = world.start()
    do(world, HART_LEAD, declared(reference, name="Dr Anita Ashworth"))
    do(world, MANAGER, recorded("Bell Surgery"))
    listed = flat(ask(world, MANAGER, "interests"))
    assert "The register of interests has 2 entries." in listed
    assert f"1. Dr Anita Ashworth, {HART} {REASON}" in listed
    assert f"Keeps Dr Anita Ashworth alone from voting in {reference}, Locality Clinical Director" in listed
    assert f"Entered by: {HART_LEAD}" in listed
    assert f"2. {BELL}" in listed
    assert "Keeps nobody from voting, since it names no ballot" in listed
    do(world, MANAGER, "end interest 1")
    assert "The register of interests has 1 entry." in flat(ask(world, MANAGER, "interests"))
    assert "Entry 1 has ended already." in flat(ask(world, MANAGER, "end interest 1"))


def test_r11_what_was_not_reviewed_for_a_year_is_pointed_out_once_and_again_after_a_year(world: World) -> None:
    world.tick()
    do(world, HART_LEAD, declared())
    recorded_at = world.now
    world.at(recorded_at + timedelta(days=365, seconds=-1)).tick()
    assert posted(world, purpose="interests-overdue") == []
    world.later(seconds=1).tick()
    (told,) = world.letters(MANAGER, "Interests to be reviewed: 1 entry")
    assert "review interest 1" in flat(told)
    assert "end interest 1" in flat(told)
    for _ in range(3):
        world.later(days=40).tick()
    assert len(posted(world, purpose="interests-overdue")) == 1
    assert "Not reviewed for a year: number 1" in flat(ask(world, MANAGER, "interests"))
    assert "you will be asked again in a year" in do(world, MANAGER, "review interest 1")
    assert "Not reviewed" not in flat(ask(world, MANAGER, "interests"))
    world.later(days=364).tick()
    assert len(posted(world, purpose="interests-overdue")) == 1
    world.later(days=2).tick()
    assert len(posted(world, purpose="interests-overdue")) == 2


def test_r11_an_entry_that_has_ended_is_not_pointed_out(world: World) -> None:
    world.tick()
    do(world, HART_LEAD, declared())
    do(world, MANAGER, "end interest 1")
    world.later(days=400).tick()
    assert posted(world, purpose="interests-overdue") == []


def test_r6_entries_of_another_organisation_are_never_visible(world: World) -> None:
    world.tick()
    do(world, HART_LEAD, declared())
    with begin(world.app.engine) as conn:
        assert interests.find(conn, "elr", 1) is None
        assert interests.listing(conn, "elr", world.now) == ()
        with pytest.raises(LookupError):
            interests.end(conn, "elr", 1, world.now)


def test_r11_at_a_shared_address_an_interest_of_one_bars_the_address(world: World) -> None:
    """R10: nobody can tell which of them wrote."""
    world.tick()
    appoint(world, member=HART, role="deputy", name="Dr Nina Kaur", address=HART_LEAD)
    reference = world.later(minutes=1).start()
    assert vote(world, HART_LEAD, "1") is Fate.COUNTED
    do(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Nina Kaur"))
    assert taking_part(world)["voted"] == 0
    assert vote(world, HART_LEAD, "1") is Fate.REJECTED


def test_a_vote_without_a_paper_of_a_barred_practice_is_refused(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, recorded("Hart Surgery", reference))
    world.later(minutes=1).send(bare(HART_LEAD, "2", number=8))
    world.tick()
    assert (last_filed(world).fate, last_filed(world).ground) == (Fate.REJECTED, "interest")


def test_r11_a_message_that_waits_cannot_become_the_vote_of_a_barred_practice(world: World) -> None:
    reference = world.start()
    world.later(minutes=1).send(bare(HART_LEAD, "2", number=8))
    world.tick()
    challenge = world.last(HART_LEAD)
    waiting = last_filed(world).id
    do(world, MANAGER, recorded("Hart Surgery", reference))
    assert f"Message {waiting} cannot be counted" in flat(ask(world, MANAGER, f"settle {waiting} as 2"))
    world.later(minutes=1).reply(challenge, "YES")
    world.tick()
    assert last_filed(world).fate is Fate.REJECTED


def test_r11_where_the_first_vote_counts_a_struck_out_vote_makes_room_for_another(tmp_path: Path) -> None:
    rules_with(tmp_path, "first")
    with open_world(tmp_path, changes='closing_time = "17:00" -> closing_time = "17:00"\nrule_sets = "rules"') as world:
        reference = world.start()
        assert vote(world, HART_DEPUTY, "1") is Fate.COUNTED
        do(world, MANAGER, recorded("Hart Surgery", reference, name="Dr Tom Pell"))
        assert vote(world, HART_LEAD, "2") is Fate.COUNTED
