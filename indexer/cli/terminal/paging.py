"""A long text on a terminal: shown by the pager that the reader has."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click

from indexer.cli.printing import print_lines


def print_paged(lines: Iterable[str]) -> None:
    """Print lines, by `PAGER` or else `less` where they are more than a terminal shows at once."""
    shown = list(lines)
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if on_terminal and len(shown) >= shutil.get_terminal_size().lines:
        click.echo_via_pager("".join(f"{line}\n" for line in shown))
    else:
        print_lines(shown)
