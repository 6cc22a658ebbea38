"""All results of a search, as exports, feeds and alerts read them."""

from __future__ import annotations

import tracemalloc
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.long_articles import few_at_a_time
from indexer.engines.registry import Location, names
from indexer.errors import RequestError
from indexer.model import Article, SearchRequest, Sort

ARTICLES = [
    Article(
        f"a{n:03}",
        f"Bericht {n}",
        "Over de dijk" + " en het water" * (n % 2),
        f"2022-{n % 12 + 1:02}",
    )
    for n in range(240)
]


def test_a_listing_holds_what_the_pages_hold_in_their_order(
    archive_of: Callable[..., Archive], engine: str
) -> None:
    archive = archive_of(*ARTICLES, engine=engine)
    for sort in Sort:
        request = SearchRequest("dijk", limit=240, sort=sort)
        listing = archive.listing(request)
        found = list(listing.hits)
        assert listing.total == 240
        assert [hit.rank for hit in found] == list(range(1, 241))
        assert [h.article for h in found] == [h.article for h in archive.search(request).hits]


def test_an_article_that_misses_a_word_is_not_listed(archive_of: Callable[..., Archive]) -> None:
    elsewhere = (replace(a, title="Elders", body="Iets heel anders.") for a in ARTICLES[20:])
    archive = archive_of(*ARTICLES[:20], *elsewhere)
    request = SearchRequest("dijk water", limit=20)
    assert archive.search(request).partial == 10
    listing = archive.listing(request)
    assert listing.total == len(list(listing.hits)) == 10


def test_a_listing_goes_by_page(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*ARTICLES)
    ranks = [
        [hit.rank for hit in archive.listing(SearchRequest("dijk water", page=page, limit=50)).hits]
        for page in (1, 3, 4)
    ]
    assert ranks == [list(range(1, 51)), list(range(101, 121)), []]


def test_signs_alone_list_nothing(archive_of: Callable[..., Archive]) -> None:
    listing = archive_of(*ARTICLES).listing(SearchRequest("?!"))
    assert (listing.total, list(listing.hits)) == (0, [])


def test_a_request_that_cannot_be_meant_is_refused_at_once(
    archive_of: Callable[..., Archive],
) -> None:
    with pytest.raises(RequestError):
        archive_of(*ARTICLES[:1]).listing(SearchRequest("dijk", since="gisteren"))


def test_results_are_all_that_satisfy_the_query_whatever_page_is_asked_for(
    archive_of: Callable[..., Archive], engine: str
) -> None:
    archive = archive_of(*ARTICLES, engine=engine)
    for sort in Sort:
        whole = archive.listing(SearchRequest("dijk water", limit=240, sort=sort))
        results = archive.results(SearchRequest("dijk water", page=7, limit=3, sort=sort))
        assert results.total == 120
        assert list(results) == list(whole.hits)


def test_results_go_past_the_last_page(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(*ARTICLES)
    monkeypatch.setattr("indexer.search.request.MAX_RESULTS", 100)
    with pytest.raises(RequestError):
        archive.listing(SearchRequest("dijk", limit=240))
    assert len(list(archive.results(SearchRequest("dijk")))) == 240


def test_results_are_of_one_state_of_the_index(
    tmp_path: Path, jsonl: Callable[..., Path], engine: str
) -> None:
    settings = Settings(tmp_path / "index", engine=engine)
    build(settings, [jsonl(*ARTICLES)])
    with Archive.open(settings) as archive:
        results = archive.results(SearchRequest("dijk"))
        first = next(results.hits)
        build(settings, [jsonl(*ARTICLES[:10])], rebuild=True)
        assert archive.stats().articles == 10
        assert len([first, *results]) == results.total == 240


@pytest.mark.parametrize(
    ("letters", "batches"),
    [(10, [1, 4, 16, 64, 15]), (500_000, [1, 4, 7, 3]), (9_000_000, [1, 1, 1])],
)
def test_long_articles_are_loaded_few_at_a_time(letters: int, batches: list[int]) -> None:
    """A hundred of 20 MB each were gigabytes."""
    loaded: list[int] = []

    def load(numbers: Sequence[int]) -> list[bytes]:
        loaded.append(len(numbers))
        return [b"%d" % number + b"x" * letters for number in numbers]

    found = few_at_a_time(load, range(sum(batches)))
    assert [int(each.rstrip(b"x")) for each in found] == [*range(sum(batches))]
    assert loaded == batches


@pytest.mark.parametrize("engine", names(Location.FOLDER))
def test_a_selection_of_long_articles_takes_few_of_them_at_a_time(
    tmp_path: Path, jsonl: Callable[..., Path], engine: str
) -> None:
    """All of a selection were in memory at once, twice: thirty of 3 MB took 245 MB."""
    body = "De dijk houdt het water tegen. " * 20_000  # 600 kB
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, [jsonl(*(Article(f"a{n}", f"Dijk {n}", body, "2024") for n in range(30)))])
    with Archive.open(settings) as archive:
        archive.search(SearchRequest("dijk", limit=1))
        bench = archive.figures()
        ids = [f"a{n}" for n in range(30)]
        for take in (
            lambda: deque(bench.articles(ids), 0),
            lambda: deque(archive.results(SearchRequest("dijk")), 0),
        ):
            tracemalloc.start()
            take()
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < len(ids) * len(body)
