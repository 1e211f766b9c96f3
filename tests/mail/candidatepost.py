"""One of every letter to candidates, and of those by which the manager sees them."""

from dataclasses import replace

from mailvote.mail import candidate_letters
from mailvote.mail.candidate_letters import Application
from mailvote.mail.dossier import Change, Dossier, SentFile
from mailvote.mail.headings import CONFLICTS, EXPERIENCE, STATEMENT, Paragraph
from mailvote.mail.letter import Letter
from tests.mail.letterbox import RECEIVED, TOKEN, Cast

WORDS = "I have been a partner in Thame for twenty years and know every practice of the locality well."


def an_application(cast: Cast, **changes: object) -> Application:
    """All three paragraphs, one of them in a file as well."""
    paragraphs = ((STATEMENT, WORDS), (EXPERIENCE, cast.words), (CONFLICTS, "None."))
    file = SentFile(name=cast.words, size=1_240_000, digest="1", headings=(EXPERIENCE,))
    it = Application(
        paper=replace(cast.paper, options=()),
        apply_by=RECEIVED,
        name=cast.words,
        address="alice.brown@home.example",
        received_at=RECEIVED,
        dossier=Dossier(
            paragraphs=tuple(Paragraph(heading=heading, text=text) for heading, text in paragraphs), files=(file,)
        ),
        change=Change.FIRST,
        panel=("Dr Mary Director", cast.words),
    )
    return replace(it, **changes)  # type: ignore[arg-type]


def candidate_post(cast: Cast) -> dict[str, Letter]:
    w, house, words, paper = cast.wording, cast.house, cast.words, replace(cast.paper, options=())
    received, to_manager = candidate_letters.received, candidate_letters.to_manager
    lacking = Dossier(paragraphs=(Paragraph(heading=STATEMENT, text=words),))
    scans = tuple(SentFile(name=name, size=900, digest=name, fault=fault) for name, fault in SCANS)
    unread = an_application(cast, dossier=Dossier(files=scans), panel=("Sam Member",), practice=words)
    partial = an_application(cast, dossier=lacking, refused=(words, words), panel=(), unconfirmed=1)
    told = candidate_letters.manager_told
    return {
        "expression received": received(w, house, an_application(cast), TOKEN),
        "expression replaced": received(w, house, an_application(cast, change=Change.REPLACES), TOKEN),
        "expression corrected": received(w, house, an_application(cast, change=Change.CORRECTS, unconfirmed=3), TOKEN),
        "expression sent again": received(w, house, an_application(cast, change=Change.SAME), TOKEN),
        "expression with gaps": received(w, house, partial, TOKEN),
        "expression as a scan": received(w, house, unread, TOKEN),
        "expression without anything": received(w, house, an_application(cast, dossier=Dossier()), TOKEN),
        "expression to confirm": candidate_letters.confirm(w, house, paper, RECEIVED, RECEIVED, TOKEN),
        "expression for which call": candidate_letters.which(
            w, house, (paper, replace(paper, reference="SELG-2026-09")), RECEIVED, TOKEN
        ),
        "expression refused": candidate_letters.refused(w, house, paper, RECEIVED, words),
        "candidate withdrawn": candidate_letters.withdrawn(w, house, paper, words, RECEIVED, TOKEN),
        "candidate withdrawn after the end": candidate_letters.withdrawn(w, house, paper, words, None, TOKEN),
        "question about a call": candidate_letters.passed_on(w, house, paper, RECEIVED, TOKEN),
        "question about a call that is over": candidate_letters.passed_on(w, house, paper, None, TOKEN),
        "manager's expression": to_manager(w, house, an_application(cast, practice=words), 2),
        "manager's expression replaced": to_manager(w, house, an_application(cast, change=Change.REPLACES), 1),
        "manager's expression corrected": to_manager(w, house, replace(partial, change=Change.CORRECTS), 1),
        "manager's expression as a scan": to_manager(w, house, unread, 1),
        "manager told about a call": told(w, house, paper, words, "alice.brown@home.example", RECEIVED, words),
        "manager told without words": told(w, house, paper, words, "", RECEIVED),
    }


SCANS = (("scan.pdf", "no-text"), ("locked.pdf", "unreadable"))
