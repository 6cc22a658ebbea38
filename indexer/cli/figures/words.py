"""The command `knipsel words`."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.figures.options import figure_options, list_options, print_figures, size_option
from indexer.cli.options import QueryCommand
from indexer.cli.terminal.query_words import complete_words
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@size_option("Count")
@list_options("rows")
@figure_options
@click.pass_obj
def words(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    size: int,
    limit: int,
    all_words: bool,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """List the most frequent words of the articles of a query, or runs of words.

    Without QUERY, of all articles that the options select.

    \b
    knipsel words stikstof --n 2
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest

    figures = (
        Archive.open(settings)
        .figures(parts=parts, collapse=collapse)
        .words(
            SearchRequest(" ".join(query), **selection), size=size, limit=limit, all_words=all_words
        )
    )
    print_figures(figures, output_format)
