"""The golden files: in a folder for each row of the table of formats, with what they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from indexer.fields import BY_NAME
from indexer.model import Article
from indexer.release import Release
from indexer.scan import Scan, ScanPage, packed_columns
from tests.paths import GOLDEN

FOLDER = GOLDEN / "formats" / "files"
FILES = {path.name: path for path in sorted(FOLDER.glob("*/*")) if path.is_file()}
"""What lies deeper is a part of the file above it."""
OF_PARTS = {path.name for path in FOLDER.iterdir() if any(path.glob("*/*"))}
"""The formats of which an article may stand in several files."""


def expected(path: Path) -> list[Article]:
    """Return the articles that a golden file holds."""
    golden = GOLDEN / "formats" / "expected" / f"{path.relative_to(FOLDER)}.json"
    return [Article(**_values(fields)) for fields in json.loads(golden.read_text("utf-8"))]


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with a tuple for each that can have several values, and the release."""
    version, withdrawn = fields.pop("version", ""), fields.pop("withdrawn", False)
    is_told = bool(version or withdrawn)
    release = Release(version, withdrawn, has_guid=True) if is_told else None
    several = {name: fields.get(name) or () for name, each in BY_NAME.items() if each.several}
    values = {n: (v,) if isinstance(v, str) else tuple(v) for n, v in several.items()}
    return fields | values | {"release": release, "scan": _scan(fields.pop("scan", None))}


def _scan(told: dict[str, Any] | None) -> Scan | None:
    """Return the pages and boxes of an article, which stand as rows of `indexer.scan`."""
    if told is None:
        return None
    return Scan(
        tuple(ScanPage(*page) for page in told["pages"]),
        told["confidence"],
        told["issue"],
        *(packed_columns([*zip(*told[name], strict=True)]) for name in ("title", "body")),
    )


_EXPECTED = [article for path in FILES.values() for article in expected(path)]
ARTICLES = [each for each in _EXPECTED if not (each.release and each.release.withdrawn)]
"""What all of them together let an index hold."""
WITHDRAWN = len(_EXPECTED) - len(ARTICLES)
