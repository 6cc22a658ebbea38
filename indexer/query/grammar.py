"""Reads any query into Knipsel's tree by way of Whoosh's: cut, repair, group, map.

`parser.parse` imports this only for queries that need it, because Whoosh is slow to import.
"""

from __future__ import annotations

from typing import Any

from whoosh.qparser.syntax import GroupNode, NotGroup, OrGroup

from indexer.fields import BY_NAME, Stored
from indexer.later import expression, replace
from indexer.messages import Messages
from indexer.query.dates import bounded, read_dates
from indexer.query.lexer import ImplicitAnd, Leaf, ScopeGroup, query_parser
from indexer.query.other_signs import OTHER_DATES
from indexer.query.repair import repair
from indexer.query.surfaces import DOUBLE_QUOTES
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
    parts,
)
from indexer.query.words import read_exact, read_quoted, read_word

_SITE = expression(r"^(?:https?://)?www\.|^https?://|(?<=\.\w\w)/.*$|(?<=\.\w\w\w)/.*$")
_DATE_PREFIX = expression(r"(?P<name>\w+)(?:(?::?\s*(?P<sign>[<>]=?)|=)\s*(?=\d)|:\s*)")


def read(text: str, notices: Messages) -> SyntaxNode | None:
    """Return the tree of a query; None when there is nothing to search for."""
    parser = query_parser()
    nodes = [node for node in parser.tag(text) if not node.is_ws()]
    for node in nodes:
        if isinstance(node, Leaf):
            node.tree = _read_leaf(text, node, notices)
    top = parser.filterize(GroupNode(repair(nodes, notices)))
    return _alone(_tree(top, notices), notices) if len(top) else None


def _read_leaf(text: str, leaf: Leaf, notices: Messages) -> SyntaxNode | None:
    start, end = leaf.startchar, leaf.endchar
    match leaf.kind:
        case "word":
            return read_word(text, start, end, notices)
        case "exact":
            return read_exact(text, start + 1, end, notices)
        case "quoted":
            inner = (start + 1, start + 1 + len(leaf.inner))
            return read_quoted(text, start, end, inner, notices)
        case "date":
            return _read_date(text, start, end, notices)
        case "stray":
            notices.note(
                start,
                "Aanhalingsteken zonder sluiting bij teken %(place)d: gelezen als gewone tekst.",
            )
            return None


def _read_date(text: str, start: int, end: int, notices: Messages) -> SyntaxNode | None:
    asked_so = _DATE_PREFIX.match(text[start:end])
    assert asked_so is not None
    prefix, value = asked_so["name"].lower(), text[start + asked_so.end() : end]
    place = end - len(value)
    value = value.strip(DOUBLE_QUOTES).rstrip(",;:!?")
    if value.endswith(".") and not value.endswith(".."):
        value = value[:-1]
    try:
        asked = OTHER_DATES.get(prefix, "{}").format(value.strip())
        asked = bounded(value.strip(), asked_so["sign"]) if asked_so["sign"] else asked
        span, written, turned = read_dates(asked)
    except ValueError as error:
        notices.note(
            place,
            "‘%(date)s’ bij teken %(place)d: %(reason)s. Gezocht als gewone tekst. "
            "Schrijf 2022, 2022-03, 2022-03-24 of 2022-01..2022-06.",
            date=value[:24],
            reason=error.args[0],
        )
        return _read_as_text(text, place, end)
    if turned:
        notices.note(
            place,
            "De datums bij teken %(place)d stonden achterstevoren: gelezen als %(read)s.",
            read=written,
        )
    return Dates(span, written, start, end)


def _read_as_text(text: str, start: int, end: int) -> SyntaxNode | None:
    """Read a date that failed as words. The failure was already reported."""
    if text[start] in DOUBLE_QUOTES:
        return read_quoted(text, start, end, (start + 1, end - 1), Messages())
    return read_word(text, start, end, Messages())


def _tree(node: Any, notices: Messages) -> SyntaxNode:
    """Map Whoosh's tree to ours: nested And and Or made flat, double negations undone."""
    if isinstance(node, Leaf):
        assert node.tree is not None
        return node.tree
    children = [_tree(child, notices) for child in node]
    if isinstance(node, NotGroup):
        return _negated(children[0])
    if isinstance(node, ScopeGroup):
        return _scoped(children[0], node.field, (node.start, node.end))
    if isinstance(node, OrGroup):
        return _either([_alone(child, notices) for child in children])
    return children[0] if len(children) == 1 else _both(children, isinstance(node, ImplicitAnd))


def _negated(child: SyntaxNode) -> SyntaxNode:
    return child.child if isinstance(child, Not) else Not(child)


def _scoped(child: SyntaxNode, field: str, span: tuple[int, int]) -> SyntaxNode:
    """Return the tree within a field; one of keywords holds values, alternatives at most.

    Any other group is written out: `bron:(nrc EN NIET trouw)` is `bron:nrc EN NIET bron:trouw`. Of
    a field within a field the inner one counts.
    """
    if isinstance(child, Word) and field == "source":
        child = replace(child, text=_SITE.sub("", child.text))  # as sources are called
    if isinstance(child, Not):
        return _negated(_scoped(child.child, field, span))
    choices = child.children if isinstance(child, Or) else (child,)
    if BY_NAME[field].stored is Stored.TEXT or all(map(_is_value, choices)):
        return Scope(field, child, *span)
    if isinstance(child, And | Or):
        return replace(child, children=tuple(_scoped(each, field, span) for each in child.children))
    return child


def _is_value(tree: SyntaxNode) -> bool:
    """Return whether the tree is one value: `nrc`, `"de Volkskrant"`, or the words of a group."""
    if isinstance(tree, And):
        return tree.implicit and all(isinstance(child, Word) for child in tree.children)
    return isinstance(tree, Word | Phrase | Pattern | Fuzzy)


def _both(children: list[SyntaxNode], implicit: bool) -> And:
    inner = [child for child in children if isinstance(child, And)]
    flat = [each for child in children for each in parts(child, And)]
    return And(tuple(flat), implicit and all(child.implicit for child in inner))


def _either(children: list[SyntaxNode]) -> Or:
    return Or(tuple(each for child in children for each in parts(child, Or)))


def _alone(tree: SyntaxNode, notices: Messages) -> SyntaxNode:
    """Return a tree that can stand outside And; with a notice when it only excludes."""
    excludes = parts(tree, And)
    if all(isinstance(part, Not) for part in excludes):
        notices.note(0, "Alleen uitsluitingen: gezocht is naar alles zonder die woorden.")
    return And((tree,), implicit=True) if isinstance(tree, Not) else tree
