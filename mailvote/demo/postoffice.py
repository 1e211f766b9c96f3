"""A mail server inside the process: an IMAP mailbox to read from, an SMTP server that keeps what it is given.

For the demo and for fast tests: on loopback, in memory, in a thread of its own with its own event loop.
"""

import asyncio
import logging
import threading
from argparse import Namespace
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

LOOPBACK = "127.0.0.1"
LARGEST = 64 * 1024 * 1024

_PATIENCE = 10.0
_MOMENT = 0.2

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the post office listens on 127.0.0.1."""

    imap: int
    smtp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter that the post office was given, with its envelope."""

    sender: str
    recipient: str
    content: bytes = field(repr=False)


class PostOffice:
    """One mailbox with its folders, and every letter sent; `start` and `stop` once each."""

    def __init__(self, username: str, password: str, *, folders: tuple[str, ...] = ("Junk",)) -> None:
        self.username, self.password = username, password
        self.outgoing: list[Posted] = []
        self.ports = Ports(imap=0, smtp=0)
        self._folders = folders
        self._mailboxes: MailboxSet | None = None
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="post office", daemon=True)

    def start(self) -> Ports:
        """Open both counters on free ports."""
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._thread.start()
        self.ports = self._call(self._open())
        return self.ports

    def append(self, message: bytes, received_at: datetime, folder: str = "INBOX") -> None:
        """Put a message into the mailbox as if it had been received at that (aware) time, future or past."""
        self._call(self._append(message, received_at, folder))

    def stop(self) -> None:
        """Close both counters and every connection."""
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def _call(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_PATIENCE)

    async def _open(self) -> Ports:
        imap = await self._open_imap()
        smtp = await self._loop.create_server(self._smtp_connection, LOOPBACK, 0)
        self._servers = [imap, smtp]
        return Ports(imap=_port(imap), smtp=_port(smtp))

    async def _open_imap(self) -> asyncio.Server:
        config = _config(self.username, self.password)
        config.apply_context()
        backend = DictBackend(Login(config), config)
        user = UserMetadata(config, self.username, password=self.password)
        await backend.login.demo_user_identity.set(user)
        async with backend.login.demo_user_identity.new_session() as session:
            self._mailboxes = session.mailbox_set
        for folder in self._folders:
            await self._mailboxes.add_mailbox(folder)
        connected = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        return await asyncio.start_server(connected, LOOPBACK, 0)

    def _smtp_connection(self) -> SMTP:
        return SMTP(_Counter(self.outgoing), hostname="post.office", data_size_limit=LARGEST, loop=self._loop)

    async def _append(self, message: bytes, received_at: datetime, folder: str) -> None:
        if self._mailboxes is None:
            raise RuntimeError("start the post office first")
        mailbox = await self._mailboxes.get_mailbox(folder)
        await mailbox.append(AppendMessage(message, received_at.astimezone(), frozenset()), recent=True)
        # pymap tells nobody whose IDLE begins a moment after the message came: tell once more.
        self._loop.call_later(_MOMENT, mailbox._updated.set)  # noqa: SLF001

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=1.0) if others else None


class _Counter:
    """Takes every letter and keeps it."""

    def __init__(self, outgoing: list[Posted]) -> None:
        self._outgoing = outgoing

    async def handle_EHLO(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = bytes(envelope.original_content or b"")
        for recipient in envelope.rcpt_tos:
            posted = Posted(sender=envelope.mail_from or "", recipient=recipient, content=content)
            self._outgoing.append(posted)
        return "250 2.0.0 taken"


def _config(username: str, password: str) -> Config:
    """pymap's settings: plain passwords on loopback, checked at once and in this thread."""
    return Config(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=LOOPBACK,
        port=0,
        tls_enabled=False,
        demo_data=False,
        demo_user=username,
        demo_password=password,
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
        invalid_user_sleep=0.0,
        reject_dnsbl=False,
        max_append_len=LARGEST,
    )


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])
