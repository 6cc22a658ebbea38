"""What engines store of an article, and what they all make of its fields in the same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Any

from indexer.errors import IndexDamagedError
from indexer.fields import BY_NAME
from indexer.later import NamedTuple
from indexer.model import FacetCount, Span
from indexer.query.nodes import Channel, FieldName
from indexer.query.surfaces import words_of_value

CHANNELS: dict[tuple[FieldName, Channel], str] = {
    ("text", "exact"): "exact",
    ("text", "stem"): "stem",
    ("text", "part"): "part",
    ("title", "exact"): "title_exact",
    ("title", "stem"): "title_stem",
    ("title", "part"): "title_part",
}
"""What engines call the terms of a channel; it is the attribute of an IndexDocument too."""

CONTENT_BITS = 56
"""What a content number has."""

MAX_WORDS_WITHIN = 12
WITHIN = "\x1f"
"""What begins the term of a part of a value, and no value."""
_MAX_SPAN = 1_000  # days: what the code of a span has room for
_AFTER_LAST_DAY = date.max.toordinal() + 1


PARAGRAPH_GAP = 101
"""Positions in the exact channel between paragraphs, and between title and text.

No phrase runs over them: it has a slop of 100 at most.
"""


class Sequence(NamedTuple):
    """The words of an article in a row, by the numbers of their types: `Analyzer.numbered`."""

    title: bytes
    body: bytes
    repeated: bool
    """Whether the body begins with the title, so that the text has this once."""


class IndexDocument(NamedTuple):
    """An article as an engine stores it: terms separated by single spaces, and an opaque payload.

    In `exact` each paragraph is a line, and the title too: PARAGRAPH_GAP lies between lines.
    `content_hash` is that of the whole article, in hexadecimal digits; `origin` the file it was
    read from. `first` and `last` are day ordinals, both 0 when undated. `values` are those of each
    field of keywords that has any, and of `year` (2022) and `month` (2022-03) where they are known;
    each value is there once. `group` numbers the articles that tell the same story, 0 when that is
    not known; `lsh_bands` are 24-bit numbers of which such articles share one. `sequence` is what
    the forward index keeps, the same whatever the engine. Terms may be told by it alone, to an
    engine that was given the types before: `EngineWriter.add_types`; the texts are empty then.
    """

    id: str
    content_hash: str
    origin: str
    exact: str
    stem: str
    part: str
    title_exact: str
    title_stem: str
    title_part: str
    first: int
    last: int
    values: Mapping[str, tuple[str, ...]]
    payload: bytes
    lsh_bands: tuple[int, ...] = ()
    group: int = 0
    sequence: Sequence | None = None


class IndexDocuments(NamedTuple):
    """Articles as an engine stores them, a column for each attribute of an IndexDocument.

    `texts` are the six attributes that have terms, empty where those of all are told by types.
    """

    ids: list[str]
    content_hashes: list[str]
    origins: list[str]
    texts: Mapping[str, list[str]]
    firsts: list[int]
    lasts: list[int]
    values: list[Mapping[str, tuple[str, ...]]]
    payloads: list[bytes]
    lsh_bands: list[tuple[int, ...]]
    groups: list[int]
    sequences: list[Sequence | None]

    @classmethod
    def of(cls, *documents: IndexDocument) -> IndexDocuments:
        """Return some articles in columns."""
        columns: list[Any] = [[*column] for column in zip(*documents, strict=True)]
        texts = dict(zip(CHANNELS.values(), columns[_TEXTS], strict=True))
        return cls._make([*columns[: _TEXTS.start], texts, *columns[_TEXTS.stop :]])

    def each(self) -> Iterator[IndexDocument]:
        """Yield the articles one by one."""
        before, after = self[: _TEXTS.start], self[_TEXTS.start + 1 :]
        terms = [self.texts.get(name, repeat("")) for name in CHANNELS.values()]
        columns: tuple[Iterable[Any], ...] = (*before, *terms, *after)
        return map(IndexDocument, *columns)

    def part(self, start: int, end: int) -> IndexDocuments:
        """Return some articles in a row."""
        texts = {name: terms[start:end] for name, terms in self.texts.items()}
        columns: list[Any] = [*self]
        del columns[_TEXTS.start]
        cut = [column[start:end] for column in columns]
        return IndexDocuments._make([*cut[: _TEXTS.start], texts, *cut[_TEXTS.start :]])


_TEXTS = slice(3, 9)
"""Where the attributes stand that have terms."""


@lru_cache(10_000)
def keyword(value: str) -> str:
    """Return what two spellings of one value share: its words, in lower case.

    Characters that UTF-8 cannot encode (stray bytes of a command line) become question marks.
    """
    words = " ".join(words_of_value(value))
    return words.casefold().encode(errors="replace").decode()


@lru_cache(10_000)
def words_within(value: str) -> str:
    """Return the words of a value as they are compared one by one: without accents and hyphens.

    Of a value with more only the first MAX_WORDS_WITHIN count.
    """
    plain = unicodedata.normalize("NFKD", keyword(value).replace("-", " "))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split()[:MAX_WORDS_WITHIN])


def has_within(value: str, asked: str) -> bool:
    """Say whether words that are asked for stand next to each other in a value."""
    wanted = words_within(asked)
    return bool(wanted) and f" {wanted} " in f" {words_within(value)} "


@lru_cache(10_000)
def keyword_terms(field: str, value: str) -> tuple[str, ...]:
    """Return what a value is found by: the whole of it, and of a field by words each part of it."""
    if field not in BY_NAME or not BY_NAME[field].by_words:
        return (keyword(value),)
    words = words_within(value).split()
    ends = range(1, len(words) + 1)
    parts = {" ".join(words[start:end]) for end in ends for start in range(end)}
    return (keyword(value), *(f"{WITHIN}{part}" for part in sorted(parts)))


def keyword_term(value: str, *, within: bool) -> str:
    """Return the term among `keyword_terms` by which a value is asked for, or a part of one."""
    return f"{WITHIN}{words_within(value)}" if within else keyword(value)


def ordered_facet(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """Return the values of a facet by falling count, then by value, without the empty value."""
    ordered = sorted([(-count, value) for value, count in counts if value])
    return tuple([FacetCount(value, -count) for count, value in ordered])


def content_number(content_hash: str) -> int:
    """Return the first CONTENT_BITS of a content hash."""
    return int(content_hash[: CONTENT_BITS // 4], 16)


def span_code(first: int, last: int) -> int:
    """Return the first and last day of an article as one number that rises with the last day."""
    return last * _MAX_SPAN + last - first


@lru_cache(20_000)
def span_of_code(code: int) -> Span:
    """Return the span of days that `span_code` made a number; UNDATED for 0."""
    last, days = divmod(code, _MAX_SPAN)
    return known_days(last - days, last)


def known_days(first: int, last: int) -> Span:
    """Return a span that is stored. Raises IndexDamagedError if the calendar has no such days."""
    if not (first == last == 0 or 1 <= first <= last < _AFTER_LAST_DAY):
        raise IndexDamagedError(f"The index has an article of the days {first} to {last}")
    return Span(first, last)


def oldest_first(last: int) -> int:
    """Return a number that falls as the last day rises; 0, the least, for an undated article."""
    return _AFTER_LAST_DAY - last if last else 0
