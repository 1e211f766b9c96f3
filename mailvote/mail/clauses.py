"""What one sentence of a panel's answer finds of whom, where all of it can be read; otherwise why it cannot (R20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mailvote.mail.findingparts import Element, Known, elements_of
from mailvote.mail.findingwords import Group, Part, Strength

HEDGES = frozenset({
    "assuming", "but", "conditional", "conditionally", "depending", "depends", "however", "if", "maybe", "might",
    "pending", "perhaps", "possibly", "probably", "provided", "providing", "subject", "sure", "though", "although",
    "unclear", "unless", "unsure", "until", "yet",
})  # fmt: skip
"""Words after which nobody is eligible, or not, without more ado."""

_AROUND = frozenset(" \t.,;:-–—()[]{}*_=/")


class Why(StrEnum):
    """Why a sentence is not read, as its writer is told."""

    UNREAD = "I could not tell what this says, and of whom."
    NOBODY = "This names none of the candidates."
    SHARED = "More than one candidate is called that: please write the full name."
    HEDGED = "This seems to depend on something: please write eligible or not eligible, or ask the election manager."
    MIXED = "The reason names another candidate: please write a line for each."
    COUNT = "This does not fit the number of candidates: please write a line for each."
    NO_NAME = "This does not say of whom."
    TWICE = "You say two different things of this candidate."
    BELOW = "This stands below your signature: please write it again above it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A finding on those named in `who`, which is empty for a heading such as "Eligible:".

    `heads` is whether more names may follow on lines of their own: "Not eligible: Dr A".
    """

    who: tuple[Element, ...] = field(repr=False)
    is_eligible: bool = field(repr=False)
    reason: str = field(default="", repr=False)
    heads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Clauses that were read, and the number of the element at which reading goes on."""

    clauses: tuple[Clause, ...]
    at: int


def clauses_in(
    text: str, known: Known, *, heading: bool | None = None, alone: bool = False
) -> tuple[Clause, ...] | Why:
    """All that the sentence finds; nothing in it is passed over but fillers and courtesy.

    `heading` is what a heading above says of names alone, `alone` whether there is but one candidate, whom everything
    is about.
    """
    sentence = _Sentence(text, elements_of(text, known), known, heading, alone)
    found: list[Clause] = []
    at = sentence.skip(0)
    while at < len(sentence.elements):
        step = sentence.clause(at) if not sentence.is_courtesy(at) else None
        if step is None:
            break
        if isinstance(step, Why):
            return step
        found.extend(step.clauses)
        at = sentence.skip(step.at)
    if len(found) > 1 and any(not clause.who for clause in found):
        return Why.NO_NAME
    return tuple(found)


class _Sentence:
    """A sentence and what helps to read it. A plain class, made for one reading and thrown away."""

    def __init__(self, text: str, elements: Sequence[Element], known: Known, heading: bool | None, alone: bool) -> None:
        self.text = text
        self.elements = elements
        self.known = known
        self.heading = heading
        self.alone = alone

    def part(self, at: int) -> Part | None:
        return self.elements[at].part if at < len(self.elements) else None

    def skip(self, at: int, *parts: Part) -> int:
        """The first element from here on that is none of these parts, by default what only fills or separates."""
        idle = parts or (Part.FILLER, Part.BREAK, Part.CLOSING)
        while at < len(self.elements) and self.elements[at].part in idle:
            at += 1
        return at

    def is_courtesy(self, at: int) -> bool:
        """Whether nothing but thanks and the like follows."""
        words = [word for element in self.elements[at:] if element.part is not Part.BREAK for word in element.words]
        return bool(words) and (self.known.vocabulary.courtesy | {"for"}).issuperset(words)

    def clause(self, at: int) -> _Found | Why:
        """The clause that begins here: a name before its finding, or a finding before its names."""
        if self.part(at) is Part.WHO:
            return self._name_first(at)
        if self.part(at) is Part.STATUS:
            return self._finding_first(at)
        return self._why(at)

    def _name_first(self, at: int) -> _Found | Why:
        who, after = self._names(at)
        place = self.skip(after, Part.FILLER, Part.BREAK, Part.REASON) if self._soft(after) else self.skip(after)
        found: _Found | Why = self._why(at)
        if self.part(place) is Part.STATUS:
            found = self._reasoned(who, self.elements[place], place + 1, heads=False)
        if self.heading is None or isinstance(found, _Found):
            return found
        said = replace(self.elements[at], part=Part.STATUS, is_eligible=self.heading, strength=Strength.MILD)
        return self._reasoned(who, said, after, heads=True)

    def _soft(self, at: int) -> bool:
        """Whether "as" stands between a name and its finding: "I see Dr Brown as eligible"."""
        place = self.skip(at)
        return self.part(place) is Part.REASON and self.elements[place].words == ("as",)

    def _finding_first(self, at: int) -> _Found | Why:
        said = self.elements[at]
        place = self.skip(at + 1)
        if self.part(place) is Part.WHO:
            who, after = self._names(place)
            return self._reasoned(who, said, after, heads=True)
        if self.alone:
            return self._reasoned((self._only(said),), said, at + 1, heads=False)
        if place < len(self.elements):
            return self._why(at)
        if said.strength is not Strength.STRONG:
            return Why.NO_NAME
        return _Found(clauses=(Clause(who=(), is_eligible=said.is_eligible, heads=True),), at=place)

    def _only(self, said: Element) -> Element:
        return replace(said, part=Part.WHO, group=Group.ALL, count=None, is_sure=True)

    def _names(self, at: int) -> tuple[tuple[Element, ...], int]:
        """The names from here on with what joins them, and where they end."""
        who: list[Element] = []
        after = at
        while self.part(at) is Part.WHO:
            who.append(self.elements[at])
            after = at + 1
            at = self.skip(after)
            if self._begins_clause(at, names=True):
                break
        return tuple(who), after

    def _reasoned(self, who: tuple[Element, ...], said: Element, at: int, *, heads: bool) -> _Found | Why:
        """A finding with its reason, where one follows; what else may follow is a clause of its own, or nothing."""
        if any(len(name.who) > 1 for name in who):
            return Why.SHARED
        clause = Clause(who=who, is_eligible=said.is_eligible, heads=heads)
        place = self.skip(at)
        part = self.part(place)
        if part is None or self.is_courtesy(place):
            return _Found(clauses=(clause,), at=len(self.elements))
        if part is Part.OPENING:
            return self._because(clause, place + 1, self._closing(place + 1))
        if part is Part.REASON:
            return self._because(clause, self.skip(place + 1, Part.BREAK, Part.REASON), self._stop(place + 1))
        if part is Part.EXCEPT:
            return self._except(clause, place)
        if self._begins_clause(place):
            return _Found(clauses=(clause,), at=place)
        if self._may_say_why(said, parted=self.part(at) is Part.BREAK) and not is_doubt(self.elements[place]):
            return self._because(clause, self.skip(at, Part.BREAK), self._stop(place))
        return self._why(place)

    def _may_say_why(self, said: Element, *, parted: bool) -> bool:
        """Whether what follows a finding against somebody is its reason even without a "because"."""
        if said.is_eligible:
            return False
        return said.strength is Strength.STRONG or (said.strength is Strength.MILD and parted)

    def _because(self, clause: Clause, start: int, end: int) -> _Found | Why:
        """The clause with the reason that its elements from `start` to before `end` give."""
        inside = self.elements[start:end]
        named = frozenset[int]().union(*(name.who for name in clause.who))
        if any(one.part is Part.WHO and one.is_sure and not one.group and not one.who <= named for one in inside):
            return Why.MIXED
        if any(one.part is Part.STATUS and one.is_eligible and one.strength is Strength.STRONG for one in inside):
            return Why.UNREAD
        if any(is_doubt(one) for one in (inside if clause.is_eligible else inside[-1:])):
            return Why.HEDGED
        reason = self.text[inside[0].start : inside[-1].end].strip("".join(_AROUND)) if inside else ""
        return _Found(clauses=(replace(clause, reason=reason),), at=end)

    def _except(self, clause: Clause, at: int) -> _Found | Why:
        """ "All eligible except Dr A", with the reason why not."""
        place = self.skip(at + 1)
        if not clause.is_eligible or clause.who[0].group is not Group.ALL or self.part(place) is not Part.WHO:
            return self._why(at)
        who, after = self._names(place)
        said = replace(self.elements[at], is_eligible=False, strength=Strength.STRONG)
        others = self._reasoned(who, said, after, heads=False)
        if isinstance(others, Why):
            return others
        rest = replace(clause, who=(replace(clause.who[0], group=Group.REST, count=None),))
        return _Found(clauses=(rest, *others.clauses), at=others.at)

    def _closing(self, at: int) -> int:
        """Where the brackets end that were opened before this element."""
        depth = 1
        for place in range(at, len(self.elements)):
            depth += (self.part(place) is Part.OPENING) - (self.part(place) is Part.CLOSING)
            if depth == 0:
                return place
        return len(self.elements)

    def _stop(self, at: int) -> int:
        """Where a reason ends: before the next clause, which a comma or an "and" begins, or with the sentence."""
        for place in range(at, len(self.elements)):
            parted = self.part(place) in (Part.BREAK, Part.FILLER)
            if parted and self.part(place + 1) is not None and self._begins_clause(self.skip(place)):
                return place
        return len(self.elements)

    def _begins_clause(self, at: int, *, names: bool = False) -> bool:
        """Whether a name with its finding, or a finding with its names, stands here; with `names` the latter alone."""
        if self.part(at) is Part.STATUS:
            return self.part(self.skip(at + 1)) is Part.WHO and self.elements[self.skip(at + 1)].is_sure
        while not names and self.part(at) is Part.WHO:
            at = self.skip(at + 1)
            if self.part(at) is Part.STATUS:
                return True
        return False

    def _why(self, at: int) -> Why:
        """Why the sentence cannot be read from here on."""
        if any(is_doubt(one) for one in self.elements):
            return Why.HEDGED
        is_finding = any(one.part is Part.STATUS for one in self.elements)
        names_none = not any(one.part is Part.WHO for one in self.elements)
        return Why.NOBODY if is_finding and names_none else Why.UNREAD


def is_doubt(element: Element) -> bool:
    """Whether it is a word of condition or doubt, or asks."""
    return bool(HEDGES.intersection(element.words)) or element.words == ("?",)
