"""An archive and queries made of the words of `seeds/`, to measure speed where no corpus is.

Words fall off as in real text (Zipf: rank r is 1/r as frequent); every so often two are joined
into a compound, so that new words keep coming. The same call gives the same archive.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import orjson

from indexer.analysis.tokens import surfaces
from indexer.corpus import read_articles
from indexer.model import Article

SEEDS = Path(__file__).parents[1] / "seeds"

_SEED = 1618  # the year of the oldest Dutch newspaper
_FIRST_DAY, _DAYS = date(2019, 1, 1), 365
_SOURCES = ("De Landscourant", "Dagblad van Velmerland", "De Demerbode", "De Wipkip")
_SECTIONS = ("binnenland", "buitenland", "economie", "cultuur", "sport", "wetenschap")
_TITLE, _MEDIAN, _SPREAD = 7, 75, 0.6  # words; words; of the logarithm of the words in a body
_COMPOUNDS = 0.02  # share of words
_COMMONEST = 300  # words that queries leave out
_SENTENCE = 14  # words


def write_archive(target: Path, articles: int) -> Path:
    """Write so many articles as .jsonl.gz and return the path."""
    writer = _Writer()
    with gzip.open(target, "wb", compresslevel=1) as out:
        for number in range(articles):
            out.write(orjson.dumps(writer.article(number)) + b"\n")
    return target


def queries(count: int) -> list[str]:
    """Return so many queries of one to three words."""
    writer = _Writer(_COMMONEST)
    return [" ".join(writer.words(1 + number % 3)) for number in range(count)]


class _Writer:
    """Draws words of the sample archive, the commonest most often."""

    def __init__(self, first: int = 0) -> None:
        self._random = random.Random(_SEED)
        self._words = _seed_words()[first:]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def words(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def article(self, number: int) -> dict[str, str]:
        chance = self._random
        length = round(chance.lognormvariate(0, _SPREAD) * _MEDIAN) + _SENTENCE
        return {
            "id": f"generated-{number}",
            "title": next(_sentences([*self._text(_TITLE)])),
            "date": (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat(),
            "source": chance.choice(_SOURCES),
            "section": chance.choice(_SECTIONS),
            "body": ". ".join(_sentences([*self._text(length)])) + ".",
        }

    def _text(self, count: int) -> Iterator[str]:
        for word in self.words(count):
            joined = self._random.random() < _COMPOUNDS
            yield self._random.choice(self._words) + word if joined else word


def _seed_words() -> list[str]:
    """Return the words of the sample archive, the most frequent first."""
    counts: Counter[str] = Counter()
    for article in read_articles(SEEDS):
        if isinstance(article, Article):
            counts.update(surfaces(article.body))
    return sorted(counts, key=lambda word: (-counts[word], word))


def _sentences(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), _SENTENCE):
        sentence = " ".join(words[start : start + _SENTENCE])
        yield sentence[:1].upper() + sentence[1:]
