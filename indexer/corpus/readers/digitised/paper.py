"""An article of a digitised paper as it is put together: its text, its pages and their images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from indexer.corpus.dates import date_in_path, partial_date
from indexer.corpus.headings.titles import title_of
from indexer.corpus.input_file import MAX_ARTICLE, InputFile
from indexer.corpus.readers.digitised.composer import Composed, Composer, Place, confidence_of
from indexer.corpus.readers.digitised.trees import BEYOND, names
from indexer.corpus.records import short_id
from indexer.model import Article, ArticleError
from indexer.scan import COLUMNS, Scan, ScanPage, packed_columns

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
"""Suffixes of images that browsers show."""
_IMAGE_FOLDERS = ("", "images", "image", "img", "scans", "access", "jpg")
_NO_IMAGE = re.compile(r"[-_.]?(?:alto|page|ocr|hocr)$", re.IGNORECASE)
_ADDRESS = ("http://", "https://")
_FAR = 300  # characters
_SIGNS = ".,;:!?()\"'„”’»«-"
_SLACK = 50  # the share of a page, one in so many, that a box may lie beyond it
_DAY = re.compile(  # sluis_18680301_mets, NZZ-1868-03-01-a-p0001
    r"(?<!\d)(1[5-9]\d\d|20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|\d{3}(?!\d)|$)"
)
_SEPARATORS = re.compile(r"[-_ ]")
_NO_TEXT = names("""
    runningtitlezone numberingzone quiremarkszone stampzone sealzone damagezone header footer
    digitizationartefactzone pagenumber pageheader pagefooter runningtitle catchword signaturemark
""")  # SegmOnto (https://segmonto.github.io), and what PAGE calls regions
_SECTIONS = {
    "article": "artikel",
    "advertisement": "advertentie",
    "advertisment": "advertentie",
    "advertising": "advertentie",
    "ad": "advertentie",
    "obituary": "familiebericht",
    "death_notice": "familiebericht",
    "deathnotice": "familiebericht",
    "family_notice": "familiebericht",
    "illustration": "illustratie",
    "picture": "illustratie",
    "newsarticle": "artikel",
    "zeitungsartikel": "artikel",
    "anzeige": "advertentie",
    "annonce": "advertentie",
    "publicité": "advertentie",
    "todesanzeige": "familiebericht",
}


@dataclass(slots=True)
class Sheet:
    """A page of an issue as a file of it tells; `outside` counts the boxes that are not on it."""

    number: int
    width: int = 0
    height: int = 0
    image: str | None = None
    outside: int = 0

    def __post_init__(self) -> None:
        """Take a size under nothing for one that is not told."""
        self.width, self.height = max(0, self.width), max(0, self.height)

    def place(
        self, page: int, x: int | None, y: int | None, width: int | None, height: int | None
    ) -> Place | None:
        """Return a place on this page, None for a box that has no size or is not on it."""
        if x is None or y is None or not width or not height or width < 0 or height < 0:
            return None
        right, below = x + width, y + height
        if x < 0 or y < 0 or right > self.width or below > self.height:
            if not self.width or not self.height:
                is_on_paper = min(x, y) >= 0 and max(right, below) < BEYOND
                return Place(page, x, y, width, height) if is_on_paper else None
            slack_x, slack_y = self.width // _SLACK, self.height // _SLACK
            if (
                x < -slack_x
                or y < -slack_y
                or right > self.width + slack_x
                or below > self.height + slack_y
                or x >= self.width
                or y >= self.height
            ):
                self.outside += 1
                return None
            x, y = max(0, x), max(0, y)
            width, height = min(right, self.width) - x, min(below, self.height) - y
            if width <= 0 or height <= 0:
                return None
        return Place(page, x, y, width, height)


@dataclass(slots=True)
class PaperArticle:
    """An article that is being put together: words go to its `heading` and its `text`."""

    heading: Composer = field(default_factory=Composer)
    text: Composer = field(default_factory=Composer)
    sheets: dict[Hashable, tuple[int, Sheet]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Say whether it has no words yet."""
        return self.heading.is_empty and self.text.is_empty

    def on(self, sheet: Sheet, key: Hashable = None) -> int:
        """Return the number that a page has in this article."""
        key = sheet.number if key is None else key
        if key not in self.sheets:
            self.sheets[key] = len(self.sheets), sheet
        return self.sheets[key][0]

    def _scan(
        self, heading: Composed, text: Composed, issue: str | None, confidence: float | None
    ) -> Scan:
        """Return the pages and boxes of an article that has these words."""
        recognised = confidence_of(heading, text)
        return Scan(
            tuple(
                ScanPage(sheet.number, sheet.image, sheet.width, sheet.height)
                for _, sheet in self.sheets.values()
            ),
            confidence if recognised is None else recognised,
            issue,
            heading.boxes,
            text.boxes,
        )

    def finished(
        self,
        input_file: InputFile,
        id_: str,
        *,
        title: str = "",
        body: str | None = None,
        date: str | None = None,
        source: str = "",
        section: str = "",
        url: str | None = None,
        author: Sequence[str] = (),
        issue: str | None = None,
        confidence: float | None = None,
    ) -> Article | ArticleError | None:
        """Return the article, None where it has no words at all; an error where it is too long.

        A `title` or `body` that is given stands for the words of the heading and of the text.
        """
        heading, text = self.heading.composed(), self.text.composed()
        body = text.text if body is None else body
        title = title or " ".join(heading.text.split())
        if not body and not title:
            return None
        if len(body) > MAX_ARTICLE:
            return input_file.error(
                f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles"
            )
        return Article(
            short_id(id_),
            title or title_of(body),
            body,
            date or date_named(input_file.source.id),
            source or None,
            (section,) if section else (),
            url,
            tuple(author),
            scan=self._scan(aligned(heading, title), aligned(text, body), issue, confidence),
        )


def aligned(composed: Composed, given: str) -> Composed:
    """Return a text with its boxes for another text of much the same words.

    Each word goes to where the other has it, in whatever case, not far after the one before; the
    boxes of a word that is not there are left out.
    """
    text, _, columns, confidences = composed
    if text == given or not columns[0]:
        return composed
    lowered = given.lower()
    found: list[int] = []
    at, before, place, length = 0, (-1, -1), -1, 0
    for page, start, end, *box in zip(*columns, strict=True):
        if (start, end) != before:
            before = start, end
            word = text[start:end].strip(_SIGNS).lower()
            length = len(word)
            place = lowered.find(word, at, at + _FAR + length) if word else -1
            at = place + length if place >= 0 else at
        if place >= 0:
            found += (page, place, place + length, *box)
    moved = [found[column::COLUMNS] for column in range(COLUMNS)]
    return Composed(given, packed_columns(moved), moved, confidences)


def date_named(name: str) -> str | None:
    """Return the day in the name of a file or an issue, None without one.

    Names of papers stand before it more often than in those of other files.
    """
    if date := date_in_path(name) or date_in_path(name.replace(", ", "/")):
        return date
    days = (f"{day[1]}-{day[3]}-{day[4]}" for day in _DAY.finditer(name.rpartition("/")[2]))
    return next((day for day in days if partial_date(day, "")), None)


def section_of(type_: str) -> str:
    """Return what Dutch calls a kind of item, or the kind as it is written."""
    return _SECTIONS.get(type_.lower(), type_.lower())


def is_no_text(kind: str) -> bool:
    """Say whether a kind of block is no text of an article, as a page number."""
    return _SEPARATORS.sub("", kind.partition(":")[0]).lower() in _NO_TEXT


def is_in_issue(input_file: InputFile) -> bool:
    """Say whether a page or text belongs to an issue beside it, with which it is read."""
    if input_file.beside is None or not input_file.beside().is_in_issue():
        return False
    input_file.is_part = True
    return True


def image_of(input_file: InputFile, *names: str | None) -> str | None:
    """Return the image of a page: one of these names beside its file, else their first address.

    An image of another suffix than a name has is taken too: what is kept as TIFF often has a JPEG.
    """
    given = [name for name in names if name]
    if input_file.beside is not None:
        beside = input_file.beside()
        own = posixpath.basename(input_file.source.id.rpartition("!")[2])
        stems = dict.fromkeys((*map(_stem, given), *_stems(own)))
        for name in given:
            if name.lower().endswith(IMAGES) and (path := beside.find(name)):
                return path
        for folder in _IMAGE_FOLDERS:
            if found := _named_so(stems, beside.names(folder)):
                return posixpath.join(folder, found)
    return next((name for name in given if name.startswith(_ADDRESS)), None)


def _named_so(stems: Iterable[str], names: Collection[str]) -> str | None:
    candidates = (f"{stem}{suffix}" for stem in stems for suffix in IMAGES if stem and names)
    return next((name for name in candidates if name in names), None)


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _stems(name: str) -> Iterable[str]:
    """Yield what an image may be called beside a file: `a` and `a_alto` for `a_alto.xml`."""
    stem = name
    while "." in stem and len(stem) > 1:
        stem = posixpath.splitext(stem)[0]
        yield stem
        yield _NO_IMAGE.sub("", stem)


def note_outside(input_file: InputFile, sheets: Iterable[Sheet]) -> None:
    """Note the boxes that were not on their pages."""
    if outside := sum(sheet.outside for sheet in sheets):
        group = "words have boxes outside their page; they are read, and not drawn"
        input_file.note(f"{outside:,} {group}", outside, group)
