"""The index folder, state by state: what stays of it, what its errors advise, what is kept beside.

Each test fails for a change of a line of `indexer/storage` that the others let pass.
"""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import filelock
import orjson
import pytest

from indexer.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexLockedError,
    IndexStaleError,
    KnipselError,
)
from indexer.storage import os_errors
from indexer.storage.folder import FolderStore
from indexer.storage.folder_contents import foreign_in
from indexer.storage.lines_file import lines_in
from indexer.storage.manifest import (
    COPY_BELOW,
    FORMAT,
    NAMES,
    READINGS,
    WITHHELD,
    WORDS,
    Manifest,
    decoded,
    encoded,
)
from indexer.storage.writer_note import WRITER, sign, signed


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "index")


def commit(store: FolderStore, since: Manifest | None = None, **files: bytes) -> Manifest:
    with store.write_lock():
        folder = store.new_generation(since)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return store.commit(folder, since, "tantivy", "0123abcd", len(files))


def test_generations_are_numbered_on_from_what_is_there(store: FolderStore) -> None:
    first = commit(store, a=b"x")
    assert first.generation == "generation-000001"
    assert commit(store, a=b"y").generation == "generation-000002"
    assert (store.location, store.rebuild_command) == (
        str(store.folder),
        f"knipsel --index {store.folder} index --rebuild PATH",
    )
    assert store.resumes(store.folder) is False


def test_the_folders_above_an_index_are_made_with_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "archief" / "2019" / "index")
    made = commit(store, a=b"x")
    assert store.manifest() == made


def test_what_is_made_above_an_index_is_on_disk_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("indexer.storage.folder.fsync_folder", synced.append)
    store = FolderStore(tmp_path / "archief" / "2019" / "index")
    with store.write_lock():
        assert {*synced} == {tmp_path, tmp_path / "archief", tmp_path / "archief" / "2019"}
    synced.clear()
    with store.write_lock():
        assert synced == [], "nothing was made"


def test_a_manifest_has_sizes_and_checksums_and_the_moment(store: FolderStore) -> None:
    made = commit(store, a=b"x" * 10, b=b"")
    assert made.files == {"a": (10, crc32(b"x" * 10)), "b": (0, 0)}
    assert (made.engine, made.fingerprint, made.articles) == ("tantivy", "0123abcd", 2)
    assert made.built.endswith("+00:00")
    assert decoded(encoded(made)) == made


def test_locks_of_engines_are_no_part_of_the_index(store: FolderStore) -> None:
    made = commit(store, None, **{"a": b"x", ".tantivy-meta.lock": b"", "WRITELOCK": b""})
    assert set(made.files) == {"a"}


def test_a_generation_that_failed_is_rolled_back_and_one_that_is_the_index_is_not(
    store: FolderStore,
) -> None:
    made = commit(store, a=b"x")
    with store.write_lock():
        failed = store.new_generation(made)
        store.rollback(failed)
        store.rollback(store.path(made))
    assert not failed.exists()
    assert list(store.verify_files(made)) == []
    (store.folder / "manifest.json").write_bytes(b"no manifest")
    store.rollback(store.path(made))  # it cannot be told what this one is
    assert store.path(made).is_dir()


def test_the_engine_that_is_named_is_binding_and_told_without_trust(store: FolderStore) -> None:
    assert store.engine_name() is None
    commit(store, a=b"x")
    assert store.engine_name() == "tantivy"
    assert FolderStore(store.folder, "tantivy").manifest().engine == "tantivy"
    with pytest.raises(IndexStaleError, match="built with the engine tantivy, not whoosh"):
        FolderStore(store.folder, "whoosh").manifest()
    for content in (b"[]", b"{}", b'{"engine": "../x"}', b"\xff"):
        (store.folder / "manifest.json").write_bytes(content)
        assert store.engine_name() is None


def test_words_and_readings_are_those_of_the_last_build(store: FolderStore) -> None:
    with store.write_lock():
        folder = store.new_generation(None)
        store.save_vocabulary(folder, b"dijk\n", b"dyk\tdijk\n")
        first = store.commit(folder, None, "tantivy", "0123abcd", 1)
    assert (store.words(first), store.readings(first)) == (b"dijk\n", b"dyk\tdijk\n")
    with store.write_lock():
        folder = store.new_generation(first)
        store.save_vocabulary(folder, b"wolf\n", b"")
        second = store.commit(folder, first, "tantivy", "0123abcd", 1)
    assert (store.words(second), store.readings(second)) == (b"wolf\n", b"")


def test_what_is_withheld_is_kept_and_compared(store: FolderStore) -> None:
    assert store.withheld() == b""
    with store.write_lock():
        folder = store.new_generation(None)
        store.save_withheld(folder, b'{"a": 1}')
        made = store.commit(folder, None, "tantivy", "0123abcd", 1)
    assert store.withheld() == b'{"a": 1}'
    (store.path(made) / "withheld.json").write_bytes(b'{"a": 2}')
    with pytest.raises(ValueError, match="has changed since it was written"):
        store.withheld()
    # Another version's index is asked too, before it is built anew.
    other = {**orjson.loads((store.folder / "manifest.json").read_bytes()), "format": 1}
    (store.folder / "manifest.json").write_bytes(orjson.dumps(other))
    assert store.withheld() == b'{"a": 2}'


@pytest.mark.parametrize(("size", "is_copied"), [(65_536, True), (65_537, False)])
def test_damage_of_what_is_carried_over_is_told_at_both_sides_of_the_limit(
    store: FolderStore, size: int, *, is_copied: bool
) -> None:
    made = commit(store, a=b"x" * size)
    path = store.path(made) / "a"
    path.write_bytes(b"y" + b"x" * (size - 1))
    assert list(store.verify_files(made)) == [f"{path} has changed since it was written"]
    assert bool(list(store.verify_files(made, COPY_BELOW))) is is_copied
    if is_copied:
        with pytest.raises(IndexDamagedError, match="has changed since it was written"):
            commit(store, made, b=b"z")
    else:
        assert commit(store, made, b=b"z").files["a"] == made.files["a"]


def test_a_large_file_that_an_engine_wrote_over_is_damage(store: FolderStore) -> None:
    made = commit(store, a=b"x" * (COPY_BELOW + 1))
    with store.write_lock():
        folder = store.new_generation(made)
        (folder / "a").unlink()
        (folder / "a").write_bytes(b"y" * (COPY_BELOW + 1))
        with pytest.raises(IndexDamagedError, match="is not as it was written in"):
            store.commit(folder, made, "tantivy", "0123abcd", 1)
    assert store.manifest() == made


@pytest.mark.parametrize(
    "name",
    [
        "names-000001",
        "names-bearers",
        "forward.state",
        "words.txt",
        "readings.tsv",
        "withheld.json",
    ],
)
def test_a_large_file_of_ours_that_an_update_wrote_anew_is_none(
    store: FolderStore, name: str
) -> None:
    """As names that are corrected are, or the list of rows that are gone when these are many."""
    made = commit(store, None, **{name: b"x" * (COPY_BELOW + 1)})
    with store.write_lock():
        folder = store.new_generation(made)
        (folder / name).unlink()
        (folder / name).write_bytes(b"y" * (COPY_BELOW + 9))
        store.commit(folder, made, "tantivy", "0123abcd", 1)
    assert store.manifest().files[name][0] == COPY_BELOW + 9
    assert list(store.verify_files(store.manifest())) == []


def test_a_manifest_is_read_to_its_limit(store: FolderStore) -> None:
    commit(store, a=b"x")
    path = store.folder / "manifest.json"
    content = path.read_bytes()
    path.write_bytes(content.ljust(4_000_000))
    assert store.manifest().articles == 1
    path.write_bytes(content.ljust(4_000_001))
    with pytest.raises(IndexDamagedError):
        store.manifest()


def test_what_is_foreign_is_named_with_its_kind(tmp_path: Path) -> None:
    for name in ("manifest.json", "lock", "README.md", ".hidden"):
        (tmp_path / name).write_bytes(b"")
    for name in ("generation-000001", "feeds"):
        (tmp_path / name).mkdir()
    assert list(foreign_in(tmp_path)) == []
    (tmp_path / "generation-000002").write_bytes(b"")
    (tmp_path / "notes").mkdir()
    (tmp_path / "pipe").symlink_to(tmp_path / "lock")
    assert list(foreign_in(tmp_path)) == ["generation-000002", "notes", "pipe, a link"]


def test_lines_are_whole_text(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    for content in (b"", b"dijk\n", "één\n".encode()):
        path.write_bytes(content)
        assert lines_in(path) == content
    for content, told in ((b"dijk", "ends in the middle of a line"), (b"\xff\n", "cannot be read")):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=told):
            lines_in(path)


def test_the_note_of_a_writer_says_which_process_and_a_strange_one_nothing(tmp_path: Path) -> None:
    assert signed(tmp_path) == ""
    sign(tmp_path)
    note = orjson.loads((tmp_path / WRITER).read_bytes())
    assert signed(tmp_path) == f": process {os.getpid()}, since {note['since']}"
    (tmp_path / WRITER).write_bytes(orjson.dumps({**note, "host": "elders"}))
    assert signed(tmp_path) == f": process {os.getpid()} on elders, since {note['since']}"
    for content in (b"{}", b"[]", orjson.dumps({**note, "since": "\x1b[2J"}), b"x" * 5_000):
        (tmp_path / WRITER).write_bytes(content)
        assert signed(tmp_path) == ""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, "The index is as it was. Make room, or choose another folder"),
        (errno.EACCES, "The index is as it was. Choose another folder"),
        (errno.EROFS, "The index is as it was. Choose another folder"),
        (errno.EMFILE, "The index is as it was. Allow more open files: ulimit -n 1024."),
    ],
)
def test_what_the_system_refuses_is_told_with_the_next_step(code: int, told: str) -> None:
    error = OSError(code, os.strerror(code), "/ergens")
    folder = Path("/index")
    assert told in str(os_errors.unwritable(folder, error))
    more = "Allow more open files" in told
    assert ("ulimit" in str(os_errors.unusable(folder, error))) == more
    assert ("ulimit" in str(os_errors.unreadable(error))) == more
    assert str(os_errors.refused(error)).startswith(f"/ergens: {os.strerror(code)}.")
    assert "knipsel --index /index check" in str(os_errors.unconfirmed(folder, error))
    assert isinstance(os_errors.unusable(folder, error), KnipselError)


def test_a_second_writer_does_not_wait_for_the_first(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float | None] = []

    def acquire(lock: filelock.FileLock, timeout: float | None = None) -> None:
        waited.append(timeout)
        raise filelock.Timeout(str(lock.lock_file))

    monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
    with pytest.raises(IndexLockedError), store.write_lock():
        pass
    assert waited == [0]


def test_the_names_of_files_are_those_that_an_index_of_this_format_has() -> None:
    """Another name asks for another FORMAT: an index that has the old one would lack the file."""
    assert (FORMAT, NAMES, WORDS, READINGS, WITHHELD) == (
        17,
        "names-",
        "words.txt",
        "readings.tsv",
        "withheld.json",
    )


def test_the_engine_of_a_name_opens_its_generations(store: FolderStore) -> None:
    assert [store.engine(name).name for name in ("tantivy", "whoosh")] == ["tantivy", "whoosh"]


def test_what_stands_where_a_file_may_stand_is_told_before_an_engine_opens_it(
    store: FolderStore, tmp_path: Path
) -> None:
    made = commit(store, a=b"x")
    beside = store.path(made) / "b"
    beside.symlink_to(tmp_path)
    assert list(store.verify_files(made)) == [f"{beside} is a link, not a file"]
    beside.unlink()
    os.mkfifo(beside)
    assert list(store.verify_files(made)) == [f"{beside} is a device, not a file"]
    beside.unlink()
    beside.mkdir()
    assert list(store.verify_files(made)) == []
    beside.rmdir()
    moved = store.path(made).rename(tmp_path / "elsewhere")
    assert list(store.verify_files(made)) == [f"{store.path(made) / 'a'} is missing"]
    store.path(made).symlink_to(moved)
    assert list(store.verify_files(made)) == [f"{store.path(made)} is a link, not a folder"]


def test_a_generation_that_cannot_be_removed_stops_no_writer(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commit(store, a=b"x")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with store.write_lock(), monkeypatch.context() as refusing:
        left = store.new_generation(None)
        refusing.setattr(os, "rmdir", refuse)
        store.rollback(left)
        after = store.new_generation(None)
        assert store.commit(after, None, "tantivy", "0123abcd", 0).generation == after.name
        assert store.new_generation(None).name > after.name
    assert left.is_dir()
    assert store.path(made).is_dir()


def test_a_generation_that_could_not_be_begun_is_gone(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commit(store, a=b"x")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.storage.folder.carry_over", fail)
    with pytest.raises(KeyboardInterrupt), store.write_lock():
        store.new_generation(made)
    assert [*store.folder.glob("generation-*")] == [store.path(made)]


def test_what_the_system_does_not_let_be_read_is_no_damage_and_stays(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commit(store, a=b"x")

    def refuse(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", "manifest.json")

    with monkeypatch.context() as refusing:
        refusing.setattr("indexer.storage.folder.read_plain_file", refuse)
        with pytest.raises(EngineUnavailableError, match=r"manifest\.json cannot be read"):
            store.manifest()
        with pytest.raises(ValueError, match=r"manifest\.json"):
            store.withheld()
        with store.write_lock():
            left = store.new_generation(None)
            store.rollback(left)
            assert left.is_dir(), "nobody can tell whether it is the index"
        assert store.path(made).is_dir()


def test_what_is_withheld_is_read_in_no_folder_that_is_no_generation(
    store: FolderStore, tmp_path: Path
) -> None:
    commit(store, a=b"x")
    path = store.folder / "manifest.json"
    (tmp_path / "withheld.json").write_bytes(b'{"stolen": 1}')
    for generation in ("..", ".", "", "generation-1", "/"):
        table = {**orjson.loads(path.read_bytes()), "format": 1, "generation": generation}
        path.write_bytes(orjson.dumps(table))
        (store.folder / "withheld.json").write_bytes(b'{"beside": 1}')
        assert store.withheld() == b""


def test_an_update_does_not_begin_over_a_large_file_that_was_cut_short(store: FolderStore) -> None:
    """A link to it would be made: only what is copied is read."""
    made = commit(store, big=b"x" * (COPY_BELOW + 2))
    (store.path(made) / "big").write_bytes(b"x" * (COPY_BELOW + 1))
    with store.write_lock(), pytest.raises(IndexDamagedError, match="has 65537 bytes, not 65538"):
        store.new_generation(made)
    assert sorted(path.name for path in store.folder.glob("generation-*")) == [made.generation]


def test_a_file_that_is_all_hole_is_damage_and_never_read_to_its_end(store: FolderStore) -> None:
    """Whoever makes an index to do harm may say of one that it has a terabyte, and have it so."""
    made = commit(store, big=b"x")
    path = store.path(made) / "big"
    size = 1 << 40
    os.truncate(path, size)
    told = [f"{path} has {size} bytes, but hardly any of them on disk"]
    made = replace(made, files={"big": (size, 0)})
    assert list(store.verify_files(made)) == list(store.verify_files(made, COPY_BELOW)) == told
    with store.write_lock(), pytest.raises(IndexDamagedError, match="hardly any of them on disk"):
        store.new_generation(made)
