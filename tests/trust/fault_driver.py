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
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeVar

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

T = TypeVar("T")

HOW = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EINTR": errno.EINTR, "kill": 0}
"""How a call fails: with which error, or by the end of the process."""

TURNS = 60
"""How often a build is made in which a call is to fail that not every build has."""
COUNTED = 3
"""How many builds are made to know the calls of one."""
MINUTES = 10
"""What one point may take, on a machine that does much else."""
_GENERATED = re.compile(
    r"[0-9a-f]{32}|MAIN_\w{16}|\w{28}(?=\.ctmp)|(?<=^\.tmp)\w+"
    r"|\d+(?= \(deleted\)|\.del$)|(?<=\.)\d+$"
)
"""What of the name of a file differs from build to build."""

DONE, AS_IT_WAS, UNCONFIRMED, WRONG, NO_INDEX = 0, 10, 11, 12, 20


class Call(NamedTuple):
    """One call of a build: its name, a pattern for that of its file, which of those it is."""

    name: str
    file: str
    at: int


NONE = Call("", "", 0)


class Faults:
    """The library that lets calls fail, and the place in which it does."""

    def __init__(self, library: str, place: Path, engine: str) -> None:
        self._shim = ctypes.CDLL(library)
        self._shim.fault_hit.restype = self._shim.fault_calls.restype = ctypes.c_char_p
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

    def calls(self, kind: str) -> list[Call]:
        """Return the calls that can fail, in the order of their names; no such build may fail.

        Where threads write, not every build has all of them.
        """
        most: Counter[tuple[str, str]] = Counter()
        for _ in range(COUNTED):
            assert self._faulty(kind, NONE, 0) == DONE
            told = os.fsdecode(self._shim.fault_calls()).splitlines()
            met = Counter(
                (name, pattern(file)) for name, _, file in (t.partition(" ") for t in told)
            )
            most |= met
        return [Call(*call, at) for call, count in sorted(most.items()) for at in range(count)]

    def outcome(self, kind: str, call: Call, how: str, *, again: bool) -> dict[str, object]:
        """Return what became of a build in which this call failed, and of one after it.

        A build that did not have the call is made again; one that none of them had has no `hit`.
        """
        signal.alarm(60 * MINUTES)
        for _ in range(TURNS):
            status = self._faulty(kind, call, HOW[how])
            if hit := os.fsdecode(self._shim.fault_hit()):
                break
        state = _forked(self._state)
        after = _forked(self._again) if again else None
        return {
            "kind": kind, "call": [*call], "how": how, "status": status, "hit": hit,
            "state": state, "after": after,
        }  # fmt: skip

    def _faulty(self, kind: str, call: Call, error: int) -> int:
        shutil.rmtree(self.index, ignore_errors=True)
        if kind == "update":
            shutil.copytree(self._before, self.index)
        folder, *named = (os.fsencode(each) for each in (self.index, call.name, call.file))

        def run() -> int:
            if refused := self._shim.fault_arm(folder, *named, ctypes.c_long(call.at), error):
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


def pattern(file: str) -> str:
    """Return what fits the name of a file in any build."""
    return _GENERATED.sub("*", file)


def drawn(calls: Sequence[T], points: int, turn: int) -> Iterator[tuple[T, str]]:
    """Yield which calls fail in a turn, and how: all in every way if `points` is 0.

    Else each turn has about so many, and as many turns as there are calls between two of them,
    four times over, bring every call in every way once.
    """
    hows = [*HOW]
    if not points:
        yield from product(calls, hows)
        return
    step = max(1, len(calls) // points)
    for number, call in enumerate(calls[turn % step :: step]):
        yield call, hows[(number + turn // step) % len(hows)]


def main(library: str, place: Path, engine: str, points: int, turn: int) -> None:
    """Let so many points of each kind of build fail, or all of them if `points` is 0."""
    signal.alarm(60 * MINUTES)
    read_once()
    faults = Faults(library, place, engine)
    faults.prepare()
    for kind in ("build", "update"):
        for number, (call, how) in enumerate(drawn(faults.calls(kind), points, turn)):
            again = not points or number % 4 == 0
            print(orjson.dumps(faults.outcome(kind, call, how, again=again)).decode(), flush=True)


if __name__ == "__main__":
    library, place, engine, points, turn = sys.argv[1:]
    main(library, Path(place), engine, int(points), int(turn))
