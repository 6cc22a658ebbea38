"""The language of a page: that of its address, else the browser's choice, else Dutch.

Message ids are the Dutch texts, so that Dutch needs no catalogue. What programs read stays Dutch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup

NAMES = {"nl": "Nederlands", "en": "English"}
"""The languages of the page, each by its own name; the first is the default."""

_DEFAULT = next(iter(NAMES))
_LOCALES = {"nl": "nl_NL", "en": "en_GB"}  # English with days before months, as in Dutch
_DUTCH = Locale(_DEFAULT)
_NO_MESSAGES = NullTranslations()
_MAX_MESSAGES = 1_000  # of templates, in both languages: all of them
_FOR_PROGRAMS = ("/api/", "/healthz/", "/static/")


_Known = TypeVar("_Known")


def install(app: Flask) -> None:
    """Let requests choose the language, and answers say which it is."""
    Babel(app, default_locale=_LOCALES[_DEFAULT], locale_selector=lambda: _LOCALES[_chosen()])
    # In place of Jinja's own, of which each message takes three calls: a page has fifty.
    app.jinja_env.globals.update(_=_message, gettext=_message, ngettext=_messages)
    app.context_processor(lambda: {"language": language(), "languages": _choices()})
    app.after_request(_declared)


def locale() -> Locale:
    """Return the conventions of this answer; those of Dutch outside a request."""
    return _here(_DUTCH, "locale", get_locale)


def language() -> str:
    """Return the language of this answer, a key of NAMES."""
    return str(locale().language)


def gettext(message: str, /, **values: object) -> str:
    """Return a Dutch message in the language of this answer, with its values filled in."""
    return str(_catalogue().ugettext(message)) % values


def _message(message: str, /, **values: object) -> Markup:
    """Return a message for a template, its values escaped."""
    marked = _marked(_catalogue(), message)
    return marked % values if values or "%" in message else marked


def _messages(one: str, many: str, count: int, /, **values: object) -> Markup:
    """Return the form of a message for a template that fits `count`, its values escaped."""
    return Markup(_catalogue().ungettext(one, many, count)) % {"num": count, **values}  # noqa: S704


@lru_cache(_MAX_MESSAGES)
def _marked(catalogue: NullTranslations, message: str) -> Markup:
    return Markup(catalogue.ugettext(message))  # noqa: S704 - the text is our own


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a Dutch message that fits `count`, in the language of this answer."""
    return str(_catalogue().ungettext(one, many, count)) % values


def _catalogue() -> NullTranslations:
    """Return the messages of this answer, which Flask-Babel takes 10 µs to find."""
    return _here(_NO_MESSAGES, "messages", get_translations)


def _here(default: _Known, name: str, found: Callable[[], _Known | None]) -> _Known:
    """Return what holds for this answer, found once for each; the default outside a request."""
    try:
        known = g._get_current_object()  # noqa: SLF001 - each look through a proxy takes a microsecond
    except RuntimeError:
        return default
    value: _Known | None = known.get(name)
    if value is None:
        value = found() or default
        setattr(known, name, value)
    return value


def _chosen() -> str:
    asked = request.args.getlist("lang")[-1:]
    main = asked[0].partition("-")[0].lower() if asked else ""
    if main in NAMES:
        return main
    if f"{request.path}/".startswith(_FOR_PROGRAMS):
        return _DEFAULT
    return request.accept_languages.best_match(NAMES, _DEFAULT)


def _choices() -> list[tuple[str, str, str]]:
    """Return code, name and address of the other languages, for the page as it stands."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [
        (code, name, "?" + urlencode([*kept, ("lang", code)], errors="replace"))
        for code, name in NAMES.items()
        if code != language()
    ]


def _declared(response: Response) -> Response:
    if not f"{request.path}/".startswith(_FOR_PROGRAMS):
        response.vary.add("Accept-Language")
        if response.mimetype == "text/html":
            response.content_language.add(language())
    return response
