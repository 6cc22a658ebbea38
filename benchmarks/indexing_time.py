"""Measure where the processor time of indexing goes, by part of the work.

    python benchmarks/indexing_time.py FILE... [--names auto|all|none]

A part's own time is that of its thread without the parts that it calls. Printed beside it are the
calls and the microseconds of each. What threads without Python do is one part for each of the two
that analyse articles ahead (on Linux, which tells them), and one for all others.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial, wraps
from operator import itemgetter
from pathlib import Path
from typing import Any

from indexer.analysis.analyzer import Analyzer
from indexer.archive import build
from indexer.config import Settings
from indexer.engines.tantivy.segments import CompiledWriter
from indexer.indexing import finishing, storing
from indexer.indexing import run as running
from indexer.indexing.ahead import AnalysisAhead
from indexer.indexing.identity import Identities
from indexer.indexing.naming import Naming
from indexer.indexing.sources import FileArticles
from indexer.near_duplicates.grouping import Grouping
from indexer.storage.forward.beside_engine import WriterWithForward
from indexer.storage.forward.writer import ForwardWriter

PARTS: tuple[tuple[Any, str, str], ...] = (
    (Analyzer, "analysed", "new words: those that no compiled row has"),
    (AnalysisAhead, "begin", "articles to the thread that analyses them, terms of new words"),
    (AnalysisAhead, "finished", "articles from the thread that analyses them"),
    (storing, "documents", "dates and the rest of a document"),
    (Grouping, "place", "groups of near-duplicates"),
    (running, "all_hashed", "stored form and hash"),
    (Identities, "identify", "identity"),
    (CompiledWriter, "add_all", "handing over to the engine's thread"),
    (ForwardWriter, "add_all", "forward index: taking articles"),
    (ForwardWriter, "finish", "forward index: writing it"),
    (Naming, "add_all", "names"),
    (Naming, "finish", "names"),
    (WriterWithForward, "commit", "commit"),
    (finishing, "readings_of", "readings of old words"),
    (finishing, "frequencies", "vocabulary"),
    (finishing, "vocabulary_of", "vocabulary"),
)
ANALYSIS = "thread that analyses: tokens, channels, numbers, lead"
OPENINGS = "thread after it: fingerprints, words of names"
READING, REST, THREADS = "reading, cleaning", "the rest of a run", "threads of the engine"
START = "starting: Python and what it imports"


class Clock:
    """Adds up the time of each part without that of the parts inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._parts = [START]
        self._since = 0.0  # of this thread

    def enter(self, part: str) -> None:
        """Begin a part inside another one."""
        self._add()
        self._parts.append(part)
        self.calls[part] += 1

    def leave(self) -> None:
        """Go on with the part around it."""
        self._add()
        self._parts.pop()

    def _add(self) -> None:
        now = time.thread_time()
        self.seconds[self._parts[-1]] += now - self._since
        self._since = now

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time counts as that of a part."""

        @wraps(work)
        def counted(*args: Any, **named: Any) -> Any:
            self.enter(part)
            try:
                return work(*args, **named)
            finally:
                self.leave()

        return counted

    def before(self, work: Callable[..., Any], part: str, thread: str) -> Callable[..., Any]:
        """Return the same function, which notes the time of a thread before it is called."""

        @wraps(work)
        def noted(*args: Any) -> Any:
            self.seconds[part] += _seconds_of(thread)
            return work(*args)

        return noted

    def each(self, part: str, work: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """Return the same of what yields: the time of what it does for each item."""

        def items(*args: Any, **named: Any) -> Iterator[Any]:
            following = self.timed(part, partial(next, work(*args, **named), None))
            return iter(following, None)

        return items


def _seconds_of(thread: str) -> float:
    """Return the processor time of the threads whose name begins so; 0 where none are told of."""
    return sum(
        int((task / "schedstat").read_text().split()[0]) / 1e9
        for task in Path("/proc/self/task").glob("*")
        if (task / "comm").read_text().startswith(thread)
    )


def main() -> None:
    """Index the files into a folder that is removed, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--names", choices=("auto", "all", "none"), default="none")
    asked = options.parse_args()
    clock = Clock()
    for holder, name, part in PARTS:
        setattr(holder, name, clock.timed(part, getattr(holder, name)))
    FileArticles.items = clock.each(READING, FileArticles.items)  # type: ignore[method-assign]
    for part, thread in ((ANALYSIS, "knipsel-article"), (OPENINGS, "knipsel-names")):
        AnalysisAhead.close = clock.before(AnalysisAhead.close, part, thread)  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(folder) / "index", names=asked.names)
        report = clock.timed(REST, build)(settings, asked.files)
    others = time.process_time() - time.thread_time()
    clock.seconds[THREADS] = others - clock.seconds[ANALYSIS] - clock.seconds[OPENINGS]
    whole = sum(clock.seconds.values())
    print(f"{report.added:,} articles, {whole:.1f} s of processor time\n")
    print("| what | share | calls | µs each |\n|---|---:|---:|---:|")
    for part, seconds in sorted(clock.seconds.items(), key=itemgetter(1), reverse=True):
        calls = clock.calls[part]
        each = f"{1e6 * seconds / calls:.0f}" if calls > 1 else ""
        print(f"| {part} | {seconds / whole:.0%} | {calls:,} | {each} |")


if __name__ == "__main__":
    main()
