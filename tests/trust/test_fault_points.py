"""Every call on the files of an index fails once: each open, write, sync, rename, link of a build.

As SQLite does with its I/O errors: a call fails for want of room, by an error of the disk, because
it was interrupted, or is the last thing the process does. Whichever it is, the index is the one
before or the one after, whole, and it is the one that the message says. The calls are those of
Python and of the engines alike: a library that is compiled here has the kernel hand them over. The
index has every kind of file.

A call is known by its name, its file and which of those it is: threads change the order of calls,
and so which one has a number, from build to build. Each day has its own calls, every n-th, each in
one of the four ways: 4 n days bring all, in every way. KNIPSEL_SEED=DAY repeats one. `make soak`
takes all, in every way.
"""

from __future__ import annotations

import ctypes
import os
import platform
import random
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import orjson
import pytest

from indexer.engines.registry import Location, names
from tests.paths import ROOT, WITHOUT_SEGMENTS
from tests.trust.every_file import write_sources
from tests.trust.fault_driver import AS_IT_WAS, DONE, HOW, NO_INDEX, UNCONFIRMED, drawn, pattern
from tests.trust.places import Place, Run, needs

POINTS = 12
OLD, NEW = range(10), range(8, 14)
BEFORE = {"build": NO_INDEX, "update": 100 + len(OLD)}
AFTER = {"build": 100 + len(NEW), "update": 100 + len({*OLD, *NEW})}

HARMLESS = {
    *("access", "close", "dup", "dup2", "dup3", "execve", "faccessat", "faccessat2", "fadvise64"),
    *("fcntl", "fgetxattr", "flistxattr", "flock", "fstat", "fstatfs", "getdents64", "getxattr"),
    *("ioctl", "listxattr", "lseek", "lstat", "mmap", "munmap", "newfstatat", "pread64", "preadv"),
    *("read", "readlink", "readlinkat", "stat", "statfs", "statx"),
}
"""Calls on files that change none of them, nor open one."""
FOLLOWED = ("-f", "-y", "--seccomp-bpf", "-e", "trace=%file,%desc")
"""How strace follows a build: --seccomp-bpf lets all other calls pass at full speed."""
_CALLED = re.compile(r"\d+ +(?P<name>\w+)\((?P<arguments>.*)")

pytestmark = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the library knows the calls of Linux on x86-64",
)


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the library that lets calls fail."""
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    command = [needs("gcc", "gcc"), "-shared", "-fPIC", "-Wall", "-Werror"]
    subprocess.run([*command, "-o", str(library), str(source)], check=True)
    return library


@pytest.mark.parametrize("calls", [1, 11, 12, 100])
def test_every_call_fails_in_every_way_in_so_many_turns(calls: int) -> None:
    turns, each = 4 * max(1, calls // POINTS), range(calls)
    met = Counter(point for turn in range(7, 7 + turns) for point in drawn(each, POINTS, turn))
    assert met == Counter(product(each, HOW)) == Counter(drawn(each, 0, 7))
    assert POINTS <= len([*drawn(range(100), POINTS, 7)]) <= POINTS + 1


@pytest.mark.parametrize(
    ("file", "fits"),
    [
        ("0665d98b2ca94ffd84a921b4abd91cd8.term", "*.term"),
        ("0665d98b2ca94ffd84a921b4abd91cd8.7.del", "*.*.del"),
        ("MAIN_08yjdn7re16pq8ho.numbers.col", "*.numbers.col"),
        ("08yjdn7re16pq8hocs5omfko2e1a.ctmp", "*.ctmp"),
        (".tmpXy7Zq1", ".tmp*"),
        ("#532585 (deleted)", "#* (deleted)"),
        (".manifest.json.22018", ".manifest.json.*"),
        ("forward-000001", "forward-000001"),
    ],
)
def test_a_file_is_known_again_in_the_next_build(file: str, fits: str) -> None:
    assert pattern(file) == fits


@pytest.mark.parametrize("engine", [*names(Location.FOLDER), WITHOUT_SEGMENTS], indirect=True)
def test_no_call_that_changes_a_file_is_unknown_to_the_library(
    place: Place, faults: Path, run: Run, tmp_path: Path, seed: random.Random
) -> None:
    knows, met = ctypes.CDLL(str(faults)).fault_knows, Counter[str]()
    trace = tmp_path / "trace"
    command = [needs("strace", "strace"), *FOLLOWED, "-o", str(trace)]
    for turn, numbers in enumerate((OLD, NEW)):
        write_sources(place.articles / str(turn), numbers, seed)
        run([*command, *place.building()])
        for line in trace.read_text(errors="replace").splitlines():
            if str(place.index) in line and (call := _CALLED.match(line)):
                met[call["name"]] += 1
                is_mapped = call["name"] == "mmap" and "PROT_WRITE" in line and "SHARED" in line
                assert not is_mapped, f"what is written so cannot fail here: {line}"
    unknown = {name for name in met if not knows(name.encode())}
    assert unknown <= HARMLESS, met
    assert {"openat", "write", "fsync", "rename", "unlink"} <= {*met} - unknown


@pytest.mark.soak
@pytest.mark.parametrize("engine", [*names(Location.FOLDER), WITHOUT_SEGMENTS], indirect=True)
def test_whichever_call_fails_the_index_is_the_one_before_or_after(
    place: Place, faults: Path, seed: random.Random, soaking: bool
) -> None:
    write_sources(place.articles / "old", OLD, seed)
    write_sources(place.articles / "new", NEW, seed)
    turn = os.environ.get("KNIPSEL_SEED") or str(datetime.now(UTC).date().toordinal())
    print(f"KNIPSEL_SEED={turn} for the calls")
    points = "0" if soaking else str(POINTS)
    command = [sys.executable, "-m", "tests.trust.fault_driver", str(faults)]
    done = subprocess.run(
        [*command, str(place.index.parent), place.engine, points, turn],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))},
    )
    assert done.returncode == 0, done.stderr
    met: Counter[tuple[str, str, int]] = Counter()
    unmet = []
    for line in done.stdout.splitlines():
        told = orjson.loads(line)
        kind, status, state = told["kind"], told["status"], told["state"]
        before, after = BEFORE[kind], AFTER[kind]
        allowed = {DONE: {after}, AS_IT_WAS: {before}, UNCONFIRMED: {after}, -9: {before, after}}
        assert state in allowed.get(status, set()), f"{line}\n{done.stderr}"
        assert told["after"] in (None, after), f"the build after it: {line}\n{done.stderr}"
        met[kind, told["how"], status] += 1
        if told["hit"]:
            assert pattern(told["hit"]) == told["call"][1], "another file failed than was meant"
        else:
            unmet.append(line)
    print(f"{place.engine}: {sum(met.values())} points", *sorted(met.items()), sep="\n")
    print("calls that no build had by then:", *unmet, sep="\n")
    assert {(kind, how) for kind, how, _ in met} == {(k, how) for k in BEFORE for how in HOW}
