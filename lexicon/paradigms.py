"""Which lemma a form most likely belongs to, from a dictionary and word frequencies alone.

A dictionary of one lemma a form has to choose: *vormen* is of *vorm* or of *vormen*, *stok* of
*stok* or of *stokken*. Here every lemma gets all its attested forms back, and each form then goes
to the lemma that explains it best: expectation maximisation over how often a lemma is used (seen in
its other forms) and how often its part of speech uses that place in the paradigm.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from lexicon.inflection import (
    Form,
    adjective_forms,
    noun_forms,
    strong_forms,
    verb_forms,
    weak_forms,
)


class Reading(NamedTuple):
    """A lemma in one part of speech: V, N, A, or X for what does not inflect."""

    lemma: str
    pos: str


Paradigms = dict[Reading, dict[str, str]]  # each reading's attested forms with their places
Readings = dict[str, dict[Reading, str]]  # each form's readings with its place in them


class _Usage(NamedTuple):
    """How often each reading is used, and what share of that falls to each (pos, place)."""

    total: Mapping[Reading, float]
    share: Mapping[tuple[str, str], float]


class _Bias(NamedTuple):
    """What is known of a reading of one form beforehand."""

    factor: float  # of its likelihood
    least: float  # share of the form's use that speaks for it, whatever the other forms say


_BASE = {"V": "infinitive", "N": "singular", "A": "positive"}
# Places that show that a word is of this part of speech.
_EVIDENCE = {
    "V": {"stem-t", "past", "past plural", "participle", "participle-e", "present participle"},
    "N": {"plural", "diminutive"},
    "A": {"inflected", "superlative", "comparative"},
}
_INFINITIVE = ("en", "ën", "aan", "oen", "ien", "zijn")

# Weights by which a reading is more or less likely than the expected frequency says. Found on one
# half of the UD development types; the other half gains as much.
_SAID_BY_DICTIONARY = 3.0
_SAID_TO_BE_DIMINUTIVE = 100.0  # plantje may be of plan by its spelling, not by the dictionary
_LEMMA_ITSELF = 0.4  # least share of a form's use for the lemma that the dictionary says it is
_VERB = 3.0  # its paradigm has more forms, so a wrong noun costs more
_PARTICIPLE_AS_LEMMA = 0.1  # UD gives gedroogd to drogen, but bekend to bekend
_PRESENT_PARTICIPLE_AS_LEMMA = 0.05
_NOMINALISED = 0.3  # UD gives de zieken to ziek, but de waarden to waarde
_MAX_STEM = 0.01  # "ik loop" and "loop!" are rare in print, the noun of the same spelling is not
_MAX_OTHER = 0.01  # what the dictionary says against the rules is seldom a frequent form
_UNSEEN = 3e-9  # frequency of a word that the frequency list lacks: under its least, 1e-8
_COMMON = 1e-6  # a lemma this frequent counts fully in what its part of speech does
_OWN_WORD = 10.0  # times as much used as all other forms together: Boston, said to be of bostonnen
_ODD_PLACES = frozenset(("stem", "stem-t", "other", "partitive"))
_TELLING = 1e-7  # frequency from which this tells
_ROUNDS = 6


def build_paradigms(
    dictionary: Mapping[str, str],
    attested: Container[str],
    strong_verbs: Mapping[str, list[str]],
) -> Paradigms:
    """Return the readings that the dictionary gives evidence for, with their attested forms."""
    forms_of: dict[str, set[str]] = {form: set() for form in dictionary}
    for form, lemma in dictionary.items():
        forms_of.setdefault(lemma, set()).add(form)
    paradigms = {}
    for lemma, said in forms_of.items():
        if not said - {lemma}:
            continue  # most forms are nobody's lemma, and inflecting them took most of the time
        for pos, forms in _inflect(lemma, strong_verbs):
            seen: dict[str, str] = {}
            for form, place in forms:
                if form in attested:
                    seen.setdefault(form, place)
            if any(seen[form] in _EVIDENCE[pos] for form in said & seen.keys() if form != lemma):
                paradigms[Reading(lemma, pos)] = seen
    return paradigms


def gather_readings(
    paradigms: Paradigms, dictionary: Mapping[str, str], fixed: Mapping[str, str]
) -> Readings:
    """Return each form's possible readings; `fixed` forms have the one lemma given there."""
    inflected = set(_inflected_lemmas(paradigms, dictionary, fixed))
    readings: Readings = defaultdict(dict)
    pos_of: dict[str, list[str]] = defaultdict(list)
    for reading, forms in paradigms.items():
        if reading not in inflected:
            pos_of[reading.lemma].append(reading.pos)
            for form, place in forms.items():
                readings[form][reading] = place
    for form, lemma in dictionary.items():
        if not _is_explained(form, lemma, readings[form], pos_of):
            for pos in pos_of.get(lemma, "X"):
                readings[form][Reading(lemma, pos)] = "other"
    for form, lemma in fixed.items():
        pos = next((reading.pos for reading in readings[form] if reading.lemma == lemma), "X")
        readings[form] = {Reading(lemma, pos): "other"}
    return readings


def choose_lemmas(
    readings: Readings,
    dictionary: Mapping[str, str],
    frequencies: Mapping[str, float],
    fixed: Container[str] = (),
) -> dict[str, str]:
    """Return the likeliest lemma of each form; frequencies are by lower-case form.

    A form that is used far more than its lemma explains is a word of its own, but for `fixed` ones.
    """
    count = {form: frequencies.get(form.lower(), 0.0) + _UNSEEN for form in readings}
    bias = _biases(readings, dictionary)
    belief = {form: dict.fromkeys(own, 1 / len(own)) for form, own in readings.items()}
    for _ in range(_ROUNDS):
        usage = _measure(readings, belief, count)
        for form, own in readings.items():
            if len(own) > 1:
                belief[form] = _weigh(own, belief[form], count[form], usage, bias[form])
    usage = _measure(readings, belief, count)
    chosen = {form: _best(shares, dictionary.get(form)) for form, shares in belief.items()}
    for form, shares in belief.items():
        if (
            form not in fixed
            and count[form] > _TELLING
            and _is_own_word(chosen[form], readings[form], shares, count[form], usage)
        ):
            chosen[form] = form
    return chosen | {form: chosen[part] for form, part in _inflected_participles(readings, chosen)}


def _inflect(
    lemma: str, strong_verbs: Mapping[str, list[str]]
) -> Iterator[tuple[str, Iterable[Form]]]:
    if lemma.endswith(_INFINITIVE) and len(lemma) > 3:  # noqa: PLR2004 - no verb is shorter
        irregular = list(strong_forms(lemma, strong_verbs))
        yield "V", [*(irregular or weak_forms(lemma)), *verb_forms(lemma)]
    yield "N", noun_forms(lemma)
    yield "A", adjective_forms(lemma)


def _inflected_lemmas(
    paradigms: Paradigms, dictionary: Mapping[str, str], fixed: Mapping[str, str]
) -> Iterator[Reading]:
    """Yield the readings whose lemma is a form itself: mannetje (mannetjes), oudere (ouderen)."""
    for reading, forms in paradigms.items():
        for form, place in forms.items():
            lesser = Reading(form, reading.pos)
            if form == reading.lemma or reading.pos == "V" or lesser not in paradigms:
                continue
            diminutive = place == "diminutive" and fixed.get(form) != form
            if diminutive or dictionary.get(form) == reading.lemma:
                yield lesser


def _is_explained(
    form: str, lemma: str, own: Mapping[Reading, str], pos_of: Mapping[str, list[str]]
) -> bool:
    if any(reading.lemma == lemma for reading in own):
        return True
    # The dictionary gives men to women and back (werper: werpster); each is its own lemma.
    gendered = Reading(form, "N") in own and "N" in pos_of.get(lemma, ())
    return form != lemma and gendered and not form.endswith("je")


def _inflected_participles(
    readings: Readings, chosen: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield (form, participle) where one is said to be of the verb and the other an adjective."""
    for form, own in readings.items():
        for lemma in (r.lemma for r in own if r.pos == "A" and r.lemma in readings):
            verbs = {r.lemma for r, place in readings[lemma].items() if place.endswith("ciple")}
            verbs.discard(lemma)
            apart = {chosen[form], chosen[lemma]}
            if lemma in apart and apart & verbs:
                yield form, lemma


def _biases(readings: Readings, dictionary: Mapping[str, str]) -> dict[str, dict[Reading, _Bias]]:
    """Return the bias of each reading of each form."""
    doubtful: dict[Reading, float] = {}
    for form, own in readings.items():
        for reading, place in own.items():
            if form != reading.lemma:
                doubtful.update((Reading(form, pos), by) for pos, by in _rivals(reading.pos, place))
    return {
        form: {
            reading: _bias(form, reading, place, dictionary.get(form), doubtful.get(reading, 1.0))
            for reading, place in own.items()
        }
        for form, own in readings.items()
    }


def _bias(form: str, reading: Reading, place: str, said: str | None, doubt: float) -> _Bias:
    factor = _VERB if reading.pos == "V" else doubt
    if said == reading.lemma:
        factor *= _SAID_TO_BE_DIMINUTIVE if place == "diminutive" else _SAID_BY_DICTIONARY
    plural = form.endswith("jes") and form != reading.lemma  # huisjes is said to be of huisje
    itself = reading.pos == "X" or (reading.pos != "V" and said == form == reading.lemma)
    return _Bias(factor, _LEMMA_ITSELF if itself and not plural else 0.0)


def _rivals(pos: str, place: str) -> Iterator[tuple[str, float]]:
    """Yield (part of speech, factor): as what a form in this place is seldom a lemma itself."""
    if place == "participle":
        yield from (("A", _PARTICIPLE_AS_LEMMA), ("X", _PARTICIPLE_AS_LEMMA))
    elif place == "participle-e":
        yield from ((other, _PARTICIPLE_AS_LEMMA) for other in "ANX")
    elif place == "present participle":
        yield from ((other, _PRESENT_PARTICIPLE_AS_LEMMA) for other in "ANX")
    elif pos == "A" and place in ("inflected", "comparative"):
        yield "N", _NOMINALISED


def _measure(
    readings: Readings,
    belief: Mapping[str, Mapping[Reading, float]],
    count: Mapping[str, float],
) -> _Usage:
    total: dict[Reading, float] = defaultdict(float)
    for form, shares in belief.items():
        for reading, part in shares.items():
            total[reading] += part * count[form]
    lemmas: dict[str, float] = defaultdict(float)
    for reading, frequency in total.items():
        lemmas[reading.pos] += min(1.0, frequency / _COMMON)
    use: dict[tuple[str, str], float] = defaultdict(float)
    for form, own in readings.items():
        for reading, place in own.items():
            weight = min(1.0, total[reading] / _COMMON) / total[reading]
            use[reading.pos, place] += weight * belief[form][reading] * count[form]
    share = {key: min(_most(key), max(use[key] / lemmas[key[0]], 1e-5)) for key in use}
    return _Usage(total, share)


def _most(key: tuple[str, str]) -> float:
    pos, place = key
    if place == "stem":
        return _MAX_STEM
    return _MAX_OTHER if place == "other" and pos != "X" else 0.8


def _weigh(
    own: Mapping[Reading, str],
    shares: Mapping[Reading, float],
    count: float,
    usage: _Usage,
    bias: Mapping[Reading, _Bias],
) -> dict[Reading, float]:
    """Return a form's new shares: what the other forms of each reading let expect of it."""
    expected = {}
    for reading, place in own.items():
        frequency = _expected(usage, reading, place, shares[reading] * count)
        factor, least = bias[reading]
        # A form is used as often as it is, whatever a frequent word lets expect: dans, of dan.
        expected[reading] = max(min(frequency, count), least * count) * factor
    everything = sum(expected.values())
    return {reading: frequency / everything for reading, frequency in expected.items()}


def _is_own_word(
    lemma: str,
    own: Mapping[Reading, str],
    shares: Mapping[Reading, float],
    count: float,
    usage: _Usage,
) -> bool:
    """Say whether a form is far more used than all other forms of its lemma: Boston, bostonnen."""
    said = {reading: place for reading, place in own.items() if reading.lemma == lemma}
    elsewhere = sum(usage.total[reading] - shares[reading] * count for reading in said)
    return set(said.values()) <= _ODD_PLACES and count > _OWN_WORD * max(elsewhere, 0.0)


def _expected(usage: _Usage, reading: Reading, place: str, here: float) -> float:
    """Return how often a reading is to be expected in a place, by its use elsewhere.

    `here` is how much of its use falls to this form.
    """
    share = usage.share[reading.pos, place]
    elsewhere = max(usage.total[reading] - here, 0.0)
    return (elsewhere / (1 - share) + _UNSEEN) * share


def _best(shares: Mapping[Reading, float], said: str | None) -> str:
    by_lemma: dict[str, float] = defaultdict(float)
    for reading, share in shares.items():
        by_lemma[reading.lemma] += share
    return max(by_lemma, key=lambda lemma: (by_lemma[lemma], lemma == said, lemma))
