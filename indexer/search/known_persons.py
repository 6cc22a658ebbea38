"""The persons of a query that no partial match may lack.

A well-known person is called by no other word, as a rare name, a place or a body often is. A
surname that no article has may stand there as an initial: Jos Brech, Jos B. So may one that a few
have, of somebody else, where far more have the initial: Bertolt Brecht. A surname that is a word is
told by its particle: Hugo de Jonge, but de jonge boer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from indexer.analysis.word import WordAnalysis
from indexer.engines.protocol import EngineReader
from indexer.query import nodes
from indexer.query.analyze import QueryTerm
from indexer.search.offers.asked import in_a_row

_MIN_KNOWN = 50  # articles that have the name of somebody well-known
_MIN_BORNE = 20  # that have a surname which alone tells whose it is: Sanders
_MIN_NAMED = 10  # that have a surname, and the forename before it, which the query has too
_FEW, _FAR_MORE = 5, 4  # articles with a surname, and times as many that have an initial for it
_HARDLY_ELSE = 0.8  # of the articles with a particle and a word, those that have it as a surname


class KnownPersons:
    """Finds those of the queries that one snapshot of the archive is asked."""

    def __init__(
        self,
        reader: EngineReader,
        is_person: Callable[[WordAnalysis], bool],
        persons_named: Callable[[str], int],
        has_bearer: Callable[[str], bool],
    ) -> None:
        """`is_person` says whether the archive has a word as the name of a person.

        `persons_named` says how many articles have these words in the name of one,
        `has_bearer` whether a surname alone tells whose it is.
        """
        self._reader = reader
        self._is_person = is_person
        self._persons_named = persons_named
        self._has_bearer = has_bearer

    def met_by(self, terms: Sequence[QueryTerm]) -> tuple[nodes.Node, ...]:
        """Return what meets the well-known persons of a query, one by one."""
        return tuple(self._nodes(terms))

    def _nodes(self, terms: Sequence[QueryTerm]) -> Iterator[nodes.Node]:
        before, previous = "", ""
        for place, term in enumerate(terms):
            if len(term.words) > 1:
                before = previous = ""
                continue
            word = term.words[0]
            known = self._reader.frequency("text", "exact", word.exact)
            if before and known <= _FEW:
                initial = nodes.Phrase("text", "exact", (before, word.exact[0]))
                either = nodes.ConstantScore(nodes.Or((initial, term.node)), 0.0)
                if self._reader.count(either).total > known * _FAR_MORE:
                    yield either
            row = _particles(term.after) if term.after else ()
            if row and self._is_surname((*row, word.exact), previous, terms[place + 1 :]):
                yield nodes.ConstantScore(in_a_row((*row, word.exact)), 0.0)
                before = ""
            else:
                is_person = self._is_known(previous, word, known) and self._is_person(word)
                if is_person:
                    yield nodes.ConstantScore(term.node, 0.0)
                before = word.exact if is_person and len(word.exact) > 1 else ""
            previous = word.exact

    def _is_known(self, previous: str, word: WordAnalysis, known: int) -> bool:
        """Return whether a word that so many articles have can be somebody well-known."""
        if known >= _MIN_KNOWN:
            return True
        if known >= _MIN_BORNE and self._is_person(word) and self._has_bearer(word.exact):
            return True
        beside = known >= _MIN_NAMED and previous
        return bool(beside) and self._in_a_row(previous, word.exact) >= _MIN_NAMED

    def _is_surname(self, row: tuple[str, ...], previous: str, rest: Sequence[QueryTerm]) -> bool:
        """Return whether words are a surname with its particles that enough articles have.

        De Jonge is one that half of them have otherwise, as long as they do not go on as the query
        does: de jonge zorgminister.
        """
        persons = self._persons_named(" ".join(row))
        if persons < _HARDLY_ELSE * _MIN_NAMED:  # as of most words, which need not be counted
            return False
        if previous and (full := self._in_a_row(previous, *row)) >= _MIN_NAMED:
            return self._persons_named(" ".join((previous, *row))) >= _HARDLY_ELSE * full
        known = self._in_a_row(*row)
        if min(known, persons) < _MIN_KNOWN:
            return False
        goes_on = bool(rest) and not rest[0].after and self._in_a_row(*row, rest[0].words[0].exact)
        return persons >= _HARDLY_ELSE * known or not goes_on

    def _in_a_row(self, *words: str) -> int:
        """Return how many articles have these words in a row."""
        return self._reader.count(nodes.ConstantScore(in_a_row(words), 0.0)).total


def _particles(words: Sequence[str]) -> tuple[str, ...]:
    """Return the particles of surnames in which some words end."""
    from indexer.names.candidates import PARTICLES  # noqa: PLC0415 - few queries have stop words

    return tuple(takewhile(PARTICLES.__contains__, reversed(words)))[::-1]
