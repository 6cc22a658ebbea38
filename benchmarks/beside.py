"""Measures Knipsel beside what a user would pick instead: the rows of one table of `speed.py`.

Knipsel's API and OpenSearch are asked over HTTP, one question after the other, SQLite in its own
process. No page is remembered: each round asks the API with another limit, which no date reaches.
"""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import opensearch_nodes
from alternatives import OpenSearch, Sqlite
from cluster import serving
from measurements import measure

from indexer.config import Settings

WARMING = 12
"""Rounds of OpenSearch before those that count, while Java compiles what is used."""

Row = tuple[str, list[float]]
Clock = Callable[[], float]


def rows(source: str, queries: Sequence[str], rounds: int) -> Iterator[Row]:
    """Yield what indexing a file and a page take.

    That is articles a second, seconds of processor time, bytes of the index; then of a page p50,
    p95 and the mean of the processor time of client and server, in milliseconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        yield _knipsel(source, Path(folder), queries, rounds)
        sqlite = Sqlite(Path(folder, "archive.db"))
        indexed = _indexed(sqlite, source, time.process_time)
        yield "SQLite FTS5", indexed + _asked(sqlite.page, queries, rounds, time.process_time)
    try:
        yield from _opensearch(source, queries, rounds)
    except opensearch_nodes.UnavailableError as error:
        print(f"OpenSearch is left out: {error}.", file=sys.stderr)


def _knipsel(source: str, folder: Path, queries: Sequence[str], rounds: int) -> Row:
    settings = Settings(index=folder / "knipsel", engine="tantivy")
    figures = measure("index", engine="tantivy", source=source, folder=str(settings.index))
    with serving(settings) as (url, server):
        limits = count(2100)

        def page(query: str) -> object:
            asked = urlencode({"q": query, "until": next(limits)})
            with urllib.request.urlopen(f"{url}api/search?{asked}") as answer:
                return answer.read()

        def clock() -> float:
            return opensearch_nodes.processor_seconds(server.pid) + time.process_time()

        return "Knipsel, API", figures["index"][:3] + _asked(page, queries, rounds, clock)


def _opensearch(source: str, queries: Sequence[str], rounds: int) -> Iterator[Row]:
    with opensearch_nodes.running(1, heap="2g") as nodes:

        def clock() -> float:
            return nodes.processor() + time.process_time()

        opensearch = OpenSearch(nodes.urls[0])
        for name in ("OpenSearch, just started", "OpenSearch"):
            indexed = _indexed(opensearch, source, clock)
            yield name, indexed + _asked(opensearch.page, queries, rounds, clock, WARMING)


def _indexed(index: Sqlite | OpenSearch, source: str, clock: Clock) -> list[float]:
    started, before = time.perf_counter(), clock()
    articles = index.index(source)
    return [articles / (time.perf_counter() - started), clock() - before, index.size()]


def _asked(
    page: Callable[[str], object],
    queries: Sequence[str],
    rounds: int,
    clock: Clock,
    warming: int = 1,
) -> list[float]:
    for query in warming * list(queries):
        page(query)
    passed, before = [], clock()
    for query in rounds * list(queries):
        started = time.perf_counter()
        page(query)
        passed.append(1000 * (time.perf_counter() - started))
    twentieths = quantiles(passed, n=20, method="inclusive")
    return [twentieths[9], twentieths[18], 1000 * (clock() - before) / len(passed)]
