"""Collapsing: one of a group of near-duplicates stands for all of them in a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.model import NearDuplicate
from indexer.storage.payload import stored_article


class CollapsedHit(NamedTuple):
    """A row of a list: an article, and its near-duplicates that would have come after."""

    match: ScoredDoc
    near_duplicates: tuple[DocId, ...] = ()


def collapsed(
    reader: EngineReader, matches: Sequence[ScoredDoc], pool: Collection[DocId]
) -> list[CollapsedHit]:
    """Return the matches as rows: those of the pool collapsed by group, others alone."""
    pooled = [match.doc_id for match in matches if match.doc_id in pool]
    group_of = dict(zip(pooled, reader.group_ids(pooled), strict=True))
    rows: list[CollapsedHit] = []
    of_group: dict[int, int] = {}
    for match in matches:
        group = group_of.get(match.doc_id)
        if group in of_group:
            place = of_group[group]
            best, others = rows[place]
            rows[place] = CollapsedHit(best, (*others, match.doc_id))
            continue
        if group:
            of_group[group] = len(rows)
        rows.append(CollapsedHit(match))
    return rows


def near_duplicates(
    reader: EngineReader, rows: Iterable[CollapsedHit]
) -> list[tuple[NearDuplicate, ...]]:
    """Return the near-duplicates on each row as pages name them."""
    return [tuple(map(_duplicate, reader.load(row.near_duplicates))) for row in rows]


def _duplicate(payload: bytes) -> NearDuplicate:
    article = stored_article(payload)
    return NearDuplicate(article.id, article.title, article.source, article.date)


def shown(rows: Iterable[CollapsedHit]) -> set[DocId]:
    """Return the articles on these rows, near-duplicates too."""
    return {doc_id for row in rows for doc_id in (row.match.doc_id, *row.near_duplicates)}
