"""What a request selects: the articles that satisfy it, to be counted or walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from indexer.answers.name_figures import NAME_TYPES
from indexer.answers.offered import Offer, OfferKind
from indexer.answers.streams import ResultStream
from indexer.engines.protocol import Aggregation, ScoredDoc
from indexer.fields import FACETS
from indexer.later import NamedTuple, dataclass, replace
from indexer.messages import Message
from indexer.model import Rewrite, RewriteKind, SearchRequest, Span
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.query.pasted.addresses import same_address
from indexer.query.syntax import ParsedQuery, SyntaxNode, Word
from indexer.query.terms.preferred import Preferred
from indexer.search.listing import without_snippets
from indexer.search.naming import MAX_VALUES, asks_names
from indexer.search.offers.asked import Asked, Correction
from indexer.search.offers.corrections import as_rewrites, in_two_rounds
from indexer.search.offers.field_values import near_values
from indexer.search.offers.nothing_found import IN_DUTCH, SPELT_OTHERWISE, offers
from indexer.search.ranking.scoring import filtered
from indexer.search.request import check_request, filters
from indexer.search.snapshot import Exact, Snapshot
from indexer.storage.payload import LISTED, stored_article

NO_WORD_LEFT = Message("Er blijft geen zoekwoord over.")
_MAX_ADDRESSED = 50  # articles with words of an address of which the address is looked at
_MAX_PATTERNS = 60  # of all requests together that may be offered where nothing is found
_FIRST = 100.0  # what an address is worth beside a date: it is of one article
_NAMES_AS_WORDS = Message(
    "Dit archief houdt geen namen bij: een naam is gezocht als woorden in de tekst."
)

Days: TypeAlias = Mapping[Span, int]


class Matches(NamedTuple):
    """Articles that a request selects: of `total` in all those after the first `offset`."""

    total: int
    offset: int
    docs: Sequence[ScoredDoc]


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles of a snapshot that satisfy a request, whatever page it asks for.

    `must` is the node tree that they match; None where a query was typed of which no word remains,
    which selects nothing. `exact` is what figures count of the request, where that is asked for.
    """

    snapshot: Snapshot
    request: SearchRequest
    parsed: ParsedQuery
    analyzed: AnalyzedQuery
    must: nodes.Node | None
    exact: Exact | None = None

    @property
    def interpreted(self) -> str:
        """The query as it was understood."""
        return "" if self.must is None else self.parsed.interpreted

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader is to know of how the query was understood."""
        notices = [*self.parsed.notices]
        if self._asks_names and self.snapshot.names.index is None:
            notices.append(_NAMES_AS_WORDS)
        return (*notices, *([] if self.must is not None else [NO_WORD_LEFT]))

    @property
    def _asks_names(self) -> bool:
        asked = {*self.request.filters, *self.request.excluded}
        return bool(asked & NAME_TYPES.keys()) or asks_names(self.parsed.tree)

    def count(self, facets: Sequence[str] = ()) -> Aggregation:
        """Return how many articles there are, with these facets over them."""
        if self.must is None:
            return Aggregation(0, dict.fromkeys(facets, ()), 0, 0)
        engine = self.snapshot.reader
        found = engine.count(self.must, [each for each in facets if each not in NAME_TYPES])
        if len(found.facets) == len(facets):
            return found
        limit = MAX_VALUES if len(facets) > 1 else None
        asked = [each for each in facets if each in NAME_TYPES]
        named = self.snapshot.names.facets(engine, self.must, found.total, limit, fields=asked)
        each = {**dict.fromkeys(facets, ()), **found.facets, **named}
        return Aggregation(found.total, each, found.first, found.last)

    def days(self) -> Mapping[Span, int]:
        """Return how many articles have each span of days; undated ones have UNDATED."""
        if self.exact is not None:  # the engine would look a hundred thousand ids up
            return self.exact.days
        return {} if self.must is None else self.snapshot.reader.count_by_date_range(self.must)

    def all_notices(self) -> tuple[str, ...]:
        """Return the notices, and which words no article has."""
        return (*self.notices, *self.snapshot.suggester.absent_words(self.parsed.tree))

    def filter_days(self) -> Mapping[Span, int] | None:
        """Return the days of all articles that meet the filters in the query, as `days` does.

        Those are filters on dates and on what the paper says of an article (`bron:nrc`), not on
        whom it names. None where the query has none beyond those of the request.
        """
        asked = len(list(filters(self.request, self.snapshot.query_analyzer.valued)))
        own = self.analyzed.filters[: len(self.analyzed.filters) - asked]
        whole = [each for each in own if _is_of_article(each)]
        if not whole:
            return None
        every = (*whole, *self.analyzed.filters[len(own) :])
        return self.snapshot.reader.count_by_date_range(filtered(nodes.MatchAll(), every))

    def articles(
        self, page: int = 1, limit: int | None = None, longest: int | None = None
    ) -> ResultStream:
        """Return a page of the articles, without a limit all of them, in the order asked for.

        They are loaded as they are asked for, without snippets, with texts of at most `longest`
        characters; near-duplicates have places of their own.
        """
        total, offset, matches = self.matches(page, limit)
        hits = without_snippets(self.snapshot.reader, matches, offset + 1, longest)
        return ResultStream(total, hits)

    def matches(self, page: int = 1, limit: int | None = None) -> Matches:
        """Return the articles of a page, without a limit of all, by number and in order."""
        total = self.count().total
        limit = max(1, total) if limit is None else limit
        offset = (page - 1) * limit
        if total <= offset:
            return Matches(total, offset, ())
        limit = min(limit, total)  # engines make room for so many
        asked = replace(self.request, page=page, limit=limit, collapse=False)
        found = self.snapshot.searcher.find(self.analyzed, asked, total)
        return Matches(total, offset, found.matches[: total - offset])


def select(snapshot: Snapshot, request: SearchRequest, share: int = 1) -> Selection:
    """Return what a request selects; its wildcards may cost what `share` queries leave to one.

    Raises RequestError if the request makes no sense.
    """
    check_request(request)
    return _selected(snapshot, request, snapshot.understand(request.query, share))


def _selected(snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery) -> Selection:
    """Return what a request selects whose query is read so."""
    analyzed = _with_addressed(snapshot, parsed, snapshot.analyze(parsed, request))
    if analyzed.must is None and request.query.strip() and not analyzed.filters:
        return Selection(snapshot, request, parsed, analyzed, None)
    exact = None
    if analyzed.must and not request.parts:
        exact = snapshot.exactly(snapshot, request, parsed)
        analyzed = replace(analyzed, must=nodes.Among(exact.ids))
    must = filtered(analyzed.must or nodes.MatchAll(), analyzed.filters)
    return Selection(snapshot, request, parsed, analyzed, must, exact)


def _with_addressed(
    snapshot: Snapshot, parsed: ParsedQuery, analyzed: AnalyzedQuery
) -> AnalyzedQuery:
    """Return a query of an address with the articles first that have it.

    They are looked for among those that have its words; an address is no term of an index.
    """
    addresses = [each.text for each in parsed.rewrites if each.kind is RewriteKind.ADDRESS]
    if not (addresses and analyzed.terms and analyzed.must):
        return analyzed
    words = nodes.Or(tuple(term.node for term in analyzed.terms))
    likely = snapshot.reader.search(words, _MAX_ADDRESSED)
    loaded = snapshot.reader.payloads([doc.doc_id for doc in likely], LISTED)
    ids = tuple(
        article.id
        for article in map(stored_article, loaded)
        if any(same_address(article.url or "", address) for address in addresses)
    )
    if not ids:
        return analyzed
    there = nodes.Among(ids)
    return replace(
        analyzed,
        must=nodes.Or((analyzed.must, there)),
        preferred=(*analyzed.preferred, Preferred("address", there, _FIRST)),
    )


def _is_of_article(node: nodes.Node) -> bool:
    """Return whether a filter is on dates or fields of keywords alone."""
    match node:
        case nodes.Or(children):
            return all(map(_is_of_article, children))
        case nodes.Not(child):
            return _is_of_article(child)
        case _:
            return isinstance(node, nodes.DateRange | nodes.Keyword)


def checked_query(snapshot: Snapshot, request: SearchRequest) -> ParsedQuery:
    """Return the query of a request, as the list reads it; a notice says which words are absent.

    Raises RequestError if the request makes no sense.
    """
    check_request(request)
    return with_absent_words(snapshot, snapshot.understand(request.query))


def with_absent_words(snapshot: Snapshot, parsed: ParsedQuery) -> ParsedQuery:
    """Return a query with a notice of each of its words that no article has."""
    absent = snapshot.suggester.absent_words(parsed.tree)
    return replace(parsed, notices=(*parsed.notices, *absent)) if absent else parsed


def first_ids(snapshot: Snapshot, request: SearchRequest, most: int) -> list[str]:
    """Return the ids of the first so many articles of the results."""
    selected = select(snapshot, replace(request, page=1, limit=most))
    return [hit.article.id for hit in selected.articles(limit=most, longest=LISTED)]


class Settled(NamedTuple):
    """What a request selects in the end, counted with all facets: by `corrected` where that is set.

    `rewrites` are what was made of the query as typed; `suggestion` is a correction that is less
    than sure; where nothing is selected, `offers` are requests near it.
    """

    selection: Selection
    counts: Aggregation
    rewrites: tuple[Rewrite, ...]
    corrected: str | None = None
    suggestion: str | None = None
    offers: tuple[Offer, ...] = ()


def settle(
    snapshot: Snapshot,
    request: SearchRequest,
    facets: Sequence[str] = FACETS,
    *,
    offering: bool = True,
) -> Settled:
    """Return what a request selects, with the slips in its query corrected where that is sure.

    Unless `offering`, requests near one that selects nothing are not looked for. Raises
    RequestError if the request makes no sense.
    """

    def asking(query: str) -> Selection:
        return select(snapshot, replace(request, query=query))

    def total_of(query: str) -> int:
        return asking(query).count().total

    typed = select(snapshot, request)
    counts, rewrites = typed.count(facets), typed.parsed.rewrites
    asked = Asked(typed.parsed, typed.analyzed, counts.total, total_of)
    if query := snapshot.suggester.in_dutch(typed.parsed.text, typed.analyzed):
        suggestion = query if total_of(query) > counts.total else None
        other = _offers(typed, suggestion, IN_DUTCH) if offering and not counts.total else ()
        return Settled(typed, counts, rewrites, suggestion=suggestion, offers=other)
    found = snapshot.suggester.corrector.correct(asked)
    if found is None or not found.sure:
        suggestion = found.query if found else None
        other = _offers(typed, suggestion) if offering and not counts.total else ()
        return Settled(typed, counts, rewrites, suggestion=suggestion, offers=other)
    selection = asking(found.query)
    corrected = selection.count(facets)
    if not corrected.total and (more := _once_more(snapshot, selection, found, total_of)):
        found, selection = more, asking(more.query)
        corrected = selection.count(facets)
    rewrites += as_rewrites(request.query, found)
    return Settled(selection, corrected, rewrites, corrected=found.query)


def _once_more(
    snapshot: Snapshot, selection: Selection, found: Correction, total_of: Callable[[str], int]
) -> Correction | None:
    """Return a correction that another follows, where it finds nothing: kiki berten wimbeldon."""
    asked = Asked(selection.parsed, selection.analyzed, 0, total_of)
    more = snapshot.suggester.corrector.correct(asked)
    return in_two_rounds(found, more) if more and more.sure else None


class _Counting:
    """Counts requests near one that selects nothing, as far as the patterns in them allow.

    Past that nothing is offered: each pattern is as dear as it was in the request itself.
    """

    def __init__(self, typed: Selection) -> None:
        self._snapshot = typed.snapshot
        self._parsed = typed.parsed
        self._patterns = 0

    def total_of(self, request: SearchRequest) -> int:
        return self._total(lambda: select(self._snapshot, request))

    def total_of_tree(self, request: SearchRequest, tree: SyntaxNode) -> int:
        parsed = replace(self._parsed, tree=tree)
        return self._total(lambda: _selected(self._snapshot, request, parsed))

    def _total(self, selecting: Callable[[], Selection]) -> int:
        if self._patterns > _MAX_PATTERNS:
            return 0
        selected = selecting()
        self._patterns += len(selected.analyzed.patterns)
        return selected.count().total

    def is_stop(self, part: SyntaxNode) -> bool:
        is_stop = self._snapshot.query_analyzer.is_stop
        return isinstance(part, Word) and not part.exact_only and is_stop(part.text)

    def pieces(self, word: Word) -> Iterator[str]:
        return self._snapshot.suggester.pieces(word.text)

    def meant(self, word: Word) -> str | None:
        def total_of(query: str) -> int:
            return self.total_of(SearchRequest(query))

        typed = select(self._snapshot, SearchRequest(word.text))
        if word.exact_only or typed.count().total:
            return None
        asked = Asked(typed.parsed, typed.analyzed, 0, total_of)
        found = self._snapshot.suggester.corrector.correct(asked)
        return found.query if found and found.sure else None

    def values_near(self, field: str, value: str) -> Iterator[str]:
        return near_values(value, self._snapshot.stats.values.get(field, ()))


def _offers(
    typed: Selection, suggestion: str | None, reason: Message = SPELT_OTHERWISE
) -> tuple[Offer, ...]:
    """Return requests near one that selects nothing."""
    found = offers(typed.request, typed.parsed.tree, suggestion, _Counting(typed))
    return tuple(
        replace(each, reason=reason) if each.kind is OfferKind.CORRECTION else each
        for each in found
    )
