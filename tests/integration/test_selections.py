"""Selections that last: the same on every engine, run again, cited, packaged, and never half."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import KnipselError
from indexer.model import Article, SearchRequest
from indexer.output.selection_citations import CITATIONS
from indexer.output.selection_file import (
    change_rows,
    changes_to_json,
    read_selection,
    selection_bytes,
    write_selection,
)
from indexer.selections import SavedSelection, canonical
from indexer.statistics.selections.packaging import export_package
from indexer.statistics.selections.saving import run_selection, save_selection

_STORY = "De minister van Landbouw zei gisteren dat het rapport over de stallen niet deugt. " * 3
ARTICLES = [
    Article("b/1", "Storm op zee", "De storm & {wind}.", "2019-05-03", "NRC", ("Weer", "Zee")),
    Article("a/2", "Kalm", 'Stormen, "zegt" hij; =1+1.\n\nOveral zon.', "2020", "Trouw"),
    Article("c", "Stormschade", "Stormschade kost geld.", "2020-05-06", "NRC"),
    Article("d", "Zonder datum", "Ook hier storm.", author=("Anna de Vries",)),
    Article("z", "Stallen", f"{_STORY}Storm.", "2020-07-01", "Trouw"),
    Article("y", "Stallen", f"{_STORY}Storm.", "2020-07-01", "NRC"),
]
STORM = SearchRequest("storm")
Opened = tuple[Archive, Path]


@pytest.fixture
def opened(tmp_path: Path, write_articles: Callable[..., Path]) -> Callable[..., Archive]:
    def open_archive(*articles: Article, engine: str = "tantivy", name: str = "index") -> Archive:
        settings = Settings(index=tmp_path / name, engine=engine)
        build(settings, [write_articles(tmp_path / "news.jsonl", *articles)], rebuild=True)
        return Archive.open(settings)

    return open_archive


def _saved(archive: Archive, request: SearchRequest = STORM, **reading: bool) -> SavedSelection:
    return save_selection(
        archive.figures(**reading), request, archive.stats(), authors=["De Vries, Anna"]
    )


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("reading", [{}, {"parts": True}, {"collapse": True}])
def test_engines_and_orders_give_the_same_checksums_and_the_same_package(
    opened: Callable[..., Archive], tmp_path: Path, reading: dict[str, bool]
) -> None:
    packages = []
    saved = _saved(opened(*ARTICLES, name="first"), STORM, **reading)
    for name, articles in (("tantivy", ARTICLES), ("whoosh", ARTICLES[::-1])):
        archive = opened(*articles, engine=name, name=name)
        own = _saved(archive, STORM, **reading)
        assert own.checksums == saved.checksums
        assert run_selection(archive.figures(), saved, archive.stats()).same
        export_package(archive.figures(), saved, tmp_path / f"{name}-package")
        packages.append(_files(tmp_path / f"{name}-package"))
    assert packages[0] == packages[1]
    assert len(packages[0]) == 15
    ids = {"parts": {"c"}, "collapse": set()}
    expected = {"a/2", "b/1", "d", "y", "z"} | ids.get(next(iter(reading), ""), set())
    assert {*saved.checksums} == expected - ({"z"} if "collapse" in reading else set())


def test_each_checksum_of_a_package_is_that_of_what_it_names(
    opened: Callable[..., Archive], tmp_path: Path
) -> None:
    archive = opened(*ARTICLES)
    saved = _saved(archive)
    export_package(archive.figures(), saved, tmp_path / "p")
    files = _files(tmp_path / "p")
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert {*sums} == {*files} - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == each for name, each in sums.items())
    described = json.loads(files["datapackage.json"])["resources"]
    assert {each["path"]: each["hash"] for each in described} == {
        name: f"sha256:{each}" for name, each in sums.items() if name != "datapackage.json"
    }
    lines = files["articles.jsonl"].split(b"\n")[:-1]
    by_id = {json.loads(line)["id"]: hashlib.sha256(line).hexdigest() for line in lines}
    assert by_id == saved.checksums
    whole = "".join(f"{id_}\t{each}\n" for id_, each in sorted(by_id.items()))
    assert hashlib.sha256(whole.encode()).hexdigest() == saved.checksum


def test_the_tables_of_a_package_count_its_articles_alone_and_name_every_column(
    opened: Callable[..., Archive], tmp_path: Path
) -> None:
    archive = opened(*ARTICLES)
    export_package(archive.figures(), _saved(archive), tmp_path / "p")
    files = _files(tmp_path / "p")

    def table(name: str) -> list[list[str]]:
        return list(csv.reader(files[name].decode().splitlines()))

    # Of 2019 b/1, with a hit in the title and one in the body; of 2020 a/2 (8 words), y and z
    # (44: a title of one, three sentences of 14 and one of one).
    assert table("tables/by-year.csv") == [
        ["year", "articles", "hits", "words"],
        ["2019", "1", "2", "6"],
        ["2020", "3", "3", "96"],
    ]
    columns = [tuple(row[:2]) for row in table("columns.csv")[1:]]
    named = [n for n in files if n.endswith(".csv") and n != "columns.csv"]
    assert {*columns} == {(name, column) for name in named for column in table(name)[0]}
    for each in json.loads(files["datapackage.json"])["resources"]:
        if "schema" in each:
            fields = [field["name"] for field in each["schema"]["fields"]]
            assert fields == table(each["path"])[0]


def test_ids_only_lets_no_text_out(opened: Callable[..., Archive], tmp_path: Path) -> None:
    article = replace(
        ARTICLES[0], title="Geheimkop storm", url="https://geheim.nl/1", author=("Geheim",)
    )
    archive = opened(article, *ARTICLES[1:])
    saved = _saved(archive, SearchRequest("storm", since="2019", until="2019"))
    export_package(archive.figures(), saved, tmp_path / "p.zip", ids_only=True)
    with zipfile.ZipFile(tmp_path / "p.zip") as packed:
        names = packed.namelist()
        assert "articles.jsonl" not in names
        rest = {name: packed.read(name) for name in names if name != "tables/words.csv"}
        assert not any(b"eheim" in content for content in rest.values())
        assert b"b/1,2019-05-03,NRC,5," in rest["articles.csv"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_came_went_and_changed_is_named(opened: Callable[..., Archive]) -> None:
    saved = _saved(opened(*ARTICLES))
    changed = replace(ARTICLES[0], body="De storm is gaan liggen.")
    left = replace(ARTICLES[3], body="Ook hier niets.")
    new = Article("nieuw", "Storm", "Weer storm.", "2021")
    archive = opened(changed, left, new, *ARTICLES[4:])
    changes = run_selection(archive.figures(), saved, archive.stats())
    assert changes_to_json(changes) | {"fingerprint": "", "checksum": ""} | {
        "same": False,
        "count": 4,
        "count_saved": 5,
        "came": ["nieuw"],
        "went": ["a/2", "d"],
        "changed": ["b/1"],
        "gone": ["a/2"],
    } == changes_to_json(changes) | {"fingerprint": "", "checksum": ""}
    assert [*change_rows(changes)][1:] == [
        "nieuw,came,1",
        "a/2,went,0",
        "d,went,1",
        "b/1,changed,1",
    ]
    with pytest.raises(KnipselError, match=r"1 of the 5 articles .* 'a/2' first"):
        export_package(archive.figures(), saved, Path("nowhere"))


def test_a_package_of_changed_articles_is_refused_and_leaves_nothing(
    opened: Callable[..., Archive], tmp_path: Path
) -> None:
    saved = _saved(opened(*ARTICLES))
    changed = replace(ARTICLES[4], body="Heel anders.")
    archive = opened(changed, *ARTICLES[:4], ARTICLES[5], name="other")
    before = {*tmp_path.iterdir()}
    for target in ("p", "p.zip"):
        with pytest.raises(KnipselError, match="'z' was changed since"):
            export_package(archive.figures(), saved, tmp_path / target)
    assert {*tmp_path.iterdir()} == before


def test_another_archive_and_an_empty_selection_are_refused(
    opened: Callable[..., Archive], tmp_path: Path
) -> None:
    archive = opened(*ARTICLES)
    saved = _saved(archive)
    with pytest.raises(KnipselError, match="Nothing is selected by 'xqzvw'"):
        _saved(archive, SearchRequest("xqzvw"))
    other = opened(Article("elders", "Storm", "Storm."), name="other")
    with pytest.raises(KnipselError, match="None of the 5 articles"):
        run_selection(other.figures(), saved, other.stats())
    export_package(archive.figures(), saved, tmp_path / "there")
    before = _files(tmp_path / "there")
    with pytest.raises(KnipselError, match="is there already"):
        export_package(archive.figures(), saved, tmp_path / "there")
    assert _files(tmp_path / "there") == before


def test_a_file_gives_the_selection_that_was_written(
    opened: Callable[..., Archive], tmp_path: Path
) -> None:
    request = SearchRequest(
        'storm NIET "x"', since="2019", until="mei 2020",
        filters={"source": ("NRC", "Trouw")}, excluded={"section": ("Sport",)},
    )  # fmt: skip
    saved = _saved(opened(*ARTICLES), request, parts=True, collapse=True)
    write_selection(tmp_path / "s.json", saved)
    assert read_selection(tmp_path / "s.json") == saved
    with pytest.raises(KnipselError, match="there already"):
        write_selection(tmp_path / "s.json", saved)
    write_selection(tmp_path / "s.json", saved, replace=True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda v: v | {"knipsel_selection": 99}, "format 99"),
        (lambda _: {"articles": []}, "no selection of Knipsel"),
        (lambda v: [v], "no selection of Knipsel"),
        (lambda v: v | {"query": ["storm"]}, "'query' is a text"),
        (lambda v: v | {"reading": "guess"}, "'reading' is one of forms, parts"),
        (lambda v: v | {"filters": {"colour": ["red"]}}, "'colour'"),
        (lambda v: v | {"filters": []}, "'filters' is an object"),
        (lambda v: v | {"excluded": {"source": "NRC"}}, "'excluded' has a list"),
        (lambda v: v | {"count": 3}, "'count' is 3, and there are 5"),
        (lambda v: v | {"count": True}, "'count' is a number"),
        (lambda v: v | {"archive": -1}, "'archive' is a number"),
        (lambda v: v | {"made": "gisteren"}, "'made' is a day"),
        (lambda v: v | {"collapse": 1}, "'collapse' is true or false"),
        (lambda v: v | {"authors": [1]}, "'authors' has a list"),
        (lambda v: v | {"articles": {}}, "'articles' is a list"),
        (lambda v: v | {"articles": [1]}, "no id or sha256 in article 1"),
        (lambda v: v | {"articles": [{"id": "a", "sha256": "../x"}]}, "no SHA-256 in article 1"),
        (lambda v: v | {"articles": v["articles"][:1] * 2}, "of article 2 twice"),
        (lambda v: v | {"checksum": "0" * 64}, "'checksum' is not that of the articles"),
        (lambda v: {k: x for k, x in v.items() if k != "version"}, "'version' is a text"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_by_name(
    tmp_path: Path, change: Callable[..., object], named: str
) -> None:
    checksums = {name: hashlib.sha256(name.encode()).hexdigest() for name in "abcde"}
    saved = SavedSelection(STORM, "storm", checksums, "2026-11-29", "1", "f", "g", 9)
    path = tmp_path / "s.json"
    path.write_text(json.dumps(change(json.loads(selection_bytes(saved)))))
    with pytest.raises(KnipselError, match=f"s.json.*{named}"):
        read_selection(path)


def test_a_file_that_is_cut_off_or_no_json_is_refused_by_line(tmp_path: Path) -> None:
    saved = SavedSelection(STORM, "storm", {"a": "0" * 64}, "2026-11-29", "1", "f", "g", 9)
    path = tmp_path / "s.json"
    content = selection_bytes(saved)
    for broken in (
        content[:100],
        b"",
        b"\xff\xfe",
        content[:40] + b"\xff" + content[40:],
        b"[" * 9999,
    ):
        path.write_bytes(broken)
        with pytest.raises(KnipselError, match=r"s.json:\d+:\d+: this is no JSON"):
            read_selection(path)


def test_references_name_authors_title_day_count_and_checksum() -> None:
    saved = SavedSelection(
        SearchRequest("a & {b}\n", since="2019"), "a b", {"a": "0" * 64}, "2026-11-29", "1.2",
        "f00f", "g1", 96, title="50% van\nalles_", authors=("De Vries, Anna", "NIOD"),
    )  # fmt: skip
    for form, cite in CITATIONS.items():
        reference = cite(saved)
        for part in ("De Vries, Anna", "NIOD", "2026", "1.2", "f00f", saved.checksum, "2019"):
            assert part in reference, (form, part)
    assert r"title = {{50\% van alles\_}}" in CITATIONS["bibtex"](saved)
    assert all(line[2:6] == "  - " for line in CITATIONS["ris"](saved).splitlines())
    metadata = json.loads(CITATIONS["datacite"](replace(saved, authors=())))
    assert {"creators", "titles", "publisher", "publicationYear", "types"} <= {*metadata}
    assert metadata["creators"] == [{"name": "(:unav)"}]


def test_the_line_of_an_article_leaves_out_what_it_lacks_and_takes_any_character() -> None:
    assert canonical(Article("i", "T", "b", author=("A", "B"))) == (
        b'{"author":["A","B"],"body":"b","id":"i","title":"T"}'
    )
    assert canonical(Article("i", "\ud800", "")) == b'{"id":"i","title":"?"}'
