"""Other names for the same thing, from a list: Peking is Beijing, VN is Verenigde Naties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from typing import TypeAlias

from indexer.analysis.data import FOLDER
from indexer.analysis.fold import fold
from indexer.later import dataclass

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """Groups of names, each a sequence of folded words.

    `longest` is the number of words in the longest name that begins with a word; `spellings` maps
    each folded name of a group of single words, without initialisms, to the key that its names
    share.
    """

    longest: Mapping[str, int] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    _groups: Mapping[Words, tuple[Words, ...]] = field(default_factory=dict)
    _capitals: frozenset[Words] = frozenset()

    @classmethod
    @cache
    def load(cls) -> Aliases:
        """Return the list that comes with Knipsel, which is read once."""
        text = (FOLDER / "aliases.tsv").read_text(encoding="utf-8")
        return cls.parse(text.splitlines())

    @classmethod
    def parse(cls, lines: Iterable[str]) -> Aliases:
        """Read groups, one a line: names separated by `|`, a tab, the source.

        `=VS` is recognised only when typed in capitals, `<OM` moreover never given as a variant: in
        the index it is the word `om`. Raises ValueError if a name stands in two groups.
        """
        spellings: dict[str, str] = {}
        groups: dict[Words, tuple[Words, ...]] = {}
        capitals: set[Words] = set()
        for line in lines:
            names = line.partition("\t")[0].split("|")
            words = {name: _fold_words(name.lstrip("=<")) for name in names}
            given = tuple(dict.fromkeys(w for n, w in words.items() if n[0] != "<"))
            for name, folded in words.items():
                if folded in groups and groups[folded] is not given:
                    raise ValueError(f"aliases.tsv: {name!r} stands in two groups")
                groups[folded] = given
            capitals |= {words[name] for name in names if name[0] in "=<"}
            if all(len(w) == 1 and not n.isupper() for n, w in words.items()):
                spellings |= {folded[0]: given[0][0].upper() for folded in words.values()}
        longest = {words[0]: len(words) for words in sorted(groups, key=len)}
        return cls(longest, spellings, groups, frozenset(capitals))

    @property
    def names(self) -> Iterable[Words]:
        """All names, folded."""
        return self._groups

    def first(self, folded: Words) -> Words | None:
        """Return the first name of the group of a name, typed in capitals; None if it has none."""
        given = self._groups.get(folded)
        return given[0] if given else None

    def variants(self, folded: Words, typed: Words) -> tuple[Words, ...]:
        """Return the other names of a sequence of words, folded; empty when it is no name.

        `typed` are the same words as they were written: `om` is not OM.
        """
        if folded in self._capitals and not all(word.isupper() for word in typed):
            return ()
        return tuple(name for name in self._groups.get(folded, ()) if name != folded)


def _fold_words(name: str) -> Words:
    return tuple(fold(word) for word in name.split())
