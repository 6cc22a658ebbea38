"""What commands that build an index show while they run, and at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from indexer.cli.printing import print_json

if TYPE_CHECKING:
    from indexer.model import ArticleError, BuildReport


class BuildObserver:
    """Shows how far a build is, and names what is skipped, on standard error."""

    def __init__(self) -> None:
        self._line = sys.stderr.isatty()

    def progressed(self, report: BuildReport, share: Callable[[], float]) -> None:
        """Rewrite the line of progress; `share` returns how much is done, from 0 to 1."""
        if self._line:
            from indexer.cli.render_text import duration

            rate, done = report.read / report.seconds, share()
            left = f", {duration(report.seconds * (1 - done) / done)} left" if done else ""
            line = f"{report.read:,} articles, {rate:,.0f} a second{left}"
            click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    def skipped(self, error: ArticleError) -> None:
        """Name what could not be read."""
        self.done()
        click.echo(f"skipped {error}", err=True)

    def done(self) -> None:
        """Clear the line."""
        if self._line:
            click.echo("\r\x1b[K", err=True, nl=False)


def print_report(report: BuildReport, output_format: str) -> None:
    """Print what a build did, as one line or as JSON."""
    if output_format == "json":
        print_json(asdict(report))
        return
    from indexer.cli.render_text import report_line

    click.echo(report_line(report))
