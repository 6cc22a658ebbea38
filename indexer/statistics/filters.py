"""What keeps rows beside words: dates, the values of a field, near-duplicates; what is demanded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.engines.documents import keyword, words_within
from indexer.fields import BY_NAME, Stored
from indexer.model import Span
from indexer.query.filters import is_filter
from indexer.query.syntax import And, DatedWords, SyntaxNode, Word, undated
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask


def demanded(tree: SyntaxNode, is_stop: Callable[[Word], bool]) -> SyntaxNode:
    """Return a tree without its dates in words, which no article has to meet beside other words."""
    children = tree.children if isinstance(tree, And) else (tree,)
    if not any(isinstance(child, DatedWords) for child in children):
        return tree

    def says_nothing(child: SyntaxNode) -> bool:
        return isinstance(child, Word) and is_stop(child)

    words = [child for child in children if not is_filter(child)]
    filters = [child for child in children if is_filter(child)]
    rest = list(undated(words, says_nothing))
    if all(map(says_nothing, rest)):
        rest = [child for child in words if isinstance(child, DatedWords)]
    return And((*rest, *filters))


def rows_within(index: ForwardIndex, span: Span) -> Mask:
    """Return the rows whose date may lie in a span of days."""
    first, last = index.firsts, index.lasts
    return (first <= span.last) & (last >= span.first) & (last > 0)


def rows_asked(index: ForwardIndex, field: str, values: Sequence[str]) -> Mask:
    """Return the rows that have one of these values, as queries compare them."""
    if BY_NAME[field].stored is Stored.NAME:
        return _rows_naming(index, field, values, within=True)
    if not BY_NAME[field].by_words:
        return rows_with(index, field, values)
    asked = [f" {words} " for words in map(words_within, values) if words]
    spelt = _spelt(index, field, _padded)
    return _rows_named(index, field, [any(words in name for words in asked) for name in spelt])


def rows_with(index: ForwardIndex, field: str, values: Sequence[str]) -> Mask:
    """Return the rows that have one of these values, as filters compare them."""
    if BY_NAME[field].stored is Stored.NAME:
        return _rows_naming(index, field, values, within=False)
    wanted = {keyword(value) for value in values}
    return _rows_named(index, field, [name in wanted for name in _spelt(index, field, keyword)])


def without_near_duplicates(index: ForwardIndex, within: Mask) -> Mask:
    """Return the rows without those that have an earlier near-duplicate among them.

    Of one day the first by its id stands for the others, so that every index has the same.
    """
    rows = np.flatnonzero(within)
    rows = rows[index.groups[rows] != 0]
    groups = index.groups[rows]
    order = np.lexsort((index.id_ranks[rows], index.lasts[rows], groups))
    again = np.zeros(len(rows), np.bool_)
    again[order[1:]] = groups[order[1:]] == groups[order[:-1]]
    kept = within.copy()
    kept[rows[again]] = False
    return kept


def _rows_naming(index: ForwardIndex, field: str, values: Sequence[str], *, within: bool) -> Mask:
    mask = np.zeros(len(index.alive), np.bool_)
    if names := index.names:
        found = [n for value in values for n in names.find(field, value, within=within)]
        mask[names.rows_with(found)] = True
    return mask


def _padded(value: str) -> str:
    return f" {words_within(value)} "


def _spelt(index: ForwardIndex, field: str, spelling: Callable[[str], str]) -> list[str]:
    """Return the values of a field as they are compared: made once, as writers may be many."""
    key = f"{field}: {spelling.__name__}"
    found: list[str] | None = index.memo.get(key)
    if found is None:
        found = index.memo[key] = [spelling(value) for value in index.field(field).names]
    return found


def _rows_named(index: ForwardIndex, field: str, is_named: Sequence[bool]) -> Mask:
    """Return the rows that have one of the values of a field that are marked."""
    mask = np.zeros(len(index.alive), np.bool_)
    if any(is_named):
        column = index.field(field)
        rows = np.repeat(np.arange(len(column.counts)), column.counts)
        mask[rows[np.array(is_named)[column.flat]]] = True
    return mask
