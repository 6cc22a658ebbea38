"""The query tree that engines run: analysed terms, no text. Constructors refuse illegal states.

Scores add up: `And` and `Or` score the sum of the children that match. `Not` and the filters
(`DateRange`, `Keyword`, `Among`) score nothing. `boost` multiplies the node's score.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from indexer.fields import BY_NAME, Stored
from indexer.later import dataclass

FieldName: TypeAlias = Literal["text", "title"]
Channel: TypeAlias = Literal["exact", "stem", "part"]


@dataclass(frozen=True, slots=True)
class Term:
    """Articles with this term; scores BM25 as `engines.bm25` defines it.

    `constant_share` is the part of the score that having the term once gives, 0 to 1.
    """

    field: FieldName
    channel: Channel
    text: str
    boost: float = 1.0
    constant_share: float = 0.5

    def __post_init__(self) -> None:
        if self.text.split() != [self.text]:
            raise ValueError(f"a term is one word without white space, not {self.text!r}")
        if not 0 <= self.constant_share <= 1:
            raise ValueError("constant_share is a share, 0 to 1")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms next to each other in this order, or two terms within `slop`; scores `boost`.

    With `slop` two different terms a and b match where abs(position(b) - position(a) - 1) <= slop:
    in order with at most `slop` terms in between; the other way round costs 2. Engines differ in
    what more terms with slop mean, so they are refused; `And` of pairs says it for every engine.
    The score is constant: how often a phrase occurs matters little, and engines differ in it.
    """

    field: FieldName
    channel: Channel
    terms: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0

    def __post_init__(self) -> None:
        if len(self.terms) < 2:  # noqa: PLR2004
            raise ValueError("a phrase has at least two terms")
        if self.channel == "stem" or (self.field, self.channel) == ("title", "part"):
            raise ValueError(f"the {self.channel} channel of {self.field} has no positions")
        if self.slop < 0:
            raise ValueError("slop counts words: 0 or more")
        if self.slop and (len(self.terms) > 2 or self.terms[0] == self.terms[1]):  # noqa: PLR2004
            raise ValueError("a phrase with slop has two different terms")


@dataclass(frozen=True, slots=True)
class Prefix:
    """Terms that begin with `text`; scores `boost`."""

    field: FieldName
    channel: Channel
    text: str
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a prefix has at least one character")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Terms that match `pattern`: `?` is one character, `*` any number; scores `boost`."""

    field: FieldName
    channel: Channel
    pattern: str
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not self.pattern.strip("*?"):
            raise ValueError("a wildcard pattern has at least one plain character")


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Terms at most `distance` edits away (a transposition is one edit); scores `boost`."""

    field: FieldName
    channel: Channel
    text: str
    distance: int = 1
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a fuzzy term has at least one character")
        if self.distance not in (1, 2):
            raise ValueError("the edit distance is 1 or 2")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dated articles whose span overlaps [first, last] (ordinals, included); scores nothing."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError("days run from first to last")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Articles that have this value in a field of keywords, compared folded; scores nothing.

    With `within`, which is for fields by words, they have a value with these words in it.
    """

    field: str
    value: str
    within: bool = False

    def __post_init__(self) -> None:
        if self.field not in BY_NAME or BY_NAME[self.field].stored is not Stored.KEYWORD:
            raise ValueError(f"{self.field!r} is no field of keywords")
        if self.within and not BY_NAME[self.field].by_words:
            raise ValueError(f"{self.field!r} is asked for by whole values")


@dataclass(frozen=True, slots=True)
class Among:
    """The articles with these ids; scores nothing."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every article; scores nothing."""


@dataclass(frozen=True, slots=True)
class And:
    """Articles that every child matches; a `Not` child excludes. At least one child is positive."""

    children: tuple[Node, ...]
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not any(not isinstance(child, Not) for child in self.children):
            raise ValueError("And needs a child that is not a Not")


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that at least `minimum` children match."""

    children: tuple[Node, ...]
    minimum: int = 1
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= len(self.children):
            raise ValueError("minimum is between 1 and the number of children")
        if Not in map(type, self.children):
            raise ValueError("Not stands inside And only")


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the child does not match; stands inside `And` only."""

    child: Node


@dataclass(frozen=True, slots=True)
class MustShould:
    """Articles that `must` matches; each `should` that also matches adds its score."""

    must: Node
    should: tuple[Node, ...]

    def __post_init__(self) -> None:
        if Not in map(type, (self.must, *self.should)):
            raise ValueError("Not stands inside And only")


@dataclass(frozen=True, slots=True)
class ConstantScore:
    """Articles that the child matches, each with the score `boost` whatever the child scores."""

    child: Node
    boost: float

    def __post_init__(self) -> None:
        if isinstance(self.child, Not):
            raise ValueError("Not stands inside And only")


Node: TypeAlias = (
    Term
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | DateRange
    | Keyword
    | Among
    | MatchAll
    | And
    | Or
    | Not
    | MustShould
    | ConstantScore
)
