"""PAGE XML (https://github.com/PRImA-Research-Lab/PAGE-XML), as Transkribus and others write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import (
    PaperArticle,
    Sheet,
    image_of,
    is_in_issue,
    is_no_text,
    note_outside,
)
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    named,
    number,
    parsed_tree,
    shallow,
    share,
)
from indexer.model import Article, ArticleError

_INDEX = re.compile(r"readingOrder\s*\{\s*index\s*:\s*(\d{1,6})")
_TYPE = re.compile(r"structure\s*\{[^}]*?type\s*:\s*([\w-]+)")
_NUMBER = re.compile(r"(?<![\d.])-?\d{1,9}(?:\.\d+)?(?!\d)")
_HEADING = "heading"
_Word: TypeAlias = tuple[str, Place | None, float | None]
_REGIONS = frozenset(("TextRegion", "TableCell"))


def read_page(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the text of a page: headings and paragraphs in reading order."""
    if is_in_issue(input_file):
        return
    root = shallow(parsed_tree(input_file))
    article = PaperArticle()
    sheets = []
    for count, page in enumerate(named(root, "Page"), 1):
        image = attribute(page, "imageFilename")
        sheet = Sheet(
            count,
            number(attribute(page, "imageWidth")) or 0,
            number(attribute(page, "imageHeight")) or 0,
            image_of(input_file, image, attribute(page, "imageURL")),
        )
        sheets.append(sheet)
        at = article.on(sheet)
        previous = ""
        for region in _in_order(page):
            kind = _kind(region)
            if is_no_text(kind):
                continue
            _take_region(region, article.text, sheet, at, heading=_HEADING in {kind, previous})
            previous = kind
    note_outside(input_file, sheets)
    if found := article.finished(input_file, input_file.source.id):
        yield found
    else:
        input_file.count_as_none("pages without words")


def _take_region(region: Any, text: Composer, sheet: Sheet, at: int, *, heading: bool) -> None:
    lines = [*(child for child in region if name_of(child) == "TextLine")]
    after_heading = heading
    for count, (line, words) in enumerate(_lines(region, lines, sheet, at)):
        is_heading = line is not None and _HEADING in _kind(line).lower()
        if words and not text.is_empty:
            if after_heading or is_heading:
                text.end_paragraph()
            elif not count:
                text.end_block(words[0][0])
        after_heading = is_heading
        for word, place, confidence in words:
            text.word(word, place, confidence)
        text.end_line()


def _lines(
    region: Any, lines: list[Any], sheet: Sheet, at: int
) -> Iterator[tuple[Any, list[_Word]]]:
    """Yield the lines of a region with their words; one without lines has them in its text."""
    read = [(line, [*_words(line, sheet, at)]) for line in _sorted_lines(lines)]
    if any(words for _, words in read):
        yield from read
        return
    written, confidence = _text(region)
    rows, place = written.split("\n"), _place(region, sheet, at)
    for count, row in enumerate(rows):
        part = place
        if len(rows) == len(read):
            part = _place(read[count][0], sheet, at)
        elif place:
            top, below = (place.height * each // len(rows) for each in (count, count + 1))
            part = place._replace(y=place.y + top, height=max(1, below - top))
        yield None, [(word, box, confidence) for word, box in spread(row, part)]


def _words(line: Any, sheet: Sheet, at: int) -> Iterator[_Word]:
    """Yield the words of a line, as its own text has them: that is what editors of lines change."""
    words = [child for child in line if name_of(child) == "Word"]
    written = _text(line)[0].split()
    if written and len(written) != len(words):
        yield from _aligned(written, line, words, sheet, at)
        return
    for count, element in enumerate(words):
        text, confidence = _text(element)
        text = written[count] if written else " ".join(text.split())
        for word, place in spread(text, _place(element, sheet, at)):
            yield word, place, confidence


def _aligned(
    written: list[str], line: Any, words: list[Any], sheet: Sheet, at: int
) -> Iterator[_Word]:
    """Yield the words of a line that is parted into others: each begins where one of those does.

    Where their letters differ too, each has its share of the line.
    """
    texts = [_text(each) for each in words]
    letters = "".join("".join(text.split()) for text, _ in texts)
    known = [sure for _, sure in texts if sure is not None]
    mean = sum(known) / len(known) if known else _text(line)[1]
    if letters != "".join(written):
        for word, place in spread(" ".join(written), _place(line, sheet, at)):
            yield word, place, mean
        return
    places = [
        place
        for (text, _), element in zip(texts, words, strict=True)
        for place in _of_letters("".join(text.split()), _place(element, sheet, at))
    ]
    done = 0
    for word in written:
        yield word, _around(places[done : done + len(word)]), mean
        done += len(word)


def _of_letters(text: str, place: Place | None) -> Iterator[Place | None]:
    """Yield the place of each letter of a word: its share of the box."""
    for count in range(len(text)):
        if place is None:
            yield None
            continue
        left, right = (place.width * each // len(text) for each in (count, count + 1))
        yield place._replace(x=place.x + left, width=max(1, right - left))


def _around(places: list[Place | None]) -> Place | None:
    """Return the box around boxes of one line."""
    known = [each for each in places if each is not None]
    if not known:
        return None
    x, y = min(each.x for each in known), min(each.y for each in known)
    right, below = max(e.x + e.width for e in known), max(e.y + e.height for e in known)
    return Place(known[0].page, x, y, right - x, below - y)


def _text(element: Any) -> tuple[str, float | None]:
    """Return the first text of an element, with its lines apart, and how sure it is."""
    texts = [child for child in element if name_of(child) == "TextEquiv"]
    if not texts:
        glyphs = [_text(child) for child in element if name_of(child) == "Glyph"]
        return "".join(text for text, _ in glyphs), None
    best = min(texts, key=lambda each: number(attribute(each, "index")) or 0)
    plain = first(best, "Unicode")
    if plain is None or not plain.text:
        plain = first(best, "PlainText")
    rows = [] if plain is None else (plain.text or "").splitlines()
    text = "\n".join(row for row in (" ".join(row.split()) for row in rows) if row)
    return text, share(attribute(best, "conf"))


def _place(element: Any, sheet: Sheet, at: int) -> Place | None:
    """Return the box around the outline of an element."""
    outline = next((child for child in element if name_of(child) == "Coords"), None)
    if outline is None:
        return None
    points = attribute(outline, "points")
    if not points:  # PAGE of 2010
        points = " ".join(
            f"{attribute(point, 'x')},{attribute(point, 'y')}" for point in named(outline, "Point")
        )
    numbers = [float(each) for each in _NUMBER.findall(points)]
    xs, ys = numbers[::2], numbers[1::2]
    if not xs or not ys:
        return None
    x, y = round(min(xs)), round(min(ys))
    return sheet.place(at, x, y, round(max(xs)) - x, round(max(ys)) - y)


def _in_order(page: Any) -> list[Any]:
    """Return the regions of text in the order to read; those that it does not name come last."""
    regions = [
        region for region in page.iter() if name_of(region) in _REGIONS and _has_lines(region)
    ]
    by_id = {attribute(region, "id"): region for region in regions}
    order = first(page, "ReadingOrder")
    refs = [] if order is None else [attribute(each, "regionRef") for each in _ordered(order)]
    known = [by_id[ref] for ref in dict.fromkeys(refs) if ref in by_id]
    if not known:
        known = sorted(regions, key=_index)
    done = {id(region) for region in known}
    return [*known, *(region for region in regions if id(region) not in done)]


def _ordered(order: Any) -> Iterator[Any]:
    """Yield the references of a reading order, groups in groups, each by its index."""
    for child in sorted(order, key=lambda each: number(attribute(each, "index")) or 0):
        if attribute(child, "regionRef"):
            yield child
        yield from _ordered(child)


def _has_lines(region: Any) -> bool:
    """Say whether a region has text of its own, which regions around others may not have."""
    inside = {name_of(child) for child in region}
    return "TextLine" in inside or ("TextEquiv" in inside and "TextRegion" not in inside)


def _sorted_lines(lines: list[Any]) -> list[Any]:
    return sorted(lines, key=_index)


def _index(element: Any) -> int:
    match = _INDEX.search(attribute(element, "custom"))
    return int(match[1]) if match else 0


def _kind(region: Any) -> str:
    match = _TYPE.search(attribute(region, "custom"))
    return attribute(region, "type") or (match[1] if match else "")
