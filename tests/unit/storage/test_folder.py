"""The index folder: what is committed, what is swept away, what is refused."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from indexer.config import Settings
from indexer.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)
from indexer.storage.folder import FolderStore
from indexer.storage.manifest import COPY_BELOW, FORMAT, Manifest

HOLD = """
import sys
from pathlib import Path
from indexer.storage.folder import FolderStore
with FolderStore(Path(sys.argv[1])).write_lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def generations(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "index")


def commit(generations: FolderStore, content: str = "terms", articles: int = 1) -> Manifest:
    """Make a generation of two files the index."""
    with generations.write_lock():
        folder = generations.new_generation(None)
        (folder / "small").write_text(content)
        (folder / "large").write_bytes(content.encode() * 100_000)
        return generations.commit(folder, None, "tantivy", "0123abcd", articles)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds the place of the writer."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_what_is_published_is_what_the_manifest_says(generations: FolderStore) -> None:
    manifest = commit(generations)
    assert generations.manifest() == manifest
    assert set(manifest.files) == {"small", "large"} == names(generations.path(manifest))
    assert list(generations.verify_files(manifest)) == []


def test_publishing_removes_the_generation_before(generations: FolderStore) -> None:
    first, second = commit(generations), commit(generations)
    assert first.generation != second.generation
    assert names(generations.folder) == {"manifest.json", "lock", second.generation}


def test_the_stamp_changes_with_every_publication(generations: FolderStore) -> None:
    stamps = {generations.stamp()}
    for _ in range(3):
        commit(generations)
        stamps.add(generations.stamp())
    assert len(stamps) == 4


def test_nothing_is_seen_before_it_is_published(generations: FolderStore) -> None:
    manifest = commit(generations)
    with generations.write_lock():
        folder = generations.new_generation(manifest)
        (folder / "more").write_text("more")
        assert generations.manifest() == manifest
        generations.rollback(folder)
    assert names(generations.folder) == {"manifest.json", "lock", manifest.generation}


def test_an_update_begins_with_the_files_and_leaves_them_alone(generations: FolderStore) -> None:
    manifest = commit(generations)
    with generations.write_lock():
        folder = generations.new_generation(manifest)
        assert names(folder) == set(manifest.files)
        large, small = folder / "large", folder / "small"
        assert large.samefile(generations.path(manifest) / "large"), "large files are linked"
        assert not small.samefile(generations.path(manifest) / "small"), "small ones are copied"
        small.write_text("changed")
    assert list(generations.verify_files(manifest)) == []


def test_an_update_does_not_take_damage_for_what_was_written(generations: FolderStore) -> None:
    manifest = commit(generations)
    with (generations.path(manifest) / "large").open("r+b") as stream:
        stream.write(b"T")
    with generations.write_lock():
        folder = generations.new_generation(manifest)
        (folder / "more").write_text("more")
        updated = generations.commit(folder, manifest, "tantivy", "0123abcd", 2)
    (line,) = generations.verify_files(updated)
    assert "large has changed" in line


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file system have no links, as exFAT and some network disks."""

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("no_links")
def test_without_links_files_are_copied(generations: FolderStore) -> None:
    manifest = commit(generations)
    with generations.write_lock():
        folder = generations.new_generation(manifest)
        old, new = generations.path(manifest) / "large", folder / "large"
        assert not new.samefile(old)
        assert new.read_bytes() == old.read_bytes()
        updated = generations.commit(folder, manifest, "tantivy", "0123abcd", 1)
    assert updated.files == manifest.files


@pytest.mark.usefixtures("no_links")
def test_without_links_a_damaged_file_is_not_copied(generations: FolderStore) -> None:
    manifest = commit(generations)
    flip(generations.path(manifest) / "large")
    with (
        generations.write_lock(),
        pytest.raises(IndexDamagedError, match=r"large has changed.* Run: .*--rebuild"),
    ):
        generations.new_generation(manifest)
    assert names(generations.folder) == {"manifest.json", "lock", manifest.generation}


@pytest.mark.usefixtures("no_links")
def test_a_copy_that_is_damaged_before_the_commit_is_no_new_file(generations: FolderStore) -> None:
    manifest = commit(generations)
    with generations.write_lock():
        folder = generations.new_generation(manifest)
        flip(folder / "large")
        with pytest.raises(IndexDamagedError, match="large is not as it was written"):
            generations.commit(folder, manifest, "tantivy", "0123abcd", 1)
    assert generations.manifest() == manifest


def flip(path: Path) -> None:
    """Flip a bit of a file, in place."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_what_a_killed_run_left_is_swept_by_the_next(generations: FolderStore) -> None:
    manifest = commit(generations)
    (generations.folder / "generation-000099").mkdir()
    (generations.folder / "generation-000099" / "half").write_text("half")
    (generations.folder / ".manifest.json.123").write_text("half")
    with generations.write_lock():
        folder = generations.new_generation(manifest)
    assert names(generations.folder) - {"lock", "manifest.json"} == {
        manifest.generation,
        folder.name,
    }


def test_a_folder_without_manifest_holds_no_index(generations: FolderStore) -> None:
    with pytest.raises(IndexMissingError, match=r"Make one: knipsel --index .*index index PATH"):
        generations.manifest()
    assert generations.stamp() == (0, 0)


def test_a_writer_that_could_not_begin_holds_nothing(
    generations: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever keeps the error keeps what was at hand, so that the lock would not end by itself."""

    def refuse(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    commit(generations)
    with monkeypatch.context() as full:
        full.setattr("indexer.storage.folder.sign", refuse)
        with pytest.raises(KnipselError, match="No space") as kept, generations.write_lock():
            pass
    with generations.write_lock():
        assert kept.value.__traceback__


def test_the_folder_that_is_meant_without_a_name_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IndexMissingError, match=r"Make one: knipsel index PATH$"):
        FolderStore(Settings().index).manifest()


def test_a_file_in_the_place_of_the_folder_holds_no_index(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    generations = FolderStore(tmp_path / "index")
    with pytest.raises(IndexMissingError):
        generations.manifest()
    with pytest.raises(KnipselError, match="--index DIR"), generations.write_lock():
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b"\xff\xfe",
        b'{"format": %d}' % FORMAT,
        b'{"files": 3}',
        b'{"files": {"a": [1]}}',
        b'{"files": {}, "unknown": 1}',
    ],
)
def test_a_damaged_manifest_says_how_to_mend_it(generations: FolderStore, content: bytes) -> None:
    commit(generations)
    (generations.folder / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"Run: knipsel --index .*index --rebuild PATH"):
        generations.manifest()


def test_every_truncation_of_a_manifest_is_noticed(generations: FolderStore) -> None:
    commit(generations)
    path = generations.folder / "manifest.json"
    whole = path.read_bytes()
    for size in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:size])
        with pytest.raises(IndexDamagedError):
            generations.manifest()


@pytest.mark.parametrize("other", [FORMAT - 1, FORMAT + 1])
def test_another_format_is_no_damage_but_says_to_rebuild(
    generations: FolderStore, other: int
) -> None:
    commit(generations)
    path = generations.folder / "manifest.json"
    path.write_bytes(orjson.dumps({"format": other, "layout": "of another version"}))
    told = f"index format {other}, this .* writes {FORMAT}. Run: knipsel --index .* --rebuild PATH"
    with pytest.raises(IndexStaleError, match=told):
        generations.manifest()


def test_a_damaged_index_can_be_rebuilt(generations: FolderStore) -> None:
    commit(generations)
    (generations.folder / "manifest.json").write_bytes(b"{")
    manifest = commit(generations, "again")
    assert generations.manifest() == manifest


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "has 499999 bytes, not 500000"),
        (lambda path: path.write_bytes(b"T" + path.read_bytes()[1:]), "has changed since"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_told(
    generations: FolderStore, damage: object, told: str
) -> None:
    manifest = commit(generations)
    damage(generations.path(manifest) / "large")  # type: ignore[operator]
    (line,) = generations.verify_files(manifest)
    assert "large" in line
    assert told in line


@pytest.mark.parametrize("interrupted", [1, 2, 3])
def test_an_interrupt_while_publishing_leaves_one_index_or_the_other(
    generations: FolderStore, monkeypatch: pytest.MonkeyPatch, interrupted: int
) -> None:
    """At each call that syncs a folder: the last one comes after the commit."""
    old = commit(generations)
    calls = 0

    def interrupt(_: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == interrupted:
            raise KeyboardInterrupt

    monkeypatch.setattr("indexer.storage.folder.fsync_folder", interrupt)
    monkeypatch.setattr("indexer.files.fsync_folder", interrupt)
    with generations.write_lock():
        folder = generations.new_generation(None)
        (folder / "small").write_text("new")
        try:
            generations.commit(folder, None, "tantivy", "0123abcd", 2)
        except KeyboardInterrupt:
            generations.rollback(folder)
    manifest = generations.manifest()
    assert manifest.generation == (folder.name if interrupted == 3 else old.generation)
    assert list(generations.verify_files(manifest)) == []


@pytest.mark.parametrize(
    "content", [b"{", b"", b'{"generation": "generation-000001", "format": 1}']
)
def test_a_manifest_that_cannot_be_read_keeps_its_generation_until_another_is_there(
    generations: FolderStore, content: bytes
) -> None:
    """A version of another format may be reading it; and damage may be mended by hand."""
    manifest = commit(generations)
    (generations.folder / "manifest.json").write_bytes(content)
    with generations.write_lock():
        generations.rollback(generations.new_generation(None))
        assert generations.path(manifest).is_dir()
    assert commit(generations).generation != manifest.generation
    assert not generations.path(manifest).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_who_may_read_the_folder_may_read_its_files(generations: FolderStore) -> None:
    """Tantivy makes its files of state readable for their owner alone."""
    with generations.write_lock():
        folder = generations.new_generation(None)
        (folder / "meta.json").write_text("{}")
        (folder / "meta.json").chmod(0o600)
        generations.commit(folder, None, "tantivy", "0123abcd", 1)
    assert (folder / "meta.json").stat().st_mode & 0o777 == folder.stat().st_mode & 0o666


def test_a_folder_with_other_things_is_refused_and_left_alone(generations: FolderStore) -> None:
    generations.folder.mkdir()
    (generations.folder / "thesis.doc").write_text("mine")
    with (
        pytest.raises(IndexMissingError, match=r"thesis\.doc.*--index DIR"),
        generations.write_lock(),
    ):
        pass
    assert names(generations.folder) == {"thesis.doc"}


def test_a_folder_that_is_named_almost_like_ours_is_not_removed(generations: FolderStore) -> None:
    (generations.folder / "generation-of-1968").mkdir(parents=True)
    with pytest.raises(IndexMissingError, match="generation-of-1968"), generations.write_lock():
        pass
    assert names(generations.folder) == {"generation-of-1968"}


def test_hidden_files_and_a_readme_are_no_other_things(generations: FolderStore) -> None:
    generations.folder.mkdir()
    (generations.folder / ".gitignore").write_text("*")
    (generations.folder / "README.md").write_text("the index")
    commit(generations)
    assert {".gitignore", "README.md"} <= names(generations.folder)


def test_a_second_writer_is_told(generations: FolderStore) -> None:
    with (
        generations.write_lock(),
        pytest.raises(IndexLockedError, match="Another process is writing"),
        generations.write_lock(),
    ):
        pass


def test_a_second_writer_is_told_who_is_first_and_since_when(generations: FolderStore) -> None:
    commit(generations)
    with held_elsewhere(generations.folder) as process:
        told = rf"index: process {process.pid}, since 2\d{{3}}-\d\d-\d\d \d\d:\d\d:\d\d"
        for _ in range(2):
            with pytest.raises(IndexLockedError, match=told), generations.write_lock():
                pass
        assert generations.manifest().articles == 1, "reading needs no lock"


def test_the_lock_is_freed_when_its_process_dies(generations: FolderStore) -> None:
    commit(generations)
    with held_elsewhere(generations.folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert commit(generations, articles=2).articles == 2


def test_the_lock_is_freed_when_a_run_fails(generations: FolderStore) -> None:
    with pytest.raises(RuntimeError), generations.write_lock():
        raise RuntimeError
    commit(generations)


def test_a_folder_that_cannot_be_written_is_told(
    generations: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a refusal put in the place of the system's: root may write anywhere."""
    commit(generations)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with (
        pytest.raises(KnipselError, match=r"Permission denied.*--index DIR"),
        generations.write_lock(),
    ):
        pass


def test_the_lock_is_freed_whatever_becomes_of_the_file_that_says_who_has_it(
    generations: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched, generations.write_lock():
        patched.setattr(Path, "unlink", refuse)
    commit(generations)


def test_a_refusal_after_the_commit_does_not_say_that_the_index_is_as_it_was(
    generations: FolderStore,
) -> None:
    def publish_and_fail() -> None:
        with generations.write_lock():
            folder = generations.new_generation(None)
            generations.commit(folder, None, "tantivy", "0123abcd", 1)
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(KnipselError, match=r"holds the new index.* run: knipsel --index .* check"):
        publish_and_fail()
    assert generations.manifest().articles == 1


def test_words_are_read_as_they_were_saved_and_replace_those_of_before_alone(
    generations: FolderStore,
) -> None:
    with generations.write_lock():
        folder = generations.new_generation(None)
        generations.save_vocabulary(folder, b"dijk\nwater\n" * 10_000, b"")
        first = generations.commit(folder, None, "tantivy", "0123abcd", 1)
        folder = generations.new_generation(first)
        generations.save_vocabulary(folder, b"", b"")
        assert generations.words(first) == b"dijk\nwater\n" * 10_000
        assert generations.words(generations.commit(folder, first, "tantivy", "0123abcd", 1)) == b""


@pytest.mark.parametrize("words", [b"dijk", b"\xff\n", b"dijk\nwat"])
def test_words_that_are_no_lines_of_text_are_damage(generations: FolderStore, words: bytes) -> None:
    with generations.write_lock():
        folder = generations.new_generation(None)
        generations.save_vocabulary(folder, words, b"")
        manifest = generations.commit(folder, None, "tantivy", "0123abcd", 1)
    with pytest.raises(IndexDamagedError, match=r"words\.txt .* Run: .*--rebuild PATH"):
        generations.words(manifest)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other modes and links")
def test_what_is_carried_over_keeps_its_mode_and_is_linked_above_the_size_of_state(
    generations: FolderStore,
) -> None:
    with generations.write_lock():
        folder = generations.new_generation(None)
        for name, size in (("state", COPY_BELOW), ("segment", COPY_BELOW + 1)):
            (folder / name).write_bytes(bytes(size))
        first = generations.commit(folder, None, "tantivy", "0123abcd", 1)
        (folder / "state").chmod(0o640)
        carried = generations.new_generation(first)
    assert (carried / "segment").samefile(folder / "segment")
    assert not (carried / "state").samefile(folder / "state")
    assert (carried / "state").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives links to few")
def test_a_generation_that_is_a_link_is_wrong_as_a_whole(generations: FolderStore) -> None:
    manifest = commit(generations)
    elsewhere = generations.folder.with_name("elsewhere")
    generations.path(manifest).rename(elsewhere)
    generations.path(manifest).symlink_to(elsewhere, target_is_directory=True)
    (line,) = generations.verify_files(manifest)
    assert line == f"{generations.path(manifest)} is a link, not a folder"
    assert generations.withheld() == b""
