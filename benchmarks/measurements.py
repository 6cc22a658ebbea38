"""The measurements of `speed.py`, each in a process of its own, so that none inherits memory.

Times of searches are [p50, p95] in milliseconds over the queries: medians of rounds, after one
round that warms up.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, wraps
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

import rivals

from indexer import archive as flows
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.protocol import Match
from indexer.model import SearchRequest, Sort
from indexer.query.nodes import Node

Figures = dict[str, list[float]]
Call = Callable[[], object]

_BARE = "top 10, ids only, of an analysed query"


def measure(name: str, **arguments: Any) -> Figures:
    """Run one of the functions below in a new process and return what it returns."""
    command = [sys.executable, __file__, name, json.dumps(arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(done.stdout)
    return figures


def index(engine: str, source: str, folder: str) -> Figures:
    """Return [articles a second, bytes on disk, peak bytes of memory] of Knipsel's indexing."""
    started = time.perf_counter()
    report = build(Settings(index=Path(folder), engine=engine), [source])
    return _indexed(report.added, started, folder)


def index_tantivy(source: str, folder: str) -> Figures:
    """Return the same of Tantivy's own Dutch chain."""
    return _index_rival(rivals.build_tantivy, source, folder)


def index_whoosh(source: str, folder: str) -> Figures:
    """Return the same of Whoosh's own Dutch chain."""
    return _index_rival(rivals.build_whoosh, source, folder)


def search(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return the times of a bare top 10 and of full pages: ten hits, snippets, facets."""
    archive = Archive.open(Settings(index=Path(folder)))
    find = archive._snapshot.reader.search
    nodes = _analysed(archive, queries)
    return {
        _BARE: _times([partial(find, node, rivals.TOP) for node in nodes], rounds),
        "page": _times(_pages(archive, queries, related=False), rounds),
        "page with related terms": _times(_pages(archive, queries), rounds),
        "page, newest first": _times(_pages(archive, queries, sort=Sort.NEWEST), rounds),
    }


def search_tantivy(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return the times of a bare top 10 of Tantivy's own Dutch chain."""
    return {_BARE: _times(rivals.tantivy_searches(folder, queries), rounds)}


def search_whoosh(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return the times of a bare top 10 of Whoosh's own Dutch chain."""
    return {_BARE: _times(rivals.whoosh_searches(folder, queries), rounds)}


def stages(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return [share of the time, mean milliseconds] of each stage of a page with related terms.

    A stage's time is without the stages inside it.
    """
    archive = Archive.open(Settings(index=Path(folder)))
    for page in _pages(archive, queries):
        page()
    timed = _timed(_stages_of(archive))
    pages = _pages(archive, queries) * rounds
    for page in pages:
        page()
    total = sum(timed.values())
    longest_first = sorted(timed.items(), key=lambda item: -item[1])
    return {name: [spent / total, 1000 * spent / len(pages)] for name, spent in longest_first}


def _index_rival(
    indexing: Callable[[Iterable[str], str], int], source: str, folder: str
) -> Figures:
    Path(folder).mkdir()
    started = time.perf_counter()
    return _indexed(indexing(rivals.texts(source), folder), started, folder)


def _indexed(count: int, started: float, folder: str) -> Figures:
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return {"index": [count / seconds, size, peak]}


def _analysed(archive: Archive, queries: Sequence[str]) -> list[Node]:
    """Return what the engine is asked for the first page of each query."""
    reader = archive._snapshot.reader
    asked: list[Node] = []

    def record(query: Node, *_: object, **__: object) -> list[Match]:
        asked.append(query)
        return []

    with patch.object(reader, "search", record):
        for page in _pages(archive, queries, related=False):
            page()
    return asked


def _pages(archive: Archive, queries: Sequence[str], **how: Any) -> list[Call]:
    return [partial(archive.search, SearchRequest(query, **how)) for query in queries]


def _times(calls: Sequence[Call], rounds: int) -> list[float]:
    measured = [_round(calls) for _ in range(rounds + 1)][1:]
    return [median(column) for column in zip(*measured, strict=True)]


def _round(calls: Sequence[Call]) -> tuple[float, float]:
    times = []
    for call in calls:
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    twentieths = quantiles(times, n=20, method="inclusive")
    return twentieths[9], twentieths[18]


Place = tuple[Any, str, str]
"""Whose attribute a stage is, the attribute, and what the stage is called."""


def _stages_of(archive: Archive) -> Iterator[Place]:
    reader, searching = archive._snapshot.reader, archive._snapshot.searching
    yield archive, "search", "the page around all this"
    yield flows, "parse", "parse the query"
    yield archive._snapshot.understanding, "of", "analyse the query"
    yield searching, "find", "order the articles"
    yield searching, "missing", "say which words are missing"
    yield searching._ranking, "query", "build the ranking"
    yield searching._ranking, "related", "choose related terms"
    yield searching._ranking, "lifted", "lift clusters in time"
    yield reader, "search", "engine: search"
    yield reader, "count", "engine: count and facets"
    yield reader, "load", "engine: load"
    yield reader, "days", "engine: days"
    yield reader, "scores", "engine: scores"
    yield flows, "stored_article", "read the stored article"
    yield flows, "title_snippet", "mark the title"
    yield flows, "body_snippets", "snippets"


def _timed(places: Iterable[Place]) -> dict[str, float]:
    """Time all calls of these functions from now on; return the seconds of each so far.

    The time of a function is without that of those it calls.
    """
    spent: dict[str, float] = defaultdict(float)
    inner = [0.0]

    def timed(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            inner.append(0.0)
            started = time.perf_counter()
            result = function(*args, **kwargs)
            seconds = time.perf_counter() - started
            spent[name] += seconds - inner.pop()
            inner[-1] += seconds
            return result

        return call

    for owner, attribute, name in places:
        setattr(owner, attribute, timed(getattr(owner, attribute), name))
    return spent


MEASUREMENTS = {
    f.__name__: f
    for f in (index, index_tantivy, index_whoosh, search, search_tantivy, search_whoosh, stages)
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](**json.loads(sys.argv[2]))))
