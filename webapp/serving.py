"""Serves the application until it is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from webapp.opening import opener_of

# A search is asked for in the address; no page takes a body.
LARGEST_BODY = 64 * 1024


def serve(
    app: Flask,
    host: str,
    port: int,
    threads: int,
    announce: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C, then close the archive. Call it from the main thread.

    `announce` is called with each address where connections are accepted; with port 0 the system
    chooses one. OSError when an address cannot be had.
    """
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        ident="knipsel",
        max_request_body_size=LARGEST_BODY,
    )
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        for address, chosen in _listening(server):
            announce(
                f"http://[{address}]:{chosen}/" if ":" in address else f"http://{address}:{chosen}/"
            )
        server.run()  # returns on KeyboardInterrupt, after the requests in progress
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
        opener_of(app).close()


def _listening(server: Any) -> Sequence[tuple[str, int]]:
    several = getattr(server, "effective_listen", None)  # a name with more than one address
    return several or [(server.effective_host, server.effective_port)]


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
