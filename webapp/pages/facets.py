"""What narrows a search: the values beside the results, and the chosen ones above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.fields import FACET_FIELDS
from indexer.model import FacetCount
from webapp.language import gettext
from webapp.pages.formatting import limits, translated
from webapp.urls.search_state import SearchState

SHOWN = 8
"""Values of a facet beside the results; the others have a page of their own."""
MAX_YEARS = 12

Facets = Mapping[str, Sequence[FacetCount]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet with its count; `url` chooses it, or drops it when it is `chosen`.

    When it is `excluded`, `url` takes that back.
    """

    name: str
    count: int
    url: str
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The values of a facet: those `shown`, and how many there are in `total`.

    `field` is the parameter that takes its values: a year has none, and can be neither ticked nor
    excluded. `url` is the page with all values, empty where all are shown.
    """

    title: str
    field: str
    shown: tuple[Value, ...]
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit in force; `url` is the search without it."""

    name: str
    url: str


def groups(facets: Facets, state: SearchState) -> list[Group]:
    """Return the facets that offer a choice: those of the table of fields, and years.

    Of a long facet the first values are shown, and all that are chosen or excluded.
    """
    found = []
    for each in FACET_FIELDS:
        values = field_values(each.name, facets.get(each.name, ()), state)
        title = translated(each.heading)
        found.append(
            Group(title, each.name, _in_sight(values), len(values), state.facet_url(each.name))
        )
    years = _years(facets.get("year", ()), state)
    found.append(Group(gettext("Jaar"), "", tuple(years[:MAX_YEARS]), len(years), ""))
    return [group for group in found if _offers(group)]


def field_values(
    field: str, counts: Sequence[FacetCount], state: SearchState, found: str = ""
) -> list[Value]:
    """Return the values of a field, those with `found` in them, the most frequent first.

    With `found`, those that are chosen or excluded precede them; without, they stand among them,
    even where no article has them.
    """
    counted = {each.value: each.count for each in counts if each.value}
    chosen, excluded = (values.get(field, ()) for values in (state.filters, state.excluded))
    limiting = {value: counted.get(value, 0) for value in (*chosen, *excluded)}
    wanted = found.casefold()
    matching = {value: count for value, count in counted.items() if wanted in value.casefold()}
    numbers = {**limiting, **matching} if found else {**matching, **limiting}
    return [
        Value(
            value,
            count,
            (state.excluding if value in excluded else state.toggled)(field, value).url(),
            value in chosen,
            value in excluded,
        )
        for value, count in numbers.items()
    ]


def chips(
    state: SearchState, address_of: Callable[[SearchState], str] = SearchState.url
) -> list[Chip]:
    """Return the limits in force, in the order of the facets."""
    found = [
        Chip(value, address_of(state.toggled(name, value))) for name, value in state.filters.pairs()
    ]
    found += [
        Chip(gettext("niet %(value)s", value=value), address_of(state.excluding(name, value)))
        for name, value in state.excluded.pairs()
    ]
    if state.since or state.until:
        always = state.within(None, None)
        found.append(Chip(limits(state.since, state.until), address_of(always)))
    return found


def _in_sight(values: Sequence[Value]) -> tuple[Value, ...]:
    # Leaving out one value saves no room.
    most = SHOWN if len(values) > SHOWN + 1 else len(values)
    others = (each for each in values[most:] if each.chosen or each.excluded)
    return (*values[:most], *others)


def _years(counts: Sequence[FacetCount], state: SearchState) -> list[Value]:
    found = []
    for c in sorted(counts, key=lambda count: count.value, reverse=True):
        chosen = state.since == state.until == c.value
        changed = state.within(None, None) if chosen else state.within(c.value, c.value)
        found.append(Value(c.value, c.count, changed.url(), chosen))
    return found


def _offers(group: Group) -> bool:
    return group.total > 1 or any(value.chosen or value.excluded for value in group.shown)
