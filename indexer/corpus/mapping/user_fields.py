"""Where the user says that fields stand, for all files or for those whose path matches a pattern.

`*` stands for any part of one name, `**` for folders too. A pattern may begin at any folder, and
one that names a folder or an archive holds for all that is in it. Of several that match a file, the
most specific decides each field: the one with the most letters that are no wildcards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.corpus.mapping.path_patterns import PathPattern
from indexer.later import dataclass
from indexer.model import Fields, Note

_GENERAL = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of fields; the one of all files has no path, and an empty `pattern`."""

    path: PathPattern | None
    fields: Fields

    @property
    def pattern(self) -> str:
        """The pattern of the paths of its files."""
        return self.path.text if self.path else _GENERAL

    @property
    def specific(self) -> int:
        """How specific its pattern is."""
        return self.path.specific if self.path else -1

    @property
    def name(self) -> str:
        """How it stands in knipsel.toml."""
        return f'[fields."{self.pattern}"]' if self.pattern else "[fields]"


class UserFields:
    """The fields that the user mapped, and which of that was of use in the files of a run."""

    def __init__(self, general: Fields = (), by_path: Sequence[tuple[str, Fields]] = ()) -> None:
        tables = [_Table(None, general)] if general else []
        tables += [_Table(PathPattern(pattern), fields) for pattern, fields in by_path]
        self._tables = sorted(tables, key=lambda table: table.specific)
        self._unmatched = {table.pattern for table in self._tables}
        self._unfound = {
            (table.pattern, name, path)
            for table in self._tables
            for name, paths in table.fields
            for path in paths
        }

    def of(self, origin: str) -> Fields:
        """Return the fields of a file, by its path or its place in an archive."""
        return tuple((name, paths) for name, (paths, _) in self._decided(origin).items())

    def _decided(self, origin: str) -> dict[str, tuple[tuple[str, ...], _Table]]:
        if not self._tables:
            return {}
        whole = os.path.abspath(origin).replace(os.sep, "/")  # noqa: PTH100 - it follows no links
        return {
            name: (paths, table)
            for table in self._tables
            if not table.path or table.path.matches(whole)
            for name, paths in table.fields
        }

    def read(self, origin: str, found: set[str], served: set[str]) -> Iterator[str]:
        """Yield what to note of a file with named fields: which are not where they should be.

        `found` are the paths that were there, `served` the fields that stand under usual names.
        Fields for all files are not meant for a file with texts that has none of them.
        """
        decided = self._decided(origin)
        self._unmatched.discard("")
        self._unmatched -= {table.pattern for _, table in decided.values()}
        for name, (paths, table) in decided.items():
            self._unfound -= {(table.pattern, name, path) for path in found}
            is_meant = bool(table.pattern or found or "body" not in served)
            if is_meant and name not in served and found.isdisjoint(paths):
                where = " or ".join(map(repr, paths))
                yield f"no {name} where knipsel.toml says that it is: {table.name} {where}"
                self._unfound -= {(table.pattern, name, path) for path in paths}

    def unused(self, roots: Sequence[str | Path]) -> Iterator[Note]:
        """Yield a note for what was of no use in a whole run over these files and folders."""
        for table in self._tables:
            if table.pattern in self._unmatched:
                if table.path and _may_lie_in(table.path, roots):
                    reason = f"no JSON or table was read that these are for: {table.name}"
                    yield Note("", None, f"{reason}; check the path")
                continue
            for name, paths in table.fields:
                for path in paths:
                    if (table.pattern, name, path) in self._unfound:
                        reason = f"no file has the {name} of knipsel.toml: {table.name} {path!r}"
                        yield Note("", None, reason)


def _may_lie_in(pattern: PathPattern, roots: Sequence[str | Path]) -> bool:
    """Return whether files of a pattern may lie in what was read, as far as its folder is known."""
    begin = pattern.folder
    if not begin or not Path(begin).exists():
        return True
    folder = Path(os.path.abspath(begin))  # noqa: PTH100 - it follows no links
    read = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100
    return any(root.is_relative_to(folder) or folder.is_relative_to(root) for root in read)
