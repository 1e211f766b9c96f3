"""Read the commands of an office's life: call, assessment, launch, confirmation, hold, offices (R20 to R25)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mailvote.mail.fields import Fields
from mailvote.mail.layouts import PANEL
from mailvote.mail.orders import (
    Assess,
    CallForCandidates,
    Command,
    ConfirmOutcome,
    Hold,
    Launch,
    Release,
    ReopenCall,
    SetOffice,
    SetPanel,
    ShowOffices,
    Vacancy,
)


def _call(fields: Fields) -> Command:
    fields.only()
    rules = fields.rule_set("election")
    return CallForCandidates(
        title=fields.text("Title", required=not fields.line("Office")) or fields.line("Office"),
        office=fields.line("Office"),
        ruleset=rules.name if rules and fields.line("Rule set") else "",
        group=fields.text("Group"),
        seats=fields.seats(rules),
        apply_by=fields.moment("Apply by"),
        panel=fields.people(PANEL, required=True),
        opens=fields.moment("Opens"),
        closes=fields.moment("Closes"),
        note=fields.text("Note"),
    )


def _reopen(fields: Fields) -> Command | None:
    fields.near()
    apply_by = fields.moment("Apply by", required=True)
    return ReopenCall(reference=fields.instruction.argument, apply_by=apply_by) if apply_by else None


def _assess(fields: Fields) -> Command:
    if not fields.instruction.items:
        like = "write one line for each below the command, as in - NAME: eligible"
        fields.mistakes.append(f"It says of nobody whether they are eligible: {like}")
    return Assess(reference=fields.instruction.argument, lines=fields.instruction.items)


def _launch(fields: Fields) -> Command:
    fields.near()
    opens, closes = fields.moment("Opens"), fields.moment("Closes")
    return Launch(reference=fields.instruction.argument, opens=opens, closes=closes, note=fields.text("Note"))


def _outcome(fields: Fields) -> Command:
    fields.near()
    return ConfirmOutcome(
        reference=fields.instruction.argument, effective=fields.day("Effective"), note=fields.text("Note")
    )


def _hold(fields: Fields) -> Command:
    fields.near()
    return Hold(reference=fields.instruction.argument, reason=fields.text("Reason", required=True))


def _office(fields: Fields) -> Command:
    fields.only()
    rules = fields.rule_set("election")
    return SetOffice(
        office=fields.line("Office", required=True),
        group=fields.line("Group"),
        holder=fields.line("Holder"),
        address=fields.address(required=False),
        since=fields.day("From"),
        until=fields.day("Until"),
        years=fields.number("Years"),
        places=fields.number("Places"),
        ruleset=rules.name if rules and fields.line("Rule set") else "",
    )


def _vacancy(fields: Fields) -> Command:
    fields.only()
    return Vacancy(
        office=fields.line("Office", required=True),
        holder=fields.line("Holder"),
        until=fields.day("Until"),
        reason=fields.text("Reason"),
    )


OF_AN_OFFICE: Mapping[str, Callable[[Fields], Command | None]] = {
    "call": _call,
    "reopen": _reopen,
    "panel": lambda fields: SetPanel(reference=fields.instruction.argument, panel=fields.people(PANEL, required=True)),
    "assess": _assess,
    "launch": _launch,
    "outcome": _outcome,
    "hold": _hold,
    "release": lambda fields: Release(reference=fields.instruction.argument),
    "offices": lambda fields: ShowOffices(),
    "office": _office,
    "vacancy": _vacancy,
}
"""By the verb of the instruction."""
