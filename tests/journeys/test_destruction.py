"""R20 to R25 on real mail: from the call for candidates to the certificate, and not a byte of it left (R23)."""

import gzip
import io
import os
import subprocess
import sys
import threading
import zipfile
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, LargeBinary, select, text

from mailvote.store import tables as t
from mailvote.store.database import engine_of, reading
from tests.databases import PostgreSQL
from tests.journeys.bytesearch import files_with, holds
from tests.journeys.daemon import RULES
from tests.journeys.installation import BALLOTS, MANAGER, Installation, installed, said
from tests.office.test_calls import CALL, DIRECTOR, SAM
from tests.office.test_election import LEADS
from tests.office.world import START, answer, letter, parsed

MARKER = "zz4711quokkazz"
ANNE, BEN = "a.ellis@candidate.example", "b.foster@candidate.example"

STATEMENT = f"""Statement: I have led a practice for ten years. {MARKER}

Experience and direction: Ten years of it.

Conflicts of interest: None.
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def zipped(content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("words.txt"), content * 20, zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        f"Dear all, {MARKER}".encode(),
        *(b64encode(f"{'x' * offset}{MARKER} and more".encode()) for offset in range(3)),
        b64encode(f"{'x' * 50}{MARKER} and more".encode()).replace(b"e", b"e\r\n"),
        f"{MARKER[:6]}=\r\n{MARKER[6:]}".encode(),
        MARKER.encode("utf-16-le"),
        MARKER.encode("utf-16-be"),
        b64encode(f"hello {MARKER} hello".encode("utf-16-le")),
        b"before" + gzip.compress(f"{MARKER} {MARKER}".encode(), mtime=0) + b"after",
        b"before" + zipped(MARKER),
        b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(zipped(MARKER)),
    ],
    ids=lambda data: data[:12].hex(),
)
def test_the_search_finds_the_marker_in_every_form(data: bytes) -> None:
    assert holds(data, MARKER)
    assert not holds(data, "another marker")


def enclosing(message: EmailMessage, name: str, content: bytes) -> EmailMessage:
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def call(place: Installation) -> None:
    place.tick()
    place.later(seconds=5).deliver(enclosing(letter(MANAGER, CALL), "Job description.txt", f"{MARKER}\n".encode()))
    place.tick()
    place.confirm(MANAGER)


def apply(place: Installation, address: str, name: str) -> None:
    """Somebody applies with paragraphs and a file, and confirms that it was them."""
    message = letter(
        f"{name} <{address}>", STATEMENT, subject="Expression of interest [SELG-2026-01]", number=place.sent
    )
    place.deliver(enclosing(message, "cv.pdf", b"%PDF-1.7\n" + MARKER.encode()))
    place.tick()
    place.confirm(address)


def assess(place: Installation) -> None:
    for member in (DIRECTOR, SAM):
        place.reply(place.last(member, "Please assess"), "eligible: Anne Ellis\neligible: Ben Foster\n")
    place.tick()
    place.reply(place.last(MANAGER, "launch of"), "confirm")
    place.tick()


def cast(place: Installation) -> None:
    """Votes with the marker in every encoding of mail: in signatures, and in what comes attached."""
    for number, lead in enumerate(LEADS[:9]):
        encoding = ("7bit", "base64", "quoted-printable")[number % 3]
        message = answer(place.paper(lead), f"1\n\n-- \n{lead}\n{MARKER}", number=place.sent)
        message.set_content(message.get_content(), cte=encoding, charset="utf-8")
        place.deliver(message)
    tenth = answer(place.paper(LEADS[9]), "2", number=place.sent)
    place.deliver(enclosing(enclosing(tenth, "notes.zip", zipped(MARKER)), "n.gz", gzip.compress(MARKER.encode())))
    place.reply(place.paper(LEADS[0]), f"Is it true that {MARKER}?", folder="Junk")
    place.tick()


def file_copies(place: Installation) -> None:
    """What was sent lies in Sent, as a provider puts it there, and somebody has copied the mail into a folder."""
    for _, _, content in list(place.sink.received):
        place.dovecot.deliver(content, place.now, "Sent", account=BALLOTS)
    for part in ("new", "cur"):
        for message in sorted((place.dovecot.maildir(account=BALLOTS) / part).iterdir()):
            received_at = datetime.fromtimestamp(message.stat().st_mtime, UTC)
            place.dovecot.deliver(message.read_bytes(), received_at, "Kept", account=BALLOTS)


def wrapped_keys(engine: Engine) -> list[bytes]:
    """The keys of ballots and candidates, as they stand in the database."""
    with reading(engine) as conn:
        found = [
            key for table in (t.ballot, t.candidate) for key in conn.execute(select(table.c.key_wrapped)).scalars()
        ]
    return [key for key in found if key]


def in_clear(engine: Engine) -> list[str]:
    """The columns of the database in which the marker stands for anyone to read."""
    with reading(engine) as conn:
        return [
            f"{table.name}.{column.name}"
            for table in t.metadata.sorted_tables
            for column in table.c
            for value in conn.execute(select(column)).scalars()
            if holds(value if isinstance(column.type, LargeBinary) and value else str(value).encode(), MARKER)
        ]


def data_folders(place: Installation, engine: Engine) -> list[Path]:
    """Where the bot keeps what it knows: its folder, and the tables and journals of the database server."""
    if engine.dialect.name == "sqlite":
        return [place.folder]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("CHECKPOINT"))
        folder = Path(str(conn.execute(text("SHOW data_directory")).scalar()))
        mine = conn.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    return [place.folder, folder / "base" / str(mine), folder / "pg_wal"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.timeout(240)
def test_from_the_call_for_candidates_to_the_certificate_and_not_a_byte_is_left(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    server: PostgreSQL | None = request.getfixturevalue("postgresql_server") if kind == "postgresql" else None
    database = server.empty(tmp_path) if server else f"sqlite:///{tmp_path / 'mailvote.db'}"
    with installed(tmp_path, database=database) as place, engine_of(database) as engine:
        call(place)
        place.at(at("2026-12-01 10:00"))
        apply(place, ANNE, "Anne Ellis")
        apply(place, BEN, "Ben Foster")
        place.at(at("2026-12-14 17:11")).tick()
        assess(place.later(hours=1))
        place.at(at("2027-01-04 09:00")).tick()
        cast(place.later(hours=1))
        place.at(at("2027-01-11 17:11")).tick()
        place.at(at("2027-01-12 10:00")).order("confirm outcome SELG-2026-01\nEffective: 1 February 2027")
        file_copies(place)
        place.mail(MANAGER, "offices")
        place.tick()
        mailboxes = place.dovecot.home / "mail"
        assert {path.parent.parent.name for path in files_with(MARKER, [mailboxes])} >= {
            BALLOTS,
            ".Junk",
            ".Sent",
            ".Kept",
        }
        assert files_with(MARKER, data_folders(place, engine)) == []
        assert in_clear(engine) == []
        keys = wrapped_keys(engine)
        before = place.show("SELG-2026-01")
        place.at(at("2027-02-12 17:00"))
        with reading(engine) as other:
            other.execute(text("SELECT count(*) FROM vote")).one()
            place.tick()
            assert place.show("SELG-2026-01")["stage"] == "confirmed"
        place.later(minutes=1).tick()
        assert place.show("SELG-2026-01") == {**before, "stage": "destroyed"}
        certificate = said(place.last(MANAGER, "Certificate of destruction"))
        assert "10 votes" in certificate
        assert "from the folder Kept" in certificate
        place.tick()
        assert files_with(MARKER, [mailboxes, *data_folders(place, engine)]) == []
        assert [message for message in left_in(place) if "offices" in str(message.get_payload())]
        assert len(keys) == 3
        held = [file for folder in table_files(place, engine) for file in folder.rglob("*") if file.is_file()]
        assert not [file for file in held for key in keys if key in file.read_bytes()]
        place.run("backup", str(tmp_path / "copy.db"))
        assert not holds((tmp_path / "copy.db").read_bytes(), MARKER)


def table_files(place: Installation, engine: Engine) -> list[Path]:
    """The files of the tables; PostgreSQL's journal is its own, and reused in time (decision 17)."""
    folders = data_folders(place, engine)
    return folders if engine.dialect.name == "sqlite" else folders[:2]


def left_in(place: Installation) -> list[EmailMessage]:
    folder = place.dovecot.maildir(account=BALLOTS)
    return [parsed(file.read_bytes()) for part in ("new", "cur") for file in (folder / part).iterdir()]


def ticking(place: Installation) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "mailvote", "tick"], env={**os.environ, **place.environment}, stderr=subprocess.DEVNULL
    )


def killed_when(place: Installation, moment: Callable[[], bool]) -> bool:
    """Kill a tick as soon as the moment has come; whether it came before the tick was done."""
    process, never = ticking(place), threading.Event()
    while process.poll() is None and not moment():
        never.wait(0.001)
    came = process.poll() is None
    process.kill()
    process.wait()
    return came


def test_killed_at_any_moment_a_tick_leaves_nothing_that_the_next_one_does_not_finish(tmp_path: Path) -> None:
    """The election lies so far back that what it left behind is due by the clock of this machine."""
    begun = datetime.now(UTC) - timedelta(days=70)
    database = f"sqlite:///{tmp_path / 'mailvote.db'}"
    with installed(tmp_path, now=begun, rules=RULES) as place, engine_of(database) as engine:
        reference = place.start(f"{START}Closes: {begun + timedelta(days=1):%Y-%m-%d %H:%M}\n")
        for number in range(2):
            for lead in LEADS:
                place.reply(place.paper(lead), f"1\n\n-- \n{MARKER}", at=place.now + timedelta(seconds=number))
        place.tick()
        place.later(days=1, minutes=20).tick()
        place.later(hours=1).order(f"confirm outcome {reference}\nEffective: {begun + timedelta(days=9):%Y-%m-%d}")
        file_copies(place)
        folder = place.dovecot.maildir("Kept", account=BALLOTS)
        lying = lambda: sum(1 for part in ("new", "cur") for _ in (folder / part).iterdir())  # noqa: E731
        all_of_them = lying()
        moments = (
            lambda: dated(engine, "begun_at"),
            lambda: dated(engine, "shredded_at"),
            lambda: dated(engine, "scrubbed_at"),
            lambda: lying() < all_of_them,
            lambda: dated(engine, "expunged_at"),
        )
        killed = [killed_when(place, moment) for moment in moments]
        assert any(killed)
        place.at(datetime.now(UTC)).tick()
        assert place.show(reference)["stage"] == "destroyed"
        assert files_with(MARKER, [place.dovecot.home / "mail", place.folder]) == []
        certificates = place.letters(MANAGER, "Certificate of destruction")
        assert len({str(mail["Message-ID"]) for mail in certificates}) == 1
        assert "20 votes" in said(certificates[0])
        assert f"{all_of_them} messages from the folder Kept" in said(certificates[0])


def dated(engine: Engine, step: str) -> bool:
    with reading(engine) as conn:
        return conn.execute(text(f"SELECT count({step}) FROM destruction")).scalar_one() > 0
