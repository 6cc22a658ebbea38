"""Periods to pick with one click: the last week, month and year of the archive."""

from __future__ import annotations

from datetime import date, timedelta

from indexer.later import dataclass
from indexer.model import Span
from webapp.language import gettext
from webapp.urls.search_state import SearchState


@dataclass(frozen=True, slots=True)
class Pick:
    """A period by its name; `url` is the search within it."""

    name: str
    url: str
    current: bool


def picks(last: str | None, state: SearchState) -> list[Pick]:
    """Return the periods that end with the `last` day of the archive, none where it has no date."""
    if not last:
        return []
    end = date.fromordinal(Span.parse(last).last)
    until = end.isoformat()
    days = ((7, gettext("laatste week")), (30, gettext("maand")), (365, gettext("jaar")))
    found = []
    for count, name in days:
        since = (end - timedelta(days=count - 1)).isoformat()
        current = (state.since, state.until) == (since, until)
        url = state.within(*((None, None) if current else (since, until))).url()
        found.append(Pick(name, url, current))
    return found
