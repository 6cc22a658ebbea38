"""Which persons of an archive are one, spelt in two ways: Dirk Kuijt and Dirk Kuyt.

`keys` has what all spellings of a word share. Here full names are compared by more: those that are
`close` are one, as ij and y, c and k, ph and f, th and t are read alike. Those that differ more, as
Jansen and Janssen do, are one where the archive has a reason: both stand with somebody whom few
articles name. `RARE` was set by reading: docs/figures.md says how often it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from indexer.storage.names.index import NameIndex

Parted: TypeAlias = Callable[[str, str], bool]
"""Says of two names whether the user knows them for different ones."""

RARE = 500
"""Articles of the archive for each that has a name, at least, which is a reason beside another."""
_HALF = 2  # of the articles of the rarer name have such a reason
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZČŠŽĲÝ ")
_NUMERAL = frozenset("ivxlm")
_MIN_FIRST, _MIN_LAST = 3, 4  # letters of words that are no initials, particles or numerals

# Each in turn, with a space around each word.
_CLOSE = (
    *(("ij", "y"), ("ĳ", "y"), ("ý", "y"), ("aey", "aay"), ("ph", "f"), ("th", "t")),
    *((f"c{after}", f"k{after}") for after in "aouklrst "),
    *((f"č{after}", f"k{after}") for after in "klr "),
    *((f"{ending} ", "y ") for ending in ("ie", "ey", "ei", "i")),
)
_LOOSE = (
    *(("dž", "y"), ("č", "k"), ("ž", "s"), ("š", "s"), ("ch", "k"), ("h", ""), ("q", "k")),
    *(("x", "ks"), ("w", "v"), ("z", "s"), ("oe", "o"), ("ou", "o"), ("ue", "u"), ("ae", "a")),
    *(("j", "y"), ("ie", "y"), ("i", "y")),
)


def close(key: str) -> str:
    """Return what the key of a full name shares with those that are read alike, "" of others."""
    words = key.split(" ")
    initials = 0
    while initials < len(words) - 1 and len(words[initials]) == 1:
        initials += 1
    words = ["".join(words[:initials]), *words[initials:]] if initials else words
    if len(words) == 1 or not _LETTERS.issuperset(key):
        return ""
    single = "".join(word for word in words if len(word) == 1)  # C. is not K.
    return _replaced(f" {' '.join(words)} ".lower(), _CLOSE) + single


def loose(closer: str) -> str:
    """Return what names share that may be one, by what those share that are read alike."""
    found = _replaced(closer, _LOOSE)
    kept = (sign for at, sign in enumerate(found) if not at or found[at - 1] != sign)
    return "".join(kept).replace("e ", " ").replace(" ", "")


def _unspaced(closer: str) -> str:
    """Return letters without spaces: Ocasio Cortez is Ocasio-Cortez."""
    return closer.replace(" ", "")


def _replaced(text: str, rules: Iterable[tuple[str, str]]) -> str:
    for old, new in rules:
        text = text.replace(old, new)
    return text


def joined_spellings(index: NameIndex, people: Iterable[int], parted: Parted) -> dict[int, int]:
    """Return which of some people, each with a full name, are others, who are named more often."""
    closer = {number: spelt for number in people if (spelt := close(index.keys[number]))}
    groups: dict[str, list[int]] = {}
    for number, spelt in closer.items():
        groups.setdefault(loose(spelt), []).append(number)
    several = [group for group in groups.values() if len(group) > 1]
    company = _Company(index, [number for group in several for number in group])
    found: dict[int, int] = {}
    for group in several:
        group.sort(key=lambda number: (-int(index.articles[number]), index.keys[number]))
        heads: list[int] = []
        for number in group:
            name, spelt = index.names[number], closer[number]
            for head in heads:
                alike = _unspaced(closer[head]) == _unspaced(spelt)
                alike = alike or company.shared(head, number)
                if alike and not parted(index.names[head], name):
                    found[number] = head
                    break
            else:
                heads.append(number)
    return found


class _Company:
    """With whom some people stand who is named in few articles."""

    def __init__(self, index: NameIndex, people: Sequence[int]) -> None:
        alive = index.forward.alive
        rare = index.articles * RARE <= np.count_nonzero(alive)
        wanted = np.zeros(len(index.names), np.bool_)
        wanted[[number for number in people if _is_solid(index.keys[number])]] = True
        self._beside: dict[int, list[frozenset[int]]] = {}
        bounds = np.concatenate(([0], np.cumsum(index.lengths)))
        rows = np.searchsorted(bounds, np.flatnonzero(wanted[index.flat]), "right") - 1
        for row in np.unique(rows[alive[rows]]).tolist():
            names = index.flat[bounds[row] : bounds[row + 1]].astype(np.int64)
            beside = frozenset(names[rare[names]].tolist())
            for number in names[wanted[names]].tolist():
                self._beside.setdefault(number, []).append(beside)

    def shared(self, one: int, other: int) -> bool:
        """Say whether half of the articles of the other have somebody of those of the one."""
        rows = self._beside.get(other, [])
        known = frozenset[int]().union(*self._beside.get(one, [])) - {one, other}
        having = sum(1 for beside in rows if not known.isdisjoint(beside))
        return having > 0 and having * _HALF >= len(rows)


def _is_solid(key: str) -> bool:
    """Say whether a name has no initials, nor a numeral: Willem I is not Willem II."""
    words = key.lower().split(" ")
    last = words[-1]
    whole = len(words[0]) >= _MIN_FIRST and all(len(word) > 1 for word in words)
    return whole and len(last) >= _MIN_LAST and not _NUMERAL.issuperset(last)
