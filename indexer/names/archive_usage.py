"""The usage of words, counted over the forward index of an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

from indexer.names.cues import Listed, cues, listed, noun_of
from indexer.names.trimming import ADJECTIVE_ENDINGS
from indexer.names.usage import Usage
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.names.type_usage import KeptUsage, has_usage, store_usage, stored_usage

if TYPE_CHECKING:
    from indexer._kernel import NameUsage, TypeUsage

Counter: TypeAlias = "Callable[[bytes, bytes], TypeUsage]"
"""Begins to count the types of a segment: as they are written, and those that have codes."""

_RULES = 2  # counts up with how it is kept, and what `_classes` and `_contexts` do beside lists
_TITLE, _PLACE, _SAY, _ARTICLE, _BODY, _AGENT, _PARTICLE, _CAPITAL, _ADJECTIVE, _FIRST_NAME = range(
    1, 11
)
_PIECE = 1 << 22  # tokens that are counted at a time
_OF = {"of person": _TITLE, "of body": _BODY, "of place": _PLACE, "": 0}


def archive_usage(index: ForwardIndex, words: Collection[str]) -> dict[str, Usage]:
    """Return how the archive uses each of these words; one that it lacks is left out.

    It reads every token once, so that a few words take nearly the time that many do.
    """
    numbers = {word: number for number, word in enumerate(words)}
    size = len(numbers)
    table = np.zeros((12, size), np.int64)
    counts = index.count_types(index.alive)
    number_of, class_of = [], []
    capitals: dict[str, list[int]] = {}
    for word, number in numbers.items():
        if not word.islower():
            capitals.setdefault(word.lower(), []).append(number)
    for segment, counted in zip(index.segments, counts, strict=True):
        surfaces = segment.surfaces
        number_of.append(_numbers(surfaces, numbers))
        class_of.append(_classes(surfaces))
        for surface, times in zip(surfaces, counted.tolist(), strict=True):
            for number in capitals.get(surface, ()):
                table[1, number] += times
    table[[0, *range(2, len(table))]] = _contexts(index, number_of, class_of, size)
    return {
        word: Usage(*table[:, number].tolist())
        for word, number in numbers.items()
        if table[0, number] or table[1, number]
    }


def count_usage(index: ForwardIndex, usage: NameUsage, counter: Counter) -> None:
    """Let the kernel count how the archive uses the words that it has gathered: `archive_usage`.

    What is kept of a segment is read, and what is gone of it taken away. Raises IndexDamagedError
    where a segment does not agree with itself.
    """
    first = 0
    for segment in index.segments:
        gone = ~index.alive[first : first + len(segment)]
        first += len(segment)
        kept = stored_usage(segment, usage_mark())
        try:
            surfaces = segment.raw_surfaces
            usage.add_counts(surfaces, kept or _counted(segment, counter), away=False)
            if gone.any():
                usage.add_counts(surfaces, _counted(segment, counter, gone), away=True)
        except ValueError as wrong:  # a surface that is no text, a type that is none
            raise segment.damaged() from wrong


def keep_usage(index: ForwardIndex, counter: Counter) -> None:
    """Keep how the types of each segment are used beside it, where that is not there yet.

    Raises IndexDamagedError as `count_usage` does.
    """
    for segment in index.segments:
        if not has_usage(segment, usage_mark()):
            try:
                store_usage(segment, usage_mark(), _counted(segment, counter))
            except ValueError as wrong:
                raise segment.damaged() from wrong


@cache
def usage_mark() -> int:
    """Return the mark of what a word tells of those beside it, as `_classes` has it."""
    lists = Path(__file__).parent / "data"
    mark = crc32(f"{_RULES} {ADJECTIVE_ENDINGS}".encode())
    for name in ("cues.tsv", "gazetteers.tsv"):
        mark = crc32((lists / name).read_bytes(), mark)
    return mark


def _counted(segment: Segment, counter: Counter, rows: Mask | None = None) -> KeptUsage:
    """Return how each type is used in some rows of a segment, None for all."""
    counted = counter(segment.raw_surfaces, segment.common.tobytes())
    for piece in _pieces(segment, _runs(len(segment), rows)):
        counted.count(*piece)
    return KeptUsage(*counted.counted())


def _runs(size: int, rows: Mask | None) -> list[tuple[int, int]]:
    """Return the first of each run of rows, and the row after its last."""
    if rows is None:
        return [(0, size)]
    ends = np.flatnonzero(np.diff(rows, prepend=False, append=False)).tolist()
    return [*zip(ends[::2], ends[1::2], strict=True)]


def _pieces(
    segment: Segment, runs: Iterable[tuple[int, int]]
) -> Iterator[tuple[bytes, bytes, bytes, int, bytes]]:
    """Yield runs of rows, some million tokens at a time, as `TypeUsage.count` takes them."""
    for first, after in runs:
        row = first
        while row < after:
            start = int(segment.starts[row])
            last = int(np.searchsorted(segment.ends, start + _PIECE, "right"))
            last = min(max(row + 1, last), after)
            end = int(segment.ends[last - 1])
            rare = np.searchsorted(segment.rare_places, (start, end))
            yield (
                segment.tokens[start:end].tobytes(),
                segment.rare[rare[0] : rare[1]].tobytes(),
                segment.sentence_bits[start // 8 : end // 8 + 1].tobytes(),
                start % 8,
                (segment.ends[row:last] - segment.starts[row:last]).astype("<u4").tobytes(),
            )
            row = last


def _numbers(surfaces: list[str], numbers: dict[str, int]) -> Places:
    """Return the number of each type among the words; -1 for those that are none of them."""
    return np.array([numbers.get(surface, -1) for surface in surfaces], np.int64)


def _classes(surfaces: list[str]) -> Numbers:
    """Return of what class each type is."""
    of_word = dict.fromkeys(cues()["say"], _SAY)
    of_word |= dict.fromkeys(cues()["place"], _PLACE) | dict.fromkeys(cues()["title"], _TITLE)
    of_word |= dict.fromkeys(cues()["agent"], _AGENT)
    of_word |= {"de": _ARTICLE, "het": _ARTICLE}
    of_word |= dict.fromkeys(("van", "den", "der", "ten", "ter"), _PARTICLE)
    classes = (
        _capital(surface)
        if surface[:1].isupper()
        else of_word.get(surface) or _OF[noun_of(surface)]
        for surface in surfaces
    )
    return np.fromiter(classes, np.uint32, len(surfaces))


def _capital(surface: str) -> int:
    """Return the class of a word with a capital."""
    if Listed.FIRST_NAME in listed(surface):
        return _FIRST_NAME
    return _ADJECTIVE if surface.endswith(ADJECTIVE_ENDINGS) else _CAPITAL


def _contexts(
    index: ForwardIndex, number_of: list[Places], class_of: list[Numbers], size: int
) -> Places:
    """Return the counts within sentences of each word, in the order of `Usage` without `lower`."""
    places = index.places_of([numbers >= 0 for numbers in number_of])
    rows = index.row_of(places)
    sentence_ends = index.sentence_ends
    kept = index.alive[rows] & (places > index.starts[rows])
    kept[kept] = ~sentence_ends[places[kept] - 1]
    places, rows = places[kept], rows[kept]
    words = _at(index, places, number_of)
    before = _at(index, places - 1, class_of)
    follows = (places + 1 < index.ends[rows]) & ~sentence_ends[places]
    after = np.where(follows, _at(index, np.minimum(places + 1, index.size - 1), class_of), 0)

    named = (after >= _CAPITAL) | _goes_on_small(index, places, rows, class_of, after)

    def count(which: Mask) -> Places:
        return np.bincount(words[which], minlength=size).astype(np.int64)

    return np.stack(
        [
            count(np.ones(len(words), np.bool_)),
            count(before == _TITLE),
            count(before == _PLACE),
            count(before == _ARTICLE),
            count(after == _SAY),
            count(named),
            count(before >= _CAPITAL),
            count(before == _BODY),
            count((before == _AGENT) | (before == _PARTICLE)),
            count(before == _ADJECTIVE),
            count(before == _FIRST_NAME),
        ]
    )


def _goes_on_small(
    index: ForwardIndex, places: Places, rows: Places, class_of: list[Numbers], after: Places
) -> Mask:
    """Say of tokens whether small words and then a capital follow: Mathieu van der Poel."""
    small = (after == _ARTICLE) | (after == _PARTICLE)
    found = np.zeros(len(places), np.bool_)
    for step in (2, 3):
        beyond = places + step
        small &= beyond < index.ends[rows]
        small[small] = ~index.sentence_ends[beyond[small] - 1]
        classes = np.zeros(len(places), np.int64)
        classes[small] = _at(index, beyond[small], class_of)
        found |= small & (classes >= _CAPITAL)
        small &= (classes == _ARTICLE) | (classes == _PARTICLE)
    return found


def _at(index: ForwardIndex, places: Places, number: Sequence[Places | Numbers]) -> Places:
    """Return what the types of some tokens, given in order, have as their numbers."""
    parts = zip(number, index.types_at(places), strict=True)
    return np.concatenate((np.zeros(0, np.int64), *(each[types] for each, types in parts)))
