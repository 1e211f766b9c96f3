"""What a manager or a lead may ask for by a command: one frozen value each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mailvote.rules.electorate import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Send every command, each with a filled-in example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBallot:
    """Send the form for a ballot of this kind, which is the name of a rule set."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBallot:
    """Prepare a ballot; `opens` None: when confirmed, `closes` None: the earliest close the rules permit.

    `kind` is the rule set that the command names, `ruleset` the one that the ballot runs under. `options` are empty
    where its choices are fixed. `documents` are the files that are kept with its proof, once there is one.
    """

    kind: str
    title: str
    question: str
    ruleset: str
    group: str
    seats: int | None
    opens: datetime | None
    closes: datetime | None
    options: tuple[tuple[str, str], ...]  # name, contact address or ""
    note: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """Send the form of a call for candidates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForCandidates:
    """Announce an opportunity to stand (R20). `office` is "" where the election fills no office on the register.

    `panel` are name and address of each of its members. None for a date: as the timeline of the rule set proposes.
    `documents` are the files that are kept with its proof, once there is one.
    """

    title: str
    office: str
    ruleset: str
    group: str
    seats: int | None
    apply_by: datetime | None
    panel: tuple[tuple[str, str], ...]
    opens: datetime | None
    closes: datetime | None
    note: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCall:
    """Let candidates apply until another time (R20)."""

    reference: str
    apply_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPanel:
    """Put other people on the panel that assesses the candidates (R20)."""

    reference: str
    panel: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """Settle who is eligible where the panel is split or silent (R20); `lines` are as the panel writes them."""

    reference: str
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """Put the election among the eligible candidates to the vote (R20)."""

    reference: str
    opens: datetime | None
    closes: datetime | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOutcome:
    """Record that the outcome is confirmed, with its date of effect where it has one (R24)."""

    reference: str
    effective: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Stop the clock of destruction (R23)."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Let the clock of destruction go on (R23)."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOffices:
    """Send the register of offices: terms, holders, what ends when (R25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOffice:
    """Put an office on the register, or change it, or who holds it (R25).

    `holder` is "" where that stays as it is; None for a number, and "" for a text, likewise.
    """

    office: str
    group: str
    holder: str
    address: str
    since: date | None
    until: date | None
    years: int | None
    places: int | None
    ruleset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """An office falls vacant before the end of its term (R25).

    `holder` is "" where only one person holds it. `until` is the last day on which the holder stays, None where the
    holder stays until a successor takes office (R24).
    """

    office: str
    holder: str
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRunOff:
    """Prepare the further election of a ballot (R16), named by its own reference or by that of its draft."""

    reference: str
    opens: datetime | None
    closes: datetime | None
    note: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Say how the ballot stands; an empty reference asks for all that run."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """Move the close of a ballot later."""

    reference: str
    closes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Call a ballot off."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Write once more to the practices that have not replied."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """Send its ballot paper to one practice again."""

    reference: str
    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Record votes that came on paper, by telephone or at a meeting: practice and option as they were written.

    They count from `at`, when the confirmation was received, and replace no vote that was received after `shown_at`,
    when the proof was sent; both are None before that.
    """

    reference: str
    votes: tuple[tuple[str, str], ...] = field(repr=False)
    at: datetime | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPerson:
    """Appoint a lead, deputy or proxy (R8); `reference` is the ballot of a proxy, "" where none is named.

    `practice` is "" where a lead nominates without saying for which. None for `since`: when confirmed; for `until`:
    without an end.
    """

    role: Role
    practice: str
    reference: str
    name: str
    address: str
    since: datetime | None
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInterest:
    """Enter an interest in the register (R11): that of one person, or with an empty `name` the practice's own.

    `practice` is "" where a lead declares one without saying for which, `reference` "" where no ballot is named.
    """

    practice: str
    reference: str
    name: str
    since: datetime | None
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInterest:
    """Note that an entry in the register of interests was reviewed and still holds."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndInterest:
    """Note that an entry in the register of interests holds no longer."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRoster:
    """Send the roster: every practice with its people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowInterests:
    """Send the register of interests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Count a held message as a vote for this option."""

    message_id: int
    option: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Do not count a held message."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Do what the proof says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Do not do what the proof says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misunderstood:
    """What is wrong with an instruction: one sentence with its remedy for each mistake."""

    sentences: tuple[str, ...] = field(repr=False)


Command = (
    Help
    | NewBallot
    | StartBallot
    | StartRunOff
    | NewCall
    | CallForCandidates
    | ReopenCall
    | SetPanel
    | Assess
    | Launch
    | ConfirmOutcome
    | Hold
    | Release
    | ShowOffices
    | SetOffice
    | Vacancy
    | Status
    | Extend
    | Cancel
    | Remind
    | Resend
    | Record
    | SetPerson
    | RecordInterest
    | ReviewInterest
    | EndInterest
    | ShowRoster
    | ShowInterests
    | Settle
    | Reject
    | Confirm
    | Drop
)
