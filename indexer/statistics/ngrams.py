"""Word lists and n-grams: what stands in a selection, and how often.

An n-gram does not cross a field, a paragraph or the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from indexer.answers.figures import Keyword, WordCount
from indexer.later import dataclass
from indexer.statistics.hits import Hits
from indexer.statistics.keyness import Keyness, articles_of
from indexer.statistics.ranking import by_score
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.counting import counted, distinct, highest, summed
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

_MILLION = 1_000_000
_AHEAD = 20  # times the rows asked for: of so many the order is made first
_MAX_KEY = 2**63
_LOWEST = 0xFFFF  # bits of a key
_DENSE = 3  # selections of more than one of so many tokens are read without gathering their tokens
_AT_ONCE = 1 << 18  # tokens whose places are looked up together


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of words, and the key of each, which tells its forms.

    `whole` says with which tokens one begins: of those of the rows that are `selected`, or of all
    where it `is_dense`. Where they stand is worked out when it is asked for, as they are millions.

    A key is the form of its last word, plus `base` times that of the words before it; where three
    words have too large a key, the first two have their place in `pairs` instead of theirs.
    """

    selected: Mask
    is_dense: bool
    whole: Mask
    keys: Places
    base: int
    pairs: Places | None = None

    def forms(self, key: int, size: int) -> list[int]:
        """Return the forms of a key, in their order."""
        found = []
        for left in reversed(range(size)):
            key, form = divmod(key, self.base) if left else (0, key)
            found.append(form)
            if left == 2 and self.pairs is not None:  # noqa: PLR2004 - the last of three
                key = int(self.pairs[key])
        return found[::-1]


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
    runs = _runs(index, selected, size) if size > 1 else None
    keys, counts = counted(runs.keys) if runs else _forms(index, selected)
    tokens = int(index.lengths[selected].sum())

    def text(key: int) -> list[str]:
        return [index.forms[form] for form in (runs.forms(key, size) if runs else (key,))]

    ordered = _by_count(keys, counts, lambda key: " ".join(text(key)), limit)
    wanted = (key for key in ordered if all_words or not all(map(words.is_stop, text(key))))
    chosen = list(islice(wanted, limit))
    found = counts[np.searchsorted(keys, np.array(chosen, np.int64))].tolist()
    del keys, counts, ordered, wanted  # there may be millions
    if runs:
        articles = [each for (each,) in _articles(index, runs, chosen, (selected,))]
    else:
        articles = [each for (each,) in articles_of(index, chosen, (selected,))]
    return [
        WordCount(" ".join(text(key)), count, having, count * _MILLION / tokens)
        for key, count, having in zip(chosen, found, articles, strict=True)
    ]


def typical_runs(
    index: ForwardIndex,
    words: ArchiveWords,
    selected: Mask,
    against: Mask,
    *,
    size: int,
    limit: int,
    all_words: bool = False,
) -> list[Keyword]:
    """Return the `limit` runs of `size` words that are most typical of the selected rows, by G².

    The sizes of both are their numbers of such runs. Those of stop words alone are left out.
    """
    runs = _runs(index, selected | against, size)
    keys, own = counted(runs.keys[_are_of(index, runs, selected)])
    others, counts = counted(runs.keys[_are_of(index, runs, against)])
    keyness = Keyness(own, _found_in(keys, others, counts), int(counts.sum()))
    del own, others, counts  # there may be millions of each

    def text(place: int) -> list[str]:
        return [index.forms[form] for form in runs.forms(int(keys[place]), size)]

    def name(place: int) -> str:
        return " ".join(text(place))

    chosen = keyness.most_typical(
        name, lambda place: all_words or not all(map(words.is_stop, text(place))), limit
    )
    articles = _articles(index, runs, keys[chosen].tolist(), (selected, against))
    return keyness.keywords(chosen, name, articles)


def _found_in(keys: Places, others: Places, counts: Places) -> Places:
    """Return the counts that keys have among others, which are in order too."""
    place = np.searchsorted(others, keys)
    found = np.zeros(len(keys), np.int64)
    there = np.flatnonzero(place < len(others))
    there = there[others[place[there]] == keys[there]]
    found[there] = counts[place[there]]
    return found


def is_run(index: ForwardIndex, hits: Hits, size: int) -> Mask:
    """Say of each hit whether it is so many words in a row of one sentence, as n-grams are."""
    found: Mask = np.broadcast_to(np.equal(hits.sizes, size), hits.starts.shape).copy()
    there = np.flatnonzero(found) if size > 1 else ()  # a query of many words has few so long
    for step in range(size - 1):
        ends = index.sentence_ends[hits.starts[there] + step]
        found[there[ends]] = False
        there = there[~ends]
    return found


def _forms(index: ForwardIndex, selected: Mask) -> tuple[Places, Places]:
    """Return the forms of the selected rows, in the order of their numbers, and their counts."""
    counts = summed(index.count_types(selected), index.form_of_type, index.form_count)
    there = np.flatnonzero(counts)
    return there, counts[there]


def _runs(index: ForwardIndex, selected: Mask, size: int) -> _Runs:
    """Return the runs of the selected rows."""
    is_dense = _DENSE * int(index.lengths[selected].sum()) > index.size
    forms, goes_on = _in_sentences(index, selected, is_dense=is_dense)
    base, pairs = max(1, index.form_count), None
    count = max(0, len(forms) - size + 1)
    keys, whole = forms[:count].astype(np.int64), goes_on[:count].copy()
    for step in range(1, size):
        # A run goes on where no sentence ends, so its next word is the next token.
        whole &= goes_on[step - 1 : step - 1 + count]
        if step > 1 and base ** (step + 1) >= _MAX_KEY:
            pairs, dense = np.unique(keys, return_inverse=True)
            keys = dense.reshape(-1)
        keys *= base
        keys += forms[step : step + count]
    del forms, goes_on  # there may be millions of each
    return _Runs(selected, is_dense, whole, keys[whole], base, pairs)


def _in_sentences(index: ForwardIndex, selected: Mask, *, is_dense: bool) -> tuple[Numbers, Mask]:
    """Return the form of each token of some rows, and whether its sentence goes on after it.

    Of many rows they are all tokens, and no sentence goes on that is not selected: not to gather
    them is faster.
    """
    tokens = index.tokens_of(selected)
    if is_dense:
        return index.form_of_token(), tokens & ~index.sentence_ends
    forms, filled = np.empty(np.count_nonzero(tokens), np.uint32), 0
    for places in _places_in(tokens):
        forms[filled : filled + len(places)] = index.forms_of(places)
        filled += len(places)
    return forms, ~index.sentence_ends[tokens]


def _by_count(
    keys: Places, counts: Places, name: Callable[[int], str], limit: int
) -> Iterator[int]:
    """Yield keys by falling count, then by their words."""
    frequent = highest(counts, _AHEAD * limit)
    for chosen in (frequent, ~frequent):
        yield from by_score(keys[chosen], counts[chosen], name)


def _are_of(index: ForwardIndex, runs: _Runs, rows: Mask) -> Mask:
    """Say of each run whether it stands in one of some rows."""
    tokens = index.tokens_of(rows)
    if not runs.is_dense:
        tokens = tokens[index.tokens_of(runs.selected)]
    found: Mask = tokens[: len(runs.whole)][runs.whole]
    return found


def _begins(index: ForwardIndex, runs: _Runs, which: Places) -> Places:
    """Return the tokens with which some of the runs begin."""
    begins = _nth_in(runs.whole, which)
    return begins if runs.is_dense else _nth_in(index.tokens_of(runs.selected), begins)


def _nth_in(mask: Mask, numbers: Places) -> Places:
    """Return where those of these numbers, in order, stand of what a mask has."""
    found, seen = np.empty(len(numbers), np.int64), 0
    for places in _places_in(mask):
        first, last = np.searchsorted(numbers, (seen, seen + len(places)))
        found[first:last] = places[numbers[first:last] - seen]
        seen += len(places)
    return found


def _places_in(mask: Mask) -> Iterator[Places]:
    """Yield where a mask has something, some at a time: all of them take eight bytes each."""
    for start in range(0, len(mask), _AT_ONCE):
        yield np.flatnonzero(mask[start : start + _AT_ONCE]) + start


def _articles(
    index: ForwardIndex, runs: _Runs, chosen: list[int], selections: Sequence[Mask]
) -> list[tuple[int, ...]]:
    """Return in how many rows of each selection each of the chosen runs stands."""
    order = np.argsort(np.array(chosen, np.int64))
    wanted = np.array(chosen, np.int64)[order]
    # Few keys have the lowest bits of one that is wanted: just those are compared.
    alike = np.zeros(_LOWEST + 1, np.bool_)
    alike[wanted & _LOWEST] = True
    near = np.flatnonzero(alike[runs.keys.astype(np.uint16)])
    kept = near[np.isin(runs.keys[near], wanted)]
    which = order[np.searchsorted(wanted, runs.keys[kept])]
    pairs = distinct(which * len(index.alive) + index.row_of(_begins(index, runs, kept)))
    which, rows = np.divmod(pairs, len(index.alive))
    counts = (np.bincount(which[mask[rows]], minlength=len(chosen)) for mask in selections)
    return list(zip(*(each.tolist() for each in counts), strict=True))
