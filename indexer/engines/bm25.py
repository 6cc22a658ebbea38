"""One arithmetic of BM25 for every engine, so that all agree on the order.

A term scores

    boost * idf * (share + (1 - share) * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean)))
    idf = ln(1 + (N - df + 0.5) / (df + 0.5))

where the length counts terms of that channel plus FILLERS, in Lucene's one-byte precision; the
mean is exact; N and df count all articles. Lucene and Tantivy have this with K1 and B fixed; the
share that is constant (`nodes.Term.constant_share`) and FILLERS soften both (measured in
docs/relevance.md). A term of the title scores boost * idf: a title says a word once.
"""

from __future__ import annotations

import math

K1, B = 1.2, 0.75
FILLERS = 95
FILLER = "~~~"
"""What makes texts longer: three edits from every word, so that no fuzzy term reaches it."""
PADDING = f"{FILLER} " * FILLERS
"""What precedes the terms of a scored channel where an engine counts lengths by itself.

Behind them, fillers would take over twice the room: the first would stand far from the start.
"""

_EXACT_LENGTHS = 24
_KEPT_BITS = 4


def idf(size: int, frequency: int) -> float:
    """Return the inverse document frequency of a term that `frequency` of `size` articles have.

    It is 0.0 for a term that no article has. Some engines count deleted articles in `frequency`.
    """
    if not frequency:
        return 0.0
    return math.log(1 + (max(0, size - frequency) + 0.5) / (frequency + 0.5))


def length_norm(length: int, mean: float) -> float:
    """Return what the length of an article, FILLERS included, adds to the frequency of a term."""
    return K1 * (1 - B + B * kept_length(length) / mean)


def kept_length(length: int) -> int:
    """Return the length that is left after Lucene's `SmallFloat` put it in a byte: 4 bits of it."""
    if length < _EXACT_LENGTHS:
        return length
    rest = length - _EXACT_LENGTHS
    dropped = max(0, rest.bit_length() - _KEPT_BITS)
    return _EXACT_LENGTHS + (rest >> dropped << dropped)
