"""Every failure that mailvote raises on purpose, each with the exit code of the command line.

    MailvoteError                      1  something was found wrong
    ├── ConfigurationError             2  settings, rule set, roster path, secret file: every mistake at once
    ├── UnknownName                    2  no such ballot, practice, organisation
    ├── InstallationBusy               3  another process holds the installation
    ├── Unforeseen                     1  a mistake of mailvote's own
    └── OutOfReach                     4  something that we depend on does not answer
        ├── MailServerUnreachable      4
        ├── DatabaseUnreachable        4
        │   └── DatabaseBusy           4  somebody else has a table open
        └── LoginRefused               4

A refusal that a person reads in a letter is a value, never one of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import ClassVar


class MailvoteError(Exception):
    """Read the sentence: it says what is wrong and what to do. Catch this to catch every error of ours."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a file: which file, which key, and the phrase that says what is wrong and allowed.

    `allowed` is the whole phrase, as in "unknown zone 'Londn'; allowed: an IANA name such as Europe/London".
    It never repeats the value of a secret.
    """

    where: str
    key: str
    allowed: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.key, self.allowed) if part)


class ConfigurationError(MailvoteError):
    """Correct every listed line and start again: one line per mistake with file, key and what is allowed."""

    exit_code = 2

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class UnknownName(MailvoteError):
    """Use a name that exists: the message gives the nearest known one. `what` is "ballot", "practice" ..."""

    exit_code = 2

    def __init__(self, what: str, name: str, nearest: str | None = None) -> None:
        self.what, self.name, self.nearest = what, name, nearest
        hint = f"; did you mean {nearest}?" if nearest else ""
        super().__init__(f"there is no {what} {name!r}{hint}")


class InstallationBusy(MailvoteError):
    """Another mailvote process works on this installation: wait for it or stop it, then try again."""

    exit_code = 3

    def __init__(self, pid: int | None = None) -> None:
        self.pid = pid
        who = f"another mailvote process (process {pid})" if pid else "another mailvote process"
        super().__init__(f"{who} holds this installation; stop it or wait for it, then try again")


class Unforeseen(MailvoteError):
    """Report it with its kind and place. Its own words stay out of the log: they may be those of a message."""

    def __init__(self, error: Exception) -> None:
        place = extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}, line {place.lineno}"
        super().__init__(f"{type(error).__name__} in {where}: please report this mistake of mailvote's own")
        self.__cause__ = error


class OutOfReach(MailvoteError):
    """Bring back what the sentence names; no vote is lost, the next tick does what this one could not."""

    exit_code = 4

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class MailServerUnreachable(OutOfReach):
    """Check host, port, security and the network; mailvote keeps trying with growing pauses."""


class DatabaseUnreachable(OutOfReach):
    """Check `[database] url` and that the server runs; put back a backup where a file is damaged."""


class DatabaseBusy(DatabaseUnreachable):
    """Wait until whoever reads a table that is to be built anew has done with it; the next tick tries again."""


class LoginRefused(OutOfReach):
    """Check user name and password of the mail server; the provider may have switched passwords off."""
