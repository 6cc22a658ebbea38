"""Regular Dutch inflection: the forms that the spelling rules give a verb, a noun or an adjective.

The rules are those of the Algemene Nederlandse Spraakkunst (ANS, e-ans.ivdnt.org: 2.3 verbs, 3.5
nouns, 6.4 adjectives) and of the Leidraad of the Woordenlijst. Where spelling alone does not decide
(stress, native or borrowed), every possibility is given: these forms are compared with words that
exist, so one too many does no harm and one too few does.
"""

import re
from collections.abc import Iterator, Mapping

Form = tuple[str, str]  # (form, its place in the paradigm)

# What may stand before a verb: separable particles, then the prefixes that stay (ANS 2.2.4, 12.2).
_BEFORE_VERB = re.compile(
    "aan|aaneen|achter|achterna|achterover|achteruit|af|beet|bekend|bij|bijeen|binnen|bloot|"
    "boven|buiten|deel|dicht|dood|door|dwars|er|gaar|gade|gelijk|gerust|gevangen|goed|groot|"
    "hard|heen|her|herop|heruit|hoog|in|ineen|kapot|kennis|klaar|klem|kort|kwijt|lang|langs|"
    "leeg|lief|los|mede|mee|mis|na|naar|nabij|neer|om|omhoog|omlaag|omver|onder|onderuit|op|"
    "opeen|open|over|overeen|paard|plaats|plat|raad|rond|samen|scheef|schoon|schuil|stil|"
    "stop|stuk|tegemoet|tegen|tekort|teleur|teloor|tentoon|ter|terecht|terneer|terug|teweeg|"
    "thuis|toe|uit|uiteen|vast|veilig|verder|vlak|vol|voor|vooraf|voorbij|voorop|voort|"
    "vooruit|vrij|waar|wacht|weer|weg|wijs|zwart"
    "|be|ge|ont|ver"
)
_MAX_LETTERS = 10
_VOICELESS = frozenset("tkfschpx")  # 't kofschip
_VOWELS = "aeiouyäëïöüáéíóúàèêâôûî"
_OPEN = re.compile(rf"(?:^|[^{_VOWELS}]|qu)([aeou])[^{_VOWELS}hjwx]$")
_SHORT = re.compile(rf"(?:^|[^{_VOWELS}]|qu)[aeiou][^{_VOWELS}hjwx]$")
_LONG = re.compile(rf"(aa|ee|oo|uu)([^{_VOWELS}])$")
_UNSTRESSED = re.compile(rf"[{_VOWELS}].*(?:e[lmnr]|i[gk])$")
_CONTRACTED = re.compile(r"(?:aa|oe|(?<![aeou])ie|ij)n$")  # gaan, doen, zien, zijn
_HARD = {"v": "f", "z": "s"}
_SOFT = {"f": "v", "s": "z"}
_DIAERESIS = {"e": "ë", "i": "ï", "u": "ü"}
_PLURALS = (
    *(("heid", "heden"), ("stad", "steden"), ("lid", "leden"), ("schip", "schepen")),
    *(("smid", "smeden"), ("man", "lui"), ("man", "lieden"), ("eau", "eaux"), ("y", "ies")),
    *(("um", "a"), ("us", "i"), ("is", "es"), ("ex", "ices"), ("ix", "ices")),
    *(("ie", "iën"), ("e", "en")),
)
_PLURALS_IN_EREN = (  # the fifteen of ANS 3.5.4, before -en and before -tjes
    *(("been", "beender"), ("blad", "blader"), ("ei", "eier"), ("gelid", "geleder")),
    *(("gemoed", "gemoeder"), ("goed", "goeder"), ("hoen", "hoender"), ("kalf", "kalver")),
    *(("kind", "kinder"), ("kleed", "kleder"), ("lam", "lammer"), ("lied", "lieder")),
    *(("rad", "rader"), ("rund", "runder"), ("volk", "volker")),
)


def closed(base: str) -> list[str]:
    """Return what an open syllable is without its ending: lop- loop, vall- val, lev- leef."""
    if base[-1:] == base[-2:-1] and base[-1:] not in _VOWELS:
        return [base[:-1]]
    hard = base[:-1] + _HARD.get(base[-1:], base[-1:])
    match = _OPEN.search(base)
    if match is None:
        return [hard]
    long = hard[: match.end(1)] + hard[match.start(1) :]
    return [long, hard] if _UNSTRESSED.search(base) else [long]


def opened(word: str) -> list[str]:
    """Return what a word may be before a vowel: boom bom-, bos boss-, brief briev-, glas glaz-."""
    bases = [word]
    if _LONG.search(word):
        bases = [_LONG.sub(lambda match: match[1][0] + match[2], word)]
    elif _SHORT.search(word):
        bases.append(word + word[-1])
    soft = _SOFT.get(word[-1:])
    if soft and word[-2:-1] != word[-1]:
        bases.append(bases[0][:-1] + soft)
    return bases


def join(stem: str, ending: str) -> str:
    """Return stem and ending, with the diaeresis that keeps their vowels apart: zeeën, geïnd."""
    clash = stem[-1:] == "e" and ending[:1] in _DIAERESIS
    if clash or (stem[-1:] in ("i", "o") and ending[:1] == "e"):
        return stem + _DIAERESIS[ending[0]] + ending[1:]
    return stem + ending


def split_verb(verb: str) -> Iterator[tuple[str, str]]:
    """Yield (particle or prefix, rest) for each way a verb form may be built, ("", verb) first."""
    yield "", verb
    for end in range(2, min(_MAX_LETTERS, len(verb) - 2) + 1):
        if _BEFORE_VERB.fullmatch(verb, 0, end):
            yield verb[:end], verb[end:]


def verb_forms(infinitive: str) -> Iterator[Form]:
    """Yield the forms of the present, which are regular for strong verbs too."""
    yield infinitive, "infinitive"
    for ending in ("d", "de", "den"):
        yield infinitive + ending, "present participle"
    for stem in closed(verb_base(infinitive)):
        yield stem if stem.endswith("t") else stem + "t", "stem-t"
        yield stem, "stem"


def weak_forms(infinitive: str) -> Iterator[Form]:
    """Yield the past and the participle of a weak verb."""
    base = verb_base(infinitive)
    dental = "t" if base[-1:] in _VOICELESS else "d"
    for stem in closed(base):
        yield stem + dental + "e", "past"
        yield stem + dental + "en", "past plural"
        bare = stem if stem.endswith(dental) else stem + dental
        for particle, rest in split_verb(bare):
            yield from _participles(particle, rest)


def strong_forms(infinitive: str, verbs: Mapping[str, list[str]]) -> Iterator[Form]:
    """Yield the irregular forms of a strong verb, alone or behind a particle, a prefix or both.

    `verbs` gives past singular, past plural, participle and present stem by infinitive; the last
    two may be empty. A verb that it does not know has none.
    """
    for prefix, verb in _strong_parts(infinitive, verbs):
        past, plural, participle, present = verbs[verb]
        yield prefix + past, "past"
        yield prefix + plural, "past plural"
        if participle:
            yield from _participles(prefix, participle.removeprefix("ge"))
            yield from _adjectival(prefix + participle)
        if present:
            yield prefix + present + present[-1:] * (present[-1] == "a") + "t", "stem-t"
            yield prefix + present, "stem"


def noun_forms(noun: str) -> Iterator[Form]:
    """Yield the forms of a noun: itself, its plurals and its diminutives."""
    yield noun, "singular"
    yield noun + "s", "plural"
    yield noun + "'s", "plural"
    for stem in opened(noun):
        yield join(stem, "en"), "plural"
    for ending, plural in _PLURALS:
        if noun.endswith(ending):
            yield noun.removesuffix(ending) + plural, "plural"
    for ending, plural in _PLURALS_IN_EREN:
        if noun.endswith(ending):
            yield noun.removesuffix(ending) + plural + "en", "plural"
            yield noun.removesuffix(ending) + plural + "tjes", "diminutive"
    for diminutive in _diminutives(noun):
        yield diminutive, "diminutive"
        yield diminutive + "s", "diminutive"


def adjective_forms(adjective: str) -> Iterator[Form]:
    """Yield the forms of an adjective: itself, inflected, compared and used as a noun."""
    yield adjective, "positive"
    yield adjective + "s", "partitive"
    superlative = adjective + ("t" if adjective.endswith("s") else "st")
    for ending in ("", "e", "en"):
        yield superlative + ending, "superlative"
    for stem in opened(adjective):
        yield join(stem, "e"), "inflected"
        yield join(stem, "en"), "adjective plural"
    for stem in [adjective + "d"] if adjective.endswith("r") else opened(adjective):
        for ending in ("er", "ere", "eren"):
            yield join(stem, ending), "comparative"


def verb_base(infinitive: str) -> str:
    """Return the verb without its ending, as before a vowel: lop-, vall-, lev-, ga-."""
    return infinitive[:-1] if _CONTRACTED.search(infinitive) else infinitive[:-2]


def _participles(particle: str, bare: str) -> Iterator[Form]:
    yield from _adjectival(particle + join("ge", bare))
    if particle:
        yield from _adjectival(particle + bare)


def _adjectival(participle: str) -> Iterator[Form]:
    yield participle, "participle"
    for stem in [participle] if participle.endswith("en") else opened(participle):
        yield stem + "e", "participle-e"
        yield stem + "en", "participle-e"


def _strong_parts(infinitive: str, verbs: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for particle, verb in split_verb(infinitive):
        for prefix, strong in split_verb(verb) if particle else [("", verb)]:
            if strong in verbs:
                yield particle + prefix, strong


def _diminutives(noun: str) -> Iterator[str]:
    yield from (noun + "je", noun + "tje", noun + "'tje")
    if noun.endswith("m"):
        yield noun + "pje"
    for stem in opened(noun):
        yield stem + "etje"
    if noun[-1:] in ("a", "o", "u"):
        yield noun + noun[-1] + "tje"
    if noun.endswith("ing"):
        yield noun[:-1] + "kje"
    if noun.endswith("e"):
        yield noun[:-1] + "je"
        yield noun[:-1] + "tje"
