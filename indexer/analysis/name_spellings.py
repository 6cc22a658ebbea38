"""Other spellings of a name: each word gives the one in which all its spellings meet.

`names` reads foreign names into sounds. What is here is of letters, and for Dutch names too: y for
ij (Schuijt, Schuyt), umlauts written out (Köhler, Koehler), c for k (Corinne, Korinne), dj for j
(Djamel, Jamel), an h or a y that a transliteration adds (Fatimah, Fatima; Riyad, Riad). Of the
spellings of a name one is the word's own stem, so that only the others need a term more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial

from indexer.analysis.fold import fold
from indexer.later import expression

_MIN_LETTERS = 4
_MIN_WITH_UMLAUT = 3  # letters: Löw
# German and Scandinavian: Duden, "Umlautbuchstaben"; after a vowel the two dots are a Dutch trema.
# Serbian đ is dj without it.
_UMLAUT = expression("(?<![aeiou])[äöü]|[øåđ]")
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"}
_IJ = "ij"
_NO_Y = expression("[^aeiou][ao]ij")  # Maij is no May
_HARD_C = expression(r"c(?![ceihky])")
# In shorter names it tells families apart: Cramer is not Kramer, nor Carl Karl.
_THREE_SYLLABLES = expression(r"(?:[^aeiou]*[aeiou]+(?![aeiou])){3}")
# Whether anything below, or a rule above, applies: most words are spared the round.
_ANY = expression(
    r"ij|[dt]j|ahj|yy|jj|iy|^s?y[aeou]|aw?o[eu]|awoo|awu|o[eu]a|oe|l[jy]u|[pt]h|h$|ie$|[sz]j"
    r"|[iynr]ck$|ckx$|ss$|aassens?$|tzen$|ianne$|dien$|izabe|[aeou]i[aeou]|c(?![ceihky])"
)
# Only where they give no word of the dictionary: Graph is no graf, Sjaak no shaak.
_NO_WORD = (
    # Yokohama: Jokohama; but a Yang is no Jang.
    (expression(r"^y(?=[aou]+[^aeiouy]+[aeiou]|ai)"), "j"),
    # Indonesian before 1972: Tjirebon, Cirebon; but Tjeerd and Antje are Dutch.
    (expression(r"tj(?!it[stz])(?=[aiou]|e[^aeiou]+[aeiou]|eh$)"), "c"),
    (expression(r"^([^aeiou]*[sz])j(?=[aeiou]+[^aeiou]*$)"), r"\1h"),  # Zjao: Zhao
    (expression(r"^ph(?=ilip(?!s))"), "f"),  # Philip: Filip; but Philips is a firm
    (expression(r"(?<=[aeioulrm])ph(?!o|i?a$)"), "f"),  # Josephine; but not Sophia, Schiphol
    (expression(rf"^(?={_THREE_SYLLABLES.pattern})ph"), "f"),  # Philippijnen: Filippijnen
    # Ethiopië: Etiopië; but a Theunissen is no Teunissen.
    (expression(rf"^(?={_THREE_SYLLABLES.pattern})(.+?)th(?=[aeiou])"), r"\1t"),
    (expression(r"(([^aeiou])\2|ck)ie$"), r"\1y"),  # Debbie: Debby
    # Patrick: Patrik, but a Rick is no Rik; Franck: Frank.
    (expression(r"^([^aeiou]*[aeiou]+[^aeiou].*[iy]|.*[nr])ck$"), r"\1k"),
    (expression(r"ckx$"), "kx"),  # Dirckx: Dirkx
    (expression(r"(?<=ng)h$"), ""),  # Ramsingh: Ramsing
)
_UNKNOWN_ONLY = (
    (expression(r"dj(?=[aeiou]|$)"), "j"),
    (expression(r"yy|jj"), "y"),  # Tayyip: Tayip
    (expression(r"^sy(?=[aeou])"), "sj"),  # Syahrir: Sjahrir
    (expression(r"oe(?=[^aeiou][aiu]$)"), "u"),  # Zoema: Zuma
    (expression(r"^([^aeiou]+)o[eu](?=a[^aeiou]$)"), r"\1u"),  # Fouad: Fuad
    (expression(r"(?<=a)hj(?=[aou])"), "hy"),  # Tjahjono, Cahjono: Cahyono
    (expression(r"(?<=i)y(?=[aeou])"), ""),
    (expression(r"a(?:w?o[eu]|woo|wu)(?=[dlrs])"), "au"),  # Daoed, Dawood: Daud
    # Boekarest: Bukarest; but a name of two syllables may be Dutch, as Koen is.
    (expression(rf"^(?={_THREE_SYLLABLES.pattern})(?!.*(?:ken?|[cg]h?em)$)(.*?)oe(?!e)"), r"\1u"),
    (expression(r"(?<=l)[jy](?=u)"), ""),  # Ljoedmila, Lyudmila: Ludmila
    (expression(r"(?<=[aeiou]d)h$"), ""),  # Riyadh: Riyad
    (expression(r"aass(?=ens?$)"), "aas"),  # Klaassen: Klaasen
    (expression(r"tzen$"), "tsen"),  # Gerritzen: Gerritsen
    (expression(r"ianne$"), "iane"),  # Marianne: Mariane
    (expression(r"(?<=[aeiou])([^aeiou]+)dien$"), r"\1din"),  # Ramdien: Ramdin
    (expression(r"(?<=[aeiou])([^aeiou]+a)rie$"), r"\1ri"),  # Biharie: Bihari
    (expression(r"(?<=[aeiou])([^aeiou]+[aei])ss$"), r"\1s"),  # Youness: Younes
    (expression(r"iz(?=abe)"), "is"),  # Elizabeth: Elisabeth
    (expression(r"(?<=[aeou])i(?=[aeou])"), "y"),  # Faiez: Fayez
    # Fatimah, Nasrallah; but not Sarah.
    (expression(r"^([^aeiou]*(?:[aeiou]+[^aeiou]+){2,}a)h$"), r"\1"),
)


def other_spellings(word: str, stem: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the spellings in which those of a name meet, where they are not its own stem.

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
    met = partial(_met, known=known, is_known=is_known)
    found = [met(exact if is_known else stem)]
    if _IJ in exact and not is_known:
        found.append(met(exact))  # Thijssens, which is taken for a form of Thijssen: Thyssens
    if not word.isascii():
        plain = unicodedata.normalize("NFC", word).lower()
        written = _UMLAUT.sub(lambda sign: _WRITTEN_OUT[sign[0]], plain)
        if written != plain:
            found += [fold(written), met(fold(written))]
    return tuple(dict.fromkeys(each for each in found if each not in (stem, exact)))


def _met(spelling: str, *, known: Callable[[str], bool], is_known: bool) -> str:
    if not _NO_Y.fullmatch(spelling):
        spelling = spelling.replace(_IJ, "y")
    if _THREE_SYLLABLES.match(spelling):
        spelling = _HARD_C.sub("k", spelling)
    if is_known:
        return spelling
    other = _replaced(spelling, _NO_WORD)
    return _replaced(spelling if known(other) else other, _UNKNOWN_ONLY)


def _replaced(spelling: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, replacement in rules:
        spelling = pattern.sub(replacement, spelling)
    return spelling
