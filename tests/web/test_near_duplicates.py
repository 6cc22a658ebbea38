"""Near-copies on the page: a few named under the best, all of them one click away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article, Hit, NearDuplicate, Snippet
from webapp import create_app
from webapp.pages.near_duplicates import SHOWN, copies
from webapp.urls.search_state import SearchState

TEXT = "In de haven van Oldervelme is vannacht een schip gezonken, meldt de havenmeester. " * 3


def named(source: str | None, *near_duplicates: NearDuplicate) -> list[str]:
    hit = Hit(1, Article("best", "Kop", "", None, source), 1.0, Snippet("title", "Kop"), ())
    return [
        copy.name
        for copy in copies(replace(hit, near_duplicates=near_duplicates), SearchState()).shown
    ]


@pytest.mark.parametrize(
    ("source", "near_duplicates", "names", "why"),
    [
        ("AD", [("b", "Kop", "NRC")], ["NRC"], "another paper is told by its name"),
        ("AD", [("b", "Later", "AD")], ["Later"], "the same paper by the title"),
        ("AD", [("b", "X", "NRC"), ("c", "Y", "NRC")], ["NRC", "Y"], "a paper once"),
        (None, [("b", "Kop", None)], ["Kop"], "no paper known"),
        ("AD", [("b", "", None)], ["b"], "neither paper nor title"),
    ],
)
def test_a_copy_is_named_by_what_tells_it_apart(
    source: str | None,
    near_duplicates: list[tuple[str, str, str | None]],
    names: list[str],
    why: str,
) -> None:
    assert named(source, *(NearDuplicate(*each) for each in near_duplicates)) == names, why


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
    assert html.count('class="clipping"') == 1
    note = html[html.index("ook in:") :].split("</p>")[0]
    links = re.findall(r'<a href="([^"]+)"', note)
    assert len(links) == SHOWN + 1
    assert "and 2 similar" in client.get("/?q=schip&lang=en").text
    assert "2 gelijksoortige" in note
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
    assert "<b>Sluis" not in html


def test_all_copies_are_one_click_away_and_back(client: FlaskClient) -> None:
    html = client.get("/?q=schip&collapse=0").text
    assert html.count('class="clipping"') == 6
    assert "ook in:" not in html
    back = re.search(r'gelijksoortige[^<]*<a href="([^"]+)"', html, re.IGNORECASE)
    assert back
    assert client.get(back[1].replace("&amp;", "&")).text.count('class="clipping"') == 1


def test_the_api_folds_unless_told_not_to(client: FlaskClient) -> None:
    folded = client.get("/api/search?q=schip").get_json()
    assert (folded["total"], len(folded["hits"]), len(folded["hits"][0]["near_duplicates"])) == (
        6,
        1,
        5,
    )
    assert len(client.get("/api/search?q=schip&collapse=0").get_json()["hits"]) == 6
    assert client.get("/api/search?q=schip&collapse=maybe").status_code == 400
