"""What a candidate has sent in all, and what another message changes of it (R20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.applying import BELIEF, Belief, Content, Wish, believe, wish
from mailvote.mail.dossier import Change, Dossier, SentFile, combined, read, written
from mailvote.mail.expressions import MANY_WORDS, UNCHECKED, Expression
from mailvote.mail.headings import CONFLICTS, EXPERIENCE, HEADINGS, STATEMENT, Paragraph
from mailvote.mail.sender import Authentication


def words(**texts: str) -> Dossier:
    return Dossier(paragraphs=tuple(Paragraph(heading=heading, text=text) for heading, text in texts.items()))


def file(name: str, *headings: str, fault: str = "", document: int = 0, content: str = "") -> SentFile:
    return SentFile(name=name, size=9, digest=content or name, headings=headings, fault=fault, document=document)


ALL = words(statement="I am.", experience="I led.", conflicts="None.")


def test_the_first_message_stands_as_it_is_in_the_order_of_the_constitution() -> None:
    after, change = combined(None, words(conflicts="None.", statement="I am."), answers=False)
    assert (after, change) == (words(statement="I am.", conflicts="None."), Change.FIRST)


def test_all_three_headings_take_the_place_of_everything_files_too() -> None:
    before = Dossier(paragraphs=ALL.paragraphs, files=(file("old.pdf", STATEMENT, document=1),))
    after, change = combined(before, words(statement="A", experience="B", conflicts="C"), answers=False)
    assert (after.files, after.text(STATEMENT), change) == ((), "A", Change.REPLACES)


@pytest.mark.parametrize("answers", [True, False])
def test_some_headings_take_the_place_of_these_and_the_rest_stays(answers: bool) -> None:
    after, change = combined(ALL, words(conflicts="My wife is on the board."), answers=answers)
    assert (after.text(CONFLICTS), after.text(STATEMENT), change) == (
        "My wife is on the board.",
        "I am.",
        Change.CORRECTS,
    )


def test_a_missing_heading_completes_what_came_before() -> None:
    after, _ = combined(words(statement="I am.", experience="I led."), words(conflicts="None."), answers=True)
    assert after == ALL
    assert after.missing == ()


def test_the_same_again_changes_nothing() -> None:
    assert (
        combined(ALL, words(conflicts="None.", statement="I am.", experience="I led."), answers=False)[1] is Change.SAME
    )
    assert combined(ALL, words(conflicts="None."), answers=False)[1] is Change.SAME
    with_file = Dossier(files=(file("a.pdf", document=4),))
    assert combined(with_file, Dossier(files=(file("a.pdf"),)), answers=False) == (with_file, Change.SAME)


def test_a_file_of_the_same_name_takes_the_place_of_the_other() -> None:
    before = Dossier(paragraphs=ALL.paragraphs, files=(file("cv.pdf", document=1, content="old"),))
    after, _ = combined(before, Dossier(files=(file("cv.pdf", STATEMENT, content="new"),)), answers=False)
    assert [one.digest for one in after.files] == ["new"]


def test_a_file_of_which_all_comes_again_goes_and_one_that_holds_more_stays() -> None:
    both, one = file("both.pdf", STATEMENT, EXPERIENCE, document=1), file("one.pdf", CONFLICTS, document=2)
    after, _ = combined(Dossier(files=(both, one)), words(statement="New", conflicts="None."), answers=False)
    assert after.files == (both,)


def test_a_file_without_headings_counts_as_a_whole_expression_of_interest() -> None:
    after, change = combined(ALL, Dossier(files=(file("scan.pdf", fault="no-text"),)), answers=False)
    assert (after.paragraphs, len(after.files), change) == ((), 1, Change.REPLACES)


def test_a_file_without_headings_that_answers_what_is_missing_is_added() -> None:
    before = words(statement="I am.")
    after, change = combined(before, Dossier(files=(file("scan.pdf", fault="no-text"),)), answers=True)
    assert (after.text(STATEMENT), len(after.files), change) == ("I am.", 1, Change.CORRECTS)
    assert combined(ALL, Dossier(files=(file("scan.pdf", fault="no-text"),)), answers=True)[1] is Change.REPLACES


def test_what_a_file_may_hold_is_unchecked_and_never_called_missing_alone() -> None:
    assert Dossier(files=(file("scan.pdf", fault="no-text"),)).missing == (UNCHECKED, *HEADINGS)
    assert Dossier(paragraphs=ALL.paragraphs, files=(file("scan.pdf", fault="no-text"),)).missing == ()
    assert Dossier(files=(file("cv.pdf"),)).missing == HEADINGS


DOSSIERS = st.builds(
    Dossier,
    paragraphs=st.dictionaries(st.sampled_from(["", *HEADINGS]), st.text(min_size=1, max_size=5)).map(
        lambda texts: tuple(Paragraph(heading=heading, text=text) for heading, text in texts.items())
    ),
    files=st.lists(
        st.builds(
            file,
            st.sampled_from(["a.pdf", "b.pdf", "c.docx"]),
            fault=st.sampled_from(["", "no-text"]),
            content=st.sampled_from(["", "one", "two"]),
        ),
        max_size=3,
        unique_by=lambda one: one.name,
    ).map(tuple),
)


@given(DOSSIERS, DOSSIERS, st.booleans())
def test_whatever_a_message_holds_stands_after_it(before: Dossier, sent: Dossier, answers: bool) -> None:
    after, _ = combined(before, sent, answers=answers)
    assert set(sent.paragraphs) <= set(after.paragraphs)
    assert {one.digest for one in sent.files} <= {one.digest for one in after.files}
    assert after.found >= sent.found


@given(DOSSIERS, DOSSIERS, st.booleans())
def test_the_same_message_twice_changes_nothing_the_second_time(before: Dossier, sent: Dossier, answers: bool) -> None:
    after, _ = combined(before, sent, answers=answers)
    assert combined(after, sent, answers=answers)[0] == after


@given(DOSSIERS)
def test_what_is_kept_comes_back(dossier: Dossier) -> None:
    assert read(written(dossier)) == dossier


# How far it is believed, and what it wants


@pytest.mark.parametrize("own_code", [True, False])
@pytest.mark.parametrize("authentication", Authentication)
def test_mail_md_3_for_candidates_row_for_row(authentication: Authentication, own_code: bool) -> None:
    expected = Belief.PROVEN if own_code else Belief.UNPROVEN
    if authentication is Authentication.FAIL:
        expected = Belief.FORGED
    elif authentication in (Authentication.PASS, Authentication.INTERNAL):
        expected = Belief.PROVEN
    assert believe(authentication, own_code=own_code) is expected
    assert len(BELIEF) == 4


def content(
    text_words: int = 5,
    files: int = 0,
    candidate: bool = False,
    complete: bool = False,
    titled: bool = False,
    **said: object,
) -> Content:
    expression = Expression(words=text_words, **said)  # type: ignore[arg-type]
    return Content(expression=expression, files=files, is_candidate=candidate, is_complete=complete, is_titled=titled)


HEADED = (Paragraph(heading=CONFLICTS, text="None."),)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (content(withdraws=True, candidate=True), Wish.WITHDRAW),
        (content(withdraws=True, titled=True), Wish.ASK),
        (content(text_words=0, files=1), Wish.APPLY),
        (content(paragraphs=HEADED), Wish.APPLY),
        (content(paragraphs=HEADED, asks=True), Wish.APPLY),
        (content(name="Dr A. Brown", candidate=True), Wish.APPLY),
        (content(name="Dr A. Brown"), Wish.ASK),
        (content(applies=True), Wish.APPLY),
        (content(applies=True, asks=True), Wish.APPLY),
        (content(asks=True, titled=True), Wish.ASK),
        (content(text_words=0, titled=True), Wish.APPLY),
        (content(text_words=MANY_WORDS - 1), Wish.ASK),
        (content(text_words=MANY_WORDS), Wish.APPLY),
        (content(text_words=MANY_WORDS, candidate=True, complete=True), Wish.ASK),
        (content(text_words=MANY_WORDS, candidate=True), Wish.APPLY),
        (content(candidate=True), Wish.THANK),
        (content(text_words=12, candidate=True), Wish.THANK),
        (content(text_words=13, candidate=True), Wish.ASK),
        (content(candidate=True, asks=True), Wish.ASK),
        (content(candidate=True, applies=True), Wish.THANK),
        (content(), Wish.ASK),
    ],
)
def test_what_a_message_wants(message: Content, wanted: Wish) -> None:
    assert wish(message) is wanted
