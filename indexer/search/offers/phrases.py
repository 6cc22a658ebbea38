"""Words in a row that stand in the archive: raad van st, completed to Raad van State.

What follows the words before the last is read in the newest articles that have them, so it costs
the same in an archive of any size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import EngineReader
from indexer.later import NamedTuple, expression
from indexer.model import Article, Sort
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.query.words import OPERATORS
from indexer.storage.payload import LISTED, stored_article

_READ = 60  # articles in which to see what follows
_MAX_BEFORE = 3  # words of a phrase before the one that is completed
_MAX_AFTER = 3  # words that can follow, the completed one among them
_SURE = 0.6  # of the places: so often a word goes on in one way that it is completed too
_MIN_PLACES = 3  # from which on it is known how a word goes on
_MANY = 1_000  # articles; of so many, one alone makes no phrase
_CACHED = 256
_MAX_PHRASES = 4

_WORD = r"[^\W_](?:[\w'’.-]{0,38}\w)?"
_TYPED = expression(rf"(?:(?<=[\s\"(])|\A)(?:['’]?{_WORD} +){{1,{_MAX_BEFORE}}}['’]?{_WORD}\Z")
_BETWEEN = r"(?:[^\S\n]|[-\u2010\u2011]|\n(?!\s))+['’]?"  # a space, hyphen, end of a line; of ’t
_ACCENTS = {"a": "aàáâäãå", "c": "cç", "e": "eèéêë", "i": "iìíîï", "n": "nñ", "o": "oòóôöõø",
            "u": "uùúûü", "y": "yÿ"}  # fmt: skip


class Phrase(NamedTuple):
    """A phrase of the archive: as it writes it, and its folded words."""

    text: str
    words: tuple[str, ...]


class Phrases:
    """Completes phrases from one snapshot of the archive."""

    def __init__(self, reader: EngineReader, analyzer: Analyzer) -> None:
        self._reader = reader
        self._analyzer = analyzer
        self.least = 1 if reader.size < _MANY else _MIN_PLACES
        """Articles that make a phrase of words in a row."""
        self._following = weak_lru_cache(self._read_following, _CACHED)

    def completed(self, query: str) -> tuple[int, list[Phrase]]:
        """Return where in a query a phrase begins, and the phrases that it can become."""
        match = _TYPED.search(query)
        if match is None:
            return 0, []
        words = list(re.finditer(r"\S+", match[0]))
        for first in range(len(words) - 1):
            before = tuple(fold(word[0]) for word in words[first:-1])
            if any(word[0] in OPERATORS for word in words[first:-1]) or self._say_nothing(before):
                continue
            if found := self._beginning(before, fold(words[-1][0])):
                return match.start() + words[first].start(), found
        return 0, []

    def node(self, phrase: Phrase) -> Node:
        """Return what has the words of a phrase in a row, joined by hyphens or not."""
        apart = nodes.Phrase("text", "exact", phrase.words)
        return nodes.Or((apart, nodes.Term("text", "exact", "".join(phrase.words))))

    def _say_nothing(self, words: Sequence[str]) -> bool:
        return all(self._analyzer.analyse(word).stop for word in words)

    def _beginning(self, before: tuple[str, ...], prefix: str) -> list[Phrase]:
        """Return what can stand after some words and begins so, the most frequent first."""
        places = [
            place
            for place in self._following(before)
            if place[1] and fold(place[1][0]).startswith(prefix)
        ]
        counted = Counter(fold(after[0]) for _, after in places)
        found = (
            self._phrase(before, [place for place in places if fold(place[1][0]) == word])
            for word, count in counted.most_common(_MAX_PHRASES)
            if count >= min(2, self.least)
        )
        typed = (*before, prefix)
        phrases = [
            each for each in found if each.words != typed and not self._say_nothing(each.words[-1:])
        ]
        # Of minister van what follows is asked for, rather than what begins so: vandaag.
        on = prefix and not phrases and len(before) < _MAX_BEFORE and self._say_nothing((prefix,))
        return self._beginning(typed, "") if on else phrases

    def _phrase(
        self, before: tuple[str, ...], places: Sequence[tuple[str, tuple[str, ...]]]
    ) -> Phrase:
        """Return the phrase at some places, of which one word after the typed ones is the same.

        It goes on as long as nearly all places do, and does not end with a stop word.
        """
        taken = 1
        for length in range(2, _MAX_AFTER + 1):
            runs = Counter(after[:length] for _, after in places if len(after) >= length)
            run, count = runs.most_common(1)[0] if runs else ((), 0)
            if count < max(_MIN_PLACES, _SURE * len(places)):
                break
            is_stop = self._analyzer.analyse(fold(run[-1])).stop
            if not (is_stop or run[-1][:1].isupper() or taken < length - 1) or run[-1].isdigit():
                break
            if not is_stop:
                taken = length
            places = [place for place in places if place[1][:length] == run]
        written = Counter((typed, after[:taken]) for typed, after in places)
        typed, after = written.most_common(1)[0][0]
        return Phrase(" ".join((typed, *after)), (*before, *map(fold, after)))

    def _read_following(self, before: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each place where the newest articles have these words, and what follows there."""
        if len(before) > 1:
            node: Node = nodes.Phrase("text", "exact", before)
            hyphened = nodes.Term("text", "exact", "".join(before))
        else:
            node, hyphened = (nodes.Term("text", c, before[0]) for c in ("exact", "part"))
        found = [each.doc_id for each in self._reader.search(node, _READ, sort=Sort.NEWEST)]
        if len(found) < _READ:
            more = self._reader.search(hyphened, _READ, sort=Sort.NEWEST)
            found += [each.doc_id for each in more]
        pattern = _pattern(before)
        payloads = self._reader.payloads([*dict.fromkeys(found)][:_READ], LISTED)
        return tuple(
            place for payload in payloads for place in _places(pattern, stored_article(payload))
        )


def _places(pattern: re.Pattern[str], article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    text = f"{article.title}\n\n{article.body}"
    seen = set[tuple[str, tuple[str, ...]]]()
    for match in pattern.finditer(text):
        place = match[1], tuple(re.findall(_WORD, match[2]))
        if place not in seen:
            seen.add(place)
            yield place


def _pattern(before: Sequence[str]) -> re.Pattern[str]:
    """Return what finds folded words in a text, and the words after them."""
    words = (
        "".join(f"[{_ACCENTS[c]}]" if c in _ACCENTS else re.escape(c) for c in word)
        for word in before
    )
    return re.compile(
        rf"(?<!\w)({_BETWEEN.join(words)})((?:{_BETWEEN}{_WORD}){{1,{_MAX_AFTER}}})", re.IGNORECASE
    )
