"""An address that a feed gives in part is whole, by what the feed says of its own place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.corpus import find_files, read
from indexer.corpus.addresses import absolute_address
from indexer.corpus.discover import Source
from indexer.model import Article

SITE = "<link>https://bode.example/nieuws/</link>"
SELF = '<atom:link rel="self" href="https://feeds.bode.example/rss/alles.xml"/>'


@pytest.mark.parametrize(
    ("link", "base", "whole"),
    [
        ("/a/1", "https://bode.example/nieuws/", "https://bode.example/a/1"),
        ("a/1", "https://bode.example/nieuws/", "https://bode.example/nieuws/a/1"),
        ("?id=1", "https://bode.example/x", "https://bode.example/x?id=1"),
        ("//bode.example/a/1", "", "https://bode.example/a/1"),
        ("https://else.example/1", "https://bode.example/", "https://else.example/1"),
        ("urn:bode:1", "https://bode.example/", "urn:bode:1"),
        ("/a/1", "", "/a/1"),
        ("/a/1", "https://[", "/a/1"),
        ("", "https://bode.example/", ""),
    ],
)
def test_an_address_goes_on_from_its_base(link: str, base: str, whole: str) -> None:
    assert absolute_address(link, base) == whole


def feed(tmp_path: Path, text: str, name: str) -> Source:
    (tmp_path / name).write_text(text, "utf-8")
    (source,) = find_files([tmp_path / name])
    assert isinstance(source, Source)
    return source


def address(source: Source) -> str | None:
    (article,) = read(source)
    assert isinstance(article, Article)
    return article.url


def rss(about: str, item: str = "<link>/a/1</link>", base: str = "") -> str:
    return f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"{base}><channel>
<title>De Bode</title>{about}<item><title>Kop</title>{item}<description>De sluis is open.
</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (rss(SITE), "https://bode.example/a/1"),
        (rss(SITE + SELF), "https://feeds.bode.example/a/1"),
        (rss(SITE, base=' xml:base="https://b.example/"'), "https://b.example/a/1"),
        (rss("", "<link>//bode.example/a/1</link>"), "https://bode.example/a/1"),
        (rss(SITE, "<guid>/a/1</guid>"), "https://bode.example/a/1"),
        (rss(SITE, '<guid isPermaLink="false">urn:bode:1</guid>'), None),
        (rss(SITE, "<guid>urn:bode:1</guid>"), None),
        (rss(SITE, "<guid>tag:bode.example,2022:1</guid>"), None),
    ],
)
def test_a_feed_says_where_its_links_go_on_from(tmp_path: Path, text: str, whole: str) -> None:
    assert address(feed(tmp_path, text, "a.rss")) == whole


def test_a_feed_that_was_fetched_is_at_the_address_that_it_was_asked_for(tmp_path: Path) -> None:
    source = replace(feed(tmp_path, rss(""), "a.rss"), origin="https://bode.example/rss")
    assert address(source) == "https://bode.example/a/1"


def test_links_of_a_json_feed_are_whole(tmp_path: Path) -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "De Bode",
        "home_page_url": "https://bode.example/",
        "items": [{"id": "1", "url": "/a/1", "content_text": "De sluis is open."}],
    }
    source = feed(tmp_path, json.dumps(document), "a.json")
    assert address(source) == "https://bode.example/a/1"
