"""The names of a generation as a search asks for them: as filters, as facets, as pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from indexer.answers.name_figures import NAME_TYPES
from indexer.cache import weak_lru_cache
from indexer.model import FacetCount
from indexer.query.syntax import And, Not, Or, Scope, SyntaxNode

if TYPE_CHECKING:
    from indexer.engines.protocol import EngineReader
    from indexer.query.nodes import Node
    from indexer.storage.forward.columns import Places
    from indexer.storage.forward.index import ForwardIndex
    from indexer.storage.forward.segment import Segment
    from indexer.storage.names.index import NameIndex
    from indexer.storage.names.rows import RowsByNumber

Learning: TypeAlias = "Callable[[Sequence[Segment]], None]"
"""Meets the words of a generation before they are asked for."""

MAX_VALUES = 20
"""Names of a facet where several are asked for, the most frequent."""
_MAX_ASKED = 256


class ArchiveNames:
    """The names of a generation, opened when they are first asked for, or by `open`.

    An archive has none whose names were not found when it was made.
    """

    def __init__(self, opening: Callable[[], ForwardIndex], *, kept: bool) -> None:
        self._opening = opening
        self._kept = kept
        self._by_number: RowsByNumber | None = None
        self.ids = weak_lru_cache(self._ids, _MAX_ASKED)
        """Returns the ids of the articles with a name of a field; None where none are kept."""
        self.with_word = weak_lru_cache(self._with_word, _MAX_ASKED)
        """Returns how many articles have names with a word in them, by field of the names.

        One with two such names counts twice. None where no names are kept.
        """

    def open(self) -> None:
        """Open them now: a generation that is replaced may be gone when somebody asks for them."""
        self.index  # noqa: B018 - it is kept from now on

    def make_ready(self, learn: Learning) -> None:
        """Make now what the first questions would wait for, and have frequent words learnt.

        Where there are names the forward index, which has those words, is open as it is.
        """
        if self.index is not None:
            self.index.make_ready()
            learn(self.forward.segments)

    @property
    def are_open(self) -> bool:
        """Whether they were opened: to ask for one is cheap."""
        return "index" in vars(self)

    @property
    def are_kept(self) -> bool:
        """Whether there are any; by its manifest, as long as nobody asked for one."""
        return self.index is not None if self.are_open else self._kept

    @cached_property
    def forward(self) -> ForwardIndex:
        """The forward index. Raises IndexDamagedError if it is damaged."""
        return self._opening()

    @cached_property
    def index(self) -> NameIndex | None:
        """The names; None where there are none. Raises IndexDamagedError if they are damaged."""
        return self.forward.names if self._kept else None

    def facets(
        self,
        reader: EngineReader,
        query: Node,
        total: int,
        limit: int | None,
        *,
        fields: Collection[str] = NAME_TYPES.keys(),
    ) -> Mapping[str, tuple[FacetCount, ...]]:
        """Return the names in all articles that match, most articles first, by these fields."""
        if not (total and fields) or self.index is None or self.are_too_many(reader, total):
            return {}
        every = total == reader.size
        rows = None if every else self._rows(self.index, reader, query, total)
        return self.index.facets(rows, limit, fields)

    def _rows(self, names: NameIndex, reader: EngineReader, query: Node, total: int) -> Places:
        """Return the rows of all articles that match, in no order."""
        numbered = reader.numbered
        numbers = numbered.matching(query) if numbered else None
        if numbered and self._by_number is None and (every := numbered.contents()) is not None:
            self._by_number = names.by_content.by_number(every)
        if numbers is None or self._by_number is None:
            return names.rows_of(reader.contents(query, total))
        return self._by_number.find(numbers)

    def are_too_many(self, reader: EngineReader, total: int) -> bool:
        """Say whether names are kept, and those of so many articles would take too long to count.

        Those of all articles are counted once.
        """
        most = reader.contents_budget
        return self.are_kept and most is not None and most < total < reader.size

    def beginning(self, text: str, limit: int, field: str | None = None) -> list[FacetCount]:
        """Return the most frequent names of a field, or of all, of which words begin so."""
        if self.index is None:
            return []
        names, articles = self.index.names, self.index.articles
        found = [
            n
            for each in ([field] if field else NAME_TYPES)
            for n in self.index.beginning(each, text)
        ]
        counts = {names[n]: int(articles[n]) for n in found}
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        return [FacetCount(name, counts[name]) for name in ordered[:limit] if counts[name]]

    def of_first_name(self, text: str, limit: int, least: int) -> list[FacetCount]:
        """Return the persons whose first names begin so, of so many articles at least."""
        if self.index is None:
            return []
        names, articles = self.index.names, self.index.articles
        found = (n for n in self.index.beginning("person", text, first=True) if " " in names[n])
        counts = {names[n]: int(articles[n]) for n in found if articles[n] >= least}
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        return [FacetCount(name, counts[name]) for name in ordered[:limit]]

    def containing(self, word: str, least: int) -> list[FacetCount]:
        """Return the names of several words with this word in them, of so many articles at least.

        Whatever they are names of.
        """
        if self.index is None:
            return []
        names, articles = self.index.names, self.index.articles
        found = [n for each in self.index.with_words(word).values() for n in each]
        counted = ((names[n], int(articles[n])) for n in found)
        return [FacetCount(name, n) for name, n in counted if n >= least and " " in name]

    def has_bearer(self, surname: str) -> bool:
        """Say whether the archive knows whose surname it is: Kaag is Sigrid Kaag."""
        return self.index is not None and self.index.has_bearer(surname)

    def _with_word(self, word: str) -> Mapping[str, int] | None:
        if self.index is None:
            return None
        counts = self.index.articles
        found = self.index.with_words(word)
        return {field: int(counts[names].sum()) if names else 0 for field, names in found.items()}

    def _ids(self, field: str, value: str, within: bool) -> tuple[str, ...] | None:
        if self.index is None:
            return None
        found = self.index.rows_with(self.index.find(field, value, within=within))
        ids = self.index.forward.ids
        return tuple(ids[row] for row in found.tolist())


def asks_names(tree: SyntaxNode | None) -> bool:
    """Return whether a query has a condition on whom articles name."""
    match tree:
        case And(children) | Or(children):
            return any(map(asks_names, children))
        case Not(child):
            return asks_names(child)
        case _:
            return isinstance(tree, Scope) and tree.field in NAME_TYPES
