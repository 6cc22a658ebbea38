"""Opening what is read: plain, gzip or standard input, as numbered lines of bounded length."""

from __future__ import annotations

import codecs
import gzip
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from indexer.corpus.sources import STANDARD_INPUT, Source
from indexer.model import ArticleError

LONGEST = 100_000_000
"""Bytes in one article, line or row: more is skipped, which also stops gzip bombs."""
MOST_NOTES = 10

_LOG = logging.getLogger("knipsel")
_HEAD = 4096
_CODECS = ["cp1252", "iso8859_15", "cp850", "mac_roman"]
_SAMPLE = 50_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})


class UnreadableError(Exception):
    """What the whole file cannot be read for."""


@dataclass(slots=True)
class Input:
    """An open source. `line` is the one being read, 0 where lines mean nothing.

    `part` names what is being read within the file in messages, where a line does not.
    """

    source: Source
    stream: io.BufferedIOBase
    line: int = 0
    part: str = ""
    encoding: str | None = None
    notes: int = 0

    def lines(self) -> Iterator[bytes | ArticleError]:
        """Yield each line with its line end, and an error in place of one that is too long."""
        readline = self.stream.readline
        for number in count(1):
            if not (line := readline(LONGEST)):
                return
            self.line = number
            if len(line) < LONGEST or line.endswith(b"\n"):
                yield line
            else:
                while (rest := readline(_SAMPLE)) and not rest.endswith(b"\n"):
                    pass
                yield self.error(f"longer than {LONGEST // 10**6} MB; split it into articles")

    def bytes_read(self) -> int:
        """Return how far into the file on disk it is, 0 where that means nothing."""
        stream: Any = self.stream
        if isinstance(stream, gzip.GzipFile):
            stream = stream.fileobj
        return int(stream.tell()) if stream and not stream.closed and stream.seekable() else 0

    def error(self, reason: str) -> ArticleError:
        """Return what could not be read, here."""
        return ArticleError(self.source.origin, self.line or None, self.part + reason)

    def note(self, reason: str) -> None:
        """Log something that was read, but not as it stands; after MOST_NOTES only count it."""
        self.notes += 1
        if self.notes <= MOST_NOTES:
            _LOG.warning("%s", self.error(reason))

    def decode(self, data: bytes) -> str:
        """Return UTF-8 as text; else guess the encoding once, say so, and hold on to it."""
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            if self.encoding is None:
                self.encoding = _guess_encoding(data, error.start)
                self.note(f"not valid UTF-8, read as {self.encoding}; to be sure, save it as UTF-8")
            return data.decode(self.encoding, "replace")


@contextmanager
def open_source(source: Source) -> Iterator[Input]:
    """Open a source; UnreadableError when it is empty or binary, else what the system raises."""
    stream = _open(source)
    try:
        opened = Input(source, _as_utf8(stream))
        yield opened
        if opened.notes > MOST_NOTES:
            _LOG.warning("%s: %d notes more", source.origin, opened.notes - MOST_NOTES)
    finally:
        if source.origin == STANDARD_INPUT:
            stream.detach()
        else:
            stream.close()


def _open(source: Source) -> io.BufferedReader | gzip.GzipFile:
    if source.origin == STANDARD_INPUT:
        return io.BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type]
    if source.path.suffix.lower() == ".gz":
        return gzip.open(source.path)
    return source.path.open("rb")


def _as_utf8(stream: io.BufferedReader | gzip.GzipFile) -> io.BufferedIOBase:
    """Return the stream past its byte order mark, a UTF-16 one recoded."""
    head = stream.peek(_HEAD)[:_HEAD]
    if not head:
        raise UnreadableError("empty; nothing to read")
    if head.startswith(_UTF16):
        data = stream.read(LONGEST)
        if len(data) == LONGEST:
            raise UnreadableError("UTF-16 of over 100 MB; save it as UTF-8")
        return io.BytesIO(data.decode("utf-16", "replace").encode("utf-8", "replace"))
    if _is_binary(head):
        raise UnreadableError("binary, not text; take it out, or save its text as UTF-8")
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream


def _is_binary(head: bytes) -> bool:
    """Tell text in any encoding from compressed or binary data by its control characters."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return controls > len(head) // 50
    return controls > len(head) // 3


def _guess_encoding(data: bytes, start: int) -> str:
    """Return the encoding of Western text whose byte at `start` is not valid UTF-8."""
    # Imported here since it takes 20 ms and few archives need it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    text = data.decode("utf-8", "replace")
    ascii_only = len(data.decode("ascii", "ignore"))
    broken = text.count("\ufffd")
    if len(text) - ascii_only - broken > broken:
        return "utf-8"  # most that is not ASCII is valid, so a few bytes are damaged
    sample = data[max(0, start - _SAMPLE) : start + _SAMPLE]
    best = from_bytes(sample, cp_isolation=_CODECS).best()
    return best.encoding if best else _CODECS[0]
