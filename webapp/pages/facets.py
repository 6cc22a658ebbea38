"""What narrows a search: the values beside the results, and the chosen ones above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from indexer.fields import BY_NAME, FACET_FIELDS
from indexer.later import dataclass
from indexer.model import FacetCount
from webapp.language import gettext
from webapp.pages.formatting import limits, translated
from webapp.urls.search_state import SearchState

SHOWN = 5
"""Values of a facet beside the results; the others have a page of their own."""
MAX_YEARS = 12
_CHOICE = 2  # values of which one can be chosen

Facets = Mapping[str, Sequence[FacetCount]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet with its count; `url` chooses it, or drops it when it is `chosen`.

    When it is `excluded`, `url` takes that back. `label` is what readers see.
    """

    name: str
    label: str
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


def groups(facets: Facets, state: SearchState, counted: int) -> list[Group]:
    """Return the facets that offer a choice: those of the table of fields, and years.

    Values that all `counted` articles have offer none. Of a long facet the first values are shown,
    and all that are chosen or excluded.
    """
    found = []
    for each in FACET_FIELDS:
        numbers = _numbers(each.name, facets.get(each.name, ()), state)
        chosen = _limiting(each.name, state)
        if not chosen and (len(numbers) < _CHOICE or min(numbers.values()) >= counted):
            continue
        values = _values(each.name, _in_sight(numbers, each.name, state), state)
        title, url = translated(each.heading), state.facet_url(each.name)
        found.append(Group(title, each.name, values, len(numbers), url))
    years = _years(facets.get("year", ()), state)
    if len(years) >= _CHOICE or any(year.chosen for year in years):
        found.append(Group(gettext("Jaar"), "", tuple(years[:MAX_YEARS]), len(years), ""))
    return found


def field_values(
    field: str, counts: Sequence[FacetCount], state: SearchState, found: str, limit: int
) -> tuple[tuple[Value, ...], int]:
    """Return `limit` values of a field, those with `found` in them, and how many there are.

    The most frequent come first.

    With `found`, those that are chosen or excluded precede them; without, they stand among them,
    even where no article has them.
    """
    numbers = _numbers(field, counts, state, found)
    return _values(field, dict(islice(numbers.items(), limit)), state), len(numbers)


def _numbers(
    field: str, counts: Sequence[FacetCount], state: SearchState, found: str = ""
) -> dict[str, int]:
    counted = {each.value: each.count for each in counts if each.value}
    limiting = {value: counted.get(value, 0) for value in _limiting(field, state)}
    if not found:
        return {**counted, **limiting}
    wanted = found.casefold()
    matching = {value: count for value, count in counted.items() if wanted in value.casefold()}
    return {**limiting, **matching}


def _values(field: str, numbers: Mapping[str, int], state: SearchState) -> tuple[Value, ...]:
    chosen, excluded = state.filters.of(field), state.excluded.of(field)
    adding = state.adding(field)
    has_classes = bool(BY_NAME[field].classes)
    found = []
    for value, count in numbers.items():
        if value in chosen or value in excluded:
            change = state.excluding if value in excluded else state.toggled
            url = change(field, value).url()
        else:
            url = adding(value)
        label = _label(field, value) if has_classes else value
        found.append(Value(value, label, count, url, value in chosen, value in excluded))
    return tuple(found)


def chips(
    state: SearchState, address_of: Callable[[SearchState], str] = SearchState.url
) -> list[Chip]:
    """Return the limits in force, in the order of the facets."""
    found = [
        Chip(_named(name, value), address_of(state.toggled(name, value)))
        for name, value in state.filters.pairs()
    ]
    found += [
        Chip(
            gettext("niet %(value)s", value=_named(name, value)),
            address_of(state.excluding(name, value)),
        )
        for name, value in state.excluded.pairs()
    ]
    if state.since or state.until:
        always = state.within(None, None)
        found.append(Chip(limits(state.since, state.until), address_of(always)))
    return found


def _label(field: str, value: str) -> str:
    """Return a value in the language of the page, where it has one."""
    return translated(BY_NAME[field].shown_value(value))


def _named(field: str, value: str) -> str:
    """Return a value that stands alone: that of a class says of what it is one."""
    label = _label(field, value)
    if not BY_NAME[field].classes:
        return label
    return f"{translated(BY_NAME[field].heading)}: {label}"


def _in_sight(numbers: Mapping[str, int], field: str, state: SearchState) -> dict[str, int]:
    # Leaving out one value saves no room.
    most = SHOWN if len(numbers) > SHOWN + 1 else len(numbers)
    first = dict(islice(numbers.items(), most))
    return {**first, **{value: numbers[value] for value in _limiting(field, state)}}


def _limiting(field: str, state: SearchState) -> tuple[str, ...]:
    """Return the values of a field that are chosen or excluded."""
    return (*state.filters.of(field), *state.excluded.of(field))


def _years(counts: Sequence[FacetCount], state: SearchState) -> list[Value]:
    found = []
    for c in sorted(counts, key=lambda count: count.value, reverse=True):
        chosen = state.since == state.until == c.value
        changed = state.within(None, None) if chosen else state.within(c.value, c.value)
        found.append(Value(c.value, c.value, c.count, changed.url(), chosen))
    return found
