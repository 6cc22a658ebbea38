"""The index folder: a manifest, and generations beside it. The manifest's rename is the commit.

Every build, small or whole, fills a generation of its own; an update begins with links to the files
of the last one, which no engine changes once they are written. Whoever reads keeps what it opened.
What the manifest names is on disk, names and contents, before the manifest is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import orjson

from indexer.config import Settings
from indexer.engines.protocol import Engine
from indexer.engines.registry import Location, names, open_engine
from indexer.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
)
from indexer.files import (
    fsync_folder,
    read_plain_file,
    remove_folder,
    remove_unfinished,
    write_atomically,
)
from indexer.storage.folder_contents import LOCK, MANIFEST, foreign_in
from indexer.storage.generation import carry_over, is_kept, settled, wrong_files
from indexer.storage.lines_file import lines_in
from indexer.storage.manifest import (
    COPY_BELOW,
    FORMAT,
    GENERATION,
    MAX_BYTES,
    READINGS,
    WITHHELD,
    WORDS,
    Manifest,
    OtherFormatError,
    VersionToken,
    decoded,
    encoded,
    is_written_anew,
)
from indexer.storage.os_errors import unconfirmed, unreadable, unusable, unwritable
from indexer.storage.withheld_file import withheld_in
from indexer.storage.writer_note import WRITER, sign, signed


class FolderStore:
    """An index folder as it lies on disk, whoever made it.

    With `engine` it is refused if another one made it.
    """

    def __init__(self, folder: Path, engine: str | None = None) -> None:
        self.folder = folder
        self._engine = engine
        self._manifest = str(folder / MANIFEST)  # which every question asks the stamp of

    @property
    def location(self) -> str:
        """The folder, as messages name it."""
        return str(self.folder)

    @property
    def rebuild_command(self) -> str:
        """The command that builds the index anew."""
        return f"{self._command} --rebuild PATH"

    @property
    def _command(self) -> str:
        named = "" if self.folder == Settings().index else f" --index {self.folder}"
        return f"knipsel{named} index"

    def manifest(self) -> Manifest:
        """Return the manifest. Raises what `IndexStore.manifest` does."""
        path = self.folder / MANIFEST
        try:
            manifest = decoded(read_plain_file(path, MAX_BYTES))
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError(
                f"There is no index in the folder {self.folder}. Make one: {self._command} PATH"
            ) from None
        except OSError as error:
            raise unreadable(error) from error
        except OtherFormatError as error:
            raise IndexStaleError(
                f"{self.folder} has index format {error.format}, this version writes {FORMAT}. "
                f"Run: {self.rebuild_command}"
            ) from error
        except ValueError as error:
            raise IndexDamagedError(self._damaged(f"{path} cannot be read: {error}")) from error
        if self._engine not in (None, manifest.engine):
            raise IndexStaleError(
                f"{self.folder} was built with the engine {manifest.engine}, not {self._engine}. "
                "Take that setting away (--engine, KNIPSEL_ENGINE, knipsel.toml), or build anew. "
                f"Run: knipsel --index {self.folder} index --rebuild --engine {self._engine} PATH"
            )
        return manifest

    def stamp(self) -> VersionToken:
        """Return what changes whenever another generation is published; (0, 0) without one."""
        try:
            status = os.lstat(self._manifest)
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def path(self, manifest: Manifest) -> Path:
        """Return the folder of the manifest's generation."""
        return self.folder / manifest.generation

    files = path

    def files_to_write(self, folder: Path, _since: Manifest | None, /) -> Path:
        """Return the folder of what will lie beside the engine's index: they are one here."""
        return folder

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the one place of a writer. Raises IndexLockedError if another process has it.

        The lock is the operating system's own, so it dies with its process. What the system refuses
        meanwhile, as on a full disk, becomes a KnipselError.
        """
        import filelock  # noqa: PLC0415 - 8 ms that no reader needs

        self._prepare()
        lock = filelock.FileLock(self.folder / LOCK)
        try:
            lock.acquire(timeout=0)
            sign(self.folder)
        except filelock.Timeout:
            raise IndexLockedError(
                f"Another process is writing {self.folder}{signed(self.folder)}. "
                "Wait until it is done, or stop it."
            ) from None
        except OSError as error:
            lock.release()
            raise unusable(self.folder, error) from error
        before = self.stamp()
        try:
            yield
        except OSError as error:
            told = unwritable if self.stamp() == before else unconfirmed
            raise told(self.folder, error) from error
        finally:
            with suppress(OSError):  # nobody asks who held a lock that is free
                (self.folder / WRITER).unlink(missing_ok=True)
            lock.release()

    def new_generation(self, since: Manifest | None) -> Path:
        """Return the folder of a new generation: empty, or with the files of `since`.

        Raises IndexDamagedError if one of those that are copied is not as it was written.
        """
        if since and (wrong := next(self.verify_files(since, COPY_BELOW), None)):
            raise IndexDamagedError(self._damaged(wrong))
        self._sweep()
        numbers = [int(path.name.rpartition("-")[2]) for path in self._generations()]
        folder = self.folder / f"generation-{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        try:
            wrong = carry_over(self.path(since), folder, since.files) if since else None
        except BaseException:
            self.rollback(folder)
            raise
        if wrong:
            self.rollback(folder)
            raise IndexDamagedError(self._damaged(wrong))
        return folder

    def commit(
        self, folder: Path, since: Manifest | None, engine: str, fingerprint: str, articles: int
    ) -> Manifest:
        """Make a filled generation the index, durably, and remove the others.

        Files that are links to those of `since` keep their checksums: damage stays damage. Large
        ones that were copied have to be as they were, and so have those of `since` that an engine
        may have read to write new ones.

        Raises IndexDamagedError if one of those is damaged.
        """
        files = {
            path.name: self._linked(path, since) or settled(path)
            for path in sorted(folder.iterdir())
            if is_kept(path)
        }
        if since and (wrong := self._damage_carried(folder, since, files)):
            raise IndexDamagedError(self._damaged(wrong))
        fsync_folder(folder)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(engine, fingerprint, folder.name, articles, built, files)
        write_atomically(self.folder / MANIFEST, encoded(manifest), named_durably=True)
        with suppress(OSError):  # the next build sweeps too
            self._sweep()
        return manifest

    def engine_name(self) -> str | None:
        """Return the engine of the index, even one of another version; None if that is unknown."""
        try:
            name = orjson.loads(read_plain_file(self.folder / MANIFEST, MAX_BYTES))["engine"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return name if name in names(Location.FOLDER) else None

    def engine(self, name: str, /) -> Engine:
        """Return what opens readers and writers over generations."""
        return open_engine(name)

    def resumes(self, _folder: Path, /) -> bool:
        """Say whether a new generation holds what a run left that was ended: never so here."""
        return False

    is_half_sent = resumes

    def words(self, manifest: Manifest) -> bytes:
        """Return the vocabulary. Raises OSError or IndexDamagedError if it cannot be read."""
        return self._lines(manifest, WORDS)

    def readings(self, manifest: Manifest) -> bytes:
        """Return the readings of a generation, b"" without any. Raises as `words` does."""
        return self._lines(manifest, READINGS) if READINGS in manifest.files else b""

    def _lines(self, manifest: Manifest, name: str) -> bytes:
        try:
            return lines_in(self.path(manifest) / name)
        except ValueError as error:
            raise IndexDamagedError(self._damaged(str(error))) from error

    def save_vocabulary(self, folder: Path, words: bytes, readings: bytes) -> None:
        """Keep the vocabulary of a generation that is not published yet."""
        # What stands here may be a link to the file of the generation before, which is still read.
        write_atomically(folder / WORDS, words)
        (folder / READINGS).unlink(missing_ok=True)
        if readings:
            write_atomically(folder / READINGS, readings)

    def withheld(self) -> bytes:
        """Return the table of what is withheld, of an index of any version; b"" without one.

        Raises ValueError if it cannot be told, or is not as it was written.
        """
        return withheld_in(self.folder / MANIFEST, self._named() or "")

    def save_withheld(self, folder: Path, table: bytes) -> None:
        """Keep the table of what is withheld with a generation that is not published yet."""
        write_atomically(folder / WITHHELD, table)

    def rollback(self, folder: Path) -> None:
        """Remove a generation that was not published, as it may be when a run fails very late."""
        with suppress(ValueError):
            if self._named() != folder.name:
                remove_folder(folder)

    def verify_files(self, manifest: Manifest, most: int | None = None) -> Iterator[str]:
        """Yield a line for each file that is missing, no file or not as it was written.

        Of files over `most` bytes only the size is compared. Raises OSError if a file that is
        there cannot be read.
        """
        return wrong_files(self.path(manifest), manifest.files, most)

    def _prepare(self) -> None:
        """Make the folder, or refuse one that holds something else."""
        try:
            new = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in new:
                fsync_folder(path.parent)
            foreign = list(foreign_in(self.folder))
        except OSError as error:
            raise unusable(self.folder, error) from error
        if foreign:
            raise IndexMissingError(
                f"{self.folder} is not an index: it holds {', '.join(foreign[:3])}. "
                "Choose an empty or new folder with --index DIR."
            )

    def _damage_carried(
        self, folder: Path, since: Manifest, files: dict[str, tuple[int, int]]
    ) -> str | None:
        """Return what is damaged of the files of `since`, in the new generation or left out."""
        for name, (size, crc) in since.files.items():
            is_same = files.get(name, (size, crc)) == (size, crc)
            if size > COPY_BELOW and not is_same and not is_written_anew(name):
                return f"{folder / name} is not as it was written in {self.path(since) / name}"
        rest = {name: written for name, written in since.files.items() if name not in files}
        return next(wrong_files(self.path(since), rest), None)

    def _linked(self, path: Path, since: Manifest | None) -> tuple[int, int] | None:
        """Return what the manifest says of the file that this is a link to."""
        if since is None or path.name not in since.files:
            return None
        old = self.path(since) / path.name
        return since.files[path.name] if old.exists() and old.samefile(path) else None

    def _generations(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if GENERATION.fullmatch(path.name)]

    def _named(self) -> str | None:
        """Return the generation that the manifest names, whatever else is wrong with it.

        None if there is no manifest. Raises ValueError if it is no manifest.
        """
        try:
            content = read_plain_file(self.folder / MANIFEST, MAX_BYTES)
            return str(orjson.loads(content)["generation"])
        except FileNotFoundError:
            return None
        except (OSError, TypeError, KeyError) as error:
            raise ValueError(MANIFEST) from error

    def _sweep(self) -> None:
        """Remove what no manifest names: generations before this one, and those of killed runs.

        While it cannot be told what the manifest names, everything stays.
        """
        with suppress(ValueError):
            keep = self._named()
            remove_unfinished(self.folder / MANIFEST)
            for path in self._generations():
                if path.name != keep:
                    remove_folder(path)

    def _damaged(self, what: str) -> str:
        return f"{what}. Run: {self.rebuild_command}"
