"""The language of a page: that of its address, else the browser's choice, else Dutch.

Message ids are the Dutch texts, so that Dutch needs no catalogue. What programs read stays Dutch.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

NAMES = {"nl": "Nederlands", "en": "English"}
"""The languages of the page, each by its own name; the first is the default."""

_DEFAULT = next(iter(NAMES))
_CATALOGUES = Path(__file__).with_name("translations")
_SAYS = "Content-Language"
_FOR_PROGRAMS = ("/api/", "/healthz/", "/static/")
_MAX_CHARACTERS = 200  # of a choice of languages that is remembered


def install(app: Flask) -> None:
    """Let requests choose the language, and answers say which it is."""
    app.after_request(_declared)


def language() -> str:
    """Return the language of this answer, a key of NAMES; that of Dutch outside a request."""
    try:
        known = g._get_current_object()  # noqa: SLF001 - each look through a proxy takes a microsecond
    except RuntimeError:
        return _DEFAULT
    chosen: str | None = known.get("language")
    if chosen is None:
        chosen = known.language = _chosen() if request else _DEFAULT
    return chosen


def gettext(message: str, /, **values: object) -> str:
    """Return a Dutch message in the language of this answer, with its values filled in."""
    return catalogue(language()).gettext(message) % values


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a Dutch message that fits `count`, in the language of this answer."""
    return catalogue(language()).ngettext(one, many, count) % values


@lru_cache
def catalogue(code: str) -> NullTranslations:
    """Return the messages of a language: those of Dutch are what the code has."""
    return translation("messages", _CATALOGUES, [code], fallback=code == _DEFAULT)


def _chosen() -> str:
    asked = request.args.getlist("lang")[-1:]
    main = asked[0].partition("-")[0].lower() if asked else ""
    if main in NAMES:
        return main
    if f"{request.path}/".startswith(_FOR_PROGRAMS):
        return _DEFAULT
    accepted = request.headers.get("Accept-Language", "")
    return (_preferred if len(accepted) <= _MAX_CHARACTERS else _best)(accepted)


def _best(accepted: str) -> str:
    """Return which of the languages a browser likes best, by its header."""
    return parse_accept_header(accepted, LanguageAccept).best_match(NAMES, _DEFAULT)


_preferred = lru_cache(_best)


def choices() -> list[tuple[str, str, str]]:
    """Return code, name and address of the other languages, for the page as it stands."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [
        (code, name, "?" + urlencode([*kept, ("lang", code)], errors="replace"))
        for code, name in NAMES.items()
        if code != language()
    ]


def _declared(response: Response) -> Response:
    # A remembered page says it already.
    if _SAYS not in response.headers and not f"{request.path}/".startswith(_FOR_PROGRAMS):
        response.vary.add("Accept-Language")
        if response.mimetype == "text/html":
            response.content_language.add(language())
    return response
