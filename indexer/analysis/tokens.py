"""Tokens: where the words of a text begin and end."""

import re
from collections.abc import Iterator

from indexer.analysis.fold import fold
from indexer.later import expression

_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"  # a digit, or a combining mark where text is not composed
_RUN = rf"{_LETTER}+"
# An underscore parts words, as in km_uur and 9_11, but those of a handle or an address.
_HANDLE = rf"(?<=[@/])_*{_LETTER}[\w\u0300-\u036f]*"
_APOSTROPHES = "'’‘ʼ`´"
HYPHENS = "\\-\u2010\u2011"
"""Signs that join words, as a class of characters has them."""

# The signs that `fold` reads as words, at a number or by themselves: 10%, 10 %, €5, US$ 5, 20 °C.
_NUMBER = r"(?<=[\d¼½¾])"
_ALONE = r"(?<!\S)"
_SIGN = rf"""
    {_NUMBER}[%‰€£$](?!\d) | {_ALONE}[%‰€£$](?!\w) | [€£$](?:(?=\d)|(?!\S))
  | (?:{_NUMBER}|{_ALONE})°(?:[CF](?!\w)|(?!\w))
"""

_TOKEN = expression(
    rf"""
    (?: {_HANDLE} | {_RUN}
      | (?<!\w)[{_APOSTROPHES}][stkmnSTKMN](?!\w) )  # 's ochtends, 't, 's-Hertogenbosch
    (?: [{_APOSTROPHES}{HYPHENS}\u00ad&.,]      # foto's, NAVO-top, a soft hyphen, H&M
        (?: (?<![.,{HYPHENS}])                   # but a dot or comma only in
          | (?<=[{HYPHENS}])(?!(?<=\d.)\d)        # a hyphen not between digits: 2-0, 2018-2019
          | (?<=\d[.,])(?=\d)                    # 16.30, 5,5 and 1.000.000
          | (?<=\b[^\W\d]\.)(?=[^\W\d]\b) )      # and in N.A.V.O.
        {_RUN}
      | [{HYPHENS}]\n(?=[a-z])(?!(?:en|of)\b)   # a word broken at the end of a line
        {_RUN}
    )*
  | {_SIGN}
    """,
    re.VERBOSE,
)


def surfaces(text: str) -> list[str]:
    """Return the tokens as written, in order."""
    return _TOKEN.findall(text)


def tokenize(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each token, in code points: text[start:end] is the token."""
    for match in _TOKEN.finditer(text):
        yield match.span()


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the same of each token that an index has: not of one that is but marks."""
    for start, end in tokenize(text):
        if fold(text[start:end]):
            yield start, end
