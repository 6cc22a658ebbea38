"""A download of a newspaper database is as many articles as it holds, whatever file carries it."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest

from indexer.corpus.vendors.parts import without_day_and_page
from indexer.model import Article
from tests.fixture_types import ReadFile

ARTICLES = (
    Article(
        "1",
        "Gemeente koopt het oude veerhuis",
        "De gemeente Velmer koopt het veerhuis aan de kade.\n\nHet huis stond tien jaar leeg.",
        "2022-03-24",
        "De Velmer Courant",
        ("Binnenland",),
        author=("J. Bakker",),
    ),
    Article(
        "2",
        "Staking legt de haven van Ravelhout stil",
        "Havenarbeiders legden vrijdag het werk neer: IN en CO zijn voor hen geen codes.\n\n"
        "De bond eist meer loon.",
        "2022-03-25",
        "Dagblad Demer",
        ("Economie",),
        author=("K. de Wit",),
    ),
    Article(
        "3",
        "Zwembad sluit vroeger dan verwacht",
        "Het zwembad sluit per direct.\n\nDe rekening voor energie is te hoog.",
        "2022-04-02",
        "De Velmer Courant",
        ("Regio",),
        author=("Anna Bos",),
    ),
)
DAYS = ("24 maart 2022", "25 maart 2022", "2 april 2022")


def paragraphs(article: Article) -> list[str]:
    return article.body.split("\n\n")


def nexis_uni() -> list[str]:
    lines = ["User Name: A. Lezer", "Date and Time: donderdag 2 mei 2024 10:00:00 CEST"]
    lines += ["Job Number: 123456789", "Documents (3)"]
    lines += [f"{number}. {article.title}" for number, article in enumerate(ARTICLES, 1)]
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [article.title, article.source or "", f"{day} donderdag 1:00 AM GMT"]
        lines += [
            "Copyright 2022 Uitgever All Rights Reserved",
            f"Section: {article.section[0]}; Blz. 5",
        ]
        lines += ["Length: 312 words", f"Byline: {article.author[0]}", "Body", *paragraphs(article)]
        lines += ["Classification", "Language: DUTCH; NEDERLANDS", "Load-Date: March 24, 2022"]
        lines.append("End of Document")
    return lines


def nexis_academic() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        lines += [f"{number} of 3 DOCUMENTS", article.source or "", f"{day} donderdag"]
        lines += [article.title, f"BYLINE: {article.author[0]}"]
        lines += [f"SECTION: {article.section[0]}; Blz. 3", "LENGTH: 312 words"]
        lines += [*paragraphs(article), "LOAD-DATE: March 24, 2022", "LANGUAGE: DUTCH; NEDERLANDS"]
        lines += ["PUBLICATION-TYPE: Krant", "Copyright 2022 Uitgever", "All Rights Reserved"]
    return lines


def factiva_codes() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        lead, text = paragraphs(article)
        lines += [f"SE {article.section[0]}", f"HD {article.title}", f"BY {article.author[0]}"]
        lines += ["WC 312 words", f"PD {day}", f"SN {article.source}", "SC VELCOU", "LA Dutch"]
        lines += ["CY Copyright 2022 Uitgever", f"LP {lead}", f"TD {text}"]
        lines += ["NS gcat : Political News", "RE neth : Netherlands"]
        lines.append(f"AN Document VELCOU0020220324ei3o0000{number}")
    return [*lines, "Search Summary", "Results Found 3"]


def factiva_display() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        lines += [article.section[0], article.title, article.author[0], "312 words", day, "01:00"]
        lines += [article.source or "", "VELCOU", "3", "Dutch", "Copyright 2022. Uitgever."]
        lines += [*paragraphs(article), f"Document VELCOU0020220324ei3o0000{number}"]
    return lines


def gopress() -> list[str]:
    lines = ["GoPress Academic", "3 artikels"]
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [f"{article.source} - {day} - p. 3", article.title, f"Door {article.author[0]}"]
        lines += [*paragraphs(article), "Copyright © 2022 Uitgever. Alle rechten voorbehouden"]
    return lines


def gopress_apart() -> list[str]:
    lines = []
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [article.source or "", day, "p. 14", article.title, f"Door {article.author[0]}"]
        lines += [*paragraphs(article), "© 2022 Uitgever. Alle rechten voorbehouden"]
    return lines


def nexis_uni_dutch() -> list[str]:
    """Return the layout of the Dutch interface; editions stand below the day."""
    lines = ["Gebruikersnaam: A. Lezer", "Taaknummer: 123456789", "Documenten (3)"]
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [article.title, article.source or "", f"{day} donderdag", "Regio Zuid editie"]
        lines += ["Copyright 2022 Uitgever Alle rechten voorbehouden"]
        lines += [f"Sectie: {article.section[0]}; Pg. 5", "Lengte: 312 woorden"]
        lines += [f"Naamregel: {article.author[0]}", "Hoofdtekst", *paragraphs(article)]
        lines += ["Classificatie", "Taal: DUTCH; NEDERLANDS", "Laaddatum: 24 maart 2022"]
        lines.append("Einde van document")
    return lines


def nexis_academic_dutch() -> list[str]:
    lines = [line.replace(" of 3 DOCUMENTS", " van 3 DOCUMENTEN") for line in nexis_academic()]
    titles = {article.title for article in ARTICLES}
    return [each for line in lines for each in (["Dag editie"] * (line in titles) + [line])]


def gopress_weekdays() -> list[str]:
    lines = [f"zaterdag {line}" if line in DAYS else line for line in gopress_apart()]
    return [line.replace("Uitgever", "gopress") for line in lines]


def proquest() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        first, last = paragraphs(article)
        lines += [
            "_" * 60,
            f"Document {number} of 3",
            article.title,
            f"Author: {article.author[0]}",
        ]
        lines += [f"Publication info: {article.source} ; Velmer [Velmer]. 1 Jan 2023: 5."]
        lines += ["Abstract: None available.", f"Full text: {first}", last, "Subject: Havens"]
        lines += [f"Title: {article.title}", f"Publication title: {article.source}; Velmer"]
        lines += [f"Publication date: {day}", f"Section: {article.section[0]}"]
        lines += [f"ProQuest document ID: 12345{number}", "Last updated: 2023-11-20"]
    return lines


def newsbank() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        lines += [article.title, f"{article.source} (Velmer, Nederland) - {day}"]
        lines += [f"Author/Byline: {article.author[0]}", f"Section: {article.section[0]}"]
        lines += ["Page: 3", *paragraphs(article), "• Citation (aglc Style)"]
        lines += [f"{article.author[0]}, '{article.title}', {article.source} (online), 2022"]
        lines += [f"• Record: 0324A{number}", f"• Copyright: Copyright (c) 2022 {article.source}"]
    return lines


def newsbank_copied() -> list[str]:
    """Return what a page of NewsBank is when it is copied: no record closes an article."""
    lines = []
    days = ("March 24, 2022", "March 25, 2022", "April 2, 2022")
    for article, day in zip(ARTICLES, days, strict=True):
        lines += [article.title, f"{day} | {article.source} (Velmer, Nederland)"]
        lines += [f"Author/Byline: {article.author[0]} | Section: {article.section[0]}"]
        lines += ["312", "Words", "Read News Document", *paragraphs(article)]
        lines.append(f"© Copyright 2022 {article.source}")
    return lines


def newsbank_oldest() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        lines += [f"{article.source} (Velmer)", day, f"Section: {article.section[0]}", "Page: 4"]
        lines += [article.title, f"Author: {article.author[0]}", "Article Text:"]
        lines += [*paragraphs(article), f"Copyright (c) 2022 {article.source}"]
        lines.append(f"Record Number: 123456789{number}")
    return lines


def belgapress() -> list[str]:
    """Return a layout in which the paper stands below the headline, and no right is reserved."""
    lines = ["BelgaPress - 03/04/2022"]
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [article.title, f"{article.source} - {day} - Pagina 4", article.author[0]]
        lines += [*paragraphs(article), "Copyright © 2022 Uitgever"]
    return lines


def gopress_bare() -> list[str]:
    """Return a layout whose name is nowhere: the pages and what closes each tell the articles."""
    lines = []
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [f"{article.source} - {day}", "Pagina 4", article.title]
        lines += [f"Door {article.author[0]}", *paragraphs(article), "© 2022 Uitgever"]
    return lines


GERMAN, FRENCH = ("März", "April"), ("mars", "avril")


def abroad(day: str, weekday: str, months: tuple[str, str]) -> str:
    return f"{weekday} {day.replace('maart', months[0]).replace('april', months[1])}"


def nexis_german() -> list[str]:
    lines = []
    for number, (article, day) in enumerate(zip(ARTICLES, DAYS, strict=True), 1):
        there = abroad(day, "Donnerstag", GERMAN).replace(" M", ". M").replace(" A", ". A")
        lines += [f"{number} von 3 DOKUMENTEN", article.source or "", there, article.title]
        lines += [f"AUTOR: {article.author[0]}", f"RUBRIK: {article.section[0]}; S. 3"]
        lines += ["LÄNGE: 312 Wörter", *paragraphs(article), "UPDATE: 24. März 2022"]
        lines += ["SPRACHE: DUTCH; NEDERLANDS", "PUBLICATION-TYPE: Zeitung"]
        lines += ["Copyright 2022 Uitgever", "Alle Rechte Vorbehalten"]
    return lines


def nexis_french() -> list[str]:
    lines = ["Documents (3)"]
    for article, day in zip(ARTICLES, DAYS, strict=True):
        lines += [article.title, article.source or "", abroad(day, "jeudi", FRENCH)]
        lines += ["Copyright 2022 Uitgever Tous droits réservés"]
        lines += [f"Rubrique: {article.section[0]}; Pg. 5", "Longueur: 312 mots"]
        lines += [f"Auteur: {article.author[0]}", "Corps", *paragraphs(article)]
        lines += ["Classification", "Langue: DUTCH", "Load-Date: March 24, 2022", "End of Document"]
    return lines


def factiva_french() -> list[str]:
    lines = [line.replace("312 words", "312 mots") for line in factiva_display()]
    lines = ["Néerlandais" if line == "Dutch" else line for line in lines]
    return [abroad(line, "", FRENCH).strip() if line in DAYS else line for line in lines]


def as_text(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


def as_word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_rtf(lines: list[str]) -> bytes:
    text = "\\par\n".join(lines).encode("cp1252")
    return b"{\\rtf1\\ansi\\ansicpg1252 " + text.replace(b"\xa9", b"\\'a9") + b"}"


def as_html(lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = '<meta charset="utf-8"><title>Download</title>'
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def as_pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page, a line for each."""
    shown = b"".join(
        b"(%b) Tj T*\n" % line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    )
    stream = b"BT /F1 9 Tf 12 TL 40 3000 Td\n%bET" % shown
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 3100]/Contents 4 0 R"
        b"/Resources<</Font<</F1 %b>>>>>>" % font,
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\n" % table
    return data + b"startxref\n%d\n%%%%EOF" % data.index(b"xref\n0 5")


WITHOUT_SECTIONS = (gopress, gopress_apart, gopress_weekdays, gopress_bare)
LAYOUTS = (
    nexis_uni,
    nexis_uni_dutch,
    nexis_academic,
    nexis_academic_dutch,
    factiva_codes,
    factiva_display,
    proquest,
    newsbank,
    newsbank_copied,
    newsbank_oldest,
    nexis_german,
    nexis_french,
    factiva_french,
    *WITHOUT_SECTIONS,
)
CARRIERS = {
    "a.txt": as_text,
    "a.docx": as_word,
    "a.rtf": as_rtf,
    "a.html": as_html,
    "a.pdf": as_pdf,
}


@pytest.mark.parametrize("name", CARRIERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_article_of_a_download_has_its_own_fields(
    read_file: ReadFile,
    name: str,
    layout: Callable[[], list[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (articles, errors) = read_file(name, CARRIERS[name](layout()))
    assert errors == []
    for article, right in zip(articles, ARTICLES, strict=True):
        assert (article.title, article.date, article.source) == (
            right.title,
            right.date,
            right.source,
        )
        assert article.author == right.author
        assert article.section == (() if layout in WITHOUT_SECTIONS else right.section)
        # Lines of a PDF do not tell where a paragraph ends.
        assert article.body.split() == right.body.split()
    assert len({article.id for article in articles}) == len(ARTICLES)
    assert "says that it has" not in caplog.text


def test_the_headline_on_each_page_of_a_download_is_in_no_sentence(read_file: ReadFile) -> None:
    lines = nexis_uni()
    at = lines.index("Body")
    text = lines[at + 1]
    half = len(text) // 2
    lines[at + 1 : at + 2] = [text[:half], "Page 2 of 3", ARTICLES[0].title, text[half:]]
    (articles, _) = read_file("a.pdf", as_pdf(lines))
    assert articles[0].body.count(ARTICLES[0].title) == 0
    assert articles[0].title == ARTICLES[0].title


def test_a_hundred_articles_are_a_hundred(read_file: ReadFile) -> None:
    lines: list[str] = []
    for number in range(1, 101):
        lines += [f"Document {number} of 100", "Dagblad Demer", "24 maart 2022 donderdag"]
        lines += [f"Kop {number}", "LENGTH: 3 words", f"Tekst nummer {number}.", "LANGUAGE: DUTCH"]
    (articles, errors) = read_file("a.txt", as_text(lines))
    assert [article.title for article in articles] == [f"Kop {number}" for number in range(1, 101)]
    assert errors == []


@pytest.mark.parametrize("layout", [nexis_uni, nexis_academic, gopress])
def test_an_article_of_another_layout_is_kept_whole(
    read_file: ReadFile, layout: Callable[[], list[str]]
) -> None:
    lines = layout()
    days = [number for number, line in enumerate(lines) if "25 maart 2022" in line]
    lines[days[0]] = "een dag die niemand weet"
    (articles, errors) = read_file("a.txt", as_text(lines))
    assert len(articles) == 3
    assert errors == []
    assert (articles[1].date, articles[0].date) == (None, "2022-03-24")
    assert paragraphs(ARTICLES[1])[1] in articles[1].body


@pytest.mark.parametrize("layout", [nexis_uni, nexis_academic, gopress, factiva_codes])
def test_articles_that_a_download_says_it_has_and_has_not_are_lost(
    read_file: ReadFile, layout: Callable[[], list[str]]
) -> None:
    counts = {"Documents (3)": "Documents (4)", "3 artikels": "4 artikels"}
    counts |= {"Results Found 3": "Results Found 4"}
    lines = [counts.get(line, line).replace("of 3 DOC", "of 4 DOC") for line in layout()]
    (articles, (error,)) = read_file("a.txt", as_text(lines))
    assert len(articles) == 3
    assert "says that it has 4 articles, and 3 were found" in error.reason


@pytest.mark.parametrize("layout", [nexis_uni, nexis_academic, gopress, factiva_codes])
def test_a_count_of_thousands_of_digits_is_no_count(
    read_file: ReadFile, layout: Callable[[], list[str]]
) -> None:
    """Python refuses to make a number of them."""
    many = "9" * 5000
    counts = {"Documents (3)": f"Documents ({many})", "3 artikels": f"{many} artikels"}
    counts |= {
        "Results Found 3": f"Results Found {many}",
        "1 of 3 DOCUMENTS": f"1 of {many} DOCUMENTS",
    }
    (articles, _) = read_file("a.txt", as_text([counts.get(line, line) for line in layout()]))
    assert ARTICLES[2].title in [article.title for article in articles]


def test_articles_that_a_download_does_not_count_are_noted(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [line.replace("Documents (3)", "Documents (2)") for line in nexis_uni()]
    (articles, errors) = read_file("a.txt", as_text(lines))
    assert (len(articles), errors) == (3, [])
    assert "says that it has 2 articles, and 3 were found" in caplog.text


def test_a_headline_without_text_is_skipped_by_name(read_file: ReadFile) -> None:
    lines = nexis_uni()
    for text in paragraphs(ARTICLES[1]):
        lines.remove(text)
    (articles, (error,)) = read_file("a.txt", as_text(lines))
    assert len(articles) == 2
    assert error.reason == "article 2: a headline without text; download it with its full text"


@pytest.mark.parametrize("told", ["Full text: Not available.", "Full text: Niet beschikbaar", None])
def test_the_abstract_of_proquest_is_the_text_of_an_article_without_one(
    read_file: ReadFile, told: str | None
) -> None:
    lines = proquest()
    text = "\n".join(lines)
    first, last = paragraphs(ARTICLES[0])
    whole = f"Abstract: None available.\nFull text: {first}\n{last}\n"
    assert whole in text
    text = text.replace(whole, "\n".join(filter(None, [f"Abstract: {first}", told])) + "\n", 1)
    (articles, errors) = read_file("a.txt", text)
    assert (articles[0].title, articles[0].body) == (ARTICLES[0].title, first)
    assert (len(articles), errors) == (3, [])


def test_a_label_in_the_text_of_proquest_is_of_the_text(read_file: ReadFile) -> None:
    lines = proquest()
    at = lines.index(paragraphs(ARTICLES[0])[1])
    told = ["Links: de kade.", "Pages: geen.", *(f"Zin {number}." for number in range(3))]
    lines[at:at] = told
    (articles, _) = read_file("a.txt", as_text(lines))
    first, last = paragraphs(ARTICLES[0])
    assert paragraphs(articles[0]) == [first, *told, last]
    assert (articles[0].source, articles[0].date) == (ARTICLES[0].source, ARTICLES[0].date)


@pytest.mark.parametrize("layout", [nexis_uni, nexis_uni_dutch, nexis_academic])
@pytest.mark.parametrize("line", ["Onderwerp: de dijk.", "Person: wie?", "Graphic", "© ANP"])
def test_a_line_that_begins_as_what_closes_an_article_of_nexis_is_of_the_text(
    read_file: ReadFile, layout: Callable[[], list[str]], line: str
) -> None:
    lines = layout()
    at = lines.index(paragraphs(ARTICLES[0])[1])
    told = [line, *(f"Zin {number}." for number in range(3))]
    lines[at:at] = told
    (articles, errors) = read_file("a.txt", as_text(lines))
    first, last = paragraphs(ARTICLES[0])
    assert (paragraphs(articles[0]), errors) == ([first, *told, last], [])


def test_factiva_numbers_are_ids(read_file: ReadFile) -> None:
    (articles, _) = read_file("a.txt", as_text(factiva_codes()))
    assert articles[0].id == "VELCOU0020220324ei3o00001"


@pytest.mark.parametrize(
    "text",
    [
        "Een stuk\n\nHet document is zoek.\n\nEnd of Document",
        "Een stuk\n\n1 of 3 DOCUMENTS\n\nEr is geen dag.",
        "Een stuk van 24 maart 2022\n\nDe dijk houdt.\n\n© 2022 Alle rechten voorbehouden",
        "Een stuk\n\nZie Document VELCOU0020220324ei3o0001 voor meer.",
    ],
)
def test_what_only_looks_like_a_download_stays_one_article(read_file: ReadFile, text: str) -> None:
    ((article,), errors) = read_file("a.txt", text)
    assert article.id == "a"
    assert article.title.startswith("Een stuk")
    assert errors == []


NEXIS_ALONE = [
    (
        "De Demerbode\n12 februari 2019 dinsdag\nBrug mag er komen\nBYLINE: Noor Peeters\n"
        "SECTION: Binnenland; Blz. 3\nLENGTH: 300 woorden\n\n{}\n\nLOAD-DATE: February 13, 2019"
    ),
    (
        "Brug mag er komen\nDe Demerbode\n12 februari 2019 dinsdag\nCopyright 2019 De Demerbode\n"
        "Section: Binnenland; Blz. 3\nLength: 300 words\nByline: Noor Peeters\nBody\n\n{}"
    ),
]


@pytest.mark.parametrize("layout", NEXIS_ALONE)
def test_one_article_copied_from_nexis_has_its_fields(read_file: ReadFile, layout: str) -> None:
    text = "De raad stemde in met een brug.\n\nZij komt er in de zomer."
    (article,), errors = read_file("a.txt", layout.format(text))
    assert (article.title, article.body, errors) == ("Brug mag er komen", text, [])
    assert (article.date, article.source) == ("2019-02-12", "De Demerbode")
    assert (article.section, article.author) == (("Binnenland",), ("Noor Peeters",))


@pytest.mark.parametrize(
    "text",
    [
        "Kop\n\n12 februari 2019\n\nEen zin, en nog een. Dat was het.\n\nBody\n\nTekst.",
        "Length: 3 words\n\nEen zin.",
        "Kop\n\nLength: 3\n\n12 februari 2019",
    ],
)
def test_a_text_with_such_a_word_is_no_article_of_nexis(read_file: ReadFile, text: str) -> None:
    (article,), _ = read_file("a.txt", text)
    assert (article.id, article.source) == ("a", None)


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("De Zondag - zondag 27 maart 2022 - p. 3", "De Zondag"),
        ("The Sunday Times, Sunday March 27, 2022, page 3", "The Sunday Times"),
        ("De Morgen 27 maart 2022 zondag", "De Morgen"),
    ],
)
def test_a_paper_named_after_a_day_keeps_its_name(line: str, paper: str) -> None:
    assert without_day_and_page(line) == paper


@pytest.mark.parametrize("day", ["26/27 maart 2022", "26 en 27 maart 2022"])
def test_a_weekend_issue_is_of_its_first_day(read_file: ReadFile, day: str) -> None:
    (article,), _ = read_file(
        "a.txt", NEXIS_ALONE[0].format("Tekst.").replace("12 februari 2019", day)
    )
    assert article.date == "2022-03-26"


NEXIS_END = """Veerhuis verkocht

De Velder

24 maart 2022 donderdag

Copyright 2022 Uitgever All Rights Reserved

Section: Binnenland

Body

De gemeente koopt het veerhuis.

{}

Load-Date: March 24, 2022

End of Document
"""


@pytest.mark.parametrize(
    "closing",
    [
        "Bekijk de oorspronkelijke pagina: pagina 3",
        "PDF-bestand van dit document",
        "Industry: CULTUUR (50%)",
        "Link naar PDF",
    ],
)
def test_what_nexis_puts_below_a_text_is_none_of_it(read_file: ReadFile, closing: str) -> None:
    ((article,), errors) = read_file("a.txt", NEXIS_END.format(closing))
    assert (article.body, errors) == ("De gemeente koopt het veerhuis.", [])


@pytest.mark.parametrize("label", ["Author/Byline: ", "Author: ", ""])
def test_the_paper_behind_the_writer_of_newsbank_is_no_name(
    read_file: ReadFile, label: str
) -> None:
    lines = newsbank()
    named = lines.index(f"Author/Byline: {ARTICLES[0].author[0]}")
    lines[named] = f"{label}{ARTICLES[0].author[0]}, {ARTICLES[0].source}"
    ((article, *_), errors) = read_file("a.txt", as_text(lines))
    assert (article.author, article.body, errors) == (ARTICLES[0].author, ARTICLES[0].body, [])


CLOSINGS = ("Alle rechten voorbehouden", "All rights reserved")


@pytest.mark.parametrize("name", CARRIERS)
@pytest.mark.parametrize("day", ["24 mrt 22", "24/03/22", "24-3-22", "24 maart '22"])
def test_a_day_with_a_year_of_two_digits_is_that_of_an_article(
    read_file: ReadFile, name: str, day: str
) -> None:
    lines = []
    for article, closing in zip(ARTICLES[:2], CLOSINGS, strict=True):
        lines += [f"{article.source} - {day} - Pagina 5", article.title, *paragraphs(article)]
        lines.append(f"Copyright © 2022 Uitgever. {closing}")
    articles, errors = read_file(name, CARRIERS[name](lines))
    found = [(each.title, each.source, each.date, each.body.split()) for each in articles]
    assert found == [
        (each.title, each.source, "2022-03-24", each.body.split()) for each in ARTICLES[:2]
    ]
    assert errors == []


@pytest.mark.parametrize("name", CARRIERS)
def test_captions_and_codes_that_close_an_article_of_factiva_are_none_of_its_text(
    read_file: ReadFile, name: str
) -> None:
    lines = [
        each
        for line in factiva_codes()
        for each in (
            ["ART Foto: de kade", "RF 123", "PUB Uitgever"] * line.startswith("NS") + [line]
        )
    ]
    articles, errors = read_file(name, CARRIERS[name](lines))
    assert [each.body.split() for each in articles] == [each.body.split() for each in ARTICLES]
    assert errors == []


@pytest.mark.parametrize("name", CARRIERS)
def test_belgapress_has_the_paper_below_the_headline(read_file: ReadFile, name: str) -> None:
    named = [replace(each, author=("Anna Bos",)) for each in ARTICLES]
    lines = [line.replace("J. Bakker", "Anna Bos") for line in belgapress()]
    lines = [line.replace("K. de Wit", "Anna Bos") for line in lines]
    articles, errors = read_file(name, CARRIERS[name](lines))
    for article, right in zip(articles, named, strict=True):
        found = (article.title, article.date, article.source, article.author)
        assert found == (right.title, right.date, right.source, right.author)
        assert article.body.split() == right.body.split()
    assert errors == []


def test_a_paper_whose_article_stands_behind_it_is_called_as_it_is(read_file: ReadFile) -> None:
    lines = [
        line.replace("De Velmer Courant (", "Velmer Courant, De (") for line in newsbank_copied()
    ]
    articles, _ = read_file("a.txt", as_text(lines))
    assert articles[0].source == "De Velmer Courant"


def test_a_link_below_the_writer_is_no_name(read_file: ReadFile) -> None:
    lines = proquest()
    lines.insert(lines.index(f"Author: {ARTICLES[0].author[0]}") + 1, "ProQuest document link")
    articles, errors = read_file("a.txt", as_text(lines))
    assert (articles[0].author, errors) == (ARTICLES[0].author, [])


def test_the_place_of_an_edition_on_a_line_below_it_is_no_headline(read_file: ReadFile) -> None:
    lines = [
        each
        for line in nexis_academic()
        for each in ([line, "Edition 1;", "Limburg"] if line.endswith("donderdag") else [line])
    ]
    articles, errors = read_file("a.txt", as_text(lines))
    assert [each.title for each in articles] == [each.title for each in ARTICLES]
    assert errors == []


def test_several_pages_of_factiva_are_no_text(read_file: ReadFile) -> None:
    lines = [{"3": "1, 4", "01:00": "A5"}.get(line, line) for line in factiva_display()]
    articles, errors = read_file("a.txt", as_text(lines))
    assert [each.body for each in articles] == [each.body for each in ARTICLES]
    assert errors == []
