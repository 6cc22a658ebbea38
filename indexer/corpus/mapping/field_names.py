"""The names that makers of archives give to the fields of an article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.text import without_invisible

# By which Solr knows of what type a field is: title_s, text_txt_nl.
_TYPE = re.compile(r"_(?:s|ss|t|ts|txt|txt_[a-z]{2}|str|dt|dts|tdt)$")
_MAX_NAME = 200  # characters that tell which field a name is of
# What narrows a name down: `kop, kort`, `tekst (opgemaakt)`; not of days, which may be of changes.
_QUALIFIER = re.compile(
    r"(?<!\s)\s*[,;|(\[](?!.*(?:wijz|modif|updat|download|import|opname|toege|created))",
    re.IGNORECASE,
)

SYNONYMS = {
    "id": "id identifier articleid docid docno documentid guid uuid",
    "title": "title headline heading head kop koptekst titel hoofdtitel webtitle posttitle"
    " kopregel krantenkop artikelkop artikeltitel articletitle storytitle newstitle",
    "date": "date published pubdate publisheddate publicationdate publishdate datepublished"
    " datepublish publishingdate publishedat publishedon publishedtime webpublicationdate datum"
    " publicatiedatum datumpublicatie datumvanpublicatie verschijningsdatum gepubliceerd postdate"
    " gepubliceerdop geplaatst geplaatstop plaatsingsdatum verschenen firstpublished"
    " firstpublishedat firstpublicationdate originalpublicationdate publishtime publicationtime"
    " issued dateissued issuedate uitgavedatum timestamp datetime created createdat firstcreated"
    " contentcreated versioncreated displaydate dateposted postedat postedon publicationdatetime"
    " publishdatetime publishedtimestamp publicationtimestamp articledate artikeldatum datumartikel"
    " datumkrant datumverschijning verschenenop pubdatum createdutc seendate"
    " publicationyear jaar year dag day",
    "source": "source sourcename sourcehostname newspaper paper publication publisher outlet medium"
    " publicationtitle site sitename bron krant publicatie uitgever sourcedomain medianame"
    " mediumname papertitle papername newspapertitle newspapername publicationname pubtitle"
    " sourcetitle outletname krantentitel krantnaam naamkrant verschenenin hostname domain",
    "section": "section articlesection category categories rubriek categorie sectie katern desk"
    " channel sectionname",
    "url": "url link canonicalurl weburl permalink href uri sourceurl",
    "author": "author authors creator byline writer authorsbyline auteur auteurs schrijver"
    " journalist",
    "body": "body text content article fulltext maintext articlebody plaintext contenthtml bodyhtml"
    " bodyxhtml contenttext bodytext contentencoded document tekst inhoud artikel"
    " artikeltekst volledigetekst broodtekst hoofdtekst articletext storytext newstext selftext"
    " paragraphs alineas postcontent rawtext description summary abstract lead intro inleiding"
    " abstractnote",
}
"""Names of each field, in order of preference; case, spaces and `_-:` in them do not count."""


class FieldColumns(NamedTuple):
    """Which names in a record hold each field, in order of preference, and all of these names."""

    id: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    source: tuple[str, ...]
    section: tuple[str, ...]
    url: tuple[str, ...]
    author: tuple[str, ...]
    body: tuple[str, ...]
    known: tuple[str, ...]


@lru_cache(maxsize=256)
def find_columns(names: tuple[str, ...]) -> FieldColumns:
    """Return where the fields stand in records with these names; cached, as records are alike."""
    plain = {name: plain_name(name) for name in names}
    first = {
        name: plain_name(_TYPE.sub("", _QUALIFIER.split(name[:_MAX_NAME], maxsplit=1)[0]))
        for name in names
    }
    fields = [
        _called(synonyms.split(), plain) or _called(synonyms.split(), first)
        for synonyms in map(SYNONYMS.__getitem__, FieldColumns._fields[:-1])
    ]
    return FieldColumns._make([*fields, tuple(name for field in fields for name in field)])


def _called(synonyms: list[str], plain: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for synonym in synonyms for name in plain if plain[name] == synonym)


def plain_name(name: str) -> str:
    """Return a name as names are compared."""
    return re.sub(r"[\s_:.-]", "", without_invisible(name).lower())
