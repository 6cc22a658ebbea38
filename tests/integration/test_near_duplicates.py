"""Near-duplicates over a real index: one group each, kept from run to run, one row in a list."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.registry import Location, names
from indexer.model import Article, SearchPage, SearchRequest, Sort
from indexer.query.nodes import MatchAll
from indexer.search.limits import RERANK_WINDOW
from indexer.storage.payload import stored_article
from tests.paths import SEEDS

# What seeds/README.md calls the seven wire stories.
WIRE_STORIES = {
    frozenset({"db-2022-06-30-navo", "lc-2022-06-30-navo-madrid", "velmerland/navo-madrid"}),
    frozenset({"db-2023-04-05-finland", "lc-2023-04-05-finland"}),
    frozenset({"dv-2023-05-24-kogge", "lc-2023-05-25-kogge"}),
    frozenset({"lc-2022-08-04-watertekort", "velmerland/watertekort"}),
    frozenset({"lc-2023-01-02-prijsplafond", "velmerland/prijsplafond"}),
    frozenset({"lc-2023-02-14-wolf-dna", "velmerland/wolf-dna"}),
    frozenset({"lc-2023-10-20-spoortunnel", "velmerland/spoortunnel-drieweg"}),
}

LEAD = (
    "In de haven van Oldervelme is vannacht een schip gezonken. De bemanning van vier koppen is "
    "door de reddingsdienst van boord gehaald en maakt het goed. Het schip, dat met zand geladen "
    "was, maakte water nadat het de kade had geraakt."
)
MORE = " De havenmeester heeft het bekken afgesloten en verwacht dat het bergen een week duurt."
FIRST = Article("eerst", "Schip zinkt in haven", LEAD, "2022-03-24", "De Kade")
LATER = Article("later", "Wrak verspert de sluis", LEAD + MORE, "2022-03-25", "Het Anker")
OTHER = Article(
    "ander",
    "Schip vaart uit",
    "Het zeilschip vertrok gisteren onder grote belangstelling uit Oldervelme voor een reis om "
    "de wereld die twee jaar gaat duren, met aan boord veertig leerlingen en hun leraren.",
    "2022-03-24",
    "De Kade",
)


def groups(archive: Archive) -> set[frozenset[str]]:
    """Return the ids of the articles of each group with more than one."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for id_, group in numbered(archive).items():
        found[group].add(id_)
    return {frozenset(ids) for ids in found.values() if len(ids) > 1}


def numbered(archive: Archive) -> dict[str, int]:
    """Return the group of every article."""
    reader = archive._snapshots.current().reader
    doc_ids = [match.doc_id for match in reader.search(MatchAll(), 1_000)]
    ids = [stored_article(payload).id for payload in reader.load(doc_ids)]
    return dict(zip(ids, reader.group_ids(doc_ids), strict=True))


@pytest.fixture(params=names(Location.FOLDER))
def updated(request: pytest.FixtureRequest, tmp_path: Path, jsonl: Callable[..., Path]) -> Callable:  # type: ignore[type-arg]
    """Return a function that reads articles into one index, run after run, and opens it."""
    settings = Settings(tmp_path / "index", request.param)

    def update(*articles: Article, prune: bool = False) -> Archive:
        build(settings, [jsonl(*articles)], prune=prune)
        return Archive.open(settings)

    return update


@pytest.fixture(params=names(Location.FOLDER))
def seeds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    settings = Settings(tmp_path_factory.mktemp("seeds") / "index", request.param)
    build(settings, [SEEDS])
    return Archive.open(settings)


def test_each_wire_story_of_the_sample_archive_is_one_group_and_nothing_else(
    seeds: Archive,
) -> None:
    assert groups(seeds) == WIRE_STORIES


def test_a_hit_stands_for_the_other_papers_of_its_story(seeds: Archive) -> None:
    hits = seeds.search(SearchRequest("wolvin Holtermark DNA")).hits
    (best,) = [hit for hit in hits if hit.article.id.endswith("wolf-dna")]
    (copy,) = best.near_duplicates
    assert {best.article.id, copy.id} in WIRE_STORIES
    assert copy.title == seeds.article(copy.id).article.title


def test_other_versions_of_an_article_are_those_of_its_group(seeds: Archive) -> None:
    versions = seeds.similar("db-2022-06-30-navo").near_duplicates
    assert {hit.article.id for hit in versions} == {
        "lc-2022-06-30-navo-madrid",
        "velmerland/navo-madrid",
    }


def test_groups_are_the_same_whatever_the_order_or_the_runs(updated: Callable) -> None:  # type: ignore[type-arg]
    together = updated(FIRST, LATER, OTHER)
    assert groups(together) == {frozenset({"eerst", "later"})}
    again = updated(FIRST, LATER, OTHER, replace(LATER, id="derde", date="2022-03-26"))
    assert groups(again) == {frozenset({"eerst", "later", "derde"})}
    assert numbered(again).items() >= numbered(together).items()


def test_the_order_of_reading_decides_no_more_than_the_number(
    archive_of: Callable[..., Archive],
) -> None:
    articles = [FIRST, LATER, OTHER]
    assert groups(archive_of(*articles)) == groups(archive_of(*reversed(articles)))


def test_a_group_outlives_the_article_that_began_it(updated: Callable) -> None:  # type: ignore[type-arg]
    before = numbered(updated(FIRST, LATER))
    after = numbered(updated(LATER, replace(LATER, id="derde"), prune=True))
    assert after == {"later": before["eerst"], "derde": before["eerst"]}


def test_an_article_that_changes_keeps_its_group_as_long_as_its_story(updated: Callable) -> None:  # type: ignore[type-arg]
    before = numbered(updated(FIRST, LATER))
    longer = numbered(updated(replace(FIRST, body=LEAD + MORE + " Dat zei hij."), LATER))
    assert longer == before
    changed = numbered(updated(replace(FIRST, body=OTHER.body), LATER))
    assert changed["later"] == before["later"] != changed["eerst"]


def many(size: int, seed: int) -> list[Article]:
    """Return articles of which each third is a copy of one before, and most speak of a dyke."""
    chance = random.Random(seed)
    articles: list[Article] = []
    for number in range(size):
        if number % 3 == 2:
            body = chance.choice(articles).body + " Dat meldt het persbureau."
        else:
            words = [
                chance.choice(["dijk", "water", "sluis", f"w{chance.random()}"]) for _ in range(30)
            ]
            body = " ".join(["haven", *words])
        articles.append(Article(f"{number:03}", f"Kop {number}", body, "2022-03-24"))
    return articles


def test_no_article_with_every_word_gives_way_to_a_copy_without_one(
    archive_of: Callable[..., Archive],
) -> None:
    shorter = replace(LATER, id="kort", body=LEAD)
    other = replace(OTHER, body=OTHER.body + " Er is proviand voor een week.")
    page = archive_of(LATER, shorter, other).search(SearchRequest("Oldervelme week"))
    assert page.total == 2
    assert {"later", "ander"} <= {hit.article.id for hit in page.hits}


@pytest.mark.parametrize("size", [40, 130])
@pytest.mark.parametrize("query", ["haven", "dijk water", "dijk sluis haven"])
@pytest.mark.parametrize("limit", [3, 10, 45])
def test_pages_give_every_article_once_folded_or_not(
    stories: dict[int, Archive], size: int, query: str, limit: int
) -> None:
    archive = stories[size]
    loose = pages(archive, SearchRequest(query, limit=limit, collapse=False))
    tight = pages(archive, SearchRequest(query, limit=limit))
    assert not any(hit.near_duplicates for page in loose for hit in page.hits)
    assert Counter(shown(tight)) == Counter(shown(loose)) == Counter(set(shown(loose)))
    assert {page.total for page in tight} == {loose[0].total}
    assert sum(len(page.hits) for page in tight) < sum(len(page.hits) for page in loose)
    ranks = [hit.rank for page in tight for hit in page.hits]
    assert ranks == list(range(1, len(ranks) + 1))


def test_only_articles_of_the_pool_are_folded(stories: dict[int, Archive]) -> None:
    hits = stories[130].search(SearchRequest("haven", limit=200)).hits
    assert (
        0
        < sum(1 + len(hit.near_duplicates) for hit in hits if hit.near_duplicates)
        <= RERANK_WINDOW
    )


def test_by_date_nothing_is_folded(stories: dict[int, Archive]) -> None:
    page = stories[40].search(SearchRequest("haven", sort=Sort.NEWEST, limit=100))
    assert len(page.hits) == page.total
    assert not any(hit.near_duplicates for hit in page.hits)


def test_a_listing_has_every_article(stories: dict[int, Archive]) -> None:
    listing = stories[40].listing(SearchRequest("haven", limit=100))
    assert len(list(listing.hits)) == listing.total == 40


@pytest.fixture(scope="module")
def stories(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> dict[int, Archive]:
    made = {}
    for size in (40, 130):
        folder = tmp_path_factory.mktemp("stories")
        settings = Settings(folder / "index")
        build(settings, [write_articles(folder / "stories.jsonl", *many(size, seed=size))])
        made[size] = Archive.open(settings)
    return made


def pages(archive: Archive, request: SearchRequest) -> list[SearchPage]:
    """Return every page up to the last."""
    first = archive.search(request)
    return [first, *(archive.search(replace(request, page=n)) for n in range(2, first.pages + 1))]


def shown(found: Sequence[SearchPage]) -> list[str]:
    """Return the ids of all articles of these pages, folded ones too."""
    hits = [hit for page in found for hit in page.hits]
    return [
        id_ for hit in hits for id_ in (hit.article.id, *(copy.id for copy in hit.near_duplicates))
    ]
