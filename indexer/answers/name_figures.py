"""Figures of the names in a selection: who, where and which body."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from indexer.answers.figures import (
    Figures,
)
from indexer.fields import NAMES
from indexer.later import dataclass


class NameType(StrEnum):
    """Whose name it is."""

    PER = "PER"
    LOC = "LOC"
    ORG = "ORG"


NAME_TYPES: Mapping[str, NameType] = dict(
    zip((field.name for field in NAMES), NameType, strict=True)
)
"""The type of the names of each field of names."""


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name in a selection: the articles that have it, how often, and its forms, longest first."""

    name: str
    type: NameType
    articles: int
    count: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameCounts:
    """The names of a selection, that of the most articles first; `read` articles were read."""

    about: Figures
    read: int
    rows: tuple[NameCount, ...]


@dataclass(frozen=True, slots=True)
class NameCell:
    """The articles of a selection that have a name, of one value of a field."""

    name: str
    type: NameType
    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class NameCells:
    """The names of a selection by a field."""

    about: Figures
    by: str
    rows: tuple[NameCell, ...]


@dataclass(frozen=True, slots=True)
class NameContrast:
    """A name in two selections: the articles that have it, and what share of all that is."""

    name: str
    type: NameType
    articles: int
    articles_against: int
    share: float
    share_against: float
    loglik: float


@dataclass(frozen=True, slots=True)
class NameContrasts:
    """The names of a selection beside those of another, the most unlike first."""

    about: Figures
    against: Figures
    rows: tuple[NameContrast, ...]
