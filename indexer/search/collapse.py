"""Folding: one of the articles that tell a story stands for all of them in a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from indexer.engines.protocol import EngineReader, Handle, Match
from indexer.model import Duplicate
from indexer.storage.payload import stored_article


class Row(NamedTuple):
    """A place in a list: an article, and the copies of it that would have come after."""

    match: Match
    copies: tuple[Handle, ...] = ()


def folded(reader: EngineReader, matches: Sequence[Match], pool: Collection[Handle]) -> list[Row]:
    """Return the matches as rows: those of the pool with their copies among it, others alone."""
    pooled = [match.handle for match in matches if match.handle in pool]
    group_of = dict(zip(pooled, reader.groups(pooled), strict=True))
    rows: dict[int | Handle, list[Match]] = {}
    for match in matches:
        rows.setdefault(group_of.get(match.handle) or match.handle, []).append(match)
    return [Row(best, tuple(copy.handle for copy in copies)) for best, *copies in rows.values()]


def duplicates(reader: EngineReader, rows: Iterable[Row]) -> list[tuple[Duplicate, ...]]:
    """Return for each row what a reader wants to know of its copies."""
    return [tuple(map(_duplicate, reader.load(row.copies))) for row in rows]


def _duplicate(payload: bytes) -> Duplicate:
    article = stored_article(payload)
    return Duplicate(article.id, article.title, article.source, article.date)


def shown(rows: Iterable[Row]) -> set[Handle]:
    """Return the articles that rows hold."""
    return {handle for row in rows for handle in (row.match.handle, *row.copies)}
