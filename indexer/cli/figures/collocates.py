"""The command `knipsel collocates`."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.figures.options import figure_options, list_options, print_figures
from indexer.cli.options import QueryCommand
from indexer.cli.terminal.query_words import complete_words
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True, shell_complete=complete_words)
@click.option(
    "--window",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Look at this many words on either side of a hit.",
)
@click.option(
    "--unit",
    type=click.Choice(["form", "lemma"]),
    default="form",
    show_default=True,
    help="List forms, or lemmas with all their forms together.",
)
@list_options("words")
@figure_options
@click.pass_obj
def collocates(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    window: int,
    unit: str,
    limit: int,
    all_words: bool,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """List the words that stand near a word or phrase more often than chance has it.

    The strongest come first, by log-likelihood. All articles count that the options select.

    \b
    knipsel collocates stikstof --since 2019-05-29
    """
    from indexer.answers.figures import Unit
    from indexer.archive import Archive
    from indexer.model import SearchRequest

    figures = (
        Archive.open(settings)
        .figures(parts=parts, collapse=collapse)
        .collocates(
            SearchRequest(" ".join(query), **selection),
            window=window,
            unit=Unit(unit),
            limit=limit,
            all_words=all_words,
        )
    )
    print_figures(figures, output_format)
