"""What narrows a search: values beside the results, and those chosen above them, as links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.model import FacetCount
from webapp.language import gettext
from webapp.pages.formatting import limits
from webapp.urls.search_state import Choice, SearchState

SHOWN = 6
MOST = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its count; `url` chooses it, or drops it when it is `chosen`."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of a facet: the first in sight, `more` of them folded, `others` not listed."""

    title: str
    shown: tuple[Value, ...]
    more: tuple[Value, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit in force; `url` is the search without it."""

    name: str
    url: str


def groups(facets: Mapping[str, Sequence[FacetCount]], state: SearchState) -> list[Group]:
    """Return the facets that offer a choice: sources, sections and years."""
    found = [
        (gettext("Bron"), _choices("source", facets.get("source", ()), state)),
        (gettext("Rubriek"), _choices("section", facets.get("section", ()), state)),
        (gettext("Jaar"), _years(facets.get("year", ()), state)),
    ]
    return [_group(title, values) for title, values in found if _offers(values)]


def chips(
    state: SearchState, address_of: Callable[[SearchState], str] = SearchState.url
) -> list[Chip]:
    """Return the limits in force, in the order of the facets."""
    choices: tuple[Choice, ...] = ("source", "section")
    found = [
        Chip(value, address_of(state.toggled(choice, value)))
        for choice in choices
        for value in state.chosen(choice)
    ]
    if state.since or state.until:
        always = state.within(None, None)
        found.append(Chip(limits(state.since, state.until), address_of(always)))
    return found


def _choices(choice: Choice, counts: Sequence[FacetCount], state: SearchState) -> list[Value]:
    chosen = state.chosen(choice)
    return [
        Value(c.value, c.count, state.toggled(choice, c.value).url(), c.value in chosen)
        for c in counts
        if c.value
    ]


def _years(counts: Sequence[FacetCount], state: SearchState) -> list[Value]:
    found = []
    for c in sorted(counts, key=lambda count: count.value, reverse=True):
        chosen = state.since == state.until == c.value
        changed = state.within(None, None) if chosen else state.within(c.value, c.value)
        found.append(Value(c.value, c.count, changed.url(), chosen))
    return found


def _offers(values: Sequence[Value]) -> bool:
    return len(values) > 1 or any(value.chosen for value in values)


def _group(title: str, values: Sequence[Value]) -> Group:
    # Folding away one or two values saves no room.
    shown = SHOWN if len(values) > SHOWN + 2 else len(values)
    others = max(0, len(values) - MOST)
    return Group(title, tuple(values[:shown]), tuple(values[shown:MOST]), others)
