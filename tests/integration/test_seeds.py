"""The sample archive: read without an error, and its stories are found by both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.corpus import read_articles
from indexer.engines.registry import Location, names
from indexer.model import Article, SearchRequest, Span
from tests.paths import SEEDS


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    found = list(read_articles(SEEDS))
    assert [str(each) for each in found if not isinstance(each, Article)] == []
    return [each for each in found if isinstance(each, Article)]


@pytest.fixture(scope="module", params=names(Location.FOLDER))
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    settings = Settings(tmp_path_factory.mktemp("seeds") / "index", request.param)
    report = build(settings, [SEEDS])
    assert report.skipped == 0
    return Archive.open(settings)


def test_ninety_articles_or_more_are_read_each_with_an_id_of_its_own(
    articles: list[Article],
) -> None:
    assert len(articles) >= 90
    assert len({article.id for article in articles}) == len(articles)


def test_every_article_has_a_title_and_a_text(articles: list[Article]) -> None:
    assert all(article.title and len(article.body) > 200 for article in articles)


def test_dates_are_full_partial_and_missing(articles: list[Article]) -> None:
    dates = [article.date for article in articles]
    assert {len(date or "") for date in dates} == {0, 4, 7, 10}
    assert all(Span.parse(date) for date in dates if date)


def test_the_index_is_sound(archive: Archive, articles: list[Article]) -> None:
    assert archive.check() == []
    assert archive.stats().articles == len(articles)


@pytest.mark.golden("seeds.tsv")
def test_a_story_is_found(archive: Archive, query: str, ids: str) -> None:
    hits = archive.search(SearchRequest(query, limit=100, collapse=False)).hits
    full = {hit.article.id for hit in hits if not hit.missing}
    assert set(ids.split()) <= full


@pytest.mark.golden("seeds.tsv")
def test_what_is_found_is_marked(archive: Archive, query: str, ids: str) -> None:
    hits = archive.search(SearchRequest(query, limit=100, collapse=False)).hits
    for hit in hits:
        if hit.article.id in ids.split():
            assert any(snippet.marks for snippet in (hit.title, *hit.snippets)), hit.article.id


def test_both_engines_give_the_same_first_page(tmp_path: Path) -> None:
    pages = []
    for engine in names(Location.FOLDER):
        settings = Settings(tmp_path / engine, engine)
        build(settings, [SEEDS])
        pages.append(Archive.open(settings).search(SearchRequest("crisis in de veiligheid")))
    ours, theirs = ([hit.article.id for hit in page.hits] for page in pages)
    assert ours == theirs
