"""What goes with ballot papers: the manager's files, and what each candidate has written about themselves (R20)."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailvote.mail.letter import Enclosure
from mailvote.office.candidacy import standing
from mailvote.office.desk import Desk
from mailvote.office.enclosing import names
from mailvote.office.statements import Statement, dossier, statement
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
    """Put each candidate's paragraphs into a file, and the name on the paper before those of the files that they sent.

    Done again, it puts new files in the place of those that are no longer right.
    """
    named = {option.contact: option.name for option in ballot.paper.options}
    for candidate in standing(conn, ballot):
        prepare_candidate(conn, desk, ballot, replace(candidate, name=named[candidate.address]), now)


def prepare_candidate(conn: Connection, desk: Desk, ballot: Ballot, candidate: Candidate, now: datetime) -> None:
    """The same for one candidate, as the panel gets it too."""
    found = statement(conn, desk, candidate)
    _keep(conn, desk, candidate, _file(_expression(desk, ballot, found)) if found.paragraphs else None, now)
    sealer = candidates.sealer(conn, desk.secrets, candidate.id)
    for sent in dossier(conn, desk, candidate).files:
        name = f"{_safe(candidate.name)} - {sent.name}"
        if documents.head(conn, sealer, sent.document).name != name:
            documents.rename(conn, sealer, sent.document, name)


def of_candidate(conn: Connection, candidate: Candidate) -> tuple[Document, ...]:
    """First what was made of the paragraphs, then the files that they sent."""
    made, sent = (documents.of_candidate(conn, candidate.id, kind) for kind in ("paper", "statement"))
    return (*made, *sent)


def _expression(desk: Desk, ballot: Ballot, found: Statement) -> Expression:
    return Expression(
        organisation=desk.house.organisation,
        title=ballot.paper.title,
        reference=ballot.paper.reference,
        name=found.candidate.name,
        paragraphs=found.paragraphs,
    )


def _keep(conn: Connection, desk: Desk, candidate: Candidate, file: Enclosure | None, now: datetime) -> None:
    """This is what was made of the paragraphs; one that is the same stays, since letters may have it with them."""
    sealer, made = (
        candidates.sealer(conn, desk.secrets, candidate.id),
        documents.of_candidate(conn, candidate.id, "paper"),
    )
    same = [one.id for one in made if documents.file(conn, sealer, one.id) == file]
    documents.delete(conn, [one.id for one in made if one.id not in same])
    if file is not None and not same:
        documents.add(
            conn,
            sealer,
            organisation=desk.organisation,
            kind="paper",
            file=file,
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


def _safe(name: str) -> str:
    """A name as it may stand in that of a file."""
    return _NOT_IN_A_NAME.sub("_", name)
