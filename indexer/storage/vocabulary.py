"""The words of an archive by frequency: a file beside the engine's, the same for every engine.

It holds one folded word a line, the most frequent first. So what begins with a prefix is met in
the order in which to offer it, by searching the bytes for a line that begins so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from operator import neg
from pathlib import Path
from typing import Protocol, cast

from indexer.compiled import compiled
from indexer.engines.protocol import EngineReader
from indexer.engines.term_counts import TermCounts
from indexer.later import expression

MAX_WORDS = 300_000
"""Words that are kept; a search through them takes a millisecond, a correction as long."""

_MANY = 1_000  # articles; among so many a word of just one is as likely a slip as a word
_WORDS = expression(r"^(?:[^\W\d_]\w{1,39}\n)++", re.MULTILINE)


def frequencies(reader: EngineReader, files: Path) -> TermCounts:
    """Return the most frequent terms that the reader sees, with the number of articles of each.

    To ask for all of them takes it no longer than to ask for a few, as it goes through every one;
    where that is long, they are counted in the forward index, which is in the folder `files`.
    """
    if (found := reader.term_counts("text", "exact", MAX_WORDS)) is not None:
        return found
    from indexer.storage.forward.article_counts import article_counts  # noqa: PLC0415 - numpy
    from indexer.storage.forward.index import ForwardIndex  # noqa: PLC0415

    return article_counts(ForwardIndex.open(files), MAX_WORDS)


def vocabulary_of(terms: TermCounts, articles: int, errors: Collection[str] = ()) -> bytes:
    """Return the lines of the words of so many articles, without those that are errors of OCR."""
    least = 2 if articles >= _MANY else 1
    enough = bisect_right(terms.counts, -least, key=neg)
    lines = terms.lines
    if enough < len(terms):  # of a million articles all are, and are not parted
        lines = "".join(f"{line}\n" for line in lines.split("\n", enough)[:enough])
    words = "".join(_WORDS.findall(lines))
    if errors:
        words = "".join(f"{word}\n" for word in words.split("\n")[:-1] if word not in errors)
    return words.encode()


class FuzzyTerms(Protocol):
    """Words by how they are spelt."""

    def within_distance(self, word: str, distance: int) -> list[str]:
        """Return the other words at most `distance` edits away (optimal string alignment)."""


class Vocabulary:
    """The words of one generation."""

    def __init__(self, lines: bytes) -> None:
        self._lines = b"\n" + lines

    def __contains__(self, word: str) -> bool:
        return "\n" not in word and f"\n{word}\n".encode(errors="replace") in self._lines

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the words that begin with a folded prefix, not empty, the most frequent first."""
        lines, start = self._lines, b"\n" + prefix.encode()
        place = lines.find(start)
        while place >= 0:
            end = lines.index(b"\n", place + len(start))
            yield lines[place + 1 : end].decode()
            place = lines.find(start, end)

    def count(self, prefix: str) -> int:
        """Return how many words begin with a folded prefix."""
        if not prefix:
            return self._size
        return self._lines.count(b"\n" + prefix.encode(errors="replace"))

    def within_distance(self, word: str, distance: int) -> Iterator[str]:
        """Yield the other words at most `distance` edits away (optimal string alignment)."""
        if self._spellings is not None:
            yield from self._spellings.within_distance(word, distance)
            return
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need
        from rapidfuzz.process import extract  # noqa: PLC0415

        for length in range(len(word) - distance, len(word) + distance + 1):
            choices = self._by_length.get(length, ())
            found = extract(word, choices, scorer=OSA.distance, score_cutoff=distance, limit=None)
            yield from (choice for choice, edits, _ in found if edits)

    @cached_property
    def _size(self) -> int:
        return self._lines.count(b"\n") - 1  # of a large archive a thing of milliseconds

    @cached_property
    def _spellings(self) -> FuzzyTerms | None:
        """The words as the compiled kernel searches them, where there is one."""
        kernel = compiled()
        return cast("FuzzyTerms", kernel.FuzzyTerms(self._lines.decode())) if kernel else None

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        words: defaultdict[int, list[str]] = defaultdict(list)
        for word in self._lines.decode().split():
            words[len(word)].append(word)
        return dict(words)
