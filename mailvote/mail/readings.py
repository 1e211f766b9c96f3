"""One line of a reply, matched as a whole: the ordered table of readings of tier A (mail.md 4)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mailvote.mail.lists import breaks_in, lists_in
from mailvote.mail.targets import Target, targets_in
from mailvote.mail.tidy import typed
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.voter import Voter
from mailvote.mail.words import Words, plain_words

MAX_LINE = 200
MAX_WORDS = 30

NAMED = ("full-name", "initials", "surname")
LETTERS = "letters"
"""The forms of a name in `personal`; letters alone are too short to stand by themselves."""

Choice = tuple[int, ...] | None
"""An option's number, () for an abstention, None for the confirmation of what we offered."""

_BULLET = re.compile(r"\A[-•*·] +")
_WRAPPED = re.compile(r"\A(?:([*_]{1,3})([^*_]+)\1|\"([^\"]+)\"|'([^']+)')([.!,]?)\Z")
_SOUND = re.compile(r"(?:[^\W_]|[ ,:;'()&-]|\.(?!\.)|#(?=[0-9]))*[.!,]?!{0,2}\Z")
_MISLEADING = re.compile(r"\(\s*\)|(?:\A|\s)-[0-9]")
_DIGITS = re.compile(r"[1-9][0-9]{0,2}\Z")
_PLUS = re.compile(r"(?<=[\w)]) ?\+ ?(?=[\w(])")
_UNFINISHED = (":", ",", ";", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a line was read as; `bare` where names stand alone, which could as well be a signature."""

    choice: Choice = field(repr=False)
    reading: str
    by_name: bool = False
    bare: bool = False


def read_line(text: str, voter: Voter) -> Found | None:
    """The one thing that the whole line means; None where it means nothing that is certain, or two things."""
    key = (text, voter.questioned)
    if key not in voter.known:
        voter.known[key] = _read_line(text, voter)
    found: Found | None = voter.known[key]
    return found


def _read_line(text: str, voter: Voter) -> Found | None:
    joined = _PLUS.sub(" & ", text) if voter.may_list else text
    words = line_words(joined)
    if not words:
        return None
    plain = _plain(joined)
    line = Target(words=words, breaks=breaks_in(plain), finished=not plain.endswith(_UNFINISHED))
    targets = tuple(targets_in(line, voter))
    found = [(hit, target) for reading in READINGS for target in targets for hit in reading.hits(target, voter)]
    if len({hit.choice for hit, _ in found}) != 1 or any(_is_contradicted(hit, target, voter) for hit, target in found):
        return None
    return found[0][0]


def _is_contradicted(hit: Found, target: Target, voter: Voter) -> bool:
    """Whether the words around what was read name another option: "for 2" where 1 is For."""
    around = voter.names.mentioned_around(target.before, target.words, target.after)
    return bool(around - set(hit.choice or ()))


def is_bulleted(text: str) -> bool:
    """Whether a line stands in a list, behind a bullet."""
    return _BULLET.match(typed(text)) is not None


def without_bullet(text: str) -> str:
    """A line as it reads when it goes on from the one before it."""
    return _BULLET.sub("", typed(text))


def line_words(text: str) -> Words | None:
    """The words of a line; None where it holds a sign that could change their meaning."""
    if len(text) > MAX_LINE:
        return None
    plain = _plain(text)
    if not _SOUND.match(plain) or _MISLEADING.search(plain):
        return None
    words = tuple(plain_words(plain))
    return words if len(words) <= MAX_WORDS else None


def number_of(words: Words, vocabulary: Vocabulary) -> int | None:
    """The number that the words are: "2", "option 2", "candidate number two"."""
    if not words:
        return None
    *before, last = words
    if _DIGITS.match(last):
        return int(last) if not before or tuple(before) in vocabulary.numbered else None
    return vocabulary.numbers.get(last) if before and tuple(before) in vocabulary.numbered else None


def _abstention(target: Target, voter: Voter) -> Iterator[Choice]:
    vocabulary = voter.vocabulary
    if any(words in vocabulary.abstentions for words in _without_regret(target.words, vocabulary)):
        yield ()


def _confirmation(target: Target, voter: Voter) -> Iterator[Choice]:
    """YES and its like; where a plain answer votes for a side, those that do not."""
    votes = voter.names.side(target.words, questioned=voter.questioned) is not None
    if not (target.phrased or target.signed) and target.words in voter.vocabulary.confirmations and not votes:
        yield None


def _side(target: Target, voter: Voter) -> Iterator[Choice]:
    """For or against a proposal, in any of the words for it; a regret goes with a vote, not with a plain answer."""
    whole, *regretted = _without_regret(target.words, voter.vocabulary)
    said = {voter.names.side(whole, questioned=voter.questioned)}
    said |= {voter.names.side(words, questioned=True) for words in regretted}
    closed = target.finished and not target.before and target.after in voter.vocabulary.endings
    if closed and not _is_blunt(target, voter):
        yield from ((side,) for side in sorted(said - {None}, key=str) if side is not None)


def _without_regret(words: Words, vocabulary: Vocabulary) -> Iterator[Words]:
    """The words as they stand, and without a regret before or behind them: "Against, I am afraid".

    What "sorry for" and "sadly for" are about may stand in the next line.
    """
    yield words
    behind = (words[end:] for end in sorted(vocabulary.regrets.ends(words)) if end < len(words))
    yield from (rest for rest in behind if not vocabulary.leaning.issuperset(rest))
    yield from (words[:end] for end in range(1, len(words)) if words[end:] in vocabulary.regrets)


def _is_blunt(target: Target, voter: Voter) -> bool:
    """Whether it ends in a NO that the courtesy behind it would change: "no thanks"."""
    return target.words[-1:] in voter.vocabulary.blunt and bool(target.after)


def _number(target: Target, voter: Voter) -> Iterator[Choice]:
    """A number alone; on a paper that allows several, a bare "12" may as well be 1 and 2 without a comma."""
    digits = target.words[0] if len(target.words) == 1 and not target.phrased else ""
    parted = voter.may_list and len(digits) > 1 and _DIGITS.match(digits)
    if not (parted and all(voter.paper.option(int(digit)) for digit in digits)):
        yield from _one_number(target, voter)


def _one_number(target: Target, voter: Voter) -> Iterator[Choice]:
    """The option of a number, and with a number alone every option in whose name it stands: then it is not certain."""
    alone = len(target.words) == 1
    numbers = voter.vocabulary.numbers
    number = number_of(target.words, voter.vocabulary) or (numbers.get(target.words[0]) if alone else None)
    if number is None or voter.paper.option(number) is None:
        return
    meant = voter.names.holding(number) | {number} if alone else {number}
    if len(meant) > 1 or not (target.phrased and target.words[0] in numbers):
        yield from ((option,) for option in sorted(meant))


def _number_and_name(target: Target, voter: Voter) -> Iterator[Choice]:
    """A number beside the name of its own option, either first; the name may be misspelt, the number settles it."""
    for cut in range(1, len(target.words)):
        for number, name in ((target.words[:cut], target.words[cut:]), (target.words[cut:], target.words[:cut])):
            named = number_of(number, voter.vocabulary)
            if named is not None and voter.paper.option(named) and _is_name_of(named, name, voter):
                yield (named,)


def _is_name_of(number: int, words: Words, voter: Voter) -> bool:
    names = voter.names
    if number_of(words, voter.vocabulary) is not None:
        return False
    if (side := names.side(words, questioned=True)) is not None:
        return side == number
    exact = frozenset().union(*(names.exactly(words, form) for form in NAMED))
    return exact == {number} or (not exact and names.misspelt(words) == number)


def _named(*forms: str) -> Callable[[Target, Voter], Iterator[Choice]]:
    """Names in these forms; initials alone only beside a vote phrase or behind a title."""

    def read(target: Target, voter: Voter) -> Iterator[Choice]:
        sure = target.phrased or target.words[:1] != voter.without_titles(target.words[:1])
        readable = [form for form in forms if form != LETTERS or sure]
        options = frozenset().union(*(voter.names.exactly(target.words, form) for form in readable))
        own = not target.phrased and voter.resembles_own_name(target.words)
        if len(options) == 1 and not own and not _is_answer(target, voter):
            yield tuple(options)

    return read


def _is_answer(target: Target, voter: Voter) -> bool:
    """Whether the name of an option, "Yes" or "Agree", is rather an answer to something else, or a name a signature."""
    vocabulary = voter.vocabulary
    plain = len(target.words) == 1 and target.words[0] in vocabulary.yes | vocabulary.no
    answers = voter.questioned and not target.phrased and plain
    signs = target.signed and not target.phrased
    closed = voter.names.are_of_people or target.after in vocabulary.endings
    return answers or signs or _is_blunt(target, voter) or not closed


def _misspelt(target: Target, voter: Voter) -> Iterator[Choice]:
    """A name with typing errors; a single word only behind a vote phrase, since any word is like some surname."""
    if not (target.phrased or len(target.words) > 1) or number_of(target.words[:1], voter.vocabulary) is not None:
        return
    option = voter.names.misspelt(target.words)
    if option is not None and (target.phrased or not (target.signed or voter.resembles_own_name(target.words))):
        yield (option,)


def _several(*rows: Callable[[Target, Voter], Iterator[Choice]]) -> Callable[[Target, Voter], Iterator[Choice]]:
    """A list of which each item is read by one of these rows; none that names an option twice."""

    def read(target: Target, voter: Voter) -> Iterator[Choice]:
        def item(words: Words) -> int | None:
            part = Target(words=words, before=target.before, phrased=target.phrased, signed=target.signed)
            options = {option for row in rows for choice in row(part, voter) for option in choice or ()}
            return options.pop() if len(options) == 1 else None

        lists = lists_in(target.words, target.breaks, item, voter.vocabulary) if voter.may_list else ()
        yield from (tuple(sorted(found)) for found in lists if len(set(found)) == len(found))

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row of the table: its name in the journal, how it reads, and whether it rests on a name alone."""

    name: str
    read: Callable[[Target, Voter], Iterator[Choice]]
    by_name: bool = False

    def hits(self, target: Target, voter: Voter) -> Iterator[Found]:
        bare = self.by_name and not target.phrased
        return (
            Found(choice=choice, reading=self.name, by_name=self.by_name, bare=bare)
            for choice in self.read(target, voter)
        )


READINGS: tuple[Reading, ...] = (
    Reading(name="number", read=_number),
    Reading(name="number-and-name", read=_number_and_name),
    Reading(name="side", read=_side),
    Reading(name="full-name", read=_named("full-name"), by_name=True),
    Reading(name="initials", read=_named("initials", LETTERS), by_name=True),
    Reading(name="surname", read=_named("surname"), by_name=True),
    Reading(name="abstention", read=_abstention),
    Reading(name="confirmation", read=_confirmation),
    Reading(name="misspelt-name", read=_misspelt, by_name=True),
    Reading(name="numbers", read=_several(_one_number, _number_and_name)),
    Reading(name="names", read=_several(*map(_named, (*NAMED, LETTERS)), _misspelt), by_name=True),
)
"""The whole of tier A. All rows are tried and must agree; the first that hits gives its name."""


def _plain(text: str) -> str:
    return _unwrapped(typed(text))


def _unwrapped(text: str) -> str:
    """A line without the bullet before it, or the emphasis or quotation marks around it."""
    plain = _BULLET.sub("", text)
    found = _WRAPPED.match(plain)
    return plain if found is None else "".join(filter(None, found.group(2, 3, 4))) + found.group(5)
