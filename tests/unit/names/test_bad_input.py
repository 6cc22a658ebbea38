"""Texts in which capitals mean little: headlines, results, bylines, poems, months, other languages.

The archive has every word of them rather without its capital, but for some names.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from indexer.names.cues import is_listed
from indexer.names.finding import CompiledFinder, compiled_usage
from indexer.names.joining import names_in, words_of
from indexer.names.usage import UNKNOWN, Usage

PERSON = Usage(inside=200, after_title=40, before_saying=40, after_capital=100, after_first_name=90)
GIVEN = Usage(inside=200, before_capital=180, before_saying=10)
PLACE = Usage(inside=200, after_place=120)
BODY = Usage(inside=200, after_article=40, before_saying=20, after_body=20, after_agent=60)
WORD = Usage(inside=5, lower=500)
NAMES = {
    **dict.fromkeys(["Trump", "Rutte", "Aboutaleb", "Ziyech", "Merkel", "Macron"], PERSON),
    **dict.fromkeys(["Vries", "Smit", "Bakker", "Appel", "Vos", "Wit", "Jong", "Valk"], PERSON),
    **dict.fromkeys(["Jansen", "May", "Willem-Alexander"], PERSON),
    **dict.fromkeys(["Mark", "Jan", "Piet", "Anna", "Kees", "Karel", "Bram"], GIVEN),
    **dict.fromkeys(["Marianne", "Frenkie", "Theresa", "Willem"], GIVEN),
    **dict.fromkeys(["Boxtel", "Groningen", "Tilburg", "Rotterdam", "Eindhoven"], PLACE),
    **dict.fromkeys(["Utrecht", "Hanoi", "Nederland", "Duitsland", "Spanje"], PLACE),
    **dict.fromkeys(["London", "Amsterdam", "Breukelen", "España", "A2"], PLACE),
    **dict.fromkeys(["Ajax", "PSV", "Feyenoord", "AZ", "Hema", "Belastingdienst"], BODY),
    **dict.fromkeys(["Vitesse", "Twente", "FC"], BODY),
    **dict.fromkeys(["Energie", "Mobiliteit", "Handel"], PLACE),
}
TEXTS = [
    # Headlines with a capital for every word
    ("Man Gewond Bij Ongeluk Op A2 Bij Boxtel", "A2 Boxtel"),
    ("Minister Wil Meer Geld Voor Onderwijs In Groningen", "Groningen"),
    ("Ajax Wint Van Feyenoord In De Laatste Minuut", "Ajax Feyenoord"),
    ("Politie Zoekt Getuigen Na Overval In Tilburg", "Tilburg"),
    ("Wat Je Moet Weten Over De Nieuwe Regels Van De Belastingdienst", "Belastingdienst"),
    ("De Tien Beste Recepten Voor Kerst", ""),
    ("Zo Maak Je Zelf Een Lekkere Appeltaart", ""),
    ("Vrouw Van Mark Rutte Bestaat Niet", "Mark_Rutte"),
    ("Waarom Niemand Meer Naar Buiten Gaat", ""),
    ("Trump Wil Een Muur Langs De Grens", "Trump"),
    # Results of matches
    ("Voetbal: Ajax - PSV 2-1, daarna Feyenoord 3-0.", "Ajax PSV Feyenoord"),
    ("FC Twente-Vitesse 1-1", "FC_Twente Vitesse"),
    ("Stand: 1. Ajax 34-86, 2. PSV 34-83", "Ajax PSV"),
    ("Nederland-Duitsland 2-4", "Nederland Duitsland"),
    ("Willem II-AZ 1-1, na strafschoppen", "Willem_II AZ"),
    ("Uitslag: 6-4, 6-3. Scheidsrechter: niemand.", ""),
    ("Scoreverloop: 12. Ziyech 1-0", "Ziyech"),
    ("Rust 1-0, Eindstand 2-2", ""),
    ("Ajax-PSV 2–1", "Ajax PSV"),
    ("Programma: Zaterdag 20.00 uur AZ-Ajax", "AZ Ajax"),
    # What ministers mind, and municipalities with small words in their names
    ("toen vroeg de minister van Energie iets, en die van Mobiliteit ook", ""),
    ("daar zat de commissaris voor Handel aan tafel", ""),
    ("een vrouw uit de gemeente Aa en Hunze zag het", "Aa_en_Hunze"),
    ("dat wil Open Vld, zegt de premier", "Open_Vld"),
    # Bylines
    ("Door onze redacteur Jan de Vries", "Jan_de_Vries"),
    ("ROTTERDAM - Het kabinet valt.", "Rotterdam"),
    ("Redactie Binnenland 12 mei 2019", ""),
    ("Tekst en Foto: Kees Vos", "Kees_Vos"),
    ("Met medewerking van Anna Bakker en Piet Smit", "Anna_Bakker Piet_Smit"),
    ("(Van onze correspondent)", ""),
    ("Door onze redactie Economie", ""),
    ("Beeld: Redactie", ""),
    ("Update: 12.30 uur. Bron: Redactie.", ""),
    ("Lees ook het verhaal van J.K. Smit", "J.K._Smit"),
    # Poems
    ("De zee kent Goden noch gebeden,\nZij Rolt haar Golven aan het Strand", ""),
    ("O Mens, gij Wandelaar in Nacht\nHoor hoe de Wind door Bomen lacht", ""),
    ("Mei komt met Bloesem en met Licht\nEn Liefde schrijft een nieuw Gedicht", ""),
    ("Uw Ogen Zijn Als Sterren\nUw Lach Als Morgenrood", ""),
    ("Herfst! Gij zijt de Koning van het Jaar", ""),
    ("Leven, Dood en Eeuwigheid\nZijn Zusters van de Tijd", ""),
    ("Nacht\nStilte\nRegen\nJij", ""),
    ("En God sprak tot de Mens: Word Licht", ""),
    ("Kind van de Zon, Dochter van de Maan", ""),
    ("Zo Zong De Vogel In De Boom", ""),
    # All in capitals
    ("BRAND IN LOODS IN ROTTERDAM. BURGEMEESTER ABOUTALEB KWAM.", "Rotterdam Aboutaleb"),
    ("AJAX WINT VAN PSV IN AMSTERDAM", "Ajax PSV Amsterdam"),
    ("DE MINISTER ZEGT DAT HET KABINET NIET VALT", ""),
    ("POLITIE HOUDT VERDACHTE AAN IN EINDHOVEN", "Eindhoven"),
    ("WEER: ZON EN WOLKEN, MORGEN REGEN IN HET NOORDEN", ""),
    ("TRUMP SPREEKT IN HANOI", "Trump Hanoi"),
    ("HEMA STOPT MET WINKELS IN SPANJE", "Hema Spanje"),
    ("LET OP: DEZE WEEK GEEN KRANT", ""),
    ("VERKEER: FILE BIJ UTRECHT DOOR ONGELUK", "Utrecht"),
    ("MARK RUTTE WIL NIET WEG", "Mark_Rutte"),
    # Names that are words
    ("Toen sprak Bram Bakker. Bakker vindt dat goed, want een bakker bakt.", "Bram_Bakker"),
    ("Een appel viel. Daar schilderde Karel Appel, en Appel was beroemd.", "Karel_Appel"),
    ("In Mei leggen alle vogels een ei. Daar lacht Theresa May.", "Theresa_May"),
    ("Gisteren won Oranje, met een oranje vlag.", "Oranje"),
    ("Een vos stal een kip. Daar wint Marianne Vos, en Vos lacht.", "Marianne_Vos"),
    ("Daar scoort Frenkie de Jong. De Jong is blij en de jongen ook.", "Frenkie_de_Jong"),
    ("Hij sliep bij Van der Valk in Breukelen.", "Van_der_Valk Breukelen"),
    ("Het is wit. Daar zei Jan de Wit dat De Wit wit is.", "Jan_de_Wit"),
    ("Koning Willem-Alexander is koning.", "Willem-Alexander"),
    ("De orkaan Dorian raasde. Dorian is zwaar.", ""),
    # Months and days
    ("In Januari begint het jaar, en Maart roert zijn staart.", ""),
    ("Mei 2019\nJuni 2019", ""),
    ("Zaterdag 3 Augustus is de finale.", ""),
    ("Pasen valt in April, Kerst in December", ""),
    ("Vrijdag en Zaterdag: markt", ""),
    ("September, Oktober, November", ""),
    ("Zondag 12 Mei is het Moederdag", ""),
    ("Februari heeft 28 dagen", ""),
    ("Op Maandag, Dinsdag en Woensdag", ""),
    ("Komende Donderdag is de Nationale Horecadag", ""),
    # Headings
    ("Achtergrond\n\nHet is zo.\n\nReactie\n\nNiemand reageert.", ""),
    ("Lees ook\n\nMeer nieuws\n\nBekijk de video", ""),
    ("Kort nieuws\n\nSport Kort\n\nWeer", ""),
    ("Inleiding\n\nMethode\n\nResultaten\n\nConclusie", ""),
    ("Verdachten\n\nSlachtoffers\n\nOnderzoek", ""),
    ("Wat is er gebeurd?\n\nHoe nu verder?", ""),
    ("Overzicht\n\nUitslagen\n\nProgramma", ""),
    ("Colofon\n\nHoofdredactie\n\nDirectie", ""),
    ("Ingezonden brieven\n\nGeachte redactie", ""),
    ("Familieberichten\n\nOverleden\n\nGeboren", ""),
    # Other languages
    ("The Prime Minister said that everyone in London will vote on Tuesday.", "London"),
    ("Der Hund und die Katze sitzen im Garten. Das Wetter ist schön.", ""),
    ("Wir schaffen das, sagte Merkel.", "Merkel"),
    ("Am Montag und Dienstag war das Wetter schlecht.", ""),
    ("Le lundi et le mardi, Macron parle.", "Macron"),
    ("Yesterday, on Monday, We Won.", ""),
    ("Vandaag is in Fryslân feest.", "Fryslân"),
    ("Ayer en España.", "España"),
    ("Die Leute in Deutschland sagen nichts.", "Deutschland"),
    ("See You On Sunday", ""),
]


def usages(text: str) -> dict[str, Usage]:
    """Return the usage of names; whatever else a text has is a word, but for what lists have."""
    return {
        word: NAMES.get(word, UNKNOWN if is_listed(word) or "-" in word else WORD)
        for word in words_of([text])
    }


@pytest.mark.parametrize(("text", "names"), TEXTS)
def test_where_capitals_mean_little_no_word_is_a_name(text: str, names: str) -> None:
    found = [name.name for name in names_in(text, usages(text))]
    assert sorted(found) == sorted(name.replace("_", " ") for name in names.split())


def test_the_kernel_finds_the_same(native: ModuleType) -> None:
    for text, _ in TEXTS:
        usage = usages(text)
        compiled = CompiledFinder(native, compiled_usage(native, usage))
        assert compiled.names_in(text) == names_in(text, usage), text
