"""What a figure allocates is a few bytes for each token of the archive, whatever is asked."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.answers.figures import LineOrder
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest
from indexer.statistics import collocations, kwic, matching, ngrams, ranking
from indexer.statistics.workbench import Workbench
from indexer.storage.forward import counting, token_blocks

ARTICLES, WORDS = 500, 200
DE = SearchRequest("de")
LATER = SearchRequest("", since="2019-05-02")
OFTEN = SearchRequest("de w1 w2 w3 w4 w5 w6 w7 w8 w9")

FIGURES: tuple[tuple[str, float, Callable[[Workbench], object]], ...] = (
    ("counts of a word that is every second token", 7, lambda b: b.count(["de"], ["year"])),
    ("counts of many words", 8, lambda b: b.count(["de OR w1 OR w2 OR w3 OR w4"], ["day"])),
    ("lines by the word before", 14, lambda b: b.kwic(DE, order=LineOrder.LEFT, most=100).page()),
    ("collocates, of which all tokens are some", 30, lambda b: b.collocates(DE, window=2)),
    ("lines of words that each stand often", 3.5, lambda b: b.kwic(OFTEN, most=100).page()),
    (
        "a phrase of a word that is every second token",
        10,
        lambda b: b.count(['"de w1"~9'], ["day"]),
    ),
    ("hits within limits, by article", 7, lambda b: b.count(["de OR w1 OR w2"], ["day"], LATER)),
    ("the first line of each article", 6, lambda b: b.kwic(DE, per_article=1, most=9).page()),
    ("pairs of words", 51, lambda b: b.words(SearchRequest(""), size=2, limit=50)),
    ("threes of some, few shown", 7, lambda b: b.words(SearchRequest("a1"), size=3, limit=1)),
)
"""Each with the bytes a token that it may take: an archive of news has ten million."""


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("memory")
    text = " ".join(f"de w{n % 40}" for n in range(WORDS // 2)) + "."
    articles = (
        Article(str(n), f"Kop a{n % 4}", text, f"2019-05-0{1 + (n > 9)}", "NRC")
        for n in range(ARTICLES)
    )
    settings = Settings(index=folder / "index")
    build(settings, [write_articles(folder / "news.jsonl", *articles)])
    with Archive.open(settings) as archive:
        yield archive


@pytest.mark.parametrize(("what", "most", "ask"), FIGURES, ids=lambda each: str(each)[:20])
def test_no_figure_takes_more_than_some_bytes_a_token(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    most: float,
    ask: Callable[[Workbench], object],
) -> None:
    """Blocks are made small here, as they are small beside an archive of millions of tokens."""
    for module, name, size in (
        (token_blocks, "_AT_ONCE", 1_000),
        (kwic, "_BLOCK", 1_000),
        (collocations, "_HITS_AT_ONCE", 1_000),
        (collocations, "_ROWS_AT_ONCE", 5),
        (counting, "_AT_ONCE", 5_000),
        (matching, "_HITS_AT_ONCE", 1_000),
        (ranking, "_AT_ONCE", 10),
        (ngrams, "_AT_ONCE", 1_000),
    ):
        monkeypatch.setattr(module, name, size)
    bench = archive.figures()
    for _ in range(30):  # what stays is loaded, some of it when it is asked for often
        ask(bench)
    tracemalloc.start()
    try:
        ask(archive.figures())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / bench.index.size < most, what


def test_of_all_words_in_order_those_that_are_shown_alone_become_objects() -> None:
    numbers = np.arange(200_000)
    tracemalloc.start()
    try:
        first = next(ranking.by_score(numbers, np.sqrt(numbers), str))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert first == numbers[-1]
    assert peak / len(numbers) < 40, "two columns of numbers, and no list of them"


def test_near_misses_leave_nothing_that_waits_for_the_garbage_collector(archive: Archive) -> None:
    """A server collects seldom: each such word kept all terms of the archive until then."""
    words = archive.figures()._words
    words.within_distance("w1", 1)  # what is loaded once
    gc.collect()
    gc.disable()
    try:
        (near,) = words.within_distance("w12", 1)
        left = gc.collect()
    finally:
        gc.enable()
    terms = words._index.segments[0].terms("exact")
    assert {terms[number] for number in near.tolist()} >= {"w1", "w2", "w12", "w22"}
    assert near.tolist() == sorted(near.tolist())
    assert left == 0
