"""Where nothing is found: the same request without one of its conditions, if that finds anything.

A condition is a word, a phrase, a filter in the query or beside it, or the period. Where several
stand in the way, each word is offered by itself; where no article has those, the pieces of them.
Only what lies in the rarest words that no article has together can stand in the way: of a long
query most words need not be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Protocol, TypeAlias

from indexer.analysis.pieces import between_hyphens, spelling
from indexer.answers.offered import Offer, OfferKind
from indexer.fields import NO_VALUES, FieldValues
from indexer.later import NamedTuple, replace
from indexer.messages import Message, QueryText
from indexer.model import SearchRequest
from indexer.query.filters import is_filter, values_of
from indexer.query.syntax import (
    And,
    DatedWords,
    Dates,
    Not,
    Pattern,
    Phrase,
    Scope,
    SyntaxNode,
    Word,
)
from indexer.query.unparse import unparse
from indexer.search.offers.corrections import leaves

MAX_OFFERS = 6
_MAX_TRIED = 10  # requests that are counted, and words of a query that are looked at

SPELT_OTHERWISE = Message("Andere spelling")
IN_DUTCH = Message("In het Nederlands")
ALL_YEARS = Message("Uit alle jaren")
WHOLE_ARCHIVE = Message("In het hele archief")
LOOSE_WORDS = Message("Als losse woorden")
ANYWHERE = Message("Ook in de tekst")
ANY_FORM = Message("In elke vorm")
AS_A_WORD = Message("Zonder jokerteken")
A_PART = Message("Een deel van het citaat")


class Counting(Protocol):
    """Counts what satisfies a request, and reads its words."""

    def total_of(self, request: SearchRequest) -> int:
        """Return how many articles satisfy a request."""

    def total_of_tree(self, request: SearchRequest, tree: SyntaxNode) -> int:
        """Return how many satisfy it with this for its query, which need not be parsed then."""

    def is_stop(self, part: SyntaxNode) -> bool:
        """Return whether a part of a query is a stop word, which nothing has to have."""

    def pieces(self, word: Word) -> Iterator[str]:
        """Yield words of the archive that a word begins or ends with."""

    def meant(self, word: Word) -> str | None:
        """Return what a word that no article has is a slip for, where that is sure."""

    def values_near(self, field: str, value: str) -> Iterator[str]:
        """Yield values of a field that may be meant by one that no article has: nos.nl, by nos."""


_Rest: TypeAlias = "tuple[tuple[SyntaxNode, ...], tuple[SyntaxNode, ...]]"
"""The parts of a query before one and after it."""


class _Other(NamedTuple):
    """Another request, and what it changes; `tree` is its query where that is known."""

    kind: OfferKind
    reason: Message
    request: SearchRequest
    tree: SyntaxNode | None = None


def offers(
    request: SearchRequest,
    tree: SyntaxNode | None,
    suggestion: str | None,
    counting: Counting,
) -> tuple[Offer, ...]:
    """Return requests near one that finds nothing, each of which finds something.

    `tree` is its query as it was understood, `suggestion` one that may be meant.
    """
    found = _counted(_without_one(request, tree, suggestion, counting), counting)
    if not any(each.kind is not OfferKind.CORRECTION for each in found):
        found += _counted(_alone(request, tree, counting), counting)
    found += [] if suggestion else _counted(_meant(request, tree, counting), counting)
    if not found:
        found = _counted(_in_pieces(request, tree, counting), counting)
    return tuple(found[:MAX_OFFERS])


def _counted(others: Iterator[_Other], counting: Counting) -> list[Offer]:
    found = list[Offer]()
    for kind, reason, other, tree in islice(others, _MAX_TRIED):
        if len(found) == MAX_OFFERS:
            break
        # What is offered counts as it will be read again: words that are left can make a date.
        if tree and not counting.total_of_tree(other, tree):
            continue
        if count := counting.total_of(other):
            found.append(_offer(kind, reason, other, count))
    return found


def _offer(kind: OfferKind, reason: Message, request: SearchRequest, count: int) -> Offer:
    return Offer(
        kind,
        reason,
        request.query,
        count,
        since=request.since,
        until=request.until,
        filters=FieldValues(request.filters),
        excluded=FieldValues(request.excluded),
        without=request.without,
        parts=request.parts,
    )


def _without_one(
    request: SearchRequest, tree: SyntaxNode | None, suggestion: str | None, counting: Counting
) -> Iterator[_Other]:
    if suggestion:
        asked = replace(request, query=suggestion)
        yield _Other(OfferKind.CORRECTION, SPELT_OTHERWISE, asked)
    if request.since or request.until:
        asked = replace(request, since=None, until=None)
        yield _Other(OfferKind.PERIOD, ALL_YEARS, asked)
    for name, values in request.filters.items():
        for near in (near for value in values for near in counting.values_near(name, value)):
            asked = replace(request, filters=FieldValues({**request.filters, name: near}))
            yield _Other(OfferKind.FILTER, _with(near), asked)
        asked = replace(request, filters=_less(request.filters, name))
        yield _Other(OfferKind.FILTER, _without(", ".join(values)), asked)
    for name, values in request.excluded.items():
        asked = replace(request, excluded=_less(request.excluded, name))
        reason = Message("Ook %(words)s", words=", ".join(values))
        yield _Other(OfferKind.FILTER, reason, asked)
    yield from _without_part(request, tree, counting)


def _without_part(
    request: SearchRequest, tree: SyntaxNode | None, counting: Counting
) -> Iterator[_Other]:
    """Yield the request with each part that may be in the way left out, or asked less strictly."""
    parts = _parts(tree)
    for place in _in_the_way(request, tree, counting):
        part, rest = parts[place], (parts[:place], parts[place + 1 :])
        led = next((n for n in range(place) if all(map(counting.is_stop, parts[n:place]))), place)

        def instead(other: SyntaxNode, rest: _Rest = rest) -> tuple[SearchRequest, SyntaxNode]:
            return _asking(request, tree, (*rest[0], other, *rest[1]))

        for reason, nearer in _nearer(part, instead, counting):
            yield _Other(_kind(part), reason, *instead(nearer))
        if loose := _loosened(part):
            reason, as_loose = loose
            asked, other = _asking(request, tree, (*rest[0], *_parts(as_loose), *rest[1]))
            yield _Other(OfferKind.PHRASE, reason, asked, other)
        left = (*parts[:led], *rest[1])  # van dijk kernfusie asks for kernfusie, not for van
        says_what = any(_says_what(each) and not counting.is_stop(each) for each in left)
        if says_what and not isinstance(part, DatedWords):
            asked, other = _asking(request, tree, left)
            yield _Other(_kind(part), _without(QueryText(unparse(part))), asked, other)


def _nearer(
    part: SyntaxNode,
    instead: Callable[[SyntaxNode], tuple[SearchRequest, SyntaxNode]],
    counting: Counting,
) -> Iterator[tuple[Message, SyntaxNode]]:
    """Yield what is near a part: values of its field, or what stands of a quotation."""
    match part:
        case Scope(field, Word() | Phrase() as value) if is_filter(part):
            for near in counting.values_near(field, *values_of(value)):
                other = replace(part, child=_value(near))
                yield _with(QueryText(unparse(other))), other
        case Phrase():
            from indexer.search.offers.quotations import runs_of  # noqa: PLC0415 - few ask for one

            def stands(run: Phrase) -> bool:
                return bool(counting.total_of_tree(*instead(run)))

            def is_stop(word: Word) -> bool:
                return counting.is_stop(replace(word, exact_only=False))

            for run in runs_of(part, stands, is_stop):
                yield A_PART, run


def _value(text: str) -> SyntaxNode:
    """Return a value of a field as a query has it."""
    words = tuple(Word(word, 0, 0, exact_only=True) for word in text.split())
    return Phrase(words, 0, 0) if len(words) > 1 else replace(words[0], exact_only=False)


def _in_the_way(
    request: SearchRequest, tree: SyntaxNode | None, counting: Counting
) -> tuple[int, ...]:
    """Return the places of the parts of which one at least has to go before anything is found.

    Those are the filters, and as few of the rarest words as no article has together.
    """
    parts = _parts(tree)
    narrowing = [place for place, part in enumerate(parts) if not _says_what(part)]
    words = [place for place, part in enumerate(parts) if _says_what(part)]
    words = [place for place in words if not counting.is_stop(parts[place])] or words
    if len(words) <= 1:
        return tuple(sorted((*narrowing, *words)))

    def found(*places: int) -> int:
        some = tuple(parts[place] for place in sorted(places))
        return counting.total_of_tree(*_asking(request, tree, some))

    rarest = sorted(words, key=found)
    sizes = range(1, len(rarest))
    size = next((n for n in sizes if not found(*narrowing, *rarest[:n])), len(rarest))
    # Without the last of them the others are met together: of too many it stays.
    few = (*rarest[: min(size, _MAX_TRIED) - 1], rarest[size - 1])
    return tuple(sorted((*narrowing, *few)))


def _alone(request: SearchRequest, tree: SyntaxNode | None, counting: Counting) -> Iterator[_Other]:
    """Yield the request in the whole archive, then each part of its query by itself, there too."""
    anywhere = _anywhere(request)
    if request.filters or request.excluded or request.since or request.until:
        yield _Other(OfferKind.FILTER, WHOLE_ARCHIVE, anywhere)
    parts = [word for part in _parts(tree) if _says_what(part) for word in _words(part)]
    dated = (part for part in _parts(tree) if isinstance(part, DatedWords) and part.name)
    parts += [And(part.name, implicit=True) for part in dated]
    for part in [each for each in parts if not counting.is_stop(each)] or parts:
        query = unparse(part)
        if query != request.query.strip():
            yield _Other(OfferKind.ALONE, _only(query), replace(anywhere, query=query))


def _meant(request: SearchRequest, tree: SyntaxNode | None, counting: Counting) -> Iterator[_Other]:
    """Yield what a word of several that no article has is a slip for, in the whole archive.

    With the others it finds nothing either, or that would be the suggestion.
    """
    words = [part for part in _parts(tree) if isinstance(part, Word)][:_MAX_TRIED]
    for meant in filter(None, map(counting.meant, words if len(words) > 1 else ())):
        yield _Other(OfferKind.ALONE, _only(meant), replace(_anywhere(request), query=meant))


def _in_pieces(
    request: SearchRequest, tree: SyntaxNode | None, counting: Counting
) -> Iterator[_Other]:
    """Yield each piece of a word of its query, in the whole archive."""
    words = islice(leaves(tree), _MAX_TRIED)
    found = dict.fromkeys(piece for word in words for piece in counting.pieces(word))
    for piece in found:
        query = unparse(Word(piece, 0, len(piece)))
        yield _Other(OfferKind.ALONE, _only(query), replace(_anywhere(request), query=query))


def _anywhere(request: SearchRequest) -> SearchRequest:
    """Return the request in the whole archive, its words read as they were."""
    return replace(request, since=None, until=None, filters=NO_VALUES, excluded=NO_VALUES)


def _parts(tree: SyntaxNode | None) -> tuple[SyntaxNode, ...]:
    if tree is None:
        return ()
    return tree.children if isinstance(tree, And) else (tree,)


def _words(part: SyntaxNode) -> tuple[SyntaxNode, ...]:
    """Return the words of a phrase or a group, else the part itself."""
    match part:
        case Phrase(words):
            return tuple(replace(word, exact_only=False) for word in words)
        case Scope("title", child):
            return _words(child)
        case And(children):
            return tuple(word for child in children for word in _words(child))
        case _:
            return (part,)


def _asking(
    request: SearchRequest, tree: SyntaxNode | None, parts: tuple[SyntaxNode, ...]
) -> tuple[SearchRequest, SyntaxNode]:
    """Return the request for these parts, joined as the query is, and what it asks."""
    implicit = not isinstance(tree, And) or tree.implicit
    other = parts[0] if len(parts) == 1 else And(parts, implicit=implicit)
    return replace(request, query=unparse(other)), other


def _says_what(part: SyntaxNode) -> bool:
    """Return whether a part asks for words, rather than narrows what others ask for."""
    return not (is_filter(part) or isinstance(part, Not | DatedWords))


def _loosened(part: SyntaxNode) -> tuple[Message, SyntaxNode] | None:
    """Return what a strict part asks for less strictly, and what that does."""
    match part:
        case Phrase():
            return LOOSE_WORDS, And(_words(part), implicit=True)
        case Word(exact_only=True):
            return ANY_FORM, replace(part, exact_only=False)
        case Word(text) if pieces := between_hyphens(spelling(text)):
            return LOOSE_WORDS, And(tuple(Word(p, 0, len(p)) for p in pieces), implicit=True)
        case Scope("title", child):
            return ANYWHERE, child
        case Scope(_, Word() | Phrase() as value):
            words = (Word(w, 0, len(w)) for each in values_of(value) for w in each.split())
            return ANYWHERE, And(tuple(words), implicit=True)
        case Pattern(text) if text.rstrip("?") and not set(text.rstrip("?")) & set("*?"):
            return AS_A_WORD, Word(text.rstrip("?"), part.start, part.end)
        case _:
            return None


def _kind(part: SyntaxNode) -> OfferKind:
    if isinstance(part, Dates):
        return OfferKind.PERIOD
    if isinstance(part, Phrase):
        return OfferKind.PHRASE
    return OfferKind.FILTER if is_filter(part) or isinstance(part, Not) else OfferKind.WORD


def _without(words: str) -> Message:
    return Message("Zonder %(words)s", words=words)


def _with(words: str) -> Message:
    return Message("Met %(words)s", words=words)


def _only(query: str) -> Message:
    return Message("Alleen %(words)s", words=QueryText(query))


def _less(values: Mapping[str, tuple[str, ...]], name: str) -> FieldValues:
    return FieldValues({other: each for other, each in values.items() if other != name})
