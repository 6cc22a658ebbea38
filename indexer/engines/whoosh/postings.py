"""Posting lists of the Whoosh engine: inverted term by term, kept as arrays.

Whoosh keeps a tuple for every posting while it indexes, and a pickle for every block. Arrays are
faster to write, and a query reads a whole list at once. They plug in as a Whoosh codec.
"""

from __future__ import annotations

import marshal
import struct
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from heapq import merge
from itertools import accumulate, chain, groupby, repeat
from operator import itemgetter, sub
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias

from whoosh.codec.whoosh3 import (
    W3Codec,
    W3FieldWriter,
    W3PerDocReader,
    W3TermInfo,
    W3TermsReader,
)
from whoosh.reading import TermNotFound

from indexer.errors import IndexDamagedError

# A place is an occurrence of a term: the article's number above these bits, the position below.
_SHIFT = 32
_POSITION, _DOC = (0, 1) if sys.byteorder == "little" else (1, 0)
# The length of all in bytes (2.7.5 does not read back the one that Whoosh keeps), the number of
# articles, and the type codes of up to three arrays.
_HEADER = struct.Struct("=IIBBB")
_MAX_PLACES = 4_000_000

Entry: TypeAlias = tuple[str, str, "array[int]"]
"""Field, term and its places in rising order."""


class Postings:
    """The articles with one term. `docs` rise; `frequencies` go with them."""

    __slots__ = ("_positions", "docs", "frequencies")

    def __init__(self, file: Any, offset: int) -> None:
        """Read what `pack` wrote. Raises ValueError or struct.error if it did not write this."""
        size, count, *codes = _HEADER.unpack(file.get(offset, _HEADER.size))
        data = file.get(offset, size)
        gaps, start = _array(data, _HEADER.size, codes[0], count)
        self.docs = array("I", accumulate(gaps))
        self.frequencies = array("B", bytes([1]) * count)
        if codes[1]:
            self.frequencies, start = _array(data, start, codes[1], count)
        total = sum(self.frequencies) if codes[2] else 0
        self._positions = _array(data, start, codes[2], total)[0] if codes[2] else None

    def positions(self, docs: AbstractSet[int]) -> dict[int, array[int]]:
        """Return where the term stands in each of these articles."""
        assert self._positions is not None
        ends = accumulate(self.frequencies)
        return {
            doc: self._positions[end - frequency : end]
            for doc, frequency, end in zip(self.docs, self.frequencies, ends, strict=True)
            if doc in docs
        }

    def places(self, renumber: Callable[[int], int | None]) -> array[int]:
        """Return all places, with new numbers for the articles; None drops one."""
        docs = chain.from_iterable(map(repeat, self.docs, self.frequencies))
        found = zip(docs, self._positions or repeat(0), strict=False)
        numbered = ((renumber(doc), position) for doc, position in found)
        return array("Q", (doc << _SHIFT | at for doc, at in numbered if doc is not None))


def _array(data: bytes, start: int, code: int, count: int) -> tuple[array[int], int]:
    numbers = array(chr(code))
    end = start + count * numbers.itemsize
    numbers.frombytes(data[start:end])
    if len(numbers) != count:
        raise ValueError("a posting list ends too soon")
    return numbers, end


def pack(places: array[int], *, positioned: bool) -> tuple[bytes, int]:
    """Return the bytes of a posting list, and how many articles it has."""
    halves = array("I", places.tobytes())
    counts = Counter(halves[_DOC::2])
    docs, frequencies = list(counts), counts.values()
    parts = (
        _smallest(list(map(sub, docs, chain((0,), docs)))),
        _smallest(frequencies) if len(places) > len(docs) else None,
        _smallest(halves[_POSITION::2]) if positioned else None,
    )
    codes = (ord(part.typecode) if part else 0 for part in parts)
    data = b"".join(part.tobytes() for part in parts if part)
    return _HEADER.pack(_HEADER.size + len(data), len(docs), *codes) + data, len(docs)


def _smallest(numbers: Collection[int]) -> array[int]:
    largest = max(numbers)
    return array("B" if largest < 1 << 8 else "H" if largest < 1 << 16 else "I", numbers)


class Inverter:
    """Gathers the places of terms; beyond `max_places` it moves them to disk and goes on.

    It takes the role of Whoosh's posting pool.
    """

    def __init__(self, folder: Path, max_places: int = _MAX_PLACES) -> None:
        self._folder = folder
        self._max_places = max_places
        self._size = 0
        self._fields: dict[str, defaultdict[str, array[int]]] = defaultdict(_new_index)
        self._runs: list[IO[bytes]] = []

    def add(self, field: str, doc: int, terms: list[str], first: int = 0) -> None:
        """Add the terms of an article, in order; articles come with rising numbers.

        The first of them has the position `first`.
        """
        index = self._fields[field]
        for place, term in enumerate(terms, (doc << _SHIFT) + first):
            index[term].append(place)
        self._grow(len(terms))

    def extend(self, field: str, term: str, places: array[int]) -> None:
        """Add places of one term that come after those it has."""
        if places:
            self._fields[field][term].extend(places)
            self._grow(len(places))

    def iter_postings(self) -> Iterator[Entry]:
        """Yield every entry, by field, then by term."""
        entries = merge(*map(_read, self._runs), self._sorted(), key=itemgetter(0, 1))
        if not self._runs:
            yield from entries
            return
        for (field, term), same in groupby(entries, itemgetter(0, 1)):
            yield field, term, array("Q", chain.from_iterable(places for _, _, places in same))

    def cleanup(self) -> None:
        """Drop everything."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        self._fields.clear()

    def _grow(self, count: int) -> None:
        self._size += count
        if self._size > self._max_places:
            self._spill()

    def _spill(self) -> None:
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by cleanup
        for field, term, places in self._sorted():
            marshal.dump((field, term, places.tobytes()), run)
        self._runs.append(run)
        self._fields.clear()
        self._size = 0

    def _sorted(self) -> Iterator[Entry]:
        for field, index in sorted(self._fields.items()):
            for term in sorted(index):
                yield field, term, index[term]


def _new_index() -> defaultdict[str, array[int]]:
    return defaultdict(_new_places)


def _new_places() -> array[int]:
    return array("Q")


def _read(run: IO[bytes]) -> Iterator[Entry]:
    run.seek(0)
    while True:
        try:
            field, term, places = marshal.load(run)  # noqa: S302 - our own temporary file
        except EOFError:
            return
        yield field, term, array("Q", places)


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with the posting lists of this module, and without its pickles."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """Return the writer of the term dictionary."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        """Return the writer of posting lists; there are no vectors, so never of `byteids`."""
        assert not byteids
        return _PostingsWriter(dbfile)

    def terms_reader(self, storage: Any, segment: Any) -> _TermsReader:
        """Return the reader of the term dictionary."""
        name = segment.make_filename(self.TERMS_EXT)
        posts = segment.open_file(storage, self.POSTS_EXT)
        return _TermsReader(self, storage.open_file(name), storage.file_length(name), posts)

    def per_document_reader(self, storage: Any, segment: Any) -> _PerDocReader:
        """Return the reader of the columns."""
        return _PerDocReader(storage, segment)


class _TermsReader(W3TermsReader):  # type: ignore[misc]
    """The term dictionary. Whoosh's own takes a posting list in it, which is a pickle."""

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return map(self._item, self._tindex.items())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return map(self._item, self._tindex.items_from(self._keycoder(fieldname, prefix)))

    def term_info(self, fieldname: str, tbytes: bytes) -> Any:
        try:
            return _term_info(self._tindex[self._keycoder(fieldname, tbytes)])
        except KeyError:
            raise TermNotFound((fieldname, tbytes)) from None

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        raise NotImplementedError(fieldname, fieldobj)

    def _item(self, item: tuple[bytes, bytes]) -> tuple[tuple[str, bytes], Any]:
        return self._keydecoder(item[0]), _term_info(item[1])


def _term_info(data: bytes) -> Any:
    if data[:1] != b"\0":
        raise IndexDamagedError(
            "A term has its posting list with it, as Knipsel writes none. "
            "Run: knipsel index --rebuild PATH"
        )
    return W3TermInfo.from_bytes(data)


class _PerDocReader(W3PerDocReader):  # type: ignore[misc]
    """The columns. Whoosh's own has a pickle for what a schema stores; ours stores nothing so."""

    def stored_fields(self, docnum: int) -> dict[str, Any]:  # noqa: ARG002 - Whoosh's
        return {}


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, _lengths: None, entries: Iterable[Entry]) -> None:
        for field, terms in groupby(entries, itemgetter(0)):
            self.start_field(field, schema[field])
            for _, term, places in terms:
                self.start_term(term.encode())
                # Whoosh adds posting by posting; here all go in one.
                self.add(places, 0.0, b"", 0)
                self.finish_term()
            self.finish_field()


class _PostingsWriter:
    def __init__(self, file: Any) -> None:
        self._file = file

    def start_postings(self, format_: Any, _info: Any) -> None:
        self._positioned = format_.supports("positions")

    def add_posting(self, places: array[int], _weight: float, _value: bytes, _length: int) -> None:
        self._places = places

    def finish_postings(self) -> Any:
        data, count = pack(self._places, positioned=self._positioned)
        info = W3TermInfo(weight=len(self._places), df=count)
        info.set_extent(self._file.tell(), len(data))
        self._file.write(data)
        return info
