"""Every letter in Welsh: the same facts, links and commands as in English, and the sentences of the code in Welsh too."""

import re
from dataclasses import replace

import pytest
from jinja2 import Environment, meta
from jinja2.nodes import Filter, Getattr

from mailvote.mail import phrases
from mailvote.mail.answering import asked, rules_in_words
from mailvote.mail.clauses import Why
from mailvote.mail.findings import FAULTS
from mailvote.mail.judgement import (
    FINAL,
    FOR_THE_MANAGER,
    NO_BALLOT,
    NOTHING_TO_CONFIRM,
    OBJECTION_UNPROVEN,
    OUTRANKED_WITHDRAWAL,
    STILL_UNCLEAR,
    WITHDRAWAL_OF_HELD,
    WITHDRAWAL_UNPROVEN,
)
from mailvote.mail.letter import Letterhead
from mailvote.mail.likely import OFFERS
from mailvote.mail.message import Incoming
from mailvote.mail.phrasebook import Phrasebook
from mailvote.mail.reply import REPLY_ABOVE, own_words
from mailvote.mail.unclear import DECISION_SENTENCES, SENTENCES
from mailvote.mail.wording import Wording
from mailvote.resources import languages, missing_letters, phrasebook, wording
from mailvote.rules.acceptance import GROUNDS
from tests.mail.kinds import KINDS
from tests.mail.letterbox import HOUSE, MEMBER, Cast, hostile
from tests.mail.wholepost import every_letter

OTHERS = [language for language in languages() if language != "en"]
BOTH = [(language, name) for language in OTHERS for name in wording()]
ENVIRONMENT = Environment()
ENVIRONMENT.filters |= dict.fromkeys(("paragraphs", "form_block", "quoted"), str)
TYPED = re.compile(r"\*\*([a-z]+(?: [a-z-]+)*)[ *]")


NUMBER_OF_ENGLISH = {"candidate-received": frozenset({"panel"}), "manager-expression": frozenset({"startswith"})}
"""What a letter asks in English only to choose between a singular and a plural."""


def variables(template: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(ENVIRONMENT.parse(template)))


def filters(template: str) -> list[str]:
    shown = [found.name for found in ENVIRONMENT.parse(template).find_all(Filter)]
    return sorted(name for name in shown if name in ("paragraphs", "form_block", "quoted"))


def attributes(template: str) -> frozenset[str]:
    return frozenset(found.attr for found in ENVIRONMENT.parse(template).find_all(Getattr))


@pytest.mark.parametrize("language", OTHERS)
def test_no_letter_is_missing(language: str) -> None:
    assert missing_letters(language) == ()
    assert wording(language).keys() == wording().keys()


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_letter_has_the_same_values_parts_and_filters_as_in_english(language: str, name: str) -> None:
    english, other = wording()[name], wording(language)[name]
    assert variables(other) == variables(english)
    assert attributes(other) - {"get"} == attributes(english) - NUMBER_OF_ENGLISH.get(name, frozenset())
    assert filters(other) == filters(english)
    includes = re.compile(r'\{% include "([^"]+)" %\}')
    assert includes.findall(other) == includes.findall(english)
    for sign in ("](<", "\n# ", "\n## ", "|:---", "{{ code_line }}"):
        assert other.count(sign) == english.count(sign), sign


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_command_is_shown_as_it_is_typed(language: str, name: str) -> None:
    commands = {"confirm", "cancel", "withdraw", *TYPED.findall(wording()["manager-help"])}
    shown = commands.intersection(TYPED.findall(wording()[name]))
    assert shown <= set(TYPED.findall(wording(language)[name]))


def house(language: str) -> Letterhead:
    return replace(HOUSE, noun="practis", nouns="practisiau", phrasebook=phrasebook(language))


def untold(book: Phrasebook, text: str) -> list[str]:
    """The sentences of a text that the book does not know, its parts included."""
    return [sentence for sentence in re.split(r"(?<=[.?!]) ", text) if book.told(sentence) == sentence]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("value", ["plain", "hostile"])
def test_every_letter_of_the_album_can_be_written(language: str, value: str) -> None:
    words = Wording(wording(language))
    cast = Cast(wording=words, house=house(language))
    if value == "hostile":
        cast = replace(hostile("# <b>*[x](y)*</b> {{ 7 * 7 }}"), wording=words, house=house(language))
    album = every_letter(cast)
    assert album.keys() == every_letter().keys()
    assert not [name for name, letter in album.items() if REPLY_ABOVE in letter.body or "{{" in letter.subject[:2]]


@pytest.mark.parametrize("language", OTHERS)
def test_a_letter_that_asks_for_an_answer_begins_with_the_marker_in_its_language(language: str) -> None:
    english, other = every_letter(), every_letter(Cast(wording=Wording(wording(language)), house=house(language)))
    marker = phrasebook(language).marker
    assert not re.search(r"[!-/:-@\\[-`{-~]", marker), "a sign of CommonMark is escaped, and the marker not found"
    asking = {name for name, letter in english.items() if letter.body.startswith(REPLY_ABOVE)}
    assert asking == {name for name, letter in other.items() if letter.body.startswith(marker)}
    assert other["proof"].body.count(marker) == 1


@pytest.mark.parametrize("language", languages())
def test_the_marker_of_every_language_is_known_when_it_comes_back_quoted(language: str) -> None:
    marker = phrasebook(language).marker
    for line in (marker, f"*{marker}*", f"> {marker}", marker.upper()):
        assert own_words(Incoming(text=f"2\n\n{line}\nABSTAIN\n")).lines == ("2",)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_by_which_a_voter_is_refused_or_asked_back_is_known(language: str) -> None:
    book = phrasebook(language)
    judged = (NO_BALLOT, NOTHING_TO_CONFIRM, OBJECTION_UNPROVEN, WITHDRAWAL_UNPROVEN, WITHDRAWAL_OF_HELD, FINAL,
              OUTRANKED_WITHDRAWAL, STILL_UNCLEAR, FOR_THE_MANAGER)  # fmt: skip
    said = [*SENTENCES.values(), *DECISION_SENTENCES.values(), *OFFERS.values(), *FAULTS.values(), *Why, *judged]
    assert [sentence for text in said for sentence in untold(book, text.format(noun="practis"))] == []
    grounds = [ground.sentence.format(noun="practis", interest="x") for _, ground in GROUNDS]
    assert [text for text in grounds if book.told(text) == text or "Your message" in book.told(text)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_sentence_about_the_rules_of_every_kind_of_ballot_is_known(language: str, kind: str) -> None:
    here, paper = house(language), KINDS[kind].paper
    said = (rules_in_words(here, paper) | asked(paper)).values()
    texts = [*said, phrases.precedence(paper.rules), phrases.abstention(paper.rules), phrases.change(here, paper),
             phrases.casting(here, paper.rules), phrases.weight(here, paper.rules, replace(MEMBER, weight=3))]  # fmt: skip
    left = {sentence for text in texts if text for sentence in untold(phrasebook(language), text)}
    assert {text for text in left if text not in STILL_ENGLISH} == set()


STILL_ENGLISH = {
    "If two or more practisiau vote Against, the Governing Body reviews it at its next meeting.",
}
"""Sentences about the rules that stand in English in the letters of every other language (docs/languages.md)."""
