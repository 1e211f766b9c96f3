"""The story that the demo plays: who writes when, from which mail program, and why it is worth watching."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mailvote.demo import clients
from mailvote.demo.clients import Client
from mailvote.demo.drafts import Form

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday morning, in London: the bot is switched on."""

MANAGER = "manager@selg.example"
PAPER, FORM, PROOF = "Vote by", "Form for", "Please confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One message that somebody sends, or, without a sender, an hour that strikes.

    `answers` is how the subject begins of the letter that is answered, the newest to this person; empty: a new message.
    """

    at: datetime
    aside: str
    sender: str = ""
    client: Client = clients.plain
    program: str = ""
    words: str = field(default="", repr=False)
    answers: str = ""
    subject: str = field(default="", repr=False)
    form: Form = field(default_factory=dict, repr=False)


STRANGERS: Mapping[str, str] = {"appeal@village-hall.example": "Village Hall Appeal"}
"""Those who are on no register."""

FILLED_IN: Form = {
    "Title:": ("Title: Locality Clinical Director",),
    "Question:": ("Question: Whom does your practice choose as Locality Clinical Director?",),
    "Opens:": ("Opens:",),
    "Closes:": ("Closes:",),
    "Candidates:": (
        "Candidates:",
        "- Dr Naomi Sinclair <n.sinclair@thames-valley-gp.example>",
        "- Dr Rhys Calloway <r.calloway@thames-valley-gp.example>",
        "- Dr Meera Patel <m.patel@thames-valley-gp.example>",
    ),
    "-": (),
    "Note:": ("Note: The statements of the candidates were sent to you on 16 November.",),
}


def _at(day: int, clock: str) -> datetime:
    """That time on the day so many days after the start."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return START.replace(hour=hours, minute=minutes, second=seconds) + timedelta(days=day)


MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, NEXT_MONDAY = 0, 1, 2, 3, 4, 7

ELECTION: tuple[Scene, ...] = (
    Scene(
        at=_at(MONDAY, "9:05:12"),
        sender=MANAGER,
        client=clients.outlook,
        program="Outlook for Windows",
        subject="new election",
        words="Good morning\n\nMorgan",
        aside="The manager asks for an election. The command is the subject of an ordinary mail.",
    ),
    Scene(
        at=_at(MONDAY, "9:21:40"),
        sender=MANAGER,
        client=clients.outlook,
        program="Outlook for Windows",
        answers=FORM,
        form=FILLED_IN,
        words="Filled in below.\n\nKind regards\nMorgan Reed",
        aside="The form comes back as Outlook quotes it, filled in where it stands.",
    ),
    Scene(
        at=_at(MONDAY, "9:30:05"),
        sender=MANAGER,
        client=clients.outlook_mobile,
        program="Outlook for iOS",
        answers=PROOF,
        words="confirm",
        aside="The proof is right, so the manager confirms it: the ballot opens and the papers go out.",
    ),
    Scene(
        at=_at(MONDAY, "9:30:41"),
        sender="dr.d.quaye@nettlebed-surgery.example",
        client=clients.absence,
        program="Exchange, by itself",
        answers=PAPER,
        words="I am on annual leave until 2 December.\nPatients who need advice should ring the surgery.",
        aside="An absence assistant answers, without the header that would say so. It is no vote and gets no answer.",
    ),
    Scene(
        at=_at(MONDAY, "9:44:18"),
        sender="dr.a.ashworth@hart-surgery.example",
        client=clients.outlook,
        program="Outlook for Windows",
        answers=PAPER,
        words="2\n\nKind regards\n\nDr Anita Ashworth\nGP Partner, The Hart Surgery",
        aside="The first vote: just the number, above a signature and everything that Outlook quotes.",
    ),
    Scene(
        at=_at(MONDAY, "10:15:33"),
        sender="dr.f.siddiqui@bell-surgery.example",
        client=clients.iphone,
        program="iPhone",
        answers=PAPER,
        words="1",
        aside="From a telephone between two patients.",
    ),
    Scene(
        at=_at(MONDAY, "13:02:51"),
        sender="dr.h.voss@goring-woodcote.example",
        client=clients.gmail,
        program="Gmail",
        answers=PAPER,
        words="Hello Morgan,\n\nOur practice votes for Dr Rhys Calloway, please.\n\nMany thanks\nHannah",
        aside="A sentence instead of a number.",
    ),
    Scene(
        at=_at(TUESDAY, "8:12:09"),
        sender="dr.o.haddad@sonning-common.example",
        client=clients.thunderbird,
        program="Thunderbird",
        answers=PAPER,
        words="Option 1, please.",
        aside="The deputy votes for the practice. The lead is told that, but not how.",
    ),
    Scene(
        at=_at(TUESDAY, "9:37:26"),
        sender="dr.c.imrie@morland-house.example",
        client=clients.k9,
        program="K-9 Mail",
        answers=PAPER,
        words="Dr Noami Sinclare",
        aside="Two typing errors in the name, but only one candidate is like it.",
    ),
    Scene(
        at=_at(TUESDAY, "12:05:00"),
        sender="paul.renshaw@rycote-practice.example",
        client=clients.outlook,
        program="Outlook for Windows",
        answers="Ballot open",
        words="1\n\nPaul Renshaw\nPractice Manager",
        aside="A practice manager is told of ballots, but has no vote.",
    ),
    Scene(
        at=_at(TUESDAY, "13:41:55"),
        sender="dr.j.lane@wallingford-medical.example",
        client=clients.outlook,
        program="Outlook for Windows",
        answers=PAPER,
        words="I think we would go for Rhys, unless Meera has more experience of urgent care?\n\nJudith",
        aside="Two candidates, a condition and a question: nobody should guess here.",
    ),
    Scene(
        at=_at(TUESDAY, "16:20:14"),
        sender="appeal@village-hall.example",
        client=clients.plain,
        program="a mailing program",
        subject="1 roof, 100 helpers: our village hall needs you",
        words="Dear neighbour,\n\nour hall needs a new roof. Will you help?",
        aside="A stranger writes to the address. Strangers get no answer.",
    ),
    Scene(
        at=_at(WEDNESDAY, "8:55:30"),
        sender="dr.j.lane@wallingford-medical.example",
        client=clients.outlook,
        program="Outlook for Windows",
        answers="Please reply again",
        words="3\n\nKind regards\nJudith Lane",
        aside="Asked once, answered clearly.",
    ),
    Scene(
        at=_at(WEDNESDAY, "10:10:47"),
        sender="dr.e.frith@sonning-common.example",
        client=clients.outlook,
        program="Outlook for Windows",
        answers=PAPER,
        words="2\n\nBest wishes\nEleanor Frith",
        aside="The lead votes otherwise than the deputy did. The lead outranks the deputy (rule R9).",
    ),
    Scene(
        at=_at(WEDNESDAY, "11:30:02"),
        sender=MANAGER,
        client=clients.outlook_mobile,
        program="Outlook for iOS",
        subject="Status",
        words="",
        aside="The manager asks how it stands: who has replied, but never how.",
    ),
    Scene(
        at=_at(WEDNESDAY, "14:22:38"),
        sender="dr.g.okafor@millstream-surgery.example",
        client=clients.plain,
        program="who knows",
        subject="Our vote",
        words="3",
        aside="A forger writes in a lead's name, without the code of the paper. The lead himself is asked.",
    ),
    Scene(
        at=_at(THURSDAY, "9:00:00"),
        aside="Two working days before the close: the practices that have not replied are reminded.",
    ),
    Scene(
        at=_at(THURSDAY, "9:18:20"),
        sender="dr.i.yusuf@rycote-practice.example",
        client=clients.nhsmail,
        program="NHSmail, with banner and disclaimer",
        answers="Reminder",
        words="Dear Morgan,\n\nWe wish to abstain.\n\nKind regards,\nImran Yusuf",
        aside="An abstention, under a security banner. It counts as taking part.",
    ),
    Scene(
        at=_at(THURSDAY, "12:33:41"),
        sender="dr.a.ashworth@hart-surgery.example",
        client=clients.outlook_mobile,
        program="Outlook for iOS",
        answers="Receipt",
        words="1",
        aside="A change of mind, in reply to the receipt. The later vote counts.",
    ),
    Scene(
        at=_at(THURSDAY, "17:05:10"),
        sender="dr.b.holloway@chalgrove-watlington.example",
        client=clients.link,
        program="the button on the paper",
        answers=PAPER,
        words="VOTE 2",
        aside="Pressing the button on the paper writes this mail.",
    ),
    Scene(
        at=_at(FRIDAY, "9:00:00"),
        aside="The last working day before the close: once more to those that have not replied.",
    ),
    Scene(
        at=_at(FRIDAY, "9:26:33"),
        sender="dr.r.ennis@nettlebed-surgery.example",
        client=clients.outlook_mobile,
        program="Outlook for iOS",
        answers="Reminder",
        words="1",
        aside="The deputy votes, the lead being on leave.",
    ),
    Scene(
        at=_at(NEXT_MONDAY, "17:00:00"),
        aside="The ballot closes. The count waits: what reached the mail server in time may still be on its way.",
    ),
    Scene(
        at=_at(NEXT_MONDAY, "17:04:29"),
        sender="dr.g.okafor@millstream-surgery.example",
        client=clients.iphone,
        program="iPhone",
        answers=PAPER,
        words="2",
        aside="A vote, four minutes after the close. The mail server's clock decides.",
    ),
    Scene(
        at=_at(NEXT_MONDAY, "17:11:00"),
        aside="The mailbox has been read to the end after close and grace: the votes are counted.",
    ),
)
"""Ten practices, one week; how it ends follows from what they write, not from here."""
