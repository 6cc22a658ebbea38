"""The dates that a web page shows by the headline of its article, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, takewhile
from typing import Any

from indexer.corpus.dates import DATE_LABEL, MAX_LENGTH, PUBLISHED_LABEL, partial_date
from indexer.corpus.headings.date_lines import date_of_line
from indexer.corpus.pages.headline import MAX_LINE, Heading, is_inside, line_of, text_of
from indexer.dates import DUTCH_TIME, read_written
from indexer.later import NamedTuple
from indexer.text import one_line

_MIN_PARAGRAPH = 80  # characters from which on a paragraph is text, and no line above it
_MAX_ELEMENTS = 50_000
_MAX_CANDIDATES = 100
_MAX_AWAY = 4  # elements that a headline stands in, with what is above it
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NO_LINES = frozenset(("html", "body", "head", "script", "style", "link", "title", "h1"))
_INLINE = frozenset(("a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "time", "u"))
_MAX_BROKEN = 20  # elements in one whose lines are looked at
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
_BYLINE = re.compile(
    r"(?:(?:ingezonden|ingediend|geplaatst|gepubliceerd|geschreven|submitted|posted|published|written)\s+)?"
    r"(?:door|by|van onze|tekst)\b.*?\b(?:op|on)\s+",
    re.IGNORECASE,
)
_BYLINE_AFTER = re.compile(r"\s(?:door|by|van onze)\s")
_CHANGED = re.compile(
    r"\b(?:bijgewerkt|gewijzigd|aangepast|wijziging|updated?|modified|edited)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
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


class _Candidate(NamedTuple):
    """What may be the date: whether its element says so, or it is a line of nothing else."""

    value: str
    says_so: bool
    is_labelled: bool = False


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
        if place.is_passed:
            continue
        is_around = element in place.around
        found = _between_breaks(element) if is_around else _candidate(element)
        if found is None or (not is_around and place.is_of_another(element)):
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
        self._before = None if heading is None else heading.getprevious()
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
            self.is_passed = _ABOUT_OTHERS.match(line_of(element)) is not None
        elif self._is_below and element.tag == "p" and not self.is_in_text:
            self.is_in_text = len(text_of(element, _MIN_PARAGRAPH)) >= _MIN_PARAGRAPH

    def is_of_another(self, element: Any) -> bool:
        """Return whether an element is of something else than the article."""
        is_other, path = False, []
        for part in chain([element], element.iterancestors()):
            if part in self.around:
                is_near = self._is_below or part in self._near or element is self._before
                is_other = not is_near
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
        if part.tag == "header" and not is_inside(part):
            return True
        names = " ".join(part.get(name) or "" for name in ("class", "id", "role"))
        if part.tag == "a" and (line := line_of(part)) and part.get("href"):
            return not (line[0].isdecimal() or read_written(line) or _SAYS_SO.search(line))
        if part.tag == "aside" and _ABOUT_ITSELF.search(names):
            return False
        return (
            part.tag in _OTHER_TAGS
            or _OF_OTHERS.search(names) is not None
            or _OTHER_ITEMS.search(part.get("itemtype") or "") is not None
        )


def _main_article(tree: Any) -> Any:
    """Return the element that has most text of those that are an article, else `main`, or None."""
    articles = [*tree.iter("article")][:100]
    if articles:
        return max(articles, key=lambda each: sum(len(text_of(p, 1000)) for p in each.iter("p")))
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
    text = line_of(element)
    if element.tag == "time" or told or element.tag == "meta":
        return _of_time(element, one_line(told or ""), text, is_named=is_named)
    if next(element.iter(*_HEADINGS), None) is not None:
        return None
    if found := _of_line(text, is_named=is_named):
        return found
    return _Candidate(text, says_so=False) if _is_date(text) else _between_breaks(element)


def _of_line(text: str, *, is_named: bool) -> _Candidate | None:
    """Return what a line says of the date that it says it has, or its element."""
    if not _DIGIT.search(text):
        return None
    if (match := _SAYS_SO.search(text)) and not _CHANGED.match(text, match.end()):
        return _Candidate(text[match.end() :][:MAX_LENGTH], says_so=True, is_labelled=True)
    if _CHANGED.search(_DIGIT.split(text, maxsplit=1)[0]):
        return None
    if is_named and not _NO_DAY.search(text) and not _is_sentence(text):
        return _Candidate(text[:MAX_LENGTH], says_so=True)
    return None


def _between_breaks(element: Any) -> _Candidate | None:
    """Return the date of one of the first lines of an element in which `<br>` ends lines.

    Those count that stand above its text.
    """
    if element.find("br") is None:
        return None
    lines = [element.text or ""]
    for part in islice(element, _MAX_BROKEN):
        if not isinstance(part.tag, str) or part.tag in _INLINE:
            lines[-1] += f" {text_of(part, MAX_LINE)} {part.tail or ''}"
        elif len(lines[-1]) >= _MIN_PARAGRAPH:
            break
        else:
            lines.append(part.tail or "")
    found = (line for each in lines if len(line := one_line(each)) < _MIN_PARAGRAPH)
    return next((_Candidate(line, says_so=False) for line in found if _is_date(line)), None)


def _is_date(line: str) -> bool:
    return bool(date_of_line(line, DUTCH_TIME)) or _is_one_of_several(line)


def _is_one_of_several(text: str) -> bool:
    """Return whether a date is one of the things that a line has: 24 maart 2022 | Binnenland."""
    parts = _SEPARATOR.split(text) if len(text) <= MAX_LENGTH else []
    if match := _BYLINE.match(text):
        parts += [text, text[match.end() :]]
    if match := _BYLINE_AFTER.search(text):
        parts += [text, text[: match.start()]]
    return len(parts) > 1 and any(date_of_line(each, DUTCH_TIME) for each in parts)


def _of_time(element: Any, told: str, text: str, *, is_named: bool) -> _Candidate | None:
    """Return what an element with a moment says; none where the moment is named in running text."""
    parent = element.getparent()
    before = _text_before(element)
    if _is_of_change(before) or _CHANGED.search(_DIGIT.split(text, maxsplit=1)[0]):
        return None
    is_labelled = _SAYS_SO.search(f"{before} 1") is not None
    if not (is_labelled or is_named) and parent is not None and parent.tag in _RUNNING:
        line = line_of(parent)
        if not line or _is_sentence(line):
            return None
    value = told if partial_date(told) else text or told
    if not value or _NO_DAY.search(value):
        return None
    return _Candidate(value[:MAX_LENGTH], says_so=True, is_labelled=is_labelled or is_named)


def _is_of_change(before: str) -> bool:
    """Return whether words before a date say that it is of a change, and not of one before it."""
    changed = [match.end() for match in _CHANGED.finditer(before)]
    return bool(changed) and not _DIGIT.search(_CLOCK.sub("", before[changed[-1] :]))


def _is_sentence(line: str) -> bool:
    return line.endswith((".", "!", "?")) and len(line.split()) > 8  # noqa: PLR2004 - words


def _text_before(element: Any) -> str:
    """Return the words before an element, in the same parent."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return one_line((parent.text or "")[-MAX_LINE:]) if parent is not None else ""
    return one_line(f"{text_of(previous, 40)} {(previous.tail or '')[-40:]}")
