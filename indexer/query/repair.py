"""Makes a tagged query well-formed, so that Whoosh never meets (and silently drops) a misfit.

Brackets get partners, operators get operands or are left out, and what stands together is joined
by an operator without characters. Each repair adds a notice.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from whoosh.qparser.plugins import GroupPlugin
from whoosh.qparser.syntax import InfixOperator, Operator, PrefixOperator

from indexer.messages import Messages
from indexer.query.lexer import FieldOperator, ImplicitAnd, Leaf, field_of
from indexer.query.syntax import Dates, Word
from indexer.query.words import OPERATORS, note_dangling

MAX_DEPTH = 20


def repair(nodes: list[Any], notices: Messages) -> list[Any]:
    """Return nodes of which every bracket is paired and every operator has its operands."""
    paired = _paired(nodes, notices)
    return _joined(_with_operands(_negations_first(paired), notices), notices)


def _paired(nodes: list[Any], notices: Messages) -> list[Any]:
    """Drop brackets without a partner or nested too deep; give each opening one its partner."""
    opened: list[Any] = []
    dropped: list[Any] = []
    deep: list[int] = []
    for node in nodes:
        if isinstance(node, GroupPlugin.OpenBracket):
            opened.append(node)
        elif isinstance(node, GroupPlugin.CloseBracket):
            if not opened:
                dropped.append(node)
                notices.note(
                    node.startchar,
                    "Sluithaakje zonder haakje bij teken %(place)d: gelezen als gewone tekst.",
                )
                continue
            opener = opened.pop()
            opener.partner = node
            if len(opened) >= MAX_DEPTH:
                dropped += (opener, node)
                deep.append(opener.startchar)
    for node in opened:
        notices.note(
            node.startchar,
            "Haakje zonder sluithaakje bij teken %(place)d: gelezen als gewone tekst.",
        )
    if deep:
        notices.note(
            min(deep),
            "Haakjes dieper dan %(most)d niveaus (teken %(place)d) tellen niet mee.",
            most=MAX_DEPTH,
        )
    gone = {id(node) for node in dropped + opened}
    return [node for node in nodes if id(node) not in gone]


def _negations_first(nodes: list[Any]) -> list[Any]:
    """Read `titel:-word` as `-titel:word`."""
    for at, (left, right) in enumerate(pairwise(tuple(nodes))):
        if isinstance(left, FieldOperator) and _is_negation(right):
            nodes[at : at + 2] = [right, left]
    return nodes


def _with_operands(nodes: list[Any], notices: Messages) -> list[Any]:
    """Drop wordless leaves, empty groups and operators without an operand; a field is a word."""
    kept: list[Any] = []
    gap = False
    for node in reversed(nodes):
        right = kept[-1] if kept else None
        reading = node
        if isinstance(node, GroupPlugin.OpenBracket) and node.partner is right:
            kept.pop()
            notices.note(node.startchar, "Lege haakjes bij teken %(place)d: overgeslagen.")
            reading = None
        elif isinstance(node, Operator):
            reading = _with_operand(node, right, notices, gap=gap)
        elif isinstance(node, Leaf) and node.tree is None:
            reading = None
        gap = reading is None
        if not gap:
            kept.append(reading)
    return kept[::-1]


def _with_operand(operator: Any, right: Any, notices: Messages, *, gap: bool) -> Any:
    """Return the operator if it can have what stands to its right, else what it is without."""
    if isinstance(operator, InfixOperator):
        return operator if _starts_operand(right) else _dangling(operator, notices)
    takes = not gap and _starts_operand(right) and not _is_negation(right)
    if not isinstance(operator, FieldOperator):
        return operator if takes else _dangling(operator, notices)
    if (
        not (takes and field_of(operator.name))
        or isinstance(right, FieldOperator)
        or _is_date(right)
    ):
        return _dangling(operator, notices)
    operator.until = getattr(right, "partner", right).endchar
    return operator


def _joined(nodes: list[Any], notices: Messages) -> list[Any]:
    """Put an operator between what stands together; drop one with nothing to its left."""
    joined: list[Any] = []
    for node in nodes:
        left = isinstance(joined[-1], Leaf | GroupPlugin.CloseBracket) if joined else False
        if isinstance(node, InfixOperator) and not left:
            _dangling(node, notices)
            continue
        if left and _starts_operand(node):
            joined.append(InfixOperator("", ImplicitAnd))
        joined.append(node)
    return joined


def _starts_operand(node: Any) -> bool:
    return isinstance(node, Leaf | GroupPlugin.OpenBracket | PrefixOperator)


def _is_negation(node: Any) -> bool:
    return isinstance(node, PrefixOperator) and not isinstance(node, FieldOperator)


def _is_date(node: Any) -> bool:
    return isinstance(node, Leaf) and isinstance(node.tree, Dates)


def _dangling(operator: Any, notices: Messages) -> Leaf | None:
    """Return a field without a value as a word, None for other operators; with a notice."""
    start = operator.startchar
    if isinstance(operator, FieldOperator):
        name = operator.name
        notices.note(
            start,
            "Veld ‘%(name)s:’ zonder waarde bij teken %(place)d: gelezen als gewoon woord.",
            name=name,
        )
        leaf: Leaf = Leaf("word", tree=Word(name, start, start + len(name)))
        leaf.set_range(start, start + len(name))
        return leaf
    if operator.text in OPERATORS:
        note_dangling(operator.text, start, notices)
    else:
        notices.note(
            start,
            "‘%(sign)s’ zonder woord erachter bij teken %(place)d: overgeslagen.",
            sign=operator.text,
        )
    return None
