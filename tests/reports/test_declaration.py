"""What the declaration shows, on the page and on paper, and that it can be made of what was published alone."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from mailvote.mail import results
from mailvote.reports.declaration import Declaration, declaration, declaration_page
from mailvote.reports.declaration_pdf import declaration_pdf
from mailvote.reports.figures import ballot_figures, cancelled_figures, outcome_figures
from mailvote.reports.published import read_outcome
from mailvote.reports.sheet_pdf import printable
from mailvote.rules.chain import JSON
from mailvote.rules.electorate import Electorate
from mailvote.rules.lifecycle import Dates
from mailvote.rules.outcome import Outcome, decide
from mailvote.rules.paper import Paper
from mailvote.rules.tally import Vote
from mailvote.rules.weights import weigh
from tests.mail.kinds import KINDS
from tests.mail.letterbox import HOUSE, MESSAGES, RULE_SETS
from tests.rules.examples import cast, paper, selg

CODES: JSON = [["amber-kettle-north-willow", "Dr A"], ["zigzag-cup-lamp-tree", "Abstained"]]
ROLL_CALL: JSON = [["Wallingford Medical Centre", "For", "16,521"], ["Nettlebed Surgery", "Against", "3,661"]]
MEETING = datetime(2026, 12, 8, 17, tzinfo=UTC)
BESIDE = ("figures", "held_back", "votes", "contenders", "open_seats", "run_off_closes_at", "minutes", "codes")


def figures(on: Paper, outcome: Outcome, published: dict[str, JSON] | None) -> dict[str, JSON]:
    return ballot_figures(
        on,
        dates=Dates(opens_at=on.opens_at, closes_at=on.closes_at),
        organisation="selg",
        stage="declared",
        electorate=selg(),
        participation=outcome.participation,
        messages=MESSAGES,
        published=published,
    )


def publish(on: Paper, outcome: Outcome, **beside: JSON) -> dict[str, JSON]:
    """An outcome as it is published: the keys of interface.md 7, and what stands beside them."""
    return {
        **outcome_figures(on.rules, outcome),
        "figures": [[name, text] for name, text in outcome.figures],
        "held_back": outcome.held_back,
        "contenders": list(outcome.contenders),
        "open_seats": outcome.open_seats,
        **beside,
    }


def weighed(on: Paper) -> Electorate:
    return weigh(selg(), on.rules, total=720029)


def declared(on: Paper, votes: tuple[Vote, ...], /, **beside: JSON) -> Declaration:
    outcome = decide(on, weighed(on), votes)
    published = publish(on, outcome, **{"codes": CODES, **beside})
    return declaration(HOUSE, on, figures(on, outcome, published), published)


def of_kind(name: str, votes: tuple[Vote, ...], /, **beside: JSON) -> Declaration:
    return declared(KINDS[name].paper, votes, **{"codes": [], **beside})


@pytest.mark.parametrize("votes", [cast(4, 3, abstentions=1), cast(4, 4), cast(4, 3), cast(0, 0, abstentions=9)])
@pytest.mark.parametrize("name", RULE_SETS)
def test_the_outcome_is_read_back_from_what_was_published(name: str, votes: tuple[Vote, ...]) -> None:
    on = KINDS[name].paper
    outcome = decide(on, weighed(on), votes)
    published = publish(on, outcome)
    back = read_outcome(on.rules, figures(on, outcome, published), published)
    as_told = replace(back, participation=outcome.participation, manager_sentences=outcome.manager_sentences)
    assert as_told == outcome
    assert (back.participation.share, back.participation.met) == (
        outcome.participation.share,
        outcome.participation.met,
    )


def test_the_hundredths_of_a_county_are_read_back_exactly() -> None:
    on = KINDS["county-decision"].paper
    outcome = decide(on, weighed(on), cast(3, 1))
    published = publish(on, outcome)
    assert read_outcome(on.rules, figures(on, outcome, published), published).totals == outcome.totals
    assert published["totals"] == dict(outcome.exact)


@pytest.mark.parametrize("votes", [cast(4, 3, abstentions=1), cast(4, 4), cast(4, 3), cast(0, 0, abstentions=9)])
def test_what_an_earlier_version_has_published_is_still_declared(votes: tuple[Vote, ...]) -> None:
    on = paper("Dr A", "Dr B")
    outcome = decide(on, selg(), votes)
    older = {key: value for key, value in publish(on, outcome).items() if key not in BESIDE}
    back = read_outcome(on.rules, figures(on, outcome, older), older)
    assert (back.kind, back.elected, back.contenders, back.figures) == (
        outcome.kind,
        outcome.elected,
        outcome.contenders,
        outcome.figures,
    )
    assert back.participation.required == Fraction(4, 5)
    it = declaration(HOUSE, on, figures(on, outcome, older), {**older, "codes": CODES})
    assert it.headline == results.headline(on.rules, outcome)
    assert (it.minutes, it.roll_call) == ("", ())
    assert "For the minutes" not in declaration_page(it)
    assert declaration_pdf(it).startswith(b"%PDF-")


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
    assert '<tr><td>Dr A<span class="bar" style="width:100%"></span></td><td class="number">4</td></tr>' in page
    assert '<tr><td>Dr B<span class="bar" style="width:75%"></span></td><td class="number">3</td></tr>' in page
    for row in ("Voted", "Abstained", "Did not reply"):
        assert row in page
    assert "14 messages received: 8 counted + 1 replaced + 1 rejected + 2 automatic + 2 commands = 14." in page
    assert "amber-kettle-north-willow" in page


def test_r22_no_practice_stands_on_the_page() -> None:
    it = declared(paper("Dr A", "Dr B"), cast(4, 3, abstentions=1))
    assert not [member.name for member in selg().members if member.name in declaration_page(it)]
    assert "How a practice voted is not published." in it.small_print


def test_r32_the_page_of_an_open_decision_lists_how_each_practice_voted_with_its_weight() -> None:
    it = of_kind("decision", cast(5, 2), votes=ROLL_CALL)
    page = declaration_page(it)
    assert "<h2>How each practice voted</h2>" in page
    assert '<th scope="col">Practice</th><th scope="col">Vote</th><th scope="col" class="number">Registered pa' in page
    assert '<tr><td>Nettlebed Surgery</td><td>Against</td><td class="number">3,661</td></tr>' in page
    assert "the result lists how each practice voted" in it.small_print
    assert "Find your vote" not in page


def test_r3_where_votes_are_not_weighted_no_weight_is_listed() -> None:
    page = declaration_page(of_kind("admission", cast(7), votes=[["The Hart Surgery", "For", ""]]))
    assert '<thead><tr><th scope="col">Practice</th><th scope="col">Vote</th></tr></thead>' in page
    assert "<tr><td>The Hart Surgery</td><td>For</td></tr>" in page


def test_trust_3_rounded_figures_are_shown_with_their_reason_and_without_bars() -> None:
    rules = replace(RULE_SETS["decision"], secrecy="confidential")
    on = replace(KINDS["decision"].paper, rules=rules)
    outcome = replace(
        decide(on, weighed(on), cast(5, 3)),
        figures=(("For", ""), ("Against", "")),
        held_back="Totals are not given.",
        sentences=("Totals are not given.",),
    )
    published = publish(on, outcome)
    it = declaration(HOUSE, on, figures(on, outcome, published), published)
    page = declaration_page(it)
    assert (it.measure, it.figures, it.lengths) == ("Share", (("For", "not given"), ("Against", "not given")), ())
    assert 'class="bar"' not in page
    assert "Totals are not given." in page
    assert read_outcome(rules, figures(on, outcome, published), published).totals == ()


def test_a_support_that_is_held_back_is_not_read_as_one() -> None:
    on = KINDS["admission"].paper
    outcome = decide(on, selg(), cast(7))
    published = publish(on, outcome, support={"share": None, "required": "2/3", "met": True})
    assert read_outcome(on.rules, figures(on, outcome, published), published).support is None


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [
        (MEETING.isoformat(), "A further election, SELG-2026-04, is drafted for 8 December 2026."),
        (None, "A further election, SELG-2026-04, is drafted; its date is still to be set."),
    ],
)
def test_r16_a_tie_names_the_further_election_and_its_date(closes_at: JSON, words: str) -> None:
    it = declared(paper("Dr A", "Dr B"), cast(4, 4), run_off="SELG-2026-04", run_off_closes_at=closes_at)
    assert it.headline == "Tied: Dr A and Dr B"
    assert it.run_off == f"{words} Dr A and Dr B alone stand in it."
    assert words in declaration_page(it)
    assert not it.is_settled


def test_a_ballot_that_is_not_valid_elects_nobody() -> None:
    not_valid = declared(paper("Dr A", "Dr B"), cast(4, 3))
    assert not not_valid.is_settled
    assert not_valid.run_off == ""
    assert not_valid.figures == (("Dr A", "4"), ("Dr B", "3")), "the counts are given for the record"


def test_the_minutes_stand_on_the_page_as_they_were_published() -> None:
    it = declared(paper("Dr A", "Dr B"), cast(5, 3), minutes="Resolved <so>.")
    assert "<h2>For the minutes</h2>\n<p>Resolved &lt;so&gt;.</p>" in declaration_page(it)


def test_a_name_is_text_and_never_markup() -> None:
    it = declared(paper("<script>alert(1)</script>", "Dr B & Sons"), cast(5, 3))
    page = declaration_page(it)
    assert "<script" not in page
    assert "Dr B &amp; Sons" in page
    assert declaration_pdf(it).startswith(b"%PDF-")


@pytest.mark.parametrize("name", RULE_SETS)
def test_the_same_declaration_gives_the_same_pdf(name: str) -> None:
    it = of_kind(name, cast(4, 4), votes=ROLL_CALL, minutes="Resolved.", run_off="SELG-2026-04")
    assert declaration_pdf(it) == declaration_pdf(it)


def test_a_letter_that_the_typeface_lacks_loses_its_accent_or_becomes_a_question_mark() -> None:
    declaration_pdf(declared(paper("Dr A", "Dr B"), cast(8)))
    assert printable("Zoë Łucja Đặng 李") == "Zoë Łucja Đang ?"
