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
from indexer.storage.forward.index import ForwardIndex, summed
from indexer.storage.forward.segment import Mask


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Tokens that lie in runs: a mask of all tokens, and where they are, in order."""

    mask: Mask
    places: Places

    @classmethod
    def of(cls, firsts: Places, lasts: Places, size: int) -> _Tokens:
        """Return the tokens from each first to its last, of an index of so many."""
        mask = np.zeros(size, np.bool_)
        for step in range(int((lasts - firsts).max(initial=-1)) + 1):
            mask[np.minimum(firsts + step, lasts)] = True
        return cls(mask, np.flatnonzero(mask))


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


def has_beside(index: ForwardIndex, words: ArchiveWords, hits: Hits, beside: Beside) -> Mask:
    """Say of each hit whether a word stands in its window: of so many `collocates` counts them."""
    own = _Tokens.of(hits.starts, hits.ends - 1, index.size)
    windows = _windows(index, hits, own, beside.window)
    number, names = _numbering(index, words, beside.unit, windows)
    if beside.word not in names:
        return np.zeros(len(hits.starts), np.bool_)
    near = index.numbers_of(windows.places, number)
    return _in_window(windows, near == names.index(beside.word))


def _in_window(windows: _Windows, is_wanted: Mask) -> Mask:
    """Say of each window whether one of the wanted tokens is in it."""
    places = windows.places[is_wanted]
    before = np.searchsorted(places, windows.firsts)
    found: Mask = np.searchsorted(places, windows.lasts, "right") > before
    return found


def _spread(
    index: ForwardIndex, near: Numbers, windows: _Windows, chosen: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield in how many windows each word stands, and in how many articles in a window."""
    for word in chosen:
        wanted = near == word
        articles = len(np.unique(index.row_of(windows.places[wanted])))
        yield int(_in_window(windows, wanted).sum()), articles


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
