"""Figures over a selection of articles, as they are shown: each is counted, none is estimated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from indexer.fields import KEYWORDS, NAMES
from indexer.later import dataclass
from indexer.model import Article

PERIODS = ("year", "month", "week", "day")
FIELDS = (*(field.name for field in (*KEYWORDS, *NAMES)), *PERIODS)
"""What can be counted by."""
MEASURES = {"count": ("articles", "hits"), "share": ("share",), "million": ("per_million",)}
"""The columns of a table of counts that each measure has."""
MAX_FIELDS = 2
"""Fields that a table is counted by."""
MAX_WINDOW = 50
"""Words on either side of a hit."""
MAX_SIZE = 3
"""Words of the longest n-grams."""


class Unit(StrEnum):
    """What counts as one word: each form by itself, or all forms of a lemma together."""

    FORM = "form"
    LEMMA = "lemma"


@dataclass(frozen=True, slots=True)
class Beside:
    """A word that stands in the window of a hit, as collocates count it."""

    word: str
    window: int
    unit: Unit = Unit.FORM


@dataclass(frozen=True, slots=True)
class Figures:
    """What all figures say of the selection that they are made of.

    `articles` and `tokens` are those of the selection. With `parts` a word also counts where it
    stands inside another; with `collapsed` one article stands for its near-duplicates.
    """

    query: str
    interpreted: str
    notices: tuple[str, ...]
    articles: int
    tokens: int
    parts: bool = False
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `values` are those of the fields asked for, in their order.

    `articles` and `hits` are those of the query, `tokens` those of all articles of the cell;
    `share` is of all its articles, `per_million` of all its tokens.
    """

    query: str
    values: tuple[str, ...]
    articles: int
    hits: int
    tokens: int
    share: float
    per_million: float


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of the hits of queries by one or two fields; shown as one of MEASURES, or whole."""

    about: Figures
    fields: tuple[str, ...]
    rows: tuple[Cell, ...]
    measure: str | None = None

    def for_readers(self) -> Counts:
        """Return the rows that a page or a terminal shows; files and JSON have all.

        Periods stay from the first with articles of any query to the last one; of another field the
        values stay that have articles of any query. Values of one field that is no period have no
        order of their own: those of most articles stand first.
        """
        kept = self.rows
        for place, field in enumerate(self.fields):
            found = {row.values[place] for row in self.rows if row.articles}
            if field in PERIODS and found:
                first, last = min(found), max(found)
                kept = tuple(row for row in kept if first <= row.values[place] <= last)
            elif found:
                kept = tuple(row for row in kept if row.values[place] in found)
        if len(self.fields) == 1 and self.fields[0] not in PERIODS:
            kept = _most_first(kept)
        return replace(self, rows=kept)


def _most_first(rows: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the rows of each query with those of most articles first."""
    of_queries = groupby(rows, key=lambda row: row.query)
    return tuple(
        row for _, of_query in of_queries for row in sorted(of_query, key=lambda row: -row.articles)
    )


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands near the hits of a query.

    `together` are its tokens inside windows, `windows` the windows that have it, `elsewhere` its
    other tokens in the selection, `articles` those in which it stands in a window.
    """

    word: str
    together: int
    windows: int
    elsewhere: int
    articles: int
    loglik: float
    logdice: float
    mi: float


@dataclass(frozen=True, slots=True)
class Collocates:
    """The collocates of a query, the strongest first."""

    about: Figures
    hits: int
    window: int
    unit: Unit
    rows: tuple[Collocate, ...]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that one selection has more often than another; counts are of tokens."""

    word: str
    count: int
    count_against: int
    articles: int
    articles_against: int
    loglik: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Keywords:
    """The keywords of a selection against another, whose articles and tokens are `against`.

    Each is so many words in a row as `size` says.
    """

    about: Figures
    against: Figures
    rows: tuple[Keyword, ...]
    size: int = 1


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word, or two or three in a row."""

    words: str
    count: int
    articles: int
    per_million: float


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of a selection, or its n-grams, the most frequent first."""

    about: Figures
    size: int
    rows: tuple[WordCount, ...]


@dataclass(frozen=True, slots=True)
class CodedLabel:
    """A label of a codebook: its articles and hits, and how these agree with a person's codes.

    The measures are None without codes, and where they are not defined.
    """

    label: str
    articles: int
    hits: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    alpha: float | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A codebook run over a selection. `compared` counts the articles with codes by a person.

    It is None where there are no codes; `unknown` are the ids of codes that are not selected.
    """

    about: Figures
    rows: tuple[CodedLabel, ...]
    compared: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedArticles:
    """The hits of each label in each article of a selection, in the order of the labels."""

    about: Figures
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


# -- Counts per period, and hits in context


class Interval(StrEnum):
    """The periods that articles are counted in; a week is one of ISO 8601."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Period:
    """A period with all its articles; `name` is ISO 8601: 2022, 2022-03, 2022-W12, 2022-03-24.

    `since` and `until` are the partial dates that limit a search to it.
    """

    name: str
    since: str
    until: str
    articles: int


@dataclass(frozen=True, slots=True)
class Series:
    """A query over time: the articles that satisfy it, in the order of the trend's periods.

    `shares` are of the `articles` of the period that meet the filters of the query, from 0 to 1. Of
    the `total`, `unplaced` lie in no period: they have no date, or one that is not that precise.
    """

    query: str
    interpreted: str
    notices: tuple[str, ...]
    total: int
    unplaced: int
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Queries side by side over the same periods, which follow each other without a gap.

    With `parts` a word also counts inside other words.
    """

    by: Interval
    periods: tuple[Period, ...]
    series: tuple[Series, ...]
    notices: tuple[str, ...] = ()
    parts: bool = False


class LineOrder(StrEnum):
    """The orders of a concordance: by date, as found, or by the words before or after the hit.

    Of those the first counts, or with a number the second or third.
    """

    LEFT = "left"
    LEFT2 = "left2"
    LEFT3 = "left3"
    RIGHT = "right"
    RIGHT2 = "right2"
    RIGHT3 = "right3"
    DATE = "date"
    RELEVANCE = "relevance"

    @property
    def is_left(self) -> bool:
        """Whether the words before the hit count."""
        return self.startswith("left")

    @property
    def word(self) -> int:
        """Which word from the hit on counts first."""
        return int(self[-1]) if self[-1].isdigit() else 1


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A hit in its context: `left + match + right` is the text with white space collapsed.

    `start` and `end` are offsets into the article's `field`; `number` counts its marks, those of
    the title first, from 1; it is 0 where they were not counted.
    """

    article: Article
    field: str
    number: int
    start: int
    end: int
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The hits of a query in context, from `read` of the `total` articles that satisfy it.

    There are so many `hits`, of which `lines` may be some. With `parts` they are also inside other
    words; with `collapsed` one article stands for its near-duplicates.
    """

    query: str
    interpreted: str
    notices: tuple[str, ...]
    total: int
    read: int
    lines: tuple[ConcordanceLine, ...]
    hits: int
    parts: bool = True
    collapsed: bool = False
