"""A small IMAP server after a script: three messages, and for any command an answer that a test puts in its place."""

import re
from collections.abc import Callable, Mapping

from mailvote.config import ImapSettings
from tests.servers.scripted import LOOPBACK, Conversation, ScriptedServer

Say = Callable[[Conversation, str, str], None]
"""What happens at a command: the conversation, the tag and the whole line."""

CAPABILITIES = "IMAP4rev1 AUTH=PLAIN IDLE MOVE UIDPLUS"


def body(uid: int, *, text: str = "hello", date: str = "23-Nov-2026 12:00:00 +0000") -> str:
    """A whole and proper FETCH answer."""
    content = f"Subject: {uid}\r\n\r\n{text}"
    about = f'UID {uid} RFC822.SIZE {len(content)} INTERNALDATE "{date}"'
    return f"* {uid} FETCH ({about} BODY[]<0> {{{len(content)}}}\r\n{content})"


def wanted(line: str) -> list[int]:
    """The UIDs that a UID FETCH asks for."""
    return [int(number) for number in line.split()[3].split(",")]


def give(*uids: int) -> Say:
    """Answer a FETCH with those messages, whatever was asked for."""

    def say(conversation: Conversation, tag: str, line: str) -> None:
        conversation.say(*(body(uid) for uid in uids), f"{tag} OK done")

    return say


class ScriptedImap(ScriptedServer):
    """`special` maps the beginning of a command to what happens then; `heard` is every line after the login."""

    def __init__(self, special: Mapping[str, Say] | None = None, *, capabilities: str = CAPABILITIES) -> None:
        super().__init__(self._converse)
        self.special = dict(special or {})
        self.heard: list[str] = []
        self._capabilities = capabilities

    def settings(self, **changes: object) -> ImapSettings:
        values: dict[str, object] = {
            "host": LOOPBACK,
            "port": self.port,
            "security": "none",
            "username": "ballots",
            "password": "paper",
            "timeout": 5.0,
        }
        return ImapSettings.model_validate(values | changes)

    def _converse(self, conversation: Conversation, number: int) -> None:
        if "greeting" in self.special:
            self.special["greeting"](conversation, "*", "")
        conversation.say(f"* OK [CAPABILITY {self._capabilities}] ready")
        while True:
            line = conversation.hear()
            tag, _, command = line.partition(" ")
            self.heard.append(command)
            special = next((say for start, say in self.special.items() if command.startswith(start)), None)
            if special is not None:
                special(conversation, tag, line)
            else:
                self._obey(conversation, tag, command)

    def _obey(self, conversation: Conversation, tag: str, command: str) -> None:
        if command.startswith("AUTHENTICATE"):
            conversation.say("+ ")
            conversation.hear()
        elif command == "CAPABILITY":
            conversation.say(f"* CAPABILITY {self._capabilities}")
        elif command.startswith(("EXAMINE", "SELECT")):
            conversation.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] valid")
        elif command.startswith("LIST"):
            conversation.say('* LIST () "/" INBOX')
        elif command.startswith("UID SEARCH"):
            conversation.say("* SEARCH" + ("" if "LARGER" in command else " 1 2 3"))
        elif command.startswith("UID FETCH"):
            uids = re.findall(r"\d+", command.split()[2])
            conversation.say(*(body(int(uid)) for uid in uids))
        elif command == "LOGOUT":
            conversation.say("* BYE see you")
        conversation.say(f"{tag} OK done")
