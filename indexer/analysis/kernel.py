"""The kernel: what is done for each token of a text, compiled where it was built, else in Python.

The compiled kernel is described in Python here, which serves where it was not built; tests compare
the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from indexer.analysis.names import shared_keys
from indexer.analysis.term_cache import TermRow
from indexer.analysis.tokens import tokenize
from indexer.cache import Memo
from indexer.compiled import compiled
from indexer.later import NamedTuple, expression
from indexer.text import BLANK_LINE, SENTENCE_END

if TYPE_CHECKING:
    from indexer._kernel import OldSpellings

_TERM = expression("[^ \n]+")  # of the exact channel
_MAX_TYPES = 500_000  # about 200 MB; then the memory starts afresh

SENTENCE, PARAGRAPH = 1 << 30, 1 << 31
"""Bits of a numbered token: a sentence, or a paragraph and with it a sentence, ends after it."""

TakenTypes: TypeAlias = tuple[bytes, list[tuple[bytes, bytes]]]
"""Types as they are written, each ended by NUL; and their terms in the channels exact, stem, part.

Of each channel: the different terms, ended likewise, and the number of the term of each type.
"""


InArticle: TypeAlias = tuple[tuple[TermRow, bytes], tuple[TermRow, bytes], str, str]
"""Of an article: its title as `numbered` has it; the terms of title and body together, with the
numbers of the body; its lead: content terms of the title, a tab, those of the body; and the first
exact terms of the body. Where the body repeats the title, only the first has the title.
"""


class Limits(NamedTuple):
    """How much the lead of an article has of its title and of its body, and how long terms are."""

    max_terms: int
    min_letters: int
    max_words: int
    """Exact terms of the body that are given besides."""


class TermMapper(Protocol):
    """What is done for each token of an article."""

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels.

        They are separated by spaces, exact terms of different paragraphs by line ends.
        """

    def numbered(self, text: str) -> tuple[TermRow, bytes]:
        """Return the same, and the number of the type of each token that has a term.

        A number is four bytes, the lowest first, and may have the bits SENTENCE and PARAGRAPH; the
        end of the text is that of a paragraph. Types are numbered as they are met, from 0; two
        numbers may be of one type.
        """

    def take_types(self) -> TakenTypes:
        """Return the types that have numbers, in their order, and number from 0 again."""

    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str:
        """Return the first `max_terms` terms, without numbers and those under `min_letters`."""

    def article(self, title: str, body: str, repeated: bool, limits: Limits) -> InArticle:
        """Return what the index has of a title and a body, which `repeated` says begins with it."""


class CompiledWords(Protocol):
    """The rules of `Analyzer` in compiled code, which has the frequent kinds of words alone."""

    def row(self, surface: str) -> TermRow | None:
        """Return the terms of a type, as `Analyzer.row` does; None where Python has to say them."""

    def analysed(self, surface: str) -> TermRow | None:
        """Return the same, as `Analyzer.analysed` does: not from what was compiled."""

    def are_strangers(self, old: OldSpellings, words: Sequence[str]) -> Sequence[bool]:
        """Say of each word whether nothing is read in it: `Historical.strangers`."""


def compiled_words(
    fingerprint: str, stop_words: AbstractSet[str], old_spellings: Mapping[str, str]
) -> CompiledWords | None:
    """Return the rules over the lexicon of the package; None where the kernel was not built."""
    native = compiled()
    if native is None:
        return None
    folder, old = Path(__file__).parent / "data", list(old_spellings.items())
    words: CompiledWords = native.Words(folder, fingerprint, stop_words, old, shared_keys())
    return words


def compiled_mapper(row: Callable[[str], TermRow], words: CompiledWords) -> TermMapper:
    """Return the compiled term mapper, which asks `row` for what `words` leaves to Python."""
    native = compiled()
    assert native is not None
    mapper: TermMapper = native.TermMapper(row, words=words)
    return mapper


class PythonTermMapper:
    """The term mapper in Python: what the compiled one must equal, and used without it."""

    def __init__(self, row: Callable[[str], TermRow]) -> None:
        self._rows = Memo(row, _MAX_TYPES)
        self._numbers: dict[str, int] = {}

    def channels(self, text: str) -> TermRow:
        """Return the terms of a text in the three channels."""
        exact: list[str] = []
        stem, part = [], []
        ended = 0
        for surface, ends in _tokens(text):
            terms = self._rows[surface]
            ended |= ends
            if terms[0]:
                exact += ("\n" if ended & PARAGRAPH else " ", terms[0])
                ended = 0
            stem.append(terms[1])
            part.append(terms[2])
        return "".join(exact[1:]), _joined(stem), _joined(part)

    def numbered(self, text: str) -> tuple[TermRow, bytes]:
        """Return the same, and the number of the type of each token that has a term."""
        numbers: list[int] = []
        for surface, ends in _tokens(text):
            if numbers:
                numbers[-1] |= ends
            if self._rows[surface][0]:
                numbers.append(self._number(surface))
        if numbers:
            numbers[-1] |= SENTENCE | PARAGRAPH
        return self.channels(text), b"".join(n.to_bytes(4, "little") for n in numbers)

    def take_types(self) -> TakenTypes:
        """Return the types that have numbers, in their order, and number from 0 again."""
        types, self._numbers = list(self._numbers), {}
        rows = [self._rows[surface] for surface in types]
        columns = []
        for terms in zip(*rows, strict=True) if rows else ((), (), ()):
            number = dict(zip(dict.fromkeys(terms), range(len(terms)), strict=False))
            numbers = b"".join(number[term].to_bytes(4, "little") for term in terms)
            columns.append((_ended(number), numbers))
        return _ended(types), columns

    def _number(self, surface: str) -> int:
        return self._numbers.setdefault(surface, len(self._numbers))

    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str:
        """Return the first `max_terms` terms, without numbers and those under `min_letters`."""
        first = terms.split(" ", max_terms)[:max_terms]
        return " ".join([t for t in first if len(t) >= min_letters and not t.isdigit()])

    def article(self, title: str, body: str, repeated: bool, limits: Limits) -> InArticle:
        """Return what the index has of a title and a body, which `repeated` says begins with it."""
        above, below = self.numbered(title), self.numbered(body)
        (exact, stem, part), first = below[0], ("", "", "") if repeated else above[0]
        text = (
            _both(first[0], exact, "\n"),
            _both(first[1], stem, " "),
            _both(first[2], part, " "),
        )
        lead = "\t".join(self.content_terms(of, *limits[:2]) for of in (first[2], part))
        ends = (term.end() for term in islice(_TERM.finditer(exact), limits.max_words))
        return above, (text, below[1]), lead, exact[: max(ends, default=0)]


def _ended(texts: Iterable[str]) -> bytes:
    return "".join(f"{text}\0" for text in texts).encode(errors="surrogatepass")


def _both(title: str, body: str, between: str) -> str:
    return f"{title}{between}{body}" if title and body else title or body


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield each token as written, with the bits of what ended before it."""
    before = 0
    for start, end in tokenize(text):
        yield text[start:end], _ends(text[before:start])
        before = end


def _ends(gap: str) -> int:
    """Return the bits of what ends between two tokens."""
    if BLANK_LINE.search(gap):
        return SENTENCE | PARAGRAPH
    return SENTENCE if SENTENCE_END.search(gap) else 0


def _joined(terms: Iterable[str]) -> str:
    return " ".join(filter(None, terms))
