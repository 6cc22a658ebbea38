"""The front page: example searches that find something, and the newest articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.messages import Message
from indexer.model import Hit, SearchRequest, Sort, Span
from indexer.reports import Stats
from webapp.archive_access import Searchable

NEWEST = 6
EXAMPLES = 5

# Subjects that any Dutch archive reports on; what it does not have is not offered.
CANDIDATES = (
    Message("Tweede Kamer"),
    Message("klimaat"),
    Message("verkiezingen"),
    Message("onderwijs"),
    Message("woningmarkt"),
    Message("watersnood"),
    Message("voetbal"),
)

_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True, slots=True)
class Front:
    """The front page of one state of the archive; `days` counts its articles by their days."""

    stats: Stats
    examples: tuple[str, ...]
    newest: tuple[Hit, ...]
    days: Mapping[Span, int]

    @property
    def newest_day(self) -> str | None:
        """The day that all the newest articles are of, None where they are of several."""
        days = {hit.article.date for hit in self.newest}
        return days.pop() if len(days) == 1 else None


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
        return Front(stats, (), (), {})
    newest = archive.search(SearchRequest("", limit=NEWEST, sort=Sort.NEWEST)).hits
    days = archive.refinements(SearchRequest("")).all_days
    return Front(stats, _examples(archive, newest), newest, days)


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
