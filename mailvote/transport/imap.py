"""The mailbox over IMAP: one kept connection, capped batches, the server's own time of receipt."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from imapclient import DELETED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailvote.config import ImapSettings
from mailvote.errors import MailServerUnreachable
from mailvote.office.ports import FolderReport, Glimpse, MailboxReport, MessageUnreadable, Received
from mailvote.transport.fetching import LARGE, PIECE, WANTED, about, batches, body_in, fetch, received
from mailvote.transport.imaplogin import IMAP_FAILURES, connect, hang_up, in_our_words
from mailvote.transport.removal import SHOWN, bin_of, glimpse, refusals_of, remove, throw_away
from mailvote.transport.restraint import Restraint
from mailvote.transport.server import place, refuse_in_clear

log = logging.getLogger(__name__)

_NO_MAILBOX = frozenset({b"\\noselect", b"\\nonexistent"})

Answer = TypeVar("Answer")


class ImapMailbox:
    """A `Mailbox`; nothing that came from a message ever goes into a command, only numbers and settings."""

    def __init__(self, settings: ImapSettings, *, pause: float = 60.0) -> None:
        """`pause` is that of `Restraint`, in seconds."""
        refuse_in_clear(settings)
        self._settings = settings
        self._restraint = Restraint(pause)
        self._client: IMAPClient | None = None
        self._entered, self._is_readonly = "", True
        self._uidvalidity: dict[str, int] = {}
        self._bin = ""
        self._seen_folders: set[str] = set()
        self._missed_folders: set[str] = set()
        self._busy = Lock()
        self._closed = False

    def folders(self) -> tuple[str, ...]:
        """See `Mailbox.folders`; a mailbox without INBOX raises."""
        existing = self._ask(_list_folders)
        if "INBOX" not in existing:
            raise self._trouble("shows no INBOX; check that this is a mailbox")
        self._seen_folders.update(name for name in self._configured() if name in existing)
        self._miss({name for name in self._configured() if name not in existing})
        return tuple(name for name in self._configured() if name in self._seen_folders)

    def select(self, folder: str) -> int:
        """See `Mailbox.select`."""
        self._uidvalidity[folder] = self._ask(partial(self._enter, folder, True))
        return self._uidvalidity[folder]

    def waiting(self, folder: str, after: int) -> Iterator[tuple[Received, ...]]:
        """See `Mailbox.waiting`; a message that is removed meanwhile is left out, with a line in the log."""
        uids, large = self._ask(partial(self._search, folder, after))
        for group in batches(uids, large):
            found = self._read(folder, group)
            missing = next((uid for uid in group if uid not in found and self._lists(folder, uid)), None)
            good = tuple(found[uid] for uid in group if uid in found and (missing is None or uid < missing))
            if good:
                yield good
            if missing is not None:
                raise self._unreadable(folder, missing)

    def whole(self, folder: str, uid: int, limit: int) -> bytes | None:
        """See `Mailbox.whole`; it comes in pieces, so that the libraries never hold more than one of them."""
        content = bytearray()
        while len(content) <= limit:
            piece = self._piece(folder, uid, len(content))
            if piece is None:
                return None
            content += piece
            if len(piece) < PIECE:
                return bytes(content) if 0 < len(content) <= limit else None
        return None

    def file_away(self, folder: str, uids: Sequence[int]) -> None:
        """See `Mailbox.file_away`; without UIDPLUS and MOVE the originals stay, marked as deleted."""
        if uids:
            self._ask(partial(self._return_to, folder, False))
            self._tell(partial(self._file, folder, list(uids)))

    def every_folder(self) -> tuple[str, ...]:
        """See `Mailbox.every_folder`; Gmail's bin comes last, since what is deleted elsewhere is moved into it."""
        folders = self._ask(_list_folders)
        self._bin = self._ask(bin_of) if self._settings.provider == "gmail" else ""
        return (*(name for name in folders if name != self._bin), *filter(None, (self._bin,)))

    def look_through(self, folder: str) -> Iterator[tuple[Glimpse, ...]]:
        """See `Mailbox.look_through`."""
        self._uidvalidity[folder] = self._ask(partial(self._open_for_looking, folder))
        uids, _ = self._ask(partial(self._search, folder, 0))
        for group in batches(uids, frozenset()):
            yield self._glimpses(folder, group)

    def expunge(self, folder: str, uids: Sequence[int]) -> None:
        """See `Mailbox.expunge`."""
        if not uids:
            return
        self._ask(partial(self._open_for_deleting, folder))
        if self._bin and self._bin != folder:
            self._tell(lambda client: throw_away(client, folder, uids, self._bin))
        else:
            self._tell(lambda client: remove(client, folder, uids))

    def report(self) -> MailboxReport:
        """See `Mailbox.report`."""
        existing = self._ask(_list_folders)
        capabilities = self._tell(lambda client: frozenset(map(_text, client.capabilities())))
        swept = [name for name in self._configured() if name in existing]
        return MailboxReport(capabilities=capabilities, folders=existing, swept=tuple(map(self._report_on, swept)))

    def close(self) -> None:
        """See `Mailbox.close`."""
        self._closed = True
        client = self._client
        if client is not None and self._busy.acquire(blocking=False):
            with suppress(*IMAP_FAILURES):
                client.socket().settimeout(min(1.0, self._settings.timeout))
                client.logout()
            self._busy.release()
        if client is not None:
            hang_up(client)

    def _miss(self, missing: set[str]) -> None:
        """Say once of a folder that it is not there, not at every sweep."""
        for name in sorted(missing - self._missed_folders):
            if name in self._seen_folders:
                log.error("folder %s has vanished from %s", name, place(self._settings))
            else:
                log.warning("%s has no folder %s; it is not swept", place(self._settings), name)
        self._missed_folders = missing

    def _configured(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(_folder_name, self._settings.folders)))

    def _ask(self, question: Callable[[IMAPClient], Answer]) -> Answer:
        """Ask what may be asked twice: where the kept connection has died meanwhile, on a fresh one."""
        kept = self._client is not None
        try:
            return self._tell(question)
        except MailServerUnreachable:
            if not kept or self._closed:
                raise
            return self._tell(question)

    def _tell(self, command: Callable[[IMAPClient], Answer]) -> Answer:
        """Give a command on the kept connection or a new one; if anything goes wrong, the connection goes."""
        with self._busy, in_our_words(self._settings):
            try:
                return command(self._connected())
            except Exception:
                self._hang_up()
                raise

    def _connected(self) -> IMAPClient:
        if self._closed:
            raise self._trouble("was left: the mailbox has been closed")
        if self._client is None:
            with self._restraint.knocking():
                self._client = connect(self._settings)
        return self._client

    def _hang_up(self) -> None:
        client, self._client, self._entered = self._client, None, ""
        if client is not None:
            hang_up(client)

    def _enter(self, folder: str, readonly: bool, client: IMAPClient) -> int:
        self._entered = ""
        uidvalidity = int(client.select_folder(folder, readonly=readonly)[b"UIDVALIDITY"])
        self._entered, self._is_readonly = folder, readonly
        return uidvalidity

    def _return_to(self, folder: str, readonly: bool, client: IMAPClient) -> None:
        """Be in the folder as `select` found it; in one rebuilt since then the UIDs mean other messages.

        A folder that filing has opened for writing is read on as it is: opening it twice for every batch costs
        seconds where it is large, and BODY.PEEK marks nothing.
        """
        if self._entered != folder or (self._is_readonly and not readonly):
            self._check_uidvalidity(folder, self._enter(folder, readonly, client))

    def _check_uidvalidity(self, folder: str, uidvalidity: int) -> None:
        if self._uidvalidity.setdefault(folder, uidvalidity) != uidvalidity:
            raise self._trouble(f"has rebuilt folder {folder}; the next sweep reads it afresh")

    def _search(self, folder: str, after: int, client: IMAPClient) -> tuple[list[int], frozenset[int]]:
        """UIDs above `after`, ascending, and which of them are large. `n:*` always names the last message."""
        self._return_to(folder, True, client)
        above = ["UID", f"{after + 1}:*"]
        uids = sorted({uid for uid in client.search(above) if uid > after})
        return uids, frozenset(client.search([*above, "LARGER", str(LARGE)]) if uids else ())

    def _read(self, folder: str, uids: Sequence[int]) -> dict[int, Received]:
        """What the server gives out of these messages; what it leaves out, it is asked for alone, twice."""
        found = self._fetch(folder, uids)
        for uid in uids:
            if uid not in found:
                found |= self._fetch(folder, [uid]) or self._fetch(folder, [uid])
            if uid not in found and self._lists(folder, uid):
                break
        return found

    def _fetch(self, folder: str, uids: Sequence[int]) -> dict[int, Received]:
        """One FETCH; empty where the server says NO or hangs up over it, as it may over a damaged message."""
        self._tell(partial(self._return_to, folder, True))
        answers = self._tell(lambda client: fetch(client, uids, WANTED))
        if answers is None:
            self._hang_up()
            return {}
        uidvalidity = self._uidvalidity[folder]
        read = ((uid, received(folder, uidvalidity, uid, answers.get(uid))) for uid in uids)
        return {uid: message for uid, message in read if message is not None}

    def _piece(self, folder: str, uid: int, start: int) -> bytes | None:
        """What a message has from that byte on, as much as is asked for at once; None where it is not given out."""
        for _ in range(2):
            self._tell(partial(self._return_to, folder, True))
            answers = self._tell(lambda client: fetch(client, [uid], [f"BODY.PEEK[]<{start}.{PIECE}>"]))
            if answers is not None:
                return body_in(answers.get(uid))
            self._hang_up()
        log.warning("%s", self._unreadable(folder, uid))
        return None

    def _lists(self, folder: str, uid: int) -> bool:
        """Whether the folder still holds that message."""

        def search(client: IMAPClient) -> bool:
            self._return_to(folder, True, client)
            return uid in client.search(["UID", str(uid)])

        listed = self._ask(search)
        if not listed:
            log.warning("message %d of folder %s was removed before it could be read", uid, folder)
        return listed

    def _unreadable(self, folder: str, uid: int) -> MessageUnreadable:
        """The message is to blame only where the server still tells when it came; else it is the server."""
        self._tell(partial(self._return_to, folder, True))
        answers = self._tell(lambda client: fetch(client, [uid], ["INTERNALDATE"]))
        if answers is None:
            self._hang_up()
            raise self._trouble("hangs up whenever a message is fetched; it needs its administrator")
        return MessageUnreadable(folder, self._uidvalidity[folder], uid, about(answers.get(uid))[1])

    def _open_for_looking(self, folder: str, client: IMAPClient) -> int:
        with refusals_of(folder):
            return self._enter(folder, True, client)

    def _open_for_deleting(self, folder: str, client: IMAPClient) -> None:
        with refusals_of(folder):
            self._return_to(folder, False, client)

    def _glimpses(self, folder: str, uids: Sequence[int]) -> tuple[Glimpse, ...]:
        """What the server shows of these; what it leaves out, it is asked for alone, twice."""
        shown = self._show(folder, uids)
        for uid in uids:
            if uid not in shown:
                shown |= self._show(folder, [uid]) or self._show(folder, [uid])
        uidvalidity = self._uidvalidity[folder]
        return tuple(glimpse(folder, uidvalidity, uid, shown.get(uid)) for uid in uids)

    def _show(self, folder: str, uids: Sequence[int]) -> dict[int, Any]:
        self._tell(partial(self._return_to, folder, True))
        answers = self._tell(lambda client: fetch(client, uids, SHOWN))
        if answers is None:
            self._hang_up()
        return {uid: answer for uid, answer in (answers or {}).items() if uid in uids}

    def _file(self, folder: str, uids: list[int], client: IMAPClient) -> None:
        client.add_flags(uids, [SEEN], silent=True)
        archive = self._settings.archive
        if archive and archive != folder:
            _move(client, uids, archive)

    def _report_on(self, folder: str) -> FolderReport:
        def look(client: IMAPClient) -> FolderReport:
            self._enter(folder, True, client)
            uids = client.search(["UID", "*"])
            last = fetch(client, uids[-1:], ["INTERNALDATE"]) or {}
            return FolderReport(
                name=folder,
                last_uid=max(uids, default=0),
                newest_at=next((about(answer)[1] for answer in last.values()), None),
            )

        return self._tell(look)

    def _trouble(self, what: str) -> MailServerUnreachable:
        return MailServerUnreachable(f"{place(self._settings)} {what}")


def _move(client: IMAPClient, uids: list[int], archive: str) -> None:
    """MOVE, or else COPY and expunge exactly these; the archive is created at the first filing."""
    carry = client.move if client.has_capability("MOVE") else client.copy
    try:
        carry(uids, archive)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        if "TRYCREATE" not in str(error).upper():
            raise
        client.create_folder(archive)
        carry(uids, archive)
    if carry == client.copy:
        client.add_flags(uids, [DELETED], silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(uids)


def _list_folders(client: IMAPClient) -> tuple[str, ...]:
    """Every folder that can be opened, by its name in Unicode; imapclient reads modified UTF-7."""
    return tuple(
        _folder_name(name)
        for flags, _, name in client.list_folders()
        if not _NO_MAILBOX.intersection(map(bytes.lower, flags))
    )


def _folder_name(name: str) -> str:
    """INBOX alone is the same in any case (RFC 9051, 5.1)."""
    return "INBOX" if name.upper() == "INBOX" else name


def _text(capability: bytes) -> str:
    return capability.decode("ascii", "replace")
