"""Node trees in OpenSearch's query DSL, with the arithmetic of `bm25`.

A term of the text is two clauses: Lucene's own BM25 over the statistics of all shards, and the
share of its idf that is constant. Everything else has a constant score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from indexer.engines.bm25 import K1, idf
from indexer.engines.documents import CHANNELS, keyword_term
from indexer.engines.opensearch.mapping import doc_id_of, key_of
from indexer.query import nodes
from indexer.query.nodes import Node

Query: TypeAlias = dict[str, Any]
FieldTerm: TypeAlias = tuple[str, str]
"""A field of the index, and a term in it."""

NOTHING: Query = {"match_none": {}}

_FILTERS = (nodes.DateRange, nodes.Keyword, nodes.Among, nodes.MatchAll)


class Translator:
    """Turns node trees into queries.

    `frequencies` returns how many of the `size` articles have each term; it is called once a tree.
    """

    def __init__(
        self, size: int, frequencies: Callable[[Iterable[FieldTerm]], dict[FieldTerm, int]]
    ) -> None:
        self._size = size
        self._frequencies = frequencies

    def query(self, node: Node) -> Query:
        """Return the query that matches and scores as the node specifies."""
        return _Translation(self._size, self._frequencies(_weighed(node))).query(node)

    def matching(self, node: Node) -> Query:
        """Return a query for the same articles, with any scores."""
        return _Translation(self._size, {}).unscored(node)


class _Translation:
    """The translation of one tree whose frequencies are known."""

    def __init__(self, size: int, frequencies: dict[FieldTerm, int]) -> None:
        self._size = size
        self._frequencies = frequencies

    def query(self, node: Node) -> Query:
        match node:
            case nodes.Term():
                return _one(self._shares(node))
            case nodes.Phrase(boost=b) | nodes.Prefix(boost=b) | nodes.Wildcard(boost=b):
                return _constant(self.unscored(node), b)
            case nodes.Fuzzy(boost=b) | nodes.ConstantScore(boost=b):
                return _constant(self.unscored(node), b)
            case nodes.DateRange() | nodes.Keyword() | nodes.Among() | nodes.MatchAll():
                return _constant(self.unscored(node), 0.0)
            case nodes.And(children, boost):
                return self._all(children, boost)
            case nodes.Or(children, minimum, boost):
                return self._any(children, minimum, boost)
            case nodes.MustShould(must, should):
                optional = [clause for child in should for clause in self._clauses(child)]
                return {"bool": {"must": [self.query(must)], "should": optional}}
            case nodes.Not():
                raise ValueError("Not stands inside And only")

    def unscored(self, node: Node) -> Query:
        """Return a query for the same articles, without statistics."""
        match node:
            case nodes.DateRange(first, last):
                begins, ends = {"first": {"lte": last}}, {"last": {"gte": first}}
                return {"bool": {"filter": [{"range": begins}, {"range": ends}]}}
            case nodes.Keyword(field, value, within):
                return {"term": {f"{field}_key": keyword_term(value, within=within)}}
            case nodes.Among(ids):
                return {"ids": {"values": [key_of(doc_id_of(id_)) for id_ in ids]}}
            case nodes.MatchAll():
                return {"match_all": {}}
            case nodes.And(children):
                return {"bool": {"filter": self._wanted(children), **self._unwanted(children)}}
            case nodes.Or(children, minimum):
                each = [self.unscored(child) for child in children]
                return {"bool": {"should": each, "minimum_should_match": minimum}}
            case nodes.MustShould(must=child) | nodes.ConstantScore(child=child):
                return self.unscored(child)
            case nodes.Not():
                raise ValueError("Not stands inside And only")
            case _:
                return _having(node)

    def _all(self, children: Sequence[Node], boost: float) -> Query:
        scored = [c for c in children if not isinstance(c, (*_FILTERS, nodes.Not))]
        filters = [self.unscored(c) for c in children if isinstance(c, _FILTERS)]
        clauses = {
            "must": [self.query(child) for child in scored],
            "filter": filters,
            **self._unwanted(children),
        }
        return _boosted({"bool": {name: each for name, each in clauses.items() if each}}, boost)

    def _any(self, children: Sequence[Node], minimum: int, boost: float) -> Query:
        if minimum == 1:
            each = [clause for child in children for clause in self._clauses(child)]
        else:
            each = [self.query(child) for child in children]
        if not each:
            return NOTHING
        return _boosted({"bool": {"should": each, "minimum_should_match": minimum}}, boost)

    def _clauses(self, node: Node) -> list[Query]:
        """Return clauses that add up to the node, any of which may match alone."""
        return self._shares(node) if isinstance(node, nodes.Term) else [self.query(node)]

    def _wanted(self, children: Sequence[Node]) -> list[Query]:
        return [self.unscored(child) for child in children if not isinstance(child, nodes.Not)]

    def _unwanted(self, children: Sequence[Node]) -> dict[str, list[Query]]:
        each = [self.unscored(child.child) for child in children if isinstance(child, nodes.Not)]
        return {"must_not": each} if each else {}

    def _shares(self, node: nodes.Term) -> list[Query]:
        name = CHANNELS[node.field, node.channel]
        constant = _constant_share(node)
        clauses: list[Query] = []
        if constant < 1:
            # Lucene leaves the factor k1 + 1 out.
            boost = node.boost * (1 - constant) * (K1 + 1)
            clauses.append({"term": {name: {"value": node.text, "boost": boost}}})
        if constant and (rarity := self._idf(name, node.text)):
            share = {"term": {name: node.text}}
            clauses.append(_constant(share, node.boost * constant * rarity))
        return clauses

    def _idf(self, name: str, text: str) -> float:
        return idf(self._size, self._frequencies[name, text])


def _having(node: nodes.Term | nodes.Phrase | nodes.Prefix | nodes.Wildcard | nodes.Fuzzy) -> Query:
    """Return a query for the articles with such a term or terms, without scores."""
    name = CHANNELS[node.field, node.channel]
    match node:
        case nodes.Term(text=text):
            return {"term": {name: text}}
        case nodes.Phrase(terms=texts, slop=slop):
            return {"match_phrase": {name: {"query": " ".join(texts), "slop": slop}}}
        case nodes.Prefix(text=text):
            return {"prefix": {name: text}}
        case nodes.Wildcard(pattern=pattern):
            return {"wildcard": {name: pattern.replace("\\", "\\\\")}}
        case nodes.Fuzzy(text=text, distance=distance):
            how = {"value": text, "fuzziness": distance, "rewrite": "constant_score"}
            return {"fuzzy": {name: how}}


def _weighed(node: Node) -> Iterator[FieldTerm]:
    """Yield the terms whose idf the score needs."""
    match node:
        case nodes.Term():
            if _constant_share(node):
                yield CHANNELS[node.field, node.channel], node.text
        case nodes.And(children) | nodes.Or(children):
            for child in children:
                yield from _weighed(child)
        case nodes.MustShould(must, should):
            for child in (must, *should):
                yield from _weighed(child)
        case _:
            return


def _constant_share(node: nodes.Term) -> float:
    """Return the share of the score that is constant; a title says a word once, so all of it."""
    return 1.0 if node.field == "title" else node.constant_share


def _constant(query: Query, boost: float) -> Query:
    return {"constant_score": {"filter": query, "boost": boost}}


def _boosted(query: Query, boost: float) -> Query:
    if boost != 1.0:
        query["bool"]["boost"] = boost
    return query


def _one(clauses: list[Query]) -> Query:
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": clauses}} if clauses else NOTHING
