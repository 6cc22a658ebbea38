"""What makes a passage the best of an article, in figures; the compiled kernel is handed them."""

from __future__ import annotations

from indexer.later import NamedTuple


class PassageRule(NamedTuple):
    """The constants of passages; lengths are in characters."""

    length: int = 220
    """That a passage has at most, ellipses aside."""
    one_of_two: int = 150
    """Of each where there are two."""
    lead: int = 50
    """Before the first hit, where no sentence begins close by."""
    full: float = 0.6
    """A sentence end past this share of the length ends the passage."""
    max_hits: int = 200
    """Looked at for the best passage."""
    max_inside: int = 30
    """Of a passage that count."""
    proximity: float = 0.5
    """What two terms side by side add; a term is worth 1 to 2."""
    rounding: float = 1e-9
    repetition: float = 0.05
    """What each hit adds."""
    family_weight: float = 0.2
    """Of a word of the same family, as in the ranking; a word of the query has 1."""


RULE = PassageRule()

READ_AT_ONCE = 50_000
"""Characters of a long article."""
