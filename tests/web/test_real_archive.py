"""The page over a real index: what the fake of the other tests cannot vouch for."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import build
from indexer.config import Settings
from tests.paths import SEEDS
from webapp import create_app

ARTICLES = [
    {
        "id": "2022/03/navo",
        "title": "NAVO-top over veiligheidscrisis",
        "date": "2022-03-24",
        "source": "De Kade",
        "section": "Buitenland",
        "url": "https://krant.example/navo",
        "body": "De leiders spraken over wapens.\n\nZe kozen voor overleg, zei <Jansen>.",
    },
    {"id": "100% zeker?", "title": "Storm & wind", "date": "2022-04", "body": "De storm woei."},
    {"id": "../stil", "title": "Rustig weer", "date": "2022", "body": "Geen storm, wel wapens."},
    {"id": "x", "title": "Zonder dag", "source": "Het Anker", "body": "De wapens zwegen."},
]


def write(path: Path, articles: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(article) for article in articles), "utf-8")
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("archive")
    index = Settings(index=folder / "index")
    build(index, [write(folder / "articles.jsonl", ARTICLES)])
    return index


@pytest.fixture(scope="module")
def client(index: Settings) -> FlaskClient:
    return create_app(index).test_client()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    index = Settings(index=tmp_path_factory.mktemp("samples") / "index")
    build(index, [SEEDS])
    return create_app(index).test_client()


def test_a_search_leads_to_the_article_with_its_hits_marked(client: FlaskClient) -> None:
    results = client.get("/?q=crisis").text
    assert "1 artikel" in results
    link = re.search(r'<h2[^>]*><a href="([^"]+)"', results)
    assert link
    article = client.get(link[1].replace("&amp;", "&")).text
    assert '<mark id="hit-1">' in article
    assert "&lt;Jansen&gt;" in article


def test_every_listed_article_opens_whatever_its_id(client: FlaskClient) -> None:
    links = re.findall(r'<h2[^>]*><a href="([^"]+)"', client.get("/?sort=newest").text)
    assert len(links) == len(ARTICLES)
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_what_lacks_a_word_stands_under_the_divider(client: FlaskClient) -> None:
    html = client.get("/?q=storm+wapens").text
    assert html.index("Rustig weer") < html.index("Bijna") < html.index("zonder: <b>wapens</b>")


@pytest.mark.parametrize(
    ("limit", "total"),
    [
        ("since=2022-04", 2),
        ("until=2022-02", 1),
        ("source=De+Kade", 1),
        ("source=De+Kade&source=Het+Anker", 2),
        ("section=Buitenland", 1),
    ],
)
def test_limits_narrow_the_whole_archive(client: FlaskClient, limit: str, total: int) -> None:
    assert client.get(f"/api/search?{limit}").get_json()["total"] == total


@pytest.mark.parametrize("path", ["/", "/help", "/about", "/healthz"])
def test_every_page_answers(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_every_example_of_the_manual_is_a_search_that_is_understood(client: FlaskClient) -> None:
    examples = re.findall(r'<th scope="row"><a href="([^"]+)"', client.get("/help").text)
    assert len(examples) > 15
    for example in examples:
        response = client.get(example.replace("&amp;", "&"))
        assert response.status_code == 200
        assert 'class="notice"' not in response.text, example


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_example_of_the_manual_finds_articles_in_the_sample_archive(
    samples: FlaskClient, lang: str
) -> None:
    html = samples.get(f"/help?lang={lang}").text
    queries = re.findall(r'<th scope="row"><a href="([^"]+)"', html)
    assert len(queries) > 15
    for query in queries:
        asked = unescape(query).replace("/?", "/api/search?", 1)
        found = samples.get(asked).get_json()
        assert found["total"], found["query"]


signs = st.text(alphabet=st.sampled_from("storm\"'()*?~=-: <>&\x00é\U0001f600ENOFTdatum.2"))


@settings(deadline=None, max_examples=60)
@given(signs.filter(lambda query: len(query) <= 1000))
def test_any_query_gets_a_page(client: FlaskClient, query: str) -> None:
    for path in ("/", "/api/search", "/article/x", "/api/article/x"):
        assert client.get(path, query_string={"q": query}).status_code == 200


def test_a_new_generation_is_served_at_once(tmp_path: Path) -> None:
    index = Settings(index=tmp_path / "index")
    source = write(tmp_path / "articles.jsonl", ARTICLES[:1])
    client = create_app(index).test_client()
    assert client.get("/").status_code == 503
    build(index, [source])
    assert "1 artikel" in client.get("/").text
    build(index, [write(source, ARTICLES)])
    assert "4 artikelen" in client.get("/").text


@pytest.mark.parametrize(
    ("query", "key", "dutch", "english"),
    [
        ("storm 2022", "interpretation", "2022 als datum", "2022 as a date"),
        ("nieuws over storm", "interpretation", "zonder: nieuws over", "without: nieuws over"),
        ("storm +navo", "offers", "Zonder storm", "Without storm"),
    ],
)
def test_the_api_says_why_in_the_language_asked_for(
    client: FlaskClient, query: str, key: str, dutch: str, english: str
) -> None:
    for language, text in (("nl", dutch), ("en", english)):
        page = client.get("/api/search", query_string={"q": query, "lang": language}).get_json()
        assert text in [each["reason"] for each in page[key]]
