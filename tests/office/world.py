"""A whole election office in a test: real SQLite, the SELG roster, a clock to turn, a fake mailbox and postman."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from mailvote.app import App, Office, open_app
from mailvote.config import load
from mailvote.office import roster, status
from mailvote.rules.chain import JSON
from mailvote.store import ballots, inbox
from mailvote.store.database import begin, reading
from tests.fakes import FakeMailbox, FakePostman

SELG = Path(__file__).parents[2] / "config" / "organisations" / "selg"
MANAGER = "manager@selg.example"
BALLOTS = "ballots@selg.example"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

START = """start election
Title: Locality Clinical Director
Candidates:
- Dr Alice Brown <a.brown@x.example>
- Dr Bob Carter <b.carter@x.example>
- Dr Carol Dunn <c.dunn@x.example>
"""


@dataclass
class World:
    """One installation under test; `now` is what its clock shows."""

    app: App
    mailbox: FakeMailbox
    postman: FakePostman
    now: datetime

    @property
    def office(self) -> Office:
        return self.app.offices[0]

    def at(self, now: datetime) -> "World":
        self.now = now
        return self

    def later(self, **span: float) -> "World":
        return self.at(self.now + timedelta(**span))

    def tick(self) -> "World":
        self.app.tick()
        return self

    def send(self, message: EmailMessage, *, at: datetime | None = None, folder: str = "INBOX") -> None:
        self.mailbox.deliver(message.as_bytes(policy=policy.SMTP), at or self.now, folder)

    def mail(self, sender: str, text: str, *, subject: str = "", at: datetime | None = None) -> None:
        self.send(letter(sender, text, subject=subject, number=len(self.mailbox.contents["INBOX"])), at=at)

    def reply(
        self,
        to: EmailMessage,
        text: str,
        *,
        sender: str | None = None,
        at: datetime | None = None,
        folder: str = "INBOX",
    ) -> None:
        """Answer a letter as a mail client does, the letter quoted below."""
        number = sum(map(len, self.mailbox.contents.values()))
        self.send(answer(to, text, sender=sender, number=number), at=at, folder=folder)

    def letters(self, to: str = "", subject: str = "", purpose: str = "") -> list[EmailMessage]:
        """What was sent, oldest first, by recipient and a part of the subject."""
        mails = (parsed(parcel.content) for parcel in self.postman.parcels if to in parcel.recipient)
        return [mail for mail in mails if subject in str(mail["Subject"])]

    def last(self, to: str, subject: str = "") -> EmailMessage:
        return self.letters(to, subject)[-1]

    def paper(self, to: str) -> EmailMessage:
        return self.letters(to, "Vote by")[0]

    def start(self, text: str = START) -> str:
        """Give the command, confirm its proof, and return the new ballot's reference."""
        self.tick()
        self.mail(MANAGER, text)
        self.tick()
        self.reply(self.last(MANAGER), "confirm")
        self.tick()
        return self.references()[-1]

    def references(self) -> list[str]:
        with reading(self.app.engine) as conn:
            return [ballot.paper.reference for ballot in ballots.every(conn, "selg")]

    def figures(self, reference: str = "") -> dict[str, JSON]:
        with reading(self.app.engine) as conn:
            ballot = ballots.find(conn, "selg", reference or self.references()[-1])
            assert ballot is not None
            return status.figures(conn, self.office.desk, ballot, self.now)

    def fates(self) -> dict[str, int]:
        """The messages of the newest ballot by fate, without the zeros."""
        messages = self.figures()["messages"]
        assert isinstance(messages, dict)
        return {fate: number for fate, number in messages.items() if number}

    def unattributed(self) -> dict[str, int]:
        with reading(self.app.engine) as conn:
            return {fate: number for fate, number in inbox.figures(conn, "selg", None).items() if number}


@contextmanager
def open_world(folder: Path, *, now: datetime = MONDAY, changes: str = "") -> Iterator[World]:
    """An installation in an empty folder with the SELG roster imported; `changes` is appended to its settings."""
    shutil.copy(SELG / "mailvote.toml", folder / "mailvote.toml")
    if changes:
        text = (folder / "mailvote.toml").read_text()
        old, new = changes.split(" -> ")
        assert old in text
        (folder / "mailvote.toml").write_text(text.replace(old, new))
    secrets = {"MAILVOTE_SELG_IMAP_PASSWORD": "x", "MAILVOTE_SELG_SMTP_PASSWORD": "x"}
    world: World | None = None
    clock = lambda: world.now if world else now  # noqa: E731
    with open_app(load(folder / "mailvote.toml", secrets), clock=clock) as app:
        mailbox, postman = FakeMailbox(), FakePostman()
        office = replace(app.offices[0], mailbox=mailbox, postman=postman)
        world = World(app=replace(app, offices=(office,)), mailbox=mailbox, postman=postman, now=now)
        _import(world)
        yield world


def _import(world: World) -> None:
    calendar = world.office.desk.house.calendar
    with begin(world.app.engine) as conn:
        content = (SELG / "roster.csv").read_bytes()
        planned = roster.plan_import(conn, "selg", content, now=world.now, calendar=calendar)
        roster.carry_out(conn, "selg", planned, world.now)


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def letter(sender: str, text: str, *, subject: str = "", to: str = BALLOTS, number: int = 0) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}.{abs(hash((sender, text, number)))}@client.example>"
    message["Date"] = "Mon, 01 Jan 2001 00:00:00 +0000"
    message.set_content(text)
    return message


def answer(to: EmailMessage, text: str, *, sender: str | None = None, number: int = 0) -> EmailMessage:
    quoted = "\n".join(f"> {line}" for line in text_of(to).splitlines())
    body = f"{text}\n\nOn Mon, 23 Nov 2026 at 09:05, Ballots <{BALLOTS}> wrote:\n{quoted}\n"
    message = letter(
        sender or str(to["To"]),
        body,
        subject=f"Re: {to['Subject']}",
        to=str(to["Reply-To"] or to["From"]),
        number=number,
    )
    message["In-Reply-To"] = str(to["Message-ID"])
    message["References"] = str(to["Message-ID"])
    return message


def code_in(message: EmailMessage) -> str:
    """The receipt code in words."""
    found = re.search(r"\b[a-z]+(?:-[a-z]+){3}\b", text_of(message))
    assert found is not None
    return found[0]
