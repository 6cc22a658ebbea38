"""Names on pages: links to the page of each, and what such a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.answers.name_figures import NAME_TYPES
from indexer.errors import KnipselError
from indexer.fields import NAMES, FieldValues
from indexer.later import replace
from indexer.model import Article, SearchRequest, Sort
from webapp.archive_access import Searchable
from webapp.pages.formatting import translated
from webapp.pages.long_article import MAX_CHARACTERS
from webapp.urls.addresses import name_path
from webapp.urls.search_state import SearchState

if TYPE_CHECKING:
    from indexer.answers.name_figures import NameCell, NameContrast, NameCount
    from indexer.model import FacetCount
    from indexer.statistics.stored_names import Named, NameProfile
    from indexer.storage.names.index import NameIndex

LINES = 12
"""Articles of a name with a line in context, the newest."""
TOGETHER = 8
"""Names of each kind that stand most with a name."""
FIRST = 15
"""Names of each kind beside an article; the others are folded under them."""
_FEW = 3  # folding so many saves no room
_WIDTH = 60  # characters of context
_SEARCHED = 8  # forms of a name that are looked for


@dataclass(frozen=True, slots=True)
class NameLink:
    """A name with the address of its page; `count` is of articles."""

    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names of one field."""

    title: str
    names: tuple[NameLink, ...]

    @property
    def first(self) -> tuple[NameLink, ...]:
        """Those that are in sight at once."""
        return self.names if len(self.names) <= FIRST + _FEW else self.names[:FIRST]

    @property
    def folded(self) -> tuple[NameLink, ...]:
        """All others."""
        return self.names[len(self.first) :]


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A name in an article, with what stands around it."""

    article: Article
    left: str
    match: str
    right: str


def index_of(archive: Searchable) -> NameIndex | None:
    """Return the names of an archive, None where it keeps none."""
    try:
        return archive.figures().index.names
    except KnipselError:
        return None


def groups_of(names: Sequence[Named], state: SearchState) -> list[NameGroup]:
    """Return names by their field, in the order that they have, without fields that have none."""
    found = []
    for field in NAMES:
        own = [each for each in names if each.field == field.name]
        links = (NameLink(n.name, n.articles, _url(n.field, n.name, state)) for n in own)
        found.append(NameGroup(translated(field.heading), tuple(links)))
    return [group for group in found if group.names]


def names_beside(archive: Searchable, article: Article, state: SearchState) -> list[NameGroup]:
    """Return the names of an article."""
    index = index_of(archive)
    if index is None:
        return []
    from indexer.statistics.stored_names import names_of  # noqa: PLC0415 - numpy

    return groups_of(names_of(index, article.id), state)


def others_of(profile: NameProfile, state: SearchState) -> list[NameLink]:
    """Return the names that share the words of a name."""
    return [NameLink(n.name, n.articles, _url(n.field, n.name, state)) for n in profile.others]


def together(
    facets: dict[str, tuple[FacetCount, ...]], profile: NameProfile, state: SearchState
) -> list[NameGroup]:
    """Return what is named most in the articles that name somebody."""
    found = []
    for field in NAMES:
        counts = [
            each
            for each in facets.get(field.name, ())
            if (field.name, each.value) != (profile.named.field, profile.named.name)
        ]
        links = (
            NameLink(c.value, c.count, _url(field.name, c.value, state)) for c in counts[:TOGETHER]
        )
        found.append(NameGroup(translated(field.heading), tuple(links)))
    return [group for group in found if group.names]


def lines_of(archive: Searchable, profile: NameProfile, limit: int = LINES) -> list[ContextLine]:
    """Return the name in the newest articles that have it, the first place of each."""
    from indexer.statistics.stored_names import in_context  # noqa: PLC0415 - numpy

    forms = [each.form for each in profile.forms][:_SEARCHED] or [profile.named.name]
    named = {profile.named.field: (profile.named.name,)}
    request = SearchRequest("", limit=limit, sort=Sort.NEWEST, filters=FieldValues(named))
    return [
        ContextLine(replace(hit.article, body=""), *line)
        for hit in archive.listing(request, MAX_CHARACTERS).hits
        if (line := in_context(hit.article, forms, _WIDTH))
    ]


def links_to(
    rows: Sequence[NameCount | NameCell | NameContrast], archive: Searchable, state: SearchState
) -> list[str | None]:
    """Return the address of the page of each name in a table, None where no names are kept."""
    if index_of(archive) is None:
        return [None] * len(rows)
    fields = {kind: field for field, kind in NAME_TYPES.items()}
    return [_url(fields[row.type], row.name, state) for row in rows]


def _url(field: str, name: str, state: SearchState) -> str:
    return state.path(name_path(field, name))
