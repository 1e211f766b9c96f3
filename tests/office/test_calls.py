"""R20: a call for candidates, from the manager's mail to the letter that everybody gets with its files."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from mailvote.errors import MailServerUnreachable
from mailvote.office.attaching import KEPT_FOR
from mailvote.rules.terms import Office, Tenure
from mailvote.store import ballots, candidates, offices, panels
from mailvote.store import tables as t
from mailvote.store.database import begin, reading
from tests.office.commandcraft import HART, command, proof
from tests.office.mailcraft import flat
from tests.office.world import MANAGER, MONDAY, World, letter, text_of

DIRECTOR, SAM = "director@occg.example", "sam.member@occg.example"

CALL = f"""call for candidates
Title: Locality Clinical Director
Apply by: 14 December 2026 17:00
Opens: 4 January 2027 09:00
Closes: 11 January 2027 17:00
Panel:
- Dr Mary Director <{DIRECTOR}>
- Sam Member <{SAM}>
Note: Please pass this on.
"""

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
NAME = "Job description.pdf"


def with_files(text: str, *files: tuple[str, bytes], number: int = 0) -> EmailMessage:
    message = letter(MANAGER, text, number=number)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def enclosed(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in message.iter_attachments()}


def proved(world: World, text: str = CALL, *files: tuple[str, bytes]) -> EmailMessage:
    """The proof of a command that came with these files."""
    world.tick()
    world.send(with_files(text, *files, number=len(world.mailbox.contents["INBOX"])))
    world.tick()
    return world.last(MANAGER)


def called(world: World, text: str = CALL, *files: tuple[str, bytes]) -> str:
    world.reply(proved(world, text, *files), "confirm")
    world.tick()
    return world.references()[-1]


def calls(world: World, to: str = "") -> list[EmailMessage]:
    return world.letters(to, "Candidates wanted by")


def kept(world: World) -> int:
    """How many files are on record."""
    with reading(world.app.engine) as conn:
        return conn.execute(select(func.count()).select_from(t.document)).scalar_one()


def enter_office(world: World, name: str = "Locality Clinical Director", group: str = "", places: int = 1) -> None:
    with begin(world.app.engine) as conn:
        office = Office(organisation="selg", name=name, group=group, places=places)
        offices.save(conn, Tenure(office=office), by="a test", at=world.now)


def test_a_call_is_proved_with_its_letter_its_files_and_its_dates_and_nothing_goes_out(world: World) -> None:
    found = flat(proved(world, CALL, (NAME, PDF)))
    assert "Enclosed with it: Job description.pdf (10 KB)." in found
    assert "apply until Monday 14 December 2026 at 17:00" in found
    assert "open on Monday 4 January 2027 at 09:00" in found
    assert "The letter, as it will go out" in found
    assert "Dr Mary Director and Sam Member" in found
    assert world.references() == []
    assert world.letters("hart-surgery") == []


def test_everybody_and_the_managers_get_the_call_with_its_file_once_it_is_confirmed(world: World) -> None:
    reference = called(world, CALL, (NAME, PDF))
    assert world.figures(reference)["stage"] == "called"
    sent = calls(world)
    assert {one["To"].addresses[0].addr_spec for one in sent} >= {HART, MANAGER}
    assert len({str(one["To"]) for one in sent}) == len(sent) == 30
    assert all(enclosed(one) == {NAME: PDF} for one in sent)
    assert f"{reference}: the call for candidates for Locality Clinical Director goes to 30 addresses." in flat(
        world.letters(MANAGER, "Done")[-1]
    )


def test_the_call_says_how_to_apply_until_when_to_whom_and_when_the_vote_is(world: World) -> None:
    reference = called(world, CALL, (NAME, PDF))
    (sent,) = calls(world, HART)
    text, html = flat(sent), str(sent.get_body(("html",)).get_content())  # type: ignore[union-attr]
    for words in ("Statement:", "Experience and direction:", "Conflicts of interest:", "Please pass this on.", NAME):
        assert words in text
    assert "To stand, apply before Monday 14 December 2026 at 17:00" in text
    assert "destroyed one month after the outcome of the election is confirmed" in text
    assert f"subject=Expression%20of%20interest%20%5B{reference}%5D" in html
    token = str(sent["Reply-To"]).partition("+")[2].partition("@")[0]
    assert f"mailto:ballots%2B{token}@selg.example" in html or f"mailto:ballots+{token}@" in html
    assert len({str(one["Reply-To"]) for one in calls(world)}) == 1


def test_the_panel_is_told_with_the_files(world: World) -> None:
    called(world, CALL, (NAME, PDF))
    (sent,) = world.letters(DIRECTOR)
    assert "You are on the panel" in str(sent["Subject"])
    assert "together with Sam Member" in flat(sent)
    assert enclosed(sent) == {NAME: PDF}


def test_a_file_is_kept_once_however_many_letters_it_goes_with(world: World) -> None:
    called(world, CALL, (NAME, PDF * 100))
    with reading(world.app.engine) as conn:
        letters = conn.execute(select(func.max(func.length(t.outbox.c.content_sealed)))).scalar_one()
        noted = conn.execute(select(func.count()).select_from(t.enclosure)).scalar_one()
    assert kept(world) == 1
    assert noted == 32
    assert letters < 50_000


def test_a_call_without_a_file_is_asked_about_and_goes_out_all_the_same(world: World) -> None:
    assert "No file goes with it: to send a job description, reply with it attached." in flat(proved(world))
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert [enclosed(one) for one in calls(world, HART)] == [{}]


def test_dates_that_are_left_out_are_proposed_and_stand_in_the_proof(world: World) -> None:
    text = "\n".join(line for line in CALL.splitlines() if not line.startswith(("Apply", "Opens", "Closes")))
    found = text_of(proved(world, text))
    assert "Apply by: 14 December 2026 17:00\nOpens: 21 December 2026 09:00\nCloses: 30 December 2026 17:00\n" in found
    world.reply(world.last(MANAGER), "confirm", at=world.later(hours=23).now)
    world.tick()
    assert calls(world, HART)


def test_new_call_is_answered_with_a_form_to_fill_in(world: World) -> None:
    form = proof(world.tick(), "new call")
    assert "fill in and send back" in str(form["Subject"])
    assert "Apply by: 14 December 2026 17:00" in text_of(form)
    filled = text_of(form).partition("call for candidates")[2].partition("End of form")[0]
    filled = filled.replace("Title:", "Title: Deputy", 1).replace("- \n", "").replace("-\n", "")
    panel = f"- Dr Mary Director <{DIRECTOR}>\n- Sam Member <{SAM}>"
    world.reply(form, f"call for candidates{filled.replace('Panel:', 'Panel:' + chr(10) + panel)}\nEnd of form")
    world.tick()
    assert "Candidates for “Deputy”" in flat(world.last(MANAGER))


def test_a_proof_corrected_twice_keeps_its_files_and_makes_one_call(world: World) -> None:
    first = proved(world, CALL, (NAME, PDF))
    world.reply(first, CALL.replace("Please pass this on.", "Second."))
    world.tick()
    world.reply(first, CALL.replace("Please pass this on.", "Third."))
    world.tick()
    third = world.last(MANAGER)
    assert "Job description.pdf" in flat(third)
    for answered in (first, third, third):
        world.reply(answered, "confirm")
        world.tick()
    assert len(world.references()) == 1
    assert [("Third." in flat(one), enclosed(one)) for one in calls(world, HART)] == [(True, {NAME: PDF})]


def test_a_file_of_the_same_name_takes_the_place_of_the_first_and_another_joins_it(world: World) -> None:
    first = proved(world, CALL, (NAME, PDF), ("b.txt", b"b"))
    message = with_files(CALL, (NAME, PDF[:-1]), ("c.txt", b"c"), number=77)
    message["In-Reply-To"] = str(first["Message-ID"])
    world.send(message)
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert enclosed(calls(world, HART)[0]) == {"b.txt": b"b", NAME: PDF[:-1], "c.txt": b"c"}


def test_files_that_come_with_a_confirmation_get_a_proof_of_their_own(world: World) -> None:
    first = proved(world)
    message = with_files("confirm", (NAME, PDF), number=77)
    message["In-Reply-To"] = str(first["Message-ID"])
    world.send(message)
    world.tick()
    assert world.references() == []
    assert "Files came with your confirmation" in flat(world.last(MANAGER))
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert enclosed(calls(world, HART)[0]) == {NAME: PDF}


def test_a_proof_that_is_dropped_leaves_no_file_behind(world: World) -> None:
    first = proved(world, CALL, (NAME, PDF))
    assert kept(world) == 1
    world.reply(first, "cancel")
    world.tick()
    assert kept(world) == 0
    assert world.references() == []


def test_a_confirmation_25_hours_later_gets_a_new_proof_with_the_same_files(world: World) -> None:
    first = proved(world, CALL, (NAME, PDF))
    world.later(hours=25).tick()
    world.reply(first, "confirm")
    world.tick()
    assert world.references() == []
    again = world.last(MANAGER)
    assert "more than 24 hours" in flat(again)
    assert "Enclosed with it: Job description.pdf" in flat(again)
    world.reply(again, "confirm")
    world.tick()
    assert enclosed(calls(world, HART)[0]) == {NAME: PDF}


def test_files_that_nobody_confirms_for_a_week_are_forgotten_and_a_late_confirmation_is_told_so(world: World) -> None:
    first = proved(world, CALL, (NAME, PDF))
    world.at(MONDAY + KEPT_FOR).tick()
    assert kept(world) == 1
    world.later(seconds=1).tick()
    assert kept(world) == 0
    world.reply(first, "confirm")
    world.tick()
    assert "Files that came with it were kept for 7 days" in flat(world.last(MANAGER))


def test_a_form_with_a_mistake_comes_back_and_its_files_wait_for_it(world: World) -> None:
    back = proved(world, CALL.partition("Panel:")[0], (NAME, PDF))
    assert "“Panel” is missing" in flat(back)
    assert "Enclosed with it: Job description.pdf" in flat(back)
    world.reply(back, CALL)
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert enclosed(calls(world, HART)[0]) == {NAME: PDF}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("14 December 2026 17:00", "1 November 2026 17:00", "has passed: give a later time"),
        ("4 January 2027 09:00", "14 December 2026 17:00", "give a later “Opens”"),
        ("4 January 2027 09:00", "1 December 2026 09:00", "give a later “Opens”"),
        ("11 January 2027 17:00", "11 January 2027 16:59", "is too early"),
        (f"- Sam Member <{SAM}>\n", "", "The panel needs 2 members at least, and the list has 1"),
        (f"<{SAM}>", f"<{DIRECTOR}>", f"The panel has {DIRECTOR} 2 times, for Dr Mary Director and Sam Member"),
        ("Sam Member", "dr mary director", "The panel has Dr Mary Director 2 times"),
        (f" <{SAM}>", "", "“Sam Member” has no address"),
        ("Title: Locality Clinical Director", "Office: Treasurer", "There is no office “Treasurer” on the register."),
        ("Note:", "Group: Atlantis\nNote:", "belongs to the group “Atlantis”"),
        ("Note:", "Rule set: decision\nNote:", "The rule set “decision” elects no candidates by mail"),
        ("Note:", "Rule set: nonsense\nNote:", "there is none called “nonsense”"),
        ("Note:", "Seats: none\nNote:", "“none” is not a number of seats"),
    ],
)
def test_what_stands_in_the_way_of_a_call_is_said_with_its_remedy(world: World, old: str, new: str, said: str) -> None:
    assert old in CALL
    found = proved(world, CALL.replace(old, new))
    assert said in flat(found)
    world.reply(found, "confirm")
    world.tick()
    assert world.references() == []
    assert calls(world) == []


def test_applications_may_end_on_a_day_off_and_the_proof_says_so(world: World) -> None:
    found = flat(proved(world, CALL.replace("14 December 2026 17:00", "25 December 2026 12:00")))
    assert "Note that this is not a working day." in found
    assert "Please confirm" in str(world.last(MANAGER)["Subject"])


def test_a_date_that_has_passed_by_the_time_of_the_confirmation_gets_a_new_proof(world: World) -> None:
    found = proved(world, CALL.replace("14 December 2026 17:00", "23 November 2026 18:00"))
    world.later(hours=10)
    world.reply(found, "confirm")
    world.tick()
    assert world.references() == []
    assert "has passed" in flat(world.last(MANAGER))


def test_the_call_of_an_office_takes_its_group_seats_and_name_from_the_register(world: World) -> None:
    enter_office(world, places=2)
    called(world, CALL.replace("Title: Locality Clinical Director", "Office: locality clinical director"))
    assert "It fills the office “Locality Clinical Director” on the register." in flat(
        world.letters(MANAGER, "Please confirm")[-1]
    )
    assert "Two people are elected" in flat(calls(world, HART)[0])
    with reading(world.app.engine) as conn:
        (ballot,) = ballots.every(conn, "selg")
    assert ballot.office_id is not None
    assert ballot.paper.seats == 2


def test_an_office_is_filled_by_one_election_at_a_time(world: World) -> None:
    enter_office(world)
    text = CALL.replace("Title:", "Office: Locality Clinical Director\nTitle:")
    reference = called(world, text)
    found = proved(world, text)
    assert f"{reference} is under way for the office “Locality Clinical Director”" in flat(found)
    command(world, f"cancel {reference}")
    assert "Please confirm" in str(proved(world, text)["Subject"])


def test_an_office_of_a_group_is_filled_by_that_group(world: World) -> None:
    enter_office(world, "Chair", group="North")
    found = flat(proved(world, CALL.replace("Title:", "Office: Chair\nGroup: South\nTitle:")))
    assert "The office “Chair” is one of the group “North”" in found


def test_a_second_call_under_the_same_title_is_refused(world: World) -> None:
    reference = called(world)
    assert f"{reference} calls for candidates for “Locality Clinical Director” already" in flat(proved(world))


def test_what_is_not_sent_on_is_named_in_the_proof(world: World) -> None:
    bad = (("../../x", b"hello"), ("setup.exe", b"MZ"), ("b.pdf", b"MZ"), ("winmail.dat", b"x"))
    found = flat(proved(world, CALL, *bad, (NAME, PDF)))
    for words in (
        "“x” is not sent on: it is of another",
        "“setup.exe” is not sent on",
        "it is not what its name says",
        "“winmail.dat”",
    ):
        assert words in found
    assert "Enclosed with it: Job description.pdf (10 KB)." in found


def test_p11_a_large_message_is_fetched_whole_for_a_command_that_takes_files_and_for_nothing_else(world: World) -> None:
    large = b"%PDF-1.7\n" + b"x" * 400_000
    for text in ("status", "hello", "extend SELG-2026-01 to 1 December 2026"):
        proved(world, text, ("a.pdf", large))
    stranger = with_files(CALL, ("a.pdf", large))
    stranger.replace_header("From", HART)
    world.send(stranger)
    world.tick()
    assert world.mailbox.fetched == []
    assert "a.pdf (400 KB)" in flat(proved(world, CALL, ("a.pdf", large)))
    assert len(world.mailbox.fetched) == 1


def test_files_that_a_command_has_no_use_for_are_named_in_its_proof(world: World) -> None:
    world.start()
    found = flat(proved(world, "cancel SELG-2026-01", (NAME, PDF)))
    assert "Files are not sent on with this command; this stays with me: Job description.pdf." in found


def test_a_message_above_40_mb_is_not_fetched_and_its_sender_is_told(world: World) -> None:
    world.tick()
    world.send(with_files(CALL, ("a.pdf", b"%PDF-1.7" + b"x" * 31_000_000)))
    world.tick()
    assert world.mailbox.fetched == []
    assert "Your message has more than 40 MB" in flat(world.last(MANAGER))


def test_a_mail_server_that_fails_over_a_large_message_loses_nothing_and_holds_up_nothing_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.start()
    world.reply(world.paper(HART), "1")
    world.send(with_files(CALL, ("a.pdf", b"%PDF-1.7\n" + b"x" * 400_000), number=99))
    monkeypatch.setattr(type(world.mailbox), "whole", _out_of_reach)
    for _ in range(3):
        with pytest.raises(MailServerUnreachable):
            world.tick()
        assert world.figures()["participation"]["voted"] == 0  # type: ignore[call-overload, index]
    world.tick()
    assert world.figures()["participation"]["voted"] == 1  # type: ignore[call-overload, index]
    assert "The mail server did not give out what is attached" in flat(world.last(MANAGER))


def _out_of_reach(*_: object) -> bytes:
    raise MailServerUnreachable("the fake mailbox broke off")


def test_a_crash_between_the_fetch_and_the_commit_makes_one_proof_of_one_command(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.tick()
    world.send(with_files(CALL, ("a.pdf", b"%PDF-1.7\n" + b"x" * 400_000)))
    with monkeypatch.context() as crashing:
        crashing.setattr("mailvote.office.intake.organisations.set_position", _out_of_reach)
        with pytest.raises(MailServerUnreachable):
            world.tick()
    assert kept(world) == 0
    world.tick()
    assert kept(world) == 1
    assert len(world.letters(MANAGER, "Please confirm")) == 1


def test_what_does_not_fit_into_one_letter_follows_in_another(world: World) -> None:
    files = {f"{number}.pdf": b"%PDF-1.7\n" + bytes([number]) * 7_000_000 for number in range(3)}
    found = proved(world, CALL, *files.items())
    assert "They are too large for one letter: everybody gets 2." in flat(found)
    world.reply(found, "confirm")
    world.tick()
    first, second = world.letters(HART)
    assert list(enclosed(first)) == ["0.pdf", "1.pdf"]
    assert enclosed(second) == {"2.pdf": files["2.pdf"]}
    assert str(second["Subject"]).startswith("Papers 2 of 2: Candidates wanted by")


def test_a_letter_that_is_tried_again_has_the_same_bytes(world: World) -> None:
    world.postman.delaying = {HART}
    sent: list[bytes] = []
    hand_over = world.postman._hand_over
    world.postman._hand_over = lambda parcel: (sent.append(parcel.content), hand_over(parcel))[1]  # type: ignore[method-assign]
    called(world, CALL, (NAME, PDF))
    world.later(minutes=5).tick()
    own = [content for content in sent if f"<{HART}>".encode() in content]
    assert len(own) == 2
    assert own[0] == own[1]


def test_a_letter_whose_file_is_destroyed_meanwhile_is_not_sent_without_it(world: World) -> None:
    world.postman.delaying = {HART}
    called(world, CALL, (NAME, PDF))
    with begin(world.app.engine) as conn:
        conn.execute(t.enclosure.delete())
        conn.execute(t.document.delete())
    world.postman.delaying = set()
    world.later(minutes=5).tick()
    assert world.letters(HART) == []
    with reading(world.app.engine) as conn:
        row = conn.execute(select(t.outbox).where(t.outbox.c.recipient == HART)).one()
    assert (row.state, row.error) == ("failed", "what goes with it has been destroyed")


def test_files_of_a_start_go_with_the_papers_and_again_when_a_paper_is_sent_again(world: World) -> None:
    start = "start election\nTitle: Chair\nCandidates:\n- Dr Alice Brown\n- Dr Bob Carter\n"
    found = proved(world, start, (NAME, PDF))
    assert "Enclosed with it: Job description.pdf (10 KB)." in flat(found)
    world.reply(found, "confirm")
    world.tick()
    assert {name: content for name, content in enclosed(world.paper(HART)).items() if name == NAME} == {NAME: PDF}
    proof(world, f"resend {world.references()[-1]} Hart Surgery")
    assert NAME in enclosed(world.letters(HART, "Vote by")[-1])


def test_a_start_without_files_says_nothing_of_files(world: World) -> None:
    found = flat(proved(world, "start election\nTitle: Chair\nCandidates:\n- Dr Alice Brown\n- Dr Bob Carter\n"))
    assert "Enclosed" not in found
    assert "file" not in found.lower()


def test_p2_the_deadline_of_applications_is_a_row(world: World) -> None:
    called(world)
    with reading(world.app.engine) as conn:
        (row,) = conn.execute(select(t.deadline.c.kind, t.deadline.c.due_at))
    assert tuple(row) == ("apply", datetime(2026, 12, 14, 17, tzinfo=UTC))


def test_the_journal_fixes_what_was_called_for_and_no_address_of_the_panel(world: World) -> None:
    called(world, CALL, (NAME, PDF))
    with reading(world.app.engine) as conn:
        (row,) = conn.execute(select(t.event.c.kind, t.event.c.body))
    assert row.kind == "called"
    assert "Dr Mary Director" in row.body
    assert DIRECTOR not in row.body
    assert '"files":1' in row.body


class TestReopening:
    """Candidates are given longer, while nothing is put to the vote."""

    def test_everybody_is_told_again_with_the_same_files(self, world: World) -> None:
        reference = called(world, CALL, (NAME, PDF))
        done = command(world, f"reopen call {reference}\nApply by: 21 December 2026")
        assert "until Monday 21 December 2026 at 17:00" in flat(done)
        sent = world.letters(HART, "Candidates still wanted by Mon 21 Dec 17:00")
        assert [enclosed(one) for one in sent] == [{NAME: PDF}]
        assert len(world.letters(subject="Candidates still wanted")) == 30
        assert "New dates for the panel" in str(world.last(DIRECTOR)["Subject"])

    def test_the_vote_stays_where_it_was_while_the_assessment_has_its_days(self, world: World) -> None:
        reference = called(world)
        found = flat(proof(world, f"reopen call {reference}\nApply by: 21 December 2026"))
        assert "The vote moves" not in found
        assert "instead of Monday 14 December 2026 at 17:00" in found

    def test_the_vote_moves_where_it_would_come_too_early(self, world: World) -> None:
        reference = called(world)
        found = flat(proof(world, f"reopen call {reference}\nApply by: 30 December 2026"))
        assert "The vote moves: it is planned to open on Thursday 7 January 2027 at 09:00" in found
        world.reply(world.last(MANAGER), "confirm")
        world.tick()
        assert str(world.figures(reference)["opens_at"]).startswith("2027-01-07T09:00")

    def test_applications_end_then_and_not_before(self, world: World) -> None:
        reference = called(world)
        command(world, f"reopen call {reference}\nApply by: 21 December 2026")
        world.at(datetime(2026, 12, 14, 18, tzinfo=UTC)).tick()
        assert world.figures(reference)["stage"] == "called"
        with reading(world.app.engine) as conn:
            rows = conn.execute(select(t.deadline.c.due_at).where(t.deadline.c.kind == "apply")).scalars().all()
        assert rows == [datetime(2026, 12, 21, 17, tzinfo=UTC)]

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            ("14 December 2026 17:00", "may apply until Monday 14 December 2026 at 17:00"),
            ("1 December 2026", "give a later time"),
            ("1 November 2026", "has passed: give a later time"),
        ],
    )
    def test_only_a_later_end_gives_longer(self, world: World, until: str, said: str) -> None:
        reference = called(world)
        found = proof(world, f"reopen call {reference}\nApply by: {until}")
        assert said in flat(found)
        assert "Please correct" in str(found["Subject"])

    def test_without_a_time_the_form_comes_back(self, world: World) -> None:
        reference = called(world)
        found = proof(world, f"reopen call {reference}")
        assert "“Apply by” is missing" in flat(found)

    def test_what_was_never_called_for_or_is_over_is_not_reopened(self, world: World) -> None:
        world.start()
        assert "No candidates were called for in SELG-2026-01." in flat(
            proof(world, "reopen call SELG-2026-01\nApply by: 21 December 2026")
        )
        assert "There is no ballot SELG-2026-07." in flat(
            proof(world, "reopen call SELG-2026-07\nApply by: 21 December 2026")
        )
        reference = called(world, CALL.replace("Locality Clinical Director", "Deputy"))
        command(world, f"cancel {reference}")
        assert f"{reference} is cancelled: its call cannot be changed any more." in flat(
            proof(world, f"reopen call {reference}\nApply by: 21 December 2026")
        )


class TestPanel:
    """Other people are put on the panel before it is settled who stands."""

    NEW = f"- Dr Mary Director <{DIRECTOR}>\n- Jo Other <jo.other@occg.example>"

    def test_who_comes_and_who_goes_is_told(self, world: World) -> None:
        reference = called(world, CALL, (NAME, PDF))
        done = command(world, f"panel {reference}\n{self.NEW}")
        assert f"The panel of {reference} is Dr Mary Director and Jo Other." in flat(done)
        assert "You are on the panel" in str(world.last("jo.other@occg.example")["Subject"])
        assert enclosed(world.last("jo.other@occg.example")) == {NAME: PDF}
        assert "No longer on the panel" in str(world.last(SAM)["Subject"])
        assert len(world.letters(DIRECTOR)) == 1

    def test_who_comes_back_is_told_again(self, world: World) -> None:
        reference = called(world)
        old = f"- Dr Mary Director <{DIRECTOR}>\n- Sam Member <{SAM}>"
        command(world, f"panel {reference}\n{self.NEW}")
        world.later(hours=1)
        command(world, f"panel {reference}\n{old}")
        assert [str(one["Subject"]).partition(":")[0] for one in world.letters(SAM)] == [
            "You are on the panel", "No longer on the panel", "You are on the panel",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("people", "said"),
        [
            (f"- Dr Mary Director <{DIRECTOR}>", "The panel needs 2 members at least"),
            (f"- Dr Mary Director <{DIRECTOR}>\n- Jo Other <{DIRECTOR}>", "2 times"),
            ("", "“Panel” is missing"),
        ],
    )
    def test_a_panel_is_as_complete_as_one_of_a_call(self, world: World, people: str, said: str) -> None:
        reference = called(world)
        assert said in flat(proof(world, f"panel {reference}\n{people}"))
        with reading(world.app.engine) as conn:
            assert len(panels.members(conn, ballots.every(conn, "selg")[0].id)) == 2

    def test_whoever_has_applied_cannot_assess(self, world: World) -> None:
        reference = called(world)
        with begin(world.app.engine) as conn:
            (ballot,) = ballots.every(conn, "selg")
            candidates.apply(
                conn,
                world.office.desk.secrets,
                ballot_id=ballot.id,
                name="Jo Other",
                address="jo.other@occg.example",
                member_id=None,
                missing=(),
                received_at=world.now,
            )
        assert "Jo Other, jo.other@occg.example, has applied: whoever stands cannot assess." in flat(
            proof(world, f"panel {reference}\n{self.NEW}")
        )


def test_everybody_who_was_told_of_a_call_is_told_that_it_is_called_off(world: World) -> None:
    reference = called(world)
    found = proof(world, f"cancel {reference}\nReason: The post is not to be filled.")
    assert "Everybody who was told of the call is told, its candidates and its panel" in flat(found)
    world.reply(found, "confirm")
    world.tick()
    told = world.letters(subject="Cancelled: the call for candidates")
    assert len(told) == 32
    assert {one["To"].addresses[0].addr_spec for one in told} >= {HART, MANAGER, DIRECTOR, SAM}
    assert "The post is not to be filled." in flat(told[0])
    assert world.figures(reference)["stage"] == "cancelled"


def test_a_call_is_not_lengthened_but_reopened(world: World) -> None:
    reference = called(world)
    found = proof(world, f"extend {reference} to 20 January 2027")
    assert f"To give candidates longer to apply, send: reopen call {reference}" in flat(found)


def test_a_forged_call_is_held_and_not_fetched(checked: World) -> None:
    message = with_files(CALL, ("a.pdf", b"%PDF-1.7\n" + b"x" * 400_000))
    message["Authentication-Results"] = "mx.selg.example; dmarc=fail header.from=selg.example"
    checked.tick()
    checked.send(message)
    checked.tick()
    assert checked.mailbox.fetched == []
    assert kept(checked) == 0
