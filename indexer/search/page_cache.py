"""Pages of results that were asked for not long ago, of one generation of the index."""

from __future__ import annotations

from threading import Lock

from indexer.model import SearchPage, SearchRequest

_LARGEST = 200_000  # characters of the articles of a page that is kept


class PageCache:
    """The last `most` pages, for threads to share. As old as its snapshot, so never stale."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: dict[SearchRequest, SearchPage] = {}
        self._lock = Lock()

    def get(self, request: SearchRequest) -> SearchPage | None:
        """Return the page of just this request, if it is kept."""
        with self._lock:
            page = self._pages.pop(request, None)
            if page is not None:
                self._pages[request] = page  # at the end: what was not asked for longest goes first
            return page

    def keep(self, request: SearchRequest, page: SearchPage) -> None:
        """Keep a page, unless its articles are very long, and drop those that are too many."""
        if sum(len(hit.article.body) for hit in page.hits) > _LARGEST:
            return
        with self._lock:
            self._pages[request] = page
            while len(self._pages) > self._most:
                del self._pages[next(iter(self._pages))]
