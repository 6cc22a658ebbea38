"""The front page: example searches that find something, and the newest articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.messages import Message
from indexer.model import Hit, SearchRequest, Sort
from indexer.reports import Stats
from webapp.archive_access import Searchable

NEWEST = 6
EXAMPLES = 4

# They show the query language, and are about what any Dutch archive reports.
CANDIDATES = (
    '"Tweede Kamer"',
    Message("klimaat OF stikstof"),
    Message("titel:politie"),
    "oekra*",
    "onderwijs",
    "rechter -moord",
    "verkiezingen",
    "navo-top",
)

_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True, slots=True)
class Front:
    """The front page of one state of the archive."""

    stats: Stats
    examples: tuple[str, ...]
    newest: tuple[Hit, ...]


class FrontPages:
    """Makes the front page once for every state of the archive."""

    def __init__(self) -> None:
        self._last: Front | None = None

    def of(self, archive: Searchable) -> Front:
        """Return the front page of the archive as it stands now."""
        stats = archive.stats()
        last = self._last
        if last is None or last.stats != stats:
            last = self._last = _made(archive, stats)
        return last


def _made(archive: Searchable, stats: Stats) -> Front:
    if not stats.articles:
        return Front(stats, (), ())
    newest = archive.search(SearchRequest("", limit=NEWEST, sort=Sort.NEWEST)).hits
    return Front(stats, _examples(archive, newest), newest)


def _examples(archive: Searchable, newest: tuple[Hit, ...]) -> tuple[str, ...]:
    from_titles = (max(_words(hit), key=len) for hit in newest if _words(hit))
    found: list[str] = []
    for query in dict.fromkeys((*CANDIDATES, *from_titles)):
        if len(found) == EXAMPLES:
            break
        if archive.search(SearchRequest(query, limit=1, related=False)).total:
            found.append(query)
    return tuple(found)


def _words(hit: Hit) -> list[str]:
    return _LONG_WORD.findall(hit.article.title.lower())
