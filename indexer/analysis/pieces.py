"""A token as dictionaries write it, and its pieces: between hyphens, or before an ending.

`marks` are terms beside the stem that keep what folding takes away: capitals and hyphens. They
stand in the stem channel, where no other term has a capital or a hyphen.
"""

from __future__ import annotations

import unicodedata

from indexer.analysis.fold import SIGNS, fold
from indexer.later import expression

INSIDE = "-"
"""Ends the mark of capitals that are only a piece of a token: PAS- of PAS-melder and of PAS'en."""

# VVD'er, CDA'ers, 65+'er, sms'en: an ending after an apostrophe is one of an initialism
# (Woordenlijst Nederlandse Taal, Leidraad 13.4). A bare 's is a plural, which the lemmas know.
_ENDING = expression(r"(\w+)('(?:ers?|ertjes?|erij|tjes?|en|t|de?|den|te|ten|ing|loos))")
# And as many write it: VVDer, PvdAers, D66er.
_ENDING_OF_CAPITALS = expression(r"(?=[^A-Z]*[A-Z])(\w*[A-Z\d])(ers?)")
_PLURAL = expression(r"(\w+)'s")
_MAX_LETTERS = 100  # letters of a word that lemma, splitter and name rules look at
_LINE_END = expression("[-\u2010\u2011]\n")
_SIGNS = str.maketrans({"\u00ad": "", "_": "", "\u2010": "-", "\u2011": "-", "´": "'", "’": "'"})


def has_forms(surface: str, exact: str) -> bool:
    """Say whether a token is a word: no number, no control signs, of a length that words have."""
    if not exact or len(surface) > _MAX_LETTERS:
        return False
    return exact.isprintable() and not exact.isdigit()


def spelling(surface: str) -> str:
    """Return the word as dictionaries write it: not broken, accents composed, plain signs."""
    if surface.isascii() and surface.isalpha():
        return surface
    if surface in SIGNS:
        return SIGNS[surface]
    return unicodedata.normalize("NFKC", _LINE_END.sub("", surface).translate(_SIGNS))


def cut(surface: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces of the surface that are spelt so; none where a seam is inside a sign."""
    if "".join(pieces) == surface:
        return pieces
    cuts, start = [], 0
    for piece in pieces:
        ends = (e for e in range(len(surface), start, -1) if spelling(surface[start:e]) == piece)
        end = next(ends, 0)
        if not end:
            return ()
        cuts.append(surface[start:end])
        start = end
    return tuple(cuts)


def between_hyphens(word: str) -> list[str]:
    """Return the words of which hyphens make one; none of a word without a hyphen."""
    if "-" not in word:
        return []
    found = word.split("-")
    return found if all(map(fold, found)) else []


def base_and_ending(word: str) -> tuple[str, str]:
    """Return an initialism and its ending (VVD and 'er); two empty strings of other words."""
    if "'" in word:
        match = _ENDING.fullmatch(word)
    elif word.isalpha() and word[1:].islower():
        return "", ""
    else:
        match = _ENDING_OF_CAPITALS.fullmatch(word)
    if match is None or len(match[1]) < 2:  # noqa: PLR2004 - a letter is no initialism
        return "", ""
    return match[1], match[2]


def marks(word: str, exact: str) -> tuple[str, ...]:
    """Return what tells a token from others with the same exact term.

    Its capitals, if it has no other letters (PAS) or a piece has none (PAS-), and where its hyphens
    stand (navo-top).
    """
    if word.isalpha() and word[1:].islower():
        return ()
    pieces = between_hyphens(word)
    if not pieces and word.islower():
        return ()
    found = [capitals(word, exact)]
    if pieces:
        found.append("-".join(map(fold, pieces)))
    inside = (capitals(_bare(piece, whole=not pieces)) for piece in pieces or (word,))
    found += [f"{each}{INSIDE}" for each in inside if each]
    return tuple(filter(None, found))


def capitals(word: str, exact: str = "") -> str:
    """Return the mark of a word in capitals alone, of two signs or more; else an empty string."""
    term = (exact or fold(word)) if word.isupper() else ""
    return term.upper() if len(term) > 1 else ""


def _bare(piece: str, *, whole: bool) -> str:
    """Return a piece without its ending; nothing of a whole word that has none."""
    plural = _PLURAL.fullmatch(piece)
    base = plural[1] if plural else base_and_ending(piece)[0]
    return base or ("" if whole else piece)
