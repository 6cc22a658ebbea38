"""No headline is read without its text, which is found whatever its name, or said to be missing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import openpyxl
import pytest

from indexer.corpus.mapping.rows import LOOK_AHEAD
from tests.fixture_types import ReadFile

RAAD = (
    "De gemeenteraad van Ravelhout stemde gisteravond na lang overleg in met de bouw van een dijk."
)
HAVEN = "Door harde wind uit het westen bleef in Velmer ook vandaag ieder schip aan de kade."
KORT = "Raad wil dijk."


def table(form: str, header: Sequence[str], *rows: Sequence[str]) -> tuple[str, str | bytes]:
    """Return the name and content of a file with these rows."""
    records = [dict(zip(header, row, strict=True)) for row in rows]
    if form == ".json":
        return "a.json", json.dumps(records)
    if form == ".jsonl":
        return "a.jsonl", "\n".join(map(json.dumps, records))
    if form == ".xlsx":
        book, stream = openpyxl.Workbook(), io.BytesIO()
        assert book.active is not None
        for line in (header, *rows):
            book.active.append(list(line))
        book.save(stream)
        return "a.xlsx", stream.getvalue()
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([header, *rows])
    return "a.csv", text.getvalue()


FORMS = pytest.mark.parametrize("form", [".csv", ".xlsx", ".json", ".jsonl"])


@FORMS
def test_the_one_long_column_has_the_texts_and_a_note_says_so(
    read_file: ReadFile, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    header = ("Koptekst", "Het hele verhaal", "Pagina")
    articles, errors = read_file(*table(form, header, ("Raad", RAAD, "1"), ("Haven", HAVEN, "2")))
    assert [(article.title, article.body) for article in articles] == [
        ("Raad", RAAD),
        ("Haven", HAVEN),
    ]
    assert errors == []
    (note,) = caplog.messages
    assert 'body = "Het hele verhaal"' in note


@FORMS
@pytest.mark.parametrize(
    ("header", "row", "body"),
    [
        pytest.param(
            ("kop", "bijschrift", "verhaal"), ("Raad", HAVEN, RAAD), RAAD, id="no caption"
        ),
        pytest.param(
            ("kop", "reacties", "verhaal"), ("Raad", HAVEN * 9, RAAD), RAAD, id="no comments"
        ),
        pytest.param(
            ("kop", "artikel", "verhaal"), ("Raad", "17", RAAD), RAAD, id="a number is no text"
        ),
        pytest.param(
            ("kop", "samenvatting", "lead", "verhaal"),
            ("Raad", "", KORT, RAAD),
            RAAD,
            id="a summary",
        ),
        pytest.param(
            ("kop", "tekst", "locatie"), ("Raad", KORT, HAVEN), KORT, id="a usual name, in short"
        ),
        pytest.param(
            ("kop", "document", "tekst"), ("Raad", "a.pdf", RAAD), RAAD, id="a name of a file"
        ),
        pytest.param(
            ("kop", "tekst", "content"),
            ("Raad", RAAD, f"{RAAD} {HAVEN} {HAVEN}"),
            None,
            id="the whole",
        ),
        pytest.param(
            ("kop", "verhaal", "html"),
            ("Raad", RAAD, f"<html>{HAVEN * 9}</html>"),
            RAAD,
            id="no page",
        ),
        pytest.param(
            ("titel van het stuk", "verhaal"), ("Raad", RAAD), RAAD, id="no title known either"
        ),
    ],
)
def test_what_is_shorter_or_something_else_is_not_the_text(
    read_file: ReadFile, form: str, header: Sequence[str], row: Sequence[str], body: str | None
) -> None:
    (article,), errors = read_file(*table(form, header, row))
    assert (article.body, errors) == (body or row[2], [])


@FORMS
@pytest.mark.parametrize("names", [("papier", "online"), ("tekst", "inhoud")])
def test_of_two_columns_of_texts_none_is_read(
    read_file: ReadFile, form: str, names: Sequence[str]
) -> None:
    rows = ("Raad", RAAD, HAVEN), ("Haven", HAVEN, RAAD)
    articles, (error,) = read_file(*table(form, ("kop", *names), *rows))
    assert articles == []
    assert f'2 columns of texts ("{names[0]}", "{names[1]}")' in error.reason
    assert f'body = "{names[0]}"' in error.reason


@FORMS
def test_titles_beside_what_may_be_their_texts_are_refused_with_the_line_to_write(
    read_file: ReadFile, form: str
) -> None:
    articles, (error,) = read_file(*table(form, ("kop", "stukje"), ("Raad", "De raad wil dat.")))
    assert articles == []
    assert 'under [fields]: body = "stukje"' in error.reason


def test_rows_beyond_those_that_were_looked_at_have_their_texts_from_the_same_column(
    read_file: ReadFile,
) -> None:
    rows = [("Raad", RAAD, "") for _ in range(LOOK_AHEAD)]
    articles, errors = read_file(
        *table(".csv", ("kop", "verhaal", "noot"), *rows, ("Laatste", "Kort.", HAVEN))
    )
    assert (len(articles), articles[-1].body, errors) == (LOOK_AHEAD + 1, "Kort.", [])


@pytest.mark.parametrize(
    ("record", "path", "why"),
    [
        ({"artikel": {"kop": "x", "delen": [{"stuk": RAAD}]}}, "artikel.delen.stuk", "deeper"),
        ({"body": {"boven": RAAD, "onder": HAVEN}}, "body.boven", "in two parts"),
        ({"stuk": {"regels": {"alles": RAAD}}}, "stuk.regels.alles", "under names of no kind"),
        ({"bericht": "De raad wil dat."}, "bericht", "short, by its name"),
        ({"body": "", "verhaal van nu": f"{RAAD} {HAVEN}"}, None, "long beside an empty text"),
    ],
)
def test_a_headline_whose_text_lies_elsewhere_is_refused_by_name(
    read_file: ReadFile, record: dict[str, object], path: str | None, why: str
) -> None:
    lines = [{"id": 1, "title": "Haven", "body": HAVEN}, {"id": 2, "title": "Raad"} | record]
    articles, errors = read_file("a.jsonl", "\n".join(map(json.dumps, lines)))
    assert [article.id for article in articles] == ["1"], why
    (error,) = errors
    assert (error.line, "«Raad»" in error.reason) == (2, True)
    assert f'body = "{path or "verhaal van nu"}"' in error.reason


@pytest.mark.parametrize(
    "record",
    [
        {"body": ""},
        {"tags": ["dijk"]},
        {"images": [{"caption": RAAD}]},
        {"author": {"name": "Jan", "description": RAAD}},
        {"related": [{"title": "Haven", "text": HAVEN}]},
        {"body": "", "plaats": "Den Haag, bij het Binnenhof en de Hofvijver"},
    ],
)
def test_a_headline_beside_which_no_text_can_be_its_own_is_an_article(
    read_file: ReadFile, record: dict[str, object]
) -> None:
    (article,), errors = read_file("a.json", json.dumps({"title": "Alleen een kop"} | record))
    assert (article.title, article.body, errors) == ("Alleen een kop", "", [])


def test_damage_below_the_rows_that_decide_costs_none_of_them(read_file: ReadFile) -> None:
    lines = [json.dumps({"kop": "Raad", "verhaal": RAAD}), "x" * 30, json.dumps({"kop": "Haven"})]
    articles, errors = read_file("a.jsonl", "\n".join(lines))
    assert [article.body for article in articles] == [RAAD, ""]
    assert [error.line for error in errors] == [2]


def test_a_summary_beside_a_longer_text_that_lies_deeper_is_not_read_for_it(
    read_file: ReadFile,
) -> None:
    record = {"title": "Raad", "description": KORT, "data": {"story": {"alles": f"{RAAD} {HAVEN}"}}}
    articles, (error,) = read_file("a.jsonl", json.dumps(record))
    assert articles == []
    assert 'body = "data.story.alles"' in error.reason


@pytest.mark.parametrize(
    "more",
    [
        {"media": [{"caption": f"{RAAD} {HAVEN}"}]},
        {"author": {"name": "Jan", "bio": f"{RAAD} {HAVEN}"}},
        {"links": [{"text": "Lees ook"}]},
    ],
)
def test_a_summary_is_a_text_where_there_is_no_other(
    read_file: ReadFile, more: dict[str, object]
) -> None:
    (article,), errors = read_file("a.jsonl", json.dumps({"title": "Raad", "summary": KORT} | more))
    assert (article.body, errors) == (KORT, [])


@pytest.mark.parametrize("form", [".csv", ".json"])
def test_a_text_in_html_is_known_as_one(read_file: ReadFile, form: str) -> None:
    rows = [("Raad", f"<p>{RAAD}</p>"), ("Haven", f"<p>{HAVEN}</p>")]
    articles, errors = read_file(*table(form, ("kop", "stuk_html"), *rows))
    assert ([each.body for each in articles], errors) == ([RAAD, HAVEN], [])
