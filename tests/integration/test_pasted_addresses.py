"""A pasted address finds its article first, and else what its words find."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest

AT = "https://krant.nl/nieuws/123456/raad-wil-meer-bomen"
QUERY = f"{AT}?utm_source=brief"


@pytest.fixture
def archive(archive_of: Callable[..., Archive]) -> Archive:
    same = [
        Article(f"n{n}", "Raad wil meer bomen", "De raad wil meer bomen in de stad.", "2022-03-24")
        for n in range(12)
    ]
    retitled = Article(
        "it", "Stad krijgt bomen", "Er werd gestemd over het plan.", "2022-03-23", url=AT
    )
    other = Article("other", "Fietsen", "Over fietsen in de stad.", "2022-03-22")
    return archive_of(*same, retitled, other)


def test_the_article_at_an_address_comes_first(archive: Archive) -> None:
    page = archive.search(SearchRequest(QUERY, collapse=False))
    assert page.hits[0].article.id == "it"
    assert page.total == 13
    assert not page.hits[0].missing


def test_an_address_is_read_as_its_words(archive: Archive) -> None:
    page = archive.search(SearchRequest(QUERY))
    (read,) = page.interpretation
    assert (read.kind, read.text, read.reading) == ("address", QUERY, "raad wil meer bomen")
    assert page.interpreted == "raad wil meer bomen"


def test_other_words_stay_and_the_address_can_be_asked_for_literally(archive: Archive) -> None:
    page = archive.search(SearchRequest(f"stad {QUERY}"))
    assert page.interpreted == "stad raad wil meer bomen"
    (read,) = page.interpretation
    assert read.query_without == f"stad ={QUERY}"
    assert not archive.search(SearchRequest(read.query_without)).interpretation


def test_an_address_that_is_not_there_finds_what_its_words_find(archive: Archive) -> None:
    page = archive.search(SearchRequest("krant.nl/1/raad-wil-bomen", collapse=False))
    assert page.total == 12


def test_a_slip_in_an_address_is_corrected_within_it(archive: Archive) -> None:
    page = archive.search(SearchRequest("krant.nl/1/raad-wil-bonmen"))
    assert page.corrected == "krant.nl/1/raad-wil-bomen"


def test_an_address_without_words_says_so(archive: Archive) -> None:
    notices = archive.search(SearchRequest("https://krant.nl/l/2308322")).notices
    assert any("heeft geen woorden" in notice for notice in notices)
