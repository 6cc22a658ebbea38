"""Words of asking: what people write around a subject (nieuws over, wat is er bekend over).

They say that something is asked and not what it is about, so no article has to have them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from indexer.later import expression

# A form a line. A name in braces is a group below, [ ] may be left out, | parts alternatives.
_GROUPS = {
    "news": "nieuws|nieuwsbericht|nieuwsberichten|nieuwsartikel|nieuwsartikelen|nieuwsartikels|"
    "artikel|artikelen|artikels|bericht|berichten|berichtgeving|stukken|informatie|info|achtergrond|"
    "achtergronden|achtergrondinformatie|feiten|verslag|verslagen|verhalen|publicaties|reportages|"
    "opiniestukken|persberichten|nieuwsitems|"
    "krantenartikel|krantenartikelen|krantenartikels|krantenbericht|krantenberichten",
    "newest": "het|de|een|alle|alles|al|meer|wat|veel|enkele|recent|recente|ouder|oudere|laatste|"
    "nieuwste|actuele|belangrijkste",
    "about": "over|rond|rondom|omtrent|inzake|betreffende|naar|met betrekking tot",
    "is": "is|zijn|was|waren|werd|werden|wordt|worden|heeft|hebben|had|hadden",
    "there": "er|allemaal|precies|eigenlijk|nu|toen|ook",
    "known": "bekend|geschreven|gezegd|te vinden|te lezen|verschenen|gepubliceerd|het nieuws|nieuw",
    "paper": "(?:in )?het nieuws|groot nieuws|(?:in )?de (?:krant|kranten|dagbladen|media|pers)",
    "fetch": "zoek|zoeken|vind|vinden|toon|laat zien|laat me zien|geef|geef me|lees",
    "please": "ik zoek|ik wil|ik wil weten|ik wil graag weten|ik wil lezen|ik ben op zoek naar|"
    "kun je|kun je me|kun je mij|kan je|kunt u|kunt u mij|kun je me vertellen|kun je mij vertellen|"
    "kunt u mij vertellen|kunt u me vertellen|kun je iets vertellen|kunt u iets vertellen|weet je|"
    "weet jij|kan iemand me vertellen|kan iemand mij vertellen|kan iemand vertellen|ik vraag me af|"
    "weet iemand|vertel|vertel me|leg uit|leg me uit|kan iemand me uitleggen|"
    "kan iemand mij uitleggen|kun je uitleggen|kun je me uitleggen|kunt u mij uitleggen",
    "what": "hoe|hoelang|hoe lang|hoe vaak|hoe groot|hoe veel|hoeveel|waarom|wanneer|waardoor|"
    "waarvoor|waar|wie|wat|welk|welke|wiens",
    "light": "kan|kun|kunt|kunnen|kon|konden|mag|mogen|mocht|mochten|moet|moeten|moest|moesten|ga|"
    "gaat|gaan|ging|gingen|komt|komen|kwam|kwamen|doet|doen|deed|deden|wil|wilt|willen|wilde|wilden|"
    "zal|zullen|zou|zouden|heet|heten|heette|zei|zeiden|zegt|zeggen|vindt|vinden|vond|vonden",
    "work": "werkt|werken|werkte|betekent|betekenen|betekende|begint|beginnen|begon|eindigt|"
    "eindigde|duurt|duurde|kost|kosten|kostte",
    "size": "oud|laat|duur|lang|ver|hoog|snel|rijk",
    "say": "ik|je|jij|u|jullie|we|wij|iemand|me|mij|ons|er|hier|ergens|graag|even|eens|nog|ook|"
    "al|ooit|wel|wat|waar|welk|welke|alle|meer|veel|enkele|recent|recente|laatste|nieuwste|het|"
    "de|een|op|in|te|kan|kun|kunt|kunnen|mag|wil|wilt|willen|zou|heb|hebt|heeft|hebben|is|zijn|"
    "staat|stond|staan|stonden|moet|moeten|wie|welke krant|welke kranten|ze|men|in welke krant|"
    "in welke kranten",
    "ask": "iets|uitleggen|zeggen|schreef|schreven|schrijft|schrijven|alles|weet|weten|zoek|"
    "zoeken|vind|vinden|lees|lezen|laat|zien|toon|geef|vertel|vertellen|geschreven|gelezen|"
    "gevonden|nieuws|artikel|artikelen|artikels|bericht|berichten|stuk|stukken|informatie|info|"
    "in de krant|in de kranten|in de media|in welke krant|in welk artikel",
    "say_en": "i|i'm|am|we|you|me|us|is|are|there|any|some|all|more|latest|recent|the|what|can|"
    "do|for|of",
    "ask_en": "looking|search|find|show|give|tell|have|know|everything|anything|something|news|"
    "article|articles|stories|reports|information|coverage",
    "may": "kan|kun|kunt|kunnen|mag|mogen|moet|moeten",
    "one": "ik|je|jij|u|men|we|wij",
    "wrote": "schreef|schreven|schrijft|schrijven|zei|zeiden|zegt|zeggen|meldt|melden|meldde|"
    "meldden",
    "stories": "news|article|articles|stories|report|reports|information|info|coverage",
    "again": "nu|verder|af|afgelopen|ervoor|er|voor|ook|alweer|weer|eigenlijk|precies|nou",
    "newer": "laatste|huidige|recente|nieuwste|actuele",
    "does": "did|does|do|is|was|are|were|has|have|can|could|will|would|should",
}
_BEFORE = """
[{please}] [{fetch}] ({newest} )*{news} {about}
({newest} )*nieuws [(van|uit)]
({say} )*{ask} ({say} |{ask} )*{about}
{please} (wanneer|waarom|hoe|of|wie|wat|waar)
[{please}] wat {is} ({there} )*{known} [{about}]
[{please}] wat (weten|weet) (we|wij|men|je) [{there}] {about}
[{please}] wat {wrote} [de] (krant|kranten|media) {about}
wat (gebeurt|gebeurde|speelt|speelde) ({there} )*[(met|rond|rondom)]
wat {is} ({there} )*(gebeurd|aan de hand) [met]
wat (stond|stonden|staat|was|is|haalde) ({there} )*{paper} [{about}]
wat is de [{newer}] stand van zaken [(rond|rondom|in|bij|met|van)]
[de] {newer} (stand van zaken|ontwikkelingen|ontwikkeling|updates|update) [({about}|in|bij|van)]
hoe (is|zit|zat|gaat|ging|staat|stond|loopt|liep) het ({again} )*met
[ik] (heb een vraag|ben benieuwd|ben nieuwsgierig) {about} [({newest} )*{news} {about}]
[een] overzicht van ({newest} )*{news} {about}
wat (heeft|hebben) [de] (krant|kranten|media) ({there} )*{known} {about}
(zijn|is) er ({newest} |nog |ook )*(foto|foto's|beelden|beeld|filmpjes|video's) van
(klopt het|is het waar) dat
hoe {size} [{work}] [{is}] [er]
(hoe|hoeveel|wat|wanneer) {work} [er]
{what} [{is}] [er]
{what} {light} [{one}] [er]
{may} {one} [(nog|ook|al)]
{please}
{fetch} {about}
(tip|tips) [(voor|over|om)]
uitleg (over|van)
(mening|meningen|discussie|debat|analyse|analyses|reportage|opinie|commentaar|column) over
(achtergrond|achtergronden|duiding|toelichting) (bij|van|op)
alles wat {one} (moet|moeten|wil|wilt|willen) weten over
(interview|interviews) (met|over)
[the] [(latest|recent|all|any|more)] {stories} (about|on|of|from|regarding|concerning)
[the] (latest|update|updates) (about|on|from|regarding|concerning)
what (is|was|do we|did papers) (known|said|written|know|write) (about|on)
what (happened|happens|is happening) [(to|with|in|at|on)]
what (was|is|were) in the (news|papers?|newspapers?|media) [(about|on|from)]
({say_en} )*{ask_en} ({say_en} |{ask_en} )*(about|on|regarding|concerning)
(search|look|looking) for
how (old|long|far|big|rich|high) {does}
how (many|much) people [{does}]
is it true that
(when|why|how many|how much|how|who|where|what|which) {does}
"""
_AFTER = """
({newest} )*{news}
news
(wat|wie) is (dat|dit|het|hij|zij)
hoe (zit|werkt) (dat|het)
(tip|tips|uitleg|gezocht|alsjeblieft|graag|please)
meer informatie
"""


_PART = expression(r"\[.+?\]|\(.+?\)\*?|\S+")


def _expression(form: str) -> str:
    """Return the regular expression of a form."""
    # A space stands behind a text that is matched, for what may be left out ends in one.
    whole = re.sub(r"\[(.+?)\] ?", r"(?:\1 )?", f"{form} ")
    for name, words in _GROUPS.items():
        whole = whole.replace(f"{{{name}}}", f"(?:{words})")
    whole = re.sub(r"\((?!\?)", "(?:", whole)
    return whole.replace(" ", r"\s+").replace(r"\s+\s+", r"\s+")


def _alternatives(part: str) -> list[str]:
    return part.format_map(_GROUPS).strip("[()]* ").split("|")


def _first_words(form: str) -> Iterator[str]:
    """Yield the words that a text of this form may begin with."""
    for part in _PART.findall(form):
        yield from (each.split()[0] for each in _alternatives(part))
        if not part.startswith("[") and not part.endswith("*"):
            return


@cache
def _before() -> Mapping[str, Collection[re.Pattern[str]]]:
    """Return the forms by the words that they may begin with: most texts begin with none."""
    forms: dict[str, dict[str, re.Pattern[str]]] = {}
    for form in _BEFORE.strip().split("\n"):
        made = expression(_expression(form), re.IGNORECASE)
        for word in _first_words(form):
            forms.setdefault(word, {})[form] = made
    return {word: each.values() for word, each in forms.items()}


@cache
def _after() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words that the forms may end in, and the expression of all forms."""
    forms = _AFTER.strip().split("\n")
    last = (each.split()[-1] for f in forms for each in _alternatives(_PART.findall(f)[-1]))
    any_form = "|".join(map(_expression, forms))
    return frozenset(last), expression(rf"(?<!\S)(?:{any_form})$", re.IGNORECASE)


def asking_before(text: str) -> int:
    """Return how many characters at the beginning of a text are words of asking."""
    first, spaced = [*text.split(), ""][0], f"{text} "
    forms = _before().get(first.casefold(), ())
    ends = (match.end() for form in forms if (match := form.match(spaced)))
    return len(spaced[: max(ends, default=0)].rstrip())


def asking_after(text: str) -> int:
    """Return where the words of asking at the end of a text begin; its length if there are none."""
    last, (last_words, any_form) = ["", *text.split()][-1], _after()
    if last.casefold() not in last_words:
        return len(text)
    match = any_form.search(f"{text} ")
    return match.start() if match else len(text)
