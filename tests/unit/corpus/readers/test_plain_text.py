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
