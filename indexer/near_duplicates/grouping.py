"""Grouping: which articles tell the same story, found while they are indexed.

An article joins the group of the earlier article that it is most similar to, else it begins one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from indexer.compiled import compiled
from indexer.engines.protocol import EngineReader
from indexer.near_duplicates.fingerprint import (
    Fingerprint,
    day_of,
    days_apart,
    new_group,
    similarity,
)
from indexer.near_duplicates.fingerprint_table import CAPACITY, SLOT_BITS, FingerprintTable
from indexer.near_duplicates.rule import RULE

_MAX_CANDIDATES = 32  # articles of earlier runs that share a band: of a million 67 do, by chance
_MAX_COMPARED = 8  # of those whose days are near


class Grouping:
    """Gives the articles of a run their groups; `reader` holds those of earlier runs.

    `fingerprint_of` returns the fingerprint of the article in a stored source, without its day.
    """

    def __init__(
        self,
        reader: EngineReader | None,
        fingerprint_of: Callable[[bytes], Fingerprint | None],
    ) -> None:
        self._reader = reader
        self._fingerprint_of = fingerprint_of
        native = compiled()
        table = native.FingerprintTable if native else FingerprintTable
        self._table = table(RULE, CAPACITY, SLOT_BITS)

    def prefetch(self, fingerprints: Iterable[Fingerprint]) -> None:
        """Ask the engine for the candidates of articles that are placed next."""
        if self._reader is not None:
            bands = (fingerprint.lsh_bands for fingerprint in fingerprints)
            self._reader.prefetch_lsh_candidates(bands, _MAX_CANDIDATES)

    def place(self, fingerprint: Fingerprint, content_hash: str) -> int:
        """Return the group of the next article.

        Of articles that are as similar to it, the one indexed first counts.
        """
        best, group = 0.0, new_group(fingerprint.day, content_hash)
        for earlier, its_group in self._indexed(fingerprint):
            found = similarity(fingerprint, earlier)
            if found > best:
                best, group = found, its_group
        placed: int = self._table.place(fingerprint, best, group)
        return placed

    def _indexed(self, fingerprint: Fingerprint) -> Iterator[tuple[Fingerprint, int]]:
        """Yield articles of earlier runs, of near days, that share a band, with their groups."""
        if self._reader is None:
            return
        found = self._reader.lsh_candidates(fingerprint.lsh_bands, _MAX_CANDIDATES)
        compared = [
            (doc_id, group)
            for doc_id, group in zip(found, self._reader.group_ids(found), strict=True)
            if days_apart(fingerprint.day, day_of(group)) <= RULE.max_days
        ][:_MAX_COMPARED]
        payloads = self._reader.load([doc_id for doc_id, _ in compared])
        for payload, (_, group) in zip(payloads, compared, strict=True):
            if earlier := self._fingerprint_of(payload):
                yield earlier._replace(day=day_of(group)), group
