"""Serves the application until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence

import waitress
from flask import Flask

from webapp.opening import opener_of
from webapp.workers import supervise

# A search is asked for in the address; no page takes a body.
LARGEST_BODY = 64 * 1024
_MOST_USUAL = 8  # workers: each remembers the words of texts for itself, up to 150 MB


def serve(
    app: Flask,
    host: str,
    port: int,
    announce: Callable[[str], None] = lambda _: None,
    *,
    workers: int = 1,
    threads: int = 4,
) -> None:
    """Serve until SIGTERM or Ctrl-C, then close the archive. Call it from the main thread.

    With more than one worker, processes that accept from the same sockets, the archive may not be
    open yet: each opens it for itself. A system without fork has one. `announce` is called with
    each address where connections are accepted; with port 0 the system chooses one. OSError when
    an address cannot be had.
    """
    sockets = _bound(host, port)
    try:
        for listening in sockets:
            announce(_address(listening))
        if workers > 1 and hasattr(os, "fork"):
            supervise(lambda: _answer(app, sockets, threads), workers)
        else:
            _answer(app, sockets, threads)
    finally:
        for listening in sockets:
            listening.close()


def usual_workers() -> int:
    """Return one worker for each core that this process may use, up to a few."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, _MOST_USUAL)


def _answer(app: Flask, sockets: Sequence[socket.socket], threads: int) -> None:
    """Answer what comes to the sockets until SIGTERM or Ctrl-C."""
    # A warning for each request that has to wait helps nobody who has many readers.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        app,
        sockets=sockets,
        threads=threads,
        ident="knipsel",
        max_request_body_size=LARGEST_BODY,
    )
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()  # returns on KeyboardInterrupt, after the requests in progress
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
        opener_of(app).close()


def _bound(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address of the host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            sockets.append(socket.create_server(address, family=family, backlog=1024))
    except OSError:
        for listening in sockets:
            listening.close()
        raise
    return sockets


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
