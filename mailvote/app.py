"""Put everything together: settings, database, secrets, wording, mail servers; the only reader of the clock."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formataddr
from functools import cache

from sqlalchemy import Engine

from mailvote.bankholidays import bank_holidays
from mailvote.config import OrganisationSettings, Settings
from mailvote.errors import ConfigurationError, MailvoteError, Mistake, Unforeseen
from mailvote.mail.letter import Letterhead
from mailvote.mail.sender import TrustPolicy
from mailvote.mail.wording import Wording
from mailvote.office.desk import Addressee, Desk
from mailvote.office.destruction import destroy_due
from mailvote.office.diary import attend
from mailvote.office.dispatch import dispatch
from mailvote.office.ports import Mailbox, Postman
from mailvote.office.sweep import sweep
from mailvote.resources import phrasebook, rule_sets, vocabulary, wording
from mailvote.rules.workingdays import Calendar
from mailvote.store import organisations, outbox
from mailvote.store.database import Hold, begin, current, exclusive, make_engine, reading, upgrade
from mailvote.store.vault import Secrets, load_key_file
from mailvote.transport.heartbeat import beat
from mailvote.transport.imap import ImapMailbox
from mailvote.transport.smtp import SmtpPostman

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

YEARS_BEHIND, YEARS_AHEAD = 1, 10
"""The bank holidays of these years around the present one are known to a running office."""

TICK_WAIT = timedelta(seconds=30)
"""How long a second `tick` waits for the first on PostgreSQL; on SQLite it does not (interface.md 8)."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One organisation at work: its settings, its desk, and its ways to the mail server."""

    settings: OrganisationSettings
    desk: Desk
    mailbox: Mailbox
    postman: Postman


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round did for an organisation: messages taken in, letters tried, and what failed."""

    organisation: str
    taken: int
    tried: int
    faults: tuple[MailvoteError, ...]

    @property
    def is_last(self) -> bool:
        """Whether another round at this instant would find nothing to do, or the same fault again."""
        return bool(self.faults) or not self.taken + self.tried


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An installation, ready to work."""

    settings: Settings
    engine: Engine
    offices: tuple[Office, ...]
    clock: Clock

    def office(self, organisation: str | None = None) -> Office:
        """The office of that id; without one the only office. ConfigurationError where there are several."""
        if organisation is not None:
            name = self.settings.organisation(organisation).id
            return next(office for office in self.offices if office.settings.id == name)
        if len(self.offices) > 1:
            known = ", ".join(office.settings.id for office in self.offices)
            phrase = f"there are several organisations; allowed: one of {known}"
            raise ConfigurationError([Mistake("", "--organisation", phrase)])
        return self.offices[0]

    def tick(self) -> None:
        """Poll, attend to deadlines and dispatch until nothing is left to do at this instant.

        What is out of reach is left out; the first such fault is raised once everything else is done.
        """
        with self.holding(wait=self.patience):
            faults = [fault for done in self.work() for fault in done.faults]
        if faults:
            raise faults[0]

    @property
    def patience(self) -> timedelta:
        """How long a command that does one thing waits for the installation (interface.md 8)."""
        return timedelta() if self.engine.dialect.name == "sqlite" else TICK_WAIT

    @contextmanager
    def holding(self, *, wait: timedelta | None, pause: Callable[[float], object] = time.sleep) -> Iterator[Hold]:
        """Hold the installation (None: wait for it for ever); InstallationBusy if another process keeps it.

        `pause` is called between two tries with the seconds to wait, and may raise to give up.
        """
        with exclusive(self.engine, wait=wait, pause=pause) as hold:
            self.activate()
            with begin(self.engine) as conn:
                outbox.break_leases(conn)
            yield hold

    def activate(self) -> None:
        """Activate organisations that were not yet: what arrived before now is never answered."""
        with begin(self.engine) as conn:
            for office in self.offices:
                organisations.ensure(conn, office.desk.secrets, office.desk.organisation, self.clock())

    def work(self, stopped: Callable[[], bool] = lambda: False) -> tuple[Round, ...]:
        """Rounds for the organisations in turn until none has anything left to do; the last round of each.

        In turn, so that the papers of one do not hold up the receipts of another.
        """
        waiting, last = deque(self.offices), list[Round]()
        while waiting and not stopped():
            done = self.round(waiting[0])
            if done.is_last:
                last.append(done)
                waiting.popleft()
            else:
                waiting.rotate(-1)
        if not waiting:
            self._beat(last)
        return tuple(last)

    def round(self, office: Office) -> Round:
        """Poll, attend to what is due, destroy and dispatch, once; each is done whatever became of the others."""
        faults: list[MailvoteError] = []
        taken = _attempt(faults, lambda: sweep(self.engine, office.desk, office.mailbox, self.clock))
        _attempt(faults, lambda: attend(self.engine, office.desk, self.clock()))
        _attempt(faults, lambda: destroy_due(self.engine, office.desk, office.mailbox, self.clock))
        tried = _attempt(faults, lambda: dispatch(self.engine, office.desk, office.postman, self.clock()))
        if self.settings.service.heartbeat_url and not (taken or tried or faults):
            _attempt(faults, lambda: len(office.postman.greet()))
        return Round(organisation=office.settings.id, taken=taken, tried=tried, faults=tuple(faults))

    def close(self) -> None:
        """Log out everywhere; from another thread it breaks off what is under way."""
        for office in self.offices:
            office.mailbox.close()
            office.postman.close()
        self.engine.dispose()

    def _beat(self, rounds: Sequence[Round]) -> None:
        """A sign of life, once the mailbox and mail server of every organisation and the database answered (P12)."""
        if not any(done.faults for done in rounds):
            beat(self.settings.service.heartbeat_url)


@cache
def wording_in(language: str) -> Wording:
    """The letters of a language, compiled once for all organisations that write in it."""
    return Wording(wording(language))


@contextmanager
def open_app(settings: Settings, *, clock: Clock = utc_now) -> Iterator[App]:
    """The installation of these settings, its schema upgraded and its key file read or, at first, created."""
    engine = make_engine(settings.database.url)
    _warn_of_a_lost_database(engine, settings)
    bring_up_to_date(engine, settings)
    with reading(engine) as conn:
        is_new = organisations.is_empty(conn)
    vault = load_key_file(settings.service.key_file, create=is_new)
    pause = settings.service.poll_interval.total_seconds()
    offices = tuple(_office(organisation, vault, clock(), pause) for organisation in settings.organisations)
    app = App(settings=settings, engine=engine, offices=offices, clock=clock)
    try:
        yield app
    finally:
        app.close()


def _warn_of_a_lost_database(engine: Engine, settings: Settings) -> None:
    """A key file beside a database without any table: the first start after a loss looks like the first of all."""
    if current(engine).current is None and settings.service.key_file.exists():
        log.warning(
            "the database is new, but the key file %s is not: if this installation has held ballots before, "
            "stop mailvote and put back its database",
            settings.service.key_file,
        )


def bring_up_to_date(engine: Engine, settings: Settings) -> None:
    """Upgrade an empty or older schema under the lock; ConfigurationError for a newer one, or where that is off."""
    stand = current(engine)
    if stand.up_to_date:
        return
    if not settings.database.auto_upgrade and not stand.newer:
        phrase = f"the schema is at {stand.current or 'nothing'} and {stand.head} is needed; run: mailvote db upgrade"
        raise ConfigurationError([Mistake(str(settings.path), "database.auto_upgrade", phrase)])
    with exclusive(engine, wait=TICK_WAIT):
        upgrade(engine)


def calendar_of(settings: OrganisationSettings, now: datetime) -> Calendar:
    """The organisation's clock and working days, for some years around now."""
    years = range(now.year - YEARS_BEHIND, now.year + YEARS_AHEAD + 1)
    return Calendar(
        timezone=settings.timezone,
        closing_time=settings.closing_time,
        holidays=bank_holidays(settings.calendar, years, closed=settings.closed_days, opened=settings.open_days),
    )


def _office(settings: OrganisationSettings, vault: Secrets, now: datetime, pause: float) -> Office:
    return Office(
        settings=settings,
        desk=_desk(settings, vault, now),
        mailbox=ImapMailbox(settings.imap, pause=pause),
        postman=SmtpPostman(settings.smtp, pause=pause),
    )


def _desk(settings: OrganisationSettings, vault: Secrets, now: datetime) -> Desk:
    return Desk(
        organisation=settings.id,
        house=Letterhead(
            organisation=settings.name,
            id=settings.id,
            address=settings.address,
            noun=settings.member_noun,
            nouns=settings.member_nouns,
            calendar=calendar_of(settings, now),
            managers=tuple(formataddr((manager.name, manager.address)) for manager in settings.managers),
            plus_addressing=settings.imap.plus_addressing,
            phrasebook=phrasebook(settings.language),
        ),
        managers=tuple(Addressee(name=manager.name, address=manager.address) for manager in settings.managers),
        papers_to=settings.papers_to,
        folders=settings.imap.folders,
        closing_grace=settings.closing_grace,
        told_of_proxies=tuple(Addressee(name="", address=address) for address in settings.notify_on_proxy),
        next_meetings=settings.next_meetings,
        warn_of_terms=settings.warn_of_terms,
        trust=TrustPolicy(
            provider=settings.imap.provider,
            authserv_id=settings.imap.authserv_id,
            trusted_hosts=settings.imap.trusted_hosts,
        ),
        rule_sets=rule_sets(settings.rule_sets),
        wording=wording_in(settings.language),
        vocabulary=vocabulary(settings.language),
        secrets=vault,
    )


def _attempt(faults: list[MailvoteError], work: Callable[[], int | None]) -> int:
    """Do one thing; note why it failed and go on: not even our own mistake in one election may end another."""
    try:
        return work() or 0
    except MailvoteError as fault:
        faults.append(fault)
    except Exception as error:  # noqa: BLE001
        faults.append(Unforeseen(error))
    return 0
