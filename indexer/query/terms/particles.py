"""Particles of surnames that are typed short: vd Poel, v.d. Poel and v/d Poel are Van der Poel."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.query.terms.numbers import Typed

_SHORT: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(
        (("vd",), ("v.d",), ("v", "d")),
        (("van", "de"), ("van", "der"), ("van", "den"), ("von", "der")),
    ),
    ("vdr",): (("van", "der"),),
    ("v",): (("van",),),
}
_FIRST = frozenset(short[0] for short in _SHORT)


def name_ahead(tokens: Sequence[Typed], at: int = 0) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return how many tokens, from place `at` on, are a surname with its particle typed short.

    With it the ways to write the name; 0 where no such name begins.
    """
    if tokens[at].exact not in _FIRST:  # as most are
        return 0, ()
    for short, ways in _SHORT.items():
        size = len(short) + 1
        words = tuple(each.exact for each in tokens[at : at + size] if not each.exact_only)
        name = words[-1] if len(words) == size and words[:-1] == short else ""
        if len(name) > 1 and name.isalpha():
            return size, tuple((*each, name) for each in ways)
    return 0, ()
