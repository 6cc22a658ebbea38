"""What either writer of Tantivy writes the other reads, adds to, deletes from and merges.

The described one is Tantivy's own; the compiled one makes its segments by itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import tantivy

from indexer.analysis.kernel import PARAGRAPH, SENTENCE
from indexer.engines.documents import CHANNELS, IndexDocument, IndexDocuments, Sequence
from indexer.engines.protocol import Aggregation, EngineReader
from indexer.engines.tantivy import engine, segments, writer
from indexer.engines.tantivy.engine import TantivyEngine
from indexer.engines.tantivy.folders import open_index
from indexer.errors import IndexDamagedError
from indexer.fields import FACETS, FieldValues
from indexer.model import Sort, Span
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node

WORDS = "de het storm dijk dijken zee éire ĳs 東京 a ab abc ba 2022 nul\0teken".split(" ")  # noqa: SIM905
DAYS = (None, "2021", "2021-12", "2022-02-27", "2022-03-01")
NAMES = ("NRC", "de Volkskrant", "Jan Jansen", "Jan  jansen", "")
EVERY: dict[tuple[FieldName, Channel], str] = CHANNELS

Write = Callable[..., Any]


@pytest.fixture(params=["compiled", "both, in turn"])
def write(request: pytest.FixtureRequest, native_segments: ModuleType) -> Callable[..., None]:
    """Return what fills a folder commit by commit, by the writers that are asked for."""
    kinds = {"compiled": ["compiled"], "both, in turn": ["described", "compiled"]}[request.param]
    turns = cycle(kinds)

    def written(folder: Path, added: list[IndexDocument], removed: Iterable[str] = ()) -> None:
        commit(next(turns), folder, added, removed, native_segments)

    return written


def described(folder: Path, added: list[IndexDocument], removed: Iterable[str] = ()) -> None:
    commit("described", folder, added, removed, None)


def commit(
    kind: str,
    folder: Path,
    added: list[IndexDocument],
    removed: Iterable[str],
    module: ModuleType | None,
) -> None:
    fresh = not folder.exists()
    folder.mkdir(exist_ok=True)
    index = open_index(folder)
    open_: Any = (
        segments.CompiledWriter(module, folder, fresh=fresh)
        if kind == "compiled" and module
        else writer.TantivyWriter(index, fresh=fresh)
    )
    for id_ in removed:
        open_.delete(id_)
    several = len(added) // 2  # the others one by one
    if several:
        open_.add_all(IndexDocuments.of(*added[:several]))
    for document in added[several:]:
        open_.add(document)
    open_.commit()


@pytest.fixture(params=[0, 1 << 20])
def small_segments(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let segments be closed early: with room for nothing each batch is one of its own."""
    monkeypatch.setattr(segments, "_SEGMENT_BYTES", request.param)


def test_scores_counts_facets_and_terms_are_those_of_tantivys_own_index(
    tmp_path: Path, write: Write
) -> None:
    chance = random.Random(20)
    documents = articles(chance, 600)
    start = 0
    for size in [200, 1, 0, 7, *[30] * 13, 2]:  # Tantivy merges eight segments of a size
        chunk = documents[start : start + size]
        start += size
        described(tmp_path / "described", chunk)
        write(tmp_path / "other", chunk)
    mine, other = _reader(tmp_path / "other"), _reader(tmp_path / "described")
    assert mine.size == other.size == start
    for node in _nodes(chance):
        assert _scored(mine, node) == _scored(other, node), node
        assert mine.count(node, FACETS) == other.count(node, FACETS)
        assert mine.count_by_date_range(node) == other.count_by_date_range(node)
    _same_terms(mine, other)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_same_articles_are_there(
    tmp_path: Path, write: Write, small_segments: None, seed: int
) -> None:
    chance = random.Random(seed)
    expected: dict[str, IndexDocument] = {}
    for _ in range(8):
        removed = [f"a{chance.randrange(80)}" for _ in range(chance.randrange(20))]
        added = [
            each._replace(id=f"a{chance.randrange(80)}")
            for each in articles(chance, chance.randrange(60))
        ]
        for id_ in removed:
            expected.pop(id_, None)
        expected |= {each.id: each for each in added}
        write(tmp_path / "index", added, removed)
        reader = _reader(tmp_path / "index")
        found = {id_: reader.doc_id(id_) for id_ in expected}
        assert all(found.values())
        payloads = reader.load([doc_id for doc_id in found.values() if doc_id])
        assert payloads == [each.payload for each in expected.values()]
        assert dict(reader.ids()) == {each.id: each.origin for each in expected.values()}
        assert reader.size == len(expected)
        assert reader.verify() == []
    described(tmp_path / "fresh", list(expected.values()))
    other = _reader(tmp_path / "fresh")
    for node in _nodes(chance):
        assert {id_ for id_, _ in _scored(reader, node)} == {id_ for id_, _ in _scored(other, node)}
        assert reader.count(node, FACETS) == other.count(node, FACETS)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"exact": "a" * 70_000 + " wie"}, id="a word that is too long for Tantivy"),
        pytest.param({"exact": "wie " * 200_000}, id="a word very often"),
        pytest.param({"payload": b"\0" * 20_000_000}, id="20 MB"),
        pytest.param({"id": "i" * 70_000}, id="an id that is too long to be found"),
        pytest.param({"id": ""}, id="an empty id"),
        pytest.param({"exact": "\t wie \n\x0b wie "}, id="white space of other kinds"),
        pytest.param({"values": {"author": ("x" * 70_000,)}}, id="a value that is too long"),
        pytest.param({"first": -(2**40), "last": 2**40}, id="days out of this world"),
    ],
)
def test_strange_articles_are_to_both_the_same(
    tmp_path: Path, native_segments: ModuleType, document: dict[str, Any]
) -> None:
    plain = article("plain", "wie weet")
    both = [plain, article("strange", "wie")._replace(**document), article("last", "wie")]
    for kind in ("described", "compiled"):
        commit(kind, tmp_path / kind, both, [], native_segments)
    mine, other = (_reader(tmp_path / kind) for kind in ("compiled", "described"))
    phrase = nodes.Phrase("text", "exact", ("wie", "wie"), 0)
    for node in (nodes.MatchAll(), nodes.Term("text", "exact", "wie"), phrase):
        assert _scored(mine, node) == _scored(other, node)
        assert _counted(mine, node) == _counted(other, node)
    assert list(mine.ids()) == list(other.ids())
    assert mine.verify() == [
        line.replace(str(tmp_path / "described"), str(tmp_path / "compiled"))
        for line in other.verify()
    ]
    _same_terms(mine, other)


def test_terms_that_are_told_by_types_are_those_of_texts(
    tmp_path: Path, native_segments: ModuleType, small_segments: None
) -> None:
    """Types come with the documents that have them first, in whichever segment these end."""
    chance = random.Random(20)
    words = [word for word in WORDS if "\0" not in word]  # it ends a term, and is in no word
    rows = [(word, *chance.choices(("", "de", "dijk dijk", word), k=2)) for word in words]
    rows += [("x" * 70_000, "", "lang"), ("lang", "y" * 70_000 + " wie", "wie  wie")]
    by_texts, by_types = (
        segments.CompiledWriter(native_segments, _made(tmp_path / name), fresh=True)
        for name in ("texts", "types")
    )
    told = 0
    for number in range(750):  # of two batches
        known = min(len(rows), number // 40 + 1)
        by_types.add_types("".join(f"{term}\0" for row in rows[told:known] for term in row))
        told = known
        document = article(f"a{number}", "")
        sequence = Sequence(_tokens(chance, known), _tokens(chance, known), chance.random() < 0.3)
        title, body = (_channels(each, rows) for each in sequence[:2])
        both = zip("\n  ", title, body, strict=True)
        joined = [between.join(filter(None, texts)) for between, *texts in both]
        text = body if sequence.repeated else joined
        names = ("exact", "stem", "part", "title_exact", "title_stem", "title_part")
        texts: dict[str, Any] = dict(zip(names, (*text, *title), strict=True))
        by_texts.add(document._replace(**texts))
        by_types.add(document._replace(sequence=sequence))
    by_texts.commit()
    by_types.commit()
    mine, other = _reader(tmp_path / "types"), _reader(tmp_path / "texts")
    assert dict(mine.ids()) == dict(other.ids())
    for node in _nodes(chance):
        assert _scored(mine, node) == _scored(other, node), node
    _same_terms(mine, other)


def _tokens(chance: random.Random, types: int) -> bytes:
    ends = (0, 0, 0, SENTENCE, SENTENCE | PARAGRAPH)
    tokens = [chance.randrange(types) | chance.choice(ends) for _ in range(chance.randrange(30))]
    tokens[-1:] = [token | SENTENCE | PARAGRAPH for token in tokens[-1:]]
    return b"".join(token.to_bytes(4, "little") for token in tokens)


def _channels(numbers: bytes, rows: list[tuple[str, ...]]) -> list[str]:
    """Return the terms of a text in the three channels, from the rows of its types."""
    tokens = memoryview(numbers).cast("I").tolist()
    of = [rows[token & ~(SENTENCE | PARAGRAPH)] for token in tokens]
    ends = ["\n" if token & PARAGRAPH else " " for token in tokens]
    exact = "".join(row[0] + end for row, end in zip(of, ends, strict=True))
    stem, part = (" ".join(row[place] for row in of if row[place]) for place in (1, 2))
    return [exact[:-1], stem, part]


@pytest.mark.parametrize("field", ["id", "exact", "origin"])
def test_what_cannot_be_encoded_is_refused_and_the_rest_is_kept(
    tmp_path: Path, native_segments: ModuleType, field: str
) -> None:
    surrogate: dict[str, Any] = {field: "\ud800"}
    writing = segments.CompiledWriter(native_segments, _made(tmp_path / "index"), fresh=True)
    writing.add(article("a", "wie"))
    with pytest.raises(UnicodeEncodeError):
        writing.add(article("b", "wie")._replace(**surrogate))
    writing.add(article("c", "wie"))
    writing.commit()
    assert [id_ for id_, _ in _reader(tmp_path / "index").ids()] == ["a", "c"]


def test_an_error_of_the_thread_that_writes_is_raised_and_stays(
    tmp_path: Path, native_segments: ModuleType
) -> None:
    folder = _made(tmp_path / "index")
    writing = segments.CompiledWriter(native_segments, folder, fresh=True)
    (folder / "segments.part").rename(tmp_path / "elsewhere")
    writing.add(article("a", "wie"))
    with pytest.raises(OSError, match="No such file"):
        writing.commit()
    with pytest.raises(RuntimeError, match="stopped"):
        writing.commit()
    writing.abort()
    assert _reader(folder).size == 0


def test_a_writer_of_another_version_of_tantivy_is_not_used(
    monkeypatch: pytest.MonkeyPatch, native_segments: ModuleType
) -> None:
    monkeypatch.setattr(tantivy, "__version__", "tantivy v0.28.0, index_format v7")
    segments.compiled.cache_clear()
    try:
        assert segments.compiled() is None
        monkeypatch.undo()
        segments.compiled.cache_clear()
        assert segments.compiled() is native_segments
    finally:
        segments.compiled.cache_clear()


def _made(folder: Path) -> Path:
    folder.mkdir()
    open_index(folder)
    return folder


def _reader(folder: Path) -> EngineReader:
    """Return a reader that searches by Tantivy alone, which is to read what either writer wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "compiled_searcher", lambda *_: None)
        return TantivyEngine().open_reader(folder)


def _counted(reader: EngineReader, node: Node) -> Aggregation | str:
    """Return the counts of a query, or why days that no calendar has are not counted."""
    try:
        return reader.count(node, FACETS)
    except IndexDamagedError as refused:
        return str(refused)


def _scored(reader: EngineReader, node: Node) -> set[tuple[str, float]]:
    found = reader.search(node, 1_000)
    payloads = reader.load([match.doc_id for match in found])
    by_date = reader.search(node, 1_000, sort=Sort.NEWEST)
    assert len(by_date) == len(found)
    days = reader.days([match.doc_id for match in by_date])
    assert days == sorted(days, reverse=True)
    return {(p.decode(), round(m.score, 4)) for p, m in zip(payloads, found, strict=True)}


def test_terms_are_those_of_tantivys_dictionary_whatever_their_beginning(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over several segments, with deletions, and for a reader that a commit came after."""
    chance = random.Random(20)
    for _ in range(3):
        write(tmp_path / "index", articles(chance, 40), [f"a{chance.randrange(40)}"])
    reader = _reader(tmp_path / "index")
    asked = [
        (each, prefix) for each in EVERY for prefix in ("", "d", "dijk", "dijkx", "東", "nul\0")
    ]
    found = [reader.terms(*each, prefix, limit) for each, prefix in asked for limit in (1, 3, 99)]
    write(tmp_path / "index", [article("later", "wie")])
    later = [reader.terms(*each, prefix, limit) for each, prefix in asked for limit in (1, 3, 99)]
    assert found == later
    assert any(len(terms) == 3 for terms in found)
    monkeypatch.setattr(segments, "compiled", lambda: None)
    mine, other = _reader(tmp_path / "index"), reader
    assert [other.terms(*each, prefix, 99) for each, prefix in asked] == found[2::3]
    assert ("wie", 1) in mine.terms("text", "exact", "", 99)


def test_terms_that_begin_alike_are_in_the_order_of_their_bytes(
    tmp_path: Path, write: Write
) -> None:
    """Eight bytes are compared first, and NUL stands for those that a term lacks."""
    ends = ["", "\0", "\0\0", "a", "v", "v\0", "vl", "vlo\0", "vloed", "vloedkering", "é", "東京"]
    terms = [f"{begin}{end}" for begin in ("s", "storm", "stormen", "stormend") for end in ends]
    random.Random(8).shuffle(terms)
    documents = [article(f"a{number}", term) for number, term in enumerate(terms)]
    described(tmp_path / "described", documents)
    write(tmp_path / "other", documents)
    mine, other = _reader(tmp_path / "other"), _reader(tmp_path / "described")
    assert len(mine.terms("text", "exact", "", 10_000)) == len(terms)
    _same_terms(mine, other)


def _same_terms(mine: EngineReader, other: EngineReader) -> None:
    for field, channel in EVERY:
        found = mine.terms(field, channel, "", 10_000)
        assert found == other.terms(field, channel, "", 10_000)
        for term, _ in found:
            assert mine.frequency(field, channel, term) == other.frequency(field, channel, term)


def _nodes(chance: random.Random) -> Iterator[Node]:
    for field, channel in EVERY:
        for word in chance.sample(WORDS, 4):
            yield nodes.Term(field, channel, word)
    for _ in range(20):
        two = tuple(chance.sample(WORDS, 2))
        slop = chance.randrange(3)
        yield nodes.Phrase("text", chance.choice(("exact", "part")), two, slop)
        yield nodes.Or(tuple(nodes.Term("text", "stem", word) for word in two))
    yield nodes.Prefix("text", "exact", "a")
    yield nodes.Wildcard("text", "exact", "*e?")
    yield nodes.Fuzzy("text", "exact", "dijkn", 1)
    yield nodes.DateRange(Span.parse("2021-12").first, Span.parse("2022-02").last)
    yield nodes.Keyword("author", "jansen", within=True)
    yield nodes.Keyword("source", "nrc")
    yield nodes.MatchAll()


def articles(chance: random.Random, count: int) -> list[IndexDocument]:
    """Return articles by chance, with values of every field."""
    return [_random(chance, n) for n in range(count)]


def _random(chance: random.Random, number: int) -> IndexDocument:
    exact, stem, part, *title = (
        " ".join(chance.choices(WORDS, k=chance.randrange(40))) for _ in range(6)
    )
    day = chance.choice(DAYS)
    span = Span.parse(day) if day else Span(0, 0)
    values = {
        "source": chance.choice(NAMES),
        "section": tuple(chance.choices(NAMES, k=chance.randrange(3))),
        "author": tuple(dict.fromkeys(chance.choices(NAMES, k=chance.randrange(4)))),
        "year": (day or "")[:4],
    }
    bands = tuple(chance.randrange(20) for _ in range(chance.choice((0, 6))))
    hash_ = f"{chance.getrandbits(96):024x}"
    return IndexDocument(
        id=f"a{number}", content_hash=hash_, origin=f"map/{number % 7}.jsonl", exact=exact,
        stem=stem, part=part, title_exact=title[0], title_stem=title[1], title_part=title[2],
        first=span.first, last=span.last, values=FieldValues(values),
        payload=f"{number} {hash_}".encode(), lsh_bands=bands, group=chance.randrange(5),
    )  # fmt: skip


def article(id_: str, exact: str) -> IndexDocument:
    return IndexDocument(
        id=id_, content_hash="1", origin="", exact=exact, stem="", part="", title_exact="",
        title_stem="", title_part="", first=0, last=0, values={}, payload=id_.encode(),
    )  # fmt: skip
