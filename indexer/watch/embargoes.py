"""What waits for an embargo to end: then it is read again, though nothing of it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from indexer.corpus import Source
from indexer.later import NamedTuple, dataclass


class Batch(NamedTuple):
    """What was read at once: files and folders, and feeds by their origin."""

    paths: frozenset[Path] = frozenset()
    fetched: frozenset[Source] = frozenset()


@dataclass(frozen=True, slots=True)
class _Waiting:
    until: float
    batch: Batch


class Embargoes:
    """Batches with an article under an embargo. Moments are in seconds since 1970."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def add(self, ends: str | None, paths: Iterable[Path], fetched: Iterable[Source] = ()) -> None:
        """Keep a batch of which the first embargo `ends`, as its report says; None: nothing."""
        if ends is not None:
            until = datetime.fromisoformat(ends).timestamp()
            self._waiting.append(_Waiting(until, Batch(frozenset(paths), frozenset(fetched))))

    def take_ended(self, now: float) -> Batch:
        """Return what may be read again now, once."""
        ended = [each.batch for each in self._waiting if each.until <= now]
        self._waiting = [each for each in self._waiting if each.until > now]
        paths = frozenset[Path]().union(*(batch.paths for batch in ended))
        return Batch(paths, frozenset[Source]().union(*(batch.fetched for batch in ended)))
