"""Security headers: the browser may load and run only what the page itself needs.

A page that needs others sets them itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_LINES = [(name.lower(), (name, value)) for name, value in HEADERS.items()]
_ONE_YEAR = 365 * 24 * 3600


_POLICY = "Content-Security-Policy"
_ARTICLE = "article.show"


def install(app: Flask, image_servers: Sequence[str] = (), *, https_only: bool) -> None:
    """Give every answer the headers; with `https_only` also HSTS.

    The page of an article may load images from the `image_servers` too.
    """
    own = "img-src 'self'"
    with_images = HEADERS[_POLICY].replace(own, " ".join((own, *image_servers)))

    def secured(response: Response) -> Response:
        if request.endpoint == _ARTICLE:
            response.headers.setdefault(_POLICY, with_images)
        # One look at what is set: a page sets few of these, and to ask for each takes 30 µs.
        own = {name.lower() for name, _ in response.headers}
        response.headers.extend([each for name, each in _LINES if name not in own])
        if https_only and request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR}"
        return response

    app.after_request(secured)
