"""Tantivy and Whoosh give the same answers to queries of every kind over real articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ties import TIE, ties

from indexer.archive import Archive
from indexer.model import SearchPage, SearchRequest, Sort

WORDS = """
klimaat|rutte|Rutte brexit|scholieren klimaat staken|klimaatakkoord|veiligheidscrisis|navo-top
navotop|oekraine|Oekraïne|zelensky|poetin|Poetin trump|gele hesjes|de het een|wie won de tour
staking openbaar vervoer|minister van financiën|gekozen burgemeester|koos|kiezen|musea|politici
foto's|'s-Hertogenbosch|16.30 uur|1.000.000 euro|VN|Verenigde Naties|OM eist|xqzzy
ontslag trainer ajax feyenoord psv utrecht|stikstofcrisis boeren|ei|kinderen|arbeidsmarktbeleid
"""
OPERATORS = """
"gele hesjes"|"openbaar ministerie"|"rode lijn"~5|"minister president"~3|=klimaat|=Rutte
klimaat EN staking|klimaat OF brexit|brexit NIET may|brexit -may|(ajax OF psv) EN finale
ajax psv OF feyenoord|titel:brexit|titel:"gele hesjes"|klima*|*akkoord|klimaat?akkoord|oekra*
wapns~|brxit~2|datum:2019-02|datum:2018-12..2019-01|brexit datum:2019|bron:nos|-brexit datum:2019
NIET klimaat|titel:klimaat OF titel:brexit
"""
QUERIES = [
    query for text in (WORDS, OPERATORS) for query in text.strip().replace("\n", "|").split("|")
]


@pytest.fixture(scope="module")
def both(archive_of: Callable[..., Archive], shared: Path) -> tuple[Archive, Archive]:
    source = shared / "data" / "news-small.jsonl.gz"
    return archive_of("tantivy", source, "all"), archive_of("whoosh", source, "all")


def test_there_are_sixty_queries() -> None:
    assert len(set(QUERIES)) == len(QUERIES) >= 60


@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_count_the_same_articles(both: tuple[Archive, Archive], query: str) -> None:
    pages = [archive.search(SearchRequest(query)) for archive in both]
    assert pages[0].total == pages[1].total
    assert pages[0].facets == pages[1].facets


@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_give_the_same_order_but_for_ties(
    both: tuple[Archive, Archive], query: str
) -> None:
    left, right = (
        archive.search(SearchRequest(query, limit=20, collapse=False)) for archive in both
    )
    assert len(left.hits) == len(right.hits)
    if any(hit.score for hit in left.hits):
        assert _scores(left) == pytest.approx(_scores(right), rel=TIE)
        assert ties(left) == ties(right)


@pytest.mark.parametrize("query", ["klimaat", "brexit may", "ajax psv OF feyenoord", "koos"])
def test_both_engines_list_nearly_the_same_articles_past_the_first_page(
    both: tuple[Archive, Archive], query: str
) -> None:
    """There wide feedback finds more: which terms it takes may hang on a tie."""
    tails = []
    for archive in both:
        pages = [archive.search(SearchRequest(query, page=page, limit=20)) for page in (1, 2, 3, 4)]
        listed = [hit.article.id for page in pages for hit in page.hits]
        assert len(set(listed)) == len(listed), "no article stands on two pages"
        tails.append(listed[20:])
    assert len(tails[0]) == len(tails[1]) > 0
    assert len({*tails[0]} & {*tails[1]}) >= 0.8 * len(tails[0])


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_both_engines_sort_by_the_same_days(both: tuple[Archive, Archive], sort: Sort) -> None:
    for query in ("klimaat", "brexit", ""):
        dates = [
            [hit.article.date for hit in archive.search(SearchRequest(query, sort=sort)).hits]
            for archive in both
        ]
        assert dates[0] == dates[1]


def _scores(page: SearchPage) -> list[float]:
    return [hit.score for hit in page.hits]
