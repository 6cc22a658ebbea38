"""The command `knipsel trend`."""

from __future__ import annotations

import sys
from typing import Any

import click

from indexer.cli.figures.options import parts_option
from indexer.cli.options import QueryCommand, format_option, selection_options
from indexer.cli.printing import (
    FOUND_NOTHING,
    print_json,
    print_lines,
    print_notices,
    terminal_width,
)
from indexer.cli.terminal.query_words import complete_query
from indexer.config import Settings


@click.command(cls=QueryCommand)
@click.argument(
    "queries", metavar="QUERY...", nargs=-1, required=True, shell_complete=complete_query
)
@click.option(
    "--by",
    type=click.Choice(["year", "month", "week", "day"]),
    default="month",
    show_default=True,
    help="Count per year, month, week or day.",
)
@selection_options
@parts_option
@format_option("text", "csv", "json")
@click.pass_obj
def trend(
    settings: Settings,
    /,
    queries: tuple[str, ...],
    *,
    by: str,
    parts: bool,
    output_format: str,
    **selection: Any,
) -> None:
    """Count articles per period, queries side by side.

    Each argument is a query; quote one of several words. A share is of all articles in the period.
    An article dated 2022 counts in no month of 2022. A word counts in all its forms.

    \b
    knipsel trend klimaat "stikstof OF ammoniak" --by year
    """
    from indexer.answers.figures import Interval
    from indexer.archive import Archive
    from indexer.cli import render_columns
    from indexer.model import SearchRequest
    from indexer.output import json_output, tables

    within = SearchRequest("", **selection)
    found = Archive.open(settings).trend(queries, Interval(by), within, parts=parts)
    print_notices([*found.notices, *(n for series in found.series for n in series.notices)])
    match output_format:
        case "json":
            print_json(json_output.trend_to_json(found))
        case "csv":
            print_lines(tables.trend_lines(found))
        case _:
            marks = render_columns.bar_marks(sys.stdout.encoding)
            print_lines(render_columns.trend_lines(found, terminal_width(), marks))
    if not any(series.total for series in found.series):
        sys.exit(FOUND_NOTHING)
