"""The command `knipsel`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from indexer import __version__
from indexer.cli.alert import alert
from indexer.cli.batches import queries_of
from indexer.cli.index import USAGE, copy, index
from indexer.cli.options import QueryCommand
from indexer.cli.printing import print_json, print_json_lines, print_lines, terminal_width
from indexer.cli.serve import password, serve
from indexer.cli.trend_kwic_similar import kwic, similar, trend
from indexer.cli.watch import watch
from indexer.config import Settings
from indexer.errors import KnipselError

if TYPE_CHECKING:  # heavy or rarely needed: each command imports what it uses
    from indexer.archive import Archive
    from indexer.model import SearchPage, SearchRequest

FOUND_NOTHING = 1

_FOR_READERS = ("text", "json", "jsonl")


class _Failure(click.ClickException):
    exit_code = USAGE


class _Commands(click.Group):
    """Turns the library's errors into exit codes: the one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KnipselError as error:
            raise _Failure(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            from indexer.storage.os_errors import refused

            raise _Failure(refused(error)) from error


def _tell_version(ctx: click.Context) -> None:
    from indexer.analysis.kernel import compiled

    kernel = "compiled kernel" if compiled() else "kernel in Python"
    click.echo(f"knipsel, version {__version__}, {kernel}")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda ctx, _, asked: _tell_version(ctx) if asked else None,
    help="Show the version and exit.",
)
@click.option("--index", "folder", metavar="DIR", help="The index folder. [default: ./index]")
@click.pass_context
def main(ctx: click.Context, folder: str | None) -> None:
    """Search Dutch news archives.

    \b
    knipsel index articles/     read a folder of articles
    knipsel search navo-top     search it
    knipsel serve               search it in the browser
    """
    ctx.color = False if os.environ.get("NO_COLOR") else None  # https://no-color.org
    ctx.obj = Settings.load(folder)


for command in (alert, copy, index, kwic, password, serve, similar, trend, watch):
    main.add_command(command)


# -- search


@main.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option("-n", "--limit", type=click.IntRange(1), default=10, show_default=True)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("--since", metavar="DATE", help="From this day, month or year: 2022-03.")
@click.option("--until", metavar="DATE", help="Up to and including this day, month or year.")
@click.option("--source", "sources", multiple=True, help="Only this source; may be repeated.")
@click.option("--section", "sections", multiple=True, help="Only this section; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv", "trec", "ids"]),
    default="text",
)
@click.option("--explain", is_flag=True, help="Say why each article was found.")
@click.option("--no-related", is_flag=True, help="Rank without the terms of the best articles.")
@click.option("--no-collapse", is_flag=True, help="List near-copies too, each in its own place.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="Lines of id, tab, query.")
@click.pass_obj
def search(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    form: str,
    batch: IO[str] | None,
    no_related: bool,
    no_collapse: bool,
    **asked: Any,
) -> None:
    """Search the archive and print ranked results.

    \b
    knipsel search navo-top
    knipsel search '"rode lijn" EN datum:2022-03' --format json
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest, Sort

    if bool(query) == bool(batch):
        raise click.UsageError("Give a query, or --batch FILE.")
    asked["sort"] = Sort(asked["sort"])
    # What counts or lists articles for a program has every one of them.
    asked["collapse"] = form in _FOR_READERS and not (no_collapse or batch)
    request = SearchRequest(" ".join(query), related=not no_related, **asked)
    archive = Archive.open(settings)
    if batch:
        found = _search_batch(archive, request, batch, form)
    else:
        page = archive.search(request)
        found = bool(page.hits)
        _print_page(page, form, settings)
    if not found:
        sys.exit(FOUND_NOTHING)


def _print_page(page: SearchPage, form: str, settings: Settings) -> None:
    if form == "text":
        from indexer.cli import render_text

        print_lines(render_text.page_lines(page, terminal_width(), _command(settings)))
        return
    from indexer.output import json_output, tables

    match form:
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


def _search_batch(archive: Archive, request: SearchRequest, batch: IO[str], form: str) -> bool:
    """Answer every line of the file; say whether anything was found."""
    from dataclasses import replace

    from indexer.output import json_output, tables

    if form not in ("jsonl", "trec"):
        raise click.UsageError("--batch answers with --format jsonl or trec.")
    found = False
    for query_id, text in queries_of(batch):
        page = archive.search(replace(request, query=text))
        found = found or bool(page.hits)
        if form == "trec":
            print_lines(tables.trec_lines(query_id, page.hits))
        else:
            print_json_lines([{"query_id": query_id, **json_output.page_to_json(page)}])
    return found


# -- one article, one word, the whole


@main.command()
@click.argument("id_", metavar="ID")
@click.option("--query", default="", help="Mark what this query hits.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def show(settings: Settings, id_: str, query: str, form: str) -> None:
    """Print a whole article.

    \b
    knipsel show 2022/navo-top --query crisis
    """
    from indexer.archive import Archive
    from indexer.cli import render_text
    from indexer.errors import ArticleNotFoundError
    from indexer.output import json_output

    try:
        marked = Archive.open(settings).article(id_, query)
    except ArticleNotFoundError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(FOUND_NOTHING)
    if form == "json":
        print_json(json_output.article_to_json(marked))
    else:
        print_lines(render_text.article_lines(marked, min(72, terminal_width())))


@main.command(cls=QueryCommand)
@click.argument("text", nargs=-1)
def analyse(text: tuple[str, ...]) -> None:
    """Print what the index sees of a text: one JSON object a token.

    Without TEXT, reads lines from standard input.

    \b
    knipsel analyse veiligheidscrisis
    """
    from indexer.analysis.analyzer import Analyzer
    from indexer.output.json_output import token_to_json

    analyzer = Analyzer()
    lines = [" ".join(text)] if text else (line.rstrip("\n") for line in sys.stdin)
    for number, line in enumerate(lines, 1):
        print_json_lines(token_to_json(token, line, number) for token in analyzer.tokens(line))


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def stats(settings: Settings, form: Literal["text", "json"]) -> None:
    """Print the archive in figures.

    \b
    knipsel stats --format json
    """
    from indexer.archive import Archive
    from indexer.cli import render_text
    from indexer.output import json_output

    figures = Archive.open(settings).stats()
    if form == "json":
        print_json(json_output.stats_to_json(figures))
    else:
        print_lines(render_text.stats_lines(figures))


@main.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Verify the index against its manifest and itself.

    \b
    knipsel check
    """
    from indexer.indexing.check import check as wrong_in
    from indexer.storage.index_store import open_store

    wrong = wrong_in(settings)
    print_lines(wrong)
    if wrong:
        click.echo(f"Mend it: {_command(settings)} index --rebuild PATH", err=True)
        sys.exit(FOUND_NOTHING)
    articles = open_store(settings, "").manifest().articles
    click.echo(f"{articles:,} articles, nothing wrong")


# -- printing


def _command(settings: Settings) -> str:
    """Return how the command is called for this index, as the user would type it."""
    usual = settings.index == Path("index") or "KNIPSEL_INDEX" in os.environ
    return "knipsel" if usual else f"knipsel --index {settings.index}"
