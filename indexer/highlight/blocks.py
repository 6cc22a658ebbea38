"""An article's text as the blocks it is set in: lead, subheads and paragraphs, with their hits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from indexer.later import dataclass
from indexer.model import Mark

MAX_SUBHEAD = 80
MAX_LEAD = 700

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LINE_END = re.compile(r"\n")
_ENDING = re.compile(r"[.,;:!?…]['\"’”»)\]]*\Z")


class Kind(StrEnum):
    """How a block is set."""

    LEAD = "lead"
    SUBHEAD = "subhead"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of the body; `marks` are offsets into `text`, hits counted from `first_hit`."""

    kind: Kind
    text: str
    marks: tuple[Mark, ...]
    first_hit: int


def blocks(body: str, marks: Sequence[Mark], first_hit: int = 1) -> list[Block]:
    """Return the blocks of `body` with those of its `marks`, in order, that lie in them.

    Blank lines part the paragraphs; in a text without them every line is one.
    """
    spans = list(_spans(body))
    kinds = _kinds([body[start:end] for start, end in spans])
    found: list[Block] = []
    first = 0
    for (start, end), kind in zip(spans, kinds, strict=True):
        while first < len(marks) and marks[first][1] <= start:
            first += 1
        last = first
        while last < len(marks) and marks[last][0] < end:
            last += 1
        inside = tuple((max(s, start) - start, min(e, end) - start) for s, e in marks[first:last])
        found.append(Block(kind, body[start:end], inside, first_hit))
        first_hit += len(inside)
    return found


def _spans(body: str) -> Iterator[tuple[int, int]]:
    parting = _BLANK_LINE if _BLANK_LINE.search(body) else _LINE_END
    start = 0
    for end, following in [*(match.span() for match in parting.finditer(body)), (len(body),) * 2]:
        text = body[start:end]
        if text.strip():
            yield end - len(text.lstrip()), start + len(text.rstrip())
        start = following


def _kinds(texts: Sequence[str]) -> list[Kind]:
    kinds = [Kind.PARAGRAPH] * len(texts)
    if len(texts) > 2 and MAX_SUBHEAD < len(texts[0]) <= MAX_LEAD:  # noqa: PLR2004
        kinds[0] = Kind.LEAD
    for index in range(1, len(texts) - 1):
        around = min(len(texts[index - 1]), len(texts[index + 1]))
        if around > MAX_SUBHEAD and _heads(texts[index]):
            kinds[index] = Kind.SUBHEAD
    return kinds


def _heads(text: str) -> bool:
    return len(text) <= MAX_SUBHEAD and "\n" not in text and not _ENDING.search(text)
