"""How many articles have each form, for engines that would go through all articles for it too.

A cluster gives no more than some ten thousand terms in an answer, and counts all for each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.engines.term_counts import TermCounts
from indexer.storage.forward.columns import Numbers
from indexer.storage.forward.counting import distinct, highest
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask, Segment

_AT_ONCE = 500_000  # tokens, whose forms are sorted together
_KEYS = 1 << 32  # pairs of an article and a form that four bytes tell apart


def article_counts(index: ForwardIndex, limit: int) -> TermCounts:
    """Return the `limit` most frequent forms, with how many articles have each."""
    counts, base = np.zeros(index.form_count, np.int64), 0
    for segment, forms in zip(index.segments, index.form_of_type, strict=True):
        alive = index.alive[base : base + len(segment)]
        for each in _forms_of_articles(segment, forms, len(counts), alive):
            counts += np.bincount(each, minlength=len(counts))
        base += len(segment)
    most = np.flatnonzero(highest(counts, limit) & (counts > 0)).tolist()
    texts = index.forms
    by_text = np.array(sorted(most, key=texts.__getitem__), np.int64)
    found = by_text[np.argsort(-counts[by_text], kind="stable")][:limit]
    pairs = zip(found.tolist(), counts[found].tolist(), strict=True)
    return TermCounts.of((texts[form], count) for form, count in pairs)


def _forms_of_articles(
    segment: Segment, forms: Numbers, size: int, alive: Mask
) -> Iterator[Numbers]:
    """Yield the forms of articles, once for each that has one, some articles at a time."""
    first = 0
    while first < len(segment):
        start = int(segment.starts[first])
        enough = int(np.searchsorted(segment.ends, start + _AT_ONCE, "right"))
        last = max(first + 1, min(enough, first + _KEYS // max(size, 1)))
        lengths = (segment.ends - segment.starts)[first:last]
        keys = segment.numbers_at(np.arange(start, int(segment.ends[last - 1])), forms)
        keys += np.repeat(np.arange(last - first, dtype=np.uint32) * np.uint32(size), lengths)
        yield distinct(keys[np.repeat(alive[first:last], lengths)]) % max(size, 1)
        first = last
