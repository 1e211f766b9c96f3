"""R23: mail of no ballot goes with one where its practices wrote it, or where it names the ballot or a letter of it."""

from email.message import EmailMessage

from sqlalchemy import text

from mailvote.store.database import reading
from tests.office.commandcraft import command
from tests.office.mailcraft import HART_LEAD, STRANGER, bare, last_filed, with_headers
from tests.office.test_calls import DIRECTOR, called
from tests.office.test_destruction import CONFIRMED, DUE, confirmed, count, held, lying, order
from tests.office.test_election import AFTER_GRACE, LEADS, vote
from tests.office.test_life import CARA, stand
from tests.office.world import MANAGER, START, World, letter

DAEMON = "MAILER-DAEMON@mx.example"


def kept(world: World, inbox_id: int) -> bool:
    """Whether the content of the message is still on file."""
    return count(world, f"inbox WHERE id = {inbox_id} AND content_sealed IS NOT NULL") == 1


def from_whom(world: World) -> set[str]:
    return {str(mail["From"]) for mail in lying(world)}


def bounce(of: EmailMessage, to: str) -> EmailMessage:
    """The notice of a mail server, with the headers of the letter that it could not deliver."""
    headers = f"To: {of['To']}\nMessage-ID: {of['Message-ID']}"
    message = letter(DAEMON, f"It could not be delivered.\n\n{headers}\n", to=to)
    return with_headers(message, auto_submitted="auto-replied")


def test_a_bounce_that_names_a_letter_goes_with_its_ballot(world: World) -> None:
    world.start()
    vote(world, *"11111222")
    receipt = world.letters(HART_LEAD, "Receipt")[0]
    world.send(bounce(receipt, "postmaster@selg.example"))
    world.tick()
    assert (row := last_filed(world)).ballot_id is None
    world.at(AFTER_GRACE).tick()
    order(world.at(CONFIRMED), "confirm outcome SELG-2026-01\nEffective: 1 January 2027")
    assert kept(world, row.id)
    world.at(DUE).tick()
    assert not kept(world, row.id)
    assert DAEMON not in from_whom(world)


def test_a_bounce_known_by_the_address_that_it_came_to_goes_too(world: World) -> None:
    world.start()
    vote(world, *"11111222")
    sender = next(parcel.sender for parcel in world.postman.parcels if b"\nSubject: Receipt" in parcel.content)
    world.send(with_headers(letter(DAEMON, "Undeliverable: 2 Dr Bob Carter", to=sender), auto_submitted="auto-replied"))
    world.tick()
    row = last_filed(world)
    world.at(AFTER_GRACE).tick()
    order(world.at(CONFIRMED), "confirm outcome SELG-2026-01\nEffective: 1 January 2027")
    world.at(DUE).tick()
    assert not kept(world, row.id)
    assert DAEMON not in from_whom(world)


def test_a_record_that_could_not_be_read_goes_with_the_ballot_that_it_names_and_so_does_its_answer(
    world: World,
) -> None:
    reference = world.start()
    world.mail(MANAGER, f"recrod {reference}\n- Hart: Dr Bob Carter zanzibar")
    world.mail(MANAGER, "offices")
    world.tick()
    row = last_filed(world)
    vote(world, *"11111222")
    world.at(AFTER_GRACE).tick()
    order(world.at(CONFIRMED), f"confirm outcome {reference}\nEffective: 1 January 2027")
    world.at(DUE).tick()
    assert kept(world, row.id), "what says nothing of the ballot stays"
    assert count(world, f"inbox WHERE id = {row.id - 1} AND content_sealed IS NULL") == 1
    assert [str(mail.get_payload()).strip() for mail in lying(world) if str(mail["From"]) == MANAGER] == ["offices"]
    with reading(world.app.engine) as conn:
        left = conn.execute(text("SELECT count(*) FROM outbox WHERE ballot_id IS NULL AND content_sealed IS NULL"))
        assert left.scalar_one() >= 1


def test_a_record_that_names_no_ballot_goes_and_so_does_what_answers_our_answer(world: World) -> None:
    reference = world.start()
    world.mail(MANAGER, "record\n- Hart: Dr Bob Carter zanzibar")
    world.mail(MANAGER, f"recrod {reference}\n- Hart: Dr Bob Carter zanzibar")
    world.mail(MANAGER, "status")
    world.tick()
    for refused in world.letters(MANAGER, "Not done"):
        world.reply(refused, "I mean that zanzibar is for it")
    vote(world, *"11111222")
    world.at(AFTER_GRACE).tick()
    order(world.at(CONFIRMED), f"confirm outcome {reference}\nEffective: 1 January 2027")
    world.at(DUE).tick()
    assert [str(mail.get_payload()).strip() for mail in lying(world) if str(mail["From"]) == MANAGER] == ["status"]
    assert count(world, "inbox WHERE content_sealed IS NOT NULL") == 1


def test_mail_of_a_practice_that_another_ballot_may_need_waits_for_that_one(world: World) -> None:
    held(world)
    order(world.at(CONFIRMED), "confirm outcome SELG-2026-01\nEffective: 1 January 2027")
    world.at(DUE.replace(day=1, hour=9))
    world.mail(MANAGER, START.replace("Locality Clinical Director", "Deputy"))
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    world.send(bare(f"{HART_LEAD}, other@elsewhere.example", "2"))
    world.tick()
    row = last_filed(world)
    assert row.ballot_id is None
    world.at(DUE).tick()
    assert world.figures("SELG-2026-01")["stage"] == "destroyed"
    assert kept(world, row.id)


def test_mail_whose_sender_cannot_be_told_goes_if_it_came_while_the_ballot_ran(world: World) -> None:
    world.start()
    world.send(with_headers(bare(HART_LEAD, "2 zanzibar"), from_=""), folder="INBOX")
    world.send(bare(f"{HART_LEAD}, other@elsewhere.example", "2 zanzibar", number=1))
    world.send(bare(STRANGER, "Good morning", number=2))
    world.tick()
    stranger = last_filed(world)
    vote(world, *"11111222")
    world.at(AFTER_GRACE).tick()
    order(world.at(CONFIRMED), "confirm outcome SELG-2026-01\nEffective: 1 January 2027")
    world.at(DUE).tick()
    assert kept(world, stranger.id)
    assert STRANGER in from_whom(world)
    assert not kept(world, stranger.id - 1)
    assert not any("zanzibar" in str(mail.get_payload()) for mail in lying(world))


def test_what_candidates_and_the_panel_wrote_of_no_ballot_goes_with_that_of_their_call(world: World) -> None:
    called(world)
    stand(world.later(days=1), "Cara Gray", CARA)
    for sender in (CARA, DIRECTOR, STRANGER):
        world.mail(sender, "What I wanted to say: zanzibar.", subject="A word")
        world.tick()
        assert last_filed(world).ballot_id is None
    command(world, "cancel SELG-2026-01\nReason: the post is withdrawn")
    world.later(days=1).mail(CARA, "What a pity, zanzibar.", subject="A word")
    world.tick()
    world.later(days=250).tick()
    assert world.figures("SELG-2026-01")["stage"] == "destroyed"
    assert {str(mail["From"]) for mail in lying(world)} == {STRANGER}
    assert count(world, "inbox WHERE content_sealed IS NOT NULL") == 1


def test_what_a_practice_wrote_before_the_ballot_and_after_it_stays(world: World) -> None:
    world.tick()
    world.later(hours=1)
    world.send(bare(HART_LEAD, "Hello, when is the next election?"))
    world.tick()
    before = last_filed(world)
    confirmed(world.later(hours=1))
    world.at(DUE).tick()
    assert kept(world, before.id)
    assert not [mail for mail in lying(world) if str(mail["From"]) in LEADS[1:]]
