"""`knipsel serve` as it stands on the internet: two processes, a proxy in front, an access log."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from indexer.archive import build
from indexer.config import Settings
from tests.paths import SEEDS

COMBINED = re.compile(
    r'(\S+) - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
    r'"((?:[^"\\]|\\x..)*)" (\d{3}) (\d+|-) "((?:[^"\\]|\\x..)*)" "((?:[^"\\]|\\x..)*)"'
)  # fmt: skip
PROXIED = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}


class Server:
    """A running server, asked in bytes."""

    def __init__(self, port: int, log: Path) -> None:
        self._port = port
        self._log = log

    def send(self, *pieces: bytes) -> bytes:
        """Return all that the server answers to these bytes until it closes the connection."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=180) as connection:
            with suppress(OSError):  # refused before the end
                for piece in pieces:
                    connection.sendall(piece)
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: _received(connection), b""))

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Return status, headers and body."""
        told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{told}\r\n"
        answer = self.send(head.encode("latin-1")).decode("utf-8", "replace")
        head, _, body = answer.partition("\r\n\r\n")
        return int(head.split()[1]), head, body

    def logged(self, path: str, **headers: str) -> tuple[str, str]:
        """Return the body, and the line of the log on this request."""
        number = f"proef/{next(self._numbers)}"
        body = self.get(path, User_Agent=number, **headers)[2]
        until = time.monotonic() + 180
        while time.monotonic() < until:  # it is written when the answer was sent
            for line in self._log.read_text("utf-8").splitlines():
                if line.endswith(f'"{number}"'):
                    return body, line
        raise AssertionError(f"no line for {path}")

    _numbers = count()


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionError:
        return b""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    build(Settings(index=folder / "index"), [SEEDS])
    settings = {"KNIPSEL_PROXY": "127.0.0.1", "KNIPSEL_HTTPS": "only", "KNIPSEL_METRICS": "all"}
    command = [sys.executable, "-c", "from indexer.cli import main; main()"]
    command += ["--index", str(folder / "index")]
    command += ["serve", "--port", "0", "--workers", "2", "--access-log"]
    path = folder / "log"
    with (
        path.open("ab") as log,
        subprocess.Popen(
            command, stderr=log, env={**os.environ, **settings}, cwd=SEEDS.parent
        ) as process,
    ):
        try:
            yield Server(_port(path, process), path)
        finally:
            process.terminate()


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    while process.poll() is None:
        if told := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8")):
            return int(told[1])
    raise AssertionError(log.read_text("utf-8"))


def test_what_a_proxy_says_of_its_client_is_believed(server: Server) -> None:
    status, head, body = server.get("/feed.atom?q=navo", **PROXIED)
    assert status == 200
    assert "Strict-Transport-Security: max-age=" in head
    assert 'href="https://localhost/feed.atom?q=navo"' in body
    assert server.logged("/help", **PROXIED)[1].startswith("192.0.2.7 - - ")


def test_only_what_the_proxy_itself_added_is_believed(server: Server) -> None:
    """A client can send the header too; a proxy puts what it saw after that."""
    _, line = server.logged("/help", X_Forwarded_For="203.0.113.1, 192.0.2.8")
    assert line.startswith("192.0.2.8 - - ")


def test_a_client_that_has_no_address_cannot_write_into_the_log(server: Server) -> None:
    """A proxy that adds nothing to the header lets a client choose what stands there."""
    _, line = server.logged("/help", X_Forwarded_For='10.0.0.1, no address - - "x" \\')
    assert COMBINED.fullmatch(line)
    assert line.startswith(r"no\x20address\x20-\x20-\x20\x22x\x22\x20\x5c - - [")


def test_a_line_of_the_access_log_is_in_combined_form(server: Server) -> None:
    body, line = server.logged("/?q=na%22vo", Referer='x"\x85', **PROXIED)
    found = COMBINED.fullmatch(line)
    assert found
    client, request, status, size, referer, _ = found.groups()
    assert (client, request, status) == ("192.0.2.7", "GET /?q=na%22vo HTTP/1.1", "200")
    assert referer == r"x\x22\x85"
    assert int(size) == len(body.encode())


def test_no_password_is_logged(server: Server) -> None:
    _, line = server.logged("/help", Authorization="Basic Z2VoZWltOmc=", Cookie="geheim=1")
    assert "Z2VoZWlt" not in line
    assert "geheim" not in line


def test_measurements_are_of_all_processes(server: Server) -> None:
    counted = re.compile(r'knipsel_answers_total\{route="/about",status="200"\} (\S+)')
    for _ in range(40):
        server.get("/about")
    seen = [counted.findall(server.get("/metrics")[2]) for _ in range(20)]
    assert seen == [["40.0"]] * 20


LONG = b"a" * 40_000
HOST = b"Host: localhost\r\n"


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([b"GET / HTTP/1.1\r\n" + HOST + b"X: " + LONG + b"\r\n\r\n"], 431),
        ([b"GET /?q=" + LONG + b" HTTP/1.1\r\n" + HOST + b"\r\n"], 431),
        ([b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999\r\n\r\n"], 413),
        ([b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc"], 405),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"X : a\r\n\r\n"], 400),
        ([b'GET / HTTP/1.1\r\nHost: a b"c\r\n\r\n'], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Host: elders\r\n\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n\r\n"], 400),
        ([b"GET /healthz HTTP/1.0\r\n\r\n"], 200),
        ([b'GET /feed.atom HTTP/1.1\r\nHost: a b"c\r\n\r\n'], 400),
        ([b"GET /\xff\xfe?q=\xff HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET /?q=%00%ff%ED%A0%80 HTTP/1.1\r\n" + HOST + b"\r\n"], 200),
        ([b"GET http://elders/ HTTP/1.1\r\n" + HOST + b"\r\n"], 200),
        ([b"GET http://a@elders/ HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET http:///help HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET help HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET http://[ HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET http://[1.2]/ HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET http://[v1.x:]/ HTTP/1.1\r\n" + HOST + b"\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"], 400),
        ([b"GET //elders/ HTTP/1.1\r\n" + HOST + b"\r\n"], 404),
        ([b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n"], 404),
        ([b"GET /static/%2e%2e/application.py HTTP/1.1\r\n" + HOST + b"\r\n"], 404),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"X-Forwarded-For: a\x00b\r\n\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"X-Forwarded-Proto: ftp\r\n\r\n"], 400),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Authorization: Basic \xff\xff\r\n\r\n"], 200),
        ([b"GET / HTTP/1.1\r\n" + HOST + b'If-None-Match: W/"\xe9", *, ,"\r\n\r\n'], 200),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Range: bytes=9-1,-\r\n\r\n"], 200),
        ([b"GET / HTTP/1.1\r\n" + HOST + b"Accept-Language: \xff;q=x,*;q=9\r\n\r\n"], 200),
        ([b"hallo\r\n\r\n"], 400),
        ([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"], 400),
    ],
)
def test_what_is_no_request_is_refused_in_one_line(
    server: Server, pieces: list[bytes], status: int
) -> None:
    answer = server.send(*pieces)
    assert int(answer.split()[1]) == status
    assert b"Traceback" not in answer
    assert server.get("/healthz")[0] == 200
