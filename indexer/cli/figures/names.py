"""The command `knipsel names`."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.figures.options import figure_options, print_figures
from indexer.cli.options import QueryCommand, limit_option
from indexer.config import Settings

_TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG"}


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option("--type", "type_", type=click.Choice(list(_TYPES)), help="List these names alone.")
@limit_option(50, "names")
@figure_options
@click.pass_obj
def names(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    type_: str | None,
    limit: int,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """List the persons, places and organisations in the articles of a query.

    Without QUERY, in all articles that the options select. Of more than 2,000 articles the newest
    2,000 are read.

    \b
    knipsel names stikstof --type person
    """
    from indexer.archive import Archive
    from indexer.figures import NameType
    from indexer.model import SearchRequest

    figures = (
        Archive.open(settings)
        .figures(parts=parts, collapse=collapse)
        .names(
            SearchRequest(" ".join(query), **selection),
            type_=NameType(_TYPES[type_]) if type_ else None,
            limit=limit,
        )
    )
    print_figures(figures, output_format)
