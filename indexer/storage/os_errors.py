"""What it means for an index that the system refuses something, and what to do about it."""

from __future__ import annotations

import errno
from pathlib import Path

from indexer.errors import EngineUnavailableError, KnipselError

_OPEN_FILES = {errno.EMFILE, errno.ENFILE}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def unreadable(error: OSError) -> EngineUnavailableError:
    """Return what a refusal to read a file of an index means: no damage, as far as can be told."""
    advice = "The index may be whole: let this user read it, or see what ails the system."
    return EngineUnavailableError(
        f"{error.filename or 'The index'} cannot be read: {error.strerror or error}. "
        f"{_more_files(error) or advice}"
    )


def unusable(folder: Path, error: OSError) -> KnipselError:
    """Return what a refusal means before anything is written."""
    return KnipselError(
        f"{folder} cannot be used for an index: {error.strerror or error}. "
        f"{_more_files(error) or 'Choose another folder with --index DIR.'}"
    )


def unwritable(folder: Path, error: OSError) -> KnipselError:
    """Return what a refusal means for a build that was under way."""
    forbidden = error.errno in _FORBIDDEN
    advice = "Choose" if forbidden else "Make room, or choose"
    return KnipselError(
        f"{folder} cannot be written: {error}. The index is as it was. "
        f"{_more_files(error) or f'{advice} another folder with --index DIR.'}"
    )


def unconfirmed(folder: Path, error: OSError) -> KnipselError:
    """Return what a refusal means for a build whose index is there to be read already."""
    return KnipselError(
        f"{folder} holds the new index, but the system did not confirm that all of it is on disk: "
        f"{error}. Look at the disk, then run: knipsel --index {folder} check"
    )


def refused(error: OSError) -> str:
    """Return what a refusal means that is about no index: a file of Knipsel's own, or output."""
    what = error.filename or "The output"
    return f"{what}: {error.strerror or error}. {_more_files(error)}".rstrip()


def _more_files(error: OSError) -> str:
    return "Allow more open files: ulimit -n 1024." if error.errno in _OPEN_FILES else ""
