"""Dates are understood as Dutch and English archives write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.dates import date_in_path, partial_date
from indexer.model import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022", "2022"),
        ("2022-03", "2022-03"),
        ("2022-3-4", "2022-03-04"),
        ("2019-10-30T15:14:33+01:00", "2019-10-30"),
        ("2019-10-30T23:30:00Z", "2019-10-30"),
        ("2019-10-30 15:14", "2019-10-30"),
        ("2019/10/30", "2019-10-30"),
        ("20191030", "2019-10-30"),
        ("20191030T151433Z", "2019-10-30"),
        ("201910", "2019-10"),
        ("30-10-2019", "2019-10-30"),
        ("30/10/2019 15:14", "2019-10-30"),
        ("3.4.2019", "2019-04-03"),
        ("24-3-22", "2022-03-24"),
        ("3-2-19 14:05", "2019-02-03"),
        ("24/03/22", "2022-03-24"),
        ("1-1-30", "1930-01-01"),
        ("31-12-29", "2029-12-31"),
        ("1890-00-00", "1890"),
        ("1890-05-00", "1890-05"),
        ("18900500", "1890-05"),
        ("00-05-1890", "1890-05"),
        ("1890-00-12", "1890"),
        ("30 oktober 2019", "2019-10-30"),
        ("woensdag 30 oktober 2019, 15:14 uur", "2019-10-30"),
        ("1 mrt. 2019", "2019-03-01"),
        ("30-okt-2019", "2019-10-30"),
        ("okt 2019", "2019-10"),
        ("Maart 2019", "2019-03"),
        ("March 24, 2022", "2022-03-24"),
        ("Thursday, March 24th 2022", "2022-03-24"),
        ("Wed, 30 Oct 2019 15:14:33 +0100", "2019-10-30"),
        ("1572444873", "2019-10-30"),
        ("1572444873.5", "2019-10-30"),
        ("1572444873000", "2019-10-30"),
        (" 29-02-2020 ", "2020-02-29"),
    ],
)
def test_a_date_becomes_partial_iso(text: str, expected: str) -> None:
    assert partial_date(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022-13", "no such month"),
        ("2019-02-31", "no such day"),
        ("31 feb 2019", "no such day in words"),
        ("29-02-2019", "no leap year"),
        ("10/30/2019", "days come before months"),
        ("19-30", "a month has its year before it, or in four digits"),
        ("0000-00-00", "no date in databases"),
        ("1499-12-31", "before printing"),
        ("2201", "after us"),
        ("30 brumaire 2019", "no such month name"),
        ("marketing 2019", "a month's first letters are not the month"),
        ("2019-10-30" + " " * 100 + "x", "no date is that long"),
        ("gisteren", "depends on when"),
        ("٢٠١٩", "digits of other scripts"),
        ("", "nothing"),
    ],
)
def test_what_is_no_date_gives_none(text: str, why: str) -> None:
    assert partial_date(text) is None, why


@given(st.one_of(st.text(), st.from_regex(r"[0-9a-z./ ,T:-]{0,30}", fullmatch=True)))
def test_every_answer_is_a_date_the_archive_takes(text: str) -> None:
    found = partial_date(text)
    assert found is None or Span.parse(found)


@given(st.dates())
def test_every_day_is_read_back_within_the_years(day: date) -> None:
    expected = day.isoformat() if 1500 <= day.year <= 2200 else None
    assert partial_date(day.isoformat()) == expected
    assert partial_date(f"{day.day}-{day.month}-{day.year:04}") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2022/03/24/kop", "2022-03-24"),
        ("krant/2022/03/kop", "2022-03"),
        ("krant/2022-03-24/12", "2022-03-24"),
        ("2022-03-24-dijk-zakt.html", "2022-03-24"),
        ("20220324_2", "2022-03-24"),
        ("levering.zip!2022/03/24/kop", "2022-03-24"),
        ("2022-03-24/2022-03-23 avond", "2022-03-23"),
        ("2022/03/12", "2022-03"),  # the twelfth file, or the twelfth day
        ("2022/kop", None),
        ("202203/kop", None),
        ("kop-2022-03-24", None),  # may be when it was saved
        ("20220324153000", None),
        ("2022-13-01/kop", None),
    ],
)
def test_folders_and_files_named_by_date_date_what_they_hold(path: str, expected: str) -> None:
    assert date_in_path(path) == expected
