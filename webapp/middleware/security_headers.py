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
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https_only and request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR}"
        return response

    app.after_request(secured)
