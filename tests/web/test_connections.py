"""Clients that drip, do not read, or open a thousand connections leave others answered."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event, Semaphore
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from indexer.config import Settings
from tests.web.guarded import guarded
from webapp import create_app
from webapp.server import connections
from webapp.server.connections import (
    MAX_OF_A_CLIENT,
    MIN_TAKEN,
    PATIENCE,
    Channel,
    Turns,
)

PIECE = b"x" * 1_000_000
PIECES = 40
ASKED = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
DRIP = b"GET / HTTP/1.1\r\nX: a"
Connect = Callable[..., socket.socket]


class Streams:
    """An application with one endless answer, which says when it was given up."""

    def __init__(self) -> None:
        self.app = Flask("streams")
        self.given_up = Event()
        self.sent = 0
        self.app.add_url_rule("/long", view_func=self._long)
        self.app.add_url_rule("/", "short", lambda: "short")

    def _long(self) -> Response:
        return Response(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        try:
            for _ in range(PIECES):
                yield PIECE
                self.sent += 1
        finally:
            self.given_up.set()


@pytest.fixture
def streams() -> Streams:
    return Streams()


@pytest.fixture
def connect(streams: Streams) -> Iterator[Connect]:
    """Return what connects to a guarded server with two threads and sends it some bytes."""
    with ExitStack() as opened, guarded(streams.app) as port:

        def connected(sent: bytes, source: str = "127.0.0.1") -> socket.socket:
            client = opened.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(180)
            client.bind((source, 0))
            client.connect(("127.0.0.1", port))
            client.sendall(sent)
            return client

        yield connected


def answered(client: socket.socket) -> bytes:
    """Return the status of an answer, or nothing when the connection was closed."""
    try:
        return client.recv(12)[-3:]
    except ConnectionError:
        return b""


def test_who_does_not_read_is_cut_off_and_its_thread_is_free(
    streams: Streams, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [connect(ASKED % b"long") for _ in range(2)]  # as many as there are threads
    assert [answered(client) for client in held] == [b"200"] * 2
    assert not streams.given_up.is_set()
    with monkeypatch.context() as impatient:
        impatient.setattr(connections, "PATIENCE", 0.1)
        assert streams.given_up.wait(180)
    assert answered(connect(ASKED % b"")) == b"200"
    assert streams.sent < 2 * PIECES


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Semaphore:
    """Return what is released whenever a thread has done what it does for a connection."""
    done, service = Semaphore(0), Channel.service

    def noted(channel: Channel) -> None:
        service(channel)
        done.release()

    monkeypatch.setattr(Channel, "service", noted)
    monkeypatch.setattr(connections, "PATIENCE", 10_000.0)
    return done


def test_who_asks_much_at_once_and_reads_none_of_it_has_one_answer_made(
    streams: Streams, connect: Connect, served: Semaphore
) -> None:
    """All were, and lay in memory: 16 MB of each connection."""
    made: list[None] = []

    def large() -> bytes:
        made.append(None)
        return PIECE * 8

    streams.app.add_url_rule("/large", "large", large)
    client = connect(ASKED % b"large" * 5)
    assert all(served.acquire(timeout=180) for _ in range(2))
    assert len(made) == 1
    size = 0
    while size < 5 * 8 * len(PIECE):
        size += len(client.recv(1 << 20))
    assert len(made) == 5


def test_between_two_answers_no_thread_waits_for_a_client(
    streams: Streams, connect: Connect, served: Semaphore
) -> None:
    streams.app.add_url_rule("/large", "large", lambda: PIECE * 20)
    held = [connect(ASKED % b"large" * 3) for _ in range(4)]  # more than there are threads
    assert all(served.acquire(timeout=180) for _ in range(2 * len(held)))
    assert answered(connect(ASKED % b"")) == b"200"
    held[0].shutdown(socket.SHUT_RDWR)
    assert answered(held[1]) == b"200"


def test_who_reads_gets_all_of_it(streams: Streams, connect: Connect) -> None:
    client = connect(ASKED % b"long")
    size = 0
    while size < PIECES * len(PIECE):
        piece = client.recv(1 << 20)
        assert piece, "it was cut off"
        size += len(piece)
    assert streams.given_up.wait(180)
    assert streams.sent == PIECES


@pytest.mark.parametrize(
    "sent", [DRIP, b"\r\n", b"", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"]
)
def test_who_sends_no_whole_request_is_cut_off(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    assert answered(connect(sent)) == b""


def test_a_connection_is_kept_for_the_next_request(connect: Connect) -> None:
    client = connect(ASKED % b"")
    for _ in range(3):
        answer = b""
        while not answer.endswith(b"short"):
            piece = client.recv(4096)
            assert piece, "it was cut off"
            answer += piece
        assert answer.startswith(b"HTTP/1.1 200")
        client.sendall(ASKED % b"")


def test_a_client_with_many_connections_is_answered_and_loses_the_oldest(connect: Connect) -> None:
    held = [connect(DRIP) for _ in range(MAX_OF_A_CLIENT + 10)]
    assert answered(connect(ASKED % b"")) == b"200"
    assert answered(held[0]) == b""
    held[-1].sendall(b"\r\nHost: localhost\r\n\r\n")
    assert answered(held[-1]) == b"200"


@pytest.mark.skipif(sys.platform != "linux", reason="needs all of 127.0.0.0/8, as on Linux")
def test_of_very_many_connections_those_that_ask_nothing_make_room(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_CROWD", 20)
    monkeypatch.setattr(connections, "_IMPATIENCE", 0.0)
    held = [connect(DRIP, f"127.0.1.{number}") for number in range(1, 40)]
    assert answered(held[0]) == b""
    assert answered(connect(ASKED % b"")) == b"200"


@pytest.mark.skipif(sys.platform != "linux", reason="needs all of 127.0.0.0/8, as on Linux")
def test_who_connects_to_a_full_worker_takes_the_place_of_who_asks_nothing_for_longest(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its limit waitress accepts nobody until somebody leaves, which took a second."""
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", connections._AT_ONCE + 8)
    held = [connect(DRIP, f"127.0.2.{number}") for number in range(1, 10)]
    assert answered(connect(ASKED % b"")) == b"200"
    assert answered(held[0]) == b""
    held[-1].sendall(b"\r\nHost: localhost\r\n\r\n")
    assert answered(held[-1]) == b"200"


def test_all_that_wait_are_accepted_at_once() -> None:
    """With a look at every connection between two of them the queue of the system fills up."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as opened:
        for _ in range(5):
            opened.enter_context(socket.create_connection(listening.getsockname()))
        accepted: list[socket.socket] = []

        def accept() -> None:
            accepted.append(opened.enter_context(listening.accept()[0]))

        connections._repeated(accept, listening)()
    assert len(accepted) == 5


def test_who_has_too_many_connections_can_read_that() -> None:
    """A connection that is closed with something unread is reset by the system."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        client.sendall(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000)
        accepted, _ = listening.accept()
        while len(accepted.recv(65_536, socket.MSG_PEEK)) < 6000:
            pass
        connections._refuse(accepted)
        with client:
            told = b"".join(iter(lambda: client.recv(4096), b""))
    assert told.startswith(b"HTTP/1.1 429")
    assert b"Retry-After" in told


def test_of_those_that_wait_who_left_costs_no_connection() -> None:
    """Others wait behind them: who opens and closes without end had four thousand in the queue."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as opened:
        listening.settimeout(180)
        for number in range(6):
            client = opened.enter_context(socket.create_connection(listening.getsockname()))
            if number in (0, 1, 4):
                if number == 1:  # it is reset, not ended
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
            elif number == 2:  # it asks, and closes its side
                client.sendall(b"asked")
                client.shutdown(socket.SHUT_WR)
            last = client
        last.sendall(b"last")
        found = [connections._still_there(listening.accept)[0] for _ in range(3)]
        for each in found:
            opened.enter_context(each)
        found[0].setblocking(True)
        assert found[0].recv(5) == b"asked"
        assert [each.getpeername() for each in found[2:]] == [last.getsockname()]
        assert connections._still_there(lambda: None) is None


def idle() -> Channel:
    """Return a channel without a server behind it."""
    channel = Channel.__new__(Channel)
    channel.requests, channel.socket = [], None
    channel.since = 0.0
    channel._sent = channel._mark = 0
    channel._marked = None
    return channel


def test_an_answer_that_takes_long_to_make_is_waited_for() -> None:
    channel = idle()
    channel.requests = ["one"]
    assert not channel.is_overdue(10_000.0, PATIENCE)


def test_an_answer_has_to_be_taken_at_some_speed() -> None:
    channel = idle()
    channel.total_outbufs_len = 10**7
    now = 1000.0
    for _ in range(9):
        assert not channel.is_overdue(now, PATIENCE)
        assert not channel.is_overdue(now + PATIENCE, PATIENCE)
        now += PATIENCE
        channel._sent += MIN_TAKEN
    assert not channel.is_overdue(now, PATIENCE)
    channel._sent += MIN_TAKEN - 1
    assert channel.is_overdue(now + PATIENCE + 1, PATIENCE)


def test_the_time_for_the_next_request_begins_when_an_answer_was_taken() -> None:
    channel = idle()
    channel.total_outbufs_len = 1
    assert not channel.is_overdue(1000.0, PATIENCE)
    channel.total_outbufs_len = 0
    assert not channel.is_overdue(1000.0 + PATIENCE, PATIENCE)
    assert channel.is_overdue(1001.0 + PATIENCE, PATIENCE)


def test_clients_take_turns_however_much_one_asks() -> None:
    turns = Turns(lambda channel: channel[0])
    for channel in ("a1", "a2", "a3", "b1", "c1", "b2"):
        turns.append(channel)
    assert len(turns) == 6
    assert [turns.popleft() for _ in range(4)] == ["a1", "b1", "c1", "a2"]
    turns.append("c2")
    assert [turns.popleft() for _ in range(3)] == ["b2", "a3", "c2"]
    assert not turns


@pytest.mark.parametrize(
    ("address", "forwarded", "client"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "no address", ""),
    ],
)
def test_behind_the_proxy_turns_are_of_its_clients(
    address: str, forwarded: str, client: str
) -> None:
    class Request:
        headers = {"X_FORWARDED_FOR": forwarded}  # noqa: RUF012

    class Asking:
        requests = (Request,)
        addr = (address, 1)
        client = address

    assert connections._asking(Asking, "127.0.0.1") == client


def test_who_left_while_others_waited_gets_no_answer_made(monkeypatch: pytest.MonkeyPatch) -> None:
    app, free = Flask("queue"), Event()
    asked, begun = Semaphore(0), Semaphore(0)
    made: list[str] = []

    def answer(name: str) -> str:
        made.append(name)
        if name == "long":
            begun.release()
            free.wait(180)
        return name

    app.add_url_rule("/<name>", view_func=answer)
    append = Turns.append

    def noted(turns: Turns, channel: Any) -> None:
        append(turns, channel)
        asked.release()

    monkeypatch.setattr(Turns, "append", noted)
    with ExitStack() as opened, guarded(app) as port:

        def asking(name: bytes) -> socket.socket:
            client = opened.enter_context(socket.create_connection(("127.0.0.1", port), 180))
            client.sendall(ASKED % name)
            assert asked.acquire(timeout=180)
            return client

        held = [asking(b"long") for _ in range(2)]  # as many as there are threads
        assert all(begun.acquire(timeout=180) for _ in held)
        for _ in range(5):
            asking(b"left").close()
        staying = [asking(b"stays") for _ in range(2)]
        free.set()
        assert [answered(client) for client in (*held, *staying)] == [b"200"] * 4
    assert sorted(made) == ["long", "long", "stays", "stays"]


# -- Downloads


def test_a_download_that_is_not_read_leaves_a_thread_to_others(archive: Any) -> None:
    client = create_app(Settings(), archive=archive).test_client()
    first = client.get("/export.jsonl?q=storm", buffered=False)
    assert first.status_code == 200
    for path in ("/export.csv?q=storm", "/export.ris", "/kwic.csv?q=storm", "/trend.csv?q=storm"):
        refused = client.get(path)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "10"
        assert "Er wordt al een bestand gemaakt" in refused.text
    assert client.get("/?q=storm").status_code == 200
    first.close()
    assert client.get("/export.csv?q=storm").status_code == 200


def test_downloads_that_fail_or_have_no_body_take_no_place(
    archive: Any, client: FlaskClient
) -> None:
    for _ in range(3):
        assert client.get("/export.csv?page=-1").status_code == 400
        assert client.head("/export.csv").status_code == 200
        archive.failure = ZeroDivisionError()
        assert client.get("/export.csv").status_code == 500
        archive.failure = None
    with client.get("/export.csv") as answer:
        assert answer.status_code == 200
