"""What the spellings of a name share."""

from __future__ import annotations

from functools import cache, lru_cache

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys


@lru_cache(1 << 16)
def name_key(name: str) -> str:
    """Return the words of a name as they are compared: folded, foreign ones by their sounds.

    An initialism, in capitals or not, has the words of its full name: VS, Verenigde Staten.
    """
    words = name.split()
    known = _aliases().first(tuple(map(fold, words)))
    return " ".join(map(_word_key, known or words))


@cache
def _aliases() -> Aliases:
    return Aliases.load()


@lru_cache(1 << 16)
def _word_key(word: str) -> str:
    keys = name_keys(word)
    return keys[0] if keys else fold(word)
