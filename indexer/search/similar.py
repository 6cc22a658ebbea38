"""Relating: the articles that are about the same as one, and those that tell the same story."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.model import Similar
from indexer.near_duplicates.rule import MIN_LEAD_TERMS, share_lead
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.search.listing import without_snippets
from indexer.search.scoring import FeedbackDocument, Ranking
from indexer.search.weights import Feedback
from indexer.storage.payload import stored_article, stored_lead

TERMS = Feedback(articles=1, terms=30, weight=1.0, temperature=1.0)
"""What of an article finds others: the terms of its lead by tf / length * log(N / df)."""
MAX_NEAR_DUPLICATES = 10

_POOL = 30  # articles that may be near-duplicates: they are nearly the same, so among the first
_MOST_SHOWN_TERMS = 6
_SHORTEST_SHOWN = 5  # letters
_WRITTEN_SO = 4  # at most so many times as often inside compounds and in other forms


def similar(reader: EngineReader, ranking: Ranking, doc_id: DocId, limit: int) -> Similar:
    """Return up to `limit` articles related to this one, and up to MAX_NEAR_DUPLICATES.

    A near-duplicate is of its group or, as a later version may be, of one text with it.
    """
    payload = reader.load([doc_id])[0]
    lead = stored_lead(payload)
    terms = ranking.related([FeedbackDocument(1.0, lead.text)], TERMS)
    found = reader.search(nodes.Any(terms), limit + _POOL + 1) if terms else []
    others = [match for match in found if match.doc_id != doc_id]
    own = set(lead.terms)
    same = {m.doc_id for m in others[:_POOL] if _is_of_one_text(reader, m.doc_id, own)}
    group = reader.group_ids([doc_id])[0]
    same.update(reader.group_members(group) if group else ())
    listed = [match for match in others if match.doc_id in same]
    missed = same - {doc_id, *(match.doc_id for match in listed)}
    listed = [*listed, *(ScoredDoc(each, 0.0) for each in sorted(missed))][:MAX_NEAR_DUPLICATES]
    related = [match for match in others if match.doc_id not in same][:limit]
    return Similar(
        article=stored_article(payload),
        related=tuple(without_snippets(reader, related, 1)),
        near_duplicates=tuple(without_snippets(reader, listed, 1)),
    )


def _is_of_one_text(reader: EngineReader, doc_id: DocId, own: set[str]) -> bool:
    other = set(stored_lead(reader.load([doc_id])[0]).terms)
    return min(len(own), len(other)) >= MIN_LEAD_TERMS and share_lead(own, other)


def shown_terms(
    related: Sequence[nodes.Term], wanted: AnalyzedQuery, reader: EngineReader
) -> tuple[str, ...]:
    """Return the terms of feedback that tell a reader something new, the weightiest first.

    Words that articles write so, that is, not the pieces that compounds are made of.
    """
    asked = {part for unit in wanted.units for word in unit.words for part in word.parts}
    words = [t.text for t in related if t.text.isalpha() and t.text.islower()]
    words = [word for word in words if word not in asked and len(word) >= _SHORTEST_SHOWN]
    reader.prefetch_terms(("text", "exact", word) for word in words)
    telling = (
        word
        for word in words
        if _WRITTEN_SO * reader.frequency("text", "exact", word)
        >= reader.frequency("text", "part", word)
    )
    return tuple(islice(telling, _MOST_SHOWN_TERMS))
