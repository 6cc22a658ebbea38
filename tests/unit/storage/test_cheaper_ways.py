"""Of two ways to the same figures the cheaper one is taken: what is read or made is counted.

Each way has its tests elsewhere, of what it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from indexer.storage.forward.columns import in_a_row
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.forward.string_table import StringTable
from indexer.storage.forward.types_of_terms import TypesOfTerms

WORDS = [f"woord{number}" for number in range(30)]


@pytest.fixture
def index(tmp_path: Path, jsonl: Callable[..., Path]) -> ForwardIndex:
    """Return the index of ten articles of thirty words, in one segment."""
    articles = (Article(f"a{n}", "", " ".join(WORDS)) for n in range(10))
    build(Settings(tmp_path / "index", names="none"), [jsonl(*articles)])
    return ForwardIndex.open(next((tmp_path / "index").glob("generation-*")))


def made(what: object) -> set[str]:
    """Return what was made of something that is made when it is first asked for."""
    return {*vars(what)}


def test_one_array_is_not_copied_and_several_are_put_in_a_row() -> None:
    one, other = np.array([1, 2]), np.array([3])
    assert in_a_row([one], np.int64) is one
    assert in_a_row([one, other, one], np.int64).tolist() == [1, 2, 3, 1, 2]
    assert in_a_row([], np.uint32).tobytes() == b""
    assert in_a_row([], np.uint32).itemsize == 4


def test_the_forms_of_one_segment_are_its_own(index: ForwardIndex) -> None:
    assert index.form_count == len(WORDS)
    assert index.form_of_type[0] is index.segments[0].term_of_type("exact")
    assert not made(index) & {"forms", "_merged"}, "no text was made of any"
    assert len(index.forms) == len(WORDS)
    assert "_merged" not in made(index)


def test_a_table_of_strings_is_hashed_for_many_words_alone() -> None:
    table = StringTable(b"".join(f"{word} zee\0".encode() for word in WORDS))
    for word in WORDS[:8]:
        assert len(table.with_word(word)) == 1
    assert "_by_hash" not in made(table)
    table.with_word("zee")
    assert "_by_hash" in made(table)


def test_few_terms_are_compared_many_asked_of_a_table_and_often_of_an_order() -> None:
    of_type = np.arange(20, dtype=np.uint32)
    types = TypesOfTerms(of_type, 20)
    for _ in range(20):
        types.having(np.arange(8))
    for _ in range(8):
        types.having(np.arange(9))
    assert "_in_order" not in made(types)
    types.having(np.arange(8))
    assert "_in_order" not in made(types)
    types.having(np.arange(9))
    assert "_in_order" in made(types)


@pytest.mark.parametrize(("rows", "looked_at"), [(0, 0), (4, 4), (5, 5), (6, 4), (10, 0)])
def test_of_most_rows_those_are_counted_that_are_not_among_them(
    index: ForwardIndex, monkeypatch: pytest.MonkeyPatch, rows: int, looked_at: int
) -> None:
    counted: list[int] = []
    count = Segment.count_types

    def noted(segment: Segment, tokens: Mask) -> np.ndarray:
        counted.append(int(tokens.sum()))
        return count(segment, tokens)

    monkeypatch.setattr(Segment, "count_types", noted)
    (found,) = index.count_types(np.arange(10) < rows)
    assert found.tolist() == [rows] * len(WORDS)
    assert counted == [looked_at * len(WORDS)]


@pytest.mark.parametrize("few", [1, 2])
def test_places_that_are_kept_are_read_unless_they_are_much_of_all(
    index: ForwardIndex, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """A word is a thirtieth of all tokens; those of a twentieth are sought through all."""
    (segment,) = index.segments
    compared: list[int] = []
    compare = Segment._compared

    def noted(self: Segment, common: Mask) -> Mask:
        compared.append(int(common.sum()))
        return compare(self, common)

    monkeypatch.setattr(Segment, "_compared", noted)
    some = np.arange(segment.size) < few
    index.gather([some])
    index.gather([some])
    assert compared == [few], "they are kept once"
    assert index.places_of([some]).tolist() == [
        30 * row + place for row in range(10) for place in range(few)
    ]
    assert compared == ([1] if few == 1 else [2, 2])


def test_tables_of_a_segment_are_made_once(index: ForwardIndex) -> None:
    (segment,) = index.segments
    for _ in range(2):
        assert segment.table("stem") is segment.table("stem")
        assert segment.term_of_type("stem") is segment.term_of_type("stem")
        segment.types_with("stem", np.arange(9))
    assert segment._types_of["stem"]._asked == 2, "by one that knows how often it was asked"
