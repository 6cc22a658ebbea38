"""Office documents and books: zips of XML, checked before a part of them is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, cast

from indexer.corpus.input_file import UnreadableError
from indexer.corpus.time_limit import TimeLimit

MAX_PART = 300_000_000
"""Bytes that one part of a package may unpack to; a workbook of 100 MB of text has less."""
FREE_GROWTH = 20_000_000
"""Bytes that a package may unpack to whatever its size."""
MAX_GROWTH = 100
"""How many times its size it may unpack to beyond that; documents grow to 10 or 20 times."""
MAX_ELEMENTS = 600_000
"""Elements of XML that a document may have: a tree of these takes up to 200 MB, and a book of a
thousand pages has half of them."""

_BYTES_OF_OTHERS = 200  # among which a picture has one that looks as the beginning of a tag does
_HEAD = 100  # bytes, in which XML of any encoding has begun
_BLOCK = 1 << 20
_ENCRYPTED = 1  # bit of a zip member's flags
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Package:
    """The parts of a package by their names; `kind` says in messages what it should be."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        if data.startswith(_OLE):
            raise UnreadableError(
                f"no {kind} but one locked with a password, or of an older format; save it as a"
                f" {kind} without a password"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UnreadableError(f"no {kind}, or cut off: {error}; get it again") from error
        sizes = [part.file_size for part in self._zip.infolist()]
        if sum(sizes) > max(FREE_GROWTH, MAX_GROWTH * len(data)):
            raise UnreadableError(
                f"grows over {MAX_GROWTH}-fold when unpacked, beyond {FREE_GROWTH // 10**6} MB: a"
                f" bomb, or no {kind}; save its text as .txt"
            )
        if max(sizes, default=0) > MAX_PART:
            raise UnreadableError(f"a part is over {MAX_PART // 10**6} MB; split the {kind}")
        if any(part.flag_bits & _ENCRYPTED for part in self._zip.infolist()):
            raise UnreadableError(f"locked with a password; save the {kind} without")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def names(self) -> list[str]:
        """Return the names of the parts, in the order of the package."""
        return [*self._zip.NameToInfo]

    def check_elements(self, names: Iterable[str], max_elements: int = MAX_ELEMENTS) -> None:
        """Raise UnreadableError if parts have more elements together than a tree may have."""
        count = 0
        for name in filter(self.__contains__, names):
            count += self.elements(name)
            if count > max_elements:
                raise UnreadableError(self._too_many(name, max_elements))

    def elements(self, name: str) -> int:
        """Return how many elements a part may have at most, which costs no parsing."""
        stream, count, size = self.open(name), 0, 0
        head = block = stream.read(_BLOCK)
        while block:
            count += _tags(block)
            size += len(block)
            block = stream.read(_BLOCK)
        return count if b"<" in head[:_HEAD] else max(0, count - size // _BYTES_OF_OTHERS)

    def read(self, name: str) -> bytes:
        """Return a part. Raises UnreadableError if it is damaged or not there.

        Raises UnreadableError too if it has more elements than a tree may have.
        """
        data = self._read(name)
        if _tags(data) > MAX_ELEMENTS:
            raise UnreadableError(self._too_many(name, MAX_ELEMENTS))
        return data

    def _too_many(self, name: str, max_elements: int) -> str:
        return (
            f"{name} has over {max_elements:,} elements, more than any {self._kind} of text;"
            " save its text as .txt"
        )

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise UnreadableError(f"no {self._kind}: it has no {name}; save it again") from error
        except _DAMAGE as error:
            raise UnreadableError(f"damaged {self._kind}: {error}; get it again") from error

    def open(self, name: str) -> IO[bytes]:
        """Return a part as a stream, of which reading raises UnreadableError where it is damaged.

        Raises UnreadableError if there is no such part.
        """
        try:
            return cast("IO[bytes]", _Part(self._zip.open(name), self._kind))
        except KeyError as error:
            raise UnreadableError(f"no {self._kind}: it has no {name}; save it again") from error
        except _DAMAGE as error:
            raise UnreadableError(f"damaged {self._kind}: {error}; get it again") from error


def _tags(data: bytes) -> int:
    """Return how many elements begin in XML, of any encoding; those of pictures are chance."""
    return data.count(b"<") - data.count(b"</")


class TimedBytes(io.BytesIO):
    """The bytes of a file, of which every reading looks at the clock: for libraries that do not.

    Raises UnreadableError if the time that the file may take is over.
    """

    def __init__(self, data: bytes, limit: TimeLimit) -> None:
        super().__init__(data)
        self._limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self._limit.check_now()
        return super().read(size)


class _Part:
    """A stream of a part; its damage is an UnreadableError."""

    def __init__(self, stream: IO[bytes], kind: str) -> None:
        self._stream = stream
        self._kind = kind

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _DAMAGE as error:
            raise UnreadableError(f"damaged {self._kind}: {error}; get it again") from error

    def close(self) -> None:
        self._stream.close()
