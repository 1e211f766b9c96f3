"""What the manager does in a test: give a command, confirm its proof, let a ballot close."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from tests.office.mailcraft import flat
from tests.office.test_election import LEADS
from tests.office.world import MANAGER, World

(HART, CHALGROVE, MORLAND, NETTLEBED, SONNING, BELL, MILLSTREAM, GORING, RYCOTE, WALLINGFORD) = LEADS
HART_DEPUTY, BELL_DEPUTY = "dr.t.pell@hart-surgery.example", "dr.h.merton@bell-surgery.example"

RULE_SETS = Path(__file__).parents[2] / "config" / "rulesets"

DECISION = "start decision\nTitle: Winter rota\nQuestion: Shall the rota be adopted?\n"
MEETING = "start meeting vote\nTitle: Winter rota\nQuestion: Shall the rota be adopted?\n"


def proof(world: World, text: str) -> EmailMessage:
    """What the manager is answered to a command."""
    world.mail(MANAGER, text)
    world.tick()
    return world.last(MANAGER)


def command(world: World, text: str) -> EmailMessage:
    """Give a command and confirm it; the letter that says what was done."""
    world.reply(proof(world, text), "confirm")
    world.tick()
    return world.last(MANAGER)


def vote(world: World, *votes: tuple[str, str]) -> None:
    """The papers of these people are answered with these words."""
    for person, words in votes:
        world.reply(world.letters(person, "Vote by")[-1], words)
    world.tick()


def declare(world: World, reference: str = "") -> dict[str, object]:
    """Let the ballot close and be counted; its figures."""
    closes_at = datetime.fromisoformat(str(world.figures(reference)["closes_at"]))
    world.at(closes_at + timedelta(minutes=11)).tick()
    return world.figures(reference)


def outcome_of(figures: dict[str, object]) -> dict[str, object]:
    outcome = figures["outcome"]
    assert isinstance(outcome, dict)
    return outcome


def part(world: World, *keys: str, reference: str = "") -> tuple[object, ...]:
    """Figures of the participation, by default how many practices voted, abstained and are silent."""
    numbers = world.figures(reference)["participation"]
    assert isinstance(numbers, dict)
    return tuple(numbers[key] for key in keys or ("voted", "abstained", "no_reply"))


def to_settle(message: EmailMessage) -> str:
    """The number of the message that a letter asks the manager to settle."""
    found = re.search(r"settle (\d+) as", flat(message))
    assert found is not None
    return found[1]


def shipped(name: str, *changes: tuple[str, str]) -> str:
    """The text of a rule set that comes with the package, with these changes."""
    text = (RULE_SETS / f"{name}.toml").read_text()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text
