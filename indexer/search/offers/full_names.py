"""Names of the archive in full: those that the end of a query begins, and corrected ones.

Of a name that is corrected one word is typed right, or nearly: lodewijk aser, marine lepen. What is
typed for the other words may lie farther from what is meant than a word by itself: those who bear
such a first name or surname are few.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise

from indexer.analysis.fold import fold
from indexer.analysis.pieces import between_hyphens
from indexer.analysis.spelling import FARTHEST, HEARD_LETTER, ONE_LETTER, most_letters, slip
from indexer.answers.completions import Completion, CompletionKind
from indexer.answers.name_figures import NAME_TYPES
from indexer.cache import weak_lru_cache
from indexer.engines.protocol import EngineReader
from indexer.fields import NAMES, SCOPES
from indexer.later import NamedTuple, expression
from indexer.model import FacetCount
from indexer.query import nodes
from indexer.search.naming import ArchiveNames
from indexer.search.offers.asked import (
    Asked,
    Change,
    Correction,
    TypedWord,
    are_apart,
    changed,
    checked,
    content_words,
)
from indexer.search.offers.candidates import MORE_OFTEN, RARE, TIMES, Candidates

_MAX_WORDS = 4  # of a query that say something
_MAX_WORDS_KEPT = 256  # whose names are remembered
_LONGEST = 4  # words of a name, small ones among them
_LEAST = 3  # articles with a name
_ORDINARY = 100  # articles with a word of the dictionary, of which names are then not looked up
_NEAREST = 2  # words of the archive that a word without articles may be
_SHORT = 3  # letters of a word of which one that is heard leaves too little
_WELL_KNOWN = 100  # articles with a name that is rather meant where none has what was typed
_LETTER_AND_SOUND = 3.0  # the cost of two letters of which one is not heard
_FAR_MORE = 5  # times as many articles as have the words typed, wherever they stand
_COST = 2.0  # of a slip, in powers of e of articles
_OFFSET = 1.0  # of the cost of a slip that half a letter each comes on top of

MIN_PREFIX = 2
"""Letters that begin a name or a word."""
LAST_WORD = expression(r"(?:(?<!\w)['’](?=s-))?[^\W_][\w'’-]*\Z")  # 's-Hertogenbosch
_MAX_NAMES = 4  # before the words
_SHORTEST, _LONG = 5, 10  # letters of a beginning of which none, or two may be wrong
_MAX_PERSONS, _MAX_PERSONS_BESIDE = 3, 2  # by their first names, among words; beside others
_MIN_FIRST_NAME = 3  # letters of one
_FAR_LESS = 200  # times: a name that so much fewer articles have is a misprint, or several names
_NAME_PREFIXES = "|".join(prefix for field in NAMES for prefix in field.prefixes)
_NAME_ASKED = expression(rf'(?i)(?<!\w)({_NAME_PREFIXES}):("?)([^":()]{{0,60}})\Z')
_A_WORD = r"['’]?[^\W\d_][\w.'’-]{0,40}"
_LAST_WORDS = expression(rf"(?<!\S)(?:{_A_WORD} ){{1,3}}{_A_WORD}\Z")


class _Run(NamedTuple):
    """Words in a row of a query, and their letters."""

    words: tuple[TypedWord, ...]
    letters: str


class _Name(NamedTuple):
    """A name that so many `articles` have, its folded words, and the letters of them."""

    value: str
    articles: int
    words: tuple[str, ...]
    letters: str


class _Found(NamedTuple):
    """A name that may be meant by a run of words, with the words typed that are wrong then.

    It is the `only` one with another word of it, as far as half of its articles say so.
    """

    likelihood: float
    cost: float
    name: _Name
    run: _Run
    wrong: tuple[TypedWord, ...]
    only: bool


class FullNames:
    """Corrects names by those that the archive has; by none where it keeps none."""

    def __init__(self, candidates: Candidates, names: ArchiveNames) -> None:
        self._candidates = candidates
        self._names = names
        self._spelt = weak_lru_cache(self._names_with, _MAX_WORDS_KEPT)

    def correct(self, asked: Asked, typed: Sequence[TypedWord]) -> Correction | None:
        """Return the correction of one name."""
        if len(typed) <= 1 or len(content_words(typed)) > _MAX_WORDS:
            return None
        if all(map(self._is_ordinary, typed)):  # harde grens: names take long to open
            return None
        least = max(_LEAST, _FAR_MORE * asked.total)
        found = [each for place in range(len(typed)) for each in self._near(typed, place, least)]
        for best in sorted(found, key=lambda each: each.likelihood, reverse=True):
            as_typed = self._in_a_row(best.run)
            # One letter that is not heard is a slip of papers too: Lillian Marijnissen.
            times = TIMES if best.cost <= ONE_LETTER else MORE_OFTEN
            if best.name.articles < times * as_typed:
                continue
            if as_typed > 1 and best.cost > HEARD_LETTER:
                continue  # Mark Wotte is no Mark Rutte
            changes = _changes(best)
            sure = best.name.articles >= RARE and all(_is_slip(each, best) for each in best.wrong)
            # Virgil van Dyck: whoever that is, no article has him.
            well_known = best.name.articles >= _WELL_KNOWN and not asked.total
            sure = sure or (well_known and best.cost <= _LETTER_AND_SOUND)
            unknown = any(not word.known for word in best.wrong)
            if sure and unknown and not asked.total:
                return Correction(changed(asked.parsed.text, changes), changes, sure=True)
            return checked(asked, changes, sure=sure)
        return None

    def _is_ordinary(self, typed: TypedWord) -> bool:
        """Return whether a word is neither a name nor a slip of one, as frequent ones are not."""
        return typed.known >= _ORDINARY and self._candidates.analyzer.in_dictionary(typed.word)

    def _in_a_row(self, run: _Run) -> int:
        return self._candidates.in_a_row(tuple(each.word.exact for each in run.words))

    def _near(self, typed: Sequence[TypedWord], place: int, least: int) -> Iterator[_Found]:
        """Yield names with a word of a query, and others near what stands beside it."""
        word = typed[place].word
        if word.stop or not word.exact.isalpha():
            return
        anchors = [word.exact]
        if typed[place].spelt <= RARE:
            near = self._candidates.likeliest(word.exact)[:_NEAREST]
            anchors += [each.terms[0] for each in near]
        for anchor in anchors:
            if names := [name for name in self._spelt(anchor) if name.articles >= least]:
                half = self._candidates.frequency(anchor) // 2
                for run in _runs(typed, place):
                    yield from _compared(run, names, half)

    def _names_with(self, word: str) -> tuple[_Name, ...]:
        """Return the names of several words with this word in them, which articles enough have."""
        found = []
        for name in self._names.containing(word, _LEAST):
            words = tuple(_words(name.value))
            found.append(_Name(name.value, name.count, words, "".join(words)))
        return tuple(found)


def _runs(typed: Sequence[TypedWord], place: int) -> Iterator[_Run]:
    """Yield the runs of words with the one at a place."""
    for first in range(max(0, place - _LONGEST + 1), place + 1):
        for end in range(max(place, first + 1) + 1, min(len(typed), first + _LONGEST) + 1):
            words = tuple(typed[first:end])
            if any(are_apart(one, other) for one, other in pairwise(words)):
                continue
            if not (words[0].word.stop or words[-1].word.stop):
                yield _Run(words, "".join(each.word.exact for each in words))


def _compared(run: _Run, names: Sequence[_Name], half: int) -> Iterator[_Found]:
    """Yield the names that a run of words may be a slip for.

    `half` of the articles with a word of theirs make one of them the only such name: theresa mei.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    most = most_letters(_OFFSET + len(run.letters) / 2)
    spelt = [name.letters for name in names]
    near = extract(run.letters, spelt, scorer=OSA.distance, score_cutoff=most, limit=None)
    for _, _, place in near:
        name = names[place]
        wrong = tuple(each for each in run.words if each.word.exact not in name.words)
        size = sum(len(each.word.exact) for each in wrong)
        if not wrong:
            continue
        cost = slip(run.letters, name.letters)
        farthest = _OFFSET + size / 2 if size > _SHORT else ONE_LETTER
        if name.articles >= _WELL_KNOWN and (size > _SHORT or name.articles > half):
            farthest = max(farthest, FARTHEST)  # luis hamilton
        if cost <= farthest:
            likelihood = math.log(name.articles) - _COST * cost
            yield _Found(likelihood, cost, name, run, wrong, name.articles > half)


def _words(name: str) -> list[str]:
    return [fold(piece) for word in name.split() for piece in between_hyphens(word) or [word]]


def _is_slip(typed: TypedWord, found: _Found) -> bool:
    """Return whether a word can only be a slip: few have it, or it sounds like what is meant.

    Mathijs van der Poel may be somebody else than Mathieu, and Annie van Dam than Anne, one of many
    of that name; Julien Assange is Julian, the only one.
    """
    first = any(word[0] == typed.word.exact[0] for word in found.name.words)
    return (
        typed.spelt <= RARE
        or found.cost <= ONE_LETTER
        or (found.only and first and found.cost <= HEARD_LETTER)
    )


def _changes(found: _Found) -> tuple[Change, ...]:
    """Return the changes that make the name of its run: of its wrong words alone, if they may."""
    words, meant = found.run.words, found.name.value.split()
    if len(words) != len(meant):
        return (Change(words[0].start, words[-1].end, found.name.value),)
    return tuple(
        Change(each.start, each.end, name)
        for each, name in zip(words, meant, strict=True)
        if each.word.exact != fold(name)
    )


class BegunNames:
    """Completes queries by names that the archive has; by none where it keeps none."""

    def __init__(
        self,
        reader: EngineReader,
        names: ArchiveNames,
        around: Callable[[str], nodes.Node | None],
    ) -> None:
        """`around` returns what the words before a name ask of the articles that have it too."""
        self._reader = reader
        self._names = names
        self._around = around

    def asked(self, query: str, limit: int) -> tuple[Completion, ...] | None:
        """Return the names of a field that the query asks for at its end; None if it asks none."""
        asked = _NAME_ASKED.search(query)
        if asked is None:
            return None
        prefix, quote, text = asked.groups()
        if len(text.strip()) < MIN_PREFIX:
            return ()
        before = query[: asked.start()] + prefix + ":"
        found = self._names.beginning(text, limit, SCOPES[prefix.lower()])
        return tuple(
            Completion(
                before + (f'"{n.value}"' if quote or " " in n.value else n.value),
                n.count,
                CompletionKind.NAME,
            )
            for n in found
        )

    def named(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the query with the name completed that its last two words or more begin.

        What stands there stays as it was typed. Words before the name stand in articles with it.
        """
        tail = _LAST_WORDS.search(query)
        words = tail[0].split() if tail else []
        for first in range(len(words) - 1):
            begun = words[first:]
            if found := _likely(self._names.beginning(" ".join(begun), min(limit, _MAX_NAMES))):
                before = query[: len(query) - len(begun[-1])]
                around = self._around(f"{' '.join(words[:first])} ") if first else None
                rests = {
                    _rest(each.value, begun): self._beside(around, each) if around else each.count
                    for each in found[::-1]
                }
                named = [
                    Completion(before + text, count, CompletionKind.NAME)
                    for text, count in rests.items()
                    if count
                ]
                return tuple(named[::-1])
        return ()

    def nearly(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Return the query with the name that its last words begin, but for a letter or two.

        One of them is typed right: femke halsm.
        """
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms that few queries need

        from indexer.names.candidates import PARTICLES  # noqa: PLC0415 - as above

        tail = _LAST_WORDS.search(query)
        words = [fold(each) for each in tail[0].split()] if tail else []
        letters = "".join(words)
        if tail is None or words[0] in PARTICLES or len(letters) <= _SHORTEST:
            return ()
        most, found = 1 + (len(letters) > _LONG), []
        for each in self._names.containing(words[0], _LEAST):
            name, value = "".join(_words(each.value)), each.value
            begun = (name[: len(letters) + more] for more in (-1, 0, 1))
            if min(OSA.distance(letters, part) for part in begun) <= most:
                text = query[: tail.start()] + (value.lower() if tail[0].islower() else value)
                found.append(Completion(text, each.count, CompletionKind.NAME))
        return tuple(sorted(found, key=lambda each: -each.count)[:limit])

    def persons(self, query: str) -> Iterator[Completion]:
        """Yield the query with its last word completed to persons whose first names begin so.

        Words before it stand in articles with the name.
        """
        last = LAST_WORD.search(query)
        if last is None or len(last[0]) < _MIN_FIRST_NAME or not _stands_alone(query, last.start()):
            return
        before = query[: last.start()]
        around = self._around(before)
        most = _MAX_PERSONS_BESIDE if around else _MAX_PERSONS
        for each in self._names.of_first_name(last[0], most, _LEAST):
            if count := self._beside(around, each) if around else each.count:
                yield Completion(before + each.value, count, CompletionKind.NAME)

    def _beside(self, around: nodes.Node, name: FacetCount) -> int:
        """Return how many articles with other words have a name."""
        ids = (self._names.ids(field, name.value, False) or () for field in NAME_TYPES)
        named = nodes.Among(tuple(dict.fromkeys(chain.from_iterable(ids))))
        return self._reader.count(nodes.And((around, named))).total


def _stands_alone(query: str, start: int) -> bool:
    """Return whether nothing is asked of a word but that articles have it: no field, no quotes."""
    before = query[:start]
    return not before.rstrip("(") or (before[-1] in " (" and before.count('"') % 2 == 0)


def _likely(names: Sequence[FacetCount]) -> list[FacetCount]:
    """Return names, the most frequent first, without those that are misprints beside it."""
    return [each for each in names if each.count * _FAR_LESS >= names[0].count]


def _rest(name: str, begun: Sequence[str]) -> str:
    """Return a name from the word on that the last of some words begins."""
    words, typed = name.split(), [fold(each) for each in begun]
    folded = [fold(word) for word in words]
    for start in range(len(words) - len(typed) + 1):
        last = start + len(typed) - 1
        if folded[start:last] == typed[:-1] and folded[last].startswith(typed[-1]):
            return " ".join(words[last:])
    return name
