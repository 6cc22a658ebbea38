"""The index folder: a manifest, and generations beside it. The manifest's rename is the commit.

Every build, small or whole, fills a generation of its own; an update begins with links to the files
of the last one, which no engine changes once they are written. Whoever reads keeps what it opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import filelock
import orjson

from indexer.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)

FORMAT = 2

_MANIFEST = "manifest.json"
_LOCK = "lock"
_GENERATION = "generation-"
_OURS = {_MANIFEST, _LOCK, "manifest.new", "README.md"}
_SMALL = 65_536  # bytes: engines may replace small files of state, so these are copied, not linked


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index is, written last; `files` maps names to bytes and CRC-32."""

    engine: str
    fingerprint: str
    generation: str
    articles: int
    built: str
    files: dict[str, tuple[int, int]]
    format: int = FORMAT


class Generations:
    """An index folder as it lies on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest:
        """Return the manifest; IndexMissingError, IndexStaleError, IndexDamagedError if unfit."""
        path = self.folder / _MANIFEST
        try:
            table = orjson.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError(
                f"There is no index in {self.folder}. "
                f"Make one: knipsel --index {self.folder} index PATH"
            ) from None
        except (OSError, ValueError) as error:
            raise IndexDamagedError(self._damaged(f"{path} cannot be read: {error}")) from error
        if isinstance(table, dict) and table.get("format", FORMAT) != FORMAT:
            raise IndexStaleError(
                f"{self.folder} has index format {table['format']}, this version writes {FORMAT}. "
                f"Run: knipsel --index {self.folder} index --rebuild PATH"
            )
        try:
            files = {name: (size, crc) for name, (size, crc) in table.pop("files").items()}
            return Manifest(**table, files=files)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise IndexDamagedError(self._damaged(f"{path} is not whole: {error}")) from error

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever another generation is published; (0, 0) without one."""
        try:
            status = (self.folder / _MANIFEST).stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def path(self, manifest: Manifest) -> Path:
        """Return the folder of the manifest's generation."""
        return self.folder / manifest.generation

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one place of a writer; IndexLockedError when another process has it.

        The lock is the operating system's own, so it dies with its process. What the system refuses
        meanwhile, as on a full disk, becomes a KnipselError.
        """
        self._prepare()
        lock = filelock.FileLock(self.folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise IndexLockedError(
                f"Another process is writing {self.folder}. Wait until it is done, or stop it."
            ) from None
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        except OSError as error:
            raise KnipselError(
                f"{self.folder} cannot be written: {error}. The index is as it was. "
                "Make room, or choose another folder with --index DIR."
            ) from error
        finally:
            lock.release()

    def begin(self, since: Manifest | None) -> Path:
        """Return the folder of a new generation: empty, or with the files of `since`."""
        self._sweep(self._published())
        numbers = [int(p.name.removeprefix(_GENERATION)) for p in self._generations()]
        folder = self.folder / f"{_GENERATION}{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        if since:
            self._link_files(since, folder)
        return folder

    def publish(
        self, folder: Path, since: Manifest | None, engine: str, fingerprint: str, articles: int
    ) -> Manifest:
        """Make a filled generation the index, durably, and remove the others.

        Files that are links to those of `since` keep their checksums: damage stays damage.
        """
        files = {
            path.name: self._linked(path, since) or (path.stat().st_size, checksum(path))
            for path in sorted(folder.iterdir())
            if _kept(path)
        }
        built = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(engine, fingerprint, folder.name, articles, built, files)
        fresh = self.folder / "manifest.new"
        with fresh.open("wb") as stream:
            stream.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
            stream.flush()
            os.fsync(stream.fileno())
        fsync_folder(folder)
        fresh.replace(self.folder / _MANIFEST)
        fsync_folder(self.folder)
        self._sweep(manifest.generation)
        return manifest

    def discard(self, folder: Path) -> None:
        """Remove a generation that will not be published."""
        shutil.rmtree(folder, ignore_errors=True)

    def wrong_files(self, manifest: Manifest) -> Iterator[str]:
        """Yield a line for each file that is missing or not as it was written."""
        for name, (size, crc) in manifest.files.items():
            path = self.path(manifest) / name
            if not path.exists():
                yield f"{path} is missing"
            elif path.stat().st_size != size:
                yield f"{path} has {path.stat().st_size} bytes, not {size}"
            elif checksum(path) != crc:
                yield f"{path} has changed since it was written"

    def _prepare(self) -> None:
        """Make the folder, or refuse one that holds something else."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = {p.name for p in self.folder.iterdir() if not p.name.startswith(".")}
        except OSError as error:
            raise self._unusable(error) from error
        foreign = sorted(name for name in names - _OURS if not _is_generation(name))
        if foreign:
            raise IndexMissingError(
                f"{self.folder} is not an index: it holds {', '.join(foreign[:3])}. "
                "Choose an empty or new folder with --index DIR."
            )

    def _link_files(self, manifest: Manifest, folder: Path) -> None:
        try:
            for name in manifest.files:
                _link(self.path(manifest) / name, folder / name)
        except FileNotFoundError as error:
            raise IndexDamagedError(self._damaged(f"{error.filename} is missing")) from error

    def _linked(self, path: Path, since: Manifest | None) -> tuple[int, int] | None:
        """Return what the manifest says of the file that this is a link to."""
        if since is None or path.name not in since.files:
            return None
        old = self.path(since) / path.name
        return since.files[path.name] if old.exists() and old.samefile(path) else None

    def _generations(self) -> list[Path]:
        return [p for p in self.folder.iterdir() if _is_generation(p.name)]

    def _published(self) -> str | None:
        try:
            return self.manifest().generation
        except KnipselError:
            return None

    def _sweep(self, keep: str | None) -> None:
        """Remove what no manifest names: generations before this one, and those of killed runs."""
        for path in self._generations():
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    def _unusable(self, error: OSError) -> KnipselError:
        return KnipselError(
            f"{self.folder} cannot be used for an index: {error.strerror}. "
            "Choose another folder with --index DIR."
        )

    def _damaged(self, what: str) -> str:
        return f"{what}. Run: knipsel --index {self.folder} index --rebuild PATH"


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    state = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            state = crc32(block, state)
    return state


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_generation(name: str) -> bool:
    return name.startswith(_GENERATION) and name.removeprefix(_GENERATION).isdecimal()


def _kept(path: Path) -> bool:
    """Say whether a file is part of the index rather than an engine's lock."""
    return path.is_file() and not path.name.endswith(("lock", "LOCK"))


def _link(old: Path, new: Path) -> None:
    if old.stat().st_size <= _SMALL:
        shutil.copy2(old, new)
        return
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)
