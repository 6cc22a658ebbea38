"""Digest: the articles of a few days in the order of what those days were about.

A question that names nothing but days (`wat gebeurde er op 15 april 2019`) has no word to rank by.
What the days were about are the terms that far more of their articles begin with than others do,
by log-likelihood (Dunning 1993). An article ranks by how much of them it brings that those above
it did not.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from indexer.dates import WEEKDAYS
from indexer.engines.protocol import EngineReader, ScoredDoc
from indexer.later import NamedTuple, expression
from indexer.model import Sort
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.storage.payload import LISTED, stored_lead

_MAX_ARTICLES = 2_500  # of the days: more have too many subjects for a page
_MAX_TERMS = 1_000  # the commonest of the days, of which it is asked how common they are elsewhere
_MIN_ARTICLES = 3  # that begin with a term
_LEAST_EXPECTED = 0.5  # articles, of a term that hardly any other has
_LEAST_RATIO = 2.0  # of the articles that begin with a term to those expected
_TERMS = 200  # that tell the subjects of the days, the heaviest
_REPEATED = 0.4  # of what a term is worth, once more each time an article above has it
_LENGTH = 10  # terms, added to those of an article: a short one is not all subject
_WEEKDAY = expression(WEEKDAYS)


class Digest(NamedTuple):
    """The articles of the days in order, each with what it brings; and what each term is worth."""

    matches: list[ScoredDoc]
    worth: dict[str, float]


def digest(reader: EngineReader, analyzed: AnalyzedQuery) -> Digest | None:
    """Return the digest of the days that a query asks for.

    None where it names anything else, or the days have too many articles.
    """
    days = list(days_of(analyzed))
    if not analyzed.of_days or analyzed.must is None or not days:
        return None
    every = (analyzed.must, *analyzed.filters)
    of_days = reader.search(nodes.And((*every, *days)), _MAX_ARTICLES + 1, sort=Sort.NEWEST)
    if len(of_days) > _MAX_ARTICLES:
        return None
    loaded = reader.payloads([doc.doc_id for doc in of_days], LISTED)
    # Of a tie an order that no engine decides.
    read = sorted(zip(map(stored_lead, loaded), of_days, strict=True), key=lambda x: x[0].text)
    doc_ids = [doc.doc_id for _, doc in read]
    leads = [[*dict.fromkeys(lead.terms)] for lead, _ in read]
    worth = _worth(reader, leads)
    matches = [ScoredDoc(doc_ids[place], value) for place, value in in_order(leads, worth)]
    return Digest(matches, worth)


def days_of(analyzed: AnalyzedQuery) -> Iterator[nodes.DateRange]:
    """Yield the days of the dates in words, which are met by their words as well."""
    found: dict[nodes.DateRange, None] = {}
    for _, node, _ in analyzed.preferred:
        choices = node.children if isinstance(node, nodes.Or) else (node,)
        found.update(dict.fromkeys(each for each in choices if isinstance(each, nodes.DateRange)))
    yield from found


def _worth(reader: EngineReader, leads: Sequence[Collection[str]]) -> dict[str, float]:
    counts = Counter(chain.from_iterable(leads))
    # Keys of names, in capitals, stand beside the names themselves.
    counted = [
        (term, count)
        for term, count in counts.most_common(_MAX_TERMS)
        if count >= _MIN_ARTICLES and term.islower() and not _WEEKDAY.fullmatch(term)
    ]
    reader.prefetch_terms(("text", "part", term) for term, _ in counted)

    def share(term: str) -> float:
        return reader.frequency("text", "part", term) / max(reader.size, 1)

    return subjects(counted, len(leads), share)


def subjects(
    counted: Iterable[tuple[str, int]], articles: int, share: Callable[[str], float]
) -> dict[str, float]:
    """Return what each term is worth that sets the days apart, the heaviest first.

    `counted` of the `articles` of the days begin with a term; `share` is that of all articles which
    have it, 0 to 1. The worth is the root of the log-likelihood.
    """
    worth: dict[str, float] = {}
    for term, count in counted:
        expected = max(share(term) * articles, _LEAST_EXPECTED)
        if count >= _LEAST_RATIO * expected:
            excess = count * math.log(count / expected) - (count - expected)
            worth[term] = math.sqrt(2 * excess)
    heaviest = heapq.nsmallest(_TERMS, worth.items(), key=lambda each: (-each[1], each[0]))
    return dict(heaviest)


def in_order(
    leads: Sequence[Collection[str]], worth: Mapping[str, float]
) -> Iterator[tuple[int, float]]:
    """Yield the place of each lead, and what it brings that those before did not, the most first.

    Of a tie the first comes first.
    """
    now = dict(worth)
    known = [[term for term in lead if term in worth] for lead in leads]

    def brought(place: int) -> float:
        return sum(now[term] for term in known[place]) / math.sqrt(len(leads[place]) + _LENGTH)

    # What one brings only falls: whoever is first and still brings as much is the best of all.
    waiting = [(-brought(place), place) for place in range(len(leads))]
    heapq.heapify(waiting)
    while waiting:
        place = heapq.heappop(waiting)[1]
        value = brought(place)
        if waiting and (-value, place) > waiting[0]:
            heapq.heappush(waiting, (-value, place))
            continue
        yield place, value
        for term in known[place]:
            now[term] *= _REPEATED
