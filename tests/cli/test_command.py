"""`mailvote command`: the same authoriser, proof and confirmation over the counter as by mail."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mailvote.cli import main
from mailvote.store import inbox
from mailvote.store.database import reading
from tests.cli.conftest import SECRETS, CommandLine
from tests.office.mailcraft import HART_CONTACT, HART_DEPUTY, HART_LEAD
from tests.office.test_election import LEADS
from tests.office.world import MANAGER, SELG, START, World, text_of

PROXY = "nominate proxy\nName: Petra Fox\nEmail: petra.fox@hart-surgery.example\n"


def order(mailvote: CommandLine, text: str, exit_code: int = 0) -> dict[str, object]:
    found = mailvote.json("command", "--as", MANAGER, "-", stdin=text, exit_code=exit_code)
    assert isinstance(found, dict)
    return found


def test_a_start_takes_effect_when_its_proof_is_confirmed(mailvote: CommandLine, world: World) -> None:
    proof = mailvote("command", "--as", MANAGER, mailvote.write(START)).stdout
    assert "becomes SELG-2026-01" in proof
    assert "the next tick sends it" in proof
    assert not world.references()
    last = proof.splitlines()[-1]
    assert last.startswith(f"To confirm it here: mailvote command --as {MANAGER} --confirm ")
    done = mailvote(*last.partition("mailvote ")[2].split()).stdout
    assert "SELG-2026-01, Locality Clinical Director, is open" in " ".join(done.split())
    assert world.references() == ["SELG-2026-01"]
    world.tick()
    assert all(world.paper(lead) for lead in LEADS)


def test_the_answer_is_mailed_as_well(mailvote: CommandLine, world: World) -> None:
    proof = order(mailvote, START)
    world.tick()
    assert str(proof["nonce"]) in text_of(world.last(MANAGER, str(proof["subject"])))


def test_a_proof_given_here_is_confirmed_by_mail(mailvote: CommandLine, world: World) -> None:
    order(mailvote, START)
    world.tick()
    world.reply(world.last(MANAGER), "confirm")
    world.tick()
    assert world.references() == ["SELG-2026-01"]


def test_a_proof_given_by_mail_is_confirmed_here_and_its_mail_belongs_to_the_ballot(
    mailvote: CommandLine, world: World
) -> None:
    world.tick()
    world.mail(MANAGER, START)
    world.tick()
    nonce = text_of(world.last(MANAGER)).partition("Confirmation code: ")[2].split()[0]
    done = mailvote.json("command", "--as", MANAGER, "--confirm", nonce.lower())
    assert done["ballot"] == "SELG-2026-01"
    assert world.fates() == {"commands": 1}


def test_confirming_twice_does_nothing_twice(mailvote: CommandLine, world: World) -> None:
    nonce = order(mailvote, START)["nonce"]
    for _ in range(2):
        done = mailvote.json("command", "--as", MANAGER, "--confirm", nonce)
    assert "nothing was done twice" in " ".join(done["text"].split())
    assert world.references() == ["SELG-2026-01"]


def test_the_json_of_an_answer_has_every_key(mailvote: CommandLine) -> None:
    answer = order(mailvote, "status\n")
    assert list(answer) == ["ballot", "subject", "text", "nonce", "refused"]
    assert (answer["ballot"], answer["nonce"], answer["refused"]) == (None, None, False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "I did not find a command"),
        ("dance\n", "I did not find a command"),
        ("start election\nCandidates:\n- Dr A\n", "“Title” is missing"),
        ("status SELG-2026-07\n", "There is no ballot SELG-2026-07"),
        (START + "Closes: 2026-11-24 17:00\n", "earliest permitted close"),
    ],
)
def test_what_is_refused_is_1_with_the_reason(mailvote: CommandLine, text: str, reason: str) -> None:
    answer = order(mailvote, text, exit_code=1)
    assert answer["refused"] is True
    assert answer["nonce"] is None
    assert reason in " ".join(str(answer["text"]).split())


@pytest.mark.parametrize("address", ["nobody", "", "manager@selg.example.org", "eve@elsewhere.example"])
def test_who_is_neither_manager_nor_of_a_practice_is_refused_with_1(mailvote: CommandLine, address: str) -> None:
    result = mailvote("command", "--as", address, "-", stdin=START, exit_code=1)
    assert "is not the address of a manager of selg" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("command", [START, "status", "roster", "interests"])
def test_a_lead_who_gives_a_managers_command_is_refused_with_1(
    mailvote: CommandLine, world: World, command: str
) -> None:
    result = mailvote("command", "--as", HART_LEAD, "-", stdin=command, exit_code=1)
    assert "is a command of the election manager. Nothing was changed." in " ".join(result.stdout.split())
    assert not world.references()


def test_r8_a_lead_names_a_proxy_over_the_counter_as_by_mail(mailvote: CommandLine, world: World) -> None:
    world.start()
    proof = mailvote("command", "--as", HART_LEAD, mailvote.write(PROXY)).stdout
    last = proof.splitlines()[-1]
    assert last.startswith(f"To confirm it here: mailvote command --as {HART_LEAD} --confirm ")
    done = mailvote(*last.partition("mailvote ")[2].split()).stdout
    assert "Petra Fox is now proxy of The Hart Surgery" in " ".join(done.split())
    world.tick()
    assert world.paper("petra.fox@hart-surgery.example")


@pytest.mark.parametrize("address", [HART_DEPUTY, HART_CONTACT])
def test_r8_nobody_but_the_lead_names_a_proxy_over_the_counter(mailvote: CommandLine, address: str) -> None:
    result = mailvote("command", "--as", address, "-", stdin=PROXY, exit_code=1)
    assert "are named by its lead" in " ".join(result.stdout.split())


def test_a_managers_address_is_known_in_any_case(mailvote: CommandLine) -> None:
    mailvote("command", "--as", "Manager@SELG.example", "-", stdin="status")


@pytest.mark.parametrize("nonce", ["00000000000000000000000000", "short", ""])
def test_an_unknown_code_is_2(mailvote: CommandLine, nonce: str) -> None:
    assert "there is no proof" in mailvote("command", "--as", MANAGER, "--confirm", nonce, exit_code=2).stderr


def test_the_proof_of_one_manager_is_not_confirmed_by_another(mailvote: CommandLine, world: World) -> None:
    text = (mailvote.folder / "mailvote.toml").read_text()
    other = '["Morgan Reed <manager@selg.example>", "Robin Fox <robin@selg.example>"]'
    mailvote.write(text.replace('["Morgan Reed <manager@selg.example>"]', other), "mailvote.toml")
    nonce = order(mailvote, START)["nonce"]
    mailvote("command", "--as", "robin@selg.example", "--confirm", nonce, exit_code=2)
    assert not world.references()


def test_either_a_file_or_a_code(mailvote: CommandLine) -> None:
    file = mailvote.write("status\n")
    assert "either a FILE or --confirm" in mailvote("command", "--as", MANAGER, exit_code=2).stderr
    assert "either" in mailvote("command", "--as", MANAGER, "--confirm", "X", file, exit_code=2).stderr


def test_a_file_that_is_no_text_is_2(mailvote: CommandLine) -> None:
    result = mailvote("command", "--as", MANAGER, "-", stdin=b"status \xff", exit_code=2)
    assert "is not UTF-8" in result.stderr


def test_a_file_from_windows_is_read(mailvote: CommandLine) -> None:
    assert order(mailvote, "\ufeffstatus\r\n")["refused"] is False


def test_an_organisation_that_never_ticked_is_activated_by_its_first_command(tmp_path: Path) -> None:
    (tmp_path / "mailvote.toml").write_text((SELG / "mailvote.toml").read_text())
    arguments = ["--config", str(tmp_path / "mailvote.toml"), "command", "--as", MANAGER, "-"]
    result = CliRunner().invoke(main, arguments, input="help", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert "start election" in result.stdout


def test_a_command_over_the_counter_is_no_message(mailvote: CommandLine, world: World) -> None:
    order(mailvote, START)
    with reading(world.app.engine) as conn:
        assert not inbox.listing(conn, "selg")


CALL = """call for candidates
Title: Chair
Apply by: 14 December 2026 17:00
Panel:
- Dr Mary Director <director@occg.example>
- Sam Member <sam@occg.example>
"""


def test_files_are_attached_as_they_are_by_mail(mailvote: CommandLine, world: World, tmp_path: Path) -> None:
    good, bad = tmp_path / "job.pdf", tmp_path / "setup.exe"
    good.write_bytes(b"%PDF-1.7 hello")
    bad.write_bytes(b"MZ")
    proof = mailvote.json("command", "--as", MANAGER, "-", "--attach", str(good), "--attach", str(bad), stdin=CALL)
    assert isinstance(proof, dict)
    said = " ".join(str(proof["text"]).split())
    assert "Enclosed with it: job.pdf (1 KB)." in said
    assert "“setup.exe” is not sent on: it is of another type than" in said
    mailvote("command", "--as", MANAGER, "--confirm", str(proof["nonce"]))
    world.tick()
    (sent,) = world.letters(LEADS[0], "Candidates wanted by")
    assert [part.get_filename() for part in sent.iter_attachments()] == ["job.pdf"]


def test_files_go_with_a_command_and_with_no_confirmation(mailvote: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "job.pdf"
    file.write_bytes(b"%PDF-1.7 hello")
    mailvote("command", "--as", MANAGER, "--confirm", "X", "--attach", str(file), exit_code=2)
    mailvote("command", "--as", MANAGER, "-", "--attach", str(tmp_path / "none.pdf"), stdin=CALL, exit_code=2)


def test_a_file_above_10_mb_is_named_in_the_proof(mailvote: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(b"%PDF-1.7 " + bytes(11_000_000))
    said = mailvote("command", "--as", MANAGER, "-", "--attach", str(file), stdin=CALL).stdout
    assert "“large.pdf” is not sent on: it is larger than 10 MB" in " ".join(said.split())


def test_files_are_of_no_use_to_other_commands(mailvote: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "job.pdf"
    file.write_bytes(b"%PDF-1.7 hello")
    said = mailvote(
        "command", "--as", MANAGER, "-", "--attach", str(file),
        stdin="set deputy Hart Surgery\nName: Jo Fox\nEmail: jo.fox@hart-surgery.example\n",
    ).stdout  # fmt: skip
    assert "this stays with me: job.pdf" in " ".join(said.split())
