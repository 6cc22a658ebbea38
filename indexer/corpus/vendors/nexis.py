"""Nexis Uni, Lexis Advance and the older LexisNexis Academic.

The newer layout has the headline first, then the paper, the day and labelled fields, «Body», the
text, and closes with «End of Document». The older one begins each article with «1 of 100
DOCUMENTS», the paper and the day; the headline follows, and labels close the text.
"""

from __future__ import annotations

import re

from indexer.corpus.headings.titles import is_title
from indexer.corpus.vendors.parts import (
    Download,
    Part,
    Unwrap,
    begins_with_day,
    body_of,
    day_in,
    fields_before,
    whole,
)
from indexer.text import one_line

_NUMBER = re.compile(
    r"\s*(?:do[ck]ument )?(\d{1,9}) (?:of|van(?: de)?|von|sur) (\d{1,9})"
    r"(?: do[ck]ument(?:s|en|e)?)?\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:end of document|einde van (?:het )?document|fin du document|ende des dokuments)\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(section|sectie|rubriek|length|lengte|byline|naamregel|auteur|author|highlight|dateline"
    r"|plaats|edition|editie|series|headline|kop|type|correction-date|body|hoofdtekst|tekst"
    r"|rubrique|rubrik|longueur|länge|auteurs|autor|titre|titel|schlagzeile|ausgabe|corps|volltext)"
    r"\s*(?::\s*(.*))?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:load-date|laaddatum|language|taal|publication-type|publicatietype|journal[- ]code"
    r"|document-type|documenttype|graphic|afbeelding|notes|subject|onderwerp|organization"
    r"|organisatie|company|bedrijf|geographic|geografie|person|persoon|acc-no|pub-type|industry"
    r"|branche|bedrijfstak|ticker|section-ref|issn|isbn|state|country|land|copyright|langue|sprache|date-chargement|update"
    r"|type-publication)\s*:.*"
    r"|classification|classificatie|graphic|afbeelding|(?:link|koppeling) (?:naar|to) .{0,40}"
    r"|(?:pdf|original|origineel)[- ](?:bestand|document|file|artikel)\b.{0,60}"
    r"|(?:bekijk|view|zie|see) (?:de |het |the )?(?:oorspronkelijke?|originele?|original)\b"
    r".{0,60})",
    re.IGNORECASE,
)
_SURE_CLOSING = re.compile(
    r"\s*(?:(?:load-date|laaddatum|language|taal|publication-type|publicatietype|journal[- ]code"
    r"|acc-no|pub-type|langue|sprache|date-chargement|type-publication)\s*:|classification\s*$|classificatie\s*$)",
    re.IGNORECASE,
)
"""What stands nowhere but below an article; a text may have the other lines that close one."""
_COPYRIGHT = re.compile(
    r"\s*(?:copyright\b.*|©.*|all rights reserved\.?|alle rechte vorbehalten\.?"
    r"|tous droits réservés\.?)",
    re.IGNORECASE,
)
_PROMISED = re.compile(r"^[^\S\n]*+document(?:s|en)? \((\d{1,9})\)", re.IGNORECASE | re.MULTILINE)
_LISTED = re.compile(r"^[^\S\n]*+1\.\s*(.+)$", re.MULTILINE)
_RUNNING = re.compile(r"\s*page \d+ of \d+\s*", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:^|;)\s*(?:blz|pp?|pag|pg|page|pagina|bladzijde|s|seite)\b\.?.*", re.IGNORECASE
)
SURE_LABEL = re.compile(
    r"[ \t]*(?:(?:SECTION|SECTIE|RUBRIEK|BYLINE|LENGTH|LENGTE|RUBRIQUE|RUBRIK|LONGUEUR"
    r"|LÄNGE|Section|Byline|Length|Lengte|Rubrique|Longueur|Rubrik|Länge):|(?:Body|Corps)[ \t]*$)",
    re.MULTILINE,
)
"""A line that stands nowhere but in the head of an article of Nexis."""
_BODY = frozenset(("body", "hoofdtekst", "tekst", "corps", "volltext"))
_HEADLINE = ("headline", "kop", "titre", "titel", "schlagzeile")
_EDITION = re.compile(r"\s*(?:[^\s.]+\s+){0,3}(?:\S*editie|edition)(?:\s+\S+)?\s*", re.IGNORECASE)
_MAX_EDITION = 60  # characters
_MAX_ABOVE = 6  # filled lines with the headline, the paper and the day
_HEAD = 12
"""Lines in which the day of an article stands, and as many after it in which labels begin."""


def split_nexis(text: str, unwrap: Unwrap) -> Download | None:
    """Return the articles of a download, None where a text is none."""
    lines = [line for line in text.split("\n") if not _RUNNING.fullmatch(line)]
    ends = [number for number, line in enumerate(lines) if _END.fullmatch(line)]
    if ends:
        return _newer(lines, ends, text, unwrap)
    starts = [number for number, line in enumerate(lines) if _NUMBER.fullmatch(line)]
    return _older(lines, starts, unwrap) if starts else _alone(lines, unwrap)


def _newer(lines: list[str], ends: list[int], text: str, unwrap: Unwrap) -> Download | None:
    promised = _PROMISED.search(text)
    listed = _LISTED.search(text) if promised else None
    starts = [0, *(end + 1 for end in ends[:-1])]
    parts: list[Part | None] = []
    is_one = False
    for start, end in zip(starts, ends, strict=True):
        segment = lines[start:end]
        cover = one_line(listed[1]) if listed and not start else ""
        if (day := _day_line(segment)) is not None:
            above = [line.strip() for line in segment[:day] if line.strip()]
            covers = [n for n, line in enumerate(above) if _PROMISED.match(line)]
            above = above[covers[-1] + 1 :] if covers else above
            title = _title(above[:-1], cover)
            paper = above[-1] if above else ""
            parts.append(_part(title, paper, segment, day, unwrap))
            is_one = True
        else:
            parts.append(whole(segment, unwrap))
    if not is_one:
        return None
    return Download(
        "Nexis", tuple(filter(None, parts)), int(promised[1]) if promised else len(ends)
    )


def _title(above: list[str], cover: str) -> str:
    """Return the headline that stands above a paper, past the cover page with a list of all."""
    if not cover:
        return one_line(" ".join(above))
    title = ""
    for line in reversed(above):
        longer = one_line(f"{line} {title}")
        if title and not cover.startswith(longer) and not cover.endswith(longer):
            break
        title = longer
        if title == cover:
            break
    return title


def _older(lines: list[str], starts: list[int], unwrap: Unwrap) -> Download | None:
    numbers = [match for start in starts if (match := _NUMBER.fullmatch(lines[start]))]
    parts: list[Part | None] = []
    is_one = False
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        segment = lines[start + 1 : end]
        day = next(
            (n for n, line in enumerate(segment[: 2 * _HEAD]) if begins_with_day(line)), None
        )
        if day is None:
            parts.append(whole(segment, unwrap))
            continue
        is_one = True
        above = [
            line.strip()
            for line in segment[:day]
            if line.strip() and not _COPYRIGHT.fullmatch(line)
        ]
        parts.append(_part("", above[0] if above else "", segment, day, unwrap))
    if not is_one:
        return None
    return Download("Nexis", tuple(filter(None, parts)), int(numbers[-1][2]))


def _alone(lines: list[str], unwrap: Unwrap) -> Download | None:
    """Return the one article of a text that was copied from Nexis, None where a text is none.

    It stands as in the newer layout, below its headline, or as in the older one, below its paper.
    """
    top = [number for number, line in enumerate(lines[: 2 * _HEAD]) if line.strip()]
    day = next((n for n in top[1:_MAX_ABOVE] if begins_with_day(lines[n])), None)
    if day is None or not _labels_follow(lines[day + 1 : day + _HEAD]):
        return None
    above = [lines[n].strip() for n in top if n < day and not _COPYRIGHT.fullmatch(lines[n])]
    if not above:
        return None
    part = _part(one_line(" ".join(above[:-1])), above[-1], lines, day, unwrap)
    return Download("Nexis", (part,), None) if part.title and part.body else None


def _labels_follow(lines: list[str]) -> bool:
    """Return whether a sure label comes before any text."""
    for line in lines:
        if SURE_LABEL.match(line):
            return True
        if not (is_title(line, "") or _LABEL.fullmatch(line) or _COPYRIGHT.fullmatch(line)):
            return False
    return False


def _day_line(segment: list[str]) -> int | None:
    """Return the number of the line with the day: labels or a copyright follow it soon."""
    for number, line in enumerate(segment):
        if begins_with_day(line):
            below = segment[number + 1 : number + _HEAD]
            after = [line for line in below if line.strip()][:3]
            if any(_COPYRIGHT.fullmatch(line) or _LABEL.fullmatch(line) for line in after):
                return number
    return None


def _part(title: str, paper: str, segment: list[str], day: int, unwrap: Unwrap) -> Part:
    """Return the article of a segment, of which the paper and the line of the day are known."""
    fields: dict[str, str] = {}
    headline: list[str] = []
    at, edition = day + 1, ""
    while at < len(segment):
        line = segment[at]
        label = _LABEL.fullmatch(line)
        if label and label[1].lower() in _BODY and not label[2]:
            at += 1
            break
        if label and label[2] is None:
            headline.append(line)
        elif label:
            fields[label[1].lower()] = label[2].strip()
        elif line.strip() and not _COPYRIGHT.fullmatch(line):
            if fields or (title and not _is_edition(segment, at)):
                break
            if _EDITION.fullmatch(line) or edition.endswith(";"):  # Edition 1;, and its place below
                edition = line.rstrip()
            elif not title:
                headline.append(line)
        at += 1
    end = _end_of_text(segment, at)
    title = (
        title
        or _first(fields, "headline", "kop", "titre", "titel", "schlagzeile")
        or one_line(" ".join(headline))
    )
    # Each page of a PDF has the headline at its top.
    body = body_of((line for line in segment[at:end] if line.strip() != title), unwrap)
    lead = fields.get("highlight", "")
    return Part(
        title,
        f"{lead}\n\n{body}" if lead and not body.startswith(lead) else body,
        day_in(segment[day]),
        paper,
        _PAGE.sub("", _first(fields, "section", "sectie", "rubriek", "rubrique", "rubrik")).strip(),
        _first(fields, "byline", "naamregel", "author", "auteur", "auteurs", "autor"),
    )


def _is_edition(segment: list[str], at: int) -> bool:
    """Return whether a line below the day is of the edition: what follows is no text yet."""
    if len(segment[at].strip()) > _MAX_EDITION or segment[at].rstrip().endswith((".", "!", "?")):
        return False
    after = next((line for line in segment[at + 1 :] if line.strip()), "")
    return bool(_COPYRIGHT.fullmatch(after) or SURE_LABEL.match(after))


def _end_of_text(segment: list[str], at: int) -> int:
    """Return the line of what closes a text that begins at a line; the text may say `Persoon:`."""
    closing = [n for n, line in enumerate(segment) if n >= at and _is_closing(line)]
    sure = next((n for n in closing if _SURE_CLOSING.match(segment[n])), None)
    if sure is None:
        return closing[0] if closing else len(segment)
    return fields_before(segment, at, sure, _is_closing)


def _is_closing(line: str) -> bool:
    return bool(_CLOSING.fullmatch(line) or _COPYRIGHT.fullmatch(line))


def _first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")
