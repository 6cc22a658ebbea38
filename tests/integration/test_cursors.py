"""A list that is walked to its end has every article once, in one order that lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.registry import Location, names
from indexer.errors import CursorExpiredError, RequestError
from indexer.model import Article, SearchPage, SearchRequest, Sort
from webapp import create_app

STORY = "De dijk bij Kampen is verhoogd na het hoge water van de winter, zegt het waterschap."
ARTICLES = [
    Article(
        f"a{n:03}",
        f"Dijk {n}",
        STORY if n % 7 == 0 else f"De dijk van polder {n} {'en het water ' * (n % 5)} is hoog.",
        None if n % 11 == 0 else f"2022-0{1 + n % 3}-{1 + n % 28:02}",
        ("De Kade", "Het Anker")[n % 2],
    )
    for n in range(130)
]
REQUESTS = [
    SearchRequest("dijk"),
    SearchRequest("dijk water"),
    SearchRequest("hoge dijken water polder winter waterschap"),
    SearchRequest("dijk NIET water"),
    SearchRequest(""),
    SearchRequest("dijk", sort=Sort.NEWEST),
    SearchRequest("dijk", sort=Sort.OLDEST, since="2022-02"),
    SearchRequest("dijk water", filters={"source": ("De Kade",)}, parts=False),
    SearchRequest("olifant"),
]


def walked(archive: Archive, request: SearchRequest) -> Iterator[SearchPage]:
    cursor: str | None = "*"
    while cursor:
        page = archive.search(replace(request, cursor=cursor))
        yield page
        cursor = page.cursor


@pytest.fixture(scope="module", params=names(Location.FOLDER))
def settings(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Settings:
    folder = tmp_path_factory.mktemp("walked")
    settings = Settings(index=folder / "index", engine=request.param)
    build(settings, [write_articles(folder / "news.jsonl", *ARTICLES)])
    return settings


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each.query or "all")
@pytest.mark.parametrize("limit", [7, 100])
def test_every_article_comes_once_and_in_one_order(
    settings: Settings, request_: SearchRequest, limit: int
) -> None:
    with Archive.open(settings) as archive:
        pages = list(walked(archive, replace(request_, limit=limit)))
        found = [hit.article.id for page in pages for hit in page.hits]
        everything = sorted(hit.article.id for hit in archive.results(request_))
        assert sorted(found) == everything
        assert len(found) == pages[0].total
        assert [hit.rank for page in pages for hit in page.hits] == list(range(1, len(found) + 1))
        assert [page.page for page in pages] == list(range(1, len(pages) + 1))
        assert all(not hit.missing for page in pages for hit in page.hits)
        at_once = archive.search(replace(request_, limit=1_000, cursor="*"))
        assert [hit.article.id for hit in at_once.hits] == found


def test_a_cursor_belongs_to_one_request_and_one_generation(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    settings = Settings(index=tmp_path / "index")
    build(settings, [write_articles(tmp_path / "news.jsonl", *ARTICLES)])
    with Archive.open(settings) as archive:
        asked = SearchRequest("dijk", limit=20)
        cursor = archive.search(replace(asked, cursor="*")).cursor
        archive.search(replace(asked, cursor=cursor))
        for other in (
            replace(asked, query="water", cursor=cursor),
            replace(asked, limit=21, cursor=cursor),
            replace(asked, sort=Sort.NEWEST, cursor=cursor),
            replace(asked, page=2, cursor="*"),
            replace(asked, cursor="1"),
            replace(asked, cursor="0" + str(cursor)),
        ):
            with pytest.raises(RequestError):
                archive.search(other)
        build(settings, [write_articles(tmp_path / "more.jsonl", Article("new", "Dijk", "Nieuw."))])
        with pytest.raises(CursorExpiredError) as caught:
            archive.search(replace(asked, cursor=cursor))
        assert caught.value.built == archive.stats().built


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def test_the_api_goes_past_the_results_that_can_be_paged_to(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at 10,000: here pages end at 50."""
    for module in ("indexer.search.request", "webapp.urls.parameters"):
        monkeypatch.setattr(f"{module}.MAX_RESULTS", 50)
    assert client.get("/api/search?q=dijk&n=25&page=3").status_code == 400
    found, cursor = [], "*"
    while cursor:
        answer = client.get("/api/search", query_string={"q": "dijk", "n": 25, "cursor": cursor})
        found += [hit["id"] for hit in answer.get_json()["hits"]]
        cursor = answer.get_json()["cursor"]
    assert sorted(found) == [article.id for article in ARTICLES]
    assert client.get("/api/search?q=dijk").get_json()["cursor"] is None


@pytest.mark.parametrize(
    ("cursor", "status", "says"),
    [
        ("2", 400, "De parameter ‘cursor’ klopt niet: ‘*’, of wat het vorige antwoord gaf."),
        ("2-000000000000-000000000000", 410, "Begin opnieuw, met ‘cursor=*’."),
    ],
)
def test_the_api_says_what_is_wrong_with_a_cursor(
    client: FlaskClient, cursor: str, status: int, says: str
) -> None:
    answer = client.get("/api/search", query_string={"q": "dijk", "cursor": cursor})
    assert answer.status_code == answer.get_json()["status"] == status
    assert answer.get_json()["parameter"] == "cursor"
    assert answer.get_json()["detail"].endswith(says)
    english = client.get("/api/search", query_string={"q": "dijk", "cursor": cursor, "lang": "en"})
    assert english.get_json()["detail"] != answer.get_json()["detail"]
