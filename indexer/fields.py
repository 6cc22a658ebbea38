"""The fields of an article, in one table that engines, queries, options, addresses and pages read.

A new field is a row here, an attribute of `Article`, and its names in `corpus.records`.
CONTRIBUTING has the steps.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from indexer.later import dataclass
from indexer.messages import Bilingual, Message
from indexer.text import without_invisible


class Stored(StrEnum):
    """How an engine stores a field."""

    TEXT = "text"  # analysed: terms in the channels exact, stem and part
    KEYWORD = "keyword"  # each value is one term, compared without regard to case and white space
    DATE = "date"  # the first and the last day that it can mean
    NAME = "name"  # found in its text by `indexer.names`, and kept beside the engine
    SOURCE = "source"  # in the stored source only: shown, never searched


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an article; `name` is its attribute of `Article`, its key in JSON, its option.

    `prefix` stands before a value in a query (`bron:nrc`, `source:nrc`), as in the `example` that
    the help shows with its `meaning`. `label` heads the values; `plural` is the key of a list of
    them in JSON, `plural_dutch` its heading in the terminal. With `facet` the values are counted,
    with `filter` they limit a search; a field with `several` is a tuple of values. A value is asked
    for whole, of a field `by_words` by any of its words next to each other. A field that only we
    give values has these `classes`: they are stored in Dutch, and asked for in both languages.
    """

    name: str
    stored: Stored
    prefix: Bilingual | None = None
    label: Message | None = None
    plural: str = ""
    plural_dutch: str = ""
    example: str = ""
    meaning: Bilingual | None = None
    several: bool = False
    facet: bool = False
    filter: bool = False
    by_words: bool = False
    classes: tuple[Bilingual, ...] = ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes in both languages, Dutch first."""
        return (str(self.prefix), self.prefix.english) if self.prefix else ()

    @property
    def heading(self) -> Message:
        """The label, of a field that is shown with its values."""
        return self.label or Message(self.name)

    def stored_value(self, value: str) -> str:
        """Return a value as it is stored: of a class, given in whichever language, the Dutch."""
        wanted = value.strip().casefold()
        return next(
            (str(each) for each in self.classes if wanted in {each.casefold(), each.english}), value
        )

    def shown_value(self, value: str) -> str:
        """Return a value as readers see it: of a class the text in both languages."""
        return next((each for each in self.classes if each == value), value)


QUALITIES = (Bilingual("goed", "good"), Bilingual("matig", "fair"), Bilingual("slecht", "poor"))
"""How well the words of an article were recognised, the best first."""

FIELDS = (
    Field("id", Stored.SOURCE),
    Field("title", Stored.TEXT, Bilingual("titel", "title")),
    Field("body", Stored.TEXT),
    Field("date", Stored.DATE, Bilingual("datum", "date")),
    Field(
        "source", Stored.KEYWORD, Bilingual("bron", "source"),
        Message("Bron"), "sources", "bronnen",
        '"De Wipkip" navo', Bilingual("uit een bron", "from one source"), facet=True, filter=True,
    ),
    Field(
        "section", Stored.KEYWORD, Bilingual("rubriek", "section"),
        Message("Rubriek"), "sections", "rubrieken",
        "sport finale", Bilingual("uit een rubriek", "from one section"),
        several=True, facet=True, filter=True,
    ),
    Field("url", Stored.SOURCE),
    Field(
        "author", Stored.KEYWORD, Bilingual("auteur", "author"),
        Message("Auteur"), "authors", "auteurs",
        '"Hidde Ruiter" navo', Bilingual("van een auteur", "by one author"),
        several=True, facet=True, filter=True, by_words=True,
    ),
    Field(
        "quality", Stored.KEYWORD, Bilingual("kwaliteit", "quality"),
        Message("Kwaliteit"), "qualities", "kwaliteiten",
        "matig dijk",
        Bilingual("van een scan die zo is herkend", "of a scan that is recognised so"),
        facet=True, filter=True, classes=QUALITIES,
    ),
)  # fmt: skip

NAMES = (
    Field(
        "person", Stored.NAME, Bilingual("persoon", "person"),
        Message("Persoon"), "persons", "personen",
        "zelensky navo", Bilingual("waarin iemand genoemd wordt", "that name somebody"),
        facet=True, filter=True, by_words=True,
    ),
    Field(
        "place", Stored.NAME, Bilingual("plaats", "place"),
        Message("Plaats"), "places", "plaatsen",
        '"den haag" bezoek',
        Bilingual("waarin een plaats genoemd wordt", "that name a place"),
        facet=True, filter=True, by_words=True,
    ),
    Field(
        "organisation", Stored.NAME, Bilingual("organisatie", "organisation"),
        Message("Organisatie"), "organisations", "organisaties",
        "navo zelensky",
        Bilingual("waarin een organisatie genoemd wordt", "that name an organisation"),
        facet=True, filter=True, by_words=True,
    ),
)  # fmt: skip
"""What is no attribute of an article, but found in its text: who, where and which body it names."""

BY_NAME: Mapping[str, Field] = {field.name: field for field in (*FIELDS, *NAMES)}
KEYWORDS = tuple(field for field in FIELDS if field.stored is Stored.KEYWORD)
FILTERS = tuple(field for field in (*FIELDS, *NAMES) if field.filter)
COUNTED = tuple(field for field in FIELDS if field.facet)
"""The fields with a facet that an engine counts."""
FACET_FIELDS = (*COUNTED, *NAMES)
PERIODS = ("year", "month")
"""The facets that are made of the date."""
ENGINE_FACETS = (*(field.name for field in COUNTED), *PERIODS)
FACETS = (*(field.name for field in FACET_FIELDS), *PERIODS)
VALUES = (*(field.name for field in KEYWORDS), *PERIODS)
"""What an engine keeps the values of: what has facets or filters."""

SCOPES: Mapping[str, str] = {
    prefix: field.name
    for field in (*FIELDS, *NAMES)
    if field.stored in (Stored.TEXT, Stored.KEYWORD, Stored.NAME)
    for prefix in field.prefixes
}
"""The field that each prefix of a query stands for; those of dates are DATE_PREFIXES."""
DATE_PREFIXES = tuple(
    prefix for field in FIELDS if field.stored is Stored.DATE for prefix in field.prefixes
)


PREFIXES = tuple(
    field.prefix
    for field in sorted((*FIELDS, *NAMES), key=lambda field: field.stored is Stored.DATE)
    if field.prefix
)
"""The prefix of each field that can be asked for, those of dates last."""


def listed_prefixes() -> Bilingual:
    """Return the prefixes as a sentence lists them: `titel:, bron:, rubriek: en datum:`."""
    return Bilingual(
        _listed([f"{prefix}:" for prefix in PREFIXES], "en"),
        _listed([f"{prefix.english}:" for prefix in PREFIXES], "and"),
    )


def _listed(words: list[str], conjunction: str) -> str:
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def values_in(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the values of a field, none where an article lacks it."""
    return value if isinstance(value, tuple) else (value,) if value else ()


def compact(value: str | tuple[str, ...] | None) -> str | list[str] | None:
    """Return the value of a field as JSON has it: of several a list, else the one or None."""
    if not isinstance(value, tuple):
        return value
    return list(value) if len(value) > 1 else value[0] if value else None


class FieldValues(Mapping[str, tuple[str, ...]]):
    """Values by the name of their field, in the order of the table; each once, none empty.

    A value that stands alone may be given as a string. Immutable and hashable.
    """

    __slots__ = ("_hash", "_values")

    def __init__(self, values: Mapping[str, str | Iterable[str]] | None = None) -> None:
        given = {name: _values(name, value) for name, value in (values or {}).items()}
        names = (*(name for name in BY_NAME if name in given), *given)
        self._values = {name: given[name] for name in names if given[name]}
        self._hash = hash(tuple(self._values.items()))

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return self._hash

    def items(self) -> ItemsView[str, tuple[str, ...]]:
        """Return each field with its values."""
        return self._values.items()

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values of a field, which may be none."""
        return self._values.get(name, ())

    def __repr__(self) -> str:
        return f"FieldValues({self._values!r})"

    def toggled(self, name: str, value: str) -> FieldValues:
        """Return the values with this one added, or removed if it was there."""
        now, (value, *_) = self.get(name, ()), (*_values(name, value), "")
        after = tuple(v for v in now if v != value) if value in now else (*now, value)
        return FieldValues({**self, name: after})

    def pairs(self) -> list[tuple[str, str]]:
        """Return field and value of each value."""
        return [(name, value) for name, values in self._values.items() for value in values]


def _values(name: str, value: str | Iterable[str]) -> tuple[str, ...]:
    given: Any = (value,) if isinstance(value, str) else value
    values: Iterable[str] = map(without_invisible, given)
    if name in BY_NAME and BY_NAME[name].classes:
        values = map(BY_NAME[name].stored_value, values)
    return tuple(dict.fromkeys(filter(None, values)))


NO_VALUES = FieldValues()
