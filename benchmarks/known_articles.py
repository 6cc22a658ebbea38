"""Articles that are known: title, first and last sentence of each are its own.

Nobody's newspaper. The signs in them (é, €, quotation marks, dashes) are those of Windows-1252, so
that every form can carry them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PAPERS = ("De Velmer Courant", "Dagblad Demer", "Ravelhouts Nieuwsblad", "Het Veerbericht")

_PLACES = (
    *("Velmer", "Ravelhout", "Demerstad", "Horsterveer", "Oost-Velmer", "Coöstveen", "Nieuwedijk"),
    *("Zandwoude", "Brugkerk", "Lageweide", "Maarsdonk", "Westerhout", "Kromwijk", "Achterberg"),
    *("Overzee", "Driekapel", "Noordhorn", "Zuidveld", "Bovenmeer", "Lindeloo"),
)
_SUBJECTS = (
    ("Gemeente {} koopt het oude veerhuis", "veerhuis", "wethouder"),
    ("Staking legt haven van {} stil", "haven", "havenmeester"),
    ("Zwembad in {} sluit zijn deuren", "zwembad", "badmeester"),
    ("Bibliotheek van {} blijft op zondag open", "bibliotheek", "directeur"),
    ("Boeren bij {} vrezen droge zomer", "akkers", "voorzitter"),
    ("Koor uit {} zingt weer in de kerk", "koor", "dirigent"),
    ("Dijk bij {} houdt stand na storm", "dijk", "dijkgraaf"),
    ("School in {} krijgt nieuw dak", "school", "rector"),
    ("Markt van {} verhuist naar het plein", "markt", "marktmeester"),
    ("Trein naar {} rijdt een maand niet", "trein", "woordvoerder"),
)
_AUTHORS = (
    *("Jan Bakker", "Renée de Wit", "Bram Postma", "Ineke van der Berg", "Noor Peeters"),
    *("Gijs ter Velde", "Lotte Claes", "Anouk Dijkstra"),
)
_OPENING = (
    "In {} gaat het deze week over één onderwerp, het {} met nummer {}. De {} noemt dat in een"
    " brief aan de raad ‘een klein wonder’, na jaren van overleg met bewoners."
)
_MIDDLE = (
    "De kosten zijn € {} miljoen – minder dan gedacht – voor in- en uitvoer, onderhoud en ‘naïeve’"
    " plannen van vóór 2010. Zo’n {} mensen uit de buurt tekenden bezwaar aan, onder wie veel"
    " vrijwilligers."
)
_END = (
    "Volgens de {} begint het werk in het najaar en duurt het vier jaar. Wie mee wil praten over"
    " plan {} kan zich melden bij het loket in {}."
)


@dataclass(frozen=True, slots=True)
class Known:
    """An article as its maker means it."""

    number: int
    title: str
    day: date
    paper: str
    author: str
    section: str
    paragraphs: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first sentence."""
        return self.paragraphs[0].partition(". ")[0] + "."

    @property
    def last(self) -> str:
        """The last sentence."""
        return self.paragraphs[-1].rpartition(". ")[2]

    @property
    def day_in_words(self) -> str:
        """The day as a paper writes it: 24 maart 2022."""
        return f"{self.day.day} {MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def weekday(self) -> str:
        """The day of the week."""
        return WEEKDAYS[self.day.weekday()]

    @property
    def address(self) -> str:
        """Where the article would be on the web."""
        return f"https://velmer.example/{self.day:%Y/%m/%d}/artikel-{self.number}"


def known_articles(count: int) -> Iterator[Known]:
    """Yield as many articles; no more than 200 have titles of their own."""
    for number in range(count):
        title, thing, person = _SUBJECTS[number // len(_PLACES) % len(_SUBJECTS)]
        place = _PLACES[number % len(_PLACES)]
        author = _AUTHORS[number * 7 % len(_AUTHORS)]
        yield Known(
            number,
            title.format(place),
            date(2019, 1, 7) + timedelta(days=number * 9),
            PAPERS[number % len(PAPERS)],
            author,
            ("Binnenland", "Economie", "Regio", "Cultuur")[number % 4],
            (
                _OPENING.format(place, thing, number, person),
                _MIDDLE.format(number + 3, number * 13 + 40),
                _END.format(person, number, place),
            ),
        )
