"""When feasts are, by almanacs, and which days a query means by their names."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.model import Span
from indexer.query.calendar.feasts import ALSO_NO_DAYS, FEASTS, OTHERWISE, easter
from indexer.query.calendar.named_days import may_be_named, read_named
from indexer.query.short_dates import ArchiveDays


@pytest.mark.parametrize(
    "day",
    [
        "1818-03-22",
        "1886-04-25",
        "1900-04-15",
        "1943-04-25",
        "2000-04-23",
        "2019-04-21",
        "2038-04-25",
    ],
)
def test_easter_is_where_almanacs_have_it(day: str) -> None:
    assert easter(int(day[:4])).isoformat() == day


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("carnaval", "2019-03-03", "2019-03-05"),
        ("goede vrijdag", "2019-04-19", "2019-04-19"),
        ("hemelvaart", "2019-05-30", "2019-05-30"),
        ("pinksteren", "2019-06-09", "2019-06-10"),
        ("koningsdag", "2014-04-26", "2014-04-26"),
        ("koningsdag", "2019-04-27", "2019-04-27"),
        ("koninginnedag", "1898-08-31", "1898-08-31"),
        ("koninginnedag", "1948-08-31", "1948-08-31"),
        ("koninginnedag", "1967-05-01", "1967-05-01"),
        ("koninginnedag", "2006-04-29", "2006-04-29"),
        ("moederdag", "2019-05-12", "2019-05-12"),
        ("vaderdag", "2019-06-16", "2019-06-16"),
        ("veteranendag", "2019-06-29", "2019-06-29"),
        ("prinsjesdag", "2019-09-17", "2019-09-17"),
        ("black friday", "2019-11-29", "2019-11-29"),
        ("black friday", "2024-11-29", "2024-11-29"),
        ("oud en nieuw", "2018-12-31", "2019-01-01"),
    ],
)
def test_a_feast_is_on_its_days(name: str, first: str, last: str) -> None:
    year = int(first[:4])
    assert FEASTS[name](year) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_feast_that_was_not_kept_has_no_days() -> None:
    assert FEASTS["koningsdag"](2013) is None
    assert FEASTS["koninginnedag"](2014) is None
    assert read_named("koningsdag 2010", None) is None


@pytest.mark.parametrize("name", sorted({*FEASTS, *OTHERWISE}))
def test_every_name_is_read_with_a_year(name: str) -> None:
    year = 2005 if "nn" in name or "queen" in name else 2019
    found = read_named(f"{name} {year}", None)
    assert found
    assert (found.name, found.asked) == (name, OTHERWISE.get(name, ""))
    assert may_be_named(f"{name} {year}")
    span = found.read[0]
    assert 3 <= span.last - span.first + 1 <= 6


@pytest.mark.parametrize("name", sorted({*FEASTS, *OTHERWISE}))
def test_without_a_year_only_names_of_several_words_are_days(name: str) -> None:
    days = ArchiveDays(date(2019, 9, 18), lambda _: True)
    is_read = " " in name and name not in ALSO_NO_DAYS
    assert bool(read_named(name, days)) is is_read


def test_days_without_a_year_are_the_last_that_the_archive_has() -> None:
    asked: list[Span] = []

    def has(days: Span) -> bool:
        asked.append(days)
        return date.fromordinal(days.first).year == 2015

    found = read_named("goede vrijdag", ArchiveDays(date(2019, 3, 1), has))
    assert found
    assert (found.read[1], found.relative) == ("2015-04-02..2015-04-04", True)
    assert [date.fromordinal(each.first).year for each in asked] == [2018, 2017, 2016, 2015]
    assert read_named("goede vrijdag", ArchiveDays(date(2030, 3, 1), has)) is None


@pytest.mark.parametrize("last", [date.min, date.max, date(1600, 1, 1)])
@pytest.mark.parametrize("text", ["afgelopen kerst", "oud en nieuw", "kerst vorig jaar", "week 1"])
def test_an_archive_at_the_edge_of_the_calendar_has_days_or_none(last: date, text: str) -> None:
    found = read_named(text, ArchiveDays(last, lambda _: False))
    assert found is None or found.read[0].first <= last.toordinal()
