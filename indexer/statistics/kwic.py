"""Lines of an exact concordance: the hits that figures count, each in its context, in any number.

Hits are put in order over the forward index alone; articles are loaded for the lines asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.tokens import spans
from indexer.answers.figures import Concordance, ConcordanceLine, Figures, LineOrder
from indexer.errors import IndexDamagedError
from indexer.model import Article
from indexer.statistics.concordance import context
from indexer.statistics.hits import Hits
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places, ranges
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.payload import LISTED
from indexer.text import begins_with

_AT_ONCE = 200
"""Lines whose articles are loaded together."""
_REMEMBERED = 20_000
"""Chunks whose numbers of tokens are kept: of a whole archive there are a million."""
_CHUNKS = re.compile(r"\S+(?:(?<=-)\n\S+)*")
"""Runs without white space, a word broken at a line's end in one: no token goes past one."""
_BLOCK = 1 << 18
"""Hits whose neighbours are looked up together."""
_WORDS = 5
"""Words of a context that put lines in order."""


def first_of_each(index: ForwardIndex, hits: Hits, most: int | None) -> Hits:
    """Return the first so many hits of each row, without a number all."""
    if most is None:
        return hits
    rows = index.row_of(hits.starts)
    return hits.where(np.arange(len(rows)) - np.searchsorted(rows, rows) < most)


def in_order(
    index: ForwardIndex,
    words: ArchiveWords,
    hits: Hits,
    order: LineOrder,
    ranked: Sequence[str],
    *,
    most: int | None = None,
) -> Hits:
    """Return the first `most` hits in the order of their lines; equal ones as the index has them.

    By relevance the `ranked` articles come first, in their order, then the others from new to old.
    By date undated articles come last. By the words left or right of a hit the one asked for counts
    first, then those farther out.
    """
    most = len(hits.starts) if most is None else min(most, len(hits.starts))
    if not most:
        return Hits.none()
    if order in (LineOrder.RELEVANCE, LineOrder.DATE):
        return hits.at(_by_article(index, hits, order, ranked, most))
    return _by_words(index, words, hits, order, most)


def _by_article(
    index: ForwardIndex, hits: Hits, order: LineOrder, ranked: Sequence[str], most: int
) -> Places:
    """Return the places of the first `most` hits, where all of an article stand together."""
    counts = index.count_in_rows(hits.starts)
    rows = np.flatnonzero(counts)
    counts, lasts = counts[rows], index.lasts[rows]
    first = np.cumsum(counts) - counts
    if order is LineOrder.DATE:
        ordered = np.lexsort((rows, lasts, lasts == 0))
    else:
        place, ids = {id_: rank for rank, id_ in enumerate(ranked)}, index.ids
        rank = np.array([place.get(ids[row], len(place)) for row in rows.tolist()], np.int64)
        ordered = np.lexsort((rows, -lasts, rank))
    ordered = ordered[: int(np.searchsorted(np.cumsum(counts[ordered]), most)) + 1]
    return ranges(first[ordered], counts[ordered])[:most]


def _by_words(
    index: ForwardIndex, words: ArchiveWords, hits: Hits, order: LineOrder, most: int
) -> Hits:
    """Return the first `most` hits by the words beside them.

    All are looked at by the word that counts first; by each further one only those of which some
    are wanted and some are not.
    """
    steps = range(order.word, order.word + _WORDS)
    chosen, left, those, wanted = [], None, hits, most
    for step in steps:
        if len(those.starts) <= wanted:
            break
        key = _word_at(index, words, those, step=step, is_left=order.is_left)
        last = _smallest(key, wanted, index.form_count)
        first, same = np.flatnonzero(key < last), np.flatnonzero(key == last)
        chosen.append(first if left is None else left[first])
        wanted -= len(first)
        left = same if left is None else left[same]
        those = hits.at(left)
    left = np.arange(len(hits.starts)) if left is None else left
    found = hits.at(np.sort(np.concatenate((*chosen, left))))
    keys = [_word_at(index, words, found, step=step, is_left=order.is_left) for step in steps]
    return found.at(np.lexsort(keys[::-1])[:most])


def _smallest(key: NDArray[np.int32], number: int, size: int) -> int:
    """Return the `number`th smallest of numbers from -1 to before `size`: a copy may be large."""
    counts = np.zeros(size + 1, np.int64)
    for start in range(0, len(key), _BLOCK):
        counts += np.bincount(key[start : start + _BLOCK] + 1, minlength=size + 1)
    return int(np.searchsorted(np.cumsum(counts), number)) - 1


def _word_at(
    index: ForwardIndex, words: ArchiveWords, hits: Hits, *, step: int, is_left: bool
) -> NDArray[np.int32]:
    """Return the alphabetical place of the word so many steps off each hit.

    It is -1 past the end of a field. Hits are looked at in blocks, as there may be millions.
    """
    found = np.empty(len(hits.starts), np.int32)
    for start in range(0, len(found), _BLOCK):
        block = hits.at(slice(start, start + _BLOCK))
        found[start : start + _BLOCK] = _words_of_block(
            index, words, block, step=step, is_left=is_left
        )
    return found


def _words_of_block(
    index: ForwardIndex, words: ArchiveWords, hits: Hits, *, step: int, is_left: bool
) -> Places:
    rows = index.row_of(hits.starts)
    first = index.starts[rows]
    body = first + index.titles[rows]
    in_title = hits.starts < body
    if is_left:
        places = hits.starts - step
        there = places >= np.where(in_title, first, body)
    else:
        places = hits.ends + step - 1
        there = places < np.where(in_title, body, index.ends[rows])
    found = np.full(len(places), -1, np.int64)
    asked = np.flatnonzero(there)
    asked = asked[np.argsort(places[asked], kind="stable")]
    found[asked] = words.ranks[index.forms_of(places[asked])]
    return found


class KwicLines:
    """The lines of a concordance: as many as there are hits, made when they are asked for.

    `about` says of which articles the hits are; `hits` are those whose lines may be asked for, the
    first of `total`.
    """

    def __init__(
        self,
        about: Figures,
        index: ForwardIndex,
        stored: Callable[..., Iterable[Article]],
        *,
        hits: Hits,
        total: int,
        width: int,
    ) -> None:
        self.about = about
        self._total = total
        self._index = index
        self._stored = stored
        self._hits = hits
        self.width = width
        self._counts: dict[str, int] = {}

    def __len__(self) -> int:
        return self._total

    def page(self, first: int = 0, most: int | None = None) -> Concordance:
        """Return the lines from the first on, at most so many, with what they are of."""
        about = self.about
        return Concordance(
            query=about.query,
            interpreted=about.interpreted,
            notices=about.notices,
            total=about.articles,
            read=about.articles,
            lines=self._whole(first, most),
            hits=len(self),
            parts=about.parts,
            collapsed=about.collapsed,
        )

    def lines(self, first: int = 0, most: int | None = None) -> Iterator[ConcordanceLine]:
        """Yield the lines from the first on, at most so many.

        Raises IndexDamagedError if an article is not the one that was indexed.
        """
        chosen = self._hits.at(self._slice(first, most))
        for start in range(0, len(chosen.starts), _AT_ONCE):
            yield from self._batch(chosen.at(slice(start, start + _AT_ONCE)))

    def placed(
        self, first: int = 0, most: int | None = None
    ) -> Iterator[tuple[int, ConcordanceLine]]:
        """Yield the same lines with their places among them, from 0, those of an article together.

        So each article is read once; in the order of their words it is read for each line.
        """
        chosen = self._hits.at(self._slice(first, most))
        rows = self._index.row_of(chosen.starts)
        together = len(np.unique(rows)) == 1 + np.count_nonzero(np.diff(rows))
        places = np.arange(len(rows)) if together else np.argsort(chosen.starts, kind="stable")
        for start in range(0, len(places), _AT_ONCE):
            batch = places[start : start + _AT_ONCE]
            yield from zip(batch.tolist(), self._batch(chosen.at(batch)), strict=True)

    def _slice(self, first: int, most: int | None) -> slice:
        return slice(first, None if most is None else first + most)

    def _whole(self, first: int, most: int | None) -> tuple[ConcordanceLine, ...]:
        return tuple(line for _, line in sorted(self.placed(first, most), key=itemgetter(0)))

    def _batch(self, hits: Hits) -> Iterator[ConcordanceLine]:
        rows = self._index.row_of(hits.starts)
        first = (hits.starts - self._index.starts[rows]).tolist()
        last = (hits.ends - self._index.starts[rows] - 1).tolist()
        wanted: dict[str, list[tuple[int, int]]] = {}
        ids = [self._index.ids[row] for row in rows.tolist()]
        for id_, *ends in zip(ids, first, last, strict=True):
            wanted.setdefault(id_, []).append((ends[0], ends[1]))
        found: dict[str, dict[tuple[int, int], ConcordanceLine]] = {}
        for article in self._stored([*wanted]):
            found[article.id] = dict(self._lines(article, wanted[article.id]))
            del article  # before the next is loaded, as one may have 20 MB
        yield from (
            found[id_][begin, end] for id_, begin, end in zip(ids, first, last, strict=True)
        )

    def _lines(
        self, article: Article, wanted: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], ConcordanceLine]]:
        """Yield the lines of an article by the numbers of their first and last tokens."""
        spans = self._places(article, sorted({each for ends in wanted for each in ends}))
        listed = replace(article, body=article.body[:LISTED])  # a long one is not kept
        for begin, end in wanted:
            if begin not in spans or end not in spans:
                raise IndexDamagedError(
                    f"The article {article.id!r} is not as it was indexed. "
                    "Run: knipsel index --rebuild PATH"
                )
            (field, start, _), (_, _, stop) = spans[begin], spans[end]
            text = article.title if field == "title" else article.body
            around = context(text, (start, stop), self.width)
            yield (begin, end), ConcordanceLine(listed, field, 0, start, stop, *around)

    def _places(self, article: Article, wanted: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        """Return the field and offsets of tokens by their numbers, which are given in order."""
        # Where a plain text has no title line, its title is the beginning of its body.
        repeated = begins_with(article.body, article.title)
        found: dict[int, tuple[str, int, int]] = {}
        number, left = 0, list(reversed(wanted))
        for field, text in (("title", "" if repeated else article.title), ("body", article.body)):
            for chunk in _CHUNKS.finditer(text):
                if not left:
                    return found
                count = self._count(chunk[0])
                if left[-1] < number + count:
                    tokens = list(spans(chunk[0]))
                    while left and left[-1] < number + count:
                        start, end = tokens[left[-1] - number]
                        found[left.pop()] = field, chunk.start() + start, chunk.start() + end
                number += count
        return found

    def _count(self, chunk: str) -> int:
        """Return how many tokens a chunk has; most chunks come again."""
        count = self._counts.get(chunk)
        if count is None:
            if len(self._counts) >= _REMEMBERED:
                self._counts.clear()
            count = self._counts[chunk] = sum(1 for _ in spans(chunk))
        return count
