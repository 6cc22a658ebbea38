"""A table is read as a person would: an article a column, no row of names, texts in pieces."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from html import escape

import openpyxl
import pytest

from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_newsroom_formats import sheet_of, workbook

BRUG = "De raad van Velmer stemde gisteravond na lang overleg in met een nieuwe brug."
HAVEN = "Havenarbeiders legden vanmorgen het werk neer, en de bond eist een hoger loon."
ZWEMBAD = "Het zwembad sluit per direct, want de rekening voor energie is veel te hoog."
ROWS = (
    ("Raad wil brug", "24-03-2022", "De Velder Courant", BRUG),
    ("Staking legt haven stil", "25-03-2022", "Dagblad Demer", HAVEN),
    ("Zwembad sluit de deuren", "26-03-2022", "De Velder Courant", ZWEMBAD),
)
NAMES = ("Titel", "Datum", "Krant", "Tekst")
RIGHT = [
    ("Raad wil brug", "2022-03-24", "De Velder Courant", BRUG),
    ("Staking legt haven stil", "2022-03-25", "Dagblad Demer", HAVEN),
    ("Zwembad sluit de deuren", "2022-03-26", "De Velder Courant", ZWEMBAD),
]


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    return workbook(*rows)


def as_ods(rows: Sequence[Sequence[str]]) -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return sheet_of(
        "".join(
            f"<table:table-row>{''.join(cell.format(escape(each)) for each in row)}"
            "</table:table-row>"
            for row in rows
        )
    )


TABLES = {"a.csv": as_csv, "a.xlsx": as_xlsx, "a.ods": as_ods}
FORMS = pytest.mark.parametrize(("name", "write"), TABLES.items())


def told(articles: Sequence[Article]) -> list[tuple[str, str | None, str | None, str]]:
    return [(each.title, each.date, each.source, each.body) for each in articles]


# -- An article a column


@FORMS
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_table_on_its_side_has_an_article_a_column(
    read_file: ReadFile, name: str, write: Callable[[Sequence[Sequence[str]]], bytes], count: int
) -> None:
    rows = [*zip(NAMES, *ROWS[:count], strict=True)]
    articles, errors = read_file(name, write(rows))
    assert (told(articles), errors) == (RIGHT[:count], [])


@FORMS
def test_rows_that_begin_with_the_names_of_fields_stay_rows(
    read_file: ReadFile, name: str, write: Callable[[Sequence[Sequence[str]]], bytes]
) -> None:
    rows = [("Titel", "Tekst"), ("Datum", BRUG), ("Krant", HAVEN), ("Bron", ZWEMBAD)]
    articles, errors = read_file(name, write(rows))
    assert [each.title for each in articles] == ["Datum", "Krant", "Bron"]
    assert errors == []


def test_a_day_of_a_sheet_on_its_side_is_a_day(read_file: ReadFile) -> None:
    rows = [("Titel", "Raad wil brug"), ("Datum", dt.date(2022, 3, 24)), ("Tekst", BRUG)]
    ((article,), errors) = read_file("a.xlsx", workbook(*rows))
    assert (article.date, article.body, errors) == ("2022-03-24", BRUG, [])


# -- No names


@FORMS
def test_columns_without_names_are_known_by_what_they_hold(
    read_file: ReadFile,
    name: str,
    write: Callable[[Sequence[Sequence[str]]], bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    articles, errors = read_file(name, write(ROWS))
    assert (told(articles), errors) == (RIGHT, [])
    assert "no names of columns above the first row: read as title, date" in caplog.text


def test_columns_without_names_stand_in_any_order(read_file: ReadFile) -> None:
    rows = [
        (f"a{number}", body, "Anna Bos", f"https://velder.example/{number}", day, title)
        for number, (title, day, _, body) in enumerate(ROWS)
    ]
    articles, errors = read_file("a.csv", as_csv(rows))
    assert [(each.id, each.title, each.date, each.body) for each in articles] == [
        (f"a{number}", title, day, body) for number, (title, day, _, body) in enumerate(RIGHT)
    ]
    assert [(each.url, each.author) for each in articles] == [
        (f"https://velder.example/{number}", ("Anna Bos",)) for number in range(3)
    ]
    assert errors == []


@pytest.mark.parametrize(
    "rows",
    [
        [("1", BRUG), ("2", HAVEN)],
        [("24-03-2022", "12", "3"), ("25-03-2022", "14", "4")],
        [(BRUG,), (HAVEN,)],
    ],
    ids=["no headline and no day", "no text", "texts alone"],
)
def test_columns_that_do_not_tell_what_they_are_are_refused(
    read_file: ReadFile, rows: Sequence[Sequence[str]]
) -> None:
    articles, (error,) = read_file("a.csv", as_csv(rows))
    assert articles == []
    assert "no names of columns above the first row" in error.reason


def test_a_table_without_names_that_is_cut_off_keeps_what_is_before(read_file: ReadFile) -> None:
    data = as_csv(ROWS) + b'"' + b"x" * 50
    articles, errors = read_file("a.csv", data)
    assert (told(articles), len(errors)) == (RIGHT, 1)


# -- Texts in pieces


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize(
    "names",
    [
        ("Tekst deel 1", "Tekst deel 2"),
        ("Tekst1", "Tekst2"),
        ("tekst (1)", "tekst (2)"),
        ("alinea_0", "alinea_1"),
        ("Deel 1", "Deel 2"),
        ("body_part_1", "body_part_2"),
        ("Tekst", "Tekst (vervolg)"),
        ("tekst", "tekst2"),
        ("Artikel deel 1", "Artikel deel 2"),
    ],
)
def test_a_text_in_pieces_is_one(
    read_file: ReadFile, form: str, names: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    rows = [("Raad wil brug", BRUG, HAVEN), ("Haven stil", f"{HAVEN[:-1]}, en", ZWEMBAD)]
    header = ("Titel", *names)
    if form == "jsonl":
        data = "\n".join(json.dumps(dict(zip(header, row, strict=True))) for row in rows).encode()
    else:
        data = TABLES[f"a.{form}"]([header, *rows])
    articles, errors = read_file(f"a.{form}", data)
    bodies = [f"{BRUG}\n\n{HAVEN}", f"{HAVEN[:-1]}, en {ZWEMBAD}"]
    assert ([each.body for each in articles], errors) == (bodies, [])
    assert "the texts are in pieces, which are read as one" in caplog.text


def test_a_piece_that_is_empty_or_there_already_adds_nothing(read_file: ReadFile) -> None:
    rows = [("Titel", "Tekst 1", "Tekst 2"), ("Brug", BRUG, ""), ("Haven", f"{BRUG} {HAVEN}", BRUG)]
    articles, errors = read_file("a.csv", as_csv(rows))
    assert ([each.body for each in articles], errors) == ([BRUG, f"{BRUG} {HAVEN}"], [])


@pytest.mark.parametrize(
    "names",
    [
        ("Tekst NL", "Tekst FR"),
        ("Tekst 1", "Tekst 3"),
        ("Artikel 1", "Artikel 2"),
        ("Tekst", "Tekst"),
    ],
    ids=["languages", "a gap", "two articles", "one name twice"],
)
def test_other_columns_of_texts_are_no_pieces(read_file: ReadFile, names: tuple[str, str]) -> None:
    rows = [("Titel", *names), ("Brug", BRUG, HAVEN), ("Haven", HAVEN, ZWEMBAD)]
    articles, _ = read_file("a.csv", as_csv(rows))
    assert all(HAVEN not in each.body or each.title == "Haven" for each in articles)


# -- Links of cells

LINK = "https://velder.example/nieuws/1"


def linked(cell: str, link: str, *rows: Sequence[object]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    sheet[cell].hyperlink = link
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cell", "link", "address"),
    [
        ("A2", LINK, LINK),
        ("D2", f"{LINK}?a=1&b=2", f"{LINK}?a=1&b=2"),
        ("C2", LINK, None),
        ("A2", "mailto:redactie@velder.example", None),
        ("A2", "https://velder.example/", None),
        ("A3", LINK, None),
    ],
    ids=["headline", "another cell", "of the paper", "mail", "a whole site", "another row"],
)
def test_the_address_of_an_article_may_be_the_link_of_a_cell(
    read_file: ReadFile, cell: str, link: str, address: str | None
) -> None:
    (article, _), errors = read_file("a.xlsx", linked(cell, link, NAMES, *ROWS[:2]))
    assert (article.url, errors) == (address, [])


def test_an_address_in_a_cell_is_more_than_a_link(read_file: ReadFile) -> None:
    rows = [(*NAMES, "URL"), (*ROWS[0], LINK)]
    ((article,), _) = read_file("a.xlsx", linked("A2", "https://archief.example/9", *rows))
    assert article.url == LINK


def test_a_column_of_links_has_the_addresses_behind_its_words(read_file: ReadFile) -> None:
    rows = [(*NAMES, "Link"), (*ROWS[0], "lees hier")]
    ((article,), _) = read_file("a.xlsx", linked("E2", LINK, *rows))
    assert article.url == LINK


def test_a_link_by_formula_is_read(read_file: ReadFile) -> None:
    rows = [(*NAMES, "Link"), (*ROWS[0], f'=HYPERLINK("{LINK}", "lees")')]
    ((article,), _) = read_file("a.xlsx", workbook(*rows))
    assert article.url == LINK


def test_links_of_opendocument_are_read(read_file: ReadFile) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    link = f'<text:a {space} xlink:href="{LINK}">{ROWS[0][0]}</text:a>'
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = "".join(
        f"<table:table-row>{empty}{''.join(map(cell.format, row))}</table:table-row>"
        for row in (NAMES, (link, *ROWS[0][1:]), ROWS[1])
    )
    articles, errors = read_file("a.ods", sheet_of(rows))
    assert ([each.url for each in articles], errors) == ([LINK, None], [])


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@pytest.mark.parametrize("count", [1, 2])
def test_links_lie_on_their_side_with_their_table(
    read_file: ReadFile, name: str, count: int
) -> None:
    rows = [*zip(NAMES, *ROWS[:count], strict=True)]
    if name == "a.xlsx":
        data = linked("C1" if count > 1 else "B1", LINK, *rows)
    else:
        space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
        cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        title = rows[0][count]
        link = f'<text:a {space} xlink:href="{LINK}">{title}</text:a>'
        data = sheet_of(
            "".join(
                f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>"
                for row in [(*rows[0][:count], link), *rows[1:]]
            )
        )
    articles, errors = read_file(name, data)
    assert ([each.url for each in articles], errors) == ([None] * (count - 1) + [LINK], [])
