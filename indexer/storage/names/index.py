"""The names of a generation: who, where and which body each of its articles names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from typing import Protocol
from weakref import ref

import numpy as np

from indexer.answers.name_figures import NAME_TYPES, NameType
from indexer.compiled import compiled
from indexer.later import NamedTuple
from indexer.model import FacetCount
from indexer.storage.forward.columns import Numbers, Places, in_a_row, ranges
from indexer.storage.forward.counting import (
    FieldColumn,
    MostCounted,
    counted,
    distinct,
    highest,
    most_counted,
)
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.names.hashed import HashedNames
from indexer.storage.names.kept_bearers import counted_for, joined, read_bearers
from indexer.storage.names.keys import name_key, numbered_beside
from indexer.storage.names.rows import RowsByContent
from indexer.storage.names.segment import TYPES, NameSegment, StoredName, opened_names
from indexer.storage.names.spelt import SpeltNames
from indexer.storage.names.type_usage import verify_usage

_FIELDS = {TYPES.index(type_): field for field, type_ in NAME_TYPES.items()}
_FEW = 8_000  # names of rows up to which to sort them is quicker than to count all


class NameForm(NamedTuple):
    """A form of a name, and the articles that have it."""

    form: str
    articles: int


class NamedRows(Protocol):
    """What names ask of the articles that have them: the forward index."""

    segments: Sequence[Segment]
    """What the rows stand in."""
    alive: Mask
    """Which rows are not gone."""

    @property
    def ids(self) -> list[str]:
        """The id of each row."""

    @property
    def contents(self) -> Places:
        """The number of the content of each row."""


class NameIndex:
    """The names of every article, by the rows of the forward index. Threads may share it.

    A name has a number; `names`, `keys` and `types` say of each how most articles spell it, what
    its spellings share, and its place in TYPES. A surname alone counts for its bearer, where the
    archive knows one, and so does another spelling of a full name.
    """

    def __init__(
        self,
        forward: NamedRows,
        segments: Sequence[NameSegment],
        bearers: Mapping[str, str] | None = None,
    ) -> None:
        self._forward = ref(forward)  # which holds this
        self._segments = segments
        self.lengths: Places = in_a_row([each.lengths for each in segments], np.int64)
        """The names of each row."""
        self.names: list[str] = []
        self.keys: list[str] = []
        self.types: Places = np.zeros(0, np.int64)
        flat = list[Places]()
        for segment in segments:
            if not self.names:
                self.names, self.keys = segment.names, segment.keys
                self.types, numbers = segment.types.astype(np.int64), np.arange(len(self.names))
            else:
                own = segment.types.tolist()
                numbers, fresh = numbered_beside(self.keys, self.types, segment.keys, own)
                self.names = [*self.names, *(segment.names[at] for at in fresh)]
                self.keys = [*self.keys, *(segment.keys[at] for at in fresh)]
                self.types = np.append(self.types, segment.types[fresh])
            flat.append(numbers[segment.values])
        self._bearer_of = joined(self.keys, self.types, bearers or {})
        every = in_a_row(flat, np.int64)
        names = counted_for(every, self.lengths, self._bearer_of, len(self.names))
        # As the kernel takes them: of a million articles, what is copied for it counts.
        arrays = ((names, "<u4"), (np.cumsum(self.lengths), "<i8"), (self.types, "u1"))
        self._bytes = tuple(array.astype(kind).tobytes() for array, kind in arrays)
        self.flat: Numbers = np.frombuffer(self._bytes[0], "<u4")
        self._ends: Places = np.frombuffer(self._bytes[1], "<i8")

    @classmethod
    def open(cls, folder: Path, forward: NamedRows) -> NameIndex:
        """Open the names of a generation. Raises IndexDamagedError if they cannot be read."""
        return cls(forward, opened_names(folder, forward.segments), read_bearers(folder))

    @property
    def forward(self) -> NamedRows:
        """The forward index whose names these are, for as long as somebody else holds it."""
        forward = self._forward()
        assert forward is not None
        return forward

    def verify(self) -> None:
        """Read all of it. Raises IndexDamagedError if it does not agree with itself."""
        for segment, words in zip(self._segments, self.forward.segments, strict=True):
            segment.verify()
            verify_usage(words)

    # -- Rows

    def rows_of(self, contents: Sequence[int]) -> Places:
        """Return the rows, in order, of articles whose content numbers are given, where known."""
        return self.by_content.find(contents)

    @cached_property
    def by_content(self) -> RowsByContent:
        """The rows of the articles that are not gone."""
        rows = np.flatnonzero(self.forward.alive)
        return RowsByContent(rows, self.forward.contents[rows])

    def rows_with(self, numbers: Sequence[int]) -> Places:
        """Return the rows of articles that have one of these names, in order."""
        wanted = np.zeros(len(self.names), np.bool_)
        wanted[list(numbers)] = True
        pairs = np.flatnonzero(wanted[self.flat])
        rows = distinct(np.searchsorted(self._ends, pairs, "right"))
        found: Places = rows[self.forward.alive[rows]]
        return found

    def of_row(self, row: int) -> list[tuple[int, StoredName]]:
        """Return the numbers of the names of an article, and what it has of each."""
        base = 0
        for segment in self._segments:
            if row < base + len(segment.lengths):
                names = segment.row(row - base)
                break
            base += len(segment.lengths)
        return list(zip(self.numbers_of(row), names, strict=True))

    def numbers_of(self, row: int) -> list[int]:
        """Return the numbers of the names of an article, in their order."""
        end = int(self._ends[row])
        numbers: list[int] = self.flat[end - int(self.lengths[row]) : end].tolist()
        return numbers

    # -- Names

    def find(self, field: str, asked: str, *, within: bool = False) -> list[int]:
        """Return the names of a field that are spelt so; `within`, those with these words in it.

        Of a surname that counts for its bearer, that is the first.
        """
        if within:
            return self.with_words(asked)[field]
        key, type_ = name_key(asked), TYPES.index(NAME_TYPES[field])
        alike = self._by_key.of(key)
        own = [n for n in alike if self.keys[n] == key and self.types[n] == type_]
        return [*(self._bearer_of[n] for n in own if n in self._bearer_of), *own]

    def has_bearer(self, surname: str) -> bool:
        """Say whether a surname alone counts for one person who bears it."""
        return any(n in self._bearer_of for n in self.find("person", surname))

    def make_ready(self) -> None:
        """Make now what the first who asks for names by a word would wait for."""
        _ = self._by_word, self._by_key, self.articles

    def with_words(self, asked: str) -> dict[str, list[int]]:
        """Return the names with these words in them, by field."""
        key = name_key(asked)
        longest = max(key.split(" "), key=len)  # few names have it: not the de of de Jonge
        having = dict.fromkeys(self._by_word.of(longest) if key else ())
        found: dict[str, list[int]] = {field: [] for field in NAME_TYPES}
        for name in self._counted_as(n for n in having if f" {key} " in f" {self.keys[n]} "):
            found[_FIELDS[int(self.types[name])]].append(name)
        return found

    def _counted_as(self, names: Iterable[int]) -> dict[int, None]:
        """Return names, each with the one that it counts for."""
        return dict.fromkeys(each for n in names for each in (n, self._bearer_of.get(n, n)))

    def beginning(self, field: str, text: str, *, first: bool = False) -> list[int]:
        """Return the names of a field of which a word begins so, and goes on as the text does.

        If `first`, the first word of the name does.
        """
        type_, found = TYPES.index(NAME_TYPES[field]), self._spelt.beginning(text, first=first)
        return [n for n in self._counted_as(found) if self.types[n] == type_]

    @cached_property
    def _by_key(self) -> HashedNames:
        """The names by their keys."""
        return HashedNames([hash(key) for key in self.keys], np.arange(len(self.keys)))

    @cached_property
    def _spelt(self) -> SpeltNames:
        """The names as they are typed."""
        return SpeltNames(self.names)

    @cached_property
    def _by_word(self) -> HashedNames:
        """The names by each word of their keys."""
        # All at once: a list of the words of each takes twice as long.
        words = " ".join(self.keys).split(" ") if self.keys else []
        lengths = [key.count(" ") + 1 for key in self.keys]
        return HashedNames([*map(hash, words)], np.repeat(np.arange(len(lengths)), lengths))

    @cached_property
    def articles(self) -> Places:
        """The number of articles of each name."""
        return self.count(np.flatnonzero(self.forward.alive))

    def count(self, rows: Places) -> Places:
        """Return how many of some rows have each name."""
        return np.bincount(self.flat[self._pairs(rows)], minlength=len(self.names))

    def top(self, counts: Places, field: str, limit: int | None) -> list[int]:
        """Return the names of a field with the highest counts above 0, then by their spelling."""
        mine = np.flatnonzero((counts > 0) & (self.types == TYPES.index(NAME_TYPES[field])))
        mine = mine[highest(counts[mine], limit)]
        order = sorted(mine.tolist(), key=lambda n: (-int(counts[n]), self.names[n]))
        return order[:limit]

    def facets(
        self, rows: Places | None, limit: int | None, fields: Iterable[str] = tuple(NAME_TYPES)
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Return the most frequent names of these fields in some rows, None for all articles."""
        of_types, found = self.most(rows, limit), {}
        for field in fields:
            over, least, tied = of_types[TYPES.index(NAME_TYPES[field])]
            first = sorted([(-count, self.names[n]) for n, count in over])[:limit]
            names = [self.names[n] for n in tied]
            last = nsmallest((limit or 0) - len(first), names)  # without a limit there are none
            found[field] = (
                *[FacetCount(name, -count) for count, name in first],
                *[FacetCount(name, least) for name in last],
            )
        return found

    def most(self, rows: Places | None, limit: int | None) -> list[MostCounted]:
        """Return the names that most of some rows have, of each type; None for all articles."""
        kernel = compiled()
        if kernel is not None and rows is not None:
            found: list[MostCounted] = kernel.most_named(
                *self._bytes, rows.astype("<i8").tobytes(), len(TYPES), limit
            )
            return found
        numbers, counts = self._counted(rows)
        types = self.types[numbers]
        each = (np.flatnonzero(types == type_) for type_ in range(len(TYPES)))
        return [most_counted(numbers[mine], counts[mine], limit) for mine in each]

    def _counted(self, rows: Places | None) -> tuple[Places, Places]:
        """Return the names that some rows have, and how many rows have each."""
        if rows is not None and int(self.lengths[rows].sum()) < _FEW:
            return counted(self.flat[self._pairs(rows)].astype(np.int64))
        counts = self.articles if rows is None else self.count(rows)
        numbers = np.flatnonzero(counts)
        return numbers, counts[numbers]

    def column(self, field: str) -> FieldColumn:
        """Return the names of a field as the values of one of keywords."""
        mine = self.types[self.flat] == TYPES.index(NAME_TYPES[field])
        rows = np.repeat(np.arange(len(self.lengths)), self.lengths)[mine]
        counts = np.bincount(rows, minlength=len(self.lengths))
        return FieldColumn(counts, self.flat[mine].astype(np.int64), self.names)

    def type_of(self, number: int) -> NameType:
        """Return the type of a name."""
        return TYPES[int(self.types[number])]

    def occurrences(self, rows: Places) -> Places:
        """Return how often each name stands in some rows."""
        pairs = self._pairs(rows)
        return np.bincount(self.flat[pairs], self._counts[pairs], len(self.names)).astype(np.int64)

    @cached_property
    def _counts(self) -> Places:
        return in_a_row([segment.counts for segment in self._segments], np.int64)

    def forms(self, number: int, rows: Places) -> list[NameForm]:
        """Return the forms of a name in some rows that have it, the most frequent first."""
        counts: dict[str, int] = {}
        for row in rows.tolist():
            for own, stored in self.of_row(row):
                if own == number:
                    for form in stored.forms:
                        counts[form] = counts.get(form, 0) + 1
        order = sorted(counts, key=lambda form: (-counts[form], form))
        return [NameForm(form, counts[form]) for form in order]

    def all_forms(self, rows: Places, numbers: Sequence[int]) -> dict[int, set[str]]:
        """Return the forms of some names in some rows."""
        wanted = np.zeros(len(self.names), np.bool_)
        wanted[list(numbers)] = True
        pairs = self._pairs(rows)
        pairs = pairs[wanted[self.flat[pairs]]]
        found: dict[int, set[str]] = {number: set() for number in numbers}
        base = 0
        for segment in self._segments:
            size = len(segment.values)
            here = pairs[(pairs >= base) & (pairs < base + size)]
            bounds, forms, texts = segment.forms()
            first = bounds[here - base]
            lengths = bounds[here - base + 1] - first
            names = np.repeat(self.flat[here].astype(np.int64), lengths)
            own = forms[ranges(first, lengths)].astype(np.int64)
            for each in distinct(names * len(texts) + own).tolist():
                number, form = divmod(each, len(texts))
                found[number].add(texts[form])
            base += size
        return found

    def with_rows(self, rows: Places, numbers: Sequence[int]) -> tuple[Places, Places]:
        """Return the places in `numbers` of the names that some rows have, and the row of each."""
        place = np.full(len(self.names), -1, np.int64)
        place[list(numbers)] = np.arange(len(numbers))
        there = place[self.flat[self._pairs(rows)]]
        having = np.repeat(rows, self.lengths[rows])
        return there[there >= 0], having[there >= 0]

    def _pairs(self, rows: Places) -> Places:
        """Return the places in `flat` of the names of some rows."""
        lengths = self.lengths[rows]
        return ranges(self._ends[rows] - lengths, lengths)
