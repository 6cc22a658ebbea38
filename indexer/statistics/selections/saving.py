"""Selections that last: made of what is selected, and compared with what is selected later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from indexer import __version__
from indexer.errors import KnipselError
from indexer.model import SearchRequest
from indexer.reports import Stats
from indexer.selections import SavedSelection, SelectionChanges, article_checksum
from indexer.statistics.workbench import Workbench

_STEPS_OF_A_CHECKSUM = 5_000


def save_selection(
    bench: Workbench,
    request: SearchRequest,
    stats: Stats,
    *,
    title: str = "",
    authors: Sequence[str] = (),
) -> SavedSelection:
    """Return the selection that a request makes in an archive with these figures, made today.

    Raises RequestError if the request makes no sense, KnipselError if it selects nothing.
    """
    saved = _selected(bench, request, stats)
    if not saved.checksums:
        raise KnipselError(
            f"Nothing is selected by {request.query!r}, so there is nothing to save. "
            "Look what the archive has: knipsel search QUERY"
        )
    return replace(saved, title=title.strip(), authors=tuple(authors))


def run_selection(bench: Workbench, saved: SavedSelection, stats: Stats) -> SelectionChanges:
    """Return what a saved selection is now, in an archive with these figures.

    Raises RequestError if its request makes no sense, KnipselError if this is another archive.
    """
    bench = bench.reading(parts=saved.parts, collapse=saved.collapse)
    now = _selected(bench, saved.request, stats)
    there = bench.lengths().keys()
    before, after = saved.checksums, now.checksums
    gone = tuple(id_ for id_ in before if id_ not in there)
    if len(gone) == len(before):
        raise KnipselError(
            f"None of the {len(before):,} articles of this selection is in this archive. "
            "Name the index that it was made of: knipsel --index DIR set run FILE"
        )
    return SelectionChanges(
        saved=saved,
        now=replace(now, title=saved.title, authors=saved.authors),
        came=tuple(id_ for id_ in after if id_ not in before),
        went=tuple(id_ for id_ in before if id_ not in after),
        changed=tuple(
            id_ for id_, checksum in before.items() if after.get(id_, checksum) != checksum
        ),
        gone=gone,
        reread=now.interpreted if now.interpreted != saved.interpreted else None,
    )


def _selected(bench: Workbench, request: SearchRequest, stats: Stats) -> SavedSelection:
    begun, ids = begin_selection(bench, request, stats)
    return replace(begun, checksums=dict(checksums_of(bench, ids)))


def checksums_of(bench: Workbench, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield id and checksum of each article, some hundreds loaded at a time."""
    return zip(ids, map(article_checksum, bench.whole(ids)), strict=True)


def begin_selection(
    bench: Workbench, request: SearchRequest, stats: Stats
) -> tuple[SavedSelection, list[str]]:
    """Return a selection without its checksums, and the ids of its articles in their order.

    Raises RequestError if the request makes no sense, or costs more than it may.
    """
    about = bench.about(request)
    begun = SavedSelection(
        request=request,
        interpreted=about.interpreted,
        checksums={},
        made=date.today().isoformat(),  # noqa: DTZ011 - the day where the user is
        version=__version__,
        fingerprint=stats.fingerprint,
        generation=stats.generation,
        archive=stats.articles,
        parts=about.parts,
        collapse=about.collapsed,
    )
    rows = np.flatnonzero(bench.rows(request))
    bench.effort.spend(_STEPS_OF_A_CHECKSUM * len(rows))
    bench.spend_on_texts(rows)
    ids = sorted(bench.index.ids[row] for row in rows.tolist())
    return begun, ids
