"""What a story of the demo is made of: who writes when, from which mail program, and why it is worth watching."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mailvote.demo import clients
from mailvote.demo.clients import Client
from mailvote.demo.drafts import Form

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday morning, in London: the day from which the stories count."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY, NEXT_THURSDAY, NEXT_FRIDAY = range(7, 12)
"""The days of the stories, counted from the start."""

PAPER, FORM, PROOF, RECEIPT, REMINDER = "Vote by", "Form for", "Please confirm", "Receipt", "Reminder"
"""How the subjects of letters begin that are answered."""

GAP = timedelta(seconds=47)
"""What lies between two messages of one scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A mail program by its name."""

    client: Client
    name: str


OUTLOOK = Program(client=clients.outlook, name="Outlook for Windows")
OUTLOOK_MOBILE = Program(client=clients.outlook_mobile, name="Outlook for iOS")
IPHONE = Program(client=clients.iphone, name="iPhone")
GMAIL = Program(client=clients.gmail, name="Gmail")
THUNDERBIRD = Program(client=clients.thunderbird, name="Thunderbird")
K9 = Program(client=clients.k9, name="K-9 Mail")
NHSMAIL = Program(client=clients.nhsmail, name="NHSmail, with banner and disclaimer")
BUTTON = Program(client=clients.link, name="the button on the paper")
EXCHANGE = Program(client=clients.absence, name="Exchange, by itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """Who runs the ballots of the story."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A Word file that goes with a message: its title and, below each heading, a paragraph."""

    name: str
    title: str
    paragraphs: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person sends.

    `answers` is how the subject begins of the letter that is answered, the newest to this person; empty: a new message.
    A candidate's name between « and » in the words stands for the number that the lot has given to that candidate.
    """

    sender: str
    program: Program
    words: str = field(default="", repr=False)
    answers: str = ""
    subject: str = field(default="", repr=False)
    form: Form = field(default_factory=dict, repr=False)
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The messages of one person or of several, one soon after the other; without any, an hour that strikes.

    What is sent in one scene is read in one go, after the last of it.
    """

    at: datetime
    aside: str
    messages: tuple[Message, ...] = ()

    def timed(self) -> Iterator[tuple[datetime, Message]]:
        """The messages with the times at which they are received."""
        return ((self.at + place * GAP, message) for place, message in enumerate(self.messages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A story: `title` and `setting` announce it, the outcome follows from the messages.

    `organisation` is one of config/organisations, `total` the population printed for it where that is not the sum.
    `outsiders` are those who are on no register, by address: their name, and what they are. The bot is switched on at
    `begins_at`, and knows the offices of the organisation where the story is about one.
    """

    title: str
    setting: str
    organisation: str
    scenes: tuple[Scene, ...]
    total: int | None = None
    outsiders: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    begins_at: datetime = START
    is_about_an_office: bool = False


def on(day: int, clock: str) -> datetime:
    """That time, `9:05` or `9:05:12`, on the day so many days after the start."""
    hours, minutes, seconds = (*map(int, clock.split(":")), 0)[:3]
    return START.replace(hour=hours, minute=minutes, second=seconds) + timedelta(days=day)


def scene(at: datetime, aside: str, *messages: Message) -> Scene:
    return Scene(at=at, aside=aside, messages=messages)


def reply(sender: str, program: Program, words: str, answers: str = PAPER) -> Message:
    """An answer to a letter, to the ballot paper if to no other."""
    return Message(sender=sender, program=program, words=words, answers=answers)


def fresh(sender: str, program: Program, subject: str, words: str = "", *files: File) -> Message:
    """A message that answers nothing."""
    return Message(sender=sender, program=program, subject=subject, words=words, files=files)


def form(
    title: str,
    *,
    question: str,
    note: str = "",
    group: str = "",
    closes: str = "",
    choices: Mapping[str, tuple[str, ...]] | None = None,
) -> Form:
    """A form filled in: it opens at once; `choices` are lists by their headings.

    Without a `group` everybody votes, and without `closes` it closes as early as it may.
    """
    lists = {
        f"{heading}:": (f"{heading}:", *(f"- {one}" for one in names)) for heading, names in (choices or {}).items()
    }
    return {
        "Title:": (f"Title: {title}",),
        "Question:": (f"Question: {question}",),
        "Opens:": ("Opens:",),
        "Group:": (f"Group: {group}".rstrip(),),
        "Closes:": (f"Closes: {closes}".rstrip(),),
        "Note:": (f"Note: {note}".rstrip(),),
        **lists,
        "-": (),
    }


def opening(manager: Manager, kind: str, filled_in: Form, *, asked: str, confirmed: str) -> tuple[Scene, ...]:
    """How every ballot begins: a kind is asked for, the form comes back filled in, the proof is confirmed."""
    first_name = manager.name.partition(" ")[0]
    filled = Message(
        sender=manager.address,
        program=OUTLOOK,
        answers=FORM,
        form=filled_in,
        words=f"Filled in below.\n\nKind regards\n{manager.name}",
    )
    return (
        scene(on(MONDAY, "9:05:12"), asked, fresh(manager.address, OUTLOOK, f"new {kind}", f"Hello\n\n{first_name}")),
        scene(on(MONDAY, "9:21:40"), "The form comes back as Outlook quotes it, filled in where it stands.", filled),
        scene(on(MONDAY, "9:30:05"), confirmed, reply(manager.address, OUTLOOK_MOBILE, "confirm", PROOF)),
    )
