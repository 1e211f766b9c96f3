"""The shape of the code: each third-party library has one home, and the pure packages touch nothing of the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mailvote"
PURE = ("rules", "mail", "reports")
FILES = sorted(PACKAGE.rglob("*.py"))

HOMES = {
    "aiosmtpd": ("demo",),
    "aiosmtplib": ("transport",),
    "alembic": ("store",),
    "apscheduler": ("scheduler",),
    "click": ("cli",),
    "cryptography": ("store",),
    "defusedxml": ("documents",),
    "email_validator": ("mail",),
    "flufl": ("mail",),
    "holidays": ("bankholidays",),
    "icalendar": ("reports",),
    "imapclient": ("transport",),
    "jinja2": ("mail",),
    "markdown_it": ("mail",),
    "markupsafe": ("mail",),
    "pydantic": ("config",),
    "pydantic_core": ("config",),
    "proxyprotocol": ("demo",),
    "pymap": ("demo",),
    "pypdf": ("documents",),
    "pysasl": ("demo",),
    "python_calamine": ("office/roster",),
    "reportlab": ("reports",),
    "rich": ("cli", "demo"),
    "selectolax": ("mail",),
    "sqlalchemy": ("store", "office", "app"),
}
"""Where a library may be imported. The office and the app name only SQLAlchemy's Connection and Engine."""

WORLD = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "sleep", "localtime"},
    "Path": {"cwd", "home"},
    "os": {"environ", "getenv", "open"},
}
READING = {"read_text", "read_bytes", "write_text", "write_bytes"}
FORBIDDEN_IN_PURE = {
    "os",
    "pathlib",
    "sqlite3",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib.request",
    "logging",
}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_in(file: Path, homes: tuple[str, ...]) -> bool:
    place = file.relative_to(PACKAGE).with_suffix("").as_posix()
    return any(place == home or place.startswith(f"{home}/") for home in homes)


def pure_files() -> list[Path]:
    return [file for file in FILES if is_in(file, PURE)]


def test_every_third_party_library_has_its_home() -> None:
    strangers = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in FILES
        for name in imports(file)
        if (library := name.partition(".")[0]) not in {"mailvote", "__future__", *sys.stdlib_module_names}
        and not is_in(file, HOMES.get(library, ()))
    }
    assert not strangers


def test_outside_the_store_sqlalchemy_lends_its_connection_alone() -> None:
    borrowed = {
        f"{file.relative_to(ROOT)}: {name.name}"
        for file in FILES
        if not is_in(file, ("store",))
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for name in node.names
        if name.name not in {"Connection", "Engine"}
    }
    assert not borrowed


def test_the_rules_need_the_standard_library_alone() -> None:
    assert not {
        name
        for file in FILES
        if is_in(file, ("rules",))
        for name in imports(file)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("mailvote.rules", "mailvote.errors"))
    }


def test_pure_packages_have_no_clock_no_files_and_no_sql() -> None:
    touched = {
        f"{file.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for file in pure_files()
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.Attribute) and _touches_the_world(node))
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"open", "print", "input"}
        )
    }
    named = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in pure_files()
        for name in imports(file)
        if name in FORBIDDEN_IN_PURE
    }
    assert not touched | named


def _touches_the_world(node: ast.Attribute) -> bool:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    return node.attr in WORLD.get(owner, ()) or node.attr in READING


def test_only_the_app_asks_the_clock() -> None:
    asked = {
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in FILES
        if not is_in(file, ("app", "demo", "transport", "scheduler"))
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"datetime.now", "date.today", "time.time"}
    }
    assert not asked


def test_every_module_says_in_its_first_sentence_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT)) for file in FILES if not ast.get_docstring(tree(file)) and file.read_text().strip()
    ]
    assert not silent


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3 + " ", "Not" + "ImplementedError()")
    left = [
        f"{file.relative_to(ROOT)}: {mark}"
        for file in FILES
        for mark in marks
        if mark in file.read_text(encoding="utf-8")
    ]
    assert not left


@pytest.mark.timeout(120)
def test_the_arrows_between_the_packages_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
