"""Cursors: where a list goes on that is walked to its end, past the results that can be paged to.

A list that is walked has every article that satisfies the query, each in a place of its own and
none twice, in an order that lasts as long as the generation. A cursor belongs to one request and
one generation, so that no answer goes on with another list.
"""

from __future__ import annotations

from indexer.errors import CursorExpiredError, RequestError
from indexer.later import expression, replace
from indexer.messages import Bilingual
from indexer.model import SearchRequest
from indexer.search.snapshot import Snapshot

FIRST = "*"
"""The cursor that a walk begins with."""

_FORM = expression(r"([1-9][0-9]{0,7})-([0-9a-f]{12})-([0-9a-f]{12})")


def at_cursor(snapshot: Snapshot, request: SearchRequest) -> SearchRequest:
    """Return the request for the page that its cursor names; one without a cursor as it is.

    Raises RequestError for a cursor that is none, that another request got or that has a page
    beside it, CursorExpiredError for one of another generation.
    """
    if request.cursor is None:
        return request
    if request.page > 1:
        raise RequestError(
            "page", Bilingual("geen pagina naast een cursor", "no page beside a cursor")
        )
    if request.cursor == FIRST:
        return replace(request, collapse=False)
    parts = _FORM.fullmatch(request.cursor)
    if parts is None:
        dutch, english = "‘*’, of wat het vorige antwoord gaf", "‘*’, or what the last answer gave"
        raise RequestError("cursor", Bilingual(dutch, english))
    page, generation, asked = parts.groups()
    if generation != _generation(snapshot):
        raise CursorExpiredError(snapshot.manifest.built)
    if asked != _asked(request):
        raise RequestError(
            "cursor",
            Bilingual("hij is van een ander verzoek", "it belongs to another request"),
        )
    return replace(request, page=int(page), collapse=False)


def following(snapshot: Snapshot, request: SearchRequest, total: int) -> str | None:
    """Return the cursor after a page of a walk over `total` articles, None after the last."""
    if request.cursor is None or request.page * request.limit >= total:
        return None
    return f"{request.page + 1}-{_generation(snapshot)}-{_asked(request)}"


def _generation(snapshot: Snapshot) -> str:
    return _digest(snapshot.manifest.generation, snapshot.manifest.built)


def _asked(request: SearchRequest) -> str:
    return _digest(repr(replace(request, cursor=None, page=1, collapse=False, explain=False)))


def _digest(*parts: str) -> str:
    from hashlib import blake2b  # noqa: PLC0415 - it loads OpenSSL, and few lists are walked

    return blake2b("\0".join(parts).encode(errors="replace"), digest_size=6).hexdigest()
