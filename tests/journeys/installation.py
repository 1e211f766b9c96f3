"""An installation as its operator has it: a configuration file, the `mailvote` command, Dovecot and an SMTP server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import time_machine
from click.testing import CliRunner, Result

from mailvote.cli import main
from tests.journeys.documents import complete
from tests.journeys.shipped import shipped
from tests.office.world import BALLOTS, MANAGER, SELG, START, answer, letter, parsed, text_of
from tests.servers.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.servers.smtp_sink import SmtpSink

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

SETTINGS = """
[database]
url = "{database}"

[service]
poll_interval = "{poll}"
"""

OWN_SETTINGS = """
closing_grace = "{grace}"
rule_sets = "{rule_sets}"

[organisation.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{mailbox}"
folders = ["INBOX", "Junk"]

[organisation.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
username = ""
"""
"""What an organisation's settings have instead of its own mail servers."""


@dataclass
class Installation:
    """One installation; `now` is what the clock shows when its command runs, `organisations` are those it serves."""

    folder: Path
    dovecot: Dovecot
    sink: SmtpSink
    organisations: tuple[str, ...] = ("selg",)
    now: datetime = MONDAY
    sent: int = field(default=0)

    @property
    def environment(self) -> dict[str, str]:
        secrets = {"IMAP": PASSWORD, "SMTP": ""}
        return {"MAILVOTE_CONFIG": str(self.folder / "mailvote.toml")} | {
            f"MAILVOTE_{organisation.upper()}_{server}_PASSWORD": secret
            for organisation in self.organisations
            for server, secret in secrets.items()
        }

    def run(self, *arguments: str, exit_code: int = 0) -> Result:
        """Run the command's entry point under the travelling clock."""
        with time_machine.travel(self.now, tick=True):
            result = CliRunner().invoke(main, list(arguments), env=self.environment, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def tick(self) -> None:
        self.run("tick")

    def at(self, now: datetime) -> "Installation":
        self.now = now
        return self

    def later(self, **span: float) -> "Installation":
        return self.at(self.now + timedelta(**span))

    def deliver(self, message: EmailMessage, *, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Put a message into the mailbox that it is addressed to, whatever stands after the plus."""
        self.sent += 1
        mailbox, _, domain = str(message["To"]).rpartition("@")
        account = f"{mailbox.partition('+')[0]}@{domain}"
        self.dovecot.deliver(message.as_bytes(policy=policy.SMTP), at or self.now, folder, account=account)

    def mail(self, sender: str, text: str, *, subject: str = "", organisation: str = "") -> None:
        to = shipped(organisation or self.organisations[0]).mailbox
        self.deliver(letter(sender, text, subject=subject, to=to, number=self.sent))

    def reply(
        self,
        to: EmailMessage,
        text: str,
        *,
        sender: str | None = None,
        at: datetime | None = None,
        folder: str = "INBOX",
    ) -> None:
        self.deliver(answer(to, text, sender=sender, number=self.sent), at=at, folder=folder)

    def letters(self, to: str, subject: str = "", *, organisation: str = "") -> list[EmailMessage]:
        """What the SMTP server was given for one recipient, oldest first; of one organisation where that is named."""
        sender = shipped(organisation).mailbox if organisation else ""
        taken = [parsed(content) for _, recipient, content in list(self.sink.received) if recipient == to]
        return [mail for mail in taken if subject in str(mail["Subject"]) and sender in str(mail["From"])]

    def last(self, to: str, subject: str = "", *, organisation: str = "") -> EmailMessage:
        return self.letters(to, subject, organisation=organisation)[-1]

    def paper(self, to: str, reference: str = "") -> EmailMessage:
        return next(mail for mail in self.letters(to, "Vote by") if reference in str(mail["Subject"]))

    def start(self, text: str = START, *, organisation: str = "") -> str:
        """Give the command by mail, confirm its proof, and return the ballot's reference.

        What was received before the second of the activation, by the first tick, would not be answered.
        """
        self.tick()
        self.later(seconds=5)
        self.order(text, organisation=organisation)
        return str(self.ballots(organisation)[-1]["reference"])

    def order(self, text: str, *, organisation: str = "") -> None:
        """Give a command as the manager by mail, and confirm its proof."""
        manager = shipped(organisation or self.organisations[0]).manager
        self.mail(manager, text, organisation=organisation)
        self.tick()
        self.confirm(manager, organisation=organisation)

    def confirm(self, who: str, *, organisation: str = "") -> None:
        """Confirm the proof that came last."""
        self.reply(self.last(who, organisation=organisation), "confirm")
        self.tick()

    def ballots(self, organisation: str = "") -> list[dict[str, Any]]:
        """Every ballot of an organisation as JSON, each with all that interface.md 7 promises."""
        listed = self.json("ballots", "--organisation", organisation or self.organisations[0])["ballots"]
        return [complete(figures) for figures in listed]

    def show(self, reference: str) -> dict[str, Any]:
        """One ballot as JSON, with all that interface.md 7 promises."""
        organisation = reference.partition("-")[0].lower()
        return complete(self.json("ballots", "show", reference, "--organisation", organisation))


def said(mail: EmailMessage) -> str:
    """The words of a letter on one line, however its lines were broken."""
    return " ".join(text_of(mail).split())


@contextmanager
def installed(
    folder: Path,
    *,
    organisations: tuple[str, ...] = ("selg",),
    now: datetime = MONDAY,
    database: str = "sqlite:///mailvote.db",
    grace: str = "10m",
    poll: str = "60s",
    rules: str = "",
) -> Iterator[Installation]:
    """An installation in an empty folder with the settings and rosters that ship, but for its mail servers.

    `rules` is a rule set that overrides `election`.
    """
    if rules:
        (folder / "rules").mkdir()
        (folder / "rules" / "election.toml").write_text(rules)
    houses = [shipped(organisation) for organisation in organisations]
    with running_dovecot(accounts=[house.mailbox for house in houses]) as dovecot, SmtpSink() as sink:
        settings = [SETTINGS.format(database=database, poll=poll)]
        for house in houses:
            own = OWN_SETTINGS.format(
                grace=grace,
                rule_sets="rules" if rules else "",
                imap_port=dovecot.port,
                mailbox=house.mailbox,
                smtp_port=sink.port,
            )
            settings += [house.settings, own]
        (folder / "mailvote.toml").write_text("\n".join(settings))
        place = Installation(folder=folder, dovecot=dovecot, sink=sink, organisations=organisations, now=now)
        for house in houses:
            place.run("register", "import", *house.importing)
        yield place


__all__ = [
    "BALLOTS",
    "CLOSE",
    "MANAGER",
    "MONDAY",
    "SELG",
    "Installation",
    "installed",
    "said",
    "text_of",
]
