"""MODS (https://www.loc.gov/standards/mods): what is told of an issue and its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.readers.digitised.paper import date_named
from indexer.corpus.readers.digitised.trees import attribute, first, name_of, named, text_at
from indexer.later import NamedTuple

_AROUND_DATE = re.compile(r"[\s,;:.(–-]+$")


class Described(NamedTuple):
    """What a file says of an issue."""

    source: str
    date: str | None
    issue: str | None


class Descriptions:
    """What a file says of its issues: most files are one, some are several.

    `sections` has its descriptions by their ids; one that articles alone have is of them, unless
    all of several have it.
    """

    def __init__(
        self,
        root: Any,
        sections: Mapping[str, Any],
        articles: Sequence[Any],
        zone: str,
    ) -> None:
        self._zone = zone
        self._sections = sections
        uses = Counter(id_ for each in named(root, "div") for id_ in _ids(each))
        self._of_articles = {
            id_
            for id_, count in Counter(id_ for each in articles for id_ in _ids(each)).items()
            if count == uses[id_] and (count == 1 or count < len(articles))
        }
        dated = {id_ for id_, each in sections.items() if first(each, "dateIssued") is not None}
        of_issues = [id_ for id_ in sections if id_ not in self._of_articles]
        self._of_issues = [id_ for id_ in of_issues if id_ in dated]
        whole = (self._of_issues or of_issues or [""])[0]
        self._whole = self._described(sections.get(whole), root)
        if self._whole.date is None:
            dates = (self._date(each) for id_, each in sections.items() if id_ in dated)
            self._whole = self._whole._replace(date=next(filter(None, dates), None))
        self._by_division: dict[int, Described] = {}
        if self._of_articles or len(self._of_issues) > 1:
            self._find(root)

    def of(self, division: Any) -> Described:
        """Return what is said of the issue that a division is in, on the day of its own if any."""
        return self._by_division.get(id(division), self._whole)

    def _find(self, root: Any) -> None:
        issues = set(self._of_issues) if len(self._of_issues) > 1 else set()
        pending = [(root, self._whole)]
        while pending:
            element, described = pending.pop()
            ids = _ids(element) if name_of(element) == "div" else []
            if of_issue := next((id_ for id_ in ids if id_ in issues), None):
                described = self._described(self._sections[of_issue], element)
            if own := next((id_ for id_ in ids if id_ in self._of_articles), None):
                described = self._of_article(self._sections.get(own), described)
            if described is not self._whole:
                self._by_division[id(element)] = described
            pending += [(child, described) for child in element]

    def _described(self, section: Any, within: Any) -> Described:
        labels = (attribute(each, "LABEL") for each in (within, *named(within, "div")))
        label = next(filter(None, labels), "")
        title = title_of_section(section)
        if not title:
            title = _AROUND_DATE.sub("", re.split(r"\d{4}", label)[0])
        return Described(title, self._date(section) or date_named(label), issue_number(section))

    def _of_article(self, section: Any, issue: Described) -> Described:
        return issue._replace(
            source=issue.source or title_of_host(section),
            date=self._date(section) or issue.date,
        )

    def _date(self, section: Any) -> str | None:
        """Return the day in a description: its own, else that of what it is a part of."""
        days = (
            partial_date("".join(each.itertext()), self._zone)
            for each in _own_first(section, "dateIssued")
        )
        return next(filter(None, days), None)


def _own_first(section: Any, name: str) -> list[Any]:
    """Return the elements of this name in a description, those of related items last."""
    if section is None:
        return []
    related = {id(each) for item in named(section, "relatedItem") for each in item.iter()}
    return sorted(named(section, name), key=lambda each: id(each) in related)


def _ids(division: Any) -> list[str]:
    """Return the ids of the descriptions of a division."""
    return attribute(division, "DMDID").split()


def title_of_section(section: Any) -> str:
    """Return the title in a description: its own, else that of what it is a part of."""
    if section is None:
        return ""
    infos = _own_first(section, "titleInfo")
    return next(filter(None, map(_title, infos)), "") or text_at(section, "title")


def title_of_host(section: Any) -> str:
    """Return the title of what is described as that which it is a part of, empty without one."""
    items = () if section is None else named(section, "relatedItem")
    hosts = (each for each in items if attribute(each, "type") == "host")
    return next(
        filter(None, (_title(info) for each in hosts for info in named(each, "titleInfo"))), ""
    )


def _title(info: Any) -> str:
    return " ".join(filter(None, (text_at(info, name) for name in ("nonSort", "title"))))


def issue_number(section: Any) -> str | None:
    """Return the number of an issue, None where its description has none."""
    if section is None:
        return None
    for detail in named(section, "detail"):
        if attribute(detail, "type") in {"issue", "number"}:
            return text_at(detail, "number") or None
    return None


def authors(section: Any) -> list[str]:
    """Return the names of who wrote what is described."""
    if section is None:
        return []
    names = ([*named(each, "namePart")] for each in named(section, "name"))
    return [" ".join("".join(part.itertext()) for part in parts).strip() for parts in names]
