"""Look before the election whether everything stands: mail in, mail out, roster, database, key file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from email.utils import format_datetime
from pathlib import Path

from mailvote.errors import ConfigurationError, LoginRefused, OutOfReach
from mailvote.office.ports import Disposition, Mailbox, MailboxReport, Parcel, Postman, Received
from mailvote.office.roster.lookalikes import address_warnings
from mailvote.rules.electorate import Electorate, Role
from mailvote.store.database import Revision
from mailvote.store.vault import load_key_file

CLOCKS_MAY_DIFFER = timedelta(minutes=2)
"""More than this between the mail server's clock and ours is worth a word: the server's decides (R18)."""

PATIENCE = timedelta(seconds=60)
PAUSE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at; a note is all right, yet worth reading."""

    name: str
    ok: bool
    detail: str
    is_note: bool = False


def worst_first(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Problems, then notes, then what is in order; otherwise as it was looked at."""
    return tuple(sorted(checks, key=lambda check: (check.ok, not check.is_note)))


def check_mailbox(mailbox: Mailbox, *, folders: Sequence[str], archive: str, now: datetime) -> tuple[Check, ...]:
    """Login, folders, capabilities and clock of the IMAP server, for these settings."""
    try:
        report = mailbox.report()
    except OutOfReach as problem:
        return (_out_of_reach("IMAP", problem),)
    return (
        Check(name="IMAP login", ok=True, detail="accepted"),
        *_folders(report, folders),
        *_archive(report, folders, archive),
        _idle(report),
        _clock(report, now),
    )


def check_postman(postman: Postman) -> tuple[Check, ...]:
    """Login at the SMTP server, and that it answers."""
    try:
        offers = postman.greet()
    except OutOfReach as problem:
        return (_out_of_reach("SMTP", problem),)
    return (Check(name="SMTP login", ok=True, detail=f"accepted; offers {', '.join(sorted(offers)) or 'nothing'}"),)


def check_round_trip(
    mailbox: Mailbox,
    postman: Postman,
    *,
    address: str,
    nonce: str,
    clock: Callable[[], datetime],
    pause: Callable[[float], object],
) -> tuple[Check, ...]:
    """Send a letter to ourselves and wait up to a minute until it is in the mailbox.

    It is marked as written by a machine, so a running service counts it as automatic and does not answer.
    """
    try:
        last_uids = {folder.name: folder.last_uid for folder in mailbox.report().swept}
        sent_at = clock()
        trouble = _send(postman, _probe(address, nonce, sent_at))
        if trouble:
            return (Check(name="round trip", ok=False, detail=trouble),)
        arrived = _await(mailbox, last_uids, nonce, lambda: clock() - sent_at < PATIENCE, pause)
    except OutOfReach as problem:
        return (Check(name="round trip", ok=False, detail=str(problem)),)
    return tuple(_arrival(arrived, sent_at, clock()))


def check_roster(electorate: Electorate, at: datetime) -> tuple[Check, ...]:
    """Practices nobody can vote for, practices on one pair of eyes, addresses to be mistaken for each other."""
    if not electorate.members:
        hint = "no practices are registered; use mailvote register import"
        return (Check(name="roster", ok=False, detail=hint),)
    return (
        Check(name="roster", ok=True, detail=f"{len(electorate.members)} registered"),
        *_without(electorate, at, Role.LEAD),
        *_without(electorate, at, Role.DEPUTY),
        *(
            Check(name="roster", ok=True, is_note=True, detail=warning)
            for warning in address_warnings(_addresses(electorate, at))
        ),
    )


def check_database(revision: Revision, *, auto_upgrade: bool = False) -> Check:
    """Whether the schema is that of this version of mailvote, or will be: `auto_upgrade` brings it up at the start."""
    if revision.newer:
        detail = f"revision {revision.current} comes from a newer mailvote; install that one"
    elif not revision.up_to_date and auto_upgrade:
        detail = f"revision {revision.current or 'none'}; the next start brings it to {revision.head}"
        return Check(name="database", ok=True, is_note=True, detail=detail)
    elif not revision.up_to_date:
        detail = f"revision {revision.current or 'none'}, {revision.head} is needed; use mailvote db upgrade"
    else:
        detail = f"revision {revision.current}"
    return Check(name="database", ok=revision.up_to_date, detail=detail)


def check_key_file(path: Path, *, is_new: bool = False) -> Check:
    """Whether the key file is there, is one, and can be read by its owner alone; a new database still gets one."""
    if is_new and not path.exists():
        return Check(name="key file", ok=True, is_note=True, detail=f"the first start creates {path}")
    try:
        load_key_file(path, create=False)
    except ConfigurationError as problem:
        return Check(name="key file", ok=False, detail=str(problem))
    return Check(name="key file", ok=True, detail=str(path))


def _out_of_reach(protocol: str, problem: OutOfReach) -> Check:
    what = "login" if isinstance(problem, LoginRefused) else "connection"
    return Check(name=f"{protocol} {what}", ok=False, detail=str(problem))


def _folders(report: MailboxReport, folders: Sequence[str]) -> Iterator[Check]:
    """Each folder of the settings by itself; INBOX is the same in any case."""
    for name in folders:
        if name in report.folders or name.upper() == "INBOX":
            yield Check(name="IMAP folder", ok=True, detail=f"{name} is there")
        else:
            near = get_close_matches(name, report.folders, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield Check(name="IMAP folder", ok=False, detail=f"{name} is not there and is not swept{hint}")


def _archive(report: MailboxReport, folders: Sequence[str], archive: str) -> Iterator[Check]:
    if not archive:
        return
    if archive in folders:
        detail = f"{archive} is also among the folders to read; choose another"
        yield Check(name="IMAP archive", ok=False, detail=detail)
    elif not report.capabilities & {"MOVE", "UIDPLUS"}:
        detail = "the server can only copy: originals stay behind, marked as deleted"
        yield Check(name="IMAP archive", ok=True, is_note=True, detail=detail)
    else:
        there = "is there" if archive in report.folders else "will be created when it is first needed"
        yield Check(name="IMAP archive", ok=True, detail=f"{archive} {there}")


def _idle(report: MailboxReport) -> Check:
    if "IDLE" in report.capabilities:
        return Check(name="IMAP IDLE", ok=True, detail="offered: new mail is read at once")
    return Check(name="IMAP IDLE", ok=True, is_note=True, detail="not offered: new mail is read at the next poll")


def _clock(report: MailboxReport, now: datetime) -> Check:
    """A message from the future shows that one of the two clocks is wrong."""
    newest = max((folder.newest_at for folder in report.swept if folder.newest_at), default=now)
    ahead = newest - now
    if ahead > CLOCKS_MAY_DIFFER:
        detail = f"the newest message was received {_said(ahead)} from now: this clock or the mail server's is wrong"
        return Check(name="clock", ok=False, detail=detail)
    return Check(name="clock", ok=True, detail="no message is from the future")


def _send(postman: Postman, probe: Parcel) -> str:
    """Why the letter did not go; '' when it did."""
    (delivery,) = postman.deliver([probe])
    return "" if delivery.disposition is Disposition.SENT else f"{delivery.disposition}: {delivery.error}"


def _probe(address: str, nonce: str, now: datetime) -> Parcel:
    domain = address.rpartition("@")[2]
    lines = (
        f"From: {address}",
        f"To: {address}",
        "Subject: mailvote check",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{nonce}.check@{domain}>",
        "Auto-Submitted: auto-generated",
        "",
        "mailvote sent this letter to itself to see whether it comes back. It can be deleted.",
        "",
    )
    return Parcel(id=0, sender=address, recipient=address, content="\r\n".join(lines).encode())


def _await(
    mailbox: Mailbox,
    last_uids: dict[str, int],
    nonce: str,
    may_wait: Callable[[], bool],
    pause: Callable[[float], object],
) -> Received | None:
    while True:
        arrived = next((message for message in _new(mailbox, last_uids) if nonce.encode() in message.content), None)
        if arrived is not None or not may_wait():
            return arrived
        pause(PAUSE)


def _new(mailbox: Mailbox, last_uids: dict[str, int]) -> Iterator[Received]:
    for folder, last_uid in last_uids.items():
        mailbox.select(folder)
        for batch in mailbox.waiting(folder, last_uid):
            yield from batch


def _arrival(arrived: Received | None, sent_at: datetime, now: datetime) -> Iterator[Check]:
    if arrived is None:
        detail = f"the letter was sent, but was in no folder after {_said(now - sent_at)}"
        yield Check(name="round trip", ok=False, detail=detail)
        return
    detail = f"a letter to ourselves came into {arrived.folder} within {_said(now - sent_at)}"
    yield Check(name="round trip", ok=True, is_note=arrived.folder != "INBOX", detail=detail)
    off = max(sent_at - arrived.received_at, arrived.received_at - now)
    detail = f"the mail server's clock differs from this one by {_said(off)}; its own decides what is in time"
    if off > CLOCKS_MAY_DIFFER:
        yield Check(name="clock", ok=False, detail=detail)


def _without(electorate: Electorate, at: datetime, role: Role) -> Iterator[Check]:
    """Those who have nobody in the role; without a deputy a practice still votes (R7)."""
    missing = [
        member.name
        for member in electorate.members
        if not any(person.role is role and person.in_force(at) for person in member.people)
    ]
    if missing:
        is_note = role is not Role.LEAD
        yield Check(name="roster", ok=is_note, is_note=is_note, detail=f"no {role}: {', '.join(missing)}")


def _addresses(electorate: Electorate, at: datetime) -> Iterator[tuple[str, str]]:
    for member in electorate.members:
        yield from ((member.name, person.address) for person in member.people if person.in_force(at))


def _said(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    return f"{seconds} s" if abs(seconds) < 120 else f"{round(seconds / 60)} min"
