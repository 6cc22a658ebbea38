"""What each part of the ranking does, on archives so small that nothing else tells them apart."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from indexer.archive import Archive
from indexer.engines.protocol import DocId
from indexer.model import Article, Hit, SearchRequest
from indexer.search.ranking.feedback import Feedback, FeedbackDocument, feedback_terms
from indexer.search.ranking.scoring import Ranking, estimated_mean_length
from indexer.search.ranking.weights import Weights

ArchiveOf = Callable[..., Archive]

FRUIT = "appel peer banaan citroen druif framboos kers limoen mango olijf".split()  # noqa: SIM905
LAST_DAY = 28

PLAIN = Weights(
    all_constituents=0,
    related_stems=0,
    proximity=0,
    title=0,
    all_terms_bonus=0,
    all_terms_first=0,
    abbreviated_name=0,
    quantity=0,
    temporal=0,
    centroid=0,
    inner_words=0,
    title_feedback=0,
    feedback=replace(Weights().feedback, weight=0),
    expansion=replace(Weights().expansion, weight=0),
)
"""Only the three channels of each word."""


def text(*words: str) -> str:
    return " ".join((*words, *FRUIT))


def scores(archive: Archive, query: str, weights: Weights = PLAIN) -> dict[str, float]:
    """Return the score of each article that is found, in order."""
    page = archive.weighted(weights).search(SearchRequest(query, limit=20, collapse=False))
    return {hit.article.id: hit.score for hit in page.hits}


@pytest.fixture
def filler() -> list[Article]:
    """Articles that make words rare."""
    return [Article(f"f{number}", "Kop", " ".join(FRUIT)) for number in range(20)]


@pytest.mark.parametrize(
    ("query", "better", "worse", "part", "why"),
    [
        ("kiezen", "kiezen", "koos", {"exact": 0}, "what was typed before its other forms"),
        ("koos", "koos", "gekozen", {"exact": 0}, "also where that is no infinitive"),
        ("crisis", "crisis", "veiligheidscrisis", {"exact": 0, "stem": 0}, "a word before a part"),
        ("Zelensky", "Zelensky", "Zelenski", {"exact": 0, "stem": 0}, "the typed spelling"),
    ],
)
def test_the_form_that_was_typed_comes_first(  # noqa: PLR0917
    archive_of: ArchiveOf,
    filler: list[Article],
    query: str,
    better: str,
    worse: str,
    part: dict[str, float],
    why: str,
) -> None:
    archive = archive_of(
        Article("worse", "Kop", text(worse)), Article("better", "Kop", text(better)), *filler
    )
    found = scores(archive, query)
    assert found["better"] > found["worse"], why
    without = scores(archive, query, replace(PLAIN, **part))  # type: ignore[arg-type]
    assert without["better"] == pytest.approx(without["worse"], rel=0.05)


@pytest.mark.parametrize(
    ("part", "query", "better", "worse", "why"),
    [
        (
            "title",
            "crisis",
            Article("better", "Crisis", text("kop")),
            Article("worse", "Kop", text("crisis")),
            "a word in the title says what an article is about",
        ),
        (
            "title",
            "veiligheidscrisis",
            Article("better", "Crisis in de veiligheid", text("kop")),
            Article("worse", "Kop", text("crisis in de veiligheid")),
            "so do the parts of a compound there",
        ),
        (
            "proximity",
            "crisis oorlog",
            Article("better", "Kop", text("crisis", "oorlog")),
            Article("worse", "Kop", f"crisis {' '.join(FRUIT)} oorlog"),
            "words near each other",
        ),
        (
            "proximity",
            "oorlog crisis",
            Article("better", "Kop", text("crisis", "de", "oorlog")),
            Article("worse", "Kop", f"crisis {' '.join(FRUIT)} de oorlog"),
            "in either order, a stop word between",
        ),
        (
            "all_constituents",
            "veiligheidscrisis",
            Article("better", "Kop", text("veiligheid", *FRUIT, "crisis", *FRUIT)),
            Article("worse", "Kop", text("crisis", *FRUIT, "crisis", *FRUIT)),
            "all parts of a compound rather than one of them",
        ),
        (
            "quantity",
            "30 oorlog",
            Article("better", "Kop", text("30", "oorlogen", "40", "crises")),
            Article("worse", "Kop", text("40", "oorlogen", "30", "crises")),
            "a number of what it is asked of",
        ),
        (
            "quantity",
            "30 km",
            Article("better", "Kop", text("30", "kilometer", "40", "km")),
            Article("worse", "Kop", text("40", "km", "30", "kilo")),
            "a unit that is written otherwise",
        ),
        (
            "inner_words",
            "vuurwerkverbod",
            Article("better", "Kop", text("vuurwerk", "hout")),
            Article("worse", "Kop", text("Vuurland", "werkbijeenkomst", "appel")),
            "the larger piece of a compound that no article has",
        ),
        (
            "abbreviated_name",
            "Jos Brech",
            Article("better", "Kop", text("Jos", "B", "Piet", "C")),
            Article("worse", "Kop", text("Jos", "C", "Piet", "B")),
            "a suspect under the initial of his name",
        ),
    ],
)
def test_each_part_lifts_what_it_is_named_for(  # noqa: PLR0917
    archive_of: ArchiveOf,
    filler: list[Article],
    part: str,
    query: str,
    better: Article,
    worse: Article,
    why: str,
) -> None:
    archive = archive_of(worse, better, *filler)
    without = scores(archive, query)
    usual = getattr(Weights(), part)
    found = scores(archive, query, replace(PLAIN, **{part: usual}))
    gained = {id_: found[id_] - without[id_] for id_ in ("better", "worse")}
    assert gained["better"] > 0, why
    assert gained["worse"] == pytest.approx(0, abs=1e-4), why


def test_of_a_few_words_every_one_comes_first(archive_of: ArchiveOf) -> None:
    archive = archive_of(
        Article("one", "Crisis! Crisis!", "Een crisis is een crisis is een crisis."),
        Article("both", "Kop", " ".join(FRUIT * 30 + ["crisis"] + FRUIT * 30 + ["oorlog"])),
        *(Article(f"o{number}", "Kop", text("oorlog")) for number in range(20)),
    )
    allow_partial = replace(Weights(), all_terms_first=0, all_terms_bonus=0)
    assert next(iter(scores(archive, "crisis oorlog", allow_partial))) == "one"
    assert next(iter(scores(archive, "crisis oorlog", Weights()))) == "both"


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_articles_with_every_word_come_first_however_many_score_higher(
    archive_of: ArchiveOf, engine: str
) -> None:
    """So many that none with every word is among the best hundred by score."""
    words = " ".join(FRUIT * 30)
    archive = archive_of(
        *(Article(f"one{n}", "Crisis! Crisis!", "Crisis, crisis, crisis.") for n in range(120)),
        *(Article(f"both{n}", "Kop", f"{words} crisis {words} oorlog") for n in range(3)),
        *(Article(f"o{n}", "Kop", text("oorlog")) for n in range(150)),
        engine=engine,
    )
    bare = replace(PLAIN, all_terms_first=2, title=3)
    soft = next(iter(scores(archive, "crisis oorlog", replace(bare, all_terms_first=0))))
    assert soft.startswith("one")
    request = SearchRequest("crisis oorlog", limit=10, collapse=False)
    for weights in (bare, Weights()):
        page = archive.weighted(weights).search(request)
        assert page.total == 3
        assert {hit.article.id for hit in page.hits[:3]} == {"both0", "both1", "both2"}
        assert [bool(hit.missing) for hit in page.hits] == [False] * 3 + [True] * 7


def test_of_many_words_one_may_be_missed(archive_of: ArchiveOf, filler: list[Article]) -> None:
    most = Weights().all_terms_first
    words = ["crisis", "oorlog", "dijk", "water", "wolf", "trein", "paard"][: most + 1]
    archive = archive_of(
        Article("most", " ".join(words[1:]), " ".join(words[1:] * 3)),
        Article("every", "Kop", " ".join(w for word in words for w in (word, *FRUIT * 20))),
        *filler,
    )
    allow_partial = replace(Weights(), all_terms_bonus=0)
    assert next(iter(scores(archive, " ".join(words), allow_partial))) == "most"
    assert next(iter(scores(archive, " ".join(words[:-1]), allow_partial))) == "every"


def test_having_every_word_first_does_not_show_in_the_score(
    archive_of: ArchiveOf, filler: list[Article]
) -> None:
    archive = archive_of(Article("a", "Kop", text("crisis")), *filler)
    assert scores(archive, "crisis", Weights())["a"] < 100


def test_other_names_count_as_much(archive_of: ArchiveOf, filler: list[Article]) -> None:
    archive = archive_of(
        Article("full", "Kop", text("Verenigde", "Naties")),
        Article("short", "Kop", text("VN", "kop")),
        *filler,
    )
    for query in ("VN", "Verenigde Naties"):
        found = scores(archive, query)
        without = scores(archive, query, replace(PLAIN, synonyms=0))
        assert set(found) == {"full", "short"}
        assert sum(found.values()) > sum(without.values())


# -- What the best articles have in common


@pytest.fixture
def stories(archive_of: ArchiveOf) -> Archive:
    """Eight articles of one week tell of a wolf and sheep, another of a wolf on the stage."""
    chance = random.Random(1)
    herd = ["schapen", "veehouder", "hek", "heide", "kudde"]
    week = [
        Article(
            f"w{number}", "Wolf gezien", text("wolf", *chance.sample(herd, 4)), f"2022-05-1{number}"
        )
        for number in range(8)
    ]
    stage = Article("stage", "Wolf gezien", text("wolf", "toneel", "zaal", "doek", "spel"), "1999")
    later = Article("later", "Wolf gezien", text("wolf", *herd[:4]), "2010-01-01")
    others = [
        Article(f"o{n}", "Kop", " ".join(chance.sample(FRUIT, 8)), f"2022-0{n % 9 + 1}-{n + 1:02}")
        for n in range(LAST_DAY)
    ]
    return archive_of(*week, stage, later, *others)


def test_related_terms_lift_articles_that_have_them(stories: Archive) -> None:
    feedback = replace(PLAIN, feedback=Weights().feedback)
    found = {True: scores(stories, "wolf", feedback), False: scores(stories, "wolf")}
    assert found[False]["stage"] == pytest.approx(found[False]["w0"], rel=0.01)
    assert found[True]["w0"] > found[True]["stage"]


def test_a_request_can_do_without_what_the_best_articles_have_in_common(stories: Archive) -> None:
    page = stories.search(SearchRequest("wolf", related=False, limit=20, collapse=False))
    assert page.related == ()
    none = replace(Weights(), feedback=PLAIN.feedback, temporal=0, centroid=0, title_feedback=0)
    assert {hit.article.id: hit.score for hit in page.hits} == scores(stories, "wolf", none)


@pytest.mark.parametrize(
    ("part", "lifted", "why"),
    [
        ({"temporal": 0.2}, "w4", "articles of one week lift each other"),
        ({"centroid": 0.2}, "later", "so do articles that speak of the same"),
    ],
)
def test_the_best_articles_lift_each_other(
    stories: Archive, part: dict[str, float], lifted: str, why: str
) -> None:
    without = scores(stories, "wolf")
    found = scores(stories, "wolf", replace(PLAIN, **part))  # type: ignore[arg-type]
    assert found[lifted] - without[lifted] > found["stage"] - without["stage"] + 1e-6, why


def test_undated_articles_neither_lift_nor_are_lifted(archive_of: ArchiveOf) -> None:
    dated = [Article(f"d{n}", "Kop", text("wolf", "a"), "2022-05-11") for n in range(6)]
    archive = archive_of(*dated, Article("undated", "Kop", text("wolf", "b")))
    without = scores(archive, "wolf")
    found = scores(archive, "wolf", replace(PLAIN, temporal=0.2))
    assert found["undated"] == without["undated"]
    assert found["d0"] > without["d0"]


def test_few_dated_articles_are_no_cluster(archive_of: ArchiveOf) -> None:
    dated = [Article(f"d{n}", "Kop", text("wolf"), "2022-05-11") for n in range(4)]
    archive = archive_of(*dated)
    assert scores(archive, "wolf", replace(PLAIN, temporal=0.2)) == scores(archive, "wolf")


# -- Order and explanation


def reasons(hit: Hit) -> dict[str, float]:
    """Return what the score of a hit is said to add up from."""
    shares = [float(line.split()[0]) for line in hit.explanation]
    assert sum(shares) == pytest.approx(hit.score, abs=0.01 * len(shares))
    assert shares == sorted(shares, reverse=True)
    return {
        line.partition(" ")[2]: share for line, share in zip(hit.explanation, shares, strict=True)
    }


def test_an_explanation_adds_up_to_the_score(archive_of: ArchiveOf, filler: list[Article]) -> None:
    archive = archive_of(
        Article("a", "Crisis en oorlog", text("veiligheidscrisis", "oorlog")), *filler
    )
    request = SearchRequest("veiligheidscrisis oorlog", related=False, explain=True)
    (hit,) = archive.search(request).hits
    assert {
        *("exact veiligheidscrisis", "parts veiligheid+crisis", "title oorlog", "every word")
    } <= reasons(hit).keys()


@pytest.mark.parametrize(
    "query", ["wolf", "wolf kudde toneel hek", "wolf OF schapen", "wolf hek NIET spel"]
)
def test_an_explanation_tells_what_the_best_articles_add(stories: Archive, query: str) -> None:
    hits = stories.search(SearchRequest(query, explain=True)).hits
    added = {reason for hit in hits for reason in reasons(hit)}
    assert {"days", "common ground"} <= added
    assert any(reason.startswith("related ") for reason in added)


@pytest.mark.parametrize("collapse", [True, False])
@pytest.mark.parametrize("query", ["wolf", "wolf hek", "wolf hek heide", "wolf toneel hek kudde"])
def test_what_a_hit_misses_is_the_same_where_that_need_not_be_asked(
    stories: Archive, query: str, collapse: bool
) -> None:
    snapshot = stories._snapshots.current()
    for limit, page in ((1, 1), (2, 2), (5, 1), (20, 1)):
        request = SearchRequest(query, limit=limit, page=page, collapse=collapse)
        analyzed = snapshot.analyze(snapshot.parse(query), request)
        total = stories.search(request).total
        found = snapshot.searcher.find(analyzed, request, total)
        asked = snapshot.searcher.missing(analyzed, replace(found, full=False))
        assert snapshot.searcher.missing(analyzed, found) == asked


def test_nothing_is_explained_unasked(stories: Archive) -> None:
    assert all(not hit.explanation for hit in stories.search(SearchRequest("wolf")).hits)


@pytest.mark.parametrize("collapse", [True, False])
@pytest.mark.parametrize("query", ["wolf", "wolf kudde", "schapen heide hek", "wolf toneel spel"])
def test_an_order_is_the_same_every_time_and_on_every_page(
    stories: Archive, query: str, collapse: bool
) -> None:
    request = SearchRequest(query, limit=20, collapse=collapse)
    whole = [hit.article.id for hit in stories.search(request).hits]
    pages = [
        hit.article.id
        for page in (1, 2, 3, 4)
        for hit in stories.search(replace(request, limit=5, page=page)).hits
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("query", ["wolf", "wolf kudde", "schapen heide hek", "veehouder OF spel"])
def test_the_engines_agree_on_the_best(archive_of: ArchiveOf, query: str) -> None:
    chance = random.Random(2)
    words = [*FRUIT, "wolf", "schapen", "veehouder", "hek", "heide", "kudde", "toneel", "spel"]
    articles = [
        Article(
            f"a{number}",
            " ".join(chance.sample(words, 3)),
            " ".join(chance.choices(words, k=30)),
            f"2022-03-{number % LAST_DAY + 1:02}",
        )
        for number in range(80)
    ]
    pages = [
        archive_of(*articles, engine=engine).search(SearchRequest(query))
        for engine in ("tantivy", "whoosh")
    ]
    ours, theirs = ({hit.article.id: hit.score for hit in page.hits} for page in pages)
    assert list(ours) == list(theirs)
    assert ours == pytest.approx(theirs, rel=1e-3)


# -- Feedback by itself


class Statistics:
    """Ten articles; how many have a term stands in the term."""

    size = 10

    def frequency(self, field: str, channel: str, text: str) -> int:  # noqa: ARG002
        return int(text[-1])

    def frequencies(self, field: str, channel: str, terms: Sequence[str]) -> list[int]:
        return [self.frequency(field, channel, term) for term in terms]

    def payloads(self, doc_ids: Sequence[DocId], longest: int | None = None) -> list[bytes]:  # noqa: ARG002
        return [b"\n" for _ in doc_ids]


def related(*candidates: FeedbackDocument, **how: float) -> dict[str, float]:
    feedback = replace(Feedback(3, 4, 1.0, 0.5), **how)  # type: ignore[arg-type]
    likeness = Ranking(Statistics()).leads.likeness
    leads = likeness.leads(f"{each.lead}\n".encode() for each in candidates)
    numbered = [replace(each, lead=lead) for each, lead in zip(candidates, leads, strict=True)]
    return {t.text: t.boost for t in feedback_terms(numbered, feedback, likeness)}


def test_rare_terms_of_good_articles_weigh_most() -> None:
    good = FeedbackDocument(9.0, "a2 a2 b5 c2 d9 e2")
    weak = FeedbackDocument(1.0, "v2 w2 x2 y2 z2")
    found = related(good, weak)
    assert next(iter(found)) == "a2"
    assert found["a2"] == 1.0
    assert not set(found) & {"v2", "w2", "x2", "y2", "z2"}


def test_a_term_of_one_article_tells_nothing_of_others() -> None:
    assert "a1" not in related(FeedbackDocument(9.0, "a1 b2 c2 d2 e2"))


def test_copies_of_a_better_article_are_left_out() -> None:
    lead = "a2 b2 c2 d2 e2"
    alone = related(FeedbackDocument(9.0, lead))
    assert related(FeedbackDocument(9.0, lead), FeedbackDocument(9.0, lead)) == alone


def test_nothing_is_related_to_nothing() -> None:
    assert related() == {}
    assert related(FeedbackDocument(9.0, "a2")) == {}, "too short to tell"


@pytest.mark.parametrize(
    ("held", "low", "high"),
    [(0.0, 0, 0), (0.2, 70, 90), (0.6, 300, 340), (0.85, 620, 700), (1.0, 2000, 5000)],
)
def test_the_length_of_texts_shows_in_how_many_have_frequent_words(
    held: float, low: int, high: int
) -> None:
    class Archive:
        size = 100_000

        def frequency(self, *_term: str) -> int:
            return round(held * self.size)

    assert low <= estimated_mean_length(Archive()) <= high


def test_long_texts_are_ranked_by_how_often_a_word_stands_there(
    archive_of: ArchiveOf, filler: list[Article]
) -> None:
    once = Article("once", "Kop", text("crisis", *FRUIT * 2))
    often = Article("often", "Kop", text("crisis", "crisis", "crisis", *FRUIT * 2))

    def gain(*others: Article) -> float:
        found = scores(archive_of(once, often, *others), "crisis")
        return found["often"] / found["once"]

    words = "al dan maar nog ook"
    long = [replace(each, body=f"{each.body} {words}") for each in filler]
    assert gain(*long) > gain(*filler) > 1


def test_weights_for_long_texts_set_in_by_degrees() -> None:
    usual = Weights()
    assert usual.for_text_length(usual.short_texts) == usual
    between = usual.for_text_length((usual.short_texts + usual.long_texts) / 2)
    assert between.constant_share == pytest.approx(usual.constant_share / 2)
    long = usual.for_text_length(2000)
    assert (long.constant_share, long.temporal, long.centroid, long.all_terms_first) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("query", "word", "pieces"),
    [
        ("vuurwerkverbod", "vuurwerk", "Vuurland werkbijeenkomst"),
        ("noodweerschade", "noodweer", "noodgeval weerstand"),
        ("kernafvalopslag", "kernafval", "kernwapen afvalberg"),
        ("luchtvaartbelasting", "luchtvaart", "luchtballon scheepvaart"),
        ("rookmelderplicht", "rookmelder", "rookworst brandmelder"),
        ("arbeidsmarktbeleid", "arbeidsmarkt", "arbeidsloon weekmarkt"),
        ("drinkwaterbedrijf", "drinkwater", "drinken zeewater"),
        ("handelsoorlogdreiging", "handelsoorlog", "handelshuis wereldoorlog"),
        ("jeugdgezondheidszorg", "gezondheidszorg", "gezondheid mantelzorg"),
        ("troonredekoning", "troonrede", "troonzaal redenaar"),
        ("wachtlijstenjeugdhulp", "wachtlijst", "wachttijd kieslijst"),
    ],
)
def test_a_word_inside_a_compound_that_none_has_is_better_than_its_pieces_in_other_words(
    archive_of: ArchiveOf, filler: list[Article], query: str, word: str, pieces: str
) -> None:
    whole = Article("whole", "Kop", text(word, "onweer"))
    archive = archive_of(Article("pieces", "Kop", text(*pieces.split())), whole, *filler)
    assert archive.search(SearchRequest(query)).hits[0].article.id == "whole"


def test_all_pieces_score_together_only_where_those_of_a_word_inside_stand_in_a_row(
    archive_of: ArchiveOf, filler: list[Article]
) -> None:
    row = Article("row", "Kop", text("vuurwerkshow", "appel", "verbod"))
    apart = Article("apart", "Kop", text("vuurtje", "verbod", "werk"))
    archive = archive_of(row, apart, *filler)
    found = scores(archive, "vuurwerkverbod", replace(PLAIN, all_constituents=1.0))
    assert found["row"] > 1.5 * found["apart"]
