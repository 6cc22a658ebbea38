"""Files that lie beside the one that is read, in its folder or archive: opened where it names them.

Nothing above the folder or archive that was given is opened, and no link out of it is followed.
"""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import unquote

from indexer.corpus.discover import Source
from indexer.corpus.raw.content import xml_root

_ISSUES = ("mets", "didl")
"""Outermost elements of files that say which others are the pages and texts of an issue."""
_PARTS = ("_alto.xml", "_articletext.xml", "_ocr.xml")
_HEAD = 1_000  # bytes that have the outermost element
_MAX_BYTES = 100_000_000
_BETWEEN_NAMES = re.compile(rb"[\"'<>\s/\\]")
_XML_NAME_ENDS = re.compile(rb"\.xml(?=[\"'<>\s/\\]|\Z)")
_NAME_WITHIN = 1_000  # bytes: no system has longer names


FOLDERS_UP = 2
"""Folders that a page may lie below its issue."""
FOLDERS = 64
"""Folders whose issues are remembered."""


class Tree(Protocol):
    """What a folder or archive holds, by paths with forward slashes below it."""

    def names(self, folder: str) -> Collection[str]:
        """Return the names in a folder, "" for the outermost; none where there is no such one."""

    def open(self, path: str) -> IO[bytes] | None:
        """Open a file, None where there is none that may be read."""

    def size(self, path: str) -> int:
        """Return the bytes of a file, 0 where there is none."""

    def has_issue_names(self, folder: str) -> bool:
        """Say whether a file in a folder is called as those of issues are."""

    def in_issues(self, folder: str) -> frozenset[bytes]:
        """Return the names of the files that issues in a folder name as their parts."""

    def after(self, folder: str) -> tuple[Beside, list[str]] | None:
        """Return the next folder of an issue, and the first files there that it names, by paths.

        None where no other comes next, or the tree does not know.
        """

    def hand_on(self, folder: str, begun: Closed) -> None:
        """Keep what was begun to read in a folder until its issue is opened, or another is."""

    def handed_on(self, folder: str) -> Any:
        """Return what was begun to read in a folder, None where nothing was."""


class Closed(Protocol):
    """What is ended by closing it."""

    def close(self) -> None:
        """End it."""


class Beside:
    """The files beside the one at `path` in a tree."""

    def __init__(self, tree: Tree, path: str) -> None:
        self._tree = tree
        self._folder, self._name = posixpath.split(path)

    def find(self, reference: str) -> str | None:
        """Return the path of a file that a reference names, from the folder of this one.

        Where the file is not at its place, one of its name in the same folder is taken. None
        where there is neither.
        """
        below = unquote(reference.partition("://")[2] or reference).lstrip("./")
        for path in dict.fromkeys((posixpath.normpath(below), posixpath.basename(below))):
            folder, name = posixpath.split(posixpath.join(self._folder, path))
            if name and ".." not in path.split("/") and name in self._tree.names(folder):
                return path
        return None

    def names(self, folder: str = "") -> Collection[str]:
        """Return the names in the folder of this file, or in one below that."""
        return self._tree.names(posixpath.join(self._folder, folder).rstrip("/"))

    @property
    def own(self) -> str:
        """The name of this file, as `find` returns those of others."""
        return self._name

    def after(self) -> tuple[Beside, list[str]] | None:
        """Return what lies in the next folder of an issue: `Tree.after`."""
        return self._tree.after(self._folder)

    def hand_on(self, begun: Closed) -> None:
        """Keep what was begun to read in this folder: `Tree.hand_on`."""
        self._tree.hand_on(self._folder, begun)

    def handed_on(self) -> Any:
        """Return what was begun to read in this folder: `Tree.handed_on`."""
        return self._tree.handed_on(self._folder)

    def above(self) -> Beside | None:
        """Return what lies beside the folder of this file, None where that is the outermost."""
        return Beside(self._tree, self._folder) if self._folder else None

    def read(self, path: str, max_bytes: int = _MAX_BYTES) -> bytes | None:
        """Return the bytes of a file that `find` found; None if it is gone, empty or too long."""
        data = self.head(path, max_bytes + 1)
        return data if 0 < len(data) <= max_bytes else None

    def head(self, path: str, max_bytes: int) -> bytes:
        """Return how a file that `find` found begins, empty where it is gone."""
        stream = self._tree.open(posixpath.join(self._folder, path))
        if stream is None:
            return b""
        with stream:
            return stream.read(max_bytes)

    def size(self, path: str) -> int:
        """Return the bytes of a file that `find` found, unpacked."""
        return self._tree.size(posixpath.join(self._folder, path))

    def is_in_issue(self, *, is_called_so: bool = False) -> bool:
        """Say whether an issue in this folder, or in one just above it, names this file.

        With `is_called_so` only issues count whose names say what they are.
        """
        folder, name = self._folder, self._name.encode("utf-8", "replace").lower()
        for _ in range(FOLDERS_UP + 1):
            is_looked_at = not is_called_so or self._tree.has_issue_names(folder)
            if is_looked_at and name in self._tree.in_issues(folder):
                return True
            if not folder:
                return False
            folder = posixpath.dirname(folder)
        return False


class FolderTree:
    """A folder on disk."""

    def __init__(self, folder: Path) -> None:
        self._root = folder

    @classmethod
    def of(cls, source: Source) -> Beside:
        """Return what lies beside a file on disk, below the folder that was given."""
        above = source.id.count("/")
        root = source.path.parents[min(above, len(source.path.parents) - 1)]
        return Beside(cls(root), source.path.relative_to(root).as_posix())

    def names(self, folder: str) -> Collection[str]:
        """Return the names in a folder."""
        path = self._root / folder
        return _listed(str(path), _changed(path))

    def open(self, path: str) -> IO[bytes] | None:
        """Open a file that lies in the folder, links followed."""
        whole = self._root / path
        try:
            if not whole.resolve().is_relative_to(self._root.resolve()) or not whole.is_file():
                return None
            return whole.open("rb")
        except (OSError, ValueError, RuntimeError):
            return None

    def size(self, path: str) -> int:
        """Return the bytes of a file."""
        try:
            return (self._root / path).stat().st_size
        except (OSError, ValueError):
            return 0

    def has_issue_names(self, folder: str) -> bool:
        """Say whether a file in a folder is called as those of issues are."""
        return any(map(is_called_so, self.names(folder)))

    def in_issues(self, folder: str) -> frozenset[bytes]:
        """Return the names of the files that issues in a folder name as their parts."""
        return _in_issues_on_disk(self._root, folder, _changed(self._root / folder))

    def after(self, folder: str) -> None:
        """Tell nothing: a folder has no order."""

    def hand_on(self, folder: str, begun: Closed) -> None:
        """Keep nothing, and end it."""
        del folder
        begun.close()

    def handed_on(self, folder: str) -> None:
        """Return nothing."""


def _changed(path: Path) -> int:
    """Return when something was last put into a folder, 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(FOLDERS)
def _listed(folder: str, changed: int) -> frozenset[str]:
    del changed  # only to forget the names when there are others
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - names are all that counts
    except OSError:
        return frozenset()


@lru_cache(FOLDERS)
def _in_issues_on_disk(root: Path, folder: str, changed: int) -> frozenset[bytes]:
    del changed
    return named_by_issues(FolderTree(root), folder)


def named_by_issues(tree: Tree, folder: str) -> frozenset[bytes]:
    """Return the names of XML files, in lower case, that files of issues in a folder name.

    A file of an issue is known by its outermost element; only where names say nothing are the
    beginnings of all files looked at.
    """
    names = sorted(name for name in tree.names(folder) if name.lower().endswith(".xml"))
    likely = [name for name in names if is_called_so(name)]
    found = set[bytes]()
    for candidates in (likely, names):
        for name in candidates:
            found |= _named_by(tree, posixpath.join(folder, name))
        if found:
            break
    if found:  # a DIDL may leave the names of its files to its reader
        found |= {lower_name(name) for name in names if name.lower().endswith(_PARTS)}
    return frozenset(found)


def lower_name(path: str) -> bytes:
    """Return the name of a file, in lower case, as files of issues have it."""
    return posixpath.basename(path).lower().encode("utf-8", "replace")


def is_called_so(name: str) -> bool:
    """Say whether a name is one that issues have."""
    name = name.lower()
    return name.endswith(".xml") and ("mets" in name or "didl" in name)


def _named_by(tree: Tree, path: str) -> set[bytes]:
    stream = tree.open(path)
    if stream is None:
        return set()
    with stream:
        try:
            head = stream.read(_HEAD)
            if xml_root(head) not in _ISSUES:
                return set()
            data = head + stream.read(_MAX_BYTES)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile):
            return set()
    own = lower_name(path)
    names = {*_xml_names(data.lower()), b""}  # the empty one says that there is an issue at all
    return names - {own}


def _xml_names(data: bytes) -> Iterator[bytes]:
    """Yield the names of XML files in what is all in lower case."""
    for end in _XML_NAME_ENDS.finditer(data):
        backwards = data[max(0, end.end() - _NAME_WITHIN) : end.end()][::-1]
        before = _BETWEEN_NAMES.search(backwards)
        yield backwards[: before.start() if before else None][::-1]
