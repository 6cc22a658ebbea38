"""Word lists and n-grams: what stands in a selection, and how often.

An n-gram does not cross a field, a paragraph or the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.figures import WordCount
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_MILLION = 1_000_000


def word_counts(
    index: ForwardIndex,
    words: ArchiveWords,
    selected: Mask,
    size: int,
    limit: int,
    *,
    all_words: bool = False,
) -> list[WordCount]:
    """Return the `limit` most frequent runs of `size` words of the selected rows.

    Those of stop words alone are left out, unless `all_words` are asked for.
    """
    starts, run_of, tokens = _runs(index, selected, size)
    counts = np.bincount(run_of)
    chosen: list[int] = []
    texts: list[str] = []
    for run, text in _by_count(index, starts, run_of, counts, size):
        if len(chosen) == limit:
            break
        if all_words or not all(words.is_stop(form) for form in text):
            chosen.append(run)
            texts.append(" ".join(text))
    articles = _articles(index, starts, run_of, chosen)
    return [
        WordCount(text, int(counts[run]), count, int(counts[run]) * _MILLION / tokens)
        for text, run, count in zip(texts, chosen, articles, strict=True)
    ]


def _runs(index: ForwardIndex, selected: Mask, size: int) -> tuple[Places, Places, int]:
    """Return where each run begins, its number, dense from 0, and how many tokens there are."""
    places = np.flatnonzero(index.tokens_of(selected))
    forms = index.forms_of(places).astype(np.int64)
    ends = index.sentence_ends[places]
    begins, runs = np.arange(len(places)), forms
    for step in range(1, size):
        # A run goes on where no sentence ends, so its next word is the next token.
        on = ~ends[begins + step - 1]
        begins, runs = begins[on], runs[on]
        runs = _dense(runs * len(index.forms) + forms[begins + step])
    return places[begins], runs, len(places)


def _by_count(
    index: ForwardIndex, starts: Places, run_of: Places, counts: Places, size: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield each run with its words: by falling count, then by its words."""
    first = np.zeros(len(counts), np.int64)
    first[run_of[::-1]] = starts[::-1]  # of several the last that is set stays: the first run

    def words(run: int) -> list[str]:
        forms = index.forms_of(np.arange(first[run], first[run] + size))
        return [index.forms[form] for form in forms.tolist()]

    there = np.flatnonzero(counts)
    for run in by_score(there, counts[there], lambda run: " ".join(words(run))):
        yield run, words(run)


def _dense(keys: Places) -> Places:
    return np.unique(keys, return_inverse=True)[1].reshape(-1)


def _articles(index: ForwardIndex, starts: Places, run_of: Places, chosen: list[int]) -> list[int]:
    """Return in how many rows each of the chosen runs stands."""
    place = np.full(int(run_of.max(initial=0)) + 1, -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    which = place[run_of]
    kept = which >= 0
    pairs = np.unique(which[kept] * len(index.alive) + index.row_of(starts[kept]))
    found: list[int] = np.bincount(pairs // len(index.alive), minlength=len(chosen)).tolist()
    return found
