"""Front pages, archives and other lists: pages that have headlines of articles, and are none."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from indexer.later import NamedTuple
from indexer.text import one_line

_MIN_TEASERS = 3
_MIN_LINKS = 5
_LINKED = 0.5  # share of the letters of a page that are links on a list of links
_FEW_LINKED = 0.1  # share on one without a headline and without running text
_MIN_TEXT = 200  # letters of running text beside the teasers of an article with others below it
_MIN_PARAGRAPH = 60
_MAX_TEASER = 400  # letters
_MIN_SECTION = 150  # letters of what has a linked subhead, in an article
_MAX_ELEMENTS = 50_000
_HEADINGS = ("h1", "h2", "h3", "h4")
_AROUND = frozenset(("nav", "footer", "aside", "script", "style", "form", "noscript", "template"))
_COLLECTION = re.compile(r'"@type"\s*:\s*\[?\s*"(?:CollectionPage|SearchResultsPage)"')
_LIST_DATA = re.compile(r'"@type"\s*:\s*\[?\s*"(?:CollectionPage|SearchResultsPage|ItemList)"')
_ARTICLE_DATA = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting|Report)"')
_OF_ARTICLE = (
    ".//meta[@property='og:type'][@content='article']|.//meta[@property='article:published_time']"
    "|.//*[@itemprop='articleBody']"
)
_IN_TEXT = frozenset(("p", "blockquote", "pre", "div"))


class Teasers(NamedTuple):
    """Headlines of other articles on a page: whether the page is a list of them, and each one.

    Of the `elements` none is a part of the article, such as a linked subhead with a few words.
    """

    is_list: bool
    elements: set[Any]


def find_teasers(tree: Any, heading: Any, *, is_dated: bool) -> Teasers:
    """Return the teasers on a page, a tree of lxml; `heading` is its headline, or None.

    What a page tells machines says first whether it is a list; then how much of its text are links
    and teasers, a linked headline with a few words. Running text below the headline makes it an
    article, a little where it `is_dated`.
    """
    around = None if heading is None else next(heading.iterancestors("article"), None)
    lengths = {each: len(one_line(" ".join(each.itertext()))) for each in _teasers(tree, heading)}
    inside = {each for each in lengths if around is not None and around in each.iterancestors()}
    teasers = {each for each in lengths if each not in inside or lengths[each] < _MIN_SECTION}
    apart = {each for each in teasers - inside if lengths[each] <= _MAX_TEASER}
    return Teasers(_is_list(tree, heading, teasers, is_dated=is_dated), apart)


def _is_list(tree: Any, heading: Any, teasers: set[Any], *, is_dated: bool) -> bool:
    data = " ".join(one_line(each.text or "") for each in _scripts(tree))
    is_article = _ARTICLE_DATA.search(data) is not None
    if tree.xpath(_OF_ARTICLE) or (is_article and not _LIST_DATA.search(data)):
        return False
    links = sum(1 for _ in islice(_links(tree), _MIN_LINKS))
    if _COLLECTION.search(data) and not is_article:
        return links >= _MIN_TEASERS
    text, linked, running = _measure(tree, teasers)
    if running >= _MIN_TEXT or (running and _has_own_article(heading, teasers)):
        return False
    is_headed = heading is not None and heading.tag == "h1"
    if running and is_headed and is_dated:
        return False
    share = _LINKED if is_headed or running else _FEW_LINKED
    return len(teasers) >= _MIN_TEASERS or (links >= _MIN_LINKS and linked > share * text)


def _scripts(tree: Any) -> list[Any]:
    return [each for each in tree.iter("script") if "ld+json" in (each.get("type") or "")]


def _teasers(tree: Any, heading: Any) -> set[Any]:
    """Return the element around each headline that is a link to another page."""
    linked = [each for each in islice(tree.iter(*_HEADINGS), 1000) if _is_link(each)]
    if len(linked) < _MIN_TEASERS:
        return set()
    kept = {*linked}
    found = set()
    for each in linked:
        if each is heading and each.tag == "h1":
            continue
        place = each
        for above in each.iterancestors():
            if above.tag in {"body", "main", "html"} or _holds_another(above, each, kept, heading):
                break
            place = above
        if place is not each:
            found.add(place)
    return found


def _holds_another(above: Any, own: Any, linked: set[Any], heading: Any) -> bool:
    return any(
        each is not own and (each in linked or each is heading) for each in above.iter(*_HEADINGS)
    )


def _is_link(heading: Any) -> bool:
    """Return whether a heading is a link, or stands in one, and not to a place on this page."""
    around = next(heading.iterancestors("a"), None)
    links = [*heading.iter("a"), *([] if around is None else [around])]
    return any(
        (href := (each.get("href") or "").strip()) and not href.startswith("#") for each in links
    )


def _measure(tree: Any, teasers: set[Any]) -> tuple[int, int, int]:
    """Return how many letters a page has, in links, and in running text beside the teasers."""
    text = linked = running = 0
    body = tree.find(".//body")
    pending = [] if body is None else [(body, False, False)]
    for _ in range(_MAX_ELEMENTS):
        if not pending:
            break
        element, in_link, in_teaser = pending.pop()
        if not isinstance(element.tag, str) or element.tag in _AROUND or _is_header(element):
            continue
        in_link = in_link or element.tag == "a"
        in_teaser = in_teaser or element in teasers
        own = len(one_line(element.text or "")) + sum(
            len(one_line(child.tail or "")) for child in element
        )
        text += own
        linked += own if in_link else 0
        if not (in_link or in_teaser) and _is_running(element, own):
            running += own
        pending += [(child, in_link, in_teaser) for child in element]
    return text, linked, running


def _is_running(element: Any, letters: int) -> bool:
    """Return whether so many letters of an element are running text, as it is set."""
    if element.tag == "p" and element.getparent().tag == "article":
        return letters > 0
    return letters >= (_MIN_PARAGRAPH if element.tag in _IN_TEXT else _MIN_TEXT)


def _is_header(element: Any) -> bool:
    return element.tag == "header" and next(element.iterancestors("article", "main"), None) is None


def _has_own_article(heading: Any, teasers: set[Any]) -> bool:
    """Return whether the headline stands in an element of an article that is no teaser."""
    if heading is None:
        return False
    around = next(heading.iterancestors("article"), None)
    return around is not None and around not in teasers and heading.tag == "h1"


def _links(tree: Any) -> Any:
    return (each for each in tree.iter("a") if (each.get("href") or "").strip(" #"))
