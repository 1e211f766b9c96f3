"""Codes that people and mail programs carry for us: letters without look-alikes, and words (Crockford)."""

import base64

from mailvote.rules.wordlist import WORDS

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TAG_LENGTH = 8

_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITE = str.maketrans(_RFC4648, ALPHABET)
_LOOK_ALIKES = str.maketrans("ILO", "110")
_DASHES = str.maketrans("", "", "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")


def crockford(data: bytes) -> str:
    """Bytes in Crockford's base 32, upper case, unpadded: 16 bytes make 26 characters."""
    return base64.b32encode(data).decode("ascii").rstrip("=").translate(_WRITE)


def read_crockford(text: str) -> str:
    """The code as we wrote it, from any case, with I, L and O for 1, 1 and 0, in groups; "" if it is none."""
    code = text.translate(_DASHES)
    if not code.isascii():
        return ""
    code = code.upper().translate(_LOOK_ALIKES)
    return code if set(code) <= set(ALPHABET) else ""


def token_tag(token: str) -> str:
    """The short form of a token that stands in a subject: `K4QM-7RTC`."""
    return f"{token[:4]}-{token[4:TAG_LENGTH]}"


def receipt_words(data: bytes) -> str:
    """A plain word for each byte, such as `amber-kettle-north-willow`: easy to compare and to read out."""
    return "-".join(WORDS[byte] for byte in data)
