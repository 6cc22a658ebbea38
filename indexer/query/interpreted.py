"""The tree written back in the query language, so that the reader sees how it was understood."""

from __future__ import annotations

from indexer.query.syntax import (
    And,
    Approximate,
    Dates,
    Or,
    Pattern,
    Quoted,
    Scope,
    Syntax,
    Without,
    Word,
)
from indexer.query.words import is_question

_DUTCH = {"title": "titel", "source": "bron", "section": "rubriek"}


def interpreted(tree: Syntax | None) -> str:
    """Return a query that parses to this tree, with parentheses where precedence matters."""
    if tree is None:
        return ""
    text = _written(tree)
    if is_question(text):
        head, space, last = text.rpartition(" ")
        return f"{head}{space}({last})"
    return text


def _written(tree: Syntax) -> str:
    match tree:
        case And(children, implicit):
            return (" " if implicit else " EN ").join(_enclosed(child, Or) for child in children)
        case Or(children):
            return " OF ".join(
                _enclosed(child, And) if _is_many(child) else _written(child) for child in children
            )
        case Without(child):
            return f"NIET {_enclosed(child, And, Or)}"
        case Scope(field, child):
            return f"{_DUTCH[field]}:{_enclosed(child, And, Or, Scope, Dates)}"
        case _:
            return _written_leaf(tree)


def _written_leaf(leaf: Word | Quoted | Pattern | Approximate | Dates) -> str:
    match leaf:
        case Word(text, literal=literal):
            return f"={text}" if literal else text
        case Quoted(words, slop=slop):
            phrase = " ".join(word.text for word in words)
            return f'"{phrase}"~{slop}' if slop else f'"{phrase}"'
        case Approximate(text, distance):
            return f"{text}~" if distance == 1 else f"{text}~{distance}"
        case Pattern(text):
            return text
        case Dates(text=text):
            return f"datum:{text}"


def _enclosed(tree: Syntax, *kinds: type) -> str:
    return f"({_written(tree)})" if isinstance(tree, kinds) else _written(tree)


def _is_many(tree: Syntax) -> bool:
    return isinstance(tree, And) and len(tree.children) > 1
