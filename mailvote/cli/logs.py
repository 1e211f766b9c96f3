"""Where the log goes and in which form: standard error, as text or JSON, and never the chatter of a library."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

LIBRARIES = ("aiosmtplib", "alembic", "apscheduler", "asyncio", "imapclient", "sqlalchemy", "tzlocal", "urllib3")
"""At INFO or DEBUG these log SQL, or every line of IMAP, and with it votes: they are pinned at WARNING."""

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
"""Our own level without -v, with one, with two."""

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Utc(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Json(_Utc):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]
    """Ours, so that it is recognised and replaced when the log is set up again."""


def set_up(form: str, verbose: int) -> None:
    """Log in that form ("text" or "json"); each `-v` makes our own loggers say more."""
    handler = _Handler()
    handler.setFormatter(_Json() if form == "json" else _Utc(TEXT))
    root = logging.getLogger()
    for former in [former for former in root.handlers if isinstance(former, _Handler)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("mailvote").setLevel(LEVELS[min(verbose, len(LEVELS) - 1)])
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
