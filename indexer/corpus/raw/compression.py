"""What unpacks Zstandard files, and the bodies of web pages as servers pack them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from typing import IO, Any

from indexer.corpus.raw.content import without_mark

ZSTANDARD = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""How a WARC begins whose records share a dictionary:
http://iipc.github.io/warc-specifications/specifications/warc-zstd/"""

_FEED = 1024  # bytes at a time, each of which may become 32,768
_MAX_DICTIONARY = 10_000_000
_MAX_WINDOW = 1 << 27
_PLAIN = {"", "identity", "none", "binary", "utf-8", "utf8"}
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class ZstandardFile(io.RawIOBase):
    """What a Zstandard file holds. Raises ImportError without its library.

    Reading raises zlib.error where it is damaged, and EOFError where it is cut off.
    """

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard  # noqa: PLC0415 - seldom needed

        self._file = file
        self._error = zstandard.ZstdError
        self._start = b""
        self._maker = zstandard.ZstdDecompressor(
            max_window_size=_MAX_WINDOW, **self._dictionary(zstandard)
        )
        self._frame: Any = None
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what comes next, as far as it is there; 0 at the end."""
        while not self._ready and self._fill():
            pass
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _fill(self) -> bool:
        """Unpack some more; return whether there was more."""
        data = self._start or self._file.read(_FEED)
        self._start = b""
        if not data:
            if self._frame is not None:
                raise EOFError
            return False
        self._frame = self._frame or self._maker.decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(data))
        except self._error as error:
            raise zlib.error(str(error)) from error
        if self._frame.eof:
            self._start = self._frame.unused_data
            self._frame = None
        return True

    def _dictionary(self, zstandard: Any) -> dict[str, Any]:
        """Return the dictionary in front of the frames, as an argument; none without one."""
        head = self._file.read(len(DICTIONARY))
        if head != DICTIONARY:
            self._start = head
            return {}
        size = int.from_bytes(self._file.read(4), "little")
        data = self._file.read(min(size, _MAX_DICTIONARY + 1))
        if len(data) > _MAX_DICTIONARY:
            raise zlib.error("a dictionary of over 10 MB")
        if data.startswith(ZSTANDARD):
            with zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(data) as own:
                data = own.read(_MAX_DICTIONARY)
        return {"dict_data": zstandard.ZstdCompressionDict(data)}


def unpacked_body(body: bytes, encodings: Sequence[str], most: int) -> bytes:
    """Return the body of a web page without its content encodings, of which the last was put last.

    What is over `most` bytes is cut there. A page that its crawler unpacked stays as it is.
    Raises ImportError for a library that is not installed, ValueError for an encoding that is not
    known and data that are damaged.
    """
    for name in reversed([encoding.strip().lower() for encoding in encodings]):
        if name in _PLAIN:
            continue
        if (unpack := _DECODERS.get(name)) is None:
            if _is_unpacked(body):
                continue
            raise ValueError(f"packed as {name[:20]!r}, which is not known")
        try:
            body = unpack(body, most)
        except ImportError:
            raise
        except Exception as error:
            if not _is_unpacked(body):
                raise ValueError(f"packed as {name}, and damaged: {error}") from error
    return body


def _is_unpacked(body: bytes) -> bool:
    return without_mark(body[:200]).startswith(b"<")


def _inflate(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(body, most + 1)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most + 1)


def _brotli(body: bytes, most: int) -> bytes:
    import brotli  # noqa: PLC0415 - seldom needed

    unpacker = brotli.Decompressor()
    data: bytes = unpacker.process(body, output_buffer_limit=most + 1)
    while len(data) <= most and not unpacker.can_accept_more_data():
        data += unpacker.process(b"", output_buffer_limit=most + 1 - len(data))
    if len(data) <= most and not unpacker.is_finished():
        raise ValueError("cut off")
    return data


def _zstandard(body: bytes, most: int) -> bytes:
    return io.BufferedReader(ZstandardFile(io.BytesIO(body))).read(most + 1)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    **dict.fromkeys(("gzip", "x-gzip", "deflate"), _inflate),
    "br": _brotli,
    **dict.fromkeys(("zstd", "x-zstd"), _zstandard),
}
