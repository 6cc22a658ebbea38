"""Other spellings of a name: each word gives the one in which all its spellings meet.

`names` reads foreign names into sounds. What is here is of letters, and for Dutch names too: y for
ij (Schuijt, Schuyt), umlauts written out (Köhler, Koehler), c for k (Corinne, Korinne), dj for j
(Djamel, Jamel), an h or a y that a transliteration adds (Fatimah, Fatima; Riyad, Riad). Of the
spellings of a name one is the word's own stem, so that only the others need a term more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from indexer.analysis.fold import fold
from indexer.later import expression

_MIN_LETTERS = 4
_MIN_WITH_UMLAUT = 3  # letters: Löw
# German and Scandinavian: Duden, "Umlautbuchstaben"; after a vowel the two dots are a Dutch trema.
_UMLAUT = expression("(?<![aeiou])[äöü]|[øå]")
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_IJ = "ij"
_HARD_C = expression(r"c(?![ceihky])")
# In shorter names it tells families apart: Cramer is not Kramer, nor Carl Karl.
_THREE_SYLLABLES = expression(r"(?:[^aeiou]*[aeiou]+(?![aeiou])){3}")
# Whether anything below, or a rule above, applies: most words are spared the round.
_ANY = expression(r"ij|dj|yy|iy|ao[eu]|oe|l[jy]u|h$|c(?![ceihky])")
_UNKNOWN_ONLY = (
    (expression(r"dj(?=[aeiou])"), "j"),
    (expression(r"yy"), "y"),  # Tayyip: Tayip
    (expression(r"(?<=i)y(?=[aeou])"), ""),
    (expression(r"ao(?:e|u)(?=[dlrs])"), "au"),  # Daoed, Daoud: Daud
    # Boekarest: Bukarest; but a name of two syllables may be Dutch, as Koen is.
    (expression(rf"^(?={_THREE_SYLLABLES.pattern})(.*?)oe(?!e)"), r"\1u"),
    (expression(r"(?<=l)[jy](?=u)"), ""),  # Ljoedmila, Lyudmila: Ludmila
    (expression(r"(?<=[aeiou]d)h$"), ""),  # Riyadh: Riyad
    # Fatimah, Nasrallah; but not Sarah.
    (expression(r"^([^aeiou]*(?:[aeiou]+[^aeiou]+){2,}a)h$"), r"\1"),
)


def other_spellings(word: str, stem: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the spelling in which those of a name meet, where that is not its own stem.

    It is empty for words of the dictionary, unless a capital says that one may be a name.
    """
    exact = fold(word)
    least = _MIN_LETTERS if word.isascii() else _MIN_WITH_UMLAUT
    if len(exact) < least or not exact.isalpha():
        return ()
    if word.isascii() and not _ANY.search(exact):
        return ()
    is_known = known(exact)
    capital = word[0].isupper()
    if is_known and not capital:
        return ()
    found = [_met(stem if not is_known else exact, is_known=is_known)]
    if not word.isascii():
        plain = unicodedata.normalize("NFC", word).lower()
        written = _UMLAUT.sub(lambda sign: _WRITTEN_OUT[sign[0]], plain)
        if written != plain:
            found.append(_met(fold(written), is_known=is_known))
    return tuple(dict.fromkeys(each for each in found if each not in (stem, exact)))


def _met(spelling: str, *, is_known: bool) -> str:
    spelling = spelling.replace(_IJ, "y")
    if _THREE_SYLLABLES.match(spelling):
        spelling = _HARD_C.sub("k", spelling)
    for pattern, replacement in () if is_known else _UNKNOWN_ONLY:
        spelling = pattern.sub(replacement, spelling)
    return spelling
