"""The page says what words were found as, and a click takes a form off or gets it back."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.config import Settings
from webapp import create_app

BODIES = ["Een brief werd gebracht.", "De Koning heeft gebragt.", "Wat hij gebragt had."]


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    articles = [
        {"id": f"a{n}", "title": "Bericht", "date": "1850-01-01", "body": body}
        for n, body in enumerate(BODIES)
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in articles), "utf-8")
    index = Settings(index=tmp_path / "index")
    build(index, [path])
    return create_app(index).test_client()


def chips(page: str) -> dict[str, str]:
    """Return the address of each form that the page shows."""
    found = re.findall(
        r'<a class="chip" href="([^"]+)"[^>]*>.*?<[is]>(.+?)</[is]>', page, re.DOTALL
    )
    return {form: unescape(address) for address, form in found}


@pytest.mark.parametrize(("lang", "says"), [("nl", "Ook gevonden als"), ("en", "Also found as")])
def test_a_form_is_taken_off_and_got_back(client: FlaskClient, lang: str, says: str) -> None:
    page = client.get(f"/?q=gebracht&lang={lang}").text
    assert says in page
    assert "<mark>gebragt</mark>" in page
    less = client.get(chips(page)["gebragt"]).text
    assert "a0" in less
    assert "<mark>gebragt</mark>" not in less
    assert client.get(chips(less)["gebragt"]).text.count("<mark>gebragt</mark>") == 2


def test_the_api_counts_each_form_and_gives_its_rule(client: FlaskClient) -> None:
    (form,) = client.get("/api/search?q=gebracht").json["found_as"]  # type: ignore[index]
    assert (form["written"], form["count"], form["is_error"]) == ("gebragt", 2, False)
    assert "1900" in form["reason"]
    assert client.get("/api/search?q=gebracht&without=gebragt").json["total"] == 1  # type: ignore[index]


def test_too_many_forms_are_refused_by_name(client: FlaskClient) -> None:
    many = "&".join(f"without=vorm{n}" for n in range(30))
    answer = client.get(f"/api/search?q=gebracht&{many}")
    assert answer.status_code == 400
    assert "without" in answer.text
