"""Authors are named without mail addresses, whatever their domain, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus import read_articles
from indexer.corpus.headings.bylines import byline_name, writers
from indexer.model import Article

TEXT = "De sluis van Ravelhout gaat volgende week weer open voor de scheepvaart. " * 5


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("redactie@bode.nl (Els Boom)", "Els Boom"),
        ("redactie@bode.amsterdam (Els Boom)", "Els Boom"),
        ("Els Boom <els.boom@bode.museum>", "Els Boom"),
        ('"Boom, Els" <els@bode.vlaanderen>', "Boom, Els"),
        ("Els Boom (els+nieuws@post.bode.co.uk)", "Els Boom"),
        ("Els Boom, els@bode.media", "Els Boom"),
        ("els@bode.photography, Els Boom", "Els Boom"),
        ("Els Boom | els@bode.xn--p1ai", "Els Boom"),
        ("Els Boom – els@dagblad-de-bode.рф", "Els Boom"),
        ("Els Boom mailto:els@bode.nl", "Els Boom"),
        ("Els Boom, e-mail: els@bode.nieuws", "Els Boom"),
        ("Els Boom [els@bode.nl]", "Els Boom"),
        ("Els Boom els(at)bode.nl", "Els Boom"),
        ("Els Boom, els@bode.nl, Bas Vink, bas@bode.nl", "Els Boom, Bas Vink"),
        ("noreply@bode.nl?subject=Tip (Els Boom)", "Els Boom"),
        ("Els Boom els@[192.0.2.1]", "Els Boom"),
        ("els@bode.nl", ""),
        ("<els@bode.nl>", ""),
        ("Door Els Boom", "Els Boom"),
        ("door: Els Boom en Bas Vink", "Els Boom en Bas Vink"),
        ("DOOR ELS BOOM", "ELS BOOM"),
        ("Doornik, Els", "Doornik, Els"),
        ("Boom, Els", "Boom, Els"),
        ("Els Boom (Brussel)", "Els Boom (Brussel)"),
        ("Door", "Door"),
        ("Els Boom, ANP", "Els Boom"),
        ("Door Els Boom/ANP", "Els Boom"),
        ("Els Boom (ANP)", "Els Boom"),
        ("Els Boom | Reuters", "Els Boom"),
        ("Els Boom - Belga", "Els Boom"),
        ("Els Boom, Reuters, AP", "Els Boom"),
        ("ANP/Els Boom", "Els Boom"),
        ("Els van 't Hof en Bas Vink, dpa", "Els van 't Hof en Bas Vink"),
        ("ANP", "ANP"),
        ("ANP/Reuters", "ANP/Reuters"),
        ("Boom, AP", "Boom, AP"),
        ("Van onze redactie, ANP", "Van onze redactie, ANP"),
        ("Els Boom, Velmer", "Els Boom, Velmer"),
    ],
)
def test_a_byline_is_its_name_alone(byline: str, name: str) -> None:
    assert byline_name(byline) == name


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (("Els Boom", "ANP"), ("Els Boom",)),
        (("ANP", "Reuters"), ("ANP", "Reuters")),
        (("Redactie", "ANP"), ("Redactie", "ANP")),
        (("Els Boom, ANP", "Els Boom"), ("Els Boom",)),
        (("ANP",), ("ANP",)),
    ],
)
def test_an_agency_beside_a_person_is_no_other_writer(
    author: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert writers(author) == names


@given(st.text(max_size=80))
def test_no_byline_raises_and_a_clean_one_stays(text: str) -> None:
    once = byline_name(text)
    if "@" not in text and "(at)" not in text.lower():
        assert once in text


RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>De Bode
</title><item><title>Sluis open</title><description>{TEXT}</description>%s</item></channel></rss>"""
AUTHOR = "els@bode.amsterdam (Els Boom)"
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>De Bode</title>
<entry><title>Sluis</title>
<summary>{TEXT}</summary><author><name>Els Boom</name><email>els@bode.amsterdam</email>
</author></entry></feed>"""
HTML = f"""<html><head><title>Sluis open</title><meta name="author" content="%s"></head>
<body><article><h1>Sluis open</h1>%s<p>{TEXT}</p><p>{TEXT}</p></article></body></html>"""
NITF = f"""<nitf><body><body.head><hedline><hl1>Sluis</hl1></hedline><byline>{AUTHOR}</byline>
</body.head><body.content><p>{TEXT}</p></body.content></body></nitf>"""


def word() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.core_properties.author = "Els Boom <els@bode.amsterdam>"
    document.add_paragraph(TEXT)
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rss", RSS % f"<author>{AUTHOR}</author>"),
        ("b.rss", RSS % f"<author><![CDATA[{AUTHOR}]]></author>"),
        ("c.rss", RSS % f"<dc:creator>{AUTHOR}</dc:creator>"),
        ("d.rss", RSS % "<author>Els Boom, els@bode.amsterdam</author>"),
        ("a.atom", ATOM),
        ("a.html", HTML % ("Els Boom, els@bode.amsterdam", "")),
        ("b.html", HTML % ("", '<p class="byline">Els Boom (els@bode.amsterdam)</p>')),
        ("nitf.xml", NITF),
        ("a.jsonl", json.dumps({"body": TEXT, "author": {"name": AUTHOR}})),
        ("a.csv", f'tekst,auteur\n"{TEXT}","{AUTHOR}"\n'),
        ("a.md", f"---\nauthor: {AUTHOR}\n---\n# Sluis\n\n{TEXT}\n"),
        ("a.docx", word()),
    ],
)
def test_each_reader_names_the_author_alone(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (article,) = read_articles(path)
    assert isinstance(article, Article)
    assert article.author == ("Els Boom",)
    assert "(at)" not in article.body
