"""Mutation testing: which changes of the code of storage no test notices.

    python benchmarks/mutants.py [--count 200] [--seed 15] [--only 'storage/[a-z_]+.py']

Draws mutants at random (`mutated_code.py` has the kinds). The tests are loaded once and run once
without a mutant, which tells what each takes and which lines it runs. Each mutant then lives in a
fork of that process, in memory, so that no file changes and nothing is loaded again. It meets the
tests that run its line, the quickest first, and the first that fails kills it. A mutant that does
not end, or takes 20 seconds of a processor more than its tests do without it, counts as killed, and
is counted apart. Survivors are printed: read them, as some change nothing that could be noticed.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import re
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import pytest
from mutated_code import Mutant, mutants_of, put_in_place, reach_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("indexer/storage")
_UNIT = "tests/unit/storage"
TESTS = (
    _UNIT,
    "tests/integration/test_archive.py",
    "tests/integration/test_build.py",
    "tests/integration/test_figures.py",
    "tests/integration/test_snapshot.py",
    "tests/integration/test_stored_names.py",
    "tests/integration/test_vocabulary.py",
    "tests/integration/test_withdrawn.py",
    "tests/trust/test_hostile_index.py",
)
UNTRIED = ("cluster.py", "cluster_documents.py")
"""Modules whose tests need a cluster, which takes minutes for each mutant."""
_MAX_TEST = 3.0
"""Seconds of a processor that a test may take and still be run over mutants."""
_SPARE = 20
_MAX_WAIT = 300
_KILLED, _SURVIVED, _ENDLESS = 1, 0, 2
_OPTIONS = ("-p", "no:cacheprovider", "-W", "ignore")
_Lines = dict[str, set[int]]


@dataclass
class Measured:
    """What a test takes, in seconds of a processor, and the lines of each module that it runs."""

    seconds: float = 0.0
    lines: _Lines = field(default_factory=dict)
    failed: bool = False


def main() -> None:
    """Draw mutants, try each, and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--only", default="", help="modules that this expression finds")
    parser.add_argument(
        "--again", nargs="*", type=int, help="numbers of an earlier run: these alone"
    )
    parser.add_argument("--tests", nargs="*", default=TESTS, help="what tries them")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    every = [
        mutant
        for module in sorted(PACKAGE.rglob("*.py"))
        if module.name not in UNTRIED and re.search(options.only, module.as_posix())
        for mutant in mutants_of(module)
    ]
    chosen = random.Random(options.seed).sample(every, min(options.count, len(every)))
    drawn = {n: each for n, each in enumerate(chosen, 1) if n in (options.again or [n])}
    with tempfile.TemporaryDirectory() as folder, os.fdopen(os.dup(1), "w", buffering=1) as out:
        trial = _Trial(drawn, len(every), Path(folder), out)
        arguments = [*_OPTIONS, f"--basetemp={folder}/tests", *options.tests]
        _quietly(lambda: int(pytest.main(arguments, [trial])))


class _Trial:
    """A plugin of pytest that tries mutants in place of running the tests once."""

    def __init__(self, drawn: Mapping[int, Mutant], total: int, folder: Path, out: TextIO) -> None:
        self._drawn, self._total = drawn, total
        self._folder, self._out = folder, out
        self._failed = False
        self._measured: dict[str, Measured] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests, try the mutants, and print what comes of it."""
        self._measured = self._measure(session.items)
        sound = [each for each in self._measured.values() if not each.failed]
        tests = [item for item in session.items if self._is_used(item)]
        print(
            f"{len(session.items)} tests, {len(sound)} pass, {len(tests)} of these are quick",
            file=self._out,
        )
        counts = Counter(
            self._tried(number, mutant, tests) for number, mutant in self._drawn.items()
        )
        killed = counts[_KILLED] + counts[_ENDLESS]
        print(
            f"\n{self._total} mutants, {len(self._drawn)} tried, {killed} killed "
            f"({killed / max(len(self._drawn), 1):.0%}), {counts[_ENDLESS]} as they did not end",
            file=self._out,
        )
        return True

    def _measure(self, items: Sequence[pytest.Item]) -> dict[str, Measured]:
        """Run every test in another process, so that this one starts no threads of engines."""
        told = self._folder / "measured"
        process = os.fork()
        if not process:
            found: dict[str, Measured] = {}
            for item, following in zip(items, [*items[1:], None], strict=True):
                found[item.nodeid] = self._measured_alone(item, following)
            told.write_bytes(pickle.dumps(found))
            os._exit(0)
        os.waitpid(process, 0)
        measured: dict[str, Measured] = pickle.loads(told.read_bytes())
        return measured

    def _measured_alone(self, item: pytest.Item, following: pytest.Item | None) -> Measured:
        measured, self._failed = Measured(), False
        started = time.process_time()
        with _Tracing(measured.lines):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        measured.seconds = time.process_time() - started
        measured.failed = self._failed
        return measured

    def _is_used(self, item: pytest.Item) -> bool:
        measured = self._measured[item.nodeid]
        return not measured.failed and measured.seconds < _MAX_TEST

    def _tried(self, number: int, mutant: Mutant, tests: Iterable[pytest.Item]) -> int:
        reach = reach_of(mutant)
        module = mutant.module.as_posix()
        met = [
            item
            for item in tests
            if (lines := self._measured[item.nodeid].lines.get(module))
            and (reach is None or not lines.isdisjoint(reach))
        ]
        met.sort(key=lambda item: self._measured[item.nodeid].seconds)
        status = self._forked(mutant, met)
        if status == _SURVIVED:
            line = mutant.module.read_text().splitlines()[mutant.line - 1].strip()
            print(
                f"\n{number}: {module}:{mutant.line} {mutant.change}: {line} ({len(met)} tests)",
                file=self._out,
            )
        else:
            self._out.write(".")
            self._out.flush()
        return status

    def _forked(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        limit = _SPARE + int(sum(self._measured[item.nodeid].seconds for item in tests))
        process = os.fork()
        if not process:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            signal.alarm(_MAX_WAIT)
            os._exit(self._killed(mutant, tests))
        _, status = os.waitpid(process, 0)
        return _ENDLESS if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def _killed(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        try:
            put_in_place(mutant)
            for item, following in zip(tests, [*tests[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    return _KILLED
        except BaseException:  # noqa: BLE001 - a module that does not load is noticed
            return _KILLED
        return _SURVIVED


class _Tracing:
    """Notes the lines that run of the modules of the package, in all threads."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._start = f"{ROOT / PACKAGE}/"

    def __enter__(self) -> None:
        threading.settrace(self._called)
        sys.settrace(self._called)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(self._start):
            return None
        noted = self._lines.setdefault(name[len(str(ROOT)) + 1 :], set())
        noted.add(frame.f_lineno)

        def ran(frame: FrameType, _event: str, _argument: Any) -> Any:
            noted.add(frame.f_lineno)
            return ran

        return ran


def _quietly(run: Callable[[], int]) -> int:
    """Return what a function returns that prints to nobody."""
    kept, nothing = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    status = run()
    for number, stream in enumerate(kept, 1):
        os.dup2(stream, number)
    return status


if __name__ == "__main__":
    main()
