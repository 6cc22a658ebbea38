"""Chunks of text between white space: each is analysed once, and found again by its terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.term_cache import TermRow
from indexer.compiled import compiled
from indexer.highlight.passage_rule import RULE
from indexer.highlight.targets import EXACT, PART, STEM, Hittable

if TYPE_CHECKING:
    from indexer._kernel import SnippetMaker
    from indexer.storage.forward.segment import Segment

_MAX_CHUNKS = 300_000  # cached, about 150 MB; then afresh
_MAX_HIT_CHUNKS = 10_000
_MAX_LEARNT = (
    300_000  # words of each segment, 33 MB: the first, as few that come later are frequent
)


class ChunkCache:
    """Caches the tokens of chunks of text. One serves a process; threads may share it.

    `tokens` gives the tokens of a chunk, their offsets within it; cached for chunks with hits. With
    `brief`, for one question, new words are analysed in Python: to read the rules for the kernel
    takes longer than they do.
    """

    def __init__(self, analyzer: Analyzer, *, brief: bool = False) -> None:
        self._analyzer = analyzer
        self._brief = brief
        self._known = ChunkIndex(analyzer)
        self.tokens = lru_cache(_MAX_HIT_CHUNKS)(lambda chunk: tuple(analyzer.tokens(chunk)))

    @cached_property
    def snippet_maker(self) -> SnippetMaker | None:
        """What makes the snippets of a page, compiled; None where it was not built."""
        kernel = compiled()
        if kernel is None:
            return None
        row: Callable[[str], TermRow] = self._analyzer.row
        words = None if self._brief else self._analyzer.compiled_words
        maker: SnippetMaker = kernel.SnippetMaker(row, self._hittable, RULE, words=words)
        return maker

    def _hittable(self, surface: str) -> Hittable:
        return Hittable.of(self._analyzer.analyse(surface))

    def learn(self, segments: Iterable[Segment]) -> None:
        """Take the terms of new words from what an archive has of them, where that is compiled.

        A page has 235 new ones at first and 65 after two hundred pages, for each of which the rules
        take 15 µs.
        """
        if (maker := self.snippet_maker) is not None:
            given = [(segment.raw_surfaces, segment.raw_terms()) for segment in segments]
            maker.learn(given, _MAX_LEARNT)

    def known(self) -> ChunkIndex:
        """Return the index of the chunks seen so far, for one request; a new one when full."""
        if len(self._known.words) >= _MAX_CHUNKS:
            self._known = ChunkIndex(self._analyzer)
        return self._known


class ChunkIndex:
    """The exact terms of each chunk seen so far (`words`), and the chunks of each tag.

    It only grows, and a chunk is among those of its tags before it is among `words`.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._with_tag: defaultdict[str, list[str]] = defaultdict(list)
        self.words: dict[str, tuple[str, ...]] = {}

    def learn(self, chunks: Iterable[str]) -> None:
        """Analyse those of the chunks that are new."""
        for chunk in chunks:
            if chunk not in self.words:
                rows = list(self._analyzer.rows(chunk))
                for tag in {tag for row in rows for tag in _tags(row)}:
                    self._with_tag[tag].append(chunk)
                self.words[chunk] = tuple(exact for exact, _, _ in rows)

    def having(self, tags: Iterable[str]) -> set[str]:
        """Return the chunks that have any of the tags."""
        return {chunk for tag in tags for chunk in self._with_tag.get(tag, ())}


def _tags(row: TermRow) -> Iterator[str]:
    exact, stem, parts = row
    yield EXACT + exact
    if stem:
        yield from (STEM + term for term in stem.split())
        yield from (PART + part for part in parts.split())
