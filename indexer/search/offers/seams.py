"""Seams: where a word that was typed as one shows that it was two.

Small letters run into a capital (DuncanLaurence), capitals into a word (VSChina), or letters into
digits (Formule1, 34etitel).
"""

from __future__ import annotations

from collections.abc import Iterator

MIN_WORD = 3
"""Letters of one piece at least: codes (A2, 5G) have seams of their own."""

_MOST = 4  # seams of a word; more are a code or a name of a program
_ORDINALS = ("ste", "de", "e")  # 1ste, 2de, 34e


def has_seam(text: str) -> bool:
    """Return whether a word of the text has a seam."""
    return any(
        any(_is_seam(word, at) for at in range(1, len(word)))
        for word in text.split()
        if not word[1:].islower() or any(map(str.isdigit, word))  # as hardly any has
    )


def at_seams(surface: str) -> Iterator[tuple[str, ...]]:
    """Yield the pieces of a word at each of its seams, and at all of them together."""
    seams = [at for at in range(1, len(surface)) if _is_seam(surface, at)]
    if not 0 < len(seams) <= _MOST:
        return
    ways: list[tuple[int, ...]] = [(at,) for at in seams]
    ways += [(end,) for at in seams if (end := _after_ordinal(surface, at))]
    if len(seams) > 1:
        ways.append(tuple(seams))
    for way in ways:
        pieces = tuple(surface[i:j] for i, j in zip((0, *way), (*way, None), strict=True))
        if len(pieces[0]) == 1 and pieces[0].isalpha():  # PPrinsjesdag is no P Prinsjesdag
            continue
        if any(len(piece) >= MIN_WORD and piece.isalpha() for piece in pieces):
            yield pieces


def _is_seam(surface: str, at: int) -> bool:
    before, here, after = surface[at - 1], surface[at], surface[at + 1 : at + 2]
    if before.isdigit() or here.isdigit():
        return before.isalpha() or here.isalpha()
    if not here.isupper():
        return False
    return before.islower() or (before.isupper() and after.islower())


def _after_ordinal(surface: str, at: int) -> int:
    """Return where the letters that make an ordinal of a number end; 0 if there are none."""
    if surface[at - 1].isdigit():
        for letters in _ORDINALS:
            end = at + len(letters)
            if surface.startswith(letters, at) and end < len(surface):
                return end
    return 0
