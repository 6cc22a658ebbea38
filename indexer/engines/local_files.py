"""What a reader of local files need not do: fetch together what would take a request each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.engines.protocol import ChannelTerm
from indexer.query.nodes import Node


class LocalFiles:
    """The prefetching of `EngineReader` for an engine whose files are here: there is none."""

    def prefetch_terms(self, terms: Iterable[ChannelTerm]) -> None:
        """Do nothing."""

    def prefetch_counts(self, queries: Iterable[Node]) -> None:
        """Do nothing."""

    def prefetch_documents(self, ids: Iterable[str]) -> None:
        """Do nothing."""

    def prefetch_lsh_candidates(self, bands: Iterable[Sequence[int]], limit: int) -> None:
        """Do nothing."""
