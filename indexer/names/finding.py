"""Finding names: by the compiled kernel where it was built, which does what `joining.Finder` says.

The rules stand in Python: here is what the kernel is handed over of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, fields
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys
from indexer.compiled import compiled
from indexer.names import candidates, capitals, kinds, trimming
from indexer.names.corrections import NO_CORRECTIONS, Corrections, key_of
from indexer.names.cues import countries, cues, organisations, others, places, table
from indexer.names.joining import ArticleName, Finder, aliases_of, corrected, words_of
from indexer.names.usage import Archive, Usage
from indexer.storage.names.columns import Columns, CompiledColumns
from indexer.storage.names.segment import Names, StoredName

if TYPE_CHECKING:
    from indexer._kernel import NameFinder, NameRules, NameUsage
    from indexer.storage.forward.index import ForwardIndex

_PLACE, _BODY, _OTHER, _COUNTRY = 16, 32, 64, 128  # beside the bits of Listed


class NamesFinder(Protocol):
    """Finds the names of the articles of an archive."""

    def names_in(self, text: str) -> list[ArticleName]:
        """Return the names of an article, in the order of their first place."""

    def store(self, kept: bytes, columns: Columns) -> None:
        """Add the names of an article to columns, by what the gathering kept of it."""


class Gathering(Protocol):
    """Gathers the words of texts, until the archive is known that decides which are names."""

    def add(self, text: str) -> bytes:
        """Take the words of a text, and return what its names are to be found by."""

    def keep_usage(self, index: ForwardIndex) -> None:
        """Count how each segment of an index that is being written uses its words, and keep it."""

    def finder(self, index: ForwardIndex, corrections: Corrections) -> NamesFinder:
        """Return what finds the names of these texts; the gathering ends with it."""


def open_gathering() -> Gathering:
    """Return what gathers words: compiled, where the kernel was built."""
    kernel = compiled()
    return PythonGathering() if kernel is None else CompiledGathering(kernel)


class PythonGathering:
    """Gathers words in Python: what the compiled gathering must equal, and used without it."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def add(self, text: str) -> bytes:
        """Take the words of a text, and return the text."""
        self._words |= words_of([text])
        return text.encode(errors="surrogatepass")

    def keep_usage(self, index: ForwardIndex) -> None:
        """Keep nothing: all is counted anew."""

    def finder(self, index: ForwardIndex, corrections: Corrections) -> NamesFinder:
        """Return what finds the names of these texts."""
        from indexer.names.archive_usage import archive_usage  # noqa: PLC0415 - numpy

        return PythonFinder(archive_usage(index, self._words), corrections)


class PythonFinder(Finder):
    """Finds names in Python, to be shown or to be stored."""

    def store(self, kept: bytes, columns: Columns) -> None:
        """Add the names of an article to columns, by its text."""
        columns.add(stored(self.names_in(kept.decode(errors="surrogatepass"))))


def stored(names: Iterable[ArticleName]) -> Names:
    """Return the names of an article as they are stored."""
    return [StoredName(each.name, each.type, tuple(each.forms), each.count) for each in names]


class CompiledGathering:
    """Gathers words in the kernel, and counts them there over the forward index."""

    def __init__(self, kernel: ModuleType) -> None:
        self._kernel = kernel
        self.usage: NameUsage = kernel.NameUsage(_rules(kernel))
        self.counter = partial(kernel.TypeUsage, _rules(kernel))

    def keep_usage(self, index: ForwardIndex) -> None:
        """Keep how each segment uses its words, where that is not there yet."""
        from indexer.names.archive_usage import keep_usage  # noqa: PLC0415 - numpy

        keep_usage(index, self.counter)

    def add(self, text: str) -> bytes:
        """Take the words of a text, and return its runs, or the text where Python is to read it."""
        try:
            return self.usage.read(text)
        except ValueError:  # a lone surrogate, or a sigma
            for word in filter(_is_text, words_of([text])):
                self.usage.add(word, (0,) * _NUMBERS)
            return _TEXT + text.encode(errors="surrogatepass")

    def finder(self, index: ForwardIndex, corrections: Corrections) -> NamesFinder:
        """Return what finds the names of these texts."""
        from indexer.names.archive_usage import count_usage  # noqa: PLC0415 - numpy

        count_usage(index, self.usage, self.counter)
        return CompiledFinder(self._kernel, self.usage, corrections)


class CompiledFinder:
    """Finds names by the kernel, but those of texts that it leaves to Python."""

    def __init__(
        self, kernel: ModuleType, usage: NameUsage, corrections: Corrections = NO_CORRECTIONS
    ) -> None:
        given = corrections != NO_CORRECTIONS
        kinds_given = (_kind_given(corrections), corrections.part) if given else None
        names = [*Aliases.load().names]
        asked = fold, names, aliases_of, name_keys
        self.kernel: NameFinder = kernel.NameFinder(_rules(kernel), usage, asked, kinds_given)
        self._corrections = corrections if given else NO_CORRECTIONS
        self._python: Finder | None = None

    def names_in(self, text: str) -> list[ArticleName]:
        """Return the names of an article, in the order of their first place."""
        try:
            found = self.kernel.names_in(text)
        except ValueError:  # a lone surrogate, or a sigma, whose small form depends on its place
            return self._in_python(text)
        return self._corrected(found)

    def store(self, kept: bytes, columns: Columns) -> None:
        """Add the names of an article to columns; where all is compiled, Python sees none."""
        if kept.startswith(_TEXT):
            text = kept.removeprefix(_TEXT).decode(errors="surrogatepass")
            columns.add(stored(self._in_python(text)))
        elif self._corrections is NO_CORRECTIONS and isinstance(columns, CompiledColumns):
            columns.add_runs(self.kernel, kept)
        else:
            columns.add(stored(self._corrected(self.kernel.names_of(kept))))

    def _corrected(self, found: Sequence[tuple[str, int, list[str], int]]) -> list[ArticleName]:
        names = [
            ArticleName(name, _TYPES[type_], forms, count) for name, type_, forms, count in found
        ]
        return corrected(names, self._corrections)

    def _in_python(self, text: str) -> list[ArticleName]:
        if self._python is None:
            usage = {word: Usage(*numbers) for word, numbers in self.kernel.usage()}
            self._python = Finder(usage, self._corrections)
        return self._python.names_in(text)


def compiled_usage(kernel: ModuleType, archive: Archive) -> NameUsage:
    """Return in the kernel how an archive uses its words."""
    usage: NameUsage = kernel.NameUsage(_rules(kernel))
    for word, each in archive.items():
        if _is_text(word):
            usage.add(word, astuple(each))
    return usage


_NUMBERS = len(fields(Usage))
_TEXT = b"\xff\xff\xff\xff"  # before a text among what is kept: a number that no run has
_TYPES = tuple(filter(None, kinds.KINDS))


def _is_text(word: str) -> bool:
    """Whether a word has no lone surrogate; a text with one is left to Python."""
    return word.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in word)


def _kind_given(corrections: Corrections) -> Callable[[str], int | None]:
    """Return what says which number the corrected kind of a name has, if it is corrected."""

    def kind(name: str) -> int | None:
        type_ = corrections.types.get(key_of(name))
        return None if type_ is None else kinds.KINDS.index(type_)

    return kind


@cache
def _rules(kernel: ModuleType) -> NameRules:
    """Return the lists and weights in the kernel."""
    words = {kind: sorted(each) for kind, each in cues().items()}
    words |= {
        "particles": sorted(candidates.PARTICLES),
        "between": sorted(candidates.BETWEEN),
        "opened": sorted(candidates.OPENED),
        "listed": sorted(candidates.LISTED),
        "dotted": sorted(candidates.DOTTED),
        "initials": sorted(candidates.INITIALS),
        "small titled": sorted(candidates.SMALL_TITLED),
        "small": sorted(capitals.SMALL),
        "foreign": sorted(trimming.FOREIGN),
        "articles": sorted(capitals.ARTICLES),
        "person particles": sorted(kinds.PARTICLES),
    }
    endings = {kind: sorted(each) for kind, each in cues().items()}
    endings |= {
        "street": sorted(cues()["ending"] | cues()["site"]),
        "opening": sorted(candidates.OPENING_ENDINGS),
        "adjective": sorted(trimming.ADJECTIVE_ENDINGS),
        "inhabitants": sorted(trimming.INHABITANTS),
        "lives in": sorted(trimming.OF_INHABITANTS),
        "nouns": sorted(kinds.NOUN_ENDINGS),
    }
    weights = {name: tuple(each) for name, each in kinds.weights().items()}
    rules: NameRules = kernel.NameRules(words, _names(), endings, weights)
    return rules


def _names() -> list[tuple[int, str]]:
    """Return which names stand in some lists, with a sign between them; a name may come again."""
    lists = {_PLACE: places(), _BODY: organisations(), _OTHER: others(), _COUNTRY: countries()}
    ours = [(bit, "|".join(names)) for bit, names in lists.items()]
    return [(int(value), names) for value, names in table("gazetteers.tsv")] + ours
