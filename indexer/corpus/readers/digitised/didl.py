"""DIDL with ALTO and article text: an issue as the KB gives it, in zips or folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.alto import compose_blocks
from indexer.corpus.readers.digitised.alto_page import AltoPage
from indexer.corpus.readers.digitised.article_text import titled_text
from indexer.corpus.readers.digitised.issues import IssueFiles
from indexer.corpus.readers.digitised.paper import PaperArticle, image_of, section_of
from indexer.corpus.readers.digitised.trees import (
    attribute,
    name_of,
    named,
    parsed_tree,
    shallow,
    share,
    text_at,
)
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError

_PAGE_ID = re.compile(r":p0*(\d{1,5})$")
_ARTICLE_ID = re.compile(r":a\d+$")
_WEB = ("http://", "https://")


class Component(NamedTuple):
    """A part of an item: its metadata, its zoning, or the file that it names."""

    role: str
    resource: Any
    file: str
    ref: str


class Item(NamedTuple):
    """A page or an article of an issue."""

    id: str
    components: tuple[Component, ...]

    def get(self, role: str) -> Component | None:
        """Return the component of a role, None without one."""
        return next((each for each in self.components if each.role == role), None)

    def metadata(self, name: str) -> str:
        """Return a value of its metadata, empty without one."""
        found = self.get("metadata")
        return "" if found is None else text_at(found.resource, name)


class _Issue:
    def __init__(self, input_file: InputFile, root: Any) -> None:
        self.files = IssueFiles(input_file)
        self._input_file = input_file
        elements = [each for each in named(root, "Item") if not attribute(each, "article_id")]
        items = [_item(element) for element in elements]
        self._first = items[0] if items else Item("", ())
        self._described = [item for item in items if item.get("metadata")]
        self.pages = {item.id: item for item in items if _PAGE_ID.search(item.id)}
        self.articles = [item for item in items if _ARTICLE_ID.search(item.id)]
        self._found: dict[str, AltoPage | None] = {}
        altos = (item.get("alto") for item in self.pages.values())
        self.files.in_order(alto.file for alto in altos if alto and alto.file)

    def whole(self, article: Item) -> Item:
        """Return the issue that an article is in: a file may have several, by their ids."""
        above = [each for each in self._described if article.id.startswith(f"{each.id}:")]
        return max(above, key=lambda each: len(each.id), default=self._first)

    def page(self, id_: str) -> AltoPage | None:
        """Return the page of this id, or whose ALTO has it; None where it cannot be read."""
        if id_ not in self._found:
            self._found[id_] = self._page(id_)
        return self._found[id_]

    def zones(self, article: Item) -> Iterator[tuple[AltoPage | None, Any]]:
        """Yield the lists of blocks of an article, each with its page, None where that is lost."""
        zoning = article.get("zoning")
        for part in () if zoning is None else named(zoning.resource, "article-part"):
            for blocks in named(part, "blocks"):
                page = self.page(attribute(part, "pageid")) or self.page(attribute(blocks, "alto"))
                yield page, blocks

    def lacks_texts_of(self, article: Item) -> bool:
        """Say whether the text of an article, or a page that it is on, is not there or unread."""
        texts = {each.file for each in article.components if each.role == "ocr"}
        return self.files.lacks(texts) or any(page is None for page, _ in self.zones(article))

    def _page(self, id_: str) -> AltoPage | None:
        item = self.pages.get(id_) or self.pages.get(id_.removesuffix(":alto"))
        component = item and item.get("alto")
        if item is None or component is None:
            return None
        match = _PAGE_ID.search(item.id)
        number = int(match[1]) if match else None
        file = component.file or self.files.ending(
            *((f"_{number:03}_alto.xml", f"_p{number:03}_alto.xml") if number else ("alto.xml",))
        )
        pages = self.files.pages(file, number) if file else []
        if not pages:
            return None
        image = item.get("image")
        if image and pages[0].sheet.image is None:
            pages[0].sheet.image = image_of(self._input_file, image.file, image.ref)
        if pages[0].confidence is None:
            pages[0].confidence = share(item.metadata("OCRConfidencelevel"))
        return pages[0]


def read_didl(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of an issue; those of which neither text nor ALTO is there as errors."""
    issue = _Issue(input_file, shallow(parsed_tree(input_file)))
    for item in issue.articles:
        found = _article(issue, item, input_file)
        if found is not None:
            yield found
    if not issue.articles:
        input_file.count_as_none("issues without articles")
    issue.files.note()


def _article(issue: _Issue, item: Item, input_file: InputFile) -> Article | ArticleError | None:
    paper, whole = PaperArticle(), issue.whole(item)
    title, body = item.metadata("title"), None
    if text := item.get("ocr"):
        digits = item.id.rpartition(":a")[2]
        file = text.file or issue.files.ending(f"_{digits}_articletext.xml", f"_a{digits}_ocr.xml")
        root = issue.files.tree(file) if file else None
        if root is not None:
            own, body = titled_text(root)
            title = own or title
    _compose(issue, item, paper, title)
    if not body and paper.is_empty and issue.lacks_texts_of(item):
        reason = "is there and can be read; add them"
        return input_file.error(f"neither the text nor the ALTO of {item.id} {reason}")
    address = item.metadata("identifier")
    found = paper.finished(
        input_file,
        item.id,
        title=title,
        body=body or None,
        date=partial_date(whole.metadata("date"), input_file.zone),
        source=whole.metadata("title"),
        section=section_of(item.metadata("subject")),
        url=address if address.startswith(_WEB) else None,
        issue=whole.metadata("issuenumber") or None,
    )
    if found is None and item.components:
        input_file.count_as_none("articles without words")
    return found


def _compose(issue: _Issue, item: Item, paper: PaperArticle, title: str) -> None:
    """Give the blocks of an article to it: those at the top that are its title as its heading."""
    rest = title.split()
    blocks, numbers = [], {}
    for page, block in _blocks(issue, item):
        numbers[id(page)] = paper.on(page.sheet, id(page))
        opening = page.words(block) if rest else []
        if opening and opening == rest[: len(opening)]:
            page.compose(block, paper.heading, numbers[id(page)])
            rest = rest[len(opening) :]
        else:
            rest = []
            blocks.append((page, block))
    compose_blocks(blocks, paper.text, numbers)


def _blocks(issue: _Issue, item: Item) -> Iterator[tuple[AltoPage, Any]]:
    """Yield the blocks of an article with their pages, in its order."""
    for page, blocks in issue.zones(item):
        if page is not None:
            for element in blocks:
                for block in issue.files.give(page.between(attribute(element, "ID"))):
                    yield page, block


def _item(element: Any) -> Item:
    """Return an item with its own components, without those of items in it."""
    components = tuple(_component(child) for child in element if name_of(child) == "Component")
    return Item(attribute(element, "identifier"), components)


def _component(element: Any) -> Component:
    resource = next((child for child in element if name_of(child) == "Resource"), None)
    described = next((child for child in element if name_of(child) == "Descriptor"), None)
    role = text_at(described, "Statement")
    if resource is None:
        return Component(role, element, "", "")
    ref = attribute(resource, "ref")
    return Component(role, resource, attribute(resource, "filename") or _file_of(ref), ref)


def _file_of(ref: str) -> str:
    """Return the file that a reference to a resource names by its path, or may."""
    return ref.rpartition("/")[2] if "urn=" not in ref else ""
