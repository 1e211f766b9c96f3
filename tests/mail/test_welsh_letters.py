"""Every letter in Welsh: the same facts, links and commands as in English, and the sentences of the code in Welsh too."""

import re
from dataclasses import replace

import pytest
from jinja2 import Environment, meta
from jinja2.nodes import Filter

from mailvote.mail.wording import Wording
from mailvote.resources import languages, missing_letters, phrasebook, wording

OTHERS = [language for language in languages() if language != "en"]
BOTH = [(language, name) for language in OTHERS for name in wording()]
ENVIRONMENT = Environment()  # noqa: S701 - it only parses
ENVIRONMENT.filters |= dict.fromkeys(("paragraphs", "form_block", "quoted"), str)
TYPED = re.compile(r"\*\*([a-z]+(?: [a-z-]+)*)[ *]")


def variables(template: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(ENVIRONMENT.parse(template)))


def filters(template: str) -> list[str]:
    shown = [found.name for found in ENVIRONMENT.parse(template).find_all(Filter)]
    return sorted(name for name in shown if name in ("paragraphs", "form_block", "quoted"))


@pytest.mark.parametrize("language", OTHERS)
def test_no_letter_is_missing(language: str) -> None:
    assert missing_letters(language) == ()
    assert wording(language).keys() == wording().keys()


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_letter_has_the_same_values_parts_and_filters_as_in_english(language: str, name: str) -> None:
    english, other = wording()[name], wording(language)[name]
    assert variables(other) == variables(english)
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
