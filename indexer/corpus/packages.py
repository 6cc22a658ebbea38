"""Office documents and books: zips of XML, checked before a part of them is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, cast

from indexer.corpus.input_file import BOMB, FREE_GROWTH, MAX_GROWTH, UnreadableError

MAX_PART = 300_000_000
"""Bytes that one part of a package may unpack to; a workbook of 100 MB of text has less."""

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
            raise UnreadableError(BOMB)
        if max(sizes, default=0) > MAX_PART:
            raise UnreadableError(f"a part is over {MAX_PART // 10**6} MB; split the {kind}")
        if any(part.flag_bits & _ENCRYPTED for part in self._zip.infolist()):
            raise UnreadableError(f"locked with a password; save the {kind} without")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Return a part. Raises UnreadableError if it is damaged or not there."""
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
