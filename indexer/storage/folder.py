"""The index folder: a manifest, and generations beside it. The manifest's rename is the commit.

Every build, small or whole, fills a generation of its own; an update begins with links to the files
of the last one, which no engine changes once they are written. Whoever reads keeps what it opened.
What the manifest names is on disk, names and contents, before the manifest is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import orjson

from indexer.engines.protocol import Engine
from indexer.engines.registry import Location, names, open_engine
from indexer.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
)
from indexer.files import fsync_folder, remove_unfinished, write_atomically
from indexer.storage.manifest import COPY_BELOW, FORMAT, WORDS, Manifest, VersionToken
from indexer.storage.os_errors import unreadable, unusable, unwritable

_MANIFEST = "manifest.json"
_LOCK = "lock"
_WRITER = "writer.json"  # who holds the lock: to lock a file may empty it
_GENERATION = "generation-"
_OURS = {_MANIFEST, _LOCK, _WRITER, "feeds", "README.md"}


class FolderStore:
    """An index folder as it lies on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def location(self) -> str:
        """The folder, as messages name it."""
        return str(self.folder)

    @property
    def rebuild_command(self) -> str:
        """The command that builds the index anew."""
        return f"knipsel --index {self.folder} index --rebuild PATH"

    def manifest(self) -> Manifest:
        """Return the manifest. Raises what `IndexStore.manifest` does."""
        path = self.folder / _MANIFEST
        try:
            table = orjson.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError(
                f"There is no index in {self.folder}. "
                f"Make one: knipsel --index {self.folder} index PATH"
            ) from None
        except OSError as error:
            raise unreadable(error) from error
        except ValueError as error:
            raise IndexDamagedError(self._damaged(f"{path} cannot be read: {error}")) from error
        if isinstance(table, dict) and table.get("format", FORMAT) != FORMAT:
            raise IndexStaleError(
                f"{self.folder} has index format {table['format']}, this version writes {FORMAT}. "
                f"Run: {self.rebuild_command}"
            )
        try:
            files = {name: (size, crc) for name, (size, crc) in table.pop("files").items()}
            return Manifest(**table, files=files)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise IndexDamagedError(self._damaged(f"{path} is not whole: {error}")) from error

    def stamp(self) -> VersionToken:
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
    def write_lock(self) -> Iterator[None]:
        """Hold the one place of a writer. Raises IndexLockedError if another process has it.

        The lock is the operating system's own, so it dies with its process. What the system refuses
        meanwhile, as on a full disk, becomes a KnipselError.
        """
        import filelock  # noqa: PLC0415 - 8 ms that no reader needs

        self._prepare()
        lock = filelock.FileLock(self.folder / _LOCK)
        try:
            lock.acquire(timeout=0)
            self._sign()
        except filelock.Timeout:
            raise IndexLockedError(
                f"Another process is writing {self.folder}{self._signed()}. "
                "Wait until it is done, or stop it."
            ) from None
        except OSError as error:
            lock.release()
            raise unusable(self.folder, error) from error
        try:
            yield
        except OSError as error:
            raise unwritable(self.folder, error) from error
        finally:
            (self.folder / _WRITER).unlink(missing_ok=True)
            lock.release()

    def new_generation(self, since: Manifest | None) -> Path:
        """Return the folder of a new generation: empty, or with the files of `since`."""
        if since and (wrong := next(self.verify_files(since, COPY_BELOW), None)):
            raise IndexDamagedError(self._damaged(wrong))
        self._sweep()
        numbers = [int(p.name.removeprefix(_GENERATION)) for p in self._generations()]
        folder = self.folder / f"{_GENERATION}{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        try:
            if since:
                for name in since.files:
                    _link(self.path(since) / name, folder / name)
        except BaseException:
            self.rollback(folder)
            raise
        return folder

    def commit(
        self, folder: Path, since: Manifest | None, engine: str, fingerprint: str, articles: int
    ) -> Manifest:
        """Make a filled generation the index, durably, and remove the others.

        Files that are links to those of `since` keep their checksums: damage stays damage. Others
        of `since` an engine may have read to write new ones.

        Raises IndexDamagedError if one of those is damaged.
        """
        files = {
            path.name: self._linked(path, since) or _settled(path)
            for path in sorted(folder.iterdir())
            if _kept(path)
        }
        if since and (wrong := next(self.verify_files(_without(since, files)), None)):
            raise IndexDamagedError(self._damaged(wrong))
        fsync_folder(folder)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(engine, fingerprint, folder.name, articles, built, files)
        content = orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2)
        write_atomically(self.folder / _MANIFEST, content, named_durably=True)
        self._sweep()
        return manifest

    def engine_name(self) -> str | None:
        """Return the engine of the index, even one of another version; None if that is unknown."""
        try:
            name = orjson.loads((self.folder / _MANIFEST).read_bytes())["engine"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return name if name in names(Location.FOLDER) else None

    def engine(self, name: str, /) -> Engine:
        """Return what opens readers and writers over generations."""
        return open_engine(name)

    def resumes(self, _folder: Path, /) -> bool:
        """Say whether a new generation holds what a run left that was ended: never so here."""
        return False

    def words(self, manifest: Manifest) -> bytes:
        """Return the vocabulary of a generation. Raises OSError if it cannot be read."""
        return (self.path(manifest) / WORDS).read_bytes()

    def save_vocabulary(self, folder: Path, words: bytes) -> None:
        """Keep the vocabulary of a generation that is not published yet."""
        fresh = folder / f"{WORDS}.new"
        fresh.write_bytes(words)
        # What stands here may be a link to the file of the generation before, which is still read.
        fresh.replace(folder / WORDS)

    def rollback(self, folder: Path) -> None:
        """Remove a generation that was not published, as it may be when a run fails very late."""
        with suppress(ValueError):
            if self._named() != folder.name:
                shutil.rmtree(folder, ignore_errors=True)

    def verify_files(self, manifest: Manifest, most: int | None = None) -> Iterator[str]:
        """Yield a line for each file that is missing or not as it was written.

        Of files over `most` bytes only the size is compared. Raises OSError if a file that is
        there cannot be read.
        """
        for name, (size, crc) in manifest.files.items():
            path = self.path(manifest) / name
            if not path.exists():
                yield f"{path} is missing"
            elif path.stat().st_size != size:
                yield f"{path} has {path.stat().st_size} bytes, not {size}"
            elif (most is None or size <= most) and checksum(path) != crc:
                yield f"{path} has changed since it was written"

    def _prepare(self) -> None:
        """Make the folder, or refuse one that holds something else."""
        try:
            new = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in new:
                fsync_folder(path.parent)
            names = {p.name for p in self.folder.iterdir() if not p.name.startswith(".")}
        except OSError as error:
            raise unusable(self.folder, error) from error
        foreign = sorted(name for name in names - _OURS if not _is_generation(name))
        if foreign:
            raise IndexMissingError(
                f"{self.folder} is not an index: it holds {', '.join(foreign[:3])}. "
                "Choose an empty or new folder with --index DIR."
            )

    def _linked(self, path: Path, since: Manifest | None) -> tuple[int, int] | None:
        """Return what the manifest says of the file that this is a link to."""
        if since is None or path.name not in since.files:
            return None
        old = self.path(since) / path.name
        return since.files[path.name] if old.exists() and old.samefile(path) else None

    def _generations(self) -> list[Path]:
        return [p for p in self.folder.iterdir() if _is_generation(p.name)]

    def _named(self) -> str | None:
        """Return the generation that the manifest names, whatever else is wrong with it.

        None if there is no manifest. Raises ValueError if it is no manifest.
        """
        try:
            return str(orjson.loads((self.folder / _MANIFEST).read_bytes())["generation"])
        except FileNotFoundError:
            return None
        except (OSError, TypeError, KeyError) as error:
            raise ValueError(_MANIFEST) from error

    def _sweep(self) -> None:
        """Remove what no manifest names: generations before this one, and those of killed runs.

        While it cannot be told what the manifest names, everything stays.
        """
        with suppress(ValueError):
            keep = self._named()
            remove_unfinished(self.folder / _MANIFEST)
            for path in self._generations():
                if path.name != keep:
                    shutil.rmtree(path, ignore_errors=True)

    def _sign(self) -> None:
        """Write down who holds the lock."""
        since = datetime.now().astimezone().isoformat(" ", timespec="seconds")
        writer = {"process": os.getpid(), "host": _host(), "since": since}
        (self.folder / _WRITER).write_bytes(orjson.dumps(writer))

    def _signed(self) -> str:
        """Return who holds the lock, as far as it can be told."""
        try:
            writer = orjson.loads((self.folder / _WRITER).read_bytes())
            host = "" if writer["host"] == _host() else f" on {writer['host']}"
            return f": process {writer['process']}{host}, since {writer['since']}"
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    def _damaged(self, what: str) -> str:
        return f"{what}. Run: {self.rebuild_command}"


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    state = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            state = crc32(block, state)
    return state


def _settled(path: Path) -> tuple[int, int]:
    """Put a file on disk, readable for whom its folder is; return its size and checksum."""
    path.chmod(path.parent.stat().st_mode & 0o666)  # engines make some for themselves alone
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
    return path.stat().st_size, checksum(path)


def _is_generation(name: str) -> bool:
    return name.startswith(_GENERATION) and name.removeprefix(_GENERATION).isdecimal()


def _without(manifest: Manifest, files: Container[str]) -> Manifest:
    """Return the manifest of just the other files."""
    rest = {name: written for name, written in manifest.files.items() if name not in files}
    return replace(manifest, files=rest)


def _kept(path: Path) -> bool:
    """Say whether a file is part of the index rather than an engine's lock."""
    return path.is_file() and not path.name.endswith(("lock", "LOCK"))


def _link(old: Path, new: Path) -> None:
    if old.stat().st_size <= COPY_BELOW:
        shutil.copy2(old, new)
        return
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)


def _host() -> str:
    import platform  # noqa: PLC0415 - a millisecond that no reader needs

    return platform.node()
