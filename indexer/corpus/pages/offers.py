"""What a page asks of its reader, in place of the article or below it: to subscribe, to consent.

The texts are those of Dutch and Belgian papers, and of programs that many sites use.
"""

from __future__ import annotations

import re

LISTS = "front pages and lists"
ERRORS = "pages of errors"
OFFERS = "offers of a subscription"

MAX_OFFER = 600
"""Characters of a part of a page that can be an offer."""

_MAX_BETWEEN = 8  # words of what stands between offers
_MAX_WALL = 400  # words of a page that asks for consent
_MAX_SHORT_WALL = 80
_MAX_ERROR = 900  # characters of a page that says that something went wrong

_OFFER = re.compile(
    r"\bverder lezen\?|\b(?:lees|leest|lezen) (?:(?:direct|nu|gratis) )?(?:verder|alles|meer"
    r"|onbeperkt|dit (?:hele )?artikel|het hele (?:artikel|verhaal|stuk)"
    r"|alle (?:artikelen|verhalen))"
    r"(?: \w+)? (?:met|als|vanaf|voor)\b"
    r"|\b(?:neem|sluit|kies|bekijk|start|activeer|ontdek)\b[^.?!]{0,40}\babonnement"
    r"|\bword (?:nu |ook |gratis |vandaag )?(?:lid|abonnee)\b|\babonneer(?: je| u)?\b"
    r"|\b(?:al|reeds|nog geen|nog niet) (?:een )?(?:abonnee|abonnement|account|lid)\b[^.]{0,20}\?"
    r"|\blog(?: |-)?(?:t u |je )?in (?:om|en|of|voor)\b|\binloggen (?:om|en|of)\b"
    r"|\b(?:exclusief|alleen|enkel|uitsluitend|speciaal)(?: \w+){0,3} voor (?:onze )?"
    r"(?:abonnees|leden|premium)|\bvoor abonnees\b"
    r"|\bonbeperkte? (?:toegang|lezen)|\b(?:premium|plus)[- ]?artikel\b"
    r"|\bmaak (?:\w+ )?(?:een )?(?:gratis )?account\b|\bresterende? (?:gratis )?artikelen\b"
    r"|\bsubscribe (?:now|to|for|today)|\balready a (?:subscriber|member)|\bto continue reading"
    r"|\bsign in to\b|\bbecome a (?:member|subscriber)|\bsubscribers only\b"
    r"|\bschrijf je in voor (?:de|onze) nieuwsbrief",
    re.IGNORECASE,
)
_OFFER_NAME = re.compile(
    r"paywall|pay-wall|regwall|loginwall|login-wall|subscri|abonne|piano|metered|premium-?(?:wall"
    r"|offer|banner|block|teaser|message)|upsell|unlock|tp-modal|poool|article-?(?:lock|gate)",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:wij|we|ons|onze|our|us|nous|wir|deze (?:site|website)|this (?:site|website))\b"
    r"[^.!?]{0,120}\bcookies?\b|\bcookies?\b[^.!?]{0,120}\b(?:wij|we|ons|onze|our|us|nous|wir)\b"
    r"|\b(?:door|om) (?:alle )?cookies te (?:accepteren|aanvaarden)"
    r"|\b(?:accepteer|aanvaard|accept) (?:alle |de |all |the )?cookies"
    r"|\b(?:gebruiken|gebruikt|plaatsen|plaatst|slaan)\b[^.!?]{0,80}\bcookies?\b",
    re.IGNORECASE,
)
_CONSENT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:accepteer|aanvaard|accepteren|aanvaarden|accept|agree|akkoord|accepter)\b",
        r"\b(?:weiger|weigeren|reject|decline|refuse[rn]?|ablehnen)\b",
        r"\btoestemming|\bconsent\b|\bpermission\b",
        r"\bprivacy(?:beleid|verklaring|voorkeuren|instellingen|statement| ?policy)?\b",
        r"\b(?:voorkeuren|instellingen|settings|preferences)\b",
        r"\bpersoonsgegevens|\bpersonal data\b|\bgegevens\b",
        r"\b(?:gepersonaliseerde|relevante|personali[sz]ed) (?:advertenties|ads|content)",
        r"\bpartners\b|\badvertenties\b",
    )
)
_MIN_CONSENT, _MIN_CONSENT_SHORT = 3, 2
_WALL_TITLE = re.compile(
    r"privacy gate|cookie ?(?:wall|muur|consent|melding|toestemming|keuze|instellingen)"
    r"|^(?:voor(?:dat)? je verder ?gaat|before you continue)|^(?:wij|we) (?:gebruiken|waarderen)"
    r"[^.]*(?:cookies|privacy)|^we (?:use|value)|^je privacy"
    r"|^privacy[- ]?(?:instellingen|voorkeuren|settings)\W*$",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"""^\W*(?:
      (?:(?:http|error|fout(?:code|melding)?|status)\W*)*[45]\d\d
        (?:\W*$|\W+(?:error|fout|not|niet|pagina|page|forbidden|bad|internal|gone|unauthor|service
        |gateway|geen|too)\b.*|\s+[-–—|:].*)
     |(?:(?:oeps|oops|helaas|sorry|o+h? nee|foutmelding|error|fout)\b[\s,.!:–-]*)*
        (?:(?:de|deze|die|het|dit|uw|the|this|that)\s+(?:opgevraagde\s+|gevraagde\s+|requested\s+)?)?
        (?:web)?(?:pagina|page|artikel|article|bericht|document|bestand|file|url|content)\b
        (?:\s+(?:die|dat|which|that)\s[^.]{0,40})?\s+
        (?:is|kan|kon|werd|was|bestaat|could|can|does|has)?\s*
        (?:helaas\s+)?(?:niet|not|cannot|geen|doesn.t|no\s+longer|verwijderd|been\s+removed|isn.t)\b.*
     |(?:page|pagina|artikel|article)\s+(?:niet|not)\s.*
     |(?:niet|not)\s+(?:gevonden|found)(?:\s*[-–—|:(].*)?\W*$
     |(?:access|toegang)\s+(?:denied|geweigerd|verboden).*
     |(?:forbidden|verboden\s+toegang|unauthorized)\W*$
     |just\s+a\s+moment.*|attention\s+required.*|pardon\s+our\s+interruption.*
     |(?:een\s+(?:ogenblik|moment)|even\s+geduld)\W.*
     |(?:checking|verifying)\s.*(?:browser|human).*|(?:security|browser)\s+check.*
     |(?:are\s+you|verify\s+you\s+are|ben\s+je)\s+(?:a\s+|een\s+)?(?:human|robot|mens).*
     |(?:service|site|website|server)\s+(?:temporarily\s+)?(?:unavailable|down|error)\b.*
     |(?:bad\s+gateway|gateway\s+time-?out|internal\s+server\s+error|database\s+error)\b.*
     |(?:tijdelijk\s+)?(?:niet\s+bereikbaar|in\s+onderhoud|onderhoud)\W*$
     |(?:site|website)\s+(?:is\s+)?(?:tijdelijk\s+)?(?:in|under)\s+(?:onderhoud|maintenance).*
     |er\s+(?:is|ging|gaat)\s+(?:helaas\s+)?(?:iets|wat)\s+(?:mis|fout|verkeerd).*
     |something\s+went\s+wrong.*|an?\s+error\s+(?:has\s+)?occur.*
     |(?:your\s+)?session\s+(?:has\s+)?expired.*|domain\s+(?:is\s+)?for\s+sale.*
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ERROR_TEXT = re.compile(
    r"(?:pagina|page|artikel|article|url)\b[^.]{0,60}\b(?:zoekt|zocht|opvroeg|opvraagt|requested"
    r"|looking for|probeert te)\b[^.]{0,80}\b(?:niet|not|no longer|verwijderd|verplaatst|removed)"
    r"|(?:pagina|artikel|page|article)\b[^.]{0,40}\b(?:bestaat niet(?: \(?meer\)?)?|niet (?:meer )?"
    r"(?:gevonden|beschikbaar)|not found|cannot be found|no longer (?:exists|available))"
    r"|enable javascript|javascript (?:is|staat) (?:disabled|uit|required)|schakel javascript in",
    re.IGNORECASE,
)


def is_offer(text: str, names: str = "") -> bool:
    """Return whether a part of a page offers a subscription; `names` are those of its element."""
    return len(text) <= MAX_OFFER and (
        _OFFER.search(text) is not None
        or (bool(names) and _OFFER_NAME.search(names) is not None and "abonne" in text.lower())
    )


def is_offer_name(names: str) -> bool:
    """Return whether an element is called as one that stands before a closed article."""
    return _OFFER_NAME.search(names) is not None


def without_offers(body: str) -> str:
    """Return a text without the offers that it ends with; empty where it is nothing else."""
    paragraphs = body.split("\n\n")
    last = len(paragraphs)
    for number in range(len(paragraphs) - 1, -1, -1):
        if is_offer(paragraphs[number]):
            last = number
        elif len(paragraphs[number].split()) > _MAX_BETWEEN:  # as a price between two offers
            break
    return "\n\n".join(paragraphs[:last])


def kind_of_list(titles: tuple[str, ...]) -> str:
    """Return what a page is that lists articles: one that was not found may offer some."""
    return ERRORS if says_error(titles, "") else LISTS


def kind_of_page(titles: tuple[str, ...], whole: str, body: str) -> str:
    """Return what a page is that is no article, empty for one that may be.

    `whole` is its text, and `body` that without offers.
    """
    if says_error(titles, whole):
        return ERRORS
    if asks_for_consent(titles, whole):
        return "cookie walls"
    return OFFERS if whole and not body else ""


def asks_for_consent(titles: tuple[str, ...], body: str) -> bool:
    """Return whether a page is one that asks for consent to cookies, and no article on them."""
    words = len(body.split())
    if words > _MAX_WALL:
        return False
    asked = sum(pattern.search(body) is not None for pattern in _CONSENT)
    if any(map(_WALL_TITLE.search, titles)):
        return asked >= _MIN_CONSENT_SHORT or _COOKIES.search(body) is not None
    least = _MIN_CONSENT_SHORT if words <= _MAX_SHORT_WALL else _MIN_CONSENT
    return _COOKIES.search(body) is not None and asked >= least


def says_error(titles: tuple[str, ...], body: str) -> bool:
    """Return whether a page says that there is no page, or that something went wrong."""
    if len(body) > _MAX_ERROR:
        return False
    return any(map(_ERROR_TITLE.match, titles)) or _ERROR_TEXT.search(body[:_MAX_ERROR]) is not None
