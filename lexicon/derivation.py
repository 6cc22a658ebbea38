"""Regular Dutch derivation: the words that the rules of word formation make of a word.

The rules are those of the Algemene Nederlandse Spraakkunst (ANS, e-ans.ivdnt.org, 12.3: nouns,
12.4: adjectives). As in `inflection`, every possibility is given: what comes out is compared with
words that exist, so one too many does no harm. Used when the families are compiled only.
"""

import re
from collections.abc import Iterator

from lexicon.inflection import closed, opened, verb_base

# A borrowed verb in -eren: what takes the place of -eren, longest ending of the rest first
# (ANS 12.3.1: -atie, -ant, -age and others).
_LATIN_ENDINGS = (
    *("atie", "ant", "antie", "ans", "ator", "ateur", "ent", "entie", "age", "ement", "eur"),
    *("ie", "e", "aat", "ade", "ure", "ist", "itie", "tie", "or"),
)
_UNSTRESSED = re.compile(r"[aeiouy].*e[lnr]$")  # takes -aar: wandelaar
_LATIN_CHANGES = (
    *(("tt", "ssie"), ("ct", "ctie"), ("c", "ctie"), ("c", "cent"), ("c", "ct"), ("t", "tie")),
    *(("t", "teur"), ("t", "tor"), ("g", "ctie"), ("u", "uctie"), ("d", "sie"), ("v", "tie")),
    *(("is", "ies"), ("ven", "ventie"), ("ci", "ciën"), ("n", "")),
)
# Nouns and adjectives that are made of one another by exchanging endings (ANS 12.3.1, 12.4.1).
_EXCHANGES = (
    ("isme", ("ist", "istisch", "istische")),
    ("logie", ("loog", "logisch")),
    ("grafie", ("graaf", "grafisch")),
    ("cratie", ("craat", "cratisch")),
    ("nomie", ("noom", "nomisch")),
    ("iek", ("icus", "isch", "ici")),
    ("ie", ("isch",)),
    ("kunde", ("kundige", "kundig")),
    ("entie", ("ent",)),
    ("schap", ("schapper", "schappelijk")),
)
_QUALITIES = (  # adjectives whose noun in -iteit has another vowel
    *(("iel", "iliteit"), ("eel", "aliteit"), ("aal", "aliteit"), ("air", "ariteit")),
    *(("ief", "iviteit"), ("eus", "ositeit"), ("oos", "ositeit"), ("iek", "iciteit")),
    *(("bel", "biliteit"), ("isch", "iciteit"), ("ieel", "ialiteit"), ("", "iteit")),
)
_PERSON = re.compile(r"..(?:[ae]nt|ist|[ae]at|eet|oot|loog)$")
_WOMEN = (("icus", "ica"), ("eur", "euse"), ("teur", "trice"), ("tor", "trix"))


def of_verb(infinitive: str) -> Iterator[str]:
    """Yield what may be made of a verb: act (dreiging), person (winnaar, huurder, zwemster)."""
    base = verb_base(infinitive)
    yield from (base + ending for ending in ("ing", "er", "erij"))
    if _UNSTRESSED.search(base):
        yield from (base + "aar", base + "aarster")
    for stem in closed(base):
        yield stem + "ster"
        if stem.endswith("r"):
            yield stem + "der"
    if infinitive.endswith("eren"):
        yield from _of_borrowed_verb(infinitive.removesuffix("eren"))
    if infinitive.endswith("iëren"):
        yield infinitive.removesuffix("ëren") + "e"


def stem_noun(infinitive: str) -> Iterator[str]:
    """Yield what may be a verb's noun without any ending: vallen val, verkopen verkoop."""
    yield from closed(verb_base(infinitive))


def of_adjective(adjective: str) -> Iterator[str]:
    """Yield nouns of a quality: veiligheid, stabiliteit, hoogte."""
    yield adjective + "heid"
    yield adjective + "te"
    for ending, quality in _QUALITIES:
        if adjective.endswith(ending):
            yield adjective.removesuffix(ending) + quality


def of_noun(noun: str) -> Iterator[str]:
    """Yield other nouns and adjectives: terrorist, biologisch, presidente, zangeres."""
    for ending, others in _EXCHANGES:
        if noun.endswith(ending):
            yield from (noun.removesuffix(ending) + other for other in others)
    if _PERSON.search(noun):
        yield from (base + "e" for base in opened(noun))
    if noun.endswith("er"):
        yield noun + "es"
    if noun.endswith("aar"):
        yield noun[:-3] + "ares"
    for ending, woman in _WOMEN:
        if noun.endswith(ending):
            yield noun.removesuffix(ending) + woman


def _of_borrowed_verb(rest: str) -> Iterator[str]:
    yield from closed(rest)
    yield from (rest + ending for ending in _LATIN_ENDINGS)
    for ending, other in _LATIN_CHANGES:
        if rest.endswith(ending):
            yield rest.removesuffix(ending) + other
