"""Dates, numbers and addresses as a Dutch reader writes them."""

from __future__ import annotations

import pytest
from flask import Flask

from indexer.formatting import Days
from indexer.messages import Message
from indexer.query.dates import iso_date
from webapp.pages import formatting
from webapp.urls.addresses import web_address


@pytest.mark.parametrize(
    ("date", "full", "short"),
    [
        ("2022-03-04", "4 maart 2022", "4 mrt 2022"),
        ("2022-03", "maart 2022", "mrt 2022"),
        ("2022", "2022", "2022"),
    ],
)
def test_a_partial_date_is_written_as_far_as_it_is_known(date: str, full: str, short: str) -> None:
    assert formatting.day(date) == full
    assert formatting.short_day(date) == short


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2019-03-02", "2019-10-31", "maart 2019 tot oktober 2019"),
        ("2019-03-02", "2019-03-31", "maart 2019"),
        ("2018", "2019-01", "2018 tot januari 2019"),
        (None, None, ""),
    ],
)
def test_a_period_is_written_in_months(first: str | None, last: str | None, expected: str) -> None:
    assert formatting.period(first, last).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2019", "2019", "2019"),
        ("2018", "2019-03", "2018 tot en met maart 2019"),
        ("2019-03-24", "2019-04-02", "24 maart tot en met 2 april 2019"),
        ("2019-03-01", "2019-03", "maart 2019"),
        ("2019-03-24", None, "vanaf 24 maart 2019"),
        (None, "2019", "tot en met 2019"),
    ],
)
def test_limits_on_dates_are_written_out(
    since: str | None, until: str | None, expected: str
) -> None:
    assert formatting.limits(since, until) == expected


@pytest.mark.parametrize(
    ("date", "dutch", "english"),
    [
        ("2019-03-04", "4-3-2019", "4-3-2019"),
        ("2019-09", "sep 2019", "Sept 2019"),
        ("2019", "2019", "2019"),
        (None, "", ""),
    ],
)
def test_a_date_stands_in_a_field_as_one_types_it(
    date: str | None, dutch: str, english: str
) -> None:
    written = {language: formatting.LANGUAGES[language].as_typed(date) for language in ("nl", "en")}
    assert written == {"nl": dutch, "en": english}
    for each in filter(None, written.values()):
        assert iso_date(each) == date


@pytest.mark.parametrize(
    ("written", "dutch", "english"),
    [
        ("2019-06-08", "8 juni 2019", "8 June 2019"),
        ("2019-06-08..2019-06-11", "8 tot en met 11 juni 2019", "8 to 11 June 2019"),
        ("2019-06-28..2019-07-04", "28 juni tot en met 4 juli 2019", "28 June to 4 July 2019"),
        ("2019-06-08..2019-07-08", "8 juni tot en met 8 juli 2019", "8 June to 8 July 2019"),
        (
            "2018-12-28..2019-01-03",
            "28 december 2018 tot en met 3 januari 2019",
            "28 December 2018 to 3 January 2019",
        ),
        ("2018-12-31..2019-12-31", "31 december 2018 tot en met 31 december 2019", None),
        ("2019-03..2019-05", "maart tot en met mei 2019", "March to May 2019"),
        ("2018-12..2019-02", "december 2018 tot en met februari 2019", None),
        ("2018..2019", "2018 tot en met 2019", "2018 to 2019"),
        ("2018..2019-05", "2018 tot en met mei 2019", "2018 to May 2019"),
        ("2019-02-01..2019-02-28", "februari 2019", "February 2019"),
        ("2020-02-01..2020-02-28", "1 tot en met 28 februari 2020", "1 to 28 February 2020"),
        ("2019-01-01..2019-12-31", "2019", "2019"),
        ("2019-01..2019-12", "2019", "2019"),
        ("2019-06-08..2019-06-08", "8 juni 2019", "8 June 2019"),
        ("2019-06-08..", "vanaf 8 juni 2019", "from 8 June 2019"),
        ("..2019-06", "tot en met juni 2019", "until June 2019"),
    ],
)
def test_days_are_written_as_people_say_them(written: str, dutch: str, english: str | None) -> None:
    assert str(Days(written)) == dutch
    app = Flask(__name__)
    with app.test_request_context("/?lang=en"):
        shown = formatting.translated(Message("%(days)s", days=Days(written)))
    assert english is None or shown == english


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 artikelen"), (1, "1 artikel"), (1234567, "1.234.567 artikelen")]
)
def test_articles_are_counted_in_dutch(count: int, expected: str) -> None:
    assert formatting.articles(count) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(999, "999 bytes"), (72_400_000, "72 MB"), (1_540_000_000, "1,5 GB")],
)
def test_sizes_have_the_unit_that_fits(count: int, expected: str) -> None:
    assert formatting.size(count) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0%"),
        (0.00004, "<0,01%"),
        (0.0004, "0,04%"),
        (0.0314, "3,1%"),
        (0.125, "12%"),
        (1, "100%"),
    ],
)
def test_shares_are_percentages_of_about_two_figures(value: float, expected: str) -> None:
    assert formatting.share(value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2022", "2022"),
        ("2022-03", "maart 2022"),
        ("2022-W09", "week 9 van 2022"),
        ("2022-03-04", "4 maart 2022"),
    ],
)
def test_periods_are_written_out(name: str, expected: str) -> None:
    assert formatting.period_name(name) == expected


@pytest.mark.parametrize(
    ("url", "follows"),
    [
        ("https://krant.example/1", True),
        ("http://krant.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//krant.example", False),
        ("/blog/x", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, follows: bool) -> None:
    assert (web_address(url) == url and bool(url)) is follows
