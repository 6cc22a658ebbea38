"""Lines of an exact concordance: the hits that figures count, each in its context, in any number.

Hits are put in order over the forward index alone; articles are loaded for the lines asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from indexer.answers.figures import Concordance, ConcordanceLine, Figures, LineOrder
from indexer.answers.long_text import Stored, Text, article_of, pieces_of, text_of
from indexer.errors import IndexDamagedError
from indexer.highlight.token_places import TokenPlaces, at_white_space, token_places
from indexer.statistics.concordance import context
from indexer.statistics.hits import Hits
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places, ranges
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.payload import LISTED
from indexer.text import begins_with

_AT_ONCE = 200
"""Lines whose articles are loaded together."""
_BLOCK = 1 << 18
"""Hits whose neighbours are looked up together."""
_WORDS = 5
"""Words of a context that put lines in order."""


def first_of_each(index: ForwardIndex, hits: Hits, most: int | None) -> Hits:
    """Return the first so many hits of each row, without a number all."""
    if most is None:
        return hits
    counts = index.count_in_rows(hits.starts)  # and no number for each of millions of hits
    return hits.at(ranges(np.cumsum(counts) - counts, np.minimum(counts, most)))


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
        stored: Callable[[Sequence[str]], Iterable[Stored]],
        *,
        hits: Hits,
        total: int,
        width: int,
        spend: Callable[[Places], None],
    ) -> None:
        self.about = about
        self._total = total
        self._index = index
        self._stored = stored
        self._hits = hits
        self.width = width
        self._spend = spend

    @cached_property
    def _tokens(self) -> TokenPlaces:
        return token_places()

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
        chosen = self._chosen(first, most)
        for start in range(0, len(chosen.starts), _AT_ONCE):
            yield from self._batch(chosen.at(slice(start, start + _AT_ONCE)))

    def placed(
        self, first: int = 0, most: int | None = None
    ) -> Iterator[tuple[int, ConcordanceLine]]:
        """Yield the same lines with their places among them, from 0, those of an article together.

        So each article is read once; in the order of their words it is read for each line.
        """
        chosen = self._chosen(first, most)
        rows = self._index.row_of(chosen.starts)
        together = len(np.unique(rows)) == 1 + np.count_nonzero(np.diff(rows))
        places = np.arange(len(rows)) if together else np.argsort(chosen.starts, kind="stable")
        for start in range(0, len(places), _AT_ONCE):
            batch = places[start : start + _AT_ONCE]
            yield from zip(batch.tolist(), self._batch(chosen.at(batch)), strict=True)

    def _chosen(self, first: int, most: int | None) -> Hits:
        """Return the hits of these lines. Raises RequestError if to find them costs too much."""
        chosen = self._hits.at(slice(first, None if most is None else first + most))
        self._spend(np.unique(self._index.row_of(chosen.starts)))
        return chosen

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
        for stored in self._stored([*wanted]):
            found[stored.id] = dict(self._lines(stored, wanted[stored.id]))
            del stored  # before the next is loaded, as one may have 20 MB
        yield from (
            found[id_][begin, end] for id_, begin, end in zip(ids, first, last, strict=True)
        )

    def _lines(
        self, stored: Stored, wanted: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], ConcordanceLine]]:
        """Yield the lines of an article by the numbers of their first and last tokens."""
        article = article_of(stored)
        texts = {field: text_of(stored, field) for field in ("title", "body")}
        listed = replace(article, body=article.body[:LISTED])  # a long one is not kept
        # Where a plain text has no title line, its title is the beginning of its body.
        if begins_with(article.body, article.title):
            texts["title"] = ""
        spans = self._places(texts, sorted({each for ends in wanted for each in ends}))
        for begin, end in wanted:
            if begin not in spans or end not in spans:
                raise IndexDamagedError(
                    f"The article {article.id!r} is not as it was indexed. "
                    "Run: knipsel index --rebuild PATH"
                )
            (field, start, _), (_, _, stop) = spans[begin], spans[end]
            around = context(texts[field], (start, stop), self.width)
            yield (begin, end), ConcordanceLine(listed, field, 0, start, stop, *around)

    def _places(
        self, texts: Mapping[str, Text], wanted: Sequence[int]
    ) -> dict[int, tuple[str, int, int]]:
        """Return the field and offsets of tokens by their numbers, which are given in order."""
        found: dict[int, tuple[str, int, int]] = {}
        number, asked = 0, [*wanted]
        for field, text in texts.items():
            at = 0
            for piece in at_white_space(pieces_of(text)):
                if not asked:
                    return found
                count, places = self._tokens.places(piece, [each - number for each in asked])
                for token, (start, end) in zip(asked, places, strict=False):
                    found[token] = field, at + start, at + end
                asked = asked[len(places) :]
                number += count
                at += len(piece)
        return found
