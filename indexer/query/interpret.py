"""The interpretation of a query: what a person means by words that no article has to have.

Between parser and analysis; it knows no engine. Every rewrite says which characters it read, what
it made of them, and how the query is written without it. What stands in quotes, behind `=` or
under an operator is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from indexer.formatting import Days
from indexer.later import replace
from indexer.messages import Message
from indexer.model import Rewrite, RewriteKind, literal
from indexer.query.asking import asking_after, asking_before
from indexer.query.dates_in_words import DateInWords, dates_in
from indexer.query.pasted.addresses import is_address, words_of_address
from indexer.query.short_dates import ArchiveDays
from indexer.query.syntax import And, DatedWords, ParsedQuery, SyntaxNode, Word
from indexer.query.unparse import unparse

_ABOUT = "over"  # makes words of asking whole that a date follows: artikelen van mei 2019


def interpret(
    parsed: ParsedQuery, days: ArchiveDays | None, is_stop: Callable[[str], bool]
) -> ParsedQuery:
    """Return the query as it is meant, with its rewrites.

    `days` are those of the archive, from whose last one `gisteren` counts.
    """
    tree = parsed.tree
    if wordless := [*_wordless(tree)]:
        parsed = replace(parsed, notices=(*parsed.notices, *wordless))
    children: Sequence[SyntaxNode]
    match tree:
        case And(children, implicit=True):
            pass
        case Word():
            children = (tree,)
        case _:
            return parsed
    kept: list[SyntaxNode] = []
    rewrites: list[Rewrite] = []
    for words, others in _runs(children):
        kept += _read_others(parsed.text, others, rewrites)
        kept += _read_run(parsed.text, words, days, is_stop, rewrites) if words else ()
    if not rewrites:
        return parsed
    if not any(not _is_empty(child, is_stop) for child in kept):
        rewrites = [each for each in rewrites if each.kind is not RewriteKind.ASKING]
        kept = _without_asking_read(parsed.text, children, days)
        if not rewrites:
            return parsed
    tree = kept[0] if len(kept) == 1 else And(tuple(kept), implicit=True)
    return replace(parsed, tree=tree, interpreted=unparse(tree), rewrites=tuple(rewrites))


def _wordless(tree: SyntaxNode | None) -> Iterator[Message]:
    """Yield a notice of each address that has no words to search with: https://nos.nl/l/2308322."""
    for child in tree.children if isinstance(tree, And) else (tree,):
        is_read = isinstance(child, Word) and not child.exact_only and is_address(child.text)
        if isinstance(child, Word) and is_read and not any(words_of_address(child)):
            yield Message(
                "‘%(address)s’ heeft geen woorden om mee te zoeken: zoek met die van de kop.",
                address=child.text,
            )


def _is_plain(child: SyntaxNode) -> bool:
    return isinstance(child, Word) and not (child.exact_only or is_address(child.text))


def _is_empty(child: SyntaxNode, is_stop: Callable[[str], bool]) -> bool:
    return isinstance(child, Word) and not child.exact_only and is_stop(child.text)


def _without_asking_read(
    text: str, children: Sequence[SyntaxNode], days: ArchiveDays | None
) -> list[SyntaxNode]:
    """Return the children with dates read, where the words of asking are all that there is."""
    kept: list[SyntaxNode] = []
    for words, others in _runs(children):
        kept += _read_others(text, others, []) or _with_dates(text, words, days)[0]
    return kept


def _runs(children: Sequence[SyntaxNode]) -> Iterator[tuple[list[Word], list[SyntaxNode]]]:
    """Yield plain words in a row, or what stands between such runs."""
    for is_plain, run in groupby(children, _is_plain):
        each = list(run)
        yield ([c for c in each if isinstance(c, Word)], []) if is_plain else ([], each)


def _read_others(
    text: str, others: Sequence[SyntaxNode], rewrites: list[Rewrite]
) -> list[SyntaxNode]:
    """Return what are no plain words, an address as its words; add what was made of it."""
    kept: list[SyntaxNode] = []
    for child in others:
        words = tuple(words_of_address(child)) if isinstance(child, Word) else ()
        if isinstance(child, Word) and words:
            rewrites.append(_of_address(text, child, words))
        kept += words or (child,)
    return kept


def _of_address(text: str, address: Word, words: Sequence[Word]) -> Rewrite:
    start, end = address.start, address.end
    reading = " ".join(word.text for word in words)
    return Rewrite(
        kind=RewriteKind.ADDRESS,
        start=start,
        end=end,
        text=address.text,
        reading=reading,
        reason=Message("%(words)s, uit het adres", words=reading),
        query_without=_replaced(text, start, end, literal(address.text)),
    )


def _read_run(
    text: str,
    words: Sequence[Word],
    days: ArchiveDays | None,
    is_stop: Callable[[str], bool],
    rewrites: list[Rewrite],
) -> list[SyntaxNode]:
    """Return what remains of plain words in a row; add what was made of the others."""
    start, end = words[0].start, words[-1].end
    begin = start + asking_before(text[start:end])
    for last in (word.start for word in words if word.end == begin):
        if any(found.start == 0 for found in dates_in(text[last:end], days)):
            begin = last  # nieuws van juli: `van` belongs to the date
    finish = begin + asking_after(text[begin:end])
    for first, last in ((start, begin), (finish, end)):
        asked = [word for word in words if first <= word.start and word.end <= last]
        if any(not is_stop(word.text) for word in asked):
            rewrites.append(_asked(text, asked, is_stop))
    rest = [word for word in words if word.start >= begin and word.end <= finish]
    kept, found = _with_dates(text, rest, days)
    if found:
        asked = [w for w in _asked_around(text, words, found[0]) if w in rest]
        kept = [child for child in kept if child not in asked]
        sides = (
            [word for word in asked if word.end <= found[0].start],
            [word for word in asked if word.start >= found[0].end],
        )
        said = (side for side in sides if any(not is_stop(word.text) for word in side))
        rewrites += (_asked(text, side, is_stop) for side in said)
    rewrites += (_dated(text, each, is_stop) for each in found)
    return kept


def _asked_around(text: str, words: Sequence[Word], dated: DateInWords) -> list[Word]:
    """Return the words of asking around a date: artikelen van vorige week over, or before one."""
    before = [word for word in words if word.end <= dated.start]
    after = [word for word in words if word.start >= dated.end]
    if not before:
        return []
    following = text[after[0].start : after[-1].end] if after else f"{_ABOUT} {dated.text}"
    # The last word before it may belong to the date: van, uit, from.
    for first in (text[before[0].start : word.end] for word in before[:-3:-1]):
        count = asking_before(f"{first} {following}") - len(first) - 1
        if count > 0:
            return before + [w for w in after if w.end <= after[0].start + count]
    return []


def _with_dates(
    text: str, words: Sequence[Word], days: ArchiveDays | None
) -> tuple[list[SyntaxNode], list[DateInWords]]:
    """Return the words with those of each date as one child, and the dates."""
    if not words:
        return [], []
    start, end = words[0].start, words[-1].end
    found = [
        each._replace(
            start=start + each.start,
            end=start + each.end,
            named=(start + each.named[0], start + each.named[1]),
        )
        for each in dates_in(text[start:end], days)
    ]
    kept: list[SyntaxNode] = []
    for each in found:
        kept += [w for w in words if w.end <= each.start and (not kept or w.start >= _end(kept))]
        own = tuple(word for word in words if each.start <= word.start and word.end <= each.end)
        name = tuple(w for w in own if each.named[0] <= w.start and w.end <= each.named[1])
        if each.asked:
            name = tuple(Word(word, *each.named) for word in each.asked.split())
        place = each.start, each.end
        kept.append(DatedWords(own, each.span, each.text, *place, each.share, name, each.counted))
    last = found[-1].end if found else start
    kept += [word for word in words if word.start >= last]
    return kept, found


def _end(kept: Sequence[SyntaxNode]) -> int:
    return max((child.end for child in kept if isinstance(child, Word | DatedWords)), default=0)


def _asked(text: str, words: Sequence[Word], is_stop: Callable[[str], bool]) -> Rewrite:
    start, end = words[0].start, words[-1].end
    return Rewrite(
        kind=RewriteKind.ASKING,
        start=start,
        end=end,
        text=text[start:end],
        reading="",
        reason=Message("zonder: %(words)s", words=text[start:end]),
        query_without=_replaced(text, start, end, _literal([word.text for word in words], is_stop)),
    )


def _dated(text: str, found: DateInWords, is_stop: Callable[[str], bool]) -> Rewrite:
    words = text[found.start : found.end]
    reason = (
        Message(
            "%(words)s als %(date)s, gerekend vanaf de laatste dag van het archief",
            words=words,
            date=Days(found.text),
        )
        if found.relative
        else Message("%(words)s als datum", words=words)
    )
    exact = _literal(words.split(), is_stop)
    return Rewrite(
        kind=RewriteKind.DATE,
        start=found.start,
        end=found.end,
        text=words,
        reading=found.text,
        reason=reason,
        query_without=_replaced(text, found.start, found.end, exact),
        query_strict=_replaced(text, found.start, found.end, f"datum:{found.text}"),
    )


def _literal(words: Sequence[str], is_stop: Callable[[str], bool]) -> str:
    """Return words as the query language has them literally, but for those that say nothing."""
    return " ".join(word if is_stop(word) else f"={word}" for word in words)


def _replaced(text: str, start: int, end: int, by: str) -> str:
    return f"{text[:start]}{by}{text[end:]}"
