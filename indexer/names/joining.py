"""The names of an article: candidates that are none left out, forms of one name put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from indexer.analysis.aliases import Aliases
from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys
from indexer.answers.name_figures import NameType
from indexer.names.candidates import Candidate, Run, Words, candidates, capitalised_words
from indexer.names.capitals import capitalised
from indexer.names.corrections import NO_CORRECTIONS, Corrections, key_of
from indexer.names.cues import countries, is_listed, organisations, places
from indexer.names.kinds import Sums, kind_of, sums_of
from indexer.names.trimming import names_in_run
from indexer.names.usage import UNKNOWN, Archive

_MAX_RUNS = 200_000  # remembered at a time: about 60 MB
_SHORT = 3  # letters of a word whose ending means nothing
_TWO = 2  # capitals of an initialism, at least
_MAX_WHOLES = 1_000  # names of an article that others may be forms of
_GENITIVE = 2
"""A name is that much more frequent than its genitive."""


@dataclass(slots=True)
class ArticleName:
    """A name of an article: its longest form, its kind, all forms, how often they stand there."""

    name: str
    type: NameType
    forms: list[str] = field(default_factory=list)
    count: int = 0


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of which the usage is asked to find names in some texts."""
    found = {word for text in texts for word in capitalised_words(text)}
    found |= {capitalised(word) for word in found}
    return found | {word[:-1] for word in found if word.endswith("s") and len(word) > _SHORT}


def names_in(
    text: str, archive: Archive, corrections: Corrections = NO_CORRECTIONS
) -> list[ArticleName]:
    """Return the names of an article, in the order of their first place; for many, use a Finder."""
    return Finder(archive, corrections).names_in(text)


class Finder:
    """Finds the names of the articles of an archive, and remembers what runs and names come to."""

    def __init__(self, archive: Archive, corrections: Corrections = NO_CORRECTIONS) -> None:
        self._archive = archive
        self._corrections = corrections
        self._in_run = lru_cache(_MAX_RUNS)(self._names_in_run)
        self._sums = lru_cache(_MAX_RUNS)(self._sums_of)

    def _names_in_run(self, run: Run) -> tuple[Words, ...]:
        return tuple(names_in_run(run, self._archive))

    def _sums_of(self, words: Words) -> Sums:
        return sums_of(words, self._archive)

    def names_in(self, text: str) -> list[ArticleName]:
        """Return the names of an article, in the order of their first place."""
        names: list[ArticleName] = []
        unsure: list[ArticleName] = []
        for words, seen in self.grouped(text).items():
            name = " ".join(words)
            type_ = self._corrections.types.get(key_of(name)) if self._corrections.types else None
            type_ = type_ or kind_of(self._sums(words), [each for each, _ in seen])
            forms = dict.fromkeys((name, *(" ".join(form) for _, form in seen)))
            some = unsure if type_ is None else names
            some.append(ArticleName(name, type_ or NameType.PER, list(forms), len(seen)))
        return corrected(_joined(names, unsure, self._corrections), self._corrections)

    def grouped(self, text: str) -> dict[Words, list[tuple[Candidate, Words]]]:
        """Return the places of each possible name of a text, with its words as they stand there."""
        found = [
            (candidate, words)
            for candidate in candidates(text)
            for words in self._in_run(candidate.run)
        ]
        whole = {words for _, words in found}
        surnames = {words[-1] for words in whole if len(words) > 1}
        seen: dict[Words, list[tuple[Candidate, Words]]] = {}
        for candidate, words in found:
            base = _base(words, self._archive, whole, surnames)
            seen.setdefault(base, []).append((candidate, words))
        return seen


def corrected(names: list[ArticleName], corrections: Corrections) -> list[ArticleName]:
    """Return the names of an article by the names that they are called by, without those hidden."""
    if corrections is NO_CORRECTIONS:
        return names
    found: dict[str, ArticleName] = {}
    for each in names:
        called = corrections.same.get(key_of(each.name), each.name)
        if {key_of(each.name), key_of(called)} & corrections.hidden:
            continue
        type_ = corrections.types.get(key_of(called), each.type)
        name = found.setdefault(key_of(called), ArticleName(called, type_))
        shown = [form for form in each.forms if key_of(form) not in corrections.hidden]
        name.forms = list(dict.fromkeys((*name.forms, *shown)))
        name.count += each.count
    return list(found.values())


def _base(words: Words, archive: Archive, whole: set[Words], surnames: set[str]) -> Words:
    """Return a name without the s of a genitive, where the article or the archive shows it."""
    last = words[-1]
    if (
        not last.endswith("s")
        or last.endswith("ss")
        or len(last) <= _SHORT
        or is_listed(" ".join(words))
    ):
        return words
    base = (*words[:-1], last[:-1])
    if base in whole:
        return base
    if len(words) > 1 or last in surnames:
        return words
    stem, own = archive.get(last[:-1], UNKNOWN), archive.get(last, UNKNOWN)
    return base if stem.inside > _GENITIVE * own.inside else words


def _joined(
    names: list[ArticleName], unsure: list[ArticleName], corrections: Corrections
) -> list[ArticleName]:
    """Return the names with short forms put with the longest that they can be short for.

    Of those that are `unsure`, which seemed no names, only such forms are left.
    """
    longest = sorted(names, key=lambda each: -len(each.name.split()))
    kept: list[ArticleName] = []
    doubted = {id(each) for each in unsure}
    longest += unsure
    for name in longest:
        whole = next(
            (
                each
                for each in islice(kept, _MAX_WHOLES)
                if _is_form(name, each) and not corrections.part(name.name, each.name)
            ),
            None,
        )
        if whole is None:
            kept += [] if id(name) in doubted else [name]
            continue
        whole.forms += name.forms
        whole.count += name.count
    for name in kept:
        rest = sorted({*name.forms} - {name.name}, key=lambda form: (-len(form), form))
        name.forms = [name.name, *rest]
    order = {id(name): place for place, name in enumerate(names)}
    return sorted(kept, key=lambda each: order[id(each)])


def _is_form(short: ArticleName, whole: ArticleName) -> bool:
    """Whether a name is a short form, an initialism or another spelling of a longer one."""
    own, parts = _folded(short.name), _folded(whole.name)
    if own == parts or parts in aliases_of(short.name):
        return True
    if len(parts) > 1 and len(own) == 1 and short.name in _initials(whole.name):
        return True
    if short.name in places() or whole.name in places():
        return False
    if whole.type is short.type is NameType.ORG and len(own) < len(parts):
        begins = whole.name.startswith((f"{short.name} voor ", f"{short.name} van "))
        begins = begins or _is_club(short.name, whole.name)
        return begins or (own == parts[-len(own) :] and parts[0] != "jong")  # Jong Ajax
    if whole.type is NameType.PER and len(parts) > 1:
        if own in (parts[-len(own) :], parts[:1]) or (len(own) == 1 and _alike(own, parts[-1:])):
            return True
        return short.type is NameType.PER and len(own) == len(parts) and _alike(own, parts)
    return False


def _is_club(short: str, whole: str) -> bool:
    """Whether a listed body is called after its town too: ADO Den Haag; not Shell Nederland."""
    rest = whole.removeprefix(f"{short} ")
    town = rest != whole and rest in places() and rest not in countries()
    return town and whole in organisations()


@lru_cache(1 << 16)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(map(fold, name.split()))


@lru_cache(1 << 14)
def aliases_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the other names of what a name stands for: VS, Verenigde Staten."""
    return Aliases.load().variants(_folded(name), tuple(name.split()))


def _alike(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each word is the other's spelling by a key of foreign names."""
    return all(a == b or set(_keys(a)) & set(_keys(b)) for a, b in zip(words, others, strict=True))


_keys = lru_cache(1 << 16)(name_keys)


@lru_cache(1 << 14)
def _initials(name: str) -> frozenset[str]:
    words = name.replace("-", " ").split()
    first = [word[0] for word in words]
    capitals = [letter for letter in first if letter.isupper()]
    if len(capitals) < _TWO:
        return frozenset()
    return frozenset("".join(each) for each in (first, map(str.upper, first), capitals))
