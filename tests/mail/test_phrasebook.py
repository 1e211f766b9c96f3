"""How a language says dates and the sentences of the code, and what its file may hold."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError
from mailvote.mail.letter import say_day, say_end, say_time, short_time, stamp
from mailvote.mail.phrasebook import Phrasebook, load_phrasebook, places
from mailvote.resources import phrasebook, resource
from tests.mail.letterbox import HOUSE, RECEIVED
from tests.rules.examples import CALENDAR

ENGLISH = (resource("mail") / "wording" / "en" / "phrases.toml").read_text(encoding="utf-8")
SENTENCES = """
[sentences]
"It is late." = "Mae’n hwyr."
"It is late. Go home now." = "Mae’n hwyr, ewch adref."
"{name} has <what>." = "Mae gan {name} <what>."
"{number} vote(s)" = "{number} pleidlais"
"By {name}, and by {name}." = "Gan {name} ddwywaith."
"""


def book() -> Phrasebook:
    return load_phrasebook(ENGLISH + SENTENCES, where="xy/phrases.toml")


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_english_says_a_time_as_the_code_does(at: datetime) -> None:
    assert HOUSE.time(at) == say_time(at, CALENDAR)
    assert HOUSE.stamp(at) == stamp(at, CALENDAR)
    assert HOUSE.short_time(at) == short_time(at, CALENDAR)
    assert HOUSE.end(at) == say_end(at, CALENDAR)
    assert HOUSE.phrasebook.dates.day(at) == say_day(at)


def test_welsh_has_its_own_days_and_months() -> None:
    dates = phrasebook("cy").dates
    assert dates.day(date(2026, 11, 30)) == "dydd Llun 30 Tachwedd 2026"
    assert dates.end(date(2027, 3, 1)) == "diwedd dydd Llun 1 Mawrth 2027"
    assert dates.stamp(RECEIVED, "14:03:22") == "dydd Mercher 25 Tachwedd 2026 am 14:03:22 UTC"


SAID = {
    "It is late.": "Mae’n hwyr.",
    "It is late. Go home now.": "Mae’n hwyr, ewch adref.",
    "It is late. Stay here.": "Mae’n hwyr. Stay here.",
    "Dr A. Brown has 2 votes.": "Mae gan Dr A. Brown 2 pleidlais.",
    "Dr A. Brown has 1 vote. It is late.": "Mae gan Dr A. Brown 1 pleidlais. Mae’n hwyr.",
    "Somebody has no vote.": "Mae gan Somebody no vote.",
    "By Bell, and by Bell.": "Gan Bell ddwywaith.",
    "By Bell, and by Hart.": "By Bell, and by Hart.",
    "Whatever people write": "Whatever people write",
    "": "",
}


@pytest.mark.parametrize("english", SAID)
def test_a_sentence_of_the_code_is_said_in_the_language_and_another_stays(english: str) -> None:
    assert book().told(english) == SAID[english]


@given(st.text(max_size=300))
def test_words_that_the_book_does_not_know_stay_as_they_are(text: str) -> None:
    assert phrasebook("en").told(text) == text
    if not any(word in text for word in (" has ", "vote", "late", "By ")):
        assert book().told(text) == text


def test_a_place_is_filled_from_the_english() -> None:
    assert places("{name} has <what> of {number1}.") == {"{name}", "<what>", "{number1}"}


MISTAKES = {
    ENGLISH.replace("marker", "marke"): "marker: allowed: the line above which answers are asked for",
    ENGLISH + "[phrases]\n": "phrases: is nothing that is read; allowed: marker, dates, sentences",
    ENGLISH.replace('"Monday", ', ""): "dates.weekdays: allowed: a list of 7 names",
    ENGLISH.replace("{clock} {zone}", "{hour}"): "dates.stamp: allowed: words with {weekday}, {day}",
    ENGLISH.replace('"{day} {month} {year}"', '"{day"'): "dates.date: allowed: words with {day}, {month}, {year}",
    ENGLISH.split("[dates]", maxsplit=1)[0]: "dates.months: allowed: a list of 12 names",
    ENGLISH + '[sentences]\n"Votes" = 1': "sentences.Votes: allowed: the same in this language",
    ENGLISH + '[sentences]\n"Votes" = "{name}"': "sentences.Votes: {name} stands in no place of the English",
    "sentences = 1\n" + ENGLISH: 'sentences: allowed: sentences such as "Votes" = "Pleidleisiau"',
    "[dates": "cannot be read as TOML",
}


@pytest.mark.parametrize("text", MISTAKES, ids=list(MISTAKES.values()))
def test_a_mistake_in_a_phrasebook_is_told_with_its_place(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_phrasebook(text, where="cy/phrases.toml")
    assert MISTAKES[text] in str(caught.value)
