"""A server in a thread of this process, with connections guarded as `knipsel serve` guards them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import waitress
from flask import Flask

from webapp.server.connections import MAX_CONNECTIONS, drain, guard
from webapp.server.serve import believed
from webapp.server.watching import Watched


@contextmanager
def guarded(app: Flask, proxy: str | None = None) -> Iterator[int]:
    """Serve on a free port, with two threads, until the context ends; yield the port."""
    channels = Watched()
    free = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = waitress.create_server(
        app,
        map=channels,
        sockets=[free],
        threads=2,
        cleanup_interval=0,
        connection_limit=MAX_CONNECTIONS,
        **believed(proxy),
    )
    guard(channels, proxy)
    drain(channels)
    server.asyncore = channels
    thread = Thread(target=server.run)
    thread.start()

    read = server.trigger.handle_read

    def stop() -> None:
        read()
        raise KeyboardInterrupt

    try:
        yield free.getsockname()[1]
    finally:
        for channel in list(server.active_channels.values()):  # a thread may wait for its client
            server.trigger.pull_trigger(channel.handle_close)
        for _ in range(18_000):
            if not server.task_dispatcher.active_count:
                break
            thread.join(0.01)  # which goes on, and frees the others
        server.trigger.handle_read = stop
        server.pull_trigger()
        thread.join(180)
        for each in list(channels.values()):
            each.close()
