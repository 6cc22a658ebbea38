"""What raises the articles that a query finds, and is no condition.

The days of a date in words, and what an event that is called by its day was about (9/11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.word import WordAnalysis
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.query.syntax import DatedWords
from indexer.query.terms.satisfying import in_a_row

_WEEK = 7  # days: so few are asked for themselves, where a month says about when
_AFTER = 1  # day on which papers still write of them
_OF_DAYS, _NO_YEAR = 2.0, 1.0  # what these are worth more, as shares of the date
_EVENT = 3.0

# What articles on an event say beside its day; a score of table tennis is 9-11 too.
_ABOUT = {
    ("9", "11"): (
        *("aanslag", "aanslagen", "terrorisme", "terreur", "terroristen", "terroristische"),
        *("wtc", "towers", "qaida", "laden", "herdacht", "herdenking", "complottheorie"),
    ),
}


class Preferred(NamedTuple):
    """A node that raises what meets it, by its share of what a date in full is worth.

    `label` says in explanations what it is.
    """

    label: str
    node: Node
    share: float


def met_by_date(dated: DatedWords, said: tuple[str, ...]) -> Node:
    """Return what meets a date in words: the date of an article, or what is `said` in its text.

    The name of a feast alone says no year, and *gisteren* no day: there the date counts alone.
    """
    days = nodes.DateRange(dated.span.first, dated.span.last)
    alone = not said or dated.words == dated.name or dated.counted
    return days if alone else nodes.Or((days, in_a_row(said, "text")))


def preferred(
    dated: Iterable[tuple[DatedWords, Node]],
    terms: Iterable[tuple[Sequence[WordAnalysis], Sequence[tuple[str, ...]]]],
) -> Iterator[Preferred]:
    """Yield what a query raises: by its dates, with what meets each, and by its terms.

    A term is its words and the other ways to write it.
    """
    for words, met in dated:
        yield from _of_date(words, met)
    for typed, others in terms:
        yield from _of_number(tuple(word.exact for word in typed), others)


def _of_date(dated: DatedWords, met: Node) -> Iterator[Preferred]:
    """Yield what a date raises: what meets it, and the days themselves if they are few.

    Who names a day means what happened on it; articles that say it in their text may be of any
    other. Days that are counted back from today have a share that says so.
    """
    yield Preferred("date", met, dated.share)
    span = dated.span
    if span.last - span.first < _WEEK and not dated.counted:
        days = nodes.DateRange(span.first, span.last + _AFTER)
        more = _OF_DAYS if dated.share >= 1 else _NO_YEAR
        yield Preferred("day", days, dated.share * more)


def _of_number(typed: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> Iterator[Preferred]:
    """Yield what a term of numbers raises that other numbers stand for too."""
    if typed in _ABOUT and others:
        spoken = nodes.Or(tuple(nodes.Term("text", "exact", each) for each in _ABOUT[typed]))
        about = nodes.And((in_a_row(typed, "text"), spoken))
        said = (in_a_row(each, "text") for each in others)
        yield Preferred(f"event {' '.join(others[0])}", nodes.Or((about, *said)), _EVENT)
