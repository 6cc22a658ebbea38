"""A text that stands in several columns: `Tekst deel 1` and `Tekst deel 2`, `alinea_1`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.corpus.mapping.blocks import body_text
from indexer.corpus.mapping.field_names import SUMMARIES, SYNONYMS, plain_name

_NUMBER = re.compile(r"(\d{1,3})\)?$")
_PART = re.compile(
    r"(?:deel|part|stuk|gedeelte|fragment|alinea|paragraaf|paragraph|para)$", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:vervolg|continued|cont|rest)$", re.IGNORECASE)
_BETWEEN = " \t_.,#(-"
_WHOLE = frozenset(("article", "artikel", "document", "description"))
_TEXTS = frozenset(SYNONYMS["body"].split()) - SUMMARIES - _WHOLE
_OF_PARTS = _TEXTS | _WHOLE | {""}
_MAX_NAME = 100  # characters
_ENDS = (".", "!", "?", "…", '"', "”", "’", "»", ")", ">")


def text_pieces(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns that have a text in pieces, in their order; else nothing.

    They are numbered without a gap; the first one need not be. A second column of one name, which
    is called `tekst (2)`, is no piece of what the first has.
    """
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name in names:
        if len(name) <= _MAX_NAME and (piece := _piece(name)):
            found[piece[0]].setdefault(piece[1], name)
    for pieces in found.values():
        first, last = min(pieces), max(pieces)
        if len(pieces) > 1 and first <= 1 and last - first == len(pieces) - 1:
            return tuple(pieces[number] for number in sorted(pieces))
    return ()


def _piece(name: str) -> tuple[str, int] | None:
    """Return of which text a column has a piece, and which piece it is; None where it has none."""
    number = _NUMBER.search(name)
    head = (name[: number.start()] if number else name).rstrip(f"{_BETWEEN})")
    part, goes_on = _PART.search(head), _GOES_ON.search(head)
    word = (part if number else None) or goes_on
    of = plain_name(head[: word.start()].rstrip(_BETWEEN) if word else head)
    if of not in (_OF_PARTS if number and part else _TEXTS):
        return None
    if goes_on:
        return of, int(number[1] if number else 1) + 1
    return of + "()" * (number is not None and name.endswith(")")), int(number[1] if number else 1)


def joined_text(record: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return the text that a record has in pieces: a paragraph each where a sentence ends."""
    text = ""
    for name in names:
        piece = body_text(record.get(name)).strip()
        if piece and piece not in text:
            between = "\n\n" if text.endswith(_ENDS) else " "
            text = f"{text}{between}{piece}" if text else piece
    return text
