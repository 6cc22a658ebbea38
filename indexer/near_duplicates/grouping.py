"""Grouping: which articles tell the same story, found while they are indexed.

An article joins the group of the earlier article that it is most like, else it begins one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

from indexer.analysis.kernel import compiled
from indexer.engines.protocol import EngineReader
from indexer.near_duplicates.fingerprint import (
    DAYS,
    Opening,
    day_of,
    days_apart,
    group_of,
    new_group,
    unpacked,
)

MOST_REMEMBERED = 1_000_000
"""Articles of a run that later ones are compared to: about 150 MB; then the oldest are let go."""

_SLOTS = 1 << 22  # for bands, 16 MB; those with the same remainder take each other's place
_PLACES = MOST_REMEMBERED + 1
_MOST_SHARING = 32  # articles of earlier runs that share a band: of a million 67 do, by chance
_MOST_INDEXED = 8  # of those, whose days are near, that one is compared to


class Grouping:
    """Gives the articles of a run their groups; `reader` holds those of earlier runs.

    `reopen` returns the opening of the article in a payload.
    """

    def __init__(
        self, reader: EngineReader | None, reopen: Callable[[bytes], Opening | None]
    ) -> None:
        self._reader = reader
        self._reopen = reopen
        native = compiled()
        self._recent = (native.Recent if native else Recent)(MOST_REMEMBERED)

    def expect(self, openings: Iterable[Opening]) -> None:
        """Be told of articles that are placed next; who is far away gets what is like them now."""
        if self._reader is not None:
            self._reader.prefetch_lsh_candidates((each.bands for each in openings), _MOST_SHARING)

    def place(self, opening: Opening, version: str) -> int:
        """Return the group of the next article, which opens so and has this version.

        Of articles that are as much like it, the one indexed first counts.
        """
        best, group = 0.0, new_group(opening.day, version)
        for earlier, its_group in self._indexed(opening):
            likeness = opening.likeness(earlier)
            if likeness > best:
                best, group = likeness, its_group
        placed: int = self._recent.place(opening, best, group)
        return placed

    def _indexed(self, opening: Opening) -> Iterator[tuple[Opening, int]]:
        """Yield articles of earlier runs, of near days, that share a band, with their groups."""
        if self._reader is None:
            return
        sharing = self._reader.lsh_candidates(opening.bands, _MOST_SHARING)
        near = [
            (doc_id, group)
            for doc_id, group in zip(sharing, self._reader.groups(sharing), strict=True)
            if days_apart(opening.day, day_of(group)) <= DAYS
        ][:_MOST_INDEXED]
        payloads = self._reader.load([doc_id for doc_id, _ in near])
        for payload, (_, group) in zip(payloads, near, strict=True):
            if earlier := self._reopen(payload):
                yield earlier._replace(day=day_of(group)), group


class Recent:
    """The latest articles of a run, found by their bands; 4 bytes a slot, about 130 an article.

    The compiled kernel has the same, and is held to it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._records: list[bytes] = []
        self._next = 0
        # Each holds the place of a record and what the slot's number does not tell of the band.
        self._slots = array("I", bytes(4 * _SLOTS))

    def place(self, opening: Opening, best: float, group: int) -> int:
        """Return the group of the article that is more alike than `best`, else `group`.

        The opening is remembered as one of that group. Of articles that are as much like it, the
        first counts.
        """
        places = self._places(opening.bands)
        for place in sorted(set(places)):
            if place:
                earlier, its_group = unpacked(self._records[place - 1])
                likeness = opening.likeness(earlier)
                if likeness > best:
                    best, group = likeness, its_group
        self._add(opening.packed(group), opening.bands, places)
        return group

    def _places(self, bands: Iterable[int]) -> list[int]:
        """Return the place of the article that each band leads to, from 1; 0 when to none."""
        found = []
        for band in bands:
            rest, slot = divmod(band, _SLOTS)
            held, place = divmod(self._slots[slot], _PLACES)
            found.append(place if held == rest else 0)
        return found

    def _add(self, record: bytes, bands: Iterable[int], places: Iterable[int]) -> None:
        """Remember an article; bands go on leading to the places of earlier ones of its group."""
        group = group_of(record)
        for band, place in zip(bands, places, strict=True):
            if not place or group_of(self._records[place - 1]) != group:
                self._slots[band % _SLOTS] = band // _SLOTS * _PLACES + self._next + 1
        if self._next < len(self._records):
            self._records[self._next] = record
        else:
            self._records.append(record)
        self._next = (self._next + 1) % self._most
