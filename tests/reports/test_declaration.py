"""What the declaration shows, on the page and on paper, and that it can be made of what was published alone."""

from fractions import Fraction

import pytest

from mailvote.mail import results
from mailvote.reports.declaration import Declaration, declaration, declaration_page, read_outcome
from mailvote.reports.declaration_pdf import declaration_pdf, printable
from mailvote.reports.figures import ballot_figures, cancelled_figures, outcome_figures
from mailvote.rules.chain import JSON
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from tests.mail.letterbox import HOUSE, MESSAGES
from tests.rules.examples import cast, paper, selg

CODES: JSON = [["amber-kettle-north-willow", "Dr A"], ["zigzag-cup-lamp-tree", "Abstained"]]


def figures(on: Paper, outcome: Outcome, published: dict[str, JSON] | None) -> dict[str, JSON]:
    return ballot_figures(
        on,
        organisation="selg",
        stage="declared",
        electorate=selg(),
        participation=outcome.participation,
        messages=MESSAGES,
        published=published,
    )


def declared(on: Paper, votes: tuple[Vote, ...]) -> Declaration:
    outcome = decide(on, selg(), votes)
    published: dict[str, JSON] = {**outcome_figures(outcome), "codes": CODES}
    return declaration(HOUSE, on, figures(on, outcome, published), published)


@pytest.mark.parametrize("votes", [cast(4, 3, abstentions=1), cast(4, 4), cast(4, 3), cast(0, 0, abstentions=9)])
def test_the_outcome_is_read_back_from_what_was_published(votes: tuple[Vote, ...]) -> None:
    on = paper("Dr A", "Dr B")
    outcome = decide(on, selg(), votes)
    back = read_outcome(figures(on, outcome, outcome_figures(outcome)))
    assert (back.kind, back.elected, back.tied, back.totals) == (
        outcome.kind,
        outcome.elected,
        outcome.tied,
        outcome.totals,
    )
    assert (back.participation.share, back.participation.required) == (outcome.participation.share, Fraction(4, 5))
    assert results.headline(on.rules, back) == results.headline(on.rules, outcome)


def test_a_ballot_that_is_not_declared_has_no_declaration() -> None:
    on = paper("Dr A", "Dr B")
    outcome = decide(on, selg(), ())
    for published in (None, cancelled_figures("Cancelled.")):
        with pytest.raises(ValueError, match="not been declared"):
            declaration(HOUSE, on, figures(on, outcome, published), published)


def test_r24_the_page_says_who_is_elected_with_which_counts_and_who_took_part() -> None:
    page = declaration_page(declared(paper("Dr A", "Dr B"), cast(4, 3, abstentions=1)))
    assert "<h1>Elected: Dr A</h1>" in page
    assert "8 of 10 practices took part (80.0%)" in page
    for row in ("Dr A", "Dr B", "Voted", "Abstained", "Did not reply"):
        assert row in page
    assert "14 messages received: 8 counted + 1 replaced + 1 rejected + 2 automatic + 2 commands = 14." in page
    assert "amber-kettle-north-willow" in page


def test_r22_no_practice_stands_on_the_page() -> None:
    it = declared(paper("Dr A", "Dr B"), cast(4, 3, abstentions=1))
    assert not [member.name for member in selg().members if member.name in declaration_page(it)]


def test_a_tie_and_a_ballot_that_is_not_valid_elect_nobody() -> None:
    assert declared(paper("Dr A", "Dr B"), cast(4, 4)).headline == "Tied: Dr A and Dr B"
    not_valid = declared(paper("Dr A", "Dr B"), cast(4, 3))
    assert not not_valid.is_elected
    assert not_valid.totals == (("Dr A", 4), ("Dr B", 3)), "the counts are given for the record"


def test_a_name_is_text_and_never_markup() -> None:
    it = declared(paper("<script>alert(1)</script>", "Dr B & Sons"), cast(5, 3))
    page = declaration_page(it)
    assert "<script" not in page
    assert "Dr B &amp; Sons" in page
    assert declaration_pdf(it).startswith(b"%PDF-")


def test_the_same_declaration_gives_the_same_pdf() -> None:
    it = declared(paper("Dr Łucja Ångström", "Dr 李"), cast(4, 3, abstentions=1))
    assert declaration_pdf(it) == declaration_pdf(it)


def test_a_letter_that_the_typeface_lacks_loses_its_accent_or_becomes_a_question_mark() -> None:
    declaration_pdf(declared(paper("Dr A", "Dr B"), cast(8)))
    assert printable("Zoë Łucja Đặng 李") == "Zoë Łucja Đang ?"
