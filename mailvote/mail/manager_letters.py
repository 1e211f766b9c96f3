"""The letters to the election manager: one small function for each, worded in `wording/`."""

from collections.abc import Mapping
from datetime import datetime

from mailvote.mail import asking, phrases, results
from mailvote.mail.answering import command_link
from mailvote.mail.ballotpaper import Precedence, by_rank
from mailvote.mail.callstanding import candidate_rows, panel_rows
from mailvote.mail.commands import form_fields, kind_of, kinds_to_type
from mailvote.mail.examples import examples, record
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.grounds import held_because
from mailvote.mail.kinds import SHORT
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.practice_letters import result
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.standing import BallotStatus, rows, taking_part
from mailvote.mail.tokens import confirmation_line
from mailvote.mail.wording import Wording, quoted
from mailvote.rules.electorate import Member
from mailvote.rules.english import counted
from mailvote.rules.outcome import Outcome
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import RuleSet

SHEET_COLUMNS = 3
"""Practice, choice and who cast it; a weight follows where votes are weighted."""


def help(w: Wording, house: Letterhead, rule_sets: Mapping[str, RuleSet]) -> Letter:  # noqa: A001 - the manager's own word for it
    """Every command, those that have a form with one filled in."""
    return letter(
        w,
        house,
        "help",
        "manager-help",
        reply_above=REPLY_ABOVE,
        kinds=", ".join(kinds_to_type(rule_sets)),
        examples=examples(house),
        closing_time=f"{house.calendar.closing_time:%H:%M}",
    )


def form(
    w: Wording,
    house: Letterhead,
    kind: str,
    nonce: str,
    proposed_opens: datetime,
    proposed_closes: datetime,
    prefill: Instruction | None,
    *,
    rule_sets: Mapping[str, RuleSet],
    problems: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
) -> Letter:
    """A form to fill in where it stands, dates proposed; or one to correct, with what is wrong in it.

    `kind` is the name of a rule set, and another may stand on the line “Rule set” of what was filled in. `files` are
    sentences about what came with it.
    """
    rules = rule_sets[kind]
    start = prefill or _empty(house, rules, proposed_opens, proposed_closes)
    named = rule_sets.get(kind_of(start.value("Rule set"), rule_sets) or "", rules)
    return letter(
        w,
        house,
        "form",
        "manager-form",
        reply_above=REPLY_ABOVE,
        kind=phrases.kind_words(rules),
        choices=named.choices,
        as_many=named.choose_at_most == "seats",
        is_by_mail=named.is_by_mail,
        needs_group=named.electorate == "one-group",
        lines=form_lines(start, blanks=form_fields(start, rule_sets)),
        problems=problems,
        files=files,
        code_line=confirmation_line(nonce),
    )


def proof(
    w: Wording,
    house: Letterhead,
    nonce: str,
    what: tuple[str, ...],
    problems: tuple[str, ...],
    sample: Letter | None,
    expires_at: datetime,
    *,
    rule_sets: Mapping[str, RuleSet],
    instruction: Instruction | None = None,
    about: str = "",
) -> Letter:
    """What a command will do, to be confirmed; with problems, what has to be corrected first."""
    return letter(
        w,
        house,
        "proof",
        "manager-proof",
        reply_above=REPLY_ABOVE,
        what=what,
        problems=problems,
        sample=sample,
        sample_source=quoted(_specimen(house, sample.body)) if sample else "",
        expires_at=expires_at,
        lines=_form(instruction, rule_sets) if instruction else (),
        about=about,
        confirm_link=command_link(house, nonce, "confirm"),
        code_line=confirmation_line(nonce),
    )


def refused(w: Wording, house: Letterhead, sentences: tuple[str, ...], *, to_manager: bool = True) -> Letter:
    """Why a command was not carried out, with the remedy; to the manager, or to somebody of a practice."""
    values = {"sentences": sentences, "to_manager": to_manager}
    return letter(w, house, "refused", "manager-refused", reply_above=REPLY_ABOVE, **values)


def done(w: Wording, house: Letterhead, sentences: tuple[str, ...], *, about: str = "") -> Letter:
    """What has been done."""
    return letter(w, house, "done", "manager-done", sentences=sentences, about=about)


def status(w: Wording, house: Letterhead, reports: tuple[BallotStatus, ...]) -> Letter:
    """How the ballots stand: turnout only (R22)."""
    shown = [
        {
            "report": report,
            "rows": rows(report),
            "taking_part": taking_part(house, report),
            "candidate_rows": candidate_rows(report.call.candidates) if report.call else [],
            "panel_rows": panel_rows(report.call.panel) if report.call else [],
            "reconciliation": phrases.reconciliation(report.messages),
        }
        for report in reports
    ]
    return letter(w, house, "status", "manager-status", reports=shown)


def opened(w: Wording, house: Letterhead, paper: Paper, recipients: int, note: str = "", *, head: str = "") -> Letter:
    """A ballot has opened; `recipients` is the number of papers posted, of which a vote at a meeting has none."""
    papers = f"{counted(recipients, 'ballot paper')} {'is' if recipients == 1 else 'are'} on the way."
    form = form_lines(record(house, paper.reference, [option.name for option in paper.options]))
    return letter(w, house, "opened", "manager-opened", paper=paper, papers=papers, form=form, note=note, head=head)


def manager_outranked(w: Wording, house: Letterhead, paper: Paper, member: Member, precedence: Precedence) -> Letter:
    """A practice's later vote does not replace the one that stands (R9, case 11)."""
    values = by_rank(paper.rules, precedence)
    return letter(w, house, "manager-outranked", "manager-outranked", paper=paper, member=member, **values)


def manager_superseded(w: Wording, house: Letterhead, paper: Paper, member: Member, precedence: Precedence) -> Letter:
    """A practice's later vote stands and has replaced the one before it (R9, case 12)."""
    values = by_rank(paper.rules, precedence)
    return letter(w, house, "manager-superseded", "manager-superseded", paper=paper, member=member, **values)


def held(
    w: Wording,
    house: Letterhead,
    paper: Paper | None,
    inbox_id: int,
    sender: str,
    member_name: str,
    received_at: datetime,
    sentence: str,
) -> Letter:
    """A message waits for the manager; `sentence` is a reason in words, or the name of a ground."""
    return letter(
        w,
        house,
        "held",
        "manager-held",
        reply_above=REPLY_ABOVE,
        paper=paper,
        inbox_id=inbox_id,
        sender=sender,
        member_name=member_name,
        received_at=received_at,
        several=_several(paper) if paper else "",
        sentence=held_because(sentence, house.noun),
    )


def set_aside(w: Wording, house: Letterhead, inbox_id: int, received_at: datetime, size: int) -> Letter:
    """A message could not be read at all (P11)."""
    kilobytes = counted(max(1, size // 1000), "kilobyte")
    return letter(
        w, house, "set-aside", "manager-set-aside", inbox_id=inbox_id, received_at=received_at, size=kilobytes
    )


def manager_declaration(
    w: Wording,
    house: Letterhead,
    paper: Paper,
    outcome: Outcome,
    tally_sheet: tuple[tuple[str, ...], ...],
    messages: Mapping[str, int],
    head: str,
    *,
    roll_call: tuple[tuple[str, str, str], ...] = (),
    run_off_closes_at: datetime | None = None,
) -> Letter:
    """The confidential copy: each practice with its choice, and the sum of all messages (P4).

    A row of the `tally_sheet` names the practice, its choice and who cast it, and where votes are weighted its weight.
    """
    return letter(
        w,
        house,
        "manager-declaration",
        "manager-declaration",
        **result(house, paper, outcome, roll_call, run_off_closes_at) | {"roll_call": ()},
        feeding=results.feeding(paper.rules, outcome),
        start_run_off=results.start_run_off(outcome, run_off_closes_at),
        confirm_outcome=results.confirm_outcome(paper, outcome),
        tally_sheet=tally_sheet,
        is_weighed_sheet=any(len(row) > SHEET_COLUMNS for row in tally_sheet),
        reconciliation=phrases.reconciliation(messages),
        head=head,
    )


def undelivered(w: Wording, house: Letterhead, recipient: str, purpose: str, error: str) -> Letter:
    """A letter was refused for good by its recipient's server."""
    return letter(w, house, "undelivered", "manager-undelivered", recipient=recipient, purpose=purpose, error=error)


def form_time(house: Letterhead, at: datetime) -> str:
    """An instant as a form has it, and as `read_moment` reads it back: `30 November 2026 17:00`."""
    local = house.calendar.local(at)
    return f"{local.day} {local:%B %Y %H:%M}"


def _several(paper: Paper) -> str:
    """The numbers of an example, where one vote may name several options."""
    return ", ".join(map(str, asking.example(paper))) if asking.choose_at_most(paper) > 1 else ""


def _empty(house: Letterhead, rules: RuleSet, opens: datetime, closes: datetime) -> Instruction:
    """The form of a ballot of that kind with the dates that are proposed, and nothing else filled in."""
    seats = (("Seats", str(rules.seats)),) if rules.choices == "candidates" else ()
    dates = (("Opens", form_time(house, opens)), ("Closes", form_time(house, closes)))
    typed = next((short for short, name in SHORT.items() if name == rules.name), rules.name)
    return Instruction(verb="start", argument=typed, fields=(("Rule set", rules.name), *seats, *dates))


def _form(instruction: Instruction, rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The command as a form; empty for one that has no fields to correct."""
    blanks = form_fields(instruction, rule_sets)
    return form_lines(instruction, blanks=blanks) if blanks or instruction.items else ()


def _specimen(house: Letterhead, body: str) -> str:
    """The body of a sample without the marker line, which would cut the manager's reply short."""
    return body.replace(house.phrasebook.marker, "", 1).lstrip("\n")
