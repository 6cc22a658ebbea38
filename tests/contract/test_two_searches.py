"""The compiled search finds, scores, orders and counts what Tantivy does, over one index."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer.engines.documents import IndexDocument
from indexer.engines.protocol import DocId, EngineReader, ScoredDoc
from indexer.engines.tantivy import segments
from indexer.engines.tantivy.engine import TantivyEngine, TantivyReader
from indexer.fields import ENGINE_FACETS, FACETS, FieldValues
from indexer.model import Sort, Span
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node
from tests.contract.test_two_writers import WORDS, articles, commit, described

CHANNELS: tuple[Channel, ...] = ("exact", "stem", "part")
Readers = tuple[EngineReader, EngineReader]


@pytest.fixture(scope="module", params=["described", "compiled"])
def readers(
    request: pytest.FixtureRequest,
    native_segments: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
) -> Readers:
    """Return the compiled search and Tantivy's own, over segments of which some have deletions."""
    chance = random.Random(7)
    folder = tmp_path_factory.mktemp("two") / "index"
    for size in (300, 40, 1, 60):
        added = [each._replace(id=f"a{chance.randrange(350)}") for each in articles(chance, size)]
        removed = [f"a{chance.randrange(350)}" for _ in range(9)]
        commit(request.param, folder, added, removed, native_segments)
    return _opened(folder)


def _opened(folder: Path) -> Readers:
    compiled = TantivyEngine().open_reader(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "compiled", lambda: None)
        return compiled, TantivyEngine().open_reader(folder)


@pytest.mark.parametrize("seed", range(30))
def test_any_tree_finds_the_same_in_one_order(readers: Readers, seed: int) -> None:
    compiled, own = readers
    chance = random.Random(seed)
    node = _tree(chance, depth=chance.randrange(4))
    boosted = nodes.MustShould(node, tuple(_tree(chance, depth=1) for _ in range(3)))
    for each in (node, boosted, nodes.MustShould(boosted, (_term(chance),))):
        limit, offset = chance.choice((1, 10, 1_000)), chance.choice((0, 0, 5))
        found = compiled.search(each, limit, offset=offset)
        _same(found, own.search(each, limit, offset=offset), _scores(own, each))
        assert compiled.count(each, FACETS) == own.count(each, FACETS)


def test_what_is_not_compiled_is_answered_all_the_same(readers: Readers) -> None:
    compiled, own = readers
    for node in (nodes.Fuzzy("text", "exact", "dijc"), _deep(120)):
        assert compiled.search(node, 50) == own.search(node, 50)
        assert compiled.count(node, FACETS) == own.count(node, FACETS)


def test_articles_that_are_named_by_their_ids_are_found_and_left_out_compiled(
    readers: Readers,
) -> None:
    """Those of a person are: a page of them counts seven times."""
    compiled, own = readers
    assert isinstance(compiled, TantivyReader)
    assert compiled._compiled
    ids = [id_ for id_, _ in own.ids()]
    chance = random.Random(5)
    for count in (0, 1, 7, len(ids)):
        among = nodes.Among((*chance.sample(ids, count), "nobody's"))
        word, like = _term(chance), nodes.Wildcard("text", "exact", "*a*")
        for node in (
            among,
            nodes.And((word, among)),
            nodes.And((like, nodes.Not(among))),
            nodes.Or((word, among)),
            nodes.MustShould(among, (word,)),
        ):
            assert compiled._compiled.search(node, 50) is not None
            assert compiled._compiled.count(node, []) is not None
            _same(compiled.search(node, 50), own.search(node, 50), _scores(own, node))
            assert compiled.count(node, FACETS) == own.count(node, FACETS)
            assert compiled.contents(node, 9_999) is not None


def test_the_trees_of_these_tests_are_run_compiled(readers: Readers) -> None:
    """Else the others would compare Tantivy with itself."""
    reader, _ = readers
    assert isinstance(reader, TantivyReader)
    searcher = reader._compiled
    assert searcher
    doc_ids = [each.doc_id for each in reader.search(nodes.MatchAll(), 5)]
    for seed in range(30):
        chance = random.Random(seed)
        node = _tree(chance, depth=chance.randrange(4))
        answers = (
            searcher.search(node, 10),
            searcher.count(node, []),
            searcher.count_by(node, "span"),
            searcher.first_values(node, "content_hash", 5),
            searcher.numbers(node),
            *(searcher.highest(node, str(sort), 5) for sort in (Sort.NEWEST, Sort.OLDEST)),
            searcher.matches([node], doc_ids),
        )
        assert None not in answers
    columns = [searcher.values(column, doc_ids) for column in ("newest", "group")]
    assert None not in (searcher.payloads(doc_ids, None), *columns)


@pytest.mark.parametrize("seed", range(20))
def test_who_shares_most_bands_is_found_in_one_order(readers: Readers, seed: int) -> None:
    """Of as many bands by address; those that are gone, and bands of nobody, count for nothing."""
    compiled, own = readers
    assert isinstance(compiled, TantivyReader)
    assert compiled._compiled
    chance = random.Random(seed)
    bands = chance.sample(range(22), chance.randrange(1, 5))
    for limit in (1, 5, 1_000):
        assert compiled._compiled.sharing("lsh_bands", bands, limit) is not None
        assert compiled.lsh_candidates(bands, limit) == own.lsh_candidates(bands, limit)
    assert own.lsh_candidates(range(20), 1_000)


@pytest.mark.parametrize("seed", range(30))
def test_words_within_one_limit_after_the_other_are_counted_the_same(
    readers: Readers, seed: int
) -> None:
    """What was found of the words is kept, and other limits of a page are looked for in it."""
    compiled, own = readers
    chance = random.Random(seed)
    words = _tree(chance, depth=2)
    limits = [*(nodes.Not(_tree(chance, depth=1)) for _ in range(3)), _tree(chance, depth=0)]
    asked = [words, *(nodes.And((words, *chance.sample(limits, n))) for n in (1, 2, 3, 1))]
    for each in chance.sample(asked, len(asked)):
        for _ in range(2):
            assert compiled.count(each, FACETS) == own.count(each, FACETS)
            assert compiled.count_by_date_range(each) == own.count_by_date_range(each)
            found = compiled.search(each, 1_000)
            _same(found, own.search(each, 1_000), _scores(own, each))


@pytest.mark.parametrize("limit", [1, 3, 1_000])
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_most_frequent_terms_are_the_same(
    readers: Readers, channel: Channel, limit: int
) -> None:
    found, expected = (each.term_counts("text", channel, limit) for each in readers)
    assert found is not None
    assert expected is not None
    assert [*found] == [*expected]
    assert len(found) == len(expected)
    assert found.lines.count("\n") == len(found)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_any_tree_is_listed_by_day_in_one_order(readers: Readers, sort: Sort, seed: int) -> None:
    """Many articles have one day, and some none."""
    compiled, own = readers
    chance = random.Random(seed)
    node = _tree(chance, depth=chance.randrange(3))
    for limit, offset in ((1, 0), (10, 0), (7, 5), (1_000, 3)):
        found = compiled.search(node, limit, offset=offset, sort=sort)
        assert found == own.search(node, limit, offset=offset, sort=sort)


@pytest.mark.parametrize("seed", range(20))
def test_the_articles_of_any_tree_have_the_same_contents(readers: Readers, seed: int) -> None:
    compiled, own = readers
    chance = random.Random(seed)
    every = sorted(own.contents(nodes.MatchAll(), 1_000))
    assert len(set(every)) > 100
    assert sorted(compiled.contents(nodes.MatchAll(), 1_000)) == every
    node = _tree(chance, depth=chance.randrange(4))
    found = sorted(own.contents(node, 1_000))
    assert sorted(compiled.contents(node, 1_000)) == found
    assert compiled.numbered
    contents, numbers = compiled.numbered.contents(), compiled.numbered.matching(node)
    assert contents is not None
    assert numbers is not None
    assert sorted(contents[number] for number in numbers) == found
    assert compiled.numbered.matching(nodes.Fuzzy("text", "exact", "dijc")) is None
    some = compiled.contents(node, 7)
    assert len(some) == min(7, len(found))
    assert set(some) <= set(found)


@pytest.mark.parametrize(
    "pattern", ["*", "?*", "*e*", "d?jk", "*jk", "d*k*", "**ij*k", "?????", "z*ee", "*É*n", "dijk"]
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_any_pattern_fits_the_same_terms(readers: Readers, channel: Channel, pattern: str) -> None:
    compiled, own = readers
    if pattern.strip("*?"):
        node: Node = nodes.Wildcard("text", channel, pattern, 0.7)
    else:
        node = nodes.And(
            (nodes.Prefix("title", channel, "d"), nodes.Wildcard("text", channel, f"{pattern}i*"))
        )
    assert compiled.count(node, FACETS) == own.count(node, FACETS)
    _same(compiled.search(node, 50), own.search(node, 50), _scores(own, node))


def test_what_is_stored_of_articles_is_read_alike(readers: Readers) -> None:
    compiled, own = readers
    every = [each.doc_id for each in own.search(nodes.MatchAll(), 1_000)]
    random.Random(5).shuffle(every)
    assert compiled.load(every) == own.load(every)
    assert compiled.days(every) == own.days(every)
    assert compiled.group_ids(every) == own.group_ids(every)
    assert (compiled.load([]), compiled.days([])) == ([], [])
    asked = [_tree(random.Random(seed), depth=2) for seed in range(12)]
    assert compiled.matches(asked, every[:40]) == own.matches(asked, every[:40])
    assert compiled.matches(asked, []) == own.matches(asked, []) == []
    assert compiled.matches([], every[:2]) == own.matches([], every[:2])
    for node in (nodes.MatchAll(), nodes.Term("text", "exact", "dijk"), nodes.Among(("a1",))):
        assert compiled.count_by_date_range(node) == own.count_by_date_range(node)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, native_segments: ModuleType) -> Readers:
    """Return both searches over articles of which many have a word, few another.

    Their words lie in several blocks, which seeking passes by. Each has a source of its own.
    """
    chance = random.Random(11)
    folder = tmp_path_factory.mktemp("wide") / "index"
    for at, size in enumerate((2_500, 700)):
        added = [
            _seldom(each, chance)._replace(id=f"{at}-{number}")
            for number, each in enumerate(articles(chance, size))
        ]
        removed = [f"0-{chance.randrange(2_500)}" for _ in range(60 * at)]
        commit("described", folder, added, removed, native_segments)
    return _opened(folder)


def _seldom(document: IndexDocument, chance: random.Random) -> IndexDocument:
    """Return an article which few others share a word and a section with."""
    rare = f" zelden{chance.randrange(300)} dijk" if chance.random() < 0.4 else ""
    texts = {name: getattr(document, name) + rare for name in ("exact", "stem", "part")}
    values = dict(document.values) | {"source": f"{document.content_hash} {document.id}"}
    return document._replace(values=FieldValues(values), **texts)


@pytest.mark.parametrize("seed", range(60))
def test_what_few_articles_have_narrows_what_many_have(wide: Readers, seed: int) -> None:
    compiled, own = wide
    chance = random.Random(seed)
    rare = tuple(nodes.Term("text", "part", f"zelden{n}") for n in chance.sample(range(300), 9))
    few = nodes.Or(rare[: chance.choice((1, 2, 9))])
    row = nodes.Phrase("text", "part", (rare[0].text, "dijk"), chance.randrange(3), 2.0)
    more = tuple(_tree(chance, depth=chance.randrange(3)) for _ in range(4))
    barred = nodes.Not(_leaf(chance))
    for node in (
        nodes.And((*more[:2], few)),
        nodes.And((few, nodes.Or((row, *more)), barred)),
        nodes.And((nodes.MatchAll(), nodes.Or((few, row)), nodes.MustShould(more[0], more[1:]))),
        nodes.MustShould(nodes.And((few, barred)), (row, *more)),
        nodes.MustShould(nodes.Or((few, more[0])), (row, *more[1:])),
        nodes.Or((row, nodes.And((few, *more)), nodes.Or((few, *more), 2))),
    ):
        _same(compiled.search(node, 40), own.search(node, 40), _scores(own, node, 4_000))
        over = nodes.MustShould(node, (few, row, *more))
        _same(compiled.search(over, 40), own.search(over, 40), _scores(own, over, 4_000))
        assert compiled.count(node, ENGINE_FACETS) == own.count(node, ENGINE_FACETS)
    asked = [each.doc_id for each in own.search(nodes.Or((few, *more)), 25)]
    assert compiled.matches((few, row, *more), asked) == own.matches((few, row, *more), asked)


def test_facets_of_many_values_are_counted_compiled(wide: Readers) -> None:
    """Tantivy compresses the names of so many: they are read all the same."""
    reader, own = wide
    assert isinstance(reader, TantivyReader)
    assert reader._compiled
    counted = reader._compiled.count(nodes.MatchAll(), ["source"])
    assert counted
    assert len(counted[1][0]) == own.size > 3_000


def test_what_is_asked_again_is_of_the_same_node_only(readers: Readers) -> None:
    """Documents of the last nodes are kept, not those of nodes that are equal by chance."""
    compiled, own = readers
    chance = random.Random(8)
    for _ in range(40):
        node = _tree(chance, depth=1)
        for each in (node, nodes.ConstantScore(node, 1.0), node):
            assert compiled.count(each, FACETS) == own.count(each, FACETS)
            assert compiled.count_by_date_range(each) == own.count_by_date_range(each)


@pytest.mark.parametrize("seed", range(20))
def test_what_was_counted_is_not_found_anew_where_it_scores_alike(
    readers: Readers, seed: int
) -> None:
    compiled, own = readers
    chance = random.Random(seed)
    must, other, *more = (_tree(chance, depth=2) for _ in range(5))
    for counted in (must, other):
        assert compiled.count(counted) == own.count(counted)
    bonus = nodes.ConstantScore(must, 3.0)
    for node in (
        bonus,
        nodes.Or((*more, bonus, other)),
        nodes.MustShould(bonus, (*more, must)),
        nodes.And((nodes.Or((must, *more)), nodes.ConstantScore(other, 0.5), nodes.Not(bonus))),
        nodes.And((nodes.MatchAll(), bonus, nodes.Or((bonus, other, *more), 2))),
    ):
        _same(compiled.search(node, 60), own.search(node, 60), _scores(own, node))
        assert compiled.count(node) == own.count(node)


def test_threads_that_search_at_once_do_not_meet_in_one_array(readers: Readers) -> None:
    """Each goes on with its own first search, or begins anew."""
    compiled, own = readers
    chance = random.Random(3)
    trees = [_tree(chance, depth=2) for _ in range(8)]
    more = [(_term(chance), _term(chance)) for _ in trees]

    def both(turn: int) -> tuple[list[ScoredDoc], list[ScoredDoc]]:
        first, should = trees[turn % 8], more[turn % 8]
        return compiled.search(first, 500), compiled.search(nodes.MustShould(first, should), 500)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(both, range(160)))
    for turn, (first, second) in enumerate(answers):
        tree, should = trees[turn % 8], more[turn % 8]
        _same(first, own.search(tree, 500), _scores(own, tree))
        again = nodes.MustShould(tree, should)
        _same(second, own.search(again, 500), _scores(own, again))


def test_a_reader_that_a_commit_came_before_keeps_tantivys_numbers(
    tmp_path: Path, native_segments: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles have other numbers after a commit: such a reader has no compiled search."""
    folder = tmp_path / "index"
    described(folder, articles(random.Random(1), 20))

    def late(*asked: Any) -> Any:
        described(folder, articles(random.Random(2), 30))
        return searcher(*asked)

    searcher: Callable[..., Any] = native_segments.SegmentSearcher
    monkeypatch.setattr(native_segments, "SegmentSearcher", late)
    reader = TantivyEngine().open_reader(folder)
    assert reader.size == len(reader.search(nodes.MatchAll(), 100)) == 20


def _same(found: list[ScoredDoc], expected: list[ScoredDoc], scores: dict[DocId, float]) -> None:
    """Scores are equal, and the order but for articles whose scores differ by rounding alone."""
    assert [each.score for each in found] == pytest.approx([e.score for e in expected], abs=1e-4)
    assert [scores[each.doc_id] for each in found] == pytest.approx(
        [each.score for each in expected], abs=1e-4
    )
    assert len({each.doc_id for each in found}) == len(found)


def _scores(reader: EngineReader, node: Node, most: int = 1_000) -> dict[DocId, float]:
    return {doc.doc_id: doc.score for doc in reader.search(node, most)}


def _term(chance: random.Random) -> nodes.Term:
    boost, share = chance.choice((1.0, 0.3, 2.5)), chance.choice((0.0, 0.5, 0.6, 1.0))
    field: FieldName = "title" if chance.random() < 0.2 else "text"
    word = chance.choice((*WORDS, "nergens"))
    return nodes.Term(field, chance.choice(CHANNELS), word, boost, share)


def _leaf(chance: random.Random) -> Node:
    word = chance.sample(WORDS, 2)
    leaves: tuple[Node, ...] = (
        nodes.Phrase("text", "exact", (word[0], word[1]), chance.randrange(3), 1.5),
        nodes.Phrase("text", "part", (word[0], word[1]), 0, 0.5),
        nodes.DateRange(Span.parse("2021-12").first, Span.parse("2022-02").last),
        nodes.Keyword("source", "nrc"),
        nodes.Keyword("author", "jansen", within=True),
        nodes.MatchAll(),
        nodes.Prefix("text", "stem", word[0][:2], 0.4),
        nodes.Wildcard("title", "exact", f"*{word[0][-1:]}", 1.1),
    )
    return chance.choice(leaves) if chance.random() < 0.3 else _term(chance)


def _tree(chance: random.Random, depth: int) -> Node:
    if not depth:
        return _leaf(chance)
    children = tuple(_tree(chance, depth - 1) for _ in range(chance.randrange(1, 5)))
    boost = chance.choice((1.0, 1.0, 0.7))
    match chance.randrange(6):
        case 0 | 1:
            return nodes.Or(children, 1, boost)
        case 2:
            return nodes.Or(children, chance.randrange(1, len(children) + 1), boost)
        case 3:
            barred = (nodes.Not(_leaf(chance)),) if chance.random() < 0.5 else ()
            return nodes.And((*children, *barred), boost)
        case 4:
            return nodes.MustShould(children[0], children[1:] or (_leaf(chance),))
        case _:
            return nodes.ConstantScore(children[0], boost)


def _deep(depth: int) -> Node:
    node: Node = nodes.Term("text", "exact", "dijk")
    for _ in range(depth):
        node = nodes.ConstantScore(node, 1.0)
    return node
