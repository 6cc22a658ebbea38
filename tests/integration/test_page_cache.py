"""Remembered pages: the same as searched ones, of the generation at hand, and not too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.tantivy.engine import TantivyReader
from indexer.model import Article, SearchRequest

DIKE = Article("dijk", "Dijk", "De dijk wordt versterkt.", "2022-03-10")
STORM = Article("storm", "Storm", "De storm beukte op de dijk.", "2022-03-11")
REQUEST = SearchRequest("dijk")


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows with each search of the engine."""
    asked: list[object] = []
    search = TantivyReader.search

    def counted(self: TantivyReader, query: object, *how: object, **more: object) -> object:
        asked.append(query)
        return search(self, query, *how, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(TantivyReader, "search", counted)
    return asked


def test_a_page_that_is_asked_for_again_is_not_searched_again(
    tmp_path: Path, jsonl: Callable[..., Path], searches: list[object]
) -> None:
    setting = Settings(index=tmp_path / "index")
    build(setting, [jsonl(DIKE)])
    archive = Archive.open(setting, pages=5)
    page = archive.search(REQUEST)
    count = len(searches)
    again = archive.search(REQUEST)
    assert len(searches) == count
    assert replace(again, took_ms=0) == replace(page, took_ms=0)
    assert again.took_ms < page.took_ms
    assert archive.search(replace(REQUEST, related=False)).hits
    assert len(searches) > count, "another request is another page"


def test_what_stands_beside_an_article_is_looked_up_in_the_kept_page(
    tmp_path: Path, jsonl: Callable[..., Path], searches: list[object]
) -> None:
    setting = Settings(index=tmp_path / "index")
    build(setting, [jsonl(DIKE, STORM)])
    alone = Archive.open(setting).beside(REQUEST, "dijk")
    assert alone.previous or alone.following
    archive = Archive.open(setting, pages=5)
    archive.search(REQUEST)
    count = len(searches)
    assert archive.beside(REQUEST, "dijk") == alone
    assert len(searches) == count
    other = Archive.open(setting, pages=5)
    assert other.beside(REQUEST, "dijk") == alone
    count = len(searches)
    assert other.beside(REQUEST, "storm") != alone
    assert len(searches) == count, "who goes on to the next article searches nothing"


def test_a_page_is_of_the_index_as_it_stands(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    setting = Settings(index=tmp_path / "index")
    build(setting, [jsonl(DIKE)])
    archive = Archive.open(setting, pages=5)
    assert archive.search(REQUEST).total == 1
    build(setting, [jsonl(DIKE, STORM)])
    assert archive.search(REQUEST).total == 2


def test_an_archive_remembers_nothing_unless_it_is_told_to(
    tmp_path: Path, jsonl: Callable[..., Path], searches: list[object]
) -> None:
    setting = Settings(index=tmp_path / "index")
    build(setting, [jsonl(DIKE)])
    archive = Archive.open(setting)
    archive.search(REQUEST)
    count = len(searches)
    archive.search(REQUEST)
    assert len(searches) == 2 * count


def test_a_page_of_very_long_articles_is_not_kept(
    tmp_path: Path, jsonl: Callable[..., Path], searches: list[object]
) -> None:
    setting = Settings(index=tmp_path / "index")
    build(setting, [jsonl(replace(DIKE, body=DIKE.body + " De zee steeg." * 20_000))])
    archive = Archive.open(setting, pages=5)
    archive.search(REQUEST)
    count = len(searches)
    archive.search(REQUEST)
    assert len(searches) == 2 * count
