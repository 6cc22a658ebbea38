"""Tokens: where the words of a text begin and end."""

import re
from collections.abc import Iterator

from indexer.analysis.fold import fold
from indexer.later import expression

_RUN = r"[\w\u0300-\u036f]+"  # letters and digits, with combining marks where text is not composed
_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "\\-\u2010\u2011"

_TOKEN = expression(
    rf"""
    (?: {_RUN}
      | (?<!\w)[{_APOSTROPHES}][stkmnSTKMN](?!\w) )  # 's ochtends, 't, 's-Hertogenbosch
    (?: [{_APOSTROPHES}{_HYPHENS}\u00ad&.,]      # foto's, NAVO-top, a soft hyphen, H&M
        (?: (?<![.,{_HYPHENS}])                   # but a dot or comma only in
          | (?<=[{_HYPHENS}])(?!(?<=\d.)\d)        # a hyphen not between digits: 2-0, 2018-2019
          | (?<=\d[.,])(?=\d)                    # 16.30, 5,5 and 1.000.000
          | (?<=\b[^\W\d]\.)(?=[^\W\d]\b) )      # and in N.A.V.O.
        {_RUN}
      | [{_HYPHENS}]\n(?=[a-z])(?!(?:en|of)\b)   # a word broken at the end of a line
        {_RUN}
    )*
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
