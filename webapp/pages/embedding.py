"""Results in a frame of another site: who may show them, and the code that does."""

from __future__ import annotations

from html import escape

from webapp.urls.search_state import SearchState

FRAMES = "KNIPSEL_FRAMES"
"""The setting of the application with the sites in whose frames results may stand."""
_NOBODY = "'none'"
HEIGHT = 480
"""Pixels that the code gives the frame."""


def headers(sites: tuple[str, ...]) -> dict[str, str]:
    """Return the headers of a page that stands in frames of these sites: no script, no forms."""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; "
            f"base-uri 'none'; frame-ancestors {' '.join(sites) or _NOBODY}"
        ),
        "Cross-Origin-Resource-Policy": "cross-origin" if sites else "same-origin",
    }


def code(state: SearchState, host: str, title: str) -> str:
    """Return the HTML that shows the newest results of a search on another site."""
    source = escape(host + state.embed_url())
    return (
        f'<iframe src="{source}" title="{escape(title)}" width="100%" height="{HEIGHT}" '
        'loading="lazy"></iframe>'
    )
