"""A field with several values: each reader gives every value as one of its own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from indexer.corpus import read_articles
from indexer.model import Article

TEXT = "De brug over de Demer is weer open. " * 8

RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>De Bode</title><item><title>Brug open</title><description>{TEXT}</description>
<category>Verkeer</category><category>Binnenland</category><category>Verkeer</category>
<category/><dc:creator>Jan Jansen</dc:creator><dc:creator>Smit, Piet</dc:creator>
</item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>De Bode</title><entry>
<title>Brug open</title><summary>{TEXT}</summary><category term="Verkeer"/>
<category term="nl" label="Binnenland"/><author><name>Jan Jansen</name></author>
<author><name>Smit, Piet</name></author></entry></feed>"""

NITF = f"""<nitf><head><pubdata name="De Bode" position.section="Verkeer"/></head><body>
<body.head><hedline><hl1>Brug open</hl1></hedline>
<byline>Door <person>Jan Jansen</person> en <person>Smit, Piet</person></byline></body.head>
<body.content><p>{TEXT}</p></body.content></body></nitf>"""

BYLINES = NITF.replace(
    "Door <person>Jan Jansen</person> en <person>", "Jan Jansen</byline><byline>"
)

NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><contentMeta>
<headline>Brug open</headline><creator><name>Jan Jansen</name></creator>
<creator><name>Smit, Piet</name></creator>
<subject type="cpnat:person"><name>De Minister</name></subject>
<subject type="cpnat:abstract"><name>Verkeer</name><name>Traffic</name></subject>
<subject><name>Binnenland</name></subject></contentMeta><contentSet><inlineXML><html><body>
<p>{TEXT}</p></body></html></inlineXML></contentSet></newsItem>"""

HTML = f"""<html><head><title>Brug open</title>
<meta property="article:section" content="Verkeer"/>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Brug open", "author": [{{"@type": "Person", "name": "Jan Jansen"}},
{{"@type": "Person", "name": "Piet Smit"}}]}}</script></head>
<body><article><h1>Brug open</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"""

MARKDOWN = f"""---
author:
  - Jan Jansen
  - Smit, Piet
categories: [Verkeer, Binnenland]
---
# Brug open

{TEXT}
"""

CSV = f"""title,body,author,section
Brug open,{TEXT},"[""Jan Jansen"", ""Smit, Piet""]","Verkeer; Binnenland"
"""

JAN_AND_PIET = ("Jan Jansen", "Smit, Piet")
BOTH = ("Verkeer", "Binnenland")


@pytest.mark.parametrize(
    ("name", "content", "authors", "sections"),
    [
        ("a.rss", RSS, JAN_AND_PIET, BOTH),
        ("a.atom", ATOM, JAN_AND_PIET, BOTH),
        ("nitf.xml", NITF, JAN_AND_PIET, ("Verkeer",)),
        ("bylines.xml", BYLINES.replace("</person>", ""), JAN_AND_PIET, ("Verkeer",)),
        ("newsml.xml", NEWSML, JAN_AND_PIET, BOTH),
        ("a.html", HTML, ("Jan Jansen", "Piet Smit"), ("Verkeer",)),
        ("a.md", MARKDOWN, JAN_AND_PIET, BOTH),
        ("a.csv", CSV, JAN_AND_PIET, ("Verkeer; Binnenland",)),
    ],
)
def test_each_value_is_one_of_its_own(
    tmp_path: Path, name: str, content: str, authors: tuple[str], sections: tuple[str]
) -> None:
    article = read(tmp_path / name, content.encode())
    assert (article.author, article.section) == (authors, sections)


def test_word_parts_its_authors_by_semicolons(tmp_path: Path) -> None:
    document, stream = docx.Document(), io.BytesIO()
    document.core_properties.author = "Jan Jansen; Smit, Piet;"
    document.add_paragraph(TEXT)
    document.save(stream)
    assert read(tmp_path / "a.docx", stream.getvalue()).author == JAN_AND_PIET


def test_subjects_that_are_all_persons_give_the_first(tmp_path: Path) -> None:
    only = NEWSML.replace("cpnat:abstract", "cpnat:person").replace(
        "<subject><", '<subject type="x"><'
    )
    assert read(tmp_path / "a.xml", only.encode()).section == ("De Minister",)


def test_several_paths_of_the_user_are_several_values(tmp_path: Path) -> None:
    record = {"body": TEXT, "a": {"naam": "Jan"}, "b": [{"naam": "Piet"}, {"naam": "Jan"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), "utf-8")
    (article,) = read_articles(tmp_path / "a.jsonl", (("author", ("a.naam", "b.naam")),))
    assert isinstance(article, Article)
    assert article.author == ("Jan", "Piet")


def read(path: Path, content: bytes) -> Article:
    path.write_bytes(content)
    (article,) = read_articles(path)
    assert isinstance(article, Article), article
    return article
