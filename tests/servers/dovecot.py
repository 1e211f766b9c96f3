"""Debian's Dovecot on loopback: a real IMAP server, run as an ordinary user even where the tests run as root."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

import pytest
import trustme

from mailvote.config import ImapSettings

LOOPBACK = "127.0.0.1"
PATIENCE = 20.0
USERNAME, PASSWORD = "ballots@selg.example", 'p"ä\\ss wörd'

_CONFIGURATION = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/run
log_path = /dev/stderr
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
disable_plaintext_auth = no
auth_failure_delay = 0 secs
mail_location = maildir:{home}/mail/%u
mail_max_userip_connections = 100
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    auto = create
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
ssl = {ssl}
{certificates}
"""


class Dovecot:
    """One server with its accounts; `deliver` puts mail into one of them, `kill` and `start` take it away and back."""

    def __init__(
        self,
        *,
        authority: trustme.CA | None = None,
        certificate_for: str = "localhost",
        accounts: Sequence[str] = (USERNAME,),
        more: str = "",
    ) -> None:
        """`more` is what its configuration ends with."""
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port, self.tls_port = free_port(), free_port()
        self._user = _unprivileged()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._log: list[str] = []
        certificates = self._certificates(authority, certificate_for) if authority else ""
        self._write("users", "".join(f"{account}:{{PLAIN}}{PASSWORD}::::::\n" for account in accounts))
        self._write("dovecot.conf", self._configuration(certificates) + more)
        (self.home / "mail").mkdir()
        self._hand_over(self.home)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self) -> None:
        """Start it on its ports and wait until it listens."""
        who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        self._process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(self.home / "dovecot.conf")],
            stderr=subprocess.PIPE,
            start_new_session=True,
            **(who if os.geteuid() == 0 else {}),
        )
        listening = Event()
        Thread(target=self._follow, args=(self._process, listening), daemon=True).start()
        if not listening.wait(PATIENCE) or self._process.poll() is not None:
            raise RuntimeError(f"Dovecot does not start:\n{self.log}")

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._end(signal.SIGKILL)

    @property
    def log(self) -> str:
        """What Dovecot has written to its log."""
        return "".join(self._log)

    def deliver(self, message: bytes, received_at: datetime, folder: str = "INBOX", *, account: str = USERNAME) -> Path:
        """Lay a message into the Maildir; its INTERNALDATE is `received_at`, even in the future."""
        number = next(self._numbers)
        name = f"{1_000_000_000 + number}.M{number}P1.tests"
        maildir = self.maildir(folder, account=account)
        if not (maildir / "new").is_dir():
            self._make_maildir(maildir)
        written = maildir / "tmp" / name
        written.write_bytes(message)
        self._hand_over(written)
        os.utime(written, (received_at.timestamp(), received_at.timestamp()))
        arrived = maildir / "new" / name
        written.rename(arrived)
        return arrived

    def maildir(self, folder: str = "INBOX", *, account: str = USERNAME) -> Path:
        """Where a folder lies on disk."""
        root = self.home / "mail" / account
        return root if folder == "INBOX" else root / f".{folder}"

    def settings(self, **changes: object) -> ImapSettings:
        """Settings that reach this server without TLS."""
        values: dict[str, object] = {
            "host": LOOPBACK,
            "port": self.port,
            "security": "none",
            "username": USERNAME,
            "password": PASSWORD,
            "folders": ("INBOX", "Junk"),
            "timeout": PATIENCE,
        }
        return ImapSettings.model_validate(values | changes)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _follow(self, process: subprocess.Popen[bytes], listening: Event) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self._log.append(line.decode("utf-8", "replace"))
            if b"starting up for" in line:
                listening.set()
        listening.set()

    def _make_maildir(self, maildir: Path) -> None:
        for part in ("tmp", "new", "cur"):
            (maildir / part).mkdir(parents=True, exist_ok=True)
        self._hand_over(self.home / "mail")

    def _configuration(self, certificates: str) -> str:
        return _CONFIGURATION.format(
            home=self.home,
            user=self._user.pw_name,
            group=grp.getgrgid(self._user.pw_gid).gr_name,
            uid=self._user.pw_uid,
            gid=self._user.pw_gid,
            port=self.port,
            tls_port=self.tls_port,
            ssl="yes" if certificates else "no",
            certificates=certificates,
        )

    def _certificates(self, authority: trustme.CA, name: str) -> str:
        issued = authority.issue_cert(name)
        issued.private_key_and_cert_chain_pem.write_to_path(self.home / "server.pem")
        return f"ssl_cert = <{self.home}/server.pem\nssl_key = <{self.home}/server.pem"

    def _write(self, name: str, text: str) -> None:
        (self.home / name).write_text(text, encoding="utf-8")

    def _hand_over(self, path: Path) -> None:
        """What root has written belongs to the user that Dovecot runs as."""
        if os.geteuid() == 0:
            for thing in (path, *path.rglob("*")):
                os.lchown(thing, self._user.pw_uid, self._user.pw_gid)


@contextmanager
def running_dovecot(**options: object) -> Iterator[Dovecot]:
    """A started Dovecot; without one installed the test is skipped, or fails where CI_REQUIRE_SERVERS=1."""
    if not Path("/usr/sbin/dovecot").exists():
        message = "Dovecot is not installed (apt-get install dovecot-imapd)"
        if os.environ.get("CI_REQUIRE_SERVERS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with Dovecot(**options) as server:  # type: ignore[arg-type]
        yield server


def free_port() -> int:
    """A port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
