"""Where tokens stand in a text, by their numbers: compiled where it was built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from indexer.analysis.fold import fold
from indexer.analysis.tokens import HYPHENS, spans
from indexer.compiled import compiled

_REMEMBERED = 20_000
"""Chunks whose numbers of tokens are kept: of a whole archive there are a million."""
_CHUNKS = re.compile(rf"\S+(?:(?<=[{HYPHENS}])\n\S+)*")
"""Runs without white space, a word broken at a line's end in one: no token goes past one."""
_APART = re.compile(rf"(?<![{HYPHENS}])\s|[^\S\n]")
"""White space that no token goes past."""
_LOOKED_AT = 1_000  # characters at the end of a piece, in which there is some

Place = tuple[int, int]


class TokenPlaces(Protocol):
    """Finds tokens of texts by their numbers."""

    def places(self, text: str, wanted: Sequence[int]) -> tuple[int, list[Place]]:
        """Return how many tokens a text has, and the [start, end) of those of these numbers.

        The numbers are given in order; those past the last token have no place. Where all have one,
        the text may not have been read to its end.
        """


def token_places() -> TokenPlaces:
    """Return what finds tokens."""
    kernel = compiled()
    found: TokenPlaces = PlacesByChunks() if kernel is None else kernel.TokenPlaces(fold)
    return found


class PlacesByChunks:
    """Finds tokens in Python: most chunks of text come again, and are counted once."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def places(self, text: str, wanted: Sequence[int]) -> tuple[int, list[Place]]:
        """Return how many tokens a text has, and the [start, end) of those of these numbers."""
        number, found, left = 0, list[Place](), [*reversed(wanted)]
        for chunk in _CHUNKS.finditer(text):
            if not left:
                break
            count = self._count(chunk[0])
            if left[-1] < number + count:
                start = chunk.start()
                for place, (begin, end) in enumerate(spans(chunk[0]), number):
                    if left and left[-1] == place:
                        left.pop()
                        found.append((start + begin, start + end))
            number += count
        return number, found

    def _count(self, chunk: str) -> int:
        count = self._counts.get(chunk)
        if count is None:
            if len(self._counts) >= _REMEMBERED:
                self._counts.clear()
            count = self._counts[chunk] = sum(1 for _ in spans(chunk))
        return count


def at_white_space(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the same text in pieces that no token goes past."""
    kept: list[str] = []
    for piece in pieces:
        near = max(1, len(piece) - _LOOKED_AT)
        places = [*_APART.finditer(piece, near)] or [*islice(_APART.finditer(piece, 1), 1)]
        if not places:
            kept.append(piece)
            continue
        end = places[-1].start()
        yield "".join((*kept, piece[:end]))
        kept = [piece[end:]]
    yield "".join(kept)
