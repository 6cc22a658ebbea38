"""Figures that would cost the server much are refused with what to do, by the steps they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import RequestError
from indexer.model import Article, SearchRequest
from indexer.request_checks import Effort
from indexer.statistics import selecting
from indexer.storage.forward.index import ForwardIndex
from webapp import create_app
from webapp.archive_access import opener_of

BODY = "De premier Mark Rutte sprak in Den Haag over de storm. De storm was zwaar in Den Haag."
DEAR = (
    "/api/count?q=de&by=day",
    "/api/count?q=de&by=person,source",
    "/api/collocates?q=de&window=50",
    "/api/words?size=1",
    "/api/words?size=3&all_words=1",
    "/api/keywords?q=storm&against=de+OR+in",
    "/api/names?q=de&by=day",
    "/api/names?q=de&against=in",
    "/api/kwic?q=de&sort=left",
    "/api/kwic?q=storm&within=de+OR+in",
    "/api/kwic?q=storm&near=de&window=50",
    "/articles?q=de",
    "/figures?q=de",
    "/figures.csv?q=de",
    "/compare?q=de&day=2020-01-01",
    "/selection.json?q=de",
    "/kwic.csv?q=de",
    "/?q=de&parts=0",
)
DEARER = (
    ("/api/count?q=premier&by=year", "/api/count?q=de&by=year", "a word that is more frequent"),
    ("/api/count?q=premier&by=year", "/api/count?q=premier+xqaz&by=year", "a word to look up"),
    ("/api/names?q=de", "/api/kwic?q=de", "lines to put in order"),
    ("/api/kwic?q=storm&near=de&window=1", "/api/kwic?q=storm&near=de&window=50", "their windows"),
    ("/api/collocates?q=de&window=1", "/api/collocates?q=de&window=50", "windows"),
    (
        "/api/collocates?q=de&window=1",
        "/api/collocates?q=de&window=1&unit=lemma",
        "lemmas that are found",
    ),
    (
        "/api/kwic?q=storm&near=de&window=1",
        "/api/kwic?q=storm&near=de&window=1&unit=lemma",
        "lemmas beside lines",
    ),
    ("/api/words?n=1", "/api/words?size=2&n=1", "pairs of words"),
    ("/api/words?size=2&n=1", "/api/words?size=3&n=1", "threes of words"),
    ("/api/count?q=de&by=year", "/api/count?q=de&by=day", "cells"),
    ("/api/count?q=de&by=source", "/api/count?q=de&by=person,source", "values that meet"),
    ("/api/names?q=de", "/api/names?q=de&by=source", "names by values"),
    ("/api/kwic?q=de", "/kwic.csv?q=de", "lines to write"),
    ("/api/count?q=de", "/selection.json?q=de", "articles to read"),
    ("/api/names?q=de&by=source", "/api/names?q=de&by=day", "cells of names"),
)


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Settings:
    folder = tmp_path_factory.mktemp("dear")
    articles = (Article(str(n), "Storm", BODY, f"2019-05-{n:02}", "NRC") for n in range(1, 29))
    settings = Settings(index=folder / "index")
    build(settings, [write_articles(folder / "news.jsonl", *articles)])
    return settings


@contextmanager
def served(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings)
    yield app.test_client()
    opener_of(app).close()


def test_no_ordinary_archive_comes_near_the_bound(settings: Settings) -> None:
    with served(settings) as client:
        assert {path: client.get(path).status_code for path in DEAR} == dict.fromkeys(DEAR, 200)


def test_what_costs_more_is_refused_by_every_address_of_figures(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MIN_STEPS", 100)
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 0)
    with served(settings) as client:
        for path in DEAR:
            answer = client.get(path)
            assert answer.status_code == 400, path
            assert "te veel rekentijd" in answer.text, path
        assert "too much time" in client.get("/api/count?q=de&lang=en").text
        assert client.get("/?q=de").status_code == 200


def test_what_is_refused_takes_no_memory_for_the_places_of_its_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MIN_STEPS", 100)
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 0)
    made: list[object] = []
    monkeypatch.setattr(ForwardIndex, "places_of", lambda _, types: made.append(types))
    with served(settings) as client:
        assert client.get("/api/count?q=de").status_code == 400
    assert not made


@pytest.mark.parametrize(("path", "dearer", "why"), DEARER)
def test_each_thing_that_takes_time_is_counted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, path: str, dearer: str, why: str
) -> None:
    """Where just as much may be spent as one figure takes, one that takes more is refused."""
    taken: list[int] = []
    real = Effort.spend

    def spend(self: Effort, steps: int) -> None:
        taken.append(steps)
        real(self, steps)

    with monkeypatch.context() as counting, served(settings) as client:
        counting.setattr(Effort, "spend", spend)
        assert client.get(path).status_code == 200
    monkeypatch.setattr(selecting, "MIN_STEPS", sum(taken))
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 0)
    with served(settings) as client:
        assert client.get(path).status_code == 200
        assert "te veel rekentijd" in client.get(dearer).text, why


def test_each_request_has_the_whole_of_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one request took is not missing from the next."""
    monkeypatch.setattr(selecting, "MIN_STEPS", 9_000)
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 0)
    with served(settings) as client:
        assert [client.get("/api/words?q=de").status_code for _ in range(4)] == [200] * 4


def test_more_may_be_asked_of_a_larger_archive(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MIN_STEPS", 1)
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 100)
    with served(settings) as client:
        assert client.get("/api/words").status_code == 200


def test_the_terminal_python_and_a_setting_have_no_bound(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MIN_STEPS", 1)
    monkeypatch.setattr(selecting, "STEPS_A_TOKEN", 0)
    with Archive.open(settings) as archive:
        assert archive.figures().words(SearchRequest("de"), size=2).rows
    with served(replace(settings, figures="all")) as client:
        assert {path: client.get(path).status_code for path in DEAR} == dict.fromkeys(DEAR, 200)


def test_an_effort_ends_at_its_last_step() -> None:
    effort = Effort(10)
    effort.spend(4)
    effort.spend(6)
    with pytest.raises(RequestError, match="shorter period"):
        effort.spend(1)
    Effort().spend(1 << 60)
