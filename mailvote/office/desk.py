"""What every duty of one organisation's election office has at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from mailvote.mail.letter import Letterhead
from mailvote.mail.sender import TrustPolicy
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.wording import Wording
from mailvote.rules.electorate import Person, Role
from mailvote.rules.ruleset import RuleFile, RuleSet
from mailvote.store.vault import Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Someone the bot may write to; `member_id` and `person_id` are None for a manager."""

    name: str
    address: str
    member_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One organisation's settings, wording and secrets, put together by `app`.

    `closing_grace` is that of R18: the count waits for a complete sweep that began after close and grace.
    `told_of_proxies` hear of every proxy that is named (R8), `next_meetings` are the days for run-offs (R16).
    `warn_of_terms` is how long before the end of a term the manager is written to (R25).
    """

    organisation: str
    house: Letterhead
    managers: tuple[Addressee, ...]
    papers_to: tuple[Role, ...]
    folders: tuple[str, ...]
    closing_grace: timedelta
    told_of_proxies: tuple[Addressee, ...]
    next_meetings: tuple[date, ...]
    warn_of_terms: timedelta
    trust: TrustPolicy
    rule_sets: Mapping[str, RuleFile]
    wording: Wording
    vocabulary: Vocabulary
    secrets: Secrets = field(repr=False)

    @property
    def rules(self) -> dict[str, RuleSet]:
        """Every kind of ballot by its name."""
        return {name: file.rules for name, file in self.rule_sets.items()}

    @property
    def own_addresses(self) -> frozenset[str]:
        return frozenset({self.house.address.lower()})

    def manager(self, address: str) -> Addressee | None:
        """The manager with this normalised address, if there is one."""
        return next((manager for manager in self.managers if manager.address == address), None)


def addressee(person: Person) -> Addressee:
    return Addressee(name=person.name, address=person.address, member_id=person.member_id, person_id=person.id)
