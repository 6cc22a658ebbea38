"""The names in a run of capitals: what describes them is left out, and two that meet are parted."""

from __future__ import annotations

import pytest

from indexer.names.candidates import candidates
from indexer.names.trimming import names_in_run
from indexer.names.usage import Usage

GIVEN = Usage(inside=50, before_capital=40)
SURNAME = Usage(inside=50, after_capital=30)
WORD = Usage(inside=1, lower=200)
ARCHIVE = {
    **dict.fromkeys(("Frenkie", "Annemiek", "Sander", "Matthijs", "Sanne"), GIVEN),
    **dict.fromkeys(("Schouten", "Viviani", "Smits", "Verbruggen"), SURNAME),
    **dict.fromkeys(("Volgens", "Correspondent", "Hoogleraar", "Storm", "Oliebedrijf"), WORD),
    "Kamper": Usage(inside=70, after_capital=13, after_article=32),
    "Arnhemmer": Usage(inside=20, after_capital=9),
    "Kuipers": Usage(inside=90, after_capital=60, after_first_name=60),
    "Van": Usage(inside=40, lower=9000, before_capital=30),
    "Gaal": Usage(inside=30, after_agent=28),
    "Gouda": Usage(inside=50, after_place=40),
    "Unie": Usage(inside=60, after_capital=55, after_adjective=50),
    "Pierson": Usage(inside=20, after_capital=18),
    "Allard": Usage(inside=20, before_capital=12),
    **dict.fromkeys(("Frans", "Noor", "Lieve", "Al"), GIVEN),
}


def named(text: str) -> list[str]:
    """Return the names of a text."""
    found = (names_in_run(each.run, ARCHIVE) for each in candidates(text))
    return [" ".join(words) for names in found for words in names]


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        ("de zege van Annemiek van Vleuten", ["Annemiek van Vleuten"], "a village as a surname"),
        ("de Alfa Romeo van Sanne Verbruggen", ["Alfa Romeo", "Sanne Verbruggen"], "a body"),
        ("van AT&T-dochter CNN", ["AT&T", "CNN"], "a compound with a sign"),
        ("in De Haagse krant en de Tilburgers", [], "an adjective, and inhabitants of a place"),
        ("Britse Sanne Verbruggen won", ["Sanne Verbruggen"], "an adjective of a country"),
        ("de Jumbo-Visma-renner viel", ["Jumbo-Visma"], "a compound of a compound"),
        ("het seizoen van Game of Thrones", [], "a series"),
        ("de Raad van State zei (De Raad van State)", ["Raad van State"] * 2, "an article"),
        ("zij is minister van Buitenlandse Zaken", [], "a portfolio of two words"),
        ("GOUDA (ANP) - toen viel het", ["Gouda", "ANP"], "a place in capitals"),
        ("langs de A12 in Gouda", ["A12", "Gouda"], "a road"),
        ("de Serie A.", [], "a competition at the end of a sentence"),
        ("op de Bahama’s", ["Bahama’s"], "a place with an apostrophe"),
        ("GOUDA - Het Van Gogh Museum sluit", ["Gouda", "Van Gogh Museum"], "no headline"),
        ("Van Smits kwam niets.", ["Smits"], "no part of a surname"),
        ("Van Gaal lachte. Van der Poel won.", ["Van Gaal", "Van der Poel"], "a part of one"),
        ("toen zei VVD'er Sanne Verbruggen nee", ["Sanne Verbruggen"], "a follower"),
        ("zo won Van Gaal de Gouden Schoen", ["Van Gaal"], "a prize after a surname"),
        ("het was een Brits plan van de Brit", [], "a place elsewhere, and an inhabitant here"),
        ("trainer Frenkie Smits van de Duitse ploeg", ["Frenkie Smits"], "an adjective of another"),
        ("de Belg Sanne Van der Smits van PSV", ["Sanne Van der Smits", "PSV"], "Van, a capital"),
        ("onder de Duitse Ursula von der Leyen", ["Ursula von der Leyen"], "von, in names alone"),
        ("en Tweede Kamerlid Sanne van Raak", ["Sanne van Raak"], "a member of a chamber"),
        ("tegen de Russin Sanne Verbruggen", ["Sanne Verbruggen"], "an inhabitant"),
        ("toen kwam minister Schouten van Landbouw", ["Schouten"], "a portfolio"),
        ("de sprint van Viviani van Cofidis", ["Viviani", "Cofidis"], "a surname van a body"),
        ("zo sprak Frenkie de Jong gisteren", ["Frenkie de Jong"], "a first name de a surname"),
        ("Correspondent Sander van Hoorn legt uit", ["Sander van Hoorn"], "a title, then a name"),
        ("zo won Matthijs de Ligt de Gouden Schoen", ["Matthijs de Ligt"], "a prize after a name"),
        ("het was de Ier Shane Lowry", ["Shane Lowry"], "an inhabitant"),
        ("zo sprak Frans Smits", ["Frans Smits"], "an adjective of a country is a first name too"),
        ("hij leerde Frans in Gouda", ["Gouda"], "and a language"),
        ("zo sprak Al Verbruggen", ["Al Verbruggen"], "a small word is a first name too"),
        ("het was de Noor Sanne Smits", ["Sanne Smits"], "a first name is an inhabitant too"),
        ("toen kwam Lieve Smits", ["Smits"], "how a letter begins"),
        ("zij zag de Ronde van Frankrijk", [], "a race, and the place in its name"),
        ("dus de Grote Prijs van Spanje", [], "a race"),
        ("op het Australian Open en de FA Cup", [], "competitions"),
        ("zij koos de Europese Unie", ["Europese Unie"], "an adjective that is part of a name"),
        ("in het Amsterdamse Gouda", ["Gouda"], "an adjective that describes"),
        ("twitterde PVV-Kamerlid Sanne Verbruggen", ["PVV", "Sanne Verbruggen"], "a compound"),
        ("met D66-leider Sanne Verbruggen", ["D66", "Sanne Verbruggen"], "a compound"),
        ("bij oud-PvdA-leider Verbruggen", ["PvdA", "Verbruggen"], "what stands before a compound"),
        ("Oliebedrijf Shell boort", ["Shell"], "a noun that tells what follows"),
        ("de Iraniërs, Krimbewoners en Grieken", [], "inhabitants"),
        ("in Bergen op Zoom en Delft", ["Bergen op Zoom", "Delft"], "places"),
        ("in Krimpen aan den IJssel", ["Krimpen aan den IJssel"], "a place"),
        ("naar West- en Oost-Europa", ["Oost-Europa"], "half a compound"),
        ("aan de Torenlaan 12 in", ["Torenlaan"], "the number of a house"),
        ("VERBRUGGEN IN GOUDA VOLGENS STORM", ["Verbruggen", "Gouda"], "capitals"),
        ("Volgens Smits In Gouda En Storm", ["Smits", "Gouda"], "a headline in title case"),
        ("een nieuwe iPad Pro", [], "a product"),
        ("zo sprak Navo Rusland aan", ["Navo", "Rusland"], "a body of the world has no branch"),
        ("wint FC Groningen Ajax dan", ["FC Groningen", "Ajax"], "two bodies of a headline"),
        ("dus Enschede FC Twente bedankt", ["Enschede", "FC Twente"], "a place before a body"),
        ("de winst van Shell Nederland", ["Shell Nederland"], "a branch"),
        ("dus de Kamper zag een Arnhemmer", [], "inhabitants: a listed surname, another m"),
        ("volgens scheidsrechter Kuipers", ["Kuipers"], "a surname that a place looks like"),
        ("bij PSV-ADO Den Haag won", ["PSV", "ADO Den Haag"], "a match"),
        ("bij Fortuna Sittard-VVV-Venlo", ["Fortuna Sittard", "VVV-Venlo"], "one has a hyphen"),
        ("in Rotterdam-Kralingen", ["Rotterdam-Kralingen"], "a quarter"),
        ("toen Kim Jong-un en Son Heung-min", ["Kim Jong-un", "Son Heung-min"], "Korean names"),
        ("dus Allard van de Hogeschool Oss won", ["Allard", "Hogeschool Oss"], "a body"),
        ("dus Allard van Acrow Vermogensbeheer won", ["Allard", "Acrow Vermogensbeheer"], "a firm"),
        (
            "dus Allard van der Bank van Acrow Vermogensbeheer won",
            ["Allard van der Bank", "Acrow Vermogensbeheer"],
            "a surname, and a firm",
        ),
        ("dus Allard van der Bank won", ["Allard van der Bank"], "a surname that is a body's word"),
        ("dus Fortuna Sittard Willem II", ["Fortuna Sittard", "Willem II"], "the longest first"),
    ],
)  # fmt: skip
def test_what_describes_a_name_is_no_part_of_it(text: str, names: list[str], why: str) -> None:
    assert named(text) == names, why
