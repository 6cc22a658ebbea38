"""Surnames and their bearers as a generation keeps them, and names counted for their bearers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.errors import IndexDamagedError
from indexer.files import NotPlainError, read_plain_file
from indexer.storage.forward.columns import Places
from indexer.storage.manifest import NAMES
from indexer.storage.names.segment import PERSON

_FILE = f"{NAMES}bearers"
_MAX_BYTES = 64_000_000


def joined(keys: Sequence[str], types: Places, bearers: Mapping[str, str]) -> dict[int, int]:
    """Return the numbers of names that count for others, as surnames do, each with the other's."""
    wanted = {*bearers, *bearers.values()}
    numbers = {
        key: number for number, key in enumerate(keys) if key in wanted and types[number] == PERSON
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
    wanted = rows * size + to[flat[places]]
    _, firsts = np.unique(wanted, return_index=True)  # two spellings of one in an article
    firsts = firsts[~np.isin(wanted[firsts], taken)]
    found = flat.copy()
    found[places[firsts]] = to[flat[places[firsts]]]
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
