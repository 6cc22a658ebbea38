"""The command `knipsel keywords`."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.figures.options import figure_options, list_options, print_figures, size_option
from indexer.cli.options import QueryCommand
from indexer.cli.terminal.query_words import complete_query, complete_words
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@click.option(
    "--against",
    metavar="QUERY",
    shell_complete=complete_query,
    help="Compare with the articles of this query, whatever the other options. "
    "[default: all other articles]",
)
@size_option("Compare")
@list_options("words")
@figure_options
@click.pass_obj
def keywords(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    against: str | None,
    size: int,
    limit: int,
    all_words: bool,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """List the words that the articles of a query have more often than others.

    Without QUERY, of all articles that the options select.

    \b
    knipsel keywords stikstof datum:2019-06.. --against "stikstof datum:..2019-05"
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest

    figures = (
        Archive.open(settings)
        .figures(parts=parts, collapse=collapse)
        .keywords(
            SearchRequest(" ".join(query), **selection),
            None if against is None else SearchRequest(against),
            size=size,
            limit=limit,
            all_words=all_words,
        )
    )
    print_figures(figures, output_format)
