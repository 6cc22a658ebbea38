"""FoLiA (https://proycon.github.io/folia): an annotated text; of several texts the current one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.composer import Composer
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    is_in_issue,
    section_of,
)
from indexer.corpus.readers.digitised.trees import (
    attribute,
    name_of,
    named,
    names,
    page_number,
    parsed_tree,
    shallow,
)
from indexer.model import Article, ArticleError

_CURRENT = ("", "current")
_BLOCKS = names("p head item row caption event utt quote entry")
_LEFT_OUT = names("metadata alt original suggestion gap comment desc feat")
_ARTICLES = names(
    "article artikel advertisement advertentie ad news item bericht letter poem chapter"
)
_DATE = ("date", "datum", "issued", "dateissued", "publicationdate", "publication_date", "year")
_SOURCE = ("source", "bron", "newspaper", "krant", "publication", "title", "titel")
_AUTHOR = ("author", "auteur", "creator")


def read_folia(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of a document: its divisions of that class, else all of it as one."""
    if is_in_issue(input_file):
        return
    root = shallow(parsed_tree(input_file))
    about = {
        attribute(each, "id").lower(): "".join(each.itertext()).strip()
        for each in named(root, "meta")
    }
    date = partial_date(_told(about, _DATE), input_file.zone)
    sheet = Sheet(1)
    divisions = _articles(root)
    for division in divisions:
        paper = PaperArticle()
        sheet = _take(division, paper, sheet)
        name = attribute(division, "id") if name_of(division) == "div" else ""
        found = paper.finished(
            input_file,
            f"{input_file.source.id}!{name}" if name else input_file.source.id,
            date=date,
            source=_told(about, _SOURCE),
            section=section_of(attribute(division, "class")) if name else "",
            author=[author] if (author := _told(about, _AUTHOR)) else [],
        )
        if found is None:
            input_file.count_as_none("articles without words")
        else:
            yield found


def _told(about: dict[str, str], names_: tuple[str, ...]) -> str:
    """Return the first value that the metadata have under one of some names, empty without."""
    return next(filter(None, (about.get(name, "") for name in names_)), "")


def _articles(root: Any) -> list[Any]:
    divisions = [
        each for each in named(root, "div") if attribute(each, "class").lower() in _ARTICLES
    ]
    inside = {id(inner) for each in divisions for inner in each.iter() if inner is not each}
    outer = [each for each in divisions if id(each) not in inside]
    return outer or [each for each in root if name_of(each) in {"text", "speech"}]


def _take(division: Any, paper: PaperArticle, sheet: Sheet) -> Sheet:
    """Give the blocks of a division to an article; return the page that it ends on."""
    paper.on(sheet)
    pending = [division]
    while pending:
        element = pending.pop()
        name = name_of(element)
        if not name or name in _LEFT_OUT:
            continue
        if name == "br" and attribute(element, "newpage") == "yes":
            given = page_number(attribute(element, "pagenr"))
            sheet = Sheet(sheet.number + 1 if given is None else given)
            paper.on(sheet)
        elif name in _BLOCKS or (_has_text(element) and not _has_parts(element)):
            is_title = name == "head" and paper.heading.is_empty and paper.text.is_empty
            composer = paper.heading if is_title else paper.text
            composer.end_paragraph()
            _take_block(element, composer)
        else:
            pending.extend(reversed(element))
    return sheet


def _take_block(element: Any, composer: Composer) -> None:
    """Give the text of a block: its own, else that of the elements in it."""
    own = next(
        (
            child
            for child in element
            if name_of(child) == "t" and attribute(child, "class") in _CURRENT
        ),
        None,
    )
    if own is None and not any(_has_text(child) for child in element):
        own = next((child for child in element if name_of(child) == "t"), None)
    if own is not None:
        _take_text(own, composer)
        if attribute(element, "space") == "no":
            composer.glue()
        return
    for child in element:
        if name_of(child) and name_of(child) not in _LEFT_OUT:
            if name_of(child) in _BLOCKS:
                composer.end_paragraph()
            _take_block(child, composer)


def _has_parts(element: Any) -> bool:
    """Say whether an element has blocks in it or pages; else its text is one block."""
    inside = (name_of(each) for each in element.iter() if each is not element)
    return any(name in _BLOCKS or name == "br" for name in inside)


def _has_text(element: Any) -> bool:
    return name_of(element) not in {"t", *_LEFT_OUT} and any(True for _ in named(element, "t"))


def _take_text(content: Any, composer: Composer) -> None:
    """Give a text with its line ends; a hyphen that a line end brought is none of it."""
    space = True
    for kind, text in _pieces(content):
        if kind == "hyphen":
            composer.unite()
            space = False
            continue
        if kind == "break":
            space = True
            continue
        words = text.split()
        if words and not (space or text[0].isspace()):
            composer.glue()
        for word in words:
            composer.word(word)
        space = text[-1].isspace() if words else space or bool(text)


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    if element.text:
        yield "text", element.text
    for child in element:
        name = name_of(child)
        if name == "t-hbr":
            yield "hyphen", ""
        elif name in {"br", "lb"}:
            yield "break", ""
        elif name and name not in _LEFT_OUT:
            yield from _pieces(child)
        if child.tail:
            yield "text", child.tail
