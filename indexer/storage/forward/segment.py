"""A segment: some articles as sequences of numbered types, with what figures ask of each article.

A type is a word as it is written; its form is what it is when folded, the term of the channel
`exact`. The most frequent types have codes, so that two bytes are enough for nearly every token:
65,535 in them says that the type stands in `rare`, in the order of the tokens.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamagedError
from indexer.fields import KEYWORDS
from indexer.storage.forward.columns import CHANNELS, RARE, Numbers, Places, Types, in_a_row
from indexer.storage.forward.kept_places import KeptPlaces
from indexer.storage.forward.sections import Sections
from indexer.storage.forward.string_table import StringTable
from indexer.storage.forward.token_blocks import blocks, having, places_having
from indexer.storage.forward.types_of_terms import TypesOfTerms

Mask: TypeAlias = NDArray[np.bool_]

COLUMNS = ("titles", "firsts", "lasts", "groups", "contents")
"""Numbers of each article."""
_LAST_DAY = date.max.toordinal()
_MAX_INVERTED = 0.05
"""The share of the tokens up to which their places are gathered and sorted, not looked for."""


class Segment:
    """A segment, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Open a segment. Raises IndexDamagedError if it is none."""
        self.path = path
        self._sections = Sections(path)
        self.ends: Places = self._sections.array("ends", "<i8")
        bounds = np.concatenate((np.zeros(1, np.int64), self.ends))
        self.starts: Places = bounds[:-1]
        self.tokens: NDArray[np.uint16] = self._sections.array("tokens", "<u2")
        self._require(len(self.tokens) == bounds[-1])
        self._require((self.starts <= self.ends).all())
        self._kept: KeptPlaces | None = None
        self._tables: dict[str, StringTable] = {}
        self._of_type: dict[str, Numbers] = {}
        self._types_of: dict[str, TypesOfTerms] = {}

    def __len__(self) -> int:
        """Return the number of articles, those that are gone included."""
        return len(self.ends)

    def damaged(self) -> IndexDamagedError:
        """Return the error that says that the file is not as it was written."""
        return self._sections.damaged()

    def _require(self, holds: object) -> None:
        """Raise IndexDamagedError unless the file agrees with itself, whoever made it."""
        if not holds:
            raise self._sections.damaged()

    def _below(self, numbers: Numbers, size: int) -> Numbers:
        self._require(not len(numbers) or int(numbers.max()) < size)
        return numbers

    @cached_property
    def ids(self) -> list[str]:
        """The id of each article."""
        ids = self._sections.strings("ids")
        self._require(len(ids) == len(self))
        return ids

    @cached_property
    def _by_id(self) -> Numbers:
        return self._below(self._sections.array("by_id", "<u4", len(self)), len(self))

    def row_of(self, id_: str) -> int | None:
        """Return the row of an article."""
        by_id = self._by_id
        place = bisect_left(by_id, id_, key=self.ids.__getitem__)
        if place < len(by_id) and self.ids[by_id[place]] == id_:
            return int(by_id[place])
        return None

    def column(self, name: str) -> NDArray[np.int64]:
        """Return a number of each article: titles, firsts, lasts, groups or contents."""
        dtype = {"titles": "<u4", "groups": "<i8", "contents": "<i8"}.get(name, "<i4")
        column = self._sections.array(name, dtype, len(self)).astype(np.int64)
        if name in ("firsts", "lasts"):
            self._require(((column >= 0) & (column <= _LAST_DAY)).all())
        return column

    def values(self, field: str) -> tuple[NDArray[np.int64], Numbers, list[str]]:
        """Return how many values of a field each article has, all in a row, and their names."""
        ends = self._sections.array(f"{field}_ends", "<u4", len(self)).astype(np.int64)
        counts = np.diff(ends, prepend=0)
        self._require((counts >= 0).all())
        values = self._sections.array(f"{field}_values", "<u4", int(counts.sum()))
        names = self._sections.strings(f"{field}_names")
        return counts, self._below(values, len(names)), names

    @cached_property
    def surfaces(self) -> list[str]:
        """Every type as it is written, as they were first met."""
        surfaces = self._sections.strings("surfaces")
        self._require(len(surfaces) == self.size)
        return surfaces

    @property
    def raw_surfaces(self) -> bytes:
        """The same, each with a NUL behind it."""
        surfaces = self._sections.raw_strings("surfaces")
        self._require(surfaces.count(b"\0") == self.size)
        return surfaces

    @cached_property
    def size(self) -> int:
        """The number of types."""
        return len(self._sections.array("exact_of_type", "<u4"))

    def terms(self, channel: str) -> list[str]:
        """Return the terms of a channel (exact, stem, part)."""
        return self._sections.strings(channel)

    def raw_terms(self) -> list[tuple[bytes, bytes]]:
        """Return the terms of each channel, with NUL behind each, and the number of each type's."""
        raw, array = self._sections.raw_strings, self._sections.array  # none of it is kept
        return [(raw(n), array(f"{n}_of_type", "<u4", self.size).tobytes()) for n in CHANNELS]

    def table(self, channel: str) -> StringTable:
        """Return the terms of a channel, to find some of them."""
        if channel not in self._tables:
            self._tables[channel] = StringTable(self._sections.raw_strings(channel))
        return self._tables[channel]

    def term_of_type(self, channel: str) -> Numbers:
        """Return the number of each type's term in `terms`."""
        if channel not in self._of_type:
            numbers = self._sections.array(f"{channel}_of_type", "<u4", self.size)
            self._of_type[channel] = self._below(numbers, len(self.table(channel)))
        return self._of_type[channel]

    def types_with(self, channel: str, terms: Places) -> Mask:
        """Return which types have one of some terms of a channel."""
        if channel not in self._types_of:
            of_type = self.term_of_type(channel)
            self._types_of[channel] = TypesOfTerms(of_type, len(self.table(channel)))
        return self._types_of[channel].having(terms)

    @cached_property
    def rare_places(self) -> Places:
        """Where the tokens stand whose type is too rare for two bytes."""
        found = [np.flatnonzero(tokens == RARE) + start for start, tokens in blocks(self.tokens)]
        return in_a_row(found, np.int64)

    @cached_property
    def rare(self) -> Numbers:
        """The types of those tokens."""
        rare = self._sections.array("rare", "<u4", len(self.rare_places))
        return self._below(rare, self.size)

    def types(self) -> Types:
        """Return the types of the segment."""
        raw = self._sections.raw_strings
        terms = [(raw(name), self.term_of_type(name)) for name in CHANNELS]
        return Types(self.raw_surfaces, terms)

    @cached_property
    def common(self) -> Numbers:
        """The types that two bytes are enough for, by their codes."""
        common = self._below(self._sections.array("common", "<u4", min(self.size, RARE)), self.size)
        is_common = np.zeros(self.size, np.bool_)
        is_common[common] = True
        self._require(np.count_nonzero(is_common) == len(common))  # each once
        self._require(len(common) == RARE or self._highest_code() < max(len(common), 1))
        return common

    def _highest_code(self) -> int:
        return int(self.tokens.max(initial=0, where=self.tokens != RARE))

    def type_of_token(self) -> Numbers:
        """Return the type of every token."""
        return self.number_of_token(np.arange(self.size, dtype=np.uint32))

    def number_of_token(self, number: Numbers) -> Numbers:
        """Return what the type of every token has as its number."""
        table, found = self._by_code(number), np.empty(len(self.tokens), np.uint32)
        for start, tokens in blocks(self.tokens):
            np.take(table, tokens, out=found[start : start + len(tokens)])
        found[self.rare_places] = number[self.rare]
        return found

    def types_at(self, places: Places) -> Numbers:
        """Return the types of some tokens, which are given in order."""
        return self.numbers_at(places, np.arange(self.size, dtype=np.uint32))

    def numbers_at(self, places: Places, number: Numbers) -> Numbers:
        """Return what the types of some tokens, given in order, have as their numbers."""
        table, found = self._by_code(number), np.empty(len(places), np.uint32)
        for start, block in blocks(places):
            codes = self.tokens[block]
            of_block = table[codes]
            rare = np.flatnonzero(codes == RARE)
            of_block[rare] = number[self.rare[np.searchsorted(self.rare_places, block[rare])]]
            found[start : start + len(block)] = of_block
        return found

    def _by_code(self, number: Numbers) -> Numbers:
        """Return the numbers of types as a table by their codes."""
        table = np.zeros(RARE + 1, np.uint32)
        table[: len(self.common)] = number[self.common]
        return table

    @cached_property
    def sentences(self) -> Mask:
        """Say of each token whether a sentence ends after it."""
        return self._bits("sentences")

    @cached_property
    def paragraphs(self) -> Mask:
        """Say of each token whether a paragraph or a field ends after it."""
        return self._bits("paragraphs")

    @property
    def sentence_bits(self) -> NDArray[np.uint8]:
        """The same of sentences, eight tokens in a byte, the first lowest."""
        return self._packed_bits("sentences")

    def _packed_bits(self, name: str) -> NDArray[np.uint8]:
        return self._sections.array(name, "u1", -(-len(self.tokens) // 8))

    def _bits(self, name: str) -> Mask:
        packed = self._packed_bits(name)
        return np.unpackbits(packed, count=len(self.tokens), bitorder="little").view(np.bool_)

    def verify(self) -> None:
        """Read all of the segment. Raises IndexDamagedError if it does not agree with itself."""
        for name in CHANNELS:
            self.terms(name)
            self.term_of_type(name)
        for name in COLUMNS:
            self.column(name)
        for each in KEYWORDS:
            self.values(each.name)
        for read in ("surfaces", "ids", "_by_id", "common", "rare", "sentences", "paragraphs"):
            getattr(self, read)

    def places_of(self, types: Mask) -> Places:
        """Return where tokens of these types stand, in order."""
        kept = self._kept if self._kept and self._kept.has(types) else None
        common = types[self.common]
        is_rare = int(types.sum()) > int(common.sum())
        if kept:
            rare = kept.rare_places[types[kept.rare]]
        else:
            rare = self.rare_places[types[self.rare]] if is_rare else np.zeros(0, np.int64)
        if not common.any():
            return rare
        gathered = kept.of_codes(common, _MAX_INVERTED * len(self.tokens)) if kept else None
        if gathered is None:
            return places_having(self.tokens, common, rare)
        return np.sort(np.concatenate((*gathered, rare.astype(np.uint32)))).astype(np.int64)

    def tokens_with(self, types: Mask, out: Mask | None = None) -> Mask:
        """Say of each token whether it is of one of some types, in a mask that may be given."""
        found = np.empty(len(self.tokens), np.bool_) if out is None else out
        for start, block in having(self.tokens, types[self.common]):
            found[start : start + len(block)] = block
        found[self.rare_places[types[self.rare]]] = True
        return found

    def gather(self, types: Mask) -> None:
        """Keep where these types stand, 4 bytes a place, for many look-ups, and no others."""
        if self._kept and self._kept.has(types):
            return
        common = types[self.common]
        places = places_having(self.tokens, common, np.zeros(0, np.int64)).astype(np.uint32)
        codes = self.tokens[places]
        bounds = np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=RARE))))
        in_order = places[np.argsort(codes, kind="stable")]
        is_rare = types[self.rare]
        self._kept = KeptPlaces(
            types, in_order, bounds, self.rare_places[is_rare], self.rare[is_rare]
        )

    def count_all_types(self) -> Places:
        """Return how often each type stands in the segment."""
        counts = np.bincount(self.rare, minlength=self.size)
        of_code = np.zeros(RARE + 1, np.int64)
        for _, block in blocks(self.tokens):
            of_code += np.bincount(block, minlength=RARE + 1)
        counts[self.common] += of_code[: len(self.common)]
        return counts

    def count_types(self, tokens: Mask) -> Places:
        """Return how often each type stands among the tokens of a mask."""
        counts = np.bincount(self.rare[tokens[self.rare_places]], minlength=self.size)
        of_code = np.zeros(RARE + 1, np.int64)
        for first, block in blocks(self.tokens):
            of_code += np.bincount(block[tokens[first : first + len(block)]], minlength=RARE + 1)
        counts[self.common] += of_code[: len(self.common)]
        return counts

    def rows_again(self, alive: Mask) -> Iterable[tuple[int, dict[str, tuple[str, ...]]]]:
        """Yield each row that is not gone with its values: for a merge."""
        columns = {}
        for each in KEYWORDS:
            counts, flat, names = self.values(each.name)
            ends = np.cumsum(counts).tolist()
            columns[each.name] = (counts.tolist(), ends, flat.tolist(), names)
        for row in np.flatnonzero(alive).tolist():
            yield (
                row,
                {
                    name: tuple(names[v] for v in flat[ends[row] - counts[row] : ends[row]])
                    for name, (counts, ends, flat, names) in columns.items()
                },
            )
