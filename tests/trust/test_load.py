"""32 readers at once, asking for all that there is, while the index is updated under them.

They ask without a pause, which keeps every processor busy, so that an answer takes as long as it
takes 32 of them to be made; and with the pauses of readers, where 99 of 100 answers have to come
within 200 ms. The short form uses articles of random words and asserts no times. The long form
lasts half an hour, or KNIPSEL_LOAD seconds, over the 108,182 articles of `shared` where they are,
and holds that no process grew.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import pytest

from indexer.model import Article
from tests.paths import SHARED
from tests.trust.places import Place, article, write_articles

NEWS = SHARED / "data/news2019.jsonl.gz"
SHORT, LONG = 8, 30 * 60
UPDATES, UPDATES_SOAKING = 2, 60
"""Seconds between updates."""
CLIENTS = 32
PAUSE = 0.5
"""Seconds between an answer and the next question of a reader, on average."""
LEAVING = 0.05
"""The share of answers after which another reader comes, over a connection of its own."""
MOST_MS = 200
GROWTH = 1.2

WORDS = ("dijk", "crisis", "minister", "kamer", "stikstof", "boer", "rechter", "staking", "grens")
SHAPES = (
    *("{a}", "{a} {b}", "{a} {b} {c}", "{a} EN {b}", "{a} OF {b}", "{a} NIET {b}", '"{a} {b}"'),
    *("{a}*", "*{a}", "{a}~", '"{a} {b}"~5', "titel:{a}", "{a} datum:2019-05", "({a} OF {b}) {c}"),
)
PATHS = (
    *("/?q={q}",) * 10,
    *(
        "/?q={q}&page=2",
        "/?q={q}&sort=newest",
        "/?q={q}&since=2019-06&lang=en",
        "/api/search?q={q}",
    ),
    *("/api/suggest?q={q}", "/api/trend?q={q}", "/trend?q={q}", "/kwic?q={q}", "/feed.atom?q={q}"),
    *("/", "/help", "/about", "/static/knipsel.css", "/healthz", "/nergens", "/?page=-1"),
)
EXPECTED = {200, 400, 404}


@dataclass
class Told:
    """What the clients saw."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def report(self, seconds: float) -> float:
        """Print the figures; return the time within which 99 of 100 answers came."""
        cuts = statistics.quantiles(self.milliseconds, n=1000)
        count = len(self.milliseconds)
        print(
            f"{count:,} answers, {count / seconds:.0f} a second; p50 {cuts[499]:.0f} ms, p95 "
            f"{cuts[949]:.0f}, p99 {cuts[989]:.0f}, most {max(self.milliseconds):.0f}; "
            f"{dict(self.statuses)}; wrong: {len(self.wrong)}"
        )
        return cuts[989]


@pytest.fixture
def serving(tmp_path: Path, seed: random.Random, soaking: bool) -> Iterator[tuple[Place, int, int]]:
    """Serve an index; give its place, the port and the process id."""
    (tmp_path / "articles").mkdir()
    place = Place(tmp_path / "index", tmp_path / "articles", "tantivy")
    write_articles(place, (article(number, seed) for number in range(1_000)))
    if soaking and NEWS.exists():
        (place.articles / NEWS.name).symlink_to(NEWS)
    subprocess.run(place.building(), check=True, capture_output=True)
    command = place.command("serve", "--port", "0", "--workers", "2")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        told = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stderr.readline())
        assert told
        try:
            yield place, int(told[1]), server.pid
        finally:
            server.terminate()


@pytest.mark.soak
@pytest.mark.parametrize("pause", [0, PAUSE])
def test_many_readers_are_answered_while_the_index_changes(
    serving: tuple[Place, int, int], seed: random.Random, soaking: bool, pause: float
) -> None:
    place, port, pid = serving
    seconds = (int(os.environ.get("KNIPSEL_LOAD") or LONG) if soaking else SHORT) // 2
    told, stop = Told(), Event()
    asking = [
        Thread(target=_ask, args=(port, random.Random(seed.random()), pause, told, stop))
        for _ in range(CLIENTS)
    ]
    began = time.monotonic()
    for thread in asking:
        thread.start()
    try:
        memory = _update(place, port, pid, seconds, UPDATES_SOAKING if soaking else UPDATES)
    finally:
        stop.set()
        for thread in asking:
            thread.join()
    most = told.report(time.monotonic() - began)
    spent = 1000 * sum(map(_processor, _processes(pid))) / len(told.milliseconds)
    print(f"{spent:.1f} ms of a processor an answer")
    print(f"anonymous memory of the processes, MB: {memory}")
    assert told.wrong == []
    assert set(told.statuses) <= EXPECTED
    if soaking:
        assert not pause or most < MOST_MS
        assert statistics.median(memory[-3:]) < GROWTH * statistics.median(
            memory[len(memory) // 3 :][:3]
        )


def _ask(port: int, chance: random.Random, pause: float, told: Told, stop: Event) -> None:
    """Ask for one thing after the other, over a connection that stays for some time."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=180)) as connection:
        while not stop.wait(pause and chance.expovariate(1 / pause)):
            if chance.random() < LEAVING:
                connection.close()
            path = chance.choice(PATHS).format(q=quote(_query(chance)))
            _ask_once(connection, path, told)


def _ask_once(connection: HTTPConnection, path: str, told: Told) -> None:
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except OSError as error:
        told.wrong.append(f"{path}: {error!r}")
        connection.close()
        return
    told.milliseconds.append(1000 * (time.perf_counter() - began))
    told.statuses[answer.status] += 1
    if answer.status not in EXPECTED or len(body) != int(answer.headers["Content-Length"]):
        told.wrong.append(f"{path}: {answer.status}, {body[:300]!r}")


def _query(chance: random.Random) -> str:
    a, b, c = chance.sample(WORDS, 3)
    return chance.choice(SHAPES).format(a=a, b=b, c=c)


def _update(place: Place, port: int, pid: int, seconds: float, every: float) -> list[int]:
    """Add an article every so often, until the time is over; return the memory after each.

    Each is found by its word some time after the update is done.
    """
    memory, until, number = [], time.monotonic() + seconds, 0
    while time.monotonic() < until:
        due, number = time.monotonic() + every, number + 1
        word = f"zoekwoord{number}"
        write_articles(place, [Article(word, "Nieuw", f"Ook {word} staat erin.")], word)
        subprocess.run(place.building(), check=True, capture_output=True)
        _until_found(port, word)
        memory.append(_anonymous(pid))
        time.sleep(max(0.0, min(due, until) - time.monotonic()))
    return memory


def _until_found(port: int, word: str) -> None:
    given_up = time.monotonic() + 180
    with closing(HTTPConnection("127.0.0.1", port, timeout=180)) as connection:
        while time.monotonic() < given_up:
            connection.request("GET", f"/api/search?q=%3D{word}")
            if b'"total":1,' in connection.getresponse().read():
                return
    raise AssertionError(f"the update with {word} is not seen")


def _anonymous(pid: int) -> int:
    """Return the memory of a process and its children that is no file's, in MB."""
    told = [Path(f"/proc/{each}/smaps_rollup").read_text("utf-8") for each in _processes(pid)]
    return sum(map(int, re.findall(r"Anonymous:\s+(\d+)", "".join(told)))) // 1024


def _processor(pid: int) -> float:
    """Return how many seconds of a processor a process used."""
    told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    return [pid, *map(int, children)]
