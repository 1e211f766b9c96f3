"""Keys and what they seal: the installation's key file, one random key per ballot, tokens and letter ids.

The key file holds 32 random bytes, from which HKDF derives a key for each purpose: one wraps the keys of
ballots and organisations, others make tokens and letter ids. A ballot's rows are sealed by AES-256-GCM under
its own key, kept wrapped in the database; forgetting that destroys whatever was sealed with it (trust.md 3).
"""

import os
import secrets as randomness
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mailvote.errors import ConfigurationError, MailvoteError, Mistake
from mailvote.rules.codes import crockford

KEY_BYTES = 32
NONCE_BYTES = 12
TOKEN_BYTES = 16

ContentKey = NewType("ContentKey", str)
"""A keyed fingerprint of a message. A plain hash gives a short vote away to anyone who tries every answer."""


class SealBroken(MailvoteError):
    """Bring back the key file that this database was made with, or a backup: a sealed row was changed."""

    def __init__(self) -> None:
        super().__init__("a sealed record cannot be opened: another key file, or the record was changed")


class KeyDestroyed(MailvoteError):
    """The votes of this ballot are destroyed (R23); what was sealed with its key is gone for good."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference}: its key is destroyed, and its votes and messages with it")


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens under one key. `context` names row and column: nothing sealed fits another place."""

    _key: bytes = field(repr=False)

    def seal(self, data: bytes, context: bytes, *, block: int = 4096) -> bytes:
        """Nonce and ciphertext; the length tells no more than how many blocks of this size the data fills."""
        nonce = randomness.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, _padded(data, block), context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The data as it was sealed; SealBroken under another key or context, or after any change."""
        try:
            padded = AESGCM(self._key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
        except InvalidTag:
            raise SealBroken from None
        return padded[4 : 4 + int.from_bytes(padded[:4])]

    def fingerprint(self, data: bytes) -> ContentKey:
        """The content key of a message: the same for the same data, and of no use without our key."""
        return ContentKey(_mac(_derived(self._key, "fingerprint"), data).hex())


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is derived from the key file. A wrapped key opens only for the owner it was made for."""

    _wrapping: bytes = field(repr=False)
    _tokens: bytes = field(repr=False)
    _letters: bytes = field(repr=False)

    @classmethod
    def derived_from(cls, key: bytes) -> "Secrets":
        return cls(_derived(key, "wrapping"), _derived(key, "tokens"), _derived(key, "letters"))

    def token(self, ballot_id: int, member_id: int, person_id: int) -> str:
        """What shows that a reply answers this paper of this person: 128 bits, 26 characters of Crockford."""
        return crockford(_mac(self._tokens, bind(ballot_id, member_id, person_id))[:TOKEN_BYTES])

    def letter_id(
        self,
        purpose: str,
        ballot: int | None,
        member: int | None,
        person: int | None,
        sequence: int | str,
    ) -> str:
        """The part before the @ of a letter's Message-ID: the same whenever the same letter is composed."""
        return crockford(_mac(self._letters, bind(purpose, ballot, member, person, sequence))[:TOKEN_BYTES])

    def new_key(self, owner: str) -> bytes:
        """A fresh random key, wrapped for its owner."""
        nonce = randomness.token_bytes(NONCE_BYTES)
        key = randomness.token_bytes(KEY_BYTES)
        return nonce + AESGCM(self._wrapping).encrypt(nonce, key, bind("key", owner))

    def sealer(self, wrapped: bytes, owner: str) -> Sealer:
        """The sealer with a wrapped key; SealBroken under another key file, or when it is another owner's."""
        nonce, key = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return Sealer(AESGCM(self._wrapping).decrypt(nonce, key, bind("key", owner)))
        except InvalidTag:
            raise SealBroken from None


def bind(*parts: int | str | None) -> bytes:
    """The parts as one context: distinct parts always give distinct bytes."""
    texts = ("-" if part is None else f"{type(part).__name__[0]}{len(str(part))}:{part}" for part in parts)
    return "".join(texts).encode("utf-8", "surrogatepass")


def load_key_file(path: Path, *, create: bool) -> Secrets:
    """The secrets of a key file; `create` makes a missing one (first start, empty database).

    ConfigurationError when it is missing otherwise, open to group or others, or not a key.
    """
    if create and not path.exists():
        _write_new(path, randomness.token_bytes(KEY_BYTES))
    try:
        mode, key = _read(path)
    except OSError as error:
        raise _refused(path, f"cannot be read ({error.strerror}); bring back the key file of this database") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise _refused(path, f"mode {mode:04o} lets group or others read it; allowed: 0600 (chmod 600 {path})")
    if len(key) != KEY_BYTES:
        raise _refused(path, f"is not a key file: it has {len(key)} bytes; allowed: exactly {KEY_BYTES}")
    return Secrets.derived_from(key)


def _read(path: Path) -> tuple[int, bytes]:
    with path.open("rb") as file:
        return stat.S_IMODE(os.fstat(file.fileno()).st_mode), file.read(KEY_BYTES + 1)


def _write_new(path: Path, key: bytes) -> None:
    """Written beside its place and linked into it, so that a crash leaves a whole key file or none."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
        _sync_folder(path.parent)
    except FileExistsError:
        return
    except OSError as error:
        raise _refused(path, f"cannot be created ({error.strerror}); allowed: a folder mailvote may write") from None
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError([Mistake(str(path), "service.key_file", why)])


def _derived(key: bytes, purpose: str) -> bytes:
    info = f"mailvote {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def _mac(key: bytes, data: bytes) -> bytes:
    mac = HMAC(key, SHA256())
    mac.update(data)
    return mac.finalize()


def _padded(data: bytes, block: int) -> bytes:
    framed = len(data).to_bytes(4) + data
    return framed + bytes(-len(framed) % block)
