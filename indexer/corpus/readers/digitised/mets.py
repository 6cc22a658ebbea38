"""METS with ALTO: an issue whose logical structure tells its articles, or only its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.alto import compose_blocks
from indexer.corpus.readers.digitised.alto_page import AltoPage, outline_of
from indexer.corpus.readers.digitised.composer import Composer
from indexer.corpus.readers.digitised.issues import IssueFiles
from indexer.corpus.readers.digitised.mods import (
    Described,
    Descriptions,
    authors,
    title_of_section,
)
from indexer.corpus.readers.digitised.paper import PaperArticle, image_of, section_of
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    named,
    names,
    page_number,
    parsed_tree,
    shallow,
)
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError

_ARTICLES = names("""
    article advertisement advertisment advertising ad obituary death_notice family_notice letter
    review interview editorial leader poem serial chapter feuilleton column news weather shipping
    notice announcement job stock_exchange sports cartoon illustrated_article newsarticle
    news_item item report essay artikel advertentie familiebericht bericht zeitungsartikel anzeige
    annonce publicité todesanzeige beitrag artículo articolo artikkel""")
_NOT_TEXT = names("""
    title_section headline_section masthead newspaper_title page_number running_title imprint
    header footer pagehead cover""")
_HEADINGS = names("heading title headline head main_title")
_PARAGRAPHS = names("paragraph p textblock text_block author caption subheadline overline")


class Area(NamedTuple):
    """Blocks of a page that a division points to."""

    page: AltoPage
    blocks: Sequence[Any]


class _Issue:
    """What METS says of an issue: its files, and the descriptions that its divisions have."""

    def __init__(self, input_file: InputFile, root: Any) -> None:
        self.input_file = input_file
        self.files = IssueFiles(input_file)
        self.root = root
        self.about = {attribute(each, "ID"): each for each in named(root, "dmdSec")}
        self._linked = _linked(root)
        self._names: dict[str, str] = {}
        self._declared = set[str]()  # with those of files that are no texts
        self._orders: dict[str, int] = {}
        self._images: dict[str, str] = {}  # of each text, the image of its page
        self._image_ids = set[str]()
        self._found_images: dict[str, str | None] = {}
        self._find_files()

    def areas(self, division: Any) -> Iterator[Area]:
        """Yield what a division points to itself, or by links to the physical structure.

        Where that is images alone, it is what stands in the same places of their texts.
        """
        linked = self._linked.get(attribute(division, "ID"), ())
        pointers = [
            area
            for pointer in (each for place in (division, *linked) for each in place)
            if name_of(pointer) == "fptr"
            for area in [*named(pointer, "area")] or [pointer]
        ]
        texts = [each for each in pointers if attribute(each, "FILEID") not in self._image_ids]
        for area in texts or [each for each in pointers if attribute(each, "COORDS")]:
            yield from self._area(area)

    def lacks_texts_of(self, division: Any) -> bool:
        """Say whether a division, or one in it, points to a file that is not named or not read."""
        ids = {attribute(each, "FILEID") for each in division.iter()} - {""}
        is_unnamed = not ids <= self._declared
        return is_unnamed or self.files.lacks({self._names[id_] for id_ in ids & {*self._names}})

    def _area(self, area: Any) -> Iterator[Area]:
        id_ = attribute(area, "FILEID")
        if id_ in self._image_ids:
            id_ = next((text for text, image in self._images.items() if image == id_), "")
        if id_ not in self._names:
            return
        for page in self.files.pages(self._names[id_], self._orders.get(id_)):
            if page.sheet.image is None:
                page.sheet.image = self._image(id_)
            begin = attribute(area, "BEGIN")
            coordinates = attribute(area, "COORDS")
            outline = outline_of(coordinates) if coordinates else None
            if outline and (not begin or page.between(begin) is page.order):
                yield Area(page, self.files.give(page.within(outline)))
            elif not begin or page.knows(begin):
                yield Area(page, self.files.give(page.between(begin, attribute(area, "END"))))

    def _image(self, id_: str) -> str | None:
        """Return the image of the page that a text has, looked for once."""
        if id_ not in self._found_images:
            image = self._names.get(self._images.get(id_, ""))
            own = self._names[id_].rpartition("/")[2]
            self._found_images[id_] = image_of(self.input_file, image, own)
        return self._found_images[id_]

    def _find_files(self) -> None:
        by_group: dict[str, dict[str, str]] = {}
        for file in named(self.root, "file"):
            location = first(file, "FLocat")
            id_ = attribute(file, "ID")
            if location is None or not id_:
                continue
            self._declared.add(id_)
            self._names[id_] = attribute(location, "href")
            kind = _kind_of_file(attribute(file, "MIMETYPE").lower(), self._names[id_].lower())
            if kind == "image":
                self._image_ids.add(id_)
            elif kind != "text":  # the same page as a PDF, a list of checksums
                self._names.pop(id_)
                continue
            if group := attribute(file, "GROUPID") or attribute(file, "SEQ"):
                by_group.setdefault(group, {}).setdefault(kind, id_)
        for files in by_group.values():
            if {"image", "text"} <= files.keys():
                self._images[files["text"]] = files["image"]
        self.files.in_order(n for id_, n in self._names.items() if id_ not in self._image_ids)
        self._find_orders()

    def _find_orders(self) -> None:
        """Find the number of each page in the physical structure, else by its order there."""
        order = 0
        for division in named(self.root, "div"):
            if not attribute(division, "TYPE").lower().endswith("page"):
                continue
            order += 1
            given = page_number(attribute(division, "ORDER"))
            number = order if given is None else given
            ids = [
                id_
                for pointer in division.iter()
                if name_of(pointer) in {"area", "fptr"} and (id_ := attribute(pointer, "FILEID"))
            ]
            for id_ in ids:
                self._orders.setdefault(id_, number)
                image = next((each for each in ids if each in self._image_ids), None)
                if image and id_ != image:
                    self._images.setdefault(id_, image)


def read_mets(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of an issue: those of its logical structure, else its pages."""
    root = shallow(parsed_tree(input_file))
    issue = _Issue(input_file, root)
    divisions = _articles(root)
    articles = [each for each in divisions if _kind(each) in _ARTICLES]
    about = Descriptions(root, issue.about, articles, input_file.zone)
    found = 0
    for count, division in enumerate(divisions, 1):
        found += 1
        article = _article(issue, about.of(division), division, count)
        if article is None:
            input_file.count_as_none("articles without words")
        else:
            yield article
    if not found:
        input_file.count_as_none("issues without articles")
    issue.files.note()


def _articles(root: Any) -> list[Any]:
    """Return the divisions that are articles; of an issue that tells none, its pages."""
    maps = [*named(root, "structMap")]
    logical = [each for each in maps if attribute(each, "TYPE").upper() == "LOGICAL"]
    found = [division for each in logical or maps for division in _articles_in(each)]
    if not found:  # whatever their library calls them
        found = [division for each in logical for division in _with_parts_in(each)]
    if found:
        return found
    return [
        division
        for each in maps
        for division in named(each, "div")
        if attribute(division, "TYPE").lower().rpartition(":")[2] == "page"
    ]


def _articles_in(division: Any) -> Iterator[Any]:
    """Yield the divisions that are articles in one, which holds some or is one itself."""
    kind = _kind(division)
    if kind in _NOT_TEXT or kind == "page":
        return
    if kind in _ARTICLES:
        yield division
        return
    inside = [child for child in division if name_of(child) == "div"]
    found = [each for child in inside for each in _articles_in(child)]
    if found:
        yield from found
    elif kind == "section" or (attribute(division, "DMDID") and kind not in _WHOLE):
        yield division


def _with_parts_in(division: Any) -> Iterator[Any]:
    """Yield the outermost divisions that point to blocks of pages, or hold what does."""
    if _kind(division) in _NOT_TEXT:
        return
    inside = [child for child in division if name_of(child) == "div"]
    is_whole = any(_kind(child) in _PARTS for child in inside)
    if is_whole or any(attribute(area, "BEGIN") for area in _own_areas(division)):
        yield division
        return
    for child in inside:
        yield from _with_parts_in(child)


def _own_areas(division: Any) -> Iterator[Any]:
    """Yield the areas that a division points to itself."""
    for child in division:
        if name_of(child) == "fptr":
            yield from named(child, "area")


def _linked(root: Any) -> dict[str, list[Any]]:
    """Return the divisions that others are linked to, by their ids: no pages, which have more."""
    links = [*named(root, "smLink")]
    by_id = {attribute(each, "ID"): each for each in named(root, "div")} if links else {}
    found: dict[str, list[Any]] = {}
    for link in links:
        to = by_id.get(attribute(link, "to").lstrip("#"))
        if to is not None and any(attribute(area, "BEGIN") for area in _own_areas(to)):
            found.setdefault(attribute(link, "from").lstrip("#"), []).append(to)
    return found


_PARTS = _HEADINGS | _PARAGRAPHS | names("body body_content")
_WHOLE = names("newspaper volume issue content publication serial_publication")


def _article(
    issue: _Issue, about: Described, division: Any, count: int
) -> Article | ArticleError | None:
    paper = PaperArticle()
    is_page = _kind(division) == "page"
    described = issue.about.get(attribute(division, "DMDID").partition(" ")[0])
    titles = () if is_page else (title_of_section(described), attribute(division, "LABEL"))
    title = next((each for each in titles if any(map(str.isalnum, each))), "")
    _Composition(issue, paper).take(division, in_heading=False)
    name = (
        attribute(division, "DMDID").partition(" ")[0]
        or attribute(division, "ID")
        or f"{'p' if is_page else 'a'}{count:04}"
    )
    if paper.is_empty and issue.lacks_texts_of(division):
        reason = "is not there, or cannot be read; put it beside the METS"
        return issue.input_file.error(f"the ALTO of {name} {reason}")
    return paper.finished(
        issue.input_file,
        f"{issue.input_file.source.id}!{name}",
        title=" ".join(title.split()),
        date=about.date,
        source=about.source,
        section="" if is_page else section_of(_kind(division)),
        author=authors(described),
        issue=about.issue,
    )


class _Composition:
    """Gives what an article points to, to its heading and its text."""

    def __init__(self, issue: _Issue, paper: PaperArticle) -> None:
        self._issue = issue
        self._paper = paper
        self._numbers: dict[int, int] = {}

    def take(self, division: Any, *, in_heading: bool) -> None:
        kind = _kind(division)
        in_heading = in_heading or kind in _HEADINGS
        composer = self._paper.heading if in_heading else self._paper.text
        blocks = [
            (area.page, block) for area in self._issue.areas(division) for block in area.blocks
        ]
        for page, _ in blocks:
            self._numbers.setdefault(id(page), self._paper.on(page.sheet, id(page)))
        if kind in _PARAGRAPHS:
            self._one_paragraph(blocks, composer)
        else:
            compose_blocks(blocks, composer, self._numbers)
        for child in division:
            if name_of(child) == "div":
                self.take(child, in_heading=in_heading)

    def _one_paragraph(self, blocks: list[tuple[AltoPage, Any]], composer: Composer) -> None:
        if blocks and not composer.is_empty:
            composer.end_block(blocks[0][0].opening(blocks[0][1]))
        for page, block in blocks:
            page.compose(block, composer, self._numbers[id(page)])


def _kind(division: Any) -> str:
    """Return the type of a division in lower case, without the prefix of its maker."""
    return attribute(division, "TYPE").lower().rpartition(":")[2].replace(" ", "_")


def _kind_of_file(media_type: str, name: str) -> str:
    if media_type.startswith("image/"):
        return "image"
    return "text" if media_type.endswith("/xml") or name.endswith(".xml") else ""
