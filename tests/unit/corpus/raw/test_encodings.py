"""Bytes are read as what they are, whatever is declared; a Dutch text tells its encoding."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.raw.encodings import guess_encoding, is_utf8, utf16_codec
from tests.fixture_types import ReadFile

SENTENCES = (
    "Het café vraagt sinds gisteren {euro} 5 voor een kop koffie, naïef of niet.",
    "De coöperatie begint in Één dorp, zegt Renée.",
    "Oekraïne",
    "Dat kost {euro}25 per stuk.",
    "CAFÉ DE KROEG EN ÉÉN REÜNIE",
    "Hij liep 1½ kilometer bij 20° C door Curaçao.",
    "Zoë en André aten crème brûlée met Señor Núñez.",
    "De prijs: {euro} 1.000.000",
    "Zij zei: ‘Ja, dat klopt’ – en ging naar België.",
    "“Citaat”, aldus de minister…",
    "De ‘crisis’",
)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859_15", "cp850", "mac_roman"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_tells_its_encoding(sentence: str, encoding: str) -> None:
    text = sentence.format(euro="EUR" if encoding == "cp850" else "€")
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        assert encoding != "cp1252"
        return
    if not data.isascii():
        start = next(place for place, byte in enumerate(data) if byte > 127)
        assert data.decode(guess_encoding(data, start)) == text


@given(st.text(min_size=1))
def test_whatever_has_characters_of_several_bytes_is_utf8(text: str) -> None:
    text = text.replace("\ufffd", "").encode("utf-8", "ignore").decode()
    assert is_utf8(text.encode()) == (not text.isascii())


@pytest.mark.parametrize(
    ("data", "codec", "why"),
    [
        ("De dijk houdt.".encode("utf-16"), "utf-16", "a mark"),
        ("De dijk houdt.".encode("utf-16-le"), "utf-16-le", "zeros at odd places"),
        ("De dijk houdt.".encode("utf-16-be"), "utf-16-be", "zeros at even places"),
        ("Oekraïne – ‘ja’ … €".encode("utf-16-le"), "utf-16-le", "and some signs without"),
        (b"De dijk houdt.", None, "no zeros"),
        (b"a\0\0\0b\0\0\0" * 9, None, "zeros at both: no UTF-16"),
        (b"a", None, "too short to tell"),
        (b"", None, "nothing"),
    ],
)
def test_zeros_tell_utf16(data: bytes, codec: str | None, why: str) -> None:
    assert utf16_codec(data) == codec, why


TABLE = 'id;kop;tekst\n1;Één;"Café voor € 5."\n2;Twee;De haven is dicht.\n'


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"]
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_a_table_is_read_in_any_encoding_with_any_line_ends(
    read_file: ReadFile, name: str, encoding: str, ends: str
) -> None:
    articles, errors = read_file(name, TABLE.replace("\n", ends).encode(encoding))
    assert not errors
    assert [(each.title, each.body) for each in articles] == [
        ("Één", "Café voor € 5."),
        ("Twee", "De haven is dicht."),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_lines_that_end_with_a_carriage_return_are_lines(read_file: ReadFile, name: str) -> None:
    articles, errors = read_file(name, '{"tekst": "Een dijk."}\r{"tekst": "Twee."}\r{')
    assert [each.body for each in articles] == ["Een dijk.", "Twee."]
    assert [error.line for error in errors] == [3]


def test_one_line_does_not_decide_the_encoding_of_a_table(read_file: ReadFile) -> None:
    table = "kop;tekst\nCafé;Een é telt niet.\nPrijs;Het kost € 5.\n"
    articles, _ = read_file("a.csv", table.encode("iso8859-15"))
    assert articles[1].body == "Het kost € 5."


PAGE = "<html><head><meta charset='{}'><title>Café</title></head><body><article><p>{}</p></article>"
TEXT = "De dijk bij Coöstveen kost € 5 miljoen, zegt Renée van het café in Oekraïne. " * 3


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "ascii", "iso-8859-15", "gbk"])
def test_a_page_of_utf8_is_so_whatever_it_declares(read_file: ReadFile, declared: str) -> None:
    ((article,), _) = read_file("a.html", PAGE.format(declared, TEXT))
    assert (article.title, article.body) == ("Café", TEXT.strip())


def test_a_euro_in_a_page_that_declares_latin1_is_a_euro(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.html", PAGE.format("iso-8859-1", TEXT).encode("iso8859-15"))
    assert article.body == TEXT.strip()


FEED = (
    "<?xml version='1.0' encoding='{}'?><rss version='2.0'><channel><title>Café Velder</title>"
    "<item><title>Één dijk</title><description>Dijk in Oekraïne houdt.</description></item>"
    "</channel></rss>"
)
NITF = (
    "<?xml version='1.0' encoding='{}'?><nitf><body><body.head><hedline><hl1>Één dijk</hl1>"
    "</hedline></body.head><body.content><p>Dijk in Oekraïne houdt.</p></body.content></body>"
    "</nitf>"
)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "utf-8"), ("windows-1252", "utf-8"), ("utf-8", "cp1252"), ("utf-8", "utf-8")],
)
@pytest.mark.parametrize("markup", [FEED, NITF])
def test_xml_that_declares_another_encoding_is_read_as_what_it_is(
    read_file: ReadFile, markup: str, declared: str, encoding: str
) -> None:
    ((article,), _) = read_file("a.xml", markup.format(declared).encode(encoding))
    assert (article.title, article.body) == ("Één dijk", "Dijk in Oekraïne houdt.")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("utf-8", "cp1252"), ("onzin", "mac_roman")],
)
def test_mail_that_declares_another_encoding_is_read_as_what_it_is(
    read_file: ReadFile, charset: str, encoding: str
) -> None:
    head = f"Subject: Dijk\nContent-Type: text/plain; charset={charset}\n"
    text = "Het café in Oekraïne begint één reünie."
    ((article,), _) = read_file("a.eml", f"{head}\n".encode() + text.encode(encoding))
    assert article.body == text


def test_a_file_cut_off_inside_gzip_with_old_line_ends_keeps_what_is_before(
    read_file: ReadFile,
) -> None:
    data = gzip.compress(b"kop;tekst\r" + b"Dijk;De dijk houdt.\r" * 50_000)
    articles, errors = read_file("a.csv", data[: len(data) // 2])
    assert articles
    assert "cut off" in errors[-1].reason


MESSAGE = "Subject: {}\nFrom: De Velder <x@velder.example>\n\nDe dijk houdt.\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_mail_is_read_with_any_line_ends(read_file: ReadFile, ends: str) -> None:
    ((article,), _) = read_file("a.eml", MESSAGE.format("Dijk").replace("\n", ends))
    assert (article.title, article.body) == ("Dijk", "De dijk houdt.")
    mailbox = "".join(f"From x\n{MESSAGE.format(title)}\n" for title in ("Dijk", "Brug"))
    (articles, _) = read_file("a.mbox", mailbox.replace("\n", ends))
    assert [each.title for each in articles] == ["Dijk", "Brug"]
