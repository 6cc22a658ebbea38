"""A document is its text in order, with tables, boxes and notes; its styles tell the headline."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from indexer.model import Article
from tests.fixture_types import ReadFile
from tests.unit.corpus.readers.test_newsroom_formats import text_document

TEXT = "De gemeente Velmer koopt het veerhuis aan de kade."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def styled(document: Any, name: str, base: str | None = None) -> str:
    """Return a style of this name, made where the template lacks it."""
    if name not in [style.name for style in document.styles]:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base] if base else None
    return name


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(read_file: ReadFile, document: Any, name: str = "a.docx") -> Article:
    ((article,), errors) = read_file(name, saved(document))
    assert errors == []
    return article


@pytest.mark.parametrize(
    ("style", "base", "why"),
    [
        ("Title", None, "Word's own style for titles"),
        ("Titel", None, "the same in Dutch"),
        ("Heading 1", None, "a heading"),
        ("Kop 1", None, "the same in Dutch"),
        ("Heading 2", None, "a heading of a lower level"),
        ("Headline", None, "a style of a newsroom"),
        ("Krantenkop", None, "and another"),
        ("Velmer groot", "Heading 1", "a style that is based on a heading"),
    ],
)
@pytest.mark.parametrize("above", [(), ("De Velmer Courant", "Van onze verslaggever")])
def test_a_paragraph_is_the_headline_by_its_style(
    read_file: ReadFile, style: str, base: str | None, why: str, above: tuple[str, ...]
) -> None:
    document = docx.Document()
    document.core_properties.title = "Sjabloon van de krant"
    for line in above:
        document.add_paragraph(line)
    document.add_paragraph("Veerhuis verkocht", styled(document, style, base))
    document.add_paragraph(TEXT)
    article = read(read_file, document)
    assert article.title == "Veerhuis verkocht", why
    assert article.body == "\n\n".join([*above, TEXT])


@pytest.mark.parametrize(
    ("stated", "above", "title", "why"),
    [
        ("Persbericht 12", ("Gemeente koopt het veerhuis",), "Gemeente koopt het veerhuis", "own"),
        ("Gemeente koopt veerhuis", (), "Gemeente koopt veerhuis", "no other in the text"),
        (
            "Gemeente koopt veerhuis",
            ("Van onze verslaggever",),
            "Gemeente koopt veerhuis",
            "signed",
        ),
        ("Gemeente koopt veerhuis", ("24 maart 2022",), "Gemeente koopt veerhuis", "a day"),
        (
            "Gemeente koopt veerhuis",
            ("Nieuws uit de stad", "Gemeente koopt veerhuis"),
            "Gemeente koopt veerhuis",
            "where the text has it, its first line is of something else",
        ),
    ],
)
def test_a_headline_in_the_text_goes_before_what_the_document_states(
    read_file: ReadFile, stated: str, above: tuple[str, ...], title: str, why: str
) -> None:
    document = docx.Document()
    document.core_properties.title = stated
    for line in (*above, TEXT, TEXT):
        document.add_paragraph(line)
    assert read(read_file, document).title == title, why


def test_the_highest_heading_at_the_top_is_the_headline(read_file: ReadFile) -> None:
    document = docx.Document()
    document.add_heading("Regio", 2)
    document.add_heading("Veerhuis verkocht", 1)
    document.add_paragraph(TEXT * 10)
    document.add_heading("Een tussenkop", 1)
    article = read(read_file, document)
    assert article.title == "Veerhuis verkocht"
    assert article.body == f"Regio\n\n{TEXT * 10}\n\nEen tussenkop"


def test_a_heading_far_below_is_a_subhead(read_file: ReadFile) -> None:
    document = docx.Document()
    document.add_paragraph(f"{TEXT} {TEXT * 8}")
    document.add_heading("Een tussenkop", 1)
    assert read(read_file, document).title == TEXT


@pytest.mark.parametrize(
    "made", ["Microsoft Word - nota.doc", "(anonymous)", "Document1", "nota_def.docx", "Naamloos"]
)
def test_what_a_program_filled_in_is_no_title_and_no_author(read_file: ReadFile, made: str) -> None:
    document = docx.Document()
    document.core_properties.title = made
    document.core_properties.author = "Microsoft Office User"
    document.add_paragraph(TEXT)
    article = read(read_file, document)
    assert (article.title, article.author) == (TEXT, ())


def test_tables_and_boxes_are_read_in_their_place_once(read_file: ReadFile) -> None:
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.add_paragraph("Eerste alinea.")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ("a", "b", "c", "d"), strict=True
    ):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    anchored = document.add_paragraph("Tweede alinea.")
    anchored._p.append(
        parse_xml(
            f"<w:r {W} {MC}><mc:AlternateContent><mc:Choice Requires='wps'>"
            f"{box.format('In een kader.')}</mc:Choice><mc:Fallback><w:pict>"
            f"{box.format('In een kader.')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    document.add_paragraph("Derde alinea.")
    body = read(read_file, document).body
    assert body.split("\n\n") == [
        *("Eerste alinea.", "a", "b", "c", "d", "Tweede alinea.", "In een kader.", "Derde alinea."),
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:ins {W}><w:r><w:t>nieuw</w:t></w:r></w:ins>", "nieuw"),
        (f"<w:del {W}><w:r><w:delText>oud</w:delText></w:r></w:del>", ""),
        (f"<w:moveFrom {W}><w:r><w:t>weg</w:t></w:r></w:moveFrom>", ""),
        (f"<w:hyperlink {W}><w:r><w:t>een link</w:t></w:r></w:hyperlink>", "een link"),
        (f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r>", ""),
        (f"<w:r {W}><w:t>gemeente</w:t><w:softHyphen/><w:t>raad</w:t></w:r>", "gemeenteraad"),
        (f"<w:r {W}><w:t>auto</w:t><w:noBreakHyphen/><w:t>ongeluk</w:t></w:r>", "auto-ongeluk"),
        (f"<w:r {W}><w:t>een</w:t><w:br/><w:t>twee</w:t></w:r>", "een\ntwee"),
        (f"<w:r {W}><w:instrText>PAGE</w:instrText></w:r>", ""),
        (
            f"<w:sdt {W}><w:sdtContent><w:r><w:t>een veld</w:t></w:r></w:sdtContent></w:sdt>",
            "een veld",
        ),
    ],
)
def test_what_is_shown_is_text_and_what_is_not_is_none(
    read_file: ReadFile, inside: str, text: str
) -> None:
    document = docx.Document()
    document.add_heading("Kop", 1)
    document.add_paragraph("Er staat: ")._p.append(parse_xml(inside))
    assert read(read_file, document).body == f"Er staat: {text}".strip()


def test_footnotes_follow_the_text(read_file: ReadFile) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    note = "<w:footnote w:id='{}'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {W}>{note.format(0, '')}{note.format(2, 'Bron: de raad.')}</w:footnotes>"
    document = docx.Document()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    first = document.add_paragraph("Eerste alinea.")
    first._p.append(parse_xml(f"<w:r {W}><w:footnoteReference w:id='2'/></w:r>"))
    document.add_paragraph("Tweede alinea.")
    body = read(read_file, document).body
    assert body == "Eerste alinea.\n\nTweede alinea.\n\nBron: de raad."


BOX = (
    "<text:p>Een.<draw:frame xmlns:draw='urn:draw'><draw:text-box><text:p>Kader.</text:p>"
    "</draw:text-box></draw:frame> Twee.</text:p>"
)
MANY = "9" * 5000
NOTE = (
    "<text:p>Een.<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Noot.</text:p></text:note-body></text:note></text:p>"
)


@pytest.mark.parametrize(
    ("content", "expected", "why"),
    [
        (
            '<text:p>De Velmer Courant</text:p><text:h text:outline-level="1">Veerhuis</text:h>',
            ("Veerhuis", "De Velmer Courant\n\nZin."),
            "a heading below the paper",
        ),
        (
            '<text:p text:style-name="Heading_20_1">Veerhuis</text:p>',
            ("Veerhuis", "Zin."),
            "a style that is called a heading",
        ),
        (
            BOX,
            ("Een.", "Een. Twee.\n\nKader.\n\nZin."),
            "a box stands apart",
        ),
        (
            f'<text:h text:outline-level="{MANY}">Veer<text:s text:c="{MANY}"/>huis</text:h>',
            ("Veer huis", "Zin."),
            "numbers that Python refuses to read",
        ),
        (
            NOTE,
            ("Een.", "Een.\n\nZin.\n\nNoot."),
            "notes follow the text",
        ),
    ],
)
def test_opendocument_is_read_likewise(
    read_file: ReadFile, content: str, expected: tuple[str, str], why: str
) -> None:
    ((article,), _) = read_file("a.odt", text_document(f"{content}<text:p>Zin.</text:p>"))
    assert (article.title, article.body) == expected, why


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\stylesheet{\ql Normal;}{\s1\b\fs32 %s;}{\s2\i Citaat;}}"
    r"{\info{\title Document1}{\author Jan Bakker}}{\header De kop van elke pagina\par}"
    r"\pard\plain De Velmer Courant\par\pard\plain\s1\ql {\b Caf\'e9 verkocht}\par"
    r"\pard\plain Het caf\'e9 aan de kade is verkocht.\par}"
)


@pytest.mark.parametrize("style", ["heading 1", "Titel", "Kop 1", "Headline"])
def test_rtf_is_read_likewise(read_file: ReadFile, style: str) -> None:
    ((article,), _) = read_file("a.rtf", RTF % style)
    assert (article.title, article.author) == ("Café verkocht", ("Jan Bakker",))
    assert article.body == "De Velmer Courant\n\nHet café aan de kade is verkocht."


@pytest.mark.parametrize(
    "data",
    [
        rb"{\rtf1\mac Het caf\'8e is dicht.\par De rest.}",
        "{\\rtf1\\ansi Het café is dicht.\\par De rest.}".encode(),
        "{\\rtf1\\ansi\\ansicpg1252 Het café is dicht.\\par De rest.}".encode("cp1252"),
    ],
)
def test_rtf_in_other_encodings_is_read(read_file: ReadFile, data: bytes) -> None:
    ((article,), _) = read_file("a.rtf", data)
    assert article.body.startswith("Het café is dicht.")
