"""Pages that a process remembers: nobody gets one that would not be made for them now."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.archive import Archive, build
from indexer.config import Settings
from webapp import create_app
from webapp.middleware.http_cache import Answer, answer_cache

Serving = Callable[..., FlaskClient]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return _written(tmp_path / "articles.jsonl", "De storm woei.", "De storm <i>lag</i>.")


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    build(Settings(index=tmp_path / "index"), [articles])
    return tmp_path / "index"


@pytest.fixture
def serving(index: Path) -> Serving:
    """Return a client of the page over a real index, with these settings."""
    return lambda **settings: create_app(Settings(index=index, **settings)).test_client()


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the queries that are searched from now on."""
    queries: list[str] = []
    search = Archive.search

    def counted(archive: Archive, request: Any) -> Any:
        queries.append(request.query)
        return search(archive, request)

    monkeypatch.setattr(Archive, "search", counted)
    return queries


def _written(path: Path, *bodies: str) -> Path:
    records = ({"id": str(n), "title": f"Weer {n}", "body": b} for n, b in enumerate(bodies))
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return path


@pytest.mark.parametrize("path", ["/", "/?q=storm", "/article/1?q=storm", "/about", "/help"])
def test_a_page_is_given_again_to_the_letter_with_all_its_headers(
    serving: Serving, path: str
) -> None:
    client = serving()
    first, again = client.get(path), client.get(path)
    assert again.data == first.data
    assert list(again.headers) == list(first.headers)
    assert len(again.headers.getlist("Content-Security-Policy")) == 1


def test_what_is_remembered_is_not_searched_again(serving: Serving, searches: list[str]) -> None:
    client = serving()
    for _ in range(3):
        assert "2 artikelen" in client.get("/?q=storm").text
    assert searches == ["storm"]


def test_what_is_remembered_compressed_is_not_compressed_again(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []

    def counted(content: bytes, *level: int, mtime: int) -> bytes:
        times.append(len(content))
        return compress(content, *level, mtime=mtime)

    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", counted)
    client = serving()
    plain = client.get("/?q=storm")
    first, again = (client.get("/?q=storm", headers={"Accept-Encoding": "gzip"}) for _ in "ab")
    assert (again.data, list(again.headers)) == (first.data, list(first.headers))
    assert gzip.decompress(first.data) == plain.data
    assert len(times) == 1
    assert "Content-Encoding" not in client.get("/?q=storm").headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?q=storm", {"Accept-Language": "en"}),
        ("/?q=storm", {"Host": "elders"}),
        ("/?q=storm&lang=en", {}),
        ("/?q=storm&page=2", {}),
        ("/?q=Storm", {}),
        ("/?q=storm&unknown=1", {}),
    ],
)
def test_what_differs_in_anything_is_made_anew(
    serving: Serving, searches: list[str], path: str, headers: dict[str, str]
) -> None:
    client = serving()
    client.get("/?q=storm")
    client.get(path, headers=headers)
    assert len(searches) == 2


@pytest.mark.parametrize("turned", [False, True])
def test_an_id_with_a_question_mark_keeps_its_own_page(tmp_path: Path, turned: bool) -> None:
    """The path is decoded when it is read: %3F in it begins no query string."""
    rows = [
        {"id": "a", "title": "EEN", "body": "x"},
        {"id": "a?id=5", "title": "TWEE", "body": "x"},
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    build(Settings(index=tmp_path / "index"), [path])
    client = create_app(Settings(index=tmp_path / "index")).test_client()
    pages = {"/article/a?id=5?": "EEN", "/article/a%3Fid%3D5": "TWEE", "/article/a?id=5": "EEN"}
    tags = set()
    for address in sorted(pages, reverse=turned):
        page = client.get(address)
        assert f"<title>{pages[address]} " in page.text
        tags.add(page.headers["ETag"])
    assert len(tags) == 3
    assert client.get("/?q=x").status_code == 200
    assert client.get("/%3Fq=x").status_code == 404


def test_a_page_below_another_address_is_made_for_that_address(serving: Serving) -> None:
    client = serving()
    client.get("/?q=storm")
    below = client.get("/?q=storm", environ_overrides={"SCRIPT_NAME": "/archief"})
    assert below.headers["ETag"] != client.get("/?q=storm").headers["ETag"]


def test_a_host_keeps_its_own_page_with_an_underscore_in_its_name_too(serving: Serving) -> None:
    client = serving()
    for host in ("a_1", "b_2", "b_2:8000", "a_1"):
        page = client.get("/about", headers={"Host": host}).text
        assert f'<link rel="canonical" href="http://{host}/about">' in page


def test_a_language_keeps_its_own_page(serving: Serving) -> None:
    client = serving()
    for _ in range(2):
        assert "2 artikelen" in client.get("/?q=storm").text
        assert "2 articles" in client.get("/?q=storm", headers={"Accept-Language": "en"}).text


def test_a_page_goes_with_the_generation_that_it_shows(
    serving: Serving, articles: Path, index: Path
) -> None:
    client = serving()
    before = client.get("/?q=storm")
    build(Settings(index=index), [_written(articles, "De storm woei.", "Het was stil.")])
    after = client.get("/?q=storm", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "1 artikel" in after.text


def test_head_is_answered_without_a_body_from_what_is_remembered(
    serving: Serving, searches: list[str]
) -> None:
    client = serving()
    got, head = client.get("/?q=storm"), client.head("/?q=storm")
    assert (head.status_code, head.data, len(searches)) == (200, b"", 1)
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_what_a_program_reads_is_made_each_time(serving: Serving, searches: list[str]) -> None:
    client = serving()
    for _ in range(2):
        assert client.get("/api/search?q=storm").status_code == 200
    assert len(searches) == 2


def test_who_has_no_password_gets_no_page_that_another_was_given(
    serving: Serving, tmp_path: Path
) -> None:
    file = tmp_path / "passwords"
    file.write_text(f"redactie:{generate_password_hash('geheim')}\n", "utf-8")
    client = serving(passwords=file)
    assert client.get("/?q=storm", auth=("redactie", "geheim")).status_code == 200
    assert client.get("/?q=storm").status_code == 401


def test_remembered_pages_count_for_the_rate(serving: Serving) -> None:
    client = serving(rate="2/minute")
    assert [client.get("/?q=storm").status_code for _ in range(3)] == [200, 200, 429]


def test_errors_are_not_remembered(index: Path, articles: Path) -> None:
    client = create_app(Settings(index=index / "elders")).test_client()
    assert client.get("/?q=storm").status_code == 503
    build(Settings(index=index / "elders"), [articles])
    assert client.get("/?q=storm").status_code == 200


# -- How much is kept


def _answer(size: int) -> Answer:
    return Answer(b"x" * size, [("Content-Type", "text/html")])


def test_bytes_bound_what_is_kept_and_what_was_not_asked_for_longest_goes_first() -> None:
    answers = answer_cache(100)
    for tag in "abcdefghij":
        answers.put(tag, _answer(10))
    assert answers.get("a")
    answers.put("k", _answer(10))
    assert answers.get("a")
    assert answers.get("b") is None
    answers.put("k", _answer(5))
    answers.put("l", _answer(5))
    assert answers.get("c")


def test_an_answer_that_would_take_the_place_of_many_is_not_kept() -> None:
    answers = answer_cache(100)
    answers.put("a", _answer(11))
    assert answers.get("a") is None


def test_nothing_is_kept_where_there_is_no_room() -> None:
    answers = answer_cache(0)
    answers.put("a", _answer(1))
    assert answers.get("a") is None
