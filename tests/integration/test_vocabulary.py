"""The words of an archive, by frequency, from a file of its generation."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article
from indexer.storage.manifest import WORDS
from indexer.storage.vocabulary import Vocabulary

LINES = b"kabinet\nkabel\nkans\nkabinetten\noekraine\n"


def test_words_that_begin_so_come_in_the_order_of_the_file() -> None:
    vocabulary = Vocabulary(LINES)
    assert list(vocabulary.beginning("kab")) == ["kabinet", "kabel", "kabinetten"]
    assert list(vocabulary.beginning("abel")) == []
    assert list(Vocabulary(b"").beginning("kab")) == []


@given(
    st.lists(st.text("ab", min_size=1, max_size=5), unique=True),
    st.text("ab", min_size=1, max_size=3),
)
def test_no_word_that_begins_so_is_missed(words: list[str], prefix: str) -> None:
    vocabulary = Vocabulary("".join(f"{word}\n" for word in words).encode())
    expected = [word for word in words if word.startswith(prefix)]
    assert list(vocabulary.beginning(prefix)) == expected


@pytest.mark.parametrize(
    ("word", "distance", "near"),
    [
        ("kabient", 1, {"kabinet"}),
        ("kabinet", 1, set()),
        ("kabl", 1, {"kabel"}),
        ("kabl", 2, {"kabel", "kans"}),
        ("okraine", 1, {"oekraine"}),
    ],
)
def test_near_words_are_at_most_so_many_edits_away(
    word: str, distance: int, near: set[str]
) -> None:
    assert set(Vocabulary(LINES).within_distance(word, distance)) == near


NEARLY = st.text("abé東", min_size=1, max_size=7)


@given(words=st.lists(NEARLY, unique=True), word=NEARLY, distance=st.integers(1, 3))
@example(words=["ab" * 40], word="ba" * 40, distance=3)
@example(words=["ab" * 32, "ab" * 32 + "a", "b" + "ab" * 31], word="ba" * 32, distance=3)
def test_the_compiled_kernel_finds_the_same_near_words(
    native: ModuleType, words: list[str], word: str, distance: int
) -> None:
    expected = {other for other in words if 0 < OSA.distance(word, other) <= distance}
    assert set(native.FuzzyTerms("\n".join(words)).within_distance(word, distance)) == expected


@given(words=st.lists(NEARLY, unique=True), word=NEARLY, distance=st.integers(1, 3))
def test_near_words_are_found_without_the_kernel(
    words: list[str], word: str, distance: int
) -> None:
    expected = {other for other in words if 0 < OSA.distance(word, other) <= distance}
    lines = "".join(f"{each}\n" for each in words).encode()
    with patch("indexer.storage.vocabulary.compiled", return_value=None):
        assert set(Vocabulary(lines).within_distance(word, distance)) == expected


def words(settings: Settings) -> list[str]:
    return next(settings.index.glob(f"*/{WORDS}")).read_text("utf-8").split()


def test_a_build_writes_the_words_the_most_frequent_first(archive_of: Any, engine: str) -> None:
    archive: Archive = archive_of(
        Article("a", "Kabinet valt", "Het kabinet viel om 16.30 uur in Oekraïne."),
        Article("b", "Nieuws", "Een kabinet op 3 maart, 5G en de 68e."),
        engine=engine,
    )
    found = words(archive._settings)
    assert found[0] == "kabinet"
    assert {"oekraine", "valt"} < set(found)
    assert not [word for word in found if word[0].isdigit()], "numbers are no words"


def test_an_update_refreshes_the_words_and_leaves_the_old_ones_to_who_reads_them(
    tmp_path: Path, jsonl: Any, engine: str
) -> None:
    settings = Settings(index=tmp_path / "index", engine=engine)
    many = " ".join(f"dijk{chr(97 + n // 26)}{chr(97 + n % 26)}" * 20 for n in range(600))
    build(settings, [jsonl(Article("a", "Dijk", many))])
    archive = Archive.open(settings)
    assert archive.completions("slu") == ()
    build(settings, [jsonl(Article("b", "Sluis", "Een sluis."), name="more.jsonl")])
    assert [found.text for found in archive.completions("slu")] == ["sluis"]
    assert "dijk" in words(settings)
    assert archive.check() == []
    archive.close()


def test_an_index_that_lost_the_file_is_damaged(archive_of: Any) -> None:
    archive: Archive = archive_of(Article("a", "Kabinet", "Het kabinet."))
    next(archive._settings.index.glob(f"*/{WORDS}")).unlink()
    with pytest.raises(IndexDamagedError, match=f"{WORDS} is missing"):
        Archive.open(archive._settings)
