"""What the operating system refuses Tantivy: folders it may not write to, and other errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from indexer.later import expression

_CODE = expression(r"(?:Os \{ code: |\(os error )(\d+)")
_STOPPED = "index writer was killed"
_REMOVALS = 5  # tried: a thread of Tantivy may make its lock file in a folder while it is removed


@contextmanager
def lockable(folder: Path) -> Iterator[Path]:
    """Provide a folder in which to open an index: its own, or one of links if that is read-only.

    Tantivy makes a lock file beside the index that it opens, and maps all of the index at once.
    """
    if os.access(folder, os.W_OK):
        yield folder
        return
    from shutil import rmtree  # noqa: PLC0415 - few folders cannot be written to
    from tempfile import mkdtemp  # noqa: PLC0415

    beside = Path(mkdtemp(prefix="knipsel-"))
    try:
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (beside / path.name).symlink_to(path.resolve())
        yield beside
    finally:
        for _ in range(_REMOVALS):
            rmtree(beside, ignore_errors=True)
            if not beside.exists():
                break


class _OsErrorsRaised:
    """A class, and one object of it: a generator takes four times as long, for each article."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, ValueError | OSError):
            return
        if match := _CODE.search(str(error)):
            code = int(match[1])
            raise OSError(code, os.strerror(code)) from error
        if _STOPPED in str(error):  # by an error in a thread of its own, which it does not report
            stopped = "the engine stopped writing, as it does for want of room or of open files"
            raise OSError(stopped) from error


_OS_ERRORS_RAISED = _OsErrorsRaised()


def os_errors_raised() -> _OsErrorsRaised:
    """Raise, in a `with`, the system's own OSError in place of an error that only describes it."""
    return _OS_ERRORS_RAISED
