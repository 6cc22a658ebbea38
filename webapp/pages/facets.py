"""Links that narrow a search: the values beside the results, and the chosen ones above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.fields import FACET_FIELDS
from indexer.model import FacetCount
from webapp.language import gettext
from webapp.pages.formatting import in_language, limits, translated
from webapp.urls.search_state import SearchState

SHOWN = 6
MAX_LISTED = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its count; `url` chooses it, or drops it when it is `chosen`."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of a facet: the first in sight, `more` of them folded, `others` not listed.

    `prefix` stands before a value of it in a query; a year has none.
    """

    title: str
    prefix: str
    shown: tuple[Value, ...]
    more: tuple[Value, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit in force; `url` is the search without it."""

    name: str
    url: str


def groups(facets: Mapping[str, Sequence[FacetCount]], state: SearchState) -> list[Group]:
    """Return the facets that offer a choice: those of the table of fields, and years."""
    found = [
        (translated(each.heading), in_language(each.prefix), _choices(each.name, facets, state))
        for each in FACET_FIELDS
    ]
    found.append((gettext("Jaar"), "", _years(facets.get("year", ()), state)))
    return [_group(title, prefix, values) for title, prefix, values in found if _offers(values)]


def chips(
    state: SearchState, address_of: Callable[[SearchState], str] = SearchState.url
) -> list[Chip]:
    """Return the limits in force, in the order of the facets."""
    found = [
        Chip(value, address_of(state.toggled(name, value))) for name, value in state.filters.pairs()
    ]
    found += [
        Chip(
            gettext("niet %(value)s", value=value), address_of(state.without_exclusion(name, value))
        )
        for name, value in state.excluded.pairs()
    ]
    if state.since or state.until:
        always = state.within(None, None)
        found.append(Chip(limits(state.since, state.until), address_of(always)))
    return found


def _choices(
    field: str, facets: Mapping[str, Sequence[FacetCount]], state: SearchState
) -> list[Value]:
    chosen = state.chosen(field)
    return [
        Value(c.value, c.count, state.toggled(field, c.value).url(), c.value in chosen)
        for c in facets.get(field, ())
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


def _group(title: str, prefix: str, values: Sequence[Value]) -> Group:
    # Folding away one or two values saves no room.
    shown = SHOWN if len(values) > SHOWN + 2 else len(values)
    others = max(0, len(values) - MAX_LISTED)
    return Group(title, prefix, tuple(values[:shown]), tuple(values[shown:MAX_LISTED]), others)
