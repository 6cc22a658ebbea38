"""Suggestions in the archive's own words: the last word of a query completed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.analysis.tokens import tokenize
from indexer.answers.completions import Completion, CompletionKind
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import EngineReader
from indexer.fields import DATE_PREFIXES, SCOPES
from indexer.later import expression, replace
from indexer.messages import Message
from indexer.model import Sort
from indexer.names.cues import Listed, is_listed, is_place, listed
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.parser import parse
from indexer.query.syntax import SyntaxNode
from indexer.search.naming import ArchiveNames
from indexer.search.offers.absent import absent_words
from indexer.search.offers.asked import Change, changed, is_long
from indexer.search.offers.candidates import MORE_OFTEN, RARE, TIMES, Candidates
from indexer.search.offers.corrections import Corrector
from indexer.search.offers.english import english_words, in_dutch, is_english
from indexer.search.offers.field_values import FieldValues
from indexer.search.offers.full_names import LAST_WORD, MIN_PREFIX, BegunNames
from indexer.search.offers.phrases import Phrases
from indexer.search.offers.pieces import pieces
from indexer.search.ranking.scoring import filtered
from indexer.storage.payload import LISTED, stored_article
from indexer.storage.vocabulary import Vocabulary

_HARDLY_A_WORD = 0.8  # of the articles with a word of Dutch, those that have it as a name
_MAX_BEFORE = 8  # words before a completion that it has to stand with
_CONSIDERED = 24  # completions that are looked up together with the words before them
_TOGETHER = 2  # times that a word stands with those before it more often than chance has it
_BESIDE = 4  # completions by a word alone beside those of names and phrases
_READ = 7  # articles in which to see how a word is written
_ENOUGH = 3  # times that it is written so
_CACHED = 20_000  # surface forms, about 4 MB

_BEFORE = 4  # characters in which to see that a sentence begins
_BEGINNING = expression(r"""[.!?:\n"'“”‘’„]\s*\Z""")

_MAX_VALUES = 2  # of fields, after the words
_AFTER_VALUE = expression(r':[^\s":]+\s[^":]*\Z')
_PREFIXES = "|".join([p for p, name in SCOPES.items() if name != "title"] + [*DATE_PREFIXES])
_BEFORE_ANOTHER = expression(r"[^\W\d_]{4,40}(?= )")
_VALUE = expression(rf"(?i)\b(?:{_PREFIXES}):\S*\Z")


class Suggester:
    """Suggests from one snapshot of the archive."""

    def __init__(
        self,
        reader: EngineReader,
        query_analyzer: QueryAnalyzer,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        names: ArchiveNames,
    ) -> None:
        self._names = names
        self._reader = reader
        self._frequency = partial(reader.frequency, "text", "exact")
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._surface_form = weak_lru_cache(self._usual_surface, _CACHED)
        candidates = Candidates(reader, query_analyzer, analyzer, vocabulary, self._surface_form)
        self._candidates = candidates
        self._phrases = Phrases(reader, analyzer)
        self._values = FieldValues(reader)
        self._around = partial(_around, query_analyzer)
        self._begun_names = BegunNames(reader, names, self._around)
        self.corrector = Corrector(candidates, analyzer, names)

    def absent_words(self, tree: SyntaxNode | None) -> tuple[Message, ...]:
        """Return what to say of the words of a query that no article has."""
        return absent_words(tree, self._candidates, self._analyzer)

    def pieces(self, word: str) -> Iterator[str]:
        """Yield words of the archive that a word begins or ends with; none of one in English."""
        if not is_english(fold(word)):
            yield from pieces(word, self._analyzer, self._vocabulary)

    def in_dutch(self, text: str, analyzed: AnalyzedQuery) -> str | None:
        """Return a query in English in Dutch words; None for any other, or without a dictionary."""
        english = english_words(text, analyzed, self._reader, self._analyzer)
        return in_dutch(analyzed, english, self._reader) if english else None

    def is_person(self, word: WordAnalysis) -> bool:
        """Return whether the archive has a word as a name, and mostly as that of a person.

        Its names say so where it keeps them, however the word is typed; else the newest articles do
        by its capital, and the lists of names.
        """
        analyzer = self._analyzer
        if analyzer.family(word):  # Duitse, of Duitsland
            return False
        is_word = analyzer.in_dictionary(word) and (
            word.surface == word.exact or analyzer.analyse(word.exact).stem == word.stem
        )
        exact = word.exact
        if is_word and not (self._names.are_open or self._is_capitalised(exact)):
            return False  # before the names are opened for it
        if named := self._names.with_word(exact):
            persons, every = named["person"], sum(named.values())
            known = self._frequency(exact)
            if is_word and (
                every < _HARDLY_A_WORD * known
                or not self._names.has_bearer(exact)
                or not self._is_capitalised(exact)  # the last, as it reads articles
            ):
                return False  # but Kaag, which is a boat, is a minister
            return 2 * persons >= known and 2 * persons > every
        name = "" if is_word else self._surface_form(exact) or ""
        if not name[:1].isupper() or name.isupper() or is_listed(name):
            return False
        return bool(listed(name) & (Listed.FIRST_NAME | Listed.SURNAME)) or not is_place(name)

    def persons_named(self, words: str) -> int:
        """Return how many articles have these words in the name of a person; 0 without names."""
        named = self._names.with_word(words)
        return named["person"] if named else 0

    def _is_capitalised(self, exact: str) -> bool:
        """Return whether a word of Dutch is written with a capital: Kaag."""
        return (self._surface_form(exact) or "")[:1].isupper()

    # -- A word completed

    def completions(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the query with its last word completed, up to `limit` times.

        By falling number of articles that have the word; after plain words, that have those too.
        Words that begin a name or another phrase of the archive are completed to it, first of all;
        a first name to the persons who have it, among the words. Several words in small letters go
        on so in a name or phrase: femke halsema, but Femke Halsema. A word that begins none of them
        is as the archive writes it: oorlog Oekraïne.
        After the prefix of a field come its values, after a month years; values of a field that
        begin with the last word come after the words.
        """
        if (asked := self._asked(query, limit)) is not None:
            return asked
        found = self._as_typed(query, limit)
        if max((each.count for each in found), default=0) >= RARE:
            return found
        more = self._mended(query, limit)
        if not (found or more or self._ends_in_a_word(query)):
            more = self._begun_names.nearly(query, limit)  # femke halsm
        every = dict.fromkeys((*found, *more))
        return tuple(sorted(every, key=lambda each: -each.count)[:limit]) if more else found

    def _ends_in_a_word(self, query: str) -> bool:
        last = LAST_WORD.search(query)
        return last is None or bool(self._frequency(fold(last[0])))

    def _mended(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the completions without the slips in words before the last: frenky de j."""
        changes = [
            Change(each.start(), each.end(), likely)
            for each in _BEFORE_ANOTHER.finditer(query)
            if (likely := self._likely(each[0]))
        ]
        return self._as_typed(changed(query, changes), limit) if changes else ()

    def _likely(self, typed: str) -> str | None:
        """Return the word of the archive that one which it hardly has is a slip for."""
        word = self._analyzer.analyse(typed)
        known = self._frequency(word.exact)
        if not is_long(word) or known > RARE:
            return None
        near = (each.terms[0] for each in self._candidates.likeliest(word.exact))
        return next((each for each in near if self._frequency(each) > TIMES * known), None)

    def _as_typed(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the completions of a query that has no slip."""
        in_a_row = list(self._in_a_row(query))
        named = self._begun_names.named(query, limit)
        begun = sorted((*named, *in_a_row), key=lambda each: -each.count)
        begun = [each for each in begun if not _is_piece(each, begun)]
        if len(query.split()) > 1 and not any(map(str.isupper, query)):
            begun = [replace(each, text=each.text.lower()) for each in begun]
        more = min(limit - len(begun), _BESIDE if begun else limit)
        words = query.split()
        # Inside a phrase: raad van st, or raad van, which begins no word: vanwege, vandaag.
        inside = (in_a_row and self._is_stop(words[-2])) or (begun and self._is_stop(words[-1]))
        if more > 0 and not (inside and len(words) > 1):
            words_alone = (*self._begun_names.persons(query), *self._words(query, more))
            alone = sorted(words_alone, key=lambda each: -each.count)[:more]
            begun += [] if begun and self._are_chance(alone, begun, words[-2]) else alone
        found: dict[str, Completion] = {}
        for each in begun:
            before = found.setdefault(each.text.casefold(), each)
            if each.count > before.count:
                found[each.text.casefold()] = replace(before, count=each.count)
        offered = list(found.values())[:limit]
        if limit <= _MAX_VALUES or (last := LAST_WORD.search(query)) is None:
            return tuple(offered)
        around = self._beside_it(query[: last.start()])
        values = self._values.of_word(query, around, _MAX_VALUES)
        return (*offered[: limit - len(values)], *values)

    def _are_chance(
        self, alone: Sequence[Completion], begun: Sequence[Completion], before: str
    ) -> bool:
        """Return whether words beside names and phrases are chance: politie, of van der po.

        The word before says nothing by itself, or is hardly anything but one of those: sri la.
        """
        from indexer.names.candidates import PARTICLES  # noqa: PLC0415 - nothing but completes

        texts, most = {each.text.casefold() for each in begun}, begun[0].count
        others = (each.count for each in alone if each.text.casefold() not in texts)
        says_nothing = fold(before) in PARTICLES or self._is_stop(before)
        return (says_nothing and most > max(others, default=0)) or (
            2 * most >= self._frequency(fold(before))
        )

    def _asked(self, query: str, limit: int) -> tuple[Completion, ...] | None:
        """Return the query with the value or date completed that it asks for, None if it asks none.

        What follows a value without quotes may belong to it, bron:de v, or not: bron:nrc oorl.
        """
        found: tuple[Completion, ...] | None = None
        if (names := self._begun_names.asked(query, limit)) is not None:
            found = names
        elif (start := self._values.start(query)) is not None:
            found = self._values.asked(query, self._beside_it(query[:start]), limit)
        if found or (found is not None and not _AFTER_VALUE.search(query)):
            return found
        if (start := self._values.month_start(query)) is not None:
            return self._values.in_words(query, self._beside_it(query[:start]), limit)
        return None

    def _beside_it(self, before: str) -> nodes.Node | None:
        """Return what stands before a value and asks something, None where nothing does."""
        return self._around(before) if before.strip() else None

    def _in_a_row(self, query: str) -> Iterator[Completion]:
        """Yield the query with the phrase completed that its last words begin."""
        start, phrases = self._phrases.completed(query)
        before = query[:start]
        for phrase in phrases:
            around = self._around(before)
            node = self._phrases.node(phrase)
            count = self._reader.count(nodes.And((around, node)) if around else node).total
            if count >= self._phrases.least:
                yield Completion(before + phrase.text, count, CompletionKind.PHRASE)

    def _words(self, query: str, limit: int) -> tuple[Completion, ...]:
        last = LAST_WORD.search(query)
        prefix = fold(last[0]) if last else ""
        if last is None or len(prefix) < MIN_PREFIX or _VALUE.search(query):
            return ()
        before = query[: last.start()]
        counted = self._counted(before, self._beginning(prefix), limit)
        completed = ((self._surface_form(word), count) for word, count in counted)
        # Hyphens are looked up without: z-e- begins zei, and does not go on so.
        least = len(last[0])
        return tuple(
            Completion(before + word, count)
            for word, count in completed
            if word and len(word) >= least
        )

    def _beginning(self, prefix: str) -> Iterator[str]:
        for word in self._vocabulary.beginning(prefix):
            if word != prefix and not self._analyzer.analyse(word).stop:
                yield word

    def _counted(self, before: str, words: Iterator[str], limit: int) -> list[tuple[str, int]]:
        """Return the best of these words with how many articles have them."""
        if (around := self._around(before)) is None:
            return [(word, self._frequency(word)) for word in islice(words, limit)]
        size = self._reader.size if self._phrases.least > 1 else 0  # small ones tell nothing
        share = self._reader.count(around).total / size if size else 0.0
        found = []
        for word in islice(words, _CONSIDERED):
            both = nodes.And((around, nodes.Term("text", "exact", word)))
            count = self._reader.count(both).total
            found.append((count > _TOGETHER * share * self._frequency(word), count, word))
        # Words that any article may have say nothing beside others: klimaat sprake.
        kept = sorted([e for e in found if e[0]] or found, key=lambda each: -each[1])
        return [(word, count) for _, count, word in kept[:limit] if count]

    def _is_stop(self, word: str) -> bool:
        return self._analyzer.analyse(fold(word)).stop

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
            (payload,) = self._reader.payloads([match.doc_id], LISTED)
            article = stored_article(payload)
            for surface, begins in _sightings(f"{article.title}\n{article.body}", term):
                (first if begins else inside)[surface] += 1
            if max(inside.values(), default=0) >= _ENOUGH:
                break
        seen = inside or first
        return max(seen, key=lambda surface: (seen[surface], surface), default=None)


def _is_piece(found: Completion, others: Sequence[Completion]) -> bool:
    """Return whether a completion is a piece of one, or one with a word more, that many have."""
    text = f"{found.text} ".casefold()
    many = (f"{e.text} ".casefold() for e in others if e.count >= MORE_OFTEN * found.count)
    return any(text.startswith(each) or each.startswith(text) for each in many)


def _sightings(text: str, term: str) -> Iterator[tuple[str, bool]]:
    """Yield where a text has a folded term: its surface, and whether it begins a sentence."""
    for start, end in tokenize(text):
        letter = text[start]
        if letter.isascii() and letter.isalpha() and letter.lower() != term[0]:
            continue  # most words, which need not be folded
        if fold(text[start:end]) == term:
            before = text[max(0, start - _BEFORE) : start]
            yield text[start:end], start == 0 or bool(_BEGINNING.search(before))


def _around(query_analyzer: QueryAnalyzer, before: str) -> nodes.Node | None:
    """Return what the words before a completion ask of the articles that have it too."""
    parsed = parse(before)
    analyzed = query_analyzer.analyze(parsed.tree)
    # A notice is of an operator at the end: what follows it need not stand with what is before.
    if analyzed.must is None or parsed.notices or not _is_context(before, analyzed):
        return None
    return filtered(analyzed.must, analyzed.filters)


def _is_context(before: str, analyzed: AnalyzedQuery) -> bool:
    """Return whether what stands before a word is plain words, apart from it, and not too many."""
    plain = analyzed.allow_partial and not any(term.exact_only for term in analyzed.terms)
    return plain and before[-1].isspace() and len(analyzed.terms) <= _MAX_BEFORE
