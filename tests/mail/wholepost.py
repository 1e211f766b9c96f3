"""One of every letter, those of `letterbox` and those about the register, records, objections and run-offs."""

from dataclasses import replace
from datetime import UTC, date, datetime

from mailvote.mail import letters, office_letters, register_letters
from mailvote.mail.letter import Letter
from mailvote.mail.register_letters import InterestRow, RosterRow
from mailvote.rules.electorate import Person, Role
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import OutcomeRule
from tests.mail import letterbox
from tests.mail.callpost import call_post
from tests.mail.candidatepost import candidate_post
from tests.mail.endpost import end_post
from tests.mail.finalpost import final_post
from tests.mail.letterbox import CODE, HEAD, PAPER, RECEIVED, TOKEN, Cast
from tests.mail.panelpost import panel_post
from tests.mail.termpost import term_post
from tests.mail.wishpost import wish_post

CAST = Cast()
APPOINTED = datetime(2026, 4, 1, 8, tzinfo=UTC)
MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 4, 1, 8, tzinfo=UTC)
CONTENDERS = ("Dr Amina Osei", "Dr Bryn Example")
DECISION = replace(
    PAPER.rules,
    name="decision",
    title="Decision",
    choices="for-against",
    weight="population",
    secrecy="open",
    outcome=OutcomeRule(rule="more-for-than-against", tie="not-carried"),
)
MEETING_VOTE = replace(DECISION, name="meeting-vote", title="Vote at a meeting", weight="equal", who_may_vote=())
FOR_AGAINST = (Option(number=1, name="For"), Option(number=2, name="Against"))
RUN_OFF = replace(
    PAPER,
    reference="SELG-2026-04",
    title="Locality Clinical Director, further election",
    note="",
    options=PAPER.options[:2],
    closes_at=MEETING,
)
RUN_OFF_FORM = ("start run-off SELG-2026-04", "Opens:", "Closes: 8 December 2026 17:00", "Note:", "End of form")


def proxy(cast: Cast) -> Person:
    """Named for this ballot by the lead, with an address that no other person has."""
    return replace(cast.deputy, id=7, role=Role.PROXY, name=cast.words, address="p.lane@nettlebed.example")


def decided(cast: Cast, rules: object = DECISION) -> Paper:
    """The cast's paper as a decision, or another kind with the options For and Against."""
    return replace(cast.paper, rules=rules, options=FOR_AGAINST)  # type: ignore[arg-type]


def every_letter(cast: Cast = CAST) -> dict[str, Letter]:
    """One of each, by name."""
    own = panel_post(cast) | register_post(cast) | office_post(cast) | term_post(cast) | final_post(cast)
    return (
        letterbox.every_letter(cast) | own | end_post(cast) | wish_post(cast) | call_post(cast) | candidate_post(cast)
    )


def register_post(cast: Cast = CAST) -> dict[str, Letter]:
    """The letters about people and interests."""
    return appointments(cast) | lists(cast) | interests(cast)


def appointments(cast: Cast) -> dict[str, Letter]:
    w, house, member, words = cast.wording, cast.house, cast.member, cast.words
    named = replace(proxy(cast), since=APPOINTED, until=NEXT_YEAR)
    dated = (words, "i.cole@nettlebed.example", APPOINTED, NEXT_YEAR, words)
    open_ended = (words, "i.cole@nettlebed.example", None, None, "the election manager")
    return {
        "proxy named": register_letters.proxy_named(w, house, cast.paper, member, named, words, words),
        "proxy named without a reason": register_letters.proxy_named(
            w, house, cast.paper, member, proxy(cast), "the election manager", ""
        ),
        "appointment of a lead": register_letters.appointment(w, house, member, Role.LEAD, *dated),
        "appointment of a deputy": register_letters.appointment(w, house, member, Role.DEPUTY, *open_ended),
        "appointment, to the lead": register_letters.appointment(
            w, house, member, Role.LEAD, *open_ended, to_holder=True
        ),
        "appointment, to the deputy": register_letters.appointment(
            w, house, member, Role.DEPUTY, *dated, to_holder=True
        ),
    }


def lists(cast: Cast) -> dict[str, Letter]:
    w, house = cast.wording, cast.house
    entries = interest_rows(cast)
    return {
        "roster": register_letters.roster(w, house, roster_rows(cast)),
        "roster of nobody": register_letters.roster(w, house, ()),
        "interests": register_letters.interests(w, house, entries, entries[1:]),
        "interests, one overdue": register_letters.interests(w, house, entries, entries[:1]),
        "no interests": register_letters.interests(w, house, ()),
        "interests overdue": register_letters.interests_overdue(w, house, entries),
        "one interest overdue": register_letters.interests_overdue(w, house, entries[:1]),
    }


def roster_rows(cast: Cast = CAST) -> tuple[RosterRow, ...]:
    """Three practices in two groups, the groups mixed; the second has no lead, the third no figure."""
    day = date(2026, 4, 1)
    return (
        RosterRow(
            name=cast.member.name,
            group=cast.words,
            population=3661,
            population_as_of=day,
            lead=cast.lead,
            deputy=replace(cast.deputy, until=NEXT_YEAR),
            proxies=((PAPER.reference, proxy(cast)),),
        ),
        RosterRow(name="The Bell Surgery", group="West", population=8770, population_as_of=day),
        RosterRow(name="The Hart Surgery", group=cast.words, lead=replace(cast.lead, until=NEXT_YEAR)),
    )


def interest_rows(cast: Cast = CAST) -> tuple[InterestRow, ...]:
    """A person's and a practice's in a ballot, and one that names no ballot."""
    person = InterestRow(
        number=2,
        practice=cast.member.name,
        person=cast.lead.name,
        reference=PAPER.reference,
        title=cast.paper.title,
        description=cast.words,
        since=APPOINTED,
        until=NEXT_YEAR,
        recorded_by=cast.words,
        reviewed_at=date(2025, 3, 31),
    )
    return (
        person,
        replace(person, number=3, person="", until=None),
        InterestRow(number=5, practice="The Bell Surgery", description="Shares in a pharmacy.\n\nNone since."),
    )


def interests(cast: Cast) -> dict[str, Letter]:
    w, house, paper, member, lead, words = cast.wording, cast.house, cast.paper, cast.member, cast.lead, cast.words
    noted = (words, APPOINTED, NEXT_YEAR, words)
    cited = replace(paper, rules=replace(paper.rules, sources=(("interest", "Declaring interests"),)))
    kept = replace(paper, note="", rules=replace(paper.rules, interest_excludes_from_base=False))
    write, instead = register_letters.interest_recorded, register_letters.barred_paper
    return {
        "interest of a practice": write(w, house, member, "", paper, *noted),
        "interest of a person": write(w, house, member, lead.name, paper, *noted),
        "interest without a ballot": write(w, house, member, "", None, words, None, None, words),
        "instead of a paper": instead(w, house, cited, replace(member, barred=words), lead, words),
        "instead of a paper, base kept": instead(w, house, kept, replace(member, barred=words), lead, words),
        "instead of a person's paper": instead(w, house, paper, member, replace(lead, barred=words), words),
    }


def office_post(cast: Cast = CAST) -> dict[str, Letter]:
    """The letters about records, objections and run-offs."""
    return records(cast) | objections(cast) | run_offs(cast)


def records(cast: Cast) -> dict[str, Letter]:
    w, house = cast.wording, cast.house
    by_mail = replace(cast.specimen, token=TOKEN)
    at_meeting = replace(by_mail, paper=decided(cast, MEETING_VOTE))
    facts = {"at": RECEIVED, "code": CODE, "head": HEAD}
    write, settled = office_letters.recorded, office_letters.settled
    to_deputy, voted = replace(by_mail, person=cast.deputy), {"voter": cast.deputy, "received_at": RECEIVED}
    about = {"paper": cast.paper, "member": cast.member, **voted}
    return {
        "recorded": write(w, house, by_mail, choice=(2,), present_only=False, replaced=True, **facts),  # type: ignore[arg-type]
        "recorded abstention": write(w, house, by_mail, choice=(), present_only=False, replaced=False, **facts),  # type: ignore[arg-type]
        "recorded at a meeting": write(w, house, at_meeting, choice=(1,), present_only=False, replaced=False, **facts),  # type: ignore[arg-type]
        "recorded as present": write(w, house, at_meeting, choice=(), present_only=True, replaced=False, **facts),  # type: ignore[arg-type]
        "record that a vote does not replace": office_letters.outranked_by_record(
            w, house, to_deputy, received_at=RECEIVED
        ),
        "record that stands": office_letters.record_stands(w, house, by_mail, **voted),  # type: ignore[arg-type]
        "manager's record that stands": office_letters.manager_record_stands(w, house, **about),  # type: ignore[arg-type]
        "manager's record replaced": office_letters.manager_record_replaced(w, house, **about),  # type: ignore[arg-type]
        "settled": settled(w, house, by_mail, choice=(2,), is_open=True, **facts),  # type: ignore[arg-type]
        "settled as abstention": settled(w, house, at_meeting, choice=(), is_open=True, **facts),  # type: ignore[arg-type]
        "settled without a vote": settled(w, house, by_mail, choice=None, at=RECEIVED, is_open=True),
        "settled after the close": settled(w, house, by_mail, choice=None, at=RECEIVED, is_open=False),
    }


def objections(cast: Cast) -> dict[str, Letter]:
    w, house, member, lead, deputy = cast.wording, cast.house, cast.member, cast.lead, cast.deputy
    by_mail = replace(cast.specimen, token=TOKEN)
    decision = replace(by_mail, paper=decided(cast))
    at_meeting = replace(by_mail, paper=decided(cast, MEETING_VOTE))
    to_deputy = replace(by_mail, person=deputy)
    colleague, manager = office_letters.objection_of_colleague, office_letters.manager_objection
    return {
        "objection": office_letters.objection_received(w, house, by_mail, received_at=RECEIVED),
        "objection after a meeting": office_letters.objection_received(w, house, at_meeting, received_at=RECEIVED),
        "objection of a colleague": colleague(w, house, to_deputy, objector=lead, received_at=RECEIVED),
        "manager's objection": manager(w, house, cast.paper, member, lead, 12, RECEIVED, False),
        "manager's objection to a record": manager(w, house, at_meeting.paper, member, lead, 12, RECEIVED, True),
        "nothing to object to": office_letters.nothing_to_object(w, house, by_mail),
        "nothing to object to in a decision": office_letters.nothing_to_object(w, house, decision),
        "nothing to object to at a meeting": office_letters.nothing_to_object(w, house, at_meeting),
    }


def run_offs(cast: Cast) -> dict[str, Letter]:
    w, house, words = cast.wording, cast.house, cast.words
    draft = replace(RUN_OFF, title=words)
    sample = letters.paper(w, house, replace(cast.specimen, paper=draft))
    majority = replace(cast.paper, rules=replace(PAPER.rules, outcome=OutcomeRule(rule="majority")))
    tied, split = (cast.paper, draft, (words, *CONTENDERS[1:])), (majority, draft, CONTENDERS)
    dated, undated = (MEETING, TOKEN, RUN_OFF_FORM, sample), (None, TOKEN, (words, "Closes:"), None)
    write = office_letters.run_off_drafted
    return {
        "proof of a run-off": write(w, house, *tied, *dated, False, RECEIVED),
        "proof of a second run-off": write(w, house, *tied, *dated, True, RECEIVED),
        "proof of a run-off without a majority": write(w, house, *split, *dated, False, RECEIVED),
        "proof of a second run-off without a majority": write(w, house, *split, *dated, True, RECEIVED),
        "proof of a run-off without a meeting": write(w, house, *tied, *undated, False, RECEIVED),
    }
