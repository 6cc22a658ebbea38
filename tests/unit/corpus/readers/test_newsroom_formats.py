"""Spreadsheets, OpenDocument, RTF and mail: what they hold, and what is broken in them named."""

from __future__ import annotations

import datetime as dt
import email.policy
import io
import time
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.fixture_types import ReadFile
from tests.golden_formats import FILES

ODS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPACES = " ".join(f'xmlns:{name}="{ODS.format(name)}"' for name in ("office", "table", "text"))
LINK = rb'{\rtf1{\field{\*\fldinst{HYPERLINK "https://x.example"}}{\fldrslt dijk}} en}'
ENTITIES = '<!DOCTYPE a [<!ENTITY b "{}">]>'


def workbook(*rows: Sequence[object], name: str = "Blad1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def package(**parts: str) -> bytes:
    """Return an OpenDocument file; of names `_` is a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def text_document(content: str, **parts: str) -> bytes:
    body = f"<office:document-content {SPACES}><office:body><office:text>{content}"
    closed = f"{body}</office:text></office:body></office:document-content>"
    return package(content_xml=closed, **parts)


def sheet_of(rows: str) -> bytes:
    body = f'<office:document-content {SPACES}><table:table table:name="Blad1">{rows}'
    return package(content_xml=f"{body}</table:table></office:document-content>")


def changed(name: str, part: str, old: str, new: str) -> bytes:
    """Return a golden file with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(FILES[name]) as before, zipfile.ZipFile(stream, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == part:
                data = data.replace(old.encode(), new.encode())
            after.writestr(info, data)
    return stream.getvalue()


def message(text: str = "", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage(policy=email.policy.SMTP)
    for name, value in ({"From": "De Krant <a@krant.example>", "Subject": "Kop"} | headers).items():
        made[name.replace("_", "-")] = value
    if text:
        made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


# -- Spreadsheets


@pytest.mark.parametrize("above", [0, 1, 5, 15])
def test_the_names_of_the_columns_are_found_below_what_stands_above_them(
    read_file: ReadFile, above: int
) -> None:
    rows = [["Overzicht van de redactie, maart"]] * above
    data = workbook(*rows, ["Kop", "Tekst"], ["De dijk", "De dijk houdt."])
    ((article,), errors) = read_file("a.xlsx", data)
    assert (article.title, article.body, errors) == ("De dijk", "De dijk houdt.", [])


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (dt.datetime(2022, 3, 24, 23, 30), "2022-03-24"),  # noqa: DTZ001 - as Excel has them
        (dt.date(2022, 3, 24), "2022-03-24"),
        (44644, "2022-03-24"),
        (44644.75, "2022-03-24"),
        ("24 maart 2022", "2022-03-24"),
        (2022, "2022"),
        (None, None),
    ],
)
def test_a_cell_of_a_date_is_a_day(read_file: ReadFile, cell: object, date: str | None) -> None:
    data = workbook(["titel", "datum", "tekst"], ["De dijk", cell, "De dijk houdt."])
    ((article,), _) = read_file("a.xlsx", data)
    assert article.date == date


def test_days_of_a_workbook_that_began_on_a_mac_count_from_1904(read_file: ReadFile) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for row in (["Kop", "Datum", "Tekst"], ["Een", 43182, "De dijk houdt."]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    ((article,), errors) = read_file("a.xlsx", stream.getvalue())
    assert (article.date, errors) == ("2022-03-24", [])


def test_a_number_in_a_title_is_written_as_in_the_sheet(read_file: ReadFile) -> None:
    data = workbook(["titel", "tekst"], [1984.0, "Een boek."], [44644, "Een getal."])
    (articles, _) = read_file("a.xlsx", data)
    assert [article.title for article in articles] == ["1984", "44644"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_a_row_without_text_is_named_with_its_sheet_and_number(
    read_file: ReadFile, name: str
) -> None:
    rows = [["krant", "titel", "tekst"], ["Courant", "", ""], ["Courant", "Kop", "Een tekst."]]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    xml = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
    )
    data = workbook(*rows) if name == "a.xlsx" else sheet_of(xml)
    (articles, (error,)) = read_file(name, data)
    assert [article.title for article in articles] == ["Kop"]
    assert error.line == 2
    assert error.reason.startswith("sheet Blad1: no text among its fields")


def test_every_row_of_a_long_sheet_is_read(read_file: ReadFile) -> None:
    rows = [[f"Kop {number}", f"Tekst {number}."] for number in range(1000)]
    (articles, errors) = read_file("a.xlsx", workbook(["titel", "tekst"], *rows))
    assert [[article.title, article.body] for article in articles] == rows
    assert errors == []


def test_a_workbook_without_texts_is_named_with_its_columns(read_file: ReadFile) -> None:
    (articles, (error,)) = read_file("a.xlsx", workbook(["naam", "aantal"], ["dijk", 3]))
    assert articles == []
    assert "sheet Blad1: no text in its columns (naam, aantal)" in error.reason


@pytest.mark.parametrize("place", ["A99999999999", "XFD1048576", "ZZZZZZZZ3"])
def test_a_cell_that_lies_far_away_takes_no_memory(read_file: ReadFile, place: str) -> None:
    row = place.strip("ABCDEFXZ")
    data = changed(
        "redactie.xlsx",
        "xl/worksheets/sheet3.xml",
        "</sheetData>",
        f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
    )
    (articles, _) = read_file("a.xlsx", data)
    assert [article.title for article in articles] == [
        "Molen draait weer",
        "Café wint prijs",
        "Velmer wint",
    ]


def test_cells_that_repeat_without_end_are_read_once(read_file: ReadFile) -> None:
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    many = 'table:number-columns-repeated="999999999999"'
    many_rows = 'table:number-rows-repeated="1000000"'
    header = cell.format("", "titel") + cell.format("", "tekst")
    row = cell.format("", "De dijk") + cell.format(many, "De dijk houdt.")
    rows = f"<table:table-row>{header}</table:table-row>"
    rows += f"<table:table-row {many_rows}>{row}</table:table-row>"
    (articles, errors) = read_file("a.ods", sheet_of(rows))
    assert [article.body for article in articles] == ["De dijk houdt."]
    assert errors == []


# -- Documents


def test_a_heading_is_the_title_of_a_text_without_one(read_file: ReadFile) -> None:
    data = text_document("<text:h>De dijk. Een verslag</text:h><text:p>De dijk houdt.</text:p>")
    ((article,), _) = read_file("a.odt", data)
    assert (article.title, article.body) == ("De dijk. Een verslag", "De dijk houdt.")


def test_comments_and_deleted_text_are_left_out_and_spaces_kept(read_file: ReadFile) -> None:
    data = text_document(
        "<text:tracked-changes><text:p>Geschrapt.</text:p></text:tracked-changes>"
        "<text:p>De dijk<text:s/>houdt<office:annotation><text:p>Echt?</text:p>"
        "</office:annotation> het.<text:line-break/>Nog wel.</text:p>"
    )
    ((article,), _) = read_file("a.odt", data)
    assert article.body == "De dijk houdt het.\nNog wel."


@pytest.mark.parametrize(
    ("rtf", "body"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 aan zee}", "Café aan zee"),
        (rb"{\rtf1\ansi\ansicpg1250 \'b9\'e6}", "ąć"),
        (rb"{\rtf1\ansi\uc1 Caf\u233e aan \u8364?}", "Café aan €"),
        ("{\\rtf1\\ansi Café}".encode("cp1252"), "Café"),
        (LINK, "dijk en"),
        (rb"{\rtf1 dijk{\pict\pngblip " + b"89504e47" * 100 + b"} en}", "dijk en"),
        (rb"{\rtf1 \u55357?\u56842?}", "😊"),
        (rb"{\rtf1 De dijk {\deleted\b houdt {niet} }{\revised houdt}}", "De dijk houdt"),
    ],
)
def test_rtf_is_read_without_its_codes(read_file: ReadFile, rtf: bytes, body: str) -> None:
    ((article,), _) = read_file("a.rtf", rtf)
    assert article.title == body


def test_rtf_under_the_name_of_a_text_is_rtf(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.txt", FILES["veer.rtf"].read_bytes())
    assert article.title == "Veer vaart weer"
    assert "\\" not in article.body


# -- Mail


def test_the_html_of_a_newsletter_is_its_text_without_what_is_about_the_sending(
    read_file: ReadFile,
) -> None:
    html = (
        "<p>Lees de nieuwsbrief online</p><p>De dijk houdt.</p><p>De brug blijft dicht.</p>"
        "<p>Wilt u niets meer ontvangen? <a href='x'>Uitschrijven</a></p>"
    )
    made = message("Geen HTML?", html, Date="Thu, 24 Mar 2022 07:30:00 +0100")
    ((article,), _) = read_file("a.eml", bytes(made))
    assert article.body == "De dijk houdt.\n\nDe brug blijft dicht."
    assert (article.date, article.source, article.title) == ("2022-03-24", "De Krant", "Kop")


@pytest.mark.parametrize(
    ("above", "why"),
    [
        ("<div style='display: none'>Zie de dijk</div>", "the line that a list of messages shows"),
        ("<div hidden>Zie <div>de</div> dijk</div>", "hidden, with another in it"),
        ("<a href='#'>Bekijk in browser</a>", "about the sending"),
        ("<p>Open deze mail in je browser</p>", "the same"),
        ("<h1>De dijk houdt</h1>", "the subject once more"),
    ],
)
def test_what_a_newsletter_does_not_show_or_tell_is_no_text(
    read_file: ReadFile, above: str, why: str
) -> None:
    foot = "<p>U ontvangt deze nieuwsbrief omdat u lid bent.</p>"
    data = message(html=f"{above}<p>Er is geen gevaar.</p>{foot}", Subject="De dijk houdt")
    ((article,), _) = read_file("a.eml", bytes(data))
    assert (article.title, article.body) == ("De dijk houdt", "Er is geen gevaar."), why


def test_what_is_hidden_and_never_ends_is_text(read_file: ReadFile) -> None:
    data = message(html="<p>Er is</p><div style='display:none'>geen gevaar.")
    ((article,), _) = read_file("a.eml", bytes(data))
    assert article.body == "Er is\n\ngeen gevaar."


def test_lines_that_were_broken_for_the_sending_are_whole_again(read_file: ReadFile) -> None:
    head = b"From: a@b.example\nSubject: Dijk\nContent-Type: text/plain; format=flowed\n\n"
    ((article,), _) = read_file("a.eml", head + b"Er is \ngeen gevaar.\n\nDe dijk\nhoudt.\n")
    assert article.body == "Er is geen gevaar.\n\nDe dijk\nhoudt."


def test_a_space_that_was_added_for_the_sending_is_taken_away(read_file: ReadFile) -> None:
    """As Apple Mail breaks lines, addresses among them, and sets what begins with From apart."""
    head = (
        b"From: a@b.example\nSubject: Dijk\nContent-Type: text/plain; format=flowed; delsp=yes\n\n"
    )
    text = b"Er is  \ngeen gevaar: https://krant.example/ \ndijk\n From Velmer.\n"
    ((article,), _) = read_file("a.eml", head + text)
    assert article.body == "Er is geen gevaar: https://krant.example/dijk\nFrom Velmer."


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_a_subject_that_names_no_encoding_is_read(read_file: ReadFile, codec: str) -> None:
    text = "From: a@b.example\nSubject: Café in Oekraïne\n\nEr is geen gevaar.\n"
    ((article,), _) = read_file("a.eml", text.encode(codec))
    assert article.title == "Café in Oekraïne"


def test_attachments_that_are_articles_are_read_and_others_named(read_file: ReadFile) -> None:
    made = message("In de bijlage.")
    made.add_attachment("De dijk\n\nDe dijk houdt.", filename="../../dijk.txt")
    made.add_attachment(
        FILES["ziekenhuis.docx"].read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename="ziekenhuis.docx",
    )
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="a.zip")
    made.add_attachment(message("Een ander bericht."))
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"x", maintype="application", subtype="msword", filename="stuk.doc")
    (articles, errors) = read_file("a.eml", bytes(made))
    ids = ["a.eml!dijk", "a.eml!ziekenhuis.docx", "a.eml!message.eml"]
    assert [article.id for article in articles[1:]] == ids
    assert [articles[1].body, articles[3].body] == ["De dijk houdt.", "Een ander bericht."]
    assert [error.path.partition("!")[2] for error in errors] == ["a.zip", "stuk.doc"]


def test_messages_in_messages_are_read_to_a_bound(read_file: ReadFile) -> None:
    made = message("Het binnenste.")
    for number in range(5):
        outer = message(f"Bericht {number}.")
        outer.add_attachment(made)
        made = outer
    (articles, (error,)) = read_file("a.eml", bytes(made))
    assert [article.body for article in articles] == ["Bericht 4.", "Bericht 3.", "Bericht 2."]
    assert "too deep in it; save it as a file of its own" in error.reason


@pytest.mark.parametrize(
    ("text", "html", "body"),
    [
        ("De dijk houdt.\n\n-- \nJan Bakker\n06-1", "", "De dijk houdt."),
        ("De dijk houdt.\n\n-- \n" + "Zin.\n" * 20, "", None),
        ("De dijk\n-- houdt.", "", "De dijk\n-- houdt."),
        ("", '<p>De dijk houdt.</p><div class="gmail_signature">Jan</div>', "De dijk houdt."),
        ("", "<head><title>Brief 3</title></head><p>De dijk houdt.</p>", "De dijk houdt."),
        ("Door Els Boom, ANP\n\nDe dijk houdt.", "", "De dijk houdt."),
    ],
)
def test_who_signs_a_message_and_its_title_are_no_text(
    read_file: ReadFile, text: str, html: str, body: str | None
) -> None:
    ((article,), errors) = read_file("a.eml", bytes(message(text, html)))
    assert errors == []
    assert article.body == body if body else article.body.endswith("Zin.")
    assert article.author == (("Els Boom",) if "Boom" in text else ())


def test_a_broken_message_in_a_mailbox_costs_no_other(read_file: ReadFile) -> None:
    parts = [bytes(message(text)) for text in ("Het eerste.", " ", "Het derde.\n\n>From hier.")]
    data = b"".join(b"From x Thu Mar 24 2022\r\n" + part + b"\r\n\r\n" for part in parts)
    (articles, (error,)) = read_file("a.mbox", data)
    assert [article.title for article in articles] == ["Kop", "Kop"]
    assert [article.body for article in articles] == ["Het eerste.", "Het derde.\n\nFrom hier."]
    assert error.reason == "message 2: no text in this message; take it out"
    assert error.line
    assert len({article.id for article in articles}) == 2


@pytest.mark.parametrize(
    ("charset", "text"), [("iso-8859-15", "€ 5"), ("utf-8", "café"), ("x-onbekend", "café")]
)
def test_the_charset_of_a_part_is_obeyed_where_it_is_known(
    read_file: ReadFile, charset: str, text: str
) -> None:
    head = f"Subject: Kop\nContent-Type: text/plain; charset={charset}\n\n".encode()
    known = "cp1252" if charset.startswith("x-") else charset
    ((article,), _) = read_file("a.eml", head + text.encode(known))
    assert article.body == text


# -- Broken


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", FILES["redactie.xlsx"].read_bytes()[:3000], "no XLSX spreadsheet, or cut off"),
        ("a.xlsx", package(a_txt="x"), "no XLSX spreadsheet"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password, or"),
        ("a.xlsx", workbook(), "no rows in this spreadsheet"),
        ("a.ods", FILES["stad.ods"].read_bytes()[:500], "no ODS spreadsheet, or cut off"),
        ("a.ods", package(a_txt="x"), "no ODS spreadsheet: it has no content.xml"),
        ("a.ods", package(content_xml="<a><b>"), "broken XML"),
        ("a.ods", package(content_xml=ENTITIES.format("c") + "<a>&b;</a>"), "refused XML"),
        ("a.odt", FILES["theater.odt"].read_bytes()[:500], "no ODT document, or cut off"),
        ("a.odt", package(a_txt="x"), "no ODT document: it has no content.xml"),
        ("a.odt", package(content_xml=ENTITIES.format("c") + "<a>&b;</a>"), "defines entities"),
        ("a.odt", text_document("<text:p> </text:p>"), "no text in this document"),
        (
            "a.odt",
            text_document("", **{"META-INF__manifest_xml": "<m:encryption-data/>"}),
            "locked with a password",
        ),
        ("a.rtf", b"{\\rtf1}", "no text in this document"),
        ("a.rtf", b"{\\rtf1 \\u9999999999 x}", "no RTF that can be read"),
        ("a.eml", b"Subject: Kop\n\n", "no text in this message"),
        ("a.mbox", b"Dit is een tekst.\n", "no mailbox: no line of it begins with"),
    ],
)
def test_what_is_broken_is_named_with_the_next_step(
    read_file: ReadFile, name: str, data: bytes, reason: str
) -> None:
    (articles, errors) = read_file(name, data)
    assert articles == []
    assert reason in str(errors[0])
    assert len(errors) == 1
    assert ";" in errors[0].reason or "take it out" in errors[0].reason


def test_an_external_entity_in_a_workbook_is_not_fetched(read_file: ReadFile) -> None:
    data = changed(
        "redactie.xlsx",
        "xl/worksheets/sheet3.xml",
        "<worksheet",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><worksheet',
    )
    (articles, (error,)) = read_file("a.xlsx", data)
    assert articles == []
    assert "no XLSX spreadsheet: EntitiesForbidden" in error.reason


def test_a_line_from_in_a_text_begins_no_message(read_file: ReadFile) -> None:
    head = "From: De Velder <nb@v.example>\nSubject: {}\nDate: Thu, 24 Mar 2022 09:00:00 +0100\n\n"
    mailbox = (
        f"From nb@v.example Thu Mar 24 09:00:00 2022\n{head.format('Een')}De raad stemt.\n\n"
        f"From the start was het plan duidelijk.\n\nFrom nb@v.example Fri Mar 25 09:00:00 2022\n"
        f"{head.format('Twee')}De raad stemt nog eens.\n"
    )
    articles, errors = read_file("a.mbox", mailbox)
    assert ([each.title for each in articles], errors) == (["Een", "Twee"], [])
    assert "From the start was" in articles[0].body


@pytest.mark.parametrize(
    "part", ["{\\field{\\*\\fldinst{HYPERLINK x", "{\\fonttbl{\\f0", "\\f0\\fcharset0"]
)
def test_rtf_that_does_not_close_takes_no_more_than_its_size(
    read_file: ReadFile, part: str
) -> None:
    def seconds(times: int) -> float:
        begun = time.thread_time()
        read_file("a.rtf", "{\\rtf1\\ansi{\\fonttbl " + part * times + "}")
        return time.thread_time() - begun

    assert seconds(16_000) < 20 * seconds(2_000) + 0.5


@pytest.mark.parametrize(
    ("sender", "header", "author"),
    [
        ("An van der Smit <an.vandersmit@bode.example>", "", ("An van der Smit",)),
        ('"Smit, An" <asmit@bode.example>', "", ("An Smit",)),
        ("=?utf-8?q?Ren=C3=A9_Bo=C3=ABr?= <rene@bode.example>", "", ("René Boër",)),
        ("An Smit <an@bode.example>", "List-Unsubscribe: <https://bode.example/uit>\n", ()),
        ("De Velmer Bode <bode@velmer.example>", "", ()),
        ("Redactie Velmer <redactie@bode.example>", "", ()),
        ("Veilig Velmer <an@bode.example>", "", ()),
        ("an.smit@bode.example", "", ()),
    ],
)
def test_the_author_of_a_mail_is_who_sent_it_where_that_is_a_person(
    read_file: ReadFile, sender: str, header: str, author: tuple[str, ...]
) -> None:
    message = f"From: {sender}\nSubject: Brug\nMIME-Version: 1.0\n{header}\nDe brug is open.\n"
    ((article,), _) = read_file("a.eml", message)
    assert article.author == author


@pytest.mark.parametrize("cell", ['=CONCATENATE("Brug ","open")', "=A1"])
def test_formulas_that_were_not_calculated_are_noted(
    read_file: ReadFile, cell: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Programs that write workbooks leave their values to Excel."""
    data = workbook(("titel", "tekst"), (cell, "De brug is open."), ("Dijk", "De dijk is dicht."))
    (articles, errors) = read_file("a.xlsx", data)
    assert ([article.title for article in articles], errors) == (["De brug is open.", "Dijk"], [])
    assert "formulas without their values, which are read as empty cells (1); open" in caplog.text


def test_formulas_of_ods_that_were_not_calculated_are_noted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    """One whose value is there is not counted, an empty text is a value too."""
    given = 'table:formula="of:=A1" office:value-type="string"'
    rows = (
        ("", "titel", "tekst"),
        ('table:formula="of:=A1"', "", "De brug is open."),
        (given, "Dijk", "De dijk is dicht."),
        (given, "", "De sluis is klaar."),
    )
    sheet = "".join(
        f"<table:table-row><table:table-cell {attributes}><text:p>{title}</text:p>"
        f"</table:table-cell><table:table-cell><text:p>{text}</text:p></table:table-cell>"
        "</table:table-row>"
        for attributes, title, text in rows
    )
    articles, errors = read_file("a.ods", sheet_of(sheet))
    titles = ["De brug is open.", "Dijk", "De sluis is klaar."]
    assert ([article.title for article in articles], errors) == (titles, [])
    assert "formulas without their values, which are read as empty cells (1); open" in caplog.text
