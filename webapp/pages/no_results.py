"""Alternatives to a search without results: other searches, each of which finds something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.model import SearchPage
from webapp.archive_access import Searchable
from webapp.language import gettext
from webapp.urls.search_state import SearchState

MAX_ALTERNATIVES = 5
MAX_WORDS = 6

_WORD = re.compile(r"\w[\w’'-]*")
_OPERATORS = frozenset(["EN", "OF", "NIET", "AND", "OR", "NOT"])


@dataclass(frozen=True, slots=True)
class Alternative:
    """A search that finds `count` articles."""

    name: str
    words: str
    count: int
    url: str


def alternatives(archive: Searchable, state: SearchState, page: SearchPage) -> list[Alternative]:
    """Return up to five searches near the one that found nothing, the closest first."""
    found: list[Alternative] = []
    seen = {state}
    for name, words, candidate in _candidates(state, page):
        if candidate in seen or len(found) == MAX_ALTERNATIVES:
            continue
        seen.add(candidate)
        count = archive.search(replace(candidate.request(1), related=False)).total
        if count:
            found.append(Alternative(name, words, count, candidate.url()))
    return found


def words_of(query: str) -> list[str]:
    """Return the first few words of a query, without operators, fields and signs."""
    found = [word.strip("'’-") for word in _WORD.findall(re.sub(r"\w+:", " ", query))]
    return [word for word in dict.fromkeys(found) if word and word not in _OPERATORS][:MAX_WORDS]


def _candidates(state: SearchState, page: SearchPage) -> Iterator[tuple[str, str, SearchState]]:
    if page.suggestion:
        yield gettext("Andere spelling:"), page.suggestion, state.asking(page.suggestion)
    if state.filtered:
        if state.since or state.until:
            yield gettext("Uit alle jaren:"), state.q, state.within(None, None)
        yield gettext("In het hele archief:"), state.q, state.unfiltered()
    words = words_of(state.q)
    if len(words) > 1:
        joined = " ".join(words)
        yield gettext("Als losse woorden:"), joined, state.asking(joined)
        for word in words:
            yield gettext("Alleen:"), word, state.asking(word)
            yield gettext("Alleen, in het hele archief:"), word, state.unfiltered().asking(word)
