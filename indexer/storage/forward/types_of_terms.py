"""Which types of a segment have a term: types are numbered as they were met, not by their terms."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.storage.forward.columns import Numbers, Places, ranges

_MAX_TERMS = 8  # terms that are compared with those of all types faster than a table is asked
_TABLES = 8
"""How often a table of all terms is asked, before types are put in the order of their terms."""


class TypesOfTerms:
    """Finds the types that have some of the terms of a channel."""

    def __init__(self, of_type: Numbers, terms: int) -> None:
        """Take the term of each type, and the number of terms."""
        self._of_type = of_type
        self._terms = terms
        self._asked = 0

    def having(self, terms: Places) -> NDArray[np.bool_]:
        """Return which types have one of some terms."""
        of_type = self._of_type
        if len(terms) > _MAX_TERMS and self._asked < _TABLES:
            self._asked += 1
            wanted = np.zeros(self._terms, np.bool_)
            wanted[terms] = True
            return wanted[of_type]
        found = np.zeros(len(of_type), np.bool_)
        if len(terms) <= _MAX_TERMS:
            for term in terms:
                found |= of_type == term
        else:
            types, starts = self._in_order
            first, after = starts[terms], starts[terms + 1]
            found[types[ranges(first, after - first)]] = True
        return found

    @cached_property
    def _in_order(self) -> tuple[Places, Places]:
        """The types in the order of their terms, and where those of each term start, and end."""
        counts = np.bincount(self._of_type, minlength=self._terms)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        return np.argsort(self._of_type, kind="stable"), starts
