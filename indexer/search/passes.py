"""The passes of one request over an engine: feedback, first list, rerank, collapse, tail.

Each is a method of `Passes`; `Passes.ranked` runs them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter

from indexer.engines.protocol import ChannelTerm, DocId, EngineReader, ScoredDoc, scored_doc
from indexer.later import NamedTuple, replace
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryTerm
from indexer.search.collapse import CollapsedHit, collapsed, shown
from indexer.search.limits import (
    MIN_PARTIAL_SCORE,
    MIN_RELATED_SCORE,
    RERANK_WINDOW,
    partial_matches,
)
from indexer.search.ranking import rerank
from indexer.search.ranking.feedback import Feedback, FeedbackDocument, feedback_terms
from indexer.search.ranking.rerank import MAX_LEADS, Pool
from indexer.search.ranking.scoring import RankedQuery, Ranking
from indexer.search.ranking.similarity import Leads
from indexer.search.ranking.weights import Weights

_READ_PER_ARTICLE = 3  # by feedback: two of three may be near-duplicates
_TIE_DIGITS = 3  # decimals of a score that engines agree on


class RankedList(NamedTuple):
    """The first rows of a list, the partial matches of the whole, and its feedback terms."""

    rows: list[CollapsedHit]
    partial: tuple[DocId, ...]
    feedback: tuple[nodes.Term, ...]


class Tiers(NamedTuple):
    """Found articles, of which the first so many have all terms; they come before the others."""

    docs: list[ScoredDoc]
    first: int = 0


_doc_id = attrgetter("doc_id")
_score = attrgetter("score")


class Passes:
    """The passes of a request; `total` articles satisfy its query, a page has `page` of them."""

    def __init__(
        self,
        reader: EngineReader,
        ranking: Ranking,
        weights: Weights,
        analyzed: AnalyzedQuery,
        total: int,
        *,
        page: int,
    ) -> None:
        self._page = page
        self._reader = reader
        self._ranking = ranking
        self._weights = weights
        self._analyzed = analyzed
        self._total = total
        self._leads = ranking.leads
        self._full: frozenset[DocId] | None = None
        reader.prefetch_terms(_scored_terms(analyzed.terms))
        # One object for both searches: the second may go on with the first.
        self._query = ranking.query(analyzed)

    def ranked(self, depth: int, *, with_feedback: bool, collapse: bool) -> RankedList:
        """Return the first `depth` rows of the list, or all when it has fewer."""
        feedback = self._feedback() if with_feedback else ()
        found = self._first_list(feedback)
        if with_feedback:
            page = partial(self._pool, found.docs, feedback, MAX_LEADS)
            found = self._reranked(found, page, self._weights)
        top = found.docs
        expanded = partial(self._expanded, top, feedback, depth, with_feedback=with_feedback)
        # A list longer than the first rows goes on with as many as have no word of the query.
        goes_on = self._page > self._weights.expansion.from_rank and self._is_loose
        more = expanded() if goes_on else []
        related = min(self._total, self._partial(more, MIN_RELATED_SCORE))
        wide = self._wide(top, feedback)
        listed = self._total + max(related, self._partial(wide))
        every = chain(top, wide if wide is not top else (), more)
        ids = dict.fromkeys(map(_doc_id, every)) if listed > self._total else ()
        misses = tuple(islice(ids, self._total, listed))
        # The same articles for every depth, so that each page counts as many rows.
        pool = set(map(_doc_id, top[:listed])) if collapse else set()
        rows = collapsed(self._reader, top[:listed], pool)
        if depth <= self._weights.expansion.from_rank and (
            depth <= len(rows) or listed <= RERANK_WINDOW
        ):
            return RankedList(rows, misses, feedback)
        head = rows[: self._weights.expansion.from_rank]
        tail = self._tail(more or expanded(), shown(head), listed)
        return RankedList(head + collapsed(self._reader, tail, pool), misses, feedback)

    def contributions(self, feedback: Sequence[nodes.Term]) -> dict[DocId, list[tuple[float, str]]]:
        """Return what each rerank signal adds to the articles of the first list, by article."""
        top = self._first_list(feedback).docs
        added: dict[DocId, list[tuple[float, str]]] = {doc.doc_id: [] for doc in top}
        found = rerank.contributions(
            self._pool(top, feedback, MAX_LEADS), self._weights.rerank_signals()
        )
        for contribution in found:
            for doc, score in zip(top, contribution.scores, strict=False):
                if score:
                    added[doc.doc_id].append((score, contribution.label))
        return added

    # -- The passes

    def _feedback(self) -> tuple[nodes.Term, ...]:
        """Return the terms that the best articles of a first search have in common."""
        feedback = self._weights.feedback
        best = self._search(self._query, _READ_PER_ARTICLE * feedback.articles)
        return self._terms_of(best.docs, feedback)

    def _first_list(self, feedback: Sequence[nodes.Term]) -> Tiers:
        """Return the articles that rerank looks at: what the query finds, feedback terms scored."""
        return self._search(self._query.boosted_by(feedback), RERANK_WINDOW)

    def _reranked(self, found: Tiers, pool: Callable[[], Pool], weights: Weights) -> Tiers:
        """Return the articles in the order of what the best of their pool have in common."""
        signals = weights.rerank_signals()
        if not signals:
            return found
        docs, first = found
        scores = rerank.reranked(pool(), signals)
        again = list(map(scored_doc, zip(map(_doc_id, docs), scores, strict=True)))
        tiers = (sorted(each, key=_score, reverse=True) for each in (again[:first], again[first:]))
        return Tiers([*chain.from_iterable(tiers)], first)

    def _wide(self, top: list[ScoredDoc], feedback: Sequence[nodes.Term]) -> list[ScoredDoc]:
        """Return the articles of which those are counted that a list as long as a page has.

        Past the first rows it may have partial matches that lack what is indispensable before.
        """
        if not self._analyzed.indispensable or self._page <= self._weights.expansion.from_rank:
            return top
        query = self._ranking.query(replace(self._analyzed, indispensable=()))
        return self._search(query.boosted_by(feedback), RERANK_WINDOW).docs

    @property
    def _is_loose(self) -> bool:
        """Whether partial matches may have other words than these: none is meant to the letter."""
        exact = any(term.exact_only for term in self._analyzed.terms)
        return self._analyzed.allow_partial and not exact

    def _partial(self, docs: Sequence[ScoredDoc], least: float = MIN_PARTIAL_SCORE) -> int:
        """Return how many partial matches are listed after the articles that satisfy the query."""
        if not self._analyzed.allow_partial:
            return 0
        scores = [doc.score for doc in docs[:RERANK_WINDOW]]
        return partial_matches(scores, self._total, self._reader.size, self._page, least)

    def _expanded(
        self,
        top: Sequence[ScoredDoc],
        feedback: Sequence[nodes.Term],
        depth: int,
        *,
        with_feedback: bool,
    ) -> list[ScoredDoc]:
        """Return the list that goes past the first: expansion terms find more, ranked anew.

        They are taken from the order that feedback and rerank made, whose first articles fit best.
        """
        how = self._weights.expansion
        expansion = self._terms_of(top, how) if with_feedback else ()
        reranked = how.reranked if with_feedback else 0
        analyzed = replace(self._analyzed, indispensable=())
        query = self._ranking.query(analyzed, expansion).boosted_by(feedback)
        docs, first = self._search(query, max(depth + RERANK_WINDOW, reranked))
        best = Tiers(docs[:reranked], min(first, reranked))
        return self._like_best(top, best) + docs[reranked:]

    def _like_best(self, top: Sequence[ScoredDoc], found: Tiers) -> list[ScoredDoc]:
        """Return the articles of a list in the order of what they share with the best of `top`."""
        best = {doc.doc_id for doc in top[: self._weights.expansion.articles]}
        docs = found.docs
        places = {place for place, doc in enumerate(docs) if doc.doc_id in best}
        pool = partial(self._pool, docs, (), len(docs), places)
        centroid = self._weights.centroid * self._weights.expansion.common_ground
        return self._reranked(found, pool, replace(self._weights, centroid=centroid)).docs

    def _tail(
        self, more: Sequence[ScoredDoc], shown_above: Collection[DocId], listed: int
    ) -> list[ScoredDoc]:
        """Return what comes after the rows above, up to `listed` articles in all."""
        rest = [doc for doc in more if doc.doc_id not in shown_above]
        return rest[: listed - len(shown_above)]

    # -- What they share

    def _search(self, query: RankedQuery, limit: int) -> Tiers:
        """Return the best articles: by tier, then by score.

        Where there are two tiers, the first is searched by itself if it fills the limit. If not, it
        is known whole, and most of its articles are among the best of one search for both.
        """
        if query.full is None or query.all_terms is None:
            return Tiers(self._reader.search(query.found, limit))
        if self._total >= limit:
            full = self._reader.search(query.full, limit)
            return Tiers(full, len(full))
        if self._full is None:
            found = self._reader.search(query.all_terms, self._total)
            self._full = frozenset(map(_doc_id, found))
        docs = self._reader.search(query.found, limit)
        first = [doc for doc in docs if doc.doc_id in self._full]
        if len(first) < len(self._full):
            first = self._reader.search(query.full, self._total)
        second = [doc for doc in docs if doc.doc_id not in self._full]
        return Tiers((first + second)[:limit], min(len(first), limit))

    def _terms_of(self, best: Sequence[ScoredDoc], feedback: Feedback) -> tuple[nodes.Term, ...]:
        """Return the feedback terms of the best articles."""
        read = best[: _READ_PER_ARTICLE * feedback.articles]
        return feedback_terms(_documents(read, self._leads), feedback, self._leads.likeness)

    def _pool(
        self,
        docs: Sequence[ScoredDoc],
        feedback: Sequence[nodes.Term],
        leads: int,
        examples: Collection[int] | None = None,
    ) -> Pool:
        """Return what rerank signals look at, with so many leads."""
        doc_ids = list(map(_doc_id, docs))
        return Pool(
            scores=list(map(_score, docs)),
            days=self._reader.days(doc_ids),
            leads=self._leads.of(doc_ids[:leads]),
            feedback=feedback,
            likeness=self._leads.likeness,
            examples=examples,
        )


def _scored_terms(terms: Iterable[QueryTerm]) -> Iterator[ChannelTerm]:
    """Yield the terms of which ranking asks how rare they are."""
    for term in terms:
        for word in term.words:
            yield "text", "exact", word.exact
            yield "text", "stem", word.stem
            yield from (("text", "part", part) for part in (*word.parts, *word.names))
            yield from (("text", "stem", each) for each in (*word.spellings, *word.marks))
        yield from (("text", "stem", inner.scored_stem) for inner in term.inner_words)
        for stem in term.related_stems:
            yield from (("text", "part", stem), ("text", "stem", stem))
        yield from (("text", "exact", each) for synonym in term.synonyms for each in synonym)


def _documents(best: Sequence[ScoredDoc], leads: Leads) -> Iterator[FeedbackDocument]:
    """Yield the best articles as feedback reads them; ties in an order that no engine decides."""
    ids = [doc.doc_id for doc in best]
    found = dict(zip(ids, leads.of(ids), strict=True))
    ranked = sorted(best, key=_rounded, reverse=True)
    for _, tied in groupby(ranked, _rounded):
        read = list(tied)
        if len(read) > 1:
            texts = leads.texts([doc.doc_id for doc in read])
            by_text = sorted(zip(texts, range(len(read)), strict=True))
            read = [read[place] for _, place in by_text]
        for doc in read:
            yield FeedbackDocument(doc.score, found[doc.doc_id])


def _rounded(doc: ScoredDoc) -> float:
    return round(doc.score, _TIE_DIGITS)
