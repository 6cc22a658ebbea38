"""Tables within documents, pages and messages have an article a row, in every form."""

from __future__ import annotations

import io
import json
import plistlib
from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

import docx
import pytest

from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_books_and_references import book
from tests.unit.corpus.readers.test_newsroom_formats import message, text_document
from tests.unit.corpus.readers.test_packed_crawls import packed_crawl
from tests.unit.corpus.readers.test_table_shapes import (
    BRUG,
    HAVEN,
    LINK,
    NAMES,
    RIGHT,
    ROWS,
    ZWEMBAD,
    told,
)

Rows: TypeAlias = Sequence[Sequence[str]]
Write: TypeAlias = Callable[[Rows, str], bytes]
FEW = "Knipsels van maart"
MANY = " ".join([BRUG, HAVEN, ZWEMBAD] * 3)


def as_docx(rows: Rows, above: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(above)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_odt(rows: Rows, above: str) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    lines = [
        f"<table:table-row>{''.join(cell.format(escape(each)) for each in row)}</table:table-row>"
        for row in rows
    ]
    head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    table = f"<table:table>{head}{''.join(lines[1:])}</table:table>"
    return text_document(f"<text:p>{above}</text:p>{table}")


def as_rtf(rows: Rows, above: str) -> bytes:
    cells = (
        "".join(rf"\pard\intbl {{{each}}}{{\cell }}" for each in row) + r"{\trowd\cellx9\row}"
        for row in rows
    )
    table = "\n".join(rf"\trowd\cellx9 {row}" for row in cells)
    return rf"{{\rtf1\ansi {above}\par {table}\pard\par}}".encode()


def as_table(rows: Rows) -> str:
    lines = (f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in row)}</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def as_page(rows: Rows, above: str) -> bytes:
    text = f"<h1>Knipsels</h1><p>{above}</p>{as_table(rows)}"
    return f"<html><body><article>{text}</article></body></html>".encode()


def as_markdown(rows: Rows, above: str) -> bytes:
    header, *others = (f"| {' | '.join(row)} |" for row in rows)
    rule = f"|{'---|' * len(rows[0])}"
    return "\n".join([f"# Knipsels\n\n{above}\n", header, rule, *others]).encode()


def as_mail(rows: Rows, above: str) -> bytes:
    return bytes(message("Zie de opmaak.", as_page(rows, above).decode()))


def as_mailbox(rows: Rows, above: str) -> bytes:
    return b"From a@x.example Thu Mar 24 10:00:00 2022\n" + as_mail(rows, above)


def as_note(rows: Rows, above: str) -> bytes:
    note = f"<en-note><p>{above}</p>{as_table(rows)}</en-note>"
    content = f"<title>Knipsels</title><content><![CDATA[{note}]]></content>"
    return f"<en-export><note>{content}</note></en-export>".encode()


def as_har(rows: Rows, above: str) -> bytes:
    content = {"mimeType": "text/html", "text": as_page(rows, above).decode()}
    entry = {"request": {"url": LINK}, "response": {"status": 200, "content": content}}
    return json.dumps({"log": {"entries": [entry]}}).encode()


def as_saved(rows: Rows, above: str) -> bytes:
    head = f"Snapshot-Content-Location: {LINK}\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    return head.encode() + as_page(rows, above)


def as_web_archive(rows: Rows, above: str) -> bytes:
    page = {"WebResourceData": as_page(rows, above), "WebResourceMIMEType": "text/html"}
    return plistlib.dumps({"WebMainResource": page})


FORMS: dict[str, Write] = {
    "a.docx": as_docx,
    "a.odt": as_odt,
    "a.rtf": as_rtf,
    "a.html": as_page,
    "a.md": as_markdown,
    "a.eml": as_mail,
    "a.mbox": as_mailbox,
    "a.enex": as_note,
    "a.har": as_har,
    "a.mht": as_saved,
    "a.webarchive": as_web_archive,
    "a.warc": lambda rows, above: packed_crawl(("identity", as_page(rows, above))),
}
EVERY = pytest.mark.parametrize(("name", "write"), FORMS.items(), ids=FORMS)
OF_DOCUMENTS = pytest.mark.parametrize(("name", "write"), [*FORMS.items()][:8], ids=[*FORMS][:8])


@EVERY
def test_a_document_that_is_a_table_has_an_article_a_row(
    read_file: ReadFile, name: str, write: Write
) -> None:
    articles, errors = read_file(name, write([NAMES, *ROWS], FEW))
    assert (told(articles), errors) == (RIGHT, [])
    assert len({each.id for each in articles}) == len(RIGHT)


@EVERY
def test_a_table_on_its_side_has_an_article_a_column(
    read_file: ReadFile, name: str, write: Write
) -> None:
    articles, errors = read_file(name, write([*zip(NAMES, *ROWS, strict=True)], FEW))
    assert (told(articles), errors) == (RIGHT, [])


@EVERY
def test_the_names_have_a_colon_or_stand_below_what_a_table_is_about(
    read_file: ReadFile, name: str, write: Write
) -> None:
    named = [f"{each}:" for each in NAMES]
    articles, errors = read_file(name, write([(FEW, "", "", ""), named, *ROWS], FEW))
    assert (told(articles), errors) == (RIGHT, [])


@OF_DOCUMENTS
def test_a_table_within_a_text_is_part_of_it(read_file: ReadFile, name: str, write: Write) -> None:
    """One of figures has names too, but no texts, and one of a single row is a form."""
    scores = [("Titel", "Omschrijving"), ("Velmer", "2-0"), ("Demer", "1-1"), ("Wezer", "0-3")]
    for rows in (scores, [NAMES, ROWS[0]]):
        (article,), errors = read_file(name, write(rows, MANY))
        assert errors == []
        assert "hoger loon" in article.title + article.body
        assert "|" not in article.body
    (article,), errors = read_file(name, write([NAMES, *ROWS], MANY))
    assert ("hoger loon" in article.body, errors) == (True, [])


def test_a_menu_around_the_table_of_a_page_is_no_text(read_file: ReadFile) -> None:
    menu = "".join(f"<li><a href='/{n}'>Een rubriek van de krant</a></li>" for n in range(50))
    page = as_page([NAMES, *ROWS], FEW).replace(b"<body>", f"<body><ul>{menu}</ul>".encode())
    articles, errors = read_file("a.html", page)
    assert (told(articles), errors) == (RIGHT, [])


@pytest.mark.parametrize("name", ["a.html", "a.enex"])
def test_the_link_of_a_headline_is_the_address_of_its_row(read_file: ReadFile, name: str) -> None:
    data = FORMS[name]([NAMES, *ROWS], FEW).decode()
    cell = f'<td><a href="{LINK}">Raad wil brug</a></td>'
    articles, _ = read_file(name, data.replace("<td>Raad wil brug</td>", cell))
    assert [each.url for each in articles] == [LINK, None, None]


def test_the_link_of_a_headline_in_a_document_is_the_address_of_its_row(
    read_file: ReadFile,
) -> None:
    space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    rows = [NAMES, ("KOP", *ROWS[0][1:]), *ROWS[1:]]
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    link = f'<text:a {space} xlink:href="{LINK}">Raad wil brug</text:a>'
    lines = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
    )
    data = text_document(f"<table:table>{lines}</table:table>".replace("KOP", link))
    articles, errors = read_file("a.odt", data)
    assert ([each.url for each in articles], errors) == ([LINK, None, None], [])


def test_several_tables_of_a_document_are_all_read(read_file: ReadFile) -> None:
    page = as_page([NAMES, *ROWS[:2]], FEW) + as_page([NAMES, *ROWS[1:]], FEW)
    articles, errors = read_file("a.html", page)
    assert (told(articles), errors) == (RIGHT[:2] + RIGHT[1:], [])


def test_a_table_costs_no_other_message_of_a_mailbox(read_file: ReadFile) -> None:
    other = b"\nFrom b@x.example Fri Mar 25 10:00:00 2022\n" + bytes(
        message(f"{BRUG}\n\n{HAVEN}", Subject="Brug en haven")
    )
    articles, errors = read_file("a.mbox", as_mailbox([NAMES, *ROWS], FEW) + other)
    assert [each.title for each in articles] == [row[0] for row in RIGHT] + ["Brug en haven"]
    assert errors == []


def test_a_table_costs_no_other_document_of_a_book(read_file: ReadFile) -> None:
    page = as_page([NAMES, *ROWS], FEW).decode()
    articles, errors = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    assert (told(articles[:3]), len(articles), errors) == (RIGHT, 4, [])


def test_a_download_that_was_mailed_is_its_articles(read_file: ReadFile) -> None:
    part = "{}\n\n120 woorden\n{}\n{}\nNederlands\nCopyright 2022\n\n{}\n\nDocument {}\n"
    codes = ("VELDR00020220324ei3o0000a", "DEMER00020220325ei3p0000b", "VELDR00020220326ei3q0000c")
    days = ("24 maart 2022", "25 maart 2022", "26 maart 2022")
    text = "\n".join(
        part.format(title, day, paper, body, code)
        for (title, _, paper, body), day, code in zip(ROWS, days, codes, strict=True)
    )
    articles, errors = read_file("a.eml", bytes(message(text)))
    assert (told(articles), errors) == (RIGHT, [])


def test_a_row_of_two_cells_of_rtf_names_a_field(read_file: ReadFile) -> None:
    rows = [("Titel", "Raad wil brug"), ("Datum", "24 maart 2022"), ("Krant", "Trouw")]
    data = as_rtf(rows, "").replace(rb"\pard\par}", rf"\pard {BRUG}\par {HAVEN}\par}}".encode())
    ((article,), errors) = read_file("a.rtf", data)
    assert (article.title, article.date, article.source) == ("Raad wil brug", "2022-03-24", "Trouw")
    assert (article.body, errors) == (f"{BRUG}\n\n{HAVEN}", [])
