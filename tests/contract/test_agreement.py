"""Random trees over random articles find what a plain reading of `query.nodes` finds.

The evaluator here is as slow and as plain as can be, and shares nothing with any engine.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from indexer.engines.documents import IndexDocument, has_within, keyword
from indexer.model import Sort, Span
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node

SIZE, TREES, DEPTH = 2000, 300, 3
WORDS = (  # noqa: SIM905 - reads better
    "de het een van en in dat is op te storm dijk dijken zee lijn lijm rode rood kiezen koos "
    "premier éire oekraïne oekraine ĳs 東京 東北 wapens wapen wapenstilstand a ab abc ba"
).split()
SOURCES = ("NRC", "nrc", "Trouw", "de Volkskrant", "")
DAYS = (None, "2021", "2021-12", "2022", "2022-02", "2022-02-27", "2022-03-01", "2023-01-01")
CHANNELS: tuple[tuple[FieldName, Channel], ...] = (
    ("text", "exact"),
    ("text", "part"),
    ("title", "exact"),
    ("text", "stem"),
    ("title", "stem"),
    ("title", "part"),
)
POSITIONED = CHANNELS[:3]
RELATIVE, ABSOLUTE = 1e-3, 1e-6


class Truth:
    """Scores one article at a time; None where a node does not match."""

    def __init__(self, documents: list[IndexDocument], bm25: Callable[..., float]) -> None:
        self.documents = documents
        self.bm25 = bm25
        self.words = {at: [_words(d, *at) for d in documents] for at in CHANNELS}
        self.having = {
            at: Counter(word for words in lists for word in set(words))
            for at, lists in self.words.items()
        }
        self.types = {at: [frozenset(words) for words in lists] for at, lists in self.words.items()}
        self.means = {at: sum(map(len, lists)) / SIZE for at, lists in self.words.items()}

    def scores(self, node: Node) -> dict[str, float]:
        found = ((d.id, self.score(node, n)) for n, d in enumerate(self.documents))
        return {id_: score for id_, score in found if score is not None}

    def score(self, node: Node, n: int) -> float | None:
        document = self.documents[n]
        match node:
            case nodes.DateRange(first, last):
                return 0 if 0 < document.first <= last and document.last >= first else None
            case nodes.Keyword(field, value, within):
                values = document.values.get(field, ())
                is_there = (
                    any(has_within(each, value) for each in values)
                    if within
                    else keyword(value) in map(keyword, values)
                )
                return 0 if is_there else None
            case nodes.MatchAll():
                return 0
            case nodes.And(children, boost):
                return self.all(children, boost, n)
            case nodes.Or(children, minimum, boost):
                scores = [s for child in children if (s := self.score(child, n)) is not None]
                return boost * sum(scores) if len(scores) >= minimum else None
            case nodes.MustShould(must, should):
                score = self.score(must, n)
                return None if score is None else score + sum(self.score(s, n) or 0 for s in should)
            case nodes.ConstantScore(child, boost):
                return None if self.score(child, n) is None else boost
            case nodes.Not():
                raise AssertionError(node)
            case _:
                return self.leaf(node, n)

    def leaf(self, node: Any, n: int) -> float | None:
        at = (node.field, node.channel)
        words = self.types[at][n]
        match node:
            case nodes.Term(text=text):
                return node.boost * self.term(at, text, n) if text in words else None
            case nodes.Phrase(terms=texts, slop=slop):
                found = (_near if slop else _adjacent)(self.words[at][n], texts, slop)
            case nodes.Prefix(text=text):
                found = any(word.startswith(text) for word in words)
            case nodes.Wildcard(pattern=pattern):
                found = any(_like(pattern, word) for word in words)
            case nodes.Fuzzy(text=text, distance=distance):
                found = any(_edits(text, word) <= distance for word in words)
        return node.boost if found else None

    def all(self, children: tuple[Node, ...], boost: float, n: int) -> float | None:
        total = 0.0
        for child in children:
            unwanted = isinstance(child, nodes.Not)
            score = self.score(child.child if isinstance(child, nodes.Not) else child, n)
            if (score is None) != unwanted:
                return None
            total += score or 0
        return boost * total

    def term(self, at: tuple[FieldName, Channel], text: str, n: int) -> float:
        having, words = self.having[at][text], self.words[at][n]
        if at[0] == "title":
            return math.log(1 + (SIZE - having + 0.5) / (having + 0.5))
        count, length, mean = words.count(text), len(words), self.means[at]
        return self.bm25(count, length, size=SIZE, having=having, mean=mean)


def _words(document: IndexDocument, field: FieldName, channel: Channel) -> list[str]:
    name = channel if field == "text" else f"title_{channel}"
    return str(getattr(document, name)).split()


def _adjacent(words: list[str], texts: tuple[str, ...], _slop: int) -> bool:
    starts = range(len(words) - len(texts) + 1)
    return any(tuple(words[start : start + len(texts)]) == texts for start in starts)


def _near(words: list[str], texts: tuple[str, ...], slop: int) -> bool:
    one, other = texts
    ones = [at for at, word in enumerate(words) if word == one]
    others = [at for at, word in enumerate(words) if word == other]
    return any(abs(b - a - 1) <= slop for a in ones for b in others)


@cache
def _like(pattern: str, word: str) -> bool:
    regex = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(regex, word) is not None


@cache
def _edits(some: str, other: str) -> int:
    """Count edits; letters that were transposed are edited no further."""
    if not some or not other:
        return len(some) + len(other)
    if some[-1] == other[-1]:
        return _edits(some[:-1], other[:-1])
    ways = [_edits(some[:-1], other), _edits(some, other[:-1]), _edits(some[:-1], other[:-1])]
    if some[-2:] == other[-2:][::-1] and len(some[-2:]) == 2:
        ways.append(_edits(some[:-2], other[:-2]))
    return 1 + min(ways)


def _some_words(chance: random.Random, most: int) -> str:
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    return " ".join(chance.choices(WORDS, weights, k=chance.randint(0, most)))


def _leaf(chance: random.Random) -> Node:
    field, channel = chance.choice(CHANNELS)
    word, other = chance.sample(WORDS, 2)
    boost = chance.choice((1.0, 0.3, 2.0))
    start, end = sorted(Span.parse(day).first for day in chance.sample(DAYS[1:], 2) if day)
    return chance.choice(
        (
            nodes.Term(field, channel, word, boost),
            nodes.Term("text", "exact", word, boost),
            nodes.Term("text", "part", word),
            nodes.Phrase(*chance.choice(POSITIONED), (word, other), chance.randint(0, 3), boost),
            nodes.Phrase(*chance.choice(POSITIONED), tuple(chance.choices(WORDS[:6], k=3))),
            nodes.Prefix(field, channel, word[: chance.randint(1, 4)], boost),
            nodes.Wildcard(field, channel, f"{word[0]}*{word[-1]}", boost),
            nodes.Wildcard(field, channel, f"?{word}*", boost),
            nodes.Fuzzy(field, channel, word, chance.choice((1, 2)), boost),
            nodes.DateRange(start, end),
            nodes.Keyword(chance.choice(("source", "section")), chance.choice(SOURCES[:-1])),
            nodes.MatchAll(),
        )
    )


def _tree(chance: random.Random, depth: int) -> Node:
    if not depth or chance.random() < 0.2:
        return _leaf(chance)
    children = tuple(_tree(chance, depth - 1) for _ in range(chance.randint(1, 4)))
    boost = chance.choice((1.0, 0.5, 3.0))
    return chance.choice(
        (
            nodes.And(children, boost),
            nodes.And((*children, nodes.Not(_tree(chance, depth - 1))), boost),
            nodes.Or(children, 1, boost),
            nodes.Or(children, chance.randint(1, len(children)), boost),
            nodes.MustShould(children[0], children[1:]),
            nodes.ConstantScore(children[0], boost),
        )
    )


@pytest.fixture(scope="session")
def documents(article: Any) -> list[IndexDocument]:
    chance = random.Random(1572)
    return [
        article(
            f"{n:04}",
            _some_words(chance, 40),
            _some_words(chance, 5),
            chance.choice(DAYS),
            stem=_some_words(chance, 30),
            part=_some_words(chance, 12),
            source=chance.choice(SOURCES),
            section=tuple(chance.sample(SOURCES, chance.choice((0, 1, 1, 2, 4)))),
        )
        for n in range(SIZE)
    ]


@pytest.fixture(scope="session")
def trees(documents: list[IndexDocument], bm25: Any) -> list[tuple[Node, dict[str, float]]]:
    """Return random trees with the score of every article they match."""
    chance, truth = random.Random(1648), Truth(documents, bm25)
    made = [_tree(chance, DEPTH) for _ in range(TREES)]
    return [(tree, truth.scores(tree)) for tree in made]


@pytest.fixture
def drawn(index_of: Any, documents: list[IndexDocument]) -> Any:
    return index_of("drawn", *documents)


def test_random_trees_find_the_same_articles_in_the_same_order_with_the_same_scores(
    drawn: Any, documents: list[IndexDocument], trees: Any
) -> None:
    reader = drawn.reader()
    assert sum(0 < len(expected) < SIZE for _, expected in trees) > TREES / 2
    for tree, expected in trees:
        found = drawn.scored(tree, SIZE, reader=reader)
        assert dict(found) == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE), tree
        assert len(found) == len(expected), tree
        for (id_, _), (next_id, _) in pairwise(found):
            assert expected[id_] >= expected[next_id] * (1 - RELATIVE) - ABSOLUTE, tree


def test_random_trees_count_what_they_find(
    drawn: Any, documents: list[IndexDocument], trees: Any
) -> None:
    reader, by_id = drawn.reader(), {document.id: document for document in documents}
    doc_ids = [reader.doc_id(id_) for id_ in sorted(by_id)[:50]]
    for tree, expected in trees[:100]:
        counts = reader.count(tree, ("source", "section", "year"))
        assert counts.total == len(expected), tree
        for facet, counted in counts.facets.items():
            values = Counter(v for id_ in expected for v in by_id[id_].values.get(facet, ()))
            assert {each.value: each.count for each in counted} == values, tree
        dated = [by_id[id_] for id_ in expected if by_id[id_].first]
        assert counts.first == min((d.first for d in dated), default=0), tree
        assert counts.last == max((d.last for d in dated), default=0), tree
        matches = [score is not None for score in reader.scores(tree, doc_ids)]
        assert matches == [id_ in expected for id_ in sorted(by_id)[:50]], tree


def test_of_many_random_trees_each_article_names_those_that_it_matches(
    drawn: Any, documents: list[IndexDocument], trees: Any
) -> None:
    reader, ids = drawn.reader(), sorted(document.id for document in documents)[:50]
    some = trees[:100]
    found = reader.matches([tree for tree, _ in some], [reader.doc_id(id_) for id_ in ids])
    assert found == [tuple(id_ in expected for _, expected in some) for id_ in ids]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_random_trees_sort_by_day(
    drawn: Any, documents: list[IndexDocument], trees: Any, sort: Sort
) -> None:
    sign = -1 if sort is Sort.NEWEST else 1
    last = {document.id: document.last for document in documents}
    reader = drawn.reader()
    for tree, expected in trees[:50]:
        found = drawn.find(tree, 100, sort=sort, reader=reader)
        keys = sorted((not last[id_], sign * last[id_]) for id_ in expected)
        assert [(not last[id_], sign * last[id_]) for id_ in found] == keys[:100], tree
        assert set(found) <= set(expected), tree


def test_articles_written_in_many_commits_are_found_like_those_of_one(
    index: Any, documents: list[IndexDocument], trees: Any
) -> None:
    for start in range(0, SIZE, 250):
        index.write(*documents[start : start + 250])
    reader = index.reader()
    for tree, expected in trees[:100]:
        found = dict(index.scored(tree, SIZE, reader=reader))
        assert found == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE), tree
