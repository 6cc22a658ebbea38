"""What satisfies a word, a phrase or a pattern of a query, as node trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TypeAlias

from indexer.analysis.analyzer import WordAnalysis
from indexer.analysis.fold import fold
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.nodes import FieldName, Node
from indexer.query.patterns import simplified
from indexer.query.readings import NONE, OldForms, reading_node
from indexer.query.syntax import Dates, Fuzzy, Or, Pattern, Phrase, SyntaxNode, Word

MAX_CONSTITUENT_GAP = 10
"""Slop within which the parts of a compound stand for it, as in crisis in de veiligheid.

About a sentence.

Counts terms of the part channel, which leaves out stop words.
"""


Group: TypeAlias = "tuple[tuple[WordAnalysis, ...], tuple[tuple[str, ...], ...], bool]"
"""Words of a query that are one term, other ways to write it, and whether it is exact only."""

_MOST_JOINED = 4  # words of a phrase that hyphens may join


class Joined(NamedTuple):
    """A phrase of which hyphens join the words [start, end)."""

    phrase: tuple[str, ...]
    start: int
    end: int

    @property
    def mark(self) -> str:
        """The mark of what is joined: navo-top."""
        return "-".join(self.phrase[self.start : self.end])

    @property
    def exact(self) -> tuple[str, ...]:
        """The exact terms of the phrase, what is joined being one."""
        joined = "".join(self.phrase[self.start : self.end])
        return (*self.phrase[: self.start], joined, *self.phrase[self.end :])


def asked_for(groups: Sequence[Group], *, alone: bool) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """Yield what articles have to have, each with the stop words that stand right before it.

    Stop words by themselves are asked for where they are `alone`.
    """
    says = [exact or bool(ways) or not name[0].stop for name, ways, exact in groups]
    after: tuple[str, ...] = ()
    for group, says_what in zip(groups, says, strict=True):
        if says_what or (alone and not any(says)):
            yield group, after
            after = ()
        else:
            after = (*after, group[0][0].exact)


def any_form(
    word: WordAnalysis, where: FieldName, *, exact_only: bool, whole: bool = False
) -> Node:
    """Return what satisfies a word: its exact form, or any form of it, or its parts together.

    Capitals count where the word is `exact_only`, and a stop word in capitals is an initialism. A
    `whole` word is met by its forms alone.
    """
    exact = nodes.Term(where, "exact", word.exact)
    if exact_only or word.stop:
        return nodes.Term(where, "stem", word.capitals) if word.capitals else exact
    choices: list[Node] = [exact, nodes.Term(where, "stem", word.stem)]
    if whole:
        return nodes.Or(tuple(choices))
    if word.part:
        choices.append(_together(word.part, where))
    others = word.names if word.part else word.parts
    choices += [nodes.Term(where, "part", part) for part in others]
    choices += [nodes.Term(where, "stem", each) for each in word.spellings]
    return nodes.Or(tuple(choices))


def with_old_forms(node: Node, old: OldForms, where: FieldName) -> Node:
    """Return what satisfies a word, or its modern form, or is read as it."""
    if old == NONE:
        return node
    modern = (any_form(word, where, exact_only=False) for word in old.modern)
    return nodes.Or((node, *modern, *(reading_node(each, where) for each in old.readings)))


def _together(parts: tuple[str, ...], where: FieldName) -> Node:
    """Return what has all constituents close together; in a title, anywhere."""
    different = [(a, b) for a, b in pairwise(parts) if a != b]
    if where == "title" or not different:
        return nodes.And(tuple(nodes.Term(where, "part", part) for part in dict.fromkeys(parts)))
    pairs = tuple(nodes.Phrase(where, "part", pair, MAX_CONSTITUENT_GAP) for pair in different)
    return pairs[0] if len(pairs) == 1 else nodes.And(pairs)


def pairs_inside(word: WordAnalysis) -> list[tuple[str, str]]:
    """Return the neighbouring constituents of one word inside a compound: vuur and werk|verbod."""
    if len(word.split) <= 1 or len(word.part) != len(word.leaves):
        return []
    seam, ends = len(word.split[0]), accumulate(map(len, word.leaves))
    pairs = zip(pairwise(word.part), ends, strict=False)
    return [(a, b) for (a, b), end in pairs if end != seam and a != b]


def in_a_row(exact: tuple[str, ...], where: FieldName, slop: int = 0) -> Node:
    """Return what has these exact terms in a row; with slop, each within that of the next."""
    if len(exact) == 1:
        return nodes.Term(where, "exact", exact[0])
    if not slop:
        return nodes.Phrase(where, "exact", exact)
    pairs = [(a, b) for a, b in pairwise(exact) if a != b]
    close = tuple(nodes.Phrase(where, "exact", pair, slop) for pair in pairs)
    return nodes.And(close) if close else nodes.Term(where, "exact", exact[0])


def met_by_days(text: str, node: Node, asked: Sequence[SyntaxNode]) -> Node:
    """Return what satisfies a term: days too, where the query asks for it or for days.

    Of the queries whose articles may miss a term, only the name of a feast is asked for so.
    """
    for each in asked:
        match each:
            case Or((Word() | Phrase() as name, Dates(span))) if _written(name) == text:
                return nodes.Or((node, nodes.DateRange(span.first, span.last)))
    return node


def _written(name: Word | Phrase) -> str:
    return name.text if isinstance(name, Word) else " ".join(word.text for word in name.words)


def joined(exact: tuple[str, ...]) -> Iterator[Joined]:
    """Yield the ways to write a phrase with hyphens: navo top as NAVO-top."""
    for start in range(len(exact) - 1):
        for end in range(start + 2, min(start + _MOST_JOINED, len(exact)) + 1):
            yield Joined(exact, start, end)


def of_joined(phrase: Joined, where: FieldName) -> Node:
    """Return what has a phrase so joined; the mark tells NAVO-top from words without a hyphen."""
    mark = nodes.Term(where, "stem", phrase.mark)
    if len(phrase.exact) == 1:
        return mark
    return nodes.And((in_a_row(phrase.exact, where), mark))


def inexact(tree: Pattern | Fuzzy, where: FieldName) -> Node | None:
    """Return what a pattern or an approximate word matches; None when it has no letters."""
    if isinstance(tree, Fuzzy):
        return nodes.Fuzzy(where, "exact", fold(tree.text), tree.distance)
    pattern = simplified(fold(tree.text))
    stem = pattern.rstrip("*")
    if stem and len(stem) < len(pattern) and not set(stem) & {"*", "?"}:
        return nodes.Prefix(where, "exact", stem)
    return nodes.Wildcard(where, "exact", pattern) if stem.strip("*?") else None
