"""Words on paper to running text: lines become paragraphs, broken words whole, each with its boxes.

A word that is parted by the end of a line, column or page is one word with a box for each part.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, chain

from indexer.compiled import compiled
from indexer.corpus.normalize import are_clean, clean_text
from indexer.corpus.readers.pdf.broken_words import seam
from indexer.later import NamedTuple
from indexer.scan import COLUMNS, compressed, in_columns

_HYPHENS = ("-", "\u00ac", "\u00ad", "\u2010", "\u2011", "\u2e17")
_DOUBLE = "\u2e17"  # the hyphen of Fraktur
_ENDS = (".", "!", "?", "…", ":", ";", '"', "”", "’", "»", ")", "—")
_PARAGRAPH, _SPACE, _NOTHING = "\n\n", " ", ""


class Place(NamedTuple):
    """Where a word stands: the number of its page in the article, and its box there."""

    page: int
    x: int
    y: int
    width: int
    height: int


def spread(text: str, place: Place | None) -> list[tuple[str, Place | None]]:
    """Return the words of a line, each with its share of the line's box by its letters."""
    words = text.split()
    if place is None or not text:
        return [(word, None) for word in words]
    found: list[tuple[str, Place | None]] = []
    at = 0
    for word in words:
        at = text.index(word, at)
        left = place.width * at // len(text)
        right = place.width * (at + len(word)) // len(text)
        box = Place(place.page, place.x + left, place.y, max(1, right - left), place.height)
        found.append((word, box))
        at += len(word)
    return found


class Composed(NamedTuple):
    """A text, its boxes as `indexer.scan` packs them, and the confidences of its words.

    `columns` are the numbers of the boxes before they are packed, in the order of a row.
    """

    text: str
    boxes: bytes
    columns: Sequence[Sequence[int]]
    confidences: Sequence[float]


_NO_TEXT = Composed("", b"", ((),) * COLUMNS, ())


class Composer:
    """Takes the words of a text in its order, and the ends of lines and paragraphs."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._before: list[str] = []  # what stands before each word
        self._pages: list[int] = []
        self._boxes = [array("i") for _ in range(4)]
        self._word_of: list[int] = []  # that stands in each box
        self._confidences = array("d")
        self._is_whole = False  # the last word has its second part already, which comes next
        self._is_broken = False  # the last word goes on in the next one
        self._is_united = False  # so it does, and its hyphen is gone already
        self._gap = _NOTHING

    @property
    def is_empty(self) -> bool:
        """Say whether it has no words."""
        return not self._words

    def word(self, text: str, place: Place | None = None, confidence: float | None = None) -> None:
        """Take a word, or the first part of one that the next word goes on with."""
        if confidence is not None:
            self._confidences.append(confidence)
        self._is_whole = False
        if self._is_united and self._words:
            self._words[-1] += text
            self._is_united = False
        elif self._is_broken and self._goes_on(text):
            first, rest = seam(self._words[-1], text)
            if first.endswith(" "):  # two words after all: land- en tuinbouw
                self._append(text, _SPACE)
            else:
                self._words[-1] = first + rest
        else:
            self._append(text, self._gap)
        self._is_broken, self._gap = False, _SPACE
        self._at(place)

    def words(
        self,
        texts: Sequence[str],
        page: int,
        boxes: Sequence[Sequence[int]],
        confidences: Sequence[float],
    ) -> None:
        """Take words of a page that stand one after another, each with a box.

        `boxes` has their x, their y, their widths and their heights.
        """
        if not texts:
            return
        self.word(texts[0])
        first = len(self._words) - 1
        self._words += texts[1:]
        self._before += [_SPACE] * (len(texts) - 1)
        self._confidences.extend(confidences)
        self._word_of += range(first, len(self._words))
        self._pages += [page] * len(texts)
        for column, values in zip(self._boxes, boxes, strict=True):
            column.extend(values)

    def first_part(
        self, whole: str, place: Place | None = None, confidence: float | None = None
    ) -> None:
        """Take the first part of a word that is known whole."""
        self.word(whole, place, confidence)
        self._is_whole = True

    def is_begun(self, whole: str) -> bool:
        """Say whether the last word is the first part of this one, which is known whole."""
        return self._is_whole and self._words[-1].endswith(whole)

    def second_part(
        self,
        whole: str,
        place: Place | None = None,
        confidence: float | None = None,
        *,
        signs: str = "",
    ) -> None:
        """Take the second part of a word that is known whole; without its first part it is that.

        `signs` are those that stand behind it on paper.
        """
        if not self._is_whole:
            self.word(whole if whole.endswith(signs) else whole + signs, place, confidence)
            return
        if not self._words[-1].endswith(signs):
            self._words[-1] += signs
        if confidence is not None:
            self._confidences.append(confidence)
        self._is_whole, self._gap = False, _SPACE
        self._at(place)

    def glue(self) -> None:
        """Let the next word go on with the last one, with nothing between."""
        self._gap = _NOTHING

    def unite(self, hyphens: str = "") -> None:
        """Let the next word go on with the last one, without one of these hyphens at its end."""
        if self._words and hyphens and len(self._words[-1]) > 1:
            self._words[-1] = self._words[-1].rstrip(hyphens)
        self._is_united = True

    def end_line(self, *, has_hyphen: bool = False) -> None:
        """End a line; with a hyphen, of its own or of its last word, that word goes on."""
        if not self._words or self._is_whole:
            return
        last = self._words[-1]
        if last.endswith(_DOUBLE):
            last = self._words[-1] = f"{last[:-1]}-"
        if has_hyphen and not last.endswith(_HYPHENS):
            self._words[-1] = f"{last}-"
            self._is_broken = True
        else:
            self._is_broken = len(last) > 1 and last.endswith(_HYPHENS)

    def end_paragraph(self) -> None:
        """End a paragraph for certain, as a heading does."""
        self._is_broken = False
        self._gap = _PARAGRAPH if self._words else _NOTHING

    def end_block(self, following: str = "") -> None:
        """End a block, which a column may have ended in the midst of a sentence.

        `following` is how the next block begins.
        """
        if self._is_whole or (self._is_broken and following[:1].islower()):
            return
        last = self._words[-1] if self._words else "."
        if last.endswith(_ENDS) or not following[:1].islower():
            self.end_paragraph()

    def composed(self) -> Composed:
        """Return the text and its boxes."""
        if not self._words:
            return _NO_TEXT
        text = self._text()
        if not are_clean([text]):
            self._words = [" ".join(clean_text(word).split()) for word in self._words]
            text = self._text()
        starts, stops, packed = self._placed()
        columns = (self._pages, starts, stops, *self._boxes)
        return Composed(text, compressed(packed), columns, self._confidences)

    def _placed(self) -> tuple[Sequence[int], Sequence[int], bytes]:
        """Return where the word of each box starts and stops, and all of the boxes in columns."""
        if not self._word_of:
            return [], [], b""
        if kernel := compiled():
            boxes = [column.tobytes() for column in self._boxes]
            given = self._before, self._words, self._word_of, self._pages, boxes
            starts, stops, packed = kernel.placed_words(*given)
            return array("i", starts), array("i", stops), packed
        ends = list(accumulate(map(len, _alternating(self._before, self._words))))
        before, behind = ([ends[2 * word + side] for word in self._word_of] for side in (0, 1))
        return before, behind, in_columns((self._pages, before, behind, *self._boxes))

    def _append(self, text: str, gap: str) -> None:
        self._words.append(text)
        self._before.append(gap if len(self._words) > 1 else _NOTHING)

    def _at(self, place: Place | None) -> None:
        if place:
            self._pages.append(place.page)
            for column, value in zip(self._boxes, place[1:], strict=True):
                column.append(value)
            self._word_of.append(len(self._words) - 1)

    def _goes_on(self, text: str) -> bool:
        """Say whether a word goes on with the broken one before it, in the same paragraph."""
        return self._gap is not _PARAGRAPH and bool(text)

    def _text(self) -> str:
        return "".join(_alternating(self._before, self._words))


def _alternating(before: list[str], words: list[str]) -> list[str]:
    both = [""] * (2 * len(words))
    both[::2], both[1::2] = before, words
    return both


def confidence_of(*composed: Composed) -> float | None:
    """Return the mean confidence of the words of texts, 0 to 1; None where no word has any."""
    count = sum(len(each.confidences) for each in composed)
    values = chain.from_iterable(each.confidences for each in composed)
    return round(sum(values) / count, 3) if count else None
