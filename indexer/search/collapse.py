"""Collapsing: one of a group of near-duplicates stands for all of them in a list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import cast

from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.later import NamedTuple
from indexer.model import NearDuplicate
from indexer.storage.payload import LISTED, stored_article


class CollapsedHit(NamedTuple):
    """A row of a list: an article, and its near-duplicates that would have come after."""

    match: ScoredDoc
    near_duplicates: tuple[DocId, ...] = ()


_row = cast(  # a deep page has thousands, and the class itself takes three times as long
    "Callable[[tuple[ScoredDoc, tuple[DocId, ...]]], CollapsedHit]",
    partial(tuple.__new__, CollapsedHit),
)


def collapsed(
    reader: EngineReader, matches: Sequence[ScoredDoc], pool: Collection[DocId]
) -> list[CollapsedHit]:
    """Return the matches as rows: those of the pool collapsed by group, others alone."""
    places = [place for place, (doc_id, _) in enumerate(matches) if doc_id in pool]
    groups = reader.group_ids([matches[place].doc_id for place in places])
    rows = list(map(_row, zip(matches, repeat(()), strict=False)))
    of_group: dict[int, int] = {}
    without: list[int] = []
    for place, group in zip(places, groups, strict=True):
        first = of_group.setdefault(group, place) if group else place
        if first != place:
            best, others = rows[first]
            rows[first] = CollapsedHit(best, (*others, matches[place].doc_id))
            without.append(place)
    for place in reversed(without):
        del rows[place]
    return rows


def near_duplicates(
    reader: EngineReader, rows: Iterable[CollapsedHit]
) -> list[tuple[NearDuplicate, ...]]:
    """Return the near-duplicates on each row as pages name them."""
    each = (row.near_duplicates for row in rows)
    return [tuple(map(_duplicate, reader.payloads(ids, LISTED))) if ids else () for ids in each]


def _duplicate(payload: bytes) -> NearDuplicate:
    article = stored_article(payload)
    return NearDuplicate(article.id, article.title, article.source, article.date)


def shown(rows: Iterable[CollapsedHit]) -> set[DocId]:
    """Return the articles on these rows, near-duplicates too."""
    return {doc_id for row in rows for doc_id in (row.match.doc_id, *row.near_duplicates)}
