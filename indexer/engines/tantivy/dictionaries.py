"""The dictionaries of a Tantivy index: which terms a field has, and how many articles each."""

from __future__ import annotations

from array import array
from pathlib import Path
from types import ModuleType

import tantivy

from indexer.engines.bm25 import FILLER
from indexer.engines.tantivy.folders import META, utf8_name
from indexer.engines.tantivy.os_errors import os_errors_raised
from indexer.engines.term_counts import TermCounts

_ALL = 1 << 31  # terms: more than there can be


class Dictionaries:
    """Those of one snapshot, which is that of a folder as long as the folder's `meta` is so."""

    def __init__(self, searcher: tantivy.Searcher, folder: Path, meta: bytes) -> None:
        self._searcher = searcher
        self._folder = folder
        self._meta = meta

    def terms(self, field: str, prefix: str, limit: int | None) -> list[tuple[str, int]]:
        """Return the most frequent terms that begin with `prefix`, with the articles of each."""
        module = self._compiled()
        if module:
            with os_errors_raised():
                found = module.frequent_terms(
                    utf8_name(self._folder), field, prefix, _ALL if limit is None else limit
                )
        else:  # Tantivy's own makes room for the limit
            found = self._searcher.terms_with_prefix(field, prefix, limit=limit)
        return list(found)

    def counts(self, field: str, limit: int) -> TermCounts:
        """Return the most frequent terms, without the fillers of lengths."""
        if module := self._compiled():  # no text is made of each: there are hundreds of thousands
            with os_errors_raised():
                lines, counts = module.frequent_lines(utf8_name(self._folder), field, FILLER, limit)
            return TermCounts(lines, array("Q", counts))
        found = self.terms(field, "", limit + 1)
        return TermCounts.of([each for each in found if each[0] != FILLER][:limit])

    def _compiled(self) -> ModuleType | None:
        """Return what goes through them quickly, unless the folder has a later commit by now."""
        from indexer.engines.tantivy import segments  # noqa: PLC0415 - for vocabularies

        module = segments.compiled()
        is_same = module and (self._folder / META).read_bytes() == self._meta
        return module if is_same else None
