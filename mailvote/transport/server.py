"""What reading and sending have in common: TLS or a refusal, and a server's words made fit for one line."""

import re
import socket
import ssl

from mailvote.config import ImapSettings, SmtpSettings
from mailvote.config.readers import is_loopback
from mailvote.errors import ConfigurationError, MailServerUnreachable, Mistake

_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST = 200

Server = ImapSettings | SmtpSettings


def cleaned(text: str) -> str:
    """A server's answer on one line of at most 200 printable characters."""
    line = _UNPRINTABLE.sub(" ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def place(settings: Server) -> str:
    """The server as an operator knows it."""
    return f"{settings.host}:{settings.port}"


def refuse_in_clear(settings: Server) -> None:
    """Passwords and votes cross a network only under TLS (trust.md 4), however the settings came about."""
    if settings.security == "none" and not is_loopback(settings.host):
        raise ConfigurationError([Mistake("", "security", "'none' is allowed on loopback only: tls or starttls")])


def tls_context(settings: Server) -> ssl.SSLContext:
    """Certificate and host name are checked, against the settings' own authorities where they name any."""
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError):
        mistake = Mistake("", "ca_file", f"{settings.ca_file} is no file of certificates (PEM)")
        raise ConfigurationError([mistake]) from None


def unreachable(settings: Server, error: BaseException) -> MailServerUnreachable:
    """The failure of a connection as a sentence that says what to look at."""
    return MailServerUnreachable(f"{place(settings)} {_sentence(settings, error)}")


def _sentence(settings: Server, error: BaseException) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            reason = cleaned(error.verify_message)
            return f"shows a certificate that cannot be trusted ({reason}); check the host name, or set ca_file"
        case ssl.SSLError():
            return "does not speak TLS here; check port and security"
        case TimeoutError():
            return f"did not answer within {settings.timeout:g} s; check host, port and the network"
        case socket.gaierror():
            return "is no known name; check host and the network"
        case ConnectionRefusedError():
            return "accepts no connections; check port, and whether the server runs"
        case OSError() | EOFError():
            return "closed the connection; it may be restarting"
        case _:
            return "answered something that cannot be read; check that this is the right kind of server"
