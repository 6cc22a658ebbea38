"""The names in a run of capitals: without what stands before them, and parted where two meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from indexer.names.candidates import PARTICLES, Run, Words, are_initials, opens
from indexer.names.capitals import ARTICLES, SMALL, calmed, is_known, lowered
from indexer.names.cues import (
    Listed,
    cues,
    endings,
    is_body,
    is_listed,
    is_place,
    listed,
    noun_of,
    organisations,
    others,
    places,
    sides_of_match,
)
from indexer.names.usage import UNKNOWN, Archive

FOREIGN = frozenset({"of", "and", "the", "for", "di", "du", "des", "la", "le", "el", "al"})
ADJECTIVE_ENDINGS = ("se", "sche", "aal", "ale")
INHABITANTS = ("iër", "iërs", "aan", "anen", "ezen", "isch", "ische", "aans", "aanse", "bewoners")
OF_INHABITANTS = (
    *("er", "ers", "ner", "ners", "der", "ders", "ër", "ërs", "aar", "aars", "aren"),
    *("naar", "naars", "naren", "enaar", "enaars", "enaren", "mer", "mers"),
)
"""Endings that make of a place who lives there: Tilburger, Enschedeër, Bredanaar, Arnhemmer."""
_VAN = frozenset({"Van", "Von"})
_CHAMBERS = frozenset({"eerste", "tweede"})
_FOLLOWER = re.compile(r".+['’]ers?")  # VVD'er
_SHORT = 3  # letters of a word whose ending means nothing
_GIVEN = 0.3
"""From here on the share of places before a capital makes a word a first name."""
_SURELY_GIVEN = 0.6
_AFTER_ADJECTIVE = 0.25
"""From here on the share of places after an adjective makes that a part of longer names."""
_INITIAL = 2  # letters, the dot included
_SOME = 2  # places before a capital that make a word no surname
_RARE = 5  # places that show how a word is used
_ONCE = 2  # places of a word that the archive hardly has
_LONG = 7  # letters that compounds of nouns have, and more
_MANY = 3  # times as frequent without a capital: no name


def names_in_run(run: Run, archive: Archive) -> Iterator[Words]:
    """Yield the names in a run, without a first word that only begins the sentence."""
    runs = lowered(run.words, archive) if run.shouted else [calmed(run.words, archive)]
    for words in runs:
        known = is_known(words) or is_known(words[:2])
        rest = words[1:] if run.first and not known and _common(words, archive) else words
        for part in _parts(_bare(rest, archive), archive):
            name = _ended(_bare(part, archive))
            if name and not _is_none(name, archive):
                yield name


def _common(words: Words, archive: Archive) -> bool:
    """Whether the first of some words is rather a common word than a name."""
    word = words[0]
    usage = archive.get(word, UNKNOWN)
    if word == "Van" and len(words) > 1:
        return not _after_van(words[1], archive)
    rather_name = usage.lower < _MANY * usage.inside and Listed.FIRST_NAME in listed(word)
    if len(words) > 1 and rather_name and _is_given(word, archive):
        return False
    if _of_body(words) or (len(words) > 1 and word.lower() in cues()["sure body"]):
        return False
    if len(words) > 1 and usage.inside <= _ONCE and _is_beside(word, words[1], archive):
        return True
    return usage.lower > usage.inside or word.lower() in cues()["never"]


def _is_beside(word: str, name: str, archive: Archive) -> bool:
    """Whether a long word that the archive hardly has describes a name: Vleesgigant Vion."""
    usage = archive.get(name, UNKNOWN)
    known = usage.is_name and usage.inside >= _RARE and _MANY * usage.after_capital < usage.inside
    return known and len(word) > _LONG and not listed(word) and not is_listed(word)


def _after_van(word: str, archive: Archive) -> bool:
    """Whether `van` before a word is part of a surname: Van der Poel, Van Gaal."""
    usage = archive.get(word, UNKNOWN)
    return word in {"der", "den"} or usage.after_agent > usage.inside / 2


def _is_given(word: str, archive: Archive) -> bool:
    """Whether a word is a first name or an initial."""
    usage = archive.get(word, UNKNOWN)
    if are_initials(word):
        return True
    rate = usage.rate(usage.before_capital)
    return rate > _GIVEN or (Listed.FIRST_NAME in listed(word) and rate > _GIVEN / 3)


def _is_surely_given(word: str, archive: Archive) -> bool:
    usage = archive.get(word, UNKNOWN)
    listed_too = Listed.FIRST_NAME in listed(word)
    return listed_too or usage.rate(usage.before_capital) > _SURELY_GIVEN or len(word) == _INITIAL


def _parts(words: Words, archive: Archive) -> Iterator[Words]:
    """Yield a run in parts where names stand beside each other: Schouten van Landbouw."""
    if match := sides_of_match(words):
        yield match[0]
        yield from _parts(match[1], archive)
    elif beside := _beside(words, archive):
        yield words[:beside]
        yield from _parts(words[beside:], archive)
    elif words:
        yield from _whole_or_parts(words, archive)


def _whole_or_parts(words: Words, archive: Archive) -> Iterator[Words]:
    site = words[0].lower() in cues()["body"] | cues()["site"]
    if site or opens(words[0]) or (len(words) > 1 and opens(words[1]) and _of_body(words)):
        yield words
        return
    for at, word in enumerate(words):
        if not at or not word.islower() or word not in SMALL or words[at - 1] in SMALL:
            continue
        of_name = at > 1 and words[at - 1] in _VAN  # Tosh Van der Sande
        if of_name or words[at - 1].endswith("-"):  # Inlichtingen- en Opsporingsdienst
            continue
        right = at
        while right < len(words) and words[right] in SMALL:
            right += 1
        if right == len(words):
            break
        left, rest = words[:at], words[right:]
        if left[-1].lower() in cues()["event"] and word in {"van", "de", "of", "voor"}:
            return
        if _goes_on(left, words[at:right], rest, archive):
            continue
        yield left
        if rest[0] in cues()["portfolio"] and rest[1:] in {(), ("Zaken",)}:
            return
        yield from _parts(rest, archive)
        return
    yield words


def _beside(words: Words, archive: Archive) -> int:
    """Return where a well-known name begins that stands beside another, as in headlines; or 0.

    What mostly stands behind a capital is part of the name before it: Manchester City. So is a
    place: Shell Nederland; but not of a body that has no branches: Navo Rusland.
    """
    if len(words) < 2 or is_known(words):  # noqa: PLR2004 - a name, and one beside it
        return 0
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if right in organisations():
            usage = archive.get(words[at], UNKNOWN)
            own = usage.after_capital <= usage.inside / 3
            if own and (left in organisations() or left in places()):
                return at
        elif right in places() and left.lower() in cues()["world"]:
            return at
    return 0


def _goes_on(left: Words, between: Words, rest: Words, archive: Archive) -> bool:
    """Whether a name goes on after small words."""
    for length in range(1, len(rest) + 1):
        name = " ".join((*left, *between, *rest[:length]))
        if is_listed(name) or is_place(name):
            return True
    if between[0] in {"op", "aan", "en", "voor", "zonder", "het"} or _is_body(left):
        return False
    if between[0] == "of":
        return bool(set(left) & {"The", "University", "House", "Bank"}) or "the" in between
    if set(between) <= FOREIGN or between[0] == "von":
        return True
    return _has_surname(left, between, rest, archive)


def _has_surname(left: Words, between: Words, rest: Words, archive: Archive) -> bool:
    """Whether a first name, small words and a surname stand beside each other."""
    several = len(left) > 1 and len(left[0]) > _INITIAL
    if several and Listed.FIRST_NAME not in listed(left[0]):
        return False
    small = {word.lower() for word in left} & PARTICLES and len(left) > 1  # Van Gaal de
    if small or not _is_given(left[0], archive):
        return False
    if rest[0].lower() in cues()["nationality"]:  # Stefan Kermas van de Duitse
        return False
    name = [*takewhile(lambda word: word not in SMALL, rest)]
    firm = name[-1].lower() in cues()["firm"]  # Koen Bender van Mercurius Vermogensbeheer
    body = len(name) > 1 and (firm or is_body(rest[0].lower()))
    body = body or rest[0] in organisations() or " ".join(rest) in organisations()
    other = rest[0] in cues()["portfolio"] or rest[0].isupper() or body
    if other and len(rest[0]) > _INITIAL and (between[0] == "van" or len(left) > 1):
        return False  # Donald Trump de Fed
    if between != ("van",):
        return len(left) == 1 or " ".join(rest) not in places()
    if is_place(" ".join(rest)):
        return len(left) == 1 and _is_surely_given(left[0], archive)
    known = archive.get(left[0], UNKNOWN).before_capital >= _SOME
    return known or _is_surely_given(left[0], archive)


def _is_body(words: Words) -> bool:
    text = " ".join(words)
    return text in organisations() or text in others()


def _bare(words: Words, archive: Archive) -> Words:
    """Return a name without what stands before it: titles, inhabitants, what describes it."""
    while words and not is_known(words):
        low = words[0].lower()
        of_body = words[-1].lower() in cues()["body"] | cues()["site"]  # Prinses Máxima Centrum
        several = len(words) > 1
        if (
            words[0] in SMALL
            or (low in cues()["title"] and not of_body)
            or (several and (low in cues()["inhabitant"] or words[0] in cues()["portfolio"]))
            or (several and low in cues()["place"] and is_place(" ".join(words[1:])))
            or (several and (_FOLLOWER.fullmatch(words[0]) or _describes(words, archive)))
        ):
            words = words[1:]
        else:
            break
    return words


def _ended(words: Words) -> Words:
    """Return a name without what stands after it: small words, the number of a house."""
    while words and not is_known(words):
        number = len(words) > 1 and words[-1].isdigit()
        if words[-1] in SMALL or (number and (_is_street(words[-2]) or is_place(words[-2]))):
            words = words[:-1]
        else:
            break
    return words


def _of_body(words: Words) -> bool:
    """Whether an adjective begins the name of a body: Nederlands Instituut, Koninklijke Marine."""
    return len(words) > 1 and words[0].lower() in cues()["of state"] and is_body(words[1].lower())


def _describes(words: Words, archive: Archive) -> bool:
    """Whether the first word tells what the others are: Amsterdamse, Oliebedrijf, YouTuber."""
    first, second = words[0], words[1]
    usage = archive.get(first, UNKNOWN)
    if is_listed(first):
        return False
    if _of_body(words):
        return False
    low = first.lower()
    if second.endswith("-"):  # Nederlandse Voedsel- en Warenautoriteit
        return False
    if low in cues()["nationality"] or (low in ARTICLES and is_listed(" ".join(words[1:]))):
        return True
    if low in _CHAMBERS and second.lower() in cues()["title"]:  # Tweede Kamerlid
        return True
    never = low in cues()["never"] and low not in ARTICLES
    if first.endswith(ADJECTIVE_ENDINGS) or never:
        if is_listed(" ".join(words[1:])):
            return True
        given = _is_given(first, archive) and Listed.FIRST_NAME in listed(first)
        if never and given and not low.endswith("e"):  # but the Beste Zangers
            return low in cues()["inhabitant"]  # Frans Bauer, but the Noor Magnus Carlsen
        after = archive.get(second, UNKNOWN)
        rare = after.inside < _RARE or second.isupper()
        return rare or after.after_adjective < _AFTER_ADJECTIVE * after.inside
    noun = noun_of(first.lower())
    whole = first.lower() in cues()[noun] if noun else True
    return not whole and (noun == "of person" or usage.lower >= usage.inside)


@lru_cache(1 << 14)
def _is_street(word: str) -> bool:
    return word.lower().endswith(tuple(cues()["ending"] | cues()["site"]))


def _is_none(words: Words, archive: Archive) -> bool:
    text = " ".join(words)
    if len("".join(words)) <= 1 or text in others():
        return True
    never = text.lower() in cues()["never"]
    if is_listed(text) or (is_place(text) and not never):
        return False
    if len(words) > 1:
        if words[0].lower() in ARTICLES and words[1:2] == words[-1:] and _is_adjective(words[1]):
            return True
        event = words[-1].lower() in cues()["event"] and words[0] not in organisations()
        occasion = words[-1].endswith(endings("occasion")) and not _is_given(words[0], archive)
        return event or occasion or all(word.lower() in cues()["never"] for word in words)
    word = words[0]
    usage = archive.get(word, UNKNOWN)
    name = listed(word) & (Listed.FIRST_NAME | Listed.SURNAME)
    adjective = _is_adjective(word) and not name
    street = word.endswith(("laan", "baan"))
    inhabitant = not street and word.endswith(INHABITANTS) and len(word) > _SHORT + 2
    surname = usage.after_capital > usage.inside / 3
    met = usage.inside >= _RARE and usage.after_first_name <= usage.inside / 4
    return (
        any(word.lower() in cues()[kind] for kind in ("never", "nationality", "inhabitant"))
        or word.endswith(endings("other ending"))
        or ((adjective or inhabitant) and not surname)
        or ((met or not (surname or name)) and _lives_in_place(word))
        or usage.lower > _MANY * usage.inside
    )


def _is_adjective(word: str) -> bool:
    return word.endswith(("se", "sche")) and len(word) > _SHORT + 1


@lru_cache(1 << 14)
def _lives_in_place(word: str) -> bool:
    """Whether a word calls inhabitants by their place: Tilburger, Eindhovenaren, Veenendaler."""
    return any(
        is_place(place)
        for ending in OF_INHABITANTS
        if word.endswith(ending) and len(word) > len(ending) + _SHORT
        for stem in (word.removesuffix(ending),)
        for place in (stem, f"{stem}en", f"{stem[:-1]}{stem[-2:]}")
    )
