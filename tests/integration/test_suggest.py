"""Suggestions are in the archive's own words, and find something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.registry import Location, names
from indexer.model import Article, RewriteKind, SearchRequest

SENTENCES = [
    "Het Klimaatakkoord van Parijs. Over het klimaatakkoord en dit klimaatakkoord.",
    "De stikstofcrisis treft boeren. Minister Schouten over de stikstofcrisis.",
    "President Zelensky van Oekraïne sprak. In Kyiv zei Zelensky dat de oorlog voortduurt.",
    "Activist Greta Thunberg zeilde. Volgens Thunberg kan het niet meer zo.",
    "De NAVO-top in Madrid. Op deze NAVO-top ging het over Oekraïne.",
    "De gemeenteraad stemde. Ook de gemeenteraad van Velmerland stemde, met de burgemeester.",
    "Premier Rutte leidt het kabinet. Een belasting op winst: de winstbelasting.",
    "Patat en friet bij de friettent: geen extra belasting op friet.",
    "De politie zocht in het klimaat van angst naar een akkoord. De rechtszaak duurt.",
    "Een lange weg over de baan. De accommodatie van de club staat in de Zuid-Hollandse duinen.",
]
# Words that many articles have, one of which has a slip in it.
COMMON = ["Er werd over het ministerie gesproken."] * 12 + [
    "Er werd over het minsiterie gesproken."
]


@pytest.fixture(scope="module", params=names(Location.FOLDER))
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    folder: Path = tmp_path_factory.mktemp("suggesting")
    for number, text in enumerate(SENTENCES + COMMON):
        (folder / f"{number:02}.txt").write_text(f"Bericht {number}\n\n{text}\n", "utf-8")
    index = Settings(index=folder / "index", engine=request.param)
    build(index, sorted(folder.glob("*.txt")))
    opened = Archive.open(index)
    yield opened
    opened.close()


def suggested(archive: Archive, query: str, **asked: str) -> str | None:
    """Return the query that is searched instead, or else offered."""
    page = archive.search(SearchRequest(query, **asked))  # type: ignore[arg-type]
    return page.corrected or page.suggestion


MENDED = [
    ("klimaatacord", "klimaatakkoord", "three letters that are hardly heard, in a long word"),
    ("stikstofkrisis", "stikstofcrisis", "a letter with the same sound, in a compound"),
    ("zelenksy", "Zelensky", "a swap, in a name, which is written with its capital"),
    ("tunberg", "Thunberg", "a letter that is not heard"),
    ("oekriane", "Oekraïne", "written with its diacritics"),
    ("navotpo", "NAVO-top", "written with capitals and hyphen"),
    ("gemeenteraat", "gemeenteraad", "gemeente and raat are parts, yet it sounds the same"),
    ("burgemeestre", "burgemeester", "lower case, though no list says it is no name"),
    ("accomodatie", "accommodatie", "a double letter too few"),
    ("minsiterie", "ministerie", "one article has the slip, twelve the word"),
    ("Zelenksy Oekraine", "Zelensky Oekraine", "all but the word stays as it was typed"),
    ("  zelenksy,  oorlog ", "  Zelensky,  oorlog ", "spaces and signs stay too"),
    ("zelenksy tunbreg", None, "no article has both"),
    ("zelenksy oekriane", "Zelensky Oekraïne", "two slips"),
    ("titel:bericht zelenksy", "titel:bericht Zelensky", "a field stays"),
    ("zelenksy OF xyzzy", "Zelensky OF xyzzy", "operators stay"),
    ("(zelenksy OF xyz) NIET madird", "(Zelensky OF xyz) NIET madird", "not what is excluded"),
    ('"greta tunberg"', '"greta Thunberg"', "words in a phrase"),
    ("=zelenksy", "=Zelensky", "a literal word"),
    ("zelenksy datum:2022", None, "nothing within the dates is found"),
]  # fmt: skip

LEFT = [
    ("zelenksy tunberg oekriane navotpo accomodatie", "so many slips are another language"),
    ("klimaatakkoord", "it is there"),
    ("klimaat akkoord", "written apart, its parts are there"),
    ("navo top", "written apart, its parts are there"),
    ("lange baan", "both words are there"),
    ("frietbelasting", "an unknown compound of known words, near winstbelasting"),
    ("gemeenteklimaat", "an unknown compound of known words"),
    ("klimaatakkoorden", "a form of a word that is there"),
    ("zelensky", "capitals make no difference"),
    ("xyzzyplugh", "nothing is near"),
    ("kan", "too short to tell"),
    ("1234 2022", "numbers"),
    ("zelenks*", "a pattern says what it means"),
    ("bron:zelenksy", "a source is no word of the articles"),
    ("-zelenksy", "what is excluded need not be there"),
    ("", "nothing is asked"),
]


@pytest.mark.parametrize(("typed", "did_you_mean", "why"), MENDED)
def test_a_slip_is_mended(archive: Archive, typed: str, did_you_mean: str | None, why: str) -> None:
    assert suggested(archive, typed) == did_you_mean, why


@pytest.mark.parametrize(("typed", "why"), LEFT)
def test_what_can_be_meant_is_left(archive: Archive, typed: str, why: str) -> None:
    assert suggested(archive, typed) is None, why


@pytest.mark.parametrize("typed", [typed for typed, did_you_mean, _ in MENDED if did_you_mean])
def test_a_suggestion_finds_more_and_suggests_nothing_itself(archive: Archive, typed: str) -> None:
    before = archive.search(SearchRequest(typed))
    meant = before.corrected or before.suggestion
    assert meant
    after = archive.search(SearchRequest(meant))
    assert after.total > (0 if before.corrected else before.total)
    assert (after.corrected, after.suggestion) == (None, None)


SURE = [
    ("zelenksy oorlog", "Zelensky oorlog", "no article has the word, and both stand together"),
    ("gretta thunberg", "Greta Thunberg", "a word beside another"),
    ("oekriane", "Oekraïne", "a word alone"),
]
DOUBTFUL = [
    ("=zelenksy", "a literal word is meant so"),
    ('"greta tunberg"', "a phrase is meant so"),
    ("zelenksy OF xyzzy", "operators are typed with care"),
    ("minsiterie", "an article has it"),
    ("ZELENKSY", "capitals may be an initialism"),
]


@pytest.mark.parametrize(("typed", "corrected", "why"), SURE)
def test_a_likely_correction_is_searched_and_can_be_taken_off(
    archive: Archive, typed: str, corrected: str | None, why: str
) -> None:
    page = archive.search(SearchRequest(typed))
    assert (page.corrected or "").lower() == (corrected or "").lower(), why
    if corrected is None:
        return
    assert page.query == typed
    assert page.total == archive.search(SearchRequest(corrected)).total > 0
    (rewrite,) = page.interpretation
    assert rewrite.kind is RewriteKind.CORRECTION
    assert typed[rewrite.start : rewrite.end] == rewrite.text
    as_typed = archive.search(SearchRequest(rewrite.query_without))
    assert (as_typed.corrected, as_typed.total) == (None, 0)
    assert page.uncorrected == rewrite.query_without


@pytest.mark.parametrize(("typed", "why"), DOUBTFUL)
def test_what_may_be_meant_as_it_is_typed_is_searched_so(
    archive: Archive, typed: str, why: str
) -> None:
    page = archive.search(SearchRequest(typed))
    assert page.suggestion, why
    assert page.corrected is None, why
    assert page.interpretation == (), why


def test_a_suggestion_finds_something_within_the_limits_of_the_form(archive: Archive) -> None:
    assert suggested(archive, "zelenksy", since="2022") is None


@given(st.text(st.sampled_from('zelnksyhupog" -:=()~*'), max_size=30))
@example("ze--")
@example("z-e-")
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_a_suggestion_is_another_query_that_finds_something(
    archive: Archive, typed: str
) -> None:
    suggestion = suggested(archive, typed)
    assert suggestion is None or suggestion != typed
    assert suggestion is None or archive.search(SearchRequest(suggestion)).total


@pytest.fixture(scope="module", params=names(Location.FOLDER))
def singers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """Names that many articles have in a row, and their slips as names of others."""
    texts = ["Zanger Duncan Laurence won het festival."] * 25
    texts += ["Actrice Jennifer Lawrence gaat trouwen."] * 8
    texts += ["De Notre-Dame in brand: de kathedraal brandt."] * 110
    texts += ["De dam in Amsterdam was leeg."] * 8
    texts += ["Minister Rutte ligt dwars."] * 30 + ["Hij liegt, zeggen zij."] * 8
    texts += ["De boeren eisten klimaat voorop.", "Scholieren houden een staking."] * 8
    texts += ["Een staking voor het klimaat."]
    texts += ["Scholieren staken een kaars aan.", "Roetveegpieten liepen mee in Apeldoorn."] * 8
    texts += ["Max reed de Formule 1 in Zandvoort.", "De 34e titel voor Ajax."] * 10
    texts += ["Elbers sprak.", "Dwars door Nederland fietst hij voor het klimaat."]
    texts += ["Na 22 dagen in Ajax."] * 9
    texts += ["Vliegtuig van Zorvaflot verongelukt: zware crash."]
    texts += ["De zaak Nicky Verhaven loopt."] * 12 + ["Lauda, die Niki heet, en Verhaven."] * 20
    texts += ["Aanslag in Christchurch.", "Zanger Chris trad op.", "Het album Church."] * 8
    texts += ["Het pensioenakkoord is rond."] * 25 + ["Het pensioenakoord is rond."]
    folder: Path = tmp_path_factory.mktemp("singers")
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(f"Bericht {number}\n\n{text}\n", "utf-8")
    index = Settings(index=folder / "index", engine=request.param)
    build(index, sorted(folder.glob("*.txt")))
    opened = Archive.open(index)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "corrected", "why"),
    [
        ("duncan lawrence", "duncan Laurence", "both words are there, and never in a row"),
        ("duncsn laurence", "Duncan laurence", "one is not there"),
        ("dunkan laurence", None, "a spelling of the name, which finds it"),
        ("noter dam", "Notre-Dame", "parted elsewhere"),
        ("klimaatstaknig", "klimaatstaking", "a slip in half of a compound that none has"),
        ("DuncanLaurence", "Duncan Laurence", "a seam at a capital"),
        ("Formule1 Zandvoort", "Formule 1 Zandvoort", "a seam at a digit"),
        ("34etitel Ajax", "34e titel Ajax", "a seam after the ending of a number"),
        ("festivalDuncan", "festival Duncan", "a seam in the middle of what is no name"),
        ("sprakElbers", "sprak Elbers", "of a name, though one article alone has both"),
        ("sprakelbers", "sprak Elbers", "no seam, but a name that stands with the other word"),
        ("zorvaflotcrash", "Zorvaflot crash", "a name that no compound can be read with"),
        ("klimaatduinen", None, "a compound"),
        ("niky verhaven", "Nicky verhaven", "next to its neighbour, though fewer have it"),
        ("chrischurch", "Christchurch", "no compound: its head is no word of Dutch"),
        ("pensioenakoord", "pensioenakkoord", "a misprint that an article has too"),
        ("festivalZandvoort", None, "a seam of a new name: none has its words together"),
        ("DwarsKlimaat", None, "nor these"),
        ("dwars34e", None, "nor this with a number"),
        ("22in Ajax", None, "a number with letters, which stand beside everything"),
        ("PPieten", None, "one letter before a seam is typed twice, not a word"),
        ("roetveegpeit", "roetveegpiet", "a slip in another form than the one articles have"),
        ("klimaasttaking", "klimaatstaking", "letters swapped at the seam of a compound"),
        ("formule Zandvoortt Elbers", "formule Zandvoort Elbers", "none has all, some have two"),
        ("jennifer lawrence", None, "as articles have it"),
        ("rutte liegt", None, "no name, and a word of Dutch"),
        ("rutte lawrence", None, "nothing near stands together"),
    ],
)
def test_words_that_stand_together_in_the_archive_bear_witness(
    singers: Archive, typed: str, corrected: str | None, why: str
) -> None:
    assert singers.search(SearchRequest(typed)).corrected == corrected, why


@pytest.mark.parametrize("typed", ["de maan", "maan", "naar de maan", "maan stad", "wandelen maan"])
def test_a_word_of_dutch_is_never_taken_for_another(
    archive_of: Callable[..., Archive], typed: str
) -> None:
    stories = (Article(f"m{n}", f"Dag {n}", "De man wil wandelen naar de stad.") for n in range(40))
    page = archive_of(*stories).search(SearchRequest(typed))
    assert page.corrected is None
    assert page.suggestion == typed.replace("maan", "man")


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("west", "weest"),
        ("oost", "oort"),
        ("kerst", "kreest"),
        ("noord", "moord"),
        ("rijn", "rein"),
    ],
)
def test_a_word_that_dictionaries_lack_and_compounds_have_is_no_slip_for_another(
    archive_of: Callable[..., Archive], typed: str, there: str
) -> None:
    """Westkust and zuidwest: whatever stands at both ends of compounds is a word."""
    stories = (Article(f"m{n}", f"Dag {n}", f"De man is {there} in de stad.") for n in range(40))
    assert archive_of(*stories).search(SearchRequest(typed)).corrected is None


COMPLETED = [
    ("zel", ["Zelensky"], "a name with its capital"),
    ("ZEL", ["Zelensky"], "whatever the case"),
    ("oekra", ["Oekraïne"], "with its diacritics"),
    ("Oekraï", ["Oekraïne"], "typed with diacritics"),
    ("nav", ["NAVO-top"], "as the archive writes it"),
    ("greta th", ["greta thunberg"], "a name, in small letters as the words before it"),
    ("Greta th", ["Greta Thunberg"], "with its capital beside another"),
    ("titel:ber", ["titel:Bericht"], "after a field; it is only seen where sentences begin"),
    ('"greta th', ['"greta thunberg'], "in a phrase"),
    ("klimaat OF th", ["klimaat OF Thunberg"], "after an operator"),
    ("zelensky th", [], "no article has both"),
    (
        "greta volgens van de en het zeilde th",
        ["greta volgens van de en het zeilde Thunberg"],
        "no name or phrase: as the archive writes the word, after small letters too",
    ),
    ("president zelensky " * 5 + "th", ["president zelensky " * 5 + "Thunberg"], "a long one"),
    ("van", [], "a stop word and what is complete"),
    ("z", [], "one letter is too little"),
    ("zelensky ", [], "the word is finished"),
    ("bron:ze", [], "a source is no word of the articles"),
    ("", [], "nothing is typed"),
]


@pytest.mark.parametrize(("typed", "completed", "why"), COMPLETED)
def test_the_last_word_is_completed(
    archive: Archive, typed: str, completed: list[str], why: str
) -> None:
    assert [found.text for found in archive.completions(typed)] == completed, why


def test_the_most_frequent_words_come_first_with_their_number_of_articles(archive: Archive) -> None:
    found = [(each.text, each.count) for each in archive.completions("mi")]
    assert found == [("ministerie", 12), ("Minister", 1), ("minsiterie", 1)]
    assert archive.completions("mi", 1) == archive.completions("mi")[:1]


@given(st.text(st.sampled_from('zelnksyhupogT" -:=()~*'), max_size=20))
@example("ze--")
@example("z-e-")
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_a_completion_goes_on_from_it_and_is_somewhere(
    archive: Archive, typed: str
) -> None:
    for found in archive.completions(typed):
        assert found.count > 0
        assert len(found.text) > len(typed) - 1


@pytest.mark.parametrize("engine", names(Location.FOLDER))
def test_a_value_that_no_query_can_name_takes_the_place_of_none(
    archive_of: Callable[..., Archive], engine: str
) -> None:
    sources = ['De "Bode"', 'De "Bode"', "De Courant"]
    articles = [Article(str(n), "Weer", "Zon.", None, each) for n, each in enumerate(sources)]
    found = archive_of(*articles, engine=engine).completions("bron:de", 1)
    assert [each.text for each in found] == ['bron:"De Courant"']


def test_a_short_word_as_it_sounds_is_mended_though_two_letters_are_wrong(
    archive_of: Callable[..., Archive],
) -> None:
    texts = [f"Ajax speelt duel {n} tegen Tottenham in Londen." for n in range(40)]
    archive = archive_of(*(Article(f"a{n}", "Voetbal", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest("ajaks tottenham"))
    assert (page.corrected, page.total) == ("Ajax tottenham", 40)


@pytest.mark.parametrize(
    ("typed", "corrected", "why"),
    [
        ("mh 17", "MH17", "letters and a number that are one word"),
        ("mh 17 onderzoek", "MH17 onderzoek", "beside other words too"),
        ("onderzoek d 66", "onderzoek D66", "where the letter alone says nothing"),
        ("onderzoek 17", None, "a word is no code"),
        ("a 380", "A380", "though an article has the letter, and few have the code"),
        ("onderzoek a 380", None, "which stands with none of the other words"),
        ("bagdadi", "Baghdadi", "an h that is not heard costs less than a letter: no Bagdad"),
    ],
)
def test_names_and_codes_are_mended(
    archive_of: Callable[..., Archive], typed: str, corrected: str | None, why: str
) -> None:
    texts = (
        *["Het onderzoek naar MH17 gaat door."] * 30,
        *["Bij D66 is een onderzoek begonnen."] * 30,
        *["IS-leider Baghdadi is dood."] * 20,
        *["De stad Bagdad is veilig."] * 30,
        *["De Airbus A380 vliegt."] * 3,
        *["Vitamine A is gezond."] * 3,
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    assert archive.search(SearchRequest(typed)).corrected == corrected, why


@pytest.mark.parametrize(
    ("typed", "corrected", "why"),
    [
        ("navo-topp", "NAVO-top", "topp is no word"),
        ("navo-bondgenotn", "NAVO-bondgenoten", "a letter that is heard, of a piece that is none"),
        ("ek-finale", None, "another final: both pieces are words"),
        ("fobt-onderzoek", None, "the archive has a word without a hyphen, which is another"),
        ("navo-tup", None, "three letters may be anything"),
        ("navo-toppp", "NAVO-top", "two letters too many"),
        ("foutonderzoek-plann", None, "nothing is near"),
        ("brexit-deall", "brexitdeal", "as one word, of a piece that is none"),
    ],
)
def test_a_slip_between_hyphens_is_one(
    archive_of: Callable[..., Archive], typed: str, corrected: str | None, why: str
) -> None:
    texts = (
        *["De NAVO-top en de NAVO-bondgenoten zijn in Brussel."] * 12,
        *["De WK-finale is een finale, en het EK begint."] * 12,
        *["Het foutonderzoek is een onderzoek."] * 12,
        *["De brexitdeal is een deal over brexit."] * 12,
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    assert archive.search(SearchRequest(typed)).corrected == corrected, why


@pytest.mark.parametrize(
    ("typed", "corrected", "suggested", "why"),
    [
        ("zware piet", "Zwarte piet", None, "a word of Dutch, of a name that it is never part of"),
        ("champignons league", "Champions league", None, "two letters of a long word"),
        ("tata stiel", "tata Steel", None, "a word that an article has, never beside the other"),
        ("louis van gal", "louis van Gaal", None, "three letters, beyond a stop word"),
        ("vmbo eksamen", "vmbo examen", None, "an old spelling that no article has"),
        ("gele hesjs", "gele hesjes", None, "a short word beside its neighbour"),
        ("nieky verhaven", "Nicky verhaven", None, "two letters that sound the same"),
        ("nicky verhven storm", "nicky Verhaven storm", None, "beside it, though none has all"),
        ("noterdam", "Notre-Dame", None, "two letters of a word that nothing else is near"),
        ("zware storm", None, None, "as articles have it"),
        ("tata stiel zware", None, None, "nothing has all, nor most"),
        ("louis van gent", None, None, "another name that articles have"),
    ],
)
def test_a_word_is_another_where_it_hardly_stands_with_its_neighbour(
    archive_of: Callable[..., Archive],
    typed: str,
    corrected: str | None,
    suggested: str | None,
    why: str,
) -> None:
    texts = (
        *["Het feest met Zwarte Piet begint."] * 40,
        *["De zware storm is voorbij."] * 40,
        *["De loting van de Champions League is bekend."] * 130,
        *["Er waren champignons te koop."] * 12,
        *["Bij Tata Steel is brand."] * 40,
        "Het is een oude stiel.",
        *["Trainer Louis van Gaal is terug."] * 40,
        *["Zangeres Truus van Gent zong."] * 12,
        *["Het examen voor het vmbo begint."] * 30,
        *["De gele hesjes zijn terug in de stad."] * 40,
        *["De zaak van Nicky Verhaven loopt."] * 40,
        *["De brand in de Notre-Dame is geblust."] * 130,
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest(typed))
    assert (page.corrected, page.suggestion) == (corrected, suggested), why


def test_a_name_in_one_article_is_no_slip_for_a_word(
    archive_of: Callable[..., Archive],
) -> None:
    """Unless articles have the other two in a row as well."""
    texts = (
        *["Kees wil slimmer werken, want dat is beter."] * 12,
        "Kees Slemmer heeft gewonnen.",
        "Open dag op Slot Zuylen.",
        *["Voor het slot zullen zij meer winnen."] * 40,
        *["Phil Taylor heeft gewonnen."] * 15,
        "Phil Talyor was de beste.",
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    named = archive.search(SearchRequest("kees slemmer"))
    assert (named.total, named.corrected, named.suggestion) == (1, None, None)
    named = archive.search(SearchRequest("slot zuylen"))
    assert (named.total, named.corrected) == (1, None)
    misprint = archive.search(SearchRequest("phil talyor"))
    assert "phil Taylor" in (misprint.corrected, misprint.suggestion)


def test_a_word_in_one_article_that_is_near_is_offered(
    archive_of: Callable[..., Archive],
) -> None:
    articles = [Article("a", "Wijk", "De brandweer kwam naar de Noteraams.")]
    page = archive_of(*articles).search(SearchRequest("noterdam"))
    assert (page.total, page.corrected) == (0, None)


def test_a_long_word_in_an_article_is_offered_as_what_a_hundred_times_as_many_have(
    archive_of: Callable[..., Archive],
) -> None:
    texts = ["De Graafschap won."] * 110 + ["De Graaschap verloor.", "Een schandelijke dag."]
    archive = archive_of(*(Article(f"g{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest("de graaschap"))
    assert (page.total, page.corrected, page.suggestion) == (1, None, "de Graafschap")
    assert archive.search(SearchRequest("schandelijke")).suggestion is None


def test_a_name_that_few_articles_have_otherwise_is_mended(
    archive_of: Callable[..., Archive],
) -> None:
    """Though more than a few articles have the words that were typed, unless in a row."""
    texts = (
        *["Sean Bean speelt in een serie."] * 8,
        *["Sean wil Bear, want Bear wint."] * 170,
        *["Matthis zegt dat het probleem bij ons ligt."] * 8,
        *["Matthijs de Ligt heeft gescoord."] * 170,
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest("matthis de ligt"))
    assert (page.corrected, page.total) == ("Matthijs de ligt", 170)
    assert archive.search(SearchRequest("sean bean")).corrected is None


@pytest.mark.parametrize(
    ("typed", "corrected", "suggested", "why"),
    [
        ("sstorm 4 juni schade", "storm 4 juni schade", None, "no stormschade over a date"),
        ("sstorm schade", "stormschade", None, "two words that are one"),
        ("pensionenakkoord", "pensioenakkoord", None, "though it can be read as a compound"),
        ("mazzelen uitbraak", "mazelenuitbraak", None, "of words that articles have, apart"),
        ("vlieg tax", "vliegtaks", None, "one word, as it sounds"),
        ("denhaag raad", "Den Haag raad", None, "though an article has it as one"),
        ("Bejing", "Beijing", None, "a capital is that of a name"),
        ("esteps raad", None, "steps raad", "a letter before a word may make another"),
    ],
)
def test_slips_of_other_kinds(
    archive_of: Callable[..., Archive],
    typed: str,
    corrected: str | None,
    suggested: str | None,
    why: str,
) -> None:
    texts = (
        *["De stormschade was groot, want er was veel schade door de storm."] * 40,
        *["Het pensioenakkoord is getekend."] * 60,
        *["Een mazelenuitbraak in de stad."] * 12,
        *["Wie mazzelen wil, mag mazzelen."] * 8,
        "De uitbraak is voorbij.",
        *["De vliegtaks komt er."] * 20,
        *["Een vlieg zoemt.", "De tax is hoog."] * 8,
        *["De raad van Den Haag."] * 230,
        "Het beleid van denhaag en de raad.",
        *["In Beijing begint het feest."] * 20,
        *["De beving was zwaar. Een beving telt."] * 30,
        *["De raad neemt twee steps."] * 2,
    )
    days = ("2019-06-04", "2019-06-05")
    archive = archive_of(
        *(Article(f"a{n}", f"Bericht {n}", text, days[n % 2]) for n, text in enumerate(texts))
    )
    page = archive.search(SearchRequest(typed))
    assert (page.corrected, page.suggestion) == (corrected, suggested), why


@pytest.mark.parametrize(
    ("typed", "corrected", "suggested", "why"),
    [
        ("koerddoel", "koersdoel", None, "a compound of which no article has the words"),
        ("busnicident", "busincident", None, "one with a short piece"),
        ("kaasgolf", None, None, "another compound, of which articles have the words"),
        ("water schapsverkiezingen", "waterschapsverkiezingen", None, "apart, where one has it"),
        ("kim jong un trumb", "kim jong un Trump", None, "beside a piece between hyphens"),
        (
            "kiki berten wimbeldon",
            "kiki Bertens Wimbledon",
            None,
            "two, of which one hides another",
        ),
        ("frans bouwer", None, "frans Bauer", "words that articles have by chance, never in a row"),
        ("frans brouwer", None, None, "and a name that they have"),
        ("topmn", "topman", None, "no form of top, whatever its letters"),
        ("topmn trump", "topman trump", None, "nor beside another word"),
        ("topjes", None, None, "which may be one"),
        ("heat wave", None, None, "words of English are none of Dutch"),
        ("amster dam koffer", "Amsterdam koffer", None, "one word, though few have it there"),
        ("inbraaksoest", "inbraak Soest", None, "two words, met oftener than inbraak and woest"),
        ("voet bal", "voetbal", None, "two words, which far fewer articles have"),
        ("tafel tennis", None, None, "but not so few"),
        ("marocanse", "Marokkaanse", None, "past a slip that two articles have"),
        ("hansteeuwen", "Hans teeuwen", None, "two in a row, though hang and teeuwen are met more"),
    ],
)
def test_slips_that_are_words(
    archive_of: Callable[..., Archive],
    typed: str,
    corrected: str | None,
    suggested: str | None,
    why: str,
) -> None:
    texts = (
        *["Zijn koersdoel is hoog."] * 12,
        *["Een koerd sprak.", "Het doel is bereikt."] * 8,
        *["Bij het busincident viel niemand.", "De bus reed.", "Een incident op straat."] * 6,
        *["De kaasgolf.", "De kaas smaakt op een golf."] * 8,
        *["Veel kaasgolven."] * 12,
        "De waterschapsverkiezingen komen.",
        *["Het water stijgt."] * 12,
        *["Kim Jong-un sprak met Trump."] * 30,
        *["Kiki Bertens won op Wimbledon. Kiki Bertens is blij."] * 110,
        *["Bert en Berten."] * 8,
        *["Frans Bauer zong met Frans Bauer."] * 40,
        *["Een bouwer sprak Frans met een andere bouwer."] * 25,
        *["De zanger Frans Brouwer zong."] * 25,
        *["De topman sprak met Trump."] * 22,
        *["Aan de top staat niemand. De top is hoog."] * 30,
        *["Het is het ware werk."] * 40,
        "De heat is op.",
        "Een new wave.",
        *["In Amsterdam is het druk."] * 40,
        "Een koffer in Amsterdam.",
        *["Een amster.", "Een dam."] * 8,
        *["Het voetbal begint."] * 120,
        *["Zijn voet raakt een bal."] * 15,
        *["Het tafeltennis begint."] * 60,
        *["Op tafel ligt tennis."] * 15,
        *["De Marokkaanse ploeg."] * 110,
        *["De Marokaanse koning."] * 2,
        *["De inbraak was in Soest."] * 8,
        *["De inbraak was woest."] * 6,
        *["Hans Teeuwen zong."] * 2,
        *["Hans las.", "De hang naar meer."] * 8,
        *["Wie teeuwen wil, hang op."] * 3,
    )
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest(typed))
    assert (page.corrected, page.suggestion) == (corrected, suggested), why
    for each in page.interpretation:
        assert typed[each.start : each.end] == each.text


def test_words_that_count_back_are_met_by_days_alone(archive_of: Callable[..., Archive]) -> None:
    """Another article says of another day that it was yesterday."""
    old = [
        Article(f"o{n}", "Boeren gisteren", "Gisteren kwamen boeren. Boeren!", "2019-05-14")
        for n in range(6)
    ]
    new = Article("new", "Protest", "Ook een paar boeren kwamen naar het plein.", "2019-10-29")
    last = Article("last", "Weer", "Zon.", "2019-10-30")
    page = archive_of(*old, new, last).search(SearchRequest("gisteren boeren", collapse=False))
    assert page.hits[0].article.id == "new"
    assert page.total == 7


def test_a_word_of_the_dictionary_is_no_slip_of_a_stop_word(
    archive_of: Callable[..., Archive],
) -> None:
    """Though the archive has no Maas: hoogwater maar is nothing that anybody means."""
    texts = ["Het hoogwater kwam, maar de dijk hield het."] * 12
    archive = archive_of(*(Article(f"m{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest("hoogwatter maas"))
    assert "maar" not in f"{page.corrected} {page.suggestion}"
    assert not any("maar" in offer.query for offer in page.offers)


@pytest.mark.parametrize("engine", names(Location.FOLDER))
def test_half_of_a_compound_may_be_rare_in_a_small_archive(tmp_path: Path, engine: str) -> None:
    for number in range(8):
        rest = "de uitstoot van" if number < 3 else "de neerslag van"
        text = f"Het ging over {rest} stikstof in de natuur."
        (tmp_path / f"{number}.txt").write_text(f"Bericht {number}\n\n{text}\n", "utf-8")
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, sorted(tmp_path.glob("*.txt")))
    opened = Archive.open(settings)
    assert suggested(opened, "stikstofuitstot") == "stikstofuitstoot"
    assert opened.search(SearchRequest("stikstofuitstot")).total == 3
    opened.close()


A_LETTER = (
    *["Het toernooi in e-sports begint. Zij speelt e-sports."] * 12,
    *["Zij droeg een T-shirt. Het T-shirt is rood."] * 12,
    *["De Formule E reed in sportwagens. De Formule E heeft een E-race."] * 30,
    *["Een e staat hier, en sports staat daar."] * 12,
    *["De alive muziek is er, de a van alfa, en live is het."] * 12,
)


@pytest.mark.parametrize(
    ("typed", "corrected", "why"),
    [
        ("e sports", "e-sports", "any article has such a letter somewhere"),
        ("toernooi e sports", "toernooi e-sports", "beside another word"),
        ("t shirt", "T-shirt", "as the archive writes it"),
        ("formule e race", None, "the letter belongs to the word before it"),
        ("a live", None, "which is written as no letter and another word"),
        ("=e sports", None, "taken literally"),
    ],
)
def test_a_letter_and_a_word_are_the_one_that_articles_have(
    archive_of: Callable[..., Archive], typed: str, corrected: str | None, why: str
) -> None:
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", t) for n, t in enumerate(A_LETTER)))
    assert archive.search(SearchRequest(typed)).corrected == corrected, why


def test_a_word_beside_others_is_completed_to_what_goes_with_them(
    archive_of: Callable[..., Archive],
) -> None:
    texts = [
        *["De wolf at een schaap op de heide."] * 6,
        *["De wolf liep. Wie schrijft dat?"] * 8,
        *["Wie schrijft over de raad?"] * 500,
        *["De raad stemde over de weg."] * 500,
    ]
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", t) for n, t in enumerate(texts)))
    words = [each.text for each in archive.completions("heide wolf sch")]
    assert words == ["heide wolf schaap"]
    words = [each.text for each in archive.completions("wolf sch")]
    assert "wolf schaap" in words
    assert "wolf schrijft" not in words
