"""Take messages out of a folder for good, exactly those that are named, whatever kind of server it is (R23)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from imapclient import DELETED, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError
from imapclient.imapclient import TRASH

from mailvote.office.ports import FolderRefused, Glimpse
from mailvote.transport.fetching import about
from mailvote.transport.server import cleaned

HEAD = 16384
"""The most that is fetched of the two header fields of one message."""

SHOWN = ("RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[HEADER.FIELDS (FROM MESSAGE-ID)]<0.{HEAD}>")


def glimpse(folder: str, uidvalidity: int, uid: int, answer: Mapping[bytes, Any] | None) -> Glimpse:
    """What a FETCH of `SHOWN` says of a message; where it says nothing, its place alone."""
    size, received_at = about(answer)
    heads = (value for key, value in (answer or {}).items() if key.startswith(b"BODY[HEADER.FIELDS"))
    head = next(heads, None)
    return Glimpse(
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        received_at=received_at,
        size=size,
        head=head if isinstance(head, bytes) else b"",
    )


@contextmanager
def refusals_of(folder: str) -> Iterator[None]:
    """What the server says NO to, as our error; a connection that broke stays what it is."""
    try:
        yield
    except IMAPClientReadOnlyError:
        raise FolderRefused(folder, "may only be read, so nothing can be deleted in it") from None
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        raise FolderRefused(folder, f"is refused by the mail server: {cleaned(str(error))}") from None


def bin_of(client: IMAPClient) -> str:
    """Gmail's bin, whatever its name in the language of the account."""
    found = client.find_special_folder(TRASH)
    if not found:
        raise FolderRefused("Trash", "is not shown by Gmail; let its settings show the bin in IMAP")
    return str(found)


def throw_away(client: IMAPClient, folder: str, uids: Sequence[int], bin_: str) -> None:
    """With Gmail a message is gone only when it was deleted in the bin; elsewhere it would keep its other labels.

    Moved into the bin it has left every other folder, "All Mail" too.
    """
    carry = client.move if client.has_capability("MOVE") else client.copy
    with refusals_of(folder):
        carry(list(uids), bin_)
    _check(client, folder, uids)


def remove(client: IMAPClient, folder: str, uids: Sequence[int]) -> None:
    """Mark exactly these as deleted and expunge them, whatever others have marked in the folder."""
    with refusals_of(folder):
        client.add_flags(list(uids), [DELETED], silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(list(uids))
        else:
            _expunge_no_other(client, uids)
    _check(client, folder, uids)


def _expunge_no_other(client: IMAPClient, uids: Sequence[int]) -> None:
    """Without UIDPLUS an EXPUNGE takes all that is marked, so the marks of others are taken off for that moment.

    A crash in between leaves messages that somebody had marked; it never takes one.
    """
    others = sorted(set(client.search(["DELETED"])).difference(uids))
    if others:
        client.remove_flags(others, [DELETED], silent=True)
    client.expunge()
    if others:
        client.add_flags(others, [DELETED], silent=True)


def _check(client: IMAPClient, folder: str, uids: Sequence[int]) -> None:
    """A server may say OK and keep a message, as where the account lacks a right."""
    if set(client.search(["UID", ",".join(map(str, uids))])).intersection(uids):
        raise FolderRefused(folder, "keeps messages that were deleted in it")
