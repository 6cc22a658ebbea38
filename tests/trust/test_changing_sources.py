"""Files of articles that change, vanish or are cut short while they are read.

What could be read is in the index, what could not is named, and the counts add up.
"""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.model import ArticleError
from indexer.reports import BuildReport
from tests.trust.places import Place, article, write_articles

MANY = 1_500  # articles: more than is read ahead


class Meddler:
    """Follows a build, and does something once when it is under way."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self._meddle = meddle
        self.errors: list[str] = []
        self.meddled = False

    def progressed(self, _report: BuildReport, _share: object) -> None:
        if not self.meddled:
            self.meddled = True
            self._meddle()

    def skipped(self, error: ArticleError) -> None:
        self.errors.append(str(error))


@pytest.fixture
def read(place: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Meddler]:
    """Return a function that builds while something is done, once ten articles are read."""
    monkeypatch.setattr("indexer.indexing.run._PROGRESS_EVERY", 10)

    def run(meddle: Callable[[], object], *, prune: bool = False) -> Meddler:
        meddler = Meddler(meddle)
        settings = Settings(place.index, place.engine)
        report = build(settings, [place.articles], observer=meddler, prune=prune)
        assert meddler.meddled
        assert report.read == report.added + report.changed + report.unchanged
        assert report.skipped == len(meddler.errors)
        return meddler

    return run


@pytest.fixture
def first(place: Place) -> Path:
    """Write a file of many articles, and one after it."""
    chance = random.Random(1)
    write_articles(place, [article(n, chance, 20) for n in range(MANY, MANY + 10)], "b")
    return write_articles(place, [article(n, chance, 20) for n in range(MANY)], "a")


def test_a_file_that_vanishes_before_its_turn_is_named(
    place: Place, first: Path, read: Callable[..., Meddler]
) -> None:
    (error,) = read((place.articles / "b.jsonl").unlink).errors
    assert "b.jsonl: gone" in error
    assert len(place.held()) == MANY


def test_a_file_that_is_replaced_is_read_as_it_was(
    place: Place, first: Path, read: Callable[..., Meddler]
) -> None:
    other = place.articles.parent / "other"
    other.write_text("{")
    assert read(lambda: other.replace(first)).errors == []
    assert len(place.held()) == MANY + 10


def test_a_file_that_is_cut_short_is_read_up_to_there(
    place: Place, first: Path, read: Callable[..., Meddler]
) -> None:
    half = first.stat().st_size // 2
    (error,) = read(lambda: os.truncate(first, half)).errors
    assert "a.jsonl:" in error
    assert "broken JSON" in error
    assert MANY // 3 < len(place.held()) < MANY


def test_a_compressed_file_that_is_cut_short_is_read_up_to_there(
    place: Place, first: Path, read: Callable[..., Meddler]
) -> None:
    packed = first.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(first.read_bytes()))
    first.unlink()
    (error,) = read(lambda: os.truncate(packed, packed.stat().st_size * 2 // 3)).errors
    assert "compressed data are cut off here" in error
    assert 100 < len(place.held()) < MANY + 10


def test_pruning_keeps_what_a_file_held_that_changed_while_it_was_read(
    place: Place, first: Path, read: Callable[..., Meddler]
) -> None:
    place.build()
    half = first.stat().st_size // 2
    read(lambda: os.truncate(first, half), prune=True)
    assert len(place.held()) == MANY + 10
