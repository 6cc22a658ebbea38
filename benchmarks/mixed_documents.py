"""Known articles as documents, workbooks, books, messages and crawls."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from html import escape

import brotli
import docx
import openpyxl
from known_articles import Known
from mixed_downloads import wrap
from mixed_forms import body, page, paragraphs
from pdf_writer import Placed, column, pdf
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_OFFICE = (
    "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
    " xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'"
)
_ODF = "application/vnd.oasis.opendocument"
_HEADER = ("Nummer", "Titel", "Datum", "Bron", "Auteur", "Tekst")


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of parts, of which the first is stored as it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(parts.items()):
            method = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def word(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a document an article: a date, a headline by its style, the text."""
    files = {}
    for number, each in enumerate(articles):
        document = docx.Document()
        document.core_properties.author = each.author
        document.core_properties.title = "Microsoft Word - sjabloon.doc"
        document.add_paragraph(each.day_in_words)
        document.add_heading(each.title, number % 2)  # the style for titles, or the first heading
        for text in each.paragraphs:
            document.add_paragraph(text)
        stream = io.BytesIO()
        document.save(stream)
        files[f"documenten/stuk {each.number}.docx"] = stream.getvalue()
    return files


def odt(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a document an article."""
    files = {}
    for each in articles:
        text = f"<text:p>Datum: {each.day_in_words}</text:p><text:h>{each.title}</text:h>"
        text += paragraphs(each, "text:p")
        content = f"<office:document-content {_OFFICE}><office:body><office:text>{text}"
        files[f"documenten/{each.number}.odt"] = packed(
            {
                "mimetype": f"{_ODF}.text",
                "content.xml": f"{content}</office:text></office:body></office:document-content>",
                "meta.xml": f"<office:document-meta {_OFFICE}><office:meta><meta:initial-creator>"
                f"{each.author}</meta:initial-creator></office:meta></office:document-meta>",
            }
        )
    return files


def rtf(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a document an article, some under the name of a text."""
    files = {}
    for number, each in enumerate(articles):
        lines = "".join(rf"\pard {text}\par" for text in each.paragraphs)
        markup = (
            rf"{{\rtf1\ansi\ansicpg1252{{\stylesheet{{\s1 heading 1;}}}}{{\info{{\author "
            rf"{each.author}}}}}\pard {each.day_in_words}\par\pard\s1 {each.title}\par{lines}}}"
        )
        coded = "".join(sign if sign.isascii() else rf"\u{ord(sign)}?" for sign in markup)
        suffix = ("rtf", "txt")[number % 2]
        files[f"documenten/rtf-{each.number}.{suffix}"] = coded.encode()
    return files


def portable(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a PDF an article: a folio, a large headline, two columns written row by row."""
    files = {}
    for each in articles:
        lines = [line for text in each.paragraphs for line in [*wrap(text, 44), ""]]
        half = -(-len(lines) // 2)
        left, right = column(40, 730, lines[:half], 9), column(310, 730, lines[half:], 9)
        rows: list[Placed] = []
        for at in range(half):
            rows += [side[at] for side in (left, right) if at < len(side) and side[at][3]]
        top = [
            (40.0, 810.0, 8.0, f"{each.paper} - {each.weekday} {each.day_in_words} - pagina 3"),
            (40.0, 770.0, 20.0, each.title),
        ]
        properties = {"Author": each.author, "Title": "(anonymous)"}
        files[f"pdf/{each.number}.pdf"] = pdf([[*top, *rows]], properties)
    return files


def epub(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a book: all its articles are of one day and one maker."""
    first = articles[0]
    names = [f"tekst/{each.number}.xhtml" for each in articles]
    items = "".join(
        f"<item id='d{number}' href='{name}' media-type='application/xhtml+xml'/>"
        for number, name in enumerate(["omslag.xhtml", *names])
    )
    spine = "".join(f"<itemref idref='d{number}'/>" for number in range(len(names) + 1))
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{}</title></head>{}</html>"
    cover = "<body xmlns:epub='http://www.idpf.org/2007/ops' epub:type='cover'><p>{}</p></body>"
    documents = {
        f"boek/{name}": page.format(
            each.title, f"<body><h1>{each.title}</h1>{paragraphs(each)}</body>"
        )
        for name, each in zip(names, articles, strict=True)
    }
    return {
        "boeken/weekblad.epub": packed(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": "<container><rootfiles><rootfile"
                " full-path='boek/inhoud.opf'/></rootfiles></container>",
                "boek/inhoud.opf": "<package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>"
                f"<dc:title>{first.paper}</dc:title><dc:creator>{first.author}</dc:creator>"
                f"<dc:date>{first.day}</dc:date></metadata><manifest>{items}</manifest>"
                f"<spine>{spine}</spine></package>",
                "boek/omslag.xhtml": page.format("", cover.format(f"{first.paper}, omslag " * 5)),
                **documents,
            }
        )
    }


def xlsx(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a workbook with a title above the table, and a legend on a sheet of its own."""
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("Lijst", 0)
    del workbook["Sheet"]
    sheet.append(("Lijst van de redactie",))
    sheet.append(_HEADER)
    for each in articles:
        sheet.append((each.number, each.title, each.day, each.paper, each.author, body(each)))
    workbook.create_sheet("Legenda").append(("Groen", "Geplaatst"))
    stream = io.BytesIO()
    workbook.save(stream)
    return {"tabel/redactie.xlsx": stream.getvalue()}


def ods(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a table of LibreOffice."""

    def row(cells: Sequence[object]) -> str:
        shown = "".join(
            "<table:table-cell office:value-type='string'>"
            + "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n\n"))
            + "</table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row>{shown}</table:table-row>"

    rows = [_HEADER] + [
        (each.number, each.title, each.day, each.paper, each.author, body(each))
        for each in articles
    ]
    table = f"<table:table table:name='Blad1'>{''.join(map(row, rows))}</table:table>"
    content = f"<office:document-content {_OFFICE}><office:body><office:spreadsheet>{table}"
    return {
        "tabel/lijst.ods": packed(
            {
                "mimetype": f"{_ODF}.spreadsheet",
                "content.xml": f"{content}</office:spreadsheet></office:body>"
                "</office:document-content>",
            }
        )
    }


def _message(each: Known) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{each.paper} <nieuws@velmer.example>"
    message["To"] = "lezer@velmer.example"
    message["Subject"] = each.title
    message["Date"] = f"{each.day:%a, %d %b %Y} 07:00:00 +0100"
    message["Message-ID"] = f"<{each.number}@velmer.example>"
    message.set_content(f"{body(each)}\n")
    message.add_alternative(
        f"<p>Lees deze nieuwsbrief online</p>{paragraphs(each)}<p>Afmelden</p>", subtype="html"
    )
    return message


def mail(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a message an article."""
    return {f"mail/{each.number}.eml": _message(each).as_bytes() for each in articles}


def mailbox(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a mailbox."""
    messages = (b"From x Mon Jan  1\n" + _message(each).as_bytes() + b"\n" for each in articles)
    return {"mail/archief.mbox": b"".join(messages)}


def saved_pages(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a page that a browser saved, an article each."""
    files = {}
    for each in articles:
        message = EmailMessage()
        message["From"] = "<Saved by Blink>"
        message["Snapshot-Content-Location"] = each.address
        message["Date"] = "Mon, 1 Jan 2024 10:00:00 -0000"
        message.set_content(page(each), subtype="html", cte="quoted-printable")
        message.add_related(b"\x89PNG", "image", "png")
        files[f"web/bewaard-{each.number}.mhtml"] = message.as_bytes()
    return files


def packed_crawl(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a crawl as Browsertrix packs it, beside a list of its pages with their text."""
    (data,) = crawl(articles).values()
    pages = [{"url": each.address, "title": each.title, "text": each.title} for each in articles]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("archive/data.warc.gz", data)
        package.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, pages)))
        package.writestr("datapackage.json", json.dumps({"profile": "data-package"}))
    return {"web/crawl.wacz": stream.getvalue()}


def crawl(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a crawl that was gzipped whole; its pages are packed as servers pack them."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for number, each in enumerate(articles):
        encoding, pack = (("br", brotli.compress), ("gzip", gzip.compress))[number % 2]
        fields = [("Content-Type", "text/html; charset=iso-8859-1"), ("Content-Encoding", encoding)]
        writer.write_record(
            writer.create_warc_record(
                each.address,
                "response",
                payload=io.BytesIO(pack(page(each).encode())),
                http_headers=StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1"),
            )
        )
    return {"web/crawl.warc.gz": gzip.compress(stream.getvalue())}
