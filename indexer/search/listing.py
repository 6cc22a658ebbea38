"""All results of a search, whole articles without passages: for exports, feeds and alerts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.engines.protocol import EngineReader, ScoredDoc
from indexer.model import Hit, Snippet
from indexer.storage.payload import stored_article

_AT_ONCE = 100
_AT_FIRST = 10
_BYTES_AT_ONCE = 4_000_000
"""Bytes of articles that are loaded together, as far as those before tell: one may be 20 MB."""


def without_snippets(
    reader: EngineReader, matches: Sequence[ScoredDoc], first: int
) -> Iterator[Hit]:
    """Yield the matches as hits ranked from `first`; at most a hundred are loaded at a time."""
    start, count = 0, _AT_FIRST
    while batch := matches[start : start + count]:
        payloads = reader.load([match.doc_id for match in batch])
        for rank, (match, payload) in enumerate(zip(batch, payloads, strict=True), first + start):
            article = stored_article(payload)
            yield Hit(rank, article, match.score, Snippet("title", article.title), ())
        start += count
        mean = sum(map(len, payloads)) // count + 1
        count = max(1, min(_AT_ONCE, 2 * count, _BYTES_AT_ONCE // mean))
