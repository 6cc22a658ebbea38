"""Near-duplicates on the page: a few named under the best, all of them one click away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from indexer.output.hit_view import MAX_NAMED
from webapp import create_app

TEXT = "In de haven van Oldervelme is vannacht een schip gezonken, meldt de havenmeester. " * 3


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable,  # type: ignore[type-arg]
) -> FlaskClient:
    folder = tmp_path_factory.mktemp("copies")
    papers = ("De Kade", "Het Anker", "De <b>Sluis</b>", "De Boei", "Het Roer", "De Steven")
    articles = (
        Article(f"a/{n}", f"Schip {n}", TEXT, "2022-03-24", paper) for n, paper in enumerate(papers)
    )
    build(Settings(folder / "index"), [write_articles(Path(folder) / "news.jsonl", *articles)])
    return create_app(Settings(folder / "index")).test_client()


def test_one_result_names_some_of_its_copies_and_counts_the_others(client: FlaskClient) -> None:
    html = client.get("/?q=schip").text
    assert html.count('class="hit"') == 1
    note = html[html.index("ook in:") :].split("</p>")[0]
    links = re.findall(r'<a href="([^"]+)"', note)
    assert len(links) == MAX_NAMED + 1
    assert "and 2 similar" in client.get("/?q=schip&lang=en").text
    assert "2 gelijksoortige" in note
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
    assert "<b>Sluis" not in html


def test_all_copies_are_one_click_away_and_back(client: FlaskClient) -> None:
    html = client.get("/?q=schip&collapse=0").text
    assert html.count('class="hit"') == 6
    assert "ook in:" not in html
    back = re.search(r'gelijksoortige[^<]*<a href="([^"]+)"', html, re.IGNORECASE)
    assert back
    assert client.get(back[1].replace("&amp;", "&")).text.count('class="hit"') == 1


def test_the_api_folds_unless_told_not_to(client: FlaskClient) -> None:
    folded = client.get("/api/search?q=schip").get_json()
    assert (folded["total"], len(folded["hits"]), len(folded["hits"][0]["near_duplicates"])) == (
        6,
        1,
        5,
    )
    assert len(client.get("/api/search?q=schip&collapse=0").get_json()["hits"]) == 6
    assert client.get("/api/search?q=schip&collapse=maybe").status_code == 400
