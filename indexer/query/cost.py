"""Limits what the patterns of a query cost, with a notice of those left out.

Words are looked up; a pattern or an almost-word is compared with every word of the archive that it
may be. One of them is always searched. More are while they stay within what the engine does in
well under a second, in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from indexer.analysis.fold import fold
from indexer.later import replace
from indexer.messages import Message
from indexer.query.patterns import MAX_PATTERN_LENGTH, MAX_WILDCARDS, beginning, fits, simplified
from indexer.query.syntax import (
    And,
    Fuzzy,
    Not,
    Or,
    ParsedQuery,
    Pattern,
    Scope,
    SyntaxNode,
    parts,
)
from indexer.query.unparse import unparse

MAX_PATTERNS = 50
"""In one query, if each is cheap."""

_SPARED = 4  # of so many words an automaton compares one with an almost-word
_MAX_NAMED = 3  # of those left out
_MAX_LETTERS = 24  # letters of each

Counting = Callable[[str], int]
"""Returns how many words of the archive begin with a folded text."""


def limit_wildcards(parsed: ParsedQuery, counted: Counting, budget: int) -> ParsedQuery:
    """Return the query without patterns that no engine takes and those past the budget.

    The budget is in words of the archive that patterns are compared with.
    """
    spending = _Budget(counted, budget)
    tree = spending.kept(parsed.tree) if parsed.tree else None
    if not (notices := spending.notices()):
        return parsed
    return replace(
        parsed, tree=tree, interpreted=unparse(tree), notices=(*parsed.notices, *notices)
    )


class _Budget:
    """What is spent on the way through a tree, and what is left out."""

    def __init__(self, counted: Counting, budget: int) -> None:
        self._counted = cache(counted)
        self._budget = budget
        self._spent = 0
        self._unfit: list[str] = []
        self._too_much: list[str] = []

    def kept(self, tree: SyntaxNode) -> SyntaxNode | None:
        """Return the tree as far as it can be afforded."""
        match tree:
            case Pattern() | Fuzzy():
                return tree if self._affords(tree) else None
            case And() | Or():
                return self._some(tree)
            case Scope("title", child) | Not(child):
                inside = self.kept(child)
                return replace(tree, child=inside) if inside else None
            case _:
                return tree

    def notices(self) -> tuple[Message, ...]:
        """Return the notices of what is left out."""
        notices = []
        if self._unfit:
            unfit = Message(
                "Niet gezocht: %(named)s. Een woord met jokertekens telt hoogstens "
                "%(letters)d tekens en %(most)d jokertekens.",
                named=_named(self._unfit),
                letters=MAX_PATTERN_LENGTH,
                most=MAX_WILDCARDS,
            )
            notices.append(unfit)
        if self._too_much:
            too_much = Message(
                "Niet gezocht, omdat alle jokertekens samen te veel tijd kosten: %(named)s.",
                named=_named(self._too_much),
            )
            notices.append(too_much)
        return tuple(notices)

    def _some(self, tree: And | Or) -> SyntaxNode | None:
        kept = [child for each in tree.children if (child := self.kept(each))]
        flat = tuple(part for child in kept for part in parts(child, type(tree)))
        if len(flat) == 1 and not isinstance(flat[0], Not):
            return flat[0]
        return replace(tree, children=flat) if flat else None

    def _affords(self, tree: Pattern | Fuzzy) -> bool:
        if isinstance(tree, Pattern) and not fits(simplified(fold(tree.text))):
            self._unfit.append(tree.text)
            return False
        least = self._budget // MAX_PATTERNS
        if not self._spent or self._spent + least <= self._budget:  # else nothing need be counted
            cost = least + self._compared(tree)
            if not self._spent or self._spent + cost <= self._budget:
                self._spent += cost
                return True
        self._too_much.append(tree.text)
        return False

    def _compared(self, tree: Pattern | Fuzzy) -> int:
        if isinstance(tree, Fuzzy):
            return self._counted("") // _SPARED
        return self._counted(fold(beginning(tree.text)))


def _named(patterns: list[str]) -> str:
    named = ", ".join(f"‘{text[:_MAX_LETTERS]}’" for text in patterns[:_MAX_NAMED])
    others = len(patterns) - _MAX_NAMED
    return (
        Message("%(named)s en nog %(others)d", named=named, others=others) if others > 0 else named
    )
