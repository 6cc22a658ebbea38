"""The headline of the article on a web page, among all that looks like one."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from indexer.later import NamedTuple
from indexer.text import one_line

MAX_LINE = 160
"""Characters of an element that can be a line: a headline, a date."""
_MIN_WORDS = 3
_MAX_LINES = 200  # elements that are looked at for one in large letters
_PARTED = re.compile(" [|–—•·-] ")
_LARGE = re.compile(r"\+[1-9]|[4-9]")  # sizes of a font that are larger than those of a text
_HEADLINE_NAME = re.compile(
    r"(?:^|[-_\s])(?:kop|headline|titel|title|artikelkop|heading)(?:$|[-_\s])", re.IGNORECASE
)
_AROUND = ("a", "nav", "header", "footer", "aside", "form", "li", "figure")
_SITE = ".//meta[@property='og:site_name' or @name='application-name']/@content"


class Heading(NamedTuple):
    """The headline of the article: its element, None where there is none, and its text."""

    element: Any
    text: str


def find_heading(tree: Any) -> Heading:
    """Return the headline: the heading that the title of the page repeats, else the first one.

    One in the article goes before others, and the name of the site is none. A page without
    headings may have a line in large letters, or a bold one that its title repeats; where the
    highest heading is that of the site, the next that is called a headline is one.
    """
    titles = [one_line(str(each)) for each in tree.xpath("(.//title)[1]/text()")]
    sites = {one_line(str(each)).casefold() for each in tree.xpath(_SITE)}
    sites.update(_site_in(title).casefold() for title in titles)
    titles += map(str, tree.xpath(".//meta[@property='og:title']/@content"))
    known = " ".join(titles).casefold()
    headings = [(each, text) for each in tree.iter("h1", "h2") if (text := line_of(each))]
    first = [pair for pair in headings if pair[0].tag == "h1"]
    if all(text.casefold() in sites for _, text in first):
        first = [pair for pair in headings if _is_called_headline(pair[0])] or first
    named = [pair for pair in first + headings if pair[1].casefold() in known]
    named_inside = [pair for pair in named if is_inside(pair[0])]
    of_article = [pair for pair in named if pair[1].casefold() not in sites]
    inside = [pair for pair in first if is_inside(pair[0])]
    large = [] if headings else _in_large_letters(tree, known)
    element, text = next(
        iter(named_inside or of_article or inside or first or large),
        (None, titles[-1] if titles else ""),
    )
    return Heading(element, text)


def headline(heading: Heading, told: str) -> str:
    """Return the headline: that which the page shows, or what it tells machines.

    Those may be told another headline, for searches or for sharing. What is shown counts where it
    stands in the article; what is told where that has less: no name of a section.
    """
    shown = heading.text
    if heading.element is None or not told:
        return told or shown
    ends = (*(match.start() for match in _PARTED.finditer(told)), len(told))
    if any(_letters(told[:end]) == _letters(shown) for end in ends):
        return shown
    is_of_article = heading.element.tag != "h2" and is_inside(heading.element, only=True)
    if not is_of_article or len(shown.split()) < _MIN_WORDS or _letters(told) in _letters(shown):
        return told
    return told if _letters(shown) in _letters(told) else shown


def is_inside(element: Any, *, only: bool = False) -> bool:
    """Return whether an element stands in that of an article, or in the main part of the page.

    With `only` the main part counts where there is no article in it, or no such part at all.
    """
    if next(element.iterancestors("article"), None) is not None:
        return True
    main = next(element.iterancestors("main"), None)
    if not only:
        return main is not None
    place = element.getroottree().getroot() if main is None else main
    is_header = next(element.iterancestors("header", "nav"), None) is not None
    return not is_header and next(place.iter("article"), None) is None


def _is_called_headline(element: Any) -> bool:
    is_around = next(element.iterancestors(*_AROUND), None) is not None
    return not is_around and _HEADLINE_NAME.search(element.get("class") or "") is not None


def _in_large_letters(tree: Any, known: str) -> list[tuple[Any, str]]:
    """Return the first line in large letters, or a bold one that a title repeats: old pages."""
    for element in islice(tree.iter("font", "big", "b", "strong"), _MAX_LINES):
        text = line_of(element)
        if (
            len(text.split()) < _MIN_WORDS
            or next(element.iterancestors(*_AROUND), None) is not None
        ):
            continue
        is_large = element.tag == "big" or _LARGE.fullmatch(element.get("size") or "") is not None
        if is_large or text.casefold() in known:
            return [(element, text)]
    return []


def line_of(element: Any) -> str:
    """Return the text of an element in one line, empty where it is too long for a line."""
    text = one_line(text_of(element, MAX_LINE * 2))
    return text if len(text) <= MAX_LINE else ""


def text_of(element: Any, enough: int) -> str:
    """Return the text of an element, no further than `enough` characters are reached."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > enough:
            break
    return " ".join(parts)


def _site_in(title: str) -> str:
    """Return the shorter end of a title that has several parts: the name of the site, or empty."""
    parts = _PARTED.split(title)
    first, last = parts[0], parts[-1]
    return "" if len(parts) == 1 else min(last, first, key=lambda part: len(part.split()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
