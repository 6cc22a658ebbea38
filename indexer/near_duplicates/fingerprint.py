"""Fingerprints: how an article begins, which is what the copies of a story have in common.

Papers print a wire story under headlines of their own, cut short, continued, or with words changed;
how it begins stays. Two fingerprints are therefore compared as far as the shorter goes, so that a
lead alone and the whole story are one. `rule` has the constants.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from struct import Struct
from typing import TypeAlias
from zlib import crc32

from indexer.compiled import compiled
from indexer.later import NamedTuple
from indexer.near_duplicates.rule import RULE, Rule

Parts: TypeAlias = tuple[bytes, bytes, tuple[int, ...]]
"""Of a fingerprint: its words, its title and its LSH bands."""

_WORD_BITS = (1 << 32) - 1
_LOW_BYTE = (0xFF).__and__
_MAX_SOURCES = 1_000  # cached
_HEAD = Struct("<QHB")  # group, source, length of the title: before title and words


class Fingerprint(NamedTuple):
    """How an article begins: a byte for each word, four for each term of the title.

    `source` is 0 when not known; `day` too, or when the date is less precise.
    """

    words: bytes
    title: bytes
    source: int
    day: int
    lsh_bands: tuple[int, ...] = ()

    @classmethod
    def of(cls, body: str, title: str, source: str, day: int) -> Fingerprint | None:
        """Return the fingerprint of a body of exact terms and a title of part terms.

        None when it has too few words.
        """
        parts = fingerprinter().parts(body, title)
        return cls.of_parts(parts, source, day) if parts else None

    @classmethod
    def of_parts(cls, parts: Parts, source: str, day: int) -> Fingerprint:
        """Return the fingerprint that has these parts."""
        words, title, bands = parts
        return cls(words, title, source_number(source), day, bands)

    def packed(self, group: int) -> bytes:
        """Return what `similarity` needs, in about 80 bytes; its day becomes that of the group."""
        return _HEAD.pack(group, self.source, len(self.title)) + self.title + self.words


def similarity(ours: Fingerprint, theirs: Fingerprint, rule: Rule = RULE) -> float:
    """Return the share of shingles in common where both tell the same story, else 0.

    One paper's versions also have a term of the title in common, as its columns need not.
    """
    same_paper = bool(ours.source) and ours.source == theirs.source
    if days_apart(ours.day, theirs.day) > (
        rule.max_days_one_paper if same_paper else rule.max_days
    ):
        return 0.0
    if same_paper and _have_no_term_in_common(ours.title, theirs.title):
        return 0.0
    length = min(len(ours.words), len(theirs.words))
    if ours.words[:length] == theirs.words[:length]:
        return 1.0
    shingles = set(_shingles(ours.words[:length], rule.shingle))
    others = set(_shingles(theirs.words[:length], rule.shingle))
    share = len(shingles & others) / max(len(shingles), len(others))
    return share if share >= rule.min_similarity else 0.0


def _have_no_term_in_common(title: bytes, other: bytes) -> bool:
    """Say whether two titles are known and have no term in common."""
    return bool(title and other) and set(array("I", title)).isdisjoint(array("I", other))


def days_apart(day: int, other: int) -> int:
    """Return how many days are between two, 0 where one is not known."""
    return abs(day - other) if day and other else 0


def group_of(record: bytes) -> int:
    """Return the group that `packed` put into a record."""
    return int.from_bytes(record[:8], "little")


def unpacked(record: bytes) -> tuple[Fingerprint, int]:
    """Return what `packed` made: a fingerprint without its bands, and its group."""
    group, source, length = _HEAD.unpack_from(record)
    words = _HEAD.size + length
    return Fingerprint(record[words:], record[_HEAD.size : words], source, day_of(group)), group


def new_group(day: int, content_hash: str) -> int:
    """Return the number, of 63 bits, of a group whose first article has this day and content.

    It tells the day, so that a story that goes on for weeks does not become one group a day at a
    time.
    """
    bits = RULE.group_hash_bits
    return day << bits | int(content_hash[: bits // 4], 16)


def day_of(group: int) -> int:
    """Return the day of the first article of a group, 0 when not known."""
    return group >> RULE.group_hash_bits


@lru_cache(_MAX_SOURCES)
def source_number(source: str) -> int:
    """Return what tells a source from most others, 0 of none."""
    return crc32(source.casefold().encode()) & 0xFFFF


@cache
def fingerprinter() -> Fingerprinter:
    """Return what makes the fingerprints of articles: compiled, where the kernel was built."""
    native = compiled()
    found: Fingerprinter = (native.Fingerprinter if native else Fingerprinter)(RULE)
    return found


class Fingerprinter:
    """Makes the fingerprints of articles. The compiled kernel does the same; tests compare them."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def parts(self, body: str, title: str) -> Parts | None:
        """Return what a fingerprint has of the words, of the title, and its LSH bands.

        None when the body has too few words.
        """
        rule = self._rule
        longest = rule.longest_passage
        terms = body.replace("\n", " ").encode().split(b" ", longest)[:longest]
        if len(terms) < rule.min_words:
            return None
        words = bytes(map(_LOW_BYTE, map(crc32, terms)))
        title_terms = islice(filter(None, title.encode().split(b" ")), rule.max_title_terms)
        titled = array("I", map(crc32, title_terms)).tobytes()
        return words[: rule.compared_words], titled, tuple(self._lsh_bands(words))

    def _lsh_bands(self, words: bytes) -> Iterator[int]:
        """Yield a MinHash of the words: the same numbers on every machine and in every process."""
        rule = self._rule
        shingles = [int.from_bytes(run, "little") for run in _shingles(words, rule.shingle)]
        for length, factor, term in rule.lsh_bands:
            passage = shingles[: length - rule.shingle + 1]
            least = min([factor * shingle + term & _WORD_BITS for shingle in passage])
            yield least >> 32 - rule.lsh_bits


def _shingles(words: bytes, length: int) -> list[bytes]:
    return [words[start : start + length] for start in range(len(words) - length + 1)]
