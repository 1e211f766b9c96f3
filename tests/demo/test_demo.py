"""The whole demo, as a person starts it: what it prints, what it leaves behind, and that its numbers add up."""

import io
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mailvote.app import open_app
from mailvote.config import load
from mailvote.demo import play
from mailvote.demo.drafts import TEXT, content
from mailvote.demo.narrator import LETTERS
from mailvote.office import status
from mailvote.store import ballots, inbox, outbox
from mailvote.store.database import reading
from tests.demo.pages import Links

ROOT = Path(__file__).parents[2]
RATHER_LONG = 60
"""Seconds that the demo may take in all, after installation."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """A demo that has been played: the folder around it, what it printed, and what the office had on file."""

    around: Path
    code: int
    said: str
    complaints: str
    figures: dict[str, Any]
    unattributed: dict[str, int]
    letters: tuple[tuple[str, str, str], ...]  # recipient, purpose, state

    @property
    def folder(self) -> Path:
        return self.around / "out"

    def mails(self, way: str) -> list[EmailMessage]:
        files = sorted((self.folder / "mails").glob(f"*-{way}-*.eml"))
        return [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default) for file in files]

    def to(self, address: str, subject: str = "") -> list[EmailMessage]:
        return [mail for mail in self.mails("out") if address in str(mail["To"]) and subject in str(mail["Subject"])]


def environment(around: Path) -> dict[str, str]:
    """Nothing of this machine but the program: home, temporary files and working folder are watched."""
    for name in ("home", "tmp", "cwd"):
        (around / name).mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(around / "home"),
        "TMPDIR": str(around / "tmp"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    around = tmp_path_factory.mktemp("demo")
    return _run([sys.executable, "-m", "mailvote", "demo", "--out", str(around / "out")], around)


def _run(command: list[str], around: Path) -> Played:
    environ = environment(around)
    done = subprocess.run(
        command, cwd=around / "cwd", env=environ, capture_output=True, text=True, timeout=RATHER_LONG, check=False
    )
    settings = load(around / "out" / "office" / "mailvote.toml", {"MAILVOTE_SELG_IMAP_PASSWORD": "x"})
    with open_app(settings) as app, reading(app.engine) as conn:
        ballot = ballots.every(conn, "selg")[-1]
        return Played(
            around=around,
            code=done.returncode,
            said=done.stdout,
            complaints=done.stderr,
            figures=status.figures(conn, app.office("selg").desk, ballot, ballot.paper.closes_at),
            unattributed=inbox.figures(conn, "selg", None),
            letters=tuple((row.recipient, row.purpose, row.state) for row in outbox.listing(conn, "selg")),
        )


def test_it_prints_the_declaration_with_elected_counts_and_participation(played: Played) -> None:
    assert (played.code, played.complaints) == (0, "")
    ending = played.said[played.said.index("Declaration") :]
    for line in (
        "Elected: Dr Naomi Sinclair",
        "9 of 10 practices took part (90.0%); 80% are needed: the election is valid",
        "Dr Naomi Sinclair is elected with 4 of 8 votes",
    ):
        assert line in ending
    assert re.search(r"Dr Rhys Calloway +3\n", ending)


def test_without_a_terminal_there_are_plain_lines_alone(played: Played) -> None:
    assert "\x1b" not in played.said
    assert "╭" not in played.said


def test_the_outcome_is_the_same_every_time(played: Played) -> None:
    assert played.figures["stage"] == "destroyed"
    assert played.figures["outcome"]["totals"] == {
        "Dr Naomi Sinclair": 4,
        "Dr Rhys Calloway": 3,
        "Dr Meera Patel": 1,
    }
    assert played.figures["participation"] == {
        "voted": 8, "abstained": 1, "no_reply": 1, "recorded": 0, "share": "9/10", "required": "4/5", "met": True,
    }  # fmt: skip


def test_all_messages_add_up(played: Played) -> None:
    messages = {fate: number for fate, number in played.figures["messages"].items() if number}
    assert messages == {
        "counted": 9, "replaced": 3, "late": 2, "rejected": 1, "challenged": 1, "automatic": 1, "commands": 18,
    }  # fmt: skip
    received = sum(messages.values()) + sum(played.unattributed.values())
    assert received == len(played.mails("in"))
    assert f"= {received}, of {received} delivered." in played.said


def test_every_letter_was_delivered_once_and_is_kept(played: Played) -> None:
    assert {state for _, _, state in played.letters} == {"sent"}
    assert Counter(recipient for recipient, _, _ in played.letters) == Counter(
        str(mail["To"].addresses[0].addr_spec) for mail in played.mails("out")
    )


def test_papers_reminders_and_results_go_to_those_they_are_for(played: Played) -> None:
    purposes = Counter(purpose for _, purpose, _ in played.letters)
    assert purposes["paper"] == 20
    assert purposes["opening-notice"] == 9
    assert purposes["declaration"] == 32
    assert purposes["manager-declaration"] == 1
    reminded = Counter(recipient.partition("@")[2] for recipient, purpose, _ in played.letters if purpose == "reminder")
    assert reminded == {
        "chalgrove-watlington.example": 2,
        "rycote-practice.example": 2,
        "nettlebed-surgery.example": 4,
        "millstream-surgery.example": 4,
    }


def test_r20_four_apply_two_agree_and_three_stand_in_the_order_of_the_lot(played: Played) -> None:
    purposes = Counter(purpose for _, purpose, _ in played.letters)
    assert (purposes["call"], purposes["expression"], purposes["panel-asked"]) == (30, 5, 2)
    assert (purposes["candidate-eligible"], purposes["candidate-not-eligible"]) == (3, 1)
    paper = played.to("dr.a.ashworth@hart-surgery.example", "Vote by")[0]
    (seed,) = re.findall(r"\b[0-9a-f]{64}\b", content(paper, TEXT))[:1]
    names = ("Dr Meera Patel", "Dr Naomi Sinclair", "Dr Rhys Calloway")
    drawn = sorted(names, key=lambda name: sha256(f"{seed}{name}".encode()).hexdigest())
    assert [option["name"] for option in played.figures["options"]] == drawn
    assert len(list(paper.iter_attachments())) == 5  # the calendar file, and four of the three candidates


def test_r21_what_a_candidate_writes_meanwhile_reaches_the_manager_alone(played: Played) -> None:
    canvassed = [mail for mail in played.mails("out") if "community nursing when you vote" in content(mail, TEXT)]
    assert [str(mail["To"]) for mail in canvassed] == ["Morgan Reed <manager@selg.example>"]


def test_r23_a_month_after_the_confirmation_the_manager_has_the_certificate(played: Played) -> None:
    (certificate,) = played.to("manager@selg.example", "Certificate of destruction")
    assert certificate["Date"].datetime.isoformat() == "2027-01-02T17:00:00+00:00"
    assert played.said.rstrip().index("the certificate of destruction") < played.said.index("Declaration")


def test_every_letter_of_the_election_has_a_name_in_what_is_told(played: Played) -> None:
    assert {purpose for _, purpose, _ in played.letters} <= set(LETTERS)


def test_reminders_go_out_at_nine_on_the_last_two_working_days_before_the_close(played: Played) -> None:
    times = {mail["Date"].datetime.isoformat() for mail in played.mails("out") if "Reminder" in str(mail["Subject"])}
    assert times == {"2026-11-26T09:00:00+00:00", "2026-11-27T09:00:00+00:00"}


def test_the_count_waits_until_after_the_grace(played: Played) -> None:
    times = {mail["Date"].datetime.isoformat() for mail in played.mails("out") if "Result" in str(mail["Subject"])}
    assert times == {"2026-11-30T17:11:00+00:00"}


def test_the_stranger_gets_no_answer_and_the_forger_none_but_the_registered_address_is_asked(played: Played) -> None:
    assert not played.to("village-hall.example")
    assert len(played.to("dr.g.okafor@millstream-surgery.example", "Please confirm by")) == 1


def test_the_unclear_message_is_asked_back_once(played: Played) -> None:
    assert len(played.to("dr.j.lane@wallingford-medical.example", "Please reply again")) == 1
    assert played.figures["messages"]["held"] == 0


def test_case_12_the_deputy_is_told_that_the_leads_vote_has_replaced_it(played: Played) -> None:
    (told,) = played.to("dr.o.haddad@sonning-common.example", "Your vote has been replaced")
    assert "Dr Eleanor Frith" in content(told, TEXT)


def test_r22_before_the_close_nobody_but_the_voter_is_told_a_choice(played: Played) -> None:
    names = ("Sinclair", "Calloway", "Patel")
    notices = [mail for mail in played.mails("out") if str(mail["Subject"]).startswith(("Reply received", "How it"))]
    named = [[name in content(mail, TEXT) for name in names] for mail in notices]
    assert len(notices) > 8
    assert all(len(set(each)) == 1 for each in named), "a notice shows the whole paper, or no candidate at all"


def test_the_mails_are_numbered_in_their_order(played: Played) -> None:
    files = sorted((played.folder / "mails").iterdir())
    assert [int(file.name[:3]) for file in files] == list(range(1, len(files) + 1))
    dates = [message_from_bytes(file.read_bytes(), policy=default)["Date"].datetime for file in files]
    assert all(later >= earlier for earlier, later in pairwise(dates))


def test_every_link_of_the_gallery_leads_somewhere(played: Played) -> None:
    page = Links((played.folder / "index.html").read_text(encoding="utf-8"))
    within = {target for target in page.targets if target.startswith("#")}
    files = page.targets - within
    assert within <= page.anchors
    assert all((played.folder / target).is_file() for target in files)
    assert {"declaration.html", "declaration.pdf"} < files
    assert page.tags["article"] == len(list((played.folder / "mails").iterdir()))
    assert not page.tags["script"]


def test_the_declaration_is_there_as_page_and_as_pdf(played: Played) -> None:
    assert "Elected: Dr Naomi Sinclair" in (played.folder / "declaration.html").read_text(encoding="utf-8")
    assert (played.folder / "declaration.pdf").read_bytes().startswith(b"%PDF-")


def test_nothing_is_written_outside_the_folder(played: Played) -> None:
    outside = [path for path in played.around.rglob("*") if path.is_file() and not path.is_relative_to(played.folder)]
    assert not outside


def test_a_second_demo_takes_the_place_of_the_first_and_watching_shows_the_letters(played: Played) -> None:
    said = io.StringIO()
    with redirect_stdout(said):
        assert play(speed=0, out=played.folder, kind="election", watch=True) == 0
    assert "Elected: Dr Naomi Sinclair" in said.getvalue()
    assert "Ballot paper code:" in said.getvalue()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"kind": "raffle"},
            "demo: --kind: 'raffle' cannot be played; allowed: election, run-off,",
        ),
        ({"speed": -1}, "demo: --speed: -1 is no speed"),
        ({"out": ROOT / "tests"}, "is not empty; allowed"),
    ],
)
def test_what_cannot_be_played_is_refused_with_exit_code_2(wrong: dict[str, Any], sentence: str) -> None:
    complaint = io.StringIO()
    with redirect_stderr(complaint):
        assert play(**wrong) == 2
    assert sentence in complaint.getvalue()


@pytest.fixture
def playing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "mailvote", "demo", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def test_ctrl_c_stops_it_cleanly(playing: subprocess.Popen[str], tmp_path: Path) -> None:
    assert playing.stdout
    for line in playing.stdout:
        if "ballot paper" in line:
            break
    playing.send_signal(signal.SIGINT)
    said, complaints = playing.communicate(timeout=15)
    assert playing.returncode == 130
    assert f"Stopped. The mails so far are in {tmp_path / 'out' / 'mails'}" in said
    assert "Traceback" not in complaints


def test_without_reportlab_there_is_no_pdf_and_a_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    environ = environment(tmp_path)
    (tmp_path / "home" / "reportlab.py").write_text("raise ModuleNotFoundError('gone', name='reportlab')")
    environ["PYTHONPATH"] = f"{tmp_path / 'home'}{os.pathsep}{ROOT}"
    command = [sys.executable, "-m", "mailvote", "demo", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=RATHER_LONG, check=False)
    assert done.returncode == 0
    assert "pip install 'mailvote[reports]'" in done.stdout
    assert not (tmp_path / "out" / "declaration.pdf").exists()
    assert "declaration.pdf" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
