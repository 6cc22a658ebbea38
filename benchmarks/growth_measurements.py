"""The measurements of `growth.py`, each in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from threading import Event
from typing import Any

from measurements import Call

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import ArticleError, SearchRequest, Sort
from indexer.reports import BuildReport
from indexer.storage.folder import FolderStore

DEEP = 500
"""The page that a patient reader gets to."""

_SAMPLES = 50  # of memory, in a run
_PAUSE = 0.25  # seconds between two looks at it
_MEGA = 1e6
_STATUS = Path("/proc/self/status")


def index(source: str, folder: str, articles: int) -> dict[str, Any]:
    """Return what indexing of so many articles takes, and how memory grew meanwhile.

    That memory is what the process has for itself: what it maps of files the system can take back.
    The most of either to the end is told apart, and of both together.
    """
    watcher = _Memory(max(1, articles // _SAMPLES))
    started = time.perf_counter()
    with watcher.to_the_end():
        report = build(Settings(index=Path(folder)), [source], observer=watcher)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    files = FolderStore(Path(folder)).manifest().files
    return {
        "read": report.read,
        "changed": report.added + report.changed,
        "seconds": seconds,
        "busy": used.ru_utime + used.ru_stime,
        "size": sum(size for size, _ in files.values()) / _MEGA,
        "segments": sum(name.endswith(".store") for name in files),
        "memory": [*watcher.samples, (report.read, _memory())],
        "most": watcher.most,
    }


def asking(folder: str, asked: dict[str, Sequence[str]], rounds: int) -> dict[str, Any]:
    """Return the times of opening, of the first page, and [p50, p95] of every kind of question.

    Of each question the median of the rounds after the first. All in milliseconds of processor
    time, which is about the same on a machine that is busy. And the memory at the end.
    """
    begun = time.thread_time()
    archive = Archive.open(Settings(index=Path(folder)))
    opening = 1000 * (time.thread_time() - begun)
    first = _busy(_calls(archive, *next(iter(asked.items())))[0])
    found = {}
    for kind, queries in asked.items():
        calls = _calls(archive, kind, queries)
        spent = [[_busy(call) for call in calls] for _ in range(rounds + 1)][1:]
        twentieths = quantiles(map(median, zip(*spent, strict=True)), n=20, method="inclusive")
        found[kind] = [twentieths[9], twentieths[18]]
    return {"opening": opening, "first": first, "times": found, "memory": _memory()}


def _busy(call: Call) -> float:
    begun = time.thread_time()
    call()
    return 1000 * (time.thread_time() - begun)


HOW: dict[str, dict[str, Any]] = {
    "without related terms": {"related": False},
    "newest first": {"sort": Sort.NEWEST},
    f"page {DEEP}": {"page": DEEP},
}
"""Kinds of questions that differ from others in the request, not in what is asked."""


def _calls(archive: Archive, kind: str, queries: Sequence[str]) -> list[Call]:
    match kind:
        case "a beginning of a word":
            return [partial(archive.completions, query) for query in queries]
        case "a timeline":
            return [partial(archive.trend, [query]) for query in queries]
        case _:
            how = HOW.get(kind, {})
            return [partial(archive.search, SearchRequest(query, **how)) for query in queries]


class _Memory:
    """Follows a build and takes down how much memory it has.

    `most` is what it had at most, of its own and of files that it maps, and of both at once.
    """

    def __init__(self, every: int) -> None:
        self.samples: list[tuple[int, float]] = []
        self.most = [0.0, 0.0, 0.0]
        self._every = every

    @contextmanager
    def to_the_end(self) -> Iterator[None]:
        """Look several times a second meanwhile, also when no article is read any more."""
        done = Event()

        def look() -> None:
            while not done.wait(_PAUSE):
                own, mapped = _memory(), _memory("RssFile")
                now = own, mapped, own + mapped
                self.most = [*map(max, self.most, now)]

        with ThreadPoolExecutor(1) as threads:
            looking = threads.submit(look)
            try:
                yield
            finally:
                done.set()
        looking.result()

    def progressed(self, report: BuildReport, _share: Callable[[], float]) -> None:
        if not self.samples or report.read >= self.samples[-1][0] + self._every:
            self.samples.append((report.read, _memory()))

    def skipped(self, error: ArticleError) -> None:
        raise ValueError(str(error))


def _memory(kind: str = "RssAnon") -> float:
    """Return the megabytes that this process has for itself, now; 0 where the system tells not.

    Of the other `kind`, RssFile, those of files that it maps.
    """
    lines = _STATUS.read_text().splitlines() if _STATUS.exists() else []
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith(kind)]
    return sum(kilobytes) * 1024 / _MEGA


MEASUREMENTS = {f.__name__: f for f in (index, asking)}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](**json.loads(sys.argv[2]))))
