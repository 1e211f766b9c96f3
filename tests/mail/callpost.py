"""One of every letter of a call for candidates."""

from dataclasses import replace

from mailvote.mail import call_letters
from mailvote.mail.call_letters import Call
from mailvote.mail.forms import Instruction
from mailvote.mail.letter import Letter
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

FORM = Instruction(verb="call", fields=(("Rule set", "election"), ("Apply by", "14 December 2026 17:00")))


def a_call(cast: Cast, **changes: object) -> Call:
    """A call with two on its panel and two files."""
    call = Call(
        paper=replace(cast.paper, options=()),
        group="",
        apply_by=RECEIVED,
        panel=(cast.words, "Sam Member"),
        files=(cast.words, "Person specification.docx"),
        token=TOKEN,
    )
    return replace(call, **changes)  # type: ignore[arg-type]


def call_post(cast: Cast) -> dict[str, Letter]:
    w, house, words, rules = cast.wording, cast.house, cast.words, {"election": cast.paper.rules}
    call, named = call_letters.call, call_letters.panel_named
    about, specimen = a_call(cast), a_call(cast, token="", files=(), panel=(words,))
    two_seats = a_call(cast, paper=replace(cast.paper, seats=2, note=""), group=words)
    return {
        "call": call(w, house, about, words),
        "call of a group": call(w, house, two_seats, ""),
        "call again": call(w, house, a_call(cast, again=True), words),
        "call as a specimen": call(w, house, specimen, ""),
        "panel named": named(w, house, about, words),
        "panel with new dates": named(w, house, a_call(cast, again=True, files=()), "Sam Member"),
        "panel of one named": named(w, house, specimen, words),
        "panel released": call_letters.panel_released(w, house, cast.paper, words),
        "call cancelled": call_letters.call_cancelled(w, house, cast.paper, words, words),
        "call cancelled without a reason": call_letters.call_cancelled(w, house, cast.paper, "", ""),
        "form of a call": call_letters.call_form(w, house, FORM, TOKEN, rules),
        "form of a call under other rules": call_letters.call_form(w, house, replace(FORM, fields=()), TOKEN, {}),
        "more papers": call_letters.more_papers(w, house, call(w, house, about, ""), 2, 3, (words, words), words),
        "more papers without a code": call_letters.more_papers(w, house, call(w, house, about, ""), 3, 3, (words,), ""),
    }
