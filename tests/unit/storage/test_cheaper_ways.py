"""Of two ways to the same figures the cheaper one is taken: what is read or made is counted.

Each way has its tests elsewhere, of what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from indexer.answers.name_figures import NameType
from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from indexer.storage.forward import token_blocks
from indexer.storage.forward.columns import in_a_row
from indexer.storage.forward.counting import counted
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.forward.string_table import StringTable
from indexer.storage.forward.types_of_terms import TypesOfTerms
from indexer.storage.names.columns import CompiledColumns
from indexer.storage.names.segment import StoredName
from tests.unit.storage.test_name_index import index_of

if TYPE_CHECKING:
    from indexer._kernel import NameFinder

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


def test_a_string_is_found_by_its_beginning_after_many_words_alone() -> None:
    table = StringTable(b"".join(f"{word}\0".encode() for word in WORDS))
    for word in WORDS[:8]:
        assert len(table.equal_to(word)) == 1
    assert not made(table) & {"_by_hash", "_in_order"}
    assert table.equal_to("woord9").tolist() == [9]
    assert "_in_order" in made(table)


@pytest.mark.parametrize(("words", "is_asked"), [(1, False), (24, False), (25, True), (30, True)])
def test_few_words_are_compared_with_all_tokens_and_of_many_a_table_is_asked(
    index: ForwardIndex, monkeypatch: pytest.MonkeyPatch, words: int, *, is_asked: bool
) -> None:
    (segment,) = index.segments
    segment.rare_places  # noqa: B018 - made before it is counted what is asked
    asked: list[int] = []
    take: Any = np.take

    def noted(table: np.ndarray, places: np.ndarray, **how: np.ndarray) -> Any:
        asked.append(len(places))
        return take(table, places, **how)

    monkeypatch.setattr(np, "take", noted)
    found = segment.tokens_with(np.arange(segment.size) < words)
    assert found.sum() == 10 * words
    assert asked == ([len(segment.tokens)] if is_asked else [])


def looked_up(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object]) -> int:
    """Return how many numbers were looked up among others."""
    counts: list[int] = []
    search: Any = np.searchsorted

    def noted(numbers: np.ndarray, sought: np.ndarray, *how: str) -> Any:
        counts.append(len(sought))
        return search(numbers, sought, *how)

    with monkeypatch.context() as patch:
        patch.setattr(np, "searchsorted", noted)
        ask()
    return sum(counts)


def test_of_tokens_and_rows_the_fewer_are_looked_up(
    index: ForwardIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = np.array([0, 31, 299]), np.arange(300)
    for ask in (index.row_of, index.count_in_rows):
        assert looked_up(monkeypatch, partial(ask, few)) == 3
        assert looked_up(monkeypatch, partial(ask, many)) == 10
    assert looked_up(monkeypatch, lambda: index.row_of(many[::-1])) == 300


class Kernel:
    """Notes the runs of articles that are brought together, and whether two threads find names."""

    def __init__(self) -> None:
        self.brought: list[tuple[str, int, bool]] = []

    def NameColumns(self, *_: object) -> Kernel:  # noqa: N802 - as the kernel has it
        return self

    def add_runs(self, finder: str, runs: list[bytes], ahead: bool) -> None:
        self.brought.append((finder, len(runs), ahead))

    def add(self, names: list[object]) -> None:
        self.brought.append(("", len(names), False))

    def finish(self) -> tuple[list[bytes], tuple[list[str], list[str], list[str]]]:
        return [], ([], [], [])


@pytest.mark.parametrize(
    ("runs", "processors", "brought"),
    [
        (0, 2, []),
        (1, 2, [(1, False)]),
        (199, 2, [(199, False)]),
        (200, 2, [(200, True)]),
        (200, 1, [(200, False)]),
        (200, None, [(200, False)]),
        (100_000, 2, [(100_000, True)]),
        (100_001, 2, [(100_000, True), (1, False)]),
    ],
)
def test_names_of_many_articles_are_found_together_and_in_two_threads(
    monkeypatch: pytest.MonkeyPatch,
    runs: int,
    processors: int | None,
    brought: list[tuple[int, bool]],
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    kernel = Kernel()
    columns = CompiledColumns(cast("ModuleType", kernel))
    for _ in range(runs):
        columns.add_runs(cast("NameFinder", "one"), b"")
    columns.finish()
    assert kernel.brought == [("one", *each) for each in brought]


def test_names_of_articles_stay_in_their_order_whoever_finds_them() -> None:
    kernel = Kernel()
    columns = CompiledColumns(cast("ModuleType", kernel))
    for finder in ("one", "one", "", "two", "one"):
        if finder:
            columns.add_runs(cast("NameFinder", finder), b"")
        else:
            columns.add([StoredName("Jan Vos", NameType.PER, ("Jan Vos",), 1)])
    columns.finish()
    each = [("one", 2, False), ("", 1, False), ("two", 1, False), ("one", 1, False)]
    assert kernel.brought == each


@pytest.mark.parametrize(("more", "is_sorted"), [(999, True), (1_000, False)])
def test_few_names_are_sorted_and_of_many_all_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, *, is_sorted: bool
) -> None:
    every = [f"Jan Vos{number}" for number in range(1_000)]
    names, rows = index_of(tmp_path, [[*[every] * 7, every[:more]]])
    assert rows
    monkeypatch.setattr("indexer.storage.names.index.compiled", lambda: None)
    sorted_: list[int] = []

    def noted(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        sorted_.append(len(numbers))
        return counted(numbers)

    monkeypatch.setattr("indexer.storage.names.index.counted", noted)
    (found, *_), *_ = [each for each in names.most(np.arange(8), None) if each[0]]
    assert len(found) == 1_000
    assert sorted_ == ([7_999] if is_sorted else [])
    names.most(None, None)
    assert len(sorted_) == is_sorted, "all are counted already"


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
    compare = token_blocks.having

    def noted(tokens: np.ndarray, common: Mask) -> Iterator[tuple[int, Mask]]:
        compared.append(int(common.sum()))
        return compare(tokens, common)

    monkeypatch.setattr(token_blocks, "having", noted)
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
