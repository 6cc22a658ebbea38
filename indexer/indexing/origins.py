"""Origins: where articles are read, and what they may be called there."""

from __future__ import annotations

import os
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from urllib.parse import urlsplit

from indexer.corpus import Source
from indexer.corpus.discover import STANDARD_INPUT, as_id, printable_path
from indexer.corpus.formats import format_of_name
from indexer.corpus.records import short_id

_MAX_WORDS = 3  # names of a file and the folders above it that may stand before an id
_IN_MEMORY = 1 << 20  # bytes
_HASH_SIZES = (16, 4)  # bytes, the shortest last


@dataclass(frozen=True)
class Origin:
    """Where an article was read. `name` is what the index keeps of that.

    It is the absolute path of a file; what is in an archive has a path as if that were a folder.
    `path_id` is the id of an article that has no other, `file_id` that of the file, which lies in
    `folder`. From one that is a `crawl`, a later page replaces an earlier one of its address.
    """

    name: str
    shown: str = ""
    path_id: str = ""
    file_id: str = ""
    folder: str = ""
    is_crawl: bool = False

    @classmethod
    def of_file(cls, source: Source) -> Origin:
        """Return the origin of what is in a file."""
        name = STANDARD_INPUT if source.origin == STANDARD_INPUT else absolute_path(source.path)
        folder = Path(os.path.abspath(source.path)).parent.as_posix()  # noqa: PTH100 - keeps links
        return cls(name, source.origin, source.id, source.id, folder)

    def of_member(self, member: Source, file: Source, *, is_crawl: bool) -> Origin:
        """Return the origin of what is in a file in this file, or in itself."""
        inside = member.origin.removeprefix(file.origin).removeprefix("!")
        name = f"{self.name}/{inside}" if inside else self.name
        return Origin(name, member.origin, member.id, self.file_id, self.folder, is_crawl)

    def longer_ids(self, id_: str) -> list[str]:
        """Return what else an article with this id may be called, the shortest name first.

        The id that a path gives may go on to the folders above; any other gets the name of its file
        or folder in front. The last ones have a hash of the origin, the shortest at the end.
        """
        if self.gives(id_):
            level = self.file_id.count("/") + 1
            longer = [*self._path_ids(id_)][level:]
        else:
            longer = [f"{word}/{id_}" for word in self._words]
        first = longer[0] if longer else id_
        return [*map(short_id, [*longer, *(f"{first}~{each}" for each in self._hashes)])]

    def known_ids(self, id_: str) -> list[str]:
        """Return what an article with this id may be called in the index, the likeliest first.

        The id that a path gives may be one of a folder below, if that was read by itself.
        """
        shorter = []
        if self.gives(id_):
            level = self.file_id.count("/") + 1
            shorter = [*self._path_ids(id_)][: level - 1]
        return [id_, *self.longer_ids(id_), *map(short_id, shorter)]

    def distinguishes(self, longer: str, other: str) -> bool:
        """Say whether the name in front of an id is not one of the path of the other origin too."""
        return as_id(longer.partition("/")[0]) not in _stems(other)

    def gives(self, id_: str) -> bool:
        """Say whether an id is that of a path, which an article has that has no other."""
        return bool(self.path_id) and (id_ == self.path_id or id_.startswith(f"{self.path_id}!"))

    def _path_ids(self, id_: str) -> Iterator[str]:
        """Yield the ids that the path gives below each folder, the innermost first."""
        inside = id_[len(self.file_id) :]
        name = ""
        for part in reversed([*self._above, *self.file_id.split("/")]):
            name = f"{part}/{name}" if name else part
            yield name + inside

    @cached_property
    def _above(self) -> list[str]:
        """The folders above the one that the id of the file begins in, the outermost first."""
        folders = [part for part in as_id(self.folder).split("/") if part]
        return folders[: len(folders) - self.file_id.count("/")]

    @cached_property
    def _words(self) -> list[str]:
        """The names that may stand before an id, the innermost first."""
        if self.name == STANDARD_INPUT:
            return ["stdin"]
        if host := urlsplit(self.file_id).netloc if "://" in self.file_id else "":
            return [as_id(host)]
        return list(_stems(self.name)[:_MAX_WORDS])

    @cached_property
    def _hashes(self) -> list[str]:
        name = self.name.encode("utf-8", "replace")
        return [blake2b(name, digest_size=size).hexdigest() for size in _HASH_SIZES]


class OriginNames:
    """The names of the origins of a run by their number; where they are many, on disk."""

    def __init__(self) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as the run
        self._starts = array("Q", [0])
        self._last = ""

    def number(self, name: str) -> int:
        """Return the number of a name: that of the last one if it is the same, else a new one."""
        if name == self._last:
            return len(self._starts) - 2
        self._last = name
        self._file.seek(self._starts[-1])
        data = name.encode("utf-8", "replace")
        self._file.write(data)
        self._starts.append(self._starts[-1] + len(data))
        return len(self._starts) - 2

    def __getitem__(self, number: int) -> str:
        start, end = self._starts[number : number + 2]
        self._file.seek(start)
        return self._file.read(end - start).decode()


class OtherRoots:
    """The folders that earlier runs read by another name: one of the two goes by a link."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}

    def meet(self, before: str, now: str) -> None:
        """Take the names of one origin, in the index and in this run."""
        if before != now:
            old, new = before.split("/"), now.split("/")
            while old and new and old[-1] == new[-1]:
                del old[-1], new[-1]
            self._now["/".join(old)] = "/".join(new)

    def of(self, roots: Collection[str]) -> set[str]:
        """Return what the index calls these folders, besides as they are called now."""
        found: set[str] = set()
        for before, now in self._now.items():
            found |= {before + root[len(now) :] for root in roots if lies_in(root, (now,))}
            found |= {before for root in roots if lies_in(now, (root,))}
        return found

    def now(self, origin: str) -> str:
        """Return what an origin of the index is called now."""
        for before, now in self._now.items():
            if lies_in(origin, (before,)):
                return now + origin[len(before) :]
        return origin


def places(paths: Iterable[str | Path | Source]) -> set[str]:
    """Return the names of the files and folders that are given."""
    given = (path.path if isinstance(path, Source) else path for path in paths)
    return {STANDARD_INPUT if str(p) == STANDARD_INPUT else absolute_path(p) for p in given}


def absolute_path(path: str | Path) -> str:
    """Return the path made absolute, as text that can be stored: a name on disk may be no UTF-8.

    Links are kept: what lies in a folder is what it links to.
    """
    return printable_path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


@lru_cache(1_000)
def shown(name: str) -> str:
    """Return the name of an origin as people write it: below the current folder, `zip!member`."""
    inside: list[str] = []
    path = Path(name)
    while not path.exists() and path.parent != path:
        inside.insert(0, path.name)
        path = path.parent
    if inside and path.is_file():
        return f"{_below_here(str(path))}!{'/'.join(inside)}"
    return _below_here(name)


def _below_here(name: str) -> str:
    return name.removeprefix(f"{absolute_path('.')}/")


def exists(name: str) -> bool:
    """Say whether an origin is there, as far as that can be seen; what is in an archive is."""
    if name == STANDARD_INPUT or "\ufffd" in name:  # a name that is no UTF-8
        return True
    try:
        os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return any(above.is_file() for above in Path(name).parents)
    except (OSError, ValueError):
        return True
    return True


@lru_cache(1_000)
def is_same(name: str, other: str) -> bool:
    """Say whether two names are of one origin: one may go by a link."""
    return name == other or (
        os.path.basename(name) == os.path.basename(other)  # noqa: PTH119 - as below
        and STANDARD_INPUT not in {name, other}
        and os.path.realpath(name) == os.path.realpath(other)
    )


def is_deleted(name: str, roots: Collection[str]) -> bool:
    """Say whether a file is gone and its disk is there: its folder is, or one in the roots is.

    A folder without anything in it may be where a disk belongs.
    """
    if exists(name):
        return False
    above = Path(name).parent
    while not above.exists() and above.parent != above:
        above = above.parent
    try:
        is_empty = next(above.iterdir(), None) is None
    except OSError:
        return False
    return not is_empty and (above == Path(name).parent or lies_in(str(above), roots))


def lies_in(origin: str, roots: Collection[str]) -> bool:
    """Say whether a path is one of the roots, or below one."""
    if not roots:
        return False
    while origin not in roots:
        above = os.path.dirname(origin)  # noqa: PTH120 - ten times as fast as Path, for each article
        if above == origin:
            return False
        origin = above
    return True


@lru_cache(1_000)
def _stems(name: str) -> tuple[str, ...]:
    """Return the names in a path without the suffixes of files, each once, the innermost first."""
    stems = dict.fromkeys(
        as_id(
            (PurePosixPath(named.id).stem if (named := format_of_name(part)) else part).strip("/")
        )
        for part in reversed(PurePosixPath(name.replace("\\", "/")).parts)
    )
    return tuple(filter(None, stems))
