"""Addresses of articles, anchors in a list, and checks of external links."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit
from zlib import crc32

from flask import Request, current_app
from werkzeug.exceptions import BadRequest

# Werkzeug's own check takes no underscores, which names in a container network often have.
_HOST = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?", re.ASCII)
_MAX_ENCODED = 5_000  # names and values that are remembered: a page repeats them in each link
_MAX_REMEMBERED = 200  # characters of each
_MAX_CHARACTERS = 500  # whose codes are remembered
_MAX_IDS = 500  # of articles, of which a page has each in several addresses
_UNSAFE = {safe: re.compile(rf"[^\w. {safe}~-]", re.ASCII) for safe in ("", ":/")}
_PLAIN_URL = re.compile(r"https?://\w[\w.-]*/[!-~]*\Z", re.ASCII)  # which need not be parsed
_DOT_SEGMENTS = frozenset({"", ".", ".."})


ADDRESS = "KNIPSEL_ADDRESS"
"""The setting of the application that absolute addresses begin with."""


def article_path(article_id: str) -> str:
    """Return the path of an article, percent-encoded.

    Slashes stay readable, unless the browser would take a segment for a step up in the path.
    """
    return "/article/" + _quoted(article_id)


def why_path(article_id: str) -> str:
    """Return the path that says why an article was found, percent-encoded as `article_path`."""
    return "/why/" + _quoted(article_id)


def name_path(field: str, name: str) -> str:
    """Return the path of the page of a name."""
    return f"/name/{field}/" + _quoted(name)


def cite_path(article_id: str, form: str) -> str:
    """Return the path of the reference to an article, in a form of `/cite`."""
    return address("/cite/" + _quoted(article_id), [("form", form)])


def scan_path(article_id: str, page: int) -> str:
    """Return the path of the image of a page that an article stands on, counted from 1."""
    return address("/scan/" + _quoted(article_id), [("page", str(page))])


def permalink(request: Request, article_id: str) -> str:
    """Return the whole address of an article, on the host that this request came to."""
    return host_of(request) + article_path(article_id)


def address(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return the path with these parameters as its query string."""
    return path + query_string(pairs)


def query_string(pairs: list[tuple[str, str]]) -> str:
    """Return these parameters with `?` before them, nothing for none."""
    # A longer text is no name of a newspaper; 5,000 of those that an address can hold take 300 MB.
    # Asked for here and not in a function, as a page has a thousand of them.
    short = _MAX_REMEMBERED
    given = "&".join(
        [
            f"{_encoded(name) if len(name) <= short else quoted_plus(name)}="
            f"{_encoded(value) if len(value) <= short else quoted_plus(value)}"
            for name, value in pairs
        ]
    )
    return f"?{given}" if given else ""


def quoted_plus(value: str, safe: str = "") -> str:
    """Return a value as a parameter has it; `safe` stands as it is, and may be `:/`."""
    # urllib looks at every character, in Python, where one of them is encoded.
    return _UNSAFE[safe].sub(_percent, value).replace(" ", "+")


def _percent(found: re.Match[str]) -> str:
    return _percent_encoded(found[0])


@lru_cache(_MAX_CHARACTERS)
def _percent_encoded(character: str) -> str:
    return quote(character, safe="", errors="replace")


_encoded = lru_cache(_MAX_ENCODED)(quoted_plus)


def host_of(request: Request) -> str:
    """Return `https://host`: of the setting, or as this request came to it.

    Raises BadRequest when the Host that is needed is not one. A page that has it in it is kept for
    requests to that host alone.
    """
    if current_app.config.get(ADDRESS):
        return str(current_app.config[ADDRESS])
    host = given_host(request)
    if not name_of_host(host):
        raise BadRequest
    return f"{request.scheme}://{host}"


def given_host(request: Request) -> str:
    """Return the Host of a request as it was given: Werkzeug has none with an underscore in it."""
    return request.headers.get("Host") or request.host


def name_of_host(host: str) -> str | None:
    """Return the name in a Host header, in lower case and without its port; None if it has none."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else None


def anchor(article_id: str) -> str:
    """Return the name of an article's place in a list of results."""
    return f"k-{crc32(article_id.encode(errors='replace')):08x}"


def web_address(url: str | None) -> str | None:
    """Return `url` if a browser may follow it: http or https, with a host."""
    if not url:
        return None
    if _PLAIN_URL.match(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@lru_cache(_MAX_IDS)
def _quoted(article_id: str) -> str:
    plain = _DOT_SEGMENTS.isdisjoint(article_id.split("/"))
    return quote(article_id, safe="/" if plain else "", errors="replace")
