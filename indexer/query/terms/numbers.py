"""Numbers of several tokens: what is one number in a query is met only where it stands so.

`2-0`, `24/7` and `2018-2019` are two numbers in a row, and `1,5 miljoen` is a number with its
scale, which may be written otherwise: 1,5 mln, 1.500.000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from indexer.analysis.fold import SIGNS, fold
from indexer.analysis.word import WordAnalysis
from indexer.later import NamedTuple, expression

_FRACTION_SLASH = "\N{FRACTION SLASH}"
_NUMBER = expression(r"\d+(?:[.,]\d+)*")
_DECIMAL = expression(r"(\d+)[.,](\d{1,2})")
_SCALES = (
    (1_000, ("duizend",)),
    (1_000_000, ("miljoen", "mln", "miljoenen")),
    (1_000_000_000, ("miljard", "mld", "miljarden")),
    (1_000_000_000_000, ("biljoen", "biljoenen")),
)
_SCALE_OF = {name: (size, names) for size, names in _SCALES for name in names}
_UNITS = (
    ("km", "kilometer", "kilometers"),
    ("m", "meter", "meters"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("kg", "kilo", "kilogram"),
    ("g", "gram"),
    ("ha", "hectare"),
    ("l", "liter"),
    ("min", "minuten"),
    ("pct", "procent"),
    *(names for _, names in _SCALES if len(names) > 1),
)
_CURRENCIES = frozenset(SIGNS[sign] for sign in "€$£")
_CALLED = {"9/11": (("11", "september", "2001"), ("elf", "september"))}
_PER_HOUR = (
    *(("km", "u"), ("km", "h"), ("km", "uur")),
    *(("km", "per", "uur"), ("kilometer", "per", "uur")),
)
_YEARS = "jaren"
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_DECADES = {
    **{str(10 * n): word for n, word in enumerate(_TENS, 2)},
    **{word: str(10 * n) for n, word in enumerate(_TENS, 2)},
}
_NAMED = 10  # articles with a number and a word as one: 50Plus
_LETTERS = 4  # of a word that a number may be one with
_ORDINAL = expression(r"(\d{1,2})(?:e|de|ste)")
_ORDINALS = (
    *("eerste", "tweede", "derde", "vierde", "vijfde", "zesde"),
    *("zevende", "achtste", "negende", "tiende", "elfde", "twaalfde"),
)
_UNIT = {name: names for names in _UNITS for name in names}


class Typed(NamedTuple):
    """A token of a query: its exact term, and the number and text of the typed word it is of."""

    exact: str
    word: int
    exact_only: bool = False
    text: str = ""


Read: TypeAlias = tuple[WordAnalysis, Typed]
"""A token of a query as it is analysed and as it is typed."""


def is_number(exact: str) -> bool:
    """Return whether an exact term is a number, with signs within it or without."""
    return _NUMBER.fullmatch(exact) is not None


def amounts(number: str, unit: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to write a number with what it counts: 30 km, 30 kilometer; € 30, 30 euro."""
    yield from ((number, each) for each in _UNIT.get(unit, (unit,)))
    if unit in _CURRENCIES:
        yield unit, number  # as a sign


def number_ahead(tokens: Sequence[Typed], at: int = 0) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return how many tokens, from place `at` on, are one number, and other ways to write it.

    It is 0 where no number of several tokens begins.
    """
    first = tokens[at]
    if decade := _decade(tokens[at : at + 2]):
        return len(decade), (decade,)
    if speed := _speed(tokens[at : at + 3]):
        return len(speed), _PER_HOUR
    if not is_number(first.exact):
        return 0, ()
    end = at + 1
    while end < len(tokens) and tokens[end].word == first.word and is_number(tokens[end].exact):
        end += 1
    if end > at + 1:
        # As figures list the form of ½, whose sign is one token.
        one_token = ((fold(first.text),),) if _FRACTION_SLASH in first.text else ()
        return end - at, one_token or _CALLED.get(first.text, ())
    if end == len(tokens) or first.exact_only or tokens[end].exact_only:
        return 0, ()
    scale = _SCALE_OF.get(tokens[end].exact)
    if scale is None:
        return 0, ()
    typed = (first.exact, tokens[end].exact)
    return 2, tuple(each for each in _written(first.exact, *scale) if each != typed)


def with_currency_behind(typed: Sequence[Read]) -> list[Read]:
    """Return tokens with the sign of a currency behind its number, as it is said: € 10 miljoen."""
    result = list(typed)
    for at in range(len(result) - 1):
        word, of = result[at]
        behind = at > 0 and is_number(result[at - 1][1].exact)
        is_sign = word.surface in SIGNS and of.exact in _CURRENCIES and not behind
        if is_sign and is_number(result[at + 1][1].exact):
            after = [of.exact for _, of in result[at + 2 : at + 3]]
            result.insert(at + 1 + (after[0] in _SCALE_OF if after else 0), result.pop(at))
    return result


def as_one(tokens: Sequence[Typed], at: int, frequency: Callable[[str], int]) -> str:
    """Return a number and the word after it as one, where articles have a name so: 50 plus.

    Empty where no such two stand. Shorter words are known as codes: 5 g, mh 17.
    """
    if at + 1 == len(tokens) or not tokens[at].exact.isdecimal():
        return ""
    number, word = tokens[at : at + 2]
    one = number.exact + word.exact
    is_plain = word.exact.isalpha() and len(word.exact) >= _LETTERS
    is_plain = is_plain and not (number.exact_only or word.exact_only)
    return one if is_plain and frequency(one) >= _NAMED else ""


def _speed(tokens: Sequence[Typed]) -> tuple[str, ...]:
    """Return the tokens that stand for kilometres per hour: km/u; none where others do."""
    words = tuple(each.exact for each in tokens if not each.exact_only)
    return next((each for each in _PER_HOUR if words[: len(each)] == each), ())


def _decade(tokens: Sequence[Typed]) -> tuple[str, ...]:
    """Return the other way to write ten years of two tokens: jaren tachtig, of jaren 80."""
    if tokens[0].exact != _YEARS:
        return ()
    words = tuple(each.exact for each in tokens if not each.exact_only)
    other = _DECADES.get(words[1]) if len(words) > 1 else None
    return (_YEARS, other) if other else ()


def in_full(token: Typed) -> tuple[tuple[str, ...], ...]:
    """Return the word of an ordinal that is written as a number: eerste, of 1e."""
    ordinal = _ORDINAL.fullmatch(token.exact)
    place = int(ordinal[1]) if ordinal else 0
    return ((_ORDINALS[place - 1],),) if 1 <= place <= len(_ORDINALS) else ()


def _written(number: str, size: int, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to write a number with its scale, and the whole number that it is."""
    decimal = _DECIMAL.fullmatch(number)
    for each in (
        (f"{decimal[1]},{decimal[2]}", f"{decimal[1]}.{decimal[2]}") if decimal else (number,)
    ):
        yield from ((each, name) for name in names)
    if decimal or number.isdecimal():
        from decimal import Decimal  # noqa: PLC0415 - few queries have such a number

        whole = Decimal(number.replace(",", ".")) * size
        if whole == whole.to_integral_value():
            yield (str(int(whole)),)
