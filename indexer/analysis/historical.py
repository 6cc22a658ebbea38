"""Historical spelling: the modern Dutch word that an old spelling stands for.

`data/historical/rules.tsv` has the rules, each with the years of its usage and its source;
`words.tsv` has the words that no rule makes: months, days, places, irregular words; `modern.tsv`
those of today that a rule would make another word of. A rule only proposes: what it makes has to be
a word of the modern lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol, Self

from indexer.analysis.fold import fold
from indexer.analysis.kernel import CompiledWords
from indexer.analysis.respelling import START, Respelling, Rule, respelled, rule_of, table, versions
from indexer.compiled import compiled
from indexer.later import NamedTuple, expression

_MAX_LETTERS = 30  # of a word that has readings: what is longer is none, and costs its square
_COMPOUND = 0.5  # cost of a word that the lexicon has only in pieces
_WITHOUT_LEXICON = 1.0
_CLOSE = 0.25  # cost between two modern words of which either may be meant
_MIN_LETTERS = 3
_MIN_UNKNOWN = 4  # letters of a modern word that no list has
_LONG_S_UNTIL = 1820
_LONG_S = "ſ → s"
_LONG_S_COST = 0.8
TUSSEN_N = "tussen-n"
_PLACE, _WORD = "place", "respelled"
_OF_PLACE = ("s", "e", "a", "n")  # what adjectives and inhabitants end in
_CASE = "case-"
_SURE = 0.8
_PLAIN, _LAW_OF_1947 = 0.85, 1960
_COST_OF_HALF = 4.0


class Reading(NamedTuple):
    """What a word of the archive is read as: `modern`, by a rule that held in some years.

    `written` is a folded form, or several with a space between them. `weight` says how sure the
    reading is, 0 to 1. The archive has it in so many `articles`, as far as that is known.
    """

    written: str
    modern: str
    rule: str
    first: int
    last: int
    weight: float
    is_error: bool = False
    articles: int = 0

    @property
    def reason(self) -> str:
        """The rule with its years, as readers see it."""
        return f"{self.rule} ({self.first}-{self.last})"


class ModernWords(Protocol):
    """The modern lexicon that decides."""

    def is_word(self, word: str) -> bool:
        """Return whether a dictionary has this form, in lower case."""

    def lemma(self, word: str) -> str:
        """Return the lemma of a form."""

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the two pieces of a compound; nothing where the form is whole."""

    def is_made_of_words(self, word: str) -> bool:
        """Return whether the form is a compound or derivation of words that a dictionary has."""


_LONG_S_RULE = Rule(
    _LONG_S,
    expression("f(?=.)"),
    expression("f(?=.)"),
    ("s",),
    1500,
    _LONG_S_UNTIL,
    _LONG_S_COST,
    always=False,
    productive=False,
    over_modern=False,
    singly=True,
)


class Historical:
    """Reads old spellings. One instance serves a process."""

    def __init__(
        self,
        words: ModernWords,
        rules: Sequence[Rule],
        irregular: Mapping[str, tuple[Reading, ...]],
        modern: frozenset[str] = frozenset(),
        since: int = 0,
    ) -> None:
        self._words = words
        self._rules = [rule for rule in rules if rule.last >= since]
        self._over_modern = [rule for rule in self._rules if rule.over_modern]
        self._usual = [rule for rule in self._rules if rule.always]
        self._irregular = irregular
        self._modern = modern  # whatever a rule would make of them
        self._all = rules
        self._since = since

    @classmethod
    def load(cls, words: ModernWords) -> Self:
        """Read the rules and the irregular words."""
        irregular: dict[str, list[Reading]] = {}
        for old, modern, kind, first, last, _ in table("words.tsv"):
            each = Reading(fold(old), modern, kind, int(first), int(last), 0.9)
            irregular.setdefault(each.written, []).append(each)
        rules = [rule_of(row) for row in table("rules.tsv")]
        kept = frozenset(fold(word) for word, _, _ in table("modern.tsv"))
        return cls(words, rules, {old: tuple(each) for old, each in irregular.items()}, kept)

    def since(self, year: int) -> Historical:
        """Return the same without the rules that had gone out of use before a year."""
        return Historical(self._words, self._all, self._irregular, self._modern, year)

    @cached_property
    def version(self) -> str:
        """What changes when other readings may be found."""
        return versions()

    def readings(self, word: str) -> tuple[Reading, ...]:
        """Return what a folded word may stand for, the likeliest first; nothing if it is modern."""
        if listed := self._listed(word):
            return listed
        if not (_MIN_LETTERS <= len(word) <= _MAX_LETTERS and word.isalpha()):
            return ()
        if word in self._modern:
            return ()
        if self._words.is_word(word):
            return self._of_known(word)
        if self._words.is_made_of_words(word):
            found = self._accepted(word, respelled(word, self._usual))
            return found or self._with_linker(word) or self._unlisted(word)
        return self._by_rules(word) or self._by_long_s(word) or self._unlisted(word)

    def strangers(self, words: Sequence[str], lexicon: CompiledWords | None) -> set[str]:
        """Return words in which nothing is read, and that are none of today: names, misprints.

        Those alone of which compiled code is certain, none without a `lexicon` of such code; of
        all others `readings` and `is_modern` tell.
        """
        native = compiled()
        if native is None or lexicon is None:
            return set()
        rules = [
            (r.pattern.pattern, r.writings, r.cost, r.always, r.productive, r.singly)
            for r in self._rules
            if r.pattern.pattern
        ]
        listed = set(self._irregular), set(self._places), set(self._modern)
        old = native.OldSpellings(rules, *listed, self._since <= _LONG_S_UNTIL)
        found = lexicon.are_strangers(old, words)
        return {word for word, is_stranger in zip(words, found, strict=True) if is_stranger}

    def sure_readings(self, word: str) -> tuple[Reading, ...]:
        """Return those of the readings of a folded word that a list or the lexicon confirms."""
        return tuple(each for each in self.readings(word) if each.weight >= _SURE)

    def _listed(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of an irregular word, or of the genitive of a day, month or place."""
        found = self._irregular.get(word, ())
        if not found and word.endswith("s") and not self._words.is_word(word):
            names = (each for each in self._irregular.get(word[:-1], ()) if each.rule != _WORD)
            found = tuple(each._replace(written=word) for each in names)
        return tuple(each for each in found if each.last >= self._since)

    def usual(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of a folded word by the rules that always hold: less than all."""
        if (found := self._irregular.get(word)) or len(word) > _MAX_LETTERS:
            return found or ()
        return self._accepted(word, respelled(word, self._usual))

    def is_old(self, word: str) -> bool:
        """Return whether a folded word has a pattern that was always respelled."""
        return _MIN_LETTERS < len(word) <= _MAX_LETTERS and any(
            rule.pattern.search(word) for rule in self._over_modern if rule.pattern.pattern
        )

    def is_modern(self, word: str) -> bool:
        """Return whether a folded word is one of the lexicon, a compound of such, or a place."""
        return (
            word in self._places or self._words.is_word(word) or self._words.is_made_of_words(word)
        )

    def is_plainly_old(self, word: str) -> bool:
        """Return whether a folded word, none of today, is one in a spelling before 1947."""
        if len(word) > _MAX_LETTERS or self._words.is_word(word):
            return False
        found = self._by_rules(word)
        return bool(found) and found[0].weight >= _PLAIN and found[0].last < _LAW_OF_1947

    @cached_property
    def _places(self) -> frozenset[str]:
        every = (each for found in self._irregular.values() for each in found)
        return frozenset(fold(each.modern) for each in every)

    def _of_known(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of a word whose lemma is in old spelling too: telephoon, zoo.

        A piece of it is, not what stands at the seam of two: gastheer, leesuur.
        """
        lemma = fold(self._words.lemma(word))
        pieces = self._words.pieces(word) or (word,)
        old = [
            rule
            for rule in self._over_modern
            if rule.pattern.pattern
            and (not rule.within or any(map(rule.pattern.search, pieces)))
            and rule.pattern.search(word)
            and rule.pattern.search(lemma)
        ]
        found = self._accepted(word, respelled(word, old)) if old else ()
        return found or self._with_linker(word)

    def _by_rules(self, word: str) -> tuple[Reading, ...]:
        return self._accepted(word, respelled(word, self._rules)) or self._with_linker(word)

    def _by_long_s(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of a word in which the long s was taken for an f."""
        if "f" not in word[:-1] or self._since > _LONG_S_UNTIL:
            return ()
        rule = _LONG_S_RULE
        states: dict[str, Respelling] = {}
        for spelling in dict.fromkeys(rule.respelled(word)):
            long_s = START.after(rule)
            for modern, state in {spelling: START, **respelled(spelling, self._rules)}.items():
                states[modern] = Respelling(
                    state.cost + long_s.cost,
                    min(max(state.first, long_s.first), state.last, long_s.last),
                    min(state.last, long_s.last),
                    (*long_s.rules, *state.rules),
                )
        return self._accepted(word, states)

    def _unlisted(self, word: str) -> tuple[Reading, ...]:
        """Return what rules that always hold make of a word that no list has: Zwolsche Zwolse."""
        state, modern = START, self._of_place(word)
        for rule in self._rules:
            if rule.productive and (new := next(rule.respelled(modern), modern)) != modern:
                modern, state = new, state.after(rule)
        if modern == word or len(modern) < _MIN_UNKNOWN:
            return ()
        cost = state.cost + _WITHOUT_LEXICON
        return (_reading(word, modern, state._replace(cost=cost)),)

    def _of_place(self, word: str) -> str:
        """Return a word with the name that it begins with as it is today: Brabandsche Brabant."""
        for end in range(len(word) - 2, _MIN_UNKNOWN - 1, -1):
            for each in self._irregular.get(word[:end], ()):
                if each.rule == _PLACE and word[end:].startswith(_OF_PLACE):
                    return fold(each.modern) + word[end:]
        return word

    def _with_linker(self, word: str) -> tuple[Reading, ...]:
        """Return the compound with the n that it was given in 1995: pannekoek pannenkoek."""
        rule = next((rule for rule in self._rules if rule.name == TUSSEN_N), None)
        if rule is None:
            return ()
        for end in range(_MIN_LETTERS, len(word) - _MIN_LETTERS + 1):
            ahead, rest = word[:end] + "n", word[end:]
            if word[end - 1] == "e" and self._words.is_word(ahead) and self._words.is_word(rest):
                singular = fold(self._words.lemma(ahead))
                is_plural = singular != ahead and not singular.endswith("en")
                is_word = self._words.is_word(ahead + rest)
                is_pair = is_plural and self._words.pieces(ahead + rest) == (ahead, rest)
                if self._words.is_word(word):  # veeboer is no veenboer
                    is_word, is_pair = is_word and is_plural, False
                if is_word or is_pair:
                    return (_reading(word, ahead + rest, START.after(rule)),)
        return ()

    def _accepted(self, word: str, states: Mapping[str, Respelling]) -> tuple[Reading, ...]:
        """Return the cheapest spellings that are modern words, at most two."""
        found: list[tuple[float, str, Respelling]] = []
        for spelling, state in sorted(states.items(), key=lambda each: each[1].cost):
            if found and state.cost > found[0][0] + _CLOSE:
                break
            if spelling == word:
                continue
            is_place = spelling in self._places and not any(
                r.startswith(_CASE) for r in state.rules
            )
            if is_place or self._words.is_word(spelling):
                found.append((state.cost, spelling, state))
            elif self._words.is_made_of_words(spelling):
                found.append((state.cost + _COMPOUND, spelling, state))
        found.sort(key=lambda each: each[0])
        return tuple(
            _reading(word, spelling, state)
            for cost, spelling, state in found[:2]
            if cost <= found[0][0] + _CLOSE
        )


def _reading(word: str, modern: str, state: Respelling) -> Reading:
    weight = round(1 / (1 + state.cost / _COST_OF_HALF), 2)
    return Reading(word, modern, ", ".join(state.rules), state.first, state.last, weight)
