"""References to a saved selection: as text, in BibTeX and RIS, and as metadata for DataCite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from indexer.formatting import DUTCH
from indexer.output.citations import plain_name, tex
from indexer.selections import SavedSelection

_UNKNOWN = "(:unav)"  # DataCite Metadata Schema 4.5, appendix 3: unavailable
_SCHEMA = "http://datacite.org/schema/kernel-4"


def title_of(saved: SavedSelection) -> str:
    """Return the title that was given, or else one of the query."""
    query = saved.request.query.strip()
    return saved.title or (f"Krantenartikelen over: {query}" if query else "Krantenartikelen")


def text(saved: SavedSelection) -> str:
    """Return a reference to read."""
    authors = ", ".join(saved.authors)
    return ". ".join(
        filter(
            None,
            (
                f"{authors} ({saved.made[:4]})" if authors else "",
                title_of(saved),
                f"{_description(saved)}. SHA-256 {saved.checksum}",
            ),
        )
    )


def bibtex(saved: SavedSelection) -> str:
    """Return an entry @misc; a dataset is one in every style."""
    fields = (
        ("author", " and ".join(f"{{{tex(name)}}}" for name in saved.authors)),
        ("title", f"{{{tex(title_of(saved))}}}"),
        ("year", saved.made[:4]),
        ("howpublished", tex("Selectie met Knipsel " + saved.version)),
        ("note", tex(f"{_description(saved)}. SHA-256 {saved.checksum}")),
    )
    lines = (f"  {name} = {{{value}}}," for name, value in fields if value)
    return "\n".join((f"@misc{{{_key(saved)},", *lines, "}"))


def ris(saved: SavedSelection) -> str:
    """Return a RIS record of a dataset."""
    fields: tuple[tuple[str, str], ...] = (
        ("TY", "DATA"),
        ("TI", title_of(saved)),
        *(("AU", name) for name in saved.authors),
        ("PY", saved.made[:4]),
        ("DA", saved.made.replace("-", "/") + "/"),
        ("AB", _description(saved)),
        ("N1", f"SHA-256 {saved.checksum}"),
        ("ID", _key(saved)),
    )
    lines = (f"{tag}  - {' '.join(value.split())}" for tag, value in fields)
    return "\n".join((*lines, "ER  - "))


def datacite(saved: SavedSelection) -> str:
    """Return the attributes of DataCite's schema 4 as JSON, without the DOI that it will get."""
    creators = [{"name": name} for name in saved.authors] or [{"name": _UNKNOWN}]
    attributes: dict[str, Any] = {
        "schemaVersion": _SCHEMA,
        "identifiers": [
            {"identifier": f"sha256:{saved.checksum}", "identifierType": "SHA-256"},
        ],
        "creators": creators,
        "titles": [{"title": title_of(saved), "lang": "nl"}],
        "publisher": _UNKNOWN,
        "publicationYear": int(saved.made[:4]),
        "types": {"resourceType": "Selection of articles", "resourceTypeGeneral": "Dataset"},
        "dates": [{"date": saved.made, "dateType": "Created"}],
        "language": "nl",
        "sizes": [f"{len(saved.checksums)} articles"],
        "version": saved.generation,
        "descriptions": [
            {"description": _description(saved), "descriptionType": "Methods", "lang": "nl"}
        ],
    }
    return orjson.dumps(attributes, option=orjson.OPT_INDENT_2).decode()


CITATIONS: Mapping[str, Callable[[SavedSelection], str]] = {
    "text": text,
    "bibtex": bibtex,
    "ris": ris,
    "datacite": datacite,
}
"""The forms of a reference."""


def _key(saved: SavedSelection) -> str:
    words = plain_name(title_of(saved), 24)
    return "-".join(filter(None, (words, saved.made[:4], saved.checksum[:8])))


def _description(saved: SavedSelection) -> str:
    """Return what was selected, of what and how, in one line."""
    count = DUTCH.articles(len(saved.checksums))
    whole = DUTCH.number(saved.archive)
    reading = "ook binnen andere woorden" if saved.parts else "een woord in al zijn vormen"
    return (
        f"Selectie van {count} uit een archief van {whole}, gemaakt op {DUTCH.day(saved.made)} "
        f"met Knipsel {saved.version} ({'; '.join((*asked(saved), reading))}; "
        f"analyse {saved.fingerprint})"
    )


def asked(saved: SavedSelection) -> Iterator[str]:
    """Yield what a selection asks for: its query and each of its limits."""
    request = saved.request
    if request.query.strip():
        yield f"zoekvraag {' '.join(request.query.split())}"
    if request.since:
        yield f"vanaf {request.since}"
    if request.until:
        yield f"tot en met {request.until}"
    for name, values in request.filters.items():
        yield f"{name}: {', '.join(values)}"
    for name, values in request.excluded.items():
        yield f"{name} niet: {', '.join(values)}"
    if request.without:
        yield f"niet gevonden als: {', '.join(request.without)}"
    if saved.collapse:
        yield "bijna gelijke artikelen één keer"
