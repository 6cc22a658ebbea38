"""Hits: of a page, with snippets, near-duplicates and the words they lack; or of one article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.historical import Reading
from indexer.answers.found_as import FoundAs
from indexer.engines.protocol import DocId, EngineReader
from indexer.fields import FACETS
from indexer.highlight.matcher import HitFinder
from indexer.highlight.page import ArticleSnippets, article_snippets, page_snippets
from indexer.later import replace
from indexer.messages import Message
from indexer.model import Article, Hit, MarkedArticle, SearchRequest
from indexer.query import nodes
from indexer.query.analyze import QueryTerm
from indexer.query.nodes import Node
from indexer.query.readings import reading_node
from indexer.search.collapse import near_duplicates
from indexer.search.in_words import in_words, with_names, written_names
from indexer.search.offers.english import english_notice, english_words
from indexer.search.request import pages
from indexer.search.searcher import RankedPage
from indexer.search.selection import Selection, settle
from indexer.search.snapshot import Snapshot
from indexer.storage.payload import LISTED, is_shortened, stored_article

if TYPE_CHECKING:
    from indexer.answers.beside import Beside

_NOT_ALL_READ = Message("De artikelen zijn te lang om er elke treffer in te zoeken.")
_NAMES_OF_TOO_MANY = Message(
    "Van zo veel artikelen worden de namen niet geteld: maak de zoekvraag preciezer."
)

_BEGINNING = 20_000  # characters of a long article: what a page of results may look at
READ = 4_000_000
"""Characters of one article in which passages are looked for."""
_COUNTED = 16  # forms of one word whose articles are counted
_SHOWN = 12  # forms of one word that are shown


def marked_hits(
    selected: Selection,
    request: SearchRequest,
    found: RankedPage,
    finder: HitFinder,
    analyzer: Analyzer,
    *,
    whole: bool = True,
) -> tuple[Hit, ...]:
    """Return the articles of a page as hits, with what the query hits in them marked.

    Unless they are to be `whole`, those of a page of long ones have but the beginnings of texts.
    """
    snapshot, analyzed = selected.snapshot, selected.analyzed
    matches = found.matches
    longest = None if whole else READ
    payloads = iter(snapshot.reader.payloads([match.doc_id for match in matches], longest))
    articles, snippets = _with_snippets(payloads, finder, whole=whole)
    collapsed = near_duplicates(snapshot.reader, found.rows)
    searcher = snapshot.searcher
    missing = searcher.missing(analyzed, found)
    rows = zip(matches, articles, snippets, missing, collapsed, strict=True)
    first = (request.page - 1) * request.limit + 1
    hits = tuple(
        Hit(rank, article, match.score, title, body, lacks, others)
        for rank, (match, article, (title, body), lacks, others) in enumerate(rows, first)
    )
    if not request.explain:
        return hits
    explained = searcher.explained(analyzed, request, found)
    return tuple(
        replace(
            hit,
            explanation=with_names(reasons, names),
            in_words=in_words(reasons, analyzed, names),
        )
        for hit, reasons in zip(hits, explained, strict=True)
        for names in [written_names(reasons, hit.article, analyzer.row)]
    )


def _with_snippets(
    payloads: Iterator[bytes], finder: HitFinder, *, whole: bool
) -> tuple[list[Article], list[ArticleSnippets]]:
    """Return stored articles with their snippets; where they are long, one is held at a time."""
    first, size = list[bytes](), 0
    for payload in payloads:
        first.append(payload)
        size += len(payload)
        if size > finder.effort.characters:  # together they are more than is read at once
            break
    else:
        articles = list(map(stored_article, first))
        return articles, page_snippets([(each.title, each.body) for each in articles], finder)
    articles, snippets, cut = [], [], False
    while payload := first.pop(0) if first else next(payloads, b""):
        article = stored_article(payload)
        cut = cut or is_shortened(payload)
        del payload  # before the next is loaded
        snippets.append(article_snippets(article.title, article.body, finder))
        articles.append(article if whole else replace(article, body=article.body[:_BEGINNING]))
        del article
    finder.effort.cut = finder.effort.cut or cut
    return articles, snippets


def last_page(request: SearchRequest, total: int, found: RankedPage) -> int:
    """Return how many pages the list of a request has, which `total` articles satisfy."""
    return pages(request, total + found.partial - found.collapsed)


def beside(snapshot: Snapshot, request: SearchRequest, article_id: str) -> Beside:
    """Return what stands before and after an article on a page of results, without passages.

    Neither where the article is not on that page, as under a better one of its story. Raises
    RequestError if the request makes no sense, ArticleNotFoundError if there is no such article.
    """
    from indexer.answers.beside import Beside, Listed  # noqa: PLC0415 - a search needs none of it

    this = snapshot.doc_id(article_id)
    page, (ids, last) = request.page, _order(snapshot, request)
    if this not in ids:
        return Beside()

    def on(number: int) -> Sequence[tuple[int, DocId]]:
        there = 1 <= number <= last
        found = _order(snapshot, replace(request, page=number))[0] if there else ()
        return [(number, each) for each in found]

    place = ids.index(this)
    before = [(page, each) for each in ids[:place]] or on(page - 1)
    after = [(page, each) for each in ids[place + 1 :]] or on(page + 1)
    ends = [*before[-1:], *after[:1]]
    payloads = snapshot.reader.payloads([each for _, each in ends], LISTED)
    found = [Listed(n, stored_article(each)) for (n, _), each in zip(ends, payloads, strict=True)]
    return Beside(found[0] if before else None, found[-1] if after else None)


def _order(snapshot: Snapshot, request: SearchRequest) -> tuple[tuple[DocId, ...], int]:
    """Return the articles of a page of results in their order, and the number of pages."""
    known = snapshot.orders.get(request)
    if known is None:
        if page := snapshot.pages.get((request, FACETS)):
            known = tuple(snapshot.doc_id(hit.article.id) for hit in page.hits), page.pages
        else:
            settled, found = settle(snapshot, request, (), offering=False), RankedPage(())
            selected, total = settled.selection, settled.counts.total
            if selected.must is not None:
                found = snapshot.searcher.find(selected.analyzed, request, total)
            known = tuple(each.doc_id for each in found.matches), last_page(request, total, found)
        snapshot.orders.put(request, known)
    return known


def page_notices(
    selected: Selection, total: int, finder: HitFinder, analyzer: Analyzer
) -> tuple[str, ...]:
    """Return what a reader of a page of results, of `total` articles, is to know of it."""
    text, reader = selected.parsed.text, selected.snapshot.reader
    english = english_words(text, selected.analyzed, reader, analyzer)
    said = [english_notice(english)] if english else []
    if selected.snapshot.names.are_too_many(reader, total):
        said.append(_NAMES_OF_TOO_MANY)
    return (*selected.notices, *said, *([_NOT_ALL_READ] if finder.effort.cut else []))


def found_as(selected: Selection) -> tuple[FoundAs, ...]:
    """Return the forms that some selected articles have, of each word the most frequent first."""
    must = selected.must
    if must is None:
        return ()
    reader = selected.snapshot.reader
    return tuple(each for term in selected.analyzed.terms for each in _of_term(reader, must, term))


def _of_term(reader: EngineReader, must: Node, term: QueryTerm) -> list[FoundAs]:
    """Return what one term of the query was found as, the form in most articles first."""
    counted = ((each, _count(reader, must, each)) for each in _likely(term))
    found = [
        FoundAs(term.text, each.written, each.modern, each.reason, count, is_error=each.is_error)
        for each, count in counted
        if count
    ]
    return sorted(found, key=lambda each: (-each.count, each.written))[:_SHOWN]


def _likely(term: QueryTerm) -> Iterator[Reading]:
    """Yield the readings that are counted: those of whole words, then those in two pieces."""
    parted = [each for each in term.old.readings if " " in each.written]
    whole = [each for each in term.old.readings if " " not in each.written]
    yield from whole[: _COUNTED - min(len(parted), _COUNTED // 4)]
    yield from parted[: _COUNTED // 4]


def _count(reader: EngineReader, must: Node, reading: Reading) -> int:
    return reader.count(nodes.And((must, reading_node(reading, "text")))).total


def marked_article(
    snapshot: Snapshot, article_id: str, finder: HitFinder, longest: int | None
) -> MarkedArticle:
    """Return an article, of `longest` characters at most, with the places that a finder hits.

    Raises ArticleNotFoundError if there is none with this id.
    """
    (payload,) = snapshot.reader.payloads([snapshot.doc_id(article_id)], longest)
    article, whole = stored_article(payload), not is_shortened(payload)
    del payload  # a long one is held once
    title, body = finder.marks(article.title), finder.marks(article.body)
    origin = snapshot.reader.origin(article_id) if article.scan else None
    return MarkedArticle(article, title, body, not finder.effort.cut, origin or "", whole=whole)
