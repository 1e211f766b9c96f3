"""One of every letter, about one election, for the tests of what letters look like."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from mailvote.mail import letters, manager_letters
from mailvote.mail.ballotpaper import BallotPaper, Precedence
from mailvote.mail.compose import Envelope
from mailvote.mail.forms import Instruction
from mailvote.mail.letter import Letter, Letterhead
from mailvote.mail.manager_letters import BallotStatus
from mailvote.mail.wording import Wording
from mailvote.resources import phrasebook
from mailvote.rules.electorate import Member, Person, Role
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Option, Paper
from mailvote.rules.participation import Participation
from mailvote.rules.ruleset import load_ruleset
from tests.rules.examples import CALENDAR, ELECTION

FOLDER = Path(letters.__file__).parent / "wording" / "en"
TEMPLATES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
WORDING = Wording(TEMPLATES)
RULE_FILES = sorted((Path(__file__).parents[2] / "config" / "rulesets").glob("*.toml"))
RULE_SETS = {path.stem: load_ruleset(path.read_text(encoding="utf-8"), where=path.name) for path in RULE_FILES}
"""Every rule set of the package by its name."""

TOKEN = "K4QM7RTC2M9XW8VBH3E5PZ1DNA"
CODE = "amber-kettle-north-willow"
HEAD = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
RECEIVED = datetime(2026, 11, 25, 14, 3, 22, tzinfo=UTC)
MESSAGES = {
    "counted": 8, "replaced": 1, "withdrawn": 0, "late": 0, "rejected": 1,
    "held": 0, "challenged": 0, "automatic": 2, "ignored": 0, "commands": 2,
}  # fmt: skip

HOUSE = Letterhead(
    organisation="South East Oxfordshire Locality Group",
    id="selg",
    address="ballots@selg.example",
    noun="practice",
    nouns="practices",
    calendar=CALENDAR,
    managers=("Morgan Reed <manager@selg.example>",),
    plus_addressing=True,
    phrasebook=phrasebook(),
)
PAPER = Paper(
    reference="SELG-2026-03",
    title="Locality Clinical Director",
    question="Whom does your practice choose as Locality Clinical Director?",
    note="The statements came to you on 16 November.\n\nPlease ask your partners.",
    options=(
        Option(number=1, name="Dr Amina Osei", contact="a.osei@hart.example"),
        Option(number=2, name="Dr Bryn Example", contact="b.example@bell.example"),
        Option(number=3, name="Dr Caoimhe O’Neill"),
    ),
    seats=1,
    opens_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    closes_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
    rules=ELECTION,
)
LEAD = Person(id=1, member_id=1, role=Role.LEAD, name="Dr Helen Marsh", address="h.marsh@nettlebed.example")
DEPUTY = Person(id=2, member_id=1, role=Role.DEPUTY, name="Dr Ian Cole", address="i.cole@nettlebed.example")
MEMBER = Member(id=1, name="Nettlebed Surgery", people=(LEAD, DEPUTY))
SPECIMEN = BallotPaper(paper=PAPER, member=MEMBER, person=LEAD)
BALLOT_PAPER = replace(SPECIMEN, token=TOKEN)
ELECTED = Outcome(
    kind="elected",
    elected=("Dr Amina Osei",),
    contenders=(),
    open_seats=0,
    totals=(("Dr Amina Osei", 4), ("Dr Bryn Example", 3), ("Dr Caoimhe O’Neill", 0)),
    exact=(("Dr Amina Osei", "4"), ("Dr Bryn Example", "3"), ("Dr Caoimhe O’Neill", "0")),
    figures=(("Dr Amina Osei", "4"), ("Dr Bryn Example", "3"), ("Dr Caoimhe O’Neill", "0")),
    held_back="",
    support=None,
    participation=Participation(
        voted=7,
        abstained=1,
        no_reply=2,
        recorded=0,
        share=Fraction(4, 5),
        required=Fraction(4, 5),
        met=True,
        met_otherwise=False,
    ),
    sentences=("8 of 10 practices took part; 80% are needed: valid.", "Dr Amina Osei is elected."),
    manager_sentences=("Under the other reading the election would not be valid.",),
)
FORM = Instruction(
    verb="start",
    argument="election",
    fields=(("Title", "Locality Clinical Director"), ("Closes", "30 November 2026 17:00"), ("Note", "One.\n\nTwo.")),
    items=("Dr Amina Osei <a.osei@hart.example>", "Dr Bryn Example"),
)
EXTENSION = Instruction(verb="extend", argument="SELG-2026-03", fields=(("Closes", "2 December 2026 17:00"),))
REJECTION = Instruction(verb="reject", argument="12")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who and what the letters speak of, the free texts that come from people, and the wording."""

    wording: Wording = WORDING
    house: Letterhead = HOUSE
    paper: Paper = PAPER
    member: Member = MEMBER
    lead: Person = LEAD
    deputy: Person = DEPUTY
    outcome: Outcome = ELECTED
    words: str = "Your message names two candidates."

    @property
    def specimen(self) -> BallotPaper:
        return BallotPaper(paper=self.paper, member=self.member, person=self.lead)

    @property
    def precedence(self) -> Precedence:
        """The deputy's vote does not stand, for the lead's does."""
        return Precedence(voter=self.deputy, standing=self.lead, received_at=RECEIVED)


def hostile(text: str) -> Cast:
    """A cast in which everything that a stranger or a manager could have typed is `text`."""
    options = (*(replace(option, name=text, contact=text) for option in PAPER.options[:2]), PAPER.options[2])
    return Cast(
        house=replace(HOUSE, organisation=text, noun=text, nouns=text),
        paper=replace(PAPER, title=text, question=text, note=text, options=options),
        member=replace(MEMBER, name=text),
        lead=replace(LEAD, name=text),
        deputy=replace(DEPUTY, name=text),
        outcome=replace(ELECTED, elected=(text,), figures=((text, "4"), ("B", text)), sentences=(text,)),
        words=text,
    )


def every_letter(cast: Cast = Cast()) -> dict[str, Letter]:
    """One of each, by name."""
    return voters_letters(cast) | practices_letters(cast) | managers_letters(cast)


def voters_letters(cast: Cast) -> dict[str, Letter]:
    w, house, paper, lead, specimen = cast.wording, cast.house, cast.paper, cast.lead, cast.specimen
    held = replace(specimen, token=TOKEN)
    to_lead, to_deputy = (w, house, held), (w, house, replace(held, person=cast.deputy))
    receipt = {"received_at": RECEIVED, "code": CODE, "head": HEAD}
    return {
        "paper": letters.paper(*to_lead, note=cast.words, head=HEAD),
        "specimen": letters.paper(w, house, specimen),
        "reminder": letters.reminder(*to_lead),
        "receipt": letters.receipt(*to_lead, choice=(2,), replaced=True, **receipt),
        "receipt of an abstention": letters.receipt(*to_lead, choice=(), replaced=False, **receipt),
        "colleague notice": letters.colleague_notice(*to_deputy, voter=lead, received_at=RECEIVED),
        "outranked voter": letters.outranked_voter(*to_deputy, precedence=cast.precedence),
        "outranked lead": letters.outranked_lead(*to_lead, precedence=cast.precedence),
        "superseded voter": letters.superseded_voter(*to_deputy, voter=lead, received_at=RECEIVED),
        "unclear": letters.unclear(*to_lead, sentence=cast.words, received_at=RECEIVED),
        "challenge": letters.challenge(*to_lead, choice=(2,), received_at=RECEIVED),
        "challenge to an abstention": letters.challenge(*to_lead, choice=(), received_at=RECEIVED),
        "challenge without a reading": letters.challenge(*to_lead, choice=None, received_at=RECEIVED),
        "which": letters.which(w, house, (held, replace(held, token=TOKEN[::-1])), RECEIVED),
        "late": letters.late(w, house, specimen, open_titles=(cast.words,), received_at=RECEIVED),
        "refusal": letters.refusal(w, house, lead.name, paper.title, cast.words),
        "refusal without a ballot": letters.refusal(w, house, "", "", cast.words),
        "warning": letters.warning(*to_lead, sentence=cast.words, received_at=RECEIVED),
    }


def practices_letters(cast: Cast) -> dict[str, Letter]:
    w, house, paper, name = cast.wording, cast.house, cast.paper, cast.lead.name
    before = paper.closes_at - timedelta(days=1)
    codes = (("brisk-otter-lamp-field", cast.paper.options[0].name), (CODE, "Abstained"))
    return {
        "opening notice": letters.opening_notice(w, house, paper, name),
        "extended": letters.extended(w, house, paper, name, before, TOKEN),
        "extended, to a contact": letters.extended(w, house, paper, name, before),
        "cancelled": letters.cancelled(w, house, paper, name, cast.words),
        "cancelled without a reason": letters.cancelled(w, house, paper, "", ""),
        "declaration": letters.declaration(w, house, paper, name, cast.outcome, codes),
        "declaration with everything": letters.declaration(
            w, house, paper, name, cast.outcome, codes, messages=MESSAGES, head=HEAD
        ),
    }


def report_on(cast: Cast) -> BallotStatus:
    """The cast's ballot while it is open: 6 of 10 practices have taken part."""
    return BallotStatus(
        paper=cast.paper,
        stage="open",
        voted=5,
        abstained=1,
        silent=(cast.words, "The Bell Surgery", "The Hart Surgery", "The Rycote Practice"),
        messages=MESSAGES,
        part=6,
        base=10,
        barred=(cast.words,),
        proxies=((cast.member.name, cast.words),),
    )


def managers_letters(cast: Cast) -> dict[str, Letter]:
    w, house, paper, words = cast.wording, cast.house, cast.paper, cast.words
    specimen = letters.paper(w, house, cast.specimen)
    report = report_on(cast)
    ranked = (paper, cast.member, cast.precedence)
    form = (w, house, "election", TOKEN, paper.opens_at, paper.closes_at)
    proof = (w, house, TOKEN, (words,))
    known = {"rule_sets": RULE_SETS}
    sheet = ((cast.member.name, paper.options[0].name, "lead"), ("Bell Surgery", "Abstained", "deputy"))
    return {
        "help": manager_letters.help(w, house, RULE_SETS),
        "form": manager_letters.form(*form, None, **known),
        "form to correct": manager_letters.form(*form, FORM, **known, problems=(words, words)),
        "proof": manager_letters.proof(
            *proof, (), specimen, RECEIVED, **known, instruction=FORM, about="start election"
        ),
        "proof with problems": manager_letters.proof(*proof, (words, words), None, RECEIVED, **known, instruction=FORM),
        "proof of an extension": manager_letters.proof(*proof, (), None, RECEIVED, **known, instruction=EXTENSION),
        "proof without a form": manager_letters.proof(*proof, (), None, RECEIVED, **known, instruction=REJECTION),
        "refused": manager_letters.refused(w, house, (words,)),
        "done": manager_letters.done(w, house, (words,), about="SELG-2026-03"),
        "status": manager_letters.status(w, house, (report, report)),
        "status of one": manager_letters.status(w, house, (report,)),
        "status of none": manager_letters.status(w, house, ()),
        "opened": manager_letters.opened(w, house, paper, 20, words, head=HEAD),
        "manager outranked": manager_letters.manager_outranked(w, house, *ranked),
        "manager superseded": manager_letters.manager_superseded(w, house, *ranked),
        "held": manager_letters.held(w, house, paper, 12, words, words, RECEIVED, words),
        "held without a ballot": manager_letters.held(w, house, None, 12, "", "", RECEIVED, "sender-unclear"),
        "set aside": manager_letters.set_aside(w, house, 13, RECEIVED, 260_000),
        "manager declaration": manager_letters.manager_declaration(
            w, house, paper, cast.outcome, sheet, MESSAGES, HEAD
        ),
        "undelivered": manager_letters.undelivered(w, house, "x@y.example", "paper", words),
    }


def envelope(**changes: object) -> Envelope:
    """To the lead of Nettlebed, with these changes."""
    plain = Envelope(
        sender_name=HOUSE.organisation,
        sender=HOUSE.address,
        recipient_name=LEAD.name,
        recipient=LEAD.address,
        reply_to=f"ballots+{TOKEN}@selg.example",
        message_id=f"<{TOKEN}.1@selg.example>",
        date=RECEIVED,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
