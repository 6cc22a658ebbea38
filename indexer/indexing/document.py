"""From an article to the document that an engine stores: its terms, hashes and fingerprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.kernel import InArticle, Limits
from indexer.analysis.term_cache import TermRow
from indexer.compiled import compiled
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.engines.documents import CHANNELS, IndexDocument, IndexDocuments, Sequence
from indexer.fields import KEYWORDS, values_in
from indexer.indexing.incoming import DocumentColumns, Keywords, columns_of, keywords_of
from indexer.later import NamedTuple
from indexer.model import UNDATED, Article, Span
from indexer.near_duplicates.rule import RULE
from indexer.storage.payload import STORED, fields_of, is_plain, stored_article, stored_content
from indexer.text import begins_with

if TYPE_CHECKING:
    from indexer.near_duplicates.fingerprint import Fingerprint, Parts
    from indexer.near_duplicates.grouping import Grouping

Texts: TypeAlias = tuple[TermRow, TermRow]

LIMITS = Limits(
    max_terms=90,  # about the first 150 words
    min_letters=3,
    max_words=RULE.longest_passage,
)
"""What the lead of an article has, and what its fingerprint is made of."""
_MAX_DATES = 4_096  # kept at hand: many articles have the same


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


class AllHashed(NamedTuple):
    """The same of articles, a column each."""

    contents: list[bytes]
    alone: list[str]
    here: list[str]

    @classmethod
    def of(cls, *each: Hashed) -> AllHashed:
        """Return that of some articles in columns."""
        return cls(*map(list, zip(*each, strict=True)))

    def extend(self, more: AllHashed) -> None:
        """Add that of further articles."""
        self.contents.extend(more.contents)
        self.alone.extend(more.alone)
        self.here.extend(more.here)

    def each(self) -> Iterator[Hashed]:
        """Yield that of each article."""
        return map(Hashed, *self)


def all_hashed(articles: SequenceOf[Article], origins: SequenceOf[str]) -> AllHashed:
    """Return the same of articles, each with its origin; the compiled kernel makes most of it."""
    if isinstance(articles, PlainArticles) and len({*origins}) == 1:
        return AllHashed._make(articles.kept.stored(origins[0], STORED))
    kernel = compiled()
    given = [*zip(articles, origins, strict=True)]
    if kernel is not None and all(map(is_plain, articles)):
        with suppress(UnicodeEncodeError):  # a lone surrogate, which is an error where it stands
            stored = kernel.stored_contents([(fields_of(each), origin) for each, origin in given])
            return AllHashed._make(stored)
    return AllHashed.of(*(hashed(*each) for each in given))


class Additions(NamedTuple):
    """Articles that are to be stored, each in place of any with its id; a column for each thing."""

    articles: SequenceOf[Article]
    origins: list[str]
    hashed: AllHashed


class Analysed(NamedTuple):
    """What the index has of the texts of some articles, a column each."""

    texts: list[Texts]
    """Terms of the title, and of the title and the body; empty where types tell those of all."""
    titles: list[bytes]
    bodies: list[bytes]
    """The numbers of types."""
    leads: list[bytes]
    fingerprints: list[Parts | None]
    """What the fingerprint of each has; None where one is too short for it."""
    names: list[bytes | None]
    """What the names of each are found by, if that is known: `Gathering.add`."""
    repeated: list[bool]
    """Whether the body begins with the title, as of a plain text without a title line."""


def analysed(articles: Iterable[Article], analyzer: Analyzer) -> Analysed:
    """Return what the index has of articles, with the numbers of their types."""
    found = Analysed([], [], [], [], [], [], [])
    for article in articles:
        repeated = begins_with(article.body, article.title)
        terms = analyzer.article(article.title, article.body, LIMITS, repeated=repeated)
        (title, title_numbers), (text, body_numbers), lead, _ = terms
        found.texts.append((title, text))
        found.titles.append(title_numbers)
        found.bodies.append(body_numbers)
        found.leads.append(lead.encode())
        found.fingerprints.append(fingerprint_parts(terms))
        found.names.append(None)
        found.repeated.append(repeated)
    return found


def fingerprint_parts(terms: InArticle) -> Parts | None:
    """Return what the fingerprint of an article has, None where it is too short for one."""
    from indexer.near_duplicates.fingerprint import fingerprinter  # noqa: PLC0415 - readers of articles need none of it

    (title, _), _, _, opening = terms
    return fingerprinter().parts(opening, title[2])


def document(
    article: Article, origin: str, analyzer: Analyzer, grouping: Grouping
) -> IndexDocument:
    """Return the article as engines store it; its text is the title and the body together."""
    content = AllHashed.of(hashed(article, origin))
    found = analysed([article], analyzer)
    return next(documents([Additions([article], [origin], content)], found, grouping).each())


def documents(
    additions: Iterable[Additions], found: Analysed, grouping: Grouping
) -> IndexDocuments:
    """Return articles that were analysed as engines store them."""
    columns, hashes = DocumentColumns([], [], [], []), AllHashed([], [], [])
    origins = list[str]()
    for each in additions:
        origins += each.origins
        columns.extend(columns_of(each.articles))
        hashes.extend(each.hashed)
    spans = [_span(date) if date else UNDATED for date in columns.dates]
    months = [date and date[: len("2022-03")] for date in columns.dates]
    texts = [(*text, *title) for title, text in found.texts]
    return IndexDocuments(
        ids=columns.ids,
        content_hashes=hashes.here,
        origins=origins,
        texts=dict(zip(CHANNELS.values(), map(list, zip(*texts, strict=True)), strict=False)),
        firsts=[span.first for span in spans],
        lasts=[span.last for span in spans],
        values=[*map(_dated_values, columns.keywords, months)],
        payloads=[*map(b"%b\n%b".__mod__, zip(found.leads, hashes.contents, strict=True))],
        lsh_bands=[parts[2] if parts else () for parts in found.fingerprints],
        groups=grouping.place(
            found.fingerprints,
            (source or "" for source in columns.sources),
            (span.first if span.first == span.last else 0 for span in spans),
            hashes.alone,
        ),
        sequences=[*map(Sequence, found.titles, found.bodies, found.repeated)],
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


def _values(article: Article) -> Mapping[str, tuple[str, ...]]:
    """Return the values of the fields of keywords, and the year and month of the date."""
    return _dated_values(keywords_of(article), article.date and article.date[: len("2022-03")])


@lru_cache(_MAX_DATES)
def _dated_values(keywords: Keywords, date: str | None) -> Mapping[str, tuple[str, ...]]:
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
