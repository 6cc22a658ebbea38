"""Where and when a report was written stands at its head: the day dates it, and is no title."""

from __future__ import annotations

import pytest

from indexer.corpus.headings.agency_lines import agency_line
from indexer.text import MONTHS
from tests.fixture_types import ReadFile

LEAD = "De raad van Ravelhout heeft dinsdag ingestemd met een nieuwe brug over de rivier de Velm."
LINES = [
    ("VELDER, 24 maart 2022 - ", "2022-03-24"),
    ("Velder, 24 maart 2022 – ", "2022-03-24"),
    ("DEN VELDER, donderdag 24 maart 2022 — ", "2022-03-24"),
    ("VELDER, 24-3-2022 -- ", "2022-03-24"),
    ("VELDER 24/03/2022 (BELGA) = ", "2022-03-24"),
    ("VELDER (ANP), 24 maart 2022 - ", "2022-03-24"),
    ("VELDER, 24 mrt. 2022 (ANP) - ", "2022-03-24"),
    ("(ANP) VELDER, 24 maart 2022 - ", "2022-03-24"),
    ("'s-Velderhage, 24 maart 1950. - ", "1950-03-24"),
    ("VELDER, March 24, 2022 (Reuters) - ", "2022-03-24"),
    ("VELDER/VELMER, 24 maart 2022 - ", "2022-03-24"),
    ("'s-VELDERHAGE, 12 april 2022 (ANP) - ", "2022-04-12"),
    ("Velder aan de Velm, 12 juni 2022 - ", "2022-06-12"),
    ("VELDER, 12 avril 2022 (Belga) - ", "2022-04-12"),
    ("VELDER (ANP) - ", None),
    ("VELDER (ANP/RTR) - ", None),
    ("VELDER, 3 mei (Belga) - ", None),
    ("Velder, 3 mei. – ", None),
    ("VELDER, di 3/5 (Belga) - ", None),
]


@pytest.mark.parametrize(("head", "date"), LINES)
@pytest.mark.parametrize("headline", ["", "Brug over de Velm\n\n"])
def test_the_day_of_a_report_dates_it(
    read_file: ReadFile, head: str, date: str | None, headline: str
) -> None:
    text = f"{head}{LEAD}\n\nHet werk duurt vier jaar."
    (article,), errors = read_file("a.txt", headline + text)
    title = headline.strip() or LEAD
    assert (article.date, article.title, article.body, errors) == (date, title, text, [])


@pytest.mark.parametrize("month", [names[0] for names in MONTHS])
def test_it_does_in_every_month(month: str) -> None:
    found = agency_line(f"VELDER, 12 {month} 2022 - {LEAD}")
    assert found == (len(f"VELDER, 12 {month} 2022 - "), f"12 {month} 2022", True)


@pytest.mark.parametrize("form", ["txt", "rtf"])
@pytest.mark.parametrize(
    "line",
    [
        "Jan Jansen, 25 april 1947 - 24 maart 2016",
        "25 april 1947 - 24 maart 2016",
        "12 mei t/m 14 augustus 2022",
        "Velder, maart 1950 - april 2016",
    ],
)
def test_a_life_or_a_season_is_no_day_of_publication(
    read_file: ReadFile, line: str, form: str
) -> None:
    paragraphs = ("Het museum", line, LEAD)
    rtf = "".join(rf"{each}\par " for each in paragraphs)
    text = rf"{{\rtf1\ansi {rtf}}}" if form == "rtf" else "\n\n".join(paragraphs)
    (article,), _ = read_file(f"a.{form}", text)
    assert article.date is None
    assert line in article.body


@pytest.mark.parametrize("head", ["VELDER, 24 maart 2022 - ", "VELDER (ANP) - "])
def test_it_does_in_documents_too(read_file: ReadFile, head: str) -> None:
    rtf = rf"{{\rtf1\ansi Brug over de Velm\par {head}{LEAD}\par }}"
    (article,), _ = read_file("a.rtf", rtf)
    assert article.date == ("2022-03-24" if "2022" in head else None)
    assert article.title == "Brug over de Velm"


def test_a_day_without_a_year_is_noted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    read_file("a.txt", f"VELDER, 3 mei (Belga) - {LEAD}")
    assert "no date that is understood: '3 mei'; read as undated" in caplog.text


def test_an_agenda_has_no_day_of_its_own(read_file: ReadFile) -> None:
    days = "\n".join(f"VELDER, {day} maart 2022 - {LEAD}" for day in (24, 25, 26))
    (article,), _ = read_file("a.txt", days)
    assert article.date is None


@pytest.mark.parametrize(
    "line",
    [
        "De brug - en wat dan",
        "In 2022 - De raad stemde in",
        "VELDER - De raad stemde in",
        "De brug, 24 maart 2022 gebouwd - en nu weer weg",
        "Velder (lid van de bond) - en nu weer niet",
        "24 maart 2022 - De raad stemde in",
        "VELDER, 24 maart 2022 - ",
        "Jan Jansen, 24 maart 2022",
        "Jan Jansen, 25 april 1947 - 24 maart 2016",
        "JAN JANSEN, 29 september 1938 - 20 oktober 2018. De minister was jong.",
        "Velder, 12 april 2022 - 14 augustus 2022. Het museum toont werk.",
        "Velder, 12 april 2022 – donderdag 14 april 2022: beurs",
        "De rechtbank in Velder, 3 maart 2020 - De dag van de uitspraak",
        "Velder, 9 november 1989 - het was de avond",
        "",
    ],
)
def test_another_dash_is_one_of_the_text(line: str) -> None:
    assert agency_line(line) is None
