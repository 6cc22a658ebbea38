"""The text of a long article goes out whole, and is held as it is stored: a piece at a time."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article
from indexer.selections import article_checksum
from indexer.statistics import selecting
from indexer.storage import payload
from webapp import create_app
from webapp.views import exports

COUNT = 3
LONG = "🚲 " + 'De ’wethouder’ zei: "niet\\zo", en € 5.\n\n' * 40_000 + "Het einde is zoek."
BYTES = len(LONG.encode())
ARTICLES = [Article(f"a{n}", f"Dijk {n}", LONG, f"2019-0{n + 1}-01", "Bode") for n in range(COUNT)]
LINES = ("field", "start", "end", "left", "match", "right")


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Iterator[Archive]:
    base = tmp_path_factory.mktemp("texts")
    settings = Settings(base / "index", engine=request.param)
    build(settings, [write_articles(base / "long.jsonl", *ARTICLES)])
    with Archive.open(Settings(settings.index, engine=request.param, figures="bounded")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(archive: Archive) -> FlaskClient:
    app = create_app(archive=archive)
    app.config[exports.IN_PARTS] = True
    return app.test_client()


def test_a_long_article_goes_out_whole_in_every_form(client: FlaskClient) -> None:
    csv.field_size_limit(sys.maxsize)
    asked = "q=einde&sort=oldest&columns=id,text,date"
    cells = [*csv.reader(io.StringIO(client.get(f"/export.csv?{asked}").text[1:], newline=""))]
    assert cells[1:] == [[each.id, each.body, each.date] for each in ARTICLES]
    for address in ("/export.jsonl?q=einde&sort=oldest", "/clippings/jsonl?id=a0&id=a1&id=a2"):
        lines = [json.loads(line) for line in client.get(address).text.splitlines()]
        assert [line["body"] for line in lines] == [LONG] * COUNT
        assert [line["title"] for line in lines] == [each.title for each in ARTICLES]
        assert list(lines[0]) == ["rank", "score", *ARTICLES[0].to_json()]
    saved = client.get("/selection.json?q=einde").get_json()
    expected = [article_checksum(each) for each in ARTICLES]
    assert [each["sha256"] for each in saved["articles"]] == expected


def test_json_of_a_long_article_is_that_of_a_short_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hits are marked, and names found, in its beginning, whether it is held whole or not."""
    shown = client.get("/api/article/a1?q=wethouder").get_json()
    assert shown["body"] == LONG
    assert LONG[slice(*shown["body_marks"][0])] == "wethouder"
    assert all(LONG[start:end] == "wethouder" for start, end in shown["body_marks"])
    short = client.get("/api/article/a1").get_json()
    assert {**shown, "body_marks": []} == short


def test_lines_of_a_long_article_are_those_of_its_text(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["q=einde", "q=wethouder&page=9&width=300", "q=niet&sort=left&page=3", "q=dijk"]
    in_pieces = [client.get(f"/api/kwic?{each}").get_json()["lines"] for each in asked]
    monkeypatch.setattr(payload, "_LONG", 2 * BYTES)
    whole = [client.get(f"/api/kwic?{each}").get_json()["lines"] for each in asked]
    assert in_pieces == whole
    assert [LONG[line["start"] : line["end"]] for line in whole[0]] == ["einde"] * COUNT
    assert all(len(lines) > 2 for lines in whole)


@pytest.mark.parametrize(
    "path",
    [
        "/api/kwic?q=einde",
        "/kwic.csv?q=einde",
        "/export.csv?q=einde",
        "/export.csv?q=einde&columns=id,text",
        "/export.jsonl?q=einde",
        "/export.xlsx?q=einde&columns=id,text",
        "/export.ris?q=einde",
        "/clippings/jsonl?id=a0&id=a1&id=a2",
        "/clippings/csv?id=a0&id=a1&id=a2",
        "/selection.json?q=einde",
        "/feed.atom?q=einde",
    ],
)
def test_no_answer_holds_a_long_text_as_a_string(
    client: FlaskClient, archive: Archive, path: str
) -> None:
    """A character of these texts takes four bytes in a string, and one where it is stored."""
    client.get(path)  # which imports what it needs
    tracemalloc.start()
    answer = client.get(path, buffered=False)
    sizes = [len(piece) for piece in answer.iter_encoded()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 200
    assert max(sizes) < 600_000
    copies = 4 if archive.stats().engine == "tantivy" else 6.5  # what unpacks them makes some
    assert peak < copies * BYTES


def test_a_part_of_an_export_ends_where_its_long_texts_fill_it(
    client: FlaskClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = archive.figures().lengths()["a0"]
    monkeypatch.setattr(exports, "MOST_WORDS", 2 * words)
    first = client.get("/export.jsonl?q=einde&sort=oldest")
    assert [json.loads(line)["id"] for line in first.text.splitlines()] == ["a0", "a1"]
    assert "1-2-of-3" in first.headers["Content-Disposition"]
    assert 'first=3>; rel="next"' in first.headers["Link"]
    second = client.get("/export.jsonl?q=einde&sort=oldest&first=3")
    assert [json.loads(line)["id"] for line in second.text.splitlines()] == ["a2"]
    assert len(client.get("/export.csv?q=einde").text.splitlines()) == 1 + COUNT
    monkeypatch.setattr(exports, "MOST_WORDS", 1)
    assert len(client.get("/export.jsonl?q=einde").text.splitlines()) == 1


def test_lines_are_refused_for_which_too_much_would_be_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "STEPS_OF_A_WORD", 1_000)
    for path in (
        "/api/kwic?q=einde",
        "/kwic?q=einde",
        "/kwic.csv?q=einde",
        "/selection.json?q=einde",
    ):
        answer = client.get(path)
        assert answer.status_code == 400
        assert "te veel rekentijd" in answer.text
