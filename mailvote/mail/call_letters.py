"""The letters of a call for candidates: the call itself, the form for one, the panel, its cancellation (R20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from mailvote.mail import phrases
from mailvote.mail.answering import mark
from mailvote.mail.commands import form_fields
from mailvote.mail.forms import Instruction, form_lines
from mailvote.mail.headings import CONFLICTS, EXPERIENCE, STATEMENT, TITLES
from mailvote.mail.letter import Letter, Letterhead, letter
from mailvote.mail.reply import REPLY_ABOVE
from mailvote.mail.tokens import confirmation_line, plus_address, reply_line
from mailvote.mail.wording import Wording
from mailvote.rules.english import listed
from mailvote.rules.paper import Paper
from mailvote.rules.ruleset import Candidacy, RuleSet

PARAGRAPHS = (
    (TITLES[STATEMENT], "how you meet the person specification."),
    (TITLES[EXPERIENCE], "the experience you bring, and the direction you would give."),
    (TITLES[CONFLICTS], "what could be seen as one; write “none” if there is none."),
)
"""The headings of an expression of interest, each with what is asked for (R20; interface.md 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for candidates as everybody is told of it; the dates on `paper` are those planned for the vote.

    `panel` are the names of its members, `files` those of the files that are enclosed. Without a `token` it is a
    specimen. `again` says that the call is reopened.
    """

    paper: Paper
    group: str
    apply_by: datetime
    panel: tuple[str, ...]
    files: tuple[str, ...] = field(default=(), repr=False)
    token: str = ""
    again: bool = False


def call(w: Wording, house: Letterhead, it: Call, name: str) -> Letter:
    """To everybody of the electorate and the managers: who is looked for, how to apply, and what happens when."""
    paper = it.paper
    return letter(
        w,
        house,
        "call",
        "practice-call",
        reply_above=REPLY_ABOVE,
        name=name,
        paper=paper,
        apply_by=it.apply_by,
        again=it.again,
        mark=mark(paper, it.token),
        who_elects=_who_elects(house, it),
        files=listed(it.files) if it.files else "",
        apply_link=_apply_link(house, it),
        paragraphs_asked=PARAGRAPHS,
        panel=listed(it.panel),
        agreement="Both have to agree." if len(it.panel) == 2 else "All of them have to agree." if it.panel[1:] else "",
        kept=kept(paper.rules.candidacy),
        code_line=reply_line(it.token) if it.token else "",
    )


def panel_named(w: Wording, house: Letterhead, it: Call, name: str) -> Letter:
    """To a member of the panel: that they are on it, with whom, and when the statements come."""
    others = tuple(one for one in it.panel if one != name)
    return letter(
        w,
        house,
        "panel-named",
        "panel-named",
        name=name,
        paper=it.paper,
        apply_by=it.apply_by,
        others=listed(others) if others else "",
        again=it.again,
        files=listed(it.files) if it.files else "",
    )


def panel_released(w: Wording, house: Letterhead, paper: Paper, name: str) -> Letter:
    """To somebody who is no longer on the panel."""
    return letter(w, house, "panel-released", "panel-released", paper=paper, name=name)


def call_cancelled(w: Wording, house: Letterhead, paper: Paper, name: str, reason: str) -> Letter:
    """To everybody who was told of the call, its candidates and its panel: it is called off; `reason` may be empty."""
    return letter(w, house, "cancelled", "practice-call-cancelled", paper=paper, name=name, reason=reason)


def call_form(w: Wording, house: Letterhead, form: Instruction, nonce: str, rule_sets: Mapping[str, RuleSet]) -> Letter:
    """The form of a call, its dates proposed, to be filled in where it stands."""
    return letter(
        w,
        house,
        "form",
        "manager-call-form",
        reply_above=REPLY_ABOVE,
        lines=form_lines(form, blanks=form_fields(form, rule_sets)),
        panel=phrases.number_words(_candidacy(form, rule_sets).panel),
        code_line=confirmation_line(nonce),
    )


def more_papers(
    w: Wording, house: Letterhead, about: Letter, part: int, parts: int, files: Sequence[str], code_line: str
) -> Letter:
    """What did not fit into a letter: the next of its enclosures, so many letters in all."""
    return letter(
        w,
        house,
        f"{about.purpose}-enclosures",
        "everybody-enclosures",
        subject_before=about.subject,
        part=part,
        parts=parts,
        files=files,
        code_line=code_line,
    )


def kept(candidacy: Candidacy) -> str:
    """How long what candidates write is kept, as a sentence (R23)."""
    unsuccessful, elected = (phrases.span_words(span) for span in (candidacy.keep_unsuccessful, candidacy.keep_elected))
    if unsuccessful == elected:
        return f"It is destroyed {elected} after the outcome of the election is confirmed."
    return (
        f"It is destroyed {unsuccessful} after the outcome of the election is confirmed, "
        f"that of whoever is elected after {elected}."
    )


def _who_elects(house: Letterhead, it: Call) -> str:
    seats = it.paper.seats
    people = "One person is" if seats == 1 else f"{phrases.number_words(seats).capitalize()} people are"
    return f"{people} elected by the {house.nouns} of {it.group or house.organisation}."


def _apply_link(house: Letterhead, it: Call) -> str:
    """A mailto link that begins an expression of interest; its subject carries the code where the address cannot."""
    if not it.token:
        return ""
    address = plus_address(house.address, it.token) if house.plus_addressing else house.address
    words = f"Expression of interest [{it.paper.reference}]"
    subject = words if house.plus_addressing else f"{words} {it.token}"
    body = "\r\n\r\n\r\n".join(f"{heading}:" for heading in ("Name", *(heading for heading, _ in PARAGRAPHS)))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _candidacy(form: Instruction, rule_sets: Mapping[str, RuleSet]) -> Candidacy:
    rules = rule_sets.get(form.value("Rule set"))
    return rules.candidacy if rules else Candidacy()
