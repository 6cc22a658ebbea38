"""The archives that benchmarks measure on are like a newspaper's, and the same every time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice, pairwise
from math import log
from pathlib import Path
from statistics import median

import archives
import data_folder
import generated
import multiplied
import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.indexing.document import document
from indexer.model import Article
from indexer.near_duplicates.grouping import Grouping

ROUND = 800
"""Articles of the small archive that is multiplied."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a small archive in the place of the news."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "data").mkdir()
    archives.write(folder / data_folder.NEWS, generated.articles(ROUND))
    return folder


def groups(records: Iterable[generated.Record]) -> list[int]:
    """Return the groups of near-duplicates that Knipsel puts the articles into."""
    analyzer, grouping = Analyzer(), Grouping(None, lambda _: None)
    articles = (Article(r["id"], r["title"], r["body"], r["date"], r["source"]) for r in records)
    return [document(article, "", analyzer, grouping).group for article in articles]


@pytest.mark.parametrize("news", [True, False], ids=["multiplied", "made"])
def test_the_same_call_gives_the_same_bytes(shared: Path, tmp_path: Path, news: bool) -> None:
    folder = shared if news else None
    first, second = (
        archives.write(tmp_path / name, archives.articles(ROUND + 300, folder)).read_bytes()
        for name in ("one.jsonl.gz", "two.jsonl.gz")
    )
    assert first == second


@pytest.mark.parametrize("news", [True, False], ids=["multiplied", "made"])
def test_a_small_archive_is_the_beginning_of_a_large_one(shared: Path, news: bool) -> None:
    folder = shared if news else None
    large = archives.articles(ROUND + 300, folder)
    assert list(archives.articles(ROUND + 50, folder)) == list(islice(large, ROUND + 50))


def test_new_words_keep_coming_as_in_a_newspaper() -> None:
    told = list(archives.growth(generated.articles(8_000)))
    powers = [log(b[2] / a[2], b[1] / a[1]) for a, b in pairwise(told)]
    assert all(0.5 < power < 0.65 for power in powers), powers


def test_multiplied_the_vocabulary_grows_as_heaps_law_has_it(shared: Path) -> None:
    one, three = (
        list(archives.growth(archives.articles(rounds * ROUND, shared)))[-1] for rounds in (1, 3)
    )
    assert log(three[2] / one[2], three[1] / one[1]) == pytest.approx(multiplied.HEAPS, abs=0.06)


def test_most_articles_are_a_lead_and_some_are_long() -> None:
    words = [len(article["body"].split()) for article in generated.articles(2_000)]
    assert 35 < median(words) < 55
    assert 75 < sum(words) / len(words) < 110
    assert max(words) > 600


def test_one_in_twenty_retells_another() -> None:
    found = groups(generated.articles(2_000))
    assert 0.6 * generated.COPIES < 1 - len(set(found)) / len(found) < 1.4 * generated.COPIES


def test_a_round_has_its_own_versions_and_retells_no_other_round(shared: Path) -> None:
    found = groups(archives.articles(2 * ROUND, shared))
    first, second = found[:ROUND], found[ROUND:]
    assert set(first).isdisjoint(second)
    assert len(set(second)) == pytest.approx(len(set(first)), rel=0.01)


def test_a_round_lies_half_a_year_before_the_last_on_the_same_days_of_the_week(
    shared: Path,
) -> None:
    records = list(archives.articles(2 * ROUND, shared))
    for one, other in zip(records[:ROUND], records[ROUND:], strict=True):
        apart = date.fromisoformat(one["date"]) - date.fromisoformat(other["date"])
        assert apart.days == 182


def test_a_round_has_ids_and_words_of_its_own_and_the_shape_of_the_first(shared: Path) -> None:
    records = list(archives.articles(2 * ROUND, shared))
    assert len({record["id"] for record in records}) == 2 * ROUND
    for one, other in zip(records[:ROUND], records[ROUND:], strict=True):
        ours, theirs = one["body"].split(), other["body"].split()
        assert len(ours) == len(theirs)
        assert [w[0].isupper() for w in ours] == [w[0].isupper() for w in theirs]
        assert ours != theirs
