"""Where an index lives: in a folder, or in a cluster. Either way it is generations of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.config import Settings
from indexer.engines.protocol import Engine
from indexer.engines.registry import Location, entry_of
from indexer.errors import IndexDamagedError, IndexStaleError, KnipselError
from indexer.storage.folder import FolderStore
from indexer.storage.manifest import Manifest, VersionToken
from indexer.storage.os_errors import unreadable
from indexer.text import said

if TYPE_CHECKING:
    from indexer.storage.forward.index import ForwardIndex

_RUN = " Run: "
_READERS = ("indexer.engines.", "indexer.storage.", "indexer.analysis.readings", "indexer.scan")


class IndexStore(Protocol):
    """The generations of one index. A folder that lies in a cluster is just a name."""

    @property
    def location(self) -> str:
        """Where the index is, as messages name it."""

    @property
    def rebuild_command(self) -> str:
        """The command that builds the index anew."""

    def engine_name(self) -> str | None:
        """Return the engine of the index, even one of another version; None if that is unknown."""

    def engine(self, name: str, /) -> Engine:
        """Return what opens readers and writers over generations."""

    def manifest(self) -> Manifest:
        """Return the manifest.

        Raises IndexMissingError if there is none, IndexStaleError if it is of another format, and
        IndexDamagedError if it cannot be read.
        """

    def stamp(self) -> VersionToken:
        """Return what changes whenever another generation is published; (0, 0) without one."""

    def path(self, manifest: Manifest) -> Path:
        """Return the folder of the manifest's generation."""

    def files(self, manifest: Manifest) -> Path:
        """Return the folder on this machine with what lies beside the engine's index."""

    def files_to_write(self, folder: Path, since: Manifest | None) -> Path:
        """Return the folder on this machine for what will lie beside it, with that of `since`."""

    def write_lock(self) -> AbstractContextManager[None]:
        """Hold the one place of a writer. Raises IndexLockedError if another process has it."""

    def new_generation(self, since: Manifest | None) -> Path:
        """Return the folder to write to: a new generation, or what goes on from `since`."""

    def resumes(self, folder: Path, /) -> bool:
        """Say whether a new generation holds what a run left that was ended."""

    def is_half_sent(self, folder: Path, /) -> bool:
        """Say whether a run that was ended left articles that its files do not tell of."""

    def commit(
        self, folder: Path, since: Manifest | None, engine: str, fingerprint: str, articles: int
    ) -> Manifest:
        """Make a filled generation the index."""

    def rollback(self, folder: Path) -> None:
        """Remove a generation that was not published, or leave it for a run that goes on."""

    def words(self, manifest: Manifest) -> bytes:
        """Return the vocabulary. Raises OSError or IndexDamagedError if it cannot be read."""

    def readings(self, manifest: Manifest) -> bytes:
        """Return the table of `analysis.readings`, b"" without one. Raises what `words` does."""

    def save_vocabulary(self, folder: Path, words: bytes, readings: bytes) -> None:
        """Keep the vocabulary of a generation, and the readings of its words."""

    def withheld(self) -> bytes:
        """Return the table of what is withheld, of an index of any version; b"" without one."""

    def save_withheld(self, folder: Path, table: bytes) -> None:
        """Keep the table of what is withheld with a generation."""

    def verify_files(self, manifest: Manifest, most: int | None = None) -> Iterator[str]:
        """Yield a line for each thing that is not as it was written.

        Of what is larger than `most` bytes only the size is compared.
        """


def open_store(settings: Settings, fingerprint: str) -> IndexStore:
    """Return where the index of the settings lives, for an analysis with this fingerprint.

    Raises KnipselError if there is no such engine, or if the package of a cluster's is missing.
    """
    entry = entry_of(settings.engine)
    if entry.location is Location.FOLDER:
        return FolderStore(settings.index, settings.engine)
    entry.load()  # its package is optional, and takes a while to import
    from indexer.storage.cluster import ClusterStore  # noqa: PLC0415

    return ClusterStore(settings.opensearch, fingerprint)


def forward_of(store: IndexStore, manifest: Manifest) -> ForwardIndex:
    """Return the forward index of a generation. Raises IndexDamagedError if it is damaged."""
    from indexer.storage.forward.index import ForwardIndex  # noqa: PLC0415 - numpy

    return ForwardIndex.open(store.files(manifest))


def check_compatible(manifest: Manifest, store: IndexStore, fingerprint: str) -> None:
    """Raise IndexStaleError if the index was made with another analysis than this version's."""
    if manifest.fingerprint != fingerprint:
        raise IndexStaleError(
            f"{store.location} was built with analysis {manifest.fingerprint}, this version needs "
            f"{fingerprint}. Run: {store.rebuild_command}"
        )


_HALF_A_CHARACTER = "surrogates not allowed"
"""What Python and orjson say where a text cannot be written as UTF-8."""


def raise_if_damaged(
    home: IndexStore,
    manifest: Manifest,
    stamp: VersionToken,
    error: Exception,
) -> None:
    """Raise what tells of damage in a generation, if that is why there is an error.

    So it is where a file is not as it was written, where an error comes from what reads them, and
    where what is counted over does not agree with itself: a stranger's index may hold anything,
    with checksums that fit, and name files that it does not have. A generation that is no longer
    the one of `stamp` is not blamed, for its files may be gone.
    """
    try:
        wrong = next(home.verify_files(manifest), None)
    except OSError as refused:
        raise unreadable(refused) from error
    if home.stamp() != stamp:
        return
    if wrong or isinstance(error, IndexDamagedError):
        # What found it may have named a command already, without the engine and the folder.
        what = wrong or _without_command(error)
    elif isinstance(error, OSError | MemoryError) and not _is_named_and_missing(error):
        return
    elif _is_of_a_reader(error):
        what = f"{home.location} cannot be read: {type(error).__name__}: {said(error)}"
    elif _HALF_A_CHARACTER in str(error):
        what = f"{home.location} holds a text with half a character, which no article has"
    elif inside := _wrong_inside(home, manifest):
        what = inside
    else:
        return
    raise IndexDamagedError(f"{what}. Run: {home.rebuild_command}") from error


def accuse(settings: Settings, error: Exception) -> None:
    """Raise IndexDamagedError if the index of these settings is why there is an error.

    For what is read after the archive has answered: figures are counted, and pages made, of it.
    """
    from indexer.analysis.analyzer import Analyzer  # noqa: PLC0415 - nothing else here needs it

    try:
        home = open_store(settings, Analyzer().fingerprint)
        stamp = home.stamp()
        raise_if_damaged(home, home.manifest(), stamp, error)
    except IndexDamagedError:
        raise
    except KnipselError:
        return  # there is no index to blame


def _wrong_inside(home: IndexStore, manifest: Manifest) -> str | None:
    """Return what is wrong with the numbers that figures and names are counted by, None if nothing.

    What counts takes them as they are, so its errors can come from anywhere.
    """
    try:
        forward_of(home, manifest).verify()
    except IndexDamagedError as error:
        return _without_command(error)
    except (KnipselError, OSError, MemoryError):
        return None  # who cannot be asked tells of nothing
    except Exception as error:  # noqa: BLE001 - damage can be any error
        return f"{home.location} does not agree with itself: {type(error).__name__}: {error}"
    return None


def _without_command(error: Exception) -> str:
    return str(error).partition(_RUN)[0].removesuffix(".")


def is_untold(error: Exception) -> bool:
    """Say whether an error tells of damage without saying what to run."""
    return isinstance(error, IndexDamagedError) and _RUN not in str(error)


def _is_named_and_missing(error: Exception) -> bool:
    """Say whether what reads an index looked for a file in vain."""
    return isinstance(error, FileNotFoundError) and _is_of_a_reader(error)


def _is_of_a_reader(error: Exception) -> bool:
    """Say whether the last of our modules that an error passed is one that reads an index."""
    from traceback import walk_tb  # noqa: PLC0415 - a start takes 2 ms less

    modules = (str(frame.f_globals.get("__name__")) for frame, _ in walk_tb(error.__traceback__))
    ours = [name for name in modules if name.startswith("indexer.")]
    return bool(ours) and ours[-1].startswith(_READERS)
