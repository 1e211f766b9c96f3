"""The organisations that ship in config/organisations: their mailboxes, managers, settings and leads."""

import csv
import tomllib
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from pathlib import Path

ORGANISATIONS = Path(__file__).parents[2] / "config" / "organisations"

STATED = {"occg": 720_029}
"""The population that is printed beside a roster and does not come of adding it up (R5)."""

REPLACED = ("closing_grace", "rule_sets")
"""What a journey sets itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """One organisation; `settings` is its table up to its mail servers, `leads` has each practice's lead in order."""

    id: str
    mailbox: str
    manager: str
    notified: tuple[str, ...]
    settings: str = field(repr=False)
    leads: dict[str, str]

    @property
    def roster(self) -> Path:
        return ORGANISATIONS / self.id / "roster.csv"

    @property
    def importing(self) -> tuple[str, ...]:
        """The arguments of `register import` for its roster."""
        total = ("--total", str(STATED[self.id])) if self.id in STATED else ()
        return (str(self.roster), "--organisation", self.id, *total)


@cache
def shipped(organisation: str) -> Shipped:
    """The organisation of that id, from its files."""
    settings = _settings((ORGANISATIONS / organisation / "mailvote.toml").read_text(encoding="utf-8"))
    table = tomllib.loads(settings)["organisation"][0]
    with (ORGANISATIONS / organisation / "roster.csv").open(encoding="utf-8", newline="") as roster:
        leads = {row["practice"]: row["lead_email"] for row in csv.DictReader(roster)}
    return Shipped(
        id=organisation,
        mailbox=table["address"],
        manager=parseaddr(table["managers"][0])[1],
        notified=tuple(table.get("notify_on_proxy", ())),
        settings=settings,
        leads=leads,
    )


def _settings(text: str) -> str:
    own = text[text.index("[[organisation]]") : text.index("[organisation.imap]")]
    return "\n".join(line for line in own.splitlines() if not line.startswith(REPLACED))
