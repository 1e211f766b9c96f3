"""One of every letter about offices and terms."""

from dataclasses import replace
from datetime import date

from mailvote.mail import term_letters
from mailvote.mail.forms import form_lines
from mailvote.mail.instruction import Instruction
from mailvote.mail.letter import Letter
from mailvote.mail.term_letters import OfficeRow
from mailvote.rules.terms import Office, Term
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

TODAY = date(2026, 12, 31)
CALL = form_lines(
    Instruction(
        verb="call",
        fields=(
            ("Title", "Locality Clinical Director"),
            ("Office", "Locality Clinical Director"),
            ("Rule set", "election"),
            ("Seats", "1"),
            ("Apply by", "22 January 2027 17:00"),
            ("Opens", "29 January 2027 09:00"),
            ("Closes", "5 February 2027 17:00"),
        ),
    ),
    blanks=("Title", "Office", "Rule set", "Group", "Seats", "Apply by", "Opens", "Closes", "Note", "Panel"),
)


def term_post(cast: Cast) -> dict[str, Letter]:
    """The register of offices, the letter before the end of a term, and that about a vacancy."""
    w, house, words = cast.wording, cast.house, cast.words
    office = Office(organisation="selg", name=words, term_years=2)
    running = Term(holder=words, address="s.everley@selg.example", since=date(2025, 4, 1), until=date(2027, 3, 31))
    over = Term(holder="Dr Paul Orme", since=date(2023, 7, 1), until=date(2025, 6, 30))
    leaving = replace(over, holder="Dr Hannah Corbett", until=date(2028, 6, 30), vacated_at=RECEIVED)
    rows = office_rows(office, running, over, leaving)
    said = (f"{words} is in the office {words} to the end of 31 January 2027.",)
    return {
        "offices": term_letters.offices(w, house, rows, TODAY),
        "no offices": term_letters.offices(w, house, (), TODAY),
        "term ending, with its form": term_letters.term_ending(w, house, office, (running,), CALL, TOKEN, TODAY),
        "terms over, with their form": term_letters.term_ending(
            w, house, replace(office, places=3), (over, leaving, running), CALL, TOKEN, TODAY
        ),
        "vacancy, with its form": term_letters.vacancy(w, house, office, said, words, CALL, TOKEN),
        "vacancy without a reason, with its form": term_letters.vacancy(w, house, office, said, "", CALL, TOKEN),
    }


def office_rows(office: Office, running: Term, over: Term, leaving: Term) -> tuple[OfficeRow, ...]:
    """Offices as they stand in every way: held, over, given up, in the gap, with a successor, and by a group."""
    lead = replace(office, name="Locality lead", group="Oadby and Wigston", places=2, rule_set="elr-locality-lead")
    next_one = Term(holder="Dr Naomi Sinclair", since=date(2027, 4, 1), until=date(2029, 3, 31))
    early = replace(running, ended_on=date(2027, 1, 31), vacated_at=RECEIVED)
    return (
        OfficeRow(office=office, holders=(running,), to_come=(next_one,)),
        OfficeRow(office=replace(office, name="Deputy"), holders=(over,)),
        OfficeRow(office=replace(office, name="Secretary"), holders=(replace(over, ended_on=date(2027, 1, 31)),)),
        OfficeRow(office=lead, holders=(leaving,), free=1),
        OfficeRow(office=replace(office, name="Treasurer"), holders=(early,)),
        OfficeRow(office=replace(office, name="Chair"), free=1, empty_since=date(2026, 11, 20)),
        OfficeRow(office=replace(office, name="Vice chair", places=3), free=3),
        OfficeRow(office=replace(office, name="Clerk"), holders=(Term(holder="Dr Bryn Lane"),)),
        OfficeRow(office=replace(office, name="Editor"), holders=(replace(running, since=None),)),
    )
