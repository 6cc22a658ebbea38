"""The articles about the same subject as one, and its near-duplicates."""

from __future__ import annotations

from itertools import compress

from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.model import Similar
from indexer.near_duplicates.rule import MAX_LEAD_OVERLAP, MIN_LEAD_TERMS
from indexer.query import nodes
from indexer.search.listing import without_snippets
from indexer.search.ranking.feedback import Feedback, FeedbackDocument, feedback_terms
from indexer.search.ranking.scoring import Ranking
from indexer.storage.payload import LISTED, stored_article

TERMS = Feedback(articles=1, terms=30, weight=1.0, temperature=1.0)
"""What of an article finds others: the terms of its lead by tf / length * log(N / df)."""
MAX_NEAR_DUPLICATES = 10

_COMPARED = 30  # articles that may be near-duplicates: they are nearly the same, so among the first


def similar(reader: EngineReader, ranking: Ranking, doc_id: DocId, limit: int) -> Similar:
    """Return up to `limit` articles related to this one, and up to MAX_NEAR_DUPLICATES.

    A near-duplicate is of its group or, as a later version may be, of one text with it.
    """
    (payload,) = reader.payloads([doc_id], LISTED)
    leads = ranking.leads
    (own,) = leads.of([doc_id])
    terms = feedback_terms([FeedbackDocument(1.0, own)], TERMS, leads.likeness)
    found = reader.search(nodes.Or(terms), limit + _COMPARED + 1) if terms else []
    others = [match for match in found if match.doc_id != doc_id]
    compared = [match.doc_id for match in others[:_COMPARED]]
    are_same = leads.likeness.of_one_text(own, leads.of(compared), MIN_LEAD_TERMS, MAX_LEAD_OVERLAP)
    same = set(compress(compared, are_same))
    group = reader.group_ids([doc_id])[0]
    same.update(reader.group_members(group) if group else ())
    listed = [match for match in others if match.doc_id in same]
    missed = same - {doc_id, *(match.doc_id for match in listed)}
    listed = [*listed, *(ScoredDoc(each, 0.0) for each in sorted(missed))][:MAX_NEAR_DUPLICATES]
    related = [match for match in others if match.doc_id not in same][:limit]
    return Similar(
        article=stored_article(payload),
        related=tuple(without_snippets(reader, related, 1, LISTED)),
        near_duplicates=tuple(without_snippets(reader, listed, 1, LISTED)),
    )
