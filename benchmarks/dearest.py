"""What the dearest requests take of a server: processor time, memory, size of the answer.

    python benchmarks/dearest.py INDEX [--only REGEX] [--seconds 300] [--seed 15] [--limit 10]
                                       [--kept FILE [--again]]

Every address of the page and the API is asked with queries that are made to cost much, and with
parameters drawn at random. A server of its own answers one request at a time; one that takes more
than `--limit` seconds is killed, and another goes on. The routes take turns, so that a short run
has some of each. Time is that of the processor, so that it holds on a busy machine. Memory is what
the process has at its peak beyond what it had before, without the index's own files, which it maps.

With `--kept` a run writes down what each request took, and goes on where the one before it stopped;
`--again` has it ask anew what was over the bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from select import select
from typing import Any
from urllib.parse import urlencode

from dear_requests import NAMED, QUERIES, Archive, cases

SECONDS = 1
MEGABYTES = 50
"""What a request may take."""
BY_CLOCK = 60
"""Seconds that go by before a request is given up, for each that it may take of the processor."""
GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "0"}
"""What is freed goes back at once, or the next request would take what is left of the last."""
WARMING = ("/?parts=1", "/kwic?parts=1", "/trend?parts=1", "/figures?kind=names", "/?parts=0")
"""What is asked before a time is taken: it loads what is loaded once and kept."""
SHOWN = 20
"""Requests that are listed by time, and by memory."""
_SHOWN_OF = 110  # characters of an address
_EXPORTS = re.compile(r"/(export|selection|clippings/|(kwic|trend|figures)\.csv)")


@dataclass(frozen=True)
class Taken:
    """What a request took: seconds of a processor, and MB of memory and of the answer."""

    number: int
    path: str
    query: str
    status: int | str
    seconds: float
    memory: float
    answer: float


def main() -> None:
    """Ask, and print what is dear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--only", default="", help="ask addresses that this expression finds")
    parser.add_argument("--seconds", type=float, default=300, help="of a processor in all")
    parser.add_argument("--limit", type=float, default=10, help="seconds of one request")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--kept", type=Path, help="file of what each took, to go on from")
    parser.add_argument("--again", action="store_true", help="ask what was over the bounds anew")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.index)
        return
    taken = _kept(options.kept, again=options.again)
    spent = 0.0
    requests = Requests(options.index, options.only, options.seed, options.limit)
    for each in requests.measured({t.number for t in taken}):
        taken.append(each)
        spent += each.seconds
        if _is_over(each):
            print(_line(each), flush=True)
        if options.kept:
            with options.kept.open("a") as file:
                print(json.dumps(asdict(each)), file=file)
        if spent > options.seconds:
            break
    report(taken)


def _kept(path: Path | None, *, again: bool) -> list[Taken]:
    """Return what the runs before this one measured; the last figure of a request holds."""
    if path is None or not path.exists():
        return []
    kept = [Taken(**json.loads(line)) for line in path.read_text().splitlines()]
    last = {each.number: each for each in kept}.values()
    return [each for each in last if not (again and _is_over(each))]


@dataclass(frozen=True)
class Requests:
    """What is asked of an index, by an expression for addresses and a seed."""

    index: Path
    only: str
    seed: int
    limit: float

    def measured(self, known: set[int]) -> Iterator[Taken]:
        """Yield what each request takes but those known."""
        server, plain = _Server(self.index, self.limit, GIVEN_BACK), _Server(self.index, self.limit)
        asked = cases(server.archive(), self.only, random.Random(self.seed))
        for number, (path, name, pairs) in enumerate(asked):
            if number in known:
                continue
            answer = self._answer(server, plain, f"{path}?{urlencode(pairs)}")
            shown = "&".join(f"{key}={value[:20]}" for key, value in pairs if key != "q")
            yield Taken(number, f"{path}?{shown}"[:_SHOWN_OF], name, **answer)
        server.end()
        plain.end()

    def _answer(self, server: _Server, plain: _Server, path: str) -> dict[str, Any]:
        """Return what a request takes: a dear one is asked again, all being loaded.

        Its time is that which it takes where memory is not given back at once, which a request that
        counts over long arrays pays for as much again.
        """
        first = server.ask(path)
        if first["status"] == "killed" or not _is_dear(first["seconds"], first["memory"]):
            return first
        again = server.ask(path if path.startswith("/api") else f"{path}&again=1")
        if first["seconds"] <= SECONDS:
            return again
        for each in () if plain.is_warm else WARMING:
            plain.ask(f"{each}&{urlencode({'q': QUERIES['any common word']})}")
        return {**again, "seconds": plain.ask(path)["seconds"]}


def _is_over(of: Taken) -> bool:
    return _is_dear(of.seconds, of.memory) or of.status in (500, "killed")


def _is_dear(seconds: float, memory: float) -> bool:
    return seconds > SECONDS or memory > MEGABYTES


def report(taken: Sequence[Taken]) -> None:
    """Print how many were asked, what they answered, and the dearest by time and by memory."""
    print(f"\n{len(taken)} requests, {sum(t.seconds for t in taken):.0f} s of a processor")
    print(", ".join(f"{n} x {s}" for s, n in Counter(t.status for t in taken).most_common()))
    for title, key in (("time", "seconds"), ("memory", "memory"), ("size", "answer")):
        for kind, of in (("pages", False), ("files", True)):
            chosen = [t for t in taken if bool(_EXPORTS.match(t.path)) is of]
            print(f"\nThe dearest {kind} by {title}:")
            for each in sorted(chosen, key=lambda t: -getattr(t, key))[:SHOWN]:
                print(_line(each))


def _line(of: Taken) -> str:
    figures = f"{of.seconds:6.2f} s {of.memory:5.0f} MB {of.answer:5.1f} MB"
    return f"{figures} {of.status} {of.path} [{of.query}]"


class _Server:
    """A process that answers requests one at a time; it is started when it is asked."""

    def __init__(self, index: Path, limit: float, environment: Mapping[str, str] = {}) -> None:
        self._index = index
        self._limit = limit
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_warm(self) -> bool:
        """Whether it was asked something before."""
        return self._process is not None

    def archive(self) -> Archive:
        """Start, and return what has to be known of the index to ask for all of it."""
        command, pipe = [sys.executable, __file__, str(self._index), "--serve"], subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, text=True, env=self._environment
        )
        assert self._process.stdout
        return Archive(**json.loads(self._process.stdout.readline()))

    def ask(self, path: str) -> dict[str, Any]:
        """Return what a request took; one that takes too much ends the process.

        A limit of the system (RLIMIT_CPU) counts the ticks at which a process was running, which
        are not the time that it ran: on a busy machine it ended some with all their time left.
        """
        if self._process is None:
            self.archive()
        assert self._process
        assert self._process.stdin
        assert self._process.stdout
        until, by_clock = self._spent() + self._limit, time.monotonic() + BY_CLOCK * self._limit
        print(path, file=self._process.stdin, flush=True)
        while not select([self._process.stdout], [], [], 0.5)[0]:
            if self._spent() > until or time.monotonic() > by_clock:
                self._process.kill()
        if line := self._process.stdout.readline():
            return dict(json.loads(line))
        self.end()
        return {"status": "killed", "seconds": self._limit, "memory": 0.0, "answer": 0.0}

    def _spent(self) -> float:
        """Return how many seconds the process has had of the processor, in all its threads."""
        assert self._process
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End the process where there is one."""
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None


def serve(index: Path) -> None:
    """Answer the addresses that are given, a line each, with a line of what each took."""
    from indexer.config import Settings  # noqa: PLC0415 - the process that asks needs none of it
    from indexer.model import SearchRequest  # noqa: PLC0415
    from webapp import create_app  # noqa: PLC0415
    from webapp.archive_access import current_archive  # noqa: PLC0415

    app = create_app(Settings(index=index))
    client = app.test_client()
    with app.test_request_context("/"):
        archive = current_archive()
        hits = archive.search(SearchRequest("de", limit=100)).hits
        values = archive.stats().values
        names = {field: [v.value for v in values.get(field, ())[:20]] for field in NAMED}
        print(json.dumps({"ids": [hit.article.id for hit in hits], "names": names}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_taken(client, line.rstrip("\n"))), flush=True)


def _taken(client: Any, path: str) -> dict[str, float | int]:
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began = _memory(), time.process_time()
    answer = client.get(path, base_url="http://localhost")
    size = sum(map(len, answer.response))
    answer.close()
    seconds, after = time.process_time() - began, _memory()
    mapped = after["RssFile"] - before["RssFile"]
    memory = (after["VmHWM"] - before["VmRSS"] - mapped) / 1024
    return {
        "status": answer.status_code,
        "seconds": seconds,
        "memory": max(0.0, memory),
        "answer": size / 1e6,
    }


def _memory() -> dict[str, int]:
    """Return what the process has, in kB."""
    lines = Path(f"/proc/{os.getpid()}/status").read_text().splitlines()
    return {
        name: int(value.split()[0])
        for name, _, value in (line.partition(":") for line in lines)
        if name in ("VmHWM", "VmRSS", "RssFile")
    }


if __name__ == "__main__":
    main()
