"""Where a page was found that somebody saved: the program that saved it says so in a comment."""

from __future__ import annotations

import re

_WITHIN = 4096  # characters
_ADDRESS = r"(https?://[^\s<>\"']{4,2000})"
# SingleFile; Internet Explorer and the browsers after it; HTTrack, which leaves the scheme out.
_SAVED = re.compile(
    rf"<!--\s*page saved with singlefile\s+url:\s*{_ADDRESS}"
    rf"|<!--\s*saved from url=\(\d{{1,6}}\){_ADDRESS}"
    r"|<!--\s*mirrored from ([^\s<>\"']{4,2000}) by httrack",
    re.IGNORECASE,
)


def saved_address(page: str) -> str | None:
    """Return the address that a page was saved from, None where nothing says it."""
    match = _SAVED.search(page[:_WITHIN])
    if match is None:
        return None
    whole, from_browser, mirrored = match.groups()
    return whole or from_browser or f"http://{mirrored}"
