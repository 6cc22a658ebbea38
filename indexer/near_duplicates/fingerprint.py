"""Openings: how an article begins, which is what the copies of a story have in common.

Papers print a wire story under headlines of their own, cut short, continued, or with words changed;
how it begins stays. Two openings are therefore compared as far as the shorter goes, so that a lead
alone and the whole story are one. Every number here was chosen by reading what it joins and parts
in 108,182 articles (docs/decisions/0009-near-copies.md).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from indexer.analysis.kernel import compiled

RUN = 4
"""Words in a row that count as one."""
WORDS = 48
"""Words of the body that are compared."""
FEWEST_WORDS = 12
"""Words that an opening has at least: shorter ones are alike by chance."""
DAYS = 3
"""Days that copies of a story in two papers are apart at most."""
DAYS_OF_ONE_PAPER = 1
"""Days that one paper's versions of a story are: later, it is a column that begins as ever."""
ALIKE = 0.5
"""The share of its runs that an opening has in common with a copy."""

# Bands are least hashes of runs: half of them of what the shortest copy has too, half of a longer
# passage, which keeps more of its runs where the beginning was rewritten. Words of the passage, and
# a factor and a term drawn at random for each band: multiply-shift hashing (Dietzfelbinger, 1997).
_BANDS = (
    (30, ((0x8818A00B, 0x49F60541), (0x714E9FDD, 0x8BB6F14A), (0x4F5FABA7, 0x95FB3AB8))),
    (96, ((0x0F8FEC7B, 0x84A6BD6C), (0xC89BAB79, 0xB109D6B2), (0xFB662BA9, 0xB48ECC59))),
)
_BAND_WORDS = 96
_WORD_BITS = (1 << 32) - 1
_BAND_SHIFT = 8  # bits: 24 are left
_LOW_BYTE = (0xFF).__and__
_MOST_TITLE_TERMS = 12
_MOST_SOURCES = 1_000  # kept at hand
_HEAD = Struct("<QHB")  # group, source, length of the title: before title and words


class Opening(NamedTuple):
    """How an article begins: a byte for each word, four for each term of the title.

    `source` is 0 when not known; `day` too, or when the date is less precise. Copies share one of
    the `bands`, with few exceptions.
    """

    words: bytes
    title: bytes
    source: int
    day: int
    bands: tuple[int, ...] = ()

    @classmethod
    def of(cls, body: str, title: str, source: str, day: int) -> Opening | None:
        """Return the opening of a body of exact terms and a title of part terms.

        None when it has too few words.
        """
        native = compiled()
        found = (native.opening if native else sketch)(body, title, FEWEST_WORDS)
        if found is None:
            return None
        words, terms, bands = found
        return cls(words, terms, _source_number(source), day, bands)

    def likeness(self, other: Opening) -> float:
        """Return the share of runs in common where both tell the same story, else 0.

        One paper's versions also share a word of the title, as its columns need not.
        """
        same_paper = bool(self.source) and self.source == other.source
        if days_apart(self.day, other.day) > (DAYS_OF_ONE_PAPER if same_paper else DAYS):
            return 0.0
        if same_paper and self._is_titled_unlike(other):
            return 0.0
        length = min(len(self.words), len(other.words))
        if self.words[:length] == other.words[:length]:
            return 1.0
        ours, theirs = set(_runs(self.words[:length])), set(_runs(other.words[:length]))
        share = len(ours & theirs) / max(len(ours), len(theirs))
        return share if share >= ALIKE else 0.0

    def _is_titled_unlike(self, other: Opening) -> bool:
        both = self.title and other.title
        return bool(both) and self._title_terms.isdisjoint(other._title_terms)

    @property
    def _title_terms(self) -> set[int]:
        return set(array("I", self.title))

    def packed(self, group: int) -> bytes:
        """Return what likeness needs, in about 80 bytes; its day becomes that of the group."""
        return _HEAD.pack(group, self.source, len(self.title)) + self.title + self.words


def days_apart(day: int, other: int) -> int:
    """Return how many days are between two, 0 where one is not known."""
    return abs(day - other) if day and other else 0


def group_of(record: bytes) -> int:
    """Return the group that `packed` put into a record."""
    return int.from_bytes(record[:8], "little")


def unpacked(record: bytes) -> tuple[Opening, int]:
    """Return what `packed` made: an opening without its bands, and its group."""
    group, source, length = _HEAD.unpack_from(record)
    words = _HEAD.size + length
    return Opening(record[words:], record[_HEAD.size : words], source, day_of(group)), group


# A group's number tells the day of its first article, so that a story that goes on for weeks does
# not become one group a day at a time.
_NAME_BITS = 40


def new_group(day: int, version: str) -> int:
    """Return the number of a group of which the article in this version is the first; 63 bits."""
    return day << _NAME_BITS | int(version[: _NAME_BITS // 4], 16)


def day_of(group: int) -> int:
    """Return the day of the first article of a group, 0 when not known."""
    return group >> _NAME_BITS


@lru_cache(_MOST_SOURCES)
def _source_number(source: str) -> int:
    return crc32(source.casefold().encode()) & 0xFFFF


def sketch(body: str, title: str, fewest: int) -> tuple[bytes, bytes, tuple[int, ...]] | None:
    """Return what an opening has of the words, of the title, and the bands.

    None when there are fewer words. The compiled kernel does the same, and is held to it.
    """
    terms = body.encode().split(b" ", _BAND_WORDS)[:_BAND_WORDS]
    if len(terms) < fewest:
        return None
    words = bytes(map(_LOW_BYTE, map(crc32, terms)))
    title_terms = islice(filter(None, title.encode().split(b" ")), _MOST_TITLE_TERMS)
    titled = array("I", map(crc32, title_terms)).tobytes()
    return words[:WORDS], titled, tuple(_bands(words))


def _bands(words: bytes) -> Iterator[int]:
    """Yield a MinHash of the words: the same numbers on every machine and in every process."""
    runs = [int.from_bytes(run, "little") for run in _runs(words)]
    for length, permutations in _BANDS:
        passage = runs[: length - RUN + 1]
        for factor, term in permutations:
            yield min([factor * run + term & _WORD_BITS for run in passage]) >> _BAND_SHIFT


def _runs(words: bytes) -> list[bytes]:
    return [words[start : start + RUN] for start in range(len(words) - RUN + 1)]
