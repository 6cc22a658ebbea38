"""The command `knipsel names`."""

from __future__ import annotations

from typing import Any

import click

from indexer.cli.figures.options import figure_options, print_figures
from indexer.cli.options import QueryCommand, limit_option
from indexer.cli.terminal.query_words import complete_fields, complete_query, complete_words
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@click.option(
    "--type",
    "type_",
    type=click.Choice(["person", "place", "organisation"]),
    help="List these names alone.",
)
@click.option(
    "--by",
    metavar="FIELD",
    shell_complete=complete_fields,
    help="Count each name by source, section, author, quality, person, place, organisation, year, "
    "month, week or day.",
)
@click.option(
    "--against",
    metavar="QUERY",
    shell_complete=complete_query,
    help="Put the names in the articles of this query beside them.",
)
@limit_option(50, "names")
@figure_options
@click.pass_obj
def names(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    type_: str | None,
    by: str | None,
    against: str | None,
    limit: int,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """List the persons, places and organisations in the articles of a query.

    Without QUERY, in all articles that the options select. In an index without names the newest
    2,000 of them are read.

    \b
    knipsel names stikstof --type person
    knipsel names "stikstof datum:..2019-05" --against "stikstof datum:2019-06.."
    """
    from indexer.answers.name_figures import NAME_TYPES
    from indexer.archive import Archive
    from indexer.model import SearchRequest
    from indexer.statistics.name_figures import names_against, names_by

    if by is not None and against is not None:
        raise click.UsageError("Give --by or --against, not both.")
    bench = Archive.open(settings).figures(parts=parts, collapse=collapse)
    request = SearchRequest(" ".join(query), **selection)
    wanted = NAME_TYPES.get(type_ or "")
    if by is not None:
        print_figures(names_by(bench, request, by, wanted, limit), output_format)
    elif against is not None:
        other = SearchRequest(against, **selection)
        print_figures(names_against(bench, request, other, wanted, limit), output_format)
    else:
        print_figures(bench.names(request, type_=wanted, limit=limit), output_format)
