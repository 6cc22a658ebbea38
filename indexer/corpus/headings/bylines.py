"""Bylines: who is named in one, without the addresses and words that come with a name."""

from __future__ import annotations

import re

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


def byline_name(text: str) -> str:
    """Return a byline on one line without mail addresses, of any domain, and without `Door`.

    "" where nothing is left: an address is no name.
    """
    if _AT.search(text):
        text = _EMPTY.sub(" ", _LABEL.sub(" ", _ADDRESS.sub(" ", text)))
        text = _GAPS.sub(r"\1 ", " ".join(text.split())).strip(_EDGES)
        if enclosed := _ENCLOSED.fullmatch(text):
            text = enclosed["name"].strip(_EDGES)
        text = text.replace('"', "")
    text = text.strip(_EDGES)
    return _BY.sub("", text, count=1) if _BY.match(text) else text


def said_name(name: str) -> str:
    """Return a name as it is said: of `Berg, Jan van der`, Jan van der Berg."""
    last, comma, first = name.partition(",")
    return one_line(f"{first} {last}") if comma and "," not in first else one_line(name)
