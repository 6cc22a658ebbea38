"""Conditional requests: a page stands as long as the generation of the archive that it shows."""

from __future__ import annotations

from hashlib import blake2b

from flask import Flask, Response, g, request

from indexer import __version__
from indexer.errors import KnipselError
from webapp.language import language
from webapp.opening import current_archive

_NEVER = ("/static/", "/healthz", "/metrics")


def install(app: Flask) -> None:
    """Give answers a tag, and say 304 to who has the one that would be made again."""
    app.before_request(_unchanged)
    app.after_request(_tagged)


def _unchanged() -> Response | None:
    """Answer that nothing changed, before anything is searched."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(_NEVER):
        return None
    try:
        stats = current_archive().stats()
    except KnipselError:
        return None  # the page will say what is the matter, or needs no archive
    g.tag = _tag(f"{stats.generation} {stats.built}")
    return Response(status=304) if request.if_none_match.contains_weak(g.tag) else None


def _tagged(response: Response) -> Response:
    if "tag" in g and response.status_code in (200, 304):
        response.set_etag(g.tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"
    return response


def _tag(generation: str) -> str:
    """Return what changes with anything that an answer is made of."""
    made_of = (__version__, generation, request.scheme, request.host, request.full_path, language())
    return blake2b("\n".join(made_of).encode(errors="replace"), digest_size=8).hexdigest()
