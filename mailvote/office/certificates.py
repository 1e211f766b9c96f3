"""What a certificate of destruction says, as it is worked out and as it is kept in the journal (R23)."""

from datetime import datetime

from mailvote.mail.destruction_letters import Record, rule_words
from mailvote.office.desk import Desk
from mailvote.rules.chain import JSON
from mailvote.store.ballots import Ballot
from mailvote.store.destruction import Destruction


def record_of(desk: Desk, ballot: Ballot, begun: Destruction, now: datetime, *, replaced: bool) -> Record:
    """What was destroyed, by what was fixed when it began and by the places that were noted on the way."""
    return Record(
        rule=rule_words(desk.house, ballot.paper, ballot.dates, replaced=replaced),
        begun_at=begun.begun_at,
        destroyed_at=now,
        numbers=begun.numbers,
        mailbox={folder: len(places) for folder, places in sorted(begun.found.items()) if places},
        unopened=tuple(folder for folder, places in sorted(begun.found.items()) if not places),
    )


def to_json(record: Record) -> dict[str, JSON]:
    return {
        "rule": record.rule,
        "begun_at": record.begun_at.isoformat(),
        "destroyed_at": record.destroyed_at.isoformat(),
        "numbers": dict(record.numbers),
        "mailbox": dict(record.mailbox),
        "unopened": list(record.unopened),
    }


def kept_record(kept: JSON) -> Record:
    """The record of `to_json` with the head of the chain; LookupError where there is none."""
    if not isinstance(kept, dict):
        raise LookupError("there is no certificate")
    return Record(
        rule=str(kept["rule"]),
        begun_at=datetime.fromisoformat(str(kept["begun_at"])),
        destroyed_at=datetime.fromisoformat(str(kept["destroyed_at"])),
        numbers=_numbers(kept["numbers"]),
        mailbox=_numbers(kept["mailbox"]),
        unopened=tuple(map(str, kept["unopened"])) if isinstance(kept["unopened"], list) else (),
        head=str(kept["head"]),
    )


def _numbers(value: JSON) -> dict[str, int]:
    return {name: int(str(number)) for name, number in value.items()} if isinstance(value, dict) else {}
