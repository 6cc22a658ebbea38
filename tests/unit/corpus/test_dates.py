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
        ("2019-10-30T23:30:00Z", "2019-10-31"),
        ("2019-10-30 15:14", "2019-10-30"),
        ("2019/10/30", "2019-10-30"),
        ("20191030", "2019-10-30"),
        ("20191030T151433Z", "2019-10-30"),
        ("1.648105673E+09", "2022-03-24"),
        ("1,648105673E+12", "2022-03-24"),
        ("'2022-03-24", "2022-03-24"),
        ("/Date(1648105673000+0100)/", "2022-03-24"),
        ("Timestamp('2022-03-24 00:00:00')", "2022-03-24"),
        ("datetime.date(2022, 3, 24)", "2022-03-24"),
        ("2022_03_24", "2022-03-24"),
        ("2022. 3. 24.", "2022-03-24"),
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
        ("[1890]", "1890"),
        ("[24 maart 1890]", "1890-03-24"),
        ("1890-05-00", "1890-05"),
        ("18900500", "1890-05"),
        ("00-05-1890", "1890-05"),
        ("1890-00-12", "1890"),
        ("30 oktober 2019", "2019-10-30"),
        ("woensdag 30 oktober 2019, 15:14 uur", "2019-10-30"),
        ("vrijdag 25 oktober 2019", "2019-10-25"),
        ("vrydag 25 october 1889", "1889-10-25"),
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
        ("24-mrt-22", "2022-03-24"),
        ("24-mrt-22 14:05", "2022-03-24"),
        ("24 maart '22", "2022-03-24"),
        ("do. 24/3/22", "2022-03-24"),
        ("26/27 maart 2022", "2022-03-26"),
        ("jeudi 24 mars 2022", "2022-03-24"),
        ("1er août 2022", "2022-08-01"),
        ("Donnerstag, 24. März 2022 10:15", "2022-03-24"),
        ("le 30 décembre 1890", "1890-12-30"),
        ("za 26 en zo 27 maart 2022", "2022-03-26"),
        ("26/27-03-2022", "2022-03-26"),
        ("2022-03-26/27", "2022-03-26"),
        ("26-03-2022 - 27-03-2022", "2022-03-26"),
        ("30 april/1 mei 2022", "2022-04-30"),
        ("31 december/1 januari 2022", "2021-12-31"),
        ("March 26/27, 2022", "2022-03-26"),
        ("maart/april 2022", "2022-03"),
        ("03-2022", "2022-03"),
        ("den 3den Maart 1890", "1890-03-03"),
        ("Zaturdag den 24sten Februarij 1850.", "1850-02-24"),
        ("7 Junij 1848", "1848-06-07"),
        ("12 Juny 1890", "1890-06-12"),
        ("3 7ber 1750", "1750-09-03"),
        ("4 Xber 1699", "1699-12-04"),
        ("1 Louwmaand 1811", "1811-01-01"),
        ("24-III-1890", "1890-03-24"),
        ("24 Maart des jaars 1790", "1790-03-24"),
        ("Gepubliceerd op 24 maart 2022 om 15.30", "2022-03-24"),
        ("Datum: 24 maart 2022", "2022-03-24"),
        ("Peer, 24 maart 2022", "2022-03-24"),
        ("24 maart 2022 blz. 12", "2022-03-24"),
        ("Thu Mar 24 2022 00:30:00 GMT+0100 (CET)", "2022-03-24"),
        ("Wed Mar 23 22:30:00 2022", "2022-03-23"),
        ("2022.0", "2022"),
        ("20220324.0", "2022-03-24"),
        ("20220324233000", "2022-03-24"),
        ("-2524521600000", "1890-01-01"),
        ("1648080000000000", "2022-03-24"),
        ("2022-W12-4", "2022-03-24"),
        ("2022-W12", "2022-03"),
        ("2022-083", "2022"),
        ("2022-W13", "2022"),
        ("2022-03-24T24:00:00Z", "2022-03-24"),
        ("2022/03/24/", "2022-03-24"),
        ("mrt-22", "2022-03"),
        ("maart '22", "2022-03"),
        ("24\u201103\u20112022", "2022-03-24"),
        ("24\u00a0maart\u202f2022", "2022-03-24"),
        ("2022///", "2022"),
        ("1890-05-XX", "1890-05"),
        ("1890-uu-uu", "1890"),
        ("24/mrt/22", "2022-03-24"),
        ("3 Meij 1790", "1790-05-03"),
        ("3 Octobr. 1690", "1690-10-03"),
        ("Weekend 26/27 maart 2022", "2022-03-26"),
        ("2022-03-24T23:30:00+01:00[Europe/Amsterdam]", "2022-03-24"),
        ("zaterdag/zondag 26/27 maart 2022", "2022-03-26"),
        ("za/zo 26-27 maart 2022", "2022-03-26"),
        ("24, 25 en 26 december 2022", "2022-12-24"),
        ("24/25/26 december 2022", "2022-12-24"),
        ("10/11/12 december 2022", "2022-12-10"),
        ("31-12/01-01-2023", "2022-12-31"),
        ("26/03-27/03/2022", "2022-03-26"),
        ("31-12-2022/01-01-2023", "2022-12-31"),
        ("2 Slagtmaand 1810", "1810-11-02"),
        ("3 7bris 1750", "1750-09-03"),
        ("3 Februarius 1750", "1750-02-03"),
        ("24 jannewaris 2022", "2022-01-24"),
        ("3 desimber 2022", "2022-12-03"),
        ("2022, 3, 24", "2022-03-24"),
        ("２０２２-03-24", "2022-03-24"),
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
        ("24 mrt 22:30", "a time is no year"),
        ("12 mei 10 uur", "nor is an hour"),
        ("Bijgewerkt op 24 maart 2022", "of a change"),
        ("Update 24 maart 2022", "of a change"),
        ("24 maart 2022 (bijgewerkt)", "of a change"),
        ("24 maart 2022 - laatst gewijzigd", "of a change"),
        ("2018-2019", "two years are a season"),
        ("10000-01-01", "a year of five digits"),
        ("-0001-01-01", "before our era"),
        ("9999-12-31T23:59:59Z", "after us, in every zone"),
        ("0001-01-01T00:00:00+14:00", "before printing, and before the calendar in UTC"),
        ("2022-W60", "no such week"),
        ("lente 2022", "no month"),
        ("٢٠١٩", "digits of other scripts"),
        ("", "nothing"),
    ],
)
def test_what_is_no_date_gives_none(text: str, why: str) -> None:
    assert partial_date(text) is None, why


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("2022-03-23T23:30:00.000Z", "2022-03-24"),
        ("2022-06-23T22:30:00Z", "2022-06-24"),
        ("2022-03-23T22:30:00Z", "2022-03-23"),
        ("2022-03-23 23:30:00+00", "2022-03-24"),
        ("2022-03-23 23:30:00 +0000 UTC", "2022-03-24"),
        ("20220323T233000Z", "2022-03-24"),
        ("Wed, 23 Mar 2022 23:30:00 GMT", "2022-03-24"),
        ("Wed, 23 Mar 2022 18:30:00 -0500", "2022-03-24"),
        ("Wed Mar 23 23:30:00 +0000 2022", "2022-03-24"),
        ("March 23, 2022 11:30 PM UTC", "2022-03-24"),
        ("23 maart 2022 23.30 UTC", "2022-03-24"),
        ("Wed, 23 Mar 2022 19:30:00 EST", "2022-03-24"),
        ("2022-07-23 18:30:00 EDT", "2022-07-24"),
        ("Wed Mar 23 15:30:00 PST 2022", "2022-03-24"),
        ("Wed, 23 Mar 2022 23:30:00 CET", "2022-03-23"),
        ("24 maart 2022 00.30 CEST", "2022-03-23"),
        ("24 maart 2022 23.30 est", "2022-03-24"),  # a word: zones are in capitals
        ("1648078200", "2022-03-24"),
        ("1648078200000", "2022-03-24"),
        ("2022-03-24T00:30:00+01:00", "2022-03-24"),
        ("2022-03-24T23:30:00", "2022-03-24"),
        ("2022-03-24", "2022-03-24"),
    ],
)
def test_a_moment_is_on_the_day_that_it_was_in_the_netherlands(text: str, there: str) -> None:
    assert partial_date(text) == there


def test_a_moment_is_on_the_day_of_the_zone_that_is_asked_for() -> None:
    """A bare day stays, and so does one that is written as midnight in UTC."""
    for zone, day in (("America/Curacao", "2022-03-23"), ("Asia/Jakarta", "2022-03-24")):
        assert partial_date("2022-03-23T23:30:00Z", zone) == day
        assert partial_date("2022-03-24", zone) == "2022-03-24"
        assert partial_date("2022-03-24T00:00:00Z", zone) == "2022-03-24"


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
        ("2022-03/24/kop", "2022-03-24"),
        ("2022-03/kop", "2022-03"),
        ("2022/03/12", "2022-03"),  # the twelfth file, or the twelfth day
        ("2022/kop", None),
        ("202203/kop", None),
        ("kop-2022-03-24", None),  # may be when it was saved
        ("20220324153000", None),
        ("2022-13-01/kop", None),
        ("24-03-2022/12", "2022-03-24"),
        ("krant/24-3-2022.docx", "2022-03-24"),
        ("zaterdag 26 maart 2022/kop.txt", "2022-03-26"),
        ("24 mrt 2022 Brug mag er komen.txt", "2022-03-24"),
        ("1-2-20 kop", None),  # numbers
        ("maart 2022/kop", None),  # may be when it was saved
        ("kop 24-03-2022", None),
    ],
)
def test_folders_and_files_named_by_date_date_what_they_hold(path: str, expected: str) -> None:
    assert date_in_path(path) == expected
