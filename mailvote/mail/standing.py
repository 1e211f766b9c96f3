"""How a ballot stands while it runs: turnout, what is missing, who is silent; never a choice or a total (R22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from mailvote.mail import phrases
from mailvote.mail.callstanding import CallStatus
from mailvote.mail.letter import Letterhead
from mailvote.rules.paper import Paper
from mailvote.rules.participation import amount_needed, percent
from mailvote.rules.ruleset import Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotStatus:
    """One ballot for the manager's eyes. `silent` and `barred` are names of practices.

    Of `base` the `part` has taken part, both measured as the rules do it: in practices or in registered patients.
    `proxies` has the practice and the name of everybody named for this ballot. `call` is how the call for candidates
    stands that leads to it; `kept` says when a ballot that has ended is destroyed. A draft has no dates but, where a
    meeting is known, `proposed_close`.
    """

    paper: Paper
    stage: str
    voted: int
    abstained: int
    silent: tuple[str, ...]
    messages: Mapping[str, int]
    part: int
    base: int
    barred: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str], ...] = ()
    proposed_close: datetime | None = None
    call: CallStatus | None = None
    kept: tuple[str, ...] = ()


def rows(report: BallotStatus) -> tuple[tuple[str, str], ...]:
    """Who has replied and how, the three kinds apart (R13)."""
    silent = "Have not replied" if report.paper.rules.is_by_mail else "Nothing recorded"
    numbers = (("Voted", report.voted), ("Abstained", report.abstained), (silent, len(report.silent)))
    return tuple((label, f"{number:,}") for label, number in numbers)


def taking_part(house: Letterhead, report: BallotStatus) -> str:
    """How much of the electorate has taken part, and how much is missing, in the base of the rules (R12, R26)."""
    threshold = report.paper.rules.participation
    share = Fraction(report.part, report.base) if report.base else Fraction(0)
    required = threshold.at_least if threshold else None
    said = f"{_who(house, report)} taken part ({percent(share, required=required)})"
    if threshold is None:
        return f"{said}; the rules ask for no minimum."
    return f"{said}; {phrases.share_words(threshold.at_least)} are needed{_missing(report, threshold)}."


def _who(house: Letterhead, report: BallotStatus) -> str:
    """`6 of 10 practices have`, `Practices with 48,818 of 91,732 registered patients have`."""
    threshold = report.paper.rules.participation
    if threshold is not None and threshold.base == "population":
        nouns = house.nouns[:1].upper() + house.nouns[1:]
        return f"{nouns} with {report.part:,} of {report.base:,} registered patients have"
    return f"{report.part:,} of {report.base:,} {house.nouns} {'has' if report.part == 1 else 'have'}"


def _missing(report: BallotStatus, threshold: Threshold) -> str:
    needed = amount_needed(threshold, report.base)
    missing = needed - report.part
    return f", which makes {needed:,}: {missing:,} more" if missing > 0 else ", so that is enough"
