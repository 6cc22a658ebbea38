"""The commands `knipsel trend`, `kwic` and `similar`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexer.cli.options import QueryCommand
from indexer.cli.printing import print_json, print_lines, terminal_width
from indexer.config import Settings

FOUND_NOTHING = 1

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _limits(command: _Command) -> _Command:
    """Add the options that narrow a search."""
    for option in (
        click.option("--section", "sections", multiple=True, help="Only this section; repeatable."),
        click.option("--source", "sources", multiple=True, help="Only this source; repeatable."),
        click.option("--until", metavar="DATE", help="Up to and including this day, month, year."),
        click.option("--since", metavar="DATE", help="From this day, month or year: 2022-03."),
    ):
        command = option(command)
    return command


@click.command(cls=QueryCommand)
@click.argument("queries", metavar="QUERY...", nargs=-1, required=True)
@click.option("--by", type=click.Choice(["year", "month", "week", "day"]), default="month")
@_limits
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
@click.pass_obj
def trend(
    settings: Settings, /, queries: tuple[str, ...], by: str, form: str, **within: Any
) -> None:
    """Count articles per period, queries side by side.

    Each argument is a query; quote one of several words. Shares are of all articles of the period.
    An article dated 2022 counts in no month of it.

    \b
    knipsel trend klimaat "stikstof OF ammoniak" --by year
    """
    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.model import Interval, SearchRequest
    from indexer.output import json_output, tables

    found = Archive.open(settings).trend(queries, Interval(by), SearchRequest("", **within))
    match form:
        case "json":
            print_json(json_output.trend_to_json(found))
        case "csv":
            print_lines(tables.trend_lines(found))
        case _:
            marks = (
                render_columns.BLOCKS if _can_print(render_columns.BLOCKS) else render_columns.ASCII
            )
            print_lines(render_columns.trend_lines(found, terminal_width(), marks))
    if not any(series.total for series in found.series):
        sys.exit(FOUND_NOTHING)


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1), default=40, show_default=True)
@click.option(
    "--width",
    type=click.IntRange(10, 500),
    help="Characters of context on either side. [default: what fits]",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["relevance", "left", "right", "date"]),
    default="relevance",
    help="By the results, the words before a hit, those after it, or date.",
)
@_limits
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
@click.pass_obj
def kwic(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    limit: int,
    width: int | None,
    order: str,
    form: str,
    **within: Any,
) -> None:
    """Print every hit in its context, one a line (keyword in context).

    Reads the first 500 articles of the results.

    \b
    knipsel kwic stikstof --sort left
    """
    from dataclasses import replace

    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.model import LineOrder, SearchRequest
    from indexer.output import json_output, tables

    context = width or render_columns.context_width(terminal_width())
    request = SearchRequest(" ".join(query), **within)
    found = Archive.open(settings).concordance(request, context, LineOrder(order))
    listed = replace(found, lines=found.lines[:limit])
    match form:
        case "json":
            print_json(json_output.concordance_to_json(listed))
        case "csv":
            print_lines(tables.concordance_lines(listed))
        case _:
            print_lines(render_columns.concordance_lines(found, limit, context))
    if not found.lines:
        sys.exit(FOUND_NOTHING)


@click.command()
@click.argument("id_", metavar="ID")
@click.option("-n", "--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def similar(settings: Settings, id_: str, limit: int, form: str) -> None:
    """Print articles about the same as one, and other versions of its story.

    \b
    knipsel similar 2022/navo-top
    """
    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.errors import ArticleNotFoundError
    from indexer.output import json_output

    try:
        found = Archive.open(settings).similar(id_, limit)
    except ArticleNotFoundError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(FOUND_NOTHING)
    if form == "json":
        print_json(json_output.similar_to_json(found))
    else:
        print_lines(render_columns.similar_lines(found, terminal_width()))
    if not (found.related or found.near_duplicates):
        sys.exit(FOUND_NOTHING)


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
