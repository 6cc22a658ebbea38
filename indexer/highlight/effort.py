"""How much of texts one request may look at, so that no article and no query holds up all others.

An ordinary request stays far within it: 500 articles of news in context are a million characters
with ten thousand hits. The limits are of texts and hits and not of time, so that the same question
gets the same answer on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.text import whole_words

MAX_CHARACTERS = 1_500_000
"""Of all texts together."""
MAX_CHUNKS = 25_000
"""Different words with what stands around them: each may have to be analysed."""
MAX_HITS = 15_000


@dataclass(slots=True)
class Effort:
    """What a request may still look at; it is `cut` when there was more than that."""

    characters: int = MAX_CHARACTERS
    chunks: int = MAX_CHUNKS
    hits: int = MAX_HITS
    cut: bool = False
    _chunks: set[str] = field(default_factory=set)

    @classmethod
    def for_passages(cls) -> Effort:
        """Return what a page of long articles takes, of which each has a passage somewhere.

        Of texts that repeat their words, ten million characters are read in half a second.
        """
        return cls(characters=10_000_000, chunks=40_000, hits=100_000)

    def readable(self, text: str) -> str:
        """Return the beginning of a text that may be read, to the end of a word."""
        if len(text) > self.characters:
            self.cut = True
            text = whole_words(text, self.characters)
        self.characters -= len(text)
        return text

    def affords(self, chunks: Iterable[str]) -> bool:
        """Return whether these chunks may be analysed."""
        self._chunks.update(chunks)
        if len(self._chunks) > self.chunks:
            self.cut = True
        return len(self._chunks) <= self.chunks
