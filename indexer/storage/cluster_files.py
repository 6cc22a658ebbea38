"""The files of a generation in a cluster: the forward index, and the names beside it.

They are those of a generation in a folder, byte for byte. The cluster keeps them in pieces, and a
process that asks what stands in them has them on its own disk, where one that comes later finds
them. A generation that goes on from another shares most of them with it: only those that changed
are sent and fetched.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from zlib import crc32

import orjson

from indexer.config import Cluster
from indexer.errors import IndexDamagedError, KnipselError
from indexer.files import is_plain_name, remove_folder
from indexer.storage.cluster_documents import Documents
from indexer.storage.generation import carry_over, checksum, is_kept, wrong_files
from indexer.storage.manifest import COPY_BELOW, Manifest

PIECE = 6 << 20
"""Bytes of a file in one document, a third more as it is sent."""
_KEPT = 2  # generations on disk: that which is open, and the one before, which somebody may open
_FORGOTTEN = 86_400  # seconds after which what a killed process left goes
_OF_OTHERS = 0o077 if os.name == "posix" else 0
_FETCHING, _WRITING = "fetching-", "writing-"

Files = Mapping[str, tuple[int, int]]
"""The size and the CRC-32 of each file."""


class ClusterFiles:
    """The files of an archive, in its cluster and on this machine. Threads may share it."""

    def __init__(self, cluster: Cluster, documents: Documents) -> None:
        self._cluster = cluster
        self._documents = documents
        self._here: Path | None = None

    def fetched(self, manifest: Manifest) -> Path:
        """Return the folder on this machine with the files of a generation.

        Raises IndexDamagedError if they are not in the cluster as they were written.
        """
        files = _of(manifest)
        folder = self._folder() / _key(manifest.generation, files)
        if folder.is_dir():
            if next(wrong_files(folder, files, COPY_BELOW), None) is None:
                folder.touch()  # it is in use
                return folder
            remove_folder(folder)
        fresh = Path(mkdtemp(prefix=_FETCHING, dir=self._folder()))
        try:
            for name, written in files.items():
                if not self._is_here(fresh / name, written):
                    self._fetch(fresh / name, manifest.generation, written)
            self._settle(fresh, folder)
        except BaseException:
            remove_folder(fresh)
            raise
        return folder

    def wrong(self, manifest: Manifest) -> Iterator[str]:
        """Yield a line for each file that is not in the cluster as it was written."""
        for name, written in _of(manifest).items():
            size, crc = 0, 0
            for piece in self._read(manifest.generation, name, written):
                size, crc = size + len(piece), crc32(piece, crc)
            if (size, crc) != written:
                yield _damaged(manifest.generation, name)

    def to_write(self, since: Manifest | None) -> Path:
        """Return a folder for the files of a generation: empty, or with those of `since`."""
        old = self.fetched(since) if since else None
        for left in self._folder().glob(f"{_WRITING}*"):  # one process writes at a time
            remove_folder(left)
        folder = Path(mkdtemp(prefix=_WRITING, dir=self._folder()))
        if since and old and (wrong := carry_over(old, folder, _of(since))):
            raise IndexDamagedError(wrong)
        return folder

    def send(self, folder: Path, generation: str, since: Manifest | None) -> Files:
        """Send the files of a folder that the cluster does not have, and return all of them."""
        files = {
            path.name: (path.stat().st_size, checksum(path))
            for path in sorted(folder.iterdir())
            if is_kept(path)
        }
        known = since.files if since else {}
        for name, (size, crc) in files.items():
            if known.get(name) == (size, crc):
                continue
            with (folder / name).open("rb") as file:
                for number in range(_pieces(size)):
                    document = _document(generation, name, crc, number)
                    piece = file.read(PIECE)
                    self._documents.write_piece(document, generation, _named(name, crc), piece)
        return files

    def committed(self, folder: Path, manifest: Manifest, since: Manifest | None) -> None:
        """Let readers here find what was sent, and let the cluster forget what nobody reads.

        That is what is neither of this generation nor of the one before, which may still be opened.
        """
        files, before = _of(manifest), _of(since) if since else {}
        named = {_named(name, crc) for each in (files, before) for name, (_, crc) in each.items()}
        self._documents.remove_pieces(manifest.generation, named)
        self._settle(folder, self._folder() / _key(manifest.generation, files))

    def _folder(self) -> Path:
        """Return where files are kept here: where that cannot be, in the system's own place.

        There too the next process finds them, as one that is killed removes nothing.
        """
        if self._here is None:
            where = crc32(self._cluster.url.encode())
            named = f"{self._cluster.index}-{where:08x}"
            try:
                self._here = _writable(Path(self._cluster.cache).expanduser() / named)
            except OSError:
                self._here = _writable(_temporary() / named)
        return self._here

    def _is_here(self, path: Path, written: tuple[int, int]) -> bool:
        """Take a file of another generation that is the same, if there is one."""
        size, crc = written
        for other in self._generations():
            with suppress(OSError):  # another process may remove it
                there = other / path.name
                is_same = there.stat().st_size == size and checksum(there) == crc
                if is_same and carry_over(other, path.parent, {path.name: written}) is None:
                    return True
        return False

    def _fetch(self, path: Path, generation: str, written: tuple[int, int]) -> None:
        free = shutil.disk_usage(path.parent).free
        if written[0] > free:
            raise KnipselError(
                f"{path.name} of {generation} has {written[0]:,} bytes, of which {path.parent} has "
                f"room for {free:,}. Make room, or name another folder: OPENSEARCH_CACHE."
            )
        with path.open("xb") as file:
            for piece in self._read(generation, path.name, written):
                file.write(piece)
        if (path.stat().st_size, checksum(path)) != written:
            raise IndexDamagedError(_damaged(generation, path.name))

    def _read(self, generation: str, name: str, written: tuple[int, int]) -> Iterator[bytes]:
        """Yield the pieces of a file as they are in the cluster, up to one that is not whole."""
        size, crc = written
        for number in range(_pieces(size)):
            piece = self._documents.read(_document(generation, name, crc, number), "piece") or b""
            yield piece
            if len(piece) != PIECE:  # the last one, or nothing after it is right
                return

    def _settle(self, fresh: Path, folder: Path) -> None:
        """Give a folder its name, unless another process was first; older ones go."""
        try:
            fresh.rename(folder)
        except OSError:
            remove_folder(fresh)
        folder.touch()
        for old in self._generations()[_KEPT:]:
            remove_folder(old)
        for left in self._folder().glob(f"{_FETCHING}*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _FORGOTTEN:
                    remove_folder(left)

    def _generations(self) -> list[Path]:
        """Return the generations that are here, the one used last first."""
        found = []
        for path in self._folder().iterdir():
            if not path.name.startswith((_FETCHING, _WRITING)):
                with suppress(FileNotFoundError):
                    found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found, reverse=True)]


def _writable(folder: Path) -> Path:
    """Return a folder that is made where it is missing. Raises OSError if nothing can be in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(mkdtemp(prefix=_FETCHING, dir=folder)).rmdir()  # it may be another user's
    return folder


def _temporary() -> Path:
    """Return this user's folder in the temporary one, where everybody may make what he likes."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(gettempdir()) / f"knipsel-{user}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & _OF_OTHERS:
        raise KnipselError(
            f"{folder} is not this user's alone, so that no copies of files can be kept in it. "
            "Name a folder that can be written to: OPENSEARCH_CACHE."
        )
    return folder


def _of(manifest: Manifest) -> Files:
    """Return the files of a generation, without the index in the cluster."""
    files = {name: each for name, each in manifest.files.items() if name != manifest.generation}
    if strange := [name for name in files if not is_plain_name(name)]:
        raise IndexDamagedError(f"{strange[0]!r} is no name of a file of {manifest.generation}")
    return files


def _damaged(generation: str, name: str) -> str:
    return f"{name} of {generation} is not as it was written"


def _key(generation: str, files: Files) -> str:
    """Return the name of the folder of these files, whichever cluster they are in."""
    return f"{generation}-{crc32(orjson.dumps(files, option=orjson.OPT_SORT_KEYS)):08x}"


def _named(name: str, crc: int) -> str:
    """Return what a file is called in the cluster, where another of its name may be read still."""
    return f"{name}.{crc:08x}"


def _document(generation: str, name: str, crc: int, number: int) -> str:
    return f"{generation}.{_named(name, crc)}.{number}"


def _pieces(size: int) -> int:
    return -(-size // PIECE)
