"""What commands that build an index show while they run, and at the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from indexer.cli.printing import print_json

if TYPE_CHECKING:
    from indexer.model import ArticleError
    from indexer.reports import BuildReport, Reason

_MAX_FORMS = 8  # that files which are passed over are counted by


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
    for line in _summary_lines(report):
        click.echo(line, err=True)


def print_report(report: BuildReport, output_format: str) -> None:
    """Print what a build did, as one line or as JSON; what it met goes to standard error."""
    print_summary(report)
    if output_format == "json":
        print_json(asdict(report))
        return
    from indexer.cli.render_text import report_line

    click.echo(report_line(report))


def _summary_lines(report: BuildReport) -> Iterator[str]:
    """Yield the notes and then what was skipped, each reason with its places."""
    yield from _reason_lines("note", report.notes)
    if report.passed_over:
        yield _passed_over_line(report.passed_over)
    yield from _reason_lines("skipped", report.skips)


def _reason_lines(word: str, reasons: Sequence[Reason]) -> Iterator[str]:
    for reason in reasons:
        if reason.count == 1:
            yield f"{word} {reason.places[0]}: {reason}" if reason.places[0] else f"{word} {reason}"
            continue
        files = f" in {reason.files:,} files" if 1 < reason.files < reason.count else ""
        yield f"{word} {reason.count:,}{files}: {reason}"
        yield from (f"  {place}" for place in reason.places if place)
        if left := reason.count - len(reason.places):
            yield f"  and {left:,} more"


def _passed_over_line(forms: dict[str, int]) -> str:
    """Return how many files hold no articles, by the ends of their names."""
    count = sum(forms.values())
    named = ", ".join(f"{number:,} {form}" for form, number in list(forms.items())[:_MAX_FORMS])
    others = ", and others" if len(forms) > _MAX_FORMS else ""
    return f"passed over {count:,} file{'s' if count > 1 else ''} of other formats: {named}{others}"
