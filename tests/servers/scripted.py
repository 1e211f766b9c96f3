"""A server that follows a script, line by line: for what no real server does on demand."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import BinaryIO, Self

LOOPBACK = "127.0.0.1"


class Conversation:
    """One connection as the script sees it."""

    def __init__(self, connection: socket.socket, over: Event) -> None:
        self._connection = connection
        self._lines: BinaryIO = connection.makefile("rb")
        self._over = over

    def say(self, *lines: str) -> None:
        """Send lines in one packet."""
        self.send("".join(f"{line}\r\n" for line in lines).encode())

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def hear(self) -> str:
        """The next line; EOFError when the other side has gone."""
        line = self._lines.readline()
        if not line:
            raise EOFError
        return line.decode().rstrip("\r\n")

    def hang(self) -> None:
        """Say nothing more until the test is over."""
        self._over.wait(30)


class ScriptedServer:
    """Plays `script(conversation, number)` for every connection, counted from 1."""

    def __init__(self, script: Callable[[Conversation, int], None]) -> None:
        self._script = script
        self._over = Event()
        self.connections = 0
        self._socket = socket.create_server((LOOPBACK, 0))
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._play, args=(connection, self.connections), daemon=True).start()

    def _play(self, connection: socket.socket, number: int) -> None:
        with connection:
            try:
                self._script(Conversation(connection, self._over), number)
            except (EOFError, OSError):
                return
            finally:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
