"""Words of asking: what people write around a subject (nieuws over, wat is er bekend over).

They say that something is asked and not what it is about, so no article has to have them.
"""

from __future__ import annotations

import re

# A form a line. A name in braces is a group below, [ ] may be left out, | parts alternatives.
_GROUPS = {
    "news": "nieuws|nieuwsbericht(?:en)?|nieuwsartikel(?:en|s)?|artikel(?:en|s)?|bericht(?:en)?|"
    "berichtgeving|stukken|informatie|info|achtergrond(?:en|informatie)?|feiten|verslag(?:en)?|"
    "verhalen|publicaties|kranten(?:artikel(?:en|s)?|bericht(?:en)?)",
    "newest": "het|de|alle|alles|al|meer|wat|veel|enkele|recente?|oudere?|laatste|nieuwste|actuele|"
    "belangrijkste",
    "about": "over|rond|rondom|omtrent|inzake|betreffende|naar|met betrekking tot",
    "is": "is|zijn|was|waren|werd|werden|wordt|worden|heeft|hebben|had|hadden",
    "there": "er|allemaal|precies|eigenlijk|nu|toen|ook",
    "known": "bekend|geschreven|gezegd|te vinden|te lezen|verschenen|gepubliceerd|het nieuws|nieuw",
    "paper": "(?:in )?het nieuws|groot nieuws|(?:in )?de (?:krant|kranten|dagbladen|media|pers)",
    "fetch": "zoek|zoeken|vind|vinden|toon|laat zien|laat me zien|geef|geef me|lees",
    "please": "ik zoek|ik wil|ik wil weten|ik wil graag weten|ik wil lezen|ik ben op zoek naar|"
    "kun je|kun je me|kan je|kunt u|kun je iets vertellen|kunt u iets vertellen|weet je|"
    "weet iemand|vertel|vertel me",
    "what": "hoe|hoelang|hoe lang|hoe vaak|hoe groot|hoe veel|hoeveel|waarom|wanneer|waardoor|"
    "waarvoor|waar|wie|wat|welk|welke|wiens",
    "light": "kan|kun|kunt|kunnen|kon|konden|mag|mogen|mocht|mochten|moet|moeten|moest|moesten|ga|"
    "gaat|gaan|ging|gingen|komt|komen|kwam|kwamen|doet|doen|deed|deden|wil|wilt|willen|wilde|wilden|"
    "zal|zullen|zou|zouden|heet|heten|heette|zei|zeiden|zegt|zeggen|vindt|vinden|vond|vonden",
    "may": "kan|kun|kunt|kunnen|mag|mogen|moet|moeten",
    "one": "ik|je|jij|u|men|we|wij",
    "wrote": "schreven|schrijven|zeiden|zeggen|melden|meldden",
    "stories": "news|articles?|stories|reports?|information|info|coverage",
    "does": "did|does|do|is|was|are|were|has|have|can|could|will|would|should",
}
_BEFORE = """
[{please}] [{fetch}] ({newest} )*{news} {about}
({newest} )*nieuws [(van|uit)]
[{please}] alles {about}
[{please}] wat {is} ({there} )*{known} [{about}]
[{please}] wat (weten|weet) (we|wij|men|je) [{there}] {about}
[{please}] wat {wrote} [de] (kranten|media) {about}
wat (gebeurt|gebeurde|speelt|speelde) ({there} )*[(met|rond|rondom)]
wat {is} ({there} )*(gebeurd|aan de hand) [met]
wat (stond|stonden|staat|was|is|haalde) ({there} )*{paper} [{about}]
hoe (zit|zat|gaat|ging|staat|stond|loopt|liep) het met
{what} [{is}] [er]
{what} {light} [{one}] [er]
{may} {one} [(nog|ook|al)]
{please}
{fetch} {about}
(tip|tips) [(voor|over|om)]
uitleg (over|van)
(mening|meningen|discussie|debat) over
(interview|interviews) (met|over)
[the] [(latest|recent|all|any|more)] {stories} (about|on|of|from|regarding|concerning)
what (is|was|do we|did papers) (known|said|written|know|write) (about|on)
what (happened|happens|is happening) [(to|with|in|at|on)]
what (was|is|were) in the (news|papers?|newspapers?|media) [(about|on|from)]
(tell me|everything|anything) about
(when|why|how many|how much|how|who|where|what|which) {does}
"""
_AFTER = """
({newest} )*{news}
news
(tip|tips|uitleg|gezocht|alsjeblieft|graag|please)
meer informatie
"""


def _expression(form: str) -> str:
    """Return the regular expression of a form."""
    whole = re.sub(r"\[(.+?)\] ?", r"(?:\1 )?", form)
    for name, words in _GROUPS.items():
        whole = whole.replace(f"{{{name}}}", f"(?:{words})")
    whole = re.sub(r"\((?!\?)", "(?:", whole)
    return whole.replace(" ", r"\s+")


def _forms(lines: str) -> list[str]:
    # A space stands behind a text that is matched, for what may be left out ends in one.
    return [
        _expression(f"{line} ").replace(r"\s+\s+", r"\s+") for line in lines.split("\n") if line
    ]


_before = [re.compile(form, re.IGNORECASE) for form in _forms(_BEFORE)]
_after = re.compile(rf"(?<!\S)(?:{'|'.join(_forms(_AFTER))})$", re.IGNORECASE)


def asking_before(text: str) -> int:
    """Return how many characters at the beginning of a text are words of asking."""
    spaced = f"{text} "
    ends = (match.end() for form in _before if (match := form.match(spaced)))
    return len(spaced[: max(ends, default=0)].rstrip())


def asking_after(text: str) -> int:
    """Return where the words of asking at the end of a text begin; its length if there are none."""
    match = _after.search(f"{text} ")
    return match.start() if match else len(text)
