"""The command `knipsel index`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import format_option
from indexer.cli.printing import SKIPPED, USAGE, print_json, print_lines, terminal_width, visible
from indexer.cli.progress import BuildObserver, listing_command, print_report, print_summary
from indexer.config import Settings
from indexer.engines import registry
from indexer.model import Note, Remark
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
@click.option(
    "--skipped",
    is_flag=True,
    help="With --dry-run, print all that is skipped, noted or passed over, and no articles.",
)
@click.option(
    "--names",
    type=click.Choice(["auto", "all", "none"]),
    help="Find names in these articles; auto does unless Python has to, in a run of over 20,000.",
)
@click.option("--ocr", is_flag=True, help="Recognise the text of scans, by tesseract.")
@click.option("--follow-links", is_flag=True, help="Read what links lead to outside their folder.")
@format_option("text", "json")
@click.pass_obj
def index(
    settings: Settings,
    /,
    *,
    paths: tuple[str, ...],
    dry_run: bool,
    show: int,
    skipped: bool,
    output_format: str,
    rebuild: bool,
    prune: bool,
    **chosen: Any,
) -> None:
    """Read files, folders or - (JSONL on standard input) into the index.

    Only articles that changed since the last run are analysed.

    \b
    knipsel index articles/ more.jsonl.gz
    knipsel index --dry-run --show 1 delivery.zip
    knipsel index --dry-run --skipped articles/
    """
    if skipped and not dry_run:
        raise click.UsageError("--skipped goes with --dry-run.")
    settings = replace(settings, **{name: value for name, value in chosen.items() if value})
    if dry_run:
        _dry_run(settings, paths, output_format, max_articles=0 if skipped else show)
        return
    from indexer.archive import build

    observer = BuildObserver()
    report = build(settings, paths, rebuild=rebuild, prune=prune, observer=observer)
    observer.done()
    print_report(report, output_format, listing_command(settings, paths))
    if report.skipped:
        sys.exit(SKIPPED if report.read else USAGE)


def _dry_run(
    settings: Settings, paths: tuple[str, ...], output_format: str, *, max_articles: int
) -> None:
    """Print the first articles of each format; without `max_articles` all that is not one."""
    from indexer.indexing.preview import DryRun

    run = DryRun(paths, settings)
    found = run.articles(max_articles) if max_articles else run.remarks()
    if output_format == "json":
        print_json([_rendered(item) for item in found])
    else:
        width = terminal_width()
        print_lines(line for item in found for line in _lines(item, width))
    report = run.report()
    if max_articles:
        print_summary(report, listing_command(settings, paths))
    if report.skipped:
        click.echo(f"{report.read:,} would be read, {report.skipped:,} skipped", err=True)
        sys.exit(SKIPPED if report.read else USAGE)


def _rendered(item: Preview | Remark) -> dict[str, Any]:
    from indexer.indexing.preview import Preview

    if isinstance(item, Preview):
        return {"file": item.file, **item.article.to_json(), **_measures(item), "notes": item.notes}
    return {"kind": _kind(item), "file": item.path, "line": item.line, "reason": item.reason}


def _kind(item: Remark) -> str:
    """Return what became of it: skipped, passed over, or read with a note."""
    if isinstance(item, Note):
        return "passed over" if item.form else "note"
    return "skipped"


def _measures(item: Preview) -> dict[str, int]:
    """Return how long the body is, as the page sets it."""
    from indexer.highlight.blocks import Kind, blocks

    kinds = [block.kind for block in blocks(item.article.body, ())]
    subheads = kinds.count(Kind.SUBHEAD)
    words = len(item.article.body.split())
    return {"words": words, "paragraphs": len(kinds) - subheads, "subheads": subheads}


def _lines(item: Preview | Remark, width: int) -> Iterator[str]:
    if isinstance(item, Remark):
        word = "" if isinstance(item, Note) and item.form else f"{_kind(item)} "
        yield visible(f"{word}{item}")
        return
    yield click.style(visible(item.file), bold=True)
    for name in item.article.to_json():
        if name != "body":
            yield f"  {name:<8} {'; '.join(item.article.values(name)) or '-'}"
    measures = ", ".join(f"{count:,} {name}" for name, count in _measures(item).items())
    yield f"  {'body':<8} {measures}"
    opening = one_line(item.article.body)
    yield f"  {'':<8} {textwrap.shorten(opening, max(20, width - 11), placeholder=' …')}"
    yield from (visible(f"  {'note':<8} {note}") for note in item.notes)
    yield ""
