"""The Whoosh engine on disk: its schema, its files, and a segment to read from."""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from itertools import islice, takewhile
from operator import lt
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.reading import TermNotFound

from indexer.cache import weak_lru_cache
from indexer.engines.bm25 import FILLERS
from indexer.engines.documents import CHANNELS, IndexDocument, has_within, keyword
from indexer.engines.whoosh.postings import ArrayCodec, Postings
from indexer.errors import IndexDamagedError
from indexer.fields import VALUES
from indexer.later import NamedTuple
from indexer.query.nodes import Keyword

SCORED = ("exact", "stem", "part")
_POSITIONED = {"exact", "part", "title_exact"}
# First and last day, the halves of the group, then the number of terms of each scored channel.
_FIRST, _LAST, _HIGH, _LOW, _LENGTHS = range(5)
_PER_ARTICLE = _LENGTHS + len(SCORED)
_NUMBERS = struct.Struct(f"={_PER_ARTICLE}I")
_HALF = 32
_IDENTITY_PARTS = 3
_MAX_TERMS = 4096  # whose place in the file is cached
_MAX_GROWTH = (
    1_040  # times: zlib compresses nothing to less (https://zlib.net/zlib_tech.html: 1,032)
)
_MAX_PAYLOAD = 1 << 27  # bytes, six times the text of the longest article that is read


def schema() -> Any:
    """Return the Whoosh schema: terms of every field, and three columns of stored values."""
    existence, positions = formats.Existence(), formats.Positions()
    made = fields.Schema()
    for name in ("id", "group", "lsh_bands", *VALUES, *CHANNELS.values()):
        format_ = positions if name in _POSITIONED else existence
        made.add(name, fields.FieldType(format_, analyzer=None))
    made.add("identity", fields.COLUMN(columns.VarBytesColumn()))
    made.add("numbers", fields.COLUMN(columns.FixedBytesColumn(_NUMBERS.size)))
    made.add("payload", fields.COLUMN(_PayloadColumn()))
    return made


class Identity(NamedTuple):
    """Which article it is, with which content, and where it was read."""

    content_hash: str
    origin: str
    id: str


class FacetColumn(NamedTuple):
    """The `values` of a facet, "" first, and for each article the place of its first value in them.

    `more` has the places of the others, of an article that has several.
    """

    values: list[str]
    codes: array[int]
    more: dict[int, list[int]]


def column_values(document: IndexDocument, lengths: list[int]) -> dict[str, bytes]:
    """Return what the columns store of an article."""
    # Neither a hash nor a path can hold the separator; the id comes last, and may.
    identity = f"{document.content_hash}\0{document.origin}\0{document.id}"
    filled = (length + FILLERS for length in lengths)
    return {
        "identity": identity.encode(),
        "numbers": _NUMBERS.pack(
            document.first,
            document.last,
            document.group >> _HALF,
            document.group & (1 << _HALF) - 1,
            *filled,
        ),
        "payload": document.payload,
    }


def number_term(number: int) -> str:
    """Return the term under which a number is found."""
    return f"{number:x}"


class _PayloadColumn(columns.CompressedBytesColumn):  # type: ignore[misc]
    """Compressed bytes, which are not unpacked beyond what an article can have."""

    class Reader(columns.CompressedBytesColumn.Reader):  # type: ignore[misc]
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self._decompress = _unpacked


def _unpacked(packed: bytes) -> bytes:
    if len(packed) * _MAX_GROWTH <= _MAX_PAYLOAD:
        return zlib.decompress(packed)  # quicker than what can be stopped
    data = zlib.decompressobj().decompress(packed, _MAX_PAYLOAD + 1)
    if len(data) > _MAX_PAYLOAD:
        raise IndexDamagedError(
            f"An article has more than {_MAX_PAYLOAD:,} bytes. Run: knipsel index --rebuild PATH"
        )
    return data


class Storage(FileStorage):  # type: ignore[misc]
    """A folder whose files are mapped to read, and hold JSON wherever Whoosh's hold pickles.

    To read a pickle is to run what somebody wrote into it.
    """

    def create_file(self, name: str, *_: Any, **__: Any) -> _NewFile:
        """Return a new file, open to be written."""
        return _NewFile((Path(self.folder) / name).open("xb"), name=name)

    def open_file(self, name: str, **_: Any) -> _MappedFile:
        """Open a file; reading it needs no position, so threads can share it."""
        return _MappedFile(Path(self.folder) / name)

    def lock(self, _name: str) -> Lock:
        """Return a lock that leaves no file: the archive has one writer at a time anyway."""
        return Lock()


class _NewFile(StructFile):  # type: ignore[misc]
    def write_pickle(self, obj: Any, protocol: int = -1) -> None:  # noqa: ARG002 - Whoosh's
        """Write plain data as JSON."""
        self.write_string(orjson.dumps(obj))


class _MappedFile(BufferFile):  # type: ignore[misc]
    def __init__(self, path: Path) -> None:
        """Map a file: Whoosh's own BufferFile would copy it."""
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else None
        super().__init__(b"", name=path.name)
        self.file = mapped or BytesIO()
        self._buf = mapped or b""

    def read_pickle(self) -> Any:
        """Return what `write_pickle` of a new file wrote."""
        return orjson.loads(self.read_string())


class Segment:
    """A part of the index, opened; articles have numbers from 0 to `size`, deleted ones too."""

    def __init__(self, reader: Any) -> None:
        """Take over an open SegmentReader of Whoosh."""
        self._reader = reader
        files, segment = reader.storage(), reader.segment()
        self._name = segment.segment_id()
        self.size: int = reader.doc_count_all()
        self.deleted: frozenset[int] = frozenset(segment.deleted_docs())
        self._posts = segment.open_file(files, ArrayCodec.POSTS_EXT)
        self._identities = reader.column_reader("identity")
        self._payloads = reader.column_reader("payload")
        self._numbers = self._read_numbers(files, segment)
        self._facets: dict[str, FacetColumn] = {}
        self._info = weak_lru_cache(self._look_up, _MAX_TERMS)

    def close(self) -> None:
        """Release the files."""
        self._posts.close()
        self._reader.close()

    @property
    def live(self) -> Iterator[int]:
        """The articles that are not deleted."""
        return (doc for doc in range(self.size) if doc not in self.deleted)

    @cached_property
    def first(self) -> array[int]:
        """The first day of each article, 0 when undated."""
        return self._numbers[_FIRST::_PER_ARTICLE]

    @cached_property
    def last(self) -> array[int]:
        """The last day of each article, 0 when undated."""
        return self._numbers[_LAST::_PER_ARTICLE]

    def lengths(self, channel: str) -> array[int]:
        """Return the number of terms of each article in this channel of the text, and FILLERS."""
        return self._numbers[_LENGTHS + SCORED.index(channel) :: _PER_ARTICLE]

    def group(self, doc: int) -> int:
        """Return the group of an article, 0 when it has none."""
        place = doc * _PER_ARTICLE
        return self._numbers[place + _HIGH] << _HALF | self._numbers[place + _LOW]

    def identity(self, doc: int) -> Identity:
        """Return which article this is."""
        return Identity(*self._identities[doc].decode().split("\0", _IDENTITY_PARTS - 1))

    def payload(self, doc: int) -> bytes:
        """Return what was stored with the article."""
        return bytes(self._payloads[doc])

    def find(self, id_: str) -> int | None:
        """Return the number of the article with this id."""
        found = self.postings("id", id_)
        return next((doc for doc in found.docs if doc not in self.deleted), None) if found else None

    def frequency(self, field: str, term: str) -> int:
        """Return how many articles have the term, including deleted ones."""
        return self._info(field, term)[1]

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the articles with this term, including deleted ones."""
        offset, count = self._info(field, term)
        return Postings(self._posts, offset) if count else None

    def terms(self, field: str, start: bytes = b"") -> Iterator[str]:
        """Yield the terms of a field in order, from `start` on."""
        for name, term in self._reader.terms_from(field, start):
            if name != field:
                return
            yield term.decode()

    def terms_with(self, field: str, prefix: str) -> Iterator[str]:
        """Yield the terms of a field that begin with `prefix`, in order."""
        return takewhile(lambda term: term.startswith(prefix), self.terms(field, prefix.encode()))

    def frequencies(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin with `prefix`, with how many articles have them."""
        start = prefix.encode()
        for (name, term), info in self._reader.iter_from(field, start):
            if name != field or not term.startswith(start):
                return
            yield term.decode(), info.doc_frequency()

    def entries(self) -> Iterator[tuple[str, str, int, Postings]]:
        """Yield every field, term, its number of articles, and its postings."""
        for (field, term), info in self._reader:
            yield (
                field,
                term.decode(),
                info.doc_frequency(),
                Postings(self._posts, info.extent()[0]),
            )

    def facet(self, name: str) -> FacetColumn:
        """Return which values of a facet each article has."""
        if name not in self._facets:
            values, codes = ["", *self.terms(name)], array("I", bytes(4 * self.size))
            more: dict[int, list[int]] = {}
            for code, value in enumerate(values[1:], 1):
                if found := self.postings(name, value):
                    for doc in found.docs:
                        if codes[doc]:
                            more.setdefault(doc, []).append(code)
                        else:
                            codes[doc] = code
            self._facets[name] = FacetColumn(values, codes, more)
        return self._facets[name]

    def spellings(self, node: Keyword) -> list[str]:
        """Return the values of a facet that are the same keyword, or have its words in them."""
        if node.within:
            return [term for term in self.terms(node.field) if has_within(term, node.value)]
        wanted = keyword(node.value)
        return [term for term in self.terms(node.field) if keyword(term) == wanted]

    def verify(self) -> Iterator[str]:
        """Read everything; yield a line for each thing that is wrong."""
        try:
            yield from self._wrong_postings()
            yield from self._wrong_articles()
        except Exception as error:  # noqa: BLE001 - Whoosh lets any error of its files through
            yield f"{self._name} cannot be read to its end: {error}"

    def _wrong_postings(self) -> Iterator[str]:
        totals = Counter(dict.fromkeys(SCORED, FILLERS * self.size))
        for field, term, count, postings in self.entries():
            docs = postings.docs
            rising = all(map(lt, docs, islice(docs, 1, None)))
            if len(docs) != count or not rising or docs[-1] >= self.size:
                yield f"{self._name} has a wrong posting list for {term!r} in {field}"
            totals[field] += sum(postings.frequencies)
        for name in SCORED:
            if totals[name] != sum(self.lengths(name)):
                yield f"{self._name} has other terms in {name} than its articles have"

    def _wrong_articles(self) -> Iterator[str]:
        for doc in self.live:
            self.payload(doc)
            if self.find(id_ := self.identity(doc).id) != doc:
                yield f"article {id_!r} is stored but cannot be found by its id"

    def _look_up(self, field: str, term: str) -> tuple[int, int]:
        try:
            info = self._reader.term_info(field, term)
        except TermNotFound:
            return 0, 0
        return info.extent()[0], info.doc_frequency()

    def _read_numbers(self, files: Any, segment: Any) -> array[int]:
        name = ArrayCodec.column_filename(segment, "numbers")
        length = files.file_length(name)
        if length != self.size * _NUMBERS.size:
            raise ValueError(f"{name} does not fit its segment")
        with files.open_file(name) as file:
            return array("I", file.get(0, length))
