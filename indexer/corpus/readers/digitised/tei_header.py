"""The header of a document in TEI, and the dates above its articles."""

from __future__ import annotations

from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.input_file import InputFile
from indexer.corpus.readers.digitised.trees import (
    attribute,
    first,
    name_of,
    named,
    names,
    text_at,
)
from indexer.later import NamedTuple

_DATED = names("date head byline dateline opener docDate bibl")


class About(NamedTuple):
    """What the header of a document tells: its title and the paper that it is from, its day.

    The title of what was made of a paper is none of an article.
    """

    title: str = ""
    source: str = ""
    date: str | None = None
    authors: tuple[str, ...] = ()


def about_document(root: Any, input_file: InputFile) -> About:
    """Return what the header of a document tells, nothing where it has none."""
    header = first(root, "teiHeader")
    if header is None:
        return About()
    origin, own = first(header, "sourceDesc"), first(header, "titleStmt")
    title = text_at(own, "title")
    titles = [] if origin is None else [*named(origin, "title")]
    titles = [each for each in titles if _line(each) != title]  # of the document itself
    titles.sort(key=lambda each: attribute(each, "level") not in {"j", "s"})
    source = _line(titles[0]) if titles else text_at(origin, "publisher")
    date = None
    for place in (origin, first(header, "profileDesc")):
        date = date or (None if place is None else _date_of(place, input_file.zone))
    places = (each for each in (origin, own) if each is not None)
    authors = next(filter(None, ([*named(place, "author")] for place in places)), [])
    return About(
        "" if titles else title,
        source,
        date,
        tuple(name for name in map(_line, authors) if name),
    )


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _date_of(element: Any, zone: str) -> str | None:
    given = (attribute(date, "when") or _line(date) for date in named(element, "date"))
    return next(filter(None, (partial_date(text, zone) for text in given)), None)


def date_above(division: Any, zone: str) -> str | None:
    """Return the date that stands above the text of an article, none that is in it."""
    above = (part for part in division if name_of(part) in _DATED)
    return next(filter(None, (_date_of(part, zone) for part in above)), None)
