"""`mailvote db`: where the schema stands, up and down."""

from sqlalchemy import text

from mailvote.store.database import begin, current
from tests.cli.conftest import CommandLine


def head(mailvote: CommandLine) -> str:
    return current(mailvote.world.app.engine).head


def test_the_schema_is_at_the_newest_after_the_first_start(mailvote: CommandLine) -> None:
    assert mailvote("db", "current").stdout == f"{head(mailvote)} (the newest)\n"


def test_down_to_nothing_and_up_again(mailvote: CommandLine) -> None:
    down = mailvote.json("db", "downgrade", "base")
    assert down == {"current": None, "head": head(mailvote), "up_to_date": False}
    assert mailvote("db", "current").stdout == f"empty (the newest is {head(mailvote)})\n"
    up = mailvote.json("db", "upgrade")
    assert (up["current"], up["up_to_date"]) == (head(mailvote), True)


def test_an_unknown_revision_is_2(mailvote: CommandLine) -> None:
    assert "there is no revision 'strange'" in mailvote("db", "downgrade", "strange", exit_code=2).stderr


def test_a_schema_that_is_newer_is_refused_by_every_command(mailvote: CommandLine) -> None:
    with begin(mailvote.world.app.engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("db upgrade", "tick", "ballots", "run"):
        assert "newer" in mailvote(*command.split(), exit_code=2).stderr


def test_without_auto_upgrade_an_older_schema_is_2_until_it_is_brought_up(mailvote: CommandLine) -> None:
    text_ = (mailvote.folder / "mailvote.toml").read_text()
    mailvote.write(text_.replace("[service]", "auto_upgrade = false\n\n[service]"), "mailvote.toml")
    mailvote("db", "downgrade", "base")
    assert "mailvote db upgrade" in mailvote("ballots", exit_code=2).stderr
    mailvote("db", "upgrade")
    mailvote("ballots")
