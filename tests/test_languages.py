"""A language is a folder: its vote words, and every letter or none; Welsh shows that nothing else is needed."""

from pathlib import Path

import pytest

from mailvote import resources
from mailvote.config import readers
from mailvote.errors import ConfigurationError
from mailvote.mail import vocabulary as words
from mailvote.mail.intent import Abstention
from mailvote.mail.vocabulary import PHRASES, WORDS, load_vocabulary
from mailvote.mail.words import plain_words
from mailvote.resources import languages, missing_letters, vocabulary, wording
from tests.mail.voters import DECISION, PAPER, TWO_SEATS, VOTER, means, read_intent, words_of

OTHERS = [language for language in languages() if language != "en"]


def welsh(text: str, *, on: object = PAPER, questioned: bool = False) -> str:
    """What a message means that somebody wrote to an organisation whose language is Welsh."""
    return means(read_intent(words_of(text), on, sender_name=VOTER, questioned=questioned, language="cy"))  # type: ignore[arg-type]


def test_welsh_is_a_language_of_the_package() -> None:
    assert languages() == ("cy", "en")


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_letter_or_none_yet(language: str) -> None:
    assert not wording(language) or not missing_letters(language)
    assert wording(language).keys() <= wording().keys()


def test_an_organisation_cannot_choose_a_language_in_which_letters_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, letters in (("en", ("voter-paper", "voter-receipt")), ("br", ("voter-paper",))):
        (tmp_path / language).mkdir()
        (tmp_path / language / "words.toml").write_text("")
        for letter in letters:
            (tmp_path / language / f"{letter}.md").write_text("Subject: x\n\ny\n")
    monkeypatch.setattr(resources, "_folder_of", lambda language: tmp_path / language)
    with pytest.raises(ValueError, match=r"letters are not written in 'br' yet: .*voter-receipt"):
        readers.language("br")
    assert readers.language("en") == "en"


def test_every_list_is_filled_in_english() -> None:
    english = vocabulary()
    assert not [name for name in PHRASES if not getattr(english, name).patterns]
    assert not [name for name in WORDS if not getattr(english, name)]


@pytest.mark.parametrize("language", OTHERS)
def test_beside_another_language_english_stays_what_it_is(language: str) -> None:
    for text in ("2", "Dr Patel", "I vote for 2", "Abstain", "Withdraw", "Object", "My vote", "not 2", "1 or 2", "2?"):
        here, there = (
            read_intent(words_of(text), PAPER, sender_name=VOTER, language=each) for each in ("en", language)
        )
        assert here == there


@pytest.mark.parametrize("language", languages())
def test_no_word_that_changes_what_a_line_says_is_a_courtesy(language: str) -> None:
    spoken = vocabulary(language)
    assert not (spoken.negations | spoken.conditions) & (spoken.after | spoken.courtesy)
    assert not spoken.side_against & (spoken.after | spoken.courtesy | spoken.side_for)
    assert not spoken.yes & spoken.no


FOR = ("O blaid", "o blaid!", "Rydym o blaid", "Rydym o blaid y cynnig", "Pleidlais o blaid", "Rwyn cefnogi'r cynnig",
       "Rydym yn cefnogi y cynnig", "Cytuno", "Rydym yn cytuno", "Ie", "Ydw", "Ydym", "1", "Pleidleisio dros y cynnig",
       "Hoffem bleidleisio o blaid y cynnig", "Annwyl Morgan,\nO blaid\nDiolch")  # fmt: skip
AGAINST = ("Yn erbyn", "yn erbyn, diolch", "Rydym yn erbyn", "Rydym yn erbyn y cynnig", "Anghytuno", "Rydym yn anghytuno",
           "Na", "Nage", "Nac ydw", "Nac ydym", "Rydym yn gwrthwynebu'r cynnig", "2", "Yn anffodus, yn erbyn")  # fmt: skip
ASKED = ("Nid o blaid", "Dydyn ni ddim o blaid", "Nid ydym yn erbyn", "O blaid neu yn erbyn", "O blaid ond gyda phryderon",
         "O blaid?", "Efallai o blaid", "Dim gwrthwynebiad", "Gwrthwynebu", "Na, diolch", "Os yw'n rhatach, o blaid",
         "O blaid\nYn erbyn", "1\nYn erbyn", "O blaid y tro nesaf", "Iawn")  # fmt: skip


@pytest.mark.parametrize(("texts", "meaning"), [(FOR, "vote 1"), (AGAINST, "vote 2"), (ASKED, "unclear")])
def test_r26_a_decision_is_voted_on_in_welsh(texts: tuple[str, ...], meaning: str) -> None:
    assert {text: welsh(text, on=DECISION) for text in texts} == dict.fromkeys(texts, meaning)


def test_r13_and_r14_candidates_and_abstentions_in_welsh() -> None:
    said = {
        "Opsiwn 2": "vote 2",
        "Pleidlais dros 2": "vote 2",
        "Rwy'n pleidleisio dros Dr Patel": "vote 2",
        "Rydym yn pleidleisio dros opsiwn 2, diolch": "vote 2",
        "Hoffwn bleidleisio dros Dr Patel": "vote 2",
        "Ein pleidlais ni yw 2": "vote 2",
        "Mill Stream Surgery: 2": "vote 2",
        "dau": "vote 2",
        "Ymatal": "abstain",
        "Rydym yn ymatal": "abstain",
        "Hoffem ymatal rhag pleidleisio": "abstain",
        "Nid 2": "unclear",
        "1 neu 2": "unclear",
        "Peidiwch â chyfri 2": "unclear",
        "Nid ydym yn ymatal": "unclear",
    }
    assert {text: welsh(text) for text in said} == said
    assert welsh("1 a 3", on=TWO_SEATS) == "vote 1 3"


def test_wishes_in_welsh() -> None:
    said = {
        "Tynnwch ein pleidlais yn ôl": "withdraw",
        "Fy mhleidlais": "my vote",
        "Statws": "status",
        "Gwrthwynebiad": "object",
        "Cymorth": "help",
    }
    assert {text: welsh(text) for text in said} == said


@pytest.mark.parametrize("text", ["Ie", "Ydym", "Cywir"])
def test_ie_confirms_while_a_question_of_ours_waits(text: str) -> None:
    assert welsh(text, on=DECISION, questioned=True) in ("confirm", "unclear")
    assert welsh("Ie", on=DECISION, questioned=True) == "confirm"


def test_an_organisation_of_another_language_alone_is_answered_in_it() -> None:
    assert means(read_intent(words_of("Rydym yn ymatal"), PAPER, sender_name=VOTER)) == "unclear"
    assert isinstance(read_intent(words_of("Rydym yn ymatal"), PAPER, sender_name=VOTER, language="cy"), Abstention)


MISTAKES = {
    "words = 1": "words: is no table of words",
    "[word]\nyes = ['x']": "word: is no table of words; allowed: parts, phrases, numbers, words",
    "[words]\nys = ['x']": "words.ys: is no list that is read; allowed: yes",
    "[words]\nyes = 'ie'": "words.yes: allowed: a list of words",
    '[words]\nyes = ["i\'e"]': "words.yes: allowed: a list of words",
    "[words]\nyes = ['Ie']": "words.yes: allowed: a list of words",
    "[numbers]\nun = 0": "numbers.un: allowed: a whole number from 1 to 99",
    "[numbers]\nun = true": "numbers.un: allowed: a whole number from 1 to 99",
    "[phrases]\nassents = ['(a | b']": "phrases.assents: cannot be read: (a | b: a “)” is missing",
    "[phrases]\nassents = ['a)']": "“)” is no list under [parts] and closes nothing",
    "[phrases]\nassents = ['<nobody> a']": "“<nobody>” is no list under [parts]",
    "[phrases]\nassents = ['a |']": "between two signs stands nothing",
    '[phrases]\nassents = ["rwy\'n"]': "“rwy'n” is no plain word",
    "[phrases]\nassents = ['']": "phrases.assents: allowed: a list of patterns",
    "[phrases": "cannot be read as TOML",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_a_file_of_words_is_told_with_its_place(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_vocabulary(text, where="cy/words.toml")
    assert MISTAKES[text] in str(caught.value)
    assert str(caught.value).startswith("cy/words.toml")


def test_every_word_is_written_as_lines_are_read() -> None:
    """A word with a capital or an apostrophe would never be found."""
    for language in languages():
        spoken = vocabulary(language)
        known = set().union(
            *(getattr(spoken, name) for name in WORDS), *(getattr(spoken, name).vocabulary for name in PHRASES)
        )
        assert not [word for word in known if not word.startswith("@") and tuple(plain_words(word)) != (word,)]
    assert words.ANOTHER not in known
