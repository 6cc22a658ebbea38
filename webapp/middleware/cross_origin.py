"""Scripts of other sites that may read the API: a notebook in a browser, a page of figures.

A browser gives a script the answer of another site only where that site names the script's own
(CORS). No credentials go along: an archive with passwords stays closed to such scripts.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, Response, request

_ONE_DAY = 24 * 3600


def install(app: Flask, origins: Collection[str]) -> None:
    """Let scripts of these origins read what is under /api; none without any."""
    known = frozenset(origins)

    def allow(response: Response) -> Response:
        if not f"{request.path}/".startswith("/api/"):
            return response
        response.vary.add("Origin")
        if (origin := request.headers.get("Origin")) in known:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
                response.headers["Access-Control-Max-Age"] = str(_ONE_DAY)
        return response

    if known:
        app.after_request(allow)
