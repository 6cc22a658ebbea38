"""Books (.epub): an article a document, in the order of reading."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

from indexer.corpus.discover import as_id
from indexer.corpus.headings.date_lines import split_titled
from indexer.corpus.headings.signatures import take_signature, without_page
from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.markup import html_text, local_name, outermost, tree_text
from indexer.corpus.normalize import clean_text
from indexer.corpus.packages import Package
from indexer.corpus.pages.tables import read_tables
from indexer.corpus.readers.web_pages import MIN_ARTICLE, decoded_page
from indexer.corpus.readers.xml_files import parse_xml
from indexer.corpus.records import read_record
from indexer.corpus.time_limit import TimeLimit
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError
from indexer.text import one_line

_CONTAINER, _ENCRYPTION, _RIGHTS = (
    f"META-INF/{name}.xml" for name in ("container", "encryption", "rights")
)
# Fonts may be obfuscated, which locks no text: https://www.w3.org/TR/epub-33/#sec-font-obfuscation
_OBFUSCATION = re.compile(rb"http://www\.idpf\.org/2008/embedding|http://ns\.adobe\.com/pdf/enc#RC")
_ALGORITHM = re.compile(rb"<(?:\w+:)?EncryptionMethod[^>]*Algorithm\s*=\s*[\"']([^\"']*)")
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
_AROUND = re.compile(
    r"cover|titlepage|halftitlepage|toc|landmarks|loi|lot|copyright-page|colophon|imprint|index"
    r"|title-page|nav",
    re.IGNORECASE,
)
"""What stands around the text of a book, by its type in the structure."""
_LINKED = 0.6
"""The share of a document's text in links from which on it is a list of contents."""
_NOT_PUBLISHED = {"modification", "creation", "conversion"}
_HEADINGS = ("h1", "h2", "h3")
_MENU = re.compile(r"(?:^|[-_\s])nav(?:bar|igation)?\d*(?:$|[-_\s])", re.IGNORECASE)
"""What an element with links to other documents is called, as by calibre."""


class _Book(NamedTuple):
    title: str
    authors: list[str]
    date: str
    documents: list[str]


def read_epub(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each document, with the title of the book as its source.

    Cover, title page and lists of contents are counted in a note. Raises UnreadableError if the
    book is locked or damaged.
    """
    data = input_file.read_whole()
    limit = TimeLimit(len(data))
    package = Package(data, "EPUB")
    _check_locks(package)
    book = _book(package)
    passed_over = 0
    for name in book.documents:
        input_file.part = f"{name}: "
        limit.check_now()
        try:
            found = _articles(package, name, book, input_file)
        except UnreadableError as error:
            found = [input_file.error(str(error))]
        yield from found
        passed_over += not found
    input_file.part = ""
    if passed_over:
        group = "passed over documents of cover, contents or no text"
        input_file.note(f"{group} ({passed_over:,})", passed_over, group)


def _check_locks(package: Package) -> None:
    if _RIGHTS in package:
        raise UnreadableError("locked by its shop (DRM); get it without")
    if _ENCRYPTION in package:
        methods = _ALGORITHM.findall(package.read(_ENCRYPTION))
        if not all(_OBFUSCATION.match(method) for method in methods):
            raise UnreadableError("locked by its shop (DRM); get it without")


def _book(package: Package) -> _Book:
    container = parse_xml(package.read(_CONTAINER))
    path = next((each.get("full-path") for each in _named(container, "rootfile")), None)
    if not path:
        raise UnreadableError("no EPUB: it names no contents; get it again")
    opf = parse_xml(package.read(path))
    folder = posixpath.dirname(path)
    items = {str(each.get("id")): each for each in _named(opf, "item")}
    around = {
        _path(folder, str(each.get("href")))
        for each in _named(opf, "reference")
        if _AROUND.fullmatch(str(each.get("type")))
    }
    documents = [
        name
        for each in _named(opf, "itemref")
        if (item := items.get(str(each.get("idref")))) is not None
        and each.get("linear") != "no"
        and str(item.get("media-type")) in _PAGES
        and "nav" not in str(item.get("properties", "")).split()
        and (name := _path(folder, str(item.get("href")))) not in around
    ]
    dates = [each for each in _named(opf, "date") if _event(each) not in _NOT_PUBLISHED]
    return _Book(
        next(iter(_texts(opf, "title")), ""),
        [*_texts(opf, "creator")],
        next((clean_text(each.text or "") for each in dates), ""),
        list(dict.fromkeys(documents)),
    )


def _named(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if local_name(element) == name]


def _texts(root: Any, name: str) -> Iterator[str]:
    for element in _named(root, name):
        if text := one_line(clean_text(element.text or "")):
            yield text


def _event(element: Any) -> str:
    values = (value for key, value in element.attrib.items() if key.endswith("event"))
    return str(next(values, ""))


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _articles(
    package: Package, name: str, book: _Book, input_file: InputFile
) -> list[Article | ArticleError]:
    """Return the articles of a document; none for what is around the text, or has none."""
    data = package.read(name)
    if len(data) > MAX_ARTICLE:
        reason = f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles"
        return [input_file.error(reason)]
    page = decoded_page(data, input_file)
    if (rows := read_tables(page, input_file, html_text(page))) is not None:
        return [*rows]
    parts = [part for part in _parts(data, input_file) if len(part[1]) >= MIN_ARTICLE]
    return [
        _article(as_id(f"{input_file.source.id}!{name}{place}"), part, book, input_file)
        for place, part in zip(
            ("", *(f"#{n}" for n in range(2, 1 + len(parts)))), parts, strict=False
        )
    ]


def _article(
    id_: str, part: tuple[str, str], book: _Book, input_file: InputFile
) -> Article | ArticleError:
    title, body = part
    signed = take_signature(without_page(body), input_file.zone)
    date, title, body = split_titled(title, signed.text, input_file)
    record = {
        "id": id_,
        "title": title,
        "body": body,
        "date": signed.date or date or book.date,
        "source": signed.source or book.title,
        "author": [*signed.author] or [each for each in book.authors if each != book.title],
    }
    return read_record(record, input_file)


def _parts(data: bytes, input_file: InputFile) -> list[tuple[str, str]]:
    """Return headline and text of each article of a document, none where it is around the text.

    It is one article, unless each of several headings of the first level has a text of its own.
    """
    try:
        root = parse_xml(data)
    except UnreadableError:  # XHTML that is none: the text is there all the same
        return [("", clean_text(html_text(decoded_page(data, input_file))))]
    body = next(iter(_named(root, "body")), root)
    _take_away_menus(body)
    if _is_around(body):
        return []
    groups = [_title_and_body(group) for group in _groups(body)]
    if len(groups) > 1 and all(title and len(text) >= MIN_ARTICLE for title, text in groups):
        return groups
    return [_title_and_body(body)]


def _take_away_menus(body: Any) -> None:
    for parent in [*body.iter()]:
        for child in [*parent]:
            if local_name(child) == "nav" or _MENU.search(child.get("class") or ""):
                _remove(parent, child)


def _groups(body: Any) -> list[Any]:
    """Return copies of what stands from each heading of the first level to the next."""
    heads = _named(body, "h1")
    if len(heads) < len(("one", "another")):
        return []
    above = {child: parent for parent in body.iter() for child in parent}
    first, last = _path_to(heads[0], above), _path_to(heads[-1], above)
    inside = [one for one, other in zip(first, last, strict=False) if one is other][-1]
    seen = {inside}
    for node in heads:
        while node not in seen:
            seen.add(node)
            node = above[node]  # noqa: PLW2901 - climbs, past nothing twice
    groups, is_headed = [inside.makeelement("div", {})], False
    for child in inside:
        if child in seen and is_headed:
            groups.append(inside.makeelement("div", {}))
        is_headed = is_headed or child in seen
        groups[-1].append(deepcopy(child))
    return groups


def _path_to(element: Any, above: Mapping[Any, Any]) -> list[Any]:
    """Return the elements from the outermost to this one."""
    path = [element]
    while path[-1] in above:
        path.append(above[path[-1]])
    return path[::-1]


def _title_and_body(body: Any) -> tuple[str, str]:
    """Return headline and text of an element, of which the headline is taken out."""
    heading = next((found for name in _HEADINGS for found in _named(body, name)), None)
    title = one_line(clean_text(tree_text(heading))) if heading is not None else ""
    if title:
        parent = next(each for each in body.iter() if heading in [*each])
        _remove(parent, heading)
    return title, clean_text(tree_text(body))


def _is_around(body: Any) -> bool:
    kinds = " ".join(
        value
        for element in [body, *body]
        for key, value in element.attrib.items()
        if key.rpartition("}")[2] == "type"
    )
    if any(_AROUND.fullmatch(kind) for kind in kinds.split()):
        return True
    linked = sum(len(tree_text(link)) for link in outermost(body, "a"))
    return linked > _LINKED * max(1, len(tree_text(body)))


def _remove(parent: Any, child: Any) -> None:
    """Take an element out, and leave what stands behind it."""
    at = [*parent].index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
