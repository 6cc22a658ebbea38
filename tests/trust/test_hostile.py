"""Whatever is typed, written in an article or sent to the page: an answer, soon, and no exception.

The long form draws 100,000 inputs, and holds that none takes a second of a processor.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from flask import Flask

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.answers.figures import Interval, LineOrder
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import ArticleNotFoundError, RequestError
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.matcher import HitFinder
from indexer.highlight.snippets import body_snippets, title_snippet
from indexer.model import SearchRequest, Sort
from indexer.query.analyze import QueryAnalyzer
from indexer.query.parser import parse
from tests.paths import SEEDS
from tests.trust.mutations import Mutations, known_queries
from webapp import create_app
from webapp.archive_access import opener_of
from webapp.openapi_parameters import PARAMETERS

QUERIES, QUERIES_SOAKING = 250, 50_000
TEXTS, TEXTS_SOAKING = 150, 25_000
REQUESTS, REQUESTS_SOAKING = 250, 25_000
MOST_SECONDS = 1.0

# What once failed or took long.
FOUND = (
    *("N?\ud800", "wapn\ud800~", "titel:a\ud800*", "\ud800"),
    *("a?" * 490, "*a" * 12 + "*b", "*a????" + "a" * 60, "verkiezingen" * 80 + "~2"),
    " OF ".join(f"*{a}{b}*" for a in "bcdfghjklmnp" for b in "aeiou"),
    *("hee ?! 40 graden", "https://nos.nl/arti NIET a b kel?id=1"),
)


@dataclass
class Slowest:
    """The slowest of what was done, in seconds of the processor."""

    seconds: float = 0.0
    what: str = ""
    done: int = 0
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Time one thing; a failure names it."""
        began = time.thread_time()
        try:
            yield
        except BaseException:
            print(f"failed: {what[:2000]}")
            raise
        took = time.thread_time() - began
        self.done += 1
        if took > self.seconds:
            self.seconds, self.what = took, what

    def report(self, *, soaking: bool) -> None:
        """Print what was done; in the long form, hold that nothing took long."""
        took = time.monotonic() - self.began
        print(
            f"{self.done:,} inputs in {took:.0f} s, the slowest {1000 * self.seconds:.0f} ms: "
            f"{self.what[:100]}"
        )
        if soaking:
            assert self.seconds < MOST_SECONDS, self.what


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Settings]:
    """Return the index of the sample archive with an engine, built when first asked for."""
    made: dict[str, Settings] = {}

    def of(engine: str) -> Settings:
        if engine not in made:
            made[engine] = Settings(tmp_path_factory.mktemp(engine) / "index", engine)
            build(made[engine], [SEEDS])
        return made[engine]

    return of


@pytest.mark.in_folders
@pytest.mark.soak
def test_no_query_fails_or_takes_long(
    indexes: Callable[[str], Settings], engine: str, seed: random.Random, soaking: bool
) -> None:
    archive = Archive.open(indexes(engine))
    ids = [hit.article.id for hit in archive.search(SearchRequest("", limit=50)).hits]
    mutations, slowest = Mutations(seed, known_queries()), Slowest()
    for query in FOUND:
        with slowest.timed(repr(query)):
            archive.search(SearchRequest(query))
    for _ in range(QUERIES_SOAKING if soaking else QUERIES):
        query = mutations.text()
        with slowest.timed(repr(query)), suppress(RequestError):
            _ask(archive, query, seed, ids)
    archive.close()
    slowest.report(soaking=soaking)


def _ask(archive: Archive, query: str, chance: random.Random, ids: list[str]) -> None:
    request = SearchRequest(
        query,
        page=chance.choice((1, 1, 1, 2, 500)),
        sort=chance.choice((*Sort, Sort.RELEVANCE)),
        filters={"source": chance.choice(((), (), (query,)))},
        collapse=chance.random() < 0.5,
    )
    match chance.randrange(10):
        case 0:
            list(archive.listing(request).hits)
        case 1:
            archive.completions(query)
        case 2:
            archive.trend([query, "navo"], chance.choice(tuple(Interval)))
        case 3:
            archive.concordance(request, order=chance.choice(tuple(LineOrder)))
        case 4:
            archive.article(chance.choice(ids), query[:1000])
        case 5:
            with suppress(ArticleNotFoundError):
                archive.similar(query)
        case _:
            page = archive.search(request)
            assert page.total >= 0
            for hit in page.hits:
                for snippet in (hit.title, *hit.snippets):
                    assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.marks)


@pytest.mark.soak
def test_no_text_fails_or_takes_long(seed: random.Random, soaking: bool) -> None:
    """Tokens and marks have offsets into the text that they are of."""
    analyzer = Analyzer()
    chunks, slowest = ChunkCache(analyzer), Slowest()
    articles = [path.read_text("utf-8") for path in sorted(SEEDS.rglob("*.txt"))]
    query_analyzer = QueryAnalyzer(analyzer, Aliases.load(), _NoArticles())
    texts, queries = Mutations(seed, articles), Mutations(seed, known_queries())
    for _ in range(TEXTS_SOAKING if soaking else TEXTS):
        text, query = texts.text(), queries.text()[:1000]
        with slowest.timed(repr((query, text))):
            for token in analyzer.tokens(text):
                assert text[token.start : token.end]
            finder = HitFinder(query_analyzer.analyze(parse(query).tree), chunks)
            for snippet in (title_snippet(text[:200], finder), *body_snippets(text, finder)):
                assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.marks)
    slowest.report(soaking=soaking)


class _NoArticles:
    """The words of an archive that has none."""

    def frequency(self, *_: str) -> int:
        return 0


@pytest.mark.soak
def test_nothing_that_is_sent_to_the_page_gives_a_5xx(
    indexes: Callable[[str], Settings], seed: random.Random, soaking: bool
) -> None:
    """Every route, with every parameter, twice or not at all, and headers too; in bytes."""
    app = create_app(indexes("tantivy"))
    client, slowest = app.test_client(), Slowest()
    values, routes = Mutations(seed, [*known_queries(), *VALUES]), _routes(app)
    for _ in range(REQUESTS_SOAKING if soaking else REQUESTS):
        path = seed.choice(routes).replace("<id>", _quoted(values.raw()) or "x")
        names = [seed.choice(NAMES) for _ in range(seed.choice((0, 1, 1, 2, 3, 8)))]
        query = "&".join(f"{name}={_quoted(values.raw())}" for name in names)
        headers = {name: _latin(values.raw()) for name in HEADERS if seed.random() < 0.2}
        with slowest.timed(f"{path}?{query} {headers}"):
            answer = client.get(path, query_string=query, headers=headers)
            assert answer.status_code < 500
            assert b"Traceback" not in answer.data
    opener_of(app).close()
    slowest.report(soaking=soaking)


NAMES = sorted({*(each["name"] for each in PARAMETERS.values()), "show", "versie", "x"})
VALUES = ("1", "0", "10000", "2022", "2022-03", "newest", "month", "en", "nl", "ris", "velmerland")
HEADERS = (
    "Accept-Language",
    "If-None-Match",
    "Host",
    "Referer",
    "Authorization",
    "Range",
    "Accept",
)


def _routes(app: Flask) -> list[str]:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    return [re.sub(r"<\w+:\w+>", "<id>", rule) for rule in rules]


def _quoted(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in raw)


def _latin(raw: bytes) -> str:
    """Return the bytes as a header can have them."""
    return raw.decode("latin-1").replace("\r", "").replace("\n", "").replace("\0", "")
