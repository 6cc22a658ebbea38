"""Names as they are stored, against what each article is found to name by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from indexer.answers.name_figures import NAME_TYPES
from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import Settings
from indexer.indexing import naming
from indexer.model import Article, SearchRequest
from indexer.names.archive_usage import archive_usage, count_usage
from indexer.names.finding import CompiledGathering
from indexer.names.joining import words_of
from indexer.names.usage import Usage
from indexer.statistics.name_figures import names_against
from indexer.storage.forward.index import ForwardIndex
from tests.paths import SEEDS
from webapp import create_app

TEXTS = (
    "Toen zei minister Sanne Verbruggen dat het kon. Verbruggen woont in Gouda.",
    "Hij woont in Gouda. Daar zegt minister Sanne Verbruggen veel.",
    "Toen sprak president Volodymyr Zelensky in Gouda, en president Volodymyr Zelensky lachte.",
    "Hier zweeg president Volodymyr Zelenskyy in Delft. Er was geen brand.",
    "Er was storm in Delft en brand in Gouda, maar niemand had iets gezien.",
)


def article(number: int, text: str) -> Article:
    return Article(f"a{number}", f"kop {number}", text, f"2019-01-{number + 1:02}")


ARTICLES = [article(number, text) for number, text in enumerate(TEXTS)]


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest, tmp_path: Path, write_articles: Callable[..., Path]
) -> Iterator[Archive]:
    """Return an archive of three runs, of which the last changes one article and drops one."""
    path = tmp_path / "all.jsonl"
    settings = Settings(tmp_path / "index", engine=request.param)
    gone = Article("gone", "Weg", "Er was minister Sanne Verbruggen in Gouda.", "2018")
    runs = ([article(0, TEXTS[4]), gone], [*ARTICLES[:3], gone], ARTICLES)
    for run in runs:
        write_articles(path, *run)
        build(settings, [path], prune=True)
    with Archive.open(settings) as opened:
        yield opened


def test_the_kernel_counts_the_words_of_the_archive_alike(
    archive: Archive, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.names.archive_usage._PIECE", 20)  # tokens, so that pieces meet
    (segment,) = archive.figures().index.segments
    index = ForwardIndex([segment, segment], [set(), {1}])  # two segments, and a row that is gone
    texts = [*TEXTS, "KOP Was Verbruggens Iets Niemand's", "ΣΑΣ ΣΑΣ’s Kop"]
    gathering = CompiledGathering(native)
    for text in texts:
        gathering.add(text)
    count_usage(index, gathering.usage, gathering.counter)
    expected = archive_usage(index, words_of(texts))
    assert expected["Verbruggen"].after_title == 0
    assert {word: Usage(*numbers) for word, numbers in gathering.usage.counts()} == expected


def counted(archive: Archive, query: str = "", **limits: object) -> dict[str, dict[str, int]]:
    page = archive.search(SearchRequest(query, **limits))  # type: ignore[arg-type]
    return {name: {c.value: c.count for c in page.facets[name]} for name in NAME_TYPES}


def ids(archive: Archive, query: str = "", **limits: object) -> set[str]:
    request = SearchRequest(query, collapse=False, **limits)  # type: ignore[arg-type]
    return {hit.article.id for hit in archive.search(request).hits}


def test_facets_count_the_articles_that_name_somebody(archive: Archive) -> None:
    """As they are found in each article by itself, whatever the run that brought it."""
    by_hand: Counter[str] = Counter()
    for each in ARTICLES:
        found = archive.figures().names_of(each)
        by_hand.update({name.name for name in found if name.type == NAME_TYPES["place"]})
    assert counted(archive)["place"] == by_hand == {"Gouda": 4, "Delft": 2}
    assert counted(archive)["person"] == {"Sanne Verbruggen": 2, "Volodymyr Zelensky": 2}


def test_facets_are_of_all_articles_that_match_and_no_others(archive: Archive) -> None:
    assert counted(archive, "brand")["place"] == {"Delft": 2, "Gouda": 1}
    assert counted(archive, until="2019-01-02")["person"] == {"Sanne Verbruggen": 2}
    assert counted(archive, "nergens")["person"] == {}


def test_a_filter_wants_a_name_in_any_of_its_spellings(archive: Archive) -> None:
    both = {"a2", "a3"}
    assert ids(archive, filters={"person": ("Volodymyr Zelenskyy",)}) == both
    assert ids(archive, filters={"person": ("volodymyr zelensky",)}) == both
    assert ids(archive, filters={"person": ("zelensky",)}) == set()
    assert ids(archive, excluded={"person": ("Volodymyr Zelensky",)}) == {"a0", "a1", "a4"}
    assert ids(archive, "brand", filters={"place": ("Gouda",)}) == {"a4"}
    assert ids(archive, filters={"place": ("Gouda", "Delft")}) == {"a0", "a1", "a2", "a3", "a4"}


def test_a_query_wants_words_of_a_name(archive: Archive) -> None:
    assert ids(archive, "persoon:zelensky") == ids(archive, "person:Zelenskyy") == {"a2", "a3"}
    assert ids(archive, 'persoon:"sanne verbruggen"') == {"a0", "a1"}
    assert ids(archive, "plaats:delft brand") == {"a3", "a4"}
    assert ids(archive, "plaats:gouda NIET persoon:verbruggen") == {"a2", "a4"}
    assert ids(archive, "brand OF persoon:sanne") == {"a0", "a1", "a3", "a4"}
    assert ids(archive, "organisatie:gouda") == set()


@pytest.mark.parametrize("word", ["Verbruggen", "gouda", "sanne verbruggen", "brug", "1", "", "'"])
def test_one_look_finds_the_names_of_every_field_with_a_word(archive: Archive, word: str) -> None:
    names = archive.figures().index.names
    assert names
    found = names.with_words(word)
    assert set(found) == set(NAME_TYPES)
    words = [names.names[n].casefold().split() for each in found.values() for n in each]
    assert all(set(word.casefold().split()) <= set(each) for each in words)
    assert bool(words) == (word.casefold() in {"verbruggen", "gouda", "sanne verbruggen"})


def test_figures_select_and_count_by_names_as_a_search_does(archive: Archive) -> None:
    figures = archive.figures()
    for query in ("persoon:zelensky", "plaats:gouda", "-plaats:gouda"):
        assert set(figures.ids(SearchRequest(query))) == ids(archive, query)
    rows = figures.count(["brand"], ["place"]).rows
    assert {row.values: row.articles for row in rows} == {("Delft",): 2, ("Gouda",): 1}


def test_an_index_with_names_is_sound_after_every_run(archive: Archive) -> None:
    assert archive.check() == []


def test_a_run_that_brings_too_much_for_python_keeps_no_names(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of a name are looked for in the texts then."""
    monkeypatch.setattr(naming, "MAX_ARTICLES", 4)
    monkeypatch.setattr(naming, "compiled", lambda: None)
    path = jsonl(*ARTICLES)
    for names, kept in (("auto", False), ("all", True), ("none", False)):
        settings = Settings(tmp_path / names, names=names)
        build(settings, [path])
        assert any((tmp_path / names).glob("generation-*/names-*")) is kept
        with Archive.open(settings) as archive:
            assert ids(archive, 'persoon:"sanne verbruggen"') == {"a0", "a1"}
            assert bool(counted(archive)["person"]) is kept


def test_the_kernel_finds_names_however_much_a_run_brings(
    tmp_path: Path, jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, native: ModuleType
) -> None:
    assert native
    monkeypatch.setattr(naming, "MAX_ARTICLES", 4)
    settings = Settings(tmp_path / "index")
    build(settings, [jsonl(*ARTICLES)])
    with Archive.open(settings) as archive:
        assert counted(archive)["person"] == {"Sanne Verbruggen": 2, "Volodymyr Zelensky": 2}


def test_names_of_the_first_runs_outlive_the_merge_of_their_files(
    tmp_path: Path, jsonl: Callable[..., Path], write_articles: Callable[..., Path]
) -> None:
    path = jsonl(*ARTICLES)
    for number in range(12):
        path = write_articles(tmp_path / f"{number}.jsonl", article(number, TEXTS[number % 5]))
        build(tmp_path / "index", [path])
    generation = next((tmp_path / "index").glob("generation-*"))
    files = {kind: len([*generation.glob(f"{kind}-0*")]) for kind in ("names", "forward")}
    assert files["names"] == files["forward"] < 12, files
    with Archive.open(tmp_path / "index") as archive:
        assert archive.search(SearchRequest('persoon:"sanne verbruggen"')).total == 6
        assert archive.check() == []


def test_the_terminal_has_names_as_facets_and_as_options(archive: Archive, tmp_path: Path) -> None:
    def run(*arguments: str) -> dict[str, object]:
        result = CliRunner().invoke(main, ["--index", str(tmp_path / "index"), *arguments])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)  # type: ignore[no-any-return]

    page = run("search", "brand", "--not-place", "Gouda", "--format", "json")
    assert page["total"] == 1
    assert page["facets"]["person"] == [{"value": "Volodymyr Zelensky", "count": 1}]  # type: ignore[index]
    table = run("count", "brand", "--by", "person", "--format", "json")
    assert [row["person"] for row in table["rows"]] == ["Volodymyr Zelensky"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("persoon:zel", 'persoon:"Volodymyr Zelensky"'),
        ("brand person:ver", 'brand person:"Sanne Verbruggen"'),
        ("plaats:gou", "plaats:Gouda"),
        ('brand plaats:"de', 'brand plaats:"Delft"'),
        ("minister sanne verb", "minister sanne verbruggen"),
        ("president en Volodymyr z", "president en Volodymyr Zelensky"),
    ],
)
def test_what_begins_a_name_is_completed_to_it(
    archive: Archive, typed: str, completed: str
) -> None:
    first = archive.completions(typed)[0]
    assert first.text == completed
    assert first.count == (4 if "gou" in typed else 2)


def test_a_name_stands_with_the_words_before_it(archive: Archive) -> None:
    assert archive.completions("storm sanne verb") == ()


def test_a_value_that_nobody_has_is_completed_to_nothing(archive: Archive) -> None:
    assert archive.completions("persoon:q") == archive.completions("organisatie:gouda") == ()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_corrections_reach_the_names_that_are_stored_with_the_next_run(
    tmp_path: Path, jsonl: Callable[..., Path], engine: str
) -> None:
    """They are as if all were indexed anew with the file, and as before without it."""
    path, file = jsonl(*ARTICLES), tmp_path / "names.toml"
    settings = Settings(tmp_path / "index", engine=engine, corrections=file)
    build(settings, [path])
    with Archive.open(settings) as archive:
        before = counted(archive)
    for text in (
        'hide = ["gouda"]\n[type]\n"Delft" = "organisation"',
        'same = [["S. Verbruggen", "Sanne Verbruggen"]]',
        'different = [["Sanne Verbruggen", "Verbruggen"]]\nhide = ["Delft"]',
    ):
        file.write_text(text)
        report = build(settings, [path])
        assert (report.added, report.changed, report.unchanged) == (0, 0, len(ARTICLES))
        afresh = Settings(tmp_path / "afresh", engine=engine, corrections=file)
        build(afresh, [path], rebuild=True)
        with Archive.open(settings) as archive, Archive.open(afresh) as other:
            found = counted(archive)
            assert found == counted(other) != before, text
            assert archive.check() == []
            generation = archive.stats().generation, archive.stats().built
        build(settings, [path])
        with Archive.open(settings) as archive:  # nothing has changed since
            assert (archive.stats().generation, archive.stats().built) == generation
    file.unlink()
    build(settings, [path])
    with Archive.open(settings) as archive:
        assert counted(archive) == before


def test_an_archive_that_keeps_no_names_says_so(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    """Where they would be facets, and where a name is asked for."""
    path = jsonl(*ARTICLES)
    for names in ("none", "all"):
        settings = Settings(tmp_path / names, names=names)
        build(settings, [path])
        with Archive.open(settings) as archive:
            client = create_app(archive=archive).test_client()
            texts = [
                client.get(f"{path}?q={query}").text
                for path in ("/", "/api/search")
                for query in ("gouda", "-persoon:zelensky")
            ]
            assert [("houdt geen namen bij" in text) for text in texts] == [names == "none"] * 4
            as_words = ["gezocht als woorden" in text for text in texts]
            assert as_words == [False, names == "none"] * 2


def test_beside_nothing_the_names_of_most_articles_come_first(tmp_path: Path) -> None:
    """Nothing is unlike then: by the alphabet, roads would be above ministers."""
    build(Settings(tmp_path / "index"), [SEEDS])
    with Archive.open(Settings(tmp_path / "index")) as archive:
        none = SearchRequest("navo", since="1900", until="1901")
        rows = names_against(archive.figures(), SearchRequest("navo"), none, None, 30).rows
    counts = [row.articles for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_names_that_are_alike_are_in_the_same_order_however_the_articles_came(
    tmp_path: Path,
) -> None:
    """Holtermark names a body in three articles and a person in three: only the types differ."""
    found = []
    files = sorted(each for each in SEEDS.iterdir() if each.suffix != ".md")
    for name, paths in (("one", files), ("other", files[::-1])):
        settings = Settings(tmp_path / name)
        build(settings, paths)
        with Archive.open(settings) as archive:
            bench = archive.figures()
            rows = names_against(bench, SearchRequest(""), SearchRequest("navo"), None, 400).rows
        assert len({(row.name, row.loglik) for row in rows}) < len(rows)
        found.append(rows)
    assert found[0] == found[1]


def test_names_of_more_articles_than_an_engine_can_tell_of_are_not_counted_and_it_is_said(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = archive._snapshots.current().reader
    monkeypatch.setattr(type(reader), "contents_budget", 3)
    for query, counted in (("", True), ("delft", True), ("gouda", False)):
        page = archive.search(SearchRequest(query))
        assert bool(page.facets["place"]) == counted, (query, page.total)
        assert any("niet geteld" in notice for notice in page.notices) != counted, query


def test_a_suspect_whom_no_article_names_in_full_has_the_page_of_the_initial(
    tmp_path: Path,
) -> None:
    """Jos Brech is Jos B.; Jos Bakker, of whom there is a namesake, may be somebody else."""
    texts = (
        "De rechter sprak verdachte Jos B. toe. Volgens Jos B. was er niets gebeurd.",
        "Ook zei minister Sanne Bakker dat verdachte Jos B. bleef zitten.",
    )
    stored = [article(number, text) for number, text in enumerate(texts)]
    path = tmp_path / "all.jsonl"
    lines = (json.dumps({"id": a.id, "title": a.title, "body": a.body}) for a in stored)
    path.write_text("\n".join(lines), "utf-8")
    build(Settings(tmp_path / "index"), [path])
    client = create_app(Settings(tmp_path / "index")).test_client()
    assert client.get("/name/person/jos%20brech").headers["Location"] == "/name/person/Jos%20B."
    assert ">Jos B.</h1>" in client.get("/name/person/Jos%20B.").text
    for nobody in ("person/jos%20bakker", "person/jan%20brech", "place/jos%20brech"):
        assert client.get(f"/name/{nobody}").status_code == 404
