"""What the dearest requests take of a server: processor time, memory, size of the answer.

    python benchmarks/dearest.py INDEX [--only REGEX] [--seconds 300] [--seed 15] [--limit 10]

Every address of the page and the API is asked with queries that are made to cost much, and with
parameters drawn at random. A server of its own answers one request at a time; one that takes more
than `--limit` seconds is killed, and another goes on. The routes take turns, so that a short run
has some of each. Time is that of the processor, so that it holds on a busy machine. Memory is what
the process has at its peak beyond what it had before, without the index's own files, which it maps.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from webapp.openapi import operations
from webapp.openapi_parameters import PARAMETERS

Pairs = list[tuple[str, str]]

SECONDS = 1
MEGABYTES = 50
"""What a request may take."""
SHOWN = 20
"""Requests that are listed by time, and by memory."""
_MOST = 1_000  # characters of a query
_STOP = "de het een van in en op is dat te met voor die niet zijn er ook als bij aan om hij ze was"
_COMMON = (
    f"{_STOP} nog naar uit dan over door tot wel geen meer worden heeft hebben kan maar wordt zich"
    " of had mensen jaar deze moet gaat twee veel nu na al onder andere eerste volgens goed zo werd"
    " we je ik weer gaan grote laatste dit hun ons deel tegen alle omdat tussen waar keer drie"
    " politie nieuwe zou dag komt haar zal werk land tijd zegt maken iets hem ligt tijdens zien"
)
_WILDCARDS = (
    "*a *b *c *e *n *d *r *s *t *l *a* *e* *n* *en* *er* *de* *ge* *i* *o* *u* ?e ?a ?i* e?n h?t"
    " ?a? ??? ???? ????? *??e* *?a?e* *t?r* *e*e* *n*n* *r*t* *e*n*e*"
)
_BEGINNINGS = " ".join(f"{letter}*" for letter in "abcdefghijklmnoprstvwz")
_NAMED = ("person", "place", "organisation", "source", "section", "author")


def _cut(words: Sequence[str], sign: str) -> str:
    """Return the words with a sign between them, the most that a query may have."""
    text = sign.join(words)
    return text if len(text) <= _MOST else text[:_MOST].rpartition(sign)[0]


QUERIES: dict[str, str] = {
    "nothing": "",
    "de": "de",
    "stop words": "de het een van in",
    "any stop word": _cut(_STOP.split(), " OR "),
    "any common word": _cut(_COMMON.split(), " OR "),
    "stop words again": _cut(_STOP.split() * 9, " OR "),
    "wildcards": _cut((_WILDCARDS + " " + _BEGINNINGS).split() * 3, " "),
    "any wildcard": _cut((_WILDCARDS + " " + _BEGINNINGS).split(), " OR "),
    "*a*": "*a*",
    "a*": "a*",
    "*": "*",
    "near misses": _cut([f"{word}~2" for word in _COMMON.split()], " OR "),
    "phrase": '"' + " ".join(["de", "het", "van", "een"] * 49) + '"',
    "a short phrase": '"in de"',
    "phrases": _cut([f'"{a} {b}"~50' for a, b in permutations(_STOP.split()[:9], 2)], " OR "),
    "groups": _cut([f"({a} OR {b} OR {c})" for a, b, c in permutations(_STOP.split()[:6], 3)], " "),
    "nots": _cut(["NOT de OR het"] * 90, " "),
    "parentheses": "(" * 400 + "de" + ")" * 400,
    "names": _cut([f'persoon:"Jan {n}"' for n in range(90)], " OR "),
    "fields": "titel:de OR bron:nos.nl OR datum:2019-01..2019-12 OR rubriek:sport OR het",
    "words of 300": "a" * 300 + " " + "b" * 300 + "~2 " + "c" * 300 + "*",
}
FILTERS: tuple[Pairs, ...] = (
    [],
    [],
    [("source", f"s{n}") for n in range(20)],
    [(f"not_{field}", f"p{n}") for field in _NAMED for n in range(20)],
    [(field, f"p{n}") for field in _NAMED for n in range(20)],
    [("person", f"p{n}") for n in range(20)],
    [("without", f"w{n}") for n in range(1_500)],
    [(f"zz{n}", "y") for n in range(1_500)],
    [("event", f"2019-0{n}-01 dag") for n in range(1, 7)],
    [("since", "2019-02"), ("until", "2019-11-11")],
)
_READING = {"parts": ("", "1"), "collapse": ("", "1", "0")}
_LINES = {
    **_READING,
    "sort": ("", "left", "right", "left3", "date"),
    "page": ("", "5", "100"),
    "within": ("", "any stop word", "any wildcard", "phrases"),
    "near": ("", "de", "e*"),
    "window": ("", "50"),
    "unit": ("", "lemma"),
    "run": ("", "1"),
    "cell": ("", "month:2019-05", "person:Mark Rutte"),
    "per_article": ("", "1"),
    "width": ("", "500"),
    "n": ("", "100"),
}
_FIGURES = {
    **_READING,
    "kind": ("", "count", "collocates", "keywords", "words", "names"),
    "by": ("", "day", "day,source", "source,section", "person,place", "organisation,person"),
    "window": ("", "50"),
    "unit": ("", "lemma"),
    "size": ("", "2", "3"),
    "against": ("", "de", "any stop word", "any wildcard"),
    "n": ("", "1000"),
    "all_words": ("", "1"),
    "q": ("", "six"),
}
_LIST = {
    **_READING,
    "page": ("", "5", "100"),
    "sort": ("", "newest", "oldest"),
    "n": ("", "100"),
    "explain": ("", "1"),
}
_TREND = {
    **_READING,
    "q": ("", "six"),
    "by": ("", "day", "month", "year"),
    "show": ("", "share"),
}
ROUTES: dict[str, dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("/", "/embed", "/feed.atom", "/api/search"), _LIST),
    **{f"/facet/{field}": {"find": ("", "a", "*")} for field in _NAMED},
    **dict.fromkeys(("/trend", "/trend.csv", "/api/trend"), _TREND),
    **dict.fromkeys(("/kwic", "/kwic.csv", "/api/kwic", "/articles"), _LINES),
    **dict.fromkeys(("/figures", "/figures.csv"), _FIGURES),
    **dict.fromkeys((f"/api/{k}" for k in ("count", "collocates", "keywords")), _FIGURES),
    **dict.fromkeys(("/api/words", "/api/names"), _FIGURES),
    **dict.fromkeys(
        (f"/selection.{form}" for form in ("json", "txt", "bib", "ris", "datacite.json")), _READING
    ),
    "/compare": {**_READING, "day": ("", "2019-05-01"), "paper": ("", "two")},
    **{f"/export.{form}": _READING for form in ("csv", "txt", "ris", "jsonl", "xlsx", "parquet")},
    "/api/suggest": {"n": ("", "100")},
    "/opensearch.json": {},
    **{path: {} for path in ("/article/ID", "/api/article/ID", "/why/ID", "/scan/ID")},
    "/article/ID?versie": {},
    "/api/similar/ID": {"n": ("", "100")},
    "/cite/ID": {"form": ("", "ris", "bib")},
    **{path: {} for path in ("/name/person/NAME", "/name/place/NAME")},
    **{path: {} for path in ("/clippings", "/clippings/bib", "/clippings/jsonl")},
    **{path: {} for path in ("/help", "/about", "/api", "/api/stats", "/metrics", "/healthz")},
}
"""Each address with the values that its parameters are drawn from; an empty one is not sent."""
_EXPORTS = re.compile(r"/(export|selection|clippings/|(kwic|trend|figures)\.csv)")


@dataclass(frozen=True)
class Archive:
    """What of an archive has to be known to ask for all of it."""

    ids: list[str]
    names: dict[str, list[str]]


@dataclass(frozen=True)
class Taken:
    """What a request took: seconds of a processor, and MB of memory and of the answer."""

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
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.index, options.limit)
        return
    taken = []
    spent = 0.0
    for each in measured(options.index, options.only, options.seed, options.limit):
        taken.append(each)
        spent += each.seconds
        if _is_dear(each.seconds, each.memory) or each.status in (500, "killed"):
            print(_line(each), flush=True)
        if spent > options.seconds:
            break
    report(taken)


def measured(index: Path, only: str, seed: int, limit: float) -> Iterator[Taken]:
    """Yield what each request takes, of a server that is warm; a dear one is asked twice."""
    server, archive = _started(index, limit)
    for path, name, pairs in cases(archive, only, random.Random(seed)):
        asked = f"{path}?{urlencode(pairs)}"
        answer = _ask(server, asked)
        if answer and _is_dear(answer["seconds"], answer["memory"]):  # once more, all being loaded
            answer = _ask(server, asked if path.startswith("/api") else f"{asked}&again=1")
        if answer is None:
            server.wait()
            server, archive = _started(index, limit)
            answer = {"status": "killed", "seconds": limit, "memory": 0.0, "answer": 0.0}
        shown = "&".join(f"{key}={value[:20]}" for key, value in pairs if key != "q")
        yield Taken(f"{path}?{shown}", name, **answer)
    server.terminate()


def _is_dear(seconds: float, memory: float) -> bool:
    return seconds > SECONDS or memory > MEGABYTES


def cases(archive: Archive, only: str, rng: random.Random) -> Iterator[tuple[str, str, Pairs]]:
    """Yield path, name of the query and parameters; the routes take turns until each is through."""
    waiting = {
        route: [(name, n) for name in QUERIES for n in range(5)]
        for route in ROUTES
        if re.search(only, route)
    }
    for route, turns in waiting.items():
        rng.shuffle(turns)
        if route in ("/help", "/about", "/api", "/api/stats", "/metrics", "/healthz"):
            del turns[2:]
    while waiting:
        for route in list(waiting):
            name, n = waiting[route].pop()
            if not waiting[route]:
                del waiting[route]
            yield _path(route, archive, rng), name, _pairs(route, name, n, rng)


def _path(route: str, archive: Archive, rng: random.Random) -> str:
    path = route.partition("?")[0].replace("ID", quote(rng.choice(archive.ids), safe=""))
    field = "person" if "/person/" in path else "place"
    names = archive.names.get(field) or ["Jan"]
    return path.replace("NAME", quote(rng.choice(names), safe=""))


def _pairs(route: str, name: str, turn: int, rng: random.Random) -> Pairs:
    """Return the parameters: none but the query, the last value of each, or any."""
    values = ROUTES[route]
    drawn = {
        key: "" if not turn else given[-1] if turn == 1 else rng.choice(given)
        for key, given in values.items()
    }
    query = QUERIES[name]
    queries = [query]
    if drawn.pop("q", ""):
        queries = [query[: _MOST - 2] + tail for tail in ("", " a", " b", " c", " d", " e")]
    papers = ["nos.nl", "nu.nl"] if drawn.pop("paper", "") else []
    pairs = [("q", each) for each in queries] + [("paper", paper) for paper in papers]
    pairs += [
        (key, QUERIES.get(value, value) if key in ("within", "against", "near") else value)
        for key, value in drawn.items()
        if value
    ]
    if route.startswith("/clippings"):
        return pairs + [("id", f"x{n}") for n in range(100)]
    pairs += rng.choice(FILTERS) if turn > 1 else []
    known = _known(route)
    return [pair for pair in pairs if pair[0] in known] if known else pairs


@cache
def _known(route: str) -> frozenset[str]:
    """Return the parameters of an address of the API, which refuses others; none for a page."""
    operation = operations().get(route.replace("ID", "{id}")) if route.startswith("/api") else None
    names = (
        [each["$ref"].rpartition("/")[2] for each in operation["parameters"]] if operation else []
    )
    return frozenset(str(PARAMETERS[name]["name"]) for name in names)


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
    return f"{figures} {of.status} {of.path[:110]} [{of.query}]"


def _started(index: Path, limit: float) -> tuple[subprocess.Popen[str], Archive]:
    command = [sys.executable, __file__, str(index), "--serve", "--limit", str(limit)]
    pipe = subprocess.PIPE
    # What is freed goes back at once, or the next request would take what is left of the last.
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "0"}
    server = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
    assert server.stdout
    known = json.loads(server.stdout.readline())
    return server, Archive(**known)


def _ask(server: subprocess.Popen[str], path: str) -> dict[str, Any] | None:
    """Return what a request took, None if the server was killed over it."""
    assert server.stdin
    assert server.stdout
    print(path, file=server.stdin, flush=True)
    line = server.stdout.readline()
    return json.loads(line) if line else None


def serve(index: Path, limit: float) -> None:
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
        names = {field: [v.value for v in values.get(field, ())[:20]] for field in _NAMED}
        print(json.dumps({"ids": [hit.article.id for hit in hits], "names": names}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_taken(client, line.rstrip("\n"), limit)), flush=True)


def _taken(client: Any, path: str, limit: float) -> dict[str, float | int]:
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began = _memory(), time.process_time()
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(began + limit) + 1, most))
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
