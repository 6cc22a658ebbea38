"""An article on its way into an engine and back.

The payload is a line of lead terms, then the article in JSON, so that either is read alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import orjson

from indexer.analysis.channels import Channels
from indexer.analysis.dutch import Analyzer
from indexer.engines.protocol import IndexDocument
from indexer.model import Article, Span

if TYPE_CHECKING:
    from indexer.grouping import Grouping
    from indexer.openings import Opening

_LEAD_TERMS = 90  # about the first 150 words
_MOST_DATES = 4_096  # kept at hand: many articles have the same


@dataclass(frozen=True, slots=True)
class Lead:
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


def version(article: Article, origin: str) -> str:
    """Return the hash of everything in the article and of the file that it is read from.

    The file counts since --prune goes by it: an article that moved has to be stored anew.
    """
    return _versions(orjson.dumps(_values(article)), origin)[1]


def _versions(content: bytes, origin: str) -> tuple[str, str]:
    """Return the hash of the content alone, and with its origin."""
    state = blake2b(content + b"\0", digest_size=12)
    alone = state.hexdigest()
    state.update(origin.encode())
    return alone, state.hexdigest()


def document(
    article: Article, origin: str, analyzer: Analyzer, grouping: Grouping
) -> IndexDocument:
    """Return the article as engines store it; its text is the title and the body together."""
    title, body = analyzer.channels(article.title), analyzer.channels(article.body)
    # Where a plain text has no title line, its title is the beginning of its body.
    first = Channels("", "", "") if _begins(article) else title
    span = _span(article.date) if article.date else None
    lead = "\t".join(analyzer.telling(text.part, _LEAD_TERMS) for text in (first, body))
    content = orjson.dumps(_values(article))
    content_version, version_here = _versions(content, origin)
    opening = _opening(article, title, body, span)
    return IndexDocument(
        id=article.id,
        version=version_here,
        origin=origin,
        exact=_both(first.exact, body.exact),
        stem=_both(first.stem, body.stem),
        part=_both(first.part, body.part),
        title_exact=title.exact,
        title_stem=title.stem,
        title_part=title.part,
        first=span.first if span else 0,
        last=span.last if span else 0,
        year=(article.date or "")[:4],
        month=(article.date or "")[:7] if len(article.date or "") >= len("2022-03") else "",
        source=article.source or "",
        section=article.section or "",
        payload=b"%b\n%b" % (lead.encode(), content),
        bands=opening.bands if opening else (),
        group=grouping.place(opening, content_version) if opening else 0,
    )


def stored_article(payload: bytes) -> Article:
    """Return the article that `document` put into the payload."""
    return Article(*orjson.loads(payload[payload.index(b"\n") :]))


def stored_lead(payload: bytes) -> Lead:
    """Return what the article begins with, as feedback reads it."""
    return Lead(payload[: payload.index(b"\n")].decode())


def stored_opening(payload: bytes, analyzer: Analyzer) -> Opening | None:
    """Return how the article in a payload begins; its day is not told."""
    return opening_of(stored_article(payload), analyzer)


def opening_of(article: Article, analyzer: Analyzer) -> Opening | None:
    """Return how an article begins; its day is not told."""
    title, body = analyzer.channels(article.title), analyzer.channels(article.body)
    return _opening(article, title, body, None)


def _opening(
    article: Article, title: Channels, body: Channels, span: Span | None
) -> Opening | None:
    from indexer.openings import Opening  # noqa: PLC0415 - readers of articles need none of it

    day = span.first if span and span.first == span.last else 0
    return Opening.of(body.exact, title.part, article.source or "", day)


@lru_cache(_MOST_DATES)
def _span(date: str) -> Span:
    return Span.parse(date)


def _values(article: Article) -> tuple[str | None, ...]:
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


def _begins(article: Article) -> bool:
    """Say whether the body begins with the title, as whole words."""
    title = article.title.rstrip("…")
    return article.body.startswith(title) and not article.body[len(title) :][:1].isalnum()


def _both(title: str, body: str) -> str:
    return f"{title} {body}" if title and body else title or body
