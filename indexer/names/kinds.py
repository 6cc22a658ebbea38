"""Person, place, organisation or no name: by what stands around it, here and in the archive.

A logistic model: each feature adds its weight to each kind, and the highest sum decides. The
weights are in `data/weights.tsv`, learned by `lexicon/learn_names.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import log1p, sqrt
from typing import TypeAlias

from indexer.answers.name_figures import NameType
from indexer.names.candidates import Candidate, are_initials
from indexer.names.capitals import ARTICLES, SMALL
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
    table,
)
from indexer.names.trimming import ADJECTIVE_ENDINGS
from indexer.names.usage import UNKNOWN, Archive

PARTICLES = frozenset(
    ["van", "de", "der", "den", "ten", "ter", "von", "di", "da", "del", "la", "el", "al", "bin"]
)
NOUN_ENDINGS = ("ing", "heid", "teit", "schap", "tie", "ment", "isme")
"""Endings of nouns that are no names."""
_TWO, _SHORT, _LONG, _INITIALS = 2, 3, 12, 5  # words; letters
KINDS: tuple[NameType | None, ...] = (NameType.PER, NameType.LOC, NameType.ORG, None)
"""What a candidate may be, in the order of the columns of the weights; None is no name."""


Sums: TypeAlias = tuple[float, ...]
"""What speaks for each of KINDS."""
_SURELY_PERSON: Sums = (100.0, 0.0, 0.0, 0.0)
_SURELY_BODY: Sums = (0.0, 0.0, 100.0, 0.0)
_SURELY_PLACE: Sums = (0.0, 100.0, 0.0, 0.0)
_SIDES = frozenset(["Noord", "Oost", "Zuid", "West", "Centrum"])
_NUMERALS = frozenset(["I", "II", "III", "IV", "V"])
_OF_PERSONS = Listed.FIRST_NAME | Listed.SURNAME
_ROAD = re.compile(r"A\d{1,2}|N\d{2,3}")


def kind_of(own: Sums, seen: Sequence[Candidate]) -> NameType | None:
    """Return of what kind a name is that stands in these places of an article.

    `own` are the sums of its words.
    """
    if any(each.before.lower() in cues()["storm"] for each in seen):  # orkaan Dorian
        return None
    sums = list(own)
    _add(sums, _of_places(seen))
    return KINDS[sums.index(max(sums))]


def sums_of(words: Sequence[str], archive: Archive) -> Sums:
    """Return what the words of a name, and the usage of them in the archive, give each kind."""
    if words[0].startswith("kabinet-") or (len(words) > 1 and _is_body_alone(words)):
        return _SURELY_BODY
    if len(words) > 1 and _is_initialled(words, archive):
        return _SURELY_PERSON
    if _is_place_alone(words):
        return _SURELY_PLACE
    if _is_cabinet(words, archive):
        return _SURELY_BODY
    sums = [0.0] * len(KINDS)
    own = {"bias": 1.0, **_of_itself(words), **_of_lists(words), **_of_archive(words, archive)}
    _add(sums, own)
    person, place, body, none = sums
    if _is_firm(words):
        return person - _SURELY_PERSON[0], place, max(person, body), none
    if words[0] == "The" and len(words) > 1:  # a band, a film or a paper
        return person - _SURELY_PERSON[0], place, body, none
    return tuple(sums)


def _is_initialled(words: Sequence[str], archive: Archive) -> bool:
    """Whether a name begins with the initials of a person: J.K. Rowling.

    But not F.C. Utrecht, P.C. Hooftstraat, and what begins a sentence after an initial.
    """
    if not are_initials(words[0]) or words[0].replace(".", "").lower() in cues()["body"]:
        return False
    last = words[-1].lower()
    place = last in cues()["site"] or last.endswith(endings("ending"))
    other = is_body(last) or last in cues()["never"] or last.endswith(endings("other ending"))
    usage = archive.get(words[-1], UNKNOWN)
    return not (place or other or usage.lower > usage.inside or is_listed(" ".join(words)))


def _is_place_alone(words: Sequence[str]) -> bool:
    """Whether a name is one of a place, whatever stands around it.

    A list has several words as a place, and the last is nobody's name: Le Havre. Or it is a road,
    or a side of a place, Tiel-West; or the first word says what place it is, Camping De Paal.
    """
    text = " ".join(words)
    if len(words) == 1:
        place, _, side = text.rpartition("-")
        return (side in _SIDES and is_place(place)) or bool(_ROAD.fullmatch(text))
    if is_listed(text):
        return False
    return words[0].lower() in cues()["sure place"] or (is_place(text) and not listed(words[-1]))


def _is_body_alone(words: Sequence[str]) -> bool:
    """Whether several words are the name of a body, whatever stands around it.

    The first says so, Stichting Lezen, and a compound of such a word, Havenbedrijf Rotterdam; they
    share an ending, Inlichtingen- en Opsporingsdienst; or are those of a club or of a firm.
    """
    low = words[0].lower()
    if low in cues()["sure body"] or any(word.endswith("-") for word in words):
        return True
    if words[-1].lower() in cues()["site"] | cues()["event"]:  # Mercedes-Benz Arena
        return False
    compound = low.endswith(endings("body ending")) and not _is_other_compound(low)
    given = Listed.FIRST_NAME in listed(words[0])
    return (compound and not given) or _is_club(words) or _is_branch(words)


def _is_other_compound(low: str) -> bool:
    return any(low in cues()[kind] for kind in ("body", "site", "sure place", "never"))


def _is_club(words: Sequence[str]) -> bool:
    """Whether a name is an initialism with a place or a body: FC Nantes, RD Shell; not WK Qatar."""
    first, rest = words[0], " ".join(words[1:])
    initials = 1 < len(first) <= _INITIALS and first.isascii() and first.isalpha()
    small = first.lower() in SMALL | cues()["event"] or words[1].lower() in ARTICLES
    known = is_place(rest) or rest in organisations()
    return initials and first.isupper() and not small and known


def _is_cabinet(words: Sequence[str], archive: Archive) -> bool:
    """Whether a name is of a cabinet, by a surname and its number: Rutte III; no king or pope."""
    if len(words) != _TWO or words[1] not in _NUMERALS:
        return False
    usage = archive.get(words[0], UNKNOWN)
    given = Listed.FIRST_NAME in listed(words[0]) or is_listed(" ".join(words))
    return not given and usage.after_first_name > usage.inside / 4


def _is_firm(words: Sequence[str]) -> bool:
    """Whether a name is of a firm or a club, and no person: by its last word, Micron Technology.

    Or it is of partners, Boer & Olij, but no couple nor one of a firm.
    """
    if len(words) > 1 and words[-1].lower() in cues()["firm"]:
        return True
    if not any("&" in word for word in words) or {"van", "de"} & set(words[1:]):
        return False
    beside = {words[0], *(after for sign, after in pairwise(words) if sign == "&")}
    return not all(Listed.FIRST_NAME in listed(each) for each in beside)


def _is_branch(words: Sequence[str]) -> bool:
    """Whether a name is of a well-known body in a place: Shell Nederland, Real Valladolid."""
    return any(
        " ".join(words[:at]) in organisations() and _is_only_place(words[at:])
        for at in range(1, len(words))
    )


def _is_only_place(words: Sequence[str]) -> bool:
    """Whether words are a place, and the last is nobody's name: not the Elizabeth of Queen."""
    text = " ".join(words)
    return text in places() or (is_place(text) and not listed(words[-1]) & _OF_PERSONS)


def _add(sums: list[float], found: Mapping[str, float]) -> None:
    known = weights()
    for feature, value in found.items():
        if value and feature in known:
            for place, weight in enumerate(known[feature]):
                sums[place] += weight * value


@cache
def weights() -> Mapping[str, tuple[float, ...]]:
    """Return the weights of each feature, one for each of KINDS."""
    return {name: tuple(map(float, each)) for name, *each in table("weights.tsv")}


def features(words: Sequence[str], seen: Sequence[Candidate], archive: Archive) -> dict[str, float]:
    """Return what is seen of a name: values from 0 to about 1, by name."""
    return {
        "bias": 1.0,
        **_of_itself(words),
        **_of_lists(words),
        **_of_places(seen),
        **_of_archive(words, archive),
    }


def _of_itself(words: Sequence[str]) -> dict[str, float]:
    text, low = _text(words), [word.lower() for word in words]
    last, one = low[-1], len(words) == 1
    capitals = sum(letter.isupper() for letter in text)
    found = {
        "one word": one,
        "two words": len(words) == _TWO,
        "more words": len(words) > _TWO,
        "known place": text in places(),
        "word of bodies first": low[0] in cues()["body"],
        "word of bodies last": not one and last.rstrip(".") in cues()["body"],
        "ending of bodies": last not in cues()["body"] and is_body(last),
        "word of places first": not one and low[0] in cues()["site"],
        "hyphen place": "-" in text and any(each in places() for each in text.split("-")),
        "foreign inside": bool({"of", "for", "and", "the"} & set(words[1:-1])) or "&" in words,
        "word of places": last in cues()["site"],
        "ending of places": last.endswith(endings("ending"))
        and any(last.endswith(end) and len(last) > len(end) + 2 for end in cues()["ending"]),
        "initialism": one and text.isupper() and len(text) > 1,
        "capital inside": one and capitals > 1 and not text.isupper() and "-" not in text,
        "hyphen": "-" in text,
        "initial": not one and len(words[0].rstrip(".")) == 1,
        "last initial": not one and len(words[-1].rstrip(".")) == 1,
        "particle": bool(set(low[1:-1]) & PARTICLES) and low[0] not in cues()["open"],
        "adjective first": not one and low[0].endswith(ADJECTIVE_ENDINGS),
        "digit": any(letter.isdigit() for letter in text),
        "article first": low[0] in {"de", "het", "the"},
        "noun ending": last.endswith(NOUN_ENDINGS),
        "short": len(text) <= _SHORT,
        "long word": one and len(text) > _LONG,
    }
    return {name: float(value) for name, value in found.items() if value}


def _text(words: Sequence[str]) -> str:
    return " ".join(words).replace("’", "'")  # as lists have it


def _of_lists(words: Sequence[str]) -> dict[str, float]:
    """Return which lists have a name, or its first and last word."""
    text, one = _text(words), len(words) == 1
    whole, first, last = listed(text), listed(words[0]), listed(words[-1])
    size = "one " if one else "run "
    found = {
        "listed body": text in organisations(),
        "listed body first": not one and words[0] in organisations(),
        "listed other": text in others(),
        "listed other inside": not one and any(word in others() for word in words),
        size + "near place": Listed.NEAR_PLACE in whole,
        size + "far place": Listed.FAR_PLACE in whole,
        size + "first name listed": Listed.FIRST_NAME in first,
        size + "surname listed": Listed.SURNAME in last,
        "place first": not one and words[0] in places(),
        "place last": not one and words[-1] in places(),
    }
    return {name: float(value) for name, value in found.items() if value}


def _of_places(seen: Sequence[Candidate]) -> dict[str, float]:
    """Return the shares of its places in the article that have something around them."""
    found = {
        "before capital gap here": float(sum([not each.after for each in seen])),
        "before saying here": float(sum([each.after in cues()["say"] for each in seen])),
    }
    for each in seen:
        for feature in _before(each.before):
            found[feature] = found.get(feature, 0.0) + 1
    size = len(seen) + 0.5
    found = {name: value / size for name, value in found.items()}
    found["only first"] = float(all(each.run.first for each in seen))
    found["only shouted"] = float(all(each.run.shouted for each in seen))
    found["often"] = min(len(seen), 8) / 8
    return found


@lru_cache(1 << 14)
def _before(word: str) -> tuple[str, ...]:
    """Return what a word before a name tells."""
    low = word.lower()
    noun = noun_of(low)
    told = {
        f"after noun {noun} here": bool(noun),
        "after place here": low in cues()["place"],
        "after article here": low in {"de", "het"},
        "after een here": low in {"een", "deze", "die", "elke"},
        "after bij here": low in {"bij", "club", "tegen"},
        "after van here": low == "van",
        "after noun of other here": low.endswith(endings("of other")),
    }
    return tuple(feature for feature, holds in told.items() if holds)


def _of_archive(words: Sequence[str], archive: Archive) -> dict[str, float]:
    first, last = archive.get(words[0], UNKNOWN), archive.get(words[-1], UNKNOWN)
    one = "one " if len(words) == 1 else "run "
    total = last.inside + last.lower + 1
    return {
        one + "after title": sqrt(first.rate(first.after_title)),
        one + "after body": sqrt(first.rate(first.after_body)),
        one + "after agent": first.rate(first.after_agent),
        one + "after place": sqrt(first.rate(first.after_place)),
        one + "after article": sqrt(first.rate(first.after_article)),
        one + "before saying": sqrt(last.rate(last.before_saying)),
        one + "after first name": last.rate(last.after_first_name),
        one + "first name": first.rate(first.before_capital),
        one + "surname": last.rate(last.after_capital),
        one + "frequency": min(log1p(last.inside), 9) / 9,
        one + "without capital": last.lower / total,
        one + "unknown": 1 / (1 + last.inside),
    }
