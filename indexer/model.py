"""What travels between the parts: articles, dates, requests, hits and pages. Plain, frozen data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from indexer.answers.found_as import FoundAs
from indexer.answers.offered import Offer
from indexer.dates import days_of_month
from indexer.fields import BY_NAME, NO_VALUES, FieldValues, compact, values_in
from indexer.later import NamedTuple, dataclass, expression
from indexer.release import Release
from indexer.scan import Scan
from indexer.text import without_invisible

_PARTIAL_DATE = expression(r"(\d{4})(?:-(?!00)(\d{2})(?:-(?!00)(\d{2}))?)?", re.ASCII)


class Span(NamedTuple):
    """The days a partial date can mean: first and last, as ordinals (`date.toordinal`)."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Span:
        """Return the days of `2022`, `2022-03` or `2022-03-24`. Raises ValueError if no date."""
        match = _PARTIAL_DATE.fullmatch(text)
        if not match:
            raise ValueError(f"not a date: {text!r} (write 2022, 2022-03 or 2022-03-24)")
        year, month, day = (int(part or 0) for part in match.groups())
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or days_of_month(year, month or 12))
        return cls(first.toordinal(), last.toordinal())


UNDATED = Span(0, 0)
"""What articles without a date have for a span."""


class AllDays(dict[Span, int]):
    """How many articles of a whole archive have each span; it stays so, and stands for itself."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read. `date` is partial ISO: 2022, 2022-03 or 2022-03-24.

    A field that can have several values (see `indexer.fields`) is a tuple: each value stands by
    itself, in the order of the article, and an article without any has (). The `release` is no
    field: it says which version this is, where its maker tells versions apart. Nor is the `scan`:
    it says where an article of a digitised paper stands on its pages. Only such an article has a
    `quality`, one of `fields.QUALITIES`, which indexing finds.
    """

    id: str
    title: str
    body: str
    date: str | None = None
    source: str | None = None
    section: tuple[str, ...] = ()
    url: str | None = None
    author: tuple[str, ...] = ()
    quality: str | None = None
    release: Release | None = None
    scan: Scan | None = None

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of the field with this name, none where the article lacks it."""
        return values_in(getattr(self, name))

    def to_json(self, *names: str) -> dict[str, str | list[str] | None]:
        """Return these fields, or all, as JSON has them: no value is null, several are a list."""
        return {name: compact(getattr(self, name)) for name in names or _NAMES}


_NAMES = tuple(each.name for each in fields(Article) if each.name in BY_NAME)


Fields: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields of an article, each with the paths in a record that its text is taken from."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the input, at a place; `reason` begins with the `part` of a file, if any."""

    path: str
    line: int | None
    reason: str
    part: str = field(default="", kw_only=True)

    @property
    def place(self) -> str:
        """The file, with the line if it is known."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.path else self.reason


@dataclass(frozen=True, slots=True)
class ArticleError(Remark):
    """Something that could not be read: skipped, and named. It `needs` these distributions."""

    needs: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Note(Remark):
    """Something that was read otherwise than it stands, or passed over, `count` times.

    A summary puts those of one `group` together. `form` is that of a file without articles: `.jpg`.
    """

    count: int = field(default=1, kw_only=True)
    group: str = field(default="", kw_only=True)
    form: str = field(default="", kw_only=True)


class Sort(StrEnum):
    """The orders in which results can be asked for."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks. `since` and `until` are partial dates, both included.

    `filters` has values by the name of their field: of each field named, an article has one of
    these, and none of those `excluded`: `filters={"source": ("NRC",)}`. With `collapse` one article
    stands for those that tell its story. Words are not found in the old spellings `without`, nor,
    without `parts`, inside others. A `cursor`, ``*`` or the last page's, walks a whole list.
    """

    query: str
    page: int = 1
    limit: int = 10
    sort: Sort = Sort.RELEVANCE
    since: str | None = None
    until: str | None = None
    filters: Mapping[str, tuple[str, ...]] = NO_VALUES
    excluded: Mapping[str, tuple[str, ...]] = NO_VALUES
    related: bool = True
    collapse: bool = True
    explain: bool = False
    without: tuple[str, ...] = ()
    parts: bool = True
    cursor: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", without_invisible(self.query))
        for name in ("filters", "excluded"):  # requests are keys of caches
            if not isinstance(values := getattr(self, name), FieldValues):
                object.__setattr__(self, name, FieldValues(values))


Mark: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a field. `marks` are [start, end) code-point offsets into `text`."""

    field: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """An article that tells the same story as a better hit, and is folded under it."""

    id: str
    title: str
    source: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article on a page of results. `missing` holds the query words it lacks.

    `explanation` has the figures that its score adds up from, `in_words` says the same in words.
    """

    rank: int
    article: Article
    score: float
    title: Snippet
    snippets: tuple[Snippet, ...]
    missing: tuple[str, ...] = ()
    near_duplicates: tuple[NearDuplicate, ...] = ()
    explanation: tuple[str, ...] = ()
    in_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of all matching articles have this value."""

    value: str
    count: int


class RewriteKind(StrEnum):
    """What a part of a query was taken for."""

    DATE = "date"
    ASKING = "asking"
    CORRECTION = "correction"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What was made of a part of a query: `query[start:end]`, which is `text`.

    `reading` is what it was read as, in the query language, `reason` says so in words.
    `query_without` is the query that has the part taken literally; `query_strict` the one that
    demands what the reading only prefers, where there is such a one.
    """

    kind: RewriteKind
    start: int
    end: int
    text: str
    reading: str
    reason: str
    query_without: str
    query_strict: str | None = None


def literal(words: str) -> str:
    """Return words as a query has them literally."""
    return " ".join(f"={word}" for word in words.split())


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results; `/api/search` and `--format json` render exactly this.

    `total` counts the articles that satisfy the query, `partial` those listed after them that
    miss a word; `facets` count the `total`. Where that is 0, `partial_facets` count the `nearest`:
    those that miss as few words as any does, `nearest_missing`, which is 0 where they have but
    pieces of a word. There are none of names unless the archive `keeps_names`. `related` terms
    narrow the query, or `related_to` where that is set. Where `corrected` is set the page is of
    that query, the one most likely meant; `suggestion` is one that may be. Where the `total` is 0,
    `offers` are requests near this one that find something. `took_ms` is all its work.
    """

    query: str
    interpreted: str
    total: int
    partial: int
    page: int
    pages: int
    sort: Sort
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    partial_facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    nearest: int = 0
    nearest_missing: int = 0
    notices: tuple[str, ...] = ()
    interpretation: tuple[Rewrite, ...] = ()
    found_as: tuple[FoundAs, ...] = ()
    offers: tuple[Offer, ...] = ()
    suggestion: str | None = None
    corrected: str | None = None
    related: tuple[str, ...] = ()
    related_to: str | None = None
    first_date: str | None = None
    last_date: str | None = None
    keeps_names: bool = True
    cursor: str | None = None
    took_ms: float = 0.0

    @property
    def has_pieces_alone(self) -> bool:
        """Whether the partial matches have but pieces of the words, as sporthal has of halte."""
        return not (" " in self.query.strip() if self.total else self.nearest_missing)

    @property
    def uncorrected(self) -> str:
        """The query with what was corrected in it taken literally."""
        text = self.query
        for each in reversed(self.interpretation):
            if each.kind is RewriteKind.CORRECTION:
                text = f"{text[: each.start]}{literal(each.text)}{text[each.end :]}"
        return text


@dataclass(frozen=True, slots=True)
class Refinements:
    """What a page of results offers to narrow or widen a request by.

    `facets` has the facet of each field that the request limits, and the years and months where it
    limits the period, counted without that limit: so each value says what choosing it as well would
    give. `days` counts the articles selected by their span of days, `all_days` those of the archive
    that have its other limits, whatever they are about; undated ones have UNDATED.
    """

    facets: Mapping[str, tuple[FacetCount, ...]]
    days: Mapping[Span, int]
    all_days: Mapping[Span, int]


@dataclass(frozen=True, slots=True)
class NameInArticle:
    """A name of an article: its longest form, PER, LOC or ORG, and every form."""

    name: str
    type: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with the places where a query hits it.

    They are `all_marked` unless too many or too far on. It is `whole` unless only its beginning was
    asked for. `origin` is where a digitised one was read.
    """

    article: Article
    title_marks: tuple[Mark, ...] = ()
    body_marks: tuple[Mark, ...] = ()
    all_marked: bool = True
    origin: str = ""
    names: tuple[NameInArticle, ...] | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Similar:
    """Articles about the same as `article`, the nearest first; and those that tell its story."""

    article: Article
    related: tuple[Hit, ...]
    near_duplicates: tuple[Hit, ...]
