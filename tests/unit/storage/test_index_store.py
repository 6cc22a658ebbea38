"""Which store an index has, and when an error of a reader is blamed on damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from indexer.analysis.readings import _reading
from indexer.config import Settings
from indexer.engines.registry import ENGINES, EngineEntry, Location
from indexer.errors import EngineUnavailableError, IndexDamagedError, IndexStaleError, KnipselError
from indexer.storage.cluster import ClusterStore
from indexer.storage.folder import FolderStore
from indexer.storage.index_store import IndexStore, check_compatible, open_store, raise_if_damaged

if TYPE_CHECKING:
    from indexer.storage.manifest import Manifest

PLAIN = ValueError("of a query")
STAMP = (1, 1)


class Home:
    """What `raise_if_damaged` asks of a store: what is wrong with its files, and its stamp."""

    location = "ix"
    rebuild_command = "knipsel index --rebuild"

    def __init__(self, *wrong: str | OSError, stamp: tuple[int, int] = STAMP) -> None:
        self._wrong = wrong
        self._stamp = stamp

    def stamp(self) -> tuple[int, int]:
        """Return what tells one generation from the next."""
        return self._stamp

    def files(self, _manifest: object) -> Path:
        """Raise what a cluster does that gives nothing."""
        raise EngineUnavailableError("The cluster is away")

    def verify_files(self, _manifest: object) -> Iterator[str]:
        """Yield what is wrong, or raise what the system refuses."""
        for each in self._wrong:
            if isinstance(each, OSError):
                raise each
            yield each


def blamed(home: Home, error: Exception) -> None:
    """Call `raise_if_damaged` for the generation of STAMP."""
    raise_if_damaged(cast("IndexStore", home), cast("Any", None), STAMP, error)


def test_an_error_over_whole_files_is_not_damage() -> None:
    blamed(Home(), PLAIN)


@pytest.mark.parametrize(
    ("module", "reads"),
    [
        ("indexer.engines.whoosh.postings", True),
        ("indexer.storage.payload", True),
        ("indexer.analysis.readings", True),
        ("indexer.scan", True),
        ("indexer.analysis.names", False),
        ("indexer.search.passes", False),
        ("somebody.elses", False),
    ],
)
def test_each_module_that_reads_an_index_is_known_by_its_name(module: str, reads: bool) -> None:
    with pytest.raises(ValueError, match="odd") as raised:
        exec("raise ValueError('odd')", {"__name__": module})
    with pytest.raises(IndexDamagedError, match="cannot be read") if reads else nullcontext():
        blamed(Home(), raised.value)


def test_an_error_of_what_reads_an_index_is_damage_though_the_files_are_as_written() -> None:
    """A stranger's checksums fit; what the system or memory refuses is no damage."""
    with pytest.raises(ValueError, match="not enough values") as damage:
        _reading("line")
    told = "ix cannot be read: ValueError: not enough values.*Run: knipsel index --rebuild"
    with pytest.raises(IndexDamagedError, match=told):
        blamed(Home(), damage.value)
    for error in (OSError(28, "No space left on device"), MemoryError()):
        blamed(Home(), error.with_traceback(damage.value.__traceback__))
    missing = FileNotFoundError(2, "No such file or directory", "a.pos")
    with pytest.raises(IndexDamagedError, match=r"FileNotFoundError.*a.pos"):
        blamed(Home(), missing.with_traceback(damage.value.__traceback__))
    blamed(Home(), FileNotFoundError(2, "No such file or directory", "queries.tsv"))


def test_damage_is_named_with_the_command() -> None:
    with pytest.raises(IndexDamagedError, match=r"a.pos was cut short. Run: knipsel index --re"):
        blamed(Home("a.pos was cut short", "b.pos too"), PLAIN)


def test_what_a_reader_calls_damage_is_told_though_the_files_are_as_written() -> None:
    with pytest.raises(IndexDamagedError, match=r"no table at the end. Run: knipsel"):
        blamed(Home(), IndexDamagedError("no table at the end"))


@pytest.mark.parametrize("end", ["", ".", ". Run: knipsel --index old index --rebuild PATH"])
def test_the_command_is_named_once_whatever_found_the_damage(end: str) -> None:
    with pytest.raises(IndexDamagedError) as told:
        blamed(Home(), IndexDamagedError(f"a.fwd is not as it was written{end}"))
    assert str(told.value) == "a.fwd is not as it was written. Run: knipsel index --rebuild"


@pytest.mark.parametrize("error", [PLAIN, IndexDamagedError("its files are gone")])
def test_a_generation_that_was_replaced_meanwhile_is_not_blamed(error: Exception) -> None:
    blamed(Home("a.pos is gone", stamp=(2, 2)), error)


def test_files_that_cannot_be_read_are_not_called_damaged() -> None:
    with pytest.raises(EngineUnavailableError, match=r"a.pos cannot be read: Permission denied"):
        blamed(Home(OSError(13, "Permission denied", "a.pos")), PLAIN)


def test_an_index_of_another_analysis_is_refused_with_the_command_that_mends_it() -> None:
    home = cast("IndexStore", SimpleNamespace(location="ix", rebuild_command="knipsel index ."))
    manifest = cast("Manifest", SimpleNamespace(fingerprint="12345678"))
    check_compatible(manifest, home, "12345678")
    with pytest.raises(IndexStaleError, match=r"ix was built with analysis 12345678.*87654321"):
        check_compatible(manifest, home, "87654321")


def test_each_engine_has_its_store(tmp_path: Path) -> None:
    folder = Settings(index=tmp_path / "index", engine="whoosh")
    cluster = Settings(index=tmp_path / "index", engine="opensearch")
    assert isinstance(open_store(folder, "12345678"), FolderStore)
    assert isinstance(open_store(cluster, "12345678"), ClusterStore)


def test_a_cluster_without_its_package_is_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store has its own modules of the engine: what is missing is said before they are met."""
    lacking = EngineEntry("opensearch", Location.CLUSTER, "nowhere_to_be_found", "X", "k[cluster]")
    monkeypatch.setitem(ENGINES, "opensearch", lacking)
    with pytest.raises(KnipselError, match=r"needs nowhere_to_be_found.*pip install 'k\[cluster"):
        open_store(Settings(engine="opensearch"), "12345678")
