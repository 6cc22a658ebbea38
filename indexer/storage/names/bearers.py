"""Whose a surname is that stands alone in an article: Rutte is Mark Rutte, where nearly all are.

A surname without its first name counts for the one person of the archive who has it. Where several
do, as with De Jong, or where the first name is hardly ever there, it stays by itself. `MOST`,
`FEW` and `ALONE` were set by reading: docs/figures.md says how often it is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from indexer.compiled import compiled
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.names.alike import RARE, Parted, joined_spellings
from indexer.storage.names.index import NameIndex
from indexer.storage.names.segment import PERSON, NameSegment, opened_names

MOST = 0.9
"""Share of the articles with a surname after a first name that are of its bearer, at least."""
FEW = 5
"""Articles that name the bearer in full, at least."""
ALONE = 3
"""Articles that have the surname alone for each that names the bearer in full, at most."""
_PARTICLES = frozenset(
    [
        *("van", "de", "der", "den", "ten", "ter", "te", "von", "di", "da", "del", "dos", "la"),
        *("le", "el", "al", "bin", "ibn", "het", "'t", "t", "della", "DELLA"),
    ]
)
"""Small words of surnames, and what `name_key` makes of them where that is something else."""


def archive_bearers(folder: Path, forward: ForwardIndex, parted: Parted) -> dict[str, str]:
    """Return `bearers_of` the names beside a forward index, by the compiled kernel if there is one.

    Raises IndexDamagedError if they cannot be read.
    """
    names, kernel = opened_names(folder, forward.segments), compiled()
    if kernel:
        try:
            return _compiled(kernel, forward, names, parted)
        except ValueError:  # a lone surrogate, or what does not agree
            pass
    return bearers_of(NameIndex(forward, names), parted)


def _compiled(
    kernel: ModuleType, forward: ForwardIndex, names: Sequence[NameSegment], parted: Parted
) -> dict[str, str]:
    columns, first = [], 0
    for segment in names:
        alive = forward.alive[first : first + len(segment.lengths)]
        numbers = (segment.articles(alive), segment.values, segment.lengths)
        columns.append(
            (
                *segment.raw_texts(),
                segment.types.tobytes(),
                *(each.astype("<u4").tobytes() for each in numbers),
                alive.astype("u1").tobytes(),
            )
        )
        first += len(segment.lengths)
    rule = MOST, FEW, ALONE, RARE, _PARTICLES
    return dict(kernel.surname_bearers(columns, PERSON, rule, parted))


def bearers_of(index: NameIndex, parted: Parted) -> dict[str, str]:
    """Return whose the surnames are that stand alone: the key of the full name, by that of each.

    Spellings of a full name are of the one that most articles have.
    """
    articles = index.articles
    surnames, full = _people(index)
    joined = joined_spellings(index, [number for number, _ in full], parted)
    of_all = {number: int(articles[number]) for number, _ in full}  # those who are it, too
    for number, head in joined.items():
        of_all[head] += int(articles[number])
    first: dict[str, int] = {}
    begun = Counter(words[0] for _, words in full)
    bearers: dict[str, dict[int, int]] = {}
    for number, words in full:
        first[words[0]] = first.get(words[0], 0) + int(articles[number])
        surname = _surname(words)
        head = joined.get(number, number)
        once = of_all[head] == 1 and begun[words[0]] == 1  # Jammer Baudet: no first name
        if surname in surnames and not once:
            bearers.setdefault(surname, {})[head] = of_all[head]
    found = {index.keys[number]: index.keys[head] for number, head in joined.items()}
    for surname, counts in bearers.items():
        all_, most = sum(counts.values()), max(counts.values())
        bearer = min(number for number, count in counts.items() if count == most)
        alone = surnames[surname]
        if (
            most >= max(FEW, MOST * all_)
            and articles[alone] <= ALONE * most
            and first.get(surname, 0) * 2 < all_  # Harry is no surname, for all of Debbie Harry
            and not parted(index.names[alone], index.names[bearer])
        ):
            found[surname] = index.keys[bearer]
    return found


def _people(index: NameIndex) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return surnames that stand alone by their keys, and full names with the words of theirs."""
    surnames: dict[str, int] = {}
    full: list[tuple[int, list[str]]] = []
    for number in np.flatnonzero((index.types == PERSON) & (index.articles > 0)).tolist():
        words = index.names[number].split()
        if len(words) == 1 or all(word.lower() in _PARTICLES for word in words[:-1]):
            surnames[index.keys[number]] = number
        else:
            full.append((number, index.keys[number].split(" ")))
    return surnames, full


def _surname(words: list[str]) -> str:
    """Return the last word of a name with the small words before it."""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return " ".join(words[at:])
