"""Measures of association, as the papers define them; all logarithms of G² are natural ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Places

Floats = NDArray[np.float64]


def _term(observed: Floats, expected: Floats) -> Floats:
    """Return observed * ln(observed / expected), 0 where nothing was observed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(observed / expected), 0.0)


def signed_loglik(together: Places, inside: int, total: Places, everything: int) -> Floats:
    """Return Dunning's G² of a word in windows against the rest (Dunning 1993).

    `together` are the word's tokens in windows, `inside` all tokens in windows, `total` the word's
    tokens, `everything` all tokens. It is negative where the word is rarer than chance has it.
    """
    o, c = together.astype(np.float64), total.astype(np.float64)
    r, n = float(inside), float(everything)
    table = ((o, r, c), (r - o, r, n - c), (c - o, n - r, c), (n - r - c + o, n - r, n - c))
    score = np.zeros(len(o))
    for observed, row, column in table:
        score += _term(observed, row * column / n)
    return 2 * np.where(o < r * c / n, -score, score)


def logdice(together: Places, hits: int, total: Places) -> Floats:
    """Return logDice (Rychlý 2008): 14 at most, and the same whatever the size of the archive."""
    found: Floats = 14 + np.log2(2 * together / (hits + total))
    return found


def mutual_information(together: Places, inside: int, total: Places, everything: int) -> Floats:
    """Return the pointwise mutual information in bits (Church and Hanks 1990)."""
    found: Floats = np.log2(together * float(everything) / (float(inside) * total))
    return found


def corpora_loglik(counts: Places, size: int, against: Places, size_against: int) -> Floats:
    """Return G² of a word in two corpora (Rayson and Garside 2000)."""
    a, b = counts.astype(np.float64), against.astype(np.float64)
    share = (a + b) / max(size + size_against, 1)
    return 2 * (_term(a, size * share) + _term(b, size_against * share))


def log_ratio(counts: Places, size: int, against: Places, size_against: int) -> Floats:
    """Return the binary logarithm of the ratio of two relative frequencies (Hardie 2014).

    A word that one corpus does not have counts there as 0.5.
    """
    a = np.where(counts > 0, counts, 0.5) / max(size, 1)
    b = np.where(against > 0, against, 0.5) / max(size_against, 1)
    found: Floats = np.log2(a / b)
    return found
