"""The mark of the corrections that names were found with."""

from __future__ import annotations

from pathlib import Path

from indexer.storage.names.corrected import corrected_by, write_corrected_by


def test_the_mark_is_the_last_that_was_written_and_none_is_empty(tmp_path: Path) -> None:
    assert corrected_by(tmp_path) == ""
    for mark in ("first", "second", "", "third"):
        write_corrected_by(tmp_path, mark)
        assert corrected_by(tmp_path) == mark
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"x" * 1_000)
    assert corrected_by(tmp_path) == "x" * 1_000
    path.write_bytes(b"x" * 1_001)
    assert corrected_by(tmp_path) == ""


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    write_corrected_by(tmp_path, "mark")
    (path,) = tmp_path.iterdir()
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert corrected_by(tmp_path) == ""
    write_corrected_by(tmp_path, "other")
    assert elsewhere.read_text() == "mark"
    assert corrected_by(tmp_path) == "other"
