"""What commands that build an index show while they run, and at the end."""

from __future__ import annotations

import logging
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.printing import command_name, print_json, terminal_width, visible
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.model import ArticleError
    from indexer.reports import BuildReport, Reason

_MAX_SHOWN = 20  # places of a reason
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


def print_report(report: BuildReport, output_format: str, listing: str = "") -> None:
    """Print what a build did, as one line or as JSON; what it met goes to standard error."""
    print_summary(report, listing)
    if output_format == "json":
        print_json(asdict(report))
        return
    from indexer.cli.render_text import report_line

    click.echo(report_line(report))


def listing_command(settings: Settings, paths: Iterable[str | Path]) -> str:
    """Return the command that names everything that a summary only counts."""
    from indexer.cli.render_text import quoted

    named = " ".join(quoted(str(path)) for path in paths if str(path) != "-")
    return f"{command_name(settings)} index --dry-run --skipped {named}" if named else ""


def print_summary(report: BuildReport, listing: str = "") -> None:
    """Print what was noted and skipped to standard error; `listing` is a command that names all."""
    width = terminal_width()
    skips = sorted(report.skips, key=lambda reason: -reason.count)
    lines = [
        *(line for reason in report.notes for line in _reason_lines("note", reason, width)),
        *_passed_over_lines(report.passed_over),
        *(line for reason in skips for line in _reason_lines("skipped", reason, width)),
    ]
    counted = any(_others(reason) for reason in (*report.notes, *report.skips))
    if listing and (counted or report.passed_over):
        lines.append(f"List them: {listing}")
    for line in lines:
        shown = visible(line)
        click.echo(_wrapped(shown, width) if sys.stderr.isatty() else shown, err=True)


def _reason_lines(word: str, reason: Reason, width: int) -> Iterator[str]:
    """Yield what is met once in a line; else how often it is, and then the places."""
    if len(reason.places) == 1 and not reason.others:
        times = f" {reason.count:,}" if reason.count > 1 else ""
        place = f"{reason.places[0]}: " if reason.places[0] else ""
        yield f"{word}{times} {place}{reason}"
        return
    files = f" in {reason.files:,} files" if 1 < reason.files < reason.count else ""
    times = f" {reason.count:,}{files}:" if reason.count > 1 else ""
    yield f"{word}{times} {reason}"
    line = ""
    for place in _listed(reason):
        if line and len(line) + len(place) + 1 > width:
            yield line
            line = ""
        line = f"{line or ' '} {place}"
    if line:
        yield line


def _others(reason: Reason) -> int:
    """Return how many places are not shown."""
    return reason.others + max(0, len(reason.places) - _MAX_SHOWN)


def _listed(reason: Reason) -> Iterator[str]:
    """Yield the places with commas behind them, and how many there are more."""
    *first, last = reason.places[:_MAX_SHOWN] or ("",)
    yield from (f"{place}," for place in first)
    if others := _others(reason):
        yield f"{last},"
        yield f"and {others:,} more"
    elif last:
        yield last


def _passed_over_lines(forms: Mapping[str, int]) -> Iterator[str]:
    """Yield how many files hold no articles, by the ends of their names."""
    if count := sum(forms.values()):
        named = [f"{number:,} {form}" for form, number in list(forms.items())[:_MAX_FORMS]]
        others = ", and others" if len(forms) > _MAX_FORMS else ""
        files = "file" if count == 1 else "files"
        yield f"passed over {count:,} {files} without articles: {', '.join(named)}{others}"


def _wrapped(line: str, width: int) -> str:
    return "\n".join(
        textwrap.wrap(
            line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
    )
