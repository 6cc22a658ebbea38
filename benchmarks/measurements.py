"""The measurements of `speed.py`, each in a process of its own, so that none inherits memory.

Times of searches are [p50, p95, p50 of processor time] in milliseconds over the queries: medians of
rounds, after one round that warms up. Processor time says what holds on a machine that is busy.
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
from inspect import isfunction
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

import rivals

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.protocol import EngineReader
from indexer.engines.registry import open_engine
from indexer.highlight.page import page_snippets
from indexer.model import SearchRequest, Sort
from indexer.query.analyze import QueryAnalyzer
from indexer.query.nodes import Node
from indexer.query.parser import parse
from indexer.search.ranking.rerank import reranked
from indexer.search.ranking.scoring import Ranking
from indexer.search.searcher import Searcher
from indexer.storage.folder import FolderStore
from indexer.storage.payload import stored_article

Figures = dict[str, list[float]]
Call = Callable[[], object]

_BARE = "top 10, ids only, of an analysed query"


def measure(name: str, **arguments: Any) -> Figures:
    """Run one of the functions below in a new process and return what it returns."""
    figures: Figures = measured(__file__, name, arguments)
    return figures


def measured(program: str, name: str, arguments: dict[str, Any]) -> Any:
    """Return what a function of a program like this one returns, run in a new process."""
    command = [sys.executable, program, name, json.dumps(arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def index(engine: str, source: str, folder: str) -> Figures:
    """Return what Knipsel's indexing takes.

    That is [articles a second, seconds of processor time of all threads, bytes on disk, peak bytes
    of memory].
    """
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
    reader = _reader(folder)
    nodes = _analysed(archive, type(reader), queries)
    return {
        _BARE: times([partial(reader.search, node, rivals.TOP) for node in nodes], rounds),
        "page": times(_pages(archive, queries, related=False), rounds),
        "page with related terms": times(_pages(archive, queries), rounds),
        "page, newest first": times(_pages(archive, queries, sort=Sort.NEWEST), rounds),
    }


def search_tantivy(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return the times of a bare top 10 of Tantivy's own Dutch chain."""
    return {_BARE: times(rivals.tantivy_searches(folder, queries), rounds)}


def search_whoosh(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return the times of a bare top 10 of Whoosh's own Dutch chain."""
    return {_BARE: times(rivals.whoosh_searches(folder, queries), rounds)}


def stages(folder: str, queries: Sequence[str], rounds: int) -> Figures:
    """Return [share, mean milliseconds of the processor] of each stage of a page.

    The page has related terms. A stage is a function, or a public method of a class below; its time
    is without the stages that it calls.
    """
    archive = Archive.open(Settings(index=Path(folder)))
    pages = _pages(archive, queries)
    for page in pages:
        page()
    timer = _Timer()
    timer.time_methods(type(_reader(folder)), Ranking, Searcher, QueryAnalyzer, Archive)
    timer.time_functions(parse, reranked, page_snippets, stored_article)
    pages = _pages(archive, queries) * rounds
    for page in pages:
        page()
    total = sum(timer.seconds.values())
    longest_first = sorted(timer.seconds.items(), key=lambda item: -item[1])
    return {name: [spent / total, 1000 * spent / len(pages)] for name, spent in longest_first}


class _Timer:
    """Times functions from now on: `seconds` of the processor that each took so far.

    They are without those of the functions that it calls.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def time_methods(self, *classes: type) -> None:
        """Time the public methods of the classes."""
        for owner in classes:
            for name, function in list(vars(owner).items()):
                if isfunction(function) and not name.startswith("_"):
                    setattr(owner, name, self._timed(function))

    def time_functions(self, *functions: Callable[..., Any]) -> None:
        """Time the functions wherever they were imported."""
        for function in functions:
            timed = self._timed(function)
            for module in list(sys.modules.values()):
                if vars(module).get(function.__name__) is function:
                    setattr(module, function.__name__, timed)

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            started = time.thread_time()
            result = function(*args, **kwargs)
            seconds = time.thread_time() - started
            self.seconds[function.__qualname__] += seconds - self._inner.pop()
            self._inner[-1] += seconds
            return result

        return call


def _index_rival(
    indexing: Callable[[Iterable[str], str], int], source: str, folder: str
) -> Figures:
    Path(folder).mkdir()
    started = time.perf_counter()
    return _indexed(indexing(rivals.texts(source), folder), started, folder)


def _indexed(count: int, started: float, folder: str) -> Figures:
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    busy = used.ru_utime + used.ru_stime
    return {"index": [count / seconds, busy, size, used.ru_maxrss * unit]}


def _reader(folder: str) -> EngineReader:
    """Return a reader of the index for itself."""
    generations = FolderStore(Path(folder))
    manifest = generations.manifest()
    return open_engine(manifest.engine).open_reader(generations.path(manifest))


def _analysed(
    archive: Archive, reader: type[EngineReader], queries: Sequence[str]
) -> Iterator[Node]:
    """Yield what an engine is asked first for a page of each query."""
    for page in _pages(archive, queries, related=False):
        with patch.object(reader, "search", return_value=[]) as find:
            page()
        yield find.call_args_list[0].args[0]


def _pages(archive: Archive, queries: Sequence[str], **how: Any) -> list[Call]:
    return [partial(archive.search, SearchRequest(query, **how)) for query in queries]


def times(calls: Sequence[Call], rounds: int) -> list[float]:
    """Return [p50, p95, p50 of processor time] of the calls, in milliseconds."""
    measured = [_round(calls) for _ in range(rounds + 1)][1:]
    return [median(column) for column in zip(*measured, strict=True)]


def _round(calls: Sequence[Call]) -> tuple[float, float, float]:
    passed, busy = [], []
    for call in calls:
        started, begun = time.perf_counter(), time.thread_time()
        call()
        busy.append(1000 * (time.thread_time() - begun))
        passed.append(1000 * (time.perf_counter() - started))
    twentieths = quantiles(passed, n=20, method="inclusive")
    return twentieths[9], twentieths[18], median(busy)


MEASUREMENTS = {
    f.__name__: f
    for f in (index, index_tantivy, index_whoosh, search, search_tantivy, search_whoosh, stages)
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](**json.loads(sys.argv[2]))))
