"""Articles that a reader has picked, named in the address: listed, cited and exported."""

from __future__ import annotations

import re

import orjson
import pytest
from flask.testing import FlaskClient

from indexer.model import MarkedArticle
from tests.web.conftest import FakeArchive
from webapp.views import exports

IDS = "id=haven/003&id=haven/001&id=haven/003"


def test_each_result_has_a_box_that_a_form_sends_without_script(client: FlaskClient) -> None:
    html = client.get("/?q=haven").text
    assert html.count('<input type="checkbox" name="id" form="kies" value="haven/') == 10
    assert '<form id="kies" action="/clippings" method="get"' in html


def test_picked_articles_stand_once_in_their_order_with_a_reference(client: FlaskClient) -> None:
    html = client.get(f"/clippings?{IDS}").text
    assert re.findall(r'<li data-id="([^"]+)"', html) == ["haven/003", "haven/001"]
    assert html.count('<p class="reference">') == 2
    assert "2 artikelen" in html


def test_an_article_that_is_not_there_is_named_and_costs_no_other(client: FlaskClient) -> None:
    html = client.get("/clippings?id=haven/001&id=weg%3Cb%3E").text
    assert "Niet in dit archief: weg&lt;b&gt;." in html
    assert '<li data-id="haven/001"' in html


@pytest.mark.parametrize("suffix", ["ris", "bib", "csv", "jsonl"])
def test_a_file_has_all_that_is_picked(client: FlaskClient, suffix: str) -> None:
    html = client.get(f"/clippings?{IDS}").text
    link = re.search(rf'<a href="(/clippings/{suffix}[^"]*)"', html)
    assert link
    answer = client.get(link[1].replace("&amp;", "&"))
    assert answer.headers["Content-Disposition"].endswith(f'"knipsel-knipsels.{suffix}"')
    if suffix == "jsonl":
        ids = [orjson.loads(line)["id"] for line in answer.text.splitlines()]
        assert ids == ["haven/003", "haven/001"]
    else:
        assert "haven" in answer.text.lower()
        assert len(re.findall(r"^TY  -|^@|^\d+,", answer.text.lstrip("\ufeff"), re.MULTILINE)) == 2


def test_another_form_is_no_page(client: FlaskClient) -> None:
    assert client.get("/clippings/exe?id=haven/001").status_code == 404


def test_more_than_a_page_can_hold_is_refused_by_name(client: FlaskClient) -> None:
    many = "&".join(f"id={n}" for n in range(101))
    answer = client.get(f"/clippings?{many}")
    assert answer.status_code == 400
    assert "hoogstens 100 artikelen, niet 101" in answer.text


@pytest.mark.parametrize("suffix", ["ris", "bib", "csv", "jsonl"])
def test_a_file_has_one_article_at_a_time_in_memory(
    client: FlaskClient, archive: FakeArchive, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """A hundred of 20 MB each would be gigabytes."""
    loaded: list[str] = []
    find = archive.article

    def noted(article_id: str, query: str = "", longest: int | None = None) -> MarkedArticle:
        loaded.append(article_id)
        return find(article_id, query, longest)

    monkeypatch.setattr(archive, "article", noted)
    monkeypatch.setattr(exports, "_LETTERS", 1)
    ids = [f"haven/{number:03}" for number in range(1, 9)]
    answer = client.get(f"/clippings/{suffix}", query_string={"id": ids}, buffered=False)
    seen = [len(loaded) for _ in answer.iter_encoded()]
    assert loaded == ids
    assert len(set(seen)) >= len(ids) - 1, seen
    answer.close()


def test_lines_are_sent_many_at_a_time_and_long_ones_few() -> None:
    lines = ["a"] * 500 + ["b" * 300_000] * 3 + ["c"] * 2
    pieces = [*exports.encoded(iter(lines), "\n", "^")]
    assert b"".join(pieces).decode() == "^" + "".join(f"{line}\n" for line in lines)
    assert [piece.count(b"\n") for piece in pieces] == [200, 200, 101, 1, 1, 2]
    assert [*exports.encoded(iter(()), "\n", "^")] == []
