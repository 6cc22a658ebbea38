"""Tantivy and the system: folders that it may not write to, and what else it is refused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_CODE = re.compile(r"(?:Os \{ code: |\(os error )(\d+)")
_STOPPED = "index writer was killed"


@contextmanager
def lockable(folder: Path) -> Iterator[Path]:
    """Give a folder in which to open an index: its own, or links to its files where that is closed.

    Tantivy locks what it opens by a file beside it, and maps all of it at once.
    """
    if os.access(folder, os.W_OK):
        yield folder
        return
    with TemporaryDirectory(prefix="knipsel-") as beside:
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (Path(beside) / path.name).symlink_to(path.resolve())
        yield Path(beside)


@contextmanager
def os_errors_raised() -> Iterator[None]:
    """Raise the system's own error in place of one that tells of it in words."""
    try:
        yield
    except (ValueError, OSError) as error:
        if match := _CODE.search(str(error)):
            code = int(match[1])
            raise OSError(code, os.strerror(code)) from error
        if _STOPPED in str(error):  # by an error of a thread of its own, which it does not tell
            stopped = "the engine stopped writing, as it does for want of room or of open files"
            raise OSError(stopped) from error
        raise
