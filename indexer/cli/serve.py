"""The command `knipsel serve`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from indexer.errors import KnipselError

if TYPE_CHECKING:
    from indexer.config import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Listen on this port; 0 takes a free one.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Number of processes. [default: one per core]"
)
@click.option(
    "--threads", type=click.IntRange(1, 64), help="Threads per process. [default: 2; cluster: 8]"
)
@click.option("--access-log", is_flag=True, help="Log each request to standard error.")
@click.pass_obj
def serve(
    settings: Settings,
    /,
    *,
    host: str,
    port: int,
    workers: int | None,
    threads: int | None,
    access_log: bool,
) -> None:
    """Serve the search page and the API until Ctrl-C or SIGTERM.

    \b
    knipsel serve --port 8000
    """
    from webapp import create_app
    from webapp.middleware.host_names import hosts_of
    from webapp.server import serve as server

    def announce(url: str) -> None:
        click.echo(f"Knipsel: {url}", err=True)

    settings = replace(settings, hosts=hosts_of(settings, host))
    threads = threads or server.usual_threads(settings)
    # Who reads a download slowly takes a thread as long; the others are for all others.
    app = create_app(settings, following=True, downloads_at_once=max(1, threads // 2))
    options = server.ServerOptions(
        workers=workers or server.usual_workers(),
        threads=threads,
        proxy=settings.proxy,
        access_log=access_log,
    )
    try:
        server.serve(app, host, port, announce, options)
    except OSError as error:
        message = f"{host}:{port} cannot be used: {error.strerror}. Try --port."
        raise KnipselError(message) from error
