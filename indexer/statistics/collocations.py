"""Collocates: the words that stand near the hits of a query more often than chance has it.

A window is the tokens up to so many to either side of a hit, in the same field and paragraph. The
tokens of the hits themselves count nowhere; a token in two windows counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from indexer.answers.figures import Beside, Collocate, Unit
from indexer.statistics import association
from indexer.statistics.matching import Hits
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.index import ForwardIndex, ranges, summed
from indexer.storage.forward.segment import Mask

_STEPS_OF_A_NEIGHBOUR = 8


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Tokens that lie in runs: a mask of all tokens, and where they are, in order."""

    mask: Mask
    places: Places

    @classmethod
    def of(cls, firsts: Places, lasts: Places, size: int) -> _Tokens:
        """Return the tokens from each first, in order, to its last, of an index of so many."""
        reach = np.maximum.accumulate(lasts)
        begins = np.concatenate((np.ones(len(firsts[:1]), np.bool_), firsts[1:] > reach[:-1]))
        ends = np.concatenate((begins[1:], np.ones(len(firsts[:1]), np.bool_)))
        places = ranges(firsts[begins], reach[ends] - firsts[begins] + 1)
        mask = np.zeros(size, np.bool_)
        mask[places] = True
        return cls(mask, places)


@dataclass(frozen=True, slots=True)
class _Windows:
    """The windows of hits: the first and last token of each, and the tokens in any of them."""

    firsts: Places
    lasts: Places
    places: Places


def collocates(
    index: ForwardIndex,
    words: ArchiveWords,
    hits: Hits,
    within: Mask,
    *,
    window: int,
    unit: Unit,
    limit: int,
    all_words: bool = False,
) -> list[Collocate]:
    """Return the `limit` strongest collocates of hits in the rows of `within`, by G²."""
    own = _Tokens.of(hits.starts, hits.ends - 1, index.size)
    windows = _windows(index, hits, own, window)
    number, names = _numbering(index, words, unit, windows)
    near = index.numbers_of(windows.places, number)
    together = np.bincount(near, minlength=len(names))
    total = summed(index.count_types(within), number, len(names))
    total -= np.bincount(index.numbers_of(own.places, number), minlength=len(names))
    inside, everything = int(together.sum()), int(total.sum())
    there = np.flatnonzero(together)
    loglik = association.signed_loglik(together[there], inside, total[there], everything)
    ordered = by_score(there, loglik, names.__getitem__)
    wanted = (place for place in ordered if all_words or not words.is_stop(names[place]))
    chosen = list(islice(wanted, limit))
    o, c = together[chosen], total[chosen]
    columns = zip(
        chosen,
        o.tolist(),
        c.tolist(),
        association.signed_loglik(o, inside, c, everything).tolist(),
        association.logdice(o, len(hits.starts), c).tolist(),
        association.mutual_information(o, inside, c, everything).tolist(),
        _spread(index, near, windows, chosen),
        strict=True,
    )
    return [
        Collocate(names[word], count, spread[0], all_of_it - count, spread[1], score, dice, mi)
        for word, count, all_of_it, score, dice, mi, spread in columns
    ]


def steps_of_windows(index: ForwardIndex, hits: Hits, window: int) -> int:
    """Return what the windows of hits cost an Effort: tokens that they share count once."""
    return _STEPS_OF_A_NEIGHBOUR * min(2 * window * len(hits.starts), index.size)


def has_beside(index: ForwardIndex, words: ArchiveWords, hits: Hits, beside: Beside) -> Mask:
    """Say of each hit whether a word stands in its window: of so many `collocates` counts them."""
    own = _Tokens.of(hits.starts, hits.ends - 1, index.size)
    windows = _windows(index, hits, own, beside.window)
    number, names = _numbering(index, words, beside.unit, windows)
    if beside.word not in names:
        return np.zeros(len(hits.starts), np.bool_)
    near = index.numbers_of(windows.places, number)
    return _in_window(windows, windows.places[near == names.index(beside.word)])


def _in_window(windows: _Windows, places: Places) -> Mask:
    """Say of each window whether one of some tokens, in order, is in it."""
    before = np.searchsorted(places, windows.firsts)
    found: Mask = np.searchsorted(places, windows.lasts, "right") > before
    return found


def _spread(
    index: ForwardIndex, near: Numbers, windows: _Windows, chosen: list[int]
) -> Iterator[tuple[int, int]]:
    """Return in how many windows each word stands, and in how many articles in a window."""
    number = np.full(int(near.max(initial=0)) + 1, -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    kept = np.flatnonzero(number[near] >= 0)
    which, places = number[near[kept]], windows.places[kept]
    order = np.argsort(which, kind="stable")
    rows, ordered = index.row_of(places)[order], which[order]
    is_other = (np.diff(ordered, prepend=-1) != 0) | (np.diff(rows, prepend=-1) != 0)
    articles = np.bincount(ordered[is_other], minlength=len(chosen))
    counts = _windows_of(windows, places, which, order)
    return zip(counts.tolist(), articles.tolist(), strict=True)


def _windows_of(windows: _Windows, places: Places, which: Places, order: Places) -> Places:
    """Return in how many windows each word stands; `order` puts all its tokens together."""
    first = np.flatnonzero(np.diff(which[order], prepend=-1))
    found = np.zeros(len(first), np.int64)
    firsts, lasts = windows.firsts, windows.lasts
    while len(first) and len(firsts):
        # Where phrases stand in each other, a window may end before one that begins earlier.
        is_outer = lasts >= np.maximum.accumulate(lasts)
        outer = firsts[is_outer], lasts[is_outer]
        found += _containing(*outer, places, order, first)
        firsts, lasts = firsts[~is_outer], lasts[~is_outer]
    return found


def _containing(
    firsts: Places, lasts: Places, places: Places, order: Places, first: Places
) -> Places:
    """Return how many windows have a token of each word, of windows that begin and end in order.

    A token stands in the windows from `low` to before `high`; of these, those count that no token
    of the same word stands in before it. The tokens of a word are those from its `first`.
    """
    low = np.searchsorted(lasts, places)[order]
    high = np.searchsorted(firsts, places, "right")[order]
    before = np.concatenate((high[:1], high[:-1]))
    before[first] = 0
    counts: Places = np.add.reduceat(np.maximum(0, high - np.maximum(low, before)), first)
    return counts


def _windows(index: ForwardIndex, hits: Hits, own: _Tokens, window: int) -> _Windows:
    ends = index.paragraph_ends
    paragraph = np.searchsorted(ends, hits.starts)
    begins = np.where(paragraph > 0, ends[np.maximum(paragraph - 1, 0)] + 1, 0)
    firsts = np.maximum(hits.starts - window, begins)
    lasts = np.minimum(hits.ends - 1 + window, ends[paragraph])
    inside = _Tokens.of(firsts, lasts, index.size)
    return _Windows(firsts, lasts, inside.places[~own.mask[inside.places]])


def _numbering(
    index: ForwardIndex, words: ArchiveWords, unit: Unit, windows: _Windows
) -> tuple[Sequence[Numbers], list[str]]:
    """Return the number of each type of each segment, and what has that number."""
    if unit is Unit.LEMMA:
        return words.lemmas_beside(index.types_at(windows.places))
    return index.form_of_type, index.forms
