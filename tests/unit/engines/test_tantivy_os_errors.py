"""What the system refuses Tantivy: errors told in words, and folders that may only be read."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indexer.engines.tantivy.os_errors import lockable, os_errors_raised


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("An IO error occurred: 'No space left on device (os error 28)'", errno.ENOSPC),
        ("Failed to open: 'IoError { io_error: Os { code: 24, kind: TooMany } }'", errno.EMFILE),
        ("An error occurred in a thread: 'An index writer was killed.. A worker thread'", None),
    ],
)
def test_a_refusal_told_in_words_is_an_error_of_the_system(told: str, code: int | None) -> None:
    with pytest.raises(OSError, match="o") as raised, os_errors_raised():
        raise ValueError(told)
    assert raised.value.errno == code


def test_another_error_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="schema"), os_errors_raised():
        raise ValueError("the schema differs")


def test_a_lock_made_while_its_folder_is_removed_is_no_error_and_stays_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "meta.json").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    remove = os.rmdir
    made: list[Path] = []

    def locked_before(path: str, **how: int) -> None:
        if not made:  # as by Tantivy's thread, which looks at the index as soon as it is opened
            made.append(beside / ".tantivy-meta.lock")
            made[0].touch()
        remove(path, **how)

    with lockable(tmp_path) as beside:
        assert beside != tmp_path
        monkeypatch.setattr(os, "rmdir", locked_before)
    assert made
    assert not beside.exists()
