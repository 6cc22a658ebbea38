"""The latest articles of a run, which later ones are compared to."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from indexer.near_duplicates.fingerprint import Fingerprint, Parts, group_of, similarity, unpacked
from indexer.near_duplicates.rule import Rule

CAPACITY = 1_000_000
"""Articles that are held, in Python about 150 MB; then the oldest are let go."""
SLOT_BITS = 22
"""2**22 slots for LSH bands, 16 MB; bands with the same low bits take each other's slot."""


class FingerprintTable:
    """Articles found by their LSH bands; 4 bytes a slot, about 130 an article.

    The compiled kernel has the same, of which most lies in a file; tests compare them.
    """

    def __init__(self, rule: Rule, capacity: int, slot_bits: int) -> None:
        self._rule = rule
        self._capacity = capacity
        self._slots_count = 1 << slot_bits
        self._places_count = 1 << 32 + slot_bits - rule.lsh_bits
        self._records: list[bytes] = []
        self._next = 0
        # Each holds the place of a record and what the slot's number leaves out of the band.
        self._slots = array("I", bytes(4 * self._slots_count))

    def place_all(
        self, parts: Iterable[Parts | None], about: Iterable[tuple[int, int, int, float]]
    ) -> list[int]:
        """Return the group of each article, 0 of one without a fingerprint.

        Of each is given what a fingerprint has, the number of its source, its day, and the group
        that it is to have unless one is more similar than a number.
        """
        return [
            self.place(Fingerprint(*each[:2], source, day, each[2]), best, group) if each else 0
            for each, (source, day, group, best) in zip(parts, about, strict=True)
        ]

    def place(self, fingerprint: Fingerprint, best: float, group: int) -> int:
        """Return the group of the article that is more similar than `best`, else `group`.

        The fingerprint is remembered as one of that group. Of articles that are as similar, the
        first counts.
        """
        places = self._places(fingerprint.lsh_bands)
        for place in sorted(set(places)):
            if place:
                earlier, its_group = unpacked(self._records[place - 1])
                found = similarity(fingerprint, earlier, self._rule)
                if found > best:
                    best, group = found, its_group
        self._add(fingerprint.packed(group), fingerprint.lsh_bands, places)
        return group

    def _places(self, bands: Iterable[int]) -> list[int]:
        """Return the place of the article that each band leads to, from 1; 0 when to none."""
        found = []
        for band in bands:
            rest, slot = divmod(band, self._slots_count)
            its_rest, place = divmod(self._slots[slot], self._places_count)
            found.append(place if its_rest == rest else 0)
        return found

    def _add(self, record: bytes, bands: Iterable[int], places: Iterable[int]) -> None:
        """Remember an article; bands go on leading to the places of earlier ones of its group."""
        group = group_of(record)
        for band, place in zip(bands, places, strict=True):
            if not place or group_of(self._records[place - 1]) != group:
                rest, slot = divmod(band, self._slots_count)
                self._slots[slot] = rest * self._places_count + self._next + 1
        if self._next < len(self._records):
            self._records[self._next] = record
        else:
            self._records.append(record)
        self._next = (self._next + 1) % self._capacity
