"""The forward index of a generation: its segments side by side, as one run of rows and tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from indexer.answers.name_figures import NAME_TYPES
from indexer.storage.forward.columns import Numbers, Places, in_a_row
from indexer.storage.forward.counting import FieldColumn
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.forward.state import State
from indexer.storage.names.index import NameIndex
from indexer.storage.names.segment import has_names


class ForwardIndex:
    """Every article of a generation as a row, and every word of it as a token.

    Rows and tokens are numbered through all segments. A form is the number of a term of the channel
    `exact`. Threads may share an index.
    """

    def __init__(
        self, segments: Sequence[Segment], gone: Sequence[set[int]], folder: Path | None = None
    ) -> None:
        self._folder = folder
        self.segments = segments
        self.memo: dict[str, Any] = {}
        """What figures derive of all of it, once."""
        lengths = [segment.ends - segment.starts for segment in segments]
        self.lengths: Places = in_a_row(lengths, np.int64)
        """The tokens of each row."""
        self.ends: Places = np.cumsum(self.lengths)
        self.starts: Places = self.ends - self.lengths
        self.size = 0
        """The number of tokens, those of rows that are gone included."""
        self._based: list[tuple[Segment, int]] = []  # with its first token
        self.alive: Mask = np.ones(len(self.lengths), np.bool_)
        """Which rows are articles of the archive still."""
        base = 0
        for segment, rows in zip(segments, gone, strict=True):
            self.alive[[base + row for row in rows]] = False
            base += len(segment)
            self._based.append((segment, self.size))
            self.size += len(segment.tokens)

    @classmethod
    def open(cls, folder: Path) -> ForwardIndex:
        """Open the forward index of a generation. Raises IndexDamagedError if it cannot be read."""
        state = State.read(folder)
        return cls([*state.opened(folder).values()], [*state.gone.values()], folder)

    def verify(self) -> None:
        """Read all of it. Raises IndexDamagedError if it does not agree with itself."""
        for segment in self.segments:
            segment.verify()
        if self.names:
            self.names.verify()

    @cached_property
    def names(self) -> NameIndex | None:
        """The names that its articles have; None where they were not found when it was made."""
        if self._folder is None or not has_names(self._folder):
            return None
        return NameIndex.open(self._folder, self)

    # -- Rows

    @cached_property
    def ids(self) -> list[str]:
        """The id of each row."""
        return [id_ for segment in self.segments for id_ in segment.ids]

    @cached_property
    def id_ranks(self) -> Places:
        """The place of each row's id among all ids in their order."""
        ranks = np.empty(len(self.ids), np.int64)
        ranks[sorted(range(len(self.ids)), key=self.ids.__getitem__)] = np.arange(len(self.ids))
        return ranks

    @cached_property
    def titles(self) -> Places:
        """How many of the tokens of each row are those of its title."""
        return self._column("titles")

    @cached_property
    def firsts(self) -> Places:
        """The first day of each row; 0 without a date."""
        return self._column("firsts")

    @cached_property
    def lasts(self) -> Places:
        """The last day of each row; 0 without a date."""
        return self._column("lasts")

    @cached_property
    def groups(self) -> Places:
        """The group of near-duplicates of each row; 0 if it has none."""
        return self._column("groups")

    @cached_property
    def contents(self) -> Places:
        """The number of the content of each row, as `content_number` and engines have it."""
        return self._column("contents")

    def _column(self, name: str) -> Places:
        return in_a_row([segment.column(name) for segment in self.segments], np.int64)

    def field(self, name: str) -> FieldColumn:
        """Return the values of a field of keywords, or of names."""
        if name in NAME_TYPES:
            none = np.zeros(len(self.lengths), np.int64), np.zeros(0, np.int64), list[str]()
            return self.names.column(name) if self.names else FieldColumn(*none)
        numbers: dict[str, int] = {}
        counts, flat = list[Places](), list[Places]()
        for segment in self.segments:
            own, values, names = segment.values(name)
            merged = [numbers.setdefault(each, len(numbers)) for each in names]
            counts.append(own)
            flat.append(np.array(merged, np.int64)[values])
        return FieldColumn(in_a_row(counts, np.int64), in_a_row(flat, np.int64), list(numbers))

    # -- Words

    @cached_property
    def forms(self) -> list[str]:
        """Every form; those of the first segment, then what others add."""
        if len(self.segments) == 1:
            return self.segments[0].terms("exact")
        return list(self._merged[0])

    @cached_property
    def form_count(self) -> int:
        """The number of forms."""
        one = len(self.segments) == 1
        return len(self.segments[0].table("exact")) if one else len(self._merged[0])

    @cached_property
    def _merged(self) -> tuple[dict[str, int], list[Numbers]]:
        """The numbers of the forms of several segments, and that of each term of a segment."""
        numbers: dict[str, int] = {}
        of_terms = [
            np.array([numbers.setdefault(each, len(numbers)) for each in segment.terms("exact")])
            for segment in self.segments
        ]
        return numbers, [own.astype(np.uint32) for own in of_terms]

    @cached_property
    def form_of_type(self) -> list[Numbers]:
        """The form of each type, for each segment."""
        if len(self.segments) == 1:
            return [self.segments[0].term_of_type("exact")]
        pairs = zip(self.segments, self._merged[1], strict=True)
        return [numbers[segment.term_of_type("exact")] for segment, numbers in pairs]

    def types_of_forms(self, forms: Sequence[int]) -> list[Mask]:
        """Return which types of each segment have one of these forms."""
        wanted = np.zeros(self.form_count, np.bool_)
        wanted[list(forms)] = True
        return [wanted[form_of_type] for form_of_type in self.form_of_type]

    # -- Tokens

    def gather(self, types: Sequence[Mask]) -> None:
        """Get ready for many look-ups of the places of these types."""
        for segment, own in zip(self.segments, types, strict=True):
            segment.gather(own)

    def places_of(self, types: Sequence[Mask]) -> Places:
        """Return where tokens of these types stand, in order; those of rows that are gone too."""
        found = []
        for (segment, base), mask in zip(self._based, types, strict=True):
            if mask.any():
                places = segment.places_of(mask)
                places += base
                found.append(places)
        return in_a_row(found, np.int64)

    def places_by_rows(self, types: Sequence[Mask], at_once: int) -> Iterator[Places]:
        """Yield where tokens of these types stand, of so many rows after one another."""
        mask = np.zeros(self.size, np.bool_)
        for (segment, base), of_segment in zip(self._based, types, strict=True):
            segment.tokens_with(of_segment, mask[base : base + len(segment.tokens)])
        for start, end in pairwise((*self.starts[::at_once].tolist(), self.size)):
            yield np.flatnonzero(mask[start:end]) + start

    def count_of(self, types: Sequence[Mask]) -> int:
        """Return how many tokens are of these types, those of rows that are gone included."""
        counted = zip(self._type_counts, types, strict=True)
        return sum(int(counts[mask].sum()) for counts, mask in counted)

    def forms_of(self, places: Places) -> Numbers:
        """Return the forms of some tokens, which are given in order."""
        return self.numbers_of(places, self.form_of_type)

    def numbers_of(self, places: Places, number: Sequence[Numbers]) -> Numbers:
        """Return what the types of some tokens, given in order, have as their numbers."""
        found = [
            segment.numbers_at(own, numbers)
            for (segment, own), numbers in zip(self._of_segments(places), number, strict=True)
        ]
        return in_a_row(found, np.uint32)

    def form_of_token(self) -> Numbers:
        """Return the form of every token, four bytes each."""
        pairs = zip(self.segments, self.form_of_type, strict=True)
        return in_a_row([segment.number_of_token(forms) for segment, forms in pairs], np.uint32)

    def count_types(self, rows: Mask) -> list[Places]:
        """Return how often each type of each segment stands in some rows.

        Of many rows, those are counted that are not among them.
        """
        many = 2 * self.lengths[rows].sum() > self.size
        tokens = self.tokens_of(~rows if many else rows)
        counts = self.count_types_at(tokens)
        if not many:
            return counts
        return [whole - rest for whole, rest in zip(self._type_counts, counts, strict=True)]

    def count_types_at(self, tokens: Mask) -> list[Places]:
        """Return how often each type of each segment stands among the tokens of a mask."""
        return [
            segment.count_types(tokens[base : base + len(segment.tokens)])
            for segment, base in self._based
        ]

    @cached_property
    def _type_counts(self) -> list[Places]:
        return [segment.count_all_types() for segment in self.segments]

    def types_at(self, places: Places) -> list[Numbers]:
        """Return for each segment the types of those of the tokens, in order, that are its own."""
        return [segment.types_at(own) for segment, own in self._of_segments(places)]

    def _of_segments(self, places: Places) -> Iterator[tuple[Segment, Places]]:
        """Yield each segment with the tokens, given in order, that are its own."""
        for segment, base in self._based:
            first, last = np.searchsorted(places, (base, base + len(segment.tokens)))
            yield segment, places[first:last] - base

    @cached_property
    def sentence_ends(self) -> Mask:
        """Say of each token whether a sentence ends after it."""
        return in_a_row([segment.sentences for segment in self.segments], np.bool_)

    @cached_property
    def paragraph_ends(self) -> Places:
        """The tokens after which a paragraph or a field ends, in order."""
        marks = in_a_row([segment.paragraphs for segment in self.segments], np.bool_)
        return np.flatnonzero(marks)

    def row_of(self, places: Places) -> Places:
        """Return the row that each token stands in."""
        if len(places) > len(self.ends) and (places[1:] >= places[:-1]).all():
            return np.repeat(np.arange(len(self.ends)), self.count_in_rows(places))
        return np.searchsorted(self.ends, places, "right")

    def count_in_rows(self, places: Places) -> Places:
        """Return how many of some tokens, given in order, stand in each row."""
        if len(places) < len(self.ends):
            rows = np.searchsorted(self.ends, places, "right")
            return np.bincount(rows, minlength=len(self.ends))
        counts: Places = np.diff(np.searchsorted(places, self.ends), prepend=0)
        return counts

    def tokens_of(self, rows: Mask) -> Mask:
        """Return a mask of the tokens of some rows."""
        return np.repeat(rows, self.lengths)
