"""What a user would pick instead: SQLite FTS5, and OpenSearch on one node with its Dutch analyzer.

Both store the articles, find those with any word of a query, count them by source, section and
year, and mark the ten best. SQLite knows no Dutch, and is asked in its own process; OpenSearch is
asked over HTTP, one question after the other, as Knipsel's API is.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

FACETS = ("source", "section", "year")
NAMES = ("id", "title", "body", "date", "url", *FACETS)
TEXTS = ("title", "body")

_AT_ONCE = 1000
_MAPPING = {
    **{name: {"type": "text", "analyzer": "dutch"} for name in TEXTS},
    **{name: {"type": "keyword"} for name in NAMES if name not in TEXTS},
}
_INDEX = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {"properties": _MAPPING},
}
_SHOWN = {
    "track_total_hits": True,
    "highlight": {"fields": {"title": {"number_of_fragments": 0}, "body": {}}},
    "aggs": {name: {"terms": {"field": name}} for name in FACETS},
}


def articles(source: str) -> Iterator[dict[str, str]]:
    """Yield the articles of a .jsonl.gz by NAMES, an empty text for what one lacks."""
    with gzip.open(source) as lines:
        for record in map(orjson.loads, lines):
            record["year"] = str(record.get("date") or "")[:4]
            yield {name: str(record.get(name) or "") for name in NAMES}


class Sqlite:
    """A table of SQLite's full-text search, in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._archive = sqlite3.connect(file)

    def index(self, source: str) -> int:
        """Index the articles of a file; return how many."""
        names = [name if name in TEXTS else f"{name} UNINDEXED" for name in NAMES]
        self._archive.execute(f"CREATE VIRTUAL TABLE article USING fts5({', '.join(names)})")
        rows = (tuple(article.values()) for article in articles(source))
        marks = ", ".join("?" * len(NAMES))
        count = self._archive.executemany(f"INSERT INTO article VALUES ({marks})", rows).rowcount
        self._archive.commit()
        return count

    def size(self) -> int:
        """Return the bytes of the index."""
        return self._file.stat().st_size

    def page(self, query: str) -> list[list[tuple[Any, ...]]]:
        """Return the best ten with their passages, and the counts of each facet."""
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        shown = [f"snippet(article, {NAMES.index(name)}, '<b>', '</b>', '', 40)" for name in TEXTS]
        best = f"SELECT *, {', '.join(shown)} FROM article(?) ORDER BY rank LIMIT 10"
        counts = [f"SELECT {name}, count(*) FROM article(?) GROUP BY 1" for name in FACETS]
        return [self._archive.execute(each, [words]).fetchall() for each in (best, *counts)]


class OpenSearch:
    """An index in a cluster at an address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def index(self, source: str) -> int:
        """Index the articles of a file anew, by two requests at once; return how many."""
        self._ask("DELETE", "?ignore_unavailable=true")
        self._ask("PUT", "", orjson.dumps(_INDEX))
        rest = articles(source)
        with ThreadPoolExecutor(2) as threads:
            count = sum(threads.map(self._load, iter(lambda: list(islice(rest, _AT_ONCE)), [])))
        self._ask("POST", "/_refresh")
        return count

    def size(self) -> int:
        """Return the bytes of the index."""
        return int(self._ask("GET", "/_stats/store")["_all"]["total"]["store"]["size_in_bytes"])

    def page(self, query: str) -> object:
        """Return the best ten with their passages, and the counts of each facet."""
        match = {"multi_match": {"query": query, "fields": TEXTS, "type": "most_fields"}}
        return self._ask("POST", "/_search", orjson.dumps({"query": match, **_SHOWN}))

    def _load(self, some: list[dict[str, str]]) -> int:
        lines = b"".join(b'{"index":{}}\n' + orjson.dumps(article) + b"\n" for article in some)
        answer = self._ask("POST", "/_bulk", lines)
        refused = [each["index"]["error"] for each in answer["items"] if "error" in each["index"]]
        assert not refused, refused[0]
        return len(answer["items"])

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(f"{self._address}/news{path}", body, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request) as answer:
            return orjson.loads(answer.read())
