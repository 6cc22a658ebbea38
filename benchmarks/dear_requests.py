"""Requests that are made to cost much: every address, dear queries, parameters drawn at random."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from urllib.parse import quote

from webapp.openapi import operations
from webapp.openapi_parameters import PARAMETERS

Pairs = list[tuple[str, str]]

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
NAMED = ("person", "place", "organisation", "source", "section", "author")


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
    [(f"not_{field}", f"p{n}") for field in NAMED for n in range(20)],
    [(field, f"p{n}") for field in NAMED for n in range(20)],
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
    **{f"/facet/{field}": {"find": ("", "a", "*")} for field in NAMED},
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


@dataclass(frozen=True)
class Archive:
    """What of an archive has to be known to ask for all of it."""

    ids: list[str]
    names: dict[str, list[str]]


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
