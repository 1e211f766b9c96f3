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
from tests.office.world import BALLOTS, MANAGER, SELG, START, answer, letter, parsed, text_of
from tests.servers.dovecot import PASSWORD, USERNAME, Dovecot, running_dovecot
from tests.servers.smtp_sink import SmtpSink

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

SETTINGS = """
[database]
url = "{database}"

[service]
poll_interval = "{poll}"

[[organisation]]
id = "selg"
name = "South East Oxfordshire Locality Group"
address = "ballots@selg.example"
managers = ["Morgan Reed <manager@selg.example>"]
closing_grace = "{grace}"
rule_sets = "{rule_sets}"

[organisation.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{username}"
folders = ["INBOX", "Junk"]

[organisation.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
username = ""
"""


@dataclass
class Installation:
    """One installation; `now` is what the clock shows when its command runs."""

    folder: Path
    dovecot: Dovecot
    sink: SmtpSink
    now: datetime = MONDAY
    sent: int = field(default=0)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "MAILVOTE_CONFIG": str(self.folder / "mailvote.toml"),
            "MAILVOTE_SELG_IMAP_PASSWORD": PASSWORD,
            "MAILVOTE_SELG_SMTP_PASSWORD": "",
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
        self.sent += 1
        self.dovecot.deliver(message.as_bytes(policy=policy.SMTP), at or self.now, folder)

    def mail(self, sender: str, text: str) -> None:
        self.deliver(letter(sender, text, number=self.sent))

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

    def letters(self, to: str, subject: str = "") -> list[EmailMessage]:
        """What the SMTP server was given for one recipient, oldest first."""
        mails = [parsed(content) for _, recipient, content in list(self.sink.received) if recipient == to]
        return [mail for mail in mails if subject in str(mail["Subject"])]

    def last(self, to: str, subject: str = "") -> EmailMessage:
        return self.letters(to, subject)[-1]

    def paper(self, to: str) -> EmailMessage:
        return self.letters(to, "Vote by")[0]

    def start(self, text: str = START) -> str:
        """Give the command by mail, confirm its proof, and return the ballot's reference.

        What was received before the second of the activation, by the first tick, would not be answered.
        """
        self.tick()
        self.later(seconds=5)
        self.mail(MANAGER, text)
        self.tick()
        self.reply(self.last(MANAGER), "confirm")
        self.tick()
        return str(self.json("ballots")["ballots"][-1]["reference"])

    def show(self, reference: str) -> dict[str, Any]:
        figures = self.json("ballots", "show", reference)
        assert isinstance(figures, dict)
        return figures


@contextmanager
def installed(
    folder: Path,
    *,
    now: datetime = MONDAY,
    database: str = "sqlite:///mailvote.db",
    grace: str = "10m",
    poll: str = "60s",
    rules: str = "",
) -> Iterator[Installation]:
    """An installation in an empty folder, its register imported; `rules` is a rule set that overrides `election`."""
    if rules:
        (folder / "rules").mkdir()
        (folder / "rules" / "election.toml").write_text(rules)
    with running_dovecot() as dovecot, SmtpSink() as sink:
        settings = SETTINGS.format(
            database=database,
            grace=grace,
            poll=poll,
            rule_sets="rules" if rules else "",
            imap_port=dovecot.port,
            username=USERNAME,
            smtp_port=sink.port,
        )
        (folder / "mailvote.toml").write_text(settings)
        place = Installation(folder=folder, dovecot=dovecot, sink=sink, now=now)
        place.run("register", "import", str(SELG / "roster.csv"), "--organisation", "selg")
        yield place


__all__ = ["BALLOTS", "CLOSE", "MANAGER", "MONDAY", "Installation", "installed", "text_of"]
