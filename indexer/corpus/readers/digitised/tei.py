"""TEI P5 (https://tei-c.org): an edited text, with places on facsimiles where it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.composer import Place, spread
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    image_of,
    is_in_issue,
    note_outside,
    section_of,
)
from indexer.corpus.readers.digitised.tei_header import About, about_document, date_above
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    named,
    names,
    number,
    page_number,
    parsed_tree,
)
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError

_DIVISION = re.compile(r"div\d?")
_BLOCKS = names("""
    p ab l lg item list row table head byline dateline closer opener quote salute signed postscript
    argument epigraph trailer sp speaker stage note""")
_LEFT_OUT = names("fw figure graphic sic reg expan gap del teiHeader facsimile standOff metamark")
_WORDS = frozenset(("w", "pc", "seg"))
_ARTICLES = names("""
    article artikel advertisement advertentie ad news item bericht letter poem feuilleton
    obituary familiebericht chapter""")
_HYPHENS = "-\u00ac\u00ad\u2010"


class _Facsimile:
    """The pages of a document, and the places on them that its words point to."""

    def __init__(self, input_file: InputFile, root: Any) -> None:
        self.sheets: list[Sheet] = []
        self._by_id: dict[str, tuple[Sheet, Any]] = {}
        for surface in named(root, "surface"):
            graphic = first(surface, "graphic")
            image = "" if graphic is None else attribute(graphic, "url")
            size = graphic if graphic is not None else surface
            sheet = Sheet(
                len(self.sheets) + 1,
                number(attribute(surface, "lrx")) or _pixels(attribute(size, "width")),
                number(attribute(surface, "lry")) or _pixels(attribute(size, "height")),
                image_of(input_file, image) if image else None,
            )
            self.sheets.append(sheet)
            for element in (surface, *named(surface, "zone")):
                if id_ := attribute(element, "id"):
                    self._by_id[id_] = sheet, element

    def sheet(self, facs: str, page_number: int) -> Sheet:
        """Return the page that a page break begins."""
        if found := self._by_id.get(facs.lstrip("#")):
            found[0].number = page_number
            return found[0]
        if page_number <= len(self.sheets):
            return self.sheets[page_number - 1]
        return Sheet(page_number)

    def place(self, facs: str, paper: PaperArticle) -> Place | None:
        """Return the place that the words of an element point to."""
        found = self._by_id.get(facs.partition(" ")[0].lstrip("#"))
        if found is None or name_of(found[1]) != "zone":
            return None
        sheet, zone = found
        left, top, right, below = _corners(zone)
        if left is None or top is None or right is None or below is None:
            return None
        return sheet.place(paper.on(sheet, id(sheet)), left, top, right - left, below - top)


def _corners(zone: Any) -> list[int | None]:
    """Return the left, upper, right and lower end of a zone, of a polygon too; None without."""
    corners = [number(attribute(zone, name)) for name in ("ulx", "uly", "lrx", "lry")]
    points = [each.split(",") for each in attribute(zone, "points").split()]
    if None not in corners or not points:
        return corners
    numbers = [[number(each) for each in axis] for axis in zip(*points, strict=False)]
    xs, ys = ([each for each in axis if each is not None] for axis in (*numbers, [], [])[:2])
    return [min(xs), min(ys), max(xs), max(ys)] if xs and ys else corners


def read_tei(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of a document: its divisions of that type, else those with headings."""
    if is_in_issue(input_file):
        return
    root = parsed_tree(input_file)
    documents = [root]
    if name_of(root).lower() == "teicorpus":
        documents = [each for each in root.iter() if name_of(each) in {"TEI", "TEI.2"}]
    facsimiles = [_Facsimile(input_file, document) for document in documents]
    read = 0
    for document, facsimile in zip(documents, facsimiles, strict=True):
        about = about_document(document, input_file)
        before = read if len(documents) > 1 else None
        for found in _read(document, facsimile, about, input_file, before):
            read += 1
            if found is None:
                input_file.count_as_none("articles without words")
            else:
                yield found
    note_outside(input_file, (sheet for each in facsimiles for sheet in each.sheets))


def _read(
    root: Any, facsimile: _Facsimile, about: About, input_file: InputFile, before: int | None
) -> Iterator[Article | ArticleError | None]:
    """Yield the articles of one document, None for one without words.

    The file had so many `before` it, if it is one of several documents.
    """
    page: list[Sheet] = [Sheet(1) if not facsimile.sheets else facsimile.sheets[0]]
    divisions, others = _articles(root)
    if others:
        kind = "divisions of other kinds than articles"
        input_file.no_articles[kind] += others
    several = len(divisions) > 1 or before is not None
    apart = {id(each) for each in divisions}
    for count, division in enumerate(divisions, (before or 0) + 1):
        paper = PaperArticle()
        reading = _Reading(facsimile, paper, page, apart)
        if id(division) != id(root):
            reading.take(division)
        name = attribute(division, "id") or (f"a{count:04}" if several else "")
        title = "" if several or not paper.heading.is_empty else about.title
        yield paper.finished(
            input_file,
            f"{input_file.source.id}!{name}" if name else input_file.source.id,
            title=title,
            date=date_above(division, input_file.zone) or about.date,
            source=about.source,
            section=section_of(attribute(division, "type")) if several or name else "",
            author=about.authors,
        )


class _Reading:
    """Takes the text of an article; `page` has the page that it has come to."""

    def __init__(
        self, facsimile: _Facsimile, paper: PaperArticle, page: list[Sheet], apart: set[int]
    ) -> None:
        self._facsimile = facsimile
        self._apart = apart  # divisions that are articles by themselves
        self._paper = paper
        self._page = page
        self._composer = paper.text
        self._has_head = False
        self._space = True
        self._notes: list[Any] = []

    def take(self, division: Any) -> None:
        """Take a division, at any depth of its elements; notes in its sentences come last."""
        self._take(division)
        while self._notes:
            self._take(self._notes.pop(0))

    def _take(self, division: Any) -> None:
        pending: list[tuple[str, Any]] = [("start", division)]
        while pending:
            step, element = pending.pop()
            if step == "tail":
                self._end(element)
                self._text(element.tail or "", None)
            elif step == "last":
                self._end(element)
            elif self._start(element, division):
                pending.append(("last" if element is division else "tail", element))
                pending.extend(("start", child) for child in reversed(element))
                own = attribute(element, "facs") if name_of(element) in _WORDS else ""
                self._text(element.text or "", self._place(own), whole=bool(own))
            elif element is not division:
                self._text(element.tail or "", None)

    def _place(self, facs: str) -> Place | None:
        return self._facsimile.place(facs, self._paper) if facs else None

    def _start(self, element: Any, whole: Any) -> bool:
        """Begin an element of a whole one; return whether what is in it is text here."""
        name = name_of(element)
        if not name or name in _LEFT_OUT or (element is not whole and id(element) in self._apart):
            return False
        if name == "div" and attribute(element, "type") == "comments":
            return False  # of readers, as trafilatura writes them
        if name == "note" and element is not whole:
            self._notes.append(element)
            return False
        if name in {"lb", "cb", "pb"}:
            self._break(name, element)
            return False
        if name == "head" and not self._has_head and self._paper.text.is_empty:
            self._composer = self._paper.heading
        if name in _BLOCKS:
            self._composer.end_paragraph()
            self._space = True
        return True

    def _end(self, element: Any) -> None:
        name = name_of(element)
        if name in _BLOCKS:
            self._composer.end_paragraph()
            self._space = True
        if name == "head" and self._composer is self._paper.heading:
            self._composer, self._has_head = self._paper.text, True

    def _break(self, name: str, element: Any) -> None:
        if name == "pb":
            given = page_number(attribute(element, "n"))
            count = self._page[0].number + 1 if given is None else given
            self._page[0] = self._facsimile.sheet(attribute(element, "facs"), count)
        if attribute(element, "break") == "no":
            self._composer.unite(_HYPHENS)
            self._space = False
        else:
            if not self._composer.is_empty:
                self._composer.end_line()
            self._space = True

    def _text(self, text: str, place: Place | None, *, whole: bool = False) -> None:
        if not text:
            return
        words = text.split()
        if not words:
            self._space = True
            return
        self._paper.on(self._page[0], id(self._page[0]))
        if not (self._space or text[0].isspace()):
            self._composer.glue()
        pieces = [(" ".join(words), place)] if whole else spread(" ".join(words), place)
        for word, at in pieces:
            self._composer.word(word, at)
        self._space = text[-1].isspace()


class _Divisions(NamedTuple):
    """The divisions that are articles, in their order; `others` are left out, and counted."""

    articles: list[Any]
    others: int = 0


def _articles(root: Any) -> _Divisions:
    """Return the divisions that are articles; else those with headings and text; else the text.

    Of a division in which others are articles, what stands beside those is one too.
    """
    text = first(root, "text")
    if text is None:
        return _Divisions([])
    divisions = [each for each in text.iter() if _DIVISION.fullmatch(name_of(each))]
    typed = [each for each in divisions if attribute(each, "type").lower() in _ARTICLES]
    inside = {id(inner) for each in typed for inner in each.iter() if inner is not each}
    found = [each for each in typed if id(each) not in inside]
    taken = inside | {id(each) for each in found}
    rest = [e for e in divisions if id(e) not in taken and (_has_text(e) or _is_innermost(e))]
    if not typed:
        headed = [each for each in rest if _has_head(each)]
        if not headed:
            return _Divisions([text])
        others = [*(each for each in rest if not _has_head(each)), *_bodies(text)]
        chosen = {id(each) for each in (*headed, *others)}
    else:
        chosen = taken | {id(e) for e in rest if not attribute(e, "type") and _has_head(e)}
    articles = [each for each in text.iter() if id(each) in chosen and id(each) not in inside]
    return _Divisions(articles, sum(id(each) not in chosen for each in rest))


def _bodies(text: Any) -> list[Any]:
    """Return the bodies of texts that have text beside their divisions."""
    return [each for each in text.iter() if name_of(each) == "body" and _has_text(each)]


def _is_innermost(division: Any) -> bool:
    return not any(_DIVISION.fullmatch(name_of(child)) for child in division)


def _has_head(division: Any) -> bool:
    return any(name_of(child) == "head" for child in division)


def _has_text(division: Any) -> bool:
    """Say whether a division has text of its own, which is no heading, beside divisions in it."""
    pieces = [division.text or ""]
    for child in division:
        name = name_of(child)
        is_text = name not in _LEFT_OUT | {"head", "note"} and not _DIVISION.fullmatch(name)
        pieces += [*(child.itertext() if name and is_text else ()), child.tail or ""]
    return any(map(str.strip, pieces))


def _pixels(value: str) -> int:
    return number(value.removesuffix("px")) or 0
