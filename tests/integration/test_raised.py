"""What raises articles beside the words of a query: a day, an amount, an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest

ArchiveOf = Callable[..., Archive]
OTHERS = tuple(
    Article(f"o{n}", "Kop", f"Heel iets anders, nummer {n}.", "2019-06-01") for n in range(40)
)


@pytest.fixture(params=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def order(archive: Archive, query: str) -> list[str]:
    page = archive.search(SearchRequest(query, collapse=False, related=False))
    return [hit.article.id for hit in page.hits if not hit.missing]


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("explosie 3 juli 2019", ["day", "next"], "of the day, and of the one after"),
        ("explosie van 1 tot 4 juli 2019", ["day", "next"], "a few days are asked for too"),
        ("explosie 3 juli", ["day"], "without a year"),
        ("explosie juli 2019", ["said", "loud"], "a month says about when"),
    ],
)
def test_articles_of_a_day_come_before_those_that_name_it(
    archive_of: ArchiveOf, engine: str, query: str, first: list[str], why: str
) -> None:
    archive = archive_of(
        Article("said", "Explosie", "Explosie! De explosie van 3 juli 2019.", "2019-07-20"),
        Article("loud", "Explosie, explosie", "Explosie na explosie.", "2019-07-19"),
        Article("day", "Flat", "Er was ergens een explosie in een hoge flat.", "2019-07-03"),
        Article("next", "Flat", "Er was daar een explosie in een hoge flat.", "2019-07-04"),
        *OTHERS,
        engine=engine,
    )
    found = order(archive, query)
    assert sorted(found[: len(first)]) == sorted(first), why
    assert len(found) == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("1,5%", {"share", "percent"}),
        ("1,5 %", {"share", "percent"}),
        ("1,5 procent", {"share", "percent"}),
        ('"1,5 procent"', {"share", "percent"}),
        ("€10", {"euro", "sign"}),
        ("€ 10", {"euro", "sign"}),
        ("10 euro", {"euro", "sign"}),
        ('"10 euro"', {"euro"}),
        ('"€ 10"', {"sign"}),
        ("€ 2 miljoen", {"millions", "scale"}),
        ("2 mln euro", {"millions", "scale"}),
        ("130 km/h", {"speed", "hour"}),
        ("130 kilometer per uur", {"speed", "hour"}),
        ("30 °C", {"heat", "degrees"}),
        ("30 graden", {"heat", "degrees"}),
        ("uur 2_0", {"parted"}),
    ],
)
def test_an_amount_is_met_by_its_sign_and_by_its_word(
    archive_of: ArchiveOf, engine: str, query: str, found: set[str]
) -> None:
    archive = archive_of(
        Article("windows", "Windows 10", "Windows 10 is er: 10 is beter dan 1,5, 30 of 2 miljoen."),
        Article("share", "Huizen", "De prijzen van huizen stegen vorig jaar met 1,5 procent."),
        Article("percent", "Huren", "De huren stegen vorig jaar met 1,5%, meer dan ooit."),
        Article("euro", "Kaartje", "Een kaartje voor de bus kost dit jaar toch al 10 euro."),
        Article("sign", "Trein", "Een kaartje voor de trein kost € 10 of zelfs meer."),
        Article("millions", "Boete", "De boete bedraagt 2 miljoen euro en moet snel betaald."),
        Article("scale", "Straf", "De straf bedraagt €2 mln en moet vlug worden betaald."),
        Article("heat", "Warm", "Het wordt morgen in De Bilt 30 graden of nog meer."),
        Article("degrees", "Heet", "Het werd gisteren in Arcen 30°C, en in Ell warmer."),
        Article("speed", "Snel", "Op de weg mag je hier 130 km/u rijden, zegt men."),
        Article("hour", "Sneller", "Op de weg mag je daar 130 kilometer per uur rijden."),
        Article("parted", "Stand", "Na een km_uur stond het 2_0 voor de ploeg."),
        *OTHERS,
        engine=engine,
    )
    assert set(order(archive, query)) == found


def test_an_amount_comes_first_where_it_stands_so(archive_of: ArchiveOf, engine: str) -> None:
    archive = archive_of(
        Article("apart", "Euro", "De euro is 10 jaar oud, en een euro is een euro."),
        Article("sign", "Kaartje", "Een kaartje voor de bus kost dit jaar toch al € 10 of meer."),
        *OTHERS,
        engine=engine,
    )
    assert order(archive, "10 euro") == ["sign", "apart"]


def test_an_event_that_is_called_by_its_day_is_no_score(archive_of: ArchiveOf, engine: str) -> None:
    score = [Article(f"s{n}", "Tafeltennis", "Het werd 9-11, 9-11 en 9-11.") for n in range(3)]
    archive = archive_of(
        *score,
        Article("said", "Terugblik", "Hij zag op televisie wat er op 11 september 2001 gebeurde."),
        Article("about", "Brein", "Het brein achter de aanslagen van 9/11 komt voor de rechter."),
        *OTHERS,
        engine=engine,
    )
    assert set(order(archive, "9/11")[:2]) == {"said", "about"}
    assert len(order(archive, "9/11")) == 5


def test_an_ordinal_is_its_word(archive_of: ArchiveOf, engine: str) -> None:
    archive = archive_of(
        Article("first", "Senaat", "De Eerste Kamer stemt vandaag."),
        Article("other", "Kamer", "De tweede kamer van dit huis."),
        *OTHERS,
        engine=engine,
    )
    assert order(archive, "1e kamer") == ["first"]
    assert order(archive, "2de kamer") == ["other"]
    assert order(archive, "13e kamer") == []


def test_a_number_typed_apart_from_a_name_is_that_name(archive_of: ArchiveOf, engine: str) -> None:
    party = [Article(f"p{n}", "Debat", f"De fractie van 50Plus sprak {n} keer.") for n in range(12)]
    chance = Article("chance", "Winkel", "Wie 50 is krijgt een plus. Een plus van 50!")
    archive = archive_of(*party, chance, *OTHERS, engine=engine)
    assert archive.search(SearchRequest("50 plus")).total == 13
    assert archive.search(SearchRequest("50 nummers")).total == 0


def test_a_season_alone_is_in_the_order_of_its_word(archive_of: ArchiveOf, engine: str) -> None:
    """So many articles are of its days that what they were about is not told."""
    many = [
        Article(f"m{n}", "Bericht", f"Gewoon een bericht, nummer {n}.", "2019-05-30")
        for n in range(2_501)
    ]
    about = Article("about", "Lente", "De lente is warm en droog.", "2019-04-02")
    page = archive_of(*many, about, engine=engine).search(SearchRequest("lente 2019"))
    assert page.hits[0].article.id == "about"
    assert page.total == 2_502


def test_an_explanation_says_what_a_date_adds(archive_of: ArchiveOf, engine: str) -> None:
    archive = archive_of(
        Article("day", "Explosie", "Er was een explosie in een flat.", "2019-07-03"),
        *OTHERS,
        engine=engine,
    )
    request = SearchRequest("explosie 3 juli 2019", related=False, explain=True)
    (hit,) = archive.search(request).hits[:1]
    assert {"4.00 date", "8.00 day"} <= {*hit.explanation}
    assert sum(float(each.partition(" ")[0]) for each in hit.explanation) == pytest.approx(
        hit.score, abs=0.05
    )
    assert "de datum van de vraag" in str(hit.in_words)
