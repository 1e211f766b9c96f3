"""R20: the order of candidates is drawn by lot, the same for all, and can be drawn again by anyone."""

import subprocess
from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from mailvote.rules.lot import drawn, ticket

SEED = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
NAMES = ("Dr Amina Osei", "Dr Bryn Example", "Dr Zoë O’Neill")
PEOPLE = tuple((name, "") for name in NAMES)


def test_the_order_is_that_of_the_sha_256_of_seed_and_name() -> None:
    by_hand = sorted(NAMES, key=lambda name: sha256((SEED + name).encode()).hexdigest())
    assert [name for name, _ in drawn(PEOPLE, SEED)] == by_hand


def test_anyone_can_draw_it_again_with_the_tools_of_any_system() -> None:
    said = subprocess.run(["sha256sum"], input=f"{SEED}{NAMES[2]}".encode(), capture_output=True, check=True).stdout
    assert said.decode().split()[0] == ticket(SEED, NAMES[2])


@given(
    people=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=5)), max_size=6),
    seed=st.text(alphabet="0123456789abcdef", max_size=64),
)
def test_whatever_the_order_in_which_they_applied_the_lot_is_the_same(people: list[tuple[str, str]], seed: str) -> None:
    assert drawn(people, seed) == drawn(reversed(people), seed)
    assert Counter(drawn(people, seed)) == Counter(people)


def test_each_candidate_comes_first_as_often_as_any_other() -> None:
    first = Counter(drawn(PEOPLE, f"{seed:064x}")[0][0] for seed in range(3000))
    assert all(900 < first[name] < 1100 for name in NAMES)
