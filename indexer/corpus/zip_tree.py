"""What a zip holds, as a tree of folders: what lies in each, and which issue comes next."""

from __future__ import annotations

import posixpath
import zipfile
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import IO, Any

from indexer.cache import weak_lru_cache
from indexer.corpus.beside import (
    FOLDERS,
    FOLDERS_UP,
    Beside,
    Closed,
    is_called_so,
    lower_name,
    named_by_issues,
)

_AFTER = chr(ord("/") + 1)  # what is in a folder comes before its name with this
_NEAR = 64  # files of the next issue that are looked at in advance


class ZipTree:
    """A zip that is open."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {
            inside(info.filename): info for info in archive.infolist() if not info.is_dir()
        }
        self._listed = weak_lru_cache(self._list, FOLDERS)
        self._issues: dict[str, frozenset[bytes]] = {}
        paths = map(posixpath.split, self._members)
        called_so = dict.fromkeys(folder for folder, name in paths if is_called_so(name))
        self._issue_folders = [*called_so]
        self._named_so = {folder: place for place, folder in enumerate(called_so)}
        self._begun: dict[str, Closed] = {}

    def names(self, folder: str) -> Collection[str]:
        """Return the names in a folder of the zip.

        They are looked for when they are asked for: each folder above each member would be as many
        as there are letters in all names.
        """
        return self._listed(folder)

    def _list(self, folder: str) -> frozenset[str]:
        return frozenset(self._names_in(f"{folder}/" if folder else ""))

    def _names_in(self, within: str) -> Iterator[str]:
        """Yield what comes next in the paths that begin so."""
        at = bisect_left(self._in_order, within)
        while at < len(self._in_order) and (path := self._in_order[at]).startswith(within):
            name, slash, _ = path[len(within) :].partition("/")
            yield name
            at = bisect_left(self._in_order, f"{within}{name}{_AFTER}") if slash else at + 1

    @cached_property
    def _in_order(self) -> Sequence[str]:
        """All paths of the zip, those of folders that have a place of their own too."""
        return sorted({inside(info.filename) for info in self._archive.infolist()})

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
            if len(self._issues) >= FOLDERS:
                self._issues.clear()
            self._issues[folder] = named_by_issues(self, folder)
        return self._issues[folder]

    def after(self, folder: str) -> tuple[Beside, list[str]] | None:
        """Return the next folder of an issue, and the first files there that it names, by paths."""
        place = self._named_so.get(folder, len(self._issue_folders)) + 1
        if place >= len(self._issue_folders):
            return None
        following = self._issue_folders[place]
        within, named = f"{following}/", self.in_issues(following)
        start = self._starts[following]
        near = self._paths[start : start + _NEAR]
        found = [path.removeprefix(within) for path in near if path.startswith(within)]
        return Beside(self, within), [path for path in found if lower_name(path) in named]

    @cached_property
    def _paths(self) -> Sequence[str]:
        return [*self._members]

    @cached_property
    def _starts(self) -> dict[str, int]:
        """Where in the zip the first file stands of each folder that has an issue."""
        starts: dict[str, int] = {}
        for place, path in enumerate(self._paths):
            folder = posixpath.dirname(path)
            for _ in range(FOLDERS_UP + 1):
                if folder in self._named_so:
                    starts.setdefault(folder, place)
                folder = posixpath.dirname(folder)
        return starts

    def hand_on(self, folder: str, begun: Closed) -> None:
        """Keep what was begun to read in a folder, and end what nobody came for."""
        self.close()
        self._begun[folder] = begun

    def handed_on(self, folder: str) -> Any:
        """Return what was begun to read in a folder, None where nothing was."""
        return self._begun.pop(folder, None)

    def close(self) -> None:
        """End what was begun."""
        for begun in self._begun.values():
            begun.close()
        self._begun = {}


def inside(name: str) -> str:
    """Return the path of a member below its archive, with no way out of it."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."})
