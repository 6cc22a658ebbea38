"""What the spellings of a name share."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys

_ARTICLE = re.compile(r"^(?:al|el|ad|as|ar|at|an|az|ash)[-\u2010\u2011]", re.IGNORECASE)
_ALIKE = str.maketrans("XŠCYÝ", "ČČČII")  # what ch is in some language, and j


@lru_cache(1 << 16)
def name_key(name: str) -> str:
    """Return the words of a name as they are compared: folded, foreign ones by their sounds.

    An initialism, in capitals or not, has the words of its full name: VS, Verenigde Staten.
    """
    words = name.split()
    known = aliases().first(tuple(map(fold, words)))
    return " ".join(map(word_key, known or words))


@cache
def aliases() -> Aliases:
    """Return the list of names for the same thing."""
    return Aliases.load()


@lru_cache(1 << 16)
def word_key(word: str) -> str:
    """Return one key of a word, where the letters ch and j may stand for several sounds."""
    word = _ARTICLE.sub("", word)
    keys = name_keys(word)
    return keys[0].translate(_ALIKE) if keys else fold(word)
