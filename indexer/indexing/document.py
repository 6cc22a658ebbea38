"""From an article to the document that an engine stores: its terms, hashes and fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.kernel import InArticle, Limits
from indexer.engines.documents import IndexDocument, Sequence
from indexer.fields import KEYWORDS, values_in
from indexer.model import Article, Span
from indexer.near_duplicates.rule import RULE
from indexer.storage.payload import stored_article, stored_content
from indexer.text import begins_with

if TYPE_CHECKING:
    from indexer.near_duplicates.fingerprint import Fingerprint, Parts
    from indexer.near_duplicates.grouping import Grouping

LIMITS = Limits(
    max_terms=90,  # about the first 150 words
    min_letters=3,
    max_words=RULE.longest_passage,
)
"""What the lead of an article has, and what its fingerprint is made of."""
_MAX_DATES = 4_096  # kept at hand: many articles have the same
_keywords: Callable[[Article], tuple[str | tuple[str, ...] | None, ...]] = attrgetter(
    *(each.name for each in KEYWORDS)
)


def content_hash(article: Article, origin: str) -> str:
    """Return the hash of everything in the article and of its origin."""
    return hashed(article, origin).here


class Hashed(NamedTuple):
    """An article as it is stored, and its hashes: `alone`, and `here`, which has its origin too.

    The origin counts since --prune goes by it: an article that moved has to be stored anew.
    """

    content: bytes
    alone: str
    here: str


def hashed(article: Article, origin: str) -> Hashed:
    """Return everything in an article of this origin, with its hashes."""
    content = stored_content(article)
    state = blake2b(content + b"\0", digest_size=12)
    alone = state.hexdigest()
    state.update(origin.encode())
    return Hashed(content, alone, state.hexdigest())


class Analysed(NamedTuple):
    """What the index has of the text of an article."""

    terms: InArticle
    repeated: bool
    """Whether the body begins with the title, as of a plain text without a title line."""
    fingerprint: Parts | None
    """What its fingerprint has; None where it is too short for one."""
    names: bytes | None = None
    """What its names are found by, if that is known: `Gathering.add`."""


def analysed(article: Article, analyzer: Analyzer) -> Analysed:
    """Return what the index has of an article, with the numbers of its types."""
    repeated = begins_with(article.body, article.title)
    terms = analyzer.article(article.title, article.body, LIMITS, repeated=repeated)
    return Analysed(terms, repeated, fingerprint_parts(terms))


def fingerprint_parts(terms: InArticle) -> Parts | None:
    """Return what the fingerprint of an article has, None where it is too short for one."""
    from indexer.near_duplicates.fingerprint import fingerprinter  # noqa: PLC0415 - readers of articles need none of it

    (title, _), _, _, opening = terms
    return fingerprinter().parts(opening, title[2])


def document(
    article: Article, origin: str, analyzer: Analyzer, grouping: Grouping
) -> IndexDocument:
    """Return the article as engines store it; its text is the title and the body together."""
    content = hashed(article, origin)
    return analysed_document(article, origin, content, analysed(article, analyzer), grouping)


def analysed_document(
    article: Article, origin: str, content: Hashed, found: Analysed, grouping: Grouping
) -> IndexDocument:
    """Return the same of an article that was analysed; `content` is what `hashed` returns of it."""
    (title, title_numbers), (text, body_numbers), lead, _ = found.terms
    span = _span(article.date) if article.date else None
    fingerprint = fingerprint_of(article, found, span)
    return IndexDocument(
        id=article.id,
        content_hash=content.here,
        origin=origin,
        exact=text[0],
        stem=text[1],
        part=text[2],
        title_exact=title[0],
        title_stem=title[1],
        title_part=title[2],
        first=span.first if span else 0,
        last=span.last if span else 0,
        values=_values(article),
        payload=b"%b\n%b" % (lead.encode(), content.content),
        lsh_bands=fingerprint.lsh_bands if fingerprint else (),
        group=grouping.place(fingerprint, content.alone) if fingerprint else 0,
        sequence=Sequence(title_numbers, body_numbers, found.repeated),
    )


def counted_document(
    article: Article, origin: str, group: int, analyzer: Analyzer
) -> IndexDocument:
    """Return of an article what a forward index keeps, without what engines store beside it."""
    _, title = analyzer.numbered(article.title)
    _, body = analyzer.numbered(article.body)
    repeated = begins_with(article.body, article.title)
    span = _span(article.date) if article.date else None
    return IndexDocument(
        id=article.id,
        content_hash=content_hash(article, origin),
        origin=origin,
        exact="",
        stem="",
        part="",
        title_exact="",
        title_stem="",
        title_part="",
        first=span.first if span else 0,
        last=span.last if span else 0,
        values=_values(article),
        payload=b"",
        group=group,
        sequence=Sequence(title, body, repeated),
    )


def stored_fingerprint(payload: bytes, analyzer: Analyzer) -> Fingerprint | None:
    """Return the fingerprint of the article in a stored source, without its day."""
    from indexer.near_duplicates.fingerprint import Fingerprint  # noqa: PLC0415 - as above

    article = stored_article(payload)
    title, body = analyzer.channels(article.title), analyzer.channels(article.body)
    return Fingerprint.of(body.exact, title.part, article.source or "", 0)


def fingerprint_of(
    article: Article, found: Analysed, span: Span | None = None
) -> Fingerprint | None:
    """Return the fingerprint of an article that was analysed, with its day if `span` tells one."""
    from indexer.near_duplicates.fingerprint import Fingerprint  # noqa: PLC0415 - as above

    if found.fingerprint is None:
        return None
    day = span.first if span and span.first == span.last else 0
    return Fingerprint.of_parts(found.fingerprint, article.source or "", day)


def _values(article: Article) -> Mapping[str, tuple[str, ...]]:
    """Return the values of the fields of keywords, and the year and month of the date."""
    return _dated_values(_keywords(article), article.date and article.date[: len("2022-03")])


@lru_cache(_MAX_DATES)
def _dated_values(
    keywords: tuple[str | tuple[str, ...] | None, ...], date: str | None
) -> Mapping[str, tuple[str, ...]]:
    given = zip(KEYWORDS, keywords, strict=True)
    found = {each.name: values for each, value in given if (values := values_in(value))}
    if date:
        found["year"] = (date[: len("2022")],)
        if len(date) == len("2022-03"):
            found["month"] = (date,)
    return found


@lru_cache(_MAX_DATES)
def _span(date: str) -> Span:
    return Span.parse(date)
