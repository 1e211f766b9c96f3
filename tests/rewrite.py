"""Writes again what is generated in the documents: `make docs`."""

from pathlib import Path

from mailvote.reports.ruletable import rule_tables, with_tables
from mailvote.resources import rule_sets

RULE_SETS = Path(__file__).parent.parent / "docs/rulesets.md"


def rule_set_document() -> str:
    """docs/rulesets.md with the tables of the rule sets as they are now."""
    tables = rule_tables([file.rules for file in rule_sets().values()])
    return with_tables(RULE_SETS.read_text(encoding="utf-8"), tables)


if __name__ == "__main__":
    RULE_SETS.write_text(rule_set_document(), encoding="utf-8")
