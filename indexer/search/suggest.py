"""Suggestions in the archive's own words: a query corrected, and its last word completed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.analysis.spelling import most_letters, slip
from indexer.analysis.tokens import tokenize
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import EngineReader
from indexer.fields import DATE_PREFIXES, SCOPES
from indexer.model import Completion, Sort
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.cost import limit_wildcards
from indexer.query.parser import parse
from indexer.query.syntax import And, Or, ParsedQuery, Phrase, Scope, SyntaxNode, Word
from indexer.search.scoring import filtered
from indexer.storage.payload import stored_article
from indexer.storage.vocabulary import Vocabulary

RARE = 5
"""Articles that can have a word which is still taken for a misspelling."""
TIMES = 10
"""How much more frequent than such a word its correction is."""

_MIN_LETTERS = 4  # letters of a word that is corrected; shorter ones are almost like everything
_MIN_PART = 4  # letters; shorter ones are found inside slips: aal|tijd, therug
_MIN_PREFIX = 2
_COST = 4.0  # of a slip, in powers of e of frequency; 3 to 6 do as well
_OTHER_FIRST = 2.0  # what another first letter costs more
_ONE_LETTER = 1.5  # slip: one letter that is not heard, or two that are swapped
_MAX_SUSPECTS = 4  # words that are corrected: each costs a search through the vocabulary
_MAX_BEFORE = 8  # words before a completion that it has to stand with
_CONSIDERED = 24  # completions that are looked up together with the words before them
_READ = 7  # articles in which to see how a word is written
_ENOUGH = 3  # times that it is written so
_CACHED = 20_000  # surface forms, about 4 MB

_BEFORE = 4  # characters in which to see that a sentence begins
_BEGINNING = re.compile(r"""[.!?:\n"'“”‘’„]\s*\Z""")

_LAST_WORD = re.compile(r"[^\W_][\w'’-]*\Z")
_PREFIXES = "|".join([p for p, name in SCOPES.items() if name != "title"] + [*DATE_PREFIXES])
_VALUE = re.compile(rf"(?i)\b(?:{_PREFIXES}):\S*\Z")


class Suggester:
    """Suggests from one snapshot of the archive."""

    def __init__(
        self,
        reader: EngineReader,
        query_analyzer: QueryAnalyzer,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
    ) -> None:
        self._reader = reader
        self._query_analyzer = query_analyzer
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._surface_form = weak_lru_cache(self._usual_surface, _CACHED)

    # -- A query corrected

    def did_you_mean(self, parsed: ParsedQuery, analyzed: AnalyzedQuery, total: int) -> str | None:
        """Return the query with its likely misspellings corrected; the rest stays as it was typed.

        None when it finds more than a few articles (`total`), or when no correction finds more
        within the same filters.
        """
        if total > RARE:
            return None
        met = (
            total if analyzed.allow_partial else 0
        )  # every word of a plain query is met where it finds any
        suspects = list(islice(self._suspects(parsed.tree, met), _MAX_SUSPECTS + 1))
        if len(suspects) > _MAX_SUSPECTS:
            return None
        query, offset = "", 0
        for start, end, word, known in suspects:
            if correction := self._correction(word, known):
                query += parsed.text[offset:start] + correction
                offset = end
        query += parsed.text[offset:]
        return query if offset and self._total(query, analyzed) > total else None

    def _suspects(
        self, tree: SyntaxNode | None, met: int
    ) -> Iterator[tuple[int, int, WordAnalysis, int]]:
        """Yield words that few articles have: where they stand, and how many articles that are."""
        for word in _leaves(tree):
            for token in self._analyzer.tokens(word.text):
                exact = token.word.exact
                if len(exact) >= _MIN_LETTERS and exact.isalpha():
                    known = max(met, self._known(token.word))
                    if known <= RARE:
                        start = word.start
                        yield start + token.start, start + token.end, token.word, known

    def _correction(self, word: WordAnalysis, known: int) -> str | None:
        """Return the likeliest word of the archive for one that it hardly has, as it writes it.

        A word that some articles have, and a compound of known words, may be right: it is corrected
        only for one letter that is not heard, or two swapped, and by a far more frequent word.
        """
        typed = word.exact
        unknown = not known and not self._is_compound(word)
        max_cost = _max_cost(typed) if unknown else _ONE_LETTER
        min_count = 1 if unknown else TIMES * max(1, known)
        found = []
        for candidate in self._vocabulary.within_distance(
            typed, min(_edits(typed), most_letters(max_cost))
        ):
            cost = slip(typed, candidate)
            if cost <= max_cost and (count := self._frequency(candidate)) >= min_count:
                other = candidate[0] != typed[0]
                found.append((math.log(count) - _COST * cost - _OTHER_FIRST * other, candidate))
        return self._surface_form(max(found)[1]) if found else None

    def _known(self, word: WordAnalysis) -> int:
        """Return how many articles have the word in one of its forms or spellings."""
        frequency = self._reader.frequency
        return max(
            self._frequency(word.exact),
            frequency("text", "stem", word.stem),
            *(frequency("text", "part", key) for key in word.names),
        )

    def _is_compound(self, word: WordAnalysis) -> bool:
        """Return whether it is a compound of words that the archive has, and so may be right."""
        return bool(word.part) and (
            min(map(len, word.leaves)) >= _MIN_PART
            and all(self._reader.frequency("text", "part", part) for part in word.part)
        )

    def _total(self, query: str, analyzed: AnalyzedQuery) -> int:
        """Return how many articles another query finds within the same filters."""
        parsed = limit_wildcards(parse(query), self._vocabulary.count, self._reader.wildcard_budget)
        other = self._query_analyzer.analyze(parsed.tree)
        if other.must is None:
            return 0
        return self._reader.count(filtered(other.must, analyzed.filters)).total

    def _frequency(self, term: str) -> int:
        return self._reader.frequency("text", "exact", term)

    # -- A word completed

    def completions(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the query with its last word completed, up to `limit` times.

        By falling number of articles that have the word; after plain words, that have those too.
        """
        last = _LAST_WORD.search(query)
        prefix = fold(last[0]) if last else ""
        if last is None or len(prefix) < _MIN_PREFIX or _VALUE.search(query):
            return ()
        before = query[: last.start()]
        counted = self._counted(before, self._beginning(prefix), limit)
        completed = ((self._surface_form(word), count) for word, count in counted)
        return tuple(Completion(before + word, count) for word, count in completed if word)

    def _beginning(self, prefix: str) -> Iterator[str]:
        for word in self._vocabulary.beginning(prefix):
            if word != prefix and not self._analyzer.analyse(word).stop:
                yield word

    def _counted(self, before: str, words: Iterator[str], limit: int) -> list[tuple[str, int]]:
        """Return the best of these words with how many articles have them."""
        analyzed = self._query_analyzer.analyze(parse(before).tree)
        if analyzed.must is None or not _is_context(before, analyzed):
            return [(word, self._frequency(word)) for word in islice(words, limit)]
        around = filtered(analyzed.must, analyzed.filters)
        found = []
        for word in islice(words, _CONSIDERED):
            both = nodes.And((around, nodes.Term("text", "exact", word)))
            found.append((word, self._reader.count(both).total))
        found.sort(key=lambda item: -item[1])
        return [(word, count) for word, count in found[:limit] if count]

    # -- How the archive writes a term

    def _usual_surface(self, term: str) -> str | None:
        """Return the usual surface of a folded term in the newest articles that have it, if any do.

        Where a sentence begins any word has a capital: that counts only if there is nothing else.
        The best articles would mislead, because they are those on a person of that name.
        """
        query = nodes.Term("text", "exact", term)
        inside: Counter[str] = Counter()
        first: Counter[str] = Counter()
        for match in self._reader.search(query, _READ, sort=Sort.NEWEST):
            article = stored_article(self._reader.load([match.doc_id])[0])
            for surface, begins in _sightings(f"{article.title}\n{article.body}", term):
                (first if begins else inside)[surface] += 1
            if max(inside.values(), default=0) >= _ENOUGH:
                break
        seen = inside or first
        return max(seen, key=lambda surface: (seen[surface], surface), default=None)


def _sightings(text: str, term: str) -> Iterator[tuple[str, bool]]:
    """Yield where a text has a folded term: its surface, and whether it begins a sentence."""
    for start, end in tokenize(text):
        if fold(text[start:end]) == term:
            before = text[max(0, start - _BEFORE) : start]
            yield text[start:end], start == 0 or bool(_BEGINNING.search(before))


def _leaves(tree: SyntaxNode | None) -> Iterator[Word]:
    """Yield the words that a query looks for: not values of other fields, nor excluded words."""
    match tree:
        case Word():
            yield tree
        case Phrase(words):
            yield from words
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Scope("title", child):
            yield from _leaves(child)


def _is_context(before: str, analyzed: AnalyzedQuery) -> bool:
    """Return whether what stands before a word is plain words, apart from it, and not too many."""
    plain = analyzed.allow_partial and not any(term.exact_only for term in analyzed.terms)
    return plain and before[-1].isspace() and len(analyzed.terms) <= _MAX_BEFORE


def _edits(typed: str) -> int:
    """Return how many letters of a word may be wrong."""
    return 1 + (len(typed) > 5) + (len(typed) > 9)  # noqa: PLR2004


def _max_cost(typed: str) -> float:
    """Return how costly a slip in a word that no article has may be: more where more is right."""
    return _ONE_LETTER if len(typed) == _MIN_LETTERS else max(2.5, len(typed) / 4 + 0.5)
