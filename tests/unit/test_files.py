"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.files import remove_unfinished, write_atomically


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
