"""Serves the application until SIGTERM or Ctrl-C."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import waitress
from flask import Flask

from indexer.config import Settings
from indexer.engines.registry import in_cluster
from webapp.archive_access import opener_of
from webapp.server.access_log import AccessLog
from webapp.server.balancing import Connections, balance, keep_to_core, shared
from webapp.server.connections import MAX_CONNECTIONS, MAX_WAITING, drain, guard
from webapp.server.metrics import SHARED
from webapp.server.watching import Watched
from webapp.server.workers import supervise

# A search is asked for in the address, no page takes a body. Six queries of 1,000 letters each, as
# four bytes written out, do not fit; browsers and proxies stop far sooner.
MAX_BODY = 1024
MAX_HEADER = 32 * 1024
_WORKING = 2  # threads of a worker that searches itself
_WAITING = 8  # threads of a worker that waits for others most of the time
_ASKS_WITHIN = 5
_GARBAGE = 50_000  # objects more than before, at which rings of them are looked for
_MAX_USUAL = 8  # workers: each remembers the words of texts for itself, up to 150 MB


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How to serve: the number of processes, and of threads in each.

    Threads of one process take turns, so more than two only wait for each other; the second keeps
    a long answer from holding up all others.
    The headers of the proxy at the address `proxy` are trusted for the client and the scheme.
    """

    workers: int = 1
    threads: int = _WORKING
    proxy: str | None = None
    access_log: bool = False


def serve(
    app: Flask,
    host: str,
    port: int,
    announce: Callable[[str], None] = lambda _: None,
    options: ServerOptions = ServerOptions(),
) -> None:
    """Serve until SIGTERM or Ctrl-C, then close the archive. Call it from the main thread.

    With more than one worker, processes that accept from the same sockets, the archive may not be
    open yet: each opens it for itself. A system without fork has one. `announce` is called with
    each address where connections are accepted; with port 0 the system chooses one.

    Raises OSError if an address cannot be had.
    """
    # What reads operators and brackets: loaded once, not by each worker at its first such question.
    importlib.import_module("indexer.query.grammar")
    sockets = _bound(host, port)
    try:
        for listening in sockets:
            announce(_address(listening))
        if options.workers > 1 and hasattr(os, "fork"):
            with TemporaryDirectory(prefix="knipsel-") as counted:
                os.environ[SHARED] = counted
                connections = shared(options.workers)
                supervise(
                    lambda worker: _answer(app, sockets, options, (connections, worker)),
                    options.workers,
                )
        else:
            _answer(app, sockets, options)
    finally:
        for listening in sockets:
            listening.close()


def usual_workers() -> int:
    """Return one worker for each core that this process may use, up to a few."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, _MAX_USUAL)


def usual_threads(settings: Settings) -> int:
    """Return two threads where each search works, and more where it waits for a cluster."""
    return _WAITING if in_cluster(settings.engine) else _WORKING


def _answer(
    app: Flask,
    sockets: Sequence[socket.socket],
    options: ServerOptions,
    among: tuple[Connections, int] | None = None,
) -> None:
    """Answer what comes to the sockets until SIGTERM or Ctrl-C; `among` other workers."""
    keep_to_core(among[1] if among else 0, options.workers, sockets[0].getsockname()[1])
    # What was imported stays, and what is remembered grows: looking at it every 700 objects took
    # 6% of new searches.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    # A warning for each request that has to wait helps nobody who has many readers.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    channels = Watched()
    server = waitress.create_server(
        AccessLog(app) if options.access_log else app,
        map=channels,
        sockets=sockets,
        threads=options.threads,
        ident="knipsel",
        max_request_body_size=MAX_BODY,
        max_request_header_size=MAX_HEADER,
        cleanup_interval=1,
        connection_limit=MAX_CONNECTIONS,
        backlog=MAX_WAITING,
        **believed(options.proxy),
    )
    guard(channels, options.proxy)
    if among:
        balance(channels, *among)
    drain(channels)
    server.asyncore = channels
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()  # returns on KeyboardInterrupt, after the requests in progress
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
        opener_of(app).close()


def believed(proxy: str | None) -> dict[str, object]:
    """Return the options that make waitress trust one proxy and drop the headers of others."""
    if not proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": headers}


def _bound(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address of the host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            sockets.append(socket.create_server(address, family=family, backlog=MAX_WAITING))
            if hasattr(socket, "TCP_DEFER_ACCEPT"):
                # Who connects and asks nothing is not even accepted for so many seconds.
                sockets[-1].setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _ASKS_WITHIN)
    except OSError:
        for listening in sockets:
            listening.close()
        raise
    return sockets


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
