"""One working process an installation."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from mailvote.errors import DatabaseUnreachable, InstallationBusy
from mailvote.store.database import exclusive, make_engine
from tests.databases import Server


@pytest.fixture
def second(database: Engine) -> Engine:
    """The engine of another process."""
    return make_engine(database.url.render_as_string(hide_password=False))


def test_the_second_process_is_told_who_holds_the_installation(database: Engine, second: Engine) -> None:
    with exclusive(database), pytest.raises(InstallationBusy) as caught, exclusive(second):
        pytest.fail("two held it")
    assert caught.value.pid == os.getpid()


def test_the_lock_is_free_again_afterwards(database: Engine, second: Engine) -> None:
    with exclusive(database):
        pass
    with exclusive(second):
        pass
    with pytest.raises(ZeroDivisionError), exclusive(database):
        raise ZeroDivisionError
    with exclusive(second):
        pass


def test_one_that_waits_gets_the_lock_when_it_is_given_up(database: Engine, second: Engine) -> None:
    first = exclusive(database)
    first.__enter__()
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            first.__exit__(None, None, None)

    with exclusive(second, wait=None, pause=pause):
        assert len(pauses) == 3


def test_one_that_waits_gives_up_in_the_end(database: Engine, second: Engine) -> None:
    pauses: list[float] = []
    with (
        exclusive(database),
        pytest.raises(InstallationBusy),
        exclusive(second, wait=timedelta(seconds=30), pause=pauses.append),
    ):
        pytest.fail("two held it")
    assert sum(pauses) == 30


def test_a_process_that_is_killed_leaves_no_lock_behind(database: Engine, second: Engine) -> None:
    url = database.url.render_as_string(hide_password=False)
    program = (
        "import os, sys; from mailvote.store.database import exclusive, make_engine\n"
        "with exclusive(make_engine(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InstallationBusy) as caught, exclusive(second):
            pytest.fail("two held it")
        assert caught.value.pid == other.pid
        other.kill()
        other.wait()
    with exclusive(second, wait=timedelta(seconds=10)):
        pass


def test_a_lock_whose_connection_broke_is_noticed(postgresql_database: Engine) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with exclusive(postgresql_database) as hold:
        hold.check()
        with postgresql_database.begin() as conn:
            conn.execute(text(f"{others} AND datname = current_database()"))
        with pytest.raises(DatabaseUnreachable):
            hold.check()
        with pytest.raises(DatabaseUnreachable, match="start mailvote again"):
            hold.check()


def test_installations_do_not_disturb_each_other(
    server: Server, database: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = make_engine(server.empty(tmp_path_factory.mktemp("other")))
    with exclusive(database), exclusive(other):
        pass
    other.dispose()
