"""The people, practices and papers that the tests of the rules speak about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from mailvote.rules.electorate import Electorate, Member
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import OutcomeRule, RuleSet, Threshold, Window, load_ruleset
from mailvote.rules.tally import Vote
from mailvote.rules.workingdays import Calendar

LONDON = ZoneInfo("Europe/London")

BANK_HOLIDAYS = frozenset(
    {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}
)

CALENDAR = Calendar(timezone=LONDON, closing_time=time(17), holidays=BANK_HOLIDAYS)

EIGHTY_PER_CENT = Threshold(base="practices", at_least=Fraction(4, 5))

ELECTION = RuleSet(
    name="election",
    title="Election",
    source="SELG constitution 2015/16, Appendix 1",
    sources=(
        ("participation", "Appendix 1, section 12"),
        ("outcome", "Appendix 1, section 13"),
        ("tie", "Appendix 1, section 14"),
    ),
    window=Window(working_days=5),
    participation=EIGHTY_PER_CENT,
    outcome=OutcomeRule(),
)

SELG = (
    ("The Hart Surgery", 10318),
    ("Chalgrove and Watlington Surgeries", 7478),
    ("Morland House Surgery", 10571),
    ("Nettlebed Surgery", 3661),
    ("Sonning Common Health Centre", 8648),
    ("The Bell Surgery", 8770),
    ("Millstream Surgery", 4745),
    ("Goring and Woodcote Medical Practice", 9612),
    ("The Rycote Practice", 11408),
    ("Wallingford Medical Centre", 16521),
)


def packaged(name: str) -> RuleSet:
    """A rule set that ships."""
    file = Path(__file__).parents[2] / "config" / "rulesets" / f"{name}.toml"
    return load_ruleset(file.read_text(encoding="utf-8"), where=file.name)


def decision(name: str) -> Paper:
    """A paper For or Against under a rule set that ships."""
    return paper("For", "Against", rules=packaged(name))


def practices(number: int, *, weight: int = 1) -> Electorate:
    """So many practices without people."""
    numbers = range(1, number + 1)
    return Electorate(members=tuple(Member(id=n, name=f"Practice {n}", weight=weight) for n in numbers))


def selg() -> Electorate:
    """The ten practices with the populations of 2015 (R2)."""
    rows = enumerate(SELG, start=1)
    return Electorate(members=tuple(Member(id=n, name=name, population=size) for n, (name, size) in rows))


def paper(*names: str, rules: RuleSet = ELECTION) -> Paper:
    """A ballot paper between these candidates."""
    return Paper(
        reference="SELG-2026-03",
        title="Locality Clinical Director",
        question="Who shall be Locality Clinical Director?",
        note="",
        options=tuple(Option(number=number, name=name) for number, name in enumerate(names, start=1)),
        seats=1,
        opens_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        closes_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
        rules=rules,
    )


def cast(*numbers: int, abstentions: int = 0) -> tuple[Vote, ...]:
    """So many votes for option 1, for option 2 ... and abstentions, by the first practices in turn."""
    choices: list[tuple[int, ...]] = [
        (option,) for option, number in enumerate(numbers, start=1) for _ in range(number)
    ]
    choices += [()] * abstentions
    return tuple(Vote(member_id=n, choice=choice) for n, choice in enumerate(choices, start=1))


def election_with(threshold: Threshold | None) -> RuleSet:
    """The election with another threshold."""
    return replace(ELECTION, participation=threshold)


def by_name(electorate: Electorate, choices: Mapping[str, tuple[int, ...]]) -> tuple[Vote, ...]:
    """The votes of the practices so named."""
    ids = {member.name: member.id for member in electorate.members}
    return tuple(Vote(member_id=ids[name], choice=choice) for name, choice in choices.items())


def utc(text: str) -> datetime:
    """`2026-11-23 09:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> datetime:
    """`2026-11-23 09:00` on the clock in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)
