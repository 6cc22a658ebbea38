"""The command `knipsel mcp`."""

from __future__ import annotations

import click

from indexer.config import Settings


@click.command()
@click.option("--http", is_flag=True, help="Serve HTTP at /mcp. [default: standard input]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="Listen on this port.",
)
@click.pass_obj
def mcp(settings: Settings, /, *, http: bool, host: str, port: int) -> None:
    """Serve the archive to assistants, by the Model Context Protocol.

    Over standard input and output, or HTTP. An assistant can search, read, count, follow words
    over time, list hits in context and names; it can change nothing.

    \b
    knipsel mcp --http --port 8001
    """
    from indexer.archive import Archive
    from indexer.cli.assistants.questions import Questions
    from indexer.cli.assistants.server import names_answered, server
    from indexer.errors import KnipselError

    if http and settings.passwords:
        raise KnipselError(
            "knipsel mcp --http asks for no password, and `passwords` says that this archive has "
            "them. Use standard input; or put a proxy before it that asks for one, and start it "
            "where no `passwords` are set."
        )
    found = server(Questions(Archive.open(settings)))
    if http:
        click.echo(f"Knipsel: http://{host}:{port}/mcp", err=True)
        names = names_answered(settings, host)
        found.run("streamable-http", host=host, port=port, transport_security=names)
    else:
        found.run("stdio")
