"""The page that says why a result stands where it does: in words first, the figures after."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from webapp import create_app

ARTICLES = [
    {"id": "a/1", "title": "Dijk breekt", "date": "2022-03-24", "body": "De dijk brak bij Zwolle."},
    {"id": "b?2", "title": "Storm", "date": "2022-03-25", "body": "Een zeedijk hield het."},
    {"id": "3", "title": "Zon", "body": "Het was warm."},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("archive")
    source: Path = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    index = Settings(index=folder / "index")
    build(index, [source])
    return create_app(index).test_client()


def lines(html: str) -> list[str]:
    """Return the reasons in words, as the page shows them."""
    found = re.search(r'<ul class="alternatives reasons">(.*?)</ul>', html, re.DOTALL)
    return [unescape(each) for each in re.findall(r"<li>(.*?)</li>", found[1])] if found else []


def test_each_result_leads_to_its_explanation_and_back(client: FlaskClient) -> None:
    results = client.get("/?q=dijk").text
    links = [unescape(each) for each in re.findall(r'class="why"[^>]* href="([^"]+)"', results)]
    assert len(links) == 2
    for link in links:
        page = client.get(link)
        assert page.status_code == 200
        assert 'href="/?q=dijk#' in page.text


def test_three_lines_of_words_come_before_the_figures(client: FlaskClient) -> None:
    html = client.get("/why/a/1?q=dijk").text
    assert [line.split(" ", 1)[1].split(":")[0] for line in lines(html)] == [
        "van de woorden",
        "van hun plaats",
        "van de beste artikelen",
    ]
    assert "dijk zoals getypt" in lines(html)[0]
    assert "dijk in de kop" in lines(html)[1]
    assert html.index("</ul>\n  <table>") < html.index("dijk in elke vorm")
    assert re.search(r"<td>\d+,\d\d</td>", html)


def test_the_page_explains_in_english(client: FlaskClient) -> None:
    html = client.get("/why/b%3F2?q=dijk&lang=en").text
    assert "dijk inside another word" in lines(html)[0]
    assert re.search(r"<td>\d+\.\d\d</td>", html)
    assert not re.search(r"binnen een ander woord|van de woorden|Waarvoor", html)


def test_an_article_that_is_not_on_the_page_of_results_has_no_place_there(
    client: FlaskClient,
) -> None:
    page = client.get("/why/3?q=dijk")
    assert page.status_code == 404
    assert "niet op deze pagina van de resultaten" in page.text


def test_without_words_nothing_is_scored(client: FlaskClient) -> None:
    assert 'class="why"' not in client.get("/?since=2022").text
    assert "Zonder zoekwoorden is er geen score" in client.get("/why/a/1?since=2022").text


def test_the_api_explains_where_it_is_asked_to(client: FlaskClient) -> None:
    """In the language that is asked for; the figures add up to the score."""

    def asked(parameters: str) -> dict[str, Any]:
        hits = client.get(f"/api/search?q=dijk{parameters}").get_json()["hits"]
        return next(each for each in hits if each["id"] == "a/1")

    hit = asked("&explain=1&lang=en")
    assert len(hit["in_words"]) == 3
    assert "dijk as typed" in hit["in_words"][0]
    points = sum(float(each.split()[0]) for each in hit["explanation"])
    assert points == pytest.approx(hit["score"], abs=0.1)
    assert "dijk zoals getypt" in asked("&explain=1")["in_words"][0]
    assert "explanation" not in asked("")


def test_a_wrong_value_of_explain_is_refused_by_name(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=dijk&explain=ja")
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "explain")
