"""Every mail of the demo on file: as .eml in the order in which it passed, and as an entry of the gallery."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from mailvote.demo.drafts import HTML, TEXT, content
from mailvote.demo.folder import MAILS
from mailvote.mail.letter import DAYS, MONTHS
from mailvote.reports.gallery import Mail


@dataclass(slots=True)
class Album:
    """The mails so far; `folder` is that of the demo. All times are local."""

    folder: Path
    mails: list[Mail] = field(default_factory=list)
    received: dict[int, str] = field(default_factory=dict)

    def keep_received(self, message: EmailMessage, at: datetime, raw: bytes, *, note: str, verdict: str) -> None:
        """File a message that came in; its fate is filled in at the end."""
        mail = replace(self._keep(message, at, raw, incoming=True), note=note, verdict=verdict)
        self.received[mail.number] = str(message["Message-ID"])
        self.mails.append(mail)

    def keep_sent(self, message: EmailMessage, at: datetime, raw: bytes) -> None:
        """File a letter that went out."""
        self.mails.append(self._keep(message, at, raw, incoming=False))

    def with_fates(self, fate_of: Callable[[str], str]) -> tuple[Mail, ...]:
        """The mails, the received ones with the fate that `fate_of` gives by their Message-ID."""
        return tuple(
            replace(mail, fate=fate_of(self.received[mail.number])) if mail.number in self.received else mail
            for mail in self.mails
        )

    def _keep(self, message: EmailMessage, at: datetime, raw: bytes, *, incoming: bool) -> Mail:
        number = len(self.mails) + 1
        whose = parseaddr(str(message["From" if incoming else "To"]))[1]
        file = Path(MAILS) / f"{number:03}-{'in' if incoming else 'out'}-{_slug(whose.partition('@')[0])}.eml"
        (self.folder / file).write_bytes(raw)
        return Mail(
            number=number,
            day=_day(at),
            clock=f"{at:%H:%M}",
            incoming=incoming,
            sender=_shown(message, "From"),
            recipient=_shown(message, "To"),
            subject=str(message["Subject"] or ""),
            text=content(message, TEXT),
            html=content(message, HTML),
            file=file.as_posix(),
        )


def _day(at: datetime) -> str:
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def _shown(message: EmailMessage, header: str) -> str:
    name, address = parseaddr(str(message[header]))
    return f"{name} <{address}>" if name else address


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "nobody"
