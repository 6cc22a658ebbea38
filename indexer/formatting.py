"""Dates, numbers and counts, as readers of a language write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from indexer.answers.figures import Concordance, Interval
from indexer.later import dataclass
from indexer.messages import Message
from indexer.model import Span
from indexer.text import MONTHS

INTERVALS = {
    Interval.YEAR: Message("jaar"),
    Interval.MONTH: Message("maand"),
    Interval.WEEK: Message("week"),
    Interval.DAY: Message("dag"),
}
"""What the periods of a trend are called."""

_MIN_PERCENT = 0.01
_MAX_DATES = 5_000  # as they are written, cached: a page has a hundred


@dataclass(frozen=True, slots=True)
class Language:
    """Writes for the readers of one language; its sentences are made from the Dutch ones.

    `months` and `short_months` are their names from January on; `thousands` and `decimal` are the
    separators in numbers.
    """

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    thousands: str
    decimal: str

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a Dutch message in this language, with its values filled in."""
        return message % values

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the form of a Dutch message that fits `count`, in this language."""
        return (one if count == 1 else many) % values

    def day(self, date: str) -> str:
        """Write a partial ISO date in full: `24 maart 2022`, `March 2022` or `2022`."""
        return _joined(date, self.months)

    def short_day(self, date: str) -> str:
        """Write a partial ISO date for a narrow column: `24 mrt 2022`, `24 Mar 2022`."""
        return _joined(date, self.short_months)

    def yearless(self, date: str) -> str:
        """Write a partial ISO date where its year is known: `24 mrt`, `Mar`."""
        return self.short_day(date).rpartition(" ")[0] or self.short_day(date)

    def as_typed(self, date: str | None) -> str:
        """Write a partial ISO date as one types it: `24-3-2022`, `mrt 2022` or `2022`."""
        if not date:
            return ""
        parts = [str(int(part)) for part in reversed(date.split("-"))]
        return "-".join(parts) if len(parts) == 3 else self.short_day(date)  # noqa: PLR2004

    def period(self, first: str | None, last: str | None) -> str:
        """Write the months of a period: `maart 2019 tot oktober 2019`, or the one month."""
        dates = [date[:7] for date in (first, last) if date]
        months = [self.day(date).replace(" ", "\N{NO-BREAK SPACE}") for date in dates]
        if len(set(months)) < 2:  # noqa: PLR2004
            return "".join(months[:1])
        return self.gettext("%(first)s tot %(last)s", first=months[0], last=months[1])

    def period_name(self, name: str) -> str:
        """Write a period of a trend: `24 maart 2022`, `week 12 van 2022`, `maart 2022`, `2022`."""
        year, is_week, week = name.partition("-W")
        if is_week:
            return self.gettext("week %(week)d van %(year)s", week=int(week), year=year)
        return self.day(name)

    def limits(self, since: str | None, until: str | None) -> str:
        """Write a filter on dates: `maart 2019`, `3 tot en met 5 mei 2019`, `vanaf 2018`."""
        if since and since == until:
            return self.day(since)
        if since and until:
            return self.days(f"{since}..{until}")
        if since:
            return self.gettext("vanaf %(first)s", first=self.day(since))
        return self.gettext("tot en met %(last)s", last=self.day(until or ""))

    def days(self, written: str) -> str:
        """Write days as `datum:` has them: `8 tot en met 11 juni 2019`, a whole month as such."""
        since, is_range, until = written.partition("..")
        if not is_range:
            return self.day(since)
        if since == until or not (since and until):
            return self.limits(since, until)
        span = Span(Span.parse(since).first, Span.parse(until).last)
        whole = next((each for each in (since[:7], since[:4]) if Span.parse(each) == span), None)
        if whole:
            return self.day(whole)
        first, last = self.day(since).split(), self.day(until).split()
        if len(first) == len(last):
            # Month and year of both are said once, at the end.
            same = next((n for n in range(1, len(first)) if first[n:] == last[n:]), len(first))
            first = first[:same]
        return self.gettext(
            "%(first)s tot en met %(last)s", first=" ".join(first), last=" ".join(last)
        )

    def number(self, value: int) -> str:
        """Write a whole number with a separator between thousands: `1.984`, `1,984`."""
        return f"{value:,}".replace(",", self.thousands)

    def articles(self, count: int) -> str:
        """Write how many articles: `1 artikel`, `1,984 articles`."""
        written = self.number(count)
        return self.ngettext("%(num)s artikel", "%(num)s artikelen", count, num=written)

    def hits(self, count: int) -> str:
        """Write how many hits: `1 treffer`, `12 hits`."""
        written = self.number(count)
        return self.ngettext("%(num)s treffer", "%(num)s treffers", count, num=written)

    def found_in(self, concordance: Concordance) -> str:
        """Write how many hits were found: `12 treffers in 4 artikelen`, or in the first 500."""
        count, read, total = concordance.hits, concordance.read, concordance.total
        if not count:
            return self.gettext("Niets gevonden")
        hits = self.hits(count)
        if read < total:
            return self.gettext(
                "%(hits)s in de eerste %(read)s van %(articles)s",
                hits=hits,
                read=self.number(read),
                articles=self.articles(total),
            )
        return self.gettext("%(hits)s in %(articles)s", hits=hits, articles=self.articles(read))

    def unplaced(self, count: int, by: Interval) -> str:
        """Write how many of the articles no period of a trend holds: `waarvan 3 zonder maand`."""
        written = self.number(count)
        if by is Interval.YEAR:
            return self.gettext("waarvan %(count)s zonder datum", count=written)
        if by is Interval.MONTH:
            return self.gettext("waarvan %(count)s zonder maand", count=written)
        return self.gettext("waarvan %(count)s zonder dag", count=written)

    def share(self, value: float) -> str:
        """Write a share of 1 as a percentage in about two figures: `12%`, `3,1%`, `0.04%`."""
        percent = 100 * value
        if 0 < percent < _MIN_PERCENT:
            return f"<{self._decimal(_MIN_PERCENT, 2)}%"
        digits = 0 if percent >= 10 or not percent else 1 if percent >= 1 else 2  # noqa: PLR2004
        return f"{self._decimal(percent, digits)}%"

    def size(self, count: int) -> str:
        """Write a number of bytes in the decimal unit that fits: `457 kB`, `1,5 GB`."""
        value = float(count)
        for unit in ("bytes", "kB", "MB"):
            if value < 1000:  # noqa: PLR2004
                return f"{self._decimal(value, 0)} {unit}"
            value /= 1000
        return f"{self._decimal(value, 1)} GB"

    def enumerated(self, values: Sequence[str]) -> str:
        """Write values as a sentence lists them: `A, B en C`."""
        *others, last = values
        if not others:
            return last
        return self.gettext("%(others)s en %(last)s", others=", ".join(others), last=last)

    def _decimal(self, value: float, digits: int) -> str:
        return f"{value:.{digits}f}".replace(".", self.decimal)


DUTCH = Language(
    months=tuple(names[0] for names in MONTHS),
    short_months=tuple(names[-1] for names in MONTHS),
    thousands=".",
    decimal=",",
)
"""The language of the terminal, of references and of what programs read."""


class Count(int):
    """A whole number in a message: it is written with separators."""

    __slots__ = ()

    def __str__(self) -> str:
        return DUTCH.number(self)


class Days(str):
    """Days in a message, as `datum:` has them: they are written in words."""

    __slots__ = ()

    def __str__(self) -> str:
        return DUTCH.days(self)


@lru_cache(_MAX_DATES)
def _joined(date: str, months: tuple[str, ...]) -> str:
    """Write a partial ISO date: its day, month and year as far as they are known."""
    year, *rest = map(int, date.split("-"))
    words = [str(year), *(months[month - 1] for month in rest[:1]), *map(str, rest[1:])]
    return " ".join(reversed(words))
