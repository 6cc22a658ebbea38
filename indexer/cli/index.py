"""The commands `knipsel index` and `knipsel copy`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.printing import print_json, print_lines, terminal_width
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.indexing.preview import Preview
    from indexer.model import ArticleError, BuildReport

USAGE, SKIPPED = 2, 3
ENGINES = ("tantivy", "whoosh", "opensearch")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--engine", type=click.Choice(ENGINES), help="What stores the index.")
@click.option("--rebuild", is_flag=True, help="Start afresh: hold just what is read now.")
@click.option("--prune", is_flag=True, help="Drop articles of PATHS whose source is gone.")
@click.option("--dry-run", is_flag=True, help="Print what is read, and leave the index alone.")
@click.option(
    "--show",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="With --dry-run: articles of each form of file.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def index(
    settings: Settings,
    /,
    *,
    paths: tuple[str, ...],
    engine: str | None,
    dry_run: bool,
    show: int,
    form: str,
    rebuild: bool,
    prune: bool,
) -> None:
    """Read files, folders or - (JSONL on standard input) into the index.

    Only what changed since the last time is analysed.

    \b
    knipsel index articles/ more.jsonl.gz
    knipsel index --dry-run --show 1 delivery.zip
    """
    if dry_run:
        _preview(settings, paths, show, form)
        return
    from indexer.archive import build

    settings = replace(settings, engine=engine or settings.engine)
    observer = BuildObserver()
    report = build(settings, paths, rebuild=rebuild, prune=prune, observer=observer)
    observer.done()
    _print_report(report, form)
    if report.skipped:
        sys.exit(SKIPPED if report.read else USAGE)


@click.command()
@click.option("--to", type=click.Choice(ENGINES), required=True, help="What stores the copy.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def copy(settings: Settings, to: str, form: str) -> None:
    """Copy the archive from the index folder to a cluster, or back.

    It takes the place of what is there. The articles are analysed anew.

    \b
    knipsel copy --to opensearch
    """
    from indexer.archive import copy_archive
    from indexer.engines.registry import CLUSTER

    source = replace(settings, engine=None if to == CLUSTER else CLUSTER)
    observer = BuildObserver()
    report = copy_archive(source, replace(settings, engine=to), observer)
    observer.done()
    _print_report(report, form)


def _print_report(report: BuildReport, form: str) -> None:
    if form == "json":
        print_json(asdict(report))
        return
    from indexer.cli.render_text import report_line

    click.echo(report_line(report))


class BuildObserver:
    """Shows how far a build is, and names what is skipped."""

    def __init__(self) -> None:
        self._line = sys.stderr.isatty()

    def progressed(self, report: BuildReport, share: Callable[[], float]) -> None:
        """Rewrite the line that says how far it is."""
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


# -- what would be read


def _preview(settings: Settings, paths: tuple[str, ...], most: int, form: str) -> None:
    from indexer.indexing.preview import Preview, preview

    shown, skipped = [], 0
    for item in preview(paths, settings.fields, most):
        if not isinstance(item, Preview):
            skipped += 1
            click.echo(f"skipped {item}", err=True)
            continue
        shown.append(_rendered(item))
        if form == "text":
            print_lines(_lines(item, terminal_width()))
    if form == "json":
        print_json(shown)
    if skipped:
        sys.exit(SKIPPED if shown else USAGE)


def _rendered(item: Preview) -> dict[str, Any]:
    return {"file": item.file, **asdict(item.article), **_measures(item), "notes": item.notes}


def _measures(item: Preview) -> dict[str, int]:
    """Return how long the body is, as the page sets it."""
    from indexer.highlight.blocks import Kind, blocks

    kinds = [block.kind for block in blocks(item.article.body, ())]
    subheads = kinds.count(Kind.SUBHEAD)
    words = len(item.article.body.split())
    return {"words": words, "paragraphs": len(kinds) - subheads, "subheads": subheads}


def _lines(item: Preview, width: int) -> Iterator[str]:
    yield click.style(item.file, bold=True)
    for name, value in asdict(item.article).items():
        if name != "body":
            yield f"  {name:<8} {value or '-'}"
    told = ", ".join(f"{count:,} {name}" for name, count in _measures(item).items())
    yield f"  {'body':<8} {told}"
    opening = " ".join(item.article.body.split())
    yield f"  {'':<8} {textwrap.shorten(opening, max(20, width - 11), placeholder=' …')}"
    yield from (f"  {'note':<8} {note}" for note in item.notes)
    yield ""
