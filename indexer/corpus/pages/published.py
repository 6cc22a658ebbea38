"""The day on which a web page says that its article was published.

A page has many dates: of other articles, of readers' comments, of videos, of changes. Only those
count that say they are the date of the article, in this order: what the page tells machines
(JSON-LD, then meta tags), what it shows by its headline, and its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote

from indexer.corpus.dates import date_in_path, partial_date
from indexer.corpus.pages.data import MAX_DATA, objects_in, read_data
from indexer.corpus.pages.headline import find_heading
from indexer.corpus.pages.shown import date_within, shown_dates
from indexer.later import NamedTuple
from indexer.text import one_line

_MIN_ALIKE = 15  # letters in which two headlines of one article begin alike

# Each says when an article was published; the more surely, the earlier it stands.
_META = (
    *("article:published_time", "article:published", "og:article:published_time"),
    *("og:published_time", "datepublished", "schema:datepublished", "rnews:datepublished"),
    *("dcterms.issued", "dc.date.issued", "dc.issued", "dc.date.published", "pubdate", "pub_date"),
    *("publishdate", "publish_date", "publish-date", "publicationdate", "publication_date"),
    *(
        "publication-date",
        "published",
        "published_time",
        "published_at",
        "publishedat",
        "published-date",
        "published_date",
    ),
    *("publicatiedatum", "date_published", "date-published", "parsely-pub-date", "sailthru.date"),
    *("cxenseparse:recs:publishtime", "cxenseparse:publishtime", "vr:published_time"),
    *(
        "citation_publication_date",
        "citation_online_date",
        "citation_date",
        "date.release",
        "prism.publicationdate",
        "bt:pubdate",
    ),
    *(
        "iso-8601-publish-date",
        "eomportal-publicationdate",
        "rbpubdate",
        "originalpublicationdate",
        "article_date_original",
        "article.published",
        "article-date",
    ),
    *("dcterms.date", "dc.date", "dc:date", "dcterms.created", "dc.date.created", "dc.created"),
)
_OF_THE_PAGE = ("datum", "date")  # often of the day on which it was made anew
_IS_ARTICLE = re.compile(
    r"(?:.*Article|(?:Blog|LiveBlog|SocialMedia)Posting|Report|(?:Critic|Media)Review)"
)
_IS_PAGE = re.compile(r"(?:WebPage|ItemPage)")
_ENTRY = (
    "//*[contains(concat(' ', @class, ' '), ' h-entry ')]"
    "//*[contains(concat(' ', @class, ' '), ' dt-published ')]"
)
_NUMBERED = re.compile(r"/[a-z]{2,6}((?:19|20)\d{6})_\d{4,}")  # /cnt/dmf20220324_97412345


class PageDate(NamedTuple):
    """The partial date of a page, None without one; and what stood for it, not understood."""

    date: str | None
    unread: str = ""


def page_date(tree: Any, address: str | None, zone: str) -> PageDate:
    """Return the date of publication of the article on a page, a tree of lxml."""
    heading = find_heading(tree)
    url = _canonical(tree) or address or ""
    unread = ""
    machines = chain(_of_json(tree, heading.text, url), _of_meta(tree, _META), _of_entry(tree))
    for value in machines:
        if date := partial_date(value, zone):
            return PageDate(date)
        unread = unread or value
    for value in chain(shown_dates(tree, heading), _of_meta(tree, _OF_THE_PAGE)):
        if date := partial_date(value, zone) or date_within(value, zone):
            return PageDate(date)
        unread = unread or value
    path = _path(url)
    numbered = _NUMBERED.search(path)
    date = date_in_path(path) or (partial_date(numbered[1], zone) if numbered else None)
    return PageDate(date, "" if date else unread)


def _canonical(tree: Any) -> str:
    """Return the address that a page says it has, empty without one."""
    for path in (".//link[@rel='canonical']/@href", ".//meta[@property='og:url']/@content"):
        if found := tree.xpath(path):
            return str(found[0]).strip()
    return ""


def _path(url: str) -> str:
    """Return the path of an address, without the server and what is asked of it."""
    return unquote(re.sub(r"^\w+://[^/]*|[?#].*$", "", url))


# -- What a page tells machines


def _of_meta(tree: Any, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the dates in meta tags of these names, in the order of the names."""
    found: list[tuple[int, str]] = []
    for meta in tree.iter("meta"):
        value = one_line(meta.get("content") or "")
        is_of_item = meta.get("itemprop") and next(meta.iterancestors("head"), None) is None
        if is_of_item:  # which may be a video: see what the page shows
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if value and name in names:
                found.append((names.index(name), value))
    yield from (value for _, value in sorted(found, key=lambda pair: pair[0]))


def _of_entry(tree: Any) -> Iterator[str]:
    """Yield the date that microformats give the one entry of a page (h-entry, dt-published)."""
    days = tree.xpath(_ENTRY)
    values = [one_line(day.get("datetime") or day.get("title") or "") for day in days]
    if len({*values}) == 1 and values[0]:
        yield values[0]


def _of_json(tree: Any, title: str, url: str) -> Iterator[str]:
    """Yield the dates in JSON-LD: of the article, else of the page that it is on."""
    objects = [each for data in _data(tree) for each in objects_in(data)]
    articles = [each for each in objects if _is_a(each, _IS_ARTICLE)]
    yield from _published(_of_this_page(articles, title, url))
    if not articles:
        yield from _published([each for each in objects if _is_a(each, _IS_PAGE)])


def _published(objects: list[dict[str, Any]]) -> Iterator[str]:
    values = [value for each in objects if (value := _day_of(each))]
    values = [value[0] if isinstance(value, list) else value for value in values]
    texts = [one_line(str(value)) for value in values if isinstance(value, str | int)]
    if len({text[: len("2022-03-24")] for text in texts}) == 1:  # else of several articles
        yield texts[0]


def _day_of(each: dict[str, Any]) -> Any:
    """Return the value of a day of publication, which may be typed: {"@value": "2022-03-24"}."""
    value = each.get("datePublished") or each.get("schema:datePublished")
    return value.get("@value") if isinstance(value, dict) else value


def _of_this_page(articles: list[dict[str, Any]], title: str, url: str) -> list[dict[str, Any]]:
    """Return those articles that are the one of the page, all where that cannot be told."""
    same_address = [each for each in articles if url and url in _addresses(each)]
    same_title = [each for each in articles if _are_alike(str(each.get("headline")), title)]
    if found := same_address or same_title:
        return found
    if url and title and all(_addresses(each) and each.get("headline") for each in articles):
        return []  # each of another page, and with another headline
    return articles


def _addresses(article: dict[str, Any]) -> set[str]:
    values = [article.get(name) for name in ("url", "@id", "mainEntityOfPage")]
    values += [each.get("@id") or each.get("url") for each in values if isinstance(each, dict)]
    return {each.partition("#")[0] for each in values if isinstance(each, str) and "://" in each}


def _are_alike(one: str, other: str) -> bool:
    first, second = ("".join(filter(str.isalnum, each.casefold())) for each in (one, other))
    shortest = min(len(first), len(second))
    return bool(shortest) and (
        first == second or (shortest >= _MIN_ALIKE and first[:shortest] == second[:shortest])
    )


def _is_a(each: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = each.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(kind.fullmatch(re.split("[/:#]", str(name))[-1]) for name in names)


def _data(tree: Any) -> Iterator[Any]:
    """Yield each block of JSON-LD that can be read."""
    size = 0
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = script.text or ""
            size += len(text)
            if size > MAX_DATA:
                return
            if (data := read_data(text)) is not None:
                yield data
