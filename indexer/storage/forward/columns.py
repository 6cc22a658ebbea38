"""What a segment is written from: the types and the rows of some articles, in columns."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.kernel import PARAGRAPH, SENTENCE, TakenTypes
from indexer.engines.numbered_texts import NumberedTexts
from indexer.fields import KEYWORDS
from indexer.later import NamedTuple
from indexer.storage.forward.sections import SectionWriter

Numbers: TypeAlias = NDArray[np.uint32]
Places: TypeAlias = NDArray[np.int64]

_END = b"\0"  # of a string
RARE = 0xFFFF
"""What stands for a type that two bytes are not enough for."""
CHANNELS = ("exact", "stem", "part")
_TYPE_BITS = SENTENCE - 1
_PIECE = 4_000_000  # tokens that are worked on at a time: 16 MB


class Types(NamedTuple):
    """Types in columns: each as it is written, and the terms of the channels, each ended by NUL.

    `terms` has for each of CHANNELS the different terms, and the number of the term of each type.
    As texts of their own a million types would take half a gigabyte.
    """

    surfaces: bytes
    terms: list[tuple[bytes, Numbers]]

    @property
    def size(self) -> int:
        """How many types there are."""
        return self.surfaces.count(_END)

    @classmethod
    def taken(cls, types: TakenTypes) -> Types:
        """Return the types that a term mapper numbered."""
        surfaces, columns = types
        return cls(surfaces, [(terms, np.frombuffer(numbers, "<u4")) for terms, numbers in columns])

    @classmethod
    def joined(cls, parts: Sequence[Types]) -> Types:
        """Return the types of several segments in a row; terms that they share are one."""
        columns = []
        for place in range(len(CHANNELS)):
            number: dict[bytes, int] = {}
            numbers = [np.zeros(0, np.uint32)]
            for part in parts:
                terms, of_type = part.terms[place]
                merged = [number.setdefault(term, len(number)) for term in terms.split(_END)[:-1]]
                numbers.append(np.array(merged, np.uint32)[of_type])
            columns.append((b"".join(term + _END for term in number), np.concatenate(numbers)))
        return cls(b"".join(part.surfaces for part in parts), columns)


class Rows:
    """Articles, a row each: `ends` is the token after the last, `titles` the tokens of the title.

    `ids` are the numbers of ids among `texts`, `contents` those that engines have of their
    contents. `values` are those of each field of keywords.
    """

    def __init__(self, texts: NumberedTexts) -> None:
        self.texts = texts
        self.ids, self.titles = array("I"), array("I")
        self.firsts, self.lasts = array("i"), array("i")
        self.ends, self.groups, self.contents = array("q"), array("q"), array("q")
        self.values = {each.name: Values() for each in KEYWORDS}

    def add_values(self, values: Sequence[Mapping[str, tuple[str, ...]]]) -> None:
        """Add the values of the next rows."""
        for field, rows in self.values.items():
            rows.add([each.get(field, ()) for each in values])


class Values:
    """The values of a field: of each row the number of a set of them, which many rows share."""

    def __init__(self) -> None:
        self._rows = array("I")
        self._sets: defaultdict[tuple[str, ...], int] = defaultdict(count().__next__)

    def add(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Add those of the next rows."""
        self._rows.extend(map(self._sets.__getitem__, rows))

    def columns(self) -> tuple[Places, Places, list[str]]:
        """Return where those of each row end, all of them as numbers of names, and the names."""
        names: dict[str, int] = {}
        sets = [[names.setdefault(each, len(names)) for each in values] for values in self._sets]
        lengths = np.array([len(each) for each in sets], np.int64)
        ends = np.cumsum(lengths)
        flat = np.array([number for each in sets for number in each], np.int64)
        rows = np.asarray(self._rows)
        places = ranges((ends - lengths)[rows], lengths[rows])
        return np.cumsum(lengths[rows]), flat[places], list(names)


def write_segment(path: Path, rows: Rows, types: Types, tokens: Numbers) -> None:
    """Write a segment of numbered tokens with their bits; a number is a place in `types`."""
    counts = _counts(tokens, types.size)
    common = np.argsort(-counts, kind="stable")[:RARE]
    code = np.full(len(counts), RARE, np.uint16)
    code[common] = np.arange(len(common), dtype=np.uint16)
    rare: list[Numbers] = []

    def codes() -> Iterator[NDArray[np.uint16]]:
        for piece in _pieces(tokens):
            numbers = piece & _TYPE_BITS
            found = code[numbers]
            rare.append(numbers[found == RARE])
            yield found

    with SectionWriter(path) as file:
        file.add("tokens", "<u2", codes())
        file.add("rare", "<u4", rare)
        file.add_packed("common", "<u4", common)
        file.add_packed("sentences", "u1", _bits(tokens, SENTENCE))
        file.add_packed("paragraphs", "u1", _bits(tokens, PARAGRAPH))
        _write_rows(file, rows)
        file.add_plain_strings("surfaces", types.surfaces)
        for name, (terms, of_type) in zip(CHANNELS, types.terms, strict=True):
            file.add_raw_strings(name, terms)
            file.add_packed(f"{name}_of_type", "<u4", of_type)


def _counts(tokens: Numbers, size: int) -> Places:
    counts = np.zeros(size, np.int64)
    for piece in _pieces(tokens):
        counts += np.bincount(piece & _TYPE_BITS, minlength=size)
    return counts


def _bits(tokens: Numbers, bit: int) -> NDArray[np.uint8]:
    """Return a bit of every token, eight in a byte."""
    pieces = [
        np.packbits(piece & np.uint32(bit) != 0, bitorder="little") for piece in _pieces(tokens)
    ]
    return in_a_row(pieces, np.uint8)


def _pieces(tokens: Numbers) -> Iterator[Numbers]:
    for start in range(0, len(tokens), _PIECE):
        yield tokens[start : start + _PIECE]


def _write_rows(file: SectionWriter, rows: Rows) -> None:
    ids, order = rows.texts.in_order(rows.ids)
    file.add_raw_strings("ids", ids)
    for name, dtype, column in (
        ("by_id", "<u4", np.frombuffer(order, "<u4")),
        ("ends", "<i8", rows.ends),
        ("titles", "<u4", rows.titles),
        ("firsts", "<i4", rows.firsts),
        ("lasts", "<i4", rows.lasts),
        ("groups", "<i8", rows.groups),
        ("contents", "<i8", rows.contents),
    ):
        file.add_packed(name, dtype, column)
    for name, values in rows.values.items():
        ends, flat, names = values.columns()
        file.add_packed(f"{name}_ends", "<u4", ends)
        file.add_packed(f"{name}_values", "<u4", flat)
        file.add_strings(f"{name}_names", names)


def in_a_row(arrays: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    """Return arrays of a type one after another. One alone is not copied: it may have millions."""
    return arrays[0] if len(arrays) == 1 else np.concatenate((np.zeros(0, dtype), *arrays))


def ranges(firsts: Places, lengths: Places) -> Places:
    """Return the numbers from each first on, so many of each, one range after another."""
    offsets = firsts - (np.cumsum(lengths) - lengths)
    return np.repeat(offsets, lengths) + np.arange(int(lengths.sum()))
