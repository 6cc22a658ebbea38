"""A word as typed: trimmed of punctuation, read as a word, a pattern or an approximate word.

Words stay surface strings; cutting them into index terms is the analysis' business.
"""

from __future__ import annotations

import re

from indexer.analysis.fold import fold
from indexer.analysis.tokens import surfaces as tokens
from indexer.fields import DATE_PREFIXES, SCOPES, listed_prefixes
from indexer.later import expression
from indexer.messages import Messages
from indexer.query.other_signs import (
    DASHES,
    FRACTION,
    edits_of_likeness,
    is_nearness,
    note_other_signs,
    without_weight,
)
from indexer.query.surfaces import DOUBLE_QUOTES, SIGNS, has_letters, surfaces, trimmed
from indexer.query.syntax import Fuzzy, Pattern, Phrase, Word

OPERATORS = frozenset({"EN", "OF", "NIET", "AND", "OR", "NOT"})
NEGATIONS = frozenset({"NIET", "NOT"})
SLOP = rf"(?:~(?:{FRACTION}|\d*))?"
QUOTED = rf"[{DOUBLE_QUOTES}](?P<inner>[^{DOUBLE_QUOTES}]*)[{DOUBLE_QUOTES}]{SLOP}"
"""A quotation, and how far apart its words may be."""
MAX_SLOP = 100
MAX_DISTANCE = 2
_MIN_FUZZY = 3  # letters; anything shorter is almost like everything
_MAX_FUZZY = 40

_QUESTION_WORD = expression(
    r"(?:wie|wiens|wat|waar\w*|wanneer|welke?|hoe|hoelang|hoever|hoeveel|hoezo)\b", re.IGNORECASE
)
MIN_QUESTION = 3
"""Words of a question; fewer with a `?` are a word with a wildcard."""

_UNKNOWN_FIELD = expression(
    rf"([^\W\d_]+):(?=[^\s/)])|(?i:{'|'.join((*SCOPES, *DATE_PREFIXES))})[=<>](?=\w)"
)
_ADDRESS = expression(r"(?i:https?://|www\.)")
_SIGNS_BEFORE = expression(rf"[-+!{DASHES}]{{2,}}")
_LIKENESS = expression(rf"~(\d*|{FRACTION})$")


def is_question(text: str) -> bool:
    """Return whether plain words ending in `?` are a question: three words, or a question word.

    Elsewhere a `?` is a wildcard: `zelensk?`, `president zelensk?`.
    """
    words = text.split()
    if not words or not words[-1].endswith("?"):
        return False
    return len(words) >= MIN_QUESTION or (len(words) > 1 and is_question_word(text))


def is_question_word(text: str) -> bool:
    """Return whether the text begins with a Dutch question word."""
    return bool(_QUESTION_WORD.match(text.lstrip()))


def read_word(text: str, start: int, end: int, notices: Messages) -> Word | Pattern | Fuzzy | None:
    """Read text[start:end], which holds no white space; None when nothing but signs is there."""
    surface_start, surface_end = start, end
    end = without_weight(text, start, end, notices)
    if is_nearness(text, start, end, notices):
        return None
    start, end = trimmed(text, start, end)
    fuzzy = _LIKENESS.search(text, start, end)
    stop = trimmed(text, start, fuzzy.start(), "~")[1] if fuzzy else end
    word = text[start:stop]
    if not has_letters(word):
        _note_loose(text[surface_start:surface_end], surface_start, notices)
        return None
    _note_lookalikes(text, surface_start, surface_end, start, notices)
    if ("*" in word or "?" in word) and not _ADDRESS.match(word):
        if fuzzy:
            notices.note(stop, "~ na een patroon (teken %(place)d) is overgeslagen.")
        return Pattern(word, start, stop)
    if fuzzy and _can_be_fuzzy(word, start, notices):
        return Fuzzy(word, _distance(fuzzy[1], word, stop, notices), start, end)
    if fuzzy:
        return Word(word, start, stop, exact_only=True)
    # Behind a sign it is the word (`-EN`, `titel:EN`); before a comma (`navo EN, eu`) it is not.
    if word in OPERATORS and text[surface_start - 1 : surface_start] in ("", *" \t\n\r()"):
        note_dangling(word, start, notices)
        return None
    return Word(word, start, stop, exact_only=word in OPERATORS)


def note_dangling(name: str, start: int, notices: Messages) -> None:
    """Note that an operator does not have what it needs and was left out."""
    if name in NEGATIONS:
        notices.note(
            start,
            "%(name)s zonder woord erachter bij teken %(place)d: overgeslagen. "
            "Schrijf =%(name)s voor het woord zelf.",
            name=name,
        )
    else:
        notices.note(
            start,
            "%(name)s zonder woord aan beide kanten bij teken %(place)d: overgeslagen. "
            "Schrijf =%(name)s voor het woord zelf.",
            name=name,
        )


def read_exact(text: str, start: int, end: int, notices: Messages) -> Word | None:
    """Read what follows a `=`."""
    word = _exact_word(text, start, end)
    if word is None:
        _note_loose(text[start - 1 : end], start - 1, notices)
    else:
        _note_signs(text, (start, end), SIGNS, notices)
    return word


def read_quoted(
    text: str, start: int, end: int, inner: tuple[int, int], notices: Messages
) -> Word | Phrase | None:
    """Read text[start:end]: a quotation, its `~5` included, whose content is `inner`.

    One word is an exact word; None when no word stands between the quotes.
    """
    words = [_exact_word(text, *found.span()) for found in surfaces(text, *inner)]
    kept = tuple(word for word in words if word is not None)
    slop = text[inner[1] + 1 : end]
    if not kept:
        notices.note(start, "Lege aanhalingstekens bij teken %(place)d zijn overgeslagen.")
        return None
    _note_signs(text, inner, "*~", notices)
    is_one = len(kept) == 1 and len(tokens(kept[0].text)) == 1  # "€10" is two words in a row
    if is_one:
        if slop:
            notices.note(
                inner[1] + 1, "%(sign)s bij teken %(place)d zegt niets bij één woord.", sign=slop
            )
        return kept[0]
    return Phrase(kept, start, end, _slop(slop, inner[1] + 1, notices))


def _exact_word(text: str, start: int, end: int) -> Word | None:
    start, end = trimmed(text, start, end, SIGNS)
    word = text[start:end]
    return Word(word, start, end, exact_only=True) if has_letters(word) else None


def _can_be_fuzzy(word: str, start: int, notices: Messages) -> bool:
    """Return whether other words can be almost this one; if not, add a notice."""
    fits = _MIN_FUZZY <= len(fold(word)) <= _MAX_FUZZY
    if not fits:
        notices.note(
            start,
            "‘%(word)s’ bij teken %(place)d is letterlijk gezocht: ~ kan bij woorden van "
            "%(least)d tot %(most)d letters.",
            word=word[:24],
            least=_MIN_FUZZY,
            most=_MAX_FUZZY,
        )
    return fits


def _distance(digits: str, word: str, place: int, notices: Messages) -> int:
    distance = edits_of_likeness(digits, word)
    if 1 <= distance <= MAX_DISTANCE and (not digits or digits.isdecimal()):
        return distance
    limited = min(max(distance, 1), MAX_DISTANCE)
    notices.note(
        place, "~ bij teken %(place)d staat 1 of 2 toe: gelezen als ~%(read)d.", read=limited
    )
    return limited


def _slop(tilde: str, place: int, notices: Messages) -> int:
    if not tilde:
        return 0
    if tilde == "~":
        notices.note(place, "~ zonder getal bij teken %(place)d: gelezen als ~1.")
        return 1
    slop = float(tilde[1:].replace(",", "."))
    read = round(min(slop, MAX_SLOP))
    if read != slop:
        notices.note(
            place, "%(sign)s bij teken %(place)d: gelezen als ~%(read)d.", sign=tilde[:8], read=read
        )
    return read


def _note_loose(surface: str, start: int, notices: Messages) -> None:
    """Note loose signs that mean something in the language; other punctuation is just that."""
    if "|" in surface:
        notices.note(
            start,
            "Los teken ‘%(sign)s’ bij teken %(place)d is overgeslagen. Schrijf OF tussen woorden.",
            sign=surface[:8],
        )
    elif any(sign in surface for sign in "*~="):
        notices.note(
            start, "Los teken ‘%(sign)s’ bij teken %(place)d is overgeslagen.", sign=surface[:8]
        )


def _note_signs(text: str, inner: tuple[int, int], signs: str, notices: Messages) -> None:
    """Note that signs have no meaning in exact words."""
    places = [place for sign in signs if (place := text.find(sign, *inner)) >= 0]
    if places:
        place = min(places)
        notices.note(
            place,
            "%(sign)s bij teken %(place)d telt niet in wat letterlijk wordt gezocht.",
            sign=text[place],
        )


def _note_lookalikes(text: str, start: int, end: int, word_start: int, notices: Messages) -> None:
    """Note what looks like a field or an operator and is none."""
    field = _UNKNOWN_FIELD.match(text, word_start)
    if field and field.end() <= end:
        notices.note(
            word_start,
            "‘%(field)s’ bij teken %(place)d is hier geen veld: gelezen als gewone tekst. "
            "Velden zijn %(fields)s.",
            field=field[0],
            fields=listed_prefixes(),
        )
    if signs := _SIGNS_BEFORE.match(text, start, end):
        notices.note(start, "‘%(sign)s’ bij teken %(place)d is overgeslagen.", sign=signs[0][:8])
    note_other_signs(text, word_start, end, notices)
