"""A question that names nothing but days shows first what those days were about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest, Sort

ENGINES = ("tantivy", "whoosh")
DAY = "2019-04-15"


def _articles() -> list[Article]:
    fire = [
        Article(f"brand{n}", "Brand in de kathedraal", f"Vlammen uit de toren, melding {n}.", DAY)
        for n in range(4)
    ]
    measles = [
        Article(f"mazelen{n}", "Mazelen op school", f"Docent besmet, bericht {n}.", DAY)
        for n in range(3)
    ]
    loose = [
        Article(f"los{n}", f"Raad kiest {word}", f"De raad sprak over {word}.", DAY)
        for n, word in enumerate(("fietspad", "zwembad", "bibliotheek", "marktplein"))
    ]
    others = [
        Article(f"ander{n}", "Raad kiest weer", f"De raad sprak over zaak {n}.", "2019-05-20")
        for n in range(60)
    ]
    naming = Article("noemt", "Terugblik", "De brand was op 15 april 2019.", "2019-09-01")
    return [*loose, *measles, *others, *fire, naming]


@pytest.fixture(params=ENGINES)
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(*_articles(), engine=request.param)


def _ids(archive: Archive, query: str, **more: object) -> list[str]:
    request = SearchRequest(query, limit=30, collapse=False, **more)  # type: ignore[arg-type]
    return [hit.article.id for hit in archive.search(request).hits]


@pytest.mark.parametrize("query", ["wat gebeurde er op 15 april 2019", "15 april 2019"])
def test_the_subjects_of_the_day_come_first_each_in_turn(archive: Archive, query: str) -> None:
    ids = _ids(archive, query)
    assert {id_.rstrip("0123456789") for id_ in ids[:2]} == {"brand", "mazelen"}
    assert {id_.rstrip("0123456789") for id_ in ids[7:-1]} == {"los"}


def test_all_of_the_day_are_listed_and_what_only_names_it_last(archive: Archive) -> None:
    page = archive.search(SearchRequest("op 15 april 2019", limit=30, collapse=False))
    assert len(page.hits) == page.total == 12
    assert page.hits[-1].article.id == "noemt"


def test_pages_go_on_where_the_one_before_ended(archive: Archive) -> None:
    whole = _ids(archive, "15 april 2019")
    parts = [
        hit.article.id
        for number in (1, 2, 3)
        for hit in archive.search(
            SearchRequest("15 april 2019", limit=5, page=number, collapse=False)
        ).hits
    ]
    assert parts == whole


def test_an_order_that_is_asked_for_and_strict_dates_stay(archive: Archive) -> None:
    assert _ids(archive, "15 april 2019", sort=Sort.NEWEST)[0] == "noemt"
    scores = {hit.score for hit in archive.search(SearchRequest(f"datum:{DAY}")).hits}
    assert len(scores) == 1


def test_near_duplicates_stand_on_one_row(archive: Archive) -> None:
    page = archive.search(SearchRequest("15 april 2019", limit=30))
    shown = [hit.article.id for hit in page.hits]
    more = [each.id for hit in page.hits for each in hit.near_duplicates]
    assert sorted(shown + more) == sorted(_ids(archive, "15 april 2019"))


def test_it_is_said_why_an_article_is_there(archive: Archive) -> None:
    page = archive.search(SearchRequest("15 april 2019", explain=True))
    first = page.hits[0]
    assert str(first.in_words[0]).startswith("Waar die dagen over gingen: ")


def test_of_too_many_articles_those_of_the_days_come_before_those_that_name_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.search.digest._MAX_ARTICLES", 5)
    request = SearchRequest("15 april 2019", limit=4, collapse=False)
    pages = [archive.search(replace(request, page=page)) for page in (1, 2, 3)]
    ids = [[hit.article.id for hit in page.hits] for page in pages]
    assert [len(each) for each in ids] == [4, 4, 4]
    assert len({*ids[0], *ids[1], *ids[2]}) == 12
    assert "noemt" not in (*ids[0], *ids[1], *ids[2][:3])
    assert ids[2][3] == "noemt"
