"""Random queries, limits and near-duplicates: figures equal a count by hand that shares no code."""

from __future__ import annotations

import calendar
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.word import WordAnalysis
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest

CASES = 60
WORDS = (
    *(
        "kabinet",
        "kabinetten",
        "Kabinet",
        "minister",
        "ministers",
        "storm",
        "stormen",
        "stormschade",
    ),
    *("de", "het", "van", "loopt", "lopen", "besluit", "besluiten", "Rutte", "café", "boeren"),
)
SOURCES, SECTIONS = ("De Velder", "Lijnbode", "NRC"), ("Binnenland", "Sport", "Kunst & Cultuur")
DAYS = ("2019", "2020", "2019-03", "2019-06", "2019-05-29", "2019-05-30", "2019-11-02")
Places: TypeAlias = set[tuple[int, int]]
Meets: TypeAlias = Callable[[Article], tuple[bool, Places]]


@dataclass
class Spoken:
    """The tokens of an article, each with the numbers of its paragraph and its sentence."""

    words: list[WordAnalysis]
    paragraphs: list[int]
    sentences: list[int]
    title: int

    @classmethod
    def of(cls, article: Article, analyzer: Analyzer) -> Spoken:
        own = cls([], [], [], 0)
        paragraph = sentence = 0
        for field in (article.title, article.body):
            for block in field.split("\n\n"):
                paragraph += 1
                for line in re.split(r"(?<=[.!?]) ", block):
                    sentence += 1
                    for token in analyzer.tokens(line):
                        own.words.append(token.word)
                        own.paragraphs.append(paragraph)
                        own.sentences.append(sentence)
            own.title = own.title or len(own.words)
        return own


def days(text: str) -> tuple[date, date]:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    last = calendar.monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)


def may_lie(article: Article, first: date, last: date) -> bool:
    if article.date is None:
        return False
    own = days(article.date)
    return own[0] <= last and own[1] >= first


def made(draw: random.Random) -> tuple[list[Article], dict[str, int]]:
    """Return articles, and of those that tell the same story the number of that story."""

    def sentence() -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(1, 10))) + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(draw.randint(1, 3)))

    def day() -> str | None:
        exact = f"2019-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        return draw.choice((exact, exact, exact, exact[:7], "2019", "2020", None))

    articles = [
        Article(
            f"a{n}",
            " ".join(draw.choices(WORDS, k=3)) + f" kop{n}",
            "\n\n".join(paragraph() for _ in range(draw.randint(1, 3))),
            day(),
            draw.choice((*SOURCES, None)),
            tuple(draw.sample(SECTIONS, draw.choice((0, 1, 2)))),
        )
        for n in range(90)
    ]
    story: dict[str, int] = {}
    for number in range(8):
        told = " ".join(f"w{number}x{place}" for place in range(40))
        first = date(2019, draw.randint(1, 12), draw.randint(1, 25))
        for copy in range(draw.randint(2, 4)):
            id_ = f"s{draw.randint(0, 99):02}-{number}-{copy}"
            day_ = (first + timedelta(days=draw.randint(0, 1))).isoformat()
            body = f"De {told}. {sentence()}"
            articles.append(Article(id_, f"Verhaal v{number}", body, day_, draw.choice(SOURCES)))
            story[id_] = number
    draw.shuffle(articles)
    return articles, story


@dataclass
class Drawn:
    """Draws queries with what meets them."""

    draw: random.Random
    spoken: dict[str, Spoken]
    analyzer: Analyzer
    parts: bool

    def query(self, depth: int = 2) -> tuple[str, Meets]:
        if not depth or self.draw.random() < 0.35:
            return self._leaf()
        operator = self.draw.choice(("EN", "OF", "NIET"))
        (one, is_one), (other, is_other) = self.query(depth - 1), self.query(depth - 1)

        def meets(article: Article) -> tuple[bool, Places]:
            (first, own), (second, others) = is_one(article), is_other(article)
            if operator == "NIET":
                return first and not second, own
            return (first or second if operator == "OF" else first and second), own | others

        return f"({one}) {operator} ({other})", meets

    def _leaf(self) -> tuple[str, Meets]:
        kind = self.draw.choice(("word", "word", "phrase", "exact", "begin", "title", "of", "date"))
        if kind == "of":
            values = self.draw.sample(SOURCES, 2)
            quoted = " OF ".join(f'"{value}"' for value in values)
            return f"bron:({quoted})", lambda article: (article.source in values, set())
        if kind == "date":
            day = self.draw.choice(DAYS)
            is_last = self.draw.random() < 0.5
            first, last = (date.min, days(day)[1]) if is_last else (days(day)[0], date.max)
            query = f"datum:..{day}" if is_last else f"datum:{day}.."
            return query, lambda article: (may_lie(article, first, last), set())
        typed = self.draw.choices(WORDS, k=2 if kind == "phrase" else 1)
        sought = [token.word for token in self.analyzer.tokens(" ".join(typed))]
        if kind in {"word", "title"} and sought[0].stop:
            return self._leaf()
        signs = {"phrase": '"{}"', "exact": "={}", "begin": "{}*", "title": "titel:{}"}

        def meets(article: Article) -> tuple[bool, Places]:
            own = self.spoken[article.id]
            found = {*self._places(own, kind, sought)}
            return bool(found), found

        return signs.get(kind, "{}").format(" ".join(typed)), meets

    def _places(
        self, own: Spoken, kind: str, sought: list[WordAnalysis]
    ) -> Iterator[tuple[int, int]]:
        first, size = sought[0], len(sought)
        for place in range(len(own.words) - size + 1):
            there = own.words[place : place + size]
            match kind:
                case "phrase":
                    ends = own.paragraphs[place] == own.paragraphs[place + size - 1]
                    is_met = ends and all(
                        a.exact == b.exact for a, b in zip(there, sought, strict=True)
                    )
                case "exact":
                    is_met = there[0].exact == first.exact
                case "begin":
                    is_met = there[0].exact.startswith(first.exact)
                case _:
                    is_met = self._is_form(there[0], first)
                    is_met &= kind != "title" or place < own.title
            if is_met:
                yield place, place + size

    def _is_form(self, there: WordAnalysis, sought: WordAnalysis) -> bool:
        if there.lemma == sought.lemma:
            return True
        inside = {*sought.parts} <= {*there.parts} or there.stem == sought.stem
        return self.parts and not there.stop and inside


def limits(draw: random.Random) -> tuple[dict[str, Any], Callable[[Article], bool]]:
    """Return limits of a request, and what meets them."""
    given: dict[str, Any] = {}
    tests: list[Callable[[Article], bool]] = []
    if draw.random() < 0.4:
        given["since"] = since = draw.choice(DAYS)
        tests.append(lambda a: may_lie(a, days(since)[0], date.max))
    until = draw.choice(DAYS)
    if draw.random() < 0.4 and days(until)[1] >= days(given.get("since", until))[0]:
        given["until"] = until
        tests.append(lambda a: may_lie(a, date.min, days(until)[1]))
    if draw.random() < 0.3:
        sections = draw.sample(SECTIONS, 2)
        given["filters"] = {"section": tuple(sections)}
        tests.append(lambda a: bool({*a.section} & {*sections}))
    if draw.random() < 0.3:
        source = draw.choice(SOURCES)
        given["excluded"] = {"source": (source.lower(),)}
        tests.append(lambda a: a.source != source)
    return given, lambda article: all(test(article) for test in tests)


def without_copies(articles: list[Article], story: dict[str, int]) -> list[Article]:
    """Return the articles, of each story the first by day and id."""

    def order(article: Article) -> tuple[date, str]:
        return days(article.date or "0001")[1], article.id

    first: dict[int, str] = {}
    for article in sorted(articles, key=order):
        if article.id in story:
            first.setdefault(story[article.id], article.id)
    return [a for a in articles if a.id not in story or first[story[a.id]] == a.id]


def values(article: Article, field: str) -> tuple[str, ...]:
    if field == "section":
        return article.section
    if field == "source":
        return (article.source,) if article.source else ()
    months = {day.isoformat()[:7] for day in days(article.date)} if article.date else set()
    return tuple(months) if len(months) == 1 else ()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_figures_equal_those_by_hand(
    engine: str, tmp_path: Path, write_articles: Callable[..., Path], analyzer: Analyzer
) -> None:
    draw = random.Random(engine)
    articles, story = made(draw)
    settings = Settings(index=tmp_path / "index", engine=engine)
    for some in (articles[:50], articles):
        build(settings, [write_articles(tmp_path / "news.jsonl", *some)])
    spoken = {a.id: Spoken.of(a, analyzer) for a in articles}
    with Archive.open(settings) as archive:
        for _ in range(CASES):
            parts, collapse = draw.random() < 0.4, draw.random() < 0.5
            query, meets = Drawn(draw, spoken, analyzer, parts).query()
            given, is_within = limits(draw)
            within = [a for a in articles if is_within(a)]
            counted = without_copies(within, story) if collapse else within
            met = {a.id: meets(a)[1] for a in counted if meets(a)[0]}
            asked = (query, parts, collapse, given)
            bench = archive.figures(parts=parts, collapse=collapse)
            request = SearchRequest(query, **given)
            assert set(bench.ids(request)) == met.keys(), asked
            if not parts and not collapse:
                assert archive.search(replace(request, parts=False)).total == len(met), asked
            fields = draw.sample(("source", "section", "month"), draw.randint(1, 2))
            found = bench.count([query], fields, SearchRequest("", **given)).rows
            cells = {
                cell.values: (cell.articles, cell.hits, cell.tokens, cell.share) for cell in found
            }
            assert cells == by_hand(counted, met, spoken, fields), asked
            each = draw.choice((None, 1, 2))
            lines = [hits if each is None else min(each, hits) for hits in map(len, met.values())]
            assert len(bench.kwic(request, per_article=each)) == sum(lines), asked
            size = draw.randint(1, 3)
            runs = bench.words(request, size=size, limit=10_000, all_words=True).rows
            assert {row.words: row.count for row in runs} == n_grams(spoken, met, size), asked


def by_hand(
    counted: list[Article],
    met: dict[str, Places],
    spoken: dict[str, Spoken],
    fields: list[str],
) -> dict[tuple[str, ...], tuple[int, int, int, float]]:
    """Return the articles, hits, words and share of each cell."""
    cells: dict[tuple[str, ...], list[Article]] = {}
    for article in counted:
        for cell in product(*(values(article, field) for field in fields)):
            cells.setdefault(cell, []).append(article)
    return {
        cell: (
            sum(a.id in met for a in inside),
            sum(len(met.get(a.id, ())) for a in inside),
            sum(len(spoken[a.id].words) for a in inside),
            sum(a.id in met for a in inside) / len(inside),
        )
        for cell, inside in cells.items()
    }


def n_grams(spoken: dict[str, Spoken], met: dict[str, Places], size: int) -> dict[str, int]:
    """Return how often each run of so many words stands within a sentence."""
    counts: Counter[str] = Counter()
    for own in (spoken[id_] for id_ in met):
        for place in range(len(own.words) - size + 1):
            if own.sentences[place] == own.sentences[place + size - 1]:
                counts[" ".join(w.exact for w in own.words[place : place + size])] += 1
    return dict(counts)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_stop_words_count_where_no_other_word_is_asked_for_with_parts_and_without(
    engine: str, tmp_path: Path, write_articles: Callable[..., Path], analyzer: Analyzer
) -> None:
    """With parts they never count fewer, and no list has an article that is not counted."""
    articles, _ = made(random.Random(5))
    articles += [
        Article("was", "Weer", "Het was mooi.", "2019-05-29", "NRC"),
        Article("is", "Weer", "Mooi is het weer.", "2019-05-30", "NRC"),
        Article("zijn", "Zij", "Wij zijn er geweest.", None, "Lijnbode"),
    ]
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, [write_articles(tmp_path / "news.jsonl", *articles)])
    lemmas = {a.id: [w.lemma for w in Spoken.of(a, analyzer).words] for a in articles}
    source = {a.id: a.source for a in articles}

    def having(*words: str, of: str | None = None) -> set[str]:
        wanted = [token.word.lemma for word in words for token in analyzer.tokens(word)]
        own = (id_ for id_ in lemmas if of is None or source[id_] == of)
        return {id_ for id_ in own if {*wanted} <= {*lemmas[id_]}}

    cases = {
        "de": (("de",), having("de")),
        "was": (("was",), having("was")),
        "de het": (("de", "het"), having("de", "het")),
        "het EN van EN de": (("de", "het", "van"), having("de", "het", "van")),
        "de bron:NRC": (("de",), having("de", of="NRC")),
        "bron:NRC is het": (("is", "het"), having("is", "het", of="NRC")),
        "(de bron:NRC) OF was": (("de", "was"), having("de", of="NRC") | having("was")),
        "de OF het": (("de", "het"), having("de") | having("het")),
        "de storm": (("storm",), having("storm")),
    }
    with Archive.open(settings) as archive:
        for query, (words, expected) in cases.items():
            request = SearchRequest(query, collapse=False)
            counted = {p: set(archive.figures(parts=p).ids(request)) for p in (False, True)}
            assert counted[False] == expected, query
            assert counted[True] >= expected, query
            exact = {hit.article.id for hit in archive.results(replace(request, parts=False))}
            assert exact == expected, query
            listed = {hit.article.id for hit in archive.results(request) if not hit.missing}
            assert listed <= counted[True], query
            asked = {token.word.lemma for word in words for token in analyzer.tokens(word)}
            hits = sum(lemma in asked for id_ in expected for lemma in lemmas[id_])
            assert len(archive.figures().kwic(request)) == hits, query
