"""The state of a search. The URL holds all of it; every link is a changed copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from indexer.answers.offered import Offer
from indexer.fields import BY_NAME, NO_VALUES, FieldValues
from indexer.later import dataclass, replace
from indexer.model import SearchRequest, Sort
from webapp.urls.addresses import address, article_path, query_string, why_path

_MAX_ASKED = 16  # states, of pages that are made at once

EXCLUDING = "not_"
"""What precedes the name of a field in a parameter whose values are excluded."""


@dataclass(frozen=True, slots=True)
class SearchState:
    """What a reader asked for; `sort` is None until chosen, `since` and `until` partial dates.

    `filters` are values of fields that are wanted, `excluded` those that are not. With `collapse`,
    near-duplicates stand under the best of them. Words are not found in the spellings `without`;
    without `parts`, not inside other words: the list has just what figures count.
    `events` are days marked on what is drawn over time; they select nothing.
    """

    q: str = ""
    page: int = 1
    sort: Sort | None = None
    since: str | None = None
    until: str | None = None
    filters: FieldValues = NO_VALUES
    excluded: FieldValues = NO_VALUES
    lang: str | None = None
    collapse: bool = True
    without: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    parts: bool = True

    @property
    def filtered(self) -> bool:
        """Whether filters or dates narrow the search."""
        return bool(self.since or self.until or self.filters or self.excluded)

    @property
    def blank(self) -> bool:
        """Whether the request asks for nothing, and gets the front page."""
        return not (self.q.strip() or self.filtered or self.sort) and self.page == 1

    @property
    def order(self) -> Sort:
        """The order asked for: without words there is no relevance, so the newest come first."""
        return self.sort or (Sort.RELEVANCE if self.q.strip() else Sort.NEWEST)

    def request(self, limit: int) -> SearchRequest:
        """Return the request that the archive answers."""
        return SearchRequest(
            query=self.q,
            page=self.page,
            limit=limit,
            sort=self.order,
            since=self.since,
            until=self.until,
            filters=self.filters,
            excluded=self.excluded,
            collapse=self.collapse,
            without=self.without,
            parts=self.parts,
        )

    def at(self, page: int) -> SearchState:
        """Return the same search on another page."""
        return self if page == self.page else replace(self, page=page)

    def ordered(self, sort: Sort) -> SearchState:
        """Return the same search in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def collapsing(self, *, collapse: bool) -> SearchState:
        """Return the same search with near-duplicates collapsed or not, from its first page."""
        return replace(self, collapse=collapse, page=1)

    def reading(self, *, parts: bool) -> SearchState:
        """Return the same search with words found inside others too or not, from its first page."""
        return replace(self, parts=parts, page=1)

    def asking(self, query: str) -> SearchState:
        """Return a search for other words within the same limits."""
        return replace(self, q=query, page=1, without=())

    def offered(self, offer: Offer) -> SearchState:
        """Return the search that is offered instead."""
        return replace(
            self.asking(offer.query),
            since=offer.since,
            until=offer.until,
            filters=offer.filters,
            excluded=offer.excluded,
            without=offer.without,
            parts=offer.parts,
        )

    def within(self, since: str | None, until: str | None) -> SearchState:
        """Return the search limited to a period."""
        return replace(self, since=since, until=until, page=1)

    def unfiltered(self) -> SearchState:
        """Return the search without its limits."""
        return SearchState(q=self.q, sort=self.sort, lang=self.lang, events=self.events)

    def unmarked(self, *events: str) -> SearchState:
        """Return the search without these marked days, or without any."""
        if not self.events:
            return self
        kept = tuple(each for each in self.events if events and each not in events)
        return replace(self, events=kept)

    def chosen(self, field: str) -> tuple[str, ...]:
        """Return the chosen values of a field."""
        return self.filters.of(field)

    def toggled(self, field: str, value: str) -> SearchState:
        """Return the search with this value added, or removed if it was chosen."""
        excluded = self.excluded
        if value in excluded.of(field):
            excluded = excluded.toggled(field, value)
        return replace(self, filters=self.filters.toggled(field, value), excluded=excluded, page=1)

    def adding(self, field: str) -> Callable[[str], str]:
        """Return what gives the address of `toggled` for values that are in no limit yet.

        A page has dozens, of which all but the value is the same.
        """
        pairs, limits = self.at(1).pairs(), self.value_pairs()
        later = _fields_after(field) if self.filters else ()
        here = sum(name not in later for name, _ in self.filters.pairs())
        place = len(pairs) - len(limits) + here
        before, after = query_string(pairs[:place]), query_string(pairs[place:])
        start, end = f"/{before}&" if before else "/?", after.replace("?", "&", 1)
        return lambda value: start + query_string([(field, value)])[1:] + end

    def paged(self) -> Callable[[int], str]:
        """Return what gives the address of each page, of which all but its number is the same."""
        first = self.at(1)
        pairs, asked = first.pairs(), bool(self.q)
        before, after = query_string(pairs[:asked]), query_string(pairs[asked:])
        start, end = f"/{before}&page=" if before else "/?page=", after.replace("?", "&", 1)
        return lambda number: f"{start}{number}{end}" if number > 1 else first.url()

    def excluding(self, field: str, value: str) -> SearchState:
        """Return the search with this value excluded, or no longer if it was."""
        wanted = self.filters
        if value in self.chosen(field):
            wanted = wanted.toggled(field, value)
        excluded = self.excluded.toggled(field, value)
        return replace(self, filters=wanted, excluded=excluded, page=1)

    def without_form(self, written: str) -> SearchState:
        """Return the search whose words are not found in this old spelling, or are again."""
        kept = tuple(each for each in self.without if each != written)
        added = () if written in self.without else (written,)
        return replace(self, without=kept + added, page=1)

    def value_pairs(self) -> list[tuple[str, str]]:
        """Return name and value of each parameter that forms carry along as it is."""
        excluded = [(EXCLUDING + name, value) for name, value in self.excluded.pairs()]
        return self.filters.pairs() + excluded + self.reading_pairs()

    def reading_pairs(self) -> list[tuple[str, str]]:
        """Return those that hold for how the search is read and drawn, and limit nothing."""
        found = [] if self.parts else [("parts", "0")]
        found += [("without", each) for each in self.without]
        found += [("event", each) for each in self.events]
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """Return name and value of every parameter that is not at its default, `q` first."""
        found: list[tuple[str, str]] = []
        if self.q:
            found.append(("q", self.q))
        if self.page > 1:
            found.append(("page", str(self.page)))
        if self.sort:
            found.append(("sort", self.sort))
        if self.since:
            found.append(("since", self.since))
        if self.until:
            found.append(("until", self.until))
        if self.lang:
            found.append(("lang", self.lang))
        if not self.collapse:
            found.append(("collapse", "0"))
        return found + self.value_pairs()

    def url(self) -> str:
        """Return the address of this page of results."""
        return address("/", self.pairs())

    def path(self, page: str) -> str:
        """Return the address of a page that is no search, in the language asked for."""
        return address(page, [("lang", self.lang)] if self.lang else [])

    def facet_url(self, field: str) -> str:
        """Return the address of the page with all values of a field."""
        return f"/facet/{field}" + _asked(self.at(1))

    def feed_url(self) -> str:
        """Return the address of a feed of the newest results; its own order is the only one."""
        plain = replace(self, sort=None) if self.sort else self
        return address("/feed.atom", plain.unmarked().pairs())

    def exporting_url(self) -> str:
        """Return the address where columns are chosen, and the search stands as code."""
        return "/export" + _asked(self.unmarked())

    def export_url(self, suffix: str) -> str:
        """Return the address of all results as a file."""
        return f"/export.{suffix}" + _asked(self.at(1).unmarked())

    def selection_url(self) -> str:
        """Return the address of all results as a selection that lasts, read as the list is."""
        limits = replace(self, page=1, sort=None, collapse=True, parts=True).unmarked().pairs()
        reading = [("parts", "1")] if self.parts else []
        return address("/selection.json", [*limits, *reading])

    def api_url(self) -> str:
        """Return the address of the same results as JSON."""
        return "/api/search" + _asked(self.unmarked())

    def embed_url(self) -> str:
        """Return the address of the first results, for a frame of another site."""
        return address("/embed", self.at(1).unmarked().pairs())

    def article_url(self, article_id: str) -> str:
        """Return the address of an article that leads back to this page of results."""
        return article_path(article_id) + _asked(self)

    def why_url(self, article_id: str) -> str:
        """Return the address that says why an article stands on this page of results."""
        return why_path(article_id) + _asked(self)

    def versions_url(self, article_id: str, other: str) -> str:
        """Return the address where an article is compared to another version of its story."""
        return address(article_path(article_id), [*self.pairs(), ("versie", other)])


@cache
def _fields_after(field: str) -> frozenset[str]:
    """Return the fields that come after one in the order of an address."""
    names = list(BY_NAME)
    return frozenset(names[names.index(field) + 1 :])


@lru_cache(_MAX_ASKED)
def _asked(state: SearchState) -> str:
    """Return what follows a path: a page has the same behind the address of each article."""
    return query_string(state.pairs())
