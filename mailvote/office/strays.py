"""Find the mail of no ballot that has to go with one: what its people wrote, and what names it or a letter of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.message import read_message
from mailvote.office.desk import Desk
from mailvote.office.dispatch import bounce_code
from mailvote.office.keys import sealer
from mailvote.store import ballots, candidates, erasure, inbox, outbox, panels
from mailvote.store.ballots import Ballot
from mailvote.store.destruction import Strays
from mailvote.store.erasure import Loose

_ID = re.compile(r"<([^<>\s]{1,250})>")
_RECORD = re.compile(r"^[>\s]*(?:please,? )?record\b", re.IGNORECASE | re.MULTILINE)
_BOUNCE = re.compile(r"\+bounce-([0-9a-z]{1,20})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Who could write about a ballot, and when: its people's addresses, from its call or opening to its end.

    `others` are those of its call who belong to no practice: what they write later is about it too.
    """

    since: datetime
    until: datetime | None
    addresses: frozenset[str] = field(repr=False)
    others: frozenset[str] = field(repr=False)

    def could_have_sent(self, mail: Loose) -> bool:
        """Whether this may be about the ballot; mail whose sender could not be read may be anybody's."""
        if mail.at < self.since:
            return False
        in_time = self.until is None or mail.at <= self.until
        return (in_time and (not mail.address or mail.address in self.addresses)) or mail.address in self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What a message holds that has to do with the ballot: its reference, or the mark of a letter about it.

    A bounce brings the letter back, with the choice that it told; so may a command that nobody could read.
    """

    reference: str
    message_ids: frozenset[str] = field(repr=False)
    bounce_codes: frozenset[str] = field(repr=False)

    def are_in(self, content: bytes) -> bool:
        """In any part of it, also where the lines of a part were broken for the way (quoted-printable)."""
        incoming, raw = read_message(content), re.sub(r"=\r?\n", "", content.decode("latin-1"))
        words = "\n".join((raw, incoming.subject, incoming.text or "", incoming.html or ""))
        named = re.search(rf"(?<![A-Z0-9-]){re.escape(self.reference)}(?![0-9])", words, re.IGNORECASE)
        codes = {code.lower() for code in _BOUNCE.findall(words)}
        return bool(named or self.message_ids.intersection(_ID.findall(words)) or self.bounce_codes & codes)


def strays(conn: Connection, desk: Desk, ballot: Ballot) -> Strays:
    """Mail of no ballot that goes with this one; what a ballot may need that is not declared yet stays for that one.

    What answers a letter that goes has to go too, and so on.
    """
    own, others = _circle(conn, ballot), _undeclared(conn, desk, ballot)
    free = [mail for mail in erasure.loose_messages(conn, ballot.id) if not _any_could_have_sent(others, mail)]
    found = Strays()
    while True:
        traces = _traces(conn, ballot, found)
        messages = tuple(mail.id for mail in free if _goes(conn, desk, own, traces, mail))
        more = Strays(messages=messages, letters=_answers(conn, desk, ballot, traces, messages))
        if more == found:
            return found
        found = more


def _traces(conn: Connection, ballot: Ballot, found: Strays) -> Traces:
    letters = outbox.of_ballot(conn, ballot.id, found.letters)
    return Traces(
        reference=ballot.paper.reference,
        message_ids=frozenset(letter.message_id.strip("<>") for letter in letters),
        bounce_codes=frozenset(bounce_code(letter.id) for letter in letters),
    )


def _goes(conn: Connection, desk: Desk, own: Circle | None, traces: Traces, mail: Loose) -> bool:
    """A manager's mail goes only where it names the ballot, or records votes without saying in which."""
    is_manager = desk.manager(mail.address) is not None
    if own and own.could_have_sent(mail) and not is_manager:
        return True
    content = inbox.content(conn, sealer(conn, desk, None), mail.id)
    if content is None:
        return False
    since = own.since if own else None
    return traces.are_in(content) or (is_manager and since is not None and since <= mail.at and _records(content))


def _records(content: bytes) -> bool:
    """Whether a line begins as a record of votes does."""
    incoming = read_message(content)
    return bool(_RECORD.search("\n".join((incoming.subject, incoming.text or "", incoming.html or ""))))


def _answers(conn: Connection, desk: Desk, ballot: Ballot, traces: Traces, messages: Iterable[int]) -> tuple[int, ...]:
    """Our letters of no ballot that name it, or answer a message that goes: they may repeat what it said."""
    answered = {row.message_id.strip("<>") for row in inbox.rows(conn, desk.organisation, tuple(messages))} - {""}
    known = Traces(
        reference=traces.reference, message_ids=traces.message_ids | answered, bounce_codes=traces.bounce_codes
    )
    found = []
    for letter in erasure.loose_letters(conn, ballot.id):
        content = outbox.content(conn, sealer(conn, desk, None), letter.id)
        if content is not None and known.are_in(content):
            found.append(letter.id)
    return tuple(found)


def _undeclared(conn: Connection, desk: Desk, ballot: Ballot) -> tuple[Circle, ...]:
    others = (other for other in ballots.unfinished(conn, desk.organisation) if other.id != ballot.id)
    return tuple(circle for other in others if (circle := _circle(conn, other)))


def _circle(conn: Connection, ballot: Ballot) -> Circle | None:
    """None for a ballot of which nobody was told."""
    dates = ballot.dates
    since = dates.called_at or dates.opened_at
    if since is None:
        return None
    members = ballots.electorate(conn, ballot).members
    addresses = frozenset(person.address for member in members for person in member.people)
    return Circle(
        since=since,
        until=dates.declared_at or dates.cancelled_at,
        addresses=addresses,
        others=_concerned(conn, ballot) - addresses if dates.called_at else frozenset(),
    )


def _concerned(conn: Connection, ballot: Ballot) -> frozenset[str]:
    """Candidates, the panel, and whoever else wrote about the call, also who never confirmed that it was they."""
    people = {one.address for one in candidates.of_ballot(conn, ballot.id)}
    people |= {one.address for one in panels.everybody(conn, ballot.id)}
    people |= {row.from_address for row in inbox.of_ballot(conn, ballot.organisation, ballot.id)}
    return frozenset(people - {""})


def _any_could_have_sent(others: Iterable[Circle], mail: Loose) -> bool:
    return any(other.could_have_sent(mail) for other in others)
