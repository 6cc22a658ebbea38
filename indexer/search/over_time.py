"""Queries counted by their days, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.later import NamedTuple
from indexer.model import SearchRequest
from indexer.search.selection import Days, select
from indexer.search.snapshot import Snapshot


class CountedDays(NamedTuple):
    """A query, how it is read, its notices, its days and those of its filters."""

    query: str
    interpreted: str
    notices: tuple[str, ...]
    days: Days
    whole: Days | None


def counted_days(
    snapshot: Snapshot, queries: Sequence[str], within: SearchRequest, *, parts: bool
) -> tuple[Days, list[CountedDays]]:
    """Return the days of all articles within the limits of a request, and those of each query.

    The wildcards of all queries together may cost what those of one may. Raises RequestError if a
    query or a limit makes no sense.
    """
    share = max(1, len(queries))
    each = (replace(within, query=query, parts=parts) for query in queries)
    found = [
        CountedDays(
            selected.request.query,
            selected.interpreted,
            selected.all_notices(),
            selected.days(),
            selected.filter_days(),
        )
        for selected in [select(snapshot, request, share) for request in each]
    ]
    return select(snapshot, replace(within, query="")).days(), found
