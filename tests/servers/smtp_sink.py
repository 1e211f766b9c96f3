"""An SMTP server that keeps what it is given and answers what it is told to answer."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailvote.config import SmtpSettings

LOOPBACK = "127.0.0.1"
USERNAME, PASSWORD = "ballots@selg.example", "p:ä ss"


@dataclass
class Answers:
    """What the sink says: to MAIL, per recipient to RCPT and at the end of the content; "drop" closes the line."""

    mail: str = ""
    recipients: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)
    pipelining: bool = True


class SmtpSink:
    """Started and stopped as a context; `received` holds (sender, recipient, content) in order of arrival."""

    def __init__(
        self,
        answers: Answers | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        login: bool = False,
        port: int = 0,
    ) -> None:
        self.received: list[tuple[str, str, bytes]] = []
        self.connections = 0
        self.answers = answers or Answers()
        self.port = port
        self._tls, self._starttls, self._login = tls, starttls, login
        self._open: set[SMTP] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp sink", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._call(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End it in good order; a second time does nothing."""
        if self._loop.is_closed():
            return
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def hang_up(self) -> None:
        """Close every connection, as a server does with idle ones."""
        self._call(self._hang_up())

    def settings(self, **changes: object) -> SmtpSettings:
        """Settings that reach this sink without TLS."""
        return smtp_settings(self.port, **({"username": USERNAME} if self._login else {}) | changes)

    def _call(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._connection, LOOPBACK, self.port, ssl=self._tls)

    def _connection(self) -> SMTP:
        self.connections += 1
        connection = SMTP(
            _Handler(self),
            hostname="sink.example",
            tls_context=self._starttls,
            require_starttls=self._starttls is not None,
            authenticator=_authenticate if self._login else None,
            auth_required=self._login,
            auth_require_tls=self._starttls is not None,
            auth_exclude_mechanism=["LOGIN"],
            loop=self._loop,
        )
        self._open.add(connection)
        return connection

    async def _hang_up(self) -> None:
        for connection in self._open:
            if connection.transport is not None:
                connection.transport.close()
        self._open.clear()

    async def _close(self) -> None:
        self._server.close()
        await self._hang_up()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=5)


class _Handler:
    """The names of its methods are aiosmtpd's."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        extra = ["250-PIPELINING"] if self._sink.answers.pipelining else []
        return [*responses[:-1], *extra, responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._sink.answers.mail:
            return self._said(server, self._sink.answers.mail)
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._sink.answers.recipients.get(address, "250 2.1.5 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self._said(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        answer = self._sink.answers.contents.get(recipient, "250 2.0.0 taken")
        if answer.startswith(("2", "drop")):
            content = bytes(envelope.original_content or b"")
            self._sink.received.append((envelope.mail_from or "", recipient, content))
        return self._said(server, answer)

    def _said(self, server: SMTP, answer: str) -> str:
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()
            raise ConnectionResetError
        return answer


def smtp_settings(port: int, **changes: object) -> SmtpSettings:
    """Settings that reach a port on loopback without TLS and login."""
    values: dict[str, object] = {
        "host": LOOPBACK,
        "port": port,
        "security": "none",
        "username": "",
        "password": PASSWORD,
        "timeout": 10.0,
    }
    return SmtpSettings.model_validate(values | changes)


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object) -> AuthResult:
    right = LoginPassword(USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=given == right, handled=False)
