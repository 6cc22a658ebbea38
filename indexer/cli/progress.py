"""What commands that build an index show while they run, and at the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from indexer.cli.printing import print_json

if TYPE_CHECKING:
    from indexer.model import ArticleError
    from indexer.reports import BuildReport


class BuildObserver:
    """Shows how far a build is, on standard error."""

    def __init__(self) -> None:
        self._line = sys.stderr.isatty()
        self._skipped = 0
        logging.getLogger("knipsel").addHandler(logging.NullHandler())  # the summary has the notes

    def progressed(self, report: BuildReport, share: Callable[[], float]) -> None:
        """Rewrite the line of progress; `share` returns how much is done, from 0 to 1."""
        if self._line:
            from indexer.cli.render_text import duration

            rate, done = report.read / report.seconds, share()
            left = f", {duration(report.seconds * (1 - done) / done)} left" if done else ""
            skipped = f", {self._skipped:,} skipped" if self._skipped else ""
            line = f"{report.read:,} articles{skipped}, {rate:,.0f} a second{left}"
            click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    def skipped(self, _: ArticleError) -> None:
        """Count what could not be read; the summary at the end names it."""
        self._skipped += 1

    def done(self) -> None:
        """Clear the line."""
        if self._line:
            click.echo("\r\x1b[K", err=True, nl=False)


def print_summary(report: BuildReport) -> None:
    """Print what was noted and skipped in a build to standard error."""
    if not (report.notes or report.skips or report.passed_over):
        return
    from indexer.cli.render_summary import summary_lines

    for line in summary_lines(report):
        click.echo(line, err=True)


def print_report(report: BuildReport, output_format: str) -> None:
    """Print what a build did, as one line or as JSON; what it met goes to standard error."""
    print_summary(report)
    if output_format == "json":
        print_json(asdict(report))
        return
    from indexer.cli.render_text import report_line

    click.echo(report_line(report))
