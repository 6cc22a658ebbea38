"""A name of which one word is right, or nearly, is found by the names of the archive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, SearchRequest

TEXTS = (
    *["Oud-minister Lodewijk Asscher sprak met de pers. Lodewijk Asscher is terug."] * 12,
    *["Renner Mathieu van der Poel won. Mathieu van der Poel is blij."] * 12,
    *["De partij van Marine Le Pen wint. Marine Le Pen is blij."] * 12,
    *["Vicepremier Heinz-Christian Strache stapt op, zei Heinz-Christian Strache."] * 12,
    *["Spits Robin van Persie scoorde. Robin van Persie stopt."] * 12,
    *["Trainer Erik ten Hag won. Erik ten Hag is blij."] * 45,
    *["De trein van Mathijs reed."] * 8,
    *["De klokkenluider Edward Snowden belde in. Edward Snowden woont ver weg."] * 3,
    *["Erik heeft tien haagjes, ten goede van de tuin in Den Haag."] * 3,
    *["Verdediger Virgil van Dijk speelt. Virgil van Dijk wint."] * 110,
    *["Buurman Dick is er. Dick werkt."] * 8,
    *["Coureur Lewis Hamilton won in Monaco. Lewis Hamilton is blij."] * 110,
    *["Luis woont in Porto. Luis werkt."] * 8,
    *["Het aftreden van Theresa May. Theresa May is moe."] * 110,
    *["Het is mei. De mei is warm."] * 30,
    *["De tuin van Petra de Vries is open. Petra de Vries werkt."] * 12,
)


@pytest.fixture
def archive(archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n, text in enumerate(TEXTS)))


@pytest.mark.parametrize(
    ("typed", "corrected", "suggested", "why"),
    [
        ("lodewijk aser", "lodewijk Asscher", None, "three letters of four, of which one sounds"),
        ("lodewijk asher pers", "lodewijk Asscher pers", None, "beside another word"),
        ("robin van percy", "robin van Persie", None, "as it sounds, past a small word"),
        ("marine lepen", "Marine Le Pen", None, "two words typed as one"),
        ("heins christian strache", "Heinz-Christian Strache", None, "with a hyphen"),
        ("erik ten haag", "erik ten Hag", None, "though a few articles have these words somewhere"),
        ("mathijs van der poel", None, "Mathieu van der poel", "a name of others is no slip"),
        ("edward snowdon", "edward Snowden", None, "what few articles have, by its words alone"),
        ("virgil van dick", "virgil van Dijk", None, "well known, and no article has that one"),
        ("luis hamilton", None, "Lewis hamilton", "two letters that are heard are offered"),
        ("theresa maj aftreden", "theresa May aftreden", None, "three letters of the only Theresa"),
        ("petra de vries", None, None, "a name that articles have"),
        ("peter de vries", None, None, "two letters of five that are heard are another name"),
        ("lodewijk bakker", None, None, "nobody of that first name is near"),
        ("=lodewijk =aser", None, None, "what is asked literally is left"),
    ],
)
def test_a_name_is_mended_by_those_that_have_a_word_of_it(
    archive: Archive, typed: str, corrected: str | None, suggested: str | None, why: str
) -> None:
    page = archive.search(SearchRequest(typed))
    assert (page.corrected, page.suggestion) == (corrected, suggested), why


@pytest.mark.parametrize(
    ("typed", "corrected", "suggested", "why"),
    [
        ("mark wotte", None, None, "whom two articles name is somebody else"),
        ("annie van dam", None, "Anne van dam", "so may be a Van Dam, of whom there are many"),
        ("julien assange", "Julian assange", None, "but no Assange, of whom there is one"),
        ("lillian marijnissen", "Lilian marijnissen", None, "papers write what sounds alike too"),
        ("ortwin depoorter", "ortwin Depoortere", None, "a name that others have, of one Ortwin"),
    ],
)
def test_a_slip_may_stand_in_a_few_articles(
    archive_of: Callable[..., Archive],
    typed: str,
    corrected: str | None,
    suggested: str | None,
    why: str,
) -> None:
    texts = (
        *["Premier Mark Rutte sprak. Mark Rutte is blij."] * 130,
        *["Trainer Mark Wotte won. Mark Wotte is blij."] * 2,
        *["Golfster Anne van Dam won. Anne van Dam is blij."] * 30,
        *["Gisteren sprak Kees van Dam. Kees van Dam is blij."] * 40,
        "Buurvrouw Annie van Dam bakte taart.",
        *["Annie de Vries zong. Annie de Vries is blij."] * 8,
        *["Klokkenluider Julian Assange zit vast. Julian Assange is ziek."] * 60,
        "Klokkenluider Julien Assange zit vast.",
        *["Wielrenner Julien Vermote won. Julien Vermote is blij."] * 8,
        *["Lilian Marijnissen sprak. Lilian Marijnissen is blij."] * 31,
        *["Lillian Marijnissen sprak."] * 3,
        *["Ortwin Depoortere sprak. Ortwin Depoortere is blij."] * 5,
        *["Kathleen Depoorter sprak. Kathleen Depoorter is blij."] * 12,
    )
    archive = archive_of(*(Article(f"d{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest(typed))
    assert (page.corrected, page.suggestion) == (corrected, suggested), why


def test_without_names_nothing_is_made_of_them(archive_of: Callable[..., Archive]) -> None:
    plain = archive_of(*(Article(f"b{n}", "Bericht", "De zee is kalm.") for n in range(3)))
    assert plain.search(SearchRequest("lodewijk aser")).corrected is None


def test_for_ordinary_words_no_names_are_opened(archive_of: Callable[..., Archive]) -> None:
    """A search by a command would load them for that alone."""
    texts = ["De harde grens."] * 50 + ["Een grens is er niet."] * 60 + ["Het is harde regen."] * 60
    made = archive_of(*(Article(f"c{n}", f"Bericht {n}", text) for n, text in enumerate(texts)))
    opened = {}
    for query in ("harde grens", "harde grns"):
        with Archive(made._settings, brief=True) as command:
            command.search(SearchRequest(query), facets=())
            with command._asked() as snapshot:
                opened[query] = "index" in vars(snapshot.names)
    assert opened == {"harde grens": False, "harde grns": True}


@pytest.mark.parametrize("typed", ["nils van ’t h", "Nils van 't h", "nils van t h"])
def test_a_name_is_completed_past_an_apostrophe(
    archive_of: Callable[..., Archive], typed: str
) -> None:
    text = "Trainer Nils van 't Hoenderdaal zweeg. Volgens Nils van 't Hoenderdaal is het laat."
    archive = archive_of(*(Article(f"a{n}", f"Bericht {n}", text) for n in range(6)))
    assert any(each.text.lower().endswith("hoenderdaal") for each in archive.completions(typed))
