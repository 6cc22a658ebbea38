"""What the commands of figures share: their options, and how they print a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexer.answers.figures import MAX_SIZE
from indexer.cli.options import format_option, limit_option, selection_options
from indexer.cli.printing import FOUND_NOTHING, print_json, print_lines, print_notices

_Command = TypeVar("_Command", bound=Callable[..., Any])

parts_option = click.option(
    "--parts", is_flag=True, help="Count a word inside other words too, as a search does."
)
collapse_option = click.option(
    "--collapse", is_flag=True, help="Count near-duplicates as one article."
)
all_words_option = click.option("--all-words", is_flag=True, help="List stop words too.")


def figure_options(command: _Command) -> _Command:
    """Add what every command of figures has."""
    for option in (
        format_option("text", "csv", "json"),
        selection_options,
        collapse_option,
        parts_option,
    ):
        command = option(command)
    return command


def size_option(verb: str) -> Callable[[_Command], _Command]:
    """Return the option of a command that compares or counts words, or runs of them."""
    return click.option(
        "--n",
        "size",
        type=click.IntRange(1, MAX_SIZE),
        default=1,
        show_default=True,
        help=f"{verb} runs of this many words.",
    )


def list_options(noun: str) -> Callable[[_Command], _Command]:
    """Return the options of a command that lists words, the strongest first."""

    def add(command: _Command) -> _Command:
        return limit_option(50, noun)(all_words_option(command))

    return add


def print_figures(figures: Any, output_format: str) -> None:
    """Print figures in a format; exit with FOUND_NOTHING if there are none."""
    from indexer.cli.figures.rendering import text_lines
    from indexer.output import figure_tables

    print_notices(figures.about.notices)
    match output_format:
        case "json":
            print_json(figure_tables.to_json(figures))
        case "csv":
            print_lines(figure_tables.csv_lines(figures))
        case _:
            columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            print_lines(text_lines(figures, columns))
    if not figures.rows:
        sys.exit(FOUND_NOTHING)
