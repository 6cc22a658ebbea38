"""How many articles have a term: what the dictionaries of all shards say, in one request.

A cluster does not give what stands in a dictionary, but it looks each term of a text that it is
sent up in it (`_mtermvectors`): a search for each of 260 terms takes a node twenty times as long.
As in Lucene and Tantivy, an article that is removed counts until its segment is merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from indexer.cache import TwoGenerationCache
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.point_in_time import PointInTime
from indexer.engines.opensearch.queries import FieldTerm
from indexer.errors import EngineUnavailableError

_MAX_COUNTED = 1_000  # terms in one request
_MAX_KNOWN = 500_000
_TOLD = {
    "term_statistics": True,
    "field_statistics": False,
    "positions": False,
    "offsets": False,
    "payloads": False,
}


class Frequencies:
    """The frequencies of an index, of which those are cached that were asked for.

    They are of its last commit, which may be later than a point in time, by the second in which a
    reader notices. Threads may share it.
    """

    def __init__(self, client: Client, index: str, pinned: PointInTime) -> None:
        self._client = client
        self._index = index
        self._pinned = pinned
        self._known: TwoGenerationCache[FieldTerm, int] = TwoGenerationCache(_MAX_KNOWN)

    def of(self, terms: Iterable[FieldTerm]) -> dict[FieldTerm, int]:
        """Return how many articles have each term, with one request for all that are not cached."""
        asked = list(dict.fromkeys(terms))
        found = self._known.get(asked)
        unknown = [term for term in asked if term not in found]
        for start in range(0, len(unknown), _MAX_COUNTED):
            counted = self._counted(unknown[start : start + _MAX_COUNTED])
            self._known.put(counted)
            found.update(counted)
        return found

    def _counted(self, terms: Sequence[FieldTerm]) -> dict[FieldTerm, int]:
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for field, text in terms:
            texts[field].append(text)
        article = {field: " ".join(each) for field, each in texts.items()}
        asked = [{"doc": article, "routing": each, **_TOLD} for each in self._routings]
        answers = self._pinned.repeated(lambda _: self._client.statistics(self._index, asked))
        counted = dict.fromkeys(terms, 0)
        for answer in answers:
            told: dict[str, Any] = answer["term_vectors"]
            for field, text in terms:
                if found := told.get(field, {}).get("terms", {}).get(text):
                    counted[field, text] += found.get("doc_freq", 0)
        return counted

    @cached_property
    def _routings(self) -> list[str]:
        """A value for each shard that leads to it: one is asked about a text by such alone."""
        path = f"/{self._index}/_search_shards"
        shards = len(self._client.ask("GET", path)["shards"])
        found: dict[int, str] = {}
        value = 0
        while len(found) < shards:
            routing = str(value)
            (copies,) = self._client.ask("GET", path, parameters={"routing": routing})["shards"]
            if not copies:
                raise EngineUnavailableError(f"A shard of {self._index} is not there. Try again.")
            found.setdefault(copies[0]["shard"], routing)
            value += 1
        return list(found.values())
