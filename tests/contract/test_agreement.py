"""Random trees over random articles find what a plain reading of `query.nodes` finds.

The evaluator here is as slow and as obvious as can be; it shares nothing with any engine.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import pytest

from indexer.engines.protocol import IndexDocument, keyword
from indexer.model import Sort
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node

SIZE, TREES = 2000, 300
WORDS = (
    "de het een van en in dat is op te storm dijk dijken zee lijn lijm rode rood kiezen koos "
    "premier Éire oekraïne oekraine ĳs 東京 東北 wapens wapen wapenstilstand a ab abc ba"
).split()
SOURCES = ("NRC", "nrc", "Trouw", "de Volkskrant", "")
CHANNELS: tuple[tuple[FieldName, Channel], ...] = (
    ("text", "exact"),
    ("text", "stem"),
    ("text", "part"),
    ("title", "exact"),
    ("title", "stem"),
    ("title", "part"),
)
POSITIONED: tuple[tuple[FieldName, Channel], ...] = (
    ("text", "exact"),
    ("text", "part"),
    ("title", "exact"),
)
NEAR = {"rel": 1e-3, "abs": 1e-6}


@dataclass
class Truth:
    """Answers a tree for each article in turn: its score, or None where it does not match."""

    documents: list[IndexDocument]
    bm25: Callable[..., float]

    def __post_init__(self) -> None:
        self.words = {
            channel: [_words(document, *channel) for document in self.documents]
            for channel in CHANNELS
        }
        self.having = {
            channel: Counter(word for words in lists for word in set(words))
            for channel, lists in self.words.items()
        }
        self.means = {
            channel: sum(map(len, lists)) / SIZE for channel, lists in self.words.items()
        }

    def scores(self, node: Node) -> dict[str, float]:
        found = ((d.id, self.score(node, n)) for n, d in enumerate(self.documents))
        return {id_: score for id_, score in found if score is not None}

    def score(self, node: Node, n: int) -> float | None:  # noqa: C901, PLR0912
        document = self.documents[n]
        match node:
            case nodes.Term(field, channel, text, boost):
                return self.term(n, (field, channel), text, boost)
            case nodes.Phrase(field, channel, texts, slop, boost):
                return boost if _together(self.words[field, channel][n], texts, slop) else None
            case nodes.Prefix(field, channel, text, boost):
                words = self.words[field, channel][n]
                return boost if any(word.startswith(text) for word in words) else None
            case nodes.Wildcard(field, channel, pattern, boost):
                like = re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))
                return boost if any(map(like.fullmatch, self.words[field, channel][n])) else None
            case nodes.Fuzzy(field, channel, text, distance, boost):
                words = set(self.words[field, channel][n])
                return boost if any(_edits(text, word) <= distance for word in words) else None
            case nodes.Days(first, last):
                dated = document.first > 0
                return 0 if dated and document.first <= last and document.last >= first else None
            case nodes.Keyword(field, value):
                return 0 if keyword(getattr(document, field)) == keyword(value) else None
            case nodes.Everything():
                return 0
            case nodes.All(children, boost):
                return self.all(children, boost, n)
            case nodes.Any(children, minimum, boost):
                matched = [s for child in children if (s := self.score(child, n)) is not None]
                return boost * sum(matched) if len(matched) >= minimum else None
            case nodes.Ranked(must, should):
                score = self.score(must, n)
                more = (self.score(child, n) or 0 for child in should)
                return None if score is None else score + sum(more)
            case nodes.Constant(child, boost):
                return None if self.score(child, n) is None else boost
        raise AssertionError(node)

    def all(self, children: tuple[Node, ...], boost: float, n: int) -> float | None:
        total = 0.0
        for child in children:
            if isinstance(child, nodes.Not):
                if self.score(child.child, n) is not None:
                    return None
            elif (score := self.score(child, n)) is None:
                return None
            else:
                total += score
        return boost * total

    def term(
        self, n: int, channel: tuple[FieldName, Channel], text: str, boost: float
    ) -> float | None:
        words = self.words[channel][n]
        if text not in words:
            return None
        having = self.having[channel][text]
        if channel[0] == "title":
            mean = length = frequency = 0
            whole = self.bm25(1, 0, size=SIZE, having=having, mean=0)
            return boost * whole / self.bm25_of_one
        mean, length, frequency = self.means[channel], len(words), words.count(text)
        return boost * self.bm25(frequency, length, size=SIZE, having=having, mean=mean)
