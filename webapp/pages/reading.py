"""How a reader wants the results set: many on a screen, or with their passages whole.

The choice is in the address of the page where it is made, and after that in a cookie.
"""

from __future__ import annotations

from flask import Response, make_response, request

from webapp.language import gettext
from webapp.urls.addresses import address
from webapp.urls.search_state import SearchState

PARAMETER = "view"
COOKIE = "knipsel_view"
COMPACT = "compact"
WIDE = "wide"

_ONE_YEAR = 365 * 24 * 3600


def chosen() -> str:
    """Return the reading that this request asks for, else the remembered one, else compact."""
    asked = request.args.get(PARAMETER) or request.cookies.get(COOKIE)
    return asked if asked in (COMPACT, WIDE) else COMPACT


def readings(state: SearchState, shown: str) -> list[tuple[str, str, bool]]:
    """Return name, address and whether it is the one `shown`, of each reading."""
    names = ((COMPACT, gettext("compact")), (WIDE, gettext("ruim")))
    return [
        (name, address("/", [*state.pairs(), (PARAMETER, reading)]), reading == shown)
        for reading, name in names
    ]


def remembered(html: str) -> Response:
    """Return a page that remembers the reading, where its address makes the choice."""
    response = make_response(html)
    response.vary.add("Cookie")
    if request.args.get(PARAMETER) in (COMPACT, WIDE):
        response.set_cookie(
            COOKIE,
            chosen(),
            max_age=_ONE_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response
