"""Every call on the files of an index fails once: each open, write, sync, rename, link of a build.

As SQLite does with its I/O errors: a call fails for want of room, by an error of the disk, because
it was interrupted, or is the last thing the process does. Whichever it is, the index is the one
before or the one after, whole, and it is the one that the message says. The calls are those of
Python and of the engines alike, by a library that is compiled here and preloaded.

Each run takes every n-th call, from a place drawn at random; `make soak` takes all, in every way.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import orjson
import pytest

from indexer.engines.registry import Location, names
from tests.paths import ROOT, WITHOUT_SEGMENTS
from tests.trust.fault_driver import AS_IT_WAS, DONE, HOW, NO_INDEX, UNCONFIRMED
from tests.trust.places import Place, article, needs, write_articles

POINTS = 12
OLD, NEW = range(10), range(8, 14)
BEFORE = {"build": NO_INDEX, "update": 100 + len(OLD)}
AFTER = {"build": 100 + len(NEW), "update": 100 + len({*OLD, *NEW})}

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs LD_PRELOAD")


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the library that lets calls fail."""
    library = tmp_path_factory.mktemp("shim") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    command = [needs("gcc", "gcc"), "-shared", "-fPIC", "-Werror"]
    subprocess.run([*command, "-o", str(library), str(source), "-ldl"], check=True)
    return library


@linux
@pytest.mark.soak
@pytest.mark.parametrize("engine", [*names(Location.FOLDER), WITHOUT_SEGMENTS], indirect=True)
def test_whichever_call_fails_the_index_is_the_one_before_or_after(
    place: Place, shim: Path, seed: random.Random, soaking: bool
) -> None:
    write_articles(place, [article(number, seed) for number in OLD], "old")
    write_articles(place, [article(number, seed) for number in NEW], "new")
    points, number = ("0" if soaking else str(POINTS)), str(seed.randrange(100))
    command = [sys.executable, "-m", "tests.trust.fault_driver", str(place.index.parent)]
    done = subprocess.run(
        [*command, place.engine, points, number],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "LD_PRELOAD": str(shim),
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
        },
    )
    assert done.returncode == 0, done.stderr
    met: Counter[tuple[str, str, int]] = Counter()
    for line in done.stdout.splitlines():
        told = orjson.loads(line)
        kind, status, state = told["kind"], told["status"], told["state"]
        before, after = BEFORE[kind], AFTER[kind]
        allowed = {DONE: {after}, AS_IT_WAS: {before}, UNCONFIRMED: {after}, -9: {before, after}}
        assert state in allowed.get(status, set()), f"{line}\n{done.stderr}"
        assert told["after"] in (None, after), f"the build after it: {line}\n{done.stderr}"
        met[kind, told["how"], status] += 1
    print(f"{place.engine}: {sum(met.values())} points", *sorted(met.items()), sep="\n")
    assert {(kind, how) for kind, how, _ in met} == {(k, how) for k in BEFORE for how in HOW}
