"""Node trees as Tantivy's queries, with the arithmetic of `bm25`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import tantivy

from indexer.cache import weak_lru_cache
from indexer.engines.bm25 import idf
from indexer.engines.documents import CHANNELS, keyword_term
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node

_Query = tantivy.Query
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Clause = tuple[tantivy.Occur, tantivy.Query]

_MAX_QUERIES = 64  # cached: a page searches twice with the same words


class Translator:
    """Turns node trees into Tantivy's queries, with the arithmetic of `bm25`."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self.query = weak_lru_cache(self._query, _MAX_QUERIES)
        """Returns the query that matches and scores as a node specifies."""
        self.unscored = weak_lru_cache(self._unscored, _MAX_QUERIES)
        """Returns a query for the articles that a node matches, with any scores."""

    def _query(self, node: Node) -> tantivy.Query:  # noqa: C901, PLR0912
        match node:
            case nodes.Term():
                return self._term(node)
            case nodes.Phrase(field, channel, texts, slop, boost):
                name = CHANNELS[field, channel]
                phrase = _Query.phrase_query(self._schema, name, list(texts), slop)
                return _Query.const_score_query(phrase, boost)
            case nodes.Prefix(field, channel, text, boost):
                return self._regex(field, channel, re.escape(text) + ".*", boost)
            case nodes.Wildcard(field, channel, pattern, boost):
                parts = [{"*": ".*", "?": "."}.get(c) or re.escape(c) for c in pattern]
                return self._regex(field, channel, "".join(parts), boost)
            case nodes.Fuzzy(field, channel, text, distance, boost):
                name = CHANNELS[field, channel]
                fuzzy = _Query.fuzzy_term_query(self._schema, name, text, distance)
                return _Query.const_score_query(fuzzy, boost)
            case nodes.DateRange(first, last):
                return self._days(first, last)
            case nodes.Keyword(field, value, within):
                key = keyword_term(value, within=within)
                term = _Query.term_query(self._schema, f"{field}_key", key)
                return _Query.const_score_query(term, 0.0)
            case nodes.Among(ids):
                return _Query.const_score_query(self._having_ids(ids), 0.0)
            case nodes.MatchAll():
                return _Query.const_score_query(_Query.all_query(), 0.0)
            case nodes.And(children, boost):
                clauses = [c for child in children for c in self._required(child)]
                return _boosted(_Query.boolean_query(clauses), boost)
            case nodes.Or(children, minimum, boost):
                return self._any(children, minimum, boost)
            case nodes.MustShould(must, should):
                clauses = [(_MUST, self.query(must))]
                clauses += [c for child in should for c in self._optional(child)]
                return _Query.boolean_query(clauses)
            case nodes.ConstantScore(child, boost):
                return _Query.const_score_query(self.unscored(child), boost)
            case nodes.Not():
                raise ValueError("Not stands inside And only")

    def _required(self, node: Node) -> list[_Clause]:
        if isinstance(node, nodes.Not):
            return [(_MUST_NOT, self._unscored(node.child))]
        return [(_MUST, self._query(node))]

    def _optional(self, node: Node) -> list[_Clause]:
        if isinstance(node, nodes.Term) and node.field == "text":
            return self._shares(node)
        return [(_SHOULD, self._query(node))]

    def _any(self, children: Sequence[Node], minimum: int, boost: float) -> tantivy.Query:
        if minimum == 1:
            clauses = [c for child in children for c in self._optional(child)]
            return _boosted(_Query.boolean_query(clauses), boost) if clauses else _nothing()
        each = [(_SHOULD, self._query(child)) for child in children]
        return _boosted(_Query.boolean_query(each, minimum), boost)

    def _unscored(self, node: Node) -> tantivy.Query:
        """Return a query for the same articles; terms need no statistics then."""
        match node:
            case nodes.Term(field, channel, text):
                return _Query.term_query(self._schema, CHANNELS[field, channel], text, "basic")
            case nodes.And(children) if not any(isinstance(c, nodes.Not) for c in children):
                return _Query.boolean_query([(_MUST, self._unscored(c)) for c in children])
            case nodes.Or(children, 1):
                return _Query.boolean_query([(_SHOULD, self._unscored(c)) for c in children])
            case _:
                return self._query(node)

    def _term(self, node: nodes.Term) -> tantivy.Query:
        if node.field == "title":
            name = CHANNELS[node.field, node.channel]
            query = _Query.term_query(self._schema, name, node.text, "basic")
            return _Query.const_score_query(query, node.boost * self._idf(name, node.text))
        shares = self._shares(node)
        return _Query.boolean_query(shares) if shares else _nothing()

    def _shares(self, node: nodes.Term) -> list[_Clause]:
        """Return the clauses of a term: BM25, and the share of its idf that is constant."""
        name = CHANNELS[node.field, node.channel]
        term = _Query.term_query(self._schema, name, node.text, "freq")
        clauses = [(_SHOULD, _Query.boost_query(term, node.boost * (1 - node.constant_share)))]
        if node.constant_share:
            rarity = self._idf(name, node.text)
            if not rarity:
                return []
            share = _Query.const_score_query(term, node.boost * node.constant_share * rarity)
            clauses.append((_SHOULD, share))
        return clauses

    def _idf(self, name: str, text: str) -> float:
        return idf(self._searcher.num_docs, self._searcher.doc_freq(name, text))

    def _regex(self, field: FieldName, channel: Channel, regex: str, boost: float) -> tantivy.Query:
        query = _Query.regex_query(self._schema, CHANNELS[field, channel], regex)
        return _Query.const_score_query(query, boost)

    def _having_ids(self, ids: Sequence[str]) -> tantivy.Query:
        return _Query.term_set_query(self._schema, "id", list(ids)) if ids else _nothing()

    def _days(self, first: int, last: int) -> tantivy.Query:
        integer = tantivy.FieldType.Integer
        begins = _Query.range_query(self._schema, "first", integer, upper_bound=last)
        ends = _Query.range_query(self._schema, "last", integer, lower_bound=first)
        both = _Query.boolean_query([(_MUST, begins), (_MUST, ends)])
        return _Query.const_score_query(both, 0.0)


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else _Query.boost_query(query, boost)


def _nothing() -> tantivy.Query:
    return _Query.empty_query()
