"""What the spellings of a name share."""

from __future__ import annotations

from functools import lru_cache

from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys


@lru_cache(1 << 16)
def name_key(name: str) -> str:
    """Return the words of a name as they are compared: folded, foreign ones by their sounds."""
    return " ".join(map(_word_key, name.split()))


@lru_cache(1 << 16)
def _word_key(word: str) -> str:
    keys = name_keys(word)
    return keys[0] if keys else fold(word)
