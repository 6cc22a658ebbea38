"""A small archive that shows any state on demand, and a client of the page over it.

Only states that a real index cannot easily be brought into are shown with it; what the page does
with real answers is tested over a real index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn, cast

import pytest
from flask.testing import FlaskClient

from indexer.answers.beside import Beside, Listed
from indexer.answers.completions import Completion
from indexer.answers.streams import WHOLE, ExportPart, ExportRow, ExportStream, ResultStream
from indexer.errors import ArticleNotFoundError, KnipselError
from indexer.fields import COUNTED, FACETS
from indexer.model import (
    UNDATED,
    Article,
    FacetCount,
    Hit,
    MarkedArticle,
    Refinements,
    SearchPage,
    SearchRequest,
    Similar,
    Snippet,
    Sort,
    Span,
)
from indexer.reports import Stats
from webapp import create_app
from webapp.archive_access import Searchable

_WORD = re.compile(r"\w+")


@dataclass
class FakeArchive:
    """Finds words as they are spelt; answers with `failure` or `extra` fields when given."""

    articles: list[Article] = field(default_factory=list)
    failure: Exception | None = None
    extra: dict[str, object] = field(default_factory=dict)
    closed: bool = False

    def figures(self, **_: bool) -> NoReturn:
        raise KnipselError("no forward index")

    def search(self, request: SearchRequest, facets: Sequence[str] = FACETS) -> SearchPage:
        del facets
        if self.failure:
            raise self.failure
        words = tuple(_WORD.findall(request.query.lower()))
        allowed = [a for a in self.articles if _within(a, request)]
        found = [(a, tuple(w for w in words if w not in _text(a).lower())) for a in allowed]
        full = [pair for pair in found if not pair[1]]
        near = [pair for pair in found if 0 < len(pair[1]) < len(words)]
        if request.sort is not Sort.RELEVANCE:
            newest = request.sort is Sort.NEWEST
            full.sort(key=lambda pair: pair[0].date or "", reverse=newest)
        offset = (request.page - 1) * request.limit
        listed = list(enumerate(full + near, 1))[offset : offset + request.limit]
        dates = sorted(a.date for a, _ in full if a.date)
        fields: dict[str, object] = {
            "query": request.query,
            "interpreted": " EN ".join(words),
            "total": len(full),
            "partial": len(near),
            "page": request.page,
            "pages": -(-len(full + near) // request.limit),
            "sort": request.sort,
            "hits": tuple(_hit(rank, a, missing, words) for rank, (a, missing) in listed),
            "facets": _facets([a for a, _ in full]),
            "partial_facets": _facets([] if full else [a for a, _ in near]),
            "nearest": 0 if full else len(near),
            "nearest_missing": 0 if full else min((len(m) for _, m in near), default=0),
            "first_date": dates[0] if dates else None,
            "last_date": dates[-1] if dates else None,
            "took_ms": 1.8,
        }
        return SearchPage(**{**fields, **self.extra})  # type: ignore[arg-type]

    def beside(self, request: SearchRequest, article_id: str) -> Beside:
        listed = [hit.article for hit in self.search(replace(request, page=1, limit=1_000)).hits]
        place = next((n for n, each in enumerate(listed) if each.id == article_id), None)
        if place is None:
            return Beside()
        numbered = [Listed(n // request.limit + 1, each) for n, each in enumerate(listed)]
        before, after = numbered[:place][-1:], numbered[place + 1 :][:1]
        return Beside(*(each[0] if each else None for each in (before, after)))

    def refinements(self, request: SearchRequest, only: str | None = None) -> Refinements:
        wider = {
            name: replace(
                request,
                filters={n: v for n, v in request.filters.items() if n != name},
                excluded={n: v for n, v in request.excluded.items() if n != name},
            )
            for name in (*request.filters, *request.excluded)
            if only in (None, name)
        }
        facets = {name: self.search(each).facets.get(name, ()) for name, each in wider.items()}
        if request.since or request.until:
            facets["year"] = self.search(replace(request, since=None, until=None)).facets["year"]
        found = self.search(replace(request, limit=1_000)).hits
        full = [hit.article for hit in found if not hit.missing]
        days = [full or [hit.article for hit in found], self.articles]
        counted = (
            Counter(Span.parse(a.date) if a.date else UNDATED for a in each) for each in days
        )
        return Refinements(facets, *counted)

    def listing(
        self,
        request: SearchRequest,
        longest: int | None = None,  # noqa: ARG002 - none of its articles is long
    ) -> ResultStream:
        page = self.search(request)
        return ResultStream(page.total, (hit for hit in page.hits if not hit.missing))

    def export(
        self,
        request: SearchRequest,
        columns: Collection[str] = (),  # noqa: ARG002
        part: ExportPart = WHOLE,
    ) -> ExportStream:
        page = self.search(replace(request, page=1, limit=10_000))
        rows = [ExportRow(hit, hit.article) for hit in page.hits if not hit.missing]
        end = None if part.most is None else part.first - 1 + part.most
        given = iter(rows[part.first - 1 : end])
        return ExportStream(page.interpreted, page.total, given, part=part)

    def article(
        self,
        article_id: str,
        query: str = "",
        longest: int | None = None,  # noqa: ARG002 - none of its articles is long
    ) -> MarkedArticle:
        if self.failure:
            raise self.failure
        for article in self.articles:
            if article.id == article_id:
                words = _WORD.findall(query.lower())
                return MarkedArticle(
                    article, _marks(article.title, words), _marks(article.body, words)
                )
        raise ArticleNotFoundError(article_id)

    def with_names(self, marked: MarkedArticle) -> MarkedArticle:
        return replace(marked, names=())

    def similar(self, article_id: str, limit: int = 5) -> Similar:  # noqa: ARG002
        return Similar(self.article(article_id).article, (), ())

    def stats(self) -> Stats:
        if self.failure:
            raise self.failure
        dates = sorted(a.date for a in self.articles if a.date)
        facets = _facets(self.articles)
        return Stats(
            articles=len(self.articles),
            engine="tantivy",
            fingerprint="3f2a",
            generation=f"generation-{len(self.articles):06}",
            built="2024-05-01T12:00:00+00:00",
            size=1_234_567,
            undated=len(self.articles) - len(dates),
            first_date=dates[0] if dates else None,
            last_date=dates[-1] if dates else None,
            values={each.name: facets[each.name] for each in COUNTED},
            years=facets["year"],
        )

    def completions(self, query: str, limit: int = 8) -> tuple[Completion, ...]:
        if self.failure:
            raise self.failure
        words = Counter(w for a in self.articles for w in set(_WORD.findall(a.body)))
        found = [(w, n) for w, n in words.most_common() if w.startswith(query)]
        return tuple(Completion(w, n) for w, n in found[:limit])

    def close(self) -> None:
        self.closed = True


def _text(article: Article) -> str:
    return f"{article.title}\n{article.body}"


def _within(article: Article, request: SearchRequest) -> bool:
    if any(not set(article.values(n)) & set(v) for n, v in request.filters.items()):
        return False
    if any(set(article.values(n)) & set(v) for n, v in request.excluded.items()):
        return False
    if not (request.since or request.until):
        return True
    if not article.date:
        return False
    span = Span.parse(article.date)
    after = not request.since or span.last >= Span.parse(request.since).first
    return after and (not request.until or span.first <= Span.parse(request.until).last)


def _marks(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    found = (m.span() for w in words for m in re.finditer(re.escape(w), text, re.IGNORECASE))
    return tuple(sorted(found))


def _hit(rank: int, article: Article, missing: tuple[str, ...], words: tuple[str, ...]) -> Hit:
    marks = _marks(article.body, words)
    start = max(0, marks[0][0] - 60) if marks else 0
    text = article.body[start : start + 180].replace("\n", " ")
    title = Snippet("title", article.title, _marks(article.title, words))
    body = Snippet("body", text, _marks(text, words))
    return Hit(rank, article, 10 / rank, title, (body,), missing)


def _facets(articles: Iterable[Article]) -> dict[str, tuple[FacetCount, ...]]:
    values: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for article in articles:
        date = article.date or ""
        for each in COUNTED:
            values[each.name].update(article.values(each.name))
        values["year"].update(filter(None, [date[:4]]))
        values["month"].update([date[:7]] if len(date) > 4 else [])
    return {
        name: tuple(FacetCount(value, count) for value, count in counter.most_common())
        for name, counter in values.items()
    }


ARTICLES = [
    Article(
        f"haven/{number:03}",
        title,
        f"{title}. Het bestuur van de haven sprak gisteren over de dijk en het water. " * 4,
        date=f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}",
        source=("De Kade", "Het Anker")[number % 2],
        section=(("Stad", "Scheepvaart", "Weer")[number % 3],),
    )
    for number, title in enumerate(["Storm treft de haven", "Nieuwe sluis geopend"] * 18)
]


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive(list(ARTICLES))


@pytest.fixture
def client(archive: FakeArchive) -> FlaskClient:
    return client_of(archive)


def client_of(archive: FakeArchive) -> FlaskClient:
    # It has no trends and no concordance: those pages are tested over a real archive.
    return create_app(archive=cast("Searchable", archive)).test_client()


@pytest.fixture
def showing() -> Callable[..., FlaskClient]:
    """Return a client over an archive with these articles, failure or extra fields of a page."""
    return lambda *articles, **fields: client_of(FakeArchive(list(articles), **fields))
