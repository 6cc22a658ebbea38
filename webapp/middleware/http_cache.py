"""Caches answers for as long as the generation of the archive lasts, in the browser and here."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from flask import Flask, Response, g, request

from indexer import __version__
from indexer.cache import LruCache
from indexer.errors import KnipselError
from webapp.archive_access import current_archive
from webapp.language import language
from webapp.middleware.compression import compressed, is_wanted
from webapp.pages import reading
from webapp.urls.addresses import given_host

_NEVER = ("/static/", "/healthz", "/metrics")
_TAGS = 4_000
"""Requests whose tags are remembered: to read languages and cookies takes a tenth of an answer."""
_MAX_ASKED = 1_000  # characters of such a request
_SAID = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE")
_KEPT = "text/html"  # JSON may hold how long it took


class Answer(NamedTuple):
    """The answer of a view: its body, as it is sent, and its own headers."""

    body: bytes
    headers: list[tuple[str, str]]


def answer_cache(max_bytes: int) -> LruCache[str, Answer]:
    """Return a cache of answers, each under a key that changes with all it is made of.

    An answer that fills a tenth of it is not kept.
    """
    return LruCache(
        max_bytes,
        size_of=lambda answer: len(answer.body),
        accepts=lambda answer: len(answer.body) <= max_bytes // 10,
    )


def install(app: Flask, max_bytes: int) -> None:
    """Give each answer an ETag, and answer 304 to a client that has it already.

    Pages are cached as they are sent, compressed or not, up to `max_bytes`. Middleware installed
    earlier refuses clients that may not see them, and adds the headers of each answer.
    """
    answers = answer_cache(max_bytes)
    tags = LruCache[tuple[str, ...], str](_TAGS)

    def known() -> Response | None:
        """Return a cached answer, before anything is searched."""
        if request.method not in ("GET", "HEAD") or request.path.startswith(_NEVER):
            return None
        try:
            stats = current_archive().stats()
        except KnipselError:
            return None  # the page will say what is the matter, or needs no archive
        g.tag = _known_tag(tags, f"{stats.generation} {stats.built}")
        if request.if_none_match.contains_weak(g.tag):
            return Response(status=304)
        answer = answers.get(_key())
        g.remembered = answer is not None
        return Response(answer.body, headers=answer.headers) if answer else None

    def tagged(response: Response) -> Response:
        if "tag" not in g or g.get("remembered") or response.status_code not in (200, 304):
            return response
        is_kept = response.status_code == 200 and response.mimetype == _KEPT  # noqa: PLR2004
        if is_kept:
            response = compressed(response)
        response.set_etag(g.tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"
        if is_kept:
            answers.put(_key(), Answer(response.get_data(), response.headers.to_wsgi_list()))
        return response

    app.before_request(known)
    app.after_request(tagged)


def _key() -> str:
    return f"{g.tag} {is_wanted()}"


def _known_tag(tags: LruCache[tuple[str, ...], str], generation: str) -> str:
    """Return the tag of a request, by all that it is read from."""
    environ = request.environ
    place = (request.scheme, request.script_root, request.path, environ.get("QUERY_STRING", ""))
    asked = (generation, *place, *(environ.get(name, "") for name in _SAID))
    if sum(map(len, asked)) > _MAX_ASKED:
        return _tag(generation)
    tag = tags.get(asked)
    if tag is None:
        tag = _tag(generation)
        tags.put(asked, tag)
    return tag


def _tag(generation: str) -> str:
    """Return a tag that changes with everything that an answer depends on."""
    # The path is decoded: `?` in it would look like the beginning of the query string.
    place = (request.scheme, given_host(request), request.script_root, request.path)
    asked = (*place, request.query_string, language(), reading.chosen())
    made_of = (__version__, generation, *asked)
    return blake2b(repr(made_of).encode(errors="replace"), digest_size=16).hexdigest()
