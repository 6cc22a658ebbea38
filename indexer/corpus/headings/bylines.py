"""Bylines: who is named in one, without the addresses and words that come with a name."""

from __future__ import annotations

import re

from indexer.corpus.headings.papers import AGENCY
from indexer.corpus.headings.signatures import is_person
from indexer.text import one_line

_AT = re.compile(r"@|[(\[{]at[)\]}]", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""(?:mailto:)?
    (?<![^\s<>()\[\]{},;:|"“”@]) [^\s<>()\[\]{},;:|"“”@]+ \s?(?:@|[(\[{]at[)\]}])\s?
    (?:\[[\d.]+\] | [^\s<>()\[\]{},;:|"“”@]+)
    (?:\s?[(\[{](?:dot|punt)[)\]}]\s?[^\s<>()\[\]{},;:|"“”@]+)*
    (?:\?subject=[^\s<>()\[\],;|"“”]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(r"(?:e-?mail|mail|reacties?|reageren|contact|tips?)\s*(?=:|$)", re.IGNORECASE)
_EMPTY = re.compile(r"\(\s*:?\s*\)|\[\s*:?\s*\]|<\s*>|\{\s*\}")
_ENCLOSED = re.compile(r"[(\[<\"“](?P<name>[^()\[\]<>\"“”]+)[)\]>\"”]")
_GAPS = re.compile(r"(?:(?<!\s)\s+)?([,;|/])[\s,;|/]*[,;|/]\s*")
_EDGES = " \t,;:|/-‐‑–—·•*"
_BY = re.compile(r"(?:door|by)(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)

_AGENCY = re.compile(AGENCY)
_PARTED = re.compile(r"[,;/|(\[]|\s[-–—]\s")
_AGENCIES = rf"{AGENCY}(?:\s?[,;/|]\s?{AGENCY})*"
_BEHIND = re.compile(rf"\s?(?:[,;/|]|\s[-–—])\s?{_AGENCIES}$|\s?[(\[]{_AGENCIES}[)\]]$")
_BEFORE = re.compile(rf"{_AGENCIES}\s?(?:[,;/|]|\s[-–—])\s?|[(\[]{_AGENCIES}[)\]]\s?")
_FIRST = re.compile(r"\s?[,;/|]\s?|\s(?:en|and|et|met|&)\s")


def writers(author: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of authors, each once; an agency beside a person is no other one."""
    names = tuple(dict.fromkeys(filter(None, map(byline_name, author))))
    if len(names) > 1 and any(map(is_person, names)):
        return tuple(name for name in names if not _AGENCY.fullmatch(name))
    return names


def byline_name(text: str) -> str:
    """Return a byline on one line without mail addresses, of any domain, `Door` and an agency.

    "" where nothing is left: an address is no name.
    """
    if _AT.search(text):
        text = _EMPTY.sub(" ", _LABEL.sub(" ", _ADDRESS.sub(" ", text)))
        text = _GAPS.sub(r"\1 ", " ".join(text.split())).strip(_EDGES)
        if enclosed := _ENCLOSED.fullmatch(text):
            text = enclosed["name"].strip(_EDGES)
        text = text.replace('"', "")
    text = text.strip(_EDGES)
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    return _without_agency(text) if _PARTED.search(text) else text


def _without_agency(text: str) -> str:
    """Return the people that a byline names before or behind an agency; another as it is.

    `Jansen, AP` has initials.
    """
    left = _BEFORE.sub("", _BEHIND.sub("", text), count=1)
    return left if is_person(_FIRST.split(left, maxsplit=1)[0]) else text


def said_name(name: str) -> str:
    """Return a name as it is said: of `Berg, Jan van der`, Jan van der Berg."""
    last, comma, first = name.partition(",")
    return one_line(f"{first} {last}") if comma and "," not in first else one_line(name)
