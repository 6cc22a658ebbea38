"""What lines at the top of a text name is the same article, whatever document carries them."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence

import docx
import pytest
from pdf_writer import pdf

from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_newsroom_formats import text_document

FIRST = "De gemeente Velmer koopt het oude veerhuis aan de kade voor een miljoen euro."
LAST = "De raad stemt er donderdag over, maar de uitkomst staat al vast."


def word(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    document.core_properties.title = "Sjabloon"
    document.core_properties.author = "Wie het opsloeg"
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def odt(lines: Sequence[str]) -> bytes:
    return text_document("".join(f"<text:p>{line}</text:p>" for line in lines))


def rtf(lines: Sequence[str]) -> bytes:
    return ("{\\rtf1\\ansi " + "".join(f"{line}\\par\n" for line in lines) + "}").encode()


def page(lines: Sequence[str]) -> bytes:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><title>opgeslagen</title><body>{paragraphs}</body></html>".encode()


def markdown(lines: Sequence[str]) -> bytes:
    return "\n\n".join(lines).encode()


def close_lines(lines: Sequence[str]) -> bytes:
    """Return a PDF with its labels close below each other, as the lines of a paragraph are."""
    return pdf([[(40.0, 700.0 - 14 * n, 11.0, line) for n, line in enumerate(lines)]])


CARRIERS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "a.docx": word,
    "a.odt": odt,
    "a.rtf": rtf,
    "a.html": page,
    "a.md": markdown,
    "a.pdf": close_lines,
}
HEADS = (
    ["Titel: Veerhuis verkocht", "Datum: 24-03-2022", "Auteur: Jan Bakker", "Krant: De Courant"],
    ["DATE: March 24, 2022", "TITLE: Veerhuis verkocht", "BY LINE: -", "AUTHOR: Jan Bakker"],
    ["Kop : Veerhuis verkocht", "Rubriek : Stad", "Datum : 24 mrt 2022", "Tekst :"],
)


@pytest.mark.parametrize("name", CARRIERS)
def test_labelled_lines_are_read_in_every_document(read_file: ReadFile, name: str) -> None:
    ((article,), errors) = read_file(name, CARRIERS[name]([*HEADS[0], FIRST, LAST]))
    found = (article.title, article.date, article.author, article.source)
    assert (found, errors) == (
        ("Veerhuis verkocht", "2022-03-24", ("Jan Bakker",), "De Courant"),
        [],
    )
    assert (article.body.startswith(FIRST), article.body.endswith(LAST)) == (True, True)


@pytest.mark.parametrize("name", CARRIERS)
def test_the_text_may_have_a_label_too(read_file: ReadFile, name: str) -> None:
    head = [*HEADS[2][:-1], f"{HEADS[2][-1]} {FIRST}"]
    ((article,), _) = read_file(name, CARRIERS[name]([*head, LAST]))
    assert (article.title, article.date) == ("Veerhuis verkocht", "2022-03-24")
    assert (article.section, article.body.split()[:3]) == (("Stad",), FIRST.split()[:3])


def test_a_line_that_is_no_label_ends_the_head_and_stays_in_the_text(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.docx", word([*HEADS[1], FIRST]))
    assert (article.title, article.date) == ("Veerhuis verkocht", "2022-03-24")
    assert article.body == "\n\n".join([*HEADS[1][2:], FIRST])


def test_the_headline_by_its_style_stands_where_no_label_names_one(read_file: ReadFile) -> None:
    document = docx.Document()
    for line in ("Datum: 24 maart 2022", "Auteur: Jan Bakker"):
        document.add_paragraph(line)
    document.add_heading("Veerhuis verkocht", 1)
    document.add_paragraph(FIRST)
    stream = io.BytesIO()
    document.save(stream)
    ((article,), _) = read_file("a.docx", stream.getvalue())
    assert (article.title, article.date, article.body) == ("Veerhuis verkocht", "2022-03-24", FIRST)


def test_a_page_keeps_what_it_tells_of_itself_beside_its_labels(read_file: ReadFile) -> None:
    ((article,), _) = read_file(
        "a.html",
        "<html><head><title>Veerhuis verkocht</title>"
        '<meta property="article:published_time" content="2022-03-24">'
        '<meta property="og:site_name" content="De Courant"></head><body><article>'
        f"<p>Auteur: Jan Bakker</p><p>Rubriek: Stad</p><p>{FIRST}</p><p>{LAST}</p></article>",
    )
    found = (article.title, article.date, article.source, article.section, article.author)
    assert found == ("Veerhuis verkocht", "2022-03-24", "De Courant", ("Stad",), ("Jan Bakker",))
    assert article.body == f"{FIRST}\n\n{LAST}"


def test_a_day_above_the_other_labels_of_a_page_takes_none_of_them_along(
    read_file: ReadFile,
) -> None:
    labels = "<h1>Veerhuis verkocht</h1><p>Datum: 24 maart 2022</p><p>Krant: De Courant</p>"
    page = f"<html><body><article>{labels}<p>{FIRST}</p><p>{LAST}</p></article></body></html>"
    ((article,), _) = read_file("a.html", page)
    found = (article.title, article.date, article.source)
    assert found == ("Veerhuis verkocht", "2022-03-24", "De Courant")
    assert article.body == f"{FIRST}\n\n{LAST}"


def table_of_word(rows: Sequence[tuple[str, str]]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), 2)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    document.add_paragraph(FIRST)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_of_odt(rows: Sequence[tuple[str, str]]) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    lines = ("".join(map(cell.format, row)) for row in rows)
    content = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return text_document(f"<table:table>{content}</table:table><text:p>{FIRST}</text:p>")


@pytest.mark.parametrize(("name", "carrier"), [("a.docx", table_of_word), ("a.odt", table_of_odt)])
def test_a_table_of_labels_at_the_top_names_fields(
    read_file: ReadFile,
    name: str,
    carrier: Callable[[Sequence[tuple[str, str]]], bytes],
) -> None:
    rows = [("Titel", "Veerhuis verkocht"), ("Datum:", "24 maart 2022"), ("Auteur", "Jan Bakker")]
    ((article,), _) = read_file(name, carrier(rows))
    assert (article.title, article.date, article.author) == (
        "Veerhuis verkocht",
        "2022-03-24",
        ("Jan Bakker",),
    )
    assert article.body == FIRST
    ((article,), _) = read_file(name, carrier([("Partij", "Zetels"), ("Lijst Demer", "7")]))
    assert article.body.split("\n\n")[-3:] == ["Lijst Demer", "7", FIRST], "another table is text"


def test_labels_below_a_heading_of_markdown_stand_on_lines_of_their_own(
    read_file: ReadFile,
) -> None:
    lines = "# Veerhuis verkocht\n\nDatum: 24 maart 2022\nAuteur: Jan Bakker\nKrant: De Courant\n\n"
    ((article,), _) = read_file("a.md", f"{lines}De **gemeente** koopt.\n\n- het huis\n")
    assert (article.title, article.date) == ("Veerhuis verkocht", "2022-03-24")
    assert (article.author, article.source) == (("Jan Bakker",), "De Courant")
    assert article.body == "De gemeente koopt.\n\nhet huis"


def test_a_link_to_a_note_is_the_name_of_the_note(read_file: ReadFile) -> None:
    front = '---\ntitle: Veerhuis\nauthor:\n  - "[[Jan Bakker]]"\n  - "[[x|An Smit]]"\n---\n'
    ((article,), _) = read_file("a.md", f"{front}{FIRST}\n")
    assert article.author == ("Jan Bakker", "An Smit")


def test_a_line_of_the_address_or_of_a_change_is_no_text(read_file: ReadFile) -> None:
    head = ["Brug open", "https://bode.example/brug", "24 maart 2022"]
    lines = [*head, "Bijgewerkt: 25 maart 2022 11:00", FIRST, LAST]
    (article,), errors = read_file("a.txt", "\n\n".join(lines))
    assert (article.title, article.date) == ("Brug open", "2022-03-24")
    assert article.body == f"{FIRST}\n\n{LAST}"
    assert (article.url, errors) == ("https://bode.example/brug", [])


DATED = (
    (["Veerhuis verkocht", "Door Jan Bakker | 24 maart 2022"], ("Jan Bakker",)),
    (
        ["Veerhuis verkocht", "Geplaatst door Jan Bakker op 24 maart 2022 om 15.30 uur"],
        ("Jan Bakker",),
    ),
    (["Veerhuis verkocht", "Door Jan Bakker en Els Boom, 24-03-2022"], ("Jan Bakker", "Els Boom")),
    (["Veerhuis verkocht", "24 maart 2022 15:30 - laatst bijgewerkt: 25 maart 2022 08:00"], ()),
    (["24 maart 2022 (bijgewerkt op 25 maart 2022)", "Veerhuis verkocht"], ()),
    (["Gepubliceerd: 24 maart 2022 | Update: 25 maart 2022", "Veerhuis verkocht"], ()),
)


@pytest.mark.parametrize("name", ["a.odt", "a.rtf", "a.md"])
@pytest.mark.parametrize(("head", "author"), DATED)
def test_a_day_beside_a_writer_or_a_change_dates_the_text(
    read_file: ReadFile, name: str, head: list[str], author: tuple[str, ...]
) -> None:
    ((article,), _) = read_file(name, CARRIERS[name]([*head, FIRST, LAST]))
    assert article.date == "2022-03-24"
    assert article.body.split() == f"{FIRST} {LAST}".split()
    assert (article.author, article.title) == (author, "Veerhuis verkocht")


@pytest.mark.parametrize("line", ["Jan Bakker | 24 maart 2022 | 15.30 uur", "Velmer · 24 mrt 2022"])
def test_a_name_beside_the_day_dates_the_text_and_stays_in_it(
    read_file: ReadFile, line: str
) -> None:
    ((article,), _) = read_file("a.odt", odt(["Veerhuis verkocht", line, FIRST]))
    assert (article.date, article.body) == ("2022-03-24", f"{line}\n\n{FIRST}")


@pytest.mark.parametrize("name", ["a.odt", "a.rtf", "a.md", "a.pdf"])
def test_the_head_of_an_agency_is_no_part_of_a_title(read_file: ReadFile, name: str) -> None:
    ((article,), _) = read_file(name, CARRIERS[name]([f"VELMER (ANP) - {FIRST}", LAST]))
    assert (article.title, article.body[:12]) == (FIRST, "VELMER (ANP)")
