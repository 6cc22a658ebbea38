"""Questions to an archive, over the real engines: what is answered, followed and refused."""

from __future__ import annotations

import gc
import re
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import (
    ArticleNotFoundError,
    IndexDamagedError,
    IndexMissingError,
    RequestError,
)
from indexer.model import Article, SearchRequest, Sort
from indexer.storage.folder import FolderStore

ArchiveOf = Callable[..., Archive]
Ids = Callable[..., list[str]]
Jsonl = Callable[..., Path]

NEWS = (
    Article(
        "navo",
        "Veiligheidscrisis op de NAVO-top",
        "Zelenski sprak de leiders toe. De crisis in Oekraïne duurt voort.",
        "2022-03-24",
        "De Courant",
        ("buitenland",),
    ),
    Article(
        "dijk",
        "Dijk versterkt",
        "De versterking van de dijk kost 1.000.000 euro, zei de gekozen dijkgraaf.",
        "2022-03",
        "De Courant",
        ("binnenland",),
    ),
    Article(
        "crisis", "Crisis", "De veiligheid is in een crisis.", "2023", "Dagblad", ("economie",)
    ),
    Article("foto", "Foto's van musea", "Het museum toont foto's."),
    Article("leeg", "Alleen een kop over een crisis", "", "2021-12-31", "dagblad"),
)


@pytest.fixture
def news(archive_of: ArchiveOf, engine: str) -> Archive:
    return archive_of(*NEWS, engine=engine)


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory, write_articles: Jsonl) -> Archive:
    """One archive for tests that ask much and change nothing."""
    return _archive(tmp_path_factory.mktemp("lasting"), "tantivy", write_articles)


@pytest.fixture(scope="session")
def lasting_whoosh(tmp_path_factory: pytest.TempPathFactory, write_articles: Jsonl) -> Archive:
    return _archive(tmp_path_factory.mktemp("lasting"), "whoosh", write_articles)


def _archive(folder: Path, engine: str, write_articles: Jsonl) -> Archive:
    setting = Settings(folder / "index", engine)
    build(setting, [write_articles(folder / "news.jsonl", *NEWS)])
    return Archive.open(setting)


# -- What is found


@pytest.mark.parametrize(
    ("query", "found", "why"),
    [
        ("crisis", {"navo", "crisis", "leeg"}, "in a title, a body and a compound"),
        ("navotop", {"navo"}, "a compound without its hyphen"),
        ("Zelensky", {"navo"}, "another spelling of a name"),
        ("oekraine", {"navo"}, "without a diaeresis"),
        ("veiligheidscrisis", {"navo", "crisis"}, "and its parts near each other"),
        ("dijkversterking", {"dijk"}, "only its parts"),
        ("kiezen", {"dijk"}, "an irregular form"),
        ("museum", {"foto"}, "an irregular plural"),
        ("foto", {"foto"}, "with an apostrophe"),
        ("1000000", {"dijk"}, "a number without points"),
        ('"de crisis"', {"navo"}, "a phrase"),
        ("=musea", {"foto"}, "a literal word"),
        ("=fotos", {"foto"}, "apostrophes are no part of the form"),
        ("oek*", {"navo"}, "a prefix"),
        ("titel:crisis", {"navo", "crisis", "leeg"}, "in a title only"),
        ("crisis NIET titel:navo", {"crisis", "leeg"}, "and not in it"),
        ("bron:dagblad", {"crisis", "leeg"}, "a source in any case"),
        ("rubriek:binnenland OF rubriek:economie", {"dijk", "crisis"}, "either section"),
        ("datum:2022-03", {"navo", "dijk"}, "a month"),
        ("datum:2022-03-10", {"dijk"}, "a day that an article may be of"),
        ("crisis datum:2022..2023", {"navo", "crisis"}, "a period"),
        ("", {"navo", "dijk", "crisis", "foto", "leeg"}, "nothing asked is everything"),
        ("xyz", set(), "nothing has it"),
    ],
)
def test_a_query_finds(news: Archive, query: str, found: set[str], why: str) -> None:
    page = news.search(SearchRequest(query))
    full = {hit.article.id for hit in page.hits if not hit.missing}
    assert full == found, why
    assert page.total == len(found)


def test_articles_that_miss_a_word_come_after_and_say_which(news: Archive) -> None:
    page = news.search(SearchRequest("crisis dijkgraaf Zelensky"))
    assert (page.total, page.partial) == (0, 4)
    missing = {hit.article.id: hit.missing for hit in page.hits}
    assert missing["navo"] == ("dijkgraaf",)
    assert missing["dijk"] == ("crisis", "Zelensky")


def test_of_many_words_each_that_is_missed_is_told(news: Archive) -> None:
    absent = tuple(f"xq{letter}z" for letter in "abcdefghijklmnopqrst")
    page = news.search(SearchRequest(" ".join((*absent[:10], "crisis", *absent[10:]))))
    missing = {hit.article.id: hit.missing for hit in page.hits}
    assert missing["navo"] == absent


def test_operators_are_strict(news: Archive) -> None:
    page = news.search(SearchRequest("crisis EN dijkgraaf"))
    assert (page.total, page.partial, page.hits) == (0, 0, ())


def test_facets_and_dates_are_of_all_that_satisfy_the_query(news: Archive) -> None:
    page = news.search(SearchRequest("crisis", limit=1))
    assert {c.value: c.count for c in page.facets["year"]} == {"2021": 1, "2022": 1, "2023": 1}
    assert {c.value: c.count for c in page.facets["section"]} == {"buitenland": 1, "economie": 1}
    assert (page.first_date, page.last_date) == ("2021-12-31", "2023-12-31")


def test_where_no_article_has_all_words_those_that_miss_fewest_are_counted(news: Archive) -> None:
    """They count as those of the same articles do, and a chosen value narrows the list."""
    page = news.search(SearchRequest("crisis xqaz"))
    assert (page.total, page.partial) == (0, 3)
    assert (page.nearest, page.nearest_missing) == (3, 1)
    assert not any(page.facets.values())
    assert page.partial_facets == news.search(SearchRequest("crisis")).facets
    asked = SearchRequest("crisis xqaz", filters={"section": ("economie",)})
    assert [hit.article.id for hit in news.search(asked).hits] == ["crisis"]
    whole = news.search(SearchRequest("crisis"))
    assert not any(whole.partial_facets.values())
    assert (whole.nearest, whole.nearest_missing) == (0, 0)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, ["crisis", "dijk", "navo", "leeg", "foto"]),
        (Sort.OLDEST, ["leeg", "navo", "dijk", "crisis", "foto"]),
    ],
)
def test_dates_order_by_the_last_day_and_undated_articles_come_last(
    news: Archive, ids: Ids, sort: Sort, order: list[str]
) -> None:
    assert ids(news, "", sort=sort) == order


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"since": "2022"}, {"navo", "dijk", "crisis"}),
        ({"until": "2022-03-01"}, {"dijk", "leeg"}),
        ({"since": "2022-03", "until": "2022-03"}, {"navo", "dijk"}),
        ({"filters": {"source": ("de courant",)}}, {"navo", "dijk"}),
        ({"filters": {"source": ("de courant", "DAGBLAD")}}, {"navo", "dijk", "crisis", "leeg"}),
        ({"filters": {"section": ("binnenland",), "source": ("Dagblad",)}}, set()),
        ({"excluded": {"source": ("De courant", "x")}}, {"crisis", "foto", "leeg"}),
        ({"excluded": {"section": ("economie",)}, "filters": {"source": "dagblad"}}, {"leeg"}),
    ],
)
def test_a_form_filters(news: Archive, ids: Ids, asked: dict[str, Any], found: set[str]) -> None:
    assert set(ids(news, "", **asked)) == found


def test_pages_follow_each_other(news: Archive, ids: Ids) -> None:
    pages = [ids(news, "", limit=2, page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({id_ for page in pages for id_ in page}) == 5
    page = news.search(SearchRequest("", limit=2, page=2))
    assert (page.pages, [hit.rank for hit in page.hits]) == (3, [3, 4])


# -- What cannot be meant


@pytest.mark.parametrize(
    ("request_", "parameter"),
    [
        (SearchRequest("x" * 10_000), "q"),
        (SearchRequest("x", limit=0), "n"),
        (SearchRequest("x", limit=10_001), "n"),
        (SearchRequest("x", page=0), "page"),
        (SearchRequest("x", page=1_001), "page"),
        (SearchRequest("x", since="2022-13"), "since"),
        (SearchRequest("x", since="gisteren"), "since"),
        (SearchRequest("x", until="2022-02-30"), "until"),
        (SearchRequest("x", since="0000"), "since"),
        (SearchRequest("x", since="2023", until="2022"), "until"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    lasting: Archive, request_: SearchRequest, parameter: str
) -> None:
    with pytest.raises(RequestError) as caught:
        lasting.search(request_)
    assert caught.value.parameter == parameter
    assert re.search(r"has at most|from 1 to|write 2022|lies before", str(caught.value))


def test_the_last_page_is_the_last_that_is_allowed(lasting: Archive) -> None:
    assert lasting.search(SearchRequest("crisis", page=1_000)).hits == ()


@pytest.mark.parametrize("query", ["EN", "OF NIET", "AND AND AND", "- -", "()", "* ?", "titel:"])
def test_operators_alone_are_answered_and_told(lasting: Archive, query: str) -> None:
    page = lasting.search(SearchRequest(query))
    assert page.notices


def test_stop_words_alone_are_searched(lasting: Archive) -> None:
    assert lasting.search(SearchRequest("de van")).total == 1


def test_what_leaves_no_word_finds_nothing_and_says_so(lasting: Archive) -> None:
    page = lasting.search(SearchRequest("…"))
    assert (page.total, page.hits) == (0, ())
    assert page.notices[-1] == "Er blijft geen zoekwoord over."


QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("crisis", "navo-top", "de", "VN", "=", '"', "'", "(", ")", "*", "?", "~", "-"),
                *("EN", "OF", "NIET", "titel:", "bron:dagblad", "datum:2022", "datum:99", "é"),
                *("\ud800", "\0", "a" * 200, '"de crisis"~9', "cris*", "*is", "krisis~2", "𝒳"),
            ]
        ),
        max_size=12,
    ).map(lambda pieces: " ".join(pieces)[:1_000]),
)


@given(query=QUERIES, sort=st.sampled_from(Sort), page=st.integers(1, 3))
def test_any_query_is_answered(lasting: Archive, query: str, sort: Sort, page: int) -> None:
    found = lasting.search(SearchRequest(query, sort=sort, page=page, limit=2))
    assert found.total <= len(NEWS)
    for hit in found.hits:
        lasting.article(hit.article.id, query)


@settings(max_examples=30)
@given(query=QUERIES)
def test_the_engines_agree_on_what_any_query_finds(
    lasting: Archive, lasting_whoosh: Archive, query: str
) -> None:
    ours, theirs = (a.search(SearchRequest(query)) for a in (lasting, lasting_whoosh))
    assert ours.total == theirs.total
    assert ours.facets == theirs.facets
    assert {h.article.id for h in ours.hits} == {h.article.id for h in theirs.hits}


# -- Articles


def test_an_article_comes_back_as_it_was_read_with_its_marks(news: Archive) -> None:
    marked = news.article("navo", "crisis")
    assert marked.article == NEWS[0]
    assert [marked.article.title[start:end] for start, end in marked.title_marks] == ["crisis"]
    assert [marked.article.body[start:end] for start, end in marked.body_marks] == ["crisis"]


def test_an_article_that_is_not_there_is_named(news: Archive) -> None:
    with pytest.raises(ArticleNotFoundError, match="'xyz'"):
        news.article("xyz")


def test_figures_are_those_of_the_articles(news: Archive) -> None:
    stats = news.stats()
    assert (stats.articles, stats.undated) == (5, 1)
    assert (stats.first_date, stats.last_date) == ("2021-12-31", "2023-12-31")
    assert [(c.value, c.count) for c in stats.years] == [("2021", 1), ("2022", 2), ("2023", 1)]
    assert stats.size > 0


# -- Texts of every kind, end to end


@pytest.mark.parametrize(
    ("name", "content", "query", "why"),
    [
        ("a.txt", "Één reünie in België".encode("latin-1"), "reunie", "Latin-1"),
        ("a.txt", "Één reünie in België".encode("utf-16"), "reunie", "UTF-16"),
        ("a.txt", b"\xef\xbb\xbfEen re\xc3\xbcnie", "reunie", "a byte order mark"),
        ("a.txt", "Een reu\u0308nie".encode(), "reünie", "decomposed accents"),
        ("a.txt", "Een re­ünie".encode(), "reünie", "a soft hyphen"),
        ("a.jsonl", b'{"body": "een re\\u00fcnie \\ud800 half"}', "reunie", "a lone surrogate"),
        ("a.jsonl", b'{"body": "een re\\u00fcnie\\u0000 nul"}', "reunie", "a NUL"),
        ("a.jsonl", b'{"id": "a\\u0000\\ud800b", "body": "een reunie"}', "reunie", "in an id"),
        ("a.jsonl", b'{"id": " a  b ", "body": "een reunie"}', "reunie", "white space in an id"),
        ("a.jsonl", b'{"title": "Re\\u00fcnie"}', "reunie", "only a title"),
        ("a.csv", b'titel,tekst\n"kop","een re\xc3\xbcnie"\n', "reunie", "a table"),
    ],
)
def test_texts_of_every_kind_are_found_and_shown(  # noqa: PLR0917
    tmp_path: Path, engine: str, name: str, content: bytes, query: str, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    setting = Settings(tmp_path / "index", engine)
    report = build(setting, [tmp_path / name])
    assert (report.added, report.skipped) == (1, 0), why
    archive = Archive.open(setting)
    (hit,) = archive.search(SearchRequest(query)).hits
    shown = [hit.title, *hit.snippets]
    assert any(snippet.marks for snippet in shown), why
    assert archive.article(hit.article.id).article.id == hit.article.id
    assert archive.check() == []
    assert build(setting, [tmp_path / name]).unchanged == 1


def test_an_article_of_5_mb_is_found_and_shown(archive_of: ArchiveOf, engine: str) -> None:
    body = "woord " * 800_000 + "naald " + "hooi " * 10
    archive = archive_of(Article("groot", "Kop", body), engine=engine)
    (hit,) = archive.search(SearchRequest("naald")).hits
    assert "naald hooi" in hit.snippets[0].text
    assert archive.article("groot").article.body == body.strip()


def test_a_word_of_100_000_letters_harms_no_other(archive_of: ArchiveOf, engine: str) -> None:
    archive = archive_of(Article("a", "Kop", f"voor {'x' * 100_000} na"), engine=engine)
    assert archive.search(SearchRequest("voor na")).total == 1
    assert archive.check() == []


# -- Following what is written


def test_an_open_archive_answers_during_a_rebuild_and_then_follows(
    tmp_path: Path, engine: str, jsonl: Jsonl, ids: Ids
) -> None:
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    archive = Archive.open(setting)
    seen: list[list[str]] = []

    class BuildObserver:
        def skipped(self, _: object) -> None:
            seen.append(ids(archive, "museum"))

        def progressed(self, _: object, share: object) -> None:
            pass

    path = jsonl(replace(NEWS[3], id="nieuw"))
    with path.open("a") as stream:
        stream.write("{\n")
    build(setting, [path], rebuild=True, observer=BuildObserver())
    assert seen == [["foto"]], "while it is written"
    assert ids(archive, "museum") == ["nieuw"], "and after"
    assert archive.stats().articles == 1


def test_an_archive_goes_on_when_its_index_is_gone(
    tmp_path: Path, engine: str, jsonl: Jsonl
) -> None:
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    archive = Archive.open(setting)
    (setting.index / "manifest.json").unlink()
    with pytest.raises(IndexMissingError):
        archive.search(SearchRequest("museum"))
    build(setting, [jsonl(*NEWS)])
    assert archive.search(SearchRequest("museum")).total == 1


def test_threads_share_an_archive_while_it_is_written(
    tmp_path: Path, engine: str, jsonl: Jsonl
) -> None:
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    archive = Archive.open(setting)
    stop = threading.Event()
    failures: list[Exception] = []

    def ask() -> None:
        while not stop.is_set():
            try:
                assert archive.search(SearchRequest("museum")).total == 1
            except Exception as error:  # noqa: BLE001
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(2):
        build(setting, [jsonl(*NEWS, Article(f"nieuw{number}", "Kop", "Tekst."))])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_generation_that_is_no_longer_read_is_let_go_at_once(
    tmp_path: Path, engine: str, jsonl: Jsonl
) -> None:
    """Its files are gone from the folder, but take their room while they are open."""
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    archive = Archive.open(setting)
    archive.search(SearchRequest("crisis"))
    archive.completions("cri")
    archive.similar(NEWS[0].id)
    read = weakref.ref(archive._snapshots.current().reader)
    build(setting, [jsonl(*NEWS[:2])], rebuild=True)
    gc.collect()
    gc.disable()
    try:
        archive.search(SearchRequest("crisis"))
        assert read() is None
    finally:
        gc.enable()


# -- Damage


def test_an_error_over_a_whole_index_is_no_damage(
    tmp_path: Path,
    jsonl: Jsonl,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setting = Settings(tmp_path / "index")
    build(setting, [jsonl(*NEWS)])

    def fail(*_: object) -> None:
        raise ValueError("by a fault of the program")

    monkeypatch.setattr("indexer.search.searcher.Searcher.find", fail)
    with pytest.raises(ValueError, match="by a fault of the program"):
        Archive.open(setting).search(SearchRequest("crisis"))


@pytest.mark.parametrize("kind", ["missing", "truncated", "a bit flipped"])
def test_check_finds_every_file_that_is_damaged(
    tmp_path: Path, engine: str, jsonl: Jsonl, kind: str
) -> None:
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    generations = FolderStore(setting.index)
    manifest = generations.manifest()
    for name in manifest.files:
        path = generations.path(manifest) / name
        content = path.read_bytes()
        if not content:
            continue
        _damage(path, content, kind)
        try:
            wrong = Archive.open(setting).check()
        except IndexDamagedError as error:
            wrong = [str(error)]
        assert wrong, f"{name} {kind}"
        _replace(path, content)
    assert Archive.open(setting).check() == []


def _damage(path: Path, content: bytes, kind: str) -> None:
    middle = len(content) // 2
    match kind:
        case "missing":
            path.unlink()
        case "truncated":
            _replace(path, content[:middle])
        case _:
            flipped = bytes([content[middle] ^ 4])
            _replace(path, content[:middle] + flipped + content[middle + 1 :])


def _replace(path: Path, content: bytes) -> None:
    """Write another file in the place of one that may still be mapped into memory."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def test_an_index_that_cannot_be_opened_says_how_to_mend_it(
    tmp_path: Path, engine: str, jsonl: Jsonl
) -> None:
    setting = Settings(tmp_path / "index", engine)
    build(setting, [jsonl(*NEWS)])
    generations = FolderStore(setting.index)
    for path in generations.path(generations.manifest()).iterdir():
        _replace(path, b"")
    with pytest.raises(IndexDamagedError, match=r"Run: knipsel --index .* index --rebuild PATH$"):
        Archive.open(setting)


def test_patterns_that_cost_too_much_are_left_out_and_told_in_every_answer(
    archive_of: ArchiveOf, engine: str
) -> None:
    archive = archive_of(*NEWS, engine=engine)
    request = SearchRequest("navo " + "vz* " * 60)
    page = archive.search(request)
    assert "te veel tijd" in page.notices[-1]
    assert page.interpreted.count("*") == 50
    for counted in archive.trend([request.query]).series:
        assert "te veel tijd" in counted.notices[-1]
    assert "te veel tijd" in archive.concordance(request).notices[-1]
