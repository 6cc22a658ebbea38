"""A document with several headlines, each with its day, is as many articles."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape

import docx
import pytest

from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_newsroom_formats import text_document

FIRST = "De gemeente Velmer koopt het oude veerhuis aan de kade voor een miljoen euro."
LAST = "De raad stemt er donderdag over, maar de uitkomst staat al vast."
ITEMS = (
    ("Veerhuis verkocht", "24 maart 2022"),
    ("Brug gaat open", "Trouw, 25 maart 2022"),
    ("Haven ligt stil", "Datum: 26 maart 2022"),
)
RIGHT = [
    ("Veerhuis verkocht", "2022-03-24", None),
    ("Brug gaat open", "2022-03-25", "Trouw"),
    ("Haven ligt stil", "2022-03-26", None),
]
# The level of a heading, 0 of a paragraph.
Lines = Sequence[tuple[int, str]]


def as_word(lines: Lines) -> bytes:
    document = docx.Document()
    for level, line in lines:
        if level:
            document.add_heading(line, level)
        else:
            document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_odt(lines: Lines) -> bytes:
    heading = '<text:h text:outline-level="{}">{}</text:h>'
    return text_document(
        "".join(
            heading.format(level, escape(line)) if level else f"<text:p>{escape(line)}</text:p>"
            for level, line in lines
        )
    )


FORMS = pytest.mark.parametrize(
    ("name", "write"), [("a.docx", as_word), ("a.odt", as_odt)], ids=("docx", "odt")
)
Write = Callable[[Lines], bytes]


def clippings(level: int, items: Sequence[tuple[str, str]] = ITEMS) -> list[tuple[int, str]]:
    lines = [((level, title), (0, day), (0, FIRST), (0, LAST)) for title, day in items]
    return [line for item in lines for line in item if line[1]]


def told(articles: Sequence[Article]) -> list[tuple[str, str | None, str | None]]:
    return [(each.title, each.date, each.source) for each in articles]


@FORMS
@pytest.mark.parametrize("level", [1, 2])
def test_each_headline_with_its_day_begins_an_article(
    read_file: ReadFile, name: str, write: Write, level: int
) -> None:
    above = [(1, "Knipsels van maart"), (0, "Voor de raad")] if level > 1 else []
    articles, errors = read_file(name, write([*above, *clippings(level)]))
    assert (told(articles), errors) == (RIGHT, [])
    assert {each.body for each in articles} == {f"{FIRST}\n\n{LAST}"}
    assert [each.id for each in articles] == [f"{name}!{number}" for number in (1, 2, 3)]


@FORMS
def test_subheads_stay_in_their_article(read_file: ReadFile, name: str, write: Write) -> None:
    lines = clippings(1)
    lines[3:3] = [(2, "Geld"), (0, LAST), (2, "Tijd"), (0, FIRST)]
    articles, errors = read_file(name, write(lines))
    assert (told(articles), errors) == (RIGHT, [])
    assert "Geld" in articles[0].body


@FORMS
@pytest.mark.parametrize(
    "lines",
    [
        clippings(1, [(title, "") for title, _ in ITEMS]),
        clippings(1, [ITEMS[0], ("Slot", "")]),
        clippings(1, ITEMS[:1]),
        [(0, FIRST * 5), *clippings(2)],
    ],
    ids=["chapters", "one without a day", "one", "below a text"],
)
def test_another_document_is_one_article(
    read_file: ReadFile, name: str, write: Write, lines: Lines
) -> None:
    (_,), errors = read_file(name, write(lines))
    assert errors == []
