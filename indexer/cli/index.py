"""The command `knipsel index`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import format_option
from indexer.cli.printing import SKIPPED, USAGE, print_json, print_lines, terminal_width
from indexer.cli.progress import BuildObserver, print_report
from indexer.config import Settings
from indexer.engines import registry
from indexer.text import one_line

if TYPE_CHECKING:
    from indexer.indexing.preview import Preview


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--engine", type=click.Choice(registry.names()), help="Store the index with this engine."
)
@click.option("--rebuild", is_flag=True, help="Start afresh: keep only what is read now.")
@click.option("--prune", is_flag=True, help="Drop articles of PATH whose source is gone.")
@click.option("--dry-run", is_flag=True, help="Print what would be read; leave the index alone.")
@click.option(
    "--show",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="With --dry-run, print this many articles of each file format.",
)
@format_option("text", "json")
@click.pass_obj
def index(
    settings: Settings,
    /,
    *,
    paths: tuple[str, ...],
    engine: str | None,
    dry_run: bool,
    show: int,
    output_format: str,
    rebuild: bool,
    prune: bool,
) -> None:
    """Read files, folders or - (JSONL on standard input) into the index.

    Only articles that changed since the last run are analysed.

    \b
    knipsel index articles/ more.jsonl.gz
    knipsel index --dry-run --show 1 delivery.zip
    """
    if dry_run:
        _preview(settings, paths, show, output_format)
        return
    from indexer.archive import build

    settings = replace(settings, engine=engine or settings.engine)
    observer = BuildObserver()
    report = build(settings, paths, rebuild=rebuild, prune=prune, observer=observer)
    observer.done()
    print_report(report, output_format)
    if report.skipped:
        sys.exit(SKIPPED if report.read else USAGE)


def _preview(
    settings: Settings, paths: tuple[str, ...], per_format: int, output_format: str
) -> None:
    from indexer.indexing.preview import Preview, preview

    shown, skipped = [], 0
    for item in preview(paths, settings.fields, settings.timezone, per_format):
        if not isinstance(item, Preview):
            skipped += 1
            click.echo(f"skipped {item}", err=True)
            continue
        shown.append(_rendered(item))
        if output_format == "text":
            print_lines(_lines(item, terminal_width()))
    if output_format == "json":
        print_json(shown)
    if skipped:
        sys.exit(SKIPPED if shown else USAGE)


def _rendered(item: Preview) -> dict[str, Any]:
    return {"file": item.file, **item.article.to_json(), **_measures(item), "notes": item.notes}


def _measures(item: Preview) -> dict[str, int]:
    """Return how long the body is, as the page sets it."""
    from indexer.highlight.blocks import Kind, blocks

    kinds = [block.kind for block in blocks(item.article.body, ())]
    subheads = kinds.count(Kind.SUBHEAD)
    words = len(item.article.body.split())
    return {"words": words, "paragraphs": len(kinds) - subheads, "subheads": subheads}


def _lines(item: Preview, width: int) -> Iterator[str]:
    yield click.style(item.file, bold=True)
    for name in item.article.to_json():
        if name != "body":
            yield f"  {name:<8} {'; '.join(item.article.values(name)) or '-'}"
    measures = ", ".join(f"{count:,} {name}" for name, count in _measures(item).items())
    yield f"  {'body':<8} {measures}"
    opening = one_line(item.article.body)
    yield f"  {'':<8} {textwrap.shorten(opening, max(20, width - 11), placeholder=' …')}"
    yield from (f"  {'note':<8} {note}" for note in item.notes)
    yield ""
