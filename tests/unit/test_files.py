"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from indexer.config import Settings
from indexer.errors import KnipselError
from indexer.files import (
    NotPlainError,
    create_file,
    fsync_folder,
    is_plain_name,
    is_stream,
    kind_of,
    open_output,
    read_kept_text,
    read_plain_file,
    remove_folder,
    remove_unfinished,
    write_atomically,
)
from indexer.names.corrections import read_corrections


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_cannot_be_written_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    path = tmp_path / "state"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(call, fail)
    with pytest.raises(type(error)):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_sees_the_content_under_its_name_only_when_it_is_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, synced = tmp_path / "state", []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(path.exists())
        sync(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    write_atomically(path, b"new")
    assert synced == [False]


def test_names_are_on_disk_before_a_file_has_its_own_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a manifest names is found after a power cut, and so is the manifest."""
    path, synced = tmp_path / "state", []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))
        sync(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    write_atomically(path, b"new", named_durably=True)
    assert synced == [(False, False), (True, False), (True, True)]


@pytest.mark.parametrize(
    ("name", "is_plain"),
    [
        *(
            (each, True)
            for each in ("a", "_", ".a", "a.b-c_d", "x" * 200, ".x" + "x" * 199, "con1")
        ),
        *((each, False) for each in ("", ".", "..", "a/b", "a\\b", "a\n", "-a", "a.", "a-", "é")),
        *(
            (each, False)
            for each in ("x" * 201, "a b", "..a", "a:b", "CON", "nul.txt", ".aux", "LPT1")
        ),
    ],
)
def test_a_plain_name_is_one_of_a_file_in_its_folder_on_every_system(
    name: str, *, is_plain: bool
) -> None:
    assert is_plain_name(name) is is_plain


def test_what_stands_in_a_folder_is_told_by_itself(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "lost").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe")
    kinds = {"file": "file", "folder": "folder", "link": "link", "lost": "link", "pipe": "device"}
    assert {each.name: kind_of(each) for each in tmp_path.iterdir()} == kinds
    assert read_plain_file(tmp_path / "file", 5) == b"12345"
    with pytest.raises(NotPlainError, match="it has more than 4 bytes"):
        read_plain_file(tmp_path / "file", 4)
    for name in ("folder", "link", "pipe"):
        with pytest.raises(NotPlainError, match=f"it is a {kinds[name]}, not a file"):
            read_plain_file(tmp_path / name, 5)
    with pytest.raises(FileNotFoundError):
        kind_of(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("tag", "kind"), [(0xA0000003, "link"), (0xA0000002, "folder"), (0, "folder")]
)
def test_a_folder_of_windows_that_stands_elsewhere_is_a_link(
    monkeypatch: pytest.MonkeyPatch, tag: int, kind: str
) -> None:
    status = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=tag)
    monkeypatch.setattr("pathlib.Path.lstat", lambda _: status)
    assert kind_of(Path("x")) == kind


def test_where_folders_cannot_be_opened_their_names_are_durable_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    with monkeypatch.context() as windows:
        windows.setattr("os.open", lambda *given: opened.append(given))
        windows.setattr("os.name", "nt")
        fsync_folder(tmp_path)
    assert opened == []


def test_a_file_that_becomes_a_link_while_it_is_looked_at_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").write_bytes(b"theirs")
    (tmp_path / "state").symlink_to("other")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr("indexer.files.kind_of", lambda _: "file")
    with pytest.raises(OSError, match="symbolic link"):
        read_plain_file(tmp_path / "state", 100)
    assert read_plain_file(tmp_path / "pipe", 100) == b"", "nobody waits for who would write"


def test_a_file_that_is_made_stands_in_place_of_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"theirs")
    (tmp_path / "state").symlink_to("other")
    with create_file(tmp_path / "state") as stream:
        stream.write(b"ours")
    assert (tmp_path / "state").read_bytes() == b"ours"
    assert (tmp_path / "other").read_bytes() == b"theirs"


def test_what_a_killed_process_left_of_a_file_is_removed_and_no_other(tmp_path: Path) -> None:
    for name in (".state.123", ".other.123", "state", "state.old"):
        (tmp_path / name).write_text("x")
    remove_unfinished(tmp_path / "state")
    assert {path.name for path in tmp_path.iterdir()} == {".other.123", "state", "state.old"}


def test_an_error_names_the_file_that_was_asked_for_and_the_folder_to_make(tmp_path: Path) -> None:
    """Its hidden name, under which it is written, would tell nobody what to do."""
    with pytest.raises(FileNotFoundError) as missing:
        write_atomically(tmp_path / "none" / "x.json", b"new")
    assert missing.value.filename == str(tmp_path / "none" / "x.json")
    assert missing.value.strerror == f"there is no folder {tmp_path / 'none'}; make it first"
    with pytest.raises(OSError, match="too long") as long:
        write_atomically(tmp_path / ("x" * 254), b"new")
    assert long.value.filename == str(tmp_path / ("x" * 254))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_nothing_stays_open_of_what_was_written_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomically(tmp_path / "state", b"new", named_durably=True)
    fsync_folder(tmp_path)
    with pytest.raises(NotPlainError, match="more than 2 bytes"):
        read_plain_file(tmp_path / "state", 2)
    monkeypatch.setattr("os.fsync", None)
    with pytest.raises(TypeError):
        fsync_folder(tmp_path)
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # what another thread closes meanwhile
            assert not path.samefile(tmp_path)


def test_a_folder_is_removed_with_what_it_holds_and_may_be_gone(tmp_path: Path) -> None:
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "folder" / "inner" / "file").write_bytes(b"x")
    for _ in range(2):
        remove_folder(tmp_path / "folder")
        assert not (tmp_path / "folder").exists()


def test_an_output_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(b"old")
    with open_output(path) as stream:
        stream.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    with pytest.raises(TypeError), open_output(path) as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
@pytest.mark.parametrize("linked", [False, True])
def test_an_output_that_is_no_file_is_written_to_where_it_stands(
    tmp_path: Path, *, linked: bool
) -> None:
    """As root, a file in place of /dev/null would take it from everybody."""
    pipe = path = tmp_path / "pipe"
    os.mkfifo(pipe)
    if linked:
        path = tmp_path / "link"
        path.symlink_to(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert is_stream(path)
        with open_output(path) as stream:
            stream.write(b"new")
        assert os.read(reader, 9) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert path.is_symlink() == linked
    assert not any(map(is_stream, (tmp_path, tmp_path / "none", Path(__file__))))


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="a system that names open files")
@pytest.mark.parametrize("linked", [False, True])
def test_an_output_that_is_open_already_is_added_to(tmp_path: Path, *, linked: bool) -> None:
    """As `>>` and /dev/stdout: opened anew it would lose what stands in it."""
    opened = tmp_path / "log"
    opened.write_bytes(b"old ")
    with opened.open("ab") as file:
        path = Path(f"/dev/fd/{file.fileno()}")
        if linked:
            path = tmp_path / "link"
            path.symlink_to(f"/dev/fd/{file.fileno()}")
        assert is_stream(path)
        with open_output(path) as stream:
            stream.write(b"new")
        file.write(b" more")
    assert opened.read_bytes() == b"old new more"
    assert path.is_symlink() or not linked
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    assert not any(map(is_stream, (circle, tmp_path / "7", Path("/dev/fd"))))


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="a system that names open files")
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_standard_output_and_error_are_those_that_python_has(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line keeps engines from printing: what the system calls stderr goes nowhere."""
    with (tmp_path / "moved").open("w", encoding="utf-8") as moved:
        monkeypatch.setattr(sys, name, moved)
        with open_output(Path(f"/dev/{name}")) as stream:
            stream.write(b"new")
    assert (tmp_path / "moved").read_bytes() == b"new"


def test_what_a_user_keeps_is_text_whatever_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"\xef\xbb\xbfe\xcc\x81en\r\ntwee\rdrie\n")
    (tmp_path / "link").symlink_to(path)
    assert read_kept_text(tmp_path / "link") == "e\u0301en\ntwee\ndrie\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
@pytest.mark.parametrize("name", ["pipe", "device", "folder", "large"])
def test_what_has_no_end_is_not_read_as_what_a_user_keeps(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that somebody sent may have a knipsel.toml which is a link to /dev/zero."""
    monkeypatch.setattr("indexer.files._MAX_KEPT", 9)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(b"0123456789")
    with pytest.raises(NotPlainError, match="it has more than 9" if name == "large" else "no file"):
        read_kept_text(tmp_path / name)
    (tmp_path / "knipsel.toml").symlink_to(tmp_path / name)
    with pytest.raises(KnipselError, match=r"knipsel.toml cannot be read: it (is no|has more)"):
        Settings.load(environment={}, folder=tmp_path)
    with pytest.raises(KnipselError, match=r"cannot be read: it (is no|has more)"):
        read_corrections(tmp_path / name)
