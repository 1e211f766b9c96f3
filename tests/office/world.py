"""A whole election office in a test: real SQLite, the SELG roster, a clock to turn, a fake mailbox and postman."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mailvote.app import App, Office, open_app
from mailvote.config import load
from mailvote.office import roster as enrolment
from mailvote.office import status
from mailvote.rules.chain import JSON
from mailvote.store import ballots, inbox
from mailvote.store.database import begin, engine_of, reading, upgrade
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

    def enrol(self, content: bytes, total: int | None = None) -> None:
        """What `mailvote register import` does with a roster."""
        calendar = self.office.desk.house.calendar
        with begin(self.app.engine) as conn:
            planned = enrolment.plan_import(conn, "selg", content, total=total, now=self.now, calendar=calendar)
            assert not planned.problems
            enrolment.carry_out(conn, "selg", planned, self.now)

    def references(self) -> list[str]:
        with reading(self.app.engine) as conn:
            return [ballot.paper.reference for ballot in ballots.every(conn, "selg")]

    def started(self) -> list[str]:
        """The references of the ballots that are no drafts."""
        with reading(self.app.engine) as conn:
            return [ballot.paper.reference for ballot in ballots.every(conn, "selg") if not ballot.dates.is_draft]

    def figures(self, reference: str = "") -> dict[str, JSON]:
        """The ballot as JSON; without a reference the newest that is no draft."""
        with reading(self.app.engine) as conn:
            ballot = ballots.find(conn, "selg", reference or self.started()[-1])
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


@cache
def _empty_database() -> bytes:
    """A SQLite file with the schema and nothing else: the migrations run once in a process of tests."""
    with TemporaryDirectory() as folder:
        with engine_of(f"sqlite:///{folder}/mailvote.db") as engine:
            upgrade(engine)
        return (Path(folder) / "mailvote.db").read_bytes()


@contextmanager
def open_world(
    folder: Path,
    *,
    now: datetime = MONDAY,
    changes: str = "",
    roster: bytes = b"",
    total: int | None = None,
    rule_sets: Mapping[str, str] | None = None,
    fresh_start: bool = True,
) -> Iterator[World]:
    """An installation in an empty folder with a roster imported, that of SELG if no other is given.

    Without a `fresh_start` the office finds the folder as it is, and makes what is missing itself.

    `changes` is a part of its settings and what stands in its place: `old -> new`. `rule_sets` are files of rule sets
    of its own by their names, `total` the stated total of the populations.
    """
    text = (SELG / "mailvote.toml").read_text()
    if changes:
        old, new = changes.split(" -> ")
        assert old in text
        text = text.replace(old, new)
    (folder / "mailvote.toml").write_text(_with_rule_sets(text, folder, rule_sets) if rule_sets else text)
    if fresh_start:
        (folder / "mailvote.db").write_bytes(_empty_database())
    secrets = {"MAILVOTE_SELG_IMAP_PASSWORD": "x", "MAILVOTE_SELG_SMTP_PASSWORD": "x"}
    world: World | None = None
    clock = lambda: world.now if world else now  # noqa: E731
    with open_app(load(folder / "mailvote.toml", secrets), clock=clock) as app:
        mailbox, postman = FakeMailbox(), FakePostman()
        office = replace(app.offices[0], mailbox=mailbox, postman=postman)
        world = World(app=replace(app, offices=(office,)), mailbox=mailbox, postman=postman, now=now)
        world.enrol(roster or (SELG / "roster.csv").read_bytes(), total)
        yield world


def _with_rule_sets(text: str, folder: Path, rule_sets: Mapping[str, str]) -> str:
    (folder / "rules").mkdir()
    for name, content in rule_sets.items():
        (folder / "rules" / f"{name}.toml").write_text(content)
    return text.replace("[organisation.imap]", 'rule_sets = "rules"\n\n[organisation.imap]')


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
