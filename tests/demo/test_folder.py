"""The demo writes into a folder of its own and never over anybody else's files."""

import tempfile
from pathlib import Path

import pytest

from mailvote.demo.folder import MARK, earlier_declaration, prepare
from mailvote.errors import ConfigurationError


def test_a_new_folder_and_an_empty_one_are_taken(tmp_path: Path) -> None:
    assert prepare(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    (tmp_path / "empty").mkdir()
    prepare(tmp_path / "empty")
    assert (tmp_path / "empty" / MARK).is_file()


def test_without_a_name_it_is_a_new_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert prepare(None).parent == tmp_path
    assert prepare(None) != prepare(None)


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(ConfigurationError, match="is not empty; allowed") as refused:
        prepare(tmp_path)
    assert refused.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_the_folder_of_an_earlier_demo_is_used_again_and_foreign_files_in_it_stay(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "mails" / "001-in-a.eml").write_text("old")
    (tmp_path / "index.html").write_text("old")
    (tmp_path / earlier_declaration("SELG-2026-01")).write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    prepare(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [MARK, "mails", "notes.txt", "office"]


def test_a_link_in_place_of_a_folder_is_removed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("mine")
    out = prepare(tmp_path / "out")
    (out / "mails").rmdir()
    (out / "mails").symlink_to(tmp_path / "precious")
    prepare(out)
    assert (tmp_path / "precious" / "file").read_text() == "mine"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        prepare(tmp_path / "file")
