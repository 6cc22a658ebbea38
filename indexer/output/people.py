"""People of a byline, as references list them: each by itself, the surname first.

Reference managers take what stands before the comma for the surname (RIS specifications, Research
Information Systems, 2001; BibTeX, Patashnik 1988). Dutch ones sort by it without its particle:
`Berg, Jan van der`. Belgian particles with a capital are part of it: `Van der Berg, Jan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from indexer.later import dataclass
from indexer.text import one_line

_PARTICLES = {
    *("van", "de", "der", "den", "het", "'t", "’t", "ten", "ter", "te", "in", "op", "aan", "bij"),
    *("von", "zu", "zum", "zur", "du", "des", "la", "le", "les", "di", "da", "del", "della", "dos"),
    *("el", "al", "bin", "ibn", "ben", "af", "av", "'s", "’s", "v.d.", "v/d", "vd", "van't", "uit"),
}
_ELIDED = re.compile(r"[dl]['’](?=\w)", re.IGNORECASE)
_JOINED = re.compile(r".+[-‐](?:van|de|der|den|ten|ter|te|het|'t|’t)", re.IGNORECASE)
_TITLES = {
    *("prof", "dr", "drs", "mr", "ir", "ing", "ds", "dhr", "mevr", "mw", "msc", "bc", "drs.ir"),
    *("mr.dr", "prof.dr", "prof.mr", "prof.ir", "dr.ir", "lic"),
}
_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d."}
_OF_PERSON = re.compile(r"(?:[^\W\d_]\.?)+(?:['’‐-]+(?:[^\W\d_]\.?)+)*['’]?")
# What only makers of news are called, and none of the people among them.
_GROUP = re.compile(
    r"\b(?:redacties?|\w*redactie|verslag(?:gever|geefster)s?|correspondent(?:en|e)?|redacteur(?:en|s)?"
    r"|redactrices?|medewerk(?:er|ster)s?|persbureau|nieuwsdienst|nieuws|news|press|agency|agence"
    r"|bureau|desk|team|staff|editors?|editorial|newsroom|krant|dagblad|courant|omroep|stichting"
    r"|vereniging|universiteit|university|ministerie|gemeente|associated|reuters|bloomberg|belga"
    r"|novum|online|media|group|groep|anp|afp|dpa|efe|nos|vrt|rtl|bbc|cnn)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:(?:tekst(?:\s+en\s+foto['’]?s)?|van)\s*:?\s*)?(?:onze|een\s+onzer|our)\s+(?P<rest>\S.*)"
    r"|tekst(?:\s+en\s+foto['’]?s)?\s*:\s*(?P<named>\S.*)",
    re.IGNORECASE,
)
_PLACE = {"in", "te", "uit", "voor", "bij", "op"}  # a name of a place follows
_BETWEEN = re.compile(
    r"(?:(?<!\s)\s+)?(?:[;&+|]|(?<!\bv)/)\s*|(?<!\s)\s+(?:en|and|und|et)\s+", re.IGNORECASE
)
_BY = re.compile(r"(?:door|by)(?:\s*:\s*|\s+|$)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)$")  # Els Boom (Brussel)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,6}")
_ARTICLES = ("the", "een")
_MIN_NAMES = 2
_MIN_INITIALISM = 3
_MAX_BYLINE = 400  # characters
_MAX_BYLINES = 1_000  # that are remembered: to read one takes a hundredth of a page of results


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who is named; of a `surname` alone the rest is empty, as of an organisation."""

    surname: str
    given: str = ""
    suffix: str = ""
    is_group: bool = False

    @property
    def natural(self) -> str:
        """The name as it is spoken."""
        return " ".join(filter(None, (self.given, self.surname, self.suffix)))

    @property
    def inverted(self) -> str:
        """The name with the surname first, as RIS has it."""
        return ", ".join(filter(None, (self.surname, self.given, self.suffix)))


def people(bylines: Iterable[str]) -> tuple[Person, ...]:
    """Return everyone whom the values of the field of authors name, each once."""
    named = [
        person
        for byline in map(one_line, bylines)
        for person in (_known if len(byline) <= _MAX_BYLINE else _people)(byline)
    ]
    return tuple(dict.fromkeys(named))


@lru_cache(_MAX_BYLINES)
def _known(byline: str) -> tuple[Person, ...]:
    return tuple(_people(byline))


def _people(byline: str) -> Iterator[Person]:
    byline = _BY.sub("", byline)
    if not byline:
        return
    credited = _CREDIT.fullmatch(byline)
    name = _without_role((credited["rest"] or credited["named"]) if credited else byline)
    if not name or len(byline) > _MAX_BYLINE:
        yield Person(byline, is_group=True)
        return
    parts = [part for part in _BETWEEN.split(name) if part]
    if len(parts) > 1 and not all(map(_may_be_named, parts)):
        parts = [name]  # Jansen & Zonen
    for part in parts:
        yield from map(_person, _by_commas(part))


def _without_role(name: str) -> str:
    """Return a name without `correspondent in Brussel` before it, "" where that is all."""
    words = name.split()
    place = 0
    if words[0][0].islower() and words[0].lower() not in _PARTICLES:
        while place < len(words) and words[place][0].islower():
            place += 2 if words[place] in _PLACE else 1
    return " ".join(words[place:])


def _may_be_named(part: str) -> bool:
    """Say whether a part of a byline is someone by itself."""
    return len(part.replace(",", " ").split()) >= _MIN_NAMES or bool(_GROUP.search(part))


def _by_commas(part: str) -> list[str]:
    """Return the names in a text with commas: several full ones, or one that is inverted."""
    pieces = [piece for piece in map(str.strip, part.split(",")) if piece]
    named = [piece for piece in pieces if not _is_role(piece)] or pieces
    if len(named) > 1 and all(map(_may_stand_alone, named)):
        return named
    if len(named) == 1:
        return named
    if len(pieces) > _MIN_NAMES and not len(pieces) % 2:  # Bos, Anna, Vos, Bram
        return [", ".join(pieces[n : n + 2]) for n in range(0, len(pieces), 2)]
    return [", ".join(pieces)] if pieces else []


def _may_stand_alone(piece: str) -> bool:
    """Say whether a piece between commas is someone by itself: `Jan Bakker, ANP`."""
    return len(_words(piece)) >= _MIN_NAMES or bool(_GROUP.search(piece))


def _is_role(piece: str) -> bool:
    """Say whether a piece tells what someone does: `correspondent` behind a name."""
    return piece[0].islower() and piece.split(maxsplit=1)[0] not in _PARTICLES


def _words(name: str) -> list[str]:
    """Return the words of a name that are no particles."""
    return [word for word in name.split() if word.lower() not in _PARTICLES]


def _person(name: str) -> Person:
    name = _ASIDE.sub("", name) or name
    if _GROUP.search(name):
        return Person(name, is_group=True)
    if "," in name:
        surname, *rest = (part.strip() for part in name.split(","))
        suffix = rest.pop() if len(rest) > 1 and rest[-1].lower() in _SUFFIXES else ""
        given = " ".join(rest)
        is_name = _is_name(surname) and _is_name(given)
        return Person(surname, given, suffix) if is_name else Person(name, is_group=True)
    words = _without_titles(name.split())
    if _INITIALS.fullmatch(words[-1]) and not _INITIALS.fullmatch(words[0]):  # Bakker J.
        words = [words[-1], *words[:-1]]
    if _is_paper(words):
        return Person(name, is_group=True)
    suffix = words.pop() if len(words) > _MIN_NAMES and words[-1].lower() in _SUFFIXES else ""
    if len(words) < _MIN_NAMES or not _is_name(" ".join(words)):
        return Person(name, is_group=True)
    return _inverted(words, suffix)


def _is_paper(words: list[str]) -> bool:
    """Say whether words begin as a paper or a surname alone does: De Bode, NRC Handelsblad."""
    first = words[0]
    is_initialism = first.isalpha() and first.isupper() and len(first) >= _MIN_INITIALISM
    of_capitals = all(word.isupper() for word in words)
    begins_so = first.lower() in (*_PARTICLES, *_ARTICLES) and not first.islower()
    return begins_so or (is_initialism and not of_capitals)


def _is_name(text: str) -> bool:
    """Say whether a text can be a name of a person: letters, and capitals but for particles."""
    words = text.split()
    return all(
        word.lower() in _PARTICLES
        or _ELIDED.match(word)
        or (_OF_PERSON.fullmatch(word) and not word[0].islower())
        for word in words
    ) and any(word.lower() not in _PARTICLES for word in words)


def _inverted(words: list[str], suffix: str) -> Person:
    """Return the person with these words for a name: given names, particles, surname."""
    start = next((n for n in range(1, len(words)) if _begins_surname(words[n])), len(words) - 1)
    end = start
    while end < len(words) - 1 and words[end] in _PARTICLES:
        end += 1
    given = " ".join([*words[:start], *words[start:end]])
    return Person(" ".join(words[end:]), given, suffix)


def _begins_surname(word: str) -> bool:
    """Say whether what follows the given names begins here, at a particle or a double name."""
    return word.lower() in _PARTICLES or bool(_JOINED.fullmatch(word))


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - _MIN_NAMES and words[start].lower().rstrip(".") in _TITLES:
        start += 1
    return words[start:]
