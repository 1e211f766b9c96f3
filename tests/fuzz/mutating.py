"""Fifty thousand random changes to clear votes, and what became of each: `python -m tests.fuzz.mutating [HOW_MANY] [SEED]`.

It is no part of `make test`, which tries some thousands of them. A change turns a vote if it counts for anything that
neither the vote nor the change names, and slips through if it counts although it takes the vote's certainty away.
"""

import random
import sys
from collections import Counter

from mailvote.mail.intent import Abstention, Confirmation, Likely, Objection, Request, Vote
from tests.mail.mutations import CHANGES, CLEAR, WELSH_CHANGES, Clear, changed, places
from tests.mail.test_mutations import intent_of, is_same_side

HARMLESS = ("thanks", "please", ",", "\n", "Tom", "we", "the", "regards", "vote", "and", "-", "Morgan", "all", "so")
KINDS = (*CHANGES, "second option", "harmless word", "letter")


def change(clear: Clear, kind: str, dice: random.Random) -> tuple[str, str, set[int]]:
    """The vote with a change of that kind, what was put in, and the options that it names besides."""
    place = dice.randrange(places(clear.text))
    if kind == "second option":
        option = dice.choice(clear.paper.options)
        insert = dice.choice((str(option.number), option.name, f"and {option.number}", f"or {option.name}"))
        return changed(clear.text, insert, place), insert, {option.number}
    if kind == "letter":
        at = dice.randrange(len(clear.text))
        insert = dice.choice(("", dice.choice("abcdefghijklmnopqrstuvwxyz")))
        return clear.text[:at] + insert + clear.text[at + 1 :], insert, set()
    known = HARMLESS if kind == "harmless word" else CHANGES[kind]
    insert = dice.choice(WELSH_CHANGES if clear.language == "cy" and kind in CHANGES else known)
    return changed(clear.text, insert, place), insert, set()


def fate_of(clear: Clear, text: str, insert: str, kind: str, named: set[int], *, questioned: bool) -> str:
    intent = intent_of(text, clear, questioned=questioned)
    if isinstance(intent, Vote | Abstention):
        chosen = set(intent.choice) if isinstance(intent, Vote) else set()
        if (
            not chosen
            or chosen - set(clear.choice) - named
            or (kind in CHANGES and not is_same_side(intent, insert, clear))
        ):
            return "turned or slipped through"
        return "counted as it was" if chosen == set(clear.choice) else "counted with what was added"
    if isinstance(intent, Likely):
        return "offered back"
    names = {Request: "taken for a request", Objection: "taken for an objection", Confirmation: "taken for a YES"}
    return names.get(type(intent), "asked about")


def main(how_many: int, seed: int) -> int:
    dice = random.Random(seed)
    fates: Counter[tuple[str, str]] = Counter()
    for _ in range(how_many):
        clear, kind = dice.choice(CLEAR), dice.choice(KINDS)
        text, insert, named = change(clear, kind, dice)
        fate = fate_of(clear, text, insert, kind, named, questioned=dice.random() < 0.3)
        fates[kind, fate] += 1
        if fate.startswith("turned"):
            print(f"{kind}: {clear.text!r} -> {text!r}")
    for (kind, fate), number in sorted(fates.items()):
        print(f"{kind:14} {fate:28} {number:7,}")
    turned = sum(number for (_, fate), number in fates.items() if fate.startswith("turned"))
    print(f"{how_many:,} changes, {turned} turned or slipped through")
    return int(turned > 0)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*(numbers + [50_000, 1][len(numbers) :])))
