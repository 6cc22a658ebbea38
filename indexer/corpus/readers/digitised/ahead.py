"""The next files of an issue, read and searched for words while those before are put together.

The compiled kernel and the unpacking of a zip need no interpreter, so that two cores work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import Generic, TypeVar

MAX_COMING = 6
"""Files that are read in advance: a thousand take no more memory."""

Read = TypeVar("Read")


class Ahead(Generic[Read]):
    """Reads files by `read`, in a thread those that come next in the order that was told last.

    What goes wrong with a file is raised when it is asked for.
    """

    def __init__(self, read: Callable[[str], Read]) -> None:
        self._read = read
        self._order: list[str] = []
        self._places: dict[str, int] = {}
        self._done = set[str]()
        self._coming: dict[str, Future[Read]] = {}

    def in_order(self, references: Iterable[str]) -> None:
        """Say in which order files will be asked for, and begin; else none is read in advance."""
        self._order = list(dict.fromkeys(references))
        self._places = {reference: place for place, reference in enumerate(self._order)}
        for reference in [each for each in self._coming if each not in self._places]:
            self._coming.pop(reference).cancel()
        if len(self._order) > 1:
            self._begin_from(0)

    @property
    def is_at_end(self) -> bool:
        """Say whether the last of the files that were told was asked for."""
        return not self._order or self._order[-1] in self._done

    def get(self, reference: str) -> Read:
        """Return what a file holds; each is asked for once."""
        self._done.add(reference)
        coming = self._coming.pop(reference, None)
        place = self._places.get(reference)
        if place is not None:
            self._begin_from(place + 1)
        return coming.result() if coming else self._read(reference)

    def _begin_from(self, place: int) -> None:
        """Begin to read the files at a place, which those before it that wait make room for."""
        wanted = [
            reference
            for reference in self._order[place : place + MAX_COMING]
            if reference not in self._done and reference not in self._coming
        ]
        passed = [each for each in self._coming if self._places[each] < place]
        room = MAX_COMING - len(self._coming)
        for reference in passed[: max(0, len(wanted) - room)]:
            self._coming.pop(reference).cancel()
        for reference in wanted[: MAX_COMING - len(self._coming)]:
            self._coming[reference] = _thread().submit(self._read, reference)

    def close(self) -> None:
        """Drop what was not asked for; nothing is read any more when this returns."""
        for coming in self._coming.values():
            if not coming.cancel():
                wait((coming,))
        self._coming = {}


@cache
def _thread() -> ThreadPoolExecutor:
    """Return the thread that reads for all issues: to begin and end one for each takes longer."""
    os.register_at_fork(after_in_child=_thread.cache_clear)  # it is in the parent alone
    return ThreadPoolExecutor(1, "knipsel-ahead")
