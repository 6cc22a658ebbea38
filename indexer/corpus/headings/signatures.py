"""The lines at the top of a text that say which paper had it, on which day, and who wrote it.

`Trouw, 24 maart 2022`; `Door Jan Jansen`. They are read where their shape is sure; else they stay.
"""

from __future__ import annotations

import re

from indexer.corpus.dates import DATE_LABEL, partial_date
from indexer.corpus.headings.date_lines import is_date_alone
from indexer.corpus.headings.papers import AGENCY, is_paper
from indexer.corpus.headings.titles import is_title
from indexer.dates import DUTCH_TIME, WEEKDAYS, Written, read_written
from indexer.later import NamedTuple

MAX_LINES = 6
"""Lines that are not blank, at the top of a text, among which these stand."""
_LIST_WITHIN = 20  # lines in which several papers are a list, as of clippings
_MAX_HEAD = 80  # lines, blank ones too, of which these are looked for
_MAX_TITLES = 3  # headline, kicker, line below the headline
_MAX_LINE = 160  # characters
_MARKS = " \t*_|()[]#•–—-"

# -- Bylines

_BY = re.compile(
    r"(?:(?:(?:tekst|text|geschreven|written|opgetekend|geplaatst|gepubliceerd|ingezonden"
    r"|ingediend|posted|published|submitted|een \w{4,12})\s+)?(?:door|by))"
    r"\s*:?\s+(?=\S)|(?:tekst|text)\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_OF_STAFF = re.compile(r"(?:[Vv]an|VAN) (?:onze|een) (?:[a-zà-þ-]+ ){1,4}(?=[A-ZÀ-Þ])")
# Jan Jansen, ANP; Jan Jansen/Reuters; Jan Jansen (ANP, of which the end may be taken for a mark
_OF_AGENCY = re.compile(rf"(?:\s?[,;/|]\s?|\s\(){AGENCY}(?:[/,] ?{AGENCY})*\)?$")
_NO_BYLINE = re.compile(
    r"(?:foto|photo|beeld|illustratie|tekening|bron|bericht|volgens|aldus)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,;&/]\s*(?:en\s+)?|\s(?:en|and|et|met)\s+", re.IGNORECASE)
_BETWEEN_NAMES = """
van de der den het ten ter te 't ’t von zu el al la le du da dos di bin ben in op aan d'
"""
_INFIXES = frozenset(_BETWEEN_NAMES.split())
_WORD = re.compile(
    r"(?:[A-ZÀ-Þ]\.-?){1,5}|[A-ZÀ-Þ]['’]?[A-Za-zÀ-ɏ'’]+(?:-[A-Za-zÀ-ɏ'’]+)*\.?|[A-ZÀ-Þ]"
)
# Of what else is written with capitals: Door Zuid Holland, Door Rode Kruis.
_OTHER_CAPITALS = """
noord zuid oost west midden heel half nieuw nieuwe oud oude groot grote klein kleine hoog hoge
laag lage rode witte zwarte groene blauwe gele gouden koude warme vrije den sint koning prins
storm orkaan eerste tweede derde vierde europese nederlandse belgische amerikaanse russische
chinese duitse franse britse raad gemeente
"""
_NO_FIRST_NAMES = frozenset(_OTHER_CAPITALS.split())
_MAX_NAME = 7  # words
_MAX_NAMES = 5


def byline_names(line: str) -> tuple[str, ...]:
    """Return who a line names that is nothing but a byline (`Door Jan Jansen en Els Boom`).

    The agency behind a name says that it is one (`Jan Jansen, ANP`), and is no writer.
    """
    line = line.strip(_MARKS).rstrip(".")
    if len(line) > _MAX_LINE:
        return ()
    if by := _BY.match(line):
        return _names(line[by.end() :])
    return _names(line) if _OF_AGENCY.search(line) and not _NO_BYLINE.match(line) else ()


def is_byline(line: str) -> bool:
    """Return whether a line where writers stand has the name of one, with an agency or not."""
    return is_person(line) or bool(byline_names(line))


def dated_byline(line: str) -> tuple[tuple[str, ...], str]:
    """Return who a byline names, and the date that stands behind them, empty without one.

    `Door Jan Jansen | 24 maart 2022`; `Geplaatst door Jan Jansen op 24 maart 2022`.
    """
    if names := byline_names(line):
        return names, ""
    line = line.strip(_MARKS)
    found = _date_within(line) if _BY.match(line) and len(line) <= _MAX_LINE else None
    if not found or not is_date_alone(line[found[0] :]):
        return (), ""
    names = byline_names(line[: found[0]].rstrip(f"{_MARKS},;·"))
    return names, line[found[0] :] if names else ""


def _of_staff(line: str) -> tuple[str, ...]:
    """Return who a line names with what they do: `Van onze verslaggever Jan Jansen`."""
    line = line.strip(_MARKS).rstrip(".")
    staff = _OF_STAFF.match(line) if len(line) <= _MAX_LINE else None
    return _names(line[staff.end() :]) if staff else ()


def _names(text: str) -> tuple[str, ...]:
    text = _OF_AGENCY.sub("", text)
    names = tuple(filter(None, map(str.strip, _BETWEEN.split(text))))
    return names if len(names) <= _MAX_NAMES and all(map(is_person, names)) else ()


def is_person(text: str) -> bool:
    """Return whether words are those of a person: a first and a last name, with what is between."""
    words = text.split()
    if not 1 < len(words) <= _MAX_NAME or words[0].lower() in _NO_FIRST_NAMES | _INFIXES:
        return False
    others = [word for word in words if word.lower() not in _INFIXES]
    return len(others) > 1 and words[-1] == others[-1] and all(map(_WORD.fullmatch, others))


# -- The paper and its day

_PART = re.compile(r"[,;·|•()]|\s[-–—/]\s")
_DATE_BEGINS = re.compile(r"(?<![\w.-])(?=[\dA-Za-z])")
_PARTED = re.compile(r"[,;:·|•()–—-]\W*$|[,;·|•]\s*(?:[a-z]+dag\s+)?$")
_SIGNS = " \t\u00a0.\"“”'-–—:"
_DATE_LABEL = re.compile(rf"(?:{DATE_LABEL}|van|op|d\.?d)\s*:?$", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:(?:p|pp|pag|pg|blz|pagina|page|bladzijde)\b\.?\s*[\w-]+(?:\s*[-–/+]\s*\w+)?)",
    re.IGNORECASE,
)
_PAGE_NUMBER = (
    r"(?:p|pp|pag|pg|blz|pagina|page|bladzijde)\b\.?\s*[A-Z]?\d{1,4}"
    r"(?:\s*(?:[-–/+&]|van|of|en)\s*\d{1,4})?"
)
_PAGE_LAST = re.compile(rf"(?<=\s){_PAGE_NUMBER}$", re.IGNORECASE)
_PAGE_FIRST = re.compile(rf"{_PAGE_NUMBER}\s*[,;:|·•–—-]?\s+(?=\S)", re.IGNORECASE)
_PAGE_ALONE = re.compile(rf"{_PAGE_NUMBER}|[\d.]{{1,7}} (?:woorden|words|mots)", re.IGNORECASE)
_PAGE_OF_NAME = re.compile(r"\bp(\d)")
# What else stands beside a paper and its day, and says nothing of the article.
_NO_MORE = re.compile(
    rf"{_PAGE.pattern}|\d{{1,3}}|\d{{1,2}}[.:]\d\d(?: ?u(?:ur)?)?|(?:{WEEKDAYS})\.?"
    r"|[\d.]+ (?:woorden|words|mots)|(?:\w+ )?(?:editie|edition)(?: \w+)?"
    r"|(?:ochtend|avond|middag|zaterdag|zondag)blad|(?:jrg|jaargang|nr|no|nummer|jg)\b\.? ?[\w/-]+"
    r"|\d{4}-\d{3}",
    re.IGNORECASE,
)
_SECTION = re.compile(r"[A-ZÀ-Þ][\w&'’-]*(?: (?:en |& )?[\w&'’-]+){0,3}")


# As Delpher cites: "De Telegraaf". Amsterdam, 24-03-1932, p. 3. Geraadpleegd op Delpher op …
_CITED = re.compile(r"[\"“]?([^\"”]{2,60})[\"”]?\.\s+(.{8,60}?)\.\s+Geraadpleegd op Delpher\b")


class PaperLine(NamedTuple):
    """A line of a paper and its day, as written; `more` says that it has something else too."""

    paper: str
    date: str
    more: tuple[str, ...] = ()


def paper_line(line: str, *, is_source: bool = False) -> PaperLine | None:
    """Return what a line says that names a paper and its day, None of another line.

    With `is_source` the line is known to begin with a source, whatever that is called.
    """
    line = line.strip(' \t*_|[]#•–—-"“”')
    if cited := _CITED.match(line):
        line, is_source = f"{cited[1]}, {cited[2]}", True
    above = _PAGE_FIRST.match(line)
    line = line[above.end() :] if above else line
    found = _date_within(line) if len(line) <= _MAX_LINE else None
    if not found:
        return None
    start, written = found
    named_before = line[:start].rstrip(" ,")
    before, after = _PAGE_LAST.sub("", named_before).rstrip(" ,"), line[start + written.end :]
    if after[:1].isalnum():
        return None
    has_page = bool(above or _PAGE.search(named_before) or _PAGE.search(after))
    is_parted = bool(_PARTED.search(f"{line[:start]} ")) or not before
    parts = [*_PART.split(_DATE_LABEL.sub("", before)), *_PART.split(after)]
    named = [
        part for each in parts if (part := each.strip(_SIGNS)) and not _NO_MORE.fullmatch(part)
    ]
    if not named or not (is_source or is_paper(named[0], is_likely=has_page, is_parted=is_parted)):
        return None
    if not (written.day or is_source or is_paper(named[0], is_parted=False)):
        return None
    if not all(_SECTION.fullmatch(part) for part in named[1:]):
        return None
    return PaperLine(named[0], line[start : start + written.end], tuple(named[1:]))


_BETWEEN_NAMED = re.compile(r"_|(?<=[^\W\d_])-(?=\d{4})")  # trouw-20220324.txt


def date_beside_paper(path: str, zone: str = DUTCH_TIME) -> str | None:
    """Return the date of a file whose name is a paper and its day: `NRC_2022-03-24_5.txt`."""
    name = path.replace("!", "/").rpartition("/")[2].partition(".")[0]
    found = paper_line(_PAGE_OF_NAME.sub(r"p \1", _BETWEEN_NAMED.sub(" ", name)))
    return partial_date(found.date, zone) if found else None


def _date_within(line: str) -> tuple[int, Written] | None:
    """Return where the first day or month on a line begins, and which it is."""
    for match in _DATE_BEGINS.finditer(line):
        written = read_written(line[match.start() :])
        if written and written.month:
            return match.start(), written
    return None


# -- The top of a text


class Signature(NamedTuple):
    """What lines at the top of a text say of it, empty where they do not; and the text without."""

    text: str
    source: str = ""
    date: str | None = None
    author: tuple[str, ...] = ()


def take_signature(text: str, zone: str = DUTCH_TIME) -> Signature:
    """Return which paper had a text, on which day, and who wrote it, as lines at its top say."""
    lines = text.split("\n", _MAX_HEAD)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    head = _head(lines, filled)
    number, paper = _paper(lines, head)
    if paper and sum(map(bool, (paper_line(lines[n]) for n in filled[:_LIST_WITHIN]))) > 1:
        return Signature(text)  # a list of clippings
    gone = {number} if paper and not paper.more else set[int]()
    signed, author, day = _author(lines, head)
    left = _without(lines, gone | signed)
    if not left or not (paper or author):
        return Signature(text)
    author = author or tuple(filter(is_person, paper.more if paper else ()))
    day = paper.date if paper and paper.date else day
    date = partial_date(day, zone) if day else None
    return Signature(left, paper.paper if paper else "", date, author)


def without_page(text: str) -> str:
    """Return a text without a line in its head that says on which page it stood, or how long it is.

    One that is all of the head may be the headline.
    """
    lines = text.split("\n", _MAX_HEAD)
    gone, others = set[int](), 0
    for number in [number for number, line in enumerate(lines) if line.strip()][:MAX_LINES]:
        line = lines[number].strip(_MARKS)
        if _PAGE_ALONE.fullmatch(line):
            gone.add(number)
        elif is_title(line, "") or paper_line(line) or is_date_alone(line):
            others += 1
        else:
            break
    return _without(lines, gone) if gone and others else text


def take_byline(text: str, zone: str = DUTCH_TIME) -> Signature:
    """Return who wrote a text, as a line at its top says, and the text without that line.

    That may have the day too.
    """
    lines = text.split("\n", _MAX_HEAD)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    signed, author, day = _author(lines, _head(lines, filled))
    left = _without(lines, signed)
    if not left or not author:
        return Signature(text)
    return Signature(left, date=partial_date(day, zone) if day else None, author=author)


def _head(lines: list[str], filled: list[int]) -> list[int]:
    """Return the numbers of the lines above the text: what they say is of it."""
    head: list[int] = []
    titles = 0
    for number in filled[:MAX_LINES]:
        line = lines[number]
        is_known = is_date_alone(line) or paper_line(line) or _paper_alone(line)
        if not (is_known or dated_byline(line)[0]):
            titles += 1
            if titles > _MAX_TITLES or not is_title(line.rstrip("." if titles == 1 else ""), ""):
                break
        head.append(number)
    return head


def _paper(lines: list[str], head: list[int]) -> tuple[int, PaperLine | None]:
    """Return the line of the paper and its day; or of the paper alone, by a line of its day."""
    for number in head:
        if found := paper_line(lines[number]):
            return number, found
    for place, number in enumerate(head):
        by = (lines[n] for n in head[max(0, place - 1) : place + 2] if n != number)
        paper = _paper_alone(lines[number])
        if paper and any(map(is_date_alone, by)):
            return number, PaperLine(paper, "")
    return -1, None


def _paper_alone(line: str) -> str:
    """Return the paper that a line names and nothing else but its number, edition or page."""
    parts = map(str.strip, _PART.split(line.strip(_MARKS))) if len(line) <= _MAX_LINE else ()
    found = [part for part in parts if part and not _NO_MORE.fullmatch(part)]
    return found[0] if len(found) == 1 and is_paper(found[0], is_parted=False) else ""


def _author(lines: list[str], head: list[int]) -> tuple[set[int], tuple[str, ...], str]:
    """Return who the head names, with the line that says nothing else, and the day on that."""
    for number in head:
        names, day = dated_byline(lines[number])
        if names:
            return {number}, names, day
    return set(), next(filter(None, (_of_staff(lines[number]) for number in head)), ()), ""


def _without(lines: list[str], gone: set[int]) -> str:
    return "\n".join(line for number, line in enumerate(lines) if number not in gone).strip("\n")
