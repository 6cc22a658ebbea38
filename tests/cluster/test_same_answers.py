"""Real articles in three parts: the totals and the order of one Tantivy index."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from ties import TIE, ties

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import SearchPage, SearchRequest
from tests.paths import SHARED

# Related terms are cut after twenty: where two tell as much, engines may take another.
NEARLY = 0.8


def test_topics_have_the_totals_and_the_order_of_tantivy(settings: Settings) -> None:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI runs with the folder `shared` beside the repository")
        pytest.skip("needs the folder `shared` with real articles beside the repository")
    source = SHARED / "data" / "news-small.jsonl.gz"
    here = Settings(index=settings.index, engine="tantivy")
    archives = []
    for each in (here, settings):
        build(each, [source])
        archives.append(Archive.open(each))
    topics = (SHARED / "relevance" / "dev" / "topics" / "queries.tsv").read_text("utf-8")
    queries = [line.split("\t")[1] for line in topics.splitlines()]
    assert len(queries) >= 40
    for query in queries:
        asked = SearchRequest(query, limit=20, collapse=False, related=False)
        left, right = (a.search(asked) for a in archives)
        assert (left.total, left.facets) == (right.total, right.facets), query
        assert _scores(left) == pytest.approx(_scores(right), rel=TIE), query
        assert ties(left) == ties(right), query
        assert _shared(archives, replace(asked, related=True)) >= NEARLY, query
    for query in queries[::5]:  # past the first page, where wide feedback finds more
        deep = SearchRequest(query, limit=20, page=3, collapse=False)
        assert _shared(archives, deep) >= NEARLY, query
    for archive in archives:
        archive.close()


def _shared(archives: list[Archive], asked: SearchRequest) -> float:
    """Return the share of a page that both have, 1 when it is empty."""
    pages = [[hit.article.id for hit in archive.search(asked).hits] for archive in archives]
    assert len(pages[0]) == len(pages[1])
    return len({*pages[0]} & {*pages[1]}) / len(pages[0]) if pages[0] else 1.0


def _scores(page: SearchPage) -> list[float]:
    return [hit.score for hit in page.hits]
