"""Collocates: the words that stand near the hits of a query more often than chance has it.

A window is the tokens up to so many to either side of a hit, in the same field and paragraph. The
tokens of the hits themselves count nowhere; a token in two windows counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from indexer.answers.figures import Beside, Collocate, Unit
from indexer.later import dataclass
from indexer.request_checks import Effort
from indexer.statistics import association
from indexer.statistics.hits import Hits, Matched
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Numbers, Places, ranges
from indexer.storage.forward.counting import summed
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_STEPS_OF_A_NEIGHBOUR = 8
_STEPS_OF_A_LEMMA = 1_000  # of a type; those that were found before cost less, and count as much
_HITS_AT_ONCE = 1 << 17
_ROWS_AT_ONCE = 5_000  # whose tokens are looked at together


@dataclass(frozen=True, slots=True)
class _Windows:
    """The windows of hits: the first and last token of each, and which tokens are in any of them.

    They are in the order of their first tokens, and stay in a row each, so that they can be looked
    at some rows at a time: a word like *de* has millions of tokens beside it.
    """

    firsts: Places
    lasts: Places
    tokens: Mask

    def blocks(self, index: ForwardIndex) -> Iterator[tuple[Places, _Windows]]:
        """Yield the tokens of some rows that are in windows, and the windows there."""
        bounds = [*index.starts[::_ROWS_AT_ONCE].tolist(), index.size]
        for start, end in pairwise(bounds):
            low, high = np.searchsorted(self.firsts, (start, end)).tolist()
            if low < high:
                places = np.flatnonzero(self.tokens[start:end]) + start
                windows = _Windows(self.firsts[low:high], self.lasts[low:high], self.tokens)
                yield places, windows


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
    effort: Effort | None = None,
) -> list[Collocate]:
    """Return the `limit` strongest collocates of hits in the rows of `within`, by G².

    Raises RequestError if finding the lemmas of so many words is too dear.
    """
    others = _others(index, hits, within)
    windows = _windows(index, hits, window)
    number, names = _numbering(index, words, unit, windows, effort)
    total = summed(others, number, len(names))
    together = _together(index, number, windows, len(names))
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
        _spread(index, number, windows, chosen, len(names)),
        strict=True,
    )
    return [
        Collocate(names[word], count, spread[0], all_of_it - count, spread[1], score, dice, mi)
        for word, count, all_of_it, score, dice, mi, spread in columns
    ]


def _others(index: ForwardIndex, hits: Hits, within: Mask) -> list[Places]:
    """Return how often the rows of `within` have each type where nothing is hit."""
    own = _runs(hits.starts, hits.ends - 1, index.size)
    both = zip(index.count_types(within), index.count_types_at(own), strict=True)
    return [whole - its for whole, its in both]


def steps_of_windows(index: ForwardIndex, found: Matched, window: int) -> int:
    """Return what the windows of hits cost an Effort: tokens that they share count once.

    They are counted without a copy of those within limits, as many may be too many.
    """
    hits = int(found.hits_of_rows(index).sum())
    return _STEPS_OF_A_NEIGHBOUR * min(2 * window * hits, index.size)


def has_beside(
    index: ForwardIndex, words: ArchiveWords, hits: Hits, beside: Beside, effort: Effort
) -> Mask:
    """Say of each hit whether a word stands in its window: of so many `collocates` counts them.

    Raises RequestError as `collocates` does.
    """
    windows = _windows(index, hits, beside.window)
    number, names = _numbering(index, words, beside.unit, windows, effort)
    if beside.word not in names:
        return np.zeros(len(hits.starts), np.bool_)
    wanted = names.index(beside.word)
    found = [np.zeros(0, np.bool_)]
    for places, some in windows.blocks(index):
        found.append(_in_window(some, places[index.numbers_of(places, number) == wanted]))
    return np.concatenate(found)


def _in_window(windows: _Windows, places: Places) -> Mask:
    """Say of each window whether one of some tokens, in order, is in it."""
    before = np.searchsorted(places, windows.firsts)
    found: Mask = np.searchsorted(places, windows.lasts, "right") > before
    return found


def _together(
    index: ForwardIndex, number: Sequence[Numbers], windows: _Windows, size: int
) -> Places:
    """Return how many tokens of each word are in windows."""
    counts = np.zeros(size, np.int64)
    for places, _ in windows.blocks(index):
        counts += np.bincount(index.numbers_of(places, number), minlength=size)
    return counts


def _spread(
    index: ForwardIndex, number: Sequence[Numbers], windows: _Windows, chosen: list[int], size: int
) -> Iterator[tuple[int, int]]:
    """Return in how many windows each word stands, and in how many articles in a window."""
    place = np.full(size, -1, np.int32)
    place[chosen] = np.arange(len(chosen))
    counts, articles = np.zeros((2, len(chosen)), np.int64)
    for places, some in windows.blocks(index):
        near = place[index.numbers_of(places, number)]
        kept = np.flatnonzero(near >= 0)
        which, there = near[kept], places[kept]
        order = np.argsort(which, kind="stable")
        rows, ordered = index.row_of(there)[order], which[order]
        is_first = np.diff(ordered, prepend=-1) != 0
        is_other = is_first | (np.diff(rows, prepend=-1) != 0)
        articles += np.bincount(ordered[is_other], minlength=len(chosen))
        counts[ordered[is_first]] += _windows_of(some, there, order, np.flatnonzero(is_first))
    return zip(counts.tolist(), articles.tolist(), strict=True)


def _windows_of(windows: _Windows, places: Places, order: Places, first: Places) -> Places:
    """Return in how many windows each word stands.

    `order` puts all its tokens together, which begin at its `first`.
    """
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


def _windows(index: ForwardIndex, hits: Hits, window: int) -> _Windows:
    """Return the windows of hits; no token of a hit is in any."""
    ends, firsts = index.paragraph_ends, np.empty_like(hits.starts)
    lasts = np.empty_like(firsts)
    blocks = [slice(n, n + _HITS_AT_ONCE) for n in range(0, len(firsts), _HITS_AT_ONCE)]
    for block in blocks:
        some = hits.at(block)
        paragraph = np.searchsorted(ends, some.starts)
        begins = np.where(paragraph > 0, ends[np.maximum(paragraph - 1, 0)] + 1, 0)
        firsts[block] = np.maximum(some.starts - window, begins)
        lasts[block] = np.minimum(some.ends - 1 + window, ends[paragraph])
    inside = _runs(firsts, lasts, index.size)
    for some in map(hits.at, blocks):
        inside[ranges(some.starts, np.broadcast_to(some.sizes, some.starts.shape))] = False
    return _Windows(firsts, lasts, inside)


def _runs(firsts: Places, lasts: Places, size: int) -> Mask:
    """Return a mask of so many tokens: those from each first, in order, to its last."""
    reach = np.maximum.accumulate(lasts)
    begins = np.concatenate((np.ones(len(firsts[:1]), np.bool_), firsts[1:] > reach[:-1]))
    ends = np.concatenate((begins[1:], np.ones(len(firsts[:1]), np.bool_)))
    steps = np.zeros(size + 1, np.int8)
    steps[firsts[begins]] = 1
    steps[reach[ends] + 1] -= 1  # where the next run begins at once, nothing changes
    return np.cumsum(steps, dtype=np.int8, out=steps)[:-1].view(np.bool_)


def _numbering(
    index: ForwardIndex,
    words: ArchiveWords,
    unit: Unit,
    windows: _Windows,
    effort: Effort | None,
) -> tuple[Sequence[Numbers], list[str]]:
    """Return the number of each type of each segment, and what has that number."""
    if unit is not Unit.LEMMA:
        return index.form_of_type, index.forms
    there = [np.flatnonzero(counts) for counts in index.count_types_at(windows.tokens)]
    if effort:
        effort.spend(_STEPS_OF_A_LEMMA * sum(map(len, there)))
    return words.lemmas_beside([types.astype(np.uint32) for types in there])
