"""`mailvote register`: the roster, imported whole or not at all, exported, shown as at a day; and the interests."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.office import interestlist, officefile, roster
from mailvote.office.counter import COMMAND_LINE
from mailvote.office.desk import Desk
from mailvote.office.officefile import OfficeImport
from mailvote.office.roster import Difference
from mailvote.office.roster.matching import last_day
from mailvote.office.roster.showing import Proxyship, proxyships
from mailvote.reports.figures import practice_figures, proxy_figures
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Member, Role
from mailvote.rules.english import counted
from mailvote.rules.workingdays import Calendar
from mailvote.store import interests as store
from mailvote.store.database import begin, reading
from mailvote.store.interests import Interest
from mailvote.store.roster import Registered, registered


@click.group(epilog=example("mailvote register import roster.csv --dry-run", "mailvote register show"))
@flags
def register() -> None:
    """The practices, with the people who speak for them and the interests that they declare."""


@register.command(
    "import",
    epilog=example(
        "mailvote register import roster.csv --organisation selg --dry-run",
        "mailvote register import roster.xlsx --organisation selg --total 91732",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--replace", is_flag=True, help="Practices that the file does not name leave.")
@click.option("--total", type=click.IntRange(min=0), metavar="N", help="The population printed for the organisation.")
@flags
@click.pass_obj
def import_(flags: Flags, file: Path, dry_run: bool, replace: bool, total: int | None) -> None:
    """Bring the register to what FILE says.

    FILE is CSV or XLSX. The difference is printed, and applied whole or not at all: with a bad row nothing is,
    every one is named with its line, and the exit code is 1.
    """
    with opened(flags) as app, begin(app.engine) as conn:
        office, now = app.office(), app.clock()
        planned = roster.plan_import(
            conn,
            office.settings.id,
            file.read_bytes(),
            replace=replace,
            total=total,
            now=now,
            calendar=office.desk.house.calendar,
        )
        if not dry_run:
            roster.carry_out(conn, office.settings.id, planned, now)
    _show_import(flags, planned, applied=not (dry_run or planned.problems))
    if planned.problems:
        sys.exit(1)


@register.command(epilog=example("mailvote register export --organisation selg > roster.csv"))
@flags
@click.pass_obj
def export(flags: Flags) -> None:
    """Print the register as a roster file.

    Importing it again makes no difference.
    """
    with opened(flags) as app, reading(app.engine) as conn:
        calendar, now = app.office().desk.house.calendar, app.clock()
        found = registered(conn, app.office().settings.id)
        proxies = proxyships(conn, app.office().settings.id, now)
    if flags.json:
        output.document(_listing(found, proxies, now, calendar))
    else:
        click.echo(roster.export_roster(found, at=now, calendar=calendar), nl=False)


@register.command(epilog=example("mailvote register show", "mailvote register show --as-at 2026-04-01 --json"))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As it stands at the end of that day.")
@flags
@click.pass_obj
def show(flags: Flags, as_at: datetime | None) -> None:
    """Show the practices and people of today, or of another day.

    Below them stand the proxies for ballots that were not over then, each with its ballot.
    """
    with opened(flags) as app, reading(app.engine) as conn:
        calendar = app.office().desk.house.calendar
        at = _end_of(as_at, calendar) if as_at else app.clock()
        found = registered(conn, app.office().settings.id)
        proxies = proxyships(conn, app.office().settings.id, at)
    if flags.json:
        output.document(_listing(found, proxies, at, calendar))
        return
    rows = (_row(each, at, calendar) for each in found if each.in_force(at))
    output.table(("practice", "group", "population", *(role.value for role in SHOWN)), rows, nothing=EMPTY)
    if proxies:
        output.say("")
        output.table(("proxy for", "practice", "name"), map(_proxy_row, proxies), nothing="")


@register.command(
    "offices",
    epilog=example(
        "mailvote register offices offices.csv --organisation selg --dry-run",
        "mailvote register offices offices.xlsx",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@flags
@click.pass_obj
def import_offices(flags: Flags, file: Path, dry_run: bool) -> None:
    """Bring the register of offices to what FILE says.

    FILE is CSV or XLSX, one row for each holder of an office. The difference is printed, and applied whole or not at
    all: with a bad row nothing is, every one is named with its line, and the exit code is 1. Offices and terms that
    the file does not name stay as they are.
    """
    with opened(flags) as app, begin(app.engine) as conn:
        desk, now = app.office().desk, app.clock()
        planned = officefile.plan_offices(conn, desk, file.read_bytes(), now)
        if not dry_run:
            officefile.carry_out(conn, planned, by=COMMAND_LINE.address, now=now)
    _show_import(flags, planned, applied=not (dry_run or planned.problems))
    if planned.problems:
        sys.exit(1)


SHOWN = (Role.LEAD, Role.DEPUTY, Role.CONTACT)
EMPTY = "The register is empty: mailvote register import FILE fills it."


@register.command(
    epilog=example(
        "mailvote register interests",
        "mailvote register interests --as-at 2026-04-01 --json",
        "mailvote register interests --out interests.csv",
    )
)
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As it stands at the end of that day.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE.csv",
    help="Write the entries to this file as CSV.",
)
@flags
@click.pass_obj
def interests(flags: Flags, as_at: datetime | None, out: Path | None) -> None:
    """Show the interests declared, those in force today or on another day."""
    with opened(flags) as app, reading(app.engine) as conn:
        desk = app.office().desk
        at = _end_of(as_at, desk.house.calendar) if as_at else app.clock()
        found = store.listing(conn, desk.organisation, at)
    if out is not None:
        out.write_text(interestlist.export_interests(desk, found, at), encoding="utf-8", newline="")
    _show_interests(flags, desk, found, at, out)


NO_INTERESTS = "No interest is declared."
INTEREST_HEADINGS = ("entry", "practice", "person", "ballot", "since", "until", "reviewed", "interest")


def _show_interests(flags: Flags, desk: Desk, found: Sequence[Interest], at: datetime, out: Path | None) -> None:
    if flags.json:
        output.document({"interests": interestlist.figures(desk, found, at)})
    elif out is not None:
        output.say(f"{counted(len(found), 'entry')} written to {out}.")
    else:
        rows = (_interest_row(each, desk.house.calendar, at) for each in found)
        output.table(INTEREST_HEADINGS, rows, nothing=NO_INTERESTS)


def _interest_row(each: Interest, calendar: Calendar, at: datetime) -> tuple[str, ...]:
    since, reviewed = (calendar.local(one).date().isoformat() for one in (each.since, each.reviewed_at))
    until = last_day(each.until, calendar).isoformat() if each.until else ""
    due = " (review is due)" if each.review_due(calendar.local(at)) else ""
    return (
        str(each.id),
        each.member,
        each.person,
        each.reference,
        since,
        until,
        f"{reviewed}{due}",
        each.description,
    )


def _end_of(day: datetime, calendar: Calendar) -> datetime:
    """The last instant of the day: an appointment made on it counts, one that ends with it still does."""
    return calendar.at(day.date() + timedelta(days=1), time()) - timedelta(microseconds=1)


def _listing(
    found: Sequence[Registered], proxies: Sequence[Proxyship], at: datetime, calendar: Calendar
) -> dict[str, JSON]:
    day = calendar.local(at).date()
    present = (each for each in found if each.in_force(at))
    return {
        "practices": [practice_figures(each.member, each.population_on(day), at) for each in present],
        "proxies": [proxy_figures(each.reference, each.practice, each.person) for each in proxies],
    }


def _proxy_row(each: Proxyship) -> tuple[str, ...]:
    return (each.reference, each.practice, f"{each.person.name} <{each.person.address}>")


def _row(each: Registered, at: datetime, calendar: Calendar) -> tuple[str, ...]:
    figure = each.population_on(calendar.local(at).date())
    population = f"{figure[1]:,} on {figure[0]}" if figure else ""
    return (each.member.name, each.member.group, population, *(_people(each.member, role, at) for role in SHOWN))


def _people(member: Member, role: Role, at: datetime) -> str:
    people = (person for person in member.people if person.role is role and person.in_force(at))
    return "; ".join(f"{person.name} <{person.address}>".strip() for person in people)


def _show_import(flags: Flags, planned: Difference | OfficeImport, *, applied: bool) -> None:
    if flags.json:
        output.document(
            {
                "applied": applied,
                "changes": list(planned.sentences),
                "warnings": list(planned.warnings),
                "problems": [
                    {"line": each.line, "column": each.column, "problem": each.phrase} for each in planned.problems
                ],
            }
        )
        return
    output.say(*planned.sentences)
    output.warn(*(f"warning: {warning}" for warning in planned.warnings))
    output.refuse(*map(str, planned.problems))
    output.say(_upshot(planned, applied=applied))


def _upshot(planned: Difference | OfficeImport, *, applied: bool) -> str:
    if not planned.problems and not planned.changes:
        return "The register agrees with the file: there is nothing to change."
    return f"{counted(len(planned.changes), 'change')} applied." if applied else "Nothing was changed."
