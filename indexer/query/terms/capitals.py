"""Whether the capitals of a word in a query are meant, as those of PAS and OM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.later import replace
from indexer.query.nodes import Channel, FieldName
from indexer.query.terms.numbers import Typed
from indexer.query.words import OPERATORS

_MAX_INITIALISM = 5  # letters: longer words in capitals are typed so, not meant so
_ALWAYS_INITIALISM = 3  # letters, up to which capitals matter: ICE; Navo is NAVO
_MOST_IN_CAPITALS = 0.9  # of the articles with a word: where all have it so, capitals tell nothing


class Vocabulary(Protocol):
    """What the analysis of a query needs to know of the archive's words."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        """Return how many articles have this term."""


def unmarked(word: WordAnalysis) -> WordAnalysis:
    """Return a word whose capitals say nothing."""
    return replace(word, marks=()) if word.marks else word


def is_shouted(words: Sequence[WordAnalysis]) -> bool:
    """Say whether words are typed with the key for capitals down, as a long one among them says."""
    capitals = [word.surface.isupper() or not word.surface.upper().isupper() for word in words]
    return all(capitals) and any(len(word.exact) > _MAX_INITIALISM for word in words)


def as_meant(
    typed: Sequence[tuple[WordAnalysis, Typed]], analyzer: Analyzer, vocabulary: Vocabulary
) -> list[tuple[WordAnalysis, Typed]]:
    """Return the words of a query, with capitals only where they are meant."""
    shouted = is_shouted([word for word, _ in typed])

    def meant(word: WordAnalysis, of: Typed) -> bool:
        return are_meant(word, analyzer, vocabulary, exact_only=of.exact_only, shouted=shouted)

    return [(word if meant(word, of) else unmarked(word), of) for word, of in typed]


def are_meant(
    word: WordAnalysis,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    *,
    exact_only: bool,
    shouted: bool,
) -> bool:
    """Say whether the capitals of a word are meant: it is another one without them.

    `=PAS` always is; in `OM` and `PAS` they are meant where the archive has them so.
    """
    if exact_only:
        return word.surface not in OPERATORS
    if shouted or not 0 < len(word.capitals) <= _MAX_INITIALISM:
        return False
    small = analyzer.analyse(word.exact)
    if small.names or not (
        small.stop or len(word.exact) <= _ALWAYS_INITIALISM or analyzer.in_dictionary(small)
    ):
        return False
    so = vocabulary.frequency("text", "stem", word.capitals)
    return 0 < so < _MOST_IN_CAPITALS * vocabulary.frequency("text", "exact", word.exact)


def as_archived(word: WordAnalysis, analyzer: Analyzer, vocabulary: Vocabulary) -> WordAnalysis:
    """Return a lower-case word as the name it is, where the archive has it mostly as a name.

    `rutte` is no form of a verb `rutten` when articles write Rutte, nor `wilders` of `wild`.
    """
    if word.stop or not word.surface.islower():
        return word
    name = analyzer.analyse(word.surface.capitalize())
    if (name.stem, name.parts, name.names) == (word.stem, word.parts, word.names):
        return word
    whole = (name.names or name.parts)[0] if name.stem == word.stem else name.stem
    channel: Channel = "part" if name.stem == word.stem else "stem"
    named = vocabulary.frequency("text", channel, whole)
    as_typed = vocabulary.frequency("text", "exact", word.exact)
    return replace(name, surface=word.surface) if named > as_typed / 2 else word
