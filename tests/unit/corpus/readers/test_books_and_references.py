"""Books, saved pages and references become articles; what holds none, or is locked, is named."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError
from tests.fixture_types import ReadFile
from tests.golden_formats import FILES

BOOK, PAGE = FILES["weekblad.epub"], FILES["kade.mhtml"].read_bytes()


def book(changed: Mapping[str, str | None] | None = None) -> bytes:
    """Return the golden book with parts changed, added, or (None) taken out."""
    stream = io.BytesIO()
    parts = dict(changed or {})
    with zipfile.ZipFile(BOOK) as before, zipfile.ZipFile(stream, "w") as after:
        for info in before.infolist():
            data = parts.pop(info.filename, before.read(info).decode())
            if data is not None:
                after.writestr(info.filename, data)
        for name, data in parts.items():
            after.writestr(name, data or "")
    return stream.getvalue()


def encryption(algorithm: str) -> dict[str, str | None]:
    method = f"<enc:EncryptionMethod Algorithm='{algorithm}'/>"
    xml = f"<encryption xmlns:enc='urn:enc'><enc:EncryptedData>{method}</enc:EncryptedData>"
    return {"META-INF/encryption.xml": f"{xml}</encryption>"}


SONG = "Het koor van Ravelhout zingt zaterdag in de kerk, en wie wil komt luisteren. " * 3
RIVER = "De Velm staat hoog, en het veer van Ravelhout vaart deze week niet meer. " * 3


@pytest.mark.parametrize(
    "inside",
    [
        f"<h1>Koor</h1><p>{SONG}</p><h1>Veer</h1><p>{RIVER}</p>",
        f"<p/><section><h1>Koor</h1><p>{SONG}</p></section><div><h1>Veer</h1><p>{RIVER}</p></div>",
        f"<div><div><h1>Koor</h1></div><p>{SONG}</p><div><h1>Veer</h1></div><p>{RIVER}</p></div>",
    ],
)
def test_a_document_with_several_headlines_is_several_articles(
    read_file: ReadFile, inside: str
) -> None:
    page = f"<html><body>{inside}</body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    found = [article for article in articles if "koor.xhtml" in article.id]
    assert [(each.title, each.body) for each in found] == [
        ("Koor", SONG.strip()),
        ("Veer", RIVER.strip()),
    ]
    assert [each.id.partition("koor.xhtml")[2] for each in found] == ["", "#2"]


@pytest.mark.parametrize(
    "inside",
    [
        f"<h1>Koor</h1><p>{SONG}</p><h2>Veer</h2><p>{RIVER}</p>",
        f"<h1>Deel I</h1><h1>Koor</h1><p>{SONG}</p>",
        f"<h1>Koor</h1><p>{SONG}</p><h1/><p>{RIVER}</p>",
    ],
)
def test_subheads_and_headlines_without_text_part_no_document(
    read_file: ReadFile, inside: str
) -> None:
    page = f"<html><body>{inside}</body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    assert len([article for article in articles if "koor.xhtml" in article.id]) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOOK.read_bytes()[:900], "no EPUB, or cut off"),
        (b"Geen boek.", "no EPUB, or cut off"),
        (book(encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")), "locked by its shop"),
        (book({"META-INF/rights.xml": "<rights/>"}), "locked by its shop"),
        (book({"META-INF/container.xml": None}), "it has no META-INF/container.xml"),
        (book({"META-INF/container.xml": "<container/>"}), "it names no contents"),
        (book({"OEBPS/boek.opf": None}), "it has no OEBPS/boek.opf"),
        (book({"OEBPS/boek.opf": "<package"}), "broken XML"),
        (book({"OEBPS/boek.opf": "<package/>"}), "holds no articles"),
        (
            book({"OEBPS/boek.opf": "<!DOCTYPE x [<!ENTITY a 'b'>]><package>&a;</package>"}),
            "defines entities",
        ),
    ],
)
def test_a_book_that_cannot_be_read_is_named(read_file: ReadFile, data: bytes, reason: str) -> None:
    (articles, (error,)) = read_file("a.epub", data)
    assert articles == []
    assert reason in error.reason


def test_a_document_of_a_book_that_is_not_there_costs_that_one_only(read_file: ReadFile) -> None:
    ((article,), (error,)) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": None}))
    assert article.title == "Brug gaat open"
    assert error.reason.startswith("OEBPS/tekst/koor.xhtml: no EPUB: it has no ")


def test_obfuscated_fonts_lock_no_book(read_file: ReadFile) -> None:
    data = book(encryption("http://www.idpf.org/2008/embedding"))
    (articles, errors) = read_file("a.epub", data)
    assert (len(articles), errors) == (2, [])


def test_a_document_that_is_no_xhtml_is_read_all_the_same(read_file: ReadFile) -> None:
    text = "<html><body><p>Het koor zingt weer<br>in de grote kerk van Velmer.<p>Er komt koffie."
    (articles, errors) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": text}))
    assert errors == []
    assert "Er komt koffie." in articles[0].body


@pytest.mark.parametrize(
    ("lines", "date", "source"),
    [
        ("<p>24 maart 2022</p>", "2022-03-24", None),
        ("<p>Trouw, 24 maart 2022</p><p>pag. 5</p>", "2022-03-24", "Trouw"),
        ("", None, None),
    ],
)
def test_an_article_of_a_book_has_the_day_and_the_paper_above_it(
    read_file: ReadFile, lines: str, date: str | None, source: str | None
) -> None:
    words = "Het koor zingt weer in de grote kerk van Velmer."
    page = f"<html><body><h1>Koor</h1>{lines}<p>{words}</p></body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    found, other = articles[0], articles[1]
    assert (found.title, found.body) == ("Koor", words)
    assert found.date == (date or other.date)
    assert found.source == (source or other.source)


def test_an_article_of_a_book_has_the_writer_of_its_byline(read_file: ReadFile) -> None:
    words = "Het koor zingt weer in de grote kerk van Velmer."
    page = f"<html><body><h1>Koor</h1><p>Door An Smit</p><p>{words}</p></body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    found = [(each.author, each.body) for each in articles if each.title == "Koor"]
    assert found == [(("An Smit",), words)]


def test_lists_of_contents_are_no_articles(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    links = "".join(f"<p><a href='{n}.xhtml'>Een lang hoofdstuk over {n}</a></p>" for n in range(9))
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{links}</body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    assert [article.title for article in articles] == ["Brug gaat open"]
    assert "passed over documents of cover, contents or no text (2)" in caplog.text


def test_a_book_is_read_under_another_name(read_file: ReadFile) -> None:
    assert len(read_file("a.zip", BOOK.read_bytes())[0]) == 2


# -- Saved pages


def test_a_saved_page_is_known_under_the_name_of_a_message(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.eml", PAGE)
    assert (article.title, article.url) == ("Haven bouwt kade", "https://velmer.example/kade")
    assert article.date == "2022-03-24", "never that of saving"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PAGE[: PAGE.index(b"quoted-printable") + 400], "cut off in its page; save it again"),
        (PAGE.replace(b"text/html", b"text/plain"), "no page among the parts"),
        (re.sub(rb"<p>.*?</p>", b"", PAGE, flags=re.DOTALL), "no article on this page"),
        (b"Geen pagina.", "no page among the parts"),
    ],
)
def test_a_saved_page_without_an_article_is_named(
    read_file: ReadFile, data: bytes, reason: str
) -> None:
    (articles, (error,)) = read_file("a.mht", data)
    assert articles == []
    assert reason in error.reason


def test_frames_of_a_saved_page_are_left_out(read_file: ReadFile) -> None:
    frame = (
        b"------Grens\r\nContent-Type: text/html\r\nContent-ID: <frame-2@mhtml.blink>\r\n\r\n"
        b"<html><body><p>Advertentie voor een nieuwe keuken, nu met veel korting.</p></body>\r\n"
    )
    start = b'Content-Type: multipart/related; start="<frame-1@mhtml.blink>"'
    data = PAGE.replace(b"------Grens\r\n", frame + b"------Grens\r\n", 1)
    data = data.replace(b"Content-Type: multipart/related", start, 1)
    ((article,), _) = read_file("a.mht", data)
    assert article.title == "Haven bouwt kade"


def test_a_saved_page_in_another_encoding_is_read(read_file: ReadFile) -> None:
    data = PAGE.replace(b"Co=C3=B6st", b"Co=F6st").replace(
        b"Content-Type: text/html\r\n", b"Content-Type: text/html; charset=windows-1252\r\n"
    )
    ((article,), _) = read_file("a.mht", data)
    assert "Renée Coöst" in article.body.replace("RenÃ©e", "Renée")


# -- References

ITEM = "TY  - NEWS\nTI  - Dijk houdt\n{}ER  - \n"


@pytest.mark.parametrize(
    ("lines", "field", "value", "why"),
    [
        ("AB  - De dijk.\n", "body", "De dijk.", "an abstract"),
        ("N2  - De dijk.\n", "body", "De dijk.", "by its other name"),
        ("AB  - De dijk\nhoudt.\n", "body", "De dijk\n\nhoudt.", "over several lines"),
        ("AB  - a\nDA  - 2022/03/24/\n", "date", "2022-03-24", "a day"),
        ("AB  - a\nDA  - 2022/03//\n", "date", "2022-03", "a month"),
        ("AB  - a\nY1  - 2022/Mar/24/\n", "date", "2022-03-24", "a month that is named"),
        ("AB  - a\nY1  - 2022/Mar\n", "date", "2022-03", "and has no day"),
        ("AB  - a\nPY  - 2022\n", "date", "2022", "a year"),
        ("AB  - a\nY1  - 2022/03/24/donderdag\n", "date", "2022-03-24", "what follows a day"),
        ("AB  - a\nDA  - 24 maart 2022\n", "date", "2022-03-24", "in words"),
        (
            "AB  - a\nPY  - 2022\nDA  - 2022/03/24\n",
            "date",
            "2022-03-24",
            "the day before the year",
        ),
        ("AB  - a\nT2  - De Velmer\n", "source", "De Velmer", "where it was published"),
        ("AB  - a\nJO  - De Velmer\n", "source", "De Velmer", "by another name"),
        ("AB  - a\nSE  - Regio\n", "section", ("Regio",), "its section"),
        ("AB  - a\nAU  - Bos, Anna\nAU  - Vos, Bram\n", "author", ("Anna Bos", "Bram Vos"), "two"),
        ("AB  - a\nA1  - ANP\n", "author", ("ANP",), "an agency"),
        ("AB  - a\nUR  - https://x.example/1\n", "id", "https://x.example/1", "its address"),
        ("AB  - a\nID  - 12\nUR  - https://x.example/1\n", "id", "12", "its own id"),
        ("AB -a\nAB  - b\n", "body", "b", "what is no tag"),
    ],
)
def test_tags_of_a_reference_are_fields(
    read_file: ReadFile, lines: str, field: str, value: object, why: str
) -> None:
    for end in ("\n", "\r\n", "\r"):
        ((article,), errors) = read_file("a.ris", ITEM.format(lines).replace("\n", end))
        assert errors == []
        assert getattr(article, field) == value, why


def test_references_without_a_text_are_refused_by_name(read_file: ReadFile) -> None:
    text = ITEM.format("AB  - De dijk.\n") + ITEM.format("PB  - Velmer\n") + "TY  - NEWS\nER  - \n"
    ((article,), errors) = read_file("a.ris", text)
    assert article.body == "De dijk."
    assert [str(error.line) + error.reason[:50] for error in errors] == [
        "8reference 2: «Dijk houdt»: a reference without a t",
        "10reference 3: a reference without a text; export it",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Geen verwijzing.", "no references: no line begins with"),
        (ITEM.format("AB  - De dijk")[:-8], "cut off in this reference"),
    ],
)
def test_a_file_of_no_references_is_named(read_file: ReadFile, text: str, reason: str) -> None:
    (_, (error,)) = read_file("a.ris", text)
    assert reason in error.reason


def test_references_are_known_under_the_name_of_a_text(read_file: ReadFile) -> None:
    assert len(read_file("a.txt", FILES["knipsels.ris"].read_bytes())[0]) == 2


def test_a_broken_entry_of_bibtex_costs_that_one_only(read_file: ReadFile) -> None:
    text = (
        "@misc{a, title={Dijk houdt}, abstract={De dijk.}}\n@misc{b, title={nooit dicht\n"
        "@misc{c, title={Zonder}}\n@misc{a, title={Weer}, abstract={De dijk houdt.}}\n"
    )
    articles, errors = read_file("a.bib", text)
    assert [each.title for each in articles] == ["Dijk houdt", "Weer"]
    assert [error.line for error in errors] == [2, 3]
    assert "a reference without a text" in errors[1].reason


def test_a_file_without_entries_of_bibtex_is_named(read_file: ReadFile) -> None:
    (_, (error,)) = read_file("a.bib", "Geen verwijzing.")
    assert "no references" in error.reason


CSL = {"type": "article-newspaper", "title": "Dijk houdt", "container-title": "De Velmer"}


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2022, 3, 24]]}, "2022-03-24"),
        ({"date-parts": [["2022", "3"]]}, "2022-03"),
        ({"date-parts": [[2022]]}, "2022"),
        ({"date-parts": [[None]], "raw": "24 maart 2022"}, "2022-03-24"),
        ({"literal": "maart 2022"}, "2022-03"),
        ("2022-03-24", "2022-03-24"),
        ({"date-parts": []}, None),
        ([], None),
    ],
)
def test_dates_of_csl_are_parts_or_words(
    read_file: ReadFile, issued: object, date: str | None
) -> None:
    record = CSL | {"abstract": "De dijk houdt.", "issued": issued}
    ((article,), _) = read_file("a.json", json.dumps([record]))
    assert (article.date, article.source) == (date, "De Velmer")


def test_csl_without_an_abstract_is_refused_by_name(read_file: ReadFile) -> None:
    records = [CSL | {"abstract": "De dijk houdt."}, CSL | {"title": "Brug dicht"}]
    for name, text in (
        ("a.json", json.dumps(records)),
        ("a.jsonl", "\n".join(map(json.dumps, records))),
    ):
        ((article,), (error,)) = read_file(name, text)
        assert article.title == "Dijk houdt"
        assert "«Brug dicht»: a reference without a text" in error.reason


def test_a_table_of_zotero_is_read(read_file: ReadFile) -> None:
    table = (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","Url",'
        '"Abstract Note","Date"\n"AB12","newspaperArticle","2022","Bos, Anna","Dijk houdt",'
        '"De Velmer","https://x.example/1","De dijk houdt.","2022-03-24"\n'
    )
    ((article,), _) = read_file("a.csv", table)
    assert (article.source, article.body, article.date) == (
        *("De Velmer", "De dijk houdt.", "2022-03-24"),
    )


def test_what_is_in_a_zip_of_books_and_references_is_read(tmp_path: Path) -> None:
    names = ("weekblad.epub", "kade.mhtml", "knipsels.ris")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.write(FILES[name], name)
    found = list(read_articles(tmp_path))
    assert not [item for item in found if isinstance(item, ArticleError)]
    assert sum(isinstance(item, Article) for item in found) == 5


def test_a_reference_of_zotero_without_abstract_is_refused_by_name(read_file: ReadFile) -> None:
    data = (FILES["collectie.rdf"]).read_text("utf-8").replace("dcterms:abstract", "z:extra")
    articles, errors = read_file("collectie.rdf", data)
    assert articles == []
    assert ["without a text" in error.reason for error in errors] == [True, True]
    assert "«Veerpont vaart weer»" in errors[0].reason


def test_menus_of_a_book_are_no_text(read_file: ReadFile) -> None:
    words = "Het koor zingt weer in de grote kerk van Velmer."
    menu = "<div class='calibre_navbar1'>| <a href='b.xhtml'>Volgende</a> | Hoofdmenu |</div>"
    page = f"<html><body>{menu}<h2>Koor</h2><p>{words}</p>{menu} Slot.</body></html>"
    (articles, _) = read_file("a.epub", book({"OEBPS/tekst/koor.xhtml": page}))
    (found,) = [each.body for each in articles if each.title == "Koor"]
    assert (found.startswith(words), "menu" in found, found.endswith("Slot.")) == (
        True,
        False,
        True,
    )
