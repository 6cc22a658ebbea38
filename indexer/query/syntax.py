"""What the user typed, as a tree. `start` and `end` are code-point offsets into the query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from indexer.later import dataclass
from indexer.messages import Message
from indexer.model import Rewrite, Span

_SOON = 31  # days after a feast in which papers look back on it


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; `exact_only` when the user wrote `=word` or put it alone in quotes.

    Words in quotes are so too, and so is an operator's word that is no operator (`navo EN`).
    """

    text: str
    start: int
    end: int
    exact_only: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words in quotes, at most `slop` others in between."""

    words: tuple[Word, ...]
    start: int
    end: int
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with `*` or `?` in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """`word~` or `word~2`: a word and what is spelt almost like it; the place includes `~2`."""

    text: str
    distance: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dates:
    """`datum:2022-03` or a range; an open end reaches the first or last day of the calendar.

    `text` is the value in ISO: `2022-03`, `2022-01..2022-06`, `..2020`.
    """

    span: Span
    text: str
    start: int
    end: int


SEASONS = {
    **dict.fromkeys(("lente", "voorjaar", "spring"), (3, 5)),
    **dict.fromkeys(("zomer", "summer"), (6, 8)),
    **dict.fromkeys(("herfst", "najaar", "autumn"), (9, 11)),
    "winter": (12, 2),
}
"""The first and the last month of each season."""


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words that are a date, as `mei 2019`: the article's date meets them, or its text has them.

    No article has to meet them, unless nothing else is asked for. `text` is the date in ISO;
    `share` is what it is worth beside a date in full. `name` are those of the words that name a
    feast (`koningsdag` of `koningsdag 2019`): they are asked for as other words are. Words that are
    `counted` back from the last day of the archive (`gisteren`) mean other days in an article.
    """

    words: tuple[Word, ...]
    span: Span
    text: str
    start: int
    end: int
    share: float = 1.0
    name: tuple[Word, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """A field's prefix, as `titel:` or `bron:`, before a word, phrase or group.

    A field of keywords has a value (a leaf, or the words of an implicit And), or an Or of values.
    """

    field: str
    child: SyntaxNode
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All children; `implicit` when they stand next to each other, without a written EN.

    Flat: no child is an And. All children can be Not (`-oorlog`), even when there is one.
    """

    children: tuple[SyntaxNode, ...]
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child."""

    children: tuple[SyntaxNode, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`-word`, `NIET word`: excludes its child; stands inside And only."""

    child: SyntaxNode


SyntaxNode: TypeAlias = (
    Word | Phrase | Pattern | Fuzzy | Dates | DatedWords | Scope | And | Or | Not
)


def parts(tree: SyntaxNode, kind: type[And | Or]) -> tuple[SyntaxNode, ...]:
    """Return the children of an And or Or, so that they can join another; else the tree itself."""
    return tree.children if isinstance(tree, kind) else (tree,)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query understood. `tree` is None when nothing was left to search for.

    `interpreted` writes the tree back in the query language, with precedence made visible;
    `notices` say, in Dutch, what was not understood or was ignored, and where; `rewrites` what was
    made of its words beyond that (`query.interpret`).
    """

    text: str
    tree: SyntaxNode | None
    interpreted: str
    notices: tuple[Message, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()


def is_plain(tree: SyntaxNode | None) -> bool:
    """Return whether the query is words next to each other, without operators."""
    match tree:
        case Word() | And(implicit=True):
            return True
        case DatedWords(name=name):
            return bool(name)
        case _:
            return False


def undated(
    children: Sequence[SyntaxNode], says_nothing: Callable[[SyntaxNode], bool]
) -> Iterator[SyntaxNode]:
    """Yield what articles have to meet of the children, which are no filters.

    Dates in words are left out. The name of a feast in one stays; beside other words, the days that
    its year or the like says meet it too (`brand kerst 2018`). Alone it is asked for with its year,
    which an article says or appeared in (`kerst 2018`).
    """
    alone = all(isinstance(child, DatedWords) or says_nothing(child) for child in children)
    for child in children:
        if not isinstance(child, DatedWords):
            yield child
        elif child.name:
            several = len(child.name) > 1
            name = Phrase(child.name, child.start, child.end) if several else child.name[0]
            days = Dates(child.span, child.text, child.start, child.end)
            has_year = child.words != child.name
            yield Or((name, days)) if has_year and not alone else name
            if has_year and alone:
                yield _year(child)


def seasons(dated: Sequence[DatedWords]) -> Iterator[Word]:
    """Yield the words of dates that name a season: lente, of lente 2019."""
    for each in dated:
        yield from (word for word in each.words if word.text.lower() in SEASONS)


def _year(dated: DatedWords) -> SyntaxNode:
    """Return what is of the year of a feast: articles that say it, appeared in it or soon after."""
    first = date.fromordinal(dated.span.first).replace(month=1, day=1)
    last = max(first.replace(month=12, day=31).toordinal(), dated.span.last + _SOON)
    span = Span(first.toordinal(), last)
    days = Dates(span, f"{first}..{date.fromordinal(last)}", dated.start, dated.end)
    said = [word for word in dated.words if word.text.isdecimal() and word not in dated.name]
    return Or((said[0], days)) if said else days


def runs(children: Sequence[SyntaxNode]) -> Iterator[SyntaxNode | list[Word]]:
    """Yield the children, with words that follow each other as one list."""
    for are_words, run in groupby(children, lambda child: isinstance(child, Word)):
        if are_words:
            yield [child for child in run if isinstance(child, Word)]
        else:
            yield from run
