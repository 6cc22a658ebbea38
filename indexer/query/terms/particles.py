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


def name_ahead(tokens: Sequence[Typed]) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return how many tokens, at the beginning, are a surname with its particle typed short.

    With it the ways to write the name; 0 where no such name begins.
    """
    words = [] if any(each.exact_only for each in tokens) else [each.exact for each in tokens]
    for short, ways in _SHORT.items():
        size = len(short) + 1
        if len(words) >= size and tuple(words[: size - 1]) == short and words[size - 1].isalpha():
            name = words[size - 1]
            if len(name) > 1:
                return size, tuple((*each, name) for each in ways)
    return 0, ()
