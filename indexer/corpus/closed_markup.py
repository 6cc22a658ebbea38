"""HTML of which every tag ends, for Python's parser: it looks for each end through all the rest.

Twenty kB of `<a <a <a` took it three seconds, and four times as long for twice as much. What has
no end is text to it in any case, and stays that; a marked section with a name that none has is an
error to it, and text here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ENDS = (
    (re.compile("<!--"), re.compile(r"--\s*>")),
    (re.compile(r"<!\[(?!\s*(?:if|else|endif)\b)", re.IGNORECASE), re.compile(r"\]\s*\]\s*>")),
    (re.compile(r"<!\[", re.IGNORECASE), re.compile(r"\]\s*>")),
    (re.compile("<"), re.compile(">")),
)
_UNKNOWN_SECTION = re.compile(
    r"<!(?=\[(?!(?:temp|cdata|ignore|include|rcdata|if|else|endif)(?![\w.-])))", re.IGNORECASE
)
_SIGN = "&lt;"


def feed_all(parser: HTMLParser, markup: str) -> None:
    """Give a parser all of a text, in time that grows with its length."""
    parser.feed(closed(markup))
    parser.close()


def closed(markup: str) -> str:
    """Return markup in which what has no end is text."""
    markup = _UNKNOWN_SECTION.sub(f"{_SIGN}!", markup)
    for begins, ends in _ENDS:
        if begins.search(markup):
            last = max((each.end() for each in ends.finditer(markup)), default=0)
            markup = markup[:last] + begins.sub(lambda each: _SIGN + each[0][1:], markup[last:])
    return markup
