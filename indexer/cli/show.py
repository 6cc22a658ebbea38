"""The command `knipsel show`."""

from __future__ import annotations

import click

from indexer.cli.options import article_id, format_option, printable
from indexer.cli.printing import print_json, terminal_width
from indexer.cli.terminal.paging import print_paged
from indexer.cli.terminal.query_words import complete_query
from indexer.config import Settings

_MAX_WIDTH = 72


@click.command()
@article_id
@click.option(
    "--query", default="", shell_complete=complete_query, help="Mark the hits of this query."
)
@format_option("text", "json")
@click.pass_obj
def show(settings: Settings, article_id: str, query: str, output_format: str) -> None:
    """Print a whole article.

    \b
    knipsel show 2022/navo-top --query crisis
    """
    from indexer.archive import Archive
    from indexer.cli import render_text
    from indexer.output import json_output

    archive = Archive.open(settings)
    marked = archive.article(article_id, printable(query))
    if output_format == "json":
        print_json(json_output.article_to_json(archive.with_names(marked)))
    else:
        print_paged(render_text.article_lines(marked, min(_MAX_WIDTH, terminal_width())))
