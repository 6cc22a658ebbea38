"""Signs of other query languages: what they mean here, or a notice that names them.

`navo^2` (a weight), `navo~0.8` (a likeness), `navo w/5 top` (words near each other), `a|b`,
`oekra%`, `site:nrc.nl` and `allintitle:` (fields), `datum>=2019` (a bound), ``navo'' (quotes),
`€ 1000` (a sign apart).
"""

from __future__ import annotations

import re
from functools import partial

from indexer.later import expression
from indexer.messages import Messages
from indexer.query.surfaces import DOUBLE_QUOTES

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
"""Hyphens, dashes and minus signs that an editor may put in the place of a `-`."""

OTHER_SCOPES = {
    "site": "source",
    "website": "source",
    **dict.fromkeys(("intitle", "allintitle", "headline", "kop", "ti"), "title"),
    **dict.fromkeys(("inauthor", "byline", "au"), "author"),
    "krant": "source",
}
"""Prefixes of search engines for fields that have another prefix here. No space may follow."""

AS_FUNCTIONS = ("allintitle", "headline")
"""Those that a group may follow without a colon."""

OTHER_DATES = {"after": "{}..", "since": "{}..", "before": "..{}", "until": "..{}"}
"""What `datum:` has for a date behind such a prefix."""

FRACTION = r"\d*[.,]\d+"

_MOST_READ = 10_000  # characters of a query of a person, not of a codebook
_WEIGHT = expression(rf"\^(?:\d+|{FRACTION})\W*$")
_SQUARED = expression(r"[cdhkm]?m|CO|[^\W_]|\d+")  # m^2, CO^2, x^2, 10^6
_NEAR = expression(
    r"(?:w|n|p|pre|near|onear|within|around)/(?:\d{1,3}|s|p|sent|para)|/(?:\d{1,3}|s|p)",
    re.IGNORECASE,
)
_NEAR_IN_CAPITALS = expression(r"(?:O?NEAR|ADJ)\d*")
_FRACTION = expression(FRACTION)
_ANY_ENDING = expression(r"[^\W\d_]{2,}%")
_SOMETHING = expression(r"\S")
_BAR_INSIDE = expression(r"\w(\|)\w")
_ANYTHING_FOREIGN = expression(r"[,'`´]{2}|(?i:text|body|allintitle|lead)[:(]|AROUND\(")
_QUOTES_OF_TWO = expression(r"(?<!\S)(?:,,|''|``|´´)(?=\w)([^'`´\"]+)(?:''|``|´´)(?!\w)")
_ANY_UNIT = expression(r"[€$£%‰°]")
_SIGN_BEFORE = expression(rf"(?<![^\s(={DOUBLE_QUOTES}])([€$£])(\s+)(?=\d)")  # € 1000
_SIGN_BEHIND = expression(r"(?<=\d)(\s+)([%‰°€](?!\w))")  # 10 %
_DEGREES = expression(r"(?<=\d)(\s*)°(\s*)([CF])(?!\w)")
_AROUND = expression(r"(?<!\S)AROUND\((\d{1,2})\)")
_ALL_IN_TITLE = expression(r"(?i)(?<!\S)(allintitle):(\s*)(?=\"?[^\W_])([^()]+)$")
_IN_TEXT = expression(
    r"(?i)(?<!\S)(?:(?:all)?in(?:text|body):(?=\s*[\w\"(])|(?:hlead|lead|body|text)(?=\())"
)
_OWN = (
    (_QUOTES_OF_TWO, r' "\1" '),
    (_AROUND, r"AROUND/\1 "),
    (_ALL_IN_TITLE, r"\1(\2\3)"),
    (_IN_TEXT, ""),
)


def with_signs_at_numbers(text: str) -> str:
    """Return a text of the same length with signs of units at their numbers: €1000 of € 1000."""
    if not _ANY_UNIT.search(text):
        return text
    text = _SIGN_BEFORE.sub(r"\2\1", text)
    text = _DEGREES.sub(r"°\3\1\2", text)
    return _SIGN_BEHIND.sub(r"\2\1", text)


def in_own_signs(text: str) -> str:
    """Return a query whose signs of other languages are those of this one.

    What it keeps stands at the same places; a bracket may be added at its end.
    """
    if len(text) > _MOST_READ or not _ANYTHING_FOREIGN.search(text):
        return text
    for sign, own in _OWN:
        text = sign.sub(partial(_unless_quoted, own), text)
    return text


def _unless_quoted(own: str, sign: re.Match[str]) -> str:
    """Return what stands for a sign, in quotes the sign itself; spaces for what says nothing."""
    if sum(each in DOUBLE_QUOTES for each in sign.string[: sign.start()]) % 2:
        return sign[0]
    return sign.expand(own) if own else " " * len(sign[0])


def without_weight(text: str, start: int, end: int, notices: Messages) -> int:
    """Return where text[start:end] ends without a weight `^2`, with a notice if it has one."""
    found = _WEIGHT.search(text[start:end])
    if not found or _SQUARED.fullmatch(text[start : start + found.start()]):
        return end
    notices.note(
        start + found.start(),
        "‘%(sign)s’ bij teken %(place)d is overgeslagen: woorden hebben hier geen gewicht.",
        sign=found[0][:8],
    )
    return start + found.start()


def is_nearness(text: str, start: int, end: int, notices: Messages) -> bool:
    """Return whether text[start:end] asks for words near each other; with a notice if so.

    `NEAR` and `ADJ` are words where nothing stands on one side of them.
    """
    word = text[start:end]
    found = bool(_NEAR.fullmatch(_bare(word)))
    if not found and _NEAR_IN_CAPITALS.fullmatch(word):
        # Not text[end:]: a query of a codebook may have a million words.
        found = text[start - 1 : start].isspace() and bool(_SOMETHING.search(text, end))
    if found:
        notices.note(
            start,
            "‘%(sign)s’ bij teken %(place)d is overgeslagen. Voor woorden dicht bij elkaar, "
            'in deze volgorde: "woord woord"~5.',
            sign=word[:12],
        )
    return found


def _bare(word: str) -> str:
    """Return a word without the signs around it that no query reads: w/5 of `'w/5,`."""
    first = next((n for n, sign in enumerate(word) if sign.isalnum() or sign in "/="), 0)
    last = max((n for n, sign in enumerate(word) if sign.isalnum()), default=len(word))
    return word[first : last + 1]


def edits_of_likeness(digits: str, word: str) -> int:
    """Return how many letters of a word may differ: 2 of `2`, a fifth of a likeness of `0.8`."""
    if not _FRACTION.fullmatch(digits):
        return int(digits or 1)
    likeness = min(float(digits.replace(",", ".")), 2.0)
    return int(likeness) if likeness >= 1 else int((1 - likeness) * len(word))


def note_other_signs(text: str, start: int, end: int, notices: Messages) -> None:
    """Note signs in text[start:end] that are read as text and mean something elsewhere."""
    if bar := _BAR_INSIDE.search(text, start, end):
        notices.note(
            bar.start(1),
            "‘|’ bij teken %(place)d is gelezen als spatie. Schrijf OF tussen woorden.",
        )
    if _ANY_ENDING.fullmatch(text, start, end):
        notices.note(
            end - 1, "‘%%’ bij teken %(place)d is overgeslagen. Schrijf * voor elke uitgang."
        )
