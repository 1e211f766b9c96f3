"""A filled-in form of each command that has one, for the letter that explains them."""

from collections.abc import Mapping, Sequence

from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.letter import Letterhead

OFFICE = "Locality Clinical Director"


def examples(house: Letterhead) -> Mapping[str, tuple[str, ...]]:
    """The lines of each form by a short name, as `understand` reads them back."""
    reference = f"{house.id.upper()}-2026-01"
    forms = {**_calls(reference), **_ballots(house, reference), **_people(house, reference), **_offices()}
    return {name: form_lines(instruction) for name, instruction in forms.items()}


def _calls(reference: str) -> Mapping[str, Instruction]:
    until = ("Apply by", "2 November 2026 17:00")
    panel = ("Dr A. Example <a.example@practice.example>", "B. Example <b.example@practice.example>")
    vote = (("Opens", "9 November 2026 09:00"), ("Closes", "16 November 2026 17:00"))
    return {
        "call": Instruction(verb="call", fields=(("Title", OFFICE), ("Office", OFFICE), until, *vote), items=panel),
        "reopen": Instruction(verb="reopen", argument=reference, fields=(("Apply by", "9 November 2026 17:00"),)),
        "panel": Instruction(verb="panel", argument=reference, items=panel),
    }


def _ballots(house: Letterhead, reference: str) -> Mapping[str, Instruction]:
    return {
        "election": _election(house),
        "decision": Instruction(
            verb="start",
            argument="decision",
            fields=(
                ("Title", "Evening surgeries"),
                ("Question", f"Shall every {house.noun} open on one evening a week?"),
            ),
        ),
        "run_off": Instruction(
            verb="start", argument=f"run-off {reference}", fields=(("Closes", "8 December 2026 17:00"),)
        ),
        "assess": Instruction(
            verb="assess",
            argument=reference,
            items=("Dr A. Example: eligible", "Dr B. Example: not eligible because no clinician"),
        ),
        "launch": Instruction(verb="launch", argument=reference, fields=(("Closes", "30 November 2026 17:00"),)),
        "outcome": Instruction(verb="outcome", argument=reference, fields=(("Effective", "1 January 2027"),)),
        "hold": Instruction(
            verb="hold",
            argument=reference,
            fields=(("Reason", f"A {house.noun} has asked for the count to be redone."),),
        ),
        "extend": Instruction(verb="extend", argument=reference, fields=(("Closes", "2 December 2026 17:00"),)),
        "cancel": Instruction(
            verb="cancel", argument=reference, fields=(("Reason", "One of the candidates has withdrawn."),)
        ),
        "record": record(house, reference, ("For", "Against")),
    }


def record(house: Letterhead, reference: str, options: Sequence[str]) -> Instruction:
    """Votes as they are recorded: one line each for the first two options, an abstention, and who was only present."""
    names = (f"{ordinal} {house.noun.capitalize()}" for ordinal in ("First", "Second", "Third", "Fourth"))
    votes = (*options[:2], "abstain", "present")
    items = tuple(f"{name}: {vote}" for name, vote in zip(names, votes, strict=False))
    return Instruction(verb="record", argument=reference, items=items)


def _election(house: Letterhead) -> Instruction:
    return Instruction(
        verb="start",
        argument="election",
        fields=(
            ("Title", OFFICE),
            ("Question", f"Whom does your {house.noun} choose as {OFFICE}?"),
            ("Closes", "30 November 2026 17:00"),
            ("Note", "The statements of the candidates were sent to you on 16 November."),
        ),
        items=("Dr A. Example <a.example@practice.example>", "Dr B. Example <b.example@practice.example>"),
    )


def _people(house: Letterhead, reference: str) -> Mapping[str, Instruction]:
    practice = ("Practice", f"First {house.noun.capitalize()}")
    person = (("Name", "Dr C. Example"), ("Email", "c.example@practice.example"))
    interest = ("Reason", "A partner has shares in the company that bids.")
    away = ("Reason", "Lead and deputy are both on leave that week.")
    ballot = ("Ballot", reference)
    return {
        "deputy": Instruction(verb="set", argument="deputy", fields=(practice, *person, ("From", "1 December 2026"))),
        "proxy": Instruction(verb="set", argument="proxy", fields=(practice, ballot, *person)),
        "interest": Instruction(verb="interest", fields=(practice, ballot, interest)),
        "lead_deputy": Instruction(verb="nominate", argument="deputy", fields=person),
        "lead_proxy": Instruction(verb="nominate", argument="proxy", fields=(ballot, *person, away)),
        "lead_interest": Instruction(verb="declare", argument="interest", fields=(ballot, interest)),
    }


def _offices() -> Mapping[str, Instruction]:
    office = ("Office", OFFICE)
    holder = (("Holder", "Dr C. Example"), ("Email", "c.example@practice.example"))
    term = (("From", "1 April 2026"), ("Until", "31 March 2028"))
    return {
        "office": Instruction(verb="office", fields=(office, *holder, *term, ("Years", "2"), ("Places", "1"))),
        "vacancy": Instruction(
            verb="vacancy", fields=(office, ("Until", "31 January 2027"), ("Reason", "A new post elsewhere."))
        ),
    }
