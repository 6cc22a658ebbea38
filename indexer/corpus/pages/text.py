"""The text of the article on a page: what stands around it is taken away before it is looked for.

Extraction is trafilatura's. Of a page with few words it would take all that is there; of such a
page the text is what stands in the element of the article.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from indexer.corpus.markup import tree_text
from indexer.corpus.normalize import clean_text
from indexer.corpus.pages.offers import is_offer, is_offer_name
from indexer.text import one_line

FEW = 250
"""Characters below which trafilatura takes the whole page for its text."""

_MIN_WORDS = 3
_MIN_PARAGRAPH = 60  # characters
_KEPT = frozenset(("html", "body", "head", "main", "h1"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "strong"))
_OF_OTHERS = re.compile(
    r"(?:lees|bekijk|kijk|luister) (?:ook|meer|verder)\b.{0,40}"
    r"|meer (?:over|nieuws|uit|van|in|video['’]?s|artikelen|berichten|verhalen)\b.{0,40}"
    r"|(?:gerelateerd|verwant|aanbevolen|meest gelezen|laatste nieuws|ander nieuws)\b.{0,30}"
    r"|(?:related|more|read more|most read|recommended)\b.{0,30}",
    re.IGNORECASE,
)
_MIN_SAME = 40  # letters
_LINKED = 0.8  # share of the letters of a list or a line that are links
_READ_TOO = re.compile(
    r"(?:lees|bekijk|kijk|luister) (?:ook|hier|meer|verder|terug)\b|(?:zie|lees) ook\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(  # around a picture or an advertisement
    r"\W*(?:de |het )?(?:tekst|artikel|verhaal|bericht) (?:gaat|loopt) (?:verder|door)"
    r" (?:onder|na|beneden)\b.{0,40}",
    re.IGNORECASE,
)
_INTRO_NAME = re.compile(
    r"(?:^|[-_\s])(?:intro(?:ductie|duction|text)?|inleiding|lead|lede|standfirst|chapeau|sapeau|deck)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
_NO_INTRO = ("aside", "nav", "footer", "form", "figure", "li", "a")
_MAX_ELEMENTS = 50_000
_AROUND = frozenset(
    (
        *("nav", "menu", "button", "dialog", "template"),
        *("amp-ad", "amp-embed", "amp-sidebar", "amp-list", "amp-consent", "amp-sticky-ad"),
    )
)
_NO_TEXT = frozenset(
    ("aside", "footer", "form", "figure", "figcaption", "time", "script", "style", "noscript")
)
_AROUND_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|menu|breadcrumbs?|kruimelpad|cookie\w*|consent\w*|share|sharing"
    r"|social\w*|skip-?link|sr-only|visually-hidden)(?:$|[-_\s])",
    re.IGNORECASE,
)
_LINE_NAME = re.compile(
    r"(?:^|[-_\s])(?:by-?line|author|auteur|meta|date(?:line)?|datum|published|tags?|labels?|kicker"
    r"|comments?|reacties?|related|gerelateerd|lees-?ook|newsletter|nieuwsbrief|caption)(?:$|[-_\s])",
    re.IGNORECASE,
)
_COMMENTS_NAME = re.compile(
    r"(?:^|\s)(?:comments?|reacties?|responses|disqus_thread|lezersreacties)"
    r"(?:[-_](?:area|container|content|item|list|lijst|section|sectie|thread|wrapper))?(?:$|\s)",
    re.IGNORECASE,
)
_COMMENT_TYPE = re.compile(r"schema\.org/(?:User)?Comments?/?\s*$")
_OF_TABLES = frozenset(("td", "th", "tr", "table"))
_LINES = frozenset(("p", "div", "center", "font"))
_SIGN = re.compile(r"\W+")
_MIN_BAR, _MAX_BAR = 3, 40  # links of a menu
_MAX_LINK = 4  # words
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\))\s*(?:\d{4}|copyright)\b.{0,60}", re.IGNORECASE
)
_PLACES = (
    ".//*[@itemprop='articleBody']",
    ".//article",
    ".//main|.//*[@role='main']",
    ".//*[@id='content' or @id='main' or contains(concat(' ', @class, ' '), ' content ')]",
)


def take_away_around(tree: Any, teasers: set[Any]) -> bool:
    """Take away what is around an article; return whether there were offers.

    That is menus, buttons, teasers, readers' comments and offers.
    """
    has_offers = False
    for element in [*islice(tree.iter(), _MAX_ELEMENTS)]:
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in _KEPT:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if is_offer_name(names) and is_offer(_line(element), names):
            has_offers = True
            _take_away_offer(element)
        elif (
            element in teasers
            or _is_of_others(element)
            or _is_line_about_others(element)
            or _is_comment(element)
            or (_COMMENTS_NAME.search(names) and not _holds_article(element))
            or (_is_around(element, names) and not _holds_article(element))
            or _is_bar(element)
            or _is_copyright(element)
        ):
            _take_away_list_below(element)
            element.drop_tree()
    return has_offers


def _take_away_offer(element: Any) -> None:
    """Take an offer away; what is called as one may be the article that it closes, or a part."""
    parts = [each for each in element.iter("p", "div", "section") if not len(each)]
    is_article = element.tag == "article" or element.find(".//h1") is not None
    if not is_article and not any(map(_is_text, parts)):
        element.drop_tree()
        return
    for each in [*element.iter("p", "div", "section", "form")]:
        if each is not element and is_offer(_line(each)) and not any(map(_is_text, each.iter())):
            each.drop_tree()


def _is_text(element: Any) -> bool:
    """Return whether this is a paragraph of an article, and no offer."""
    if element.tag not in {"p", "div", "section"} or len(element):
        return False
    line = _line(element)
    return len(line) >= _MIN_PARAGRAPH and not is_offer(line)


def _is_around(element: Any, names: str) -> bool:
    return (
        element.tag in _AROUND or _is_site_header(element) or _AROUND_NAME.search(names) is not None
    )


def _is_bar(element: Any) -> bool:
    """Return whether this is a menu as pages in tables have it: short links and signs between them.

    Outside of tables there are signs between all of them: names in a sentence may be links too.
    """
    if element.tag not in _OF_TABLES and element.tag not in _LINES:
        return False
    links = [_line(link) for link in islice(element.iter("a"), _MAX_BAR)]
    if len(links) < _MIN_BAR or any(len(link.split()) > _MAX_LINK for link in links):
        return False
    between = _line(element)
    for link in links:
        between = between.replace(link, " ", 1)
    signs = [*filter(_SIGN.fullmatch, between.split())]
    is_apart = element.tag in _OF_TABLES or len(signs) >= len(links) - 1
    return is_apart and len(signs) == len(between.split())


def _is_copyright(element: Any) -> bool:
    """Return whether this is a line that is nothing but the copyright of the site."""
    is_line = element.tag in {"td", "tr", "small", "font", "center", "p", "div"}
    return is_line and not len(element) and _COPYRIGHT.fullmatch(_line(element)) is not None


def _is_of_others(element: Any) -> bool:
    """Return whether this is a heading above other articles: `Lees ook`."""
    return element.tag in _HEADINGS and _OF_OTHERS.fullmatch(_line(element)) is not None


def _is_line_about_others(element: Any) -> bool:
    """Return whether this is a line in a text that is none of it: a link to read too, or a sign."""
    if element.tag not in {"p", "div"} or element.find(".//p") is not None:
        return False
    line = _line(element)
    if len(line) > FEW:
        return False
    return _GOES_ON.fullmatch(line) is not None or (
        (match := _READ_TOO.match(line)) is not None
        and _linked(element) >= _LINKED * len(line[match.end() :].lstrip(" :"))
        and _linked(element) > 0
    )


def _take_away_list_below(heading: Any) -> None:
    """Take away the list of links below a heading that is of other articles."""
    below = heading.getnext()
    if heading.tag not in _HEADINGS or below is None or below.tag not in {"ul", "ol", "div"}:
        return
    if _is_of_others(heading) and _linked(below) >= _LINKED * len(_line(below)) > 0:
        below.drop_tree()


def _linked(element: Any) -> int:
    """Return how many letters of an element are links."""
    return sum(len(_line(link)) for link in element.iter("a"))


def _is_comment(element: Any) -> bool:
    """Return whether this is a reader's comment by its microdata or RDFa."""
    properties = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
    types = element.get("itemtype") or element.get("typeof") or ""
    return (
        not {"comment", "schema:comment"}.isdisjoint(properties)
        or types in {"Comment", "UserComments"}
        or _COMMENT_TYPE.search(types) is not None
    )


def _is_site_header(element: Any) -> bool:
    return element.tag in {"header", "footer"} and (
        next(element.iterancestors("article", "main"), None) is None
    )


def _holds_article(element: Any) -> bool:
    """Return whether something that is called as a menu is around the whole article."""
    if next(element.iter("article", "main", "h1"), None) is not None:
        return element.tag != "nav" and element.find(".//nav") is None
    return sum(len(_line(each)) for each in element.iter("p")) >= FEW


def article_text(tree: Any, heading: Any, extracted: str) -> str:
    """Return what stands in the element of the article, without the headline and lines about it.

    Empty where nothing says which element that is, or where the text that was extracted is not in
    it but in the data of the page. The tree is taken to pieces.
    """
    text = _squeezed(extracted)
    ends = text[:_MIN_SAME], text[-_MIN_SAME:]
    place = _place(tree, heading, ends)
    shown = _squeezed("".join(map(str, tree.xpath(".//body//text()[not(parent::script)]"))))
    if place is None or not all(end in shown for end in ends):
        return ""
    for element in [*islice(place.iter(), _MAX_ELEMENTS)]:
        if element is place or not isinstance(element.tag, str) or element.getparent() is None:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_line = _LINE_NAME.search(names) and len(_line(element)) < FEW
        if element is heading or element.tag in _NO_TEXT or element.tag == "h1" or is_line:
            element.drop_tree()
    return clean_text(tree_text(place))


def _place(tree: Any, heading: Any, ends: tuple[str, str]) -> Any:
    """Return the element of the article: the one of several that has the headline.

    Without such elements, what is around the headline and both ends of the text.
    """
    for path in _PLACES:
        found = tree.xpath(path)
        around = [each for each in found if heading is not None and heading in each.iter()]
        if around:
            return around[-1]
        if len(found) == 1:
            return found[0]
    if heading is None:
        return None
    least = len(_line(heading).split()) + _MIN_WORDS
    for above in heading.iterancestors():
        shown = _line(above)
        if len(shown.split()) >= least and all(end in _squeezed(shown) for end in ends):
            return above
    return None


def find_intro(tree: Any, heading: Any) -> str:
    """Return the first paragraph that is called the introduction of the article, empty without one.

    Many pages have it beside the headline, outside of what is called the text.
    """
    if heading is None:
        return ""
    place = next(heading.iterancestors("article", "main"), None)
    for element in islice((tree if place is None else place).iter("p", "div", "h2"), _MAX_ELEMENTS):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _INTRO_NAME.search(names) or element is heading or heading in element.iter():
            continue
        text = clean_text(tree_text(element))
        is_apart = next(element.iterancestors(*_NO_INTRO), None) is not None
        if len(text) >= _MIN_PARAGRAPH and not is_apart and not is_offer(text):
            return text
    return ""


def with_intro(intro: str, body: str) -> str:
    """Return a text that begins with its introduction, wherever that was in it."""
    if not intro or not body:
        return body
    own = _squeezed(intro)
    others = [each for each in body.split("\n\n") if _squeezed(each) != own]
    if own[:_MIN_SAME] in _squeezed("".join(others)):
        return body
    return "\n\n".join((intro, *others))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _line(element: Any) -> str:
    return one_line(" ".join(islice(element.itertext(), 2000)))
