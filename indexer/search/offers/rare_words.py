"""Words that the archive hardly has: what they are slips for, and whether that is sure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from indexer.analysis.analyzer import WordAnalysis
from indexer.analysis.pieces import between_hyphens, spelling
from indexer.analysis.spelling import HEARD_LETTER, ONE_LETTER, is_unheard, slip
from indexer.later import NamedTuple
from indexer.query import nodes
from indexer.query.nodes import Node
from indexer.search.offers.asked import (
    MIN_LETTERS,
    Asked,
    Candidate,
    Change,
    Correction,
    TypedWord,
    any_form,
    association,
    can_slip,
    changed,
    checked,
    content_words,
)
from indexer.search.offers.candidates import MORE_OFTEN, RARE, TIMES, Candidates
from indexer.search.ranking.scoring import filtered

_NAME_FOR_NAME = 1.0  # what it says for a name that the word typed has a capital
_ROW = 1.0  # what it says that a word stands next to its neighbour, in powers of e of articles
_SHORT = 5  # letters of a word of which one that is heard leaves little
_PLAIN = 7  # letters of a word that is a slip by itself, whatever else is asked
_WELL_KNOWN = 100  # articles with what is farther from a word than a slip
_LONG = 9  # letters of a word that is one with a letter wrong that is heard


class Evidence(NamedTuple):
    """Articles that have a candidate with all other words of the query, and with any of them.

    `in_a_row` have it next to its neighbour. It is the `only` one that any has with all of them.
    """

    together: int
    beside_any: int
    in_a_row: int
    only: bool = False


class RareWords:
    """Corrects words that the archive hardly has."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def correct(
        self, asked: Asked, typed: Sequence[TypedWord], suspects: Sequence[TypedWord]
    ) -> Correction | None:
        """Return the correction of words that hardly any article has."""
        changes: list[Change] = []
        # A stop word stands beside every other, and bears no witness.
        witnesses = [each for each in content_words(typed) if each not in suspects and each.known]
        around = [any_form(each.word) for each in witnesses]
        sure = plainly = True
        for each in suspects:
            candidates = self._candidates.of(each.word, each.spelt, stands_alone=not around)
            candidates += self._beyond(each.word.exact, candidates)
            if not candidates:
                continue
            beside = _beside(each, typed)
            best, evidence = self._likeliest(
                each.word, candidates, around, asked.analyzed.filters, beside
            )
            reading = best.written or self._candidates.written(best.terms)
            if not reading or self._stands_as_an_initial(each, beside[0], evidence):
                continue
            changes.append(Change(each.start, each.end, reading))
            sure = sure and self._is_sure(each, best, evidence, asked.total, alone=not around)
            plainly = plainly and self._is_plainly_a_slip(each, best, evidence)
            around.append(self._candidates.found(best))
        if sure and plainly and changes and not asked.total:
            return Correction(changed(asked.parsed.text, changes), tuple(changes), sure)
        return checked(asked, changes, sure=sure)

    def _beyond(self, typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return what is meant by slips that a few articles have: marocanse, past Marokaanse.

        It sounds as what was typed does.
        """
        slips = [each.terms[0] for each in candidates if len(each.terms) == 1]
        few = [each for each in slips if 0 < self._candidates.frequency(each) <= RARE]
        near = (far for each in few for far in self._candidates.near(each, ONE_LETTER, _WELL_KNOWN))
        return [each for each in near if is_unheard(typed, each.terms[0])]

    def _stands_as_an_initial(self, typed: TypedWord, before: str, evidence: Evidence) -> bool:
        """Return whether articles rather have a surname cut to its first letter: Jos B., of Brech.

        What else is near it stands nowhere behind that first name.
        """
        if typed.known > RARE or not before or evidence.in_a_row:
            return False
        return self._candidates.in_a_row((before, typed.word.exact[0])) > RARE

    def _is_plainly_a_slip(self, typed: TypedWord, best: Candidate, evidence: Evidence) -> bool:
        """Return whether a word is a slip for another though no article has all of the query."""
        word, term = typed.word, best.terms[0]
        is_long = len(word.exact) >= _LONG and word.surface.islower()
        is_long = is_long or evidence.in_a_row >= MORE_OFTEN  # femke halsma lijsttrekker
        # A last letter may be an ending that no article has.
        most = HEARD_LETTER if is_long and word.exact[-1] == term[-1] else ONE_LETTER
        return (
            not (typed.known or self._candidates.is_compound(word))
            and (len(word.exact) >= _PLAIN or evidence.in_a_row >= MORE_OFTEN)
            and evidence.beside_any > 0
            and slip(word.exact, term) <= most
            and self._candidates.frequency(term) >= TIMES
        )

    def _is_sure(
        self, typed: TypedWord, best: Candidate, evidence: Evidence, total: int, *, alone: bool
    ) -> bool:
        """Return whether a word that hardly any article has can only be a slip for another."""
        word, term = typed.word, best.terms[0]
        cost = slip(word.exact, term)
        times = MORE_OFTEN if typed.spelt else TIMES
        evident = evidence.together >= max(RARE, times * total)
        if not can_slip(word):
            most = HEARD_LETTER if evident else ONE_LETTER
            is_near = not total and evidence.together > 0 and cost <= most
            return is_near and self._has_slip_in_a_piece(word, term)
        if alone and self._may_be_another(word, term, evidence.together):
            return False
        in_a_row = not total and evidence.in_a_row >= MORE_OFTEN
        if not (in_a_row or self._candidates.is_meant(word, term)):
            return False
        if len(word.exact) <= _SHORT and cost > ONE_LETTER:
            often = in_a_row or evidence.together >= MORE_OFTEN * max(1, total)
            often = often or (evidence.only and not (typed.known or total))
            return often and word.exact[0] == term[0]
        if total:
            # By itself a word that articles have may be right; one they never have is not.
            certain = cost <= HEARD_LETTER if not typed.spelt else self._is_misprint(word, term)
            return evident and (not alone or certain)
        if not typed.known and self._candidates.is_absent_compound(word):
            return evident or cost <= ONE_LETTER
        if typed.spelt:
            return evident or (evidence.together > 0 and not alone and cost <= HEARD_LETTER)
        unheard = is_unheard(word.exact, term)
        if evident or (evidence.together > 0 and (cost <= ONE_LETTER or unheard)):
            return True
        if word.exact[0] != term[0] and not unheard:  # e-steps are no steps
            return False
        # One article by itself, and a letter that is heard: some word is always so near.
        by_chance = alone and evidence.together <= 1 and not best.apart
        met_as_a_name = typed.known > RARE
        return not (met_as_a_name or by_chance)

    def _may_be_another(self, word: WordAnalysis, term: str, articles: int) -> bool:
        """Return whether a short word may be one that the archive lacks: camion is no Camino.

        So few articles have the name that is near.
        """
        is_short = len(word.exact) < _PLAIN and word.surface.islower()
        if not is_short or articles >= self._candidates.few or is_unheard(word.exact, term):
            return False
        return (self._candidates.surface_form(term) or "")[:1].isupper()

    def _has_slip_in_a_piece(self, word: WordAnalysis, term: str) -> bool:
        """Return whether one of the pieces between hyphens is no word: navo-topp, for NAVO-top.

        Where all are, another thing is meant: an EK-finale is no WK-finale. For a short piece, what
        the archive writes without a hyphen is rather another word: an FOBT-onderzoek is no
        foutonderzoek.
        """
        pieces = between_hyphens(spelling(word.surface))
        hyphened = "-" in (self._candidates.surface_form(term) or "")
        least = MIN_LETTERS if hyphened else _SHORT
        wrong = (len(each) >= least and not self._candidates.is_piece(each) for each in pieces)
        return all(map(str.isalpha, pieces)) and any(wrong)

    def _is_misprint(self, word: WordAnalysis, term: str) -> bool:
        """Return whether a word that an article or two have is a slip there too: klimaatakoord.

        One that is near a name may be that of somebody else.
        """
        meant = self._candidates.analyzer.analyse(term)
        is_word = bool(meant.part) or self._candidates.analyzer.in_dictionary(meant)
        return is_word and len(word.exact) >= _LONG and slip(word.exact, term) <= ONE_LETTER

    def _likeliest(
        self,
        word: WordAnalysis,
        candidates: Sequence[Candidate],
        around: Sequence[Node],
        filters: Sequence[Node],
        neighbours: tuple[str, str],
    ) -> tuple[Candidate, Evidence]:
        """Return the likeliest candidate, and what the archive says for it.

        `neighbours` are the words before and after it: Niky Verstappen is Nicky, though more of
        those who write of Max Verstappen write of Niki Lauda.
        """
        if not around:
            best_alone = max(
                candidates, key=lambda each: each.likelihood + self._name_for_name(word, each)
            )
            alone = self._candidates.count(self._candidates.found(best_alone))
            return best_alone, Evidence(alone, alone, 0)

        def beside(candidate: Candidate, others: Sequence[Node]) -> int:
            both = nodes.And((self._candidates.found(candidate), *others))
            return self._candidates.count(filtered(both, filters))

        together = [beside(each, around) for each in candidates]
        evidence = together
        if not any(together) and len(around) > 1:
            evidence = [sum(beside(each, [one]) for one in around) for each in candidates]
        each_alone = [self._candidates.count(self._candidates.found(each)) for each in candidates]
        rows = [self._in_a_row(each, neighbours) for each in candidates]
        best = max(
            range(len(candidates)),
            key=lambda i: (
                candidates[i].likelihood
                + association(evidence[i], each_alone[i])
                + self._name_for_name(word, candidates[i])
                + _ROW * math.log1p(rows[i])
            ),
        )
        only = together[best] > 0 and sum(map(bool, together)) == 1
        return candidates[best], Evidence(together[best], evidence[best], rows[best], only)

    def _in_a_row(self, candidate: Candidate, neighbours: tuple[str, str]) -> int:
        """Return how many articles have a candidate next to its neighbours."""
        before, after = neighbours
        rows = (
            (before, *candidate.terms) if before else (),
            (*candidate.terms, after) if after else (),
        )
        return max((self._candidates.in_a_row(row) for row in rows if row), default=0)

    def _name_for_name(self, word: WordAnalysis, candidate: Candidate) -> float:
        """Return what it says for a candidate that it has a capital, as the word typed has."""
        if not word.surface[:1].isupper():
            return 0.0
        surface = candidate.written or self._candidates.surface_form(candidate.terms[0]) or ""
        return _NAME_FOR_NAME * surface[:1].isupper()


def _beside(each: TypedWord, typed: Sequence[TypedWord]) -> tuple[str, str]:
    """Return the words before and after one that say something; empty where there is none."""
    place = typed.index(each)
    before = typed[place - 1].word if place else None
    after = typed[place + 1].word if place + 1 < len(typed) else None
    first, last = (word.exact if word and not word.stop else "" for word in (before, after))
    return first, last
