"""The pages of paper that an article stands on as JSON."""

from __future__ import annotations

from indexer.later import NamedTuple
from indexer.model import MarkedArticle
from indexer.output.json_schema import (
    COUNT,
    INTEGER,
    OPTIONAL,
    OPTIONAL_SHARE,
    JsonObject,
    Key,
    Schema,
    array,
    key,
    objects,
)
from indexer.scan import Box, ScanPage

BOX = JsonObject(
    "WordBox",
    "word on a page",
    (
        key("start", COUNT, meaning="[start, end) in the text, in Unicode code points."),
        key("end", COUNT),
        key(
            "box",
            array(INTEGER) | {"minItems": 4, "maxItems": 4},
            lambda box: [box.x, box.y, box.width, box.height],
            "x, y, width, height in the unit of the page's width and height.",
        ),
    ),
)
SCAN_PAGE = JsonObject(
    "ScanPage",
    "page of an article",
    (
        key("page", INTEGER, lambda on: on.page.page, "Its number in the issue."),
        key("image", OPTIONAL, lambda on: on.page.image, "A path beside its file, or an address."),
        key("width", COUNT, lambda on: on.page.width),
        key("height", COUNT, lambda on: on.page.height),
        objects("words", BOX),
        objects("title_words", BOX),
    ),
)


class _PageWords(NamedTuple):
    page: ScanPage
    words: list[Box]
    title_words: list[Box]


def _pages(marked: MarkedArticle) -> list[_PageWords]:
    """Return the pages of paper that an article stands on, with the words on each."""
    scan = marked.article.scan
    if scan is None:
        return []
    return [*map(_PageWords, scan.pages, scan.words(), scan.title_words())]


def _of_scan(name: str, schema: Schema, meaning: str) -> Key:
    """Return a key that only articles of digitised papers have a value for."""
    return key(name, schema, lambda marked: getattr(marked.article.scan, name, None), meaning)


SCAN_OF_ARTICLE = (
    objects("pages", SCAN_PAGE, _pages),
    _of_scan("confidence", OPTIONAL_SHARE, "How sure the recognition was, 0 to 1."),
    _of_scan("issue", OPTIONAL, "The number of the issue."),
)
