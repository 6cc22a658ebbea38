"""Mutation testing: which changes of the code of storage no test notices.

    python benchmarks/mutants.py [--count 200] [--seed 15] [--only 'storage/[a-z_]+.py']

Draws mutants at random (`mutated_code.py` has the kinds). The tests are loaded once and run once
without a mutant, which tells what each takes and which lines it runs; one that takes over
`--slowest` seconds of a processor is stopped there and tries nothing. Each mutant then lives in a
fork of that process, in memory, so that no file changes and nothing is loaded again. It meets the
tests that run its line, the quickest first, ten seconds of them, and the first that fails kills it.
A mutant that does not end, or takes five seconds of a processor and twice what its tests do without
it, counts as killed, and is counted apart. Survivors are printed: read them,
as some change nothing that could be noticed.
"""

from __future__ import annotations

import argparse
import gc
import os
import pickle
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import pytest
from mutated_code import Mutant, mutants_of, put_in_place, reach_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("indexer/storage")
BESIDE = (Path("indexer/files.py"),)
"""What storage writes and reads its files by."""
TESTS = (
    "tests/unit/storage",
    "tests/unit/test_files.py",
    "tests/unit/engines/test_opensearch_lease.py",
    "tests/integration/test_archive.py",
    "tests/integration/test_build.py",
    "tests/integration/test_figures.py",
    "tests/integration/test_snapshot.py",
    "tests/integration/test_stored_names.py",
    "tests/integration/test_vocabulary.py",
    "tests/integration/test_withdrawn.py",
    "tests/trust/test_hostile_index.py",
)
_SPARE = 5
_MAX_TRIAL = 10.0
"""Seconds of a processor that the tests which a mutant meets take without it."""
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
    parser.add_argument("--slowest", type=float, default=1.0, help="seconds a test may take")
    parser.add_argument("--at-a-time", type=int, default=2, help="mutants that are tried")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    every = [
        mutant
        for module in (*sorted(PACKAGE.rglob("*.py")), *BESIDE)
        if re.search(options.only, module.as_posix())
        for mutant in mutants_of(module)
    ]
    chosen = random.Random(options.seed).sample(every, min(options.count, len(every)))
    drawn = {n: each for n, each in enumerate(chosen, 1) if n in (options.again or [n])}
    with tempfile.TemporaryDirectory() as folder, os.fdopen(os.dup(1), "w", buffering=1) as out:
        trial = _Trial(drawn, len(every), options, Path(folder), out)
        arguments = [*_OPTIONS, *options.tests]
        _quietly(lambda: int(pytest.main(arguments, [trial])))


class _TooSlow(BaseException):
    """A test takes longer than one that tries mutants may."""


class _Trial:
    """A plugin of pytest that tries mutants in place of running the tests once."""

    def __init__(
        self, drawn: Mapping[int, Mutant], total: int, options: Namespace, folder: Path, out: TextIO
    ) -> None:
        self._drawn, self._total = drawn, total
        self._slowest, self._at_a_time = options.slowest, options.at_a_time
        self._folder, self._out = folder, out
        self._failed = self._stopped = False
        self._measured: dict[str, Measured] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests, try the mutants, and print what comes of it."""
        self._measured = self._measure(session.items)
        tests = [item for item in session.items if not self._measured[item.nodeid].failed]
        print(f"{len(session.items)} tests, {len(tests)} are quick and pass", file=self._out)
        counts = self._try_all(tests)
        killed = counts[_KILLED] + counts[_ENDLESS]
        print(
            f"\n{self._total} mutants, {len(self._drawn)} tried, {killed} killed "
            f"({killed / max(len(self._drawn), 1):.0%}), {counts[_ENDLESS]} as they did not end",
            file=self._out,
        )
        return True

    def _measure(self, items: Sequence[pytest.Item]) -> dict[str, Measured]:
        """Run every test in other processes, so that this one starts no threads of engines."""
        measured: dict[str, Measured] = {}
        left = {n: list(items[n :: self._at_a_time]) for n in range(self._at_a_time)}
        under_way: dict[int, int] = {}
        while any(left.values()) or under_way:
            for n in left.keys() - under_way.values():
                if left[n]:
                    told = self._folder / f"measured{n}"
                    told.write_bytes(pickle.dumps({left[n][0].nodeid: Measured(failed=True)}))
                    process = self._forked(f"share{n}", partial(self._measure_some, left[n], told))
                    under_way[process] = n
            process, _ = os.wait()
            n = under_way.pop(process)
            measured |= pickle.loads((self._folder / f"measured{n}").read_bytes())
            left[n] = [item for item in left[n] if item.nodeid not in measured]
        return measured

    def _measure_some(self, items: Sequence[pytest.Item], told: Path) -> int:
        """Measure tests, up to one that had to be stopped, whose threads may still be running."""
        found: dict[str, Measured] = {}
        for item, following in pairwise([*items, None]):
            assert item
            found[item.nodeid] = self._measured_alone(item, following)
            if self._stopped:
                break
        told.write_bytes(pickle.dumps(found))
        return 0

    def _measured_alone(self, item: pytest.Item, following: pytest.Item | None) -> Measured:
        measured, self._failed = Measured(), False
        started = time.process_time()
        with _Tracing(measured.lines), suppress(_TooSlow):  # it may come as a test just ends
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        measured.seconds = time.process_time() - started
        measured.failed = self._failed or self._stopped
        return measured

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Stop a test that takes too long; what it has been given may take its time."""
        signal.signal(signal.SIGPROF, self._stop)
        signal.setitimer(signal.ITIMER_PROF, self._slowest)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopped = True
        raise _TooSlow

    def _try_all(self, tests: Sequence[pytest.Item]) -> Counter[int]:
        """Try each mutant in a process of its own; return how many came to each end."""
        counts: Counter[int] = Counter()
        under_way: dict[int, tuple[int, Mutant, int]] = {}
        waiting = list(self._drawn.items())
        self._slowest = 0  # what lets tests go on without end shall do so, and be counted for it
        gc.freeze()  # or each process would copy what it collects
        while waiting or under_way:
            if waiting and len(under_way) < self._at_a_time:
                number, mutant = waiting.pop(0)
                met = self._met_by(mutant, tests)
                process = self._forked(str(number), partial(self._killed, mutant, met))
                under_way[process] = number, mutant, len(met)
                continue
            process, status = os.wait()
            shutil.rmtree(self._folder / str(under_way[process][0]), ignore_errors=True)
            ended = _ENDLESS if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            counts[ended] += 1
            self._tell(ended, *under_way.pop(process))
        return counts

    def _met_by(self, mutant: Mutant, tests: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Return the tests that run the line of a mutant, the quickest first."""
        reach, module = reach_of(mutant), mutant.module.as_posix()
        met = [
            item
            for item in tests
            if (lines := self._measured[item.nodeid].lines.get(module))
            and (reach is None or not lines.isdisjoint(reach))
        ]
        met.sort(key=lambda item: self._measured[item.nodeid].seconds)
        taken = accumulate(self._measured[item.nodeid].seconds for item in met)
        return [item for item, seconds in zip(met, taken, strict=True) if seconds < _MAX_TRIAL]

    def _tell(self, ended: int, number: int, mutant: Mutant, met: int) -> None:
        if ended == _SURVIVED:
            line = mutant.module.read_text().splitlines()[mutant.line - 1].strip()
            where = f"{mutant.module.as_posix()}:{mutant.line}"
            print(f"\n{number}: {where} {mutant.change}: {line} ({met} tests)", file=self._out)
        else:
            self._out.write(".")
            self._out.flush()

    def _forked(self, name: str, run: Callable[[], int]) -> int:
        """Start a process that ends with what a function returns; its tests write a folder."""
        (self._folder / name).mkdir(exist_ok=True)
        process = os.fork()
        if not process:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = str(self._folder / name)
            try:
                os._exit(run())
            finally:  # whatever was raised, only the first process goes on
                os._exit(_KILLED)
        return process

    def _killed(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        usual = sum(self._measured[item.nodeid].seconds for item in tests)
        limit = _SPARE + int(2 * usual)  # a crowded processor takes longer for the same
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        signal.alarm(_MAX_WAIT)
        try:
            put_in_place(mutant)
            for item, following in pairwise([*tests, None]):
                assert item
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    return _KILLED
        except BaseException:  # noqa: BLE001 - a module that does not load is noticed
            return _KILLED
        return _SURVIVED


class _Tracing:
    """Notes the lines that run of the modules that are changed, in all threads."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._traced = (f"{ROOT / PACKAGE}/", *(str(ROOT / each) for each in BESIDE))

    def __enter__(self) -> None:
        threading.settrace(self._called)
        sys.settrace(self._called)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(self._traced):
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
