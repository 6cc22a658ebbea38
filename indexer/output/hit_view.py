"""What a result shows: the one description that the terminal and the page are both set from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.later import dataclass
from indexer.messages import Message
from indexer.model import Hit, NearDuplicate, Snippet

MAX_NAMED = 3
"""Near-duplicates that are named under a result; the others are counted."""

NO_TITLE = Message("Zonder titel")
NO_DATE = Message("zonder datum")
MISSING = Message("zonder:")
ALSO_IN = Message("ook in:")
LABELS = {"no_title": NO_TITLE, "no_date": NO_DATE, "missing": MISSING, "also_in": ALSO_IN}


@dataclass(frozen=True, slots=True)
class NamedDuplicate:
    """A near-duplicate under the name that distinguishes it from the others."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A result as it is shown: byline, title, passages, and the notes below them.

    `title` is None for an article without one; `date` is partial ISO; `missing` are the words of
    the query that it lacks; `also_in` are its first near-duplicates, and `more` counts the rest.
    """

    date: str | None
    source: str | None
    section: tuple[str, ...]
    title: Snippet | None
    passages: tuple[Snippet, ...]
    missing: tuple[str, ...]
    also_in: tuple[NamedDuplicate, ...]
    more: int


def hit_view(hit: Hit) -> HitView:
    """Return what a result shows."""
    article = hit.article
    return HitView(
        date=article.date,
        source=article.source,
        section=article.section,
        title=hit.title if hit.title.text.strip() else None,
        passages=hit.snippets,
        missing=hit.missing,
        also_in=tuple(_named(article.source, hit.near_duplicates[:MAX_NAMED])),
        more=max(0, len(hit.near_duplicates) - MAX_NAMED),
    )


def _named(source: str | None, duplicates: Sequence[NearDuplicate]) -> Iterator[NamedDuplicate]:
    """Yield each under its source, or under its title where that source is named already."""
    named = {source}
    for each in duplicates:
        name = each.source if each.source not in named else None
        named.add(each.source)
        yield NamedDuplicate(each.id, name or each.title or each.id, each.title)
