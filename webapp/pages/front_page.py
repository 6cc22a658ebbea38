"""The front page: example searches that find something, and the newest articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from indexer.cache import LruCache
from indexer.messages import Message
from indexer.model import FacetCount, Hit, SearchRequest, Sort, Span
from indexer.reports import Stats
from webapp.archive_access import Searchable
from webapp.language import language
from webapp.pages.formatting import translated
from webapp.urls.search_state import SearchState

NEWEST = 6
EXAMPLES = 5
NAMED = 8
PERSON = "person"
WEEK, MONTH, YEAR = 7, 31, 366
_FEW = 2
_MAX_STATES = 32
"""Front pages whose parts are remembered: each language, and days that readers marked."""

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


Parts = Mapping[str, object]
"""What a template shows beside the archive in figures: the strip, and links."""


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The front page of one state of the archive; `days` counts its articles by their days.

    `names` are the persons named in most articles of its last days, of which there are
    `named_days`.
    """

    stats: Stats
    examples: tuple[str, ...]
    newest: tuple[Hit, ...]
    days: Mapping[Span, int]
    names: tuple[FacetCount, ...] = ()
    named_days: int = 0

    @property
    def newest_day(self) -> str | None:
        """The day that all the newest articles are of; None for several, or a month or a year."""
        days = {hit.article.date or "" for hit in self.newest}
        day = days.pop() if len(days) == 1 else ""
        return day if len(day) == len("2019-05-29") else None


class FrontPages:
    """Makes the front page once for every state of the archive."""

    def __init__(self) -> None:
        self._last: Front | None = None
        self._parts = LruCache[tuple[Front, SearchState, str], Parts](_MAX_STATES)

    def of(self, archive: Searchable) -> Front:
        """Return the front page of the archive as it stands now."""
        stats = archive.stats()
        last = self._last
        if last is None or last.stats != stats:
            last = self._last = _made(archive, stats)
        return last

    def parts(
        self, front: Front, state: SearchState, made: Callable[[Front, SearchState], Parts]
    ) -> Parts:
        """Return what is shown of a front page, made once for a state in a language."""
        key = (front, state, language())
        parts = self._parts.get(key)
        if parts is None:
            parts = made(front, state)
            self._parts.put(key, parts)
        return parts


def examples_of(archive: Searchable) -> tuple[str, ...]:
    """Return the queries that the front page shows, as a page where nothing is asked has them."""
    pages: FrontPages = current_app.extensions["knipsel.front"]
    return tuple(map(translated, pages.of(archive).examples))


def _made(archive: Searchable, stats: Stats) -> Front:
    if not stats.articles:
        return Front(stats, (), (), {})
    newest = archive.search(SearchRequest("", limit=NEWEST, sort=Sort.NEWEST)).hits
    days = archive.refinements(SearchRequest("")).all_days
    names, named_days = _names(archive, stats.last_date)
    return Front(stats, _examples(archive, newest), newest, days, names, named_days)


def _names(archive: Searchable, last: str | None) -> tuple[tuple[FacetCount, ...], int]:
    """Return who is named most in the last week of the archive, and the number of its days.

    Where it names few of them twice, it is the last month, or year.
    """
    if not last:
        return (), 0
    end = date.fromordinal(Span.parse(last).last)
    for count in (WEEK, MONTH, YEAR):
        since = (end - timedelta(days=count - 1)).isoformat()
        request = SearchRequest("", limit=1, since=since, until=end.isoformat())
        found = archive.search(request, (PERSON,)).facets.get(PERSON, ())
        if len(found) >= _FEW and found[_FEW - 1].count > 1:
            return tuple(found[:NAMED]), count
    return (), 0


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
