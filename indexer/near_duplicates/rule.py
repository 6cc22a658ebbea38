"""The rule of near-duplicates: when two articles tell the same story, and every constant of that.

There are two tests, for two purposes:

- *Of one group* (`fingerprint.similarity`, on fingerprints, while indexing). Strict, by days and
  titles too: it decides which hit stands for others in a list, so a wrong answer hides an article.
- *Of one text* (`MAX_LEAD_OVERLAP` of the terms of two leads, while searching). Loose: feedback
  counts one text once, and the page of an article lists later versions of it, which no group may
  have. A wrong answer hides nothing.

The numbers of the first were chosen by reading what they join and part in 108,182 articles
(docs/decisions/0009-near-duplicates.md). The compiled kernel is handed all of them.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from indexer.later import NamedTuple, dataclass


class LshBand(NamedTuple):
    """The least hash `factor * shingle + term` (modulo 2**32) of the first words of a body.

    Multiply-shift hashing (Dietzfelbinger, 1997), with numbers drawn at random.
    """

    words: int
    factor: int
    term: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Which articles are of one group. A change of it needs a new `manifest.FORMAT`.

    Raises ValueError where a length in it is of no use.
    """

    shingle: int = 4
    """Words in a row that count as one."""
    min_words: int = 12
    """Words that a fingerprint has at least: shorter ones are similar by chance."""
    compared_words: int = 48
    """Words of the body that are compared, as far as the shorter of two goes."""
    max_title_terms: int = 12
    """Terms of the title that are compared."""
    min_similarity: float = 0.5
    """Share of the shingles that two articles have in common."""
    max_days: int = 3
    """Days between the copies of a story in two papers."""
    max_days_one_paper: int = 1
    """Days between one paper's versions of a story: later, it is a column that begins as ever."""
    lsh_bands: tuple[LshBand, ...] = (
        # Half of them of the words that the shortest copy has too, half of a longer passage, which
        # keeps more of its shingles where the beginning was rewritten.
        LshBand(30, 0x8818A00B, 0x49F60541),
        LshBand(30, 0x714E9FDD, 0x8BB6F14A),
        LshBand(30, 0x4F5FABA7, 0x95FB3AB8),
        LshBand(96, 0x0F8FEC7B, 0x84A6BD6C),
        LshBand(96, 0xC89BAB79, 0xB109D6B2),
        LshBand(96, 0xFB662BA9, 0xB48ECC59),
    )
    """What finds candidates: near-duplicates have one of them in common, with few exceptions."""
    lsh_bits: int = 24
    """Bits of each band."""
    group_hash_bits: int = 40
    """Bits of a group's number that tell it from others of its day, which stands above them."""

    def __post_init__(self) -> None:
        shortest = min((band.words for band in self.lsh_bands), default=self.min_words)
        if not 0 < self.shingle <= min(self.min_words, shortest):
            raise ValueError(f"shingles of {self.shingle} words are not in {self}")
        if self.max_title_terms > _MAX_TITLE_TERMS:
            raise ValueError(f"a record holds up to {_MAX_TITLE_TERMS} terms of a title: {self}")

    @property
    def longest_passage(self) -> int:
        """The words of a body that a fingerprint is made of."""
        return max([self.compared_words, *(band.words for band in self.lsh_bands)])


_MAX_TITLE_TERMS = 63  # of four bytes, as their length is one byte
RULE = Rule()

MAX_LEAD_OVERLAP = 0.6
"""Share of the shorter lead's terms that two articles have in common before they are one text."""
MIN_LEAD_TERMS = 10
"""Terms of a lead that is compared on the page of an article: shorter ones are alike by chance."""


def overlap(left: AbstractSet[str], right: AbstractSet[str]) -> float:
    """Return how much of the smaller set the other has, from 0 to 1."""
    return len(left & right) / min(len(left), len(right))
