"""A selection from the page is the one of the terminal, and says what it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest
from indexer.output.selection_citations import CITATIONS
from indexer.output.selection_file import read_selection, selection_bytes
from indexer.statistics.selections.saving import run_selection, save_selection
from webapp import create_app
from webapp.views import selections

ARTICLES = [
    Article("1", "Storm", "De storm trok over het land.", "2019-05-03", "NRC"),
    Article("2", "Stormschade", "Schade kost geld.", "2020-05-06", "Trouw"),
]


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Archive:
    folder = tmp_path_factory.mktemp("selections")
    settings = Settings(index=folder / "index")
    build(settings, [write_articles(folder / "news.jsonl", *ARTICLES)])
    return Archive.open(settings)


@pytest.fixture(scope="module")
def client(archive: Archive) -> FlaskClient:
    return create_app(archive=archive).test_client()


@pytest.mark.parametrize(
    ("asked", "parts", "request_"),
    [
        ("q=storm", False, SearchRequest("storm")),
        ("q=storm&parts=1", True, SearchRequest("storm")),
        ("q=storm&since=2019&source=NRC", False,
         SearchRequest("storm", since="2019", filters={"source": ("NRC",)})),
    ],
)  # fmt: skip
def test_the_file_and_the_references_are_those_of_the_library(
    client: FlaskClient, archive: Archive, asked: str, parts: bool, request_: SearchRequest
) -> None:
    saved = save_selection(archive.figures(parts=parts), request_, archive.stats())
    assert len(saved.checksums) == 1 + parts
    assert client.get(f"/selection.json?{asked}").data == selection_bytes(saved)
    for suffix, form in selections._FORMS.items():
        response = client.get(f"/selection.{suffix}?{asked}")
        assert response.text == CITATIONS[form](saved) + "\n"
        assert f'knipsel-storm.{suffix}"' in response.headers["Content-Disposition"]


def test_the_page_of_figures_leads_to_the_selection_that_it_counts(client: FlaskClient) -> None:
    html = client.get("/figures?q=storm&parts=1&source=NRC&by=month").text
    assert 'href="/selection.json?q=storm&amp;parts=1&amp;source=NRC"' in html


def test_what_cannot_be_is_refused(client: FlaskClient) -> None:
    assert client.get("/selection.json?q=xqzvw").status_code == 400
    assert client.get("/selection.txt?q=xqzvw").status_code == 400
    assert client.get("/selection.exe?q=storm").status_code == 404


def test_a_selection_of_any_number_is_streamed(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    """Its first bytes are there before its last article is read, and the whole can be run."""
    count = 1200
    many = [Article(f"a{n}", f"Storm {n}", "De storm.", "2019-05-03") for n in range(count)]
    settings = Settings(index=tmp_path / "index")
    build(settings, [write_articles(tmp_path / "news.jsonl", *many)])
    archive = Archive.open(settings)
    client = create_app(archive=archive).test_client()
    response = client.get("/selection.json?q=storm", buffered=False)
    pieces = iter(response.response)
    first = next(pieces)
    assert isinstance(first, bytes)
    whole = first + b"".join(piece for piece in pieces if isinstance(piece, bytes))
    assert len(whole) > 3 * len(first)
    (tmp_path / "set.json").write_bytes(whole)
    saved = read_selection(tmp_path / "set.json")
    assert len(saved.checksums) == count
    assert run_selection(archive.figures(), saved, archive.stats()).same
