"""The places of all words of many queries, found in one pass before any is matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.analysis.fold import fold
from indexer.query.syntax import And, Fuzzy, Not, Or, Pattern, Phrase, Scope, SyntaxNode, Word
from indexer.statistics.matching import Matcher


def gather(matcher: Matcher, trees: Iterable[SyntaxNode]) -> None:
    """Let the index keep the places of the words of some trees together.

    A word that is left out here, as a number of several tokens may be, is looked for by itself.
    """
    forms: set[int] = set()
    union = matcher.index.types_of_forms([])
    for leaf in _leaves(trees):
        match leaf:
            case Pattern(text):
                forms.update(matcher.words.like(text))
            case Fuzzy(text, distance):
                forms.update(matcher.words.within_distance(fold(text), distance))
            case Phrase(words):
                tokens = (token for word in words for token in matcher.analyzer.tokens(word.text))
                forms.update(f for token in tokens for f in matcher.words.exactly(token.word.exact))
            case Word():
                for types in matcher.types_of(leaf):
                    union = [whole | own for whole, own in zip(union, types, strict=True)]
    alike = matcher.index.types_of_forms(sorted(forms))
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
