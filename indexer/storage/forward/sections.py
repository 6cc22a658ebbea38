"""A file of arrays: one after another, and at the end a table that says where each lies."""

from __future__ import annotations

import mmap
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self
from zlib import compress, decompressobj, error

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.errors import IndexDamagedError
from indexer.files import kind_of

_MAGIC = b"knipsel1"
_ALIGNED = 8  # bytes: where arrays of any type may begin
_PACKED = "z"  # before the type of an array that is compressed
_PLAIN = np.dtype("S1")
"""The type of strings that lie as they are read, as every update reads them: others are packed."""
_MAX_BYTES = 2_000_000_000
"""Bytes that an array or a table of strings may have when it is unpacked."""
_FREE_BYTES = 64_000_000  # bytes that may unpack from however few
_MAX_RATIO = 200
"""Beyond those, unpacked bytes for each packed one: text and numbers of terms have under 20."""

_MAX_WAITING = 1 << 24  # bytes that are being compressed, or are and were not written

if TYPE_CHECKING:
    from concurrent.futures import Future

Array = NDArray[Any]


def as_raw(strings: Iterable[str]) -> bytes:
    """Return strings, none with a NUL in it, as they are read: each ends in NUL."""
    return "\0".join((*strings, "")).encode(errors="surrogatepass")


class SectionWriter:
    """Writes a file of arrays, piece by piece, and compresses in threads what comes meanwhile.

    As a context manager it closes itself.
    """

    def __init__(self, path: Path) -> None:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 5 ms no reader needs

        self._file: BinaryIO = path.open("xb")
        self._table: dict[str, tuple[str, int, int]] = {}
        self._threads = ThreadPoolExecutor(2)
        self._waiting: deque[tuple[str, str, int, Future[bytes]]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _: BaseException | None,
        __: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._threads.shutdown(cancel_futures=True)
            self._file.close()

    def add(self, name: str, dtype: str, pieces: Iterable[Array]) -> None:
        """Write an array of this type, in pieces."""
        self._write_waiting()
        self._add(name, dtype, pieces)

    def _add(self, name: str, dtype: str, pieces: Iterable[Array]) -> None:
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
        start, count = self._file.tell(), 0
        for piece in pieces:
            self._file.write(np.ascontiguousarray(piece, dtype).tobytes())
            count += len(piece)
        self._table[name] = (np.dtype(dtype).str, start, count)

    def add_packed(self, name: str, dtype: str, array: Array | Sequence[int]) -> None:
        """Write an array that is read as a whole, compressed."""
        kind = _PACKED + np.dtype(dtype).str
        self._compress(name, kind, np.asarray(array, np.dtype(dtype)).tobytes())

    def add_strings(self, name: str, strings: Iterable[str]) -> None:
        """Write strings, none with a NUL in it."""
        self.add_raw_strings(name, as_raw(strings))

    def add_raw_strings(self, name: str, strings: bytes) -> None:
        """Write the same as they are read: each ends in NUL."""
        self._compress(name, np.dtype("u1").str, strings)

    def add_plain_strings(self, name: str, strings: bytes) -> None:
        """Write the same without compressing them."""
        self.add(name, _PLAIN.str, [np.frombuffer(strings, _PLAIN)])

    def _compress(self, name: str, kind: str, raw: bytes) -> None:
        """Have bytes compressed that are an array of this type in the table."""
        self._write_waiting(_MAX_WAITING - len(raw))
        packed = self._threads.submit(compress, raw, level=1)
        self._waiting.append((name, kind, len(raw), packed))

    def _write_waiting(self, most: int = -1) -> None:
        """Write the first arrays that were compressed, until the rest had so many bytes, or all."""
        while self._waiting and sum(size for _, _, size, _ in self._waiting) > most:
            name, kind, _, packed = self._waiting.popleft()
            self._add(name, "u1", [np.frombuffer(packed.result(), np.uint8)])
            self._table[name] = (kind, *self._table[name][1:])

    def _finish(self) -> None:
        self._write_waiting()
        table = orjson.dumps(self._table)
        self._file.write(table + len(table).to_bytes(8, "little") + _MAGIC)


class Sections:
    """A file of arrays, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises IndexDamagedError if it is none of arrays."""
        self._path = path
        try:
            if kind_of(path) != "file":  # a link leads elsewhere, a pipe has no end
                raise self.damaged()
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (FileNotFoundError, ValueError) as wrong:  # it is gone, or empty
            raise self.damaged() from wrong
        self._table = self._read_table()

    def array(self, name: str, dtype: str, length: int | None = None) -> Array:
        """Return an array of this type, of which nothing is read yet unless it is compressed.

        Raises IndexDamagedError if it is of another type or `length`.
        """
        found = self._array(name, np.dtype(dtype), length)
        if found.dtype != np.dtype(dtype) or length not in (None, len(found)):
            raise self.damaged()
        return found

    def _array(self, name: str, dtype: np.dtype[Any], length: int | None) -> Array:
        try:
            kind, start, count = self._table[name]
            if kind.removeprefix(_PACKED) != dtype.str or count < 0:
                raise self.damaged()
            most = None if length is None else length * dtype.itemsize
            if not kind.startswith(_PACKED):
                return np.frombuffer(self._data, dtype, count, start)
            packed = np.frombuffer(self._data, np.uint8, count, start)
            return np.frombuffer(self._unpacked(packed, most), dtype)
        except (KeyError, AttributeError, TypeError, ValueError, OverflowError) as wrong:
            raise self.damaged() from wrong

    def strings(self, name: str) -> list[str]:
        """Return a table of strings."""
        try:
            return self.raw_strings(name).decode(errors="surrogatepass").split("\0")[:-1]
        except UnicodeDecodeError as wrong:
            raise self.damaged() from wrong

    def raw_strings(self, name: str) -> bytes:
        """Return a table of strings as it is written: each ends in NUL."""
        with suppress(KeyError, IndexError, TypeError):  # which is damage for who reads the others
            if self._table[name][0] == _PLAIN.str:
                return self.array(name, _PLAIN.str).tobytes()
        return self._unpacked(self.array(name, "u1"))

    def _unpacked(self, packed: Array, most: int | None = None) -> bytes:
        if most is None:
            most = min(_MAX_BYTES, max(_FREE_BYTES, _MAX_RATIO * len(packed)))
        unpacking = decompressobj()
        try:
            raw = unpacking.decompress(packed.tobytes(), most + 1)
        except error as wrong:
            raise self.damaged() from wrong
        if not unpacking.eof or len(raw) > most:
            raise self.damaged()
        return raw

    def damaged(self) -> IndexDamagedError:
        """Return the error that says that the file is not as it was written."""
        index = self._path.parent.parent
        return IndexDamagedError(
            f"{self._path} is not as it was written. "
            f"Run: knipsel --index {index} index --rebuild PATH"
        )

    def _read_table(self) -> Mapping[str, tuple[str, int, int]]:
        """Return the type, place and length of each array: a stranger can write anything there."""
        end = len(self._data) - len(_MAGIC) - 8
        length = int.from_bytes(self._data[end : end + 8], "little")
        if self._data[end + 8 :] != _MAGIC:
            raise self.damaged()
        try:
            return orjson.loads(self._data[end - length : end])  # type: ignore[no-any-return]
        except ValueError as wrong:
            raise self.damaged() from wrong
