"""MODS (https://www.loc.gov/standards/mods): what is told of an issue and its articles."""

from __future__ import annotations

from typing import Any

from indexer.corpus.readers.digitised.trees import attribute, named, text_at


def title_of_section(section: Any) -> str:
    """Return the title in a description: its own, else that of what it is a part of."""
    if section is None:
        return ""
    hosts = {id(each) for host in named(section, "relatedItem") for each in host.iter()}
    infos = [*named(section, "titleInfo")]
    for info in sorted(infos, key=lambda each: id(each) in hosts):
        parts = [text_at(info, name) for name in ("nonSort", "title")]
        if title := " ".join(part for part in parts if part):
            return title
    return text_at(section, "title")


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
