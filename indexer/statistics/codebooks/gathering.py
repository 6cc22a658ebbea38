"""The places of all words of many queries, found in one pass before any is matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.fold import fold
from indexer.query.syntax import And, Fuzzy, Not, Or, Pattern, Phrase, Scope, SyntaxNode, Word
from indexer.statistics.matching import Matcher
from indexer.storage.forward.columns import Places


def gather(matcher: Matcher, trees: Iterable[SyntaxNode]) -> None:
    """Let the index keep the places of the words of some trees together.

    A word that is left out here, as a number of several tokens may be, is looked for by itself.
    """
    words = matcher.words
    terms: list[Sequence[Places]] = []
    union = words.with_terms(())
    for leaf in _leaves(trees):
        match leaf:
            case Pattern(text):
                terms.append(words.like(text))
            case Fuzzy(text, distance):
                terms.append(words.within_distance(fold(text), distance))
            case Phrase(phrase):
                tokens = (token for word in phrase for token in matcher.analyzer.tokens(word.text))
                terms += [words.exactly(token.word.exact) for token in tokens]
            case Word():
                for types in matcher.types_of(leaf):
                    union = [whole | own for whole, own in zip(union, types, strict=True)]
    alike = words.with_terms(terms)
    matcher.index.gather([a | b for a, b in zip(union, alike, strict=True)])


def _leaves(trees: Iterable[SyntaxNode]) -> Iterator[SyntaxNode]:
    left = list(trees)
    while left:
        match left.pop():
            case And(children) | Or(children):
                left.extend(children)
            case Not(child) | Scope(_, child):
                left.append(child)
            case leaf:
                yield leaf
