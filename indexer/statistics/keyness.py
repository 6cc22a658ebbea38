"""Keywords: the words that one selection has more often than another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np

from indexer.answers.figures import Keyword
from indexer.statistics import association
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places
from indexer.storage.forward.counting import distinct, summed
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_ROWS_AT_ONCE = 5_000  # whose tokens are sorted together


class Keyness:
    """How much more often one selection has each of its words or runs of words than another.

    `size_other` is how many there are in the other, of those that only it has as well.
    """

    def __init__(self, own: Places, other: Places, size_other: int) -> None:
        self._own, self._other = own, other
        size = int(own.sum())
        self._loglik = association.corpora_loglik(own, size, other, size_other)
        self._ratio = association.log_ratio(own, size, other, size_other)

    def most_typical(
        self, name: Callable[[int], str], is_wanted: Callable[[int], bool], limit: int
    ) -> list[int]:
        """Return the places of the most typical ones, by G² and then by their names."""
        there = np.flatnonzero((self._own > 0) & (self._ratio > 0))
        ordered = by_score(there, self._loglik[there], name)
        return list(islice(filter(is_wanted, ordered), limit))

    def keywords(
        self, places: Sequence[int], name: Callable[[int], str], articles: Sequence[tuple[int, ...]]
    ) -> list[Keyword]:
        """Return the keyword at each place, which so many articles of both selections have."""
        return [
            Keyword(
                word=name(place),
                count=int(self._own[place]),
                count_against=int(self._other[place]),
                articles=in_own,
                articles_against=in_other,
                loglik=float(self._loglik[place]),
                log_ratio=float(self._ratio[place]),
            )
            for place, (in_own, in_other) in zip(places, articles, strict=True)
        ]


def keywords(
    index: ForwardIndex,
    words: ArchiveWords,
    selected: Mask,
    against: Mask,
    limit: int,
    *,
    all_words: bool = False,
) -> list[Keyword]:
    """Return the `limit` forms that are most typical of the selected rows, by G²."""
    own, other = (_count(index, rows) for rows in (selected, against))
    keyness = Keyness(own, other, int(other.sum()))
    name = index.forms.__getitem__
    chosen = keyness.most_typical(
        name, lambda form: all_words or not words.is_stop(name(form)), limit
    )
    return keyness.keywords(chosen, name, articles_of(index, chosen, (selected, against)))


def _count(index: ForwardIndex, rows: Mask) -> Places:
    return summed(index.count_types(rows), index.form_of_type, len(index.forms))


def articles_of(
    index: ForwardIndex, forms: list[int], selections: tuple[Mask, ...]
) -> list[tuple[int, ...]]:
    """Return for each form how many rows of each selection have it."""
    place = np.full(len(index.forms), -1, np.int64)
    place[forms] = np.arange(len(forms))
    of_form = index.types_of_forms(forms)
    counts = np.zeros((len(selections), len(forms)), np.int64)
    for there in index.places_by_rows(of_form, _ROWS_AT_ONCE):
        pairs = distinct(place[index.forms_of(there)] * len(index.alive) + index.row_of(there))
        which, rows = np.divmod(pairs, len(index.alive))
        for at, mask in enumerate(selections):
            counts[at] += np.bincount(which[mask[rows]], minlength=len(forms))
    return list(zip(*counts.tolist(), strict=True))
