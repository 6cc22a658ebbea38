"""A page of long articles holds one text at a time, and finds the same passages."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import BOUNDED, Settings
from indexer.highlight.effort import Effort
from indexer.model import Article, SearchRequest

COUNT = 18  # of nine million characters, which are read together
LONG = "De wethouder sprak. " * 25_000
ASKED = SearchRequest("dijk", limit=COUNT, collapse=False)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]) -> Path:
    """Return an index of articles of half a megabyte."""
    base = tmp_path_factory.mktemp("long")
    each = (Article(f"a{n}", f"Dijk {n}", f"{LONG}Bij dijk {n} kwam water.") for n in range(COUNT))
    build(Settings(base / "index"), [write_articles(base / "long.jsonl", *each)])
    return base / "index"


@pytest.fixture
def read_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the texts of a page be more than are read together, and each still be read."""
    monkeypatch.setattr(Effort, "for_passages", lambda: _Effort(characters=1_000_000))


class _Effort(Effort):
    def readable(self, text: str) -> str:
        return text


def test_where_articles_are_long_passages_are_the_same_and_python_gets_whole_texts(
    index: Path, read_less: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(index) as archive:
        alone = archive.search(ASKED).hits
        monkeypatch.undo()
        together = archive.search(ASKED).hits
    assert [hit.snippets for hit in alone] == [hit.snippets for hit in together]
    assert all("kwam water" in hit.snippets[-1].text for hit in alone)
    assert [hit.article for hit in alone] == [hit.article for hit in together]
    assert len(alone) == COUNT


def test_a_server_holds_one_long_text_at_a_time(index: Path, read_less: None) -> None:
    with Archive.open(Settings(index, figures=BOUNDED)) as archive:
        archive.search(SearchRequest("wethouder", limit=1))
        tracemalloc.start()
        hits = archive.search(ASKED).hits
        held, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(hits) == COUNT
    assert all("kwam water" in hit.snippets[-1].text for hit in hits)
    assert held < COUNT * len(LONG) / 5
    assert most < 1.5 * COUNT * len(LONG)  # twice that where all are held


def test_what_only_lists_articles_or_begins_one_holds_none_whole(index: Path) -> None:
    """Related articles of one of 3 MB took 126 MB, as they were held with their texts."""
    with Archive.open(Settings(index, figures=BOUNDED)) as archive:
        bench = archive.figures()
        archive.similar("a0")
        for take in (
            lambda: archive.similar("a1", limit=COUNT),
            lambda: list(bench.articles([f"a{n}" for n in range(COUNT)], 1_000)),
            lambda: archive.article("a2", "wethouder", longest=1_000),
            lambda: list(bench.kwic(ASKED, per_article=1).lines()),
        ):
            tracemalloc.start()
            found = take()
            held, _ = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert found
            assert held < 3 * len(LONG)


def test_of_an_article_only_the_beginning_is_had_and_that_is_told(index: Path) -> None:
    with Archive.open(index) as archive:
        part = archive.article("a3", "dijk", longest=100)
        whole = archive.article("a3", "dijk")
    assert not part.whole
    assert part.article.body == LONG[:100]
    assert part.title_marks == whole.title_marks
    assert part.body_marks == ()
    assert whole.whole
    assert whole.body_marks
