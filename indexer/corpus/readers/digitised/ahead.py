"""The next file of an issue, read and searched for its words while the one before is put together.

The compiled kernel and the unpacking of a zip need no interpreter, so that two cores work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Generic, TypeVar

Read = TypeVar("Read")


class Ahead(Generic[Read]):
    """Reads files by `read`: one that is asked for, and in a thread the one that is next to it.

    At most one is read in advance, so that an issue of a thousand files takes no more memory. What
    goes wrong with a file is raised when it is asked for.
    """

    def __init__(self, read: Callable[[str], Read]) -> None:
        self._read = read
        self._next: dict[str, str] = {}
        self._done = set[str]()
        self._coming: tuple[str, Future[Read]] | None = None
        self._thread: ThreadPoolExecutor | None = None

    def in_order(self, references: Iterable[str]) -> None:
        """Say in which order files will be asked for; without this none is read in advance."""
        self._next = dict(pairwise(dict.fromkeys(references)))

    def get(self, reference: str) -> Read:
        """Return what a file holds; each is asked for once."""
        coming, self._coming = self._coming, None
        self._done.add(reference)
        is_here = coming is not None and coming[0] == reference
        found = coming[1].result() if coming and is_here else self._read(reference)
        following = self._next.get(reference)
        if following and following not in self._done:
            self._thread = self._thread or ThreadPoolExecutor(1, "knipsel-ahead")
            self._coming = following, self._thread.submit(self._read, following)
        elif coming and not is_here and coming[0] not in self._done:
            self._coming = coming
        return found

    def close(self) -> None:
        """End the thread."""
        self._coming = None
        if self._thread:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None
