"""Connections that say nothing cost the others nothing, and all that want something get it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
import waitress
from flask import Flask, Response

from tests.web.guarded import guarded
from webapp.server.connections import Channel, guard
from webapp.server.watching import Watched

ASKED = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Turns:
    """A server that makes a turn when it is told, and counts which connections it asks."""

    def __init__(self, opened: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        app = Flask("turns")
        app.add_url_rule("/", "short", lambda: "short")
        app.add_url_rule("/held", "held", self._held)
        self.free = Event()
        free = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.channels = Watched()
        self.server = waitress.create_server(app, map=self.channels, sockets=[free], threads=1)
        guard(self.channels, None)
        self.port = free.getsockname()[1]
        self.asked: list[Any] = []
        readable = Channel.readable

        def noted(channel: Channel) -> bool:
            self.asked.append(channel)
            return bool(readable(channel))

        monkeypatch.setattr(Channel, "readable", noted)

    def _held(self) -> str:
        self.free.wait(180)
        return "held"

    def turn(self) -> list[Any]:
        self.asked.clear()
        self.channels._turn(0)
        return list(self.asked)

    def until(self, holds: Callable[[], bool]) -> None:
        """Make turns until this holds: what a client did may come later than it was done."""
        end = monotonic() + 180
        while not holds():
            assert monotonic() < end
            self.channels._turn(0.01)

    def accepted(self, count: int) -> None:
        """Make turns until so many connections are there, and nothing comes any more."""
        self.until(lambda: len(self.server.active_channels) == count)
        self.turn()


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Turns, ExitStack]]:
    with ExitStack() as opened:
        made = Turns(opened, monkeypatch)
        yield made, opened
        made.free.set()
        made.server.task_dispatcher.shutdown()
        for each in list(made.channels.values()):
            each.close()
        assert not made.channels._selector.get_map()


def test_only_connections_to_which_something_came_are_asked(
    turns: tuple[Turns, ExitStack],
) -> None:
    made, opened = turns
    clients = [
        opened.enter_context(socket.create_connection(("127.0.0.1", made.port))) for _ in range(5)
    ]
    made.accepted(5)
    made.turn()
    assert made.turn() == []
    clients[2].sendall(b"GET")
    (sending,) = (
        each
        for each in made.server.active_channels.values()
        if each.addr == clients[2].getsockname()
    )
    made.asked.clear()
    made.until(lambda: bool(made.asked))
    assert {*made.asked} == {sending}
    assert made.turn() == []
    clients[2].sendall(b" / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    clients[2].settimeout(0.01)
    answer = b""
    for _ in range(18_000):
        assert len(made.turn()) <= 1
        try:
            answer += clients[2].recv(4096)
        except TimeoutError:
            continue
        if answer.endswith(b"short"):
            break
    assert answer.startswith(b"HTTP/1.1 200")
    clients[3].close()
    made.until(lambda: len(made.server.active_channels) == 4)


def test_connections_that_wait_for_a_thread_are_not_asked_and_each_is_answered(
    turns: tuple[Turns, ExitStack],
) -> None:
    made, opened = turns
    clients = [
        opened.enter_context(socket.create_connection(("127.0.0.1", made.port))) for _ in range(6)
    ]
    for client in clients:
        client.settimeout(0.01)
        client.sendall(ASKED % b"held" * 2)
    for _ in range(18_000):
        made.turn()
        channels = list(made.server.active_channels.values())
        if len(channels) == 6 and all(each.requests for each in channels):
            break
    made.turn()
    made.server.pull_trigger()
    made.turn()
    assert len(made.turn()) <= 1
    made.free.set()
    got = dict.fromkeys(clients, b"")
    for _ in range(18_000):
        made.turn()
        for client in clients:
            with suppress(TimeoutError):
                got[client] += client.recv(4096)
        if all(answers.count(b"\r\n\r\nheld") == 2 for answers in got.values()):
            break
    assert [answers.count(b"HTTP/1.1 200") for answers in got.values()] == [2] * 6


def test_what_a_thread_is_about_to_send_is_not_waited_for(
    turns: tuple[Turns, ExitStack],
) -> None:
    made, opened = turns
    client = opened.enter_context(socket.create_connection(("127.0.0.1", made.port), 180))
    made.accepted(1)
    made.turn()
    (channel,) = made.server.active_channels.values()
    begun, sent = Event(), Event()

    def sending() -> None:
        with channel.outbuf_lock:
            channel.outbufs[-1].append(b"sent")
            channel.total_outbufs_len += 4
            begun.set()
            sent.wait(180)

    thread = Thread(target=sending)
    thread.start()
    assert begun.wait(180)
    made.channels.answering(channel._fileno)
    made.server.pull_trigger()
    made.turn()
    made.turn()
    assert channel._fileno not in made.channels._selector.get_map()
    sent.set()
    thread.join()
    made.turn()
    assert client.recv(4) == b"sent"


def test_a_descriptor_that_another_connection_got_has_no_events_of_the_one_before(
    turns: tuple[Turns, ExitStack],
) -> None:
    made, _ = turns
    read: list[str] = []

    class Watchable:
        accepting = False

        def __init__(self, name: str) -> None:
            self.name = name

        def readable(self) -> bool:
            return True

        def writable(self) -> bool:
            return False

        def handle_read_event(self) -> None:
            read.append(self.name)
            for one, other in (pairs, pairs[::-1]):
                if made.channels.get(one.fileno()) is not self:
                    continue
                del made.channels[other.fileno()]  # it is closed, and a new one has its number
                made.channels[other.fileno()] = Watchable("new")

    pairs = socket.socketpair()
    for number, each in enumerate(pairs):
        each.sendall(b"x")
        made.channels[each.fileno()] = Watchable(str(number))
    made.turn()
    assert len(read) == 1
    for each in pairs:
        del made.channels[each.fileno()]
        each.close()


def test_an_answer_longer_than_the_system_takes_at_once_is_sent_while_others_are_silent() -> None:
    app = Flask("long")
    size, pieces = 1_000_000, 40
    app.add_url_rule("/long", view_func=lambda: Response(b"x" * size for _ in range(pieces)))
    with ExitStack() as opened, guarded(app) as port:
        for _ in range(50):
            opened.enter_context(socket.create_connection(("127.0.0.1", port)))
        client = opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=180))
        client.sendall(ASKED % b"long")
        got = 0
        while got < size * pieces:
            piece = client.recv(1 << 16)
            assert piece, "it was cut off"
            got += len(piece)
