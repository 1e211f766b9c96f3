"""One logged-in SMTP connection, which hands over one letter at a time.

aiosmtplib connects, secures and logs in. The letters then go over its transport directly: the envelope can be sent
in one packet (RFC 2920), and it is known whether the content had left when the connection broke.
"""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from ssl import SSLError
from typing import cast

import aiosmtplib

from mailvote.config import SmtpSettings
from mailvote.errors import LoginRefused, MailServerUnreachable, OutOfReach
from mailvote.office.ports import Delivery, Disposition, Parcel
from mailvote.transport.server import cleaned, place, refuse_in_clear, tls_context, unreachable

_ADDRESS = re.compile(r"[!-;=?-~]{1,254}")
_REPLY = re.compile(rb"[2-5]\d\d(?=[ \-\r\n])")
_LINE_START = re.compile(rb"(?m)^\.")
_MOST_LINES = 100
_GO_ON, _CLOSING = 354, 421

_OUR_AFFAIR = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
"""Answers that speak of us (wrong sequence, log in first), whatever step they come at: no reason to refuse."""

_PATIENCE_AT_THE_END = 5
"""A server may think long about the whole letter (RFC 5321, 4.5.3.2.6); giving up early would send it twice."""

_HELLO = "[127.0.0.1]"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said, with its code."""

    code: int
    text: str

    def __str__(self) -> str:
        return cleaned(f"{self.code} {self.text}")


class LineBroken(Exception):
    """Open a new line; where `content_left` is true, the server may have the letter all the same."""

    def __init__(self, reason: str, *, content_left: bool) -> None:
        self.reason, self.content_left = reason, content_left
        super().__init__(reason)


class Line:
    """A connection that is logged in; `is_fresh` until it has been of use or has lain idle.

    What breaks a fresh line will break the next one too; another one may only have been left by the server.
    """

    def __init__(self, transport: asyncio.Transport, offers: frozenset[str], timeout: float) -> None:
        loop = asyncio.get_running_loop()
        self._reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(self._reader, loop=loop)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        self._writer = asyncio.StreamWriter(transport, protocol, self._reader, loop)
        self._timeout = timeout
        self._content_left = False
        self.offers = offers
        self.is_fresh = True

    @property
    def is_open(self) -> bool:
        """Whether we still hold the connection; the server may have left it without our knowing."""
        return not self._writer.is_closing()

    async def hand_over(self, parcel: Parcel) -> Delivery:
        """What the server says to one letter; raises LineBroken where it says nothing, or goodbye."""
        if not _ADDRESS.fullmatch(parcel.recipient):
            return _delivery(parcel, Disposition.REFUSED, "not sent: the address is not plain ASCII")
        problem, is_asked_for = await self._envelope(parcel)
        if is_asked_for:
            end = await self._content(parcel.content if problem is None else b"")
            problem = problem or (None if _is_good(end) else ("END", end))
        elif problem is not None:
            await self._reset()
        self.is_fresh = False
        return _verdict(parcel, problem)

    async def noop(self) -> None:
        """Raises LineBroken unless the server is there and well."""
        reply = await self._command(b"NOOP")
        if not _is_good(reply):
            raise LineBroken(str(reply), content_left=False)
        self.is_fresh = False

    async def quit(self) -> None:
        """Say goodbye; never raises."""
        with suppress(LineBroken):
            await self._command(b"QUIT")
        self.close()

    def close(self) -> None:
        """Drop the connection at once."""
        self._writer.close()

    async def _envelope(self, parcel: Parcel) -> tuple[tuple[str, Reply] | None, bool]:
        """The first step that went wrong, if any, and whether the server now waits for content."""
        self._content_left = False
        body = b" BODY=8BITMIME" if "8bitmime" in self.offers and not parcel.content.isascii() else b""
        sender, recipient = parcel.sender.encode("ascii"), parcel.recipient.encode("ascii")
        steps = {
            "MAIL": b"MAIL FROM:<%b>%b\r\n" % (sender, body),
            "RCPT": b"RCPT TO:<%b>\r\n" % recipient,
            "DATA": b"DATA\r\n",
        }
        if "pipelining" in self.offers:
            self._writer.write(b"".join(steps.values()))
            replies = {step: await self._reply() for step in steps}
        else:
            replies = {}
            for step, command in steps.items():
                replies[step] = await self._command(command.strip())
                if not _is_good(replies[step]):
                    break
        problem = next(((step, reply) for step, reply in replies.items() if not _is_good(reply)), None)
        return problem, "DATA" in replies and replies["DATA"].code == _GO_ON

    async def _content(self, content: bytes) -> Reply:
        """Send the bytes as they are but for the dots that SMTP wants doubled, and hear the verdict."""
        self._content_left = True
        end = b".\r\n" if content.endswith(b"\r\n") or not content else b"\r\n.\r\n"
        self._writer.write(_LINE_START.sub(b"..", content) + end)
        try:
            await self._writer.drain()
        except OSError:
            raise self._broken("the server closed the connection") from None
        return await self._reply(self._timeout * _PATIENCE_AT_THE_END)

    async def _reset(self) -> None:
        with suppress(LineBroken):
            if not _is_good(await self._command(b"RSET")):
                self.close()

    async def _command(self, command: bytes) -> Reply:
        self._writer.write(command + b"\r\n")
        return await self._reply()

    async def _reply(self, patience: float | None = None) -> Reply:
        try:
            async with asyncio.timeout(patience or self._timeout):
                reply = await self._read_reply()
        except TimeoutError:
            raise self._broken("the server did not answer in time") from None
        except (OSError, EOFError):
            raise self._broken("the server closed the connection") from None
        except ValueError:
            raise self._broken("the server's answer cannot be read") from None
        if reply.code == _CLOSING:
            raise self._broken(str(reply))
        return reply

    async def _read_reply(self) -> Reply:
        lines: list[bytes] = []
        while not lines or lines[-1][3:4] == b"-":
            line = await self._reader.readline()
            if not line.endswith(b"\n"):
                raise EOFError
            if not _REPLY.match(line) or len(lines) == _MOST_LINES:
                raise ValueError
            lines.append(line)
        return Reply(int(lines[-1][:3]), " ".join(line[4:].decode("utf-8", "replace") for line in lines))

    def _broken(self, reason: str) -> LineBroken:
        self.close()
        return LineBroken(reason, content_left=self._content_left)


async def open_line(settings: SmtpSettings) -> Line:
    """Connect, secure and log in; raises MailServerUnreachable or LoginRefused."""
    refuse_in_clear(settings)
    smtp = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.timeout,
        use_tls=settings.security == "tls",
        start_tls=False,
        tls_context=None if settings.security == "none" else tls_context(settings),
        local_hostname=_HELLO,
    )
    try:
        await smtp.connect()
        await smtp.ehlo()
        await _secure(smtp, settings)
        await _log_in(smtp, settings)
    except (aiosmtplib.SMTPException, OSError) as error:
        smtp.close()
        raise _failure(settings, error) from None
    except BaseException:
        smtp.close()
        raise
    return Line(cast("asyncio.Transport", smtp.transport), frozenset(smtp.esmtp_extensions), settings.timeout)


async def _secure(smtp: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
    """STARTTLS is required, never optional: aiosmtplib's default would send the password in clear."""
    if settings.security != "starttls":
        return
    if not smtp.supports_extension("starttls"):
        raise MailServerUnreachable(f"{place(settings)} offers no STARTTLS (nothing was sent); try security tls")
    await smtp.starttls()
    await smtp.ehlo()


async def _log_in(smtp: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
    if not settings.username:
        return
    if not smtp.supported_auth_methods:
        raise LoginRefused(f"{place(settings)} offers no login with a password; check port and security")
    await smtp.login(settings.username, settings.password)


def _failure(settings: SmtpSettings, error: aiosmtplib.SMTPException | OSError) -> OutOfReach:
    match error:
        case aiosmtplib.SMTPAuthenticationError() if error.code // 100 == 5:
            said = Reply(error.code, error.message)
            return LoginRefused(f"{place(settings)} refused the login of {settings.username}: {said}")
        case aiosmtplib.SMTPResponseException():
            return MailServerUnreachable(f"{place(settings)} said: {Reply(error.code, error.message)}")
        case aiosmtplib.SMTPTimeoutError():
            return unreachable(settings, TimeoutError())
        case SSLError():
            return unreachable(settings, error)
        case _:
            return unreachable(settings, error.__cause__ or ConnectionResetError())


def _is_good(reply: Reply) -> bool:
    return reply.code // 100 == 2 or reply.code == _GO_ON


def _verdict(parcel: Parcel, problem: tuple[str, Reply] | None) -> Delivery:
    """A refusal at MAIL is about us and passes; one of the recipient or the letter is for good."""
    if problem is None:
        return _delivery(parcel, Disposition.SENT)
    step, reply = problem
    for_good = reply.code // 100 == 5 and step != "MAIL" and reply.code not in _OUR_AFFAIR
    return _delivery(parcel, Disposition.REFUSED if for_good else Disposition.DELAYED, str(reply))


def _delivery(parcel: Parcel, disposition: Disposition, error: str = "") -> Delivery:
    return Delivery(parcel_id=parcel.id, disposition=disposition, error=error)
