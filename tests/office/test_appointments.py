"""Who speaks for a practice: leads, deputies and proxies, named by mail, and whose vote counts (R7 to R10)."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailvote.mail.sender import Authentication
from mailvote.rules.acceptance import Fate
from mailvote.store import register
from mailvote.store.database import begin
from tests.office.mailcraft import (
    BELL_LEAD,
    HART_CONTACT,
    HART_DEPUTY,
    HART_LEAD,
    STRANGER,
    bare,
    count,
    flat,
    last_filed,
    posted,
    purposes,
    reply_to,
)
from tests.office.test_senders import stamped
from tests.office.world import MANAGER, SELG, START, World, open_world

LOCALITY_LEAD = "locality.lead@selg.example"
PETRA = "petra.fox@hart-surgery.example"
QUINN = "quinn.hale@hart-surgery.example"
NEW_DEPUTY = "dr.n.kaur@hart-surgery.example"
HART = "The Hart Surgery"
BELL = "The Bell Surgery"

SCHEDULED = START + "Opens: 25 November 2026 09:00\n"
TOGETHER = START.replace("Locality Clinical Director", "Locality Deputy")
PROXY = f"nominate proxy\nName: Petra Fox\nEmail: {PETRA}\n"
DEPUTY = f"nominate deputy\nName: Dr Nina Kaur\nEmail: {NEW_DEPUTY}\n"


def ask(world: World, sender: str, text: str) -> EmailMessage:
    """Give a command a minute from now; the letter that answers it."""
    world.later(minutes=1).mail(sender, text)
    world.tick()
    return world.last(sender)


def confirm(world: World, sender: str) -> str:
    """Confirm the newest letter to the sender a minute from now; what answers that."""
    proof = world.last(sender)
    world.later(minutes=1).reply(proof, "confirm")
    world.tick()
    return flat(world.last(sender))


def do(world: World, sender: str, text: str) -> str:
    ask(world, sender, text)
    return confirm(world, sender)


def vote(world: World, sender: str, text: str, *, paper: EmailMessage | None = None) -> Fate:
    """Vote a minute from now on that paper, or on the sender's own; the fate of the message."""
    world.later(minutes=1).send(reply_to(paper or world.paper(sender), text, sender=sender, number=world.now.minute))
    world.tick()
    return last_filed(world).fate


def appoint(world: World, **values: object) -> None:
    """Change the register directly, as an import does."""
    with begin(world.app.engine) as conn:
        register.apply(conn, "selg", [register.Appoint(**values)], world.now)  # type: ignore[arg-type]


def totals(world: World, reference: str = "") -> dict[str, int]:
    """The votes by option once the ballot is counted."""
    world.at(world.now + timedelta(days=8)).tick()
    found = count(world, reference)["totals"]
    assert isinstance(found, dict)
    return {name.split()[1]: votes for name, votes in found.items() if votes}


def recipients(world: World, purpose: str) -> set[str]:
    return {row.recipient for row in posted(world, purpose=purpose)}


# A lead names people


def test_r8_a_lead_names_a_proxy_in_reply_to_a_paper_and_confirms_by_replying_to_the_proof(world: World) -> None:
    reference = world.start()
    world.send(reply_to(world.paper(HART_LEAD), PROXY))
    world.tick()
    proof = world.last(HART_LEAD)
    assert f"becomes proxy of {HART} for the ballot Locality Clinical Director ({reference})" in flat(proof)
    assert posted(world, PETRA) == []
    confirm(world, HART_LEAD)
    assert purposes(world, PETRA) == {"paper": 1}
    assert world.fates() == {"commands": 4}


def test_r8_a_proxy_in_a_new_mail_is_for_the_only_ballot_there_is(world: World) -> None:
    reference = world.start()
    assert f"({reference})" in flat(ask(world, HART_LEAD, PROXY))
    assert f"Petra Fox is now proxy of {HART}" in confirm(world, HART_LEAD)


def test_r7_with_two_ballots_a_lead_is_asked_for_which_the_proxy_is(world: World) -> None:
    first, second = world.start(), world.start(TOGETHER)
    asked = flat(ask(world, HART_LEAD, PROXY))
    assert f"{first}, Locality Clinical Director; {second}, Locality Deputy" in asked
    assert "Dr A" not in flat(ask(world, HART_LEAD, PROXY.replace("proxy", f"proxy {second}", 1)))
    confirm(world, HART_LEAD)
    assert [str(mail["Subject"]).split("[")[1][:12] for mail in world.letters(PETRA)] == [second]


def test_a_proof_of_the_only_ballot_means_that_ballot_also_after_another_has_begun(world: World) -> None:
    reference = world.start()
    ask(world, HART_LEAD, PROXY)
    proof = world.last(HART_LEAD)
    world.start(TOGETHER)
    world.reply(proof, "confirm")
    world.tick()
    assert [row.reference for row in posted(world, PETRA)] == [reference]


def test_without_a_ballot_there_is_no_proxy(world: World) -> None:
    world.tick()
    assert "there is none that could have a proxy" in flat(ask(world, HART_LEAD, PROXY))


def test_r8_the_locality_lead_the_managers_and_the_practice_hear_of_a_proxy_at_once(world: World) -> None:
    reference = world.start()
    do(world, HART_LEAD, PROXY + "Reason: both of us are on leave\n")
    assert recipients(world, "proxy-named") == {LOCALITY_LEAD, MANAGER, HART_DEPUTY}
    told = flat(world.last(LOCALITY_LEAD))
    assert f"Petra Fox is named proxy of {HART} for the ballot Locality Clinical Director" in told
    assert "Named by: Dr Anita Ashworth - Reason: both of us are on leave" in told
    assert reference in str(world.last(LOCALITY_LEAD)["Subject"])


def test_r8_a_lead_nominates_the_deputy_and_the_one_before_is_deputy_no_longer(world: World) -> None:
    world.tick()
    proof = flat(ask(world, HART_LEAD, DEPUTY))
    assert f"Dr Nina Kaur <{NEW_DEPUTY}> becomes deputy of {HART}, as soon as this is confirmed." in proof
    assert f"Dr Tom Pell is then no longer deputy of {HART}." in proof
    assert "Dr Nina Kaur is now deputy" in confirm(world, HART_LEAD)
    assert recipients(world, "appointment") == {MANAGER, HART_DEPUTY, NEW_DEPUTY}
    assert "You are now on the register as the deputy" in flat(world.last(NEW_DEPUTY))
    world.start()
    assert purposes(world, NEW_DEPUTY)["paper"] == 1
    assert "paper" not in purposes(world, HART_DEPUTY)


def test_r7_a_deputy_named_while_a_ballot_is_open_gets_a_paper_with_the_next_tick(world: World) -> None:
    world.start()
    do(world, HART_LEAD, DEPUTY)
    assert purposes(world, NEW_DEPUTY) == {"appointment": 1, "paper": 1}
    assert vote(world, NEW_DEPUTY, "2") is Fate.COUNTED


def test_nothing_happens_before_the_confirmation_and_the_confirmation_counts_once(world: World) -> None:
    world.start()
    proof = ask(world, HART_LEAD, PROXY)
    assert posted(world, purpose="proxy-named") == []
    for _ in range(2):
        world.later(minutes=1).reply(proof, "confirm")
        world.tick()
    assert "nothing was done twice" in flat(world.last(HART_LEAD))
    assert len(posted(world, purpose="proxy-named")) == 3
    assert purposes(world, PETRA) == {"paper": 1}


def test_two_confirmations_in_one_batch_name_one_proxy(world: World) -> None:
    world.start()
    proof = ask(world, HART_LEAD, PROXY)
    for _ in range(2):
        world.reply(proof, "confirm")
    world.tick()
    assert len(posted(world, purpose="proxy-named")) == 3


def test_two_appointments_at_the_same_instant_are_both_told_of(world: World) -> None:
    world.tick()
    leads = {HART_LEAD: NEW_DEPUTY, BELL_LEAD: "dr.o.fry@bell-surgery.example"}
    for lead, address in leads.items():
        ask(world, lead, f"nominate deputy\nName: Dr New\nEmail: {address}\n")
    for lead in leads:
        world.reply(world.last(lead), "confirm")
    world.tick()
    assert len([row for row in posted(world, MANAGER) if row.purpose == "appointment"]) == 2


def test_a_lead_can_drop_and_correct_a_proof_as_a_manager_can(world: World) -> None:
    world.start()
    ask(world, HART_LEAD, PROXY)
    world.reply(world.last(HART_LEAD), PROXY.replace("Petra Fox", "Quinn Hale").replace(PETRA, QUINN))
    world.tick()
    assert "Quinn Hale" in flat(world.last(HART_LEAD))
    world.reply(world.last(HART_LEAD), "cancel")
    world.tick()
    assert "Dropped" in flat(world.last(HART_LEAD))
    assert posted(world, PETRA) + posted(world, QUINN) == []


def test_what_is_missing_comes_back_as_a_form_that_can_be_filled_in_where_it_stands(world: World) -> None:
    reference = world.start()
    world.send(reply_to(world.paper(HART_LEAD), "nominate proxy\nName: Petra Fox"))
    world.tick()
    asked = world.last(HART_LEAD)
    assert "“Email” is missing" in flat(asked)
    assert f"Ballot: {reference}" in flat(asked)
    filled = "\n".join(f"> {line}" for line in PROXY.splitlines())
    world.send(reply_to(asked, f"see below\n{filled}\n> End of form", number=7))
    world.tick()
    assert f"({reference})" in flat(world.last(HART_LEAD))
    confirm(world, HART_LEAD)
    assert purposes(world, PETRA) == {"paper": 1}


# Who may name people


def test_r8_a_deputy_who_names_a_proxy_is_refused_politely(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_DEPUTY), PROXY))
    world.tick()
    told = flat(world.last(HART_DEPUTY))
    assert "are named by its lead" in told
    assert "please ask the lead, or the election manager" in told
    assert "Send help" not in told
    assert posted(world, HART_DEPUTY, "proof") == []
    assert world.fates() == {"commands": 3}


def test_r4_a_contact_who_names_a_deputy_is_refused_and_not_for_ever(world: World) -> None:
    world.tick()
    for _ in range(5):
        world.later(minutes=1).mail(HART_CONTACT, DEPUTY)
        world.tick()
    assert purposes(world, HART_CONTACT) == {"refused": 3}


def test_a_stranger_who_names_a_deputy_is_ignored(world: World) -> None:
    world.start()
    world.mail(STRANGER, DEPUTY + f"Practice: {HART}\n")
    world.tick()
    assert last_filed(world).fate is Fate.IGNORED
    assert posted(world, STRANGER) == []


def test_a_stranger_who_names_a_proxy_on_a_practices_paper_is_held_and_the_practice_warned(world: World) -> None:
    world.start()
    world.send(reply_to(world.paper(HART_LEAD), PROXY, sender=STRANGER))
    world.tick()
    assert last_filed(world).fate is Fate.HELD
    assert purposes(world, HART_LEAD) == {"paper": 1, "warning": 1}
    assert posted(world, STRANGER) == []


def test_a_forged_command_of_a_lead_is_held_and_the_practice_and_the_manager_told(checked: World) -> None:
    checked.start()
    checked.send(stamped(reply_to(checked.paper(HART_LEAD), PROXY), Authentication.FAIL))
    checked.tick()
    assert (last_filed(checked).fate, last_filed(checked).ground) == (Fate.HELD, "forged")
    assert purposes(checked, HART_LEAD) == {"paper": 1, "warning": 1}
    assert purposes(checked, MANAGER)["held"] == 1
    assert posted(checked, purpose="proof", to=HART_LEAD) == []


def test_a_forged_command_of_a_lead_without_a_paper_goes_to_the_manager_alone(checked: World) -> None:
    checked.tick()
    checked.send(stamped(bare(HART_LEAD, DEPUTY), Authentication.FAIL))
    checked.tick()
    assert checked.unattributed() == {"held": 1}
    assert posted(checked, HART_LEAD) == []
    assert purposes(checked, MANAGER) == {"held": 1}


def test_a_command_that_nobody_vouches_for_is_proved_to_the_registered_address(checked: World) -> None:
    checked.start()
    ask(checked, HART_LEAD, PROXY)
    confirm(checked, HART_LEAD)
    assert purposes(checked, PETRA) == {"paper": 1}


def test_a_confirmation_from_elsewhere_confirms_nothing(world: World) -> None:
    world.start()
    proof = ask(world, HART_LEAD, PROXY)
    for sender in (STRANGER, HART_DEPUTY):
        world.later(minutes=1).reply(proof, "confirm", sender=sender)
        world.tick()
    assert posted(world, PETRA) == []


def test_a_command_that_is_only_copied_to_us_or_quoted_names_nobody(world: World) -> None:
    world.start()
    copied = bare(HART_LEAD, PROXY, number=1)
    copied.replace_header("To", "colleague@hart-surgery.example")
    copied["Cc"] = "ballots@selg.example"
    world.send(copied)
    quoted = "\n".join(f"> {line}" for line in PROXY.splitlines())
    world.send(bare(HART_LEAD, f"Shall I send this?\n\n{quoted}", number=2))
    world.tick()
    assert posted(world, purpose="proof", to=HART_LEAD) == []


def test_r7_a_lead_who_was_replaced_meanwhile_confirms_nothing(world: World) -> None:
    world.start()
    proof = ask(world, HART_LEAD, DEPUTY)
    appoint(world, member=HART, role="lead", name="Dr New Lead", address="new.lead@hart-surgery.example")
    appoint(world, member=HART, role="deputy", name="Dr Anita Ashworth", address=HART_LEAD)
    world.later(minutes=1).reply(proof, "confirm")
    world.tick()
    assert "are named by its lead" in flat(world.last(HART_LEAD, "Not done"))
    assert posted(world, NEW_DEPUTY) == []


# A lead of several practices


@pytest.fixture
def both(world: World) -> World:
    """An office in which the lead of Hart is the lead of Bell too."""
    world.tick()
    appoint(world, member=BELL, role="lead", name="Dr Anita Ashworth", address=HART_LEAD)
    return world.later(minutes=1)


def test_r10_a_lead_of_two_practices_is_asked_for_which_one_and_says_so_in_the_form(both: World) -> None:
    asked = ask(both, HART_LEAD, DEPUTY)
    assert f"You lead {HART} and {BELL}: say for which practice this is" in flat(asked)
    both.reply(asked, f"{DEPUTY}Practice: bell surgery\n")
    both.tick()
    assert f"becomes deputy of {BELL}" in flat(both.last(HART_LEAD))


def test_r10_a_lead_of_two_practices_who_answers_a_paper_means_the_practice_of_that_paper(both: World) -> None:
    both.start()
    of_bell = next(mail for mail in both.letters(HART_LEAD, "Vote by") if BELL in flat(mail))
    both.send(reply_to(of_bell, PROXY, number=3))
    both.tick()
    assert f"becomes proxy of {BELL}" in flat(both.last(HART_LEAD))


def test_a_lead_who_answers_the_paper_of_a_practice_whose_deputy_she_is_is_not_taken_for_its_lead(world: World) -> None:
    world.tick()
    appoint(world, member=BELL, role="deputy", name="Dr Anita Ashworth", address=HART_LEAD)
    world.start()
    of_bell = next(mail for mail in world.letters(HART_LEAD, "Vote by") if BELL in flat(mail))
    world.send(reply_to(of_bell, PROXY, number=3))
    world.tick()
    assert f"You answered a ballot paper of {BELL}, whose lead you are not. If you mean {HART}, say so" in flat(
        world.last(HART_LEAD)
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (BELL, f"You are not the lead of {BELL}. If you mean {HART}, say so"),
        ("Hart Surgry", f"There is no practice “Hart Surgry” here. Did you mean {HART}?"),
        ("Elsewhere", "There is no practice “Elsewhere” here."),
    ],
)
def test_a_practice_that_is_not_the_leads_is_refused_and_a_wrong_name_gets_the_nearest(
    world: World, written: str, told: str
) -> None:
    world.tick()
    answer = flat(ask(world, HART_LEAD, f"{DEPUTY}Practice: {written}\n"))
    assert told in answer
    assert "If you confirm" not in answer


def test_a_manager_who_is_also_a_lead_names_people_votes_and_commands(world: World) -> None:
    world.tick()
    appoint(world, member=HART, role="lead", name="Morgan Reed", address=MANAGER)
    reference = world.later(minutes=1).start()
    assert vote(world, MANAGER, "2", paper=world.letters(MANAGER, "Vote by")[0]) is Fate.COUNTED
    assert f"becomes deputy of {HART}" in flat(ask(world, MANAGER, DEPUTY))
    confirm(world, MANAGER)
    assert "Dr Nina Kaur" in flat(ask(world, MANAGER, "roster"))
    assert reference in flat(ask(world, MANAGER, f"status {reference}"))


def test_a_manager_who_leads_no_practice_says_whose_deputy_is_nominated(world: World) -> None:
    world.tick()
    assert "Say for which practice this is" in flat(ask(world, MANAGER, DEPUTY))
    assert f"becomes deputy of {HART}" in flat(ask(world, MANAGER, f"{DEPUTY}Practice: Hart Surgery\n"))


# The manager sets people


@pytest.mark.parametrize("role", ["lead", "deputy"])
def test_r8_the_manager_sets_a_lead_or_deputy(world: World, role: str) -> None:
    world.start()
    former = {"lead": HART_LEAD, "deputy": HART_DEPUTY}[role]
    done = do(world, MANAGER, f"set {role} Hart Surgery\nName: Dr Nina Kaur\nEmail: {NEW_DEPUTY}\n")
    assert f"Dr Nina Kaur is now {role} of {HART}" in done
    assert recipients(world, "appointment") == {HART_LEAD, HART_DEPUTY, NEW_DEPUTY}
    assert vote(world, NEW_DEPUTY, "1") is Fate.COUNTED
    assert vote(world, former, "2") is Fate.HELD, "who was replaced has no voice any more"


def test_r8_the_manager_sets_a_proxy_for_a_ballot(world: World) -> None:
    reference = world.start()
    do(world, MANAGER, f"set proxy Hart Surgery {reference}\nName: Petra Fox\nEmail: {PETRA}\n")
    assert recipients(world, "proxy-named") == {LOCALITY_LEAD, HART_LEAD, HART_DEPUTY}
    assert vote(world, PETRA, "2") is Fate.COUNTED


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("set deputy Hart Surgry", f"Did you mean {HART}?"),
        ("set proxy Hart Surgery SELG-2026-07", "There is no ballot SELG-2026-07. The newest are SELG-2026-01."),
    ],
)
def test_the_manager_is_told_of_a_wrong_practice_or_ballot(world: World, command: str, told: str) -> None:
    world.start()
    assert told in flat(ask(world, MANAGER, f"{command}\nName: Dr Nina Kaur\nEmail: {NEW_DEPUTY}\n"))


def test_a_practice_that_has_no_vote_in_a_ballot_has_no_proxy_and_no_interest_in_it(world: World) -> None:
    reference = world.start()
    with begin(world.app.engine) as conn:
        register.apply(conn, "selg", [register.AddMember(name="New Surgery", since=world.now)], world.now)
    world.later(minutes=1)
    told = flat(ask(world, MANAGER, f"set proxy New Surgery {reference}\nName: Petra Fox\nEmail: {PETRA}\n"))
    assert "New Surgery has no vote in that ballot, so it can have no proxy in it." in told
    told = flat(ask(world, MANAGER, f"interest New Surgery {reference}\nReason: A partner stands\n"))
    assert f"New Surgery has no vote in {reference} in any case." in told


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("From: 20 November 2026", "“From” lies in the past"),
        ("Until: 20 November 2026", "“Until” must come after the appointment begins"),
        ("From: 2 December 2026", "“From” lies after the close of SELG-2026-01"),
        ("Email: ballots@selg.example", "is the address of the ballots themselves"),
    ],
)
def test_dates_and_addresses_that_cannot_be_are_named(world: World, field: str, told: str) -> None:
    world.start()
    text = f"nominate proxy\nName: Petra Fox\nEmail: {PETRA}\n"
    text = text.replace(f"Email: {PETRA}", field) if field.startswith("Email") else f"{text}{field}\n"
    assert told in flat(ask(world, HART_LEAD, text))


def test_who_holds_the_role_under_that_address_already_is_not_appointed_again(world: World) -> None:
    world.start()
    do(world, HART_LEAD, PROXY)
    assert "Petra Fox is proxy of The Hart Surgery" in flat(ask(world, HART_LEAD, PROXY))
    assert "already" in flat(world.last(HART_LEAD))


def test_r4_no_proxy_where_the_rules_know_none(world: World) -> None:
    reference = world.start("start meeting vote\nTitle: Hours\nQuestion: Shall we?\n")
    told = flat(ask(world, HART_LEAD, PROXY.replace("proxy", f"proxy {reference}", 1)))
    assert f"The rules of {reference}" in told
    assert "know no proxies" in told


def test_no_proxy_once_a_ballot_is_over(world: World) -> None:
    reference = world.start()
    world.at(world.now + timedelta(days=8)).tick()
    told = flat(ask(world, HART_LEAD, PROXY.replace("proxy", f"proxy {reference}", 1)))
    assert f"{reference} is declared: no proxy can vote in it any more." in told


# Dates


def test_r7_an_appointment_holds_from_the_day_it_names_until_the_end_of_the_day_it_names(world: World) -> None:
    world.start()
    proof = flat(ask(world, HART_LEAD, f"{DEPUTY}From: 25 November 2026\nUntil: 26 November 2026\nReason: leave\n"))
    assert "from Wednesday 25 November 2026 until the end of Thursday 26 November 2026" in proof
    assert f"After that {HART} has no deputy, unless one is named." in proof
    confirm(world, HART_LEAD)
    told = flat(world.last(NEW_DEPUTY))
    assert "From: Wednesday 25 November 2026 - Until: the end of Thursday 26 November 2026" in told
    assert "Reason: leave" in told
    assert "paper" not in purposes(world, NEW_DEPUTY)
    assert vote(world, HART_DEPUTY, "1") is Fate.COUNTED
    world.at(world.now.replace(day=24, hour=23, minute=59)).tick()
    assert "paper" not in purposes(world, NEW_DEPUTY)
    world.later(minutes=1).tick()
    assert purposes(world, NEW_DEPUTY)["paper"] == 1
    world.at(world.now.replace(day=26, hour=23, minute=58, second=59))
    assert vote(world, NEW_DEPUTY, "2") is Fate.COUNTED
    assert vote(world, NEW_DEPUTY, "3") is Fate.HELD


def test_an_appointment_of_a_later_day_is_announced_as_such(world: World) -> None:
    world.tick()
    done = do(world, HART_LEAD, f"{DEPUTY}From: 1 December 2026\n")
    assert f"Dr Nina Kaur becomes deputy of {HART} on Tuesday 1 December 2026" in done


def test_r7_a_vote_received_before_the_appointment_was_confirmed_does_not_count(world: World) -> None:
    world.start()
    ask(world, HART_LEAD, PROXY)
    early = world.later(minutes=1).now
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=PETRA), at=early)
    world.reply(world.last(HART_LEAD), "confirm", at=world.later(minutes=1).now)
    world.later(hours=1).tick()
    assert world.fates() == {"held": 1, "commands": 4}
    assert vote(world, PETRA, "2") is Fate.COUNTED


def test_r7_a_vote_received_after_the_confirmation_counts_however_late_both_are_read(world: World) -> None:
    world.start()
    ask(world, HART_LEAD, PROXY)
    world.reply(world.last(HART_LEAD), "confirm", at=world.later(minutes=1).now)
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=PETRA), at=world.now)
    world.later(hours=30).tick()
    assert world.fates() == {"counted": 1, "commands": 4}


def test_r7_a_vote_of_a_dismissed_deputy_received_before_the_dismissal_counts(world: World) -> None:
    world.start()
    ask(world, HART_LEAD, DEPUTY)
    world.send(reply_to(world.paper(HART_DEPUTY), "2"), at=world.later(minutes=1).now)
    world.reply(world.last(HART_LEAD), "confirm", at=world.later(minutes=1).now)
    world.send(reply_to(world.paper(HART_DEPUTY), "3", number=5), at=world.later(minutes=1).now)
    world.later(hours=1).tick()
    assert world.fates() == {"counted": 1, "held": 1, "commands": 2}
    assert totals(world) == {"Bob": 1}


def test_a_confirmation_received_on_the_day_of_the_appointment_and_read_on_the_next_is_done(world: World) -> None:
    world.start()
    world.at(world.now.replace(hour=23, minute=50))
    ask(world, HART_LEAD, f"{PROXY}From: 23 November 2026\n")
    world.reply(world.last(HART_LEAD), "confirm", at=world.now.replace(minute=58))
    world.later(hours=8).tick()
    assert purposes(world, PETRA) == {"paper": 1}


@pytest.mark.parametrize(("seconds", "fates"), [(-1, {"counted": 1, "commands": 4}), (0, {"late": 1, "commands": 4})])
def test_r7_a_proxy_confirmed_before_the_close_votes_although_all_is_read_after_it(
    world: World, seconds: int, fates: dict[str, int]
) -> None:
    world.start()
    close = world.now.replace(day=30, hour=17)
    world.at(close - timedelta(minutes=5)).tick()
    ask(world, HART_LEAD, PROXY)
    world.reply(world.last(HART_LEAD), "confirm", at=close - timedelta(minutes=2))
    world.send(reply_to(world.paper(HART_LEAD), "2", sender=PETRA), at=close + timedelta(seconds=seconds))
    world.at(close + timedelta(minutes=1)).tick()
    assert world.fates() == fates
    assert purposes(world, PETRA).get("paper") is None


def test_a_proxy_confirmed_after_the_close_is_none(world: World) -> None:
    world.start()
    close = world.now.replace(day=30, hour=17)
    world.at(close - timedelta(minutes=5)).tick()
    ask(world, HART_LEAD, PROXY)
    world.reply(world.last(HART_LEAD), "confirm", at=close)
    world.at(close + timedelta(minutes=1)).tick()
    assert "no proxy can vote in it any more" in flat(world.last(HART_LEAD))
    assert posted(world, PETRA) == []


# A proxy's ballot


def test_r7_a_proxy_named_for_a_scheduled_ballot_gets_its_paper_at_the_opening(world: World) -> None:
    world.start(SCHEDULED)
    do(world, HART_LEAD, PROXY)
    assert posted(world, PETRA) == []
    world.at(world.now.replace(day=25, hour=9, minute=0)).tick()
    assert purposes(world, PETRA) == {"paper": 1}
    assert len(posted(world, purpose="paper")) == 21


def test_r7_a_second_proxy_ends_the_first_who_hears_of_it(world: World) -> None:
    world.start()
    do(world, HART_LEAD, PROXY)
    answer = flat(ask(world, HART_LEAD, PROXY.replace("Petra Fox", "Quinn Hale").replace(PETRA, QUINN)))
    assert f"Petra Fox is then no longer proxy of {HART}" in answer
    confirm(world, HART_LEAD)
    assert purposes(world, PETRA) == {"paper": 1, "proxy-named": 1}
    assert vote(world, QUINN, "2") is Fate.COUNTED
    assert vote(world, PETRA, "3") is Fate.HELD
    assert totals(world) == {"Bob": 1}


def test_r7_proxies_of_two_ballots_stand_side_by_side_and_vote_each_in_its_own(world: World) -> None:
    first, second = world.start(), world.start(TOGETHER)
    do(world, HART_LEAD, PROXY.replace("proxy", f"proxy {first}", 1))
    quinn = PROXY.replace("Petra Fox", "Quinn Hale").replace(PETRA, QUINN)
    do(world, HART_LEAD, quinn.replace("proxy", f"proxy {second}", 1))
    assert vote(world, PETRA, "1") is Fate.COUNTED
    assert vote(world, QUINN, "2") is Fate.COUNTED
    assert [row.reference for row in posted(world, PETRA, "paper")] == [first]
    assert [row.reference for row in posted(world, QUINN, "paper")] == [second]


def test_r7_a_proxy_of_one_ballot_has_no_voice_in_another(world: World) -> None:
    first, second = world.start(), world.start(TOGETHER)
    do(world, HART_LEAD, PROXY.replace("proxy", f"proxy {first}", 1))
    other = next(mail for mail in world.letters(HART_LEAD, "Vote by") if second in str(mail["Subject"]))
    assert vote(world, PETRA, "2", paper=other) is Fate.HELD
    assert "who does not speak for your practice in this ballot" in flat(world.last(HART_LEAD))
    assert world.figures(second)["participation"]["voted"] == 0  # type: ignore[index, call-overload]


def test_r7_a_proxy_has_no_voice_once_its_ballot_is_over(world: World) -> None:
    world.start()
    do(world, HART_LEAD, PROXY)
    world.at(world.now + timedelta(days=8)).tick()
    world.start(TOGETHER)
    world.send(bare(PETRA, "2", number=9))
    world.tick()
    assert last_filed(world).fate is not Fate.COUNTED
    assert len(world.letters(PETRA, "Vote by")) == 1


def test_the_status_and_the_roster_name_the_proxies(world: World) -> None:
    reference = world.start()
    do(world, HART_LEAD, PROXY)
    roster = flat(ask(world, MANAGER, "roster"))
    assert f"Proxy in {reference}: Petra Fox, {PETRA}" in roster
    assert "10 practices, with 91,732 registered patients together" in roster
    assert "Lead: Dr Anita Ashworth" in roster
    assert "Petra Fox" in flat(ask(world, MANAGER, f"status {reference}"))


# Whose vote counts


def test_r9_a_proxy_votes_and_the_deputy_and_the_lead_go_before(world: World) -> None:
    world.start()
    do(world, HART_LEAD, PROXY)
    assert vote(world, PETRA, "1") is Fate.COUNTED
    assert vote(world, HART_DEPUTY, "2") is Fate.COUNTED
    assert vote(world, PETRA, "3") is Fate.REJECTED
    assert "Dr Tom Pell, deputy, had already voted" in flat(world.last(PETRA))
    assert vote(world, HART_LEAD, "3") is Fate.COUNTED
    assert vote(world, HART_DEPUTY, "1") is Fate.REJECTED
    assert totals(world) == {"Carol": 1}


REVOTE = 'closing_time = "17:00" -> closing_time = "17:00"\nrule_sets = "rules"'


def rules_with(folder: Path, revote: str) -> None:
    text = (SELG.parents[1] / "rulesets" / "election.toml").read_text()
    assert 'revote = "rank"' in text
    (folder / "rules").mkdir()
    (folder / "rules" / "election.toml").write_text(text.replace('revote = "rank"', f'revote = "{revote}"'))


def test_r9_where_the_latest_counts_a_proxy_goes_before_the_lead(tmp_path: Path) -> None:
    rules_with(tmp_path, "latest")
    with open_world(tmp_path, changes=REVOTE) as world:
        world.start()
        do(world, HART_LEAD, PROXY)
        assert vote(world, HART_LEAD, "1") is Fate.COUNTED
        assert vote(world, HART_DEPUTY, "3") is Fate.COUNTED
        assert vote(world, PETRA, "2") is Fate.COUNTED
        assert world.fates() == {"counted": 1, "replaced": 2, "commands": 4}
        assert "The last vote that we receive before the close counts, from the lead, the deputy or a proxy" in flat(
            world.paper(PETRA)
        )
        assert totals(world) == {"Bob": 1}


def test_r9_where_the_first_counts_neither_the_lead_nor_the_voter_changes_it(tmp_path: Path) -> None:
    rules_with(tmp_path, "first")
    with open_world(tmp_path, changes=REVOTE) as world:
        world.start()
        do(world, HART_LEAD, PROXY)
        assert vote(world, PETRA, "2") is Fate.COUNTED
        assert vote(world, HART_LEAD, "1") is Fate.REJECTED
        assert "the first vote stands, and cannot be changed" in flat(world.last(HART_LEAD))
        told = len(world.letters(PETRA))
        assert vote(world, PETRA, "3") is Fate.REJECTED
        assert len(world.letters(PETRA)) == told + 1
        assert "you had already voted, and the first vote counts" in flat(world.last(PETRA))
        assert totals(world) == {"Bob": 1}


# Shared addresses


@pytest.fixture
def shared(world: World) -> World:
    """An office in which the deputy of Hart is the deputy of Bell too, at one address."""
    world.tick()
    do(world, MANAGER, f"set deputy Bell Surgery\nName: Dr Tom Pell\nEmail: {HART_DEPUTY}\n")
    return world


def paper_of(world: World, to: str, practice: str) -> EmailMessage:
    return next(mail for mail in world.letters(to, "Vote by") if f"You vote for {practice}" in flat(mail))


def test_r10_the_proof_says_that_an_address_stands_for_another_practice(world: World) -> None:
    world.tick()
    proof = ask(world, MANAGER, f"set deputy Bell Surgery\nName: Dr Tom Pell\nEmail: {HART_DEPUTY}\n")
    assert f"{HART_DEPUTY} stands for {BELL} and {HART}" in flat(proof)


def test_r10_a_deputy_of_two_practices_votes_for_each_on_its_paper(shared: World) -> None:
    shared.start()
    assert vote(shared, HART_DEPUTY, "1", paper=paper_of(shared, HART_DEPUTY, HART)) is Fate.COUNTED
    assert vote(shared, HART_DEPUTY, "2", paper=paper_of(shared, HART_DEPUTY, BELL)) is Fate.COUNTED
    assert totals(shared) == {"Alice": 1, "Bob": 1}


def test_r10_without_a_paper_a_deputy_of_two_practices_is_asked_which_and_nothing_is_guessed(shared: World) -> None:
    shared.start()
    shared.send(bare(HART_DEPUTY, "2", number=4))
    shared.tick()
    assert last_filed(shared).fate is Fate.CHALLENGED
    asked = flat(shared.last(HART_DEPUTY))
    assert HART in asked
    assert BELL in asked
    assert shared.figures()["participation"]["voted"] == 0  # type: ignore[index, call-overload]


def test_r10_lead_and_deputy_at_one_address_vote_with_the_leads_rank(world: World) -> None:
    world.tick()
    proof = ask(world, HART_LEAD, f"nominate deputy\nName: Dr Nina Kaur\nEmail: {HART_LEAD}\n")
    assert f"{HART_LEAD} is also the address of Dr Anita Ashworth, lead of {HART}" in flat(proof)
    confirm(world, HART_LEAD)
    world.start()
    papers = world.letters(HART_LEAD, "Vote by")
    assert len(papers) == 2
    assert vote(world, HART_LEAD, "1", paper=papers[0]) is Fate.COUNTED
    assert vote(world, HART_LEAD, "2", paper=papers[1]) is Fate.COUNTED
    assert world.fates() == {"counted": 1, "replaced": 1, "commands": 2}
    assert totals(world) == {"Bob": 1}
