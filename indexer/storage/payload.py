"""The stored source: an article as an engine keeps it, a line of lead terms, then JSON.

Either is read alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from indexer.model import Article


@dataclass(frozen=True, slots=True)
class LeadTerms:
    """The part terms of an article's title and, after a tab, of the beginning of its body."""

    text: str

    @property
    def title(self) -> list[str]:
        """The terms of the title."""
        return self.text.partition("\t")[0].split()

    @property
    def terms(self) -> list[str]:
        """All terms, as often as they stand there."""
        return self.text.split()


def stored_article(payload: bytes) -> Article:
    """Return the article that `document` put into the payload."""
    return Article(*orjson.loads(payload[payload.index(b"\n") :]))


def stored_lead(payload: bytes) -> LeadTerms:
    """Return what the article begins with, as feedback reads it."""
    return LeadTerms(payload[: payload.index(b"\n")].decode())


def article_values(article: Article) -> tuple[str | None, ...]:
    """Return the fields of an article in the order in which they are stored."""
    return (
        article.id,
        article.title,
        article.body,
        article.date,
        article.source,
        article.section,
        article.url,
        article.author,
    )
