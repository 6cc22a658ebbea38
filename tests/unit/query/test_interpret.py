"""What is made of a query: dates in words, and words of asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.model import RewriteKind
from indexer.query.interpret import interpret
from indexer.query.parser import parse
from indexer.query.short_dates import ArchiveDays
from indexer.query.syntax import And, DatedWords, ParsedQuery

TODAY = date(2019, 12, 31)  # a Tuesday

Understood = Callable[[str], ParsedQuery]


@pytest.fixture(scope="module")
def understood(analyzer: Analyzer) -> Understood:
    def is_stop(word: str) -> bool:
        return all(token.word.stop for token in analyzer.tokens(word))

    return lambda query: interpret(parse(query), ArchiveDays(TODAY, lambda _: True), is_stop)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("navo top maart 2022", "2022-03"),
        ("brand op 15 april 2019", "2019-04-15"),
        ("maandag 15 april 2019 notre dame", "2019-04-15"),
        ("24-3-2022 raad", "2022-03-24"),
        ("stikstof 2018", "2018"),
        ("stikstof van 2015 tot 2018", "2015..2018"),
        ("brand mei tot juli 2019", "2019-05..2019-07"),
        ("songfestival 10 tot 12 mei 2019", "2019-05-10..2019-05-12"),
        ("verkiezingen 2018-2019", "2018..2019"),
        ("droogte zomer 2018", "2018-06..2018-08"),
        ("griep winter 2018", "2018-12..2019-02"),
        ("ajax gisteren", "2019-12-30"),
        ("ajax vorige week", "2019-12-23..2019-12-29"),
        ("vorige maand ajax", "2019-11-01..2019-11-30"),
        ("ajax vorig jaar", "2018-01-01..2018-12-31"),
        ("june 2019 brexit", "2019-06"),
        ("moord maart en april 2019", "2019-03..2019-04"),
        ("hitte 25 juli", "2019-07-25"),
        ("hitte op 25 Juli", "2019-07-25"),
        ("aftreden 31 december", "2019-12-31"),
        ("hagelbui in mei", "2019-05"),
        ("hagelbui uit mei", "2019-05"),
        ("hagelbui van mei 2018", "2018-05"),
        ("hagelbui in augustus 2018", "2018-08"),
        ("staking tussen 3 en 5 mei", "2019-05-03..2019-05-05"),
        ("storm begin juni", "2019-06-01..2019-06-10"),
        ("verkiezingen eind mei 2018", "2018-05-20..2018-05-31"),
        ("brexit in de eerste week van september 2019", "2019-09-01..2019-09-07"),
        ("vakantie 2e helft juli", "2019-07-16..2019-07-31"),
        ("begroting eind 2018", "2018-10-01..2018-12-31"),
        ("hongkong sinds augustus", "2019-08-01.."),
        ("stikstof na 1 september 2018", "2018-09-02.."),
        ("rellen afgelopen weekend", "2019-12-28..2019-12-29"),
        ("rellen vorige zaterdag", "2019-12-28"),
        ("rellen afgelopen dinsdag", "2019-12-24"),
        ("brand kerst 2018", "2018-12-24..2018-12-27"),
        ("kerst 2018", "2018-12-24..2018-12-27"),
        ("brand met Kerst 2018 in tilburg", "2018-12-24..2018-12-27"),
        ("vuurwerk oud en nieuw", "2019-12-30..2020-01-02"),
        ("vuurwerk oud  en nieuw 2017-2018", "2017-12-30..2018-01-02"),
        ("jaarwisseling van 2016/17 rellen", "2016-12-30..2017-01-02"),
        ("koningsdag 2019 amersfoort", "2019-04-26..2019-04-28"),
        ("koninginnedag 1905", "1905-08-30..1905-09-01"),
        ("files afgelopen pinksteren", "2019-06-08..2019-06-11"),
        ("regen koningsdag vorig jaar", "2018-04-26..2018-04-28"),
        ("weer tweede paasdag 2019", "2019-04-21..2019-04-23"),
        ("king’s day 2019 weather", "2019-04-26..2019-04-28"),
        ("brand 3 dagen geleden", "2019-12-28"),
        ("brand twee weken geleden", "2019-12-16..2019-12-22"),
        ("trump one year ago", "2018-01-01..2018-12-31"),
        ("brexit de afgelopen 7 dagen", "2019-12-25..2019-12-31"),
        ("trump last 3 months", "2019-10-03..2019-12-31"),
        ("rutte vorige week donderdag", "2019-12-26"),
        ("rutte donderdag vorige week", "2019-12-26"),
        ("ajax in het weekend van 12 mei 2019", "2019-05-11..2019-05-12"),
        ("ajax weekend van 13 mei", "2019-05-11..2019-05-12"),
        ("vorst half januari", "2019-01-10..2019-01-20"),
        ("brexit mid-may 2019", "2019-05-10..2019-05-20"),
        ("brexit tot en met oktober 2019", "..2019-10-31"),
        ("paasvuur voor 1 mei 2019", "..2019-04-30"),
        ("brexit before june 2019", "..2019-05-31"),
        ("moord begin dit jaar", "2019-01-01..2019-03-31"),
        ("moord eind vorig jaar", "2018-10-01..2018-12-31"),
        ("moord begin deze maand", "2019-12-01..2019-12-10"),
        ("hitte afgelopen zomer", "2019-06-01..2019-08-31"),
        ("sneeuw deze winter", "2019-12-01..2020-02-29"),
        ("sneeuw afgelopen winter", "2018-12-01..2019-02-28"),
        ("staking week 12 2019", "2019-03-18..2019-03-24"),
        ("staking week 1 van 2019", "2018-12-31..2019-01-06"),
        ("staking in week 12", "2019-03-18..2019-03-24"),
        ("staking week 12 vorig jaar", "2018-03-19..2018-03-25"),
        ("brand 15 apr", "2019-04-15"),
        ("staking mei jl. ov", "2019-05"),
        ("onweer in de maand juli", "2019-07"),
        ("pride eerste weekend van augustus", "2019-08-03..2019-08-04"),
        ("troonrede derde dinsdag van september 2018", "2018-09-18"),
        ("laatste zondag in juni ajax", "2019-06-30"),
        ("huizen in het tweede kwartaal van 2019", "2019-04-01..2019-06-30"),
        ("winst Q3 2018", "2018-07-01..2018-09-30"),
        ("eerste half jaar van 2019 winst", "2019-01-01..2019-06-30"),
        ("derde week van mei storm", "2019-05-15..2019-05-21"),
        ("ajax verleden week", "2019-12-23..2019-12-29"),
        ("hitte de voorbije zomer", "2019-06-01..2019-08-31"),
        ("ajax gisteravond", "2019-12-30"),
        ("trump last monday", "2019-12-30"),
        ("brand in de nacht van 15 op 16 april", "2019-04-15..2019-04-16"),
    ],
)
def test_a_date_in_words_is_read(understood: Understood, query: str, days: str) -> None:
    (found,) = understood(query).rewrites
    assert (found.kind, found.reading) == (RewriteKind.DATE, days)
    assert query[found.start : found.end] == found.text
    assert found.query_strict == query.replace(found.text, f"datum:{days}")
    assert understood(found.query_strict).rewrites == ()


@pytest.mark.parametrize(
    "query",
    [
        "theresa mei",
        "april",
        "31 februari",
        "na de zomer",
        "half acht",
        "voor 12 uur",
        "een week vakantie",
        "drie dagen feest",
        "0 jaar geleden",
        "tot morgen",
        "eind goed",
        "artikel 13",
        "eerste zondag",
        "eerste kwartaal",
        "stem op 16 op 17",
        "ll cool j",
        "koningsdag",
        "pasen",
        "sinterklaas",
        "intocht sinterklaas",
        "week 54",
        "sint maarten orkaan",
        "weekend 12",
        "kerst 3000",
        "top 2000 lijst 12345",
        '"mei 2019" ajax',
        "=mei =2019 ajax",
    ],
)
def test_what_is_no_date_or_taken_literally_is_left(understood: Understood, query: str) -> None:
    rewrites = understood(query).rewrites
    assert [each for each in rewrites if each.text != "2000"] == []


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("nieuws over vuurwerkverbod", "vuurwerkverbod"),
        ("het laatste nieuws over ajax", "ajax"),
        ("laatste nieuws ajax", "ajax"),
        ("ajax nieuws", "ajax"),
        ("alle artikelen over de NAVO", "de NAVO"),
        ("wat is er bekend over de brand in Parijs?", "de brand in Parijs"),
        ("wat gebeurde er met de Notre-Dame", "de Notre-Dame"),
        ("wat stond er in de kranten over ajax", "ajax"),
        ("wat haalde het nieuws rond Pasen", "Pasen"),
        ("what was in the news about brexit", "brexit"),
        ("ik zoek artikelen over de watersnood", "de watersnood"),
        ("hoeveel boeren protesteren", "boeren protesteren"),
        ("hoe ging de brand in de Notre-Dame", "de brand in de Notre-Dame"),
        ("waar kun je zwemmen", "zwemmen"),
        ("wat zei rutte over stikstof", "rutte over stikstof"),
        ("wanneer gaat het rookverbod in", "het rookverbod in"),
        ("how can farmers protest", "farmers protest"),
        ("tips voor vakantie", "vakantie"),
        ("news about brexit", "brexit"),
        ("nieuws over brand -amsterdam", "brand NIET amsterdam"),
        ("ik zoek een artikel over de wolf", "de wolf"),
        ("kun je mij vertellen wanneer de wet ingaat", "de wet ingaat"),
        ("weet jij iets over de brand", "de brand"),
        ("zijn er nog recente berichten over pfas", "pfas"),
        ("laat me alles zien over ajax", "ajax"),
        ("heeft iemand iets geschreven over de wolf", "de wolf"),
        ("in welk artikel staat iets over paasvuren", "paasvuren"),
        ("staat er iets in de krant over pfas", "pfas"),
        ("graag informatie over de wet", "de wet"),
        ("wat schreef de krant over pfas", "pfas"),
        ("wat hebben de kranten gezegd over pfas", "pfas"),
        ("welke kranten schreven over pfas", "pfas"),
        ("wat moet ik weten over de wet", "de wet"),
        ("wie kan mij iets zeggen over pfas", "pfas"),
        ("kan iemand mij uitleggen hoe de wet werkt", "de wet werkt"),
        ("ik heb een vraag over pfas", "pfas"),
        ("ben benieuwd naar nieuws over pfas", "pfas"),
        ("laatste stand van zaken stikstof", "stikstof"),
        ("de laatste ontwikkelingen rond brexit", "brexit"),
        ("hoe staat het er voor met de wet", "de wet"),
        ("overzicht van alle artikelen over pfas", "pfas"),
        ("zijn er foto's van de brand", "de brand"),
        ("klopt het dat de wet ingaat", "de wet ingaat"),
        ("how many people voted in brexit", "voted in brexit"),
        ("wat betekent stikstofdepositie", "stikstofdepositie"),
        ("hoe laat begint de finale", "de finale"),
        ("hoeveel kost een paspoort", "een paspoort"),
        ("hoe liep het af met de wolf", "de wolf"),
        ("show me all articles about brexit", "brexit"),
        ("i'm looking for anything on brexit", "brexit"),
        ("how old is corbyn", "corbyn"),
        ("kan iemand mij vertellen wie corbyn is", "corbyn is"),
        ("latest on brexit", "brexit"),
        ("alles wat je moet weten over pfas", "pfas"),
        ("achtergronden bij de wet", "de wet"),
    ],
)
def test_words_of_asking_are_left_out(understood: Understood, query: str, rest: str) -> None:
    found = understood(query)
    assert found.interpreted == rest
    assert {each.kind for each in found.rewrites} == {RewriteKind.ASKING}
    for each in found.rewrites:
        assert query[each.start : each.end] == each.text
        assert not any(e.text == each.text for e in understood(each.query_without).rewrites)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "nieuws",
            "wat is er bekend",
            "laatste nieuws",
            "nieuwsuur",
            "artikel 13",
            "boek over ajax",
            "heeft de politie iets gevonden",
            "is er leven op mars",
            "laat zien wat je kan",
            "toon hermans",
            "waar werkt hij",
            "kan niet bestaat niet",
        ),
        *("artikelen van de grondwet", '"nieuws over" ajax', "nieuws OF sport", "nieuws EN sport"),
    ],
)
def test_words_that_are_the_subject_stay(understood: Understood, query: str) -> None:
    assert understood(query) == parse(query)


def test_dates_and_words_of_asking_go_together(understood: Understood) -> None:
    found = understood("wat gebeurde er op 15 april 2019")
    assert [str(each.kind) for each in found.rewrites] == ["asking", "date"]
    assert found.interpreted == "op 15 april 2019"


@pytest.mark.parametrize(
    ("query", "rest", "asking"),
    [
        ("berichten over mei 2018", "over mei 2018", ["berichten"]),
        ("artikelen uit mei 2018", "uit mei 2018", ["artikelen"]),
        ("nieuws van juli", "van juli", ["nieuws"]),
        ("artikelen van vorige week over boeing", "vorige week boeing", ["artikelen van", "over"]),
        ("nieuws mei 2019 over ajax", "mei 2019 ajax", ["nieuws", "over"]),
        ("news from last week about brexit", "last week brexit", ["news from", "about"]),
        (
            "wat stond er op 15 april in de krant over de brand",
            "op 15 april de brand",
            ["stond er", "in de krant over"],
        ),
        ("brand in mei 2019 over de grens", "brand in mei 2019 over de grens", []),
        ("de kranten in mei 2019 over ajax", "de kranten in mei 2019 over ajax", []),
        ("nieuws van gisteren", "gisteren", ["nieuws van"]),
    ],
)
def test_a_date_may_stand_within_words_of_asking(
    understood: Understood, query: str, rest: str, asking: list[str]
) -> None:
    found = understood(query)
    assert found.interpreted == rest
    read = [each for each in found.rewrites if each.kind is RewriteKind.ASKING]
    # One that says nothing to anybody is not named.
    assert [each.text for each in read] == [a for a in asking if a != "over"]
    assert all(query[each.start : each.end] == each.text for each in read)


PIECES = (
    *("nieuws", "over", "mei", "2019", "tot", "ajax", "wat", "is", "er", "="),
    *("-", "(", ")", "OF", "gisteren"),
)

_NO_BRACKETS = str.maketrans("()", "  ")


@given(query=st.lists(st.sampled_from(PIECES)))
@example(query=["nieuws", "(", "nieuws", "OF", "nieuws", ")"])
def test_no_words_are_lost_or_made_up(understood: Understood, query: list[str]) -> None:
    text = " ".join(query)
    found = understood(text)
    for each in found.rewrites:
        assert text[each.start : each.end] == each.text
    gone = " ".join(each.text for each in found.rewrites if each.kind is RewriteKind.ASKING)
    # Without brackets, which a group needs beside others.
    words = Counter(found.interpreted.translate(_NO_BRACKETS).split() + gone.split())
    whole = Counter(parse(text).interpreted.translate(_NO_BRACKETS).split())
    # Of words of asking, those that say nothing to anybody are not named.
    assert set(whole - words) <= {"over", "wat", "is", "er", "tot"}
    assert words <= whole


@pytest.mark.parametrize(
    ("query", "counted"),
    [("ajax gisteren", True), ("ajax vorige week", True), ("hitte 25 juli", False)],
)
def test_words_that_count_back_mean_other_days_in_the_text_of_an_article(
    understood: Understood, query: str, counted: bool
) -> None:
    tree = understood(query).tree
    assert isinstance(tree, And)
    assert [c.counted for c in tree.children if isinstance(c, DatedWords)] == [counted]


@pytest.mark.parametrize(
    ("query", "kept", "reading"),
    [
        ("navo 24 maart", {"2017"}, "2017-03-24"),
        ("hagel in mei", {"2018"}, "2018-05"),
        ("storm begin juni", {"2018", "2016"}, "2018-06-01..2018-06-10"),
        ("navo 24 maart", set[str](), "2019-03-24"),
    ],
)
def test_a_date_without_a_year_is_the_last_that_the_archive_has_articles_of(
    analyzer: Analyzer, query: str, kept: set[str], reading: str
) -> None:
    days = ArchiveDays(TODAY, lambda span: str(date.fromordinal(span.first).year) in kept)
    read = interpret(parse(query), days, lambda word: analyzer.analyse(word).stop)
    assert [each.reading for each in read.rewrites] == [reading]
