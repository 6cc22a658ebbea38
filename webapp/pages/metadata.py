"""What pages tell programs about articles: reference managers, search engines and other readers.

Zotero takes an article from the `citation_` names of Highwire Press and its own `z:itemType`, and a
list from COinS (ContextObjects in Spans, OpenURL 1.0 in Dublin Core).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.model import Article
from indexer.output.citations import lead
from indexer.output.people import people
from indexer.text import one_line
from webapp.urls.addresses import article_path, quoted_plus, web_address

MAX_DESCRIPTION = 160
"""Characters that search engines show of a description."""
_KIND = "newspaperArticle"
_CONTEXT_OBJECT = f"ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc&rft.type={_KIND}"


def description(article: Article) -> str:
    """Return the beginning of an article, cut at a word."""
    text = lead(article)
    if len(text) <= MAX_DESCRIPTION:
        return text
    return (text[:MAX_DESCRIPTION].rpartition(" ")[0] or text[:MAX_DESCRIPTION]) + "…"


def meta(article: Article, host: str) -> Iterator[tuple[str, str]]:
    """Yield name and content of what reference managers read in the head of a page."""
    yield "z:itemType", _KIND
    yield "citation_title", one_line(article.title)
    for person in people(article.author):
        yield "citation_author", person.inverted
    if article.date:
        yield "citation_date", article.date.replace("-", "/")
    if article.source:
        yield "citation_journal_title", one_line(article.source)
    yield "citation_language", "nl"
    yield "citation_public_url", _link(article, host)


def linked_data(article: Article, host: str) -> dict[str, Any]:
    """Return an article as schema.org has it, for JSON-LD."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": one_line(article.title),
        "url": _link(article, host),
        "mainEntityOfPage": host + article_path(article.id),
        "inLanguage": "nl",
        "description": description(article),
        "datePublished": article.date,
        "articleSection": list(article.section),
        "author": [{"@type": "Person", "name": each.natural} for each in people(article.author)],
        "publisher": article.source and {"@type": "Organization", "name": article.source},
    }
    return {name: value for name, value in found.items() if value}


def coins(article: Article, host: str) -> str:
    """Return an article as a context object: what stands in the title of a span of COinS."""
    pairs = [
        ("rft.title", one_line(article.title)),
        ("rft.source", one_line(article.source or "")),
        ("rft.date", article.date or ""),
        *(("rft.creator", person.inverted) for person in people(article.author)),
        ("rft_id", _link(article, host)),
    ]
    given = (f"&{name}={quoted_plus(v, ':/')}" for name, v in pairs if v)
    return _CONTEXT_OBJECT + "".join(given)


def _link(article: Article, host: str) -> str:
    return web_address(article.url) or host + article_path(article.id)
