"""A selection as a package for a repository: articles, tables, method, references, checksums.

The descriptor is a Data Package (Frictionless, version 1). The same selection gives the same files,
byte for byte, on every engine and machine.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from indexer.errors import KnipselError
from indexer.files import as_named
from indexer.later import dataclass
from indexer.model import Article
from indexer.output.package_readme import readme
from indexer.output.selection_citations import CITATIONS, asked, title_of
from indexer.output.selection_file import selection_bytes
from indexer.output.tables import SEPARATOR, csv_row
from indexer.selections import SavedSelection, canonical

_SUFFIXES = {"text": "txt", "bibtex": "bib", "ris": "ris", "datacite": "json"}
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can hold: no time of making is in the bytes


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of a package."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a package, by the name of its file without the suffix."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[str]]


_ID = Column("id", "string", "The id of the article in the archive.")
_DATE = Column("date", "string", "Its date: 2022, 2022-03 or 2022-03-24; empty if it has none.")
_SOURCE = Column("source", "string", "The paper or site that published it.")
_WORDS = Column("words", "integer", "The words of its title and text.")
_SHA256 = Column("sha256", "string", "SHA-256 of its line in articles.jsonl, without the line end.")
_DESCRIBED = (
    _ID,
    _DATE,
    _SOURCE,
    Column("section", "string", f"Its sections, parted by ‘{SEPARATOR}’."),
    Column("author", "string", f"Its authors, parted by ‘{SEPARATOR}’."),
    Column("title", "string", "Its headline."),
    Column("url", "string", "Its address."),
    _WORDS,
    _SHA256,
)
_IDS = (_ID, _DATE, _SOURCE, _WORDS, _SHA256)


def write_package(
    target: Path,
    saved: SavedSelection,
    articles: Iterable[tuple[Article, int]],
    tables: Sequence[Table],
    *,
    ids_only: bool = False,
) -> None:
    """Write a package to a folder, or to a zip where the target is called so.

    The articles come with their numbers of words, in the order of their ids. It is made beside the
    target and gets its name when it is whole. Raises KnipselError if the target is there already.
    """
    if target.exists() or target.is_symlink():
        raise KnipselError(f"{target}: this is there already. Give the package another name.")
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with as_named(target, fresh):
            fresh.mkdir()
        _write_files(fresh, saved, articles, tables, ids_only=ids_only)
        if target.suffix.lower() == ".zip":
            packed = fresh / "package.zip"
            _zip(packed, fresh)
            packed.rename(target)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_files(
    folder: Path,
    saved: SavedSelection,
    articles: Iterable[tuple[Article, int]],
    tables: Sequence[Table],
    *,
    ids_only: bool,
) -> None:
    """Write all files; those of articles in one go, so that each is loaded once."""
    (folder / "tables").mkdir()
    listed = Table("articles", "The articles", _IDS if ids_only else _DESCRIBED, ())
    with (folder / "articles.csv").open("wb") as rows:
        rows.write(_line(csv_row(column.name for column in listed.columns)))
        if ids_only:
            rows.writelines(_line(csv_row(_row(saved, each, listed))) for each in articles)
        else:
            with (folder / "articles.jsonl").open("wb") as texts:
                for each in articles:
                    rows.write(_line(csv_row(_row(saved, each, listed))))
                    texts.write(canonical(each[0]) + b"\n")
    for table in tables:
        lines = (csv_row(column.name for column in table.columns), *map(csv_row, table.rows))
        (folder / f"tables/{table.name}.csv").write_bytes(b"".join(map(_line, lines)))
    described = [("articles.csv", listed), *((f"tables/{each.name}.csv", each) for each in tables)]
    codebook = [("file", "column", "type", "meaning")]
    codebook += [
        (path, c.name, c.type, c.meaning) for path, table in described for c in table.columns
    ]
    (folder / "columns.csv").write_bytes(b"".join(_line(csv_row(row)) for row in codebook))
    (folder / "selection.json").write_bytes(selection_bytes(saved))
    for form, cite in CITATIONS.items():
        (folder / f"citation.{_SUFFIXES[form]}").write_bytes(_line(cite(saved)))
    (folder / "README.md").write_bytes(readme(saved, ids_only=ids_only).encode())
    descriptor = _descriptor(folder, saved, dict(described))
    (folder / "datapackage.json").write_bytes(
        orjson.dumps(descriptor, option=orjson.OPT_INDENT_2) + b"\n"
    )
    sums = [f"{_sha256(folder / name)}  {name}" for name in _names(folder)]
    (folder / "SHA256SUMS").write_bytes("\n".join((*sums, "")).encode())


def _row(saved: SavedSelection, item: tuple[Article, int], table: Table) -> Iterator[str]:
    article, words = item
    for column in table.columns:
        match column.name:
            case "words":
                yield str(words)
            case "sha256":
                yield saved.checksums[article.id]
            case name:
                yield SEPARATOR.join(article.values(name))


def _descriptor(folder: Path, saved: SavedSelection, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Return the Data Package of the files that stand in the folder so far."""
    resources: list[dict[str, Any]] = []
    for name in _names(folder):
        path = folder / name
        resource: dict[str, Any] = {
            "name": name.lower().replace("/", "-").rpartition(".")[0] + "-" + path.suffix[1:],
            "path": name,
            "format": path.suffix[1:],
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{_sha256(path)}",
        }
        if table := tables.get(name):
            resource |= {
                "title": table.title,
                "profile": "tabular-data-resource",
                "mediatype": "text/csv",
                "schema": {
                    "fields": [
                        {"name": c.name, "type": c.type, "description": c.meaning}
                        for c in table.columns
                    ]
                },
            }
        resources.append(resource)
    return {
        "profile": "data-package",
        "name": f"knipsel-{saved.checksum[:12]}",
        "id": f"sha256:{saved.checksum}",
        "title": title_of(saved),
        "description": "; ".join(asked(saved)) or "The whole archive.",
        "created": f"{saved.made}T00:00:00Z",
        "contributors": [{"title": name, "role": "author"} for name in saved.authors],
        "resources": resources,
    }


def _zip(target: Path, folder: Path) -> None:
    names = [*_names(folder)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with packed.open(entry, "w", force_zip64=True) as to, (folder / name).open("rb") as of:
                shutil.copyfileobj(of, to)


def _names(folder: Path) -> list[str]:
    """Return the files of a folder, as a package names them, in order."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found)


def _line(text: str) -> bytes:
    return f"{text}\n".encode(errors="replace")


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
