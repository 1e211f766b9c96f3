"""Whether a person wrote a message at all, decided from its headers before its body is read (mail.md 2)."""

from collections.abc import Callable

from mailvote.mail.addresses import addresses_in
from mailvote.mail.message import Incoming

_REPORTS = {
    "multipart/report": "bounce",
    "message/delivery-status": "bounce",
    "message/disposition-notification": "receipt",
}
_REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from")
_EXCHANGE_RULE = "x-ms-exchange-inbox-rules-loop"
_EXCHANGE_GENERATED = "x-ms-exchange-generated-message-source"
_MACHINES = frozenset(
    {"mailer-daemon", "postmaster", "post_master", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply",
     "do_not_reply"}
)  # fmt: skip
_ABSENCE = (
    "automatic reply",
    "auto reply:",
    "auto-reply:",
    "autoreply:",
    "out of office",
    "out-of-office",
    "automatische antwort",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
    "automatiskt svar",
    "ateb awtomatig",
)
_BOUNCE = (
    "undeliverable:",
    "undelivered mail returned to sender",
    "undeliverable mail",
    "delivery status",
    "mail delivery failed",
    "mail delivery system",
    "delivery failure",
    "failure notice",
    "returned mail:",
    "warning: message delayed",
    "message delivery failure",
)
_RECALL = ("recall:", "message recall")
_CALENDAR = ("accepted:", "declined:", "tentative:", "tentatively accepted:", "new time proposed:")

Sign = Callable[[Incoming, frozenset[str]], bool]


def automatic_reason(incoming: Incoming, own: frozenset[str]) -> str | None:
    """The name of the first sign that no person wrote this, as the journal shows it; `own` are our addresses."""
    return next((name for name, sign in SIGNS if sign(incoming, own)), None)


def sent_in_bulk(incoming: Incoming) -> bool:
    """Whether `Precedence: bulk` or `list` stands on it: from a registered voter such a message is held."""
    return any(value.strip().casefold() in ("bulk", "list") for value in incoming.values("precedence"))


def _auto_submitted(incoming: Incoming, own: frozenset[str]) -> bool:
    values = incoming.values("auto-submitted")
    return any(value.partition(";")[0].partition("(")[0].strip().casefold() != "no" for value in values)


def _null_return_path(incoming: Incoming, own: frozenset[str]) -> bool:
    return any(value.replace(" ", "") == "<>" for value in incoming.values("return-path")[:1])


def _report(kind: str) -> Sign:
    def sign(incoming: Incoming, own: frozenset[str]) -> bool:
        return any(_REPORTS.get(_media_type(value)) == kind for value in incoming.values("content-type"))

    return sign


def _has(*names: str) -> Sign:
    def sign(incoming: Incoming, own: frozenset[str]) -> bool:
        return any(incoming.values(name) for name in names)

    return sign


def _subject(*beginnings: str) -> Sign:
    def sign(incoming: Incoming, own: frozenset[str]) -> bool:
        return incoming.subject.strip().casefold().startswith(beginnings)

    return sign


def _list(incoming: Incoming, own: frozenset[str]) -> bool:
    return any(name.startswith(("list-", "x-mlserver")) for name, _ in incoming.headers)


def _precedence(incoming: Incoming, own: frozenset[str]) -> bool:
    values = incoming.values("precedence")
    return any(value.strip().casefold().replace("-", "_") in ("junk", "auto_reply") for value in values)


def _machine(incoming: Incoming, own: frozenset[str]) -> bool:
    if any(value.replace(" ", "") == "<>" for value in incoming.values("from")):
        return True
    return any(address.partition("@")[0].partition("+")[0] in _MACHINES for address in _from(incoming))


def _ourselves(incoming: Incoming, own: frozenset[str]) -> bool:
    return any(_without_plus(address) in own for address in _from(incoming))


def _calendar(incoming: Incoming, own: frozenset[str]) -> bool:
    if any(_media_type(value) == "text/calendar" for value in incoming.values("content-type")):
        return True
    carried = any(attachment.content_type == "text/calendar" for attachment in incoming.attachments)
    return carried and _subject(*_CALENDAR)(incoming, own)


SIGNS: tuple[tuple[str, Sign], ...] = (
    ("ourselves", _ourselves),
    ("bounce", _report("bounce")),
    ("receipt", _report("receipt")),
    ("bounce", _has("x-failed-recipients")),
    ("bounce", _subject(*_BOUNCE)),
    ("auto-submitted", _auto_submitted),
    ("null-return-path", _null_return_path),
    ("list", _list),
    ("precedence", _precedence),
    ("autoreply", _has(*_REPLY_HEADERS)),
    ("loop", _has("x-loop")),
    ("inbox-rule", _has(_EXCHANGE_RULE)),
    ("exchange", _has(_EXCHANGE_GENERATED)),
    ("mailer", _machine),
    ("calendar", _calendar),
    ("absence", _subject(*_ABSENCE)),
    ("recall", _subject(*_RECALL)),
)
"""Every sign with its name; the first that shows decides, so that a bounce is called one whatever else it bears."""


def _media_type(value: str) -> str:
    return value.partition(";")[0].strip().casefold()


def _from(incoming: Incoming) -> tuple[str, ...]:
    return tuple(address for value in incoming.values("from") for address in addresses_in(value))


def _without_plus(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}"
