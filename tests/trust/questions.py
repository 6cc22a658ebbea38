"""Questions that together read every kind of file of an index of `places.article`s."""

from __future__ import annotations

from collections.abc import Callable

from indexer.archive import Archive
from indexer.model import SearchRequest, Sort

EVERY_KIND: tuple[Callable[[Archive], object], ...] = (
    lambda archive: archive.search(SearchRequest("dijk crisis")).hits,
    lambda archive: archive.search(SearchRequest("dijk crisis")).facets,
    lambda archive: archive.search(SearchRequest('"rechter uitspraak" OF haven*')).total,
    lambda archive: archive.search(SearchRequest("stikstov~")).total,
    lambda archive: archive.search(SearchRequest("", sort=Sort.OLDEST, limit=50)).hits,
    lambda archive: [hit.article for hit in archive.listing(SearchRequest("water")).hits],
    lambda archive: archive.article("a7"),
    lambda archive: archive.similar("a7"),
    lambda archive: archive.trend(["leger", "vrede"]),
    lambda archive: archive.concordance(SearchRequest("minister")),
    lambda archive: archive.completions("gem"),
    lambda archive: archive.stats(),
)
