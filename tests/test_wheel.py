"""The wheel: installed away from the source tree, it finds its migrations, rule sets and letters."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOOK = """
from pathlib import Path
import mailvote
from mailvote.resources import resource, rule_sets
package = Path(mailvote.__file__).parent
assert not package.is_relative_to({root!r}), package
for name in ("migrations", "organisations", "rulesets", "mailvote.example.toml"):
    assert resource(name).is_relative_to(package), name
assert rule_sets()["election"].rules.window.working_days == 5
from mailvote.store.database import make_engine
from mailvote.store.schema import current, upgrade
engine = make_engine("sqlite:///mailvote.db")
upgrade(engine)
print("at home")
"""


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("mailvote-*.whl")
    return built


def test_everything_that_is_read_at_run_time_ships_in_the_wheel(wheel: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())
    tree = {
        *(f"mailvote/migrations/{file.relative_to(ROOT / 'migrations')}" for file in _files(ROOT / "migrations")),
        *(f"mailvote/rulesets/{file.name}" for file in (ROOT / "config/rulesets").glob("*.toml")),
        *(str(file.relative_to(ROOT)) for file in _files(ROOT / "mailvote")),
        "mailvote/organisations/selg/roster.csv",
        "mailvote/mailvote.example.toml",
    }
    assert not tree - shipped


def test_the_wheel_works_outside_the_tree(wheel: Path, tmp_path: Path) -> None:
    """Its own code from the wheel, its dependencies from this environment: nothing is fetched."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    look = f"import sys; sys.path[:] = [{str(site)!r}, *(p for p in sys.path if {str(ROOT)!r} != p)]\n"
    assert run(sys.executable, "-I", "-c", look + LOOK.format(root=str(ROOT)), cwd=tmp_path) == "at home\n"


@pytest.mark.wheel
@pytest.mark.timeout(600)
def test_the_installed_command_answers_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv/bin/python"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    assert run(python, "-c", LOOK.format(root=str(ROOT)), cwd=tmp_path) == "at home\n"
    assert "mailvote" in run(tmp_path / "venv/bin/mailvote", "--help", cwd=tmp_path)


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
