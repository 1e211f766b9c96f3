"""What is shown: tables and colours on a terminal only, lines with tabs elsewhere, and nothing that steers a terminal."""

import logging

import pytest

from mailvote.cli import logs, output
from mailvote.cli.output import Mark

ROWS = [("SELG-2026-01", "open"), ("SELG-2026-02", "closed")]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch


def test_a_file_or_pipe_gets_plain_lines_with_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("reference", "stage"), ROWS, nothing="none")
    assert capsys.readouterr().out == "SELG-2026-01\topen\nSELG-2026-02\tclosed\n"


def test_a_terminal_gets_a_table_with_headings(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.table(("reference", "stage"), ROWS, nothing="none")
    shown = capsys.readouterr().out
    assert "\x1b[1m" in shown
    assert "reference" in shown


def test_no_color_is_honoured(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.setenv("NO_COLOR", "1")
    output.refuse("no")
    output.verdicts([(Mark.PROBLEM, "imap", "refused")])
    shown = capsys.readouterr()
    assert "\x1b[3" not in shown.out + shown.err


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("reference",), [], nothing="There is no ballot yet.")
    assert capsys.readouterr().out == "There is no ballot yet.\n"


@pytest.mark.parametrize("hostile", ["\x1b[2Jgone", "bell\x07", "right\u202eleft", "two\rone"])
def test_nothing_shown_can_steer_the_terminal(hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.say(hostile)
    output.warn(hostile)
    output.table(("title",), [(hostile,)], nothing="")
    output.verdicts([(Mark.OK, "name", hostile)])
    shown = capsys.readouterr()
    assert not set("\x1b\x07\u202e\r") & set(shown.out + shown.err)


def test_square_brackets_are_letters(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("title",), [("[red]Director[/red] :smile:",)], nothing="")
    assert "[red]Director[/red] :smile:" in capsys.readouterr().out


def test_the_log_is_lines_of_json_where_the_settings_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json", 1)
    logging.getLogger("mailvote.test").info("message %s", 7)
    logging.getLogger("mailvote.test").debug("unseen")
    assert '"level": "info", "logger": "mailvote.test", "message": "message 7"}' in capsys.readouterr().err


def test_a_failure_is_in_the_log_with_where_it_happened(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json", 0)
    try:
        raise LookupError("no ballot 7")
    except LookupError:
        logging.getLogger("mailvote.test").exception("failed")
    assert "LookupError: no ballot 7" in capsys.readouterr().err


@pytest.mark.parametrize(("verbose", "level"), [(0, logging.WARNING), (1, logging.INFO), (2, logging.DEBUG), (5, 10)])
def test_v_makes_our_own_loggers_say_more(verbose: int, level: int) -> None:
    logs.set_up("text", verbose)
    assert logging.getLogger("mailvote").level == level


@pytest.mark.parametrize("library", ["imapclient.imaplib", "sqlalchemy.engine", "aiosmtplib", "apscheduler.scheduler"])
def test_trust_no_library_logs_a_line_of_mail_however_often_v_is_given(library: str) -> None:
    logs.set_up("text", 9)
    assert not logging.getLogger(library).isEnabledFor(logging.INFO)


def test_setting_up_the_log_again_says_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("text", 0)
    logs.set_up("text", 0)
    logging.getLogger("mailvote.test").warning("once")
    assert capsys.readouterr().err.count("once") == 1
