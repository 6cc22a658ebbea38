"""The command `knipsel kwic`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.figures.options import collapse_option, parts_option
from indexer.cli.options import QueryCommand, format_option, selection_options
from indexer.cli.printing import (
    FOUND_NOTHING,
    print_json,
    print_lines,
    print_notices,
    terminal_width,
)
from indexer.cli.terminal.query_words import complete_query, complete_words
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.statistics.kwic import KwicLines

_LINES = 40
_FILE_WIDTH = 100


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True, shell_complete=complete_words)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1),
    help="Print at most this many lines. [default: 40, in CSV and JSON all]",
)
@click.option(
    "--width",
    type=click.IntRange(10, 500),
    help="Show this many characters on either side of a hit. "
    "[default: what fits, in CSV and JSON 100]",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["relevance", "left", "left2", "left3", "right", "right2", "right3", "date"]),
    default="relevance",
    show_default=True,
    help="Order by relevance, by date, or by the first, second or third word left or right of the "
    "hit.",
)
@click.option(
    "--per-article",
    type=click.IntRange(1),
    metavar="N",
    help="Print at most so many lines of one article. [default: all]",
)
@click.option(
    "--within",
    metavar="QUERY",
    shell_complete=complete_query,
    help="Only in articles that this query selects too.",
)
@parts_option
@collapse_option
@selection_options
@format_option("text", "csv", "json")
@click.pass_obj
def kwic(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    limit: int | None,
    width: int | None,
    order: str,
    per_article: int | None,
    within: str | None,
    parts: bool,
    collapse: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """Print every hit in its context, below its article (keyword in context).

    The hits are those that `knipsel count` counts: a word in all its forms, and not inside other
    words.

    \b
    knipsel kwic stikstof --sort left
    knipsel kwic stikstof --within Schouten --per-article 3 --format csv
    """
    from indexer.answers.figures import LineOrder
    from indexer.archive import Archive
    from indexer.model import SearchRequest

    found = (
        Archive.open(settings)
        .figures(parts=parts, collapse=collapse)
        .kwic(
            SearchRequest(" ".join(query), **selection),
            within=SearchRequest(within, **selection) if within else None,
            width=width or (_width() if output_format == "text" else _FILE_WIDTH),
            order=LineOrder(order),
            per_article=per_article,
        )
    )
    _print(found, limit or (_LINES if output_format == "text" else None), output_format)


def _width() -> int:
    from indexer.cli import render_columns

    return render_columns.context_width(terminal_width())


def _print(found: KwicLines, limit: int | None, output_format: str) -> None:
    """Print lines in a format; exit with FOUND_NOTHING if there are none."""
    from indexer.cli import render_columns
    from indexer.output import json_output, tables

    print_notices(found.page(0, 0).notices)
    match output_format:
        case "json":
            print_json(json_output.concordance_to_json(found.page(0, limit)))
        case "csv":
            print_lines(tables.concordance_lines(found.placed(0, limit)))
        case _:
            print_lines(render_columns.concordance_lines(found.page(0, limit), found.width))
    if not len(found):
        sys.exit(FOUND_NOTHING)
