"""A reader: asks an index again and again while it is written, and tells whether answers are whole.

Every state of the index is a round: all articles have its number for a section. An answer that has
two rounds, or that misses an article, is torn. Reads until its input ends.

    python -m tests.trust.asking INDEX THREADS
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread

import orjson

from indexer.archive import Archive
from indexer.config import Settings
from indexer.model import SearchRequest

ARTICLES = 40


class Reader:
    """One thread that asks."""

    def __init__(self, archive: Archive, rounds: Path) -> None:
        self._archive = archive
        self._rounds = rounds
        self._late_since: float | None = None
        self.stopped = False
        self.asked = 0
        self.round = 0
        self.longest_late = 0.0
        self.wrong: Counter[str] = Counter()

    def run(self) -> None:
        """Ask until told to stop, and once after that."""
        last = False
        while not last:
            last = self.stopped
            try:
                self._ask()
            except Exception as error:  # noqa: BLE001 - what fails is counted
                self.wrong[f"{type(error).__name__}: {error}"] += 1

    def _ask(self) -> None:
        published = int(self._rounds.read_text() or 0)
        page = self._archive.search(SearchRequest("dijk", limit=ARTICLES))
        self.asked += 1
        sections = {hit.article.section for hit in page.hits}
        (facet,) = page.facets["section"]
        if (page.total, len(page.hits), facet.count) != (ARTICLES, ARTICLES, ARTICLES):
            self.wrong[f"{page.total} of {ARTICLES}"] += 1
        if sections != {(facet.value,)}:
            self.wrong[f"rounds {sorted(map(str, sections))}"] += 1
        related = self._archive.similar(page.hits[0].article.id).related
        if any(not hit.article.section for hit in related):
            self.wrong["a related article without a round"] += 1
        self._follow(int(facet.value), published)

    def _follow(self, seen: int, published: int) -> None:
        if seen < self.round:
            self.wrong["an older round after a newer one"] += 1
        self.round = seen
        now = time.monotonic()
        if seen >= published:
            self._late_since = None
        else:
            self._late_since = self._late_since or now
            self.longest_late = max(self.longest_late, now - self._late_since)


def main(index: str, threads: str) -> None:
    """Ask until standard input ends; print what came of it."""
    archive = Archive.open(Settings(Path(index)))
    readers = [Reader(archive, Path(index).parent / "round") for _ in range(int(threads))]
    running = [Thread(target=reader.run) for reader in readers]
    for thread in running:
        thread.start()
    print("begun", flush=True)
    sys.stdin.read()
    for reader in readers:
        reader.stopped = True
    for thread in running:
        thread.join()
    wrong = sum((reader.wrong for reader in readers), Counter())
    found = {
        "asked": sum(reader.asked for reader in readers),
        "wrong": wrong,
        "rounds": [reader.round for reader in readers],
        "late": max(reader.longest_late for reader in readers),
    }
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
