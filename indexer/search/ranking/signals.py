"""The signals of a query's own words: functions that yield what a score adds up from.

`weights` says which there are, what each is worth and what it means. A function gets a word, a term
of the query or two neighbouring words, and the weight of its signal; it is not called at weight 0.
What it yields scores, and an explanation shows it under its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, TypeAlias, get_args

from indexer.analysis.analyzer import WordAnalysis
from indexer.analysis.pieces import INSIDE
from indexer.cache import Memo
from indexer.engines import bm25
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.analyze import QueryTerm
from indexer.query.nodes import Channel, FieldName, Node
from indexer.query.readings import reading_node
from indexer.query.terms.numbers import amounts, is_number
from indexer.query.terms.satisfying import pairs_inside

_MAX_IDFS = 20_000  # cached a channel: a page asks for those of its words four times
_MAX_GAP = 4  # terms between two words that are still near each other
_MAX_RELATED_STEMS = 4  # of a word, those of its closest relatives


class Clause(NamedTuple):
    """One part of a score: its label in an explanation, and the node that adds it."""

    label: str
    node: Node


class Statistics(Protocol):
    """The figures of an archive that scoring reads; an engine's reader has them."""

    @property
    def size(self) -> int:
        """How many articles there are."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""


class ChannelWeights(Protocol):
    """The weights of a word in each channel; `Weights` has them."""

    @property
    def exact(self) -> float:
        """What the exact form is worth."""

    @property
    def stem(self) -> float:
        """What the stem is worth."""

    @property
    def part(self) -> float:
        """What the constituents are worth together."""

    @property
    def constant_share(self) -> float:
        """The share of a term's score that having it once gives."""


class TermScorer:
    """Makes scored terms, by the statistics of one archive."""

    def __init__(self, statistics: Statistics, weights: ChannelWeights) -> None:
        self._weights = weights
        self._idf = {
            channel: Memo(partial(_idf, statistics, channel), _MAX_IDFS)
            for channel in get_args(Channel)
        }
        self.constant_share = weights.constant_share
        self.full_weight = weights.exact + weights.stem + weights.part
        """What a word is worth that has its exact form alone: as much as one in all channels."""

    def term(self, channel: Channel, text: str, weight: float) -> Clause:
        """Return the clause of a term that scores `weight` times its BM25."""
        term = nodes.Term("text", channel, text, weight, self._weights.constant_share)
        return Clause(f"{channel} {text}", term)

    def idf(self, channel: Channel, text: str) -> float:
        """Return the inverse document frequency of a term, 0 when no article has it."""
        return self._idf[channel][text]

    def word_idf(self, word: WordAnalysis) -> float:
        """Return the idf of a word's stem, or of its rarest constituent when no article has it."""
        stem = self.idf("stem", word.stem)
        return stem or max((self.idf("part", part) for part in word.parts), default=0.0)

    def constituents(self, word: WordAnalysis) -> list[Clause]:
        """Return the clauses of a compound's constituents: they share one weight by their idf.

        Constituents that no article has are left out.
        """
        idf = {part: self.idf("part", part) for part in word.part}
        total, weight = sum(idf.values()), self._weights.part
        return [
            self.term("part", part, weight * value / total) for part, value in idf.items() if value
        ]


def _idf(statistics: Statistics, channel: Channel, text: str) -> float:
    return bm25.idf(statistics.size, statistics.frequency("text", channel, text))


WordSignal: TypeAlias = Callable[[TermScorer, WordAnalysis, float], Iterator[Clause]]
TermSignal: TypeAlias = Callable[[TermScorer, QueryTerm, float], Iterator[Clause]]
PairSignal: TypeAlias = Callable[[TermScorer, WordAnalysis, WordAnalysis, float], Iterator[Clause]]


# -- Of one word


def exact(scorer: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield the word in the form that was typed."""
    yield scorer.term("exact", word.exact, weight)


def capitals(_: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield a word in capitals where the article has them, by itself or in a word with more."""
    if term := word.capitals:
        forms = tuple(nodes.Term("text", "stem", each) for each in (term, term + INSIDE))
        yield Clause(f"capitals {term}", nodes.ConstantScore(nodes.Or(forms), weight))


def literal(scorer: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield the word in the form that was typed, and in its capitals where these are meant."""
    if word.capitals:
        yield scorer.term("stem", word.capitals, weight)
    else:
        yield scorer.term("exact", word.exact, weight)


def stem(scorer: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield the word in any of its forms."""
    if not word.stop:
        yield scorer.term("stem", word.scored_stem, weight)


def part(scorer: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield the word inside compounds, or the constituents of a word that is one."""
    if word.stop:
        return
    if word.part and word.names:  # Hoessein is a name, though it looks like a compound
        yield from (scorer.term("part", each, weight) for each in word.names)
    elif word.part:
        yield from scorer.constituents(word)
    else:
        yield from (scorer.term("part", each, weight) for each in word.parts)


def all_constituents(scorer: TermScorer, word: WordAnalysis, weight: float) -> Iterator[Clause]:
    """Yield the constituents of a compound together, where every one occurs in the archive.

    Those of one word inside it stand in a row: vuurwerkverbod is no Vuurland and werkbijeenkomst.
    """
    if word.stop or not word.part:
        return
    clauses = scorer.constituents(word)
    different = dict.fromkeys(word.part)
    if len(clauses) == len(different):
        rows = (nodes.Phrase("text", "part", pair) for pair in pairs_inside(word))
        inner = (nodes.ConstantScore(row, 0.0) for row in rows)
        together = nodes.And((*(clause.node for clause in clauses), *inner), weight)
        yield Clause(f"parts {'+'.join(different)}", together)


# -- Of one term of the query


def synonyms(scorer: TermScorer, term: QueryTerm, weight: float) -> Iterator[Clause]:
    """Yield the other ways to write a term: VN for Verenigde Naties."""
    for synonym in term.synonyms:
        if len(synonym) == 1:
            yield scorer.term("exact", synonym[0], weight * scorer.full_weight)
        elif idf := max(scorer.idf("exact", each) for each in synonym):
            phrase = nodes.Phrase("text", "exact", synonym, boost=weight * idf)
            yield Clause(f"variant {' '.join(synonym)}", phrase)


def old_forms(scorer: TermScorer, term: QueryTerm, weight: float) -> Iterator[Clause]:
    """Yield the forms in old spelling and those misread by OCR: gebragt for gebracht."""
    for word in term.old.modern:
        yield scorer.term("stem", word.stem, weight * scorer.full_weight)
    for each in term.old.readings:
        idf = max(scorer.idf("exact", piece) for piece in each.written.split())
        if idf:
            rarity = idf if " " in each.written else 1.0
            boost = weight * each.weight * scorer.full_weight * rarity
            label = f"{each.written} = {each.modern}: {each.reason}"
            yield Clause(label, reading_node(each, "text", boost, scorer.constant_share))


def related_stems(scorer: TermScorer, term: QueryTerm, weight: float) -> Iterator[Clause]:
    """Yield words made of the same word: winnen and winnaar for winst.

    They are looked for inside compounds, and as whole words where no compound has them.
    """
    idf = scorer.word_idf(term.words[0])
    for each in term.related_stems[:_MAX_RELATED_STEMS]:
        channel: Channel = "part" if scorer.idf("part", each) else "stem"
        if rarity := scorer.idf(channel, each):
            yield scorer.term(channel, each, weight * min(1.0, idf / rarity))


def inner_words(scorer: TermScorer, term: QueryTerm, weight: float) -> Iterator[Clause]:
    """Yield the two words inside a compound of more constituents that no article has.

    Of vuurwerkverbod these are vuurwerk and verbod: as words, which score by their stems.
    """
    if term.inner_words and not scorer.idf("stem", term.words[0].scored_stem):
        yield from (scorer.term("stem", word.scored_stem, weight) for word in term.inner_words)


def title(scorer: TermScorer, term: QueryTerm, weight: float) -> Iterator[Clause]:
    """Yield each word of a term in the title."""
    for word in term.words:
        score = weight * scorer.word_idf(word)
        if score and not word.stop:
            parts = tuple(nodes.Term("title", "part", each) for each in word.parts)
            node = nodes.Or((nodes.Term("title", "stem", word.scored_stem), nodes.And(parts)))
            yield Clause(f"title {word.exact}", nodes.ConstantScore(node, score))


# -- Of two neighbouring words


def proximity(
    scorer: TermScorer, left: WordAnalysis, right: WordAnalysis, weight: float
) -> Iterator[Clause]:
    """Yield two words near each other, in either order."""
    if left.part or right.part or left.stop or right.stop:
        return
    pair = (left.parts[0], right.parts[0])
    if pair[0] != pair[1]:
        score = weight * sum(scorer.idf("part", each) for each in pair)
        if score:
            phrase = nodes.Phrase("text", "part", pair, _MAX_GAP, score)
            yield Clause(f"near {pair[0]} {pair[1]}", phrase)


def quantity(
    scorer: TermScorer, left: WordAnalysis, right: WordAnalysis, weight: float
) -> Iterator[Clause]:
    """Yield a number right before what it counts: 30 km, which may be written 30 kilometer."""
    if right.stop or not is_number(left.exact) or is_number(right.exact):
        return
    if score := weight * (scorer.idf("exact", left.exact) + scorer.word_idf(right)):
        rows = [nodes.Phrase("text", "exact", way) for way in amounts(left.exact, right.exact)]
        if not right.part:
            rows.append(nodes.Phrase("text", "part", (left.parts[0], right.parts[0])))
        label = f"number {left.exact} {right.exact}"
        yield Clause(label, nodes.ConstantScore(nodes.Or(tuple(rows)), score))


def abbreviated_name(
    scorer: TermScorer, left: WordAnalysis, right: WordAnalysis, weight: float
) -> Iterator[Clause]:
    """Yield `Jos B.` for Jos Brech: Dutch papers name suspects by their initial."""
    names = left.surface[:1].isupper() and right.surface[:1].isupper()
    if names and len(left.surface) > 2 < len(right.surface):  # noqa: PLR2004
        pair = (left.exact, right.exact[:1])
        score = weight * scorer.idf("exact", left.exact)
        if score:
            phrase = nodes.Phrase("text", "exact", pair, boost=score)
            yield Clause(f"initial {pair[0]} {pair[1]}.", phrase)
