"""The dates that a web page shows by the headline of its article, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, takewhile
from typing import Any, NamedTuple

from indexer.corpus.dates import DATE_LABEL, MAX_LENGTH, PUBLISHED_LABEL, partial_date
from indexer.corpus.headings.date_lines import date_of_line
from indexer.dates import DUTCH_TIME, read_written
from indexer.text import one_line

_MIN_PARAGRAPH = 80  # characters from which on a paragraph is text, and no line above it
_MAX_LINE = 160  # characters of an element that can be a line with the date
_MAX_ELEMENTS = 50_000
_MAX_CANDIDATES = 100
_MAX_AWAY = 4  # elements that a headline stands in, with what is above it
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NO_LINES = frozenset(("html", "body", "head", "script", "style", "link", "title", "h1"))
_RUNNING = frozenset(("p", "li", "td", "dd"))

_NAMED = re.compile(
    r"(?:^|[-_\s])(?:pub(?:lished|lication)?[-_]?(?:date|time|at|on)?|date(?:line|time)?|datum"
    r"|tijdstip|timestamp|publicatie(?:datum)?|gepubliceerd|geplaatst|posted[-_]on)(?:$|[-_\s])"
    r"|(?:entry|post|article|story|news|artikel|bericht|byline)[-_]*(?:date|datum|time|published)"
    r"|datepublished|pubdate|publishdate",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    rf"\b(?:{DATE_LABEL}|{PUBLISHED_LABEL})\b(?:\s++(?:op|on)\b)?\s*+[:|]?\s*+(?=\D{{0,20}}\d)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"datepublished|\bdc:date|\bdcterms:(?:issued|date|created)")
_SEPARATOR = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")
_BYLINE = re.compile(r"(?:door|by|van onze|tekst)\b.*?\b(?:op|on)\s+", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:bijgewerkt|gewijzigd|aangepast|wijziging|updated?|modified|edited)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_CHANGED_NAME = re.compile(r"updat|modif|bijgewerkt|gewijzigd|wijziging", re.IGNORECASE)
_PUBLISHED_NAME = re.compile(r"publi|geplaatst|posted", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"(?:^|[-_\s])(?:comments?\w*|reactie\w*|reageer|respon[ds]\w*|replies|discuss\w*|related\w*"
    r"|gerelateerd|verwant|recommend\w*|aanbevolen|side-?bar|aside|most-?read|meest\w*|lees-?ook"
    r"|lees-?meer|read-?more|more|meer|teasers?|widgets?|promo|carousel|slider|swiper|latest"
    r"|laatste\w*|recent\w*|trending|popula\w*|ticker|footer|nav\w*|menu|playlist|videos?|gallery"
    r"|newsletter|nieuwsbrief|agenda|calend\w*|events?|overview|overzicht|next|prev\w*|volgende"
    r"|vorige|banner|ad(?:s|ver\w*)?|weather|weer|top-?bar|site-?header|masthead|cookie\w*|quote"
    r"|tweet|twitter\w*|instagram\w*|facebook\w*|embed\w*)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(r"\b(?:meta|info|date|datum|byline)\b", re.IGNORECASE)
_OTHER_TAGS = frozenset(
    ("aside", "nav", "footer", "form", "blockquote", "figure", "figcaption", "dialog", "template")
)
_OTHER_ITEMS = re.compile(r"Comment|Video|Image|Review$|ListItem|Event|Offer")
_ABOUT_OTHERS = re.compile(
    r"(?:\d+\s+)?(?:reacties?|comments?|lees (?:ook|meer|verder)|meer (?:over|nieuws|uit|van|in)"
    r"|gerelateerd|verwant|meest gelezen|ander nieuws|laatste nieuws|aanbevolen|related|more)\b",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"\b(?:geleden|ago|vandaag|gisteren|today|yesterday|zojuist)\b|^\D*\d{1,2}[:.]\d\d\D*$",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"(?<![\w:.])(?:\d{1,4}(?!\d)|\d{8}(?!\d)|[A-Za-z]{3,9}\.? \d{1,2}\b)")


class Heading(NamedTuple):
    """The headline of the article: its element, None where there is none, and its text."""

    element: Any
    text: str


class _Candidate(NamedTuple):
    """What may be the date: whether its element says so, or it is a line of nothing else."""

    value: str
    says_so: bool
    is_labelled: bool = False


def find_heading(tree: Any) -> Heading:
    """Return the headline: the heading that the title of the page repeats, else the first one."""
    titles = [one_line(str(each)) for each in tree.xpath("(.//title)[1]/text()")]
    titles += map(str, tree.xpath(".//meta[@property='og:title']/@content"))
    known = " ".join(titles).casefold()
    headings = [(each, text) for each in tree.iter("h1", "h2") if (text := _line(each))]
    first = [pair for pair in headings if pair[0].tag == "h1"]
    named = [pair for pair in first + headings if pair[1].casefold() in known]
    inside = [pair for pair in first if _is_inside(pair[0])]
    element, text = next(iter(named or inside or first), (None, titles[-1] if titles else ""))
    return Heading(element, text)


def shown_dates(tree: Any, heading: Heading) -> Iterator[str]:
    """Yield what stands for the date of the article, the surest first."""
    place = _Place(tree, heading.element)
    sure: list[str] = []
    bare: list[str] = []
    below: list[str] = []
    for element in islice(tree.iter(), _MAX_ELEMENTS):
        if not isinstance(element.tag, str):
            continue
        place.reach(element)
        if place.is_passed or element in place.around:
            continue
        found = _candidate(element)
        if found is None or place.is_of_another(element):
            continue
        if len(sure) + len(bare) + len(below) > _MAX_CANDIDATES:
            break
        if not place.is_in_text:
            (sure if found.says_so else bare).append(found.value)
        elif found.is_labelled:
            below.append("" if place.is_headed(element) else found.value)
    yield from filter(None, (*sure, *bare, *below))


def date_within(text: str, zone: str) -> str | None:
    """Return the first whole date in a line that has more than that: Jan Bakker, 24 maart 2022."""
    for match in _BEGINNING.finditer(text):
        date = partial_date(text[match.start() :][:MAX_LENGTH], zone)
        if date and len(date) == len("2022-03-24"):
            return date
    return None


class _Place:
    """Where in a page one is, from its beginning to its end."""

    def __init__(self, tree: Any, heading: Any) -> None:
        self._heading = heading
        self._main = _main_article(tree)
        anchor = self._main if heading is None else heading
        above = [] if anchor is None else [anchor, *anchor.iterancestors()]
        self.around = set(above)
        self._near = {each for each in above[:_MAX_AWAY] if each.tag not in {"body", "html"}}
        self._known: dict[Any, bool] = {}
        self._is_below = heading is None
        self.is_in_text = False
        self.is_passed = False

    def reach(self, element: Any) -> None:
        """Go on to the next element."""
        if element is self._heading:
            self._is_below = True
        elif self._is_below and element.tag in _HEADINGS:
            self.is_passed = _ABOUT_OTHERS.match(_line(element)) is not None
        elif self._is_below and element.tag == "p" and not self.is_in_text:
            self.is_in_text = len(_text(element, _MIN_PARAGRAPH)) >= _MIN_PARAGRAPH

    def is_of_another(self, element: Any) -> bool:
        """Return whether an element is of something else than the article."""
        is_other, path = False, []
        for part in chain([element], element.iterancestors()):
            if part in self.around:
                is_other = not (self._is_below or part in self._near)
                break
            if part in self._known:
                is_other = self._known[part]
                break
            path.append(part)
        for part in reversed(path):
            is_other = self._known[part] = is_other or self._is_other(part)
        return is_other

    def is_headed(self, element: Any) -> bool:
        """Return whether an element stands with a heading of its own, as one in a list does."""
        parts = takewhile(lambda part: part not in self.around, element.iterancestors())
        return any(next(part.iter(*_HEADINGS), None) is not None for part in parts)

    def _is_other(self, part: Any) -> bool:
        if part.tag == "article":
            return part is not self._main and self._main not in part.iterdescendants("article")
        if part.tag == "header" and not _is_inside(part):
            return True
        names = " ".join(part.get(name) or "" for name in ("class", "id", "role"))
        if part.tag == "a" and (line := _line(part)) and part.get("href"):
            return not (line[0].isdecimal() or read_written(line) or _SAYS_SO.search(line))
        if part.tag == "aside" and _ABOUT_ITSELF.search(names):
            return False
        return (
            part.tag in _OTHER_TAGS
            or _OF_OTHERS.search(names) is not None
            or _OTHER_ITEMS.search(part.get("itemtype") or "") is not None
        )


def _is_inside(element: Any) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _main_article(tree: Any) -> Any:
    """Return the element that has most text of those that are an article, else `main`, or None."""
    articles = [*tree.iter("article")][:100]
    if articles:
        return max(articles, key=lambda each: sum(len(_text(p, 1000)) for p in each.iter("p")))
    return next(tree.iter("main"), None)


def _candidate(element: Any) -> _Candidate | None:
    """Return what an element says of a date, None where it says nothing of one."""
    if element.tag in _NO_LINES:
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    item = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    if "datemodified" in item or (
        _CHANGED_NAME.search(names) and not _PUBLISHED_NAME.search(names)
    ):
        return None
    is_item = _ITEM.search(item) is not None
    is_named = is_item or _NAMED.search(names) is not None
    told = element.get("datetime") or (element.get("content") if is_item else "")
    if is_named and not told and partial_date(title := element.get("title") or ""):
        told = title  # of hAtom: <abbr class="published" title="2022-03-24">
    text = _line(element)
    if element.tag == "time" or told or element.tag == "meta":
        return _of_time(element, one_line(told or ""), text, is_named=is_named)
    if not _DIGIT.search(text) or next(element.iter(*_HEADINGS), None) is not None:
        return None
    if (match := _SAYS_SO.search(text)) and not _CHANGED.match(text, match.end()):
        return _Candidate(text[match.end() :][:MAX_LENGTH], says_so=True, is_labelled=True)
    if _CHANGED.search(_DIGIT.split(text, maxsplit=1)[0]):
        return None
    if is_named and not _NO_DAY.search(text) and not _is_sentence(text):
        return _Candidate(text[:MAX_LENGTH], says_so=True)
    is_line = date_of_line(text, DUTCH_TIME) or _is_one_of_several(text)
    return _Candidate(text, says_so=False) if is_line else None


def _is_one_of_several(text: str) -> bool:
    """Return whether a date is one of the things that a line has: 24 maart 2022 | Binnenland."""
    parts = _SEPARATOR.split(text) if len(text) <= MAX_LENGTH else []
    if match := _BYLINE.match(text):
        parts += [text, text[match.end() :]]
    return len(parts) > 1 and any(date_of_line(each, DUTCH_TIME) for each in parts)


def _of_time(element: Any, told: str, text: str, *, is_named: bool) -> _Candidate | None:
    """Return what an element with a moment says; none where the moment is named in running text."""
    parent = element.getparent()
    before = _text_before(element)
    if _CHANGED.search(before):
        return None
    is_labelled = _SAYS_SO.search(f"{before} 1") is not None
    if not (is_labelled or is_named) and parent is not None and parent.tag in _RUNNING:
        line = _line(parent)
        if not line or _is_sentence(line):
            return None
    value = told if partial_date(told) else text or told
    if not value or _NO_DAY.search(value):
        return None
    return _Candidate(value[:MAX_LENGTH], says_so=True, is_labelled=is_labelled or is_named)


def _is_sentence(line: str) -> bool:
    return line.endswith((".", "!", "?")) and len(line.split()) > 8  # noqa: PLR2004 - words


def _text_before(element: Any) -> str:
    """Return the words before an element, in the same parent."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return one_line((parent.text or "")[-_MAX_LINE:]) if parent is not None else ""
    return one_line(f"{_text(previous, 40)} {(previous.tail or '')[-40:]}")


def _line(element: Any) -> str:
    """Return the text of an element in one line, empty where it is too long for a line."""
    text = one_line(_text(element, _MAX_LINE * 2))
    return text if len(text) <= _MAX_LINE else ""


def _text(element: Any, enough: int) -> str:
    """Return the text of an element, no further than `enough` characters are reached."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > enough:
            break
    return " ".join(parts)
