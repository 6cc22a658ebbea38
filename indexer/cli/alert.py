"""The command `knipsel alert`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from indexer.cli.options import format_option, read_queries, selection_options
from indexer.cli.printing import FOUND_NOTHING, print_json, print_lines, terminal_width
from indexer.config import Settings

if TYPE_CHECKING:
    from indexer.model import Article, SearchRequest
    from indexer.watch.alerts import Alert, Standing

_INDENT = "    "


@click.command()
@click.argument("queries", metavar="FILE", type=click.File(encoding="utf-8"))
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that remembers what was seen. [default: FILE.seen]",
)
@selection_options
@format_option("text", "json", "atom")
@click.pass_obj
def alert(
    settings: Settings,
    /,
    *,
    queries: IO[str],
    state: Path | None,
    output_format: str,
    **selection: Any,
) -> None:
    """Print what is new since the last run, for each query of a file.

    Each line of FILE is an id, a tab and a query. The first run counts the articles and lists none.
    Exits with status 1 if nothing is new.

    \b
    knipsel alert queries.tsv --format atom > new.atom
    """
    from indexer.archive import Archive
    from indexer.model import SearchRequest
    from indexer.request_checks import MAX_RESULTS
    from indexer.watch import alerts

    if state is None and queries.name == "<stdin>":
        raise click.UsageError("Queries on standard input need --state FILE.")
    seen = alerts.Seen(state or Path(f"{queries.name}.seen"))
    standing = _read(queries, SearchRequest("", **selection))
    archive = Archive.open(settings)
    found = [alerts.alert(archive, each, seen) for each in standing]
    for one in found:
        if not one.watched:
            click.echo(
                f"{one.standing.id}: {one.total:,} articles, only the newest "
                f"{MAX_RESULTS:,} are watched",
                err=True,
            )
    _print(found, output_format, built=archive.stats().built, name=Path(queries.name).name)
    sys.stdout.flush()
    seen.keep()  # after printing: what nobody could read is printed again
    if not any(one.count for one in found):
        sys.exit(FOUND_NOTHING)


def _read(queries: IO[str], within: SearchRequest) -> list[Standing]:
    """Return the queries of the file; an id that stands there twice is wrong usage."""
    from indexer.watch.alerts import Standing

    standing: dict[str, Standing] = {}
    for id_, query in read_queries(queries):
        if id_ in standing:
            raise click.UsageError(f"{queries.name}: the id {id_!r} stands there twice.")
        standing[id_] = Standing(id_, query, within)
    return list(standing.values())


def _print(found: Sequence[Alert], output_format: str, *, built: str, name: str) -> None:
    match output_format:
        case "json":
            print_json([_rendered(one) for one in found])
        case "atom":
            click.echo(_feed(found, built, name))
        case _:
            print_lines(_lines(found, terminal_width()))


def _rendered(one: Alert) -> dict[str, Any]:
    return {
        "id": one.standing.id,
        "query": one.standing.query,
        "total": one.total,
        "first": one.first,
        "count": one.count,
        "new": [_about(article) for article in one.new],
    }


def _feed(found: Iterable[Alert], built: str, name: str) -> bytes:
    """Return one feed of all; an article that several queries found stands in it once."""
    from indexer.output.atom import Entry, Feed, atom

    topics: dict[str, tuple[str, ...]] = {}
    articles = {}
    for one in found:
        for article in one.new:
            articles[article.id] = article
            topics[article.id] = (*topics.get(article.id, ()), one.standing.id)
    entries = (Entry(a, a.url, topics[id_]) for id_, a in articles.items())
    return atom(Feed(f"alert {name}", f"Knipsel: {name}", built), entries)


def _about(article: Article) -> dict[str, Any]:
    return {name: value for name, value in article.to_json().items() if name != "body"}


def _lines(found: Iterable[Alert], width: int) -> Iterator[str]:
    from indexer.formatting import DUTCH
    from indexer.output.citations import reference

    for one in found:
        if one.first:
            total = DUTCH.articles(one.total)
            yield f"{one.standing.id}: {total}; vanaf nu staat hier wat erbij komt"
        elif one.count:
            noun = "nieuw artikel" if one.count == 1 else "nieuwe artikelen"
            yield click.style(f"{one.standing.id}: {DUTCH.number(one.count)} {noun}", bold=True)
            for article in one.new:
                yield _filled(reference(article), width)
                yield click.style(f"{_INDENT}{article.id}", dim=True)
            if others := one.count - len(one.new):
                yield f"{_INDENT}en {DUTCH.number(others)} andere"


def _filled(text: str, width: int) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
