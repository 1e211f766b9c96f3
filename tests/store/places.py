"""A small organisation and a ballot on file, for the tests of the store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from mailvote.rules.electorate import Person, Role
from mailvote.rules.paper import Option, Paper
from mailvote.rules.ruleset import load_ruleset
from mailvote.store import ballots, organisations, register
from mailvote.store.ballots import Ballot
from mailvote.store.inbox import Arrival
from mailvote.store.outbox import Outgoing
from mailvote.store.register import AddMember, Appoint, Change, SetPopulation
from mailvote.store.vault import Sealer, Secrets

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
CLOSE = datetime(2026, 11, 30, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
ORGANISATION = "selg"
SECRETS = Secrets.derived_from(bytes(range(32)))
RULES_TEXT = (Path(__file__).parents[2] / "config" / "rulesets" / "election.toml").read_text()
RULES = load_ruleset(RULES_TEXT, where="election.toml")


def organisation(conn: Connection, name: str = ORGANISATION) -> Sealer:
    """An activated organisation; its sealer."""
    organisations.ensure(conn, SECRETS, name, NOW)
    return organisations.sealer(conn, SECRETS, name)


def enrol(conn: Connection, *practices: str, organisation: str = ORGANISATION) -> dict[str, int]:
    """Practices with a lead each and a population; their ids by name."""
    changes: list[Change] = []
    for number, name in enumerate(practices, 1):
        address = f"lead{number}@{name.lower()}.example"
        changes += [
            AddMember(name=name),
            Appoint(member=name, role=Role.LEAD, name=f"Dr {name}", address=address),
            SetPopulation(member=name, as_of=NOW.date(), population=1000 * number),
        ]
    register.apply(conn, organisation, changes, NOW)
    return {member.name: member.id for member in register.electorate(conn, organisation, NOW).members}


def paper(reference: str, *, options: tuple[str, ...] = ("Dr A. Example", "Dr B. Example")) -> Paper:
    return Paper(
        reference=reference,
        title="Locality Clinical Director",
        question="Who shall be Locality Clinical Director?",
        note="",
        options=tuple(Option(number=number, name=name) for number, name in enumerate(options, 1)),
        seats=1,
        opens_at=NOW,
        closes_at=CLOSE,
        rules=RULES,
    )


def scheduled(conn: Connection, organisation: str = ORGANISATION) -> Ballot:
    """A ballot that is confirmed and not yet open."""
    reference = ballots.next_reference(conn, organisation, 2026)
    return ballots.add(conn, SECRETS, organisation, paper(reference), "", NOW, rules_text=RULES_TEXT)


def drafted(
    conn: Connection, *, parent_id: int | None = None, opens_at: datetime = NOW, closes_at: datetime = NOW
) -> Ballot:
    """A draft of a ballot; by default its dates are not known."""
    wanted = replace(paper(ballots.next_reference(conn, ORGANISATION, 2026)), opens_at=opens_at, closes_at=closes_at)
    return ballots.add(
        conn, SECRETS, ORGANISATION, wanted, "", NOW, rules_text=RULES_TEXT, parent_id=parent_id, draft=True
    )


def opened(conn: Connection, organisation: str = ORGANISATION) -> Ballot:
    """An open ballot of all practices on the register."""
    ballot = scheduled(conn, organisation)
    return ballots.open_(conn, ballot, NOW, NOW, CLOSE, register.electorate(conn, organisation, NOW))


def lead_of(conn: Connection, ballot: Ballot, member_id: int) -> Person:
    return ballots.electorate(conn, ballot).voters(member_id, NOW)[0]


def arrival(
    sealer: Sealer,
    *,
    uid: int = 1,
    folder: str = "INBOX",
    uidvalidity: int = 7,
    body: bytes = b"1",
    received_at: datetime = NOW,
) -> Arrival:
    return Arrival(
        organisation=ORGANISATION,
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        content_key=sealer.fingerprint(body),
        message_id="<one@rycote.example>",
        received_at=received_at,
        from_address="lead1@rycote.example",
        size=1500,
    )


def letter(number: int, *, organisation: str = ORGANISATION, ballot_id: int | None = None) -> Outgoing:
    return Outgoing(
        organisation=organisation,
        ballot_id=ballot_id,
        member_id=None,
        person_id=None,
        purpose="notice",
        sequence=number,
        recipient=f"person{number}@rycote.example",
        message_id=f"<{number}@selg.example>",
        content=f"letter {number}".encode(),
    )
