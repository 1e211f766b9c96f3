"""Attend to what is due: open, serve newcomers, remind, count; each deadline is a row and each step a transaction."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine

from mailvote.office.assessing import assess_due
from mailvote.office.attaching import clear_away
from mailvote.office.confirming import remind_unconfirmed
from mailvote.office.count import count_due
from mailvote.office.desk import Desk
from mailvote.office.exclusion import apply_interests
from mailvote.office.interestlist import point_out_interests
from mailvote.office.keeping import wind_clocks
from mailvote.office.opening import issue_missing_papers, open_due
from mailvote.office.parking import drop_unconfirmed
from mailvote.office.relaunching import follow_withdrawals
from mailvote.office.reminders import remind_due
from mailvote.office.vacancies import warn_of_terms
from mailvote.store.database import begin

Step = Callable[[Connection, Desk, datetime], None]

STEPS: tuple[Step, ...] = (
    open_due,
    apply_interests,
    issue_missing_papers,
    remind_due,
    count_due,
    drop_unconfirmed,
    assess_due,
    follow_withdrawals,
    wind_clocks,
    remind_unconfirmed,
    point_out_interests,
    warn_of_terms,
    clear_away,
)


def attend(engine: Engine, desk: Desk, now: datetime) -> None:
    """Do everything that is due at this instant; doing it again does nothing."""
    for step in STEPS:
        with begin(engine) as conn:
            step(conn, desk, now)
