"""Whose a surname is that stands alone in an article: Rutte is Mark Rutte, where nearly all are.

A surname without its first name counts for the one person of the archive who has it. Where several
do, as with De Jong, or where the first name is hardly ever there, it stays by itself. `MOST`,
`FEW` and `ALONE` were set by reading: docs/figures.md says how often it is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.answers.name_figures import NameType
from indexer.errors import IndexDamagedError
from indexer.files import NotPlainError, read_plain_file
from indexer.storage.forward.columns import Places
from indexer.storage.manifest import NAMES

if TYPE_CHECKING:
    from indexer.storage.names.index import NameIndex

MOST = 0.9
"""Share of the articles with a surname after a first name that are of its bearer, at least."""
FEW = 5
"""Articles that name the bearer in full, at least."""
ALONE = 2
"""Articles that have the surname alone for each that names the bearer in full, at most."""
_PARTICLES = frozenset(
    [
        *("van", "de", "der", "den", "ten", "ter", "te", "von", "di", "da", "del", "della", "dos"),
        *("la", "le", "el", "al", "bin", "ibn", "'t", "het"),
    ]
)
_FILE = f"{NAMES}bearers"
_MAX_BYTES = 1 << 26

Parted = Callable[[str, str], bool]
"""Says of two names whether the user knows them for different ones."""


def bearers_of(index: NameIndex, parted: Parted) -> dict[str, str]:
    """Return whose the surnames are that stand alone: the key of the full name, by that of each."""
    articles = index.articles
    people = np.flatnonzero((index.types == _PERSON) & (articles > 0)).tolist()
    surnames: dict[str, int] = {}
    full: list[tuple[int, list[str]]] = []
    for number in people:
        words = index.names[number].split()
        if len(words) == 1 or all(word.lower() in _PARTICLES for word in words[:-1]):
            surnames[index.keys[number]] = number
        else:
            full.append((number, index.keys[number].split(" ")))
    first: dict[str, int] = {}
    begun = Counter(words[0] for _, words in full)
    bearers: dict[str, list[int]] = {}
    for number, words in full:
        first[words[0]] = first.get(words[0], 0) + int(articles[number])
        surname = _surname(words)
        once = articles[number] == 1 and begun[words[0]] == 1  # Jammer Baudet: no first name
        if surname in surnames and not once:
            bearers.setdefault(surname, []).append(number)
    found = {}
    for surname, numbers in bearers.items():
        counts = [int(articles[number]) for number in numbers]
        all_, most = sum(counts), max(counts)
        bearer, alone = numbers[counts.index(most)], surnames[surname]
        if (
            most >= max(FEW, MOST * all_)
            and articles[alone] <= ALONE * most
            and first.get(surname, 0) * 2 < all_  # Harry is no surname, for all of Debbie Harry
            and not parted(index.names[alone], index.names[bearer])
        ):
            found[surname] = index.keys[bearer]
    return found


def _surname(words: list[str]) -> str:
    """Return the last word of a name with the small words before it."""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return " ".join(words[at:])


def joined(index: NameIndex, bearers: Mapping[str, str]) -> dict[int, int]:
    """Return the numbers of surnames that stand alone, each with that of its bearer."""
    if not bearers:
        return {}
    wanted = {*bearers, *bearers.values()}
    numbers = {
        key: number
        for number, key in enumerate(index.keys)
        if key in wanted and index.types[number] == _PERSON
    }
    return {
        numbers[surname]: numbers[full]
        for surname, full in bearers.items()
        if surname in numbers and full in numbers
    }


def counted_for(flat: Places, lengths: Places, bearer_of: Mapping[int, int], size: int) -> Places:
    """Return the names of all rows, those of `bearer_of` as what it has for them.

    `size` is the number of names. An article that has the bearer too keeps both.
    """
    if not bearer_of:
        return flat
    to = np.arange(size)
    to[list(bearer_of)] = list(bearer_of.values())
    places = np.flatnonzero(to[flat] != flat)
    rows = np.searchsorted(np.cumsum(lengths), places, "right")
    there = np.zeros(size, np.bool_)
    there[list(bearer_of.values())] = True
    full = np.flatnonzero(there[flat])
    taken = np.searchsorted(np.cumsum(lengths), full, "right") * size + flat[full]
    free = ~np.isin(rows * size + to[flat[places]], taken)
    found = flat.copy()
    found[places[free]] = to[flat[places[free]]]
    return found


def write_bearers(folder: Path, found: Mapping[str, str]) -> None:
    """Keep what `bearers_of` found, in place of a file that may be a link."""
    path = folder / _FILE
    path.unlink(missing_ok=True)
    if found:
        lines = (f"{surname}\t{full}\n" for surname, full in sorted(found.items()))
        path.write_text("".join(lines), "utf-8", errors="surrogatepass")


def read_bearers(folder: Path) -> dict[str, str]:
    """Return what `write_bearers` kept. Raises IndexDamagedError if it cannot be read."""
    path = folder / _FILE
    try:
        text = read_plain_file(path, _MAX_BYTES).decode("utf-8", "surrogatepass")
        return dict(_pairs(text))
    except FileNotFoundError:
        return {}
    except (OSError, NotPlainError, ValueError) as error:
        raise IndexDamagedError(
            f"{path} is not as it was written: {error}. "
            f"Run: knipsel --index {folder.parent} index --rebuild PATH"
        ) from error


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.split("\n")[:-1], 1):
        surname, sign, full = line.partition("\t")
        if not sign or not surname or not full:
            raise ValueError(f"line {number} has no surname and name")
        yield surname, full


_PERSON = list(NameType).index(NameType.PER)
