"""One file of names: those of the articles of one segment of the forward index, in its order.

A name is kept once, by its type and its key, which its spellings share; of each article the file
has the numbers of its names, how often each stands there and in which forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.answers.name_figures import NameType
from indexer.later import NamedTuple
from indexer.storage.forward.columns import Numbers, Places
from indexer.storage.forward.sections import Sections
from indexer.storage.forward.segment import Mask, Segment
from indexer.storage.forward.state import SEGMENT, State
from indexer.storage.manifest import NAMES

TYPES = tuple(NameType)
PERSON = TYPES.index(NameType.PER)


class StoredName(NamedTuple):
    """A name of an article: as it is spelt there, its type, all its forms, the name first.

    `times` says how often it stands there.
    """

    name: str
    type: NameType
    forms: tuple[str, ...]
    times: int


Names: TypeAlias = Sequence[StoredName]
"""The names of one article."""


class NameSegment:
    """A file of names, mapped into memory."""

    def __init__(self, path: Path, size: int) -> None:
        """Open the names of so many articles. Raises IndexDamagedError if it has no such."""
        self._sections = Sections(path)
        ends = self._column("ends", size)
        self.lengths: Places = np.diff(ends, prepend=0)
        self._require((self.lengths >= 0).all())
        self._pairs = int(self.lengths.sum())
        self.types: NDArray[np.uint8] = self._sections.array("types", "u1")
        self._require(not len(self.types) or int(self.types.max()) < len(TYPES))

    @cached_property
    def names(self) -> list[str]:
        """How each name is spelt by most articles."""
        return self._texts("names")

    @cached_property
    def keys(self) -> list[str]:
        """What the spellings of each name share."""
        return self._texts("keys")

    def _texts(self, name: str) -> list[str]:
        texts = self._sections.strings(name)
        self._require(len(texts) == len(self.types))
        return texts

    def raw_texts(self) -> tuple[bytes, bytes]:
        """Return `names` and `keys`, each with a NUL behind it."""
        return self._sections.raw_strings("names"), self._sections.raw_strings("keys")

    @cached_property
    def values(self) -> Numbers:
        """The names of all articles in a row."""
        return self._below(self._sections.array("values", "<u4", self._pairs), len(self.types))

    def articles(self, alive: Mask) -> Places:
        """Return how many of the articles that are alive have each name."""
        if alive.all():
            return self._column("articles", len(self.types))
        return self._counted(self.values[np.repeat(alive, self.lengths)])

    def _counted(self, values: Numbers) -> Places:
        return np.bincount(values, minlength=len(self.types))

    @property
    def counts(self) -> Places:
        """How often each name of each article stands there."""
        return self._sections.array("counts", "<u2", self._pairs).astype(np.int64)

    def forms(self) -> tuple[Places, Numbers, list[str]]:
        """Return the forms of all names of all articles in a row, and their texts.

        Before them the bounds: those of each begin at its own, and end at the next.
        """
        bounds = np.concatenate(([0], self._column("form_ends", self._pairs)))
        self._require((np.diff(bounds) > 0).all())
        texts = self._sections.strings("form_texts")
        forms = self._sections.array("forms", "<u4", int(bounds[-1]))
        return bounds, self._below(forms, len(texts)), texts

    def rows(self) -> Iterator[Names]:
        """Yield the names of each article."""
        return self._names_of(0, len(self.lengths))

    def row(self, row: int) -> Names:
        """Return the names of an article."""
        (found,) = self._names_of(row, row + 1)
        return found

    def _names_of(self, first: int, last: int) -> Iterator[Names]:
        """Yield the names of some articles: as lists, all of them would take ten times as much."""
        form_bounds, all_forms, texts, all_counts, bounds = self._read
        begin, end = bounds[first], bounds[last]
        of_names = form_bounds[begin : end + 1]
        forms = all_forms[of_names[0] : of_names[-1]].tolist()
        counts, types = all_counts[begin:end].tolist(), self.types[self.values[begin:end]].tolist()
        read = zip(pairwise((of_names - of_names[0]).tolist()), counts, types, strict=True)
        for length in self.lengths[first:last].tolist():
            names = []
            for (start, stop), count, type_ in islice(read, length):
                own = tuple(texts[number] for number in forms[start:stop])
                names.append(StoredName(own[0], TYPES[type_], own, count))
            yield names

    @cached_property
    def _read(self) -> tuple[Places, Numbers, list[str], Places, Places]:
        return *self.forms(), self.counts, np.concatenate(([0], np.cumsum(self.lengths)))

    def verify(self) -> None:
        """Read all of it. Raises IndexDamagedError if it does not agree with itself."""
        self.forms()
        for read in ("counts", "names", "keys", "values"):
            getattr(self, read)
        articles = self._column("articles", len(self.types))
        self._require((articles == self._counted(self.values)).all())

    def _column(self, name: str, size: int) -> Places:
        return self._sections.array(name, "<u4", size).astype(np.int64)

    def _require(self, holds: object) -> None:
        if not holds:
            raise self._sections.damaged()

    def _below(self, numbers: Numbers, size: int) -> Numbers:
        self._require(not len(numbers) or int(numbers.max()) < size)
        return numbers


def names_file(segment: str) -> str:
    """Return the name of the file with the names of a segment."""
    return NAMES + segment.removeprefix(SEGMENT)


def opened_names(folder: Path, segments: Sequence[Segment]) -> list[NameSegment]:
    """Open the names beside some segments of the forward index. Raises as `NameSegment` does."""
    return [NameSegment(folder / names_file(each.path.name), len(each)) for each in segments]


def has_names(folder: Path) -> bool:
    """Say whether a generation has the names of its articles."""
    return all((folder / names_file(each)).exists() for each in State.read(folder).gone)
