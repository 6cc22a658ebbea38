"""Terms counted in the forward index are those that an engine counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from indexer.archive import build
from indexer.engines.registry import open_engine
from indexer.model import Article
from indexer.storage.forward import article_counts as module
from indexer.storage.forward.article_counts import article_counts
from indexer.storage.forward.index import ForwardIndex

WORDS = ["Storm", "storm", "dijk", "Dijk", "café", "cafe", "2019", *(f"woord{n}" for n in range(9))]


@pytest.fixture
def generation(tmp_path: Path, jsonl: Callable[..., Path]) -> Path:
    """Return a generation of sixty articles, of which some have words of a title alone."""
    chance = Random(0)
    articles = (
        Article(f"a{n}", f"Kop{n % 7}", " ".join(chance.choices(WORDS, k=1 + n % 23)), "2019")
        for n in range(60)
    )
    build(tmp_path / "index", [jsonl(*articles)])
    return next((tmp_path / "index").glob("generation-*"))


@pytest.fixture(params=[(500_000, 1 << 32), (40, 1 << 32), (500_000, 64)], ids=str)
def parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have them counted at once; so many tokens at a time; or so many keys."""
    tokens, keys = request.param
    monkeypatch.setattr(module, "_AT_ONCE", tokens)
    monkeypatch.setattr(module, "_KEYS", keys)


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("limit", [1, 5, 11, 1_000])
def test_an_engine_counts_the_same(generation: Path, limit: int) -> None:
    reader = open_engine("tantivy").open_reader(generation)
    expected = reader.term_counts("text", "exact", limit)
    reader.close()
    assert expected
    found = article_counts(ForwardIndex.open(generation), limit)
    assert [*found] == [*expected]


@pytest.mark.usefixtures("parts")
def test_articles_that_are_gone_do_not_count(generation: Path) -> None:
    (segment,) = ForwardIndex.open(generation).segments
    index = ForwardIndex([segment] * 3, [{1, 5, 59}, set(), {*range(60)}], generation)
    forms, counts = index.form_of_token(), Counter[str]()
    for row in index.alive.nonzero()[0]:
        own = forms[index.starts[row] : index.ends[row]].tolist()
        counts.update({index.forms[form] for form in own})
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert [*article_counts(index, 1_000)] == expected


def test_nothing_is_counted_where_all_are_gone(generation: Path) -> None:
    (segment,) = ForwardIndex.open(generation).segments
    index = ForwardIndex([segment], [{*range(60)}], generation)
    assert [*article_counts(index, 10)] == []
    assert [*article_counts(ForwardIndex([], [], generation), 10)] == []
