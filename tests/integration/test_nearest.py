"""Where no article has every word, the page counts those that miss as few as any does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.engines.registry import Location, names
from indexer.model import Article, SearchRequest, Sort

ARTICLES = (
    *(
        Article(f"a{n}", "Dijk bij de rivier", "Het water staat hoog.", f"2022-03-{n + 1:02}", "A")
        for n in range(14)
    ),
    *(Article(f"b{n}", "Een dijk", "Er groeit gras.", "2021-05-02", "B") for n in range(3)),
    *(Article(f"c{n}", f"Bericht {n}", "Het weer is gewoon.", "2020", "C") for n in range(40)),
)


@pytest.fixture(params=names(Location.FOLDER))
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(*ARTICLES, engine=request.param)


def test_all_of_them_are_counted_and_ten_are_listed(archive: Archive) -> None:
    page = archive.search(SearchRequest("dijk rivier xqaz"))
    assert (page.total, page.nearest, page.nearest_missing) == (0, 14, 1)
    assert {c.value: c.count for c in page.partial_facets["source"]} == {"A": 14}
    days = archive.refinements(SearchRequest("dijk rivier xqaz")).days
    assert (sum(days.values()), len(days)) == (14, 14)


def test_a_value_that_is_chosen_finds_what_it_counts(archive: Archive) -> None:
    """Two words are missed where none misses one: of both papers, and within a period of one."""
    asked = SearchRequest("dijk xqaz qzzx")
    page = archive.search(asked)
    assert (page.nearest, page.nearest_missing) == (17, 2)
    for each in page.partial_facets["source"]:
        chosen = SearchRequest(asked.query, filters={"source": (each.value,)})
        assert archive.search(chosen).nearest == each.count
        refined = archive.refinements(chosen)
        assert {c.value: c.count for c in refined.facets["source"]} == {"A": 14, "B": 3}
    within = SearchRequest(asked.query, since="2021", until="2021")
    assert archive.search(within).nearest == 3
    years = archive.refinements(within).facets["year"]
    assert {c.value: c.count for c in years} == {"2022": 14, "2021": 3}


def test_a_word_of_which_articles_have_but_pieces_counts_what_is_listed(archive: Archive) -> None:
    page = archive.search(SearchRequest("rivierdijkgras"))
    assert page.total == page.nearest_missing == 0
    assert page.nearest == page.partial
    days = archive.refinements(SearchRequest("rivierdijkgras")).days
    assert sum(days.values()) == page.nearest


def test_a_strict_query_has_no_near_ones(archive: Archive) -> None:
    page = archive.search(SearchRequest("dijk EN xqaz"))
    assert (page.total, page.nearest, any(page.partial_facets.values())) == (0, 0, False)
    assert not archive.refinements(SearchRequest("dijk EN xqaz")).days


def test_a_list_by_date_has_no_near_ones(archive: Archive) -> None:
    asked = SearchRequest("dijk rivier xqaz", sort=Sort.NEWEST)
    page = archive.search(asked)
    assert (page.partial, page.nearest, any(page.partial_facets.values())) == (0, 0, False)
    assert not archive.refinements(asked).days


def test_one_facet_alone_is_counted_as_among_all(archive: Archive) -> None:
    """The page of all values of a field asks for no other: each costs a search."""
    asked = SearchRequest("dijk", since="2021", filters={"source": ("A",), "section": ("x",)})
    every = archive.refinements(asked).facets
    for name in ("source", "section", "year"):
        alone = archive.refinements(asked, name)
        assert alone.facets[name] == every[name]
        assert {*alone.facets} == ({"year", "month"} & {*every} if name == "year" else {name})
    assert archive.refinements(asked, "author").facets == {}
