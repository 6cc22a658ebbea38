"""What is asked and what is corrected: the words of a query, its changes, and their evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.spelling import ONE_LETTER
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.query.nodes import Channel, Node
from indexer.query.syntax import ParsedQuery

MIN_LETTERS = 4
"""Letters of a word that is corrected; shorter ones are almost like everything."""

_BY_STEM: tuple[Channel, ...] = ("stem", "part")
_FORMS = frozenset(
    ("en", "s", "e", "t", "d", "te", "de", "ten", "den", "je", "tje", "er", "st", "ste")
)
_SHARE = 10  # how much more an article with the other words says than one without


class Change(NamedTuple):
    """query[start:end] is replaced by `reading`."""

    start: int
    end: int
    reading: str


class Correction(NamedTuple):
    """A query corrected. One that is `sure` can be searched instead of what was typed."""

    query: str
    changes: tuple[Change, ...]
    sure: bool


class Candidate(NamedTuple):
    """Terms that may be meant by a word, and how likely they are by themselves.

    They stand in a row, or with `apart` anywhere. `written` is how, if not as the archive does.
    """

    likelihood: float
    terms: tuple[str, ...]
    written: str = ""
    apart: bool = False
    cost: float = 0.0


class Asked(NamedTuple):
    """A query that `total` articles satisfy; `total_of` says how many another would find."""

    parsed: ParsedQuery
    analyzed: AnalyzedQuery
    total: int
    total_of: Callable[[str], int]


class TypedWord(NamedTuple):
    """A word of the query: where it stands, and how many articles have it.

    `known` counts those with any form or spelling of it, `spelt` those without other spellings.
    """

    start: int
    end: int
    word: WordAnalysis
    known: int
    spelt: int


def changed(text: str, changes: Sequence[Change]) -> str:
    """Return the query with the changes made."""
    query, offset = "", 0
    for start, end, reading in changes:
        query += text[offset:start] + reading
        offset = end
    return query + text[offset:]


def checked(asked: Asked, changes: Sequence[Change], *, sure: bool) -> Correction | None:
    """Return the correction if it finds more; None if it finds no more, or changes nothing."""
    query = changed(asked.parsed.text, changes)
    if not changes or asked.total_of(query) <= asked.total:
        return None
    return Correction(query, tuple(changes), sure)


def are_apart(first: TypedWord, second: TypedWord) -> bool:
    """Return whether more than a sign stands between two words: a date, say, that was read."""
    return second.start - first.end > 1


def content_words(typed: Sequence[TypedWord]) -> list[TypedWord]:
    """Return the words that are no stop words."""
    return [each for each in typed if not each.word.stop]


def association(together: int, alone: int) -> float:
    """Return what it says for a word that so many of its articles have the other words too."""
    return math.log(1 + together) + math.log((1 + _SHARE * together) / (1 + alone))


def any_form(word: WordAnalysis) -> Node:
    """Return what has a word in any of its forms, or as a piece between hyphens: Kim Jong-un."""
    exact = nodes.Term("text", "exact", word.exact)
    return nodes.Or((exact, *(nodes.Term("text", each, word.stem) for each in _BY_STEM)))


def in_a_row(terms: tuple[str, ...]) -> Node:
    """Return what has these words in a row."""
    if len(terms) == 1:
        return nodes.Term("text", "exact", terms[0])
    return nodes.Phrase("text", "exact", terms)


def is_long(word: WordAnalysis) -> bool:
    """Return whether a word has letters enough to be corrected, and nothing else."""
    return len(word.exact) >= MIN_LETTERS and word.exact.isalpha()


def can_slip(word: WordAnalysis) -> bool:
    """Return whether a word is written as plain words are: an initialism is seldom a slip."""
    return word.surface.isalpha() and not word.surface.isupper()


def max_letters(typed: str) -> int:
    """Return how many letters of a word may be wrong."""
    return 1 + (len(typed) > 5) + (len(typed) > 9)  # noqa: PLR2004


def max_cost_of(typed: str) -> float:
    """Return how costly a slip in a word that no article has may be: more where more is right."""
    return ONE_LETTER if len(typed) == MIN_LETTERS else max(2.5, len(typed) / 4 + 0.5)


def is_conjugated(word: WordAnalysis) -> bool:
    """Return whether a word is the third person of a verb: dreigt, of dreigen."""
    verb = word.lemma.endswith("en") and not word.exact.endswith("en")
    return verb and word.exact.endswith("t") and not word.lemma.endswith("ten")


def is_guessed(word: WordAnalysis, analyzer: Analyzer, frequency: Callable[[str], int]) -> bool:
    """Return whether a word that no article has is taken for a form of another by its letters.

    Rules find a stem for any: wol of wolvn, top of topmn. What adds an ending to a stem may be a
    form that the archive lacks.
    """
    typed, stem = word.exact, word.stem
    if typed == stem or word.part or analyzer.in_dictionary(word) or frequency(typed):
        return False
    roots = (root for root in (stem, stem.removesuffix("en")) if typed.startswith(root))
    root = next(roots, None)
    return root is None or typed[len(root) :] not in _FORMS
