"""What stands before and after an article is what the list of results has there."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import ArticleNotFoundError, RequestError
from indexer.model import SearchRequest, Sort
from tests.paths import SEEDS


@pytest.fixture(scope="module", params=[0, 50])
def archive(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Archive:
    """Return the sample archive; one keeps pages, which the lists below are of."""
    setting = Settings(index=tmp_path_factory.mktemp("beside") / "index")
    build(setting, [SEEDS])
    return Archive.open(setting, pages=request.param)


@pytest.mark.parametrize(
    "asked",
    [
        SearchRequest("haven", limit=4),
        SearchRequest("de haven en het water", limit=3),
        SearchRequest("", sort=Sort.NEWEST, limit=5),
        SearchRequest("gemeenteraad", sort=Sort.OLDEST, collapse=False, limit=3),
        SearchRequest("gemeentraad", limit=3),
        SearchRequest("haven", filters={"section": ("Binnenland",)}, limit=2),
        SearchRequest("maart 2022", limit=4),
        SearchRequest("haven", parts=False, limit=3),
    ],
    ids=lambda asked: f"{asked.query or 'alles'} {asked.sort}",
)
def test_the_neighbours_of_each_result_are_those_of_the_list(
    archive: Archive, asked: SearchRequest
) -> None:
    listed: list[tuple[int, str]] = []
    for number in count(1):
        page = archive.search(replace(asked, page=number))
        listed += [(number, hit.article.id) for hit in page.hits]
        if number >= min(page.pages, 5):
            break
    more = number < page.pages
    for place, (number, id_) in enumerate(listed[:-1] if more else listed):
        found = archive.beside(replace(asked, page=number), id_)
        beside = [found.previous, found.following]
        expected = [listed[place - 1] if place else None, *listed[place + 1 :], None][:2]
        assert [each and (each.page, each.article.id) for each in beside] == expected


def test_what_is_not_on_the_page_has_no_neighbours(archive: Archive) -> None:
    first, second = (archive.search(SearchRequest("haven", limit=2, page=n)).hits for n in (1, 2))
    found = archive.beside(SearchRequest("haven", limit=2), second[0].article.id)
    assert (found.previous, found.following) == (None, None)
    found = archive.beside(SearchRequest("asdfqwerty", limit=2), first[0].article.id)
    assert (found.previous, found.following) == (None, None)


def test_what_makes_no_sense_is_refused(archive: Archive) -> None:
    here = archive.search(SearchRequest("haven")).hits[0].article.id
    with pytest.raises(RequestError):
        archive.beside(SearchRequest("haven", page=0), here)
    with pytest.raises(ArticleNotFoundError):
        archive.beside(SearchRequest("haven"), "there is none")
