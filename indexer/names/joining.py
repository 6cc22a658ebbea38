"""The names of an article: candidates that are none left out, forms of one name put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexer.analysis.fold import fold
from indexer.analysis.names import name_keys
from indexer.figures import NameType
from indexer.names.candidates import Candidate, candidates
from indexer.names.cues import cues, places
from indexer.names.kinds import kind_of
from indexer.names.usage import UNKNOWN, Archive

_SMALL = frozenset(["van", "de", "der", "den", "ten", "ter", "het", "'t", "en", "of", "and", "the"])
_SHORT = 3  # letters of a word whose ending means nothing
_GENITIVE = 2
"""A name is that much more frequent than its genitive."""
_SEEN = 5  # places that show how a word is used
_BOUND = 0.6
"""From here on the share of places after a capital makes a word a part of longer names."""


@dataclass(slots=True)
class ArticleName:
    """A name of an article: its longest form, its kind, all forms, how often they stand there."""

    name: str
    type: NameType
    forms: list[str] = field(default_factory=list)
    count: int = 0


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of which the usage is asked to find names in some texts."""
    found = {word for text in texts for each in candidates(text) for word in each.words}
    return found | {word[:-1] for word in found if word.endswith("s") and len(word) > _SHORT}


def names_in(text: str, archive: Archive) -> list[ArticleName]:
    """Return the names of an article, in the order of their first place."""
    names: list[ArticleName] = []
    unsure: list[ArticleName] = []
    for words, seen in grouped(text, archive).items():
        type_ = kind_of(words, [each for each, _ in seen], archive)
        forms = dict.fromkeys((" ".join(words), *(" ".join(form) for _, form in seen)))
        some = unsure if type_ is None else names
        some.append(ArticleName(" ".join(words), type_ or NameType.PER, list(forms), len(seen)))
    return _joined(names, unsure)


def grouped(
    text: str, archive: Archive
) -> dict[tuple[str, ...], list[tuple[Candidate, tuple[str, ...]]]]:
    """Return the places of each possible name of a text, with its words as they stand there."""
    seen: dict[tuple[str, ...], list[tuple[Candidate, tuple[str, ...]]]] = {}
    for candidate in candidates(text):
        for words in _kept(candidate, archive):
            seen.setdefault(_base(words, archive), []).append((candidate, words))
    return seen


def _kept(candidate: Candidate, archive: Archive) -> Iterator[tuple[str, ...]]:
    """Yield the names in a candidate: without a first word that only begins the sentence."""
    words = candidate.words
    if candidate.shouted:
        big = [word for word in words if word not in _SMALL]
        if not all(archive.get(word, UNKNOWN).is_name for word in big):
            return
    if candidate.first and not {" ".join(words), " ".join(words[:2])} & places():
        words = words[_common(words[0], archive) :]
    of_body = bool(words) and words[-1].lower() in cues()["body"]  # Prinses Máxima Centrum
    while words and (words[0] in _SMALL or (_is_title(words[0]) and not of_body)):
        words = words[1:]
    if len(words) > 1 and words[0].lower() in cues()["inhabitant"]:  # Belg David Goffin
        words = words[1:]
    if len(words) > 1 and words[0] in cues()["portfolio"]:  # minister van Defensie Shoigu
        words = words[1:]
    while words and (words[-1].lower() in _SMALL or words[-1].lower() in cues()["title"]):
        words = words[:-1]
    yield from (part for part in _parted(words, archive) if not _is_none(part, archive))


def _parted(words: tuple[str, ...], archive: Archive) -> Iterator[tuple[str, ...]]:
    """Yield a run in two where it is a name `van` another: Schouten van Landbouw."""
    opens = words and words[0].lower() in cues()["open"] | cues()["body"] | cues()["site"]
    for at, word in enumerate(words):
        if opens or not at or word != "van" or words[at + 1].islower():
            continue
        other = words[at + 1] in cues()["portfolio"] or words[at + 1].isupper()
        given = at == 1 and not other and " ".join(words[at + 1 :]) not in places()
        if not given:
            yield words[:at]
            yield words[at + 1 :]
            return
    if len(words) > 1 and words[0].endswith(("se", "sche")):
        second = archive.get(words[1], UNKNOWN)
        rare = second.inside < _SEEN or words[1].isupper()
        if rare or second.after_capital < second.inside * _BOUND:
            words = words[1:]
    if len(words) > 1 and words[-1].isdigit() and " ".join(words[:-1]) in places():
        words = words[:-1]
    yield words


def _is_title(word: str) -> bool:
    return word.lower() in cues()["title"]


def _common(word: str, archive: Archive) -> bool:
    """Whether a word is rather a common word than a name."""
    usage = archive.get(word, UNKNOWN)
    return usage.lower > usage.inside or word.lower() in cues()["never"]


def _is_none(words: tuple[str, ...], archive: Archive) -> bool:
    if len("".join(words)) <= 1:
        return True
    if len(words) > 1:
        return all(word.lower() in cues()["never"] for word in words)
    word = words[0]
    if word in places():
        return False
    usage = archive.get(word, UNKNOWN)
    adjective = word.endswith(("se", "sche")) and len(word) > _SHORT + 1
    return (
        word.lower() in cues()["never"]
        or (adjective and usage.after_capital <= usage.inside / 3)
        or usage.lower > 3 * usage.inside
    )


def _base(words: tuple[str, ...], archive: Archive) -> tuple[str, ...]:
    """Return a name without the s of a genitive, where the archive has it rather without."""
    last = words[-1]
    stem = archive.get(last[:-1], UNKNOWN)
    often = archive.get(last, UNKNOWN).inside * (_GENITIVE if len(words) == 1 else 10 * _GENITIVE)
    if last.endswith("s") and len(last) > _SHORT and stem.inside > often:
        return (*words[:-1], last[:-1])
    return words


def _joined(names: list[ArticleName], unsure: list[ArticleName]) -> list[ArticleName]:
    """Return the names with short forms put with the longest that they can be short for.

    Of those that are `unsure`, which seemed no names, only such forms are left.
    """
    longest = sorted(names, key=lambda each: -len(each.name.split()))
    kept: list[ArticleName] = []
    doubted = {id(each) for each in unsure}
    longest += unsure
    for name in longest:
        whole = next((each for each in kept if _is_form(name, each)), None)
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
    if fold(short.name) == fold(whole.name):
        return True
    if " " in whole.name and short.name in _initials(whole.name):
        return True
    if short.name in places() or whole.name in places():
        return False
    if whole.type is short.type is NameType.ORG:
        return whole.name.endswith(" " + short.name)
    if whole.type is NameType.PER and " " in whole.name:
        words, parts = short.name.split(), whole.name.split()
        own = [fold(word) for word in words]
        tail = [fold(part) for part in parts[-len(own) :]]
        if own == tail or own == [fold(parts[0])]:
            return True
        return short.type is NameType.PER and len(own) == len(parts) and _alike(words, parts)
    return False


def _alike(words: list[str], others: list[str]) -> bool:
    """Whether each word is the other's spelling by a key of foreign names."""
    return all(
        fold(a) == fold(b) or set(name_keys(a)) & set(name_keys(b))
        for a, b in zip(words, others, strict=True)
    )


def _initials(name: str) -> set[str]:
    words = name.replace("-", " ").split()
    first = [word[0] for word in words]
    capitals = [letter for letter in first if letter.isupper()]
    return {"".join(each) for each in (first, map(str.upper, first), capitals) if len(capitals) > 1}
