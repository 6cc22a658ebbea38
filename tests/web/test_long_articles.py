"""A long article has a page that a browser opens at once, and the page says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.model import Article
from webapp.pages.long_article import MAX_BLOCKS, MAX_CHARACTERS, MAX_COMPARED, MAX_MARKS

Showing = Callable[..., FlaskClient]
SENTENCE = "Het bestuur sprak over de dijk. "


def test_of_a_long_text_the_beginning_is_shown_with_the_way_to_the_whole(showing: Showing) -> None:
    body = SENTENCE * (2 * MAX_CHARACTERS // len(SENTENCE))
    client = showing(Article("lang/1", "Lang", body))
    page = client.get("/article/lang/1?q=sluis").text
    assert MAX_CHARACTERS < len(page) < MAX_CHARACTERS + 10_000
    assert "eerste 499.999 tekens" in page
    assert 'href="/api/article/lang/1?q=sluis"' in page
    assert client.get("/api/article/lang/1").get_json()["body"] == body
    assert "the first 499,999 characters" in client.get("/article/lang/1?lang=en").text


def test_of_many_paragraphs_the_first_are_shown(showing: Showing) -> None:
    page = showing(Article("a", "Veel", "dijk\n\n" * 2 * MAX_BLOCKS)).get("/article/a").text
    assert page.count(">dijk</p>") == MAX_BLOCKS
    assert "eerste 20.000 tekens" in page


def test_of_many_hits_the_first_are_marked(showing: Showing) -> None:
    client = showing(Article("a", "Storm", "de storm " * 2 * MAX_MARKS))
    page = client.get("/article/a?q=storm").text
    assert page.count("<mark ") == MAX_MARKS
    assert f'id="hit-{MAX_MARKS}"' in page
    assert "Alleen de eerste 2.000 treffers zijn gemarkeerd." in page


@pytest.mark.parametrize("body", ["", "De storm.", SENTENCE * 100])
def test_of_another_article_nothing_is_left_out(showing: Showing, body: str) -> None:
    page = showing(Article("a", "Kort", body)).get("/article/a?q=storm").text
    assert "notice" not in page
    assert "als JSON" not in page


def test_of_long_versions_the_beginnings_are_compared(showing: Showing) -> None:
    body = SENTENCE * (2 * MAX_COMPARED // len(SENTENCE))
    articles = Article("a", "Een", body), Article("b", "Twee", f"{SENTENCE}Nieuw. {body}")
    page = showing(*articles).get("/article/a?versie=b").text
    assert "zijn de eerste 100.000 tekens vergeleken" in page
    assert "<ins>" in page
    assert len(page) < 2 * MAX_COMPARED + 10_000
