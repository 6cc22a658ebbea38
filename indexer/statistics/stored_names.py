"""Names as they are stored: of a selection, each by itself, and against another selection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.answers.name_figures import NAME_TYPES, NameCell, NameContrast, NameCount, NameType
from indexer.later import dataclass
from indexer.model import Article
from indexer.request_checks import Effort
from indexer.statistics.association import corpora_loglik
from indexer.statistics.counts import STEPS_A_CELL, same_rows
from indexer.storage.forward.columns import Places
from indexer.storage.forward.counting import counted
from indexer.storage.forward.segment import Mask
from indexer.storage.names.index import NameForm, NameIndex

FIELD_OF = {type_: field for field, type_ in NAME_TYPES.items()}
MAX_FORMS = 20
"""Forms of a name, the most frequent."""
_SPACE = re.compile(r"\s+")
_READ = 2_000  # articles of a name in which its forms are counted
_OTHERS = 10
_MIN_SURNAME = 3  # letters; fewer are initials themselves


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its field, and the number of articles that have it."""

    field: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class NameProfile:
    """A name: how it is spelt where, and `others` with all its words, or its last word alone."""

    named: Named
    forms: tuple[NameForm, ...]
    others: tuple[Named, ...]


def profile(names: NameIndex, field: str, asked: str) -> NameProfile | None:
    """Return a name in any of its spellings; else the most frequent with its words, or None.

    A suspect whom no article names in full is found by the initial: Jos Brech as Jos B.
    """
    exact = names.find(field, asked)
    numbers = exact or _frequent(names, names.find(field, asked, within=True))[:1]
    numbers = numbers or _by_initial(names, field, asked)
    if not numbers or not names.articles[numbers[0]]:
        return None
    number = numbers[0]
    name = names.names[number]
    alike = [n for each in NAME_TYPES for n in names.find(each, name, within=True)]
    alike += names.find(field, name.split()[-1])  # the surname alone
    others = [n for n in _frequent(names, alike) if n != number][:_OTHERS]
    rows = names.rows_with([number])
    forms = names.forms(number, rows[-_READ:])[:MAX_FORMS]
    return NameProfile(_named(names, number), tuple(forms), tuple(_named(names, n) for n in others))


def _by_initial(names: NameIndex, field: str, asked: str) -> list[int]:
    """Return the person whose surname is an initial, where the archive has nobody of that surname.

    With another bearer of it the initial may well be of somebody else.
    """
    words = asked.split()
    if NAME_TYPES.get(field) is not NameType.PER or len(words) < 2:  # noqa: PLR2004
        return []
    *first, surname = words
    if len(surname) < _MIN_SURNAME or names.find(field, surname, within=True):
        return []
    return names.find(field, f"{' '.join(first)} {surname[0].upper()}.")[:1]


def names_of(names: NameIndex, id_: str) -> list[Named]:
    """Return the names of an article in the order of their first places; none if it is not there.

    The number of articles is that of the whole archive.
    """
    base = 0
    for segment in names.forward.segments:
        row = segment.row_of(id_)
        if row is not None and names.forward.alive[base + row]:
            return [_named(names, number) for number in names.numbers_of(base + row)]
        base += len(segment)
    return []


def beginning(names: NameIndex, field: str | None, text: str, limit: int) -> list[Named]:
    """Return the most frequent names of a field, or of all, of which a word begins so."""
    found = [n for each in ([field] if field else NAME_TYPES) for n in names.beginning(each, text)]
    return [_named(names, number) for number in _frequent(names, found)[:limit]]


def counts(names: NameIndex, selected: Mask, type_: NameType | None, limit: int) -> list[NameCount]:
    """Return the names of a selection, that of the most articles first, then by their spelling."""
    rows = np.flatnonzero(selected)
    articles, times = names.count(rows), names.occurrences(rows)
    top = _top(names, articles, type_, limit)
    forms = _forms(names, rows, top)
    return [
        NameCount(
            names.names[n], names.type_of(n), int(articles[n]), int(times[n]), tuple(forms[n])
        )
        for n in top
    ]


def _top(names: NameIndex, articles: Places, type_: NameType | None, limit: int) -> list[int]:
    """Return the names with the most articles, then by their spelling."""
    top = [n for field in _fields(type_) for n in names.top(articles, field, limit)]
    return sorted(top, key=lambda n: (-int(articles[n]), names.names[n]))[:limit]


def by_value(
    names: NameIndex,
    selected: Mask,
    values: tuple[Places, Places, list[str]],
    type_: NameType | None,
    limit: int,
    *,
    effort: Effort,
) -> Iterator[NameCell]:
    """Yield the articles of the most frequent names by the values that their rows have.

    `values` are rows, the number of the value of each, and the values. Raises RequestError if so
    many cells are too dear.
    """
    rows, numbers, labels = values
    chosen = np.flatnonzero(selected)
    top = _top(names, names.count(chosen), type_, limit)
    which, having = names.with_rows(chosen, top)
    places, partners = same_rows(having, rows, effort)
    keys, times = counted(which[places] * len(labels) + numbers[partners])
    effort.spend(STEPS_A_CELL * len(keys))
    cells = [
        (key // len(labels), labels[key % len(labels)], count)
        for key, count in zip(keys.tolist(), times.tolist(), strict=True)
    ]
    for place, label, count in sorted(cells):
        yield NameCell(names.names[top[place]], names.type_of(top[place]), label, count)


def against(
    names: NameIndex, selections: tuple[Mask, Mask], type_: NameType | None, limit: int
) -> list[NameContrast]:
    """Return the names of two selections side by side, the most unlike first, by G² of articles.

    Where they are alike, or there is nothing to compare with, the names of most articles come
    first; then by their spelling and type, whatever order the articles were indexed in.
    """
    rows = [np.flatnonzero(each) for each in selections]
    one, other = (names.count(each) for each in rows)
    loglik = corpora_loglik(one, len(rows[0]), other, len(rows[1]))
    both = one + other
    there = both > 0
    if type_:
        there &= names.types == list(NameType).index(type_)
    found = np.flatnonzero(there).tolist()
    found.sort(
        key=lambda n: (-float(loglik[n]), -int(both[n]), names.names[n], int(names.types[n]))
    )
    return [
        NameContrast(
            name=names.names[n],
            type=names.type_of(n),
            articles=int(one[n]),
            articles_against=int(other[n]),
            share=int(one[n]) / max(1, len(rows[0])),
            share_against=int(other[n]) / max(1, len(rows[1])),
            loglik=float(loglik[n]),
        )
        for n in found[:limit]
    ]


def in_context(article: Article, forms: Sequence[str], width: int) -> tuple[str, str, str] | None:
    """Return where an article first has one of some forms, with so many characters around it."""
    longest = sorted(forms, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in longest)
    for text in (article.body, article.title):
        if found := re.search(pattern, text):
            left, right = text[: found.start()][-width:], text[found.end() :][:width]
            return _SPACE.sub(" ", left), found[0], _SPACE.sub(" ", right)
    return None


def _forms(names: NameIndex, rows: Places, wanted: Sequence[int]) -> dict[int, list[str]]:
    """Return the forms of some names in some rows, the name first, then the longest."""
    forms = names.all_forms(rows, wanted)
    return {
        n: [
            names.names[n],
            *sorted(forms[n] - {names.names[n]}, key=lambda each: (-len(each), each)),
        ]
        for n in wanted
    }


def _frequent(names: NameIndex, numbers: Sequence[int]) -> list[int]:
    each = {n: int(names.articles[n]) for n in numbers}
    return sorted((n for n in each if each[n]), key=lambda n: (-each[n], names.names[n]))


def _named(names: NameIndex, number: int) -> Named:
    return Named(FIELD_OF[names.type_of(number)], names.names[number], int(names.articles[number]))


def _fields(type_: NameType | None) -> list[str]:
    return [field for field, each in NAME_TYPES.items() if type_ in (None, each)]
