"""Keywords: the words that one selection has more often than another."""

from __future__ import annotations

import numpy as np

from indexer.answers.figures import Keyword
from indexer.statistics import association
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places
from indexer.storage.forward.index import ForwardIndex, distinct, summed
from indexer.storage.forward.segment import Mask

_ROWS_AT_ONCE = 5_000  # whose tokens are sorted together


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
    size, size_other = int(own.sum()), int(other.sum())
    loglik = association.corpora_loglik(own, size, other, size_other)
    ratio = association.log_ratio(own, size, other, size_other)
    there = np.flatnonzero((own > 0) & (ratio > 0))
    chosen: list[int] = []
    for form in by_score(there, loglik[there], index.forms.__getitem__):
        if len(chosen) == limit:
            break
        if all_words or not words.is_stop(index.forms[form]):
            chosen.append(form)
    articles = articles_of(index, chosen, (selected, against))
    return [
        Keyword(
            word=index.forms[form],
            count=int(own[form]),
            count_against=int(other[form]),
            articles=in_own,
            articles_against=in_other,
            loglik=float(loglik[form]),
            log_ratio=float(ratio[form]),
        )
        for form, (in_own, in_other) in zip(chosen, articles, strict=True)
    ]


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
