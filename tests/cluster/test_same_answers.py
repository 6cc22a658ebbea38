"""Real articles in three parts: the totals and the order of one Tantivy index."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.ties import TIE, ties
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import SearchPage, SearchRequest

SHARED = Path(__file__).parents[3] / "shared"


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
        asked = SearchRequest(query, limit=20, fold=False, related=False)
        left, right = (a.search(asked) for a in archives)
        assert (left.total, left.facets) == (right.total, right.facets), query
        assert _scores(left) == pytest.approx(_scores(right), rel=TIE), query
        assert ties(left) == ties(right), query
        # Related terms are cut after twenty: where two tell as much, engines may take another.
        lifted = [a.search(replace(asked, related=True)).hits for a in archives]
        shared = set.intersection(*({hit.article.id for hit in hits} for hits in lifted))
        assert len(shared) >= 0.8 * len(lifted[0]), query
    for archive in archives:
        archive.close()


def _scores(page: SearchPage) -> list[float]:
    return [hit.score for hit in page.hits]
