"""Which form a file has: its name tells."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

TEXTS = (".txt", ".md", ".jsonl", ".json", ".csv", ".tsv", ".html")
"""Forms of encoded text, whose bytes are checked and decoded alike."""
BYTES = (".xml", ".docx", ".pdf", ".warc")
ARCHIVES = (".zip", ".tar")
FORMS = (*TEXTS, *BYTES, *ARCHIVES)

_ALIASES = {
    ".text": ".txt",
    ".ndjson": ".jsonl",
    ".htm": ".html",
    ".xhtml": ".html",
    ".markdown": ".md",
    ".rss": ".xml",
    ".atom": ".xml",
}
_NO_GZ = (".zip",)  # read from its end, which a compressed stream has to be unpacked for

KNOWN = f"{', '.join(FORMS)}, each also .gz but for .zip"


class Named(NamedTuple):
    """What a file's name tells; `id` is its path without `.gz`, and without `.txt`."""

    id: str
    form: str
    compressed: bool


def form_of(name: str) -> Named | None:
    """Return what a path with forward slashes tells, None when it is no form that is read."""
    if name.lower().endswith(".tgz"):
        name = f"{name[:-4]}.tar.gz"
    path = PurePosixPath(name)
    compressed = path.suffix.lower() == ".gz"
    inner = path.with_suffix("") if compressed else path
    suffix = inner.suffix.lower()
    form = _ALIASES.get(suffix, suffix)
    if form not in FORMS or (compressed and form in _NO_GZ):
        return None
    id_ = inner.with_suffix("") if form == ".txt" else inner
    return Named(id_.as_posix(), form, compressed and form != ".warc")  # its records are compressed


def is_passed_over(name: str) -> bool:
    """Say whether a name in a folder or archive is hidden, or speaks of the folder itself."""
    path = PurePosixPath(name)
    return any(part.startswith((".", "__MACOSX")) for part in path.parts) or (
        path.stem.upper() == "README"
    )
