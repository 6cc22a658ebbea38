"""Articles whose file has another name now, so that another id in the index is theirs.

Most files that move are known by their ids. What is found here are ids that are, or begin with, the
name of a file or folder: of `trouw/001` once `trouw` is `trouw2`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from indexer.engines.protocol import EngineReader
from indexer.indexing.origins import Origin, exists

MAX_ARTICLES = 1_000_000
"""Articles of an index in which files that are gone are looked for: 5 seconds of a million, if many
are."""
_MAX_ASKED = 100  # files whose articles are asked for file by file; more take one walk through all
_MAX_TRIED = 20  # of what has the name of a file, or lies in its folder
_PARTS = re.compile("[/!]")


class MovedFiles:
    """The articles of an index whose files are gone, by what stays of a name where files move.

    `reader` has the articles of earlier runs. They are looked for when the first one is asked for.
    """

    def __init__(self, reader: EngineReader) -> None:
        self._reader = reader
        self._around: set[str] = set()
        self._ways: set[tuple[str, str]] = set()
        self._gone: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def candidates(self, id_: str, origin: Origin) -> Iterator[tuple[str, str]]:
        """Yield the id and the origin of articles that may be the one with this id of an origin.

        They are called as it is in a folder of another name, or by another name in its folder.
        """
        folder, name = os.path.split(origin.name)
        self._look_around(origin)
        keys = ((name, _last(id_)), (folder, "" if origin.gives(id_) else _last(id_)))
        for key in keys:
            yield from self._gone.get(key, ())[:_MAX_TRIED]

    def take(self, id_: str, before: str, now: str) -> None:
        """Take an article that was found for one that is not gone, and learn where its file is."""
        for key in _keys(id_, before):
            self._gone[key].remove((id_, before))
        self._ways.add(_way(before, now))

    def leads(self, before: str, now: str) -> bool:
        """Say whether a file is where the folder that it was in has brought others."""
        way = _way(before, now)
        return way in self._ways and way != (before, now)

    def _look_around(self, origin: Origin) -> None:
        """Find what is gone from the folder that was given, and from those beside it."""
        depth = origin.file_id.count("/") + 1
        around = origin.folder.rsplit("/", depth)[0] + "/"
        if around.startswith(tuple(self._around)) or self._reader.size > MAX_ARTICLES:
            return
        self._around.add(around)
        there = _is_there_by_folder()
        gone = {name for name in self._reader.origins(around) if not there(name)}
        for id_, name in self._articles_of(gone, around):
            for key in _keys(id_, name):
                self._gone.setdefault(key, []).append((id_, name))

    def _articles_of(self, names: set[str], around: str) -> Iterator[tuple[str, str]]:
        if len(names) > _MAX_ASKED:
            yield from (each for each in self._reader.ids(around) if each[1] in names)
            return
        for name in sorted(names):
            yield from (each for each in self._reader.ids(name) if each[1] == name)


def _keys(id_: str, name: str) -> Iterable[tuple[str, str]]:
    folder, base = os.path.split(name)
    return {(base, _last(id_)), (folder, _last(id_)), (folder, "")}


def _way(before: str, now: str) -> tuple[str, str]:
    """Return the folders, before and now, below which two files have the same names."""
    old, new = before.split("/"), now.split("/")
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return "/".join(old), "/".join(new)


def _last(id_: str) -> str:
    return _PARTS.split(id_)[-1]


def _is_there_by_folder() -> Callable[[str], bool]:
    """Return what says whether the file of an origin exists, which lists each folder once."""

    @lru_cache(maxsize=1_000)
    def listed(folder: str) -> frozenset[str]:
        try:
            return frozenset(os.listdir(folder))  # noqa: PTH208 - names are all that counts
        except OSError:
            return frozenset()

    def is_there(name: str) -> bool:
        folder, base = os.path.split(name)
        return base in listed(folder) or exists(name)

    return is_there
