"""What `mailvote check` looks at, against real servers where it looks at servers."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailvote.config import ImapSettings, SmtpSettings
from mailvote.demo.postoffice import PostOffice
from mailvote.mail.automatic import automatic_reason
from mailvote.mail.message import read_message
from mailvote.office import checks
from mailvote.office.checks import Check
from mailvote.rules.electorate import Electorate, Member, Person, Role
from mailvote.store.database import Revision
from mailvote.store.vault import load_key_file
from mailvote.transport.imap import ImapMailbox
from mailvote.transport.smtp import SmtpPostman
from tests.servers.imap_script import ScriptedImap
from tests.servers.smtp_sink import Answers, SmtpSink, smtp_settings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ADDRESS = "ballots@selg.example"

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    running = PostOffice("ballots", "paper", folders=("Junk", "Archive"))
    running.start()
    yield running
    running.stop()


def imap_settings(office: PostOffice, **changes: object) -> ImapSettings:
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": office.ports.imap,
        "security": "none",
        "username": office.username,
        "password": office.password,
        "folders": ("INBOX", "Junk"),
        "timeout": 10.0,
    }
    return ImapSettings.model_validate(values | changes)


def smtp_of(office: PostOffice) -> SmtpSettings:
    return smtp_settings(office.ports.smtp)


def look(settings: ImapSettings, *, now: datetime = NOW) -> dict[str, Check]:
    with closing(ImapMailbox(settings)) as mailbox:
        found = checks.check_mailbox(mailbox, folders=settings.folders, archive=settings.archive, now=now)
    return {check.name: check for check in reversed(checks.worst_first(found))}


def test_a_mailbox_in_order_has_no_problem_and_no_note(office: PostOffice) -> None:
    office.append(b"Subject: old\r\n\r\n", NOW - timedelta(days=1))
    found = look(imap_settings(office, archive="Archive"))
    assert all(check.ok and not check.is_note for check in found.values())
    assert set(found) == {"IMAP login", "IMAP folder", "IMAP archive", "IMAP IDLE", "clock"}


def test_a_wrong_password_is_the_one_problem(office: PostOffice) -> None:
    (check,) = look(imap_settings(office, password="wrong")).values()
    assert (check.name, check.ok) == ("IMAP login", False)
    assert "refused the login" in check.detail


def test_a_server_out_of_reach_is_the_one_problem() -> None:
    with ScriptedImap() as server:
        settings = server.settings()
    (check,) = look(settings).values()
    assert (check.name, check.ok) == ("IMAP connection", False)


def test_a_missing_folder_is_named_with_the_nearest(office: PostOffice) -> None:
    check = look(imap_settings(office, folders=("inbox", "Junk E-mail")))["IMAP folder"]
    assert not check.ok
    assert check.detail == "Junk E-mail is not there and is not swept; did you mean Junk?"


def test_an_archive_that_is_swept_is_a_problem_and_a_missing_one_is_created(office: PostOffice) -> None:
    assert not look(imap_settings(office, archive="Junk"))["IMAP archive"].ok
    assert "created" in look(imap_settings(office, archive="Done"))["IMAP archive"].detail


def test_a_server_without_extensions_is_noted() -> None:
    with ScriptedImap(capabilities="IMAP4rev1 AUTH=PLAIN") as server:
        found = look(server.settings(archive="Done"), now=datetime(2027, 1, 1, tzinfo=UTC))
    assert found["IMAP IDLE"].is_note
    assert found["IMAP archive"].is_note
    assert all(check.ok for check in found.values())


@pytest.mark.parametrize(("ahead", "ok"), [(119, True), (120, True), (121, False)])
def test_a_message_more_than_two_minutes_from_the_future_is_a_problem(office: PostOffice, ahead: int, ok: bool) -> None:
    office.append(b"Subject: new\r\n\r\n", NOW + timedelta(seconds=ahead))
    assert look(imap_settings(office))["clock"].ok is ok


def test_smtp_login_is_tried() -> None:
    with SmtpSink(login=True) as sink:
        with closing(SmtpPostman(sink.settings())) as postman:
            (check,) = checks.check_postman(postman)
        assert check.ok
        with closing(SmtpPostman(sink.settings(password="wrong"))) as postman:
            (check,) = checks.check_postman(postman)
    assert (check.name, check.ok) == ("SMTP login", False)


class Clock:
    """A clock that only a pause moves on; what is to happen in the pause is given to it."""

    def __init__(self, meanwhile: object = None) -> None:
        self.now = NOW
        self.meanwhile = meanwhile

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if callable(self.meanwhile):
            self.meanwhile()


def send(office: PostOffice, clock: Clock) -> tuple[Check, ...]:
    with (
        closing(ImapMailbox(imap_settings(office))) as mailbox,
        closing(SmtpPostman(smtp_of(office))) as postman,
    ):
        return checks.check_round_trip(
            mailbox, postman, address=ADDRESS, nonce="K4QM7RTC", clock=clock, pause=clock.pause
        )


@pytest.mark.parametrize("folder", ["INBOX", "Junk"])
def test_a_letter_to_ourselves_is_found_wherever_it_comes_back(office: PostOffice, folder: str) -> None:
    def come_back() -> None:
        for posted in office.outgoing:
            office.append(posted.content, clock.now, folder)

    clock = Clock(come_back)
    office.append(b"Message-ID: <K4QM7RTC.check@selg.example>\r\n\r\nan old one\r\n", NOW - timedelta(days=1))
    (check,) = send(office, clock)
    assert check.ok
    assert check.is_note is (folder == "Junk")
    assert f"into {folder} within 1 s" in check.detail
    assert {posted.recipient for posted in office.outgoing} == {ADDRESS}


def test_our_own_letter_counts_as_automatic(office: PostOffice) -> None:
    send(office, Clock())
    (posted,) = office.outgoing
    assert automatic_reason(read_message(posted.content), frozenset()) is not None


def test_a_letter_that_never_comes_back_is_a_problem_after_a_minute(office: PostOffice) -> None:
    clock = Clock()
    (check,) = send(office, clock)
    assert not check.ok
    assert clock.now == NOW + timedelta(seconds=60)
    assert "no folder after 60 s" in check.detail


def test_a_mail_server_with_another_clock_is_a_problem(office: PostOffice) -> None:
    clock = Clock(lambda: office.append(office.outgoing[0].content, NOW - timedelta(minutes=9)))
    trip, time = send(office, clock)
    assert trip.ok
    assert (time.name, time.ok) == ("clock", False)
    assert "9 min" in time.detail


def test_a_letter_that_is_refused_is_told_in_the_servers_words(office: PostOffice) -> None:
    answers = Answers(recipients={ADDRESS: "550 5.1.1 who?"})
    with (
        SmtpSink(answers) as sink,
        closing(SmtpPostman(sink.settings())) as postman,
        closing(ImapMailbox(imap_settings(office))) as mailbox,
    ):
        clock = Clock()
        (check,) = checks.check_round_trip(
            mailbox, postman, address=ADDRESS, nonce="K4QM7RTC", clock=clock, pause=clock.pause
        )
    assert (check.ok, check.detail) == (False, "refused: 550 5.1.1 who?")


def person(role: Role, address: str, **changes: object) -> Person:
    values: dict[str, object] = {"id": 1, "member_id": 1, "role": role, "name": "A", "address": address}
    return Person(**(values | changes))  # type: ignore[arg-type]


def roster(*members: tuple[str, tuple[Person, ...]]) -> tuple[Check, ...]:
    practices = (Member(id=n, name=name, people=people) for n, (name, people) in enumerate(members))
    return checks.worst_first(checks.check_roster(Electorate(members=tuple(practices)), NOW))


def test_an_empty_roster_is_a_problem() -> None:
    (check,) = roster()
    assert not check.ok


def test_a_practice_without_lead_is_a_problem_and_one_without_deputy_a_note() -> None:
    late = person(Role.LEAD, "late@abbey.example", until=NOW)
    found = roster(
        ("Abbey", (late, person(Role.DEPUTY, "d@abbey.example"))),
        ("Bell", (person(Role.LEAD, "l@bell.example"),)),
    )
    assert [(check.ok, check.is_note, check.detail) for check in found] == [
        (False, False, "no lead: Abbey"),
        (True, True, "no deputy: Bell"),
        (True, False, "2 registered"),
    ]


def test_addresses_that_are_shared_or_look_alike_are_noted() -> None:
    found = roster(
        ("Abbey", (person(Role.LEAD, "lead@abbey.example"), person(Role.DEPUTY, "shared@x.example"))),
        ("Bell", (person(Role.LEAD, "lead@abbay.example"), person(Role.DEPUTY, "shared@x.example"))),
    )
    notes = [check.detail for check in found if check.is_note]
    assert len(notes) == 2
    assert any("shared@x.example" in note for note in notes)
    assert any("lead@abbay.example" in note for note in notes)
    assert all(check.ok for check in found)


@pytest.mark.parametrize(
    ("revision", "ok", "said"),
    [
        (Revision(current="0002", head="0002", newer=False), True, "revision 0002"),
        (Revision(current="0001", head="0002", newer=False), False, "db upgrade"),
        (Revision(current=None, head="0002", newer=False), False, "none"),
        (Revision(current="0003", head="0002", newer=True), False, "newer mailvote"),
    ],
)
def test_the_schema_must_be_that_of_this_version(revision: Revision, ok: bool, said: str) -> None:
    check = checks.check_database(revision)
    assert check.ok is ok
    assert said in check.detail


def test_the_key_file_must_be_there_and_private(tmp_path: Path) -> None:
    path = tmp_path / "mailvote.key"
    assert not checks.check_key_file(path).ok
    load_key_file(path, create=True)
    assert checks.check_key_file(path).ok
    path.chmod(0o640)
    check = checks.check_key_file(path)
    assert not check.ok
    assert "0600" in check.detail


def test_problems_come_first_then_notes() -> None:
    good = Check(name="a", ok=True, detail="")
    note = Check(name="b", ok=True, detail="", is_note=True)
    bad = Check(name="c", ok=False, detail="")
    assert checks.worst_first([good, note, bad]) == (bad, note, good)
