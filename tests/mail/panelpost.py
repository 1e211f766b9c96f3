"""One of every letter about the assessment of candidates."""

from mailvote.mail import assessment_letters, panel_letters
from mailvote.mail.assessment_letters import Assessed, Disputed
from mailvote.mail.clauses import Why
from mailvote.mail.findings import Finding, Reading
from mailvote.mail.instruction import Instruction
from mailvote.mail.letter import Letter
from mailvote.mail.panel_letters import Applicant, Seat
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

REOPENING = Instruction(verb="reopen", argument="SELG-2026-03", fields=(("Apply by", "7 January 2027 17:00"),))


def panel_post(cast: Cast) -> dict[str, Letter]:
    """What the panel, the candidates and the manager are written."""
    return _to_the_panel(cast) | _to_candidates(cast) | _to_the_manager(cast)


def _to_the_panel(cast: Cast) -> dict[str, Letter]:
    w, house, words = cast.wording, cast.house, cast.words
    seat = Seat(paper=cast.paper, name=words, others=(words, "Dr Ann Shah"), token=TOKEN)
    applicants = (
        Applicant(name=words, files=(words, "cv.pdf"), missing=("statement", "conflicts")),
        Applicant(name="Dr B. Example"),
    )
    findings = (
        Finding(candidate=1, is_eligible=True),
        Finding(candidate=2, is_eligible=False, reason=words),
    )
    reading = Reading(findings=findings, unread=((words, Why.UNREAD), ("", Why.HEDGED)))
    names = {1: words, 2: "Dr B. Example"}
    left = [words, "Dr B. Example"]
    return {
        "panel asked": panel_letters.ask(w, house, seat, applicants, call_files=(words,), reminded_at=RECEIVED),
        "panel of one asked": panel_letters.ask(
            w,
            house,
            Seat(paper=cast.paper, name="", others=(), token=TOKEN),
            applicants[:1],
            call_files=(),
            reminded_at=RECEIVED,
        ),
        "panel reminded": panel_letters.remind(w, house, seat, left, left[1:], RECEIVED),
        "panel answer received": panel_letters.received(
            w, house, seat, names, reading, gone=[words], left=left, unreasoned=left[:1]
        ),
        "panel answer complete": panel_letters.received(
            w, house, seat, names, Reading(findings=findings), gone=[], left=[], unreasoned=[]
        ),
        "panel answer not understood": panel_letters.received(
            w, house, seat, names, Reading(), gone=[], left=left, unreasoned=[]
        ),
        "panel to confirm": panel_letters.confirm(w, house, seat, RECEIVED),
        "panel too late": panel_letters.too_late(w, house, seat, words),
        "panel told of a withdrawal": panel_letters.withdrawn(w, house, seat, words, left[1:]),
        "panel told of a withdrawal, with nothing left": panel_letters.withdrawn(w, house, seat, words, []),
        "panel warned": panel_letters.warning(w, house, seat, "elsewhere.example", RECEIVED),
    }


def _to_candidates(cast: Cast) -> dict[str, Letter]:
    w, house, paper, words = cast.wording, cast.house, cast.paper, cast.words
    return {
        "candidate eligible": assessment_letters.eligible(w, house, paper, words, TOKEN),
        "candidate not eligible": assessment_letters.not_eligible(w, house, paper, words, (words, "No clinician.")),
        "candidate not eligible, without a reason": assessment_letters.not_eligible(w, house, paper, "", ()),
    }


def _to_the_manager(cast: Cast) -> dict[str, Letter]:
    w, house, paper, words = cast.wording, cast.house, cast.paper, cast.words
    against = Assessed(name=words, is_eligible=False, reasons=(words, "No clinician."))
    standing = Assessed(name="Dr B. Example", is_eligible=True)
    disputed = Disputed(name=words, findings=((words, True, ""), ("Dr Ann Shah", False, words)))
    nobody = assessment_letters.nobody_eligible
    return {
        "panel split": assessment_letters.split(w, house, paper, (disputed,), (standing,)),
        "panel silent": assessment_letters.silent(w, house, paper, {words: [words], "Dr Ann Shah": ["Dr B. Example"]}),
        "panel wrote": assessment_letters.panel_wrote(w, house, paper, words, RECEIVED, was_asked=True),
        "panel wrote early": assessment_letters.panel_wrote(w, house, paper, words, RECEIVED, was_asked=False),
        "assessed": assessment_letters.assessed(w, house, paper, (standing, against)),
        "nobody eligible": nobody(w, house, paper, (against,), REOPENING, TOKEN, RECEIVED, RECEIVED),
        "nobody stands": nobody(w, house, paper, (), REOPENING, TOKEN, RECEIVED, RECEIVED),
    }
