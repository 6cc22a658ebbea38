"""Runs of capitalised words in a text: what may be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis.tokens import tokenize
from indexer.names.cues import cues

_BETWEEN = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "ten",
        "ter",
        "te",
        "von",
        "di",
        "da",
        "del",
        "della",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "the",
        "of",
        "and",
        "voor",
        "'t",
        "het",
        "zonder",
        "op",
        "aan",
    ]
)
_OPENED = frozenset({"het", "zonder", "op", "voor", "aan", "of"})  # only after a word that opens
_LONGEST = 7  # words of a name
_LONGEST_WORD = 40  # letters
_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"[ \u00a0]")
_COMPOUND = re.compile(r"(\w*[A-ZÀ-Þ][\w.]*)[-\u2010\u2011](?:[a-zà-þ]|Kamerl).*")
_FOLLOWER = re.compile(r".*['’](?:er|ers|tje|ster)|.{3,}(?:landers?|aanse?n?)")  # PVV'er, Zeelander
_OPENING = frozenset(".!?:\"“‘'„…•")  # a sentence may begin after one of these
_SHORT, _ENOUGH = 3, 3  # letters that tell nothing; words that do tell
_SHOUTED = 0.7  # of the longer words of a line have a capital: it says nothing there


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words that may be a name: its words, and the words around it in its sentence.

    `first` says that it begins a sentence, so that its first word would have a capital anyway;
    `shouted` that all words of its line have one.
    """

    words: tuple[str, ...]
    before: str = ""
    after: str = ""
    first: bool = False
    shouted: bool = False


def candidates(text: str) -> Iterator[Candidate]:
    """Yield the candidates of a text, in order. Time is linear in its length."""
    for match in _LINE.finditer(text):
        line = match.group()
        spans = list(tokenize(line))
        words = [line[start:end] for start, end in spans]
        gaps = [
            line[end:start]
            for (_, end), (start, _) in zip(
                [(0, 0), *spans], [*spans, (len(line),) * 2], strict=True
            )
        ]
        shouted = _shouted(words)
        place = 0
        while place < len(words):
            if not _begins(words, place):
                place += 1
                continue
            end = _end(words, gaps, place)
            name = _trimmed(_written(line[spans[place][0] : spans[end - 1][1]], gaps[end]))
            if name:
                yield _candidate(name, words, gaps, (place, end), shouted=shouted)
            place = end


def _candidate(
    name: tuple[str, ...],
    words: list[str],
    gaps: list[str],
    run: tuple[int, int],
    *,
    shouted: bool,
) -> Candidate:
    """Return a name with what stands around the run of words that it is."""
    place, end = run
    first = place == 0 or bool(_OPENING.intersection(gaps[place]))
    before = "" if place == 0 or not _SPACE.fullmatch(gaps[place]) else words[place - 1]
    after = words[end] if end < len(words) and _SPACE.fullmatch(gaps[end]) else ""
    return Candidate(name, before, after, first, shouted)


def _written(run: str, gap: str) -> list[str]:
    """Return the words of a run as they are written, with the dots of initials."""
    words = run.split()
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha() and gap[:1] == ".":
        words[-1] += "."
    return words


def _shouted(words: list[str]) -> bool:
    """Whether so many words of a line have a capital that it says nothing there."""
    long = [word for word in words if len(word) > _SHORT]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) >= _ENOUGH and capitals > _SHOUTED * len(long)


def _begins(words: list[str], place: int) -> bool:
    """Whether a candidate begins here: at a capital, or at `ministerie van` before one."""
    if words[place] == "ministerie":
        following = words[place + 1 : place + 3]
        return following[:1] == ["van"] and following[-1][0].isupper()
    return words[place][0].isupper() or bool(_COMPOUND.fullmatch(words[place]))


def _end(words: list[str], gaps: list[str], start: int) -> int:
    """Return where the run that begins at `start` ends."""
    end = last = start + 1
    opened = words[start].lower() in cues()["open"]
    while end < min(len(words), start + _LONGEST) and _joins(words[end - 1], gaps[end]):
        word = words[end]
        if _COMPOUND.fullmatch(words[end - 1]):
            break
        if word[0].isupper() or (word[0].isdigit() and len(word) < _SHORT):
            last = end + 1
            opened = opened or word.lower() in cues()["open"]
        elif word not in _BETWEEN or (word in _OPENED and not opened and not _in_place(words, end)):
            break
        end += 1
    return last


def _in_place(words: list[str], at: int) -> bool:
    """Whether words go on as in Alphen aan den Rijn."""
    return words[at : at + 2] == ["aan", "den"]


def _joins(word: str, gap: str) -> bool:
    """Whether a gap after a word parts no name: a space, or the dot of an initial."""
    initial = len(word) == 1 or word in {"St", "Th", "Chr", "Ch", "Joh", "Dr"}
    return bool(_SPACE.fullmatch(gap)) or gap == " & " or (gap in {". ", "."} and initial)


def _trimmed(words: list[str]) -> tuple[str, ...]:
    """Return the words of a name, a compound as its part with a capital; none if it is no name."""
    compound = _COMPOUND.fullmatch(words[-1])
    if compound:
        words = [*words[:-1], compound[1]]
        if compound[1] in {"Oud", "Ex", "Anti", "Pro", "Niet", "Semi", "Co", "Mede", "E"}:
            return ()
    if _FOLLOWER.fullmatch(words[-1]) or any(len(word) > _LONGEST_WORD for word in words):
        return ()
    return (*words[:-1], words[-1].removesuffix("'s").removesuffix("’s"))
