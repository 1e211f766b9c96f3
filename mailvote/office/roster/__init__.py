"""The roster: a file of practices, compared with the register, shown, and applied whole or not at all."""

from mailvote.office.roster.difference import Difference, difference
from mailvote.office.roster.export import export_roster
from mailvote.office.roster.importing import carry_out, plan_import
from mailvote.office.roster.lookalikes import address_warnings
from mailvote.office.roster.reading import Roster, read_roster
from mailvote.office.roster.showing import roster_letter
from mailvote.office.roster.table import Problem

__all__ = [
    "Difference",
    "Problem",
    "Roster",
    "address_warnings",
    "carry_out",
    "difference",
    "export_roster",
    "plan_import",
    "read_roster",
    "roster_letter",
]
