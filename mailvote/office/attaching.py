"""Keep the files that come with a command beside its form or proof until that is confirmed, and say so in the proof."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailvote.mail.commands import Instruction, read_instruction
from mailvote.mail.enclosed import MOST_FILES, Attached, files_in
from mailvote.mail.filetypes import megabytes
from mailvote.mail.letter import Enclosure
from mailvote.office.desk import Desk
from mailvote.office.enclosing import bundles
from mailvote.office.fetching import LARGEST
from mailvote.office.keys import sealer
from mailvote.office.ports import Received, Whole
from mailvote.office.requests import Request
from mailvote.rules.english import listed
from mailvote.store import documents
from mailvote.store.proofs import Proof

TAKES_FILES = frozenset({"call", "start"})
"""The commands that files may come with."""

KEPT_FOR = timedelta(days=7)
"""How long the files of a form or proof wait for its confirmation; a late one still gets a new proof with them."""

ROOM = 400_000_000
"""How much may wait so in all, in bytes: whoever writes in a manager's name cannot fill the disk."""

TOO_LARGE = (
    f"Your message has more than {LARGEST // 1024 // 1024} MB, so what is attached to it was not fetched: "
    "send fewer or smaller files."
)
NOT_GIVEN_OUT = "The mail server did not give out what is attached to your message: please send it once more."
GONE = f"Files that came with it were kept for {KEPT_FOR.days} days: attach them again if any are to go out."


def attached_to(
    received: Received,
    instruction: Instruction | None,
    answered: Proof | None,
    names: Sequence[str],
    whole: Whole,
    *,
    truncated: bool,
) -> Attached:
    """The files of a manager's message; fetched whole for a command that takes files, if it may have some."""
    if not names and not truncated:
        return Attached()
    if not takes_files(instruction, answered):
        return of_no_use(names)
    content = whole(received)
    if content is None:
        return Attached(refused=(TOO_LARGE if received.size > LARGEST else NOT_GIVEN_OUT,))
    return files_in(content)


def takes_files(instruction: Instruction | None, answered: Proof | None) -> bool:
    """Whether files may come with the command; with a confirmation if they may with what it confirms."""
    if instruction is not None and instruction.verb == "confirm" and answered is not None:
        instruction = read_instruction("", answered.text.splitlines())
    return instruction is not None and instruction.verb in TAKES_FILES


def of_no_use(names: Sequence[str]) -> Attached:
    """Files that came with a command that takes none; pictures of a signature have no names worth telling."""
    named = [name for name in names if name]
    if not named:
        return Attached()
    return Attached(refused=(f"Files are not sent on with this command; this stays with me: {listed(named)}.",))


def attach(conn: Connection, desk: Desk, request: Request, proof: Proof) -> tuple[str, ...]:
    """Keep what came with the command, and what came with the form or proof that it answers; a sentence for the rest.

    A file takes the place of an earlier one of its name.
    """
    ours = sealer(conn, desk, None)
    names = {file.name.casefold() for file in request.files}
    for document in documents.of_proof(conn, request.answered.id) if request.answered else ():
        if documents.head(conn, ours, document.id).name.casefold() not in names:
            _keep(conn, desk, documents.file(conn, ours, document.id), proof, request.now)
    no_room = tuple(file.name for file in request.files if not _keep(conn, desk, file, proof, request.now))
    return (*request.left_out, *((_no_room(no_room),) if no_room else ()))


def _no_room(names: Sequence[str]) -> str:
    return f"There is no room for {listed(names)}: at most {MOST_FILES} files of {megabytes(LARGEST)} in all may come."


def about_files(conn: Connection, desk: Desk, proof: Proof, unsaid: str) -> tuple[str, ...]:
    """What the proof says of the files that go out once it is confirmed; `unsaid` where there are none."""
    kept = documents.of_proof(conn, proof.id)
    if not kept:
        return (unsaid,) if unsaid else ()
    ours = sealer(conn, desk, None)
    named = [f"{documents.head(conn, ours, one.id).name} ({megabytes(one.size)})" for one in kept]
    letters = len(bundles(kept))
    several = f" They are too large for one letter: everybody gets {letters}." if letters > 1 else ""
    return (f"Enclosed with it: {listed(named)}.{several}",)


def clear_away(conn: Connection, desk: Desk, now: datetime) -> None:
    """Forget the files of commands that were dropped, or that nobody has confirmed for a week."""
    documents.delete(conn, documents.leftovers(conn, desk.organisation, now - KEPT_FOR))


def _keep(conn: Connection, desk: Desk, file: Enclosure, proof: Proof, now: datetime) -> bool:
    """Keep a file with the proof if there is room."""
    kept = documents.of_proof(conn, proof.id)
    together = sum(one.size for one in kept) + len(file.content)
    waiting = documents.waiting(conn, desk.organisation) + len(file.content)
    if len(kept) >= MOST_FILES or together > LARGEST or waiting > ROOM:
        return False
    documents.add(
        conn,
        sealer(conn, desk, None),
        organisation=desk.organisation,
        kind="paper",
        file=file,
        now=now,
        proof_id=proof.id,
    )
    return True
