"""How well the words of a digitised article were recognised: goed, matig or slecht.

By the confidence that its file tells, else by the share of its words that some list of Dutch has.
The bounds are those that Holley (How good can it get?, D-Lib Magazine 15, 2009) gives for letters:
98% of them right is good, under 90% is poor. Of words of five letters .90 and .59 are right then.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.fields import QUALITIES
from indexer.model import Article

_BOUNDS = (0.9, 0.6)
_WORD = re.compile(r"(?<!\S)[^\W\d_A-Z]{4,}(?=[\s.,;:!?])")  # names are in no list
_MIN_WORDS, _MAX_WORDS = 20, 100  # that are looked at
_REMEMBERED = 1 << 16


def graded(article: Article, analyzer: Analyzer) -> Article:
    """Return an article with its quality, of a digitised paper; any other as it is."""
    scan = article.scan
    if scan is None:
        return article
    share = scan.confidence
    if share is None and (scan.body_boxes or scan.title_boxes):  # without, somebody typed it
        share = known_share(article.body, analyzer)
    return article if share is None else replace(article, quality=quality_of(share))


def quality_of(share: float) -> str:
    """Return the class of a share of words that are right, 0 to 1."""
    return str(QUALITIES[sum(share < bound for bound in _BOUNDS)])


def known_share(text: str, analyzer: Analyzer) -> float | None:
    """Return the share of the words of a text that are Dutch, of whichever age; 0 to 1.

    None where the text has too few words to tell.
    """
    words = [match[0] for match in islice(_WORD.finditer(text), _MAX_WORDS)]
    if len(words) < _MIN_WORDS:
        return None
    return sum(_is_known(word, analyzer) for word in words) / len(words)


@lru_cache(_REMEMBERED)
def _is_known(word: str, analyzer: Analyzer) -> bool:
    folded, lexicon, historical = fold(word), analyzer.lexicon, analyzer.historical
    return (
        lexicon.is_word(folded)
        or historical.is_old(folded)
        or lexicon.is_made_of_words(folded)
        or bool(historical.usual(folded))
    )
