"""Rows: what frequent words become in the three channels, compiled beforehand.

Nothing is in a row that `Analyzer.analysed` does not say; it says it in twenty times the time.
"""

from __future__ import annotations

from typing import TypeAlias

import marisa_trie

from indexer.analysis.data import FOLDER

TermRow: TypeAlias = tuple[str, str, str]
"""The terms of a word in the three channels; a stop word has none but its exact one."""

ORIGIN = "#"
"""The key, no word, under which the fingerprint of the analysis stands that the rows are of."""

_CAPITAL = "^"  # first in a code: the word has the same row when it is written with a capital
_STOP = "-"
_ZERO = ord("0")  # the character of a number in a code


class TermRows:
    """The rows of frequent words. One instance serves a process."""

    def __init__(self, trie: marisa_trie.BytesTrie) -> None:
        self._trie = trie

    @classmethod
    def load(cls, fingerprint: str) -> TermRows:
        """Map the rows into memory; there are none when they are of another analysis."""
        trie = marisa_trie.BytesTrie()
        trie.mmap(str(FOLDER / "rows.marisa"))
        return cls(trie if trie.get(ORIGIN) == [fingerprint.encode()] else marisa_trie.BytesTrie())

    def get(self, surface: str) -> TermRow | None:
        """Return the row of a word, if it was compiled."""
        if "\0" in surface or surface == ORIGIN:
            return None
        if found := self._trie.get(surface):
            return decode(surface, found[0].decode().removeprefix(_CAPITAL))
        small = surface[:1].lower() + surface[1:]
        if small != surface and (found := self._trie.get(small)):
            code = found[0].decode()
            return decode(surface, code[1:]) if code.startswith(_CAPITAL) else None
        return None


def encode(surface: str, row: TermRow, capitalised: TermRow | None = None) -> bytes:
    """Return a row as edits of the word; `capitalised` is the row of the word with a capital."""
    exact, stem, part = row
    code = ["" if exact == surface.lower() else exact]
    if stem:
        code += [
            "" if stem == exact else _edit(exact, stem),
            "" if part == stem else " ".join(_pieces(exact, part.split(" "))),
        ]
    else:
        code += [_STOP]
    capital = _CAPITAL if row == capitalised else ""
    return (capital + "\t".join(code).rstrip("\t")).encode()


def decode(surface: str, code: str) -> TermRow:
    """Return the row that `encode` wrote, without the sign for capitals."""
    exact, _, rest = code.partition("\t")
    exact = exact or surface.lower()
    if not rest:
        return exact, exact, exact
    edit, _, pieces = rest.partition("\t")
    if edit == _STOP:
        return exact, "", ""
    stem = exact[: len(exact) - ord(edit[0]) + _ZERO] + edit[1:] if edit else exact
    if not pieces:
        return exact, stem, stem
    terms, start = [], 0
    for piece in pieces.split(" "):
        terms.append(exact[start : start + ord(piece[0]) - _ZERO] + piece[2:])
        start += ord(piece[1]) - _ZERO
    return exact, stem, " ".join(terms)


def _edit(word: str, other: str) -> str:
    """Return how many letters to cut from a word, as a character, and what to append."""
    same = _shared(word, other)
    return chr(_ZERO + len(word) - same) + other[same:]


def _pieces(word: str, terms: list[str]) -> list[str]:
    """Return for each term how many letters it has of the word, how many to pass, the rest."""
    codes, start = [], 0
    for term, following in zip(terms, [*terms[1:], ""], strict=True):
        same = _shared(word[start:], term)
        end = max(word.find(following[:2], start + same), start + same)
        codes.append(chr(_ZERO + same) + chr(_ZERO + end - start) + term[same:])
        start = end
    return codes


def _shared(word: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    least = min(len(word), len(other))
    return next((place for place in range(least) if word[place] != other[place]), least)
