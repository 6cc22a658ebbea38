"""What a file of names is written from: compiled, where the kernel was built, else in Python."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.compiled import compiled
from indexer.later import NamedTuple
from indexer.storage.forward.columns import Places
from indexer.storage.forward.sections import SectionWriter, as_raw
from indexer.storage.names.keys import name_key, word_key
from indexer.storage.names.segment import TYPES, Names, StoredName

if TYPE_CHECKING:
    from indexer._kernel import NameColumns, NameFinder

_AT_ONCE = 100_000  # articles that the kernel finds the names of together
_MIN_AHEAD = 200  # of them that are worth a second thread, which decides the runs of capitals
_MAX_COUNT = 0xFFFF  # of a name in an article: a longer list says no more
_NUMBERS = (
    ("ends", "<u4"),
    ("values", "<u4"),
    ("counts", "<u2"),
    ("form_ends", "<u4"),
    ("forms", "<u4"),
    ("types", "u1"),
)
Texts: TypeAlias = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""The most frequent spelling of each name, its key, and the texts of forms."""


class Finished(NamedTuple):
    """The columns of numbers, as bytes in the order of the file, and its texts."""

    numbers: Sequence[bytes]
    texts: Texts


class Columns(Protocol):
    """Puts the names of articles in columns."""

    def add(self, names: Names) -> None:
        """Add the names of the next article."""

    def finish(self) -> Finished:
        """Return the columns."""


def open_columns() -> Columns:
    """Return empty columns."""
    kernel = compiled()
    return PythonColumns() if kernel is None else CompiledColumns(kernel)


class CompiledColumns:
    """The columns in the kernel, which also takes names from its own finder, many at once."""

    def __init__(self, kernel: ModuleType) -> None:
        asked = name_key, word_key, fold, [*Aliases.load().names]
        self._kernel: NameColumns = kernel.NameColumns(asked, _MAX_COUNT)
        self._finder: NameFinder | None = None
        self._runs: list[bytes] = []  # of articles whose names that is still to find

    def add_runs(self, finder: NameFinder, runs: bytes) -> None:
        """Add the names of the next article, by its runs."""
        if self._finder is not finder or len(self._runs) >= _AT_ONCE:
            self._find()
            self._finder = finder
        self._runs.append(runs)

    def _find(self) -> None:
        if self._finder is not None and self._runs:
            ahead = len(self._runs) >= _MIN_AHEAD and (os.cpu_count() or 1) > 1
            self._kernel.add_runs(self._finder, self._runs, ahead)
            self._runs.clear()

    def add(self, names: Names) -> None:
        """Add the names of the next article."""
        self._find()
        self._kernel.add([(n.name, TYPES.index(n.type), list(n.forms), n.times) for n in names])

    def finish(self) -> Finished:
        """Return the columns."""
        self._find()
        return Finished(*self._kernel.finish())


class PythonColumns:
    """The columns in Python: what the compiled ones must equal, and used without them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._spellings: list[Counter[str]] = []
        self._texts: dict[str, int] = {}
        self._ends, self._values, self._counts = (list[int]() for _ in range(3))
        self._form_ends, self._forms = list[int](), list[int]()

    def add(self, names: Names) -> None:
        """Add the names of the next article."""
        for key, each in _once(names).items():
            number = self._numbers.setdefault(key, len(self._numbers))
            if number == len(self._spellings):
                self._spellings.append(Counter())
            self._spellings[number][each.name] += 1
            self._values.append(number)
            self._counts.append(min(each.times, _MAX_COUNT))
            self._forms += [self._texts.setdefault(f, len(self._texts)) for f in each.forms]
            self._form_ends.append(len(self._forms))
        self._ends.append(len(self._values))

    def finish(self) -> Finished:
        """Return the columns."""
        columns = [self._ends, self._values, self._counts, self._form_ends, self._forms]
        columns.append([type_ for type_, _ in self._numbers])
        given = zip(columns, _NUMBERS, strict=True)
        numbers = [np.asarray(column, dtype).tobytes() for column, (_, dtype) in given]
        keys = [key for _, key in self._numbers]
        return Finished(numbers, ([*map(_most_frequent, self._spellings)], keys, [*self._texts]))


def write_names(path: Path, rows: Iterable[Names]) -> None:
    """Write the names of the articles of a segment, in its order."""
    columns = open_columns()
    for names in rows:
        columns.add(names)
    write_columns(path, columns)


def write_columns(path: Path, columns: Columns) -> None:
    """Write the names of the articles of a segment, of which the columns are full."""
    numbers, (names, keys, forms) = columns.finish()
    with SectionWriter(path) as file:
        for (name, dtype), column in zip(_NUMBERS, numbers, strict=True):
            file.add_packed(name, dtype, np.frombuffer(column, dtype))
        file.add_packed("articles", "<u4", _articles(numbers))
        file.add_plain_strings("names", as_raw(names))
        file.add_plain_strings("keys", as_raw(keys))
        file.add_strings("form_texts", forms)


def _articles(numbers: Sequence[bytes]) -> Places:
    """Return how many articles have each name."""
    column = {
        name: np.frombuffer(each, kind)
        for (name, kind), each in zip(_NUMBERS, numbers, strict=True)
    }
    return np.bincount(column["values"], minlength=len(column["types"]))


def _once(names: Names) -> dict[tuple[int, str], StoredName]:
    """Return the names of an article by what their spellings share: two of one are one."""
    found: dict[tuple[int, str], StoredName] = {}
    for each in names:
        key = TYPES.index(each.type), name_key(each.name)
        if known := found.get(key):
            forms = tuple(dict.fromkeys((*known.forms, *each.forms)))
            each = known._replace(forms=forms, times=known.times + each.times)  # noqa: PLW2901
        found[key] = each
    return found


def _most_frequent(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))
