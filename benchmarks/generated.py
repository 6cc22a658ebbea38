"""Archives of any size, and queries, made of the words of `seeds/`; the same ones every time.

Words fall off as in a newspaper: rank r is 1/r as frequent, and past the commonest thousands still
rarer. There the words of the seeds end and coined ones take over, so that the vocabulary grows
without end, with about the root of the text (Zipf; Heaps). Most articles are a lead, a quarter is
longer; an article comes back to its own words; one in twenty retells an article of these days.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from coining import Coiner

from indexer.analysis.tokens import surfaces
from indexer.corpus import read_articles
from indexer.model import Article

SEEDS = Path(__file__).parents[1] / "seeds"
COPIES = 0.05
"""The share of articles that retell another one."""

Record = dict[str, str]

_SEED = 1618  # the year of the oldest Dutch newspaper
_FIRST_DAY = date(2010, 1, 1)
_A_DAY = 250  # articles
_SOURCES = ("De Landscourant", "Dagblad van Velmerland", "De Demerbode", "De Wipkip")
_SECTIONS = ("binnenland", "buitenland", "economie", "cultuur", "sport", "wetenschap")
_TITLE = 7  # words
_MIN_WORDS = 7  # words of a body
_LONG = 0.23  # share of articles that are more than a lead
_LEAD, _STORY = (38, 0.25), (190, 0.65)  # median of words, and spread of its logarithm
_KNEE = 5_000  # rank from which words are rarer than 1/r
_STEEP = 1.75  # the power of r by which they are: the inverse of Heaps' exponent
_AGAIN = 0.25  # share of words that stand earlier in the article
_COMMONEST = 300  # words that are no article's own, and that queries leave out
_SENTENCE = 14  # words
_RECENT = 500  # articles that may be retold
_CHANGED = 0.06  # share of words that a copy changes


def articles(count: int) -> Iterator[Record]:
    """Yield so many articles; those of a smaller count are the first of a larger."""
    writer, recent = _Writer(), deque[Record](maxlen=_RECENT)
    for number in range(count):
        day = _FIRST_DAY + timedelta(days=number // _A_DAY)
        article = writer.copy(recent) if recent and writer.retells() else writer.article(day)
        recent.append(article)
        yield {"id": f"generated-{number}", **article}


def queries(count: int) -> list[str]:
    """Return so many queries of one to three words."""
    writer = _Writer()
    return [" ".join(writer.telling(1 + number % 3)) for number in range(count)]


class _Writer:
    """Draws words, the commonest most often, and puts articles together."""

    def __init__(self) -> None:
        self._random = random.Random(_SEED)
        words = _seed_words()[:_KNEE]
        self._coiner = Coiner([word.lower() for word in words])
        self._common = set(words[:_COMMONEST])
        self._known = len(words)
        self._words = [*words, ""]  # the last stands for all that are coined
        rarer = 1 / (_STEEP - 1)  # their share by the integral, where that of the known is a sum
        shares = [1 / rank for rank in range(1, self._known + 1)]
        self._weights = list(accumulate([*shares, rarer]))

    def telling(self, count: int) -> list[str]:
        """Return so many words that are not among the commonest."""
        words = self._words[_COMMONEST : self._known]
        return self._random.choices(
            words, [1 / (_COMMONEST + n) for n in range(len(words))], k=count
        )

    def retells(self) -> bool:
        """Say whether the next article is a copy."""
        return self._random.random() < COPIES

    def article(self, day: date) -> Record:
        """Return a new article."""
        chance = self._random
        median, spread = _STORY if chance.random() < _LONG else _LEAD
        length = _MIN_WORDS + round(median * chance.lognormvariate(0, spread))
        words = self._text(_TITLE + length)
        return {
            "title": next(_sentences(words[:_TITLE])),
            "date": day.isoformat(),
            "source": chance.choice(_SOURCES),
            "section": chance.choice(_SECTIONS),
            "body": _prose(words[_TITLE:]),
        }

    def copy(self, recent: deque[Record]) -> Record:
        """Return one of these articles as another paper has it: retitled, changed, perhaps cut."""
        chance = self._random
        told = chance.choice(recent)
        words = told["body"].replace(".", "").split()
        if len(words) > 2 * _LEAD[0] and chance.random() < 1 / 2:
            del words[_LEAD[0] :]
        for place, _ in enumerate(words):
            if chance.random() < _CHANGED:
                words[place] = self._drawn(1)[0]
        others = [source for source in _SOURCES if source != told["source"]]
        title = next(_sentences(self._text(_TITLE)))
        return told | {"title": title, "source": chance.choice(others), "body": _prose(words)}

    def _text(self, count: int) -> list[str]:
        """Return words of which some come again, as the subject of an article does."""
        words, own, chance = self._drawn(count), list[str](), self._random.random
        for place, word in enumerate(words):
            if word in self._common:
                continue
            if own and chance() < _AGAIN:
                words[place] = own[int(chance() * len(own))]
            else:
                own.append(word)
        return words

    def _drawn(self, count: int) -> list[str]:
        drawn = self._random.choices(self._words, cum_weights=self._weights, k=count)
        return [word or self._coined() for word in drawn]

    def _coined(self) -> str:
        """Return a word past those of the seeds: rank by rank rarer, without end."""
        rank = self._known * (1 - self._random.random()) ** (-1 / (_STEEP - 1))
        return self._coiner.word(int(rank) - self._known)


def _seed_words() -> list[str]:
    """Return the words of the sample archive, the most frequent first."""
    counts: Counter[str] = Counter()
    for article in read_articles(SEEDS):
        if isinstance(article, Article):
            counts.update(surfaces(article.body))
    return sorted(counts, key=lambda word: (-counts[word], word))


def _prose(words: list[str]) -> str:
    return ". ".join(_sentences(words)) + "."


def _sentences(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), _SENTENCE):
        sentence = " ".join(words[start : start + _SENTENCE])
        yield sentence[:1].upper() + sentence[1:]
