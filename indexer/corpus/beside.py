"""Files that lie beside the one that is read, in its folder or archive: opened where it names them.

Nothing above the folder or archive that was given is opened, and no link out of it is followed.
"""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote

from indexer.corpus.discover import Source
from indexer.corpus.raw.content import xml_root

_ISSUES = ("mets", "didl")
"""Outermost elements of files that say which others are the pages and texts of an issue."""
_PARTS = ("_alto.xml", "_articletext.xml", "_ocr.xml")
_HEAD = 1_000  # bytes that have the outermost element
_MAX_BYTES = 100_000_000
_UP = 2  # folders that a page may lie below its issue
_BETWEEN_NAMES = re.compile(rb"[\"'<>\s/\\]")
_XML_NAME_ENDS = re.compile(rb"\.xml(?=[\"'<>\s/\\]|\Z)")
_NAME_WITHIN = 1_000  # bytes: no system has longer names
_FOLDERS = 64  # whose issues are remembered


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
        for _ in range(_UP + 1):
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
        return any(map(_is_called_so, self.names(folder)))

    def in_issues(self, folder: str) -> frozenset[bytes]:
        """Return the names of the files that issues in a folder name as their parts."""
        return _in_issues_on_disk(self._root, folder, _changed(self._root / folder))


def _changed(path: Path) -> int:
    """Return when something was last put into a folder, 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(_FOLDERS)
def _listed(folder: str, changed: int) -> frozenset[str]:
    del changed  # only to forget the names when there are others
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - names are all that counts
    except OSError:
        return frozenset()


@lru_cache(_FOLDERS)
def _in_issues_on_disk(root: Path, folder: str, changed: int) -> frozenset[bytes]:
    del changed
    return named_by_issues(FolderTree(root), folder)


class ZipTree:
    """A zip that is open."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._folders: defaultdict[str, set[str]] = defaultdict(set)
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._issues: dict[str, frozenset[bytes]] = {}
        for info in archive.infolist():
            path = inside(info.filename)
            if not info.is_dir():
                self._members[path] = info
            folder = ""
            for name in path.split("/"):
                self._folders[folder].add(name)
                folder = f"{folder}/{name}".lstrip("/")
        paths = map(posixpath.split, self._members)
        self._named_so = {folder for folder, name in paths if _is_called_so(name)}

    def names(self, folder: str) -> Collection[str]:
        """Return the names in a folder of the zip."""
        return self._folders.get(folder, ())

    def names_below(self, folder: str) -> Collection[str]:
        """Return the names in a folder whose path ends with a slash."""
        return self.names(folder.rstrip("/"))

    def open(self, path: str) -> IO[bytes] | None:
        """Open a member, None where there is none or it is locked."""
        info = self._members.get(path)
        try:
            return self._archive.open(info) if info else None
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
            return None

    def size(self, path: str) -> int:
        """Return the bytes of a member, unpacked."""
        info = self._members.get(path)
        return info.file_size if info else 0

    def has_issue_names(self, folder: str) -> bool:
        """Say whether a file in a folder is called as those of issues are."""
        return folder in self._named_so

    def in_issues(self, folder: str) -> frozenset[bytes]:
        """Return the names of the files that issues in a folder name as their parts."""
        if folder not in self._issues:
            if len(self._issues) >= _FOLDERS:
                self._issues.clear()
            self._issues[folder] = named_by_issues(self, folder)
        return self._issues[folder]


def inside(name: str) -> str:
    """Return the path of a member below its archive, with no way out of it."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."})


def named_by_issues(tree: Tree, folder: str) -> frozenset[bytes]:
    """Return the names of XML files, in lower case, that files of issues in a folder name.

    A file of an issue is known by its outermost element; only where names say nothing are the
    beginnings of all files looked at.
    """
    names = sorted(name for name in tree.names(folder) if name.lower().endswith(".xml"))
    likely = [name for name in names if _is_called_so(name)]
    found = set[bytes]()
    for candidates in (likely, names):
        for name in candidates:
            found |= _named_by(tree, posixpath.join(folder, name))
        if found:
            break
    if found:  # a DIDL may leave the names of its files to its reader
        found |= {
            name.lower().encode("utf-8", "replace")
            for name in names
            if name.lower().endswith(_PARTS)
        }
    return frozenset(found)


def _is_called_so(name: str) -> bool:
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
    own = posixpath.basename(path).lower().encode("utf-8", "replace")
    names = {*_xml_names(data.lower()), b""}  # the empty one says that there is an issue at all
    return names - {own}


def _xml_names(data: bytes) -> Iterator[bytes]:
    """Yield the names of XML files in what is all in lower case."""
    for end in _XML_NAME_ENDS.finditer(data):
        backwards = data[max(0, end.end() - _NAME_WITHIN) : end.end()][::-1]
        before = _BETWEEN_NAMES.search(backwards)
        yield backwards[: before.start() if before else None][::-1]
