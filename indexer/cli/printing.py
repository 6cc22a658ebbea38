"""How commands print: lines, and JSON."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import Any

import click


def terminal_width() -> int:
    """Return how wide to set text on this terminal."""
    from indexer.cli.render_text import width_of

    return width_of(shutil.get_terminal_size().columns)


def print_lines(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        click.echo(line)


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_json_lines(values: Iterable[Any]) -> None:
    """Print each value as JSON on a line of its own."""
    import orjson

    for value in values:
        click.echo(orjson.dumps(value).decode())
