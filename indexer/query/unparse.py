"""The tree written back in the query language, to show the user how it was understood."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.fields import FIELDS, NAMES
from indexer.later import dataclass
from indexer.query.surfaces import SIGNS
from indexer.query.syntax import (
    And,
    DatedWords,
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
from indexer.query.words import is_question


@dataclass(frozen=True, slots=True)
class OperatorNames:
    """The operators and fields of the query language, in the words of one of the two languages."""

    both: str
    either: str
    without: str
    fields: Mapping[str, str]


_PREFIXES = {field.name: field.prefix for field in (*FIELDS, *NAMES) if field.prefix}

DUTCH = OperatorNames("EN", "OF", "NIET", _PREFIXES)
ENGLISH = OperatorNames(
    "AND", "OR", "NOT", {name: prefix.english for name, prefix in _PREFIXES.items()}
)


def unparse(tree: SyntaxNode | None, names: OperatorNames = DUTCH) -> str:
    """Return a query that parses to this tree, with parentheses where precedence matters."""
    if tree is None:
        return ""
    text = _unparsed(tree, names)
    if is_question(text):
        head, space, last = text.rpartition(" ")
        return f"{head}{space}({last})"
    return text


def _unparsed(tree: SyntaxNode, names: OperatorNames) -> str:
    match tree:
        case And(children, implicit):
            each = (_enclosed(child, names, Or) for child in children)
            return (" " if implicit else f" {names.both} ").join(each)
        case Or(children):
            return f" {names.either} ".join(
                _enclosed(child, names, And) if _is_many(child) else _unparsed(child, names)
                for child in children
            )
        case Not(child):
            return f"{names.without} {_enclosed(child, names, And, Or)}"
        case Scope(field, child):
            return f"{names.fields[field]}:{_enclosed(child, names, And, Or, Scope, Dates)}"
        case DatedWords(words):
            return " ".join(word.text for word in words)
        case Dates(text=text):
            return f"{names.fields['date']}:{text}"
        case _:
            return _unparsed_leaf(tree)


def _unparsed_leaf(leaf: Word | Phrase | Pattern | Fuzzy) -> str:
    match leaf:
        case Word(text, exact_only=exact_only):
            if exact_only and any(sign in text for sign in SIGNS):
                return f'"{text}"'  # behind `=` a notice would say that the sign does not count
            return f"={text}" if exact_only else text
        case Phrase(words, slop=slop):
            phrase = " ".join(word.text for word in words)
            return f'"{phrase}"~{slop}' if slop else f'"{phrase}"'
        case Fuzzy(text, distance):
            return f"{text}~" if distance == 1 else f"{text}~{distance}"
        case Pattern(text):
            return text


def _enclosed(tree: SyntaxNode, names: OperatorNames, *kinds: type) -> str:
    text = _unparsed(tree, names)
    return f"({text})" if isinstance(tree, kinds) else text


def _is_many(tree: SyntaxNode) -> bool:
    return isinstance(tree, And) and len(tree.children) > 1
