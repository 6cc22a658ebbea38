"""Filters: what restricts articles by what they are, as a date or a source, not by their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from indexer.fields import BY_NAME, Stored
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.query.syntax import (
    And,
    Dates,
    Fuzzy,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    SyntaxNode,
    Word,
)


def is_filter(tree: SyntaxNode) -> bool:
    """Return whether the tree restricts articles by what they are rather than by their words."""
    match tree:
        case Dates():
            return True
        case Scope(name):
            return BY_NAME[name].stored in (Stored.KEYWORD, Stored.NAME)
        case Not(child):
            return is_filter(child)
        case _:
            return False


Named: TypeAlias = Callable[[str, str, bool], tuple[str, ...] | None]
"""Returns the ids of the articles with a name of this field; None where no names are kept."""

Valued: TypeAlias = Callable[[str, str, bool], Node]
"""Returns the node of a field, a value of it, and whether words within a value are asked for."""


def as_filter(tree: SyntaxNode, valued: Valued) -> Node:
    """Return the node of a filter."""
    match tree:
        case Dates(span):
            return nodes.DateRange(span.first, span.last)
        case Scope(name, child):
            by_words = BY_NAME[name].by_words
            stored = map(BY_NAME[name].stored_value, values_of(child))
            each = tuple(valued(name, value, by_words) for value in stored)
            return nodes.Or(each) if isinstance(child, Or) else each[0]
        case Not(child):
            return nodes.Not(as_filter(child, valued))
        case _:
            raise TypeError(f"no filter: {tree!r}")


def values_of(tree: SyntaxNode) -> tuple[str, ...]:
    """Return the values that a field of keywords is asked for, as they were typed."""
    return tuple(map(_value, tree.children if isinstance(tree, Or) else (tree,)))


def _value(tree: SyntaxNode) -> str:
    match tree:
        case Word(text) | Pattern(text) | Fuzzy(text):
            return text
        case Phrase(words):
            return " ".join(word.text for word in words)
        case And(children) | Or(children):
            return " ".join(map(_value, children))
        case _:
            raise TypeError(f"no words in {tree!r}")
