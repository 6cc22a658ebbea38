"""Builds in which one call on the files of the index fails, by the library of `faults.c`.

One process is made ready and forks for every build, so that a point costs no start of Python. What
became of each is printed, an object of JSON a line.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import os
import random
import re
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import product
from pathlib import Path

import orjson

from indexer.analysis import analyzer
from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.archive import build
from indexer.config import Settings
from indexer.errors import IndexMissingError, KnipselError
from indexer.indexing.check import check
from indexer.storage.folder import FolderStore
from tests.trust.every_file import OPTIONAL, write_corrections

HOW = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EINTR": errno.EINTR, "kill": 0}
"""How a call fails: with which error, or by the end of the process."""

TURNS = 8
"""How often a build is made in which a call is to fail that not every build has."""
_GENERATED = re.compile(r"[0-9a-f]{32}|MAIN_\w{16}|(?<=-)[0-9a-f]{12,}|(?<=tmp)\w{6,}")

DONE, AS_IT_WAS, UNCONFIRMED, WRONG, NO_INDEX = 0, 10, 11, 12, 20


class Faults:
    """The library that lets calls fail, and the place in which it does."""

    def __init__(self, library: str, place: Path, engine: str) -> None:
        self._shim = ctypes.CDLL(library)
        self._shim.fault_hit.restype = self._shim.fault_path.restype = ctypes.c_char_p
        self._shim.fault_seen.restype = ctypes.c_long
        self.index, self._before = place / "index", place / "before"
        self._articles, self._paper = place / "articles", place / "paper"
        corrections = write_corrections(place / "names.toml")
        self._settings = Settings(self.index, engine, corrections=corrections)
        self._notes = place / "notes"

    def prepare(self) -> None:
        """Make the index that an update begins with; import here what each fork would import."""

        def build_and_check() -> int:
            self._build("old")
            files = {*FolderStore(self.index).manifest().files}
            whole = self._state() > NO_INDEX and files > OPTIONAL
            self._notes.write_bytes(orjson.dumps([*sys.modules]))
            return DONE if whole else WRONG

        assert _forked(build_and_check) == DONE
        shutil.move(self.index, self._before)
        for module in orjson.loads(self._notes.read_bytes()):
            with suppress(ImportError):
                import_module(module)
        gc.freeze()

    def calls(self, kind: str) -> int:
        """Return how many calls there are that can fail; no such build may fail."""
        assert self._faulty(kind, -1, 0) == DONE
        return int(self._shim.fault_seen())

    def outcome(self, kind: str, at: int, how: str, *, again: bool) -> dict[str, object]:
        """Return what became of a build in which this call failed, and of one after it.

        Where threads write, a build may have a few calls less than the one that was counted: it is
        made again, and a call that none of them had has no `hit`.
        """
        for _ in range(TURNS):
            status = self._faulty(kind, at, HOW[how])
            if hit := self._shim.fault_hit().decode():
                break
        file = self._shim.fault_path().decode()
        state = _forked(self._state)
        after = _forked(self._again) if again else None
        return {
            "kind": kind, "at": at, "how": how, "status": status, "hit": hit,
            "file": _GENERATED.sub("*", Path(file).name), "state": state, "after": after,
        }  # fmt: skip

    def _faulty(self, kind: str, at: int, error: int) -> int:
        shutil.rmtree(self.index, ignore_errors=True)
        if kind == "update":
            shutil.copytree(self._before, self.index)

        def run() -> int:
            if refused := self._shim.fault_arm(str(self.index).encode(), ctypes.c_long(at), error):
                raise OSError(refused, os.strerror(refused))
            try:
                return self._build("new")
            finally:
                self._shim.fault_disarm()

        return _forked(run)

    def _build(self, articles: str) -> int:
        random.seed()  # names of segments would be the same in every fork
        shutil.rmtree(self._paper, ignore_errors=True)
        shutil.copytree(self._articles / articles, self._paper)  # where it is read is part of it
        build(self._settings, [self._paper])
        return DONE

    def _state(self) -> int:
        """Return how many articles the index has; nothing may be wrong with it."""
        try:
            manifest = FolderStore(self.index).manifest()
        except IndexMissingError:
            return NO_INDEX
        wrong = check(Settings(self.index))
        if wrong:
            print(*wrong, file=sys.stderr)
            return WRONG
        return 100 + manifest.articles

    def _again(self) -> int:
        """Build once more, without faults; return how many articles there are."""
        self._build("new")
        left = [path.name for path in self.index.iterdir()]
        expected = {"manifest.json", "lock", FolderStore(self.index).manifest().generation}
        if {*left} != expected:
            print("left behind:", left, file=sys.stderr)
            return WRONG
        return self._state()


def read_once() -> None:
    """Read here what each fork would read again: the lexicon and lists, none of them an index's."""
    words = Analyzer().compiled_words
    vars(analyzer)["compiled_words"] = lambda *_: words
    Aliases.load()


def _forked(work: Callable[[], int]) -> int:
    """Do something in a process of its own; return what it returned, or minus its signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        status = work()
    except KnipselError as error:
        status = UNCONFIRMED if "holds the new index" in str(error) else AS_IT_WAS
    except BaseException:  # noqa: BLE001 - a traceback that nobody should see
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def drawn(calls: int, points: int, turn: int) -> Iterator[tuple[int, str]]:
    """Yield which calls fail in a turn, and how: all in every way if `points` is 0.

    Else each turn has about so many, and as many turns as there are calls between two of them,
    four times over, bring every call in every way once.
    """
    hows = [*HOW]
    if not points:
        yield from product(range(calls), hows)
        return
    step = max(1, calls // points)
    for number, at in enumerate(range(turn % step, calls, step)):
        yield at, hows[(number + turn // step) % len(hows)]


def main(library: str, place: Path, engine: str, points: int, turn: int) -> None:
    """Let so many points of each kind of build fail, or all of them if `points` is 0."""
    read_once()
    faults = Faults(library, place, engine)
    faults.prepare()
    for kind in ("build", "update"):
        for number, (at, how) in enumerate(drawn(faults.calls(kind), points, turn)):
            again = not points or number % 4 == 0
            print(orjson.dumps(faults.outcome(kind, at, how, again=again)).decode(), flush=True)


if __name__ == "__main__":
    signal.alarm(3600)
    library, place, engine, points, turn = sys.argv[1:]
    main(library, Path(place), engine, int(points), int(turn))
