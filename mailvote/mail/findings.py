"""A panel's answer: who is eligible and who is not, and every line that cannot be read, named with the reason (R20).

What cannot be read is never passed over: it leaves undecided whomever it speaks of, or those of the sentence before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailvote.mail.clauses import Clause, Why, clauses_in, is_doubt
from mailvote.mail.findingparts import Element, Known, elements_of, sentences
from mailvote.mail.findingwords import Group, Part, Strength
from mailvote.mail.personal import is_own_name, name_words
from mailvote.mail.reply import OwnWords
from mailvote.mail.tidy import spaced
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.votelines import without_bullet

MAX_LINES = 200
MAX_TEXT = 8_000
MAX_REASON = 2000
GREETING_WORDS = 6

STOPS = (".", ";", "!")

SPEAKING = frozenset({
    "because", "cannot", "did", "does", "doesnt", "few", "had", "has", "he", "her", "his", "insufficient", "it", "its",
    "lack", "lacking", "lacks", "little", "no", "nor", "not", "nothing", "only", "reason", "reasons", "she", "the",
    "their", "there", "they", "this", "too",
})  # fmt: skip
"""How a sentence begins that says why somebody is not eligible."""

FAULTS: Mapping[str, str] = {
    "cut-off": "Your message is too long to be read in full.",
    "encrypted": "Your message is encrypted, and I cannot open it: please send it as plain text.",
    "winmail": "Your message came as winmail.dat, which I cannot open: please send it as plain text.",
    "attachment-only": "Your answer is in an attachment, which I do not open: please write it into the message.",
    "disguised": "Your message has hidden signs in it that change how it looks: please write it anew.",
}
"""What is the matter with a message of which nothing can be relied on."""

DIFFERENT = "The two forms of your message, plain text and HTML, say different things."


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """Whom a panel is to assess, and who answers.

    `names` has every candidate by number, also those who are decided or have withdrawn; `asked` are those that are to
    be found eligible or not, which is what "all" means. Of the `unreasoned` this member has said that they are not
    eligible, but not why.
    """

    names: Mapping[int, str] = field(repr=False)
    asked: frozenset[int]
    unreasoned: frozenset[int] = frozenset()
    sender_name: str = ""
    vocabulary: Vocabulary = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was read of one candidate; a reason that was not given is ""."""

    candidate: int
    is_eligible: bool = field(repr=False)
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an answer finds, and its sentences that were not understood, each with what is wrong with it."""

    findings: tuple[Finding, ...] = ()
    unread: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def read_answer(words: OwnWords, docket: Docket, *, to_our_letter: bool) -> Reading:
    """What a message finds; where nothing is written above the letter that it answers, what stands below or in it."""
    if words.fault in FAULTS:
        return Reading(unread=(("", FAULTS[words.fault]),))
    reading = _of_one_form(words, docket, to_our_letter=to_our_letter)
    if words.alternative is not None:
        other = _of_one_form(words.alternative, docket, to_our_letter=to_our_letter)
        if other.findings != reading.findings:
            return Reading(unread=(("", DIFFERENT),))
    return reading


def _of_one_form(words: OwnWords, docket: Docket, *, to_our_letter: bool) -> Reading:
    if not _is_blank(words.lines, docket) or words.fault:
        return read_findings(words.lines, docket, below=words.below)
    if not _is_blank(words.between, docket):
        return read_findings(words.between, docket)
    return _filled_in(words.quoted, docket) if to_our_letter else Reading()


def _is_blank(lines: Sequence[str], docket: Docket) -> bool:
    return all(_is_courtesy(line, docket.vocabulary) for line in lines if line.strip())


def _filled_in(quoted: Sequence[str], docket: Docket) -> Reading:
    """The list of our letter filled in where it stands: a name in full, a colon, and the finding."""
    lines = [spaced(line) for line in quoted[:MAX_LINES]]
    heads = tuple(f"{spaced(name)}:" for number, name in docket.names.items() if number in docket.asked)
    filled = [line for line in lines if line.startswith(heads) and not line.endswith(heads)]
    return read_findings(filled, docket)


def read_findings(lines: Sequence[str], docket: Docket, *, below: Sequence[str] = ()) -> Reading:
    """What these lines find; `below` is what stands under a signature, where nothing more must be found."""
    if len(lines) + len(below) > MAX_LINES or sum(map(len, (*lines, *below))) > MAX_TEXT:
        return Reading(unread=(("", FAULTS["cut-off"]),))
    reader = _Reader(docket)
    for line in lines:
        reader.take(spaced(line))
    reader.take_afterthoughts(below)
    return reader.reading()


@dataclass(slots=True, kw_only=True)
class _Said:
    """A clause as it was read, and the sentence that holds it."""

    clause: Clause
    sentence: str
    retracted: bool = False


class _Reader:
    """Reads an answer sentence by sentence. A plain class, made for one answer and thrown away."""

    def __init__(self, docket: Docket) -> None:
        self.docket = docket
        self.known = Known(docket.names, docket.vocabulary)
        self.said: list[_Said] = []
        self.unread: list[tuple[str, str]] = []
        self.retracted: set[int] = set()
        self.all_retracted = False
        self.heading: bool | None = None
        self.open_heading = ""
        self.gap = False

    def take(self, line: str) -> None:
        """Read one line; a blank one ends the reason above it."""
        if not line:
            self.gap = True
            return
        if not self._is_signature(line):
            for sentence in sentences(self._without_greeting(without_bullet(line)), self.docket.vocabulary.titles):
                self._take_sentence(sentence)
        self.gap = False

    def take_afterthoughts(self, lines: Sequence[str]) -> None:
        """A finding below the signature makes those that it is on undecided."""
        for line in lines:
            text = without_bullet(spaced(line))
            found = clauses_in(text, self.known)
            if not isinstance(found, Why) and any(clause.who for clause in found):
                self.refuse(text, Why.BELOW, elements_of(text, self.known))

    def refuse(self, sentence: str, why: Why, elements: Sequence[Element]) -> None:
        """Name a sentence that cannot be read, and leave undecided whomever it may be about."""
        self.unread.append((sentence, why))
        self.heading = None
        named = _named(elements)
        self.retracted |= named
        if named or not _is_weighty(elements):
            return
        if self.said and not any(one.group for one in elements):
            self.said[-1].retracted = True
        else:
            self.all_retracted = True

    def _take_sentence(self, sentence: str) -> None:
        alone = len(self.docket.asked) == 1
        found = clauses_in(sentence, self.known, heading=self.heading, alone=alone)
        if isinstance(found, Why):
            self._take_unread(sentence, found)
        elif found and not found[0].who:
            self._end_heading()
            self.heading, self.open_heading = found[0].is_eligible, sentence
        elif found:
            self._take_clauses(sentence, found)

    def _take_clauses(self, sentence: str, found: Sequence[Clause]) -> None:
        if not found[0].heads:
            self._end_heading()
        self.said.extend(_Said(clause=clause, sentence=sentence) for clause in found)
        self.heading = found[-1].is_eligible if found[-1].heads else None
        self.open_heading = ""

    def _end_heading(self) -> None:
        """A finding by itself, with no name below it either, may take something back; an empty list does not."""
        if self.open_heading.endswith(":"):
            self.unread.append((self.open_heading, Why.NO_NAME))
        elif self.open_heading:
            self.refuse(self.open_heading, Why.NO_NAME, elements_of(self.open_heading, self.known))
        self.heading, self.open_heading = None, ""

    def _take_unread(self, sentence: str, why: Why) -> None:
        """What finds nothing by itself may be courtesy or a reason; anything else is named."""
        if _is_courtesy(sentence, self.docket.vocabulary):
            return
        elements = elements_of(sentence, self.known)
        if self._goes_on(elements):
            self.said[-1] = _with_more(self.said[-1], sentence)
        elif not self._is_wanted_reason(sentence, elements):
            self.refuse(sentence, why, elements)

    def _goes_on(self, elements: Sequence[Element]) -> bool:
        """Whether a sentence gives the finding above it its reason, or goes on with that.

        The rest of a sentence that was wrapped does, and a sentence that speaks of the candidate; others may be about
        anything, and the candidate is told what the reason is.
        """
        last = self.said[-1] if self.said else None
        if last is None or last.clause.is_eligible or last.retracted or _named(elements) or _says_eligible(elements):
            return False
        reason = last.clause.reason
        wrapped = bool(reason) and not self.gap and not last.sentence.endswith(STOPS)
        return wrapped or (SPEAKING.issuperset(elements[0].words[:1]) and (not self.gap or not reason))

    def _is_wanted_reason(self, sentence: str, elements: Sequence[Element]) -> bool:
        """Take a sentence for the reason that this member still owes, for the one that it names or the only one."""
        wanted, named = self.docket.unreasoned, _named(elements)
        about = named & wanted if named else wanted
        if len(about) != 1 or named - about or _says_eligible(elements):
            return False
        first = elements[0]
        if named and first.part is not Part.WHO:
            return False
        text = _reason(sentence[first.end :] if named else sentence)
        who = replace(first, part=Part.WHO, who=about, group=None)
        self.said.append(_Said(clause=Clause(who=(who,), is_eligible=False, reason=text), sentence=sentence))
        return bool(text)

    def reading(self) -> Reading:
        """What it all comes to, the candidates in the order of their numbers."""
        self._end_heading()
        found: dict[int, Finding] = {}
        for said in self.said:
            for number in self._meant(said):
                self._merge(found, _finding(said.clause, number), said)
        gone = self.retracted if not self.all_retracted else set(found)
        return Reading(
            findings=tuple(found[number] for number in sorted(found) if number not in gone),
            unread=tuple(dict.fromkeys(self.unread)),
        )

    def _merge(self, found: dict[int, Finding], new: Finding, said: _Said) -> None:
        """One finding a candidate: two that differ are none, of two that agree the first reason stands."""
        if said.retracted:
            self.retracted.add(new.candidate)
        before = found.get(new.candidate)
        if before is not None and before.is_eligible is not new.is_eligible:
            self.unread.append((said.sentence, Why.TWICE))
            self.retracted.add(new.candidate)
        found[new.candidate] = before if before is not None and before.reason else new

    def _meant(self, said: _Said) -> frozenset[int]:
        """The candidates whom a clause is about; none, and the sentence named, where a group is another size."""
        meant = set[int]()
        for name in said.clause.who:
            if name.group is None:
                meant |= name.who
            elif name.count not in (None, len(self.docket.asked), len(self.docket.names)):
                self.unread.append((said.sentence, Why.COUNT))
            else:
                meant |= self._rest(said) if name.group is Group.REST else self.docket.asked
        return frozenset(meant)

    def _rest(self, said: _Said) -> frozenset[int]:
        """Those whom no other clause names."""
        others = (name.who for other in self.said if other is not said for name in other.clause.who)
        return self.docket.asked - frozenset[int]().union(*others)

    def _is_signature(self, line: str) -> bool:
        words = name_words(line)
        return bool(self.docket.sender_name) and is_own_name(words, self.docket.sender_name, self.docket.vocabulary)

    def _without_greeting(self, line: str) -> str:
        """The line without a greeting or thanks before its first comma, or the like."""
        for place, sign in enumerate(line[:100]):
            if sign in ",!-–.:" and _is_courtesy(line[:place], self.docket.vocabulary):
                return line[place + 1 :].strip()
        return line


def _finding(clause: Clause, number: int) -> Finding:
    """The finding of a clause on one candidate; "none eligible" says the opposite of its words."""
    denied = any(name.group is Group.NONE for name in clause.who)
    return Finding(candidate=number, is_eligible=clause.is_eligible is not denied, reason=clause.reason[:MAX_REASON])


def _with_more(said: _Said, sentence: str) -> _Said:
    """A finding whose reason goes on in another sentence, or in another line of the same one."""
    reason = said.clause.reason
    between = ". " if said.sentence.endswith(STOPS) else " "
    more = f"{reason}{between}{sentence}" if reason else _reason(sentence)
    return replace(said, clause=replace(said.clause, reason=more), sentence=sentence)


def _named(elements: Sequence[Element]) -> frozenset[int]:
    return frozenset[int]().union(*(one.who for one in elements if one.is_sure))


def _says_eligible(elements: Sequence[Element]) -> bool:
    return any(one.part is Part.STATUS and one.strength is Strength.STRONG and one.is_eligible for one in elements)


def _is_weighty(elements: Sequence[Element]) -> bool:
    """Whether a sentence that names nobody could still change what another says: a finding, a doubt or a question."""
    return any(one.part in (Part.STATUS, Part.EXCEPT) or one.group or is_doubt(one) for one in elements)


def _reason(sentence: str) -> str:
    """A sentence as a reason, without the word that announces it."""
    text = sentence.strip(" .,;:-–—()[]")
    for word in ("reason:", "reason -", "because "):
        if text.casefold().startswith(word):
            return text[len(word) :].strip(" .,;:-–—")
    return text


def _is_courtesy(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line only greets, thanks or takes leave."""
    words = name_words(line)
    if not words:
        return True
    if words[0] in vocabulary.greetings and len(words) <= GREETING_WORDS and not vocabulary.doubts.intersection(words):
        return "eligible" not in words
    return bool(vocabulary.courteous.intersection(words)) and vocabulary.courtesy.issuperset(words)
