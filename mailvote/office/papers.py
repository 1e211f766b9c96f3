"""What goes with ballot papers: the manager's files, and what each candidate has written about themselves (R20)."""

import re
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.letter import Enclosure
from mailvote.office.candidacy import standing
from mailvote.office.desk import Desk
from mailvote.office.enclosing import names
from mailvote.office.keys import sealer_of
from mailvote.office.statements import statement
from mailvote.reports.statement import Expression, statement_text
from mailvote.store import candidates, documents
from mailvote.store.ballots import Ballot
from mailvote.store.candidates import Candidate
from mailvote.store.documents import Document

_NOT_IN_A_NAME = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")


def papers_of(conn: Connection, ballot: Ballot) -> tuple[Document, ...]:
    """The files that go with each paper, the candidates' in their order; of a run-off, those of who stands in it."""
    own = documents.of_ballot(conn, ballot.id, "paper")
    return (*own, *(file for one in standing(conn, ballot) for file in of_candidate(conn, one)))


def names_of_papers(conn: Connection, desk: Desk, ballot: Ballot) -> tuple[str, ...]:
    """What these files are called."""
    return names(conn, desk, papers_of(conn, ballot))


def prepare_papers(conn: Connection, desk: Desk, ballot: Ballot, now: datetime) -> None:
    """Put each candidate's paragraphs into a file, and the candidate's name before those of the files that they sent.

    Done again, it puts new files in the place of the old.
    """
    for candidate in standing(conn, ballot):
        prepare_candidate(conn, desk, ballot, candidate, now)


def prepare_candidate(conn: Connection, desk: Desk, ballot: Ballot, candidate: Candidate, now: datetime) -> None:
    """The same for one candidate, as the panel gets it too."""
    documents.delete(conn, [one.id for one in documents.of_candidate(conn, candidate.id, "paper")])
    found = statement(conn, desk, candidate)
    if found.paragraphs:
        _keep(conn, desk, ballot, candidate, found.paragraphs, now)
    for file in found.documents:
        _name_after(conn, desk, candidate, file)


def of_candidate(conn: Connection, candidate: Candidate) -> tuple[Document, ...]:
    """First what was made of the paragraphs, then the files that they sent."""
    made, sent = (documents.of_candidate(conn, candidate.id, kind) for kind in ("paper", "statement"))
    return (*made, *sent)


def _keep(
    conn: Connection,
    desk: Desk,
    ballot: Ballot,
    candidate: Candidate,
    paragraphs: tuple[tuple[str, str], ...],
    now: datetime,
) -> None:
    expression = Expression(
        organisation=desk.house.organisation,
        title=ballot.paper.title,
        reference=ballot.paper.reference,
        name=candidate.name,
        paragraphs=paragraphs,
    )
    documents.add(
        conn,
        candidates.sealer(conn, desk.secrets, candidate.id),
        organisation=desk.organisation,
        kind="paper",
        file=_file(expression),
        now=now,
        candidate_id=candidate.id,
    )


def _file(it: Expression) -> Enclosure:
    """As a PDF, where that can be made and shows every letter; else as text."""
    name = f"{_safe(it.name)} - Expression of interest"
    pdf = _pdf(it)
    if pdf is not None:
        return Enclosure(name=f"{name}.pdf", content_type="application/pdf", content=pdf)
    return Enclosure(name=f"{name}.txt", content_type="text/plain; charset=utf-8", content=statement_text(it))


def _pdf(it: Expression) -> bytes | None:
    try:
        from mailvote.reports.statement_pdf import statement_pdf
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "reportlab":
            raise
        return None
    return statement_pdf(it)


def _name_after(conn: Connection, desk: Desk, candidate: Candidate, file: Document) -> None:
    """Two candidates may both have sent a “cv.pdf”."""
    sealer, whose = sealer_of(conn, desk, file), f"{_safe(candidate.name)} - "
    name = documents.head(conn, sealer, file.id).name
    if not name.startswith(whose):
        documents.rename(conn, sealer, file.id, f"{whose}{name}")


def _safe(name: str) -> str:
    """A name as it may stand in that of a file."""
    return _NOT_IN_A_NAME.sub("_", name)
