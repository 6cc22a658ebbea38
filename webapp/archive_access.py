"""How the views reach the archive: opened at the first request, closed with the server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol, cast

from flask import Flask, current_app

from indexer.answers.beside import Beside
from indexer.answers.completions import Completion
from indexer.answers.figures import Concordance, Interval, LineOrder, Trend
from indexer.answers.streams import ExportPart, ExportStream, ResultStream
from indexer.model import MarkedArticle, Refinements, SearchPage, SearchRequest, Similar
from indexer.reports import Stats

if TYPE_CHECKING:
    from indexer.statistics.trends import Trends
    from indexer.statistics.workbench import Workbench

_EXTENSION = "knipsel"


class Searchable(Protocol):
    """What the page asks of an archive; `indexer.archive.Archive` is one."""

    def search(self, request: SearchRequest, facets: Sequence[str] = ...) -> SearchPage:
        """Return a page of results. Raises RequestError if the request makes no sense."""

    def beside(self, request: SearchRequest, article_id: str) -> Beside:
        """Return what stands before and after an article on a page. Raises RequestError so too."""

    def refinements(self, request: SearchRequest, only: str | None = None) -> Refinements:
        """Return what a request can be refined by. Raises RequestError likewise."""

    def completions(self, query: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return the query with its last word completed, the best first."""

    def listing(self, request: SearchRequest, longest: int | None = ...) -> ResultStream:
        """Return what satisfies the query, without snippets. Raises RequestError likewise."""

    def export(
        self, request: SearchRequest, columns: Collection[str] = ..., part: ExportPart = ...
    ) -> ExportStream:
        """Return a part of what satisfies the query, as rows of an export. Raises likewise."""

    def article(self, article_id: str, query: str = "", longest: int | None = ...) -> MarkedArticle:
        """Return an article with its hits. Raises ArticleNotFoundError if there is none."""

    def with_names(self, marked: MarkedArticle) -> MarkedArticle:
        """Return an article with its names, where the archive can tell them."""

    def trend(
        self,
        queries: Sequence[str],
        by: Interval = ...,
        within: SearchRequest = ...,
        max_periods: int = ...,
        *,
        parts: bool = ...,
    ) -> Trend:
        """Return the articles of each query per period. Raises RequestError likewise."""

    def trends(
        self, queries: Sequence[str], within: SearchRequest = ..., *, parts: bool = ...
    ) -> Trends:
        """Return the queries counted once, for trends by any interval. Raises likewise."""

    def concordance(
        self,
        request: SearchRequest,
        width: int = ...,
        order: LineOrder = ...,
        per_article: int | None = ...,
    ) -> Concordance:
        """Return the hits of a query in context. Raises RequestError likewise."""

    def figures(self, *, parts: bool = ..., collapse: bool = ...) -> Workbench:
        """Return what counts. Raises KnipselError if corrections of names cannot be read."""

    def similar(self, article_id: str, limit: int = ...) -> Similar:
        """Return articles related to one. Raises ArticleNotFoundError if there is none."""

    def stats(self) -> Stats:
        """Return the archive in figures."""

    def close(self) -> None:
        """Release what is open."""


class ArchiveOpener:
    """Opens the archive at the first request, so that a page can explain why it does not open."""

    def __init__(self, opening: Callable[[], Searchable]) -> None:
        self._opening = opening
        self._archive: Searchable | None = None
        self._lock = Lock()

    def archive(self) -> Searchable:
        """Return the archive. Raises the KnipselError of opening it; the next call retries."""
        with self._lock:
            if self._archive is None:
                self._archive = self._opening()
            return self._archive

    def close(self) -> None:
        """Close the archive if it was opened."""
        with self._lock:
            if self._archive is not None:
                self._archive.close()
                self._archive = None


def install(app: Flask, opener: ArchiveOpener) -> None:
    """Make `opener` the source of the application's archive."""
    app.extensions[_EXTENSION] = opener


def opener_of(app: Flask) -> ArchiveOpener:
    """Return what `install` gave this application."""
    return cast("ArchiveOpener", app.extensions[_EXTENSION])


def current_archive() -> Searchable:
    """Return the archive of the application that serves this request."""
    return opener_of(current_app).archive()
