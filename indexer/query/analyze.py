"""A query, analysed: the terms to rank by, and the nodes that say what satisfies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import partial
from itertools import dropwhile

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.fields import BY_NAME, Stored
from indexer.later import dataclass, replace
from indexer.query import nodes
from indexer.query.filters import Named, as_filter, is_filter
from indexer.query.nodes import FieldName, Node
from indexer.query.readings import NONE, OldForms, ReadingFinder, together
from indexer.query.syntax import (
    And,
    DatedWords,
    Dates,
    Fuzzy,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    SyntaxNode,
    Word,
    is_plain,
    runs,
    seasons,
    undated,
)
from indexer.query.terms import capitals, numbers
from indexer.query.terms.capitals import Vocabulary, unmarked
from indexer.query.terms.numbers import number_ahead
from indexer.query.terms.particles import name_ahead
from indexer.query.terms.preferred import Preferred, met_by_date, preferred
from indexer.query.terms.satisfying import (
    Group,
    any_form,
    asked_for,
    in_a_row,
    inexact,
    joined,
    met_by_days,
    of_joined,
    with_old_forms,
)


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term of a query: a word, or a few that are one name (Verenigde Naties).

    `synonyms` are other ways to write it, as sequences of exact terms (vn). `node` is what
    satisfies it. A term that is `exact_only` is met by its exact form alone; several words in this
    order. `related_stems` are those of words made of the same word (verkopen, of verkoop): they
    satisfy nothing, and raise the score. `old` are the forms in old spelling or misread by OCR. One
    that is `whole` is met by no part of another word. `after` are stop words before it: de Jonge.
    """

    words: tuple[WordAnalysis, ...]
    synonyms: tuple[tuple[str, ...], ...]
    exact_only: bool
    node: Node
    related_stems: tuple[str, ...] = ()
    old: OldForms = NONE
    whole: bool = False
    inner_words: tuple[WordAnalysis, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The term as the user typed it."""
        return " ".join(word.surface for word in self.words)


@dataclass(frozen=True, slots=True)
class AnalyzedQuery:
    """A query, analysed.

    `must` is what satisfies it, None when it asks for no words. `filters` bind in any case.
    With `allow_partial`, articles that miss a term may follow those that satisfy `must`.
    `preferred` raises articles that meet it, and is no condition. Partial matches meet all that is
    `indispensable`. `patterns` are words with wildcards and the like, for highlighting.
    """

    terms: tuple[QueryTerm, ...] = ()
    must: Node | None = None
    filters: tuple[Node, ...] = ()
    allow_partial: bool = False
    patterns: tuple[Pattern | Fuzzy, ...] = ()
    preferred: tuple[Preferred, ...] = ()
    indispensable: tuple[Node, ...] = ()
    of_days: bool = False


@dataclass(slots=True)
class _Collected:
    """The terms and patterns met so far on the way through a tree."""

    terms: list[QueryTerm] = field(default_factory=list)
    patterns: list[Pattern | Fuzzy] = field(default_factory=list)
    without: frozenset[str] = frozenset()
    whole: bool = False


class QueryAnalyzer:
    """Analyses syntax trees as articles are analysed."""

    def __init__(
        self,
        analyzer: Analyzer,
        aliases: Aliases,
        vocabulary: Vocabulary,
        named: Named | None = None,
        old_forms: ReadingFinder | None = None,
    ) -> None:
        self._named = named
        self._old_forms = old_forms
        self._analyzer = analyzer
        self._aliases = aliases
        self._vocabulary = vocabulary

    def analyze(
        self,
        tree: SyntaxNode | None,
        without: frozenset[str] = frozenset(),
        *,
        whole: bool = False,
    ) -> AnalyzedQuery:
        """Return the analysed query of a tree; an empty one when there is none.

        Its words are not found by the written forms `without`, nor if `whole` inside other words.
        """
        children = tree.children if isinstance(tree, And) else (tree,) if tree else ()
        rest = tuple(child for child in children if not is_filter(child))
        found = _Collected(without=without, whole=whole)
        dated = [child for child in rest if isinstance(child, DatedWords)]
        allow_partial = all(isinstance(child, Word | DatedWords) for child in rest)
        rest = tuple(undated(rest, self._says_nothing))
        allow_partial &= not any(isinstance(child, Dates) for child in rest)
        met_by = tuple(map(self._dated, dated))
        of_days = bool(met_by) and all(map(self._says_nothing, rest))
        if of_days:
            must: Node | None = met_by[0] if len(met_by) == 1 else nodes.And(met_by)
            list(self._words([*seasons(dated)], "text", found, alone=False))  # to rank by
        else:
            must = self._all(rest, "text", found)
        feasts = [child for child in rest if isinstance(child, Or)]
        ways = ((term.words, term.synonyms) for term in found.terms)
        met = (replace(t, node=met_by_days(t.text, t.node, feasts)) for t in found.terms)
        return AnalyzedQuery(
            terms=tuple(met if feasts else found.terms),
            must=must,
            filters=tuple(as_filter(child, self.valued) for child in children if is_filter(child)),
            preferred=tuple(preferred(zip(dated, met_by, strict=True), ways)),
            allow_partial=not whole and is_plain(tree) and allow_partial,
            patterns=tuple(found.patterns),
            of_days=of_days,
        )

    def valued(self, field: str, value: str, within: bool) -> Node:
        """Return the node of a field's value, or of words `within` a value.

        Where an archive keeps no names, the words of a name are looked for in its text.
        """
        if BY_NAME[field].stored is not Stored.NAME:
            return nodes.Keyword(field, value, within)
        ids = self._named(field, value, within) if self._named else None
        if ids is not None:
            return nodes.Among(ids)
        words = tuple(token.word.exact for token in self._analyzer.tokens(value))
        if not words:
            return nodes.Among(())
        alone = nodes.Term("text", "exact", words[0])
        phrase = nodes.Phrase("text", "exact", words) if len(words) > 1 else alone
        return nodes.ConstantScore(phrase, 0.0)

    def _says_nothing(self, tree: SyntaxNode) -> bool:
        return isinstance(tree, Word) and not tree.exact_only and self.is_stop(tree.text)

    def is_stop(self, word: str) -> bool:
        """Say whether a word as typed is a stop word."""
        return all(token.word.stop for token in self._analyzer.tokens(word))

    def _node(self, tree: SyntaxNode, where: FieldName, found: _Collected) -> Node | None:
        """Return what satisfies the tree; None when nothing of it is a word."""
        match tree:
            case And(children):
                return self._all(children, where, found)
            case Or(children):
                choices = [n for child in children if (n := self._node(child, where, found))]
                return nodes.Or(tuple(choices)) if choices else None
            case Scope("title", child):
                return self._node(child, "title", found)
            case Phrase():
                return self._quoted(tree, where, found)
            case Pattern() | Fuzzy():
                found.patterns.append(tree)
                return inexact(tree, where)
            case Dates() | Scope():
                return as_filter(tree, self.valued)
            case Not(child):
                excluded = self._node(child, where, _Collected(whole=found.whole))
                return nodes.Not(excluded) if excluded else None
            case DatedWords():
                return self._dated(tree)
            case Word():
                return self._all((tree,), where, found)

    def _all(
        self, children: Sequence[SyntaxNode], where: FieldName, found: _Collected
    ) -> Node | None:
        """Return what satisfies every child; plain words next to each other are read together."""
        result: list[Node] = []
        alone = all(isinstance(child, Word) or is_filter(child) for child in children)
        for run in runs(children):
            if isinstance(run, list):
                result += self._words(run, where, found, alone=alone)
            elif node := self._node(run, where, found):
                result.append(node)
        if not result:
            return None
        if all(isinstance(node, nodes.Not) for node in result):
            result.append(nodes.MatchAll())
        return result[0] if len(result) == 1 else nodes.And(tuple(result))

    def _dated(self, dated: DatedWords) -> Node:
        said = dropwhile(self._says_nothing, dated.words)  # van mei 2019
        texts = [t.word.exact for word in said for t in self._analyzer.tokens(word.text)]
        return met_by_date(dated, tuple(texts))

    def _words(
        self, run: list[Word], where: FieldName, found: _Collected, *, alone: bool
    ) -> Iterator[Node]:
        """Yield what satisfies each term; stop words count only where nothing else is asked."""
        groups = list(self._grouped(self._typed(run)))
        for (name, synonyms, exact_only), after in asked_for(groups, alone=alone):
            words = tuple(word for word in name if not word.stop) or name
            old = [self._old(word, found.without, exact_only=exact_only) for word in words]
            if exact_only and len(words) > 1:
                node = in_a_row(tuple(word.exact for word in words), where)
            else:
                of_form = partial(any_form, where=where, exact_only=exact_only, whole=found.whole)
                each = [
                    with_old_forms(of_form(word), forms, where)
                    for word, forms in zip(words, old, strict=True)
                ]
                node = each[0] if len(each) == 1 else nodes.And(tuple(each))
            if synonyms:
                node = nodes.Or((node, *(in_a_row(synonym, where) for synonym in synonyms)))
            related = () if exact_only else self._related_stems(words, synonyms)
            inner = () if exact_only or found.whole else self._inner_words(words)
            forms, whole = together(old), found.whole
            found.terms.append(
                QueryTerm(words, synonyms, exact_only, node, related, forms, whole, inner, after)
            )
            yield node

    def _typed(self, run: list[Word]) -> list[numbers.Read]:
        """Return each token as the archive has it, with capitals where they are meant."""
        tokens = [
            (
                self.as_archived(token.word),
                numbers.Typed(token.word.exact, place, word.exact_only, word.text),
            )
            for place, word in enumerate(run)
            for token in self._analyzer.tokens(word.text)
        ]
        meant = capitals.as_meant(tokens, self._analyzer, self._vocabulary)
        return numbers.with_currency_behind(meant)

    def _old(self, word: WordAnalysis, without: frozenset[str], *, exact_only: bool) -> OldForms:
        """Return what else a word is found by; an exact word is found by nothing else."""
        return NONE if exact_only or not self._old_forms else self._old_forms.of(word, without)

    def _related_stems(
        self, words: tuple[WordAnalysis, ...], synonyms: tuple[tuple[str, ...], ...]
    ) -> tuple[str, ...]:
        """Return the stems of a word's related; of a name of several words, of its initialism."""
        initials = (name[0] for name in synonyms if len(name) == 1)
        own = words if len(words) == 1 else tuple(map(self._analyzer.analyse, initials))
        return tuple(dict.fromkeys(stem for word in own for stem in self._analyzer.family(word)))

    def _inner_words(self, words: tuple[WordAnalysis, ...]) -> tuple[WordAnalysis, ...]:
        """Return the two words that a compound of more constituents is made of."""
        word = words[0]
        several = len(words) == 1 and len(word.leaves) > len(word.split)
        return tuple(map(self._analyzer.analyse, word.split)) if several else ()

    def as_archived(self, word: WordAnalysis) -> WordAnalysis:
        """Return a lower-case word as the name it is, where the archive has it mostly as a name."""
        return capitals.as_archived(word, self._analyzer, self._vocabulary)

    def _grouped(self, typed: Sequence[numbers.Read]) -> Iterator[Group]:
        """Yield words, other ways to write them, and whether they are exact only."""
        tokens = [of for _, of in typed]
        index = 0
        while index < len(typed):
            number = number_ahead(tokens, index)
            size, synonyms = number if number[0] else self._alias(typed, tokens, index)
            words = tuple(word for word, _ in typed[index : index + size])
            yield words, synonyms, number[0] > 0 or tokens[index].exact_only
            index += size

    def _alias(
        self, typed: Sequence[numbers.Read], tokens: Sequence[numbers.Typed], at: int
    ) -> tuple[int, tuple[tuple[str, ...], ...]]:
        """Return how many words from place `at` on are one name, and its other forms."""
        if not tokens[at].exact_only and (written := numbers.in_full(tokens[at])):
            return 1, written
        if (named := name_ahead(tokens, at))[0]:
            return named
        if one := numbers.as_one(tokens, at, partial(self._vocabulary.frequency, "text", "exact")):
            return 2, ((one,),)
        ahead = typed[at : at + self._aliases.longest.get(tokens[at].exact, 0)]
        for size in range(len(ahead), 0, -1):
            if any(of.exact_only for _, of in ahead[:size]):
                continue
            folded = tuple(word.exact for word, _ in ahead[:size])
            surfaces = tuple(word.surface for word, _ in ahead[:size])
            if synonyms := self._aliases.variants(folded, surfaces):
                return size, synonyms
        return 1, ()

    def _quoted(self, quoted: Phrase, where: FieldName, found: _Collected) -> Node | None:
        tokens = [t.word for word in quoted.words for t in self._analyzer.tokens(word.text)]
        words = tuple(map(unmarked, tokens))
        if not words:
            return None
        exact = tuple(word.exact for word in words)
        node = in_a_row(exact, where, quoted.slop)
        hyphened = [
            each for each in joined(exact) if self._vocabulary.frequency("text", "stem", each.mark)
        ]
        if hyphened:
            others = (of_joined(each, where) for each in hyphened)
            node = nodes.Or((node, *others))
        synonyms = tuple(each.exact for each in hyphened)
        each_word = [(word,) for word in words if not word.stop] if quoted.slop else [words]
        for place, name in enumerate(each_word):
            ways = () if place else synonyms
            found.terms.append(QueryTerm(name, ways, exact_only=True, node=node))
        return node
