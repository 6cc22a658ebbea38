"""Which words of an archive are kept, and how they are found; in miniature."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.term_counts import TermCounts
from indexer.storage import vocabulary as module
from indexer.storage.vocabulary import Vocabulary, vocabulary_of

TERMS = TermCounts.of(
    [("kabinet", 9), ("2019", 5), ("x", 4), ("a" * 40, 3), ("b" * 41, 3), ("eens", 1)]
)


@pytest.mark.parametrize(("size", "kept"), [(0, True), (999, True), (1000, False), (1001, False)])
def test_a_word_of_one_article_is_kept_among_few(size: int, *, kept: bool) -> None:
    lines = vocabulary_of(TERMS, size)
    assert lines == b"kabinet\n" + b"a" * 40 + b"\n" + b"eens\n" * kept


def test_errors_are_left_out() -> None:
    assert vocabulary_of(TERMS, 5, {"kabinet", "nergens"}).startswith(b"aaa")
    assert vocabulary_of(TERMS, 5, {"eens"}).endswith(b"a\n")


ODD = st.text(st.sampled_from("abé2_ -'\nĳ\u0301\x85\u2028"), max_size=4)


@given(st.lists(st.tuples(ODD, st.integers(1, 4))), st.sampled_from([5, 5_000]))
def test_words_are_those_terms_that_are_one_with_a_second_way_to_tell(
    pairs: list[tuple[str, int]], size: int
) -> None:
    pairs.sort(key=lambda each: -each[1])
    words = [
        term
        for term, count in pairs
        if count >= (2 if size > 1_000 else 1) and re.fullmatch(r"[^\W\d_]\w{1,39}", term)
    ]
    assert vocabulary_of(TermCounts.of(pairs), size).decode().split("\n") == [*words, ""]


@given(st.lists(st.tuples(ODD, st.integers(1, 4))), st.integers(0, 9))
def test_counted_terms_are_pairs_in_their_order(pairs: list[tuple[str, int]], some: int) -> None:
    found = TermCounts.of(pairs)
    kept = [each for each in pairs if "\n" not in each[0]]
    assert [*found] == kept
    assert len(found) == len(kept)
    assert found.first(some) == kept[:some]


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


@pytest.mark.parametrize("is_compiled", [True, False])
def test_words_near_another_are_found_with_the_kernel_and_without(
    monkeypatch: pytest.MonkeyPatch, native: object, *, is_compiled: bool
) -> None:
    assert native
    if not is_compiled:
        monkeypatch.setattr(module, "compiled", lambda: None)
    near = {0: set[str](), 1: {"dij", "dijke", "dik", "bijk"}, 2: {"dijken", "di"}}
    near[2] |= near[1]
    words = ("dijk", "bijkeuken", "d", "", "zee", *near[2])
    vocabulary = Vocabulary("".join(f"{word}\n" for word in words if word).encode())
    assert (vocabulary._spellings is not None) is is_compiled
    for distance, expected in near.items():
        assert set(vocabulary.within_distance("dijk", distance)) == expected
