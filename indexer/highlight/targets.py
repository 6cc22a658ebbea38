"""What of a word hits which term of a query: the whole word by its terms, pieces by theirs.

The compiled kernel is handed both, and compares them as `matcher` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.analysis.word import WordAnalysis
from indexer.later import NamedTuple, dataclass
from indexer.query.analyze import QueryTerm

EXACT, STEM, PART = "=", "~", "+"
"""The channel of a tag, before its term."""

_SEAM = "-\u2010\u2011\u00ad\n_"


@dataclass(frozen=True, slots=True)
class QueryTarget:
    """What of a token hits a query term: the whole by its tags, a piece by its part term.

    `sequences` are exact terms that hit only in a row; `family` are part terms too.
    """

    whole: frozenset[str]
    parts: frozenset[str]
    sequences: tuple[tuple[str, ...], ...]
    family: frozenset[str]

    @classmethod
    def of(cls, term: QueryTerm, family: Iterable[str]) -> QueryTarget:
        """Return what hits a term of a query; words of the `family` of its word may too."""
        rows = [synonym for synonym in term.synonyms if len(synonym) > 1]
        whole = {EXACT + each[0] for each in term.synonyms if len(each) == 1}
        parts: set[str] = set()
        for each in term.old.readings:
            if " " in each.written:
                rows.append(tuple(each.written.split()))
            else:
                whole.add(EXACT + each.written)
        if term.exact_only and len(term.words) > 1:
            rows.append(tuple(word.exact for word in term.words))
        else:
            for word in (*term.words, *term.old.modern):
                whole.add(_literal(word) if term.exact_only else EXACT + word.exact)
                if not (term.exact_only or word.stop):
                    whole.add(STEM + word.stem)
                if not (term.exact_only or term.whole or word.stop):
                    whole.update(STEM + each for each in word.spellings)
                    whole.update(PART + key for key in word.names if word.part)
                    parts.update(word.parts)
        return cls(frozenset(whole), frozenset(parts), tuple(rows), frozenset(family))

    def tags(self) -> Iterator[str]:
        """Yield the tags of which a word that hits the term has one."""
        yield from self.whole
        yield from (PART + part for part in self.parts | self.family)
        yield from (EXACT + exact for row in self.sequences for exact in row)


class Piece(NamedTuple):
    """A piece of a word: its letters, how many of them are marked, and its part terms."""

    length: int
    marked: int
    terms: tuple[str, ...]


class Hittable(NamedTuple):
    """What a query may hit of a word: its exact term, stems and keys of names, and its pieces."""

    exact: str
    stems: tuple[str, ...]
    names: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, word: WordAnalysis) -> Hittable:
        """Return what a query may hit of a word; a word without pieces is one with all terms."""
        if word.stop:
            return cls(word.exact, (), (), ())
        each = zip(word.leaves, word.part, strict=True) if word.leaves else ()
        pieces = [_piece(leaf, (part,)) for leaf, part in each]
        return cls(
            word.exact,
            (word.stem, *word.spellings, *word.marks),
            word.names,
            tuple(pieces or [_piece(word.surface, word.parts)]),
        )


def _piece(text: str, terms: tuple[str, ...]) -> Piece:
    return Piece(len(text), len(text.rstrip(_SEAM)), terms)


def _literal(word: WordAnalysis) -> str:
    """Return the tag of a word that is met as it was typed."""
    return STEM + word.capitals if word.capitals else EXACT + word.exact
