"""The command `knipsel search`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from indexer.cli.options import (
    LIMITS,
    QueryCommand,
    format_option,
    given_options,
    limit_option,
    read_queries,
    selection_options,
)
from indexer.cli.printing import (
    FOUND_NOTHING,
    command_name,
    print_json,
    print_json_lines,
    print_lines,
    terminal_width,
)
from indexer.cli.terminal.query_words import complete_words
from indexer.config import Settings
from indexer.fields import FACETS
from indexer.request_checks import MAX_RESULTS

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.model import SearchPage, SearchRequest

_FOR_READERS = ("text", "json", "jsonl")


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, shell_complete=complete_words)
@limit_option(10, "results", maximum=MAX_RESULTS)
@click.option(
    "--page",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help=f"Print this page of the first {MAX_RESULTS:,} results.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="Order the results by this.",
)
@selection_options
@format_option("text", "json", "jsonl", "csv", "trec", "ids")
@click.option(
    "--facets", "with_facets", is_flag=True, help="Print values and dates with their counts too."
)
@click.option("--explain", is_flag=True, help="Explain why each article was found.")
@click.option("--no-related", is_flag=True, help="Rank by the words of the query alone.")
@click.option("--no-collapse", is_flag=True, help="List near-duplicates in places of their own.")
@click.option(
    "--no-parts", is_flag=True, help="Find no words inside other words: just what is counted."
)
@click.option(
    "--batch",
    type=click.File(encoding="utf-8"),
    help="Answer each line of this file: id, tab, query.",
)
@click.pass_obj
def search(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    output_format: str,
    batch: IO[str] | None,
    with_facets: bool,
    no_related: bool,
    no_collapse: bool,
    no_parts: bool,
    **asked: Any,
) -> None:
    """Search the archive and print ranked results.

    \b
    knipsel search navo-top
    knipsel search '"harde grens" EN datum:2022-03' --format json
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest, Sort

    if bool(query) == bool(batch):
        raise click.UsageError("Give a query, or --batch FILE.")
    if with_facets and (batch or output_format not in ("text", "json")):
        raise click.UsageError("--facets is for --format text; json always has the facets.")
    asked["sort"] = Sort(asked["sort"])
    # What counts or lists articles for a program has every one of them.
    asked["collapse"] = output_format in _FOR_READERS and not (no_collapse or batch)
    asked["parts"] = not no_parts
    request = SearchRequest(" ".join(query), related=not no_related, **asked)
    archive = Archive(settings, brief=True)
    if batch:
        found = _search_batch(archive, request, batch, output_format)
    else:
        found = _search_page(archive, request, output_format, settings, with_facets=with_facets)
    if not found:
        sys.exit(FOUND_NOTHING)


def _search_page(
    archive: Archive,
    request: SearchRequest,
    output_format: str,
    settings: Settings,
    *,
    with_facets: bool,
) -> bool:
    """Print a page of results; return whether anything was found."""
    page = archive.search(request, FACETS if with_facets or output_format == "json" else ())
    if output_format == "text":
        _print_text(page, settings, _facet_lines(archive, request, page) if with_facets else ())
    else:
        _print_for_programs(page, output_format)
    return bool(page.hits)


def _facet_lines(archive: Archive, request: SearchRequest, page: SearchPage) -> Iterator[str]:
    """Return the facets and the timeline of a page, one line each."""
    from dataclasses import replace

    from indexer.cli.terminal.facets import facet_lines, timeline_bars

    asked = replace(request, query=page.corrected or request.query)
    days = archive.refinements(asked).days if page.total or page.nearest else {}
    bars = timeline_bars(getattr(sys.stdout, "encoding", None))
    return facet_lines(page, days, terminal_width(), bars)


def _print_text(page: SearchPage, settings: Settings, facets: Iterable[str]) -> None:
    from indexer.cli import render_text

    context, unseen = click.get_current_context(), ("page", "output_format")
    options = given_options(context, without=unseen)
    unlimited = given_options(context, without=(*unseen, *LIMITS))
    name = command_name(settings)
    width = terminal_width()
    print_lines(render_text.page_lines(page, width, name, options, unlimited, facets=facets))


def _print_for_programs(page: SearchPage, output_format: str) -> None:
    from indexer.output import json_output, tables

    match output_format:
        case "json":
            print_json(json_output.page_to_json(page))
        case "jsonl":
            print_json_lines(json_output.page_to_json(page)["hits"])
        case "csv":
            print_lines(tables.csv_lines(page.hits))
        case "trec":
            print_lines(tables.trec_lines("1", page.hits))
        case _:
            print_lines(hit.article.id for hit in page.hits)


def _search_batch(
    archive: Archive, request: SearchRequest, batch: IO[str], output_format: str
) -> bool:
    """Answer every line of the file; return whether anything was found."""
    from dataclasses import replace

    from indexer.output import json_output, tables

    if output_format not in ("jsonl", "trec"):
        raise click.UsageError("--batch answers with --format jsonl or trec.")
    found = False
    for query_id, text in read_queries(batch):
        page = archive.search(
            replace(request, query=text), FACETS if output_format == "jsonl" else ()
        )
        found = found or bool(page.hits)
        if output_format == "trec":
            print_lines(tables.trec_lines(query_id, page.hits))
        else:
            print_json_lines([{"query_id": query_id, **json_output.page_to_json(page)}])
    return found
