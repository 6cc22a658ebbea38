"""XML made to harm: entities in any encoding, and beginnings that take long."""

from __future__ import annotations

import zipfile
from pathlib import Path
from time import process_time

import pytest

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError

ENTITIES_FEED = (
    "{}<!DOCTYPE rss{}[<!ENTITY ha 'haha'>]><rss version='2.0'><channel><item><title>t</title>"
    "<description>politie &ha;</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("utf-32", "utf-32-le"),
        ("utf-32", "utf-32-be"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8-sig"),
        ("no-such", "utf-8"),
    ],
)
@pytest.mark.parametrize("doctype", [" ", " SYSTEM 'a>b' ", "<!-- > -->"])
def test_no_encoding_hides_entities(
    tmp_path: Path, declared: str, codec: str, doctype: str
) -> None:
    feed = ENTITIES_FEED.format(f"<?xml version='1.0' encoding='{declared}'?>", doctype)
    (tmp_path / "a.xml").write_bytes(feed.encode(codec))
    (error,) = read_articles(tmp_path)
    assert isinstance(error, ArticleError)


def test_an_encoding_that_hides_markup_is_refused(tmp_path: Path) -> None:
    feed = ENTITIES_FEED.format("", " ").replace("<!", "+ADwAIQ-")
    (tmp_path / "a.rss").write_text(f"<?xml version='1.0' encoding='utf-7'?>{feed}")
    (error,) = read_articles(tmp_path)
    assert "declares the encoding utf-7; save it as UTF-8" in str(error)


def test_text_about_entities_is_no_definition_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        "<!DOCTYPE rss><rss version='2.0'><channel><item><title>t</title><description>"
        "<![CDATA[<!DOCTYPE a [<!ENTITY b 'c'>]> politie]]></description></item></channel></rss>"
    )
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert "politie" in article.body


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- a -->" + b" " * 4000 + b"x",
        b"<!---->" * 500 + b"x",
        b"<?xml?>" * 500 + b"x",
        b"<rss>" + b" " * 300_000 + b"</rss>",
        b"<?xml" + b" " * 300_000 + b"?><rss/>",
        b"<!DOCTYPE a[" * 8_300 + b"<rss/>",
    ],
)
def test_no_beginning_of_xml_takes_long(tmp_path: Path, data: bytes) -> None:
    """These took from ten seconds to longer than anyone waits."""
    (tmp_path / "a.xml").write_bytes(data)
    began = process_time()
    assert [type(item) for item in read_articles(tmp_path)] == [ArticleError]
    assert process_time() - began < 5


def office(tmp_path: Path, name: str, **parts: str) -> Path:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part.replace("__", "/").replace("_xml", ".xml"), content)
    return path


XHTML = "application/xhtml+xml"
DEEP = f"{'<p>' * 3000}de dijk houdt{'</p>' * 3000}"


def test_elements_in_elements_without_end_cost_their_file_and_no_run(tmp_path: Path) -> None:
    """Python gives up after a thousand, wherever it is then."""
    (tmp_path / "a.txt").write_text("De dijk houdt\n\nEr is geen gevaar.")
    content = f'<d xmlns:text="urn:text">{DEEP}</d>'
    office(
        tmp_path, "b.odt", mimetype="application/vnd.oasis.opendocument.text", content_xml=content
    )
    (tmp_path / "c.xml").write_text(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a"><contentSet>'
        f"<inlineXML>{DEEP}</inlineXML></contentSet></newsItem>"
    )
    article, *errors = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert ["over 200 deep" in str(error) for error in errors] == [True, True]


def test_a_document_of_a_book_that_is_too_deep_is_read_as_a_page(tmp_path: Path) -> None:
    office(
        tmp_path,
        "a.epub",
        mimetype="application/epub+zip",
        **{
            "META-INF__container_xml": '<c><rootfile full-path="o"/></c>',
            "o": f'<p><item id="a" href="a" media-type="{XHTML}"/><itemref idref="a"/></p>',
            "a": f"<html><body>{DEEP}<p>Dat is al twintig jaar zo.</p></body></html>",
        },
    )
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.body.endswith("Dat is al twintig jaar zo.")


def test_styles_of_rich_text_that_never_end_take_no_time(tmp_path: Path) -> None:
    """It took 21 seconds: the end of a paragraph was looked for from every style."""
    styles = rb"{\stylesheet{\s1 Heading 1;}}" + rb"\s1 x " * 20_000
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1\ansi" + styles + b"}")
    began = process_time()
    assert [type(item) for item in read_articles(tmp_path)] == [Article]
    assert process_time() - began < 5


@pytest.mark.parametrize("entity", ["<!\x01ENTITY", "<!E\x02NTITY", "\x1f<!\x0bENTIT\x1fY"])
def test_no_control_character_hides_entities_from_readers_that_take_it_away(
    tmp_path: Path, entity: str
) -> None:
    """Digitised papers have such characters, so that they are read without them."""
    bomb = f"<!DOCTYPE a [{entity} ha 'haha'>]>"
    page = '<alto><Layout><Page><PrintSpace><TextBlock ID="b"><TextLine><String CONTENT="&ha;"/>'
    ends = "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
    (tmp_path / "a.xml").write_text(f"{bomb}{page}{ends}", "utf-8")
    (error,) = read_articles(tmp_path)
    assert isinstance(error, ArticleError)
