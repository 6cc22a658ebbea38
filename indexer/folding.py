"""Folding: one of the articles that tell a story stands for all of them in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.engines.protocol import EngineReader, Handle, Match
from indexer.model import Duplicate
from indexer.stored import stored_article


class Row(NamedTuple):
    """A place in a list: an article, and the copies of it that would have come after."""

    match: Match
    copies: tuple[Handle, ...] = ()


def folded(reader: EngineReader, matches: Sequence[Match], most: int) -> list[Row]:
    """Return the matches as rows, of the first `most` each one with the copies of it among them."""
    rows: dict[int, list[Match]] = {}
    most = max(0, most)
    head = matches[:most]
    groups = reader.groups([match.handle for match in head])
    for place, (match, group) in enumerate(zip(head, groups, strict=True)):
        rows.setdefault(group or -1 - place, []).append(match)
    return [
        *(Row(best, tuple(copy.handle for copy in copies)) for best, *copies in rows.values()),
        *map(Row, matches[most:]),
    ]


def duplicates(reader: EngineReader, rows: Iterable[Row]) -> list[tuple[Duplicate, ...]]:
    """Return for each row what a reader wants to know of its copies."""
    return [tuple(map(_duplicate, reader.load(row.copies))) for row in rows]


def _duplicate(payload: bytes) -> Duplicate:
    article = stored_article(payload)
    return Duplicate(article.id, article.title, article.source, article.date)


def shown(rows: Iterable[Row]) -> set[Handle]:
    """Return the articles that rows hold."""
    return {handle for row in rows for handle in (row.match.handle, *row.copies)}
