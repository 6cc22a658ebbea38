"""Which words of an archive are kept, and how they are found; in miniature."""

from __future__ import annotations

import pytest

from indexer.storage.vocabulary import Vocabulary, vocabulary_of

TERMS = [("kabinet", 9), ("eens", 1), ("2019", 5), ("x", 4), ("a" * 40, 3), ("b" * 41, 3)]


@pytest.mark.parametrize(("size", "kept"), [(0, True), (999, True), (1000, False), (1001, False)])
def test_a_word_of_one_article_is_kept_among_few(size: int, *, kept: bool) -> None:
    lines = vocabulary_of(TERMS, size)
    assert lines == b"kabinet\n" + b"eens\n" * kept + b"a" * 40 + b"\n"


def test_errors_are_left_out() -> None:
    assert vocabulary_of(TERMS, 5, {"kabinet", "nergens"}).startswith(b"eens\n")


def test_a_word_is_there_as_a_whole_line() -> None:
    words = Vocabulary(b"kabinet\nkabel\n")
    assert "kabinet" in words
    assert "kabel" in words
    for other in ("kabine", "abel", "", "kabinet\nkabel", "\n", "\ud800"):
        assert other not in words


def test_words_are_counted_by_how_they_begin() -> None:
    words = Vocabulary(b"kabinet\nkabel\nkans\n")
    assert [words.count(prefix) for prefix in ("", "ka", "kab", "abel", "\ud800")] == [
        3,
        3,
        2,
        0,
        0,
    ]
    assert [*words.beginning("kab")] == ["kabinet", "kabel"]
    assert Vocabulary(b"").count("") == 0
