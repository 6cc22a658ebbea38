"""A document that is made to cost much is refused by its limit, which names what to do about it.

The limits are made small here, so that a document of each kind is small too: what is counted is
elements and bytes, in each place that a reader takes them from. `docs/reliability.md` says what a
document costs that is just within the real ones.
"""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.corpus import packages
from indexer.corpus.readers import rich_text
from indexer.corpus.sheets import bounds as sheet_bounds
from tests.fixture_types import ReadFile

MANY = 800
"""Elements, over each of the limits that are made small."""
ADVICE = ("save its text as .txt", "save it as .csv", "save it again", "split it into articles")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_STYLES = (
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{}<xf/></cellXfs>"
)
_ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
TEXT = "Een zin over de brug van Ravelhout, die weer open is voor wie er over wil."


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_ELEMENTS", 500)
    monkeypatch.setattr(packages.Package.check_elements, "__defaults__", (500,))
    monkeypatch.setattr(sheet_bounds, "MAX_KEPT", 500)
    monkeypatch.setattr(sheet_bounds, "MAX_OTHERS", 300)
    monkeypatch.setattr(rich_text, "MAX_GROUPS", 300)


def _zipped(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return packed.getvalue()


def _types(parts: dict[str, str], more: str = "") -> str:
    named = "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in parts.items())
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    usual = f'<Default Extension="rels" ContentType="{relations}"/>'
    return f'<Types xmlns="{_PACKAGE}content-types">{usual}{named}{more}</Types>'


def _relations(*those: tuple[str, str], more: str = "") -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(those)
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{each}{more}</Relationships>'


def _docx(body: str = "", **more: str) -> bytes:
    kinds = {"word/document.xml": f"{_WORD}.document.main+xml"}
    kinds |= {"word/styles.xml": f"{_WORD}.styles+xml"}
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
    rels = _relations(("styles", "styles.xml"), more=more.get("relations", ""))
    parts = {
        "[Content_Types].xml": _types(kinds, more.get("types", "")),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {space}><w:body>{body}{paragraph}</w:body></w:document>",
        "word/_rels/document.xml.rels": rels,
        "word/styles.xml": f"<w:styles {space}>{more.get('styles', '')}</w:styles>",
    }
    return _zipped(parts)


def _xlsx(rows: str = "", **more: str) -> bytes:
    sheet = more.get("sheet_name", "xl/worksheets/sheet1.xml")
    kinds = {"xl/workbook.xml": f"{_SHEET}.sheet.main+xml", sheet: f"{_SHEET}.worksheet+xml"}
    kinds |= {"xl/sharedStrings.xml": f"{_SHEET}.sharedStrings+xml"}
    cells = ("titel", "tekst"), ("Een kop", TEXT)
    usual = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in cells
    )
    book = f'<sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets>{more.get("book", "")}'
    strings = ("sharedStrings", "sharedStrings.xml")
    rels = _relations(("worksheet", sheet.removeprefix("xl/")), strings, more=more.get("rels", ""))
    styles = _STYLES.format(more.get("styles", ""))
    parts = {
        "[Content_Types].xml": _types(kinds, more.get("types", "")),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": rels,
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{more.get('shared', '')}</sst>",
        sheet: f"<worksheet {_MAIN}>{more.get('before', '')}<sheetData>{usual}{rows}</sheetData>"
        f"{more.get('below', '')}</worksheet>",
    }
    return _zipped(parts)


def _odf(kind: str, body: str, before: str = "", **parts: str) -> bytes:
    content = f"{before}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    others = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    return _zipped(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}"}
        | {"content.xml": f"<office:document-content{_ODF}>{content}</office:document-content>"}
        | others
    )


def _odt(body: str, before: str = "", **parts: str) -> bytes:
    return _odf("text", f"{body}<text:p>{TEXT}</text:p>", before, **parts)


def _ods(rows: str, after: str = "", before: str = "") -> bytes:
    usual = _row("titel", "tekst") + _row("Een kop", TEXT)
    table = f'<table:table table:name="a">{usual}{rows}</table:table>{after}'
    return _odf("spreadsheet", table, before)


def _row(*cells: str) -> str:
    each = (f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{''.join(each)}</table:table-row>"


def _epub(body: str = "", **more: str) -> bytes:
    text = f"<h1>Een kop</h1><p>{TEXT * 3}</p>"
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    found = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    book = (
        f"<package><metadata><title>Boek</title>{more.get('meta', '')}</metadata>"
        f"<manifest>{item}{more.get('items', '')}</manifest>"
        f'<spine><itemref idref="a"/>{more.get("spine", "")}</spine></package>'
    )
    chapter = f"<html><body>{text}{body}</body></html>"
    return _zipped({"META-INF/container.xml": found, "b.opf": book, "a.xhtml": chapter})


_STYLE = '<w:style w:type="paragraph" w:styleId="s{}"><w:name w:val="s{}"/></w:style>'
REFUSED: dict[str, tuple[str, bytes]] = {
    "paragraphs": ("a.docx", _docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * MANY)),
    "empty paragraphs": ("a.docx", _docx("<w:p/>" * MANY)),
    "elements of nothing": ("a.docx", _docx("<a/>" * MANY)),
    "cells": ("a.docx", _docx("<w:tbl><w:tr>" + "<w:tc/>" * MANY + "</w:tr></w:tbl>")),
    "tables in tables": ("a.docx", _docx("<w:tbl>" * MANY + "</w:tbl>" * MANY)),
    "boxes in boxes": ("a.docx", _docx("<w:txbxContent>" * MANY + "</w:txbxContent>" * MANY)),
    "styles": ("a.docx", _docx(styles="".join(_STYLE.format(n, n) for n in range(MANY)))),
    "relations": (
        "a.docx",
        _docx(relations="".join(f'<Relationship Id="x{n}"/>' for n in range(MANY))),
    ),
    "types of parts": ("a.docx", _docx(types="<Override/>" * MANY)),
    "runs of one paragraph": ("a.docx", _docx("<w:p>" + "<w:r/>" * MANY + "</w:p>")),
    "comments of XML": ("a.docx", _docx("<!---->" * MANY)),
    "styles of cells": ("a.xlsx", _xlsx(styles="<xf/>" * MANY)),
    "names of ranges": ("a.xlsx", _xlsx(book="<definedName/>" * MANY)),
    "relations of a workbook": ("a.xlsx", _xlsx(rels="<Relationship/>" * MANY)),
    "types of a workbook": ("a.xlsx", _xlsx(types="<Override/>" * MANY)),
    "elements beside rows": ("a.xlsx", _xlsx("<a/>" * MANY)),
    "elements before rows": ("a.xlsx", _xlsx(before="<a/>" * MANY)),
    "cells of one row": ("a.xlsx", _xlsx("<row>" + "<c/>" * MANY + "</row>")),
    "rows in a row": ("a.xlsx", _xlsx("<row>" * MANY + "</row>" * MANY)),
    "merged cells": ("a.xlsx", _xlsx(below='<mergeCell ref="A1:XFD1048576"/>' * MANY)),
    "runs of a shared text": ("a.xlsx", _xlsx(shared="<si>" + "<r/>" * MANY + "</si>")),
    "shared texts of nothing": ("a.xlsx", _xlsx(shared="<a/>" * MANY)),
    "a workbook that says it is a sheet": (
        "a.xlsx",
        _xlsx(book="<a/>" * MANY, rels=_relations(("worksheet", "workbook.xml"))),
    ),
    "paragraphs of ODT": ("a.odt", _odt("<text:p>a</text:p>" * MANY)),
    "elements of ODT": ("a.odt", _odt("<a/>" * MANY)),
    "sections in sections": ("a.odt", _odt("<a>" * 300 + "</a>" * 300)),
    "styles of ODT": ("a.odt", _odt("", before="<style:style/>" * MANY)),
    "spaces": ("a.odt", _odt("<text:p>a" + '<text:s text:c="99"/>' * MANY + "</text:p>")),
    "notes": ("a.odt", _odt("<text:p>" + "<text:note/>" * MANY + "</text:p>")),
    "properties": ("a.odt", _odt("", meta="<m>" + "<title/>" * MANY + "</m>")),
    "a list of parts": (
        "a.odt",
        _odt("", **{"META-INF__manifest": "<m>" + "<a/>" * MANY + "</m>"}),
    ),
    "cells of one row of ODS": (
        "a.ods",
        _ods("<table:table-row>" + "<table:table-cell/>" * MANY + "</table:table-row>"),
    ),
    "elements beside rows of ODS": ("a.ods", _ods("", after="<a/>" * MANY)),
    "styles of ODS": ("a.ods", _ods("", before="<style:style/>" * MANY)),
    "tables": ("a.ods", _ods("", after="<table:table/>" * MANY)),
    "tables in tables of ODS": ("a.ods", _ods("", after="<a>" * 300 + "</a>" * 300)),
    "items of a book": ("a.epub", _epub(items="<item/>" * MANY)),
    "chapters of a book": ("a.epub", _epub(spine='<itemref idref="a"/>' * MANY)),
    "writers of a book": ("a.epub", _epub(meta="<creator/>" * MANY)),
    "paragraphs of a chapter": ("a.epub", _epub("<p>a</p>" * MANY)),
    "elements of a chapter": ("a.epub", _epub("<a/>" * MANY)),
    "groups in groups": ("a.rtf", (r"{\rtf1 " + TEXT + "{" * MANY).encode()),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_document_that_costs_much_is_refused_with_what_to_do(
    read_file: ReadFile, kind: str
) -> None:
    _, errors = read_file(*REFUSED[kind])
    assert len(errors) == 1
    assert " over " in f" {errors[0].reason}"
    assert errors[0].reason.endswith(ADVICE)


READ: dict[str, tuple[str, bytes]] = {
    "a document": ("a.docx", _docx()),
    "styles that are based on each other": (
        "a.docx",
        _docx(
            '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>' * 20,
            styles="".join(
                f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
                f'<w:basedOn w:val="{other}"/></w:style>'
                for one, other in (("s1", "s2"), ("s2", "s1"))
            ),
        ),
    ),
    "a relation to itself": (
        "a.docx",
        _docx(relations=f'<Relationship Id="x" Type="{_OFFICE}/x" Target="document.xml"/>'),
    ),
    "many rows": ("a.xlsx", _xlsx("<row/>" * MANY)),
    "many shared texts": ("a.xlsx", _xlsx(shared="<si><t>a</t></si>" * MANY)),
    "the last cell of all": (
        "a.xlsx",
        _xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "many rows of ODS": ("a.ods", _ods("<table:table-row/>" * MANY)),
    "a row that is all rows": (
        "a.ods",
        _ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
    ),
    "a book": ("a.epub", _epub()),
    "groups beside groups": ("a.rtf", (r"{\rtf1 " + TEXT + "{}" * MANY + "}").encode()),
}


@pytest.mark.parametrize("kind", READ)
def test_a_document_that_only_has_much_is_read(read_file: ReadFile, kind: str) -> None:
    articles, errors = read_file(*READ[kind])
    assert any("Ravelhout" in article.body for article in articles)
    assert errors == []


def test_what_a_small_document_may_unpack_to_is_bounded(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "FREE_GROWTH", 10_000)
    for name, data in (("a.docx", _docx("a" * 300_000)), ("a.odt", _odt("a" * 300_000))):
        _, (error,) = read_file(name, data)
        assert error.reason.startswith("grows over 100-fold when unpacked, beyond 0 MB: a bomb")


def test_cells_that_repeat_one_text_are_bounded(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_bounds, "FREE_TEXT", 1_000)
    monkeypatch.setattr(sheet_bounds, "MAX_GROWTH", 1)
    text = '<c t="inlineStr"><is><t>kop</t></is></c><c t="s"><v>0</v></c>'
    data = _xlsx(f"<row>{text}</row>" * 50, shared=f"<si><t>{TEXT * 20}</t></si>")
    articles, errors = read_file("a.xlsx", data)
    assert 0 < len(articles) < 10
    assert "its cells repeat texts to over 1 times its size; save it as .csv" in errors[0].reason
