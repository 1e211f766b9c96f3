"""The organisation of the demo: the real office on a post office inside the process, with a clock that jumps."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from mailvote.app import App, Office, open_app
from mailvote.config import load
from mailvote.demo.postoffice import Ports, Posted, PostOffice
from mailvote.demo.script import Script
from mailvote.office import officefile, roster, status
from mailvote.reports.declaration import Declaration, declaration
from mailvote.resources import resource
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Person
from mailvote.rules.lifecycle import Stage
from mailvote.store import ballots, inbox, outbox, register
from mailvote.store.ballots import Ballot
from mailvote.store.database import begin, reading
from mailvote.store.inbox import InboxRow

REACTION = timedelta(seconds=2)
"""How long after its arrival a message is read: IDLE tells the service at once."""

DECLARED = (Stage.DECLARED, Stage.CONFIRMED, Stage.DESTROYED)
"""The stages of a ballot of which there is a declaration: it outlives the votes (R23)."""

_SERVERS = """[organisation.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
username = "{address}"
folders = ["INBOX", "Junk"]

[organisation.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
username = ""
connections = 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter as it was handed to the post office."""

    recipient: str
    content: bytes = field(repr=False)
    letter: EmailMessage = field(repr=False)
    purpose: str


@dataclass(slots=True)
class Clock:
    """A clock that shows what it was set to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True, kw_only=True)
class House:
    """The installation at work: put mail in, let time pass, and look at what came out."""

    app: App
    organisation: str
    post_office: PostOffice
    clock: Clock
    sent: list[Sent] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.app.office(self.organisation)

    def receive(self, messages: Sequence[tuple[bytes, datetime]]) -> tuple[Sent, ...]:
        """Put messages with their times into the mailbox; the letters that went out when they were read."""
        for message, received_at in messages:
            self.post_office.append(message, received_at)
        return self.strike(messages[-1][1] + REACTION)

    def strike(self, now: datetime) -> tuple[Sent, ...]:
        """Let it be that time, and the office work until nothing is left to do; the letters that went out."""
        self.clock.now = now
        self.app.tick()
        purposes = self._purposes()
        fresh = [_sent(posted, purposes) for posted in self.post_office.outgoing[len(self.sent) :]]
        self.sent += fresh
        return tuple(fresh)

    def newest(self, recipient: str, subject: str) -> EmailMessage:
        """The newest letter to that address whose subject begins so; LookupError without one."""
        for sent in reversed(self.sent):
            if sent.recipient == recipient and str(sent.letter["Subject"]).startswith(subject):
                return sent.letter
        raise LookupError(f"{recipient} has got no letter “{subject}…”")

    def numbered(self, words: str) -> str:
        """The words with numbers in place of candidates: those that they have on the newest ballot paper."""
        options = self.ballots()[-1][0].paper.options if "«" in words else ()
        for option in options:
            words = words.replace(f"«{option.name}»", str(option.number))
        return words

    def filed(self, message_id: str) -> InboxRow:
        """What became of the message with that Message-ID, brackets and all."""
        with reading(self.app.engine) as conn:
            return inbox.with_message_id(conn, self.organisation, message_id.strip("<>"))[0]

    def people(self) -> Iterator[tuple[Member, Person]]:
        """Everybody on the register with their practice, and the proxies of the ballots."""
        with reading(self.app.engine) as conn:
            electorates = [register.electorate(conn, self.organisation, self.clock.now)]
            electorates += [ballots.electorate(conn, ballot) for ballot in ballots.every(conn, self.organisation)]
        return (
            (member, person) for electorate in electorates for member in electorate.members for person in member.people
        )

    def ballots(self) -> tuple[tuple[Ballot, Mapping[str, JSON]], ...]:
        """Each ballot with its figures as `ballots show --json` prints them, the oldest first."""
        with reading(self.app.engine) as conn:
            desk, now = self.office.desk, self.clock.now
            every = ballots.every(conn, self.organisation)
            return tuple((ballot, status.figures(conn, desk, ballot, now)) for ballot in every)

    def unattributed(self) -> Mapping[str, int]:
        """The messages that belong to no ballot, by fate."""
        with reading(self.app.engine) as conn:
            return inbox.figures(conn, self.organisation, None)

    def declarations(self) -> tuple[Declaration, ...]:
        """The declaration of every ballot, the oldest first; none at all while one of them is not declared."""
        every = self.ballots()
        if any(figures["stage"] not in DECLARED for _, figures in every):
            return ()
        house = self.office.desk.house
        return tuple(declaration(house, ballot.paper, figures, ballot.published) for ballot, figures in every)

    def _purposes(self) -> Mapping[str, str]:
        with reading(self.app.engine) as conn:
            return {row.message_id: row.purpose for row in outbox.listing(conn, self.organisation)}


@contextmanager
def open_house(folder: Path, script: Script) -> Iterator[House]:
    """The organisation's practices, their office and its post office, with everything written into `folder`."""
    password = secrets.token_urlsafe()
    settings = resource("organisations") / script.organisation
    address = re.search(r'^address = "(.+)"', (settings / "mailvote.toml").read_text(encoding="utf-8"), re.MULTILINE)
    post_office = PostOffice(address[1] if address else "", password)
    try:
        written = _settings(settings / "mailvote.toml", post_office.start(), post_office.username)
        (folder / "mailvote.toml").write_text(written, encoding="utf-8")
        clock = Clock(script.begins_at)
        environ = {f"MAILVOTE_{script.organisation.upper()}_IMAP_PASSWORD": password}
        with open_app(load(folder / "mailvote.toml", environ), clock=clock) as app:
            house = House(app=app, organisation=script.organisation, post_office=post_office, clock=clock)
            _import_roster(house, settings / "roster.csv", script.total)
            if script.is_about_an_office:
                _import_offices(house, settings / "offices.csv")
            house.strike(script.begins_at)
            yield house
    finally:
        post_office.stop()


def _settings(template: Path, ports: Ports, address: str) -> str:
    """The organisation's own settings, with the post office's ports in place of its mail servers."""
    organisation, _, _ = template.read_text(encoding="utf-8").partition("[organisation.imap]")
    return organisation + _SERVERS.format(imap=ports.imap, smtp=ports.smtp, address=address)


def _import_roster(house: House, file: Path, total: int | None) -> None:
    now, calendar = house.clock.now, house.office.desk.house.calendar
    with begin(house.app.engine) as conn:
        content = file.read_bytes()
        plan = roster.plan_import(conn, house.organisation, content, total=total, now=now, calendar=calendar)
        roster.carry_out(conn, house.organisation, plan, now)


def _import_offices(house: House, file: Path) -> None:
    desk, now = house.office.desk, house.clock.now
    with begin(house.app.engine) as conn:
        planned = officefile.plan_offices(conn, desk, file.read_bytes(), now)
        officefile.carry_out(conn, planned, by=desk.managers[0].address, now=now)


def _sent(posted: Posted, purposes: Mapping[str, str]) -> Sent:
    letter = parsed(posted.content)
    purpose = purposes.get(str(letter["Message-ID"]), "")
    return Sent(recipient=posted.recipient, content=posted.content, letter=letter, purpose=purpose)


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=default)
