"""How the types of segments are used, as it is kept beside them: what an update adds up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import Archive, build
from indexer.compiled import compiled
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article
from indexer.names import archive_usage as counting
from indexer.names.archive_usage import archive_usage, count_usage, usage_mark
from indexer.names.finding import CompiledGathering
from indexer.names.joining import words_of
from indexer.names.usage import Usage
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Segment
from indexer.storage.names.type_usage import (
    KeptUsage,
    store_usage,
    stored_usage,
    usage_file,
    verify_usage,
)
from tests.unit.storage.test_forward import CHANGES, table_of, written

TEXTS = (
    "Toen zei minister Sanne Bakels veel. De PVV-leider Bakels lachte, en de bakker ook.",
    "Hij woont in Gouda. Daar zegt Jan van der Bakels dat Amerikaanse bakkers bakels eten.",
    "De leider van Gouda zweeg. BAKELS, zei hij, en Bakels zei niets. Gouda's leider ook.",
    "Een leider van de bakkers in Gouda sprak met de heer Bakels en met mevrouw Jan.",
)


def article(number: int, text: str) -> Article:
    return Article(f"a{number}", f"kop {number}", text, "2019")


def generation_of(index: Path) -> Path:
    (generation,) = index.glob("generation-*")
    return generation


@pytest.fixture
def index(tmp_path: Path, jsonl: Callable[..., Path], native: ModuleType) -> Path:
    """Return an index of four articles and twenty others, of which the usage is kept."""
    assert native
    texts = [*TEXTS, *(f"Een tekst over niets {number}." for number in range(20))]
    build(tmp_path / "index", [jsonl(*(article(n, text) for n, text in enumerate(texts)))])
    return tmp_path / "index"


@pytest.mark.parametrize(
    ("which", "numbers", "agrees"),
    [
        (b"\x01\x00", b"\x80\x01", True),  # 128 of one kind
        (b"\x03\x00", b"\x7f\x80\x80\x01", True),
        (b"\x03\x00", b"\x80\x01", False),
        (b"\x01\x00", b"\x01\x01", False),
        (b"\x01\x00", b"\x80", False),  # and its end is gone
        (b"\x01\x00", b"\x01\x80", False),  # and another has begun
        (b"\x00\x00", b"", True),
        (b"\x00\x08", b"\x01", True),
        (b"\x00\x10", b"\x01", False),  # a thirteenth
    ],
)
def test_usage_has_as_many_numbers_as_its_types(
    which: bytes, numbers: bytes, *, agrees: bool
) -> None:
    assert KeptUsage(which, numbers).agrees() is agrees


def test_usage_that_does_not_agree_is_damage_to_whoever_looks(tmp_path: Path) -> None:
    segment = cast("Segment", SimpleNamespace(path=tmp_path / "forward-000001", size=1))
    verify_usage(segment)  # none is kept
    store_usage(segment, 5, KeptUsage(b"\x01\x00", b"\x01"))
    verify_usage(segment)
    assert stored_usage(segment, 4) is None, "by other rules"
    store_usage(segment, 5, KeptUsage(b"\x01\x00", b"\x01\x01"))
    with pytest.raises(IndexDamagedError, match="names-used-000001"):
        verify_usage(segment)


def test_usage_that_cannot_be_added_or_taken_away_does_not_agree(native: ModuleType) -> None:
    """More than a number has room for, and more than was added before."""
    gathering = CompiledGathering(native)
    gathering.usage.add("Gouda", (2**32 - 1, *(0,) * 11))
    one, surfaces = (b"\x01\x00", b"\x01"), b"Gouda\0"
    with pytest.raises(ValueError, match="agree"):
        gathering.usage.add_counts(surfaces, one, away=False)
    gathering.usage.add_counts(surfaces, one, away=True)
    assert dict(gathering.usage.counts())["Gouda"][0] == 2**32 - 2
    with pytest.raises(ValueError, match="agree"):
        gathering.usage.add_counts(surfaces, (b"\x04\x00", b"\x01"), away=True)


def test_an_index_without_its_usage_is_whole(index: Path) -> None:
    """As one is that was made without the kernel."""
    words = ForwardIndex.open(generation_of(index))
    for segment in words.segments:
        usage_file(segment.path).unlink()
    words.verify()


def test_each_update_adds_up_to_what_all_tokens_say(
    index: Path, native: ModuleType, write_articles: Callable[..., Path]
) -> None:
    """Through new articles, changed ones, some that are gone, and merges of segments."""
    path = index.parent / "more.jsonl"
    segments, gone = set(), 0
    for run in range(14):
        some = [article(n, f"{TEXTS[(n + run) % 4]} {run}") for n in range(run % 3 + 1)]
        build(index, [write_articles(path, *some)], prune=True)
        opened = ForwardIndex.open(generation_of(index))
        kept = [stored_usage(segment, usage_mark()) for segment in opened.segments]
        assert None not in kept
        assert len([*generation_of(index).glob("names-used-*")]) == len(kept)
        gathering = CompiledGathering(native)
        gathering.add("\n".join(TEXTS))
        count_usage(opened, gathering.usage, gathering.counter)
        found = {word: Usage(*numbers) for word, numbers in gathering.usage.counts()}
        assert found == archive_usage(opened, words_of(TEXTS))
        assert found["leider"].inside > 0, "a piece of a compound is asked for too"
        segments.add(len(kept))
        gone += int((~opened.alive).sum())
    assert len(segments) > 1
    assert gone


def test_what_is_kept_is_read_and_not_counted(
    index: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = ForwardIndex.open(generation_of(index))
    monkeypatch.setattr(counting, "_counted", None)
    gathering = CompiledGathering(native)
    gathering.add("Bakels")
    count_usage(opened, gathering.usage, gathering.counter)
    assert dict(gathering.usage.counts())["Bakels"][0] == 5


def test_what_other_rules_counted_is_counted_anew(
    index: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cue more: its mark is another, and all of the archive is known by it after an update."""
    (segment,) = ForwardIndex.open(generation_of(index)).segments
    other = usage_mark() ^ 1
    assert stored_usage(segment, other) is None
    monkeypatch.setattr(counting, "usage_mark", lambda: other)
    build(index, [jsonl(article(9, "Niets van Gouda."))])
    segments = ForwardIndex.open(generation_of(index)).segments
    assert all(stored_usage(each, other) for each in segments)
    with Archive.open(Settings(index)) as archive:
        assert archive.check() == []


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_of_the_table_that_lies_is_damage(index: Path, change: str) -> None:
    path = generation_of(index) / "names-used-000001"
    content = path.read_bytes()
    start, table = table_of(content)
    assert {*table} == {"mark", "which", "numbers"}
    for name in table:
        entry = CHANGES[change](table[name])
        others = {each: value for each, value in table.items() if each != name}
        path.write_bytes(written(content, start, others | ({name: entry} if entry else {})))
        with pytest.raises(IndexDamagedError, match="names-used-000001 is not as it was written"):
            ForwardIndex.open(generation_of(index)).verify()


def test_a_file_that_is_cut_off_is_damage_to_an_update(
    index: Path, jsonl: Callable[..., Path]
) -> None:
    path = generation_of(index) / "names-used-000001"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamagedError, match="names-used-000001"):
        build(index, [jsonl(article(9, "Niets."))])


def test_less_than_was_counted_is_damage_when_articles_are_gone(
    index: Path, native: ModuleType
) -> None:
    (segment,) = ForwardIndex.open(generation_of(index)).segments
    store_usage(segment, usage_mark(), KeptUsage(bytes(2 * segment.size), b""))
    gathering = CompiledGathering(native)
    gathering.add("Bakels")
    with pytest.raises(IndexDamagedError, match="forward-000001"):
        count_usage(ForwardIndex([segment], [{0}]), gathering.usage, gathering.counter)


NONE, ONE, ALL, TWELVE = b"\0\0", b"\1\0", b"\xff\x0f", b"\1" * 12


@pytest.mark.parametrize(
    ("which", "numbers"),
    [
        (NONE, b""),
        (NONE * 3, b""),
        (NONE * 2, b"\1"),
        (ONE + NONE, b""),
        (ONE + ALL, TWELVE),
        (ONE + ALL, TWELVE + b"\1\1"),
        (ALL * 2, TWELVE + b"\1" * 11 + b"\x81"),
        (NONE + b"\0\x10", b"\1"),
        (NONE + ONE, b"\x81" * 5 + b"\1"),
        (NONE + b"\0", b""),
    ],
)
def test_usage_of_another_segment_is_refused(
    native: ModuleType, which: bytes, numbers: bytes
) -> None:
    """Too few types or too many, numbers that are not there, left over, cut off or too long."""
    gathering = CompiledGathering(native)
    gathering.add("Bakels")
    with pytest.raises(ValueError, match="do not agree"):
        gathering.usage.add_counts(b"Bakels\0Jan\0", (which, numbers), away=False)


def test_types_that_are_none_are_refused(native: ModuleType) -> None:
    gathering = CompiledGathering(native)
    with pytest.raises(ValueError, match="no text"):
        gathering.usage.add_counts(b"\xff\0", (NONE, b""), away=False)
    with pytest.raises(ValueError, match="do not agree"):
        gathering.counter(b"Bakels\0", b"\x01\0\0\0")


@given(st.lists(st.lists(st.integers(0, 2**32 - 1), min_size=12, max_size=12), max_size=9))
def test_what_is_kept_of_types_is_what_was_counted(counted: list[list[int]]) -> None:
    """By a second way to write it; and verified, which is so of nothing that lacks a byte."""
    native = compiled()
    if native is None:
        pytest.skip("not compiled")
    which = b"".join(
        sum(1 << place for place, number in enumerate(row) if number).to_bytes(2, "little")
        for row in counted
    )
    numbers = b"".join(map(_seven_bits, filter(None, chain.from_iterable(counted))))
    assert KeptUsage(which, numbers).agrees()
    assert not KeptUsage(which, numbers + b"\1").agrees()
    if numbers:
        assert not KeptUsage(which, numbers[:-1]).agrees()
        assert not KeptUsage(which, numbers[:-1] + b"\x81").agrees()
    gathering = CompiledGathering(native)
    words = [f"W{chr(97 + place)}" for place in range(len(counted))]
    gathering.add(" ".join(words))
    surfaces = "".join(f"{word}\0" for word in words).encode()
    gathering.usage.add_counts(surfaces, (which, numbers), away=False)
    found = dict(gathering.usage.counts())
    for word, (inside, _, *rest) in zip(words, counted, strict=True):
        if inside:
            assert [*found[word]] == [inside, 0, *rest], "lower counts for small words"


def _seven_bits(number: int) -> bytes:
    size = max(1, -(-number.bit_length() // 7))
    found = [number >> 7 * place & 0x7F | 0x80 for place in range(size)]
    return bytes([*found[:-1], found[-1] & 0x7F])
