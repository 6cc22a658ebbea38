"""Completions that are no words of a text: values of fields, years and months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from indexer.analysis.fold import fold
from indexer.analysis.spelling import HEARD_LETTER, slip
from indexer.answers.completions import Completion, CompletionKind
from indexer.dates import ENGLISH_MONTHS
from indexer.engines.protocol import EngineReader
from indexer.fields import BY_NAME, COUNTED, DATE_PREFIXES, ENGINE_FACETS, SCOPES
from indexer.later import expression, replace
from indexer.model import FacetCount, Span
from indexer.query import nodes
from indexer.text import MONTHS

_OF_A_WORD = ("source", "section")
"""The fields whose values are offered for a word without the prefix of the field."""

_MIN_WORD = 3
_MIN_SLIPPED = 5  # letters of a word that may have one wrong
_MAX_NEAR = 3
_MAX_VALUES = 10_000  # whose beginnings are remembered: all are compared at each key pressed
_NO_LABELS = frozenset({"www", "http", "https", "com", "org", "net"})
_MONTHS = {names[0]: f"-{number:02}" for number, names in enumerate(MONTHS, 1)}
_FIELDS = {each.name for each in COUNTED}
_PREFIXES = "|".join(prefix for prefix, name in SCOPES.items() if name in _FIELDS)
_VALUE_ASKED = expression(rf'(?i)(?<![^\s(-])({_PREFIXES}):("?)((?:[^\s":()][^":()]{{0,60}})?)\Z')
_DATE_ASKED = expression(rf"(?i)(?<![^\s(-])(?:{'|'.join(DATE_PREFIXES)}):([0-9-]{{0,7}})\Z")
_MONTH_ASKED = expression(
    rf"""(?i)(?<![^\s(-])({"|".join(DATE_PREFIXES)}):["']?([a-z]{{1,9}})(?:[\s-]+([0-9]{{0,3}}))?\Z"""
)
_IN_WORDS = expression(rf"(?i)(?<!\S)({'|'.join(_MONTHS)}) ([0-9]{{0,4}})\Z")
_LAST_WORD = expression(r"(?<![^\s(-])[^\W_][\w.-]*\Z")
_SIMPLE = expression(r"[\w.-]+")


class FieldValues:
    """Completes what stands after the prefix of a field, and words that begin a value."""

    def __init__(self, reader: EngineReader) -> None:
        self._reader = reader

    def start(self, query: str) -> int | None:
        """Return where the value begins that a query asks for; None where it asks for none."""
        asked = (
            _VALUE_ASKED.search(query) or _DATE_ASKED.search(query) or _MONTH_ASKED.search(query)
        )
        return asked.start() if asked else None

    def asked(self, query: str, around: nodes.Node | None, limit: int) -> tuple[Completion, ...]:
        """Return the query with the value completed that it asks for, the most frequent first.

        Counts are of articles that have what is `around` it too.
        """
        if date := _DATE_ASKED.search(query):
            return self._dates(query[: date.start(1)], date[1], around, limit)
        if month := _MONTH_ASKED.search(query):
            return self._months(query[: month.end(1) + 1], month, around, limit)
        asked = _VALUE_ASKED.search(query)
        if asked is None:
            return ()
        prefix, (quote, text) = asked[1].lower(), asked.groups()[1:]
        before = query[: asked.start(2)]
        field = SCOPES[prefix]
        values = _typed_after(prefix, self._counts(around, (field,))[field])
        begun = _begun(text)
        found = [each for each in values if _is_plain(each) and begun in _beginnings(each.value)]
        return tuple(_of_value(before, each, quote) for each in found[:limit])

    def in_words(self, query: str, around: nodes.Node | None, limit: int) -> tuple[Completion, ...]:
        """Return the query with the year that its month is of: maart 2022."""
        asked = _IN_WORDS.search(query)
        if asked is None or len(asked[2]) == len("2022"):
            return ()
        month, year = _MONTHS[asked[1].lower()], asked[2]
        found = [
            each.value
            for each in self._counts(around, ("month",))["month"]
            if each.value.endswith(month) and each.value.startswith(year) and each.count
        ]
        before = query[: asked.start(2)]
        return tuple(
            self._dated(before + value[: len("2022")], value, around)
            for value in sorted(found, reverse=True)[:limit]
        )

    def month_start(self, query: str) -> int | None:
        """Return where a month in words begins at the end of a query, None where none stands."""
        asked = _IN_WORDS.search(query)
        return asked.start() if asked else None

    def of_word(self, query: str, around: nodes.Node | None, limit: int) -> tuple[Completion, ...]:
        """Return the query with its last word as a value of a field that begins so."""
        last = _LAST_WORD.search(query)
        if last is None or len(last[0]) < _MIN_WORD:
            return ()
        counts, begun = self._counts(around, _OF_A_WORD), _begun(last[0])
        found = [
            _of_value(f"{query[: last.start()]}{BY_NAME[field].prefix}:", each, "")
            for field in _OF_A_WORD
            for each in counts[field]
            if _is_plain(each) and begun in _beginnings(each.value)
        ]
        return tuple(sorted(found, key=lambda each: -each.count)[:limit])

    def _dates(
        self, before: str, text: str, around: nodes.Node | None, limit: int
    ) -> tuple[Completion, ...]:
        period = "month" if len(text) >= len("2022") else "year"
        periods = self._counts(around, (period,))[period]
        found = [each.value for each in periods if each.value.startswith(text) and each.count]
        latest = sorted(filter(None, found), reverse=True)[:limit]
        return tuple(self._dated(before + value, value, around) for value in latest)

    def _months(
        self, before: str, asked: re.Match[str], around: nodes.Node | None, limit: int
    ) -> tuple[Completion, ...]:
        """Return the months that a name begins, each with its year: datum:mei-2022."""
        prefix, typed, year = asked[1].lower(), asked[2].lower(), asked[3]
        names = _months_named(typed, prefix, whole=year is not None)
        found = [
            each.value
            for each in self._counts(around, ("month",))["month"]
            if each.value[4:] in names and each.value.startswith(year or "") and each.count
        ]
        return tuple(
            self._dated(f"{before}{names[value[4:]]}-{value[:4]}", value, around)
            for value in sorted(found, reverse=True)[:limit]
        )

    def _dated(self, text: str, value: str, around: nodes.Node | None) -> Completion:
        """Return a completion with what its search finds: what may be of that time too."""
        span = Span.parse(value)
        days = nodes.DateRange(span.first, span.last)
        both = nodes.And((around, days)) if around else days
        return Completion(text, self._reader.count(both).total, CompletionKind.DATE)

    def _counts(
        self, around: nodes.Node | None, facets: Sequence[str]
    ) -> Mapping[str, Sequence[FacetCount]]:
        return self._all if around is None else self._reader.count(around, facets).facets

    @cached_property
    def _all(self) -> Mapping[str, Sequence[FacetCount]]:
        return self._reader.count(nodes.MatchAll(), ENGINE_FACETS).facets


def _typed_after(prefix: str, values: Sequence[FacetCount]) -> Sequence[FacetCount]:
    """Return values in the language of a prefix: quality:fair, where kwaliteit: has matig."""
    field = BY_NAME[SCOPES[prefix]]
    if prefix == field.prefix:
        return values
    english = {str(each): each.english for each in field.classes}
    return [replace(each, value=english.get(each.value, each.value)) for each in values]


def _months_named(typed: str, prefix: str, *, whole: bool) -> Mapping[str, str]:
    """Return the name that was begun, of each month that has one, by the end of its ISO date.

    A name in the language of the prefix goes first: date:may, where datum: has mei.
    """
    names = {}
    for number, (dutch, english) in enumerate(zip(MONTHS, ENGLISH_MONTHS, strict=True), 1):
        each = (*dutch, english) if prefix == BY_NAME["date"].prefix else (english, *dutch)
        begun = (name for name in each if name == typed or (not whole and name.startswith(typed)))
        if name := next(begun, ""):
            names[f"-{number:02}"] = name
    return names


def _of_value(before: str, found: FacetCount, quote: str) -> Completion:
    plain = _SIMPLE.fullmatch(found.value) and not quote
    written = found.value if plain else f'"{found.value}"'
    return Completion(before + written, found.count, CompletionKind.FIELD)


def _is_plain(found: FacetCount) -> bool:
    """Return whether a query can name a value."""
    return bool(found.value and found.count) and '"' not in found.value


def begins(value: str, text: str) -> bool:
    """Return whether a value, or a word of it, begins as a text does, whatever its case."""
    return _begun(text) in _beginnings(value)


def near_values(asked: str, values: Sequence[FacetCount]) -> Iterator[str]:
    """Yield the values that may be meant by one that none of them is, the most frequent first."""
    if any(fold(each.value) == fold(asked) for each in values):
        return
    labels = _labels(asked)
    near = (
        each.value
        for each in values
        if each.value and (begins(each.value, asked) or _are_near(labels, _labels(each.value)))
    )
    yield from islice(near, _MAX_NEAR)


def _labels(value: str) -> list[str]:
    """Return the words of a value, or of an address, that tell it from others."""
    words = (fold(word) for word in re.findall(r"\w+", value))
    return [word for word in words if len(word) >= _MIN_WORD and word not in _NO_LABELS]


def _are_near(asked: Sequence[str], value: Sequence[str]) -> bool:
    """Return whether two values have a word in common, or one with a letter wrong."""
    return any(
        one == other or (len(one) >= _MIN_SLIPPED and slip(one, other) <= HEARD_LETTER)
        for one in asked
        for other in value
    )


def _begun(text: str) -> str:
    """Return what stands among the beginnings of a value that begins so."""
    return f"\n{fold(text)}"


@lru_cache(_MAX_VALUES)
def _beginnings(value: str) -> str:
    """Return a value from each of its words on, folded, a line each."""
    rests = (value[found.end() :] for found in re.finditer(r"[\s-]", value))
    return "".join(f"\n{fold(each)}" for each in (value, *rests))
