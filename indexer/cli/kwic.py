"""The command `knipsel kwic`."""

from __future__ import annotations

import sys
from typing import Any

import click

from indexer.cli.options import QueryCommand, format_option, limit_option, selection_options
from indexer.cli.printing import FOUND_NOTHING, print_json, print_lines, terminal_width
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@limit_option(40, "lines")
@click.option(
    "--width",
    type=click.IntRange(10, 500),
    help="Show this many characters on either side of a hit. [default: what fits]",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["relevance", "left", "right", "date"]),
    default="relevance",
    show_default=True,
    help="Order by relevance, by the words left or right of the hit, or by date.",
)
@click.option(
    "--per-article",
    type=click.IntRange(1),
    metavar="N",
    help="Print at most so many lines of one article. [default: all]",
)
@selection_options
@format_option("text", "csv", "json")
@click.pass_obj
def kwic(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    limit: int,
    width: int | None,
    order: str,
    per_article: int | None,
    output_format: str,
    **selection: Any,
) -> None:
    """Print every hit in its context, one per line (keyword in context).

    Reads the first 500 articles of the results.

    \b
    knipsel kwic stikstof --sort left
    """
    from dataclasses import replace

    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.figures import LineOrder
    from indexer.model import SearchRequest
    from indexer.output import json_output, tables

    context = width or render_columns.context_width(terminal_width())
    request = SearchRequest(" ".join(query), **selection)
    found = Archive.open(settings).concordance(request, context, LineOrder(order), per_article)
    listed = replace(found, lines=found.lines[:limit])
    match output_format:
        case "json":
            print_json(json_output.concordance_to_json(listed))
        case "csv":
            print_lines(tables.concordance_lines(listed))
        case _:
            print_lines(render_columns.concordance_lines(found, limit, context))
    if not found.lines:
        sys.exit(FOUND_NOTHING)
