"""An archive many times over: each round of it with other words, ids and dates.

A round deals the words out anew, each to one about as frequent, so that stories keep their shape
and length, versions of one stay versions, and no round retells another. Some words become new ones,
rare words most: as many as a newspaper that goes on as long has for the first time (Heaps' law).
"""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path

import orjson
from coining import Coiner

Record = dict[str, str]

HEAPS = 0.56
"""Types grow with this power of tokens: news2019 from its first half to the whole."""

_SEED = 1618
_DAYS = 26 * 7  # that a round lies before the last: half a year, whole weeks
_KEPT = 300  # words, the commonest, that stay themselves
_NEAR = 1.5  # how many times rarer a word may be than the one whose place it takes
_RARER_FIRST = 0.7  # the power of a word's frequency by which it is less likely to be a new one
_LETTERS = re.compile(r"[^\W\d_]+")
_DATE = len("2019-10-30")


def articles(archive: Path, most: int) -> Iterator[Record]:
    """Yield so many articles: those of a .jsonl.gz as they are, then round after round of them."""
    return islice(chain(_read(archive), _rounds(archive)), most)


def _rounds(archive: Path) -> Iterator[Record]:
    counted = _counted(archive)
    for number in count(1):
        yield from _round(archive, number, _Words(_dealt(counted, number)))


def _round(archive: Path, number: int, words: _Words) -> Iterator[Record]:
    for article in _read(archive):
        changed = {"id": f"{article['id']}-{number}"}
        for name in ("title", "body"):
            changed[name] = " ".join(map(words.__getitem__, article.get(name, "").split(" ")))
        if "url" in article:
            changed["url"] = f"{article['url']}#{number}"
        if len(article.get("date", "")) >= _DATE:
            changed["date"] = _earlier(article["date"], number * _DAYS)
        yield article | changed


def _read(archive: Path) -> Iterator[Record]:
    with gzip.open(archive) as lines:
        yield from map(orjson.loads, lines)


def _counted(archive: Path) -> Counter[str]:
    words: Counter[str] = Counter()
    for article in _read(archive):
        for name in ("title", "body"):
            words.update(_LETTERS.findall(article.get(name, "").lower()))
    return words


def _dealt(words: Counter[str], number: int) -> dict[str, str]:
    """Return for every word, in lower case, the one that stands for it in a round."""
    chance = random.Random(f"{_SEED} {number}")
    ranked = sorted(words, key=lambda word: (-words[word], word))
    coiner = Coiner(ranked)
    places = range(_KEPT, len(ranked))
    others = sorted(places, key=lambda rank: rank * chance.uniform(1, _NEAR))
    weights = [words[word] ** -_RARER_FIRST for word in ranked[_KEPT:]]
    new = len(ranked) * ((number + 1) ** HEAPS - number**HEAPS)
    share = new / sum(weights) if weights else 0
    dealt = {word: word for word in ranked[:_KEPT]}
    for rank, other, weight in zip(places, others, weights, strict=True):
        coined = chance.random() < share * weight
        word = coiner.word(number * len(ranked) + rank).lower() if coined else ranked[other]
        dealt[ranked[rank]] = word
    return dealt


class _Words(dict[str, str]):
    """What stands between two spaces, as a round writes it: worked out once."""

    def __init__(self, dealt: dict[str, str]) -> None:
        super().__init__()
        self._dealt = dealt

    def __missing__(self, chunk: str) -> str:
        self[chunk] = changed = _LETTERS.sub(self._changed, chunk)
        return changed

    def _changed(self, match: re.Match[str]) -> str:
        surface = match[0]
        word = self._dealt.get(surface.lower(), surface)
        if surface.islower():
            return word
        return word.upper() if len(surface) > 1 and surface.isupper() else word.capitalize()


def _earlier(moment: str, days: int) -> str:
    day = date.fromisoformat(moment[:_DATE]) - timedelta(days=days)
    return day.isoformat() + moment[_DATE:]
