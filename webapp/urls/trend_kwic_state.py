"""The state of the pages of queries over time and in context. The URL holds all of it."""

from __future__ import annotations

from indexer.answers.figures import Beside, Interval, LineOrder, Period, Unit
from indexer.later import dataclass, replace
from webapp.urls.addresses import address
from webapp.urls.search_state import SearchState


@dataclass(frozen=True, slots=True)
class TrendState:
    """Queries over time; `within` is a search without words, whose filters apply.

    With `parts` a word also counts inside others. `cell` is the interval of cells whose articles
    the archive can list.
    """

    queries: tuple[str, ...]
    by: Interval
    shares: bool
    within: SearchState
    parts: bool = False
    cell: Interval | None = None

    def asking(self, *queries: str) -> TrendState:
        """Return other queries, counted and drawn the same."""
        return replace(self, queries=queries)

    def showing(self, *, shares: bool) -> TrendState:
        """Return the same queries, drawn as shares or as counts."""
        return replace(self, shares=shares)

    def reading(self, *, parts: bool) -> TrendState:
        """Return the counts of words inside others too, or no longer."""
        return replace(self, parts=parts)

    def limited(self, within: SearchState) -> TrendState:
        """Return the same queries within the limits of another search."""
        return replace(self, within=within)

    def url(self, path: str = "/trend") -> str:
        """Return the address of this page, or of the same as a file."""
        pairs = [("q", query) for query in self.queries]
        pairs += [("by", self.by)] if self.by is not Interval.MONTH else []
        pairs += [("show", "share")] if self.shares else []
        pairs += [("parts", "1")] if self.parts else []
        return address(path, pairs + self.within.pairs())

    def search_url(self, query: str) -> str:
        """Return the address of the articles of a query: a list of what is counted."""
        return self._listed(query).url()

    def period_url(self, query: str, period: Period) -> str:
        """Return the address of the articles of a query in a period: as counted, if they can be."""
        if self.cell:
            cell = ((str(self.cell), period.name),)
            search = self.within.asking(query)
            state = ContextState(search, LineOrder.RELEVANCE, parts=self.parts, cell=cell)
            return state.url("/articles")
        return self._listed(query).within(period.since, period.until).url()

    def _listed(self, query: str) -> SearchState:
        return self.within.asking(query).reading(parts=self.parts)


@dataclass(frozen=True, slots=True)
class ContextState:
    """A query in context: its search, whose page counts lines, and the order of the lines.

    Of each article those are the first `per_article`, None for all. The articles are those that
    the query `within` selects too, in a `cell`: fields with a value each. With `parts` a word also
    counts inside others, with `collapse` one article stands for its near-duplicates. Lines have a
    word `beside` the hit; a `run` is words in a row of one sentence.
    """

    search: SearchState
    order: LineOrder
    per_article: int | None = None
    within: str = ""
    parts: bool = False
    collapse: bool = False
    cell: tuple[tuple[str, str], ...] = ()
    beside: Beside | None = None
    run: bool = False

    def at(self, page: int) -> ContextState:
        """Return another page of the lines."""
        return self.limited(self.search.at(page))

    def ordered(self, order: LineOrder) -> ContextState:
        """Return the lines in another order, from the first page."""
        return replace(self, search=self.search.at(1), order=order)

    def asking(self, query: str) -> ContextState:
        """Return the lines of another query within the same limits."""
        return self.limited(self.search.asking(query))

    def reading(self, *, parts: bool) -> ContextState:
        """Return the lines that count words inside others too, or no longer."""
        return replace(self, search=self.search.at(1), parts=parts)

    def limited(self, search: SearchState) -> ContextState:
        """Return the lines of another search, in the same order."""
        return replace(self, search=search)

    def listed(self) -> SearchState:
        """Return the search whose list has the same articles."""
        return self.search.reading(parts=self.parts)

    def url(self, path: str = "/kwic") -> str:
        """Return the address of this page, or of the same as a file."""
        return address(path, self.pairs())

    def carried(self) -> list[tuple[str, str]]:
        """Return name and value of all that a new query keeps: limits, order, what lines count."""
        own = {"q", "lang"}  # fields that the form has itself
        return [pair for pair in self.at(1).pairs() if pair[0] not in own]

    def pairs(self) -> list[tuple[str, str]]:
        """Return name and value of every parameter that is not at its default, `q` first."""
        order = [("sort", str(self.order))] if self.order is not LineOrder.RELEVANCE else []
        most = [("per_article", str(self.per_article))] if self.per_article else []
        given = [("within", self.within)] if self.within else []
        given += [("parts", "1")] if self.parts else []
        given += [("collapse", "1")] if self.collapse else []
        given += _beside_pairs(self.beside) if self.beside else []
        given += [("run", "1")] if self.run else []
        given += [("cell", f"{field}:{value}") for field, value in self.cell]
        limits = [pair for pair in self.search.pairs() if pair[0] != "collapse"]
        return limits + order + most + given


def _beside_pairs(beside: Beside) -> list[tuple[str, str]]:
    unit = [("unit", str(beside.unit))] if beside.unit is not Unit.FORM else []
    return [("near", beside.word), ("window", str(beside.window)), *unit]
