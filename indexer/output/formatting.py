"""Dates, numbers and names as a Dutch reader writes them."""

from __future__ import annotations

from indexer.messages import Message
from indexer.model import Concordance, Interval
from indexer.text import MONTHS

MIN_PERCENT = 0.01

UNITS = {
    Interval.YEAR: Message("jaar"),
    Interval.MONTH: Message("maand"),
    Interval.WEEK: Message("week"),
    Interval.DAY: Message("dag"),
}
"""What the periods of a trend are called."""


def day(date: str) -> str:
    """Write a partial ISO date in full: `24 maart 2022`, `maart 2022` or `2022`."""
    year, *rest = date.split("-")
    if not rest:
        return year
    named = f"{MONTHS[int(rest[0]) - 1][0]} {year}"
    return f"{int(rest[1])} {named}" if len(rest) > 1 else named


def period(first: str | None, last: str | None) -> str:
    """Write the months from `first` to `last`: `maart 2019 tot oktober 2019`, or one of them."""
    months = [day(date[:7]).replace(" ", "\N{NO-BREAK SPACE}") for date in (first, last) if date]
    return " tot ".join(dict.fromkeys(months))


def unplaced(count: int, by: Interval) -> str:
    """Write how many of the articles no period of a trend holds: `waarvan 3 zonder maand`."""
    lacking = {Interval.YEAR: "datum", Interval.MONTH: "maand"}.get(by, "dag")
    return f"waarvan {number(count)} zonder {lacking}"


def share(value: float) -> str:
    """Write a share of 1 as a percentage in about two figures: `12%`, `3,1%`, `0,04%`."""
    percent = 100 * value
    if 0 < percent < MIN_PERCENT:
        return "<0,01%"
    return f"{percent:.{decimals(percent)}f}%".replace(".", ",")


def decimals(percent: float) -> int:
    """Return how many decimals give a percentage about two figures."""
    return 0 if percent >= 10 or not percent else 1 if percent >= 1 else 2  # noqa: PLR2004


class Count(int):
    """A whole number in a notice: it reads as `number` writes it."""

    __slots__ = ()

    def __str__(self) -> str:
        return number(self)


def number(value: int) -> str:
    """Write a whole number with points between thousands."""
    return f"{value:,}".replace(",", ".")


def articles(count: int) -> str:
    """Write how many articles: `1 artikel`, `1.984 artikelen`."""
    return f"{number(count)} {'artikel' if count == 1 else 'artikelen'}"


def found_in(concordance: Concordance) -> str:
    """Write how many hits a concordance has: `12 treffers in 4 artikelen`, or in the first 500."""
    hits, read, total = len(concordance.lines), concordance.read, concordance.total
    if not hits:
        return "Niets gevonden"
    found = f"{number(hits)} {'treffer' if hits == 1 else 'treffers'}"
    if read < total:
        return f"{found} in de eerste {number(read)} van {articles(total)}"
    return f"{found} in {articles(read)}"


def size(count: int) -> str:
    """Write a number of bytes in the decimal unit that fits."""
    value, digits, unit = in_unit(count)
    return f"{value:.{digits}f} {unit}".replace(".", ",")


def in_unit(count: int) -> tuple[float, int, str]:
    """Return a number of bytes in the decimal unit that fits, its decimals, and that unit."""
    value = float(count)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:  # noqa: PLR2004
            return value, 0, unit
        value /= 1000
    return value, 1, "GB"
