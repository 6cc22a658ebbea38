"""Opening what is read: plain, gzip or standard input, as numbered lines of bounded length."""

from __future__ import annotations

import codecs
import gzip
import io
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath
from typing import IO, Any, cast

from indexer.corpus.beside import Beside
from indexer.corpus.discover import STANDARD_INPUT, Source
from indexer.corpus.formats import XML, Format, format_of_content
from indexer.corpus.raw.compression import DICTIONARY, ZSTANDARD, ZstandardFile
from indexer.corpus.raw.content import GZIP, HEAD
from indexer.corpus.raw.encodings import guess_encoding, utf16_codec
from indexer.dates import DUTCH_TIME
from indexer.later import NamedTuple
from indexer.model import ArticleError, Fields, Note

MAX_ARTICLE = 20_000_000
"""Bytes in one article, line or row: more is skipped. Analysis takes 25 times as much memory."""
MAX_FILE = 100_000_000
"""Bytes in a file that has to be read whole, pictures and markup among them."""
MAX_NOTES = 10
"""Notes on a file that are logged; all of them are counted."""
MAX_GROWTH = 200
"""How many times its size on disk a compressed file or archive may grow to; news grows to 3."""
FREE_GROWTH = 100_000_000
"""Bytes that it may grow to in any case."""
BOMB = f"grows over {MAX_GROWTH}-fold when unpacked: a bomb, or no articles; the rest was not read"

_LOG = logging.getLogger("knipsel")
_BLOCK = 1 << 16
_WHOLE = 1 << 20
_PACKED_BY_ZSTANDARD = (ZSTANDARD, DICTIONARY)
_PACKED = (GZIP, *_PACKED_BY_ZSTANDARD)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})


class UnreadableError(Exception):
    """Why a whole file cannot be read."""


class Member(NamedTuple):
    """A file in a file, open: of an archive, or attached to a message."""

    source: Source
    stream: IO[bytes]
    beside: Callable[[], Beside] | None = None


@dataclass(slots=True)
class InputFile:
    """An open source: its `file` as it lies on disk, and a `stream` of what it holds unpacked.

    `format` is that of the content, which the name of the source may hide. `line` is the one being
    read, 0 where lines mean nothing; `part` names what is being read within the file in messages,
    where a line does not. A reader that sees whether a file `is_one_article` says so; else its
    format does. A file that `is_marked` as Unicode began with a byte order mark; of one that
    `is_misread` a note was made. `fields` are the paths where the
    user says that fields stand, `found_paths` those that were there, and
    `usual_fields` the fields that stand under usual names instead. `noted` gets each note.
    `text_columns` are the names that have the texts, none for a usual one, once that `is_chosen`;
    then it is known too whether dates in numbers have their `months_first`.
    Moments are dated in the time zone of this name. `beside` opens files in its folder or archive,
    None where there are none; one that `is_part` of another file is read with that. Lines that are
    `waiting` come after the one that is read, and before those of the stream. `next_id` is what a
    line told that the article on the next one is called.
    """

    source: Source
    file: IO[bytes]
    stream: io.BufferedIOBase
    format: Format
    is_one_article: bool
    line: int = 0
    part: str = ""
    encoding: str | None = None
    notes: int = 0
    is_marked: bool = False
    is_misread: bool = False
    fields: Fields = ()
    found_paths: set[str] = field(default_factory=set)
    usual_fields: set[str] = field(default_factory=set)
    text_columns: tuple[str, ...] = ()
    is_chosen: bool = False
    months_first: bool = False
    no_articles: Counter[str] = field(default_factory=Counter)
    noted: Callable[[Note], None] | None = None
    zone: str = DUTCH_TIME
    beside: Callable[[], Beside] | None = None
    is_part: bool = False
    waiting: Sequence[bytes] = ()
    next_id: str = ""

    def lines(self) -> Iterator[bytes | ArticleError]:
        """Yield each line with its line end, and an error in place of one that is too long."""
        readline = self.stream.readline
        for number in count(1):
            if not (line := readline(MAX_ARTICLE)):
                return
            self.line = number
            if len(line) < MAX_ARTICLE or line.endswith(b"\n"):
                yield line
            else:
                while (rest := readline(_BLOCK)) and not rest.endswith(b"\n"):
                    pass
                yield self.error(f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles")

    def read_whole(self, max_bytes: int = MAX_FILE) -> bytes:
        """Return all of it. Raises UnreadableError if it is longer than `max_bytes`."""
        blocks, size = [], 0
        while block := self.stream.read(_WHOLE):
            blocks.append(block)
            size += len(block)
            if size > max_bytes:
                raise UnreadableError(
                    f"longer than {max_bytes // 10**6} MB; split it into articles"
                )
        return b"".join(blocks)

    def error(self, reason: str) -> ArticleError:
        """Return an error at this place."""
        place = self.source.origin, self.line or None
        return ArticleError(*place, self.part + reason, part=self.part)

    def note(self, reason: str, count: int = 1, group: str = "") -> None:
        """Note what was read otherwise than it stands, or that `count` of a kind were passed over.

        The summary of the run has it (see `indexer/reports.py`), and the log up to MAX_NOTES.
        """
        place = self.source.origin, self.line or None
        note = Note(*place, self.part + reason, part=self.part, count=count, group=group)
        if self.noted:
            self.noted(note)
        self.notes += 1
        if self.notes <= MAX_NOTES:
            _LOG.warning("%s", note)

    def pass_over(self, note: Note) -> None:
        """Count a file in this one that holds no articles."""
        if self.noted:
            self.noted(note)

    def note_unread_date(self, text: str) -> None:
        """Note a date that is not understood; its article is read as undated."""
        self.note(f"no date that is understood: {text[:40]!r}; read as undated")

    def count_as_none(self, kind: str) -> None:
        """Count something that is no article; what such things are called is noted at the end."""
        self.no_articles[kind] += 1

    def decode(self, data: bytes) -> str:
        """Return UTF-8 as text; else guess the encoding once for the whole file, and note it."""
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            if self.encoding is None:
                self.encoding = guess_encoding(data + self._ahead(), error.start)
                self.note(f"not valid UTF-8, read as {self.encoding}; to be sure, save it as UTF-8")
            return data.decode(self.encoding, "replace")

    def _ahead(self) -> bytes:
        """Return what comes next where that can be seen, so that one line does not decide."""
        peek = getattr(self.stream, "peek", None)
        more = peek(_BLOCK) if peek and not self.stream.closed else b""
        return b"".join((*self.waiting, more))


@contextmanager
def open_source(  # noqa: PLR0917 - as a reader of files has it in hand
    source: Source,
    inside: IO[bytes] | None = None,
    fields: Fields = (),
    noted: Callable[[Note], None] | None = None,
    zone: str = DUTCH_TIME,
    beside: Callable[[], Beside] | None = None,
) -> Iterator[InputFile]:
    """Open a source, or what it names `inside` another file.

    Text is checked not to be binary, and read from after its byte order mark. Raises
    UnreadableError if the file is empty.
    """
    file = inside or _open(source)
    try:
        _check_nesting(source.format, inside)
        stream = inflated(file) if source.compressed else _buffered(file)
        head = _head(stream)
        if head.startswith(_PACKED) and not source.compressed:
            stream = inflated(cast("IO[bytes]", stream))
            head = _head(stream)
        content = format_of_content(head, source.format)
        _check_nesting(content, inside)
        if not (content.may_be_gzipped or stream.seekable()):
            raise UnreadableError(f"a {content.name} in gzip; unpack it once")
        input_file = InputFile(source, file, stream, content, content.one_article)
        input_file.fields, input_file.noted, input_file.zone = fields, noted, zone
        input_file.beside = beside
        _note_format(input_file, source.format)
        if content.is_text:
            _check_text(head)
        if content.is_text or content.has_lines:
            _pass_mark(input_file, head)
        yield input_file
        if input_file.notes > MAX_NOTES:
            _LOG.warning("%s: %d notes more", source.origin, input_file.notes - MAX_NOTES)
    finally:
        _close(source, file)


def _close(source: Source, file: IO[bytes]) -> None:
    if source.origin == STANDARD_INPUT:
        cast("io.BufferedReader", file).detach()
    else:
        file.close()


def _head(stream: io.BufferedReader) -> bytes:
    """Return how a file begins. Raises UnreadableError if it is empty."""
    if head := stream.peek(HEAD)[:HEAD]:
        return head
    raise UnreadableError("empty; nothing to read")


def _check_nesting(format_: Format, inside: IO[bytes] | None) -> None:
    if inside and format_.is_container:
        raise UnreadableError("an archive in an archive is not read; unpack the outer one")


def _note_format(input_file: InputFile, named: Format) -> None:
    """Note a format that is not that of the name; XML is named by the family."""
    if input_file.format is not named and not (
        named is XML and (input_file.format.roots or input_file.format.is_xml)
    ):
        suffix = "".join(PurePosixPath(input_file.source.origin).suffixes[-1:])
        input_file.note(
            f"its content is {input_file.format.name}, whatever {suffix or 'its name'} says"
        )


def _open(source: Source) -> io.BufferedReader:
    if source.origin == STANDARD_INPUT:
        return io.BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type]
    return source.path.open("rb")


def _buffered(file: IO[bytes]) -> io.BufferedReader:
    if isinstance(file, io.BufferedReader):
        return file
    return io.BufferedReader(cast("io.RawIOBase", file))


def inflated(file: IO[bytes]) -> io.BufferedReader:
    """Return what a file of gzip or Zstandard holds; a bomb raises UnreadableError as it is read.

    Raises UnreadableError where the library of Zstandard is missing.
    """
    stream = _buffered(file)
    unpacked: gzip.GzipFile | ZstandardFile
    if stream.peek(HEAD).startswith(_PACKED_BY_ZSTANDARD):
        try:
            unpacked = ZstandardFile(stream)
        except ImportError as error:
            reason = "packed by Zstandard, which is not installed. Run: pip install zstandard"
            raise UnreadableError(reason) from error
    else:
        unpacked = gzip.GzipFile(fileobj=stream)
    return io.BufferedReader(_Inflated(file, unpacked), _BLOCK)


class _Inflated(io.RawIOBase):
    def __init__(self, file: IO[bytes], unpacked: Any) -> None:
        self._file = file
        self._unpacked = unpacked
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read: Any = getattr(self._unpacked, "readinto1", self._unpacked.readinto)
        count: int = read(buffer)
        self._size += count
        if self._size > FREE_GROWTH and self._size > MAX_GROWTH * self._file.tell():
            raise UnreadableError(BOMB)
        return count


def _pass_mark(input_file: InputFile, head: bytes) -> None:
    """Skip a byte order mark, which decides the encoding; recode UTF-16."""
    if codec := utf16_codec(head):
        data = input_file.stream.read(MAX_FILE)
        if len(data) == MAX_FILE:
            raise UnreadableError(f"UTF-16 of over {MAX_FILE // 10**6} MB; save it as UTF-8")
        input_file.stream = io.BytesIO(data.decode(codec, "replace").encode("utf-8", "replace"))
        input_file.is_marked = True
        head = input_file.stream.getbuffer()[:HEAD].tobytes()
    elif head.startswith(codecs.BOM_UTF8):
        input_file.stream.read(len(codecs.BOM_UTF8))
        input_file.is_marked = True
    if b"\r" in head and b"\n" not in head:
        input_file.stream = io.BufferedReader(_Lines(input_file.stream), _BLOCK)


class _Lines(io.RawIOBase):
    """Text of the old Mac, of which lines end with a carriage return alone, with line feeds."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(data)] = data
        return len(data)


def _check_text(head: bytes) -> None:
    if not utf16_codec(head) and _is_binary(head):
        raise UnreadableError("binary, not text; take it out, or save its text as UTF-8")


def _is_binary(head: bytes) -> bool:
    """Tell text in any encoding from compressed or binary data by its control characters."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return controls > len(head) // 50
    return controls > len(head) // 3
