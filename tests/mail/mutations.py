"""Clear votes of every kind, and what changes them: negations, questions, conditions, other options, in any place."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from mailvote.rules.paper import Paper
from tests.mail.voters import CENSURE, DECISION, PAPER, POLL, TWO_SEATS

NEGATIONS = ("not", "no", "never", "don't", "neither", "nobody", "cannot", "without", "against", "won't", "isn't")
CONDITIONS = ("if", "unless", "but", "maybe", "provided", "perhaps", "either", "or", "until", "assuming", "might")
QUESTIONS = ("?", "？", "‽", "why?", "is it?")
CHANGES = {"negation": NEGATIONS, "condition": CONDITIONS, "question": QUESTIONS}
"""What takes away the certainty of any vote wherever it stands above the closing, by kind."""

WELSH_CHANGES = ("ddim", "nid", "peidiwch", "os", "ond", "efallai", "neu", "heb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """A vote that counts without asking: its text, the paper it answers, what it chooses, and the language."""

    text: str
    paper: Paper
    choice: tuple[int, ...]
    language: str = "en"


def _of(paper: Paper, choices: dict[tuple[int, ...], tuple[str, ...]], frames: tuple[str, ...]) -> Iterator[Clear]:
    for (choice, names), frame in product(choices.items(), frames):
        for name in names:
            yield Clear(text=frame.format(name), paper=paper, choice=choice)


FRAMES = (
    "{}", "{} please", "{}, thanks", "Vote {}", "I vote for {}", "We would like to vote for {}", "Our vote is for {}",
    "Mill Stream Surgery votes for {}", "On behalf of Mill Stream Surgery I vote for {}", "Hi Morgan, our vote is for {}",
    "Dear Morgan - our vote is for {}. Many thanks, Tom", "{} gets our vote", "{} is our choice, thanks",
    "Our vote is for {}. Please confirm receipt.", "Hi Morgan,\n\nOur vote is for {}\n\nThanks\nTom",
    "We vote for {}\n\nSorry for the delay in replying.\nTom Jones\nGP Partner",
)  # fmt: skip
SIDED = ("{}", "{}, thanks", "{}, I am afraid", "{}, sadly", "Hi Morgan, {}", "{}\n\nMill Stream Surgery",
         "{}\n\nWe discussed this at our partners' meeting.", "{}. Please confirm receipt.")  # fmt: skip

CLEAR: tuple[Clear, ...] = (
    *_of(PAPER, {(2,): ("2", "option 2", "Dr Arun Patel", "Dr Patel", "A. Patel", "2 Dr Arun Patel", "Dr Patel (2)")}, FRAMES),
    *_of(PAPER, {(3,): ("3", "Helen O'Brien-Lee", "Dr Helen O’Brien-Lee")}, FRAMES[:9]),
    *_of(
        DECISION,
        {
            (1,): ("For", "in favour", "we vote for", "We vote for the proposal", "Mill Stream Surgery votes for the motion"),
            (2,): ("Against", "opposed", "we vote against", "We are against the proposal", "We oppose this proposal"),
        },
        SIDED,
    ),
    *_of(CENSURE, {(1,): ("We are in favour of the censure",), (2,): ("We vote against the censure",)}, SIDED),
    *_of(TWO_SEATS, {(1, 3): ("1 and 3", "Dr Brown and Dr Dunn", "1 Dr Brown, 3 Dr Dunn", "Alice Brown & Carol Dunn")}, FRAMES[4:9]),
    *_of(POLL, {(2,): ("2", "2027", "option 2"), (1,): ("Tuesday 8 December",)}, ("{}", "{}, thanks", "We vote for {}", "Hi Morgan, {}")),
    *(
        Clear(text=text, paper=PAPER, choice=(2,), language="cy")
        for text in ("2", "Opsiwn 2, diolch", "Rwy'n pleidleisio dros Dr Patel", "Hoffem bleidleisio dros opsiwn 2")
    ),
    *(Clear(text=text, paper=DECISION, choice=(1,), language="cy") for text in ("O blaid", "Rydym o blaid y cynnig")),
    *(Clear(text=text, paper=DECISION, choice=(2,), language="cy") for text in ("Yn erbyn", "Rydym yn erbyn y cynnig")),
)  # fmt: skip


def places(text: str) -> int:
    """In how many places a word can be put into a text."""
    return len(text.replace("\n", " \n ").split(" ")) + 1


def changed(text: str, insert: str, place: int) -> str:
    """The text with a word put in at that place."""
    words = text.replace("\n", " \n ").split(" ")
    return " ".join((*words[:place], insert, *words[place:]))
