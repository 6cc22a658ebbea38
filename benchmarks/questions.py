"""Questions to an archive, by kind: made of its own titles and texts, the same every time."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence

EACH = 40
"""Questions of a kind."""

_SEED = 1618
_COMMONEST = 300  # words that ask nothing
_LONG = 30  # words
_PREFIX = 4  # letters
_WORD = re.compile(r"[^\W\d_]{5,}")


def questions(
    articles: Sequence[dict[str, str]], ordinary: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return the questions of every kind; ordinary ones are made where none are given."""
    chance = random.Random(_SEED)
    told = [a for a in articles if len(a.get("body", "").split()) > 2 * _LONG and a.get("title")]
    chosen = chance.sample(told, min(EACH, len(told)))
    counts = Counter(word for a in articles for word in _WORD.findall(a.get("body", "").lower()))
    common = [word for word, _ in counts.most_common(EACH)]
    commonest = {word for word, _ in counts.most_common(_COMMONEST)}
    telling = [
        [w for w in _WORD.findall(a["title"]) if w.lower() not in commonest] or [a["title"]]
        for a in chosen
    ]
    plain = list(ordinary) or [" ".join(words[:3]) for words in telling]
    first = [words[0] for words in telling]
    bodies = [a["body"].split() for a in chosen]
    return {
        "words": plain,
        "a common word": common,
        "30 words": [" ".join(words[:_LONG]) for words in bodies],
        "a phrase": [f'"{" ".join(words[9:11])}"' for words in bodies],
        "a wildcard": [f"{word[:_PREFIX]}*" for word in first],
        "a wildcard in front": [f"*{word[-_PREFIX:]}" for word in first],
        "a word almost so": [f"{word}~" for word in first],
        "a slip": [_slipped(word, chance) for word in first],
        "a beginning of a word": [word[:_PREFIX] for word in first],
    }


def _slipped(word: str, chance: random.Random) -> str:
    """Return the word with two letters swapped."""
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
