"""Who signed a page: mail addresses go before an extractor makes names of them."""

from __future__ import annotations

from itertools import islice
from typing import Any

from indexer.corpus.headings.bylines import byline_name
from indexer.corpus.headings.signatures import dated_byline
from indexer.corpus.pages.headline import line_of

_META = "//meta[contains(@content, '@')]"
_BYLINES = (
    "//*[@rel='author' or @itemprop='author' or contains(@class, 'author')"
    " or contains(@class, 'byline') or contains(@class, 'auteur')]"
)
_BELOW = 12  # elements behind a headline among which a line says who wrote what is below


def clean_bylines(tree: Any) -> None:
    """Take the mail addresses out of what a tree of lxml says of authors."""
    for element in tree.xpath(_META):
        name = f"{element.get('name', '')}{element.get('property', '')}".lower()
        if "author" in name or "creator" in name or name == "byl":
            element.set("content", byline_name(element.get("content")))
    for byline in tree.xpath(_BYLINES):
        for element in byline.iter():
            if element.text and "@" in element.text:
                element.text = byline_name(element.text)
            if element.tail and "@" in element.tail and element is not byline:
                element.tail = byline_name(element.tail)


def shown_writers(heading: Any) -> tuple[str, ...]:
    """Return who a line below a headline names as the writers, with or without the day."""
    if heading is None:
        return ()
    below = islice(heading.xpath("following::*"), _BELOW)
    named = (dated_byline(line_of(each))[0] for each in below if isinstance(each.tag, str))
    return next(filter(None, named), ())
