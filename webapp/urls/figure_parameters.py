"""The state of the page of figures and of its addresses in the API: one reader for both."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.answers.figures import FIELDS, MAX_FIELDS, MAX_SIZE, MAX_WINDOW, Unit
from indexer.answers.name_figures import NAME_TYPES
from indexer.later import replace
from indexer.model import SearchRequest
from indexer.request_checks import check_number, not_one_of
from webapp.urls.addresses import address
from webapp.urls.parameters import (
    WINDOW,
    Arguments,
    is_on,
    read_choice,
    read_number,
    read_queries,
    read_query,
    read_state,
    without,
)
from webapp.urls.search_state import SearchState

OF_NAMES = "names"
KINDS = ("count", "collocates", "keywords", "words", OF_NAMES)
ROWS = 50
MAX_ROWS = 1_000
"""Rows of a list of words; a table of counts has as many as it has cells."""
FIELD = "year"


@dataclass(frozen=True, slots=True)
class FigureState:
    """Which figures are asked for. `within` is a search without words, whose limits apply."""

    kind: str
    queries: tuple[str, ...]
    by: tuple[str, ...]
    window: int
    unit: Unit
    size: int
    against: str
    name_type: str
    rows: int
    all_words: bool
    parts: bool
    collapse: bool
    within: SearchState

    @property
    def query(self) -> str:
        """The query, of kinds that have one."""
        return self.queries[0] if self.queries else ""

    def request(self) -> SearchRequest:
        """Return the request that selects what the figures are of."""
        return self.within.asking(self.query).request(1)

    def turned(self, kind: str) -> FigureState:
        """Return other figures of the same selection."""
        return replace(self, kind=kind)

    def limited(self, within: SearchState) -> FigureState:
        """Return the same figures within other limits."""
        return replace(self, within=within)

    def asking(self, *queries: str) -> FigureState:
        """Return the same figures of other queries."""
        return replace(self, queries=queries)

    def selection_url(self, suffix: str) -> str:
        """Return the address of the articles of this query, as a file that lasts or a reference."""
        plain = FigureState(
            KINDS[0], (self.query,), (FIELD,), WINDOW, Unit.FORM, 1, "", "", ROWS,
            all_words=False, parts=self.parts, collapse=self.collapse, within=self.within,
        )  # fmt: skip
        return plain.url(f"/selection.{suffix}")

    def url(self, path: str = "/figures") -> str:
        """Return the address of this page, or of the same as a file."""
        single = [
            ("kind", "" if self.kind == KINDS[0] or path.startswith("/api/") else self.kind),
            ("by", "" if self.by == _usual(self.kind) else ",".join(self.by)),
            ("window", "" if self.window == WINDOW else str(self.window)),
            ("unit", "" if self.unit is Unit.FORM else str(self.unit)),
            ("size", "" if self.size == 1 else str(self.size)),
            ("against", self.against),
            ("type", self.name_type),
            ("n", "" if self.rows == ROWS else str(self.rows)),
            ("all_words", "1" if self.all_words else ""),
            ("parts", "1" if self.parts else ""),
            ("collapse", "1" if self.collapse else ""),
        ]
        limits = [pair for pair in self.within.pairs() if pair[0] != "collapse"]
        given = [(name, value) for name, value in single if value]
        return address(path, [("q", query) for query in self.queries] + given + limits)


def read_figures(arguments: Arguments, kind: str | None = None) -> FigureState:
    """Return the figures that the parameters ask for; `kind` is theirs where the path says it.

    Raises RequestError if they make no sense.
    """
    kind = kind or read_choice(arguments, "kind", KINDS)
    return FigureState(
        kind=kind,
        queries=read_queries(arguments),
        by=_read_fields(arguments) or _usual(kind),
        window=read_number(arguments, "window", WINDOW, MAX_WINDOW),
        unit=Unit(read_choice(arguments, "unit", tuple(Unit))),
        size=read_number(arguments, "size", 1, MAX_SIZE),
        against=read_query(arguments, "against").strip(),
        name_type=read_choice(arguments, "type", ("", *NAME_TYPES)),
        rows=read_number(arguments, "n", ROWS, MAX_ROWS),
        all_words=is_on(arguments, "all_words"),
        parts=is_on(arguments, "parts"),
        collapse=is_on(arguments, "collapse"),
        within=read_state(without(arguments, "q", "page", "sort", "collapse", "parts")),
    )


def _read_fields(arguments: Arguments) -> tuple[str, ...]:
    text = (arguments.getlist("by") or [""])[-1]
    if not text:
        return ()
    fields = tuple(field.strip() for field in text.split(","))
    for field in fields:
        if field not in FIELDS:
            raise not_one_of("by", FIELDS, field)
    check_number("by", len(fields), MAX_FIELDS)
    return fields


def _usual(kind: str) -> tuple[str, ...]:
    """Return the fields that a kind of figures is counted by unasked: names by none."""
    return () if kind == OF_NAMES else (FIELD,)
