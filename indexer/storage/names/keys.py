"""What the spellings of a name share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys
from indexer.storage.forward.columns import Places

_ARTICLE = re.compile(r"^(?:al|el|ad|as|ar|at|an|az|ash)[-\u2010\u2011]", re.IGNORECASE)
_ALIKE = str.maketrans("XŠCYÝ", "ČČČII")  # what ch is in some language, and j


@lru_cache(1 << 16)
def name_key(name: str) -> str:
    """Return the words of a name as they are compared: folded, foreign ones by their sounds.

    An initialism, in capitals or not, has the words of its full name: VS, Verenigde Staten.
    """
    words = name.split()
    known = Aliases.load().first(tuple(map(fold, words)))
    return " ".join(map(word_key, known or words))


@lru_cache(1 << 16)
def word_key(word: str) -> str:
    """Return one key of a word, where the letters ch and j may stand for several sounds."""
    word = _ARTICLE.sub("", word)
    keys = name_keys(word)
    return keys[0].translate(_ALIKE) if keys else fold(word)


def numbered_beside(
    keys: Sequence[str], types: Places, more: Sequence[str], more_types: Sequence[int]
) -> tuple[Places, list[int]]:
    """Return the numbers of more names, by their keys and types, beside those that have one.

    And the places of those that are new: their numbers follow.
    """
    asked = set(more)  # an update brings few: most of what is known is passed by
    known = {(int(types[n]), key): n for n, key in enumerate(keys) if key in asked}
    numbers, fresh = list[int](), list[int]()
    for at, each in enumerate(zip(more_types, more, strict=True)):
        following = len(keys) + len(fresh)
        numbers.append(known.setdefault(each, following))
        if numbers[-1] == following:
            fresh.append(at)
    return np.array(numbers, np.int64), fresh
