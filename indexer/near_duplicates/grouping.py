"""Grouping: which articles tell the same story, found while they are indexed.

An article joins the group of the earlier article that it is most similar to, else it begins one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from indexer.compiled import compiled
from indexer.engines.protocol import EngineReader
from indexer.near_duplicates.fingerprint import (
    Fingerprint,
    Parts,
    day_of,
    days_apart,
    new_group,
    similarity,
    source_number,
)
from indexer.near_duplicates.fingerprint_table import CAPACITY, SLOT_BITS, FingerprintTable
from indexer.near_duplicates.rule import RULE

_FILE = "fingerprints.unfinished"
_KEPT = 1 << 16  # bytes that are not in the file
_MAX_CANDIDATES = 32  # articles of earlier runs that share a band: of a million 67 do, by chance
_MAX_COMPARED = 8  # of those whose days are near


class Grouping:
    """Gives the articles of a run their groups; `reader` holds those of earlier runs.

    `fingerprint_of` returns the fingerprint of the article in a stored source, without its day.
    The compiled kernel puts what articles of the run are compared by into a file without a name, if
    it is given a `folder`.
    """

    def __init__(
        self,
        reader: EngineReader | None,
        fingerprint_of: Callable[[bytes], Fingerprint | None],
        folder: Path | None = None,
    ) -> None:
        self._reader = reader
        self._fingerprint_of = fingerprint_of
        if native := compiled():
            file = (folder / _FILE, _KEPT) if folder else None
            self._table = native.FingerprintTable(RULE, CAPACITY, SLOT_BITS, file)
        else:
            self._table = FingerprintTable(RULE, CAPACITY, SLOT_BITS)

    def place(
        self,
        parts: Sequence[Parts | None],
        sources: Iterable[str],
        days: Iterable[int],
        contents: Iterable[str],
    ) -> list[int]:
        """Return the groups of the next articles, 0 of one without a fingerprint.

        Of each are given what its fingerprint has of its text, its source, its day, and the hash of
        its content. Of articles that are as similar to it, the one indexed first counts.
        """
        if self._reader is not None:
            bands = (each[2] for each in parts if each)
            self._reader.prefetch_lsh_candidates(bands, _MAX_CANDIDATES)
        about = [
            (source_number(source), day, *self._nearest(each, source, day, content))
            for each, source, day, content in zip(parts, sources, days, contents, strict=True)
        ]
        placed: list[int] = self._table.place_all(parts, about)
        return placed

    def _nearest(
        self, parts: Parts | None, source: str, day: int, content: str
    ) -> tuple[int, float]:
        """Return the group of the article of earlier runs that is most similar, and how similar.

        A new group where none is.
        """
        best, group = 0.0, new_group(day, content)
        if self._reader is None or parts is None:
            return group, best
        fingerprint = Fingerprint.of_parts(parts, source, day)
        for earlier, its_group in self._indexed(self._reader, fingerprint):
            found = similarity(fingerprint, earlier)
            if found > best:
                best, group = found, its_group
        return group, best

    def _indexed(
        self, reader: EngineReader, fingerprint: Fingerprint
    ) -> Iterator[tuple[Fingerprint, int]]:
        """Yield articles of earlier runs, of near days, that share a band, with their groups."""
        found = reader.lsh_candidates(fingerprint.lsh_bands, _MAX_CANDIDATES)
        compared = [
            (doc_id, group)
            for doc_id, group in zip(found, reader.group_ids(found), strict=True)
            if days_apart(fingerprint.day, day_of(group)) <= RULE.max_days
        ][:_MAX_COMPARED]
        payloads = reader.load([doc_id for doc_id, _ in compared])
        for payload, (_, group) in zip(payloads, compared, strict=True):
            if earlier := self._fingerprint_of(payload):
                yield earlier._replace(day=day_of(group)), group
