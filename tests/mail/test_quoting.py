"""Whatever a mail program makes of our letters below a reply, the vote is what stands above; our own words are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import as_text
from mailvote.mail.html import lines_of_html
from mailvote.mail.intent import Abstention, Confirmation, Objection, Vote
from mailvote.mail.message import Incoming
from mailvote.mail.reply import REPLY_ABOVE, own_words
from mailvote.mail.tongues import TONGUES, words
from tests.mail.letterbox import LEAD, every_letter
from tests.mail.letterbox import PAPER as THEIR_PAPER
from tests.mail.voters import DECISION, read_intent

ANSWERED = (
    "paper", "reminder", "receipt", "receipt of an abstention", "colleague notice", "superseded voter", "unclear",
    "challenge", "challenge to an abstention", "which", "late", "extended",
)  # fmt: skip
"""The letters that voters reply to."""

BODIES = {name: every_letter()[name].body for name in ANSWERED}


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def half_marked(text: str) -> str:
    """As a program leaves a quotation that breaks long lines after marking them."""
    return "\n".join(line if number % 3 else f"> {line}" for number, line in enumerate(text.splitlines()))


UNMARKED = {
    "below nothing": "{own}\n\n{letter}",
    "on the next line": "{own}\n{letter}",
    "below an attribution of no language": "{own}\n\nEiga 3 xulta SELG kowe si:\n{letter}",
    "below a header block": "{own}\n\nFrom: SELG\nSent: today\n\n{letter}",
}


@pytest.mark.parametrize("name", BODIES)
def test_no_letter_of_ours_is_a_vote_when_it_comes_back_without_our_marker(name: str) -> None:
    html, _ = lines_of_html(as_html(BODIES[name], "title"))
    for text in (as_text(BODIES[name]), "\n".join(html)):
        letter = "\n".join(line for line in text.splitlines() if REPLY_ABOVE not in line)
        shapes = [*UNMARKED.values(), f"{{own}}\n\n{marked(letter)}", f"{{own}}\n\nOn it:\n{half_marked(letter)}"]
        for shape in shapes:
            for own in ("", "Thanks\n\nKind regards\nHelen"):
                reply = own_words(Incoming(text=shape.replace("{own}", own).replace("{letter}", letter)))
                for paper in (THEIR_PAPER, DECISION):
                    intent = read_intent(reply, paper, sender_name=LEAD.name)
                    assert not isinstance(intent, Vote | Abstention | Confirmation | Objection), (shape, own)


ATTRIBUTIONS = [
    f"{opens} 23.11.2026 09:00, SELG <ballots@selg.example> {wrote}:"
    for tongue in TONGUES
    for opens in (words(tongue.opens) or ("",))[:1]
    for wrote in words(tongue.wrote)[:1]
]
HEADER_BLOCKS = [
    "\n".join(f"{words(column)[0]}: SELG" for column in (tongue.sender, tongue.sent, tongue.to, tongue.subject))
    for tongue in TONGUES
    if tongue.subject
]
DIVIDERS = ["-----Original Message-----", "_" * 32, f"*{REPLY_ABOVE}*", "-------- Message d'origine --------De: SELG"]
BEGINNINGS = st.sampled_from([*ATTRIBUTIONS, *HEADER_BLOCKS, *DIVIDERS])
OWN = st.sampled_from(
    ["VOTE 2", "2", "We vote for Dr Arun Patel.\n\nKind regards\nTom", "Abstain\n\nSent from my iPhone"]
)
ANY = st.text(max_size=200) | st.lists(
    st.sampled_from(["1 Dr Jane Smith", "VOTE 3", "Actually 1", "> 2", "-- ", "Kind regards", "On Mon wrote:", ""])
).map("\n".join)


@given(own=OWN, beginning=BEGINNINGS, quoted=ANY, marks=st.booleans())
def test_any_quoted_text_below_a_vote_changes_nothing(own: str, beginning: str, quoted: str, marks: bool) -> None:
    alone = own_words(Incoming(text=own))
    below = marked(quoted) if marks else quoted
    reply = own_words(Incoming(text=f"{own}\n\n{beginning}\n\n{below}"))
    assert (reply.lines, reply.below, reply.fault) == (alone.lines, alone.below, "")


@given(own=OWN, quoted=ANY)
def test_any_text_in_a_quotation_of_html_changes_nothing(own: str, quoted: str) -> None:
    alone = own_words(Incoming(text=own))
    inside = quoted.replace("<", "").replace("&", "")
    shown = "".join(f"<div>{line or '<br>'}</div>" for line in own.split("\n"))
    for box in ("<blockquote>{}</blockquote>", "<div class='gmail_quote'>{}</div>", "<div id='divRplyFwdMsg'></div>{}"):
        reply = own_words(Incoming(html=shown + box.format(inside)))
        assert [line for line in reply.lines if line] == [line for line in alone.lines if line]
