"""Finding names: by the compiled kernel where it was built, which does what `joining.Finder` says.

The rules stand in Python: here is what the kernel is handed over of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from indexer.analysis.fold import fold
from indexer.analysis.kernel import compiled
from indexer.analysis.names import name_keys
from indexer.names import candidates, kinds, trimming
from indexer.names.corrections import NO_CORRECTIONS, Corrections, key_of
from indexer.names.cues import cues, gazetteers, organisations, others, places
from indexer.names.joining import ArticleName, Finder, aliases_of, corrected
from indexer.names.usage import Archive

if TYPE_CHECKING:
    from indexer._kernel import NameFinder, NameRules

_PLACE, _BODY, _OTHER = 16, 32, 64  # beside the bits of Listed


class NamesFinder(Protocol):
    """Finds the names of the articles of an archive."""

    def names_in(self, text: str) -> list[ArticleName]:
        """Return the names of an article, in the order of their first place."""


def open_finder(archive: Archive, corrections: Corrections = NO_CORRECTIONS) -> NamesFinder:
    """Return what finds the names of the articles of an archive."""
    kernel = compiled()
    if kernel is None:
        return Finder(archive, corrections)
    return CompiledFinder(kernel, archive, corrections)


class CompiledFinder:
    """Finds names by the kernel, but those of texts that it leaves to Python."""

    def __init__(
        self, kernel: ModuleType, archive: Archive, corrections: Corrections = NO_CORRECTIONS
    ) -> None:
        usage = [(word, astuple(each)) for word, each in archive.items() if _is_text(word)]
        given = corrections is not NO_CORRECTIONS
        kinds_given = (_kind_given(corrections), corrections.part) if given else None
        asked = fold, aliases_of, name_keys
        self.kernel: NameFinder = kernel.NameFinder(_rules(kernel), usage, asked, kinds_given)
        self._python = Finder(archive, corrections)
        self._corrections = corrections

    def names_in(self, text: str) -> list[ArticleName]:
        """Return the names of an article, in the order of their first place."""
        try:
            found = self.kernel.names_in(text)
        except ValueError:  # a lone surrogate, or a sigma, whose small form depends on its place
            return self._python.names_in(text)
        names = [
            ArticleName(name, _TYPES[type_], forms, count) for name, type_, forms, count in found
        ]
        return corrected(names, self._corrections)


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
        "small": sorted(trimming.SMALL),
        "foreign": sorted(trimming.FOREIGN),
        "articles": sorted(trimming.ARTICLES),
        "person particles": sorted(kinds.PARTICLES),
    }
    endings = {kind: sorted(each) for kind, each in cues().items()}
    endings |= {
        "street": sorted(cues()["ending"] | cues()["site"]),
        "opening": sorted(candidates.OPENING_ENDINGS),
        "adjective": sorted(trimming.ENDINGS),
        "inhabitants": sorted(trimming.INHABITANTS),
        "lives in": sorted(trimming.OF_INHABITANTS),
        "nouns": sorted(kinds.NOUN_ENDINGS),
    }
    weights = {name: tuple(each) for name, each in kinds.weights().items()}
    rules: NameRules = kernel.NameRules(words, _names(), endings, weights)
    return rules


def _names() -> dict[str, int]:
    """Return in which lists each name stands."""
    names = {name: int(which) for name, which in gazetteers().items()}
    for bit, some in ((_PLACE, places()), (_BODY, organisations()), (_OTHER, others())):
        for name in some:
            names[name] = names.get(name, 0) | bit
    return names
