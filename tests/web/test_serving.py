"""The server starts, answers and stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import waitress
from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from indexer.config import Settings
from indexer.engines.registry import Location, names
from tests.paths import ROOT
from webapp.server.balancing import balance, keep_to_core, shared
from webapp.server.serve import _bound, usual_threads
from webapp.server.watching import Watched

PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs in a shell's background ignore it

from indexer.errors import KnipselError
from webapp import create_app
from webapp.server.serve import ServerOptions, serve

class Closing:
    def stats(self):
        raise KnipselError

    def close(self):
        print("closed", file=sys.stderr)

app = create_app(archive=Closing())
with app.app_context():
    from webapp.archive_access import current_archive
    current_archive()
announce = lambda address: print(address, file=sys.stderr)
serve(app, sys.argv[1], 0, announce, ServerOptions(threads=2))
print("stopped", file=sys.stderr)
"""

WORKERS = """
import os, sys
from flask import Flask
from webapp import archive_access
from webapp.server.serve import ServerOptions, serve

class Closing:
    def close(self):
        sys.stderr.write(f"closed {os.getpid()}\\n")  # at once, as others write there too

app = Flask("workers")
archive_access.install(app, archive_access.ArchiveOpener(Closing))

@app.get("/pid")
def pid():
    archive_access.current_archive()
    return str(os.getpid())

announce = lambda address: print(address, file=sys.stderr)
serve(app, "127.0.0.1", 0, announce, ServerOptions(workers=2))
print("stopped", file=sys.stderr)
"""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_server_answers_until_it_is_told_to_stop(stop: signal.Signals, host: str) -> None:
    command = [sys.executable, "-c", PROGRAM, host]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as server:
        assert server.stderr
        address = server.stderr.readline().strip()
        with urlopen(address + "help", timeout=180) as response:
            assert response.status == 200
        if hasattr(os, "sched_getaffinity"):
            assert len(os.sched_getaffinity(server.pid)) == 1, "its threads stay together"
        server.send_signal(stop)
        out, err = server.communicate(timeout=180)
    assert server.returncode == 0
    assert out == ""
    assert err.splitlines()[-2:] == ["closed", "stopped"]


@pytest.fixture
def several(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a server with two workers, each of which tells its process id."""
    command = [sys.executable, "-c", WORKERS]
    # What a server that is killed leaves goes with the test.
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=own) as server:
        yield server
        server.kill()


def _pids(address: str, count: int) -> set[int]:
    """Ask until so many workers have answered, as many at once as it takes to keep them busy."""
    found: set[int] = set()
    with ThreadPoolExecutor(8) as threads:
        while len(found) < count:
            found.update(threads.map(lambda _: int(_read(address + "pid")), range(32)))
    return found


def _read(url: str) -> bytes:
    with urlopen(url, timeout=180) as response:
        return cast("bytes", response.read())


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_workers_answer_until_they_are_told_to_stop(
    several: subprocess.Popen[str], stop: signal.Signals
) -> None:
    assert several.stderr
    address = several.stderr.readline().strip()
    pids = _pids(address, 2)
    assert several.pid not in pids
    several.send_signal(stop)
    _, err = several.communicate(timeout=180)
    assert several.returncode == 0
    assert sorted(err.splitlines()) == sorted([*(f"closed {pid}" for pid in pids), "stopped"])


def test_workers_hold_about_as_many_connections_each(several: subprocess.Popen[str]) -> None:
    assert several.stderr
    address = several.stderr.readline().strip()
    _pids(address, 2)  # both are there
    where = urlsplit(address)
    assert where.hostname
    held = [HTTPConnection(where.hostname, where.port, timeout=180) for _ in range(32)]
    answered: Counter[bytes] = Counter()
    for connection in held:
        connection.request("GET", "/pid")
        answered[connection.getresponse().read()] += 1
    for connection in held:
        connection.close()
    assert len(answered) == 2
    assert min(answered.values()) >= 8


def test_a_worker_that_holds_more_waits_before_it_accepts(monkeypatch: pytest.MonkeyPatch) -> None:
    channels: dict[int, Any] = {}
    free = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(Flask("alone"), map=channels, sockets=[free], threads=1)
    waited: list[float] = []
    monkeypatch.setattr("webapp.server.balancing.time.sleep", waited.append)
    held = shared(2)
    balance(channels, held, 0)
    server.active_channels.update({1: "one", 2: "another"})
    held[1] = 2
    server.handle_accept()
    assert (list(held), waited) == ([2, 2], [])
    held[1] = 1
    server.handle_accept()
    assert len(waited) == 1
    server.active_channels.update(dict.fromkeys(range(90), "one of many"))
    for others, waits in ((80, 1), (79, 2), (0, 3)):
        held[1] = others
        server.handle_accept()
        assert len(waited) == waits
    server.active_channels.clear()
    server.close()


def test_a_worker_no_longer_counts_who_left_when_nobody_else_comes() -> None:
    """What it held before would keep others from leaving it the next ones."""
    app = Flask("left")
    app.add_url_rule("/", "short", lambda: "short")
    channels = Watched()
    free = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(app, map=channels, sockets=[free], threads=1)
    held = shared(2)
    balance(channels, held, 1)
    client = socket.create_connection(free.getsockname())
    while not server.active_channels:
        channels._turn(1)
    channels._turn(0)
    assert list(held) == [0, 1]
    client.close()
    while server.active_channels:
        channels._turn(1)
    channels._turn(0)
    assert list(held) == [0, 0]
    server.task_dispatcher.shutdown()
    server.close()


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="the system has no such option")
def test_who_connects_and_asks_nothing_is_not_accepted_before_who_asks() -> None:
    with ExitStack() as opened:
        (listening,) = _bound("127.0.0.1", 0)
        opened.enter_context(listening)
        listening.settimeout(180)
        address = listening.getsockname()
        silent, asking = (opened.enter_context(socket.create_connection(address)) for _ in range(2))
        for client in (asking, silent):
            client.sendall(b"asked")
            accepted, address = listening.accept()
            opened.enter_context(accepted)
            assert address == client.getsockname()


@pytest.mark.parametrize(
    ("workers", "worker", "port", "core"),
    [(1, 0, 8000, 6), (1, 0, 8001, 2), (2, 0, 8000, 6), (2, 1, 8000, 2), (3, 1, 8000, None)],
)
def test_workers_keep_to_a_core_each_where_there_are_more(
    monkeypatch: pytest.MonkeyPatch, workers: int, worker: int, port: int, core: int | None
) -> None:
    kept: list[set[int]] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {6, 2, 4}, raising=False)
    set_to = lambda _, cores: kept.append(cores)  # noqa: E731
    monkeypatch.setattr(os, "sched_setaffinity", set_to, raising=False)
    keep_to_core(worker, workers, port)
    assert kept == ([] if core is None else [{core}])


def test_waitress_asks_each_server_by_the_names_that_balancing_uses() -> None:
    """When this fails, waitress has other names now: see webapp/server/balancing.py."""
    channels: dict[int, Any] = {}
    free = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(Flask("alone"), map=channels, sockets=[free], threads=1)
    assert [each for each in channels.values() if isinstance(each, BaseWSGIServer)] == [server]
    accepted: list[int] = []
    accept = server.handle_accept

    def noted() -> None:
        accept()
        accepted.append(len(server.active_channels))

    server.handle_accept = noted
    with socket.create_connection(free.getsockname()):
        wasyncore.poll(10, channels)
    assert accepted == [1]
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()


def test_a_worker_that_dies_is_replaced(several: subprocess.Popen[str]) -> None:
    assert several.stderr
    address = several.stderr.readline().strip()
    killed, kept = _pids(address, 2)
    os.kill(killed, signal.SIGKILL)
    assert several.stderr.readline() == (
        "A worker was ended by signal 9; another takes its place.\n"
    )
    third = _pids(address, 2) - {kept}
    assert third
    assert killed not in third


def test_workers_end_when_what_watches_them_is_killed(several: subprocess.Popen[str]) -> None:
    assert several.stderr
    address = several.stderr.readline().strip()
    pids = _pids(address, 2)
    several.kill()
    err = several.stderr.read()  # ends when the last process that can write to it is gone
    assert sorted(err.splitlines()) == sorted(f"closed {pid}" for pid in pids)


def test_threads_are_few_where_they_work_and_more_where_they_wait() -> None:
    for local in (None, *names(Location.FOLDER)):
        for remote in names(Location.CLUSTER):
            assert usual_threads(Settings(engine=local)) < usual_threads(Settings(engine=remote))
