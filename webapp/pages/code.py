"""The same answer as code: for a shell, Python, R and curl, each as it can be run."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping

from indexer.answers.name_figures import NAME_TYPES
from indexer.model import SearchRequest
from indexer.statistics.concordance import WIDTH
from webapp.urls.figure_parameters import FIELD, OF_NAMES, ROWS, FigureState
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import ContextState, TrendState

_OPEN = 'archive = Archive.open("index")  # the folder of the index'


def search_code(state: SearchState, host: str) -> list[tuple[str, str]]:
    """Return a page of results as code, by the name of its language; `host` serves the API."""
    request = state.request(10)
    options = [f"--sort={request.sort}"]
    options += [] if state.page == 1 else [f"--page={state.page}"]
    options += [] if state.collapse else ["--no-collapse"]
    options += [] if state.parts else ["--no-parts"]
    python = [
        "from indexer import Archive, SearchRequest, Sort",
        "",
        _OPEN,
        f"page = archive.search({_request(request, state.q, sorted_=True)})",
        "for hit in page.hits:",
        "    print(hit.rank, hit.article.date, hit.article.source, hit.article.title)",
    ]
    url = host + state.api_url()
    shell = _shell("search", [*options, *_limits(request)], [state.q])
    return _written(shell, python, url, 'hits[, c("date", "source", "title")]')


def figures_code(asked: FigureState, host: str) -> list[tuple[str, str]]:
    """Return figures as code, by the name of its language."""
    asked = asked.limited(asked.within.unmarked())
    reading = {name: True for name in ("parts", "collapse") if getattr(asked, name)}
    options = [*(f"--{name}" for name in reading), *_figure_options(asked)]
    call, imported = _figure_call(asked)
    python = [
        f"from indexer import {', '.join(('Archive', 'SearchRequest', *imported))}",
        *(("from indexer.statistics import name_figures",) if "name_figures" in call else ()),
        "",
        _OPEN,
        f"bench = archive.figures({_named(reading)})",
        f"figures = {call}",
        "for row in figures.rows:",
        "    print(row)",
    ]
    queries = asked.queries or ("",)
    shell = _shell(
        asked.kind,
        [*options, *_limits(asked.within.request(1))],
        queries if asked.kind == "count" else queries[:1],
    )
    return _written(shell, python, host + asked.url(f"/api/{asked.kind}"), "rows")


def trend_code(asked: TrendState, host: str) -> list[tuple[str, str]]:
    """Return counts over time as code, by the name of its language."""
    asked = asked.limited(asked.within.unmarked()).showing(shares=False)
    limits = asked.within.request(1)
    options = [f"--by={asked.by}", *(["--parts"] if asked.parts else [])]
    given = [repr(list(asked.queries)), f"Interval({str(asked.by)!r})", _request(limits, "")]
    given += ["parts=True"] if asked.parts else []
    python = [
        "from indexer import Archive, Interval, SearchRequest",
        "",
        _OPEN,
        f"trend = archive.trend({', '.join(given)})",
        "for series in trend.series:",
        "    for period, count in zip(trend.periods, series.counts):",
        "        print(series.query, period.name, count)",
    ]
    shell = _shell("trend", [*options, *_limits(limits)], asked.queries)
    return _written(shell, python, host + asked.url("/api/trend"), "series")


def context_code(asked: ContextState, host: str, lines: int) -> list[tuple[str, str]]:
    """Return the first lines in context as code; nothing of those of a cell, or beside a word.

    The terminal has no options for these.
    """
    if asked.cell or asked.beside or asked.run:
        return []
    asked = asked.limited(asked.search.at(1).unmarked())
    limits, query = asked.search.request(1), asked.search.q
    reading = {name: True for name in ("parts", "collapse") if getattr(asked, name)}
    options = [f"--limit={lines}", f"--width={WIDTH}", f"--sort={asked.order}"]
    options += [f"--per-article={asked.per_article}"] if asked.per_article else []
    options += [f"--within={asked.within}"] if asked.within else []
    options += [f"--{name}" for name in reading]
    given = [_request(limits, query), f"order=LineOrder({str(asked.order)!r})", f"width={WIDTH}"]
    given += [f"per_article={asked.per_article}"] if asked.per_article else []
    given += [f"within={_request(limits, asked.within)}"] if asked.within else []
    python = [
        "from indexer import Archive, LineOrder, SearchRequest",
        "",
        _OPEN,
        f"lines = archive.figures({_named(reading)}).kwic({', '.join(given)}).page(0, {lines})",
        "for line in lines.lines:",
        "    print(line.article.date, line.left, line.match, line.right)",
    ]
    url = asked.url("/api/kwic")
    shown = 'lines[, c("date", "left", "match", "right")]'
    shell = _shell("kwic", [*options, *_limits(limits)], [query])
    return _written(shell, python, f"{host}{url}&n={lines}", shown)


def _figure_options(asked: FigureState) -> Iterator[str]:
    """Yield the options of the terminal that ask for these figures."""
    usual = () if asked.kind == OF_NAMES else (FIELD,)
    if asked.kind in {"count", OF_NAMES} and asked.by != usual:
        yield f"--by={','.join(asked.by)}"
    if asked.kind == "collocates":
        yield f"--window={asked.window}"
        yield f"--unit={asked.unit}"
    if asked.kind == "words" or (asked.kind == "keywords" and asked.size > 1):
        yield f"--n={asked.size}"
    if asked.kind in {"keywords", OF_NAMES} and asked.against:
        yield f"--against={asked.against}"
    if asked.kind == OF_NAMES and asked.name_type:
        yield f"--type={asked.name_type}"
    if asked.kind != "count" and asked.rows != ROWS:
        yield f"--limit={asked.rows}"
    if asked.kind in {"collocates", "keywords", "words"} and asked.all_words:
        yield "--all-words"


def _figure_call(asked: FigureState) -> tuple[str, tuple[str, ...]]:
    """Return the call of the library that gives these figures, and what it needs imported."""
    within = asked.within.request(1)
    one = _request(within, asked.query)
    words = _named({"limit": asked.rows, "all_words": asked.all_words})
    match asked.kind:
        case "count":
            queries = list(asked.queries or ("",))
            return f"bench.count({queries!r}, {list(asked.by)!r}, {_request(within, '')})", ()
        case "collocates":
            unit = f"unit=Unit({str(asked.unit)!r})"
            return f"bench.collocates({one}, window={asked.window}, {unit}, {words})", ("Unit",)
        case "keywords":
            against = f"SearchRequest({asked.against!r})" if asked.against else "None"
            size = f"size={asked.size}, " if asked.size > 1 else ""
            return f"bench.keywords({one}, {against}, {size}{words})", ()
        case kind if kind == OF_NAMES:
            return _names_call(asked, one)
        case _:
            return f"bench.words({one}, size={asked.size}, {words})", ()


def _names_call(asked: FigureState, one: str) -> tuple[str, tuple[str, ...]]:
    wanted = f"NameType({str(NAME_TYPES[asked.name_type])!r})" if asked.name_type else "None"
    imported = ("NameType",) if asked.name_type else ()
    if asked.against:
        other = _request(asked.within.request(1), asked.against)
        call = f"name_figures.names_against(bench, {one}, {other}, {wanted}, {asked.rows})"
    elif asked.by:
        call = f"name_figures.names_by(bench, {one}, {asked.by[0]!r}, {wanted}, {asked.rows})"
    else:
        call = f"bench.names({one}, type_={wanted}, limit={asked.rows})"
    return call, imported


def _written(shell: str, python: Iterable[str], url: str, shown: str) -> list[tuple[str, str]]:
    r = f"library(jsonlite)\nanswer <- fromJSON({json.dumps(url)})\nanswer${shown}"
    return [("shell", shell), ("Python", "\n".join(python)), ("R", r), ("curl", f"curl '{url}'")]


def _shell(command: str, options: Iterable[str], queries: Iterable[str]) -> str:
    words = ["knipsel", command, *options, "--format=json", "--", *queries]
    return " ".join(map(shlex.quote, words))


def _limits(request: SearchRequest) -> Iterator[str]:
    """Yield the options of the terminal that limit a request so."""
    yield from (f"--since={request.since}",) if request.since else ()
    yield from (f"--until={request.until}",) if request.until else ()
    for prefix, fields in (("", request.filters), ("not-", request.excluded)):
        for name, values in fields.items():
            yield from (f"--{prefix}{name}={value}" for value in values)
    yield from (f"--without={form}" for form in request.without)


def _request(request: SearchRequest, query: str, *, sorted_: bool = False) -> str:
    """Return a request as Python writes it."""
    given: dict[str, object] = {}
    given |= {"page": request.page} if sorted_ and request.page > 1 else {}
    given |= {"since": request.since} if request.since else {}
    given |= {"until": request.until} if request.until else {}
    given |= {"filters": dict(request.filters)} if request.filters else {}
    given |= {"excluded": dict(request.excluded)} if request.excluded else {}
    given |= {"without": request.without} if request.without else {}
    given |= {"collapse": False} if sorted_ and not request.collapse else {}
    given |= {"parts": False} if sorted_ and not request.parts else {}
    rest = [f"sort=Sort({str(request.sort)!r})"] if sorted_ else []
    return f"SearchRequest({', '.join([repr(query), *rest, *filter(None, [_named(given)])])})"


def _named(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())
