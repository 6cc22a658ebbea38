"""The command `knipsel count`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from indexer.answers.figures import MEASURES
from indexer.cli.figures.options import figure_options, print_figures
from indexer.cli.options import QueryCommand
from indexer.cli.terminal.query_words import complete_fields, complete_query
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("queries", metavar="[QUERY]...", nargs=-1, shell_complete=complete_query)
@click.option(
    "--by",
    "fields",
    metavar="FIELD[,FIELD]",
    default="year",
    shell_complete=complete_fields,
    show_default=True,
    help="Count by source, section, author, quality, person, place, organisation, year, month, "
    "week or day, or by two of them.",
)
@click.option(
    "--as",
    "measure",
    type=click.Choice([*MEASURES]),
    help="Print the counts alone, the share of articles, or the hits per million words. "
    "[default: all of them]",
)
@figure_options
@click.pass_obj
def count(
    settings: Settings,
    /,
    *,
    queries: tuple[str, ...],
    fields: str,
    measure: str | None,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """Count articles and hits by one or two fields.

    Each argument is a query; quote one of several words. A share is of all articles of its cell,
    hits are per million words of its cell. Without QUERY all articles count.

    \b
    knipsel count stikstof "klimaat OF opwarming" --by source,year
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest

    figures = Archive.open(settings).figures(parts=parts, collapse=collapse)
    by = [field.strip() for field in fields.split(",")]
    found = figures.count(queries or ("",), by, SearchRequest("", **selection))
    print_figures(replace(found, measure=measure), output_format)
