"""What the system refuses is said with the file, the reason and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indexer.storage.os_errors import unreadable, unusable


def refusal(number: int, name: str | None = None) -> OSError:
    """Return the error of the system with this number."""
    return OSError(number, os.strerror(number), name) if name else OSError(number, "refused")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (refusal(errno.EIO, "ix/words"), "ix/words cannot be read: Input/output error. The index"),
        (refusal(errno.EIO), "The index cannot be read: refused. The index may be whole"),
        (OSError("odd"), "The index cannot be read: odd. The index may be whole"),
    ],
)
def test_a_refusal_to_read_names_the_file_and_the_reason(error: OSError, expected: str) -> None:
    assert str(unreadable(error)).startswith(expected)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_too_few_open_files_are_told_from_another_folder(number: int) -> None:
    full = (str(unreadable(refusal(number, "f"))), str(unusable(Path("ix"), refusal(number, "f"))))
    other = str(unusable(Path("ix"), refusal(errno.EACCES, "f")))
    assert all("Choose another" not in each and "may be whole" not in each for each in full)
    assert other == (
        "ix cannot be used for an index: Permission denied. Choose another folder with --index DIR."
    )
