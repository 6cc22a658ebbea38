"""Word families: the stems of words that are made of one another (verkopen, verkoop, verkoper).

A query may look for them beside its own words. Nothing of them is in the index, so families can
change without a rebuild. `data/compile_families.py` makes them by the rules of `derivation`, and
`data/README.md` names the sources of its tables.
"""

from __future__ import annotations

import marisa_trie

from indexer.analysis.data import FOLDER


class Families:
    """Finds relatives of a stem. One instance serves a process."""

    def __init__(self, trie: marisa_trie.BytesTrie) -> None:
        self._trie = trie

    @classmethod
    def load(cls) -> Families:
        """Map the compiled families into memory."""
        trie = marisa_trie.BytesTrie()
        trie.mmap(str(FOLDER / "families" / "families.marisa"))
        return cls(trie)

    def of(self, stem: str) -> tuple[str, ...]:
        """Return the stems related to an index stem, the nearest and most frequent first."""
        found = self._trie.get(stem) if "\0" not in stem else None
        return tuple(found[0].decode().split()) if found else ()
