"""Organisations: activated once, in whole seconds; what was swept, and how far each folder is read."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from mailvote.store import organisations
from mailvote.store.organisations import Position
from mailvote.store.vault import SealBroken, Secrets
from tests.store.places import HOUR, NOW, ORGANISATION, SECRETS, organisation


def test_an_organisation_is_activated_at_its_first_tick_in_whole_seconds(conn: Connection) -> None:
    first = organisations.ensure(conn, SECRETS, ORGANISATION, NOW)
    assert first.activated_at == NOW.replace(microsecond=0)
    assert organisations.ensure(conn, SECRETS, ORGANISATION, NOW + HOUR) == first
    assert organisations.find(conn, ORGANISATION) == first


def test_the_key_shows_in_no_repr(conn: Connection) -> None:
    assert "key" not in repr(organisations.ensure(conn, SECRETS, ORGANISATION, NOW))


def test_every_organisation_seals_with_a_key_of_its_own(conn: Connection) -> None:
    one, other = organisation(conn), organisation(conn, "elr")
    with pytest.raises(SealBroken):
        other.open(one.seal(b"x", b""), b"")


def test_another_key_file_is_noticed(conn: Connection) -> None:
    organisation(conn)
    with pytest.raises(SealBroken):
        organisations.sealer(conn, Secrets.derived_from(b"x" * 32), ORGANISATION)


def test_an_organisation_without_activation_has_no_sealer(conn: Connection) -> None:
    with pytest.raises(LookupError, match="organisation selg is not activated"):
        organisations.sealer(conn, SECRETS, ORGANISATION)


def test_r18_the_newest_complete_sweep_is_remembered(conn: Connection) -> None:
    organisation(conn)
    assert organisations.last_sweep(conn, ORGANISATION) is None
    for began_at in (NOW, NOW + timedelta(microseconds=1)):
        organisations.record_sweep(conn, ORGANISATION, began_at)
    assert organisations.last_sweep(conn, ORGANISATION) == NOW + timedelta(microseconds=1)
    assert organisations.last_sweep(conn, "elr") is None


def test_each_folder_has_its_own_position(conn: Connection) -> None:
    organisation(conn)
    largest = 2**32 - 1
    organisations.set_position(conn, ORGANISATION, "INBOX", 1, 10)
    organisations.set_position(conn, ORGANISATION, "INBOX", largest, largest)
    organisations.set_position(conn, ORGANISATION, "Junk", 3, 0)
    assert organisations.position(conn, ORGANISATION, "INBOX") == Position(uidvalidity=largest, last_uid=largest)
    assert organisations.position(conn, ORGANISATION, "Junk") == Position(uidvalidity=3, last_uid=0)
    assert organisations.position(conn, ORGANISATION, "Archive") is None


def test_a_database_is_empty_until_an_organisation_is_activated(conn: Connection) -> None:
    assert organisations.is_empty(conn)
    organisation(conn)
    assert not organisations.is_empty(conn)
