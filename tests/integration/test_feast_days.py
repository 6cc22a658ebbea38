"""A feast in a query: its name is asked for, and the days that it was meet it too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest

ArchiveOf = Callable[..., Archive]

ARTICLES = (
    Article("named", "Brand", "Met koningsdag was er een brand in de stad.", "2019-05-20"),
    Article("there", "Brand", "In de binnenstad was er een brand.", "2019-04-27"),
    Article("after", "Brand", "Een brand legde een huis in de as.", "2019-04-28"),
    Article("other", "Brand", "Een brand legde een schuur in de as.", "2019-07-01"),
    Article("feast", "Koningsdag", "Koningsdag was nat en koud.", "2018-04-27"),
    Article("again", "Koningsdag", "Koningsdag was warm en droog.", "2019-04-27"),
    Article("turn", "Vuurwerk", "Veel vuurwerk met oud en nieuw.", "2019-01-01"),
    Article("club", "Vuurwerk", "Nieuw bestuur houdt vuurwerk van oud bestuur.", "2019-03-01"),
    Article("mother", "Moederdag", "Moederdag was druk.", "2015-05-10"),
    *(Article(f"o{n}", "Kop", f"Heel iets anders, nummer {n}.", "2019-06-01") for n in range(40)),
)


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, archive_of: ArchiveOf) -> Archive:
    return archive_of(*ARTICLES, engine=request.param)


def hits(archive: Archive, query: str) -> dict[str, tuple[str, ...]]:
    """Return the articles of the list in order, each with what it misses."""
    page = archive.search(SearchRequest(query, collapse=False))
    return {hit.article.id: hit.missing for hit in page.hits}


def test_an_article_of_the_days_is_not_incomplete_beside_other_words(archive: Archive) -> None:
    found = hits(archive, "brand koningsdag 2019")
    assert archive.search(SearchRequest("brand koningsdag 2019")).total == 3
    assert {id_ for id_, missing in found.items() if not missing} == {"named", "there", "after"}
    assert found["other"] == ("koningsdag",)
    assert found["again"] == ("brand",)


def test_alone_its_name_is_asked_for_with_its_year(archive: Archive) -> None:
    found = hits(archive, "koningsdag 2019")
    assert next(iter(found)) == "again"
    assert {id_ for id_, missing in found.items() if not missing} == {"again", "named"}
    assert found["feast"] == ("2019",)
    assert archive.search(SearchRequest("koningsdag 2019")).total == 2
    assert next(iter(hits(archive, "koningsdag 2018"))) == "feast"
    assert archive.search(SearchRequest("koningsdag 2018")).total == 1


def test_a_feast_of_a_year_that_counts_from_the_last_day_excludes_others(archive: Archive) -> None:
    assert list(hits(archive, "koningsdag vorig jaar")) == ["feast"]


def test_where_a_year_has_none_the_feast_is_offered(archive: Archive) -> None:
    page = archive.search(SearchRequest("moederdag vorig jaar"))
    assert (page.total, page.hits) == (0, ())
    assert [(offer.query, offer.count) for offer in page.offers] == [("moederdag", 1)]


def test_a_name_in_english_asks_for_the_feast_in_dutch(archive: Archive) -> None:
    assert hits(archive, "king's day 2019") == hits(archive, "koningsdag 2019")
    assert hits(archive, "brand King’s Day 2019") == hits(archive, "brand koningsdag 2019")


def test_one_word_without_a_year_is_a_word_and_nothing_is_read_into_it(archive: Archive) -> None:
    page = archive.search(SearchRequest("brand koningsdag"))
    assert page.interpretation == ()
    assert page.total == 1


def test_a_name_of_several_words_stands_in_a_row(archive: Archive) -> None:
    found = hits(archive, "vuurwerk oud en nieuw")
    assert {id_ for id_, missing in found.items() if not missing} == {"turn"}
    assert hits(archive, "vuurwerk oud & nieuw") == found


def test_what_it_was_read_as_can_be_asked_for_or_taken_off(archive: Archive) -> None:
    (read,) = archive.search(SearchRequest("brand koningsdag 2019")).interpretation
    assert (read.reading, read.text) == ("2019-04-26..2019-04-28", "koningsdag 2019")
    assert read.query_strict
    assert set(hits(archive, read.query_strict)) >= {"there", "after"}
    assert archive.search(SearchRequest(read.query_strict)).total == 2
    assert archive.search(SearchRequest(read.query_without)).total == 0


@pytest.mark.parametrize("feast", ["afgelopen kerst", "de afgelopen kerst", "last christmas"])
def test_a_feast_that_has_passed_is_read_though_no_article_is_of_it(
    archive: Archive, feast: str
) -> None:
    (read,) = archive.search(SearchRequest(f"brand {feast}")).interpretation
    assert read.reading == "2018-12-24..2018-12-27"
    assert hits(archive, f"brand {feast}")["other"] == ("kerst",)
