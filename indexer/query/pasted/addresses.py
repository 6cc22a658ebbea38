"""The address of an article: its words are those of its last part, which papers make of headlines.

`https://nos.nl/artikel/2286849-femke-halsema-stelt-grens` asks for Femke Halsema stelt grens: what
stands before it names the site and its sections, numbers and codes name the article. Where a page
of results is pasted (`https://www.google.com/search?q=halsema`), they are what was searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from indexer.later import expression
from indexer.query.syntax import Word

_ADDRESS = expression(
    r"(?:https?://|www\.)(?P<site>[^\s/?#]+)/(?P<path>[^\s?#]*)"
    r"|(?P<bare_site>[\w-]+(?:\.[\w-]+)*\.(?:nl|be|eu|com|net|org))/(?P<bare_path>[^\s?#]*)",
    re.IGNORECASE,
)
_AROUND = expression(r"(?:https?://)?(?:www\.)?(.*?)/*(?:[?#].*)?", re.IGNORECASE | re.DOTALL)
_PART = expression(r"[^/]+")
_ENDING = expression(r"\.[a-z]{2,5}$|[~,].*$", re.IGNORECASE)  # .html, ~a1234567
# Letters written as bytes are of a word (%C3%B3), signs written so (%20) stand between words.
_WORD = expression(r"(?:(?<!%)(?<!%[2-7])[^\W_]|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F])+)+")
# What was searched for, in the address of a page of results.
_SEARCHED = expression(
    r"[?&](?:q|query|zoek|zoekterm|zoekwoord|search|searchterm|keywords?|term|text|trefwoord|s)"
    r"=(?P<words>[^&#\s]+)",
    re.IGNORECASE,
)
_CODE = expression(
    r"\d{5,}|[a-z]?\d{4,}[a-z\d]*|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,}", re.IGNORECASE
)
_MIN_WORDS, _MIN_LETTERS = 2, 3  # of a part that is a headline


def is_address(text: str) -> bool:
    """Return whether a word is an address with something behind the name of its site."""
    return "/" in text and _ADDRESS.match(text) is not None


def words_of_address(address: Word) -> Iterator[Word]:
    """Yield the words of the last part of an address that has any, each where it stands there."""
    match = None if address.exact_only else _ADDRESS.match(address.text)
    if not match:
        return
    group = "path" if match["site"] else "bare_path"
    start, path = match.start(group), match[group]
    parts = [(start + part.start(), _words(part[0])) for part in _PART.finditer(path)]
    searched = _SEARCHED.search(address.text, match.end())
    asked = [(searched.start("words"), [*_WORD.finditer(searched["words"])])] if searched else []
    for least, places in ((_MIN_WORDS, parts), (1, asked), (1, parts)):
        for begin, words in reversed(places):
            if sum(len(word[0]) >= _MIN_LETTERS for word in words) >= least:
                yield from _placed(address, begin, words)
                return


def _placed(address: Word, begin: int, words: Iterable[re.Match[str]]) -> Iterator[Word]:
    """Yield words found in a part of an address that begins there."""
    place = address.start + begin
    for word in words:
        yield Word(unquote(word[0]), place + word.start(), place + word.end())


def _words(part: str) -> list[re.Match[str]]:
    """Return the words of a part of an address: no endings, codes and numbers of articles."""
    return [w for w in _WORD.finditer(_ENDING.sub("", part)) if not _CODE.fullmatch(w[0])]


def same_address(one: str, other: str) -> bool:
    """Return whether two addresses are of one page: whatever stands around their path."""
    return _bare(one) == _bare(other)


def _bare(address: str) -> str:
    match = _AROUND.fullmatch(address.strip())
    return match[1].casefold() if match else address
