"""Folding: one rule for what counts as the same spelling, for articles and queries alike."""

import unicodedata

from indexer.later import expression

_APOSTROPHES = "'\"\u2018\u2019\u02bc\u0060\u00b4\u2032\uff07"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u00ad"
_INVISIBLE = "_\u200b\u200c\u200d\ufeff"
_TABLE = str.maketrans(
    # What NFKD leaves whole.
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | dict.fromkeys(_APOSTROPHES + _HYPHENS + _INVISIBLE, "")
)
SIGNS = {
    "%": "procent",
    "‰": "promille",
    "€": "euro",
    "$": "dollar",
    "£": "pond",
    **dict.fromkeys(("°", "°C", "°F"), "graden"),
}
"""Tokens that are signs, and the words that they are read as."""

_ABBREVIATION = expression(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_THOUSANDS = expression(r"\d{1,3}(?:\.\d{3})+")


def fold(word: str) -> str:
    """Return the folded form: lower case, no diacritics, apostrophes or hyphens; idempotent.

    `ĳ` becomes `ij`, `ﬁ` becomes `fi`, a sign of an amount its word. The dots of an abbreviation
    (N.A.V.O.) and of a whole number (1.000.000) go, those of a time or version (16.30, 2.0) stay.
    """
    if word.isascii():
        text = word.lower()
        if text.isalpha():
            return text
        text = text.translate(_TABLE)
    elif word in SIGNS:
        return SIGNS[word]
    else:
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
        text = text.translate(_TABLE)
        if not text.isascii():
            text = "".join([c for c in text if not unicodedata.combining(c)])
    text = "".join(text.split())
    if "." in text and (_ABBREVIATION.fullmatch(text) or _THOUSANDS.fullmatch(text)):
        text = text.replace(".", "")
    return SIGNS.get(text, text)
