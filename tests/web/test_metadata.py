"""What pages tell reference managers, search engines and other sites about articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from webapp import create_app
from webapp.archive_access import opener_of
from webapp.pages.metadata import MAX_DESCRIPTION, coins, description, linked_data

ARTICLE = Article(
    "kade/1",
    'Dijk & "storm" </script>',
    "De dijk brak. " * 40,
    "2019-05-29",
    "De Kade",
    ("Weer", "Binnenland"),
    author=("Jan van der Berg", "Els Boom"),
)
UNDATED = Article("b", "Zonder dag", "De dijk heeft geen datum.", url="https://b.example/x?y=1&z=2")
ADDRESS = "https://archief.example"


@pytest.fixture(scope="module")
def apps(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Iterator[dict[str, Flask]]:
    folder = tmp_path_factory.mktemp("told")
    index = folder / "index"
    build(Settings(index=index), [write_articles(folder / "news.jsonl", ARTICLE, UNDATED)])
    made = {
        "plain": create_app(Settings(index=index)),
        "set": create_app(
            Settings(index=index, address=ADDRESS, frames=("https://krant.example", "*.b.example"))
        ),
    }
    yield made
    for app in made.values():
        opener_of(app).close()


@pytest.fixture(scope="module")
def plain(apps: dict[str, Flask]) -> FlaskClient:
    return apps["plain"].test_client()


@pytest.fixture(scope="module")
def public(apps: dict[str, Flask]) -> FlaskClient:
    return apps["set"].test_client()


def metas(html: str) -> list[tuple[str, str]]:
    return [
        (name, unescape(content))
        for name, content in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', html)
    ]


def test_a_reference_manager_reads_an_article_from_the_head_of_its_page(plain: FlaskClient) -> None:
    told = [pair for pair in metas(plain.get("/article/kade/1").text) if pair[0][0] in "cz"]
    assert [pair for pair in told if pair[0] != "color-scheme"] == [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", 'Dijk & "storm" </script>'),
        ("citation_author", "Berg, Jan van der"),
        ("citation_author", "Boom, Els"),
        ("citation_date", "2019/05/29"),
        ("citation_journal_title", "De Kade"),
        ("citation_language", "nl"),
        ("citation_public_url", "http://localhost/article/kade/1"),
    ]


def test_a_search_engine_reads_it_as_json_that_no_title_can_end(public: FlaskClient) -> None:
    html = public.get("/article/kade/1").text
    (text,) = re.findall(r'<script type="application/ld\+json" lang="nl">(.*?)</script>', html)
    found = json.loads(text)
    assert found["headline"] == ARTICLE.title
    assert found["mainEntityOfPage"] == f"{ADDRESS}/article/kade/1"
    assert [each["name"] for each in found["author"]] == ["Jan van der Berg", "Els Boom"]
    assert {"datePublished", "publisher"}.isdisjoint(linked_data(UNDATED, ADDRESS))


def test_a_list_has_a_context_object_for_each_of_its_articles(plain: FlaskClient) -> None:
    for path in ("/?q=dijk", "/clippings?id=kade/1&id=b"):
        spans = re.findall(r'<span class="Z3988" title="([^"]+)">', plain.get(path).text)
        found = {each["rft_id"][0]: each for each in map(parse_qs, map(unescape, spans))}
        assert set(found) == {"http://localhost/article/kade/1", UNDATED.url}
        assert found["http://localhost/article/kade/1"]["rft.creator"] == [
            "Berg, Jan van der",
            "Boom, Els",
        ]
        assert "rft.date" not in found[str(UNDATED.url)]


@given(st.builds(Article, st.text(min_size=1), st.text(), st.text()))
def test_any_article_can_be_told_of(article: Article) -> None:
    assert parse_qs(coins(article, ADDRESS))["ctx_ver"] == ["Z39.88-2004"]
    assert len(description(article)) <= MAX_DESCRIPTION + 1


@pytest.mark.parametrize("path", ["/", "/article/kade/1", "/help", "/about"])
def test_what_robots_may_read_has_a_description_and_one_address(
    plain: FlaskClient, public: FlaskClient, path: str
) -> None:
    for client, host in ((plain, "http://localhost"), (public, ADDRESS)):
        html = client.get(path).text
        assert f'<link rel="canonical" href="{host}{path}">' in html
        ((_, text),) = [pair for pair in metas(html) if pair[0] == "description"]
        assert 20 < len(text) <= MAX_DESCRIPTION + 1


def test_results_lead_to_the_same_as_a_feed_and_as_json(plain: FlaskClient) -> None:
    html = plain.get("/?q=dijk&event=2019").text
    alternates = re.findall(r'<link rel="alternate" href="([^"]+)" type="([^"]+)"', html)
    assert sorted(kind for _, kind in alternates) == ["application/atom+xml", "application/json"]
    for path, kind in alternates:
        assert plain.get(unescape(path)).mimetype == kind


def test_results_stand_in_frames_of_the_sites_that_are_named_and_of_no_others(
    plain: FlaskClient, public: FlaskClient
) -> None:
    answer = public.get("/embed?q=dijk")
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert policy.endswith("frame-ancestors https://krant.example *.b.example")
    assert "script-src" not in policy
    assert "<script" not in answer.text
    assert f'href="{ADDRESS}/article/kade/1?q=dijk&amp;sort=newest" target="_blank"' in answer.text
    assert "frame-ancestors 'none'" in plain.get("/embed?q=dijk").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in public.get("/?q=dijk").headers["Content-Security-Policy"]


def test_the_code_for_another_site_stands_where_one_may_show_it(
    plain: FlaskClient, public: FlaskClient
) -> None:
    assert "iframe" not in plain.get("/export?q=dijk").text
    (code,) = re.findall(
        r"<code>(&lt;iframe.*?)</code>", public.get("/export?q=dijk&source=De+Kade").text
    )
    (source,) = re.findall(r'src="([^"]+)"', unescape(code))
    assert unescape(source) == f"{ADDRESS}/embed?q=dijk&source=De+Kade"
    assert "1 artikel" in public.get(unescape(source).removeprefix(ADDRESS)).text
