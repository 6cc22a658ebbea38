"""What the system refuses is said with the file, the reason and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indexer.storage.os_errors import refused, unreadable, unusable, unwritable


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


def test_what_is_said_is_whole() -> None:
    read = unreadable(refusal(errno.EIO, "ix/words"))
    assert str(read) == (
        "ix/words cannot be read: Input/output error. "
        "The index may be whole: let this user read it, or see what ails the system."
    )
    assert refused(refusal(errno.ENOSPC, "out.csv")) == "out.csv: No space left on device."
    assert refused(OSError("odd")) == "The output: odd."
    assert refused(refusal(errno.EMFILE, "f")).endswith("Allow more open files: ulimit -n 1024.")


def test_only_what_lacks_room_is_told_to_make_some() -> None:
    said = {
        number: str(unwritable(Path("ix"), refusal(number, "ix/a")))
        for number in (errno.ENOSPC, errno.EROFS, errno.EMFILE)
    }
    assert said[errno.ENOSPC].endswith("Make room, or choose another folder with --index DIR.")
    assert said[errno.EROFS].endswith("as it was. Choose another folder with --index DIR.")
    assert said[errno.EMFILE].endswith("as it was. Allow more open files: ulimit -n 1024.")
