"""Figures against a count by hand over the tokens of `analyse`, which shares no code with them."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.word import WordAnalysis
from indexer.answers.figures import Beside, LineOrder, Unit
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.documents import words_within
from indexer.model import Article, SearchRequest
from indexer.statistics.hits import Hits
from indexer.statistics.ngrams import is_run
from indexer.statistics.vocabulary import ArchiveWords
from indexer.storage.forward.columns import Places

WORDS = (
    *("kabinet", "kabinetten", "Kabinet", "minister", "ministers", "storm", "stormen", "de", "het"),
    *("een", "van", "en", "in", "loopt", "lopen", "liep", "besluit", "besluiten", "stikstof"),
    *("Rutte", "Kaag", "NAVO-top", "16.30", "café", "Oekraïne", "kabinetsbesluit"),
)
SOURCES = ("De Velder", "Lijnbode")


@dataclass(frozen=True)
class Spoken:
    """A token, with what ends after it."""

    exact: str
    lemma: str
    paragraph: int
    sentence: int


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """Return two hundred articles of a few words, so that everything meets everything."""
    draw = random.Random(7)

    def sentence() -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(1, 12))) + draw.choice(".!?")

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(draw.randint(1, 4)))

    def day() -> str:
        return f"2019-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"

    return [
        Article(
            id=f"a{n}",
            title=" ".join(draw.choices(WORDS, k=4)) + f" kop{n}",
            body="\n\n".join(paragraph() for _ in range(draw.randint(1, 3))),
            date=draw.choice((day(), "2020", None)),
            source=draw.choice(SOURCES),
        )
        for n in range(200)
    ]


@pytest.fixture(scope="module")
def settings(
    articles: list[Article],
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Settings:
    """Return the settings of three runs: the second changes some, the third drops one."""
    folder = tmp_path_factory.mktemp("figures")
    settings = Settings(index=folder / "index")
    older = [
        Article(a.id, "Iets anders", "Heel wat anders stond hier eerst.", "2001", source="Oud")
        for a in articles[:40]
    ]
    path = folder / "all.jsonl"
    gone = Article("weg", "Kabinet weg", "Het kabinet is weg.", "2019-05-05", source="Oud")
    for run in ((*older, gone, *articles[40:150]), (*articles[:150], gone), articles):
        write_articles(path, *run)
        build(settings, [path], prune=True)
    return settings


@pytest.fixture(scope="module")
def archive(settings: Settings) -> Archive:
    return Archive.open(settings)


@pytest.fixture(scope="module")
def spoken(articles: list[Article], analyzer: Analyzer) -> dict[str, list[Spoken]]:
    """Return the tokens of each article, counted by hand."""
    found = {}
    for article in articles:
        tokens: list[Spoken] = []
        paragraph = sentence = 0
        for field in (article.title, article.body):
            paragraph += 1
            sentence += 1
            for block in re.split(r"\n\n", field):
                paragraph += 1
                for line in re.split(r"(?<=[.!?]) ", block):
                    sentence += 1
                    tokens += [
                        Spoken(t.word.exact, t.word.lemma, paragraph, sentence)
                        for t in analyzer.tokens(line)
                    ]
        found[article.id] = tokens
    return found


def places(tokens: Sequence[Spoken], wanted: tuple[str, ...], analyzer: Analyzer) -> list[range]:
    """Return where a word (by its lemma) or a phrase (by its forms) stands."""
    if len(wanted) == 1:
        lemma = next(analyzer.tokens(wanted[0])).word.lemma
        return [range(n, n + 1) for n, token in enumerate(tokens) if token.lemma == lemma]
    forms = [next(analyzer.tokens(word)).word.exact for word in wanted]
    return [
        range(n, n + len(forms))
        for n in range(len(tokens) - len(forms) + 1)
        if [token.exact for token in tokens[n : n + len(forms)]] == forms
        and tokens[n].paragraph == tokens[n + len(forms) - 1].paragraph
    ]


def test_counts_equal_those_by_hand(
    archive: Archive, articles: list[Article], spoken: dict[str, list[Spoken]], analyzer: Analyzer
) -> None:
    draw = random.Random(1)
    for _ in range(150):
        wanted = tuple(draw.choices(WORDS, k=draw.choice((1, 1, 2, 3))))
        query = wanted[0] if len(wanted) == 1 else '"' + " ".join(wanted) + '"'
        limits = draw.choice(({}, {"since": "2019-03"}, {"filters": {"source": ("lijnbode",)}}))
        found = archive.figures().count([query], ("source", "year"), SearchRequest("", **limits))
        for cell in found.rows:
            source, year = cell.values
            inside = [
                a
                for a in articles
                if source == a.source
                and (a.date or "").startswith(year)
                and a.date
                and ("since" not in limits or a.date >= "2019-03")
                and ("filters" not in limits or a.source == "Lijnbode")
            ]
            hits = [len(places(spoken[a.id], wanted, analyzer)) for a in inside]
            tokens = sum(len(spoken[a.id]) for a in inside)
            assert cell.articles == sum(1 for count in hits if count), (query, cell)
            assert cell.hits == sum(hits), (query, cell)
            assert cell.tokens == tokens
            assert math.isclose(cell.share, cell.articles / len(inside))
            assert math.isclose(cell.per_million, cell.hits * 1e6 / tokens)


@pytest.mark.parametrize("unit", list(Unit))
def test_collocates_equal_those_by_hand(
    archive: Archive,
    articles: list[Article],
    spoken: dict[str, list[Spoken]],
    analyzer: Analyzer,
    unit: Unit,
) -> None:
    """Of a word, of a phrase, and of a phrase or the word that stands in it."""
    draw = random.Random(2)
    for _ in range(60):
        wanted = [tuple(draw.choices(WORDS, k=draw.choice((1, 2))))]
        if draw.random() < 0.3:
            first, second, third = draw.choice(articles).title.split()[:3]
            wanted = [(first, second, third), (second,)]
        query = " OR ".join(each[0] if len(each) == 1 else f'"{" ".join(each)}"' for each in wanted)
        window = draw.randint(1, 6)
        found = archive.figures().collocates(
            SearchRequest(query), window=window, unit=unit, limit=1000, all_words=True
        )
        together: Counter[str] = Counter()
        total: Counter[str] = Counter()
        windows: Counter[str] = Counter()
        in_articles: Counter[str] = Counter()
        hits = 0
        for tokens in spoken.values():
            runs = [run for each in wanted for run in places(tokens, each, analyzer)]
            hits += len(runs)
            own = {n for run in runs for n in run}
            name = [t.exact if unit is Unit.FORM else t.lemma for t in tokens]
            around = [beside(run, window, tokens) - own for run in runs]
            for places_of_run in around:
                windows.update({name[n] for n in places_of_run})
            near = set().union(*around)
            together.update(name[n] for n in near)
            in_articles.update({name[n] for n in near})
            total.update(name[n] for n in range(len(tokens)) if n not in own)
        assert found.hits == hits
        assert {row.word for row in found.rows} == set(together)
        inside, everything = together.total(), total.total()
        for row in found.rows:
            o, c = together[row.word], total[row.word]
            assert (row.together, row.elsewhere) == (o, c - o), (query, row)
            assert (row.windows, row.articles) == (windows[row.word], in_articles[row.word])
            score = signed_g2(o, c, inside, everything)
            assert math.isclose(row.loglik, score, abs_tol=1e-6)
            assert math.isclose(row.logdice, 14 + math.log2(2 * o / (hits + c)))
            assert math.isclose(row.mi, math.log2(o * everything / (inside * c)), abs_tol=1e-9)


def beside(run: range, window: int, tokens: Sequence[Spoken]) -> set[int]:
    """Return the places at most `window` tokens from a run, in its paragraph."""
    around = range(max(0, run.start - window), min(len(tokens), run.stop + window))
    return {n for n in around if tokens[n].paragraph == tokens[run.start].paragraph}


def signed_g2(o: int, c: int, inside: int, everything: int) -> float:
    """Return G² of a word that stands `o` of `c` times inside, negative where that is few."""
    table = [
        (o, inside * c),
        (inside - o, inside * (everything - c)),
        (c - o, (everything - inside) * c),
        (everything - inside - c + o, (everything - inside) * (everything - c)),
    ]
    score = 2 * sum(x * math.log(x * everything / e) for x, e in table if x)
    return -score if o < inside * c / everything else score


def test_keywords_equal_those_by_hand(
    archive: Archive, articles: list[Article], spoken: dict[str, list[Spoken]]
) -> None:
    found = archive.figures().keywords(SearchRequest("bron:lijnbode"), limit=1000, all_words=True)
    own, other = Counter[str](), Counter[str]()
    for article in articles:
        side = own if article.source == "Lijnbode" else other
        side.update(token.exact for token in spoken[article.id])
    a_size, b_size = own.total(), other.total()
    assert (found.about.tokens, found.against.tokens) == (a_size, b_size)
    assert found.rows
    for row in found.rows:
        a, b = own[row.word], other[row.word]
        assert (row.count, row.count_against) == (a, b)
        share = (a + b) / (a_size + b_size)
        pairs = ((a, a_size * share), (b, b_size * share))
        assert math.isclose(
            row.loglik, 2 * sum(x * math.log(x / e) for x, e in pairs if x), abs_tol=1e-6
        )
        assert math.isclose(row.log_ratio, math.log2((a or 0.5) / a_size / ((b or 0.5) / b_size)))
        assert row.articles == sum(
            any(t.exact == row.word for t in spoken[x.id])
            for x in articles
            if x.source == "Lijnbode"
        )


def _runs_of(tokens: list[Spoken], size: int) -> list[str]:
    return [
        " ".join(t.exact for t in tokens[n : n + size])
        for n in range(len(tokens) - size + 1)
        if tokens[n].sentence == tokens[n + size - 1].sentence
    ]


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("against", [None, "kabinet"])
def test_n_grams_of_one_selection_against_another_equal_those_by_hand(
    archive: Archive,
    articles: list[Article],
    spoken: dict[str, list[Spoken]],
    against: str | None,
    size: int,
) -> None:
    """The other may be the rest, or share articles with it."""
    bench, request = archive.figures(), SearchRequest("bron:lijnbode")
    asked = SearchRequest(against) if against else None
    found = bench.keywords(request, asked, size=size, limit=100_000, all_words=True)
    selected = {each.id for each in articles if each.source == "Lijnbode"}
    rest = {each.id for each in articles} - selected
    other_ids = set(bench.newest(asked)) if asked else rest
    runs = {id_: _runs_of(tokens, size) for id_, tokens in spoken.items()}
    own, other = (Counter(run for i in ids for run in runs[i]) for ids in (selected, other_ids))
    a_size, b_size = own.total(), other.total()
    ratios = {
        run: math.log2(count / a_size / ((other[run] or 0.5) / b_size))
        for run, count in own.items()
    }
    assert {row.word for row in found.rows} == {run for run, ratio in ratios.items() if ratio > 0}
    assert found.rows
    for row in found.rows:
        a, b = own[row.word], other[row.word]
        assert (row.count, row.count_against) == (a, b)
        pairs = ((x, n * (a + b) / (a_size + b_size)) for x, n in ((a, a_size), (b, b_size)))
        loglik = 2 * sum(x * math.log(x / e) for x, e in pairs if x)
        assert math.isclose(row.loglik, loglik, abs_tol=1e-6)
        assert math.isclose(row.log_ratio, ratios[row.word])
        assert row.articles == sum(row.word in runs[id_] for id_ in selected)
        assert row.articles_against == sum(row.word in runs[id_] for id_ in other_ids)
    logliks = [row.loglik for row in found.rows]
    assert logliks == sorted(logliks, reverse=True)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_n_grams_equal_those_by_hand(
    archive: Archive, spoken: dict[str, list[Spoken]], size: int
) -> None:
    found = archive.figures().words(SearchRequest(""), size=size, limit=10_000, all_words=True)
    counts, in_articles = Counter[str](), Counter[str]()
    for tokens in spoken.values():
        runs = _runs_of(tokens, size)
        counts.update(runs)
        in_articles.update(set(runs))
    assert {row.words: (row.count, row.articles) for row in found.rows} == {
        run: (count, in_articles[run]) for run, count in counts.items()
    }
    assert [row.count for row in found.rows] == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("query", ["olifant", "?!", "bron:niemand", '"kabinet olifant"'])
def test_of_an_empty_selection_every_figure_is_an_empty_table(
    archive: Archive, query: str, *, parts: bool
) -> None:
    bench, request = archive.figures(parts=parts), SearchRequest(query)
    assert bench.keywords(request).rows == ()
    assert bench.keywords(request, request).rows == ()
    assert bench.keywords(SearchRequest("kabinet"), request).rows == ()
    assert bench.keywords(request, size=2).rows == bench.keywords(request, request, size=3).rows
    assert bench.keywords(request, size=2).rows == ()
    assert bench.collocates(request).rows == ()
    assert [bench.words(request, size=size).rows for size in (1, 2, 3)] == [(), (), ()]
    assert not any(cell.articles for cell in bench.count([query], ["year"]).rows)
    nobody = SearchRequest("", filters={"source": ("niemand",)})
    assert bench.count(["kabinet"], ["year"], nobody).rows == ()


def test_of_no_rows_that_are_asked_for_there_are_none(archive: Archive) -> None:
    bench, request = archive.figures(), SearchRequest("kabinet")
    assert [bench.words(request, size=size, limit=0).rows for size in (1, 2, 3)] == [(), (), ()]
    assert bench.collocates(request, limit=0).rows == ()
    assert [bench.keywords(request, size=size, limit=0).rows for size in (1, 2, 3)] == [(), (), ()]
    assert bench.names(request, limit=0).rows == ()


def test_every_number_of_windows_and_runs_has_as_many_lines_and_articles(archive: Archive) -> None:
    """Runs end with their sentence and windows with their paragraph, where phrases go on."""
    bench = archive.figures()
    asked, everything = SearchRequest("kabinet OF stikstof"), SearchRequest("")
    for unit in Unit:
        for window in (1, 4):
            found = bench.collocates(asked, window=window, unit=unit, all_words=True)
            assert found.rows
            for row in found.rows:
                listed = bench.beside(Beside(row.word, window, unit))
                assert len(listed.kwic(asked)) == row.windows, row
                assert len(listed.newest(asked)) == row.articles, row
    assert not len(bench.beside(Beside("xqz", 5)).kwic(asked))
    crossing = 0
    for size in (2, 3):
        for counted in bench.words(everything, size=size, limit=40, all_words=True).rows:
            phrase = SearchRequest(f'"{counted.words}"')
            listed = bench.in_a_row()
            assert len(listed.kwic(phrase, within=everything)) == counted.count, counted
            assert len(listed.newest(phrase, everything)) == counted.articles, counted
            crossing += len(bench.kwic(phrase)) > counted.count
    assert crossing


def test_runs_of_a_query_of_many_words_are_looked_for_among_the_hits_of_so_many() -> None:
    """Of two hundred stop words every hit was looked at two hundred times."""
    asked: list[int] = []

    class Ends:
        def __getitem__(self, places: Places) -> NDArray[np.bool_]:
            asked.extend(places.tolist())
            found: NDArray[np.bool_] = places == 21
            return found

    index: Any = SimpleNamespace(sentence_ends=Ends())
    words = Hits.of_tokens(np.arange(100))
    assert not is_run(index, words, 200).any()
    assert is_run(index, words, 1).all()
    several = Hits(np.array([3, 10, 20, 30]), np.array([1, 3, 3, 2]))
    assert is_run(index, several, 3).tolist() == [False, True, False, False]
    assert asked == [10, 20, 11, 21]


def numbered(article: Article, analyzer: Analyzer) -> list[tuple[int, WordAnalysis]]:
    """Return the words of an article, each with the number of its paragraph; the title is 0."""
    return [
        (number, token.word)
        for number, block in enumerate((article.title, *article.body.split("\n\n")))
        for token in analyzer.tokens(block)
    ]


def met(
    text: str, own: list[tuple[int, WordAnalysis]], analyzer: Analyzer, *, parts: bool
) -> set[tuple[int, int]]:
    """Return the places, each a first token and the one after the last, of a word or phrase.

    `own` are the words of an article, each with the number of its paragraph.
    """
    sought = [token.word for token in analyzer.tokens(text.strip('"'))]
    if text.startswith('"'):
        exact = [word.exact for word in sought]
        return {
            (n, n + len(exact))
            for n in range(len(own) - len(exact) + 1)
            if [word.exact for _, word in own[n : n + len(exact)]] == exact
            and own[n][0] == own[n + len(exact) - 1][0]
        }
    (word,) = sought
    return {
        (n, n + 1)
        for n, (_, there) in enumerate(own)
        if there.lemma == word.lemma
        or (parts and not there.stop and {*word.parts} <= {*there.parts})
        or (parts and word.stem == there.stem)
    }


def test_selections_of_words_phrases_and_parts_equal_those_by_hand(
    archive: Archive, articles: list[Article], analyzer: Analyzer
) -> None:
    """350 of them: two words or phrases with an operator, inside other words or not, in limits."""
    draw = random.Random(9)
    words = [word for word in WORDS if not next(analyzer.tokens(word)).word.stop]
    tokens = {a.id: numbered(a, analyzer) for a in articles}
    for _ in range(350):
        one, other = (
            draw.choice(words) if draw.random() < 0.7 else f'"{" ".join(draw.choices(WORDS, k=2))}"'
            for _ in range(2)
        )
        operator, parts = draw.choice(("EN", "OF", "NIET", "")), draw.random() < 0.5
        query = f"{one} {operator} {other}" if operator else one
        since = draw.choice((None, "2019-06"))
        selected, hits = set(), 0
        for article in articles:
            first, second = (
                met(text, tokens[article.id], analyzer, parts=parts) for text in (one, other)
            )
            satisfied = {
                "EN": bool(first and second),
                "OF": bool(first or second),
                "NIET": bool(first and not second),
                "": bool(first),
            }[operator]
            if satisfied and (since is None or (article.date or "") >= since):
                selected.add(article.id)
                hits += len(first | (second if operator in {"EN", "OF"} else set()))
        bench = archive.figures(parts=parts)
        request = SearchRequest(query, since=since)
        assert set(bench.ids(request)) == selected, (query, parts, since)
        counted = bench.count([query], ["source"], SearchRequest("", since=since)).rows
        assert sum(cell.hits for cell in counted) == hits, (query, parts, since)


def test_a_word_that_is_repeated_is_looked_up_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that has its words over and over counts the same, and looks each word up once."""
    looked_up: list[str] = []
    real = ArchiveWords._numbers_of_lemma

    def counted(self: ArchiveWords, word: WordAnalysis) -> list[Places]:
        looked_up.append(word.lemma)
        return real(self, word)

    monkeypatch.setattr(ArchiveWords, "_numbers_of_lemma", counted)
    query = "besluit OR storm OR minister OR kabinet"
    archive = Archive.open(settings)  # which has looked up nothing yet
    many = archive.figures().count([" OR ".join([query] * 20)], ["year"])
    assert sorted(looked_up) == sorted({"besluit", "storm", "minister", "kabinet"})
    once = archive.figures().count([query], ["year"])
    assert any(row.hits for row in once.rows)
    assert [(row.hits, row.articles) for row in many.rows] == [
        (row.hits, row.articles) for row in once.rows
    ]


def test_the_values_of_a_field_are_prepared_once_for_all_that_ask_for_one(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    writers = [f"Jan de Schrijver-{n}" for n in range(30)]
    archive = archive_of(*(Article(w, "Storm", "Het stormt.", author=(w,)) for w in writers))
    prepared: list[str] = []

    def counted(value: str) -> str:
        prepared.append(value)
        return words_within(value)

    monkeypatch.setattr("indexer.statistics.filters.words_within", counted)
    query = " OF ".join(f'auteur:"schrijver {n}"' for n in range(20))
    for _ in range(2):
        found = archive.figures().ids(SearchRequest(query))
        assert sorted(found) == sorted(writers[:20])
    assert sorted(each for each in prepared if each in writers) == sorted(writers)


@pytest.mark.parametrize("order", LineOrder)
def test_the_first_lines_are_those_of_all_lines(archive: Archive, order: LineOrder) -> None:
    """A page that wants few does not put all in order, and gets the same."""
    bench = archive.figures()
    for query in ("de", "kabinet OR storm", '"de het"~5', "rutte"):
        request = SearchRequest(query)
        whole = bench.kwic(request, order=order)
        lines = list(whole.lines())
        for most in (0, 1, 7, len(lines) - 1, len(lines), len(lines) + 9):
            found = bench.kwic(request, order=order, most=most)
            assert (len(found), list(found.lines())) == (len(whole), lines[:most]), (query, most)
