"""Keys, seals, tokens: what a thief of the database alone can do with them, which is nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.errors import ConfigurationError
from mailvote.store.vault import SealBroken, Sealer, Secrets, bind, load_key_file

SECRETS = Secrets.derived_from(b"k" * 32)
OTHER = Secrets.derived_from(b"o" * 32)


def sealer(owner: str = "ballot selg 2026 1") -> Sealer:
    return SECRETS.sealer(SECRETS.new_key(owner), owner)


def test_what_is_sealed_opens_under_the_same_key_and_context() -> None:
    seal = sealer()
    assert seal.open(seal.seal(b"2", b"vote 1"), b"vote 1") == b"2"


@given(st.binary(max_size=9000), st.binary(max_size=50))
def test_any_data_survives_sealing(data: bytes, context: bytes) -> None:
    seal = sealer()
    assert seal.open(seal.seal(data, context), context) == data


def test_what_is_sealed_for_one_row_does_not_open_in_another() -> None:
    seal = sealer()
    with pytest.raises(SealBroken):
        seal.open(seal.seal(b"2", b"vote 1"), b"vote 2")


def test_one_ballots_key_does_not_open_what_another_sealed() -> None:
    with pytest.raises(SealBroken):
        sealer().open(sealer().seal(b"2", b"vote"), b"vote")


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    seal = sealer()
    changed = bytearray(seal.seal(b"2", b"vote"))
    changed[place] ^= 1
    with pytest.raises(SealBroken):
        seal.open(bytes(changed), b"vote")


def test_the_same_choice_never_looks_the_same_twice() -> None:
    seal = sealer()
    assert seal.seal(b"2", b"vote") != seal.seal(b"2", b"vote")


@pytest.mark.parametrize("block", [512, 4096])
def test_the_length_of_what_is_sealed_tells_nothing_within_a_block(block: int) -> None:
    seal = sealer()
    lengths = {len(seal.seal(bytes(size), b"", block=block)) for size in (0, 1, 100, block - 4)}
    assert len(lengths) == 1
    assert len(seal.seal(bytes(block - 3), b"", block=block)) == lengths.pop() + block


def test_a_wrapped_key_opens_for_its_owner_alone() -> None:
    wrapped = SECRETS.new_key("ballot selg 2026 1")
    with pytest.raises(SealBroken):
        SECRETS.sealer(wrapped, "ballot selg 2026 2")


def test_a_wrapped_key_does_not_open_with_another_key_file() -> None:
    with pytest.raises(SealBroken, match="another key file"):
        OTHER.sealer(SECRETS.new_key("ballot selg 2026 1"), "ballot selg 2026 1")


def test_every_key_is_new() -> None:
    assert SECRETS.new_key("ballot") != SECRETS.new_key("ballot")


def test_a_fingerprint_is_the_same_for_the_same_message_and_no_other() -> None:
    seal = sealer()
    assert seal.fingerprint(b"1") == seal.fingerprint(b"1") != seal.fingerprint(b"2")


def test_a_fingerprint_means_nothing_without_the_key() -> None:
    assert sealer().fingerprint(b"1") != sealer().fingerprint(b"1")


def test_a_token_is_26_characters_and_always_the_same() -> None:
    token = SECRETS.token(1, 2, 3)
    assert token == SECRETS.token(1, 2, 3)
    assert len(token) == 26


def test_every_paper_of_every_person_has_its_own_token() -> None:
    tokens = {SECRETS.token(a, b, c) for a in (1, 11) for b in (1, 11, 111) for c in (1, 11)}
    assert len(tokens) == 12
    assert SECRETS.token(1, 2, 3) != OTHER.token(1, 2, 3)


def test_a_letter_id_tells_purposes_and_sequences_apart() -> None:
    ids = {
        SECRETS.letter_id(purpose, 1, 2, person, sequence)
        for purpose in ("paper", "receipt")
        for person in (None, 3)
        for sequence in (1, "1", "2")
    }
    assert len(ids) == 12
    assert SECRETS.letter_id("paper", 1, 2, 3, 1) == SECRETS.letter_id("paper", 1, 2, 3, 1)


parts = st.lists(st.one_of(st.none(), st.integers(), st.text()), max_size=5)


@given(parts, parts)
def test_different_parts_never_bind_to_the_same_context(
    one: list[str | int | None], other: list[str | int | None]
) -> None:
    assert (bind(*one) == bind(*other)) == (one == other)


def test_nothing_secret_shows_in_a_repr() -> None:
    assert repr(SECRETS) == "Secrets()"
    assert repr(sealer()) == "Sealer()"


def test_a_key_file_is_made_for_us_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mailvote.key"
    made = load_key_file(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    assert load_key_file(path, create=False).token(1, 2, 3) == made.token(1, 2, 3)
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_file_that_is_there_is_never_made_again(tmp_path: Path) -> None:
    path = tmp_path / "mailvote.key"
    load_key_file(path, create=True)
    before = path.read_bytes()
    load_key_file(path, create=True)
    assert path.read_bytes() == before


def test_a_missing_key_file_is_not_made_for_a_database_in_use(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"service\.key_file: cannot be read"):
        load_key_file(tmp_path / "mailvote.key", create=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "mailvote.key"
    load_key_file(path, create=True)
    path.chmod(mode)
    with pytest.raises(ConfigurationError, match="lets group or others read it; allowed: 0600"):
        load_key_file(path, create=False)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "mailvote.key"
    path.write_bytes(bytes(size))
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="is not a key file"):
        load_key_file(path, create=False)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be created"):
        load_key_file(tmp_path / "nowhere" / "mailvote.key", create=True)
