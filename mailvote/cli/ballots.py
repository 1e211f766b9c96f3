"""`mailvote ballots`: how ballots stand, and their papers; never a total before the count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import click

from mailvote.cli import output
from mailvote.cli.options import Flags, example, flags
from mailvote.cli.session import opened
from mailvote.mail.astext import as_text
from mailvote.mail.letter import Letterhead, say_time, short_time
from mailvote.mail.phrases import reconciliation
from mailvote.mail.results import WITHHELD
from mailvote.office import looking, status
from mailvote.rules.participation import percent
from mailvote.store import ballots as store
from mailvote.store.database import reading

HEADINGS = ("reference", "title", "stage", "closes", "voted", "abstained", "no reply")

Figures = Mapping[str, Any]
"""A ballot in the form of interface.md 7."""

NOT_SETTLED = "not settled yet"
"""Stands for the dates of a draft that waits for the manager."""


@click.group(
    invoke_without_command=True,
    epilog=example("mailvote ballots", "mailvote ballots show SELG-2026-03 --json"),
)
@flags
@click.pass_context
def ballots(context: click.Context) -> None:
    """List all ballots, or look at one."""
    if context.invoked_subcommand is None:
        _list(context.obj)


def _list(flags: Flags) -> None:
    with opened(flags) as app, reading(app.engine) as conn:
        desk, now = app.office().desk, app.clock()
        every = [status.figures(conn, desk, ballot, now) for ballot in store.every(conn, desk.organisation)]
    if flags.json:
        output.document({"ballots": list(every)})
    else:
        rows = (_row(desk.house, figures) for figures in every)
        output.table(HEADINGS, rows, nothing="There is no ballot yet.")


@ballots.command(epilog=example("mailvote ballots show SELG-2026-03", "mailvote ballots show SELG-2026-03 --json"))
@click.argument("reference", metavar="REF")
@flags
@click.pass_obj
def show(flags: Flags, reference: str) -> None:
    """Show how the ballot REF stands.

    Its dates, participation, messages and, once it is counted, the outcome; never a total before.
    """
    with opened(flags) as app, reading(app.engine) as conn:
        desk = app.office().desk
        figures = status.figures(conn, desk, looking.ballot_named(conn, desk, reference), app.clock())
    if flags.json:
        output.document(figures)
    else:
        output.say(*_description(desk.house, figures))


@ballots.command(epilog=example('mailvote ballots paper SELG-2026-03 --practice "Bell Surgery"'))
@click.argument("reference", metavar="REF")
@click.option("--practice", required=True, metavar="NAME", help="Any of the practice's names.")
@flags
@click.pass_obj
def paper(flags: Flags, reference: str, practice: str) -> None:
    """Show the paper as a practice sees it.

    It bears no code: nobody can vote with it.
    """
    with opened(flags) as app, reading(app.engine) as conn:
        letter = looking.specimen(conn, app.office().desk, reference, practice, app.clock())
    if flags.json:
        output.document({"subject": letter.subject, "text": as_text(letter.body)})
    else:
        output.say(f"Subject: {letter.subject}", "", as_text(letter.body).rstrip("\n"))


def _row(house: Letterhead, figures: Figures) -> tuple[str, ...]:
    part = figures["participation"]
    return (
        figures["reference"],
        figures["title"],
        figures["stage"],
        _when(figures["closes_at"], lambda at: short_time(at, house.calendar)),
        *(str(part[key]) for key in ("voted", "abstained", "no_reply")),
    )


def _description(house: Letterhead, figures: Figures) -> Iterator[str]:
    yield f"{figures['reference']}: {figures['title']} ({figures['ruleset']})"
    yield f"Stage: {figures['stage']}"
    for key in ("opens_at", "closes_at"):
        when = _when(figures[key], lambda at: say_time(at, house.calendar))
        yield f"{key.removesuffix('_at').capitalize()}: {when}"
    yield "Options: " + "; ".join(f"{option['number']} {option['name']}" for option in figures["options"])
    yield _participation(figures["participation"])
    yield f"Messages: {reconciliation(figures['messages'])}"
    if figures["outcome"]:
        yield from _outcome(figures["outcome"])


def _when(instant: str | None, say: Callable[[datetime], str]) -> str:
    return say(datetime.fromisoformat(instant)) if instant else NOT_SETTLED


def _participation(part: Figures) -> str:
    required = Fraction(part["required"]) if part["required"] else None
    share = percent(Fraction(part["share"]), required=required)
    needed = f", {percent(required)} needed" if required is not None else ""
    numbers = f"{part['voted']} voted, {part['abstained']} abstained, {part['no_reply']} no reply"
    return f"Participation: {numbers}: {share}{needed}"


def _outcome(outcome: Figures) -> Iterator[str]:
    yield f"Outcome: {' '.join((outcome['kind'], *outcome['elected']))}"
    totals = {name: WITHHELD if total is None else str(total) for name, total in outcome["totals"].items()}
    width = max(4, *map(len, totals.values())) if totals else 0
    for name, total in totals.items():
        yield f"  {total:>{width}}  {name}"
    yield from outcome["sentences"]
    if outcome["run_off"]:
        yield f"Further election: {outcome['run_off']}"
