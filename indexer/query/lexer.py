"""The query language as taggers and plugins of Whoosh's query parser toolkit.

Whoosh's plugins give white space, brackets and operators; the terms are Knipsel's own. Whoosh's
query objects are never made. Importing Whoosh takes about 60 ms.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache, partial
from typing import Any, Literal, TypeAlias

from whoosh.qparser import QueryParser
from whoosh.qparser.plugins import GroupPlugin, OperatorsPlugin, Plugin
from whoosh.qparser.syntax import (
    AndGroup,
    GroupNode,
    NotGroup,
    OrGroup,
    PrefixOperator,
    Whitespace,
)
from whoosh.qparser.syntax import (
    SyntaxNode as WhooshNode,
)
from whoosh.qparser.taggers import FnTagger

from indexer.fields import DATE_PREFIXES, SCOPES
from indexer.later import expression
from indexer.query.other_signs import AS_FUNCTIONS, DASHES, OTHER_DATES, OTHER_SCOPES
from indexer.query.surfaces import DOUBLE_QUOTES, ELISION, SURFACE
from indexer.query.syntax import SyntaxNode
from indexer.query.words import QUOTED, SLOP

Kind: TypeAlias = Literal["word", "exact", "quoted", "date", "stray"]

_QUOTE = f"[{DOUBLE_QUOTES}]"
_APOSTROPHES, _CLOSING = "'’‘‚", "'’"
_APOSTROPHE = f"[{_APOSTROPHES}](?!{ELISION})"
_NOT_INSIDE = f"()‘‚{DOUBLE_QUOTES}"
_CLOSES = rf"[{_CLOSING}](?=[\s().,;:!?~]|$)"
_STOP = expression(rf"[{_NOT_INSIDE}]|{_CLOSES}")
_OPENS = rf"(?=[\w(=*?#@€$'’‘‚{DOUBLE_QUOTES}])"
_AFTER_SPACE = r"(?<![^\s(:])"
_AT_START = rf"(?<![:+!{DASHES}-])"
# A dash with a partner is that of an aside: `Rutte –de premier– zegt`.
_ASIDE = r"[–—][^–—]*[^\s–—][–—](?![^\s.,;:!?])"
_NEGATIVE = r"\d+(?:[.,]\d+)?\s*(?:[%‰°]|(?i:graden|procent)\b)"  # -5 graden
_MINUS = rf"{_AFTER_SPACE}(?!{_ASIDE})(?:!|[-{DASHES}](?!{_NEGATIVE})){_OPENS}"
_AT_END = rf"(?![^\s(){DOUBLE_QUOTES}])"
_DATE = rf"(?i:{'|'.join(DATE_PREFIXES)})"
_SCOPE = rf"(?i:{'|'.join(SCOPES)})"
_COMPARED = rf"{_DATE}(?::?\s*[<>]=?\s*|=)(?=\d)"  # datum>=2019, datum:<2019
_OTHER_DATE = rf"(?i:{'|'.join(OTHER_DATES)}):(?=[\w{DOUBLE_QUOTES}])"
_OTHER = rf"(?i:{'|'.join(OTHER_SCOPES)})"
_OTHER_SCOPE = rf"{_OTHER}:(?=[\w({DOUBLE_QUOTES}])"
_EQUALS = rf"(?:{_SCOPE}|{_AFTER_SPACE}{_OTHER})=(?=[\w({DOUBLE_QUOTES}])"  # bron=nos.nl, ti=navo
_SINGLE_QUOTED = rf"{_APOSTROPHE}(?=\S)(?P<inner>[^{_NOT_INSIDE}]*?){_CLOSES}{SLOP}"
_AS_FUNCTION = rf"(?i:{'|'.join(AS_FUNCTIONS)})(?=\()"
_TERMS: tuple[tuple[Kind, str, int], ...] = (
    (
        "date",
        rf"(?:{_COMPARED}|{_DATE}:\s*|{_OTHER_DATE})(?:{_QUOTE}[^{DOUBLE_QUOTES}]*{_QUOTE}|{SURFACE}(?:\s+\.\.\s+\d{SURFACE})?)",
        -1,
    ),
    ("quoted", QUOTED, 10),
    ("stray", _QUOTE, 11),
    ("exact", rf"={SURFACE}", 11),
    ("word", SURFACE, 12),
)


class Leaf(WhooshNode):  # type: ignore[misc]
    """A piece of the query that stands for itself; `tree` is None when it holds no word."""

    def __init__(self, kind: Kind, inner: str = "", tree: SyntaxNode | None = None) -> None:
        self.kind = kind
        self.inner = inner
        self.tree = tree


class FieldOperator(PrefixOperator):  # type: ignore[misc]
    """`titel:`, an operator that scopes what follows; `until` is where that ends."""

    until = 0

    @property
    def name(self) -> str:
        """The field as typed."""
        return str(self.text).rstrip().rstrip(":=")

    def replace_self(self, parser: Any, group: Any, position: int) -> int:  # noqa: ARG002
        """Put the scope in the place of the operator and its operand."""
        field = field_of(self.name)
        operand = group[position + 1]
        group[position : position + 2] = [ScopeGroup(operand, field, self.startchar, self.until)]
        return position


def field_of(prefix: str) -> str:
    """Return the field that a prefix stands for; empty for one of dates."""
    return SCOPES.get(prefix.lower(), "") or OTHER_SCOPES.get(prefix.lower(), "")


class ScopeGroup(GroupNode):  # type: ignore[misc]
    """What a field operator makes."""

    def __init__(self, operand: Any, field: str, start: int, end: int) -> None:
        super().__init__([operand])
        self.field = field
        self.start = start
        self.end = end


class ImplicitAnd(GroupNode):  # type: ignore[misc]
    """Operands next to each other, without an operator."""


class _SingleQuotesTagger(FnTagger):  # type: ignore[misc]
    """Tags what stands in single quotes, and looks for no end where there is none.

    A codebook has queries of any length, and an apostrophe at each word: looked for from each of
    them, the end would be a walk through all of the query.
    """

    def match(self, parser: Any, text: str, pos: int) -> Any:
        """Return the quotation that begins at a place, None for no such."""
        if text[pos] not in _APOSTROPHES:
            return None
        stops = _stops(text)
        place = bisect_right(stops, pos)
        is_closed = place < len(stops) and text[stops[place]] in _CLOSING
        return super().match(parser, text, pos) if is_closed else None


@lru_cache(maxsize=1)
def _stops(text: str) -> list[int]:
    """Return the places where a quotation in single quotes ends, or has a sign that none has."""
    return [found.start() for found in _STOP.finditer(text)]


class TermsPlugin(Plugin):  # type: ignore[misc]
    """Tags words, quotations and dates, and the `+` that changes nothing."""

    def taggers(self, parser: Any) -> list[tuple[Any, int]]:  # noqa: ARG002
        """Return taggers with their priorities; the lower is tried first."""
        plus = FnTagger(rf"{_AFTER_SPACE}\+{_OPENS}", Whitespace)
        terms = [(FnTagger(expr, partial(Leaf, kind)), rank) for kind, expr, rank in _TERMS]
        quoted = _SingleQuotesTagger(_SINGLE_QUOTED, partial(Leaf, "quoted"))
        return [(plus, 0), *terms, (quoted, 10)]


@cache
def query_parser() -> Any:
    """Return the one Whoosh parser of the language: it holds no state between queries.

    Operators are listed from the tightest to the loosest.
    """
    tagger = OperatorsPlugin.OpTagger
    negation = rf"{_AT_START}(?:NIET|NOT){_AT_END}|{_MINUS}"
    operators = [
        (
            tagger(
                rf"(?:{_DATE}|{_SCOPE}):\s*|{_OTHER_SCOPE}|{_EQUALS}|{_AS_FUNCTION}",
                ScopeGroup,
                FieldOperator,
            ),
            0,
        ),
        (tagger(negation, NotGroup, PrefixOperator), 0),
        (tagger(rf"{_AT_START}(?:EN|AND){_AT_END}", AndGroup), 0),
        (tagger(r"(?!)", ImplicitAnd), 0),  # has no characters to tag: `repair` puts it in
        (tagger(rf"{_AT_START}(?:OF|OR){_AT_END}", OrGroup), 0),
    ]
    plugins = [GroupPlugin(), OperatorsPlugin(operators, clean=True), TermsPlugin()]
    return QueryParser(None, None, plugins=plugins, group=GroupNode)
