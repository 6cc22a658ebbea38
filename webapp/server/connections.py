"""What a connection may take: some time for a request, some for an answer, and its turn.

Waitress reads and sends in one thread and answers in others. A thread waits for a client that does
not read, once 16 MB lie ready for it, so that few such clients would stop a worker; who asks much
at once and reads none of it has as many answers made, which lie in memory; and a byte now and then
keeps a connection open for ever. waitress documents few of the names that are used here; a
test holds its version to them (docs/decisions/0015-kept-libraries.md).
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

from webapp.middleware.allowance import client_of
from webapp.server.watching import Watched

try:
    import fcntl
    import termios
except ImportError:  # what was handed to the system counts as taken
    fcntl = termios = None  # type: ignore[assignment]

PATIENCE = 30.0
"""Seconds for a whole request, after a client connected or took its last answer."""
MIN_TAKEN = 120_000
"""Bytes of an answer that a client has to take in as many seconds."""
MAX_CONNECTIONS = 1000
"""Of a worker."""
MAX_OF_A_CLIENT = 100
"""Connections of one client to a worker; the next takes the place of one that asks nothing."""

MAX_WAITING = 4096
"""Connections that the system keeps until they are accepted; it may keep fewer. One more is tried
again by its client after a second."""

_READ = 65_536  # bytes of a request that is refused unread
_AT_ONCE = 32  # connections that are accepted between two looks at the others
_CROWD = 800  # connections, from which on those that ask nothing have a second
_IMPATIENCE = 1.0
_REFUSED = (
    b"HTTP/1.1 429 Too Many Requests\r\n"
    b"Retry-After: 30\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request, which is refused where its first lines cannot be read, whatever fails there.

    Waitress leaves to Python what an address in brackets is, and a number of 5,000 digits.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers. Raises ParsingError, which is answered with 400."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Request is invalid") from error


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when it waits for its client, and for whom it works."""

    parser_class = Request

    def __init__(self, server: Any, sock: socket.socket, addr: Any, *rest: Any, **how: Any) -> None:
        self.client = client_of(addr[0])
        self.since = time.time()
        self._sent = self._mark = 0
        self._marked: float | None = None
        self._is_writing = self._is_put_off = False
        super().__init__(server, sock, addr, *rest, **how)

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what the system takes, and count it."""
        sent: int = super().send(data, do_close)
        self._sent += sent
        return sent

    def service(self) -> None:
        """Answer a request; the next one may take its time from now on.

        Who has not taken the last answer gets the next one later. Where others wait too, whoever
        left while they waited gets no answer made: those who come next would wait for it.
        """
        self._map.answering(self._fileno)
        with self.outbuf_lock:
            self._is_put_off = self.total_outbufs_len > 0
        if self._is_put_off:
            self.server.pull_trigger()
            return
        gone = self.server.task_dispatcher.queue and _has_left(self.socket)
        if gone:
            self.connected = False  # waitress makes no answer then, and closes
        super().service()
        if gone:
            self.server.pull_trigger()
        self.since = time.time()

    def handle_write(self) -> None:
        """Send what the client takes; when that is all, a request that was put off has its turn."""
        super().handle_write()
        # No thread works for one that is put off: none holds the lock for long.
        if self._is_put_off:
            with self.outbuf_lock:
                has_turn = self.connected and not self.total_outbufs_len
                self._is_put_off = not has_turn
            if has_turn:
                self.server.add_task(self)

    def write_soon(self, data: Any) -> int:
        """Keep a piece of an answer until it is sent, and wait for the client once that is much."""
        self._is_writing = True
        try:
            written: int = super().write_soon(data)
        finally:
            self._is_writing = False
        return written

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Wait for the client, but not between two answers, where waitress would hold a thread."""
        if self._is_writing:
            super()._flush_outbufs_below_high_watermark()

    def asks_nothing(self) -> bool:
        """Return whether there is no whole request, and nothing left to be sent."""
        return not (self.requests or self.total_outbufs_len)

    def is_overdue(self, now: float, patience: float) -> bool:
        """Return whether the client let its time pass; ask every second."""
        if not self.total_outbufs_len:
            self._marked = None
            return self.asks_nothing() and now - self.since > patience
        self.since = now
        taken = self._sent - _unsent(self.socket)
        if self._marked is None or taken - self._mark >= MIN_TAKEN:
            self._mark, self._marked = taken, now
        return now - self._marked > PATIENCE


class Turns:
    """A queue of connections with a request each: clients take turns, whoever asks for more."""

    def __init__(self, client: Callable[[Any], str]) -> None:
        self._client = client
        self._waiting: dict[str, deque[Any]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def append(self, channel: Any) -> None:
        """Add one to those of its client."""
        self._waiting.setdefault(self._client(channel), deque()).append(channel)

    def popleft(self) -> Any:
        """Take the first one of the client whose turn it is; its next turn comes last."""
        client = next(iter(self._waiting))
        channels = self._waiting.pop(client)
        channel = channels.popleft()
        if channels:
            self._waiting[client] = channels
        return channel


def guard(channels: Watched, proxy: str | None) -> None:
    """Bound what each connection takes of the servers among `channels`, which are waitress's.

    The `proxy` may have as many connections as it likes; its clients take turns too.
    """
    listening = [each for each in channels.values() if isinstance(each, BaseWSGIServer)]

    def connections() -> list[Channel]:
        return [channel for each in listening for channel in list(each.active_channels.values())]

    turns = Turns(lambda channel: _asking(channel, proxy))
    for each in listening:
        each.channel_class = Channel
        each.accept = _limited(each.accept, connections, proxy)
        each.maintenance = _maintenance(each, connections)
        each.task_dispatcher.queue = turns


def drain(channels: Mapping[int, Any]) -> None:
    """Let the servers among `channels` accept several connections at a time.

    Waitress accepts one and then looks at all the others, which takes a millisecond for a thousand
    of them: who connects meanwhile waits in the queue of the system, and where that is full a
    second longer. To be called last, as it repeats what accepts.
    """
    for each in list(channels.values()):
        if isinstance(each, BaseWSGIServer):
            each.handle_accept = _repeated(each.handle_accept, each.socket)


def _repeated(accept: Callable[[], None], listening: socket.socket) -> Callable[[], None]:
    def handle_accept() -> None:
        accept()
        for _ in range(_AT_ONCE - 1):
            if not select.select([listening], [], [], 0)[0]:
                return
            accept()

    return handle_accept


def _limited(
    accept: Callable[[], Any], connections: Callable[[], list[Channel]], proxy: str | None
) -> Callable[[], Any]:
    """Return what accepts a connection, or None; a client has so many and no more."""

    def accepted() -> Any:
        found = _still_there(accept)
        if found is None or found[1][0] == proxy:
            return found
        client = client_of(found[1][0])
        everyone = connections()
        if len(everyone) >= MAX_CONNECTIONS - _AT_ONCE:
            # Past the limit waitress accepts nobody until somebody leaves.
            _give_up_oldest(everyone)
        own = [each for each in everyone if each.client == client]
        if len(own) < MAX_OF_A_CLIENT:
            return found
        if _give_up_oldest(own):
            return found
        _refuse(found[0])
        return None

    return accepted


def _refuse(connection: socket.socket) -> None:
    """Say that there are too many, and close.

    What was sent is read first: a connection that is closed before is reset by the system, and its
    client may not see the answer.
    """
    with suppress(OSError):
        connection.recv(_READ)
        connection.send(_REFUSED)
    connection.close()


def _still_there(accept: Callable[[], Any]) -> Any:
    """Accept the next connection whose client did not leave while it waited in the queue.

    Whoever opens and closes connections without end fills the queue with such; to look at one takes
    a twentieth of what a connection takes.
    """
    for _ in range(MAX_WAITING):
        found = accept()
        if found is None or not _has_left(found[0]):
            return found
        found[0].close()
    return None


def _has_left(connection: socket.socket) -> bool:
    """Return whether a client closed a connection, and sent nothing more before."""
    try:
        connection.setblocking(False)
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _give_up_oldest(channels: Sequence[Channel]) -> bool:
    """Close the connection that has asked nothing for longest; return whether there was one."""
    silent = [each for each in channels if each.connected and each.asks_nothing()]
    if silent:
        min(silent, key=lambda each: each.since).handle_close()
    return bool(silent)


def _maintenance(server: Any, connections: Callable[[], list[Channel]]) -> Callable[[float], None]:
    """Return what a server calls now and then: it closes connections that are overdue."""

    def maintained(now: float) -> None:
        patience = _IMPATIENCE if len(connections()) > _CROWD else PATIENCE
        for channel in list(server.active_channels.values()):
            if channel.is_overdue(now, patience):
                # Not here, where the connections are being gone through.
                server.trigger.pull_trigger(channel.handle_close)

    return maintained


def _asking(channel: Any, proxy: str | None) -> str:
    """Return the client of a connection: behind the proxy, whom that names last."""
    if channel.addr[0] != proxy or not channel.requests:
        return str(channel.client)
    named = channel.requests[0].headers.get("X_FORWARDED_FOR", "")
    return client_of(named.rpartition(",")[2].strip())


def _unsent(connection: socket.socket | None) -> int:
    """Return how many bytes the system has taken that the client has not."""
    if fcntl is None or connection is None:
        return 0
    try:
        answer = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
    except (OSError, ValueError):
        return 0
    return int(struct.unpack("i", answer)[0])
