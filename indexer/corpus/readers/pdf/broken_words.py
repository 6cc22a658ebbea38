"""Words that are broken at the end of a line: joined, or kept with a hyphen that is their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import as_file, files

import marisa_trie

_HYPHENS = "\\-\u2010\u2011"
_SOFT = "\u00ad\u00ac\ufffe"  # a soft hyphen, and what OCR and other programs write for it
_BROKEN = re.compile(rf"(?:^|(?<=[\s(‘“'\"/]))([^\W_][\w’'.{_HYPHENS}]*)?([{_HYPHENS}{_SOFT}])$")
_NEXT = re.compile(rf"[\w’']+(?:[{_HYPHENS}][\w’']+)*")
_SUSPENDED = frozenset(("en", "of", "tot", "noch", "als", "alsook", "alsmede", "resp", "dan"))
"""What follows the first of two words that share a part: vracht- en verzendkosten."""
_WITH_HYPHEN = frozenset(("ex", "oud", "niet", "non", "adjunct", "aspirant", "interim", "chef"))
_CLASH = re.compile("a[aeiu]|e[eiu]|i[ej]|o[eiou]|u[iu]")
"""Vowels that would be read as one: a compound has a hyphen between them (auto-ongeluk)."""
_MAX_WORD = 100
_TREMA = str.maketrans("aeiou", "äëïöü")


@lru_cache(maxsize=1)
def _lexicon() -> marisa_trie.BytesTrie:
    """Return the forms that are known, from the compiled lexicon; only its keys matter here."""
    trie = marisa_trie.BytesTrie()
    with as_file(files("indexer.analysis.data") / "lemmas.marisa") as path:
        trie.mmap(str(path))
    return trie


def joined(lines: Iterable[str]) -> str:
    """Return lines as one: with a space between them, or with a broken word made whole."""
    parts: list[str] = []
    for line in lines:
        parts[-1:] = seam(parts[-1], line) if parts else (line,)
    return "".join(parts)


def seam(line: str, following: str) -> tuple[str, str]:
    """Return two lines that were one as what makes that line when written behind each other."""
    match = _BROKEN.search(line, max(0, len(line) - _MAX_WORD))
    after = _NEXT.match(following)
    if match is None or after is None or not following[:1].isalnum():
        return f"{line} ", following
    if match[2] in _SOFT:
        return line[:-1], following
    return line[:-1], _seam(match[1] or "", after[0]) + following[after.end() :]


def _seam(before: str, after: str) -> str:
    """Return what stands behind `before` when `after` follows it, with or without a hyphen."""
    if not before or after in _SUSPENDED:
        return f"- {after}"
    last = re.split(f"[{_HYPHENS}]", before)[-1]
    whole = f"{last}{after}".lower()
    is_known = whole in _lexicon()
    if before.isupper() and after.isupper() and len(before) > 1:
        return after if is_known else f"-{after}"
    if not after[0].islower() or (last.isupper() and len(last) > 1) or not last.isalpha():
        return f"-{after}"
    if last.lower() in _WITH_HYPHEN and not is_known:
        return f"-{after}"
    if _CLASH.fullmatch(f"{last[-1]}{after[0]}"):
        return _clash(last.lower(), after, is_known=is_known)
    with_hyphen = f"{last}-{after}".lower()
    return f"-{after}" if with_hyphen in _lexicon() and not is_known else after


def _clash(last: str, after: str, *, is_known: bool) -> str:
    """Return the seam of two vowels: the diaeresis that a break takes away, a hyphen, or none."""
    if last.endswith(after[0] * 2):  # zee-egel
        return f"-{after}"
    with_trema = f"{after[0].translate(_TREMA)}{after[1:]}"
    if f"{last}{with_trema}" in _lexicon():
        return with_trema
    is_one = is_known and f"{last}-{after}" not in _lexicon()
    return after if is_one else f"-{after}"
