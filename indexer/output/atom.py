"""Articles as an Atom feed (RFC 4287), for the page and for `knipsel alert`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from indexer.later import dataclass
from indexer.model import Article, Span
from indexer.output.citations import lead
from indexer.output.xml_text import xml_text

MEDIA_TYPE = "application/atom+xml"

_NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write, escaped or not.
_WEB = re.compile("https?://")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed: `link` is where to read it if that is on the web.

    `topics` are what it was found for.
    """

    article: Article
    link: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself.

    `name` identifies the feed for good; `built` is when the archive was last built, in ISO 8601;
    `links` are pairs of relation and address.
    """

    name: str
    title: str
    built: str
    links: tuple[tuple[str, str], ...] = ()


def atom(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """Return the feed as UTF-8.

    An id is a name-based UUID of the article's id: the same on every host, for good. An article is
    updated on its last possible day, or when the archive was built if that is earlier or unknown.
    """
    built = datetime.fromisoformat(feed.built)
    root = ET.Element("feed", xmlns=_NAMESPACE)
    root.set("xml:lang", "nl")
    _add(root, "id", _urn("feed", feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(built))
    _add(ET.SubElement(root, "author"), "name", "Knipsel")
    for relation, address in feed.links:
        _link(root, relation, address, "text/html" if relation == "alternate" else MEDIA_TYPE)
    for entry in entries:
        _add_entry(ET.SubElement(root, "entry"), entry, built)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(element: ET.Element, entry: Entry, built: datetime) -> None:
    article = entry.article
    _add(element, "id", _urn("article", article.id))
    _add(element, "title", article.title or "Zonder titel")
    _add(element, "updated", _moment(_updated(article, built)))
    for author in article.author or article.values("source"):
        _add(ET.SubElement(element, "author"), "name", author)
    for topic in (*entry.topics, *article.section):
        ET.SubElement(element, "category", term=xml_text(topic))
    link = entry.link if _WEB.match(entry.link or "") else None
    if link:
        _link(element, "alternate", link)
    # An entry that leads nowhere has to have content.
    _add(element, "summary" if link else "content", lead(article))


def _updated(article: Article, built: datetime) -> datetime:
    if not article.date:
        return built
    last = date.fromordinal(Span.parse(article.date).last)
    return min(built, datetime.combine(last, time(), UTC))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _urn(kind: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"knipsel:{kind}:{xml_text(name)}").urn


def _link(parent: ET.Element, relation: str, address: str, media_type: str | None = None) -> None:
    link = ET.SubElement(parent, "link", rel=relation, href=xml_text(address))
    if media_type:
        link.set("type", media_type)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = xml_text(text)
