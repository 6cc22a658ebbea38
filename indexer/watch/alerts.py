"""Standing queries: what is new in their results since the last run.

What was seen is kept as hashes of ids in a small JSON file, which a run replaces in one step.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import orjson

from indexer.answers.streams import ResultStream
from indexer.errors import KnipselError
from indexer.files import write_atomically
from indexer.later import dataclass
from indexer.model import Article, SearchRequest, Sort
from indexer.request_checks import MAX_RESULTS

MAX_NEW = 100
"""New articles that are told of for one query."""

_FORMAT = 1
_EVERYTHING = SearchRequest("")


@dataclass(frozen=True, slots=True)
class Standing:
    """A query that is asked again and again, under an id of the user's.

    `within` is a request without words, of which the limits hold.
    """

    id: str
    query: str
    within: SearchRequest = _EVERYTHING

    @property
    def asked(self) -> str:
        """What is asked, in one text: the query, and its limits where there are any."""
        limits = {
            "since": self.within.since,
            "until": self.within.until,
            "filters": dict(self.within.filters),
            "excluded": dict(self.within.excluded),
            "without": list(self.within.without),
        }
        given = {name: value for name, value in limits.items() if value}
        return f"{self.query}\t{orjson.dumps(given).decode()}" if given else self.query


@dataclass(frozen=True, slots=True)
class Alert:
    """What a query finds now: `count` new articles, the newest of them in `new`.

    The first time, or when the query has changed, all of the `total` count as seen.
    """

    standing: Standing
    total: int
    count: int
    new: tuple[Article, ...]
    first: bool

    @property
    def watched(self) -> bool:
        """Whether every result is watched, and not only the newest."""
        return self.total <= MAX_RESULTS


class Listable(Protocol):
    """What alerts ask of an archive."""

    def listing(self, request: SearchRequest) -> ResultStream:
        """Return what satisfies the query."""


class Seen:
    """Which articles each standing query had found when it was last asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _read(path)
        self._now: dict[str, dict[str, Any]] = {}

    def before(self, standing: Standing) -> frozenset[str] | None:
        """Return the digests of what the query had found, or None if it was not asked before."""
        query, digests = self._before.get(standing.id, (None, frozenset()))
        return digests if query == standing.asked else None

    def found(self, standing: Standing, digests: list[str]) -> None:
        """Take as seen what the query finds now."""
        self._now[standing.id] = {"query": standing.asked, "seen": digests}

    def keep(self) -> None:
        """Write down what this run has seen. Raises KnipselError if it cannot be written."""
        state = orjson.dumps({"format": _FORMAT, "queries": self._now})
        try:
            write_atomically(self._path, state)
        except OSError as error:
            raise KnipselError(
                f"{self._path} cannot be written: {error.strerror}. Choose another with --state."
            ) from error


def alert(archive: Listable, standing: Standing, seen: Seen) -> Alert:
    """Return what is new for a standing query. Raises RequestError if it makes no sense."""
    asked = replace(standing.within, query=standing.query, limit=MAX_RESULTS, sort=Sort.NEWEST)
    listing = archive.listing(asked)
    before = seen.before(standing)
    digests: list[str] = []
    new: list[Article] = []
    count = 0
    for hit in listing.hits:
        digests.append(_digest(hit.article.id))
        if before is not None and digests[-1] not in before:
            count += 1
            if count <= MAX_NEW:
                new.append(hit.article)
    seen.found(standing, digests)
    return Alert(standing, listing.total, count, tuple(new), first=before is None)


def _read(path: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Return query and digests by id. Raises KnipselError if `keep` did not write them."""
    try:
        return _queries(orjson.loads(path.read_bytes()))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KnipselError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KnipselError(
            f"{path} is not what knipsel alert keeps. "
            "Choose another with --state, or remove it to start afresh."
        ) from error


def _queries(state: Any) -> dict[str, tuple[str, frozenset[str]]]:
    if state["format"] != _FORMAT:
        raise ValueError(state["format"])
    return {
        id_: (asked["query"], frozenset(map(str, asked["seen"])))
        for id_, asked in state["queries"].items()
    }


def _digest(id_: str) -> str:
    return blake2b(id_.encode(errors="replace"), digest_size=8).hexdigest()
