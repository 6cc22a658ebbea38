"""The file of a saved selection: JSON, written whole, and read as what a stranger may have made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import orjson

from indexer.errors import KnipselError
from indexer.fields import FILTERS
from indexer.files import is_stream, open_output
from indexer.model import SearchRequest
from indexer.output.tables import csv_row
from indexer.selections import SavedSelection, SelectionChanges, WholeChecksum

FORMAT = 1
MAX_BYTES = 500_000_000
"""Of a selection file: four million articles."""
_MARK = "knipsel_selection"
_READINGS = {"forms": False, "parts": True}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Take an unchanged copy, or save the selection anew: knipsel set save FILE QUERY"


def selection_pieces(
    saved: SavedSelection, count: int, checksums: Iterable[tuple[str, str]]
) -> Iterator[bytes]:
    """Yield the content of a selection file, whose `count` articles are read one after another.

    `checksums` has the id and checksum of each, in the order of the ids, in place of those `saved`.
    The same selection has the same bytes.
    """
    request, whole = saved.request, WholeChecksum()
    head = {
        _MARK: FORMAT,
        "title": saved.title,
        "authors": list(saved.authors),
        "query": request.query,
        "interpreted": saved.interpreted,
        "since": request.since,
        "until": request.until,
        "filters": {name: list(values) for name, values in request.filters.items()},
        "excluded": {name: list(values) for name, values in request.excluded.items()},
        **({"without": list(request.without)} if request.without else {}),
        "reading": "parts" if saved.parts else "forms",
        "collapse": saved.collapse,
        "made": saved.made,
        "version": saved.version,
        "fingerprint": saved.fingerprint,
        "generation": saved.generation,
        "archive": saved.archive,
        "count": count,
    }
    yield (
        orjson.dumps(head, option=orjson.OPT_INDENT_2).removesuffix(b"\n}") + b',\n  "articles": ['
    )
    between = b"\n    "
    for id_, checksum in checksums:
        whole.add(id_, checksum)
        yield between + orjson.dumps({"id": id_, "sha256": checksum})
        between = b",\n    "
    yield f'\n  ],\n  "checksum": "{whole.value}"\n}}\n'.encode()


def selection_bytes(saved: SavedSelection) -> bytes:
    """Return the content of a selection file."""
    return b"".join(selection_pieces(saved, len(saved.checksums), saved.checksums.items()))


def write_selection(path: Path, saved: SavedSelection, *, replace: bool = False) -> None:
    """Write a selection file in one step. Raises KnipselError if it would replace a file."""
    check_new(path, replace=replace)
    with open_output(path) as stream:
        stream.write(selection_bytes(saved))


def check_new(path: Path, *, replace: bool) -> None:
    """Raise KnipselError if a file is there that is not to be replaced."""
    if not replace and path.exists() and not is_stream(path):
        raise KnipselError(f"{path}: this file is there already. Give another name, or --replace.")


def read_selection(path: Path) -> SavedSelection:
    """Return the selection of a file.

    Raises KnipselError if the file is none, is damaged, or was made by a later version.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise KnipselError(
            f"{path}: this file has {size:,} bytes, and a selection at most {MAX_BYTES:,}. {_AGAIN}"
        )
    content = path.read_bytes()
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise KnipselError(
            f"{path}:{error.lineno}:{error.colno}: this is no JSON: {error.msg}. {_AGAIN}"
        ) from None
    if not isinstance(value, dict) or _MARK not in value:
        raise KnipselError(
            f"{path}: this is no selection of Knipsel: there is no key {_MARK!r}. "
            "Make one: knipsel set save FILE QUERY"
        )
    if value[_MARK] != FORMAT:
        raise KnipselError(
            f"{path}: this selection has format {value[_MARK]!r}, and this version of Knipsel "
            f"reads format {FORMAT}. Install a later version: pip install --upgrade knipsel"
        )
    return _Reading(path, value).selection()


class _Reading:
    """Reads the values of a file, and refuses by name those that cannot be."""

    def __init__(self, path: Path, value: dict[str, Any]) -> None:
        self._path = path
        self._value = value

    def selection(self) -> SavedSelection:
        reading = self._text("reading")
        if reading not in _READINGS:
            self._refuse("reading", f"is one of {', '.join(_READINGS)}, not {reading[:40]!r}")
        saved = SavedSelection(
            request=SearchRequest(
                self._text("query"),
                since=self._optional("since"),
                until=self._optional("until"),
                filters=dict(self._values("filters")),
                excluded=dict(self._values("excluded")),
                without=tuple(self._texts("without", self._value.get("without", []))),
            ),
            interpreted=self._text("interpreted"),
            checksums=self._checksums(),
            made=self._day(),
            version=self._text("version"),
            fingerprint=self._text("fingerprint"),
            generation=self._text("generation"),
            archive=self._number("archive"),
            parts=_READINGS[reading],
            collapse=self._is_on("collapse"),
            title=self._text("title"),
            authors=tuple(self._texts("authors", self._value.get("authors"))),
        )
        if len(saved.checksums) != self._number("count"):
            found = f"{len(saved.checksums):,}"
            self._refuse("count", f"is {self._value['count']:,}, and there are {found} articles")
        if saved.checksum != self._text("checksum"):
            self._refuse("checksum", "is not that of the articles: something in them was changed")
        return saved

    def _checksums(self) -> Mapping[str, str]:
        listed = self._value.get("articles")
        if not isinstance(listed, list):
            self._refuse("articles", "is a list")
        found: dict[str, str] = {}
        for number, each in enumerate(listed, 1):
            id_, checksum = (
                (each.get("id"), each.get("sha256")) if isinstance(each, dict) else (None, None)
            )
            if not isinstance(id_, str) or not isinstance(checksum, str):
                self._refuse("articles", f"has no id or sha256 in article {number:,}")
            if not _SHA256.fullmatch(checksum):
                self._refuse("articles", f"has no SHA-256 in article {number:,}")
            if id_ in found:
                self._refuse("articles", f"has the id of article {number:,} twice: {id_[:80]!r}")
            found[id_] = checksum
        return dict(sorted(found.items()))

    def _values(self, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        value = self._value.get(key)
        if not isinstance(value, dict):
            self._refuse(key, "is an object: fields with their values")
        known = {each.name for each in FILTERS}
        for name, values in value.items():
            if name not in known:
                self._refuse(key, f"has the field {name[:40]!r}, which this version does not know")
            yield name, tuple(self._texts(key, values))

    def _texts(self, key: str, values: Any) -> list[str]:
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            self._refuse(key, "has a list of texts")
        return values

    def _text(self, key: str) -> str:
        value = self._value.get(key)
        if not isinstance(value, str):
            self._refuse(key, "is a text")
        return value

    def _optional(self, key: str) -> str | None:
        return None if self._value.get(key) is None else self._text(key)

    def _number(self, key: str) -> int:
        value = self._value.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._refuse(key, "is a number")
        return value

    def _is_on(self, key: str) -> bool:
        value = self._value.get(key)
        if not isinstance(value, bool):
            self._refuse(key, "is true or false")
        return value

    def _day(self) -> str:
        value = self._text("made")
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self._refuse("made", f"is a day such as 2026-11-29, not {value[:40]!r}")

    def _refuse(self, key: str, wrong: str) -> NoReturn:
        raise KnipselError(
            f"{self._path}: this selection is damaged: its {key!r} {wrong}. {_AGAIN}"
        )


def changes_to_json(changes: SelectionChanges) -> dict[str, Any]:
    """Return what came, went and changed."""
    saved, now = changes.saved, changes.now
    return {
        "query": saved.request.query,
        "interpreted": now.interpreted,
        "made": saved.made,
        "same": changes.same,
        "count": len(now.checksums),
        "count_saved": len(saved.checksums),
        "checksum": now.checksum,
        "checksum_saved": saved.checksum,
        "fingerprint": now.fingerprint,
        "fingerprint_saved": saved.fingerprint,
        "came": list(changes.came),
        "went": list(changes.went),
        "changed": list(changes.changed),
        "gone": list(changes.gone),
    }


def change_rows(changes: SelectionChanges) -> Iterator[str]:
    """Yield CSV with a row for each article that came, went or changed."""
    yield csv_row(("id", "change", "in_archive"))
    gone = frozenset(changes.gone)
    for name in ("came", "went", "changed"):
        for id_ in getattr(changes, name):
            yield csv_row((id_, name, "0" if id_ in gone else "1"))
