"""One logged-in IMAP connection, and every way it can fail in our own words."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from imaplib import IMAP4

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from mailvote.config import ImapSettings
from mailvote.errors import LoginRefused, MailServerUnreachable, MailvoteError
from mailvote.transport.server import cleaned, place, refuse_in_clear, tls_context, unreachable

_NOT_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b", re.IGNORECASE)
_NO_WORDS = re.compile(r"socket error|unexpected (response|tagged)|=>|EOF", re.IGNORECASE)

# Whatever a server sends may come out of the libraries as any of these.
IMAP_FAILURES = (IMAPClientError, OSError, EOFError, ValueError, LookupError, TypeError, AttributeError)


def connect(settings: ImapSettings) -> IMAPClient:
    """A connection that is logged in, over TLS; raises MailServerUnreachable or LoginRefused."""
    refuse_in_clear(settings)
    with in_our_words(settings):
        client = _dial(settings)
        try:
            _secure(client, settings)
            _log_in(client, settings)
        except BaseException:
            hang_up(client)
            raise
        return client


def hang_up(client: IMAPClient) -> None:
    """Close the socket without a word; never raises, and wakes a thread that waits on it."""
    with suppress(*IMAP_FAILURES):
        client.socket().shutdown(socket.SHUT_RDWR)
    with suppress(*IMAP_FAILURES):
        client.shutdown()


@contextmanager
def in_our_words(settings: ImapSettings) -> Iterator[None]:
    """Turn what imapclient, imaplib and the network raise into our errors, without a word of any message."""
    try:
        yield
    except MailvoteError:
        raise
    except LoginError as error:
        raise _refusal(settings, error) from None
    except CapabilityError:
        raise MailServerUnreachable(f"{place(settings)} lacks what is needed here") from None
    except IMAPClientError as error:
        raise _complaint(settings, error) from None
    except IMAP_FAILURES as error:
        raise unreachable(settings, error) from None


def _dial(settings: ImapSettings) -> IMAPClient:
    tls = settings.security == "tls"
    context = tls_context(settings) if tls else None
    client = IMAPClient(settings.host, settings.port, ssl=tls, ssl_context=context, timeout=settings.timeout)
    # imapclient sets imaplib's level to 5, which formats every literal and shows votes to DEBUG logs.
    client._imap.debug = 0  # noqa: SLF001
    client.normalise_times = False
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def _secure(client: IMAPClient, settings: ImapSettings) -> None:
    if settings.security != "starttls":
        return
    if not client.has_capability("STARTTLS"):
        raise MailServerUnreachable(f"{place(settings)} offers no STARTTLS; no password was sent. Use security = tls")
    client.starttls(tls_context(settings))


def _log_in(client: IMAPClient, settings: ImapSettings) -> None:
    """SASL PLAIN takes any characters; LOGIN is for servers that do not offer it."""
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(settings.username, settings.password)
    else:
        client.login(settings.username, settings.password)


def _refusal(settings: ImapSettings, error: LoginError) -> MailvoteError:
    """imapclient calls every failure during login a LoginError, a broken connection included."""
    cause = error.__context__
    if isinstance(cause, IMAP4.abort):
        return _complaint(settings, cause)
    said = _said(error)
    if _NOT_NOW.search(said):
        return MailServerUnreachable(f"{place(settings)} takes no logins at the moment: {said}")
    return LoginRefused(f"{place(settings)} refused the login of {settings.username}: {said}")


def _complaint(settings: ImapSettings, error: IMAPClientError) -> MailServerUnreachable:
    """A NO, BAD or BYE in the server's own words; a protocol error may quote a message: not repeated."""
    said = _said(error)
    if isinstance(error, ProtocolError):
        return unreachable(settings, error)
    if not said or _NO_WORDS.search(said):
        return unreachable(settings, EOFError())
    return MailServerUnreachable(f"{place(settings)} said: {said}")


def _said(error: BaseException) -> str:
    return cleaned(re.sub(r"""\bb(['"])(.*)\1""", r"\2", str(error)))
