"""The names that makers of archives give to the fields of an article."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.later import NamedTuple
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
    " datumkrant datumverschijning verschenenop pubdatum createdutc seendate verschijndatum"
    " publiceerdatum datumgepubliceerd onlinesinds publdatum pubdt publicationdt datumentijd"
    " datumtijd datum/tijd tijdstip postdategmt"
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


SUMMARIES = frozenset(
    ("description", "summary", "abstract", "lead", "intro", "inleiding", "abstractnote")
)
"""Names of what may stand for a text, but is less than it where there is another."""
_WEAK = SUMMARIES | {"publicationyear", "jaar", "year", "dag", "day", "created", "createdat"}
_ALL = frozenset(name for names in SYNONYMS.values() for name in names.split())

# Of Dublin Core, as catalogues and repositories name columns: dc.title[nl], dcterms:issued, dcDate.
_PREFIX = re.compile(r"(?:dc(?:terms)?|Dublin ?Core)(?:[.:_/ ]|(?=[A-Z]))")
_VOCABULARY = {
    "title": "titlemain",
    "url": "identifieruri identifierurl",
    "author": "contributorauthor creatorauthor",
    "body": "descriptionfulltext descriptionabstract",
}
# Names of two parts, in either order: `bodytekst`, `Datum van uitgave`, `Titel krant`.
_ARTICLE = "artikel article bericht nieuws news story post stuk"
_PAPER = "krant dagblad medium media newspaper paper publicatie publication bron source outlet"
_ISSUE = "verschijning verschenen uitgave uitgifte plaatsing editie edition issue pub release"
_WHOLE = """
body hoofd brood krant volledige volledig full gehele hele integrale complete main raw ruwe plain
platte clean schone geschoonde originele
"""
_PAIRS = (
    ("title", _ARTICLE, "titel title kop koptekst headline heading"),
    ("date", f"{_ARTICLE} {_PAPER} {_ISSUE}", "datum date dag"),
    ("source", f"{_PAPER} uitgave", "naam name titel title"),
    ("section", f"{_ARTICLE} {_PAPER} naam name", "rubriek katern sectie section category"),
    ("url", f"{_ARTICLE} web", "url link adres"),
    ("author", f"{_ARTICLE} naam namen name names", "auteurs auteur authors author schrijver"),
    ("body", f"{_ARTICLE} {_WHOLE}", "tekst text inhoud content body"),
)
"""A field, of what its names say that it is, and what they call it."""


def _either_way(of: str, called: str) -> re.Pattern[str]:
    first, second = ("|".join(each.split()) for each in (of, called))
    return re.compile(
        rf"(?:(?:{first})(?:s|en)?){{1,2}}(?:{second})(?:{first})?"
        rf"|(?:{second})(?:s|en)?(?:{first}){{1,2}}"
    )


_PAIRED = {field: _either_way(of, called) for field, of, called in _PAIRS}
_BETWEEN = re.compile(r"(?<=[\s_.-])(?:van|of)[\s_.-]+(?:(?:de|het|the)[\s_.-]+)?")


MAX_NAMES = 5_000
"""Names of a record; what has more is a table by some key, or no article."""


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


def find_columns(names: tuple[str, ...]) -> FieldColumns:
    """Return where the fields stand in records with these names: nowhere among too many.

    A line of 19 MB has a million and a half, which took half a minute and half a gigabyte.
    """
    return _found(names) if len(names) <= MAX_NAMES else _found(())


@lru_cache(maxsize=256)
def _found(names: tuple[str, ...]) -> FieldColumns:
    """Return the same, of any number; cached, as records are alike."""
    plain = {name: plain_name(name) for name in names}
    first = {
        name: plain_name(_TYPE.sub("", _QUALIFIER.split(name[:_MAX_NAME], maxsplit=1)[0]))
        for name in names
    }
    bare = {
        name: plain_name(_PREFIX.sub("", _QUALIFIER.split(name[:_MAX_NAME], maxsplit=1)[0]))
        for name in names
        if _PREFIX.match(name)
    }
    fields = [_named(field, plain, first, bare) for field in FieldColumns._fields[:-1]]
    return FieldColumns._make([*fields, tuple(name for field in fields for name in field)])


def _named(
    field: str, plain: dict[str, str], first: dict[str, str], bare: dict[str, str]
) -> tuple[str, ...]:
    """Return the names that a field goes by.

    Those of a vocabulary, and names of two parts, stand before those that say little.
    """
    synonyms = SYNONYMS[field].split()
    found = _called(synonyms, plain) or _called(synonyms, first)
    if any(plain[name] not in _WEAK for name in found):
        return found
    of_vocabulary = _called([*synonyms, *_VOCABULARY.get(field, "").split()], bare)
    paired = _PAIRED.get(field)
    pairs = [name for name in plain if paired and paired.fullmatch(_without_between(name))]
    others = [name for name in pairs if plain[name] not in _ALL and name not in of_vocabulary]
    return tuple(dict.fromkeys((*of_vocabulary, *others, *found)))


def _called(synonyms: list[str], plain: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for synonym in synonyms for name in plain if plain[name] == synonym)


def _without_between(name: str) -> str:
    """Return a plain name without what narrows it down and the words between its parts."""
    return plain_name(_BETWEEN.sub("", _QUALIFIER.split(name[:_MAX_NAME].lower(), maxsplit=1)[0]))


def plain_name(name: str) -> str:
    """Return a name as names are compared."""
    return re.sub(r"[\s_:.-]", "", without_invisible(name).lower())
