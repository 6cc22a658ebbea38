"""Which words at the top of a text are the name of a newspaper: `Trouw`, `Leeuwarder Courant`."""

from __future__ import annotations

import re

AGENCY = (
    r"(?:ANP|AFP|AP|Associated Press|ANSA|Belga|BELGA|Bloomberg|BLOOMBERG|[Dd][Pp][Aa]|EFE|GPD|IPS"
    r"|Novum|NOVUM|Reuters|REUTERS|TASS|UPI|Xinhua)"
)
"""The agencies that stand beside a writer, as an expression that knows them by their capitals."""

# Those that no word of theirs tells to be one.
_NAMES = """
ad|anp|belga|bn destem|bn/destem|cobouw|die zeit|der spiegel|dvhn|elsevier|ew|fd|financial times
follow the money|gva|hln|hp/de tijd|humo|knack|la libre belgique|lc|le monde|le soir|metro|nd|nos
nrc|nrc next|nrc.next|parool|pzc|rd|rtl|spits|sp!ts|süddeutsche zeitung|tc tubantia|telegraaf|trouw
tubantia|volkskrant|vrij nederland|vrt|vrt nws
"""
_KNOWN = frozenset(_NAMES.strip().replace("\n", "|").split("|"))
_OF_PAPERS = re.compile(
    r"(?:dagblad|nieuwsblad|handelsblad|weekblad|avondblad|ochtendblad|volksblad|courant"
    r"|coerant|courier|krant|gazet(?:te)?|tijding|tijdingen|journaal|magazine|tijdschrift"
    r"|nieuwsbrief|omroep|nieuws|times|herald|tribune|guardian|journal|zeitung|news)\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"[\w-]+\.(?:nl|be|com|eu|org|frl|nu)", re.IGNORECASE)
_ANY_PAPER = re.compile(
    r"nieuws|news|krant|courant|journaal|magazine|nieuwsbrief|omroep", re.IGNORECASE
)
_NEWS = re.compile(
    r"(?:goed|slecht|laatste|kort|ander|overig|meer|lokaal|plaatselijk|regionaal|landelijk"
    r"|binnenlands|buitenlands|belangrijk|actueel|recent|economisch|politiek|breaking|fake|latest"
    r"|good|bad) (?:nieuws|news)",
    re.IGNORECASE,
)
"""What is said of news, and is the name of no paper without an article."""
_ARTICLES = frozenset(("de", "het", "the", "'t", "’t"))
_WITH_ARTICLE = """
bilt bildt cocksdorp goorn glind gooi haan hague horst klinge klomp knipe koog krim kwakel lier
loo lutte meern mortel panne pinte rijp rips steeg steen veenhoop waal weere westereen wijk wilp
woude zilk zoute
"""
_PLACES = frozenset(_WITH_ARTICLE.split())
"""Places with an article: De Bilt, Het Loo."""
_WRITERS = """
backer backere bakker block bock boeck boer bruijn bruin bruyn bruyne clercq cock coninck coster
croo decker graaf graaff groot gucht haas jager jong jonge jongh keijzer keyser kok koning koster
lange leeuw meyer mol moor munck nijs pauw ridder rijk rijke roo rooij rooy roos ruiter ruyter
schepper smedt smet sutter swart vos vreese vriendt vries waard wever wilde winne winter wit wolf
wolff zwart
"""
_SURNAMES = frozenset(_WRITERS.split())
"""The surnames that most people with an article have: De Vries."""
_CAPITAL = re.compile(r"[A-ZÀ-Þ\d]")
_MAX_WORDS = 6


def is_paper(name: str, *, is_likely: bool = False, is_parted: bool = True) -> bool:
    """Return whether words are the name of a paper: by one of theirs, or an article before them.

    With `is_likely`, as beside a page, any name is one. An article alone tells nothing before a
    surname, or where the name is not `is_parted` by a sign from what follows.
    """
    words = name.split()
    if not words or len(words) > _MAX_WORDS:
        return False
    own = words[words[0].lower() in _ARTICLES :]
    if name.lower() in _KNOWN or " ".join(own).lower() in _KNOWN:
        return True
    if own and _SITE.fullmatch(own[-1]):
        return True
    if not own or not _CAPITAL.match(own[0]):
        return False
    if _OF_PAPERS.search(name):
        return not (_NEWS.fullmatch(name) if len(own) > 1 else _ANY_PAPER.fullmatch(own[0]))
    if is_parted and len(own) < len(words) and own[0].lower() not in _SURNAMES:
        return own[0].lower() not in _PLACES
    return is_likely
