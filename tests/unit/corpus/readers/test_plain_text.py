"""A plain text is one article: a date, a title or not, paragraphs."""

import logging
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.model import Article
from tests.fixture_types import ReadFile

PARAGRAPHS = "Eerste alinea. Tweede zin.\n\nEen tussenkop\n\nTweede alinea."


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (PARAGRAPHS, (None, "Eerste alinea.", PARAGRAPHS), "no date, no title line"),
        (f" date 2022-03 {PARAGRAPHS}", ("2022-03", "Eerste alinea.", PARAGRAPHS), "on the line"),
        (f"date 2022-03{PARAGRAPHS}", ("2022-03", "Eerste alinea.", PARAGRAPHS), "glued"),
        (f"date 2022\n{PARAGRAPHS}", ("2022", "Eerste alinea.", PARAGRAPHS), "on its own line"),
        ("date 2022-03-24\n\nKop\n\nTekst.", ("2022-03-24", "Kop", "Tekst."), "with a title"),
        ("Datum: 2022-03-24\nKop\nTekst.", ("2022-03-24", "Kop", "Tekst."), "in Dutch"),
        ("date 20221 mensen.", (None, "date 20221 mensen.", "date 20221 mensen."), "a number"),
        ("Kop\r\n\r\nTekst.\r\n", (None, "Kop", "Tekst."), "line ends of Windows"),
        ("\ufeffKop\n\nTekst.", (None, "Kop", "Tekst."), "a byte order mark"),
        ("Kop\n\nTe\x00kst &amp; meer.", (None, "Kop", "Tekst &amp; meer."), "text is no HTML"),
    ],
)
def test_date_title_and_body_are_told_apart(
    read_file: ReadFile, text: str, expected: tuple[str | None, str, str], why: str
) -> None:
    (article,), errors = read_file("a.txt", text)
    assert (article.date, article.title, article.body) == expected, why
    assert article.id == "a"
    assert errors == []


TITLE = "Raad stemt in met dijk"
BODY = "De raad van Peer stemde in met een dijk langs de rivier. Het werk duurt vier jaar."


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Datum: 24 maart 2022", "2022-03-24"),
        ("datum 24-03-2022", "2022-03-24"),
        ("date 12 februari 2019", "2019-02-12"),
        ("Date: March 24, 2022", "2022-03-24"),
        ("Gepubliceerd op 24 maart 2022 om 15.30 uur", "2022-03-24"),
        ("Publicatiedatum: 24/03/2022", "2022-03-24"),
        ("2019-02-12", "2019-02-12"),
        ("1890-00-00", "1890"),
        ("2022-03-23T23:30:00Z", "2022-03-24"),
        ("12-02-2019", "2019-02-12"),
        ("24-3-22", "2022-03-24"),
        ("24 maart 2022", "2022-03-24"),
        ("24 mrt. 2022, 15.30 uur", "2022-03-24"),
        ("zaterdag 26 maart 2022", "2022-03-26"),
        ("24 maart 2022 donderdag", "2022-03-24"),
        ("26/27 maart 2022", "2022-03-26"),
        ("Maart 2022", "2022-03"),
        ("*24 maart 2022*", "2022-03-24"),
        ("24 mars 2022", "2022-03-24"),
        ("Donnerstag, 24. März 2022", "2022-03-24"),
        ("Zaturdag den 24sten Maart 1850.", "1850-03-24"),
    ],
)
def test_a_line_of_a_date_dates_the_text_and_is_no_title(
    read_file: ReadFile, line: str, date: str
) -> None:
    """It may stand above the headline, below it, or below the byline."""
    for text in (
        f"{line}\n{TITLE}\n\n{BODY}",
        f"{line}\n\n{TITLE}\n{BODY}",
        f"{TITLE}\n{line}\n\n{BODY}",
        f"{TITLE}\n\n{line}\n\n{BODY}",
    ):
        (article,), errors = read_file("a.txt", text)
        assert (article.date, article.title, article.body) == (date, TITLE, BODY)
        assert errors == []
    (article,), _ = read_file("a.txt", f"{TITLE}\nDoor Noor Peeters\n{line}\n\n{BODY}")
    assert (article.date, article.title) == (date, TITLE)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("AMSTERDAM, 24 maart 2022", "2022-03-24"),
        ("Den Haag, zaterdag 26 maart 2022.", "2022-03-26"),
        ("Noor Peeters, 24-03-2022", "2022-03-24"),
    ],
)
def test_a_line_that_has_more_than_a_date_stays_in_the_text(
    read_file: ReadFile, line: str, date: str
) -> None:
    for name in ("a.txt", "a.md"):
        for text in (f"{line}\n\n{TITLE}\n\n{BODY}", f"{TITLE}\n\n{line}\n\n{BODY}"):
            (article,), _ = read_file(name, text)
            assert (article.date, article.title) == (date, TITLE)
            assert article.body == f"{line}\n\n{BODY}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Geboren: 24 maart 1950\n\n{BODY}", "Geboren: 24 maart 1950"),
        (f"Mei 1940\n\n{BODY}", "Mei 1940"),
        (f"1984\n\n{BODY}", "1984"),
        (f"Op 24 maart 2022 viel een dijk\n\n{BODY}", "Op 24 maart 2022 viel een dijk"),
        (f"Datum van het debat is onzeker\n\n{BODY}", "Datum van het debat is onzeker"),
        (f"Uitgave: Standaard\n\n{BODY}", "Uitgave: Standaard"),
        (f"Editie 2022\n\n{BODY}", "Editie 2022"),
        (f"Published by the Times\n\n{BODY}", "Published by the Times"),
        ("Agenda\n\nZaterdag 26 maart 2022\nMarkt\n\nZondag 27 maart 2022\nKerk", "Agenda"),
        (f"{TITLE}\n\nHet was koud.\n\n24 maart 2022\n\n{BODY}", TITLE),
    ],
)
def test_what_is_no_line_of_a_date_stays_in_the_text(
    read_file: ReadFile, text: str, title: str
) -> None:
    (article,), _ = read_file("a.txt", text)
    assert (article.date, article.title) == (None, title)
    assert article.body == text.removeprefix(title).lstrip()


def test_a_day_without_a_year_is_no_title_and_costs_a_note(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    (article,), _ = read_file("a.txt", f"AMSTERDAM, 24 maart\n\n{TITLE}\n\n{BODY}")
    assert (article.date, article.title) == (None, TITLE)
    assert article.body == f"AMSTERDAM, 24 maart\n\n{BODY}"
    (note,) = caplog.messages
    assert "'AMSTERDAM, 24 maart'" in note


def test_a_text_without_a_date_has_that_of_its_folders(tmp_path: Path) -> None:
    day = tmp_path / "2022" / "03" / "24"
    day.mkdir(parents=True)
    (day / "a.txt").write_text("Kop\n\nTekst.")
    (day / "b.txt").write_text("date 2021-12\nKop\n\nTekst.")
    found = [each for each in read_articles(tmp_path) if isinstance(each, Article)]
    assert [article.date for article in found] == ["2022-03-24", "2021-12"]


def test_compressed_text_is_the_same_article(read_file: ReadFile) -> None:
    assert read_file("a.txt", PARAGRAPHS) == read_file("a.txt.gz", PARAGRAPHS)


def test_an_impossible_date_costs_the_date_only(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    (article,), errors = read_file("a.txt", "date 2022-13\n\nKop\n\nTekst.")
    assert (article.date, article.title, article.body) == (None, "Kop", "Tekst.")
    assert errors == []
    assert "a.txt" in caplog.text
    assert "2022-13" in caplog.text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16", "utf-8-sig"])
def test_other_encodings_are_recognised(read_file: ReadFile, encoding: str) -> None:
    text = "Hoe daniël het café in België vond, ‘één’ voor één."
    if encoding == "latin-1":
        text = text.replace("‘", "'").replace("’", "'")
    (article,), errors = read_file("a.txt", text.encode(encoding))
    assert (article.body, errors) == (text, [])


def test_a_guessed_encoding_is_said(read_file: ReadFile, caplog: pytest.LogCaptureFixture) -> None:
    read_file("a.txt", "Het café in België.".encode("cp1252"))
    assert [record.name for record in caplog.records] == ["knipsel"]
    assert caplog.records[0].levelno == logging.WARNING
    assert "cp1252" in caplog.text


def test_a_few_damaged_bytes_do_not_make_utf8_another_encoding(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.txt", "Zeeën, één café.".encode() + b"\xff\xe9 einde.")
    assert article.body == "Zeeën, één café.\ufffd\ufffd einde."


def test_text_without_words_is_an_error(read_file: ReadFile) -> None:
    articles, (error,) = read_file("a.txt", "date 2022-03\n \n")
    assert articles == []
    assert "no text" in error.reason
