"""Email addresses: reading one strictly from a header, and checking one that a person wrote in a form or roster."""

import re

import email_validator

MAX_ADDRESS = 254

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")
_FOUND = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,200}")
_ENCODED_WORD = "=?"


def plain_address(text: str) -> str | None:
    """The normalised form of one plain ASCII addr-spec, None for anything else (mail.md 3)."""
    local, at, domain = text.rpartition("@")
    if not at or not text.isascii() or len(text) > MAX_ADDRESS or _ENCODED_WORD in text:
        return None
    if len(local) > 64 or not _LOCAL.match(local) or not _is_domain(domain):
        return None
    return f"{local.lower()}@{domain.lower()}"


def valid_address(text: str) -> str:
    """The normalised form of an address that a person wrote; raises ValueError with a sentence for that person."""
    try:
        checked = email_validator.validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except email_validator.EmailNotValidError as error:
        raise ValueError(str(error)) from None
    address = plain_address(f"{checked.local_part}@{checked.ascii_domain}")
    if address is None:
        raise ValueError("The email address must be a plain one, such as jane.smith@example.org.")
    return address


def addresses_in(text: str) -> tuple[str, ...]:
    """Everything in a text that looks like an address, normalised, each once."""
    found = (plain_address(match.strip(".'")) for match in _FOUND.findall(text))
    return tuple(dict.fromkeys(address for address in found if address))


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) > 1 and all(_LABEL.match(label) for label in labels)
