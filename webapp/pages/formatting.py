"""Dates, numbers and counts as a reader of the page's language writes them."""

from __future__ import annotations

from datetime import date as calendar_date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from indexer.messages import Bilingual, Message
from indexer.model import Concordance, Interval
from indexer.output.formatting import MIN_PERCENT, UNITS, Count, decimals, in_unit
from indexer.query.parser import parse
from indexer.query.unparse import ENGLISH, interpreted
from webapp.language import gettext, language, locale, ngettext

# By what is known of a date: its year, its month, its day. Both languages have this order.
_FULL = ("y", "MMMM y", "d MMMM y")
_SHORT = ("y", "MMM y", "d MMM y")
_YEARLESS = ("y", "MMM", "d MMM")

_MAX_DATES = 5_000  # remembered as they are written; Babel takes 30 µs for one


def day(date: str) -> str:
    """Write a partial ISO date in full: `24 maart 2022`, `March 2022` or `2022`."""
    return _written(date, _FULL)


def short_day(date: str) -> str:
    """Write a partial ISO date for a narrow column: `24 mrt 2022`, `24 Mar 2022`."""
    return _written(date, _SHORT)


def yearless(date: str) -> str:
    """Write a partial ISO date where its year is known: `24 mrt`, `Mar`."""
    return _written(date, _YEARLESS)


def period(first: str | None, last: str | None) -> str:
    """Write the months from `first` to `last`: `maart 2019 tot oktober 2019`, or one of them."""
    months = [day(date[:7]).replace(" ", "\N{NO-BREAK SPACE}") for date in (first, last) if date]
    if len(set(months)) < 2:  # noqa: PLR2004
        return "".join(months[:1])
    return gettext("%(first)s tot %(last)s", first=months[0], last=months[1])


def period_name(name: str) -> str:
    """Write a period of a trend: `24 maart 2022`, `week 12 van 2022`, `maart 2022` or `2022`."""
    year, is_week, week = name.partition("-W")
    return (
        gettext("week %(week)d van %(year)s", week=int(week), year=year) if is_week else day(name)
    )


def limits(since: str | None, until: str | None) -> str:
    """Write a filter on dates: `maart 2019`, `2018 tot en met 2019`, `vanaf 2018`."""
    if since and until:
        if since == until:
            return day(since)
        return gettext("%(first)s tot en met %(last)s", first=day(since), last=day(until))
    if since:
        return gettext("vanaf %(first)s", first=day(since))
    return gettext("tot en met %(last)s", last=day(until or ""))


def unit_name(unit: Interval) -> str:
    """Write what the periods of a trend are called: `maand`, `month`."""
    return translated(UNITS[unit])


def number(value: int) -> str:
    """Write a whole number with the sign between thousands: `1.984`, `1,984`."""
    # Babel's format_decimal takes 12 µs, and a page has a hundred numbers.
    return f"{value:,}".replace(",", get_group_symbol(locale=locale()))


def articles(count: int) -> str:
    """Write how many articles: `1 artikel`, `1,984 articles`."""
    return ngettext("%(num)s artikel", "%(num)s artikelen", count, num=number(count))


def hits(count: int) -> str:
    """Write how many hits: `1 treffer`, `12 hits`."""
    return ngettext("%(num)s treffer", "%(num)s treffers", count, num=number(count))


def found_in(concordance: Concordance) -> str:
    """Write how many hits a concordance has: `12 treffers in 4 artikelen`, or in the first 500."""
    count, read, total = len(concordance.lines), concordance.read, concordance.total
    if not count:
        return gettext("Niets gevonden")
    if read < total:
        return gettext(
            "%(hits)s in de eerste %(read)s van %(articles)s",
            hits=hits(count),
            read=number(read),
            articles=articles(total),
        )
    return gettext("%(hits)s in %(articles)s", hits=hits(count), articles=articles(read))


def unplaced(count: int, by: Interval) -> str:
    """Write how many of the articles no period of a trend holds: `waarvan 3 zonder maand`."""
    if by is Interval.YEAR:
        return gettext("waarvan %(count)s zonder datum", count=number(count))
    if by is Interval.MONTH:
        return gettext("waarvan %(count)s zonder maand", count=number(count))
    return gettext("waarvan %(count)s zonder dag", count=number(count))


def share(value: float) -> str:
    """Write a share of 1 as a percentage in about two figures: `12%`, `3,1%`, `0.04%`."""
    percent = 100 * value
    if 0 < percent < MIN_PERCENT:
        return f"<{_decimal(MIN_PERCENT, 2)}%"
    return f"{_decimal(percent, decimals(percent))}%"


def size(count: int) -> str:
    """Write a number of bytes in the decimal unit that fits."""
    value, digits, unit = in_unit(count)
    return f"{_decimal(value, digits)} {unit}"


def understood(query: str) -> str:
    """Return how a query was understood, in the operators and fields of the page's language."""
    return query if language() == "nl" else interpreted(parse(query).tree, ENGLISH)


def translated(text: str) -> str:
    """Return one of our texts in the language of the page; any other text as it is."""
    match text:
        case Bilingual():
            return in_language(text)
        case Message():
            values = {name: _translated_value(value) for name, value in text.values.items()}
            return gettext(text.message, **values)
        case _:
            return text


def in_language(text: Bilingual | None) -> str:
    """Return the form of a text in the language of the page; nothing for None."""
    if text is None:
        return ""
    return str(text) if language() == "nl" else text.english


def _translated_value(value: object) -> object:
    match value:
        case Count():
            return number(value)
        case str():
            return translated(value)
        case _:
            return value


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", get_decimal_symbol(locale=locale()))


def _written(date: str, patterns: tuple[str, str, str]) -> str:
    return _formatted(date, patterns[date.count("-")], locale())


@lru_cache(_MAX_DATES)
def _formatted(date: str, pattern: str, conventions: Locale) -> str:
    year, month, day_, *_ = (*date.split("-"), "1", "1")
    return format_date(calendar_date(int(year), int(month), int(day_)), pattern, conventions)
