"""What the command line shows people: typeset to the width of their terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import click

from indexer.answers.offered import Offer
from indexer.fields import BY_NAME
from indexer.formatting import DUTCH
from indexer.later import expression
from indexer.model import Hit, Mark, MarkedArticle, SearchPage
from indexer.output.hit_view import ALSO_IN, MISSING, NO_DATE, NO_TITLE, HitView, hit_view
from indexer.reports import BuildReport, Stats

MIN_WIDTH, MAX_WIDTH = 40, 100

# Marks travel through the wrapping as two private-use characters of no width.
_ON, _OFF = "\ue000", "\ue001"
_MARK = expression(f"{_ON}([^{_ON}{_OFF}]*){_OFF}")
_INDENT = "    "
_NOTHING_NEAR = (
    "Niets in het archief lijkt hierop. Een ander woord of een kortere vorm vindt misschien wel"
    " iets."
)


def page_lines(
    page: SearchPage,
    width: int,
    command: str,
    options: Iterable[str] = (),
    unlimited: Iterable[str] = (),
    *,
    facets: Iterable[str] = (),
) -> Iterator[str]:
    """Yield a page of results, and what to type next.

    `command` is what was typed before the query, `options` after it; `unlimited` are those options
    that limit nothing. `facets` are the lines that count what was found.
    """
    again = "".join(f" {quoted(option)}" for option in options)
    for hit in page.hits:
        yield from hit_lines(hit, width)
        yield ""
    yield from (click.style(notice, fg="yellow") for notice in page.notices)
    if page.interpretation:
        read = "; ".join(str(each.reason) for each in page.interpretation)
        yield from _wrapped(f"Gelezen: {read}. Met = ervoor is een woord letterlijk.", width, "")
    if page.found_as:
        forms = ", ".join(f"{each.written} ({each.count})" for each in page.found_as)
        without = f"--without {quoted(page.found_as[0].written)}"
        yield from _wrapped(f"Ook gevonden als {forms}. Zonder: {without}.", width, "")
    yield click.style(_summary(page), bold=True)
    yield from facets
    if page.corrected:
        yield f"Zoek toch: {command} search {_argument(page.uncorrected)}{again}"
    kept = "".join(f" {quoted(option)}" for option in unlimited)
    yield from _other_searches(page, f"{command} search", again, kept, width)
    if page.hits:
        marked = f"--query {quoted(page.corrected or page.query)}"
        first = page.hits[0].article.id
        shown = f"{marked} -- {quoted(first)}" if first[:1] == "-" else f"{quoted(first)} {marked}"
        yield click.style(f"Lees:  {command} show {shown}", dim=True)
        if page.page < page.pages:
            more = f"{command} search {_argument(page.query)}{again} --page {page.page + 1}"
            yield click.style(f"Meer:  {more}", dim=True)


def article_lines(marked: MarkedArticle, width: int) -> Iterator[str]:
    """Yield a whole article, its hits in bold."""
    article = marked.article
    yield from _wrapped(_marked(article.title, marked.title_marks), width, "", bold=True)
    about = " · ".join(
        filter(None, (_when(article.date), article.source, ", ".join(article.section)))
    )
    if about:
        yield click.style(about, dim=True)
    if article.author:
        yield click.style(", ".join(article.author), dim=True)
    if article.quality:
        yield click.style(f"kwaliteit: {article.quality}", dim=True)
    for paragraph in _marked(article.body, marked.body_marks).split("\n\n"):
        yield ""
        yield from _wrapped(paragraph, width, "")
    if article.url:
        yield ""
        yield click.style(article.url, dim=True)


def stats_lines(stats: Stats) -> Iterator[str]:
    """Yield the archive in figures."""
    yield click.style(f"{DUTCH.articles(stats.articles)}, {DUTCH.size(stats.size)}", bold=True)
    if stats.articles:
        yield f"periode       {DUTCH.period(stats.first_date, stats.last_date) or 'onbekend'}"
        yield f"zonder datum  {DUTCH.number(stats.undated)}"
    yield f"zoekmachine   {stats.engine}"
    yield f"analyse       {stats.fingerprint}"
    yield f"bijgewerkt    {stats.built}"
    for name, counts in stats.values.items():
        if counts:
            yield ""
            yield click.style(BY_NAME[name].plural_dutch, bold=True)
            yield from (f"{DUTCH.number(c.count):>10}  {c.value}" for c in counts[:20])


def report_line(report: BuildReport) -> str:
    """Return what a run of `index` did, in one line."""
    rate = report.read / report.seconds if report.seconds else 0
    until = f" until {report.embargo_ends}" if report.embargo_ends else ""
    done = [
        (report.added, "added"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
        (report.superseded, "superseded"),
        (report.withdrawn, "withdrawn"),
        (report.embargoed, f"under embargo{until}"),
        (report.skipped, "skipped"),
    ]
    changes = ", ".join(f"{count:,} {word}" for count, word in done if count)
    return (
        f"{report.read:,} read{': ' + changes if changes else ''} "
        f"in {report.seconds:.1f} s ({rate:,.0f} a second)"
    )


def duration(seconds: float) -> str:
    """Return a time to wait as people say it: 40 s, 12 min, 3 h 05."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02}"
    return f"{minutes} min" if minutes else f"{left} s"


def quoted(text: str) -> str:
    """Return a word as a shell takes it."""
    if re.fullmatch(r"[\w@%+=:,./-]+", text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def _argument(query: str) -> str:
    """Return a query as a shell takes it; a space before its dash keeps it from being an option."""
    return quoted(f" {query}" if query.startswith("-") else query)


def _other_searches(
    page: SearchPage, command: str, again: str, kept: str, width: int
) -> Iterator[str]:
    """Yield what finds more, or where nothing does, what to try."""
    yield from (_offered(offer, command, kept) for offer in page.offers)
    if page.offers:
        return
    if page.suggestion:
        yield f"Zoek ook: {command} {_argument(page.suggestion)}{again}"
    elif page.total or page.partial:
        if not page.hits:
            yield DUTCH.ngettext(
                "Zover loopt de lijst niet: er is %(pages)s pagina.",
                "Zover loopt de lijst niet: er zijn %(pages)s pagina’s.",
                page.pages,
                pages=DUTCH.number(page.pages),
            )
            yield click.style(f"Begin: {command} {_argument(page.query)}{again}", dim=True)
    elif page.query.strip():
        yield from _wrapped(_NOTHING_NEAR, width, "")


def _offered(offer: Offer, command: str, kept: str) -> str:
    """Return what another request changes, what it finds and how to type it."""
    limits = "".join(
        f" --{name.replace('_', '-')} {quoted(value)}" for name, value in offer.limits()
    )
    query = f" {_argument(offer.query)}"
    found = DUTCH.articles(offer.count)
    return f"{offer.reason}: {found}:  {command}{query}{limits}{kept}"


def _summary(page: SearchPage) -> str:
    if not page.total and not page.partial:
        return "Niets gevonden."
    took = f"{page.took_ms:.1f}".replace(".", DUTCH.decimal)
    if not page.total and page.nearest_missing:
        return f"Geen artikel heeft alle woorden, {_nearest(page)} ({took} ms)"
    span = DUTCH.period(page.first_date, page.last_date)
    what = "verwant" if page.has_pieces_alone else "die een woord missen"
    partial = f", {DUTCH.number(page.partial)} {what}" if page.partial else ""
    return f"{DUTCH.articles(page.total)}{', ' + span if span else ''}{partial} ({took} ms)"


def _nearest(page: SearchPage) -> str:
    """Return how many articles miss as few words as any does, which are those that are counted."""
    misses = "mist" if page.nearest == 1 else "missen"
    missed = "één woord" if page.nearest_missing == 1 else f"{page.nearest_missing} woorden"
    return f"{DUTCH.articles(page.nearest)} {misses} {missed}"


def hit_lines(hit: Hit, width: int) -> Iterator[str]:
    """Yield one result: its rank, title, date and source, and its passages."""
    shown = hit_view(hit)
    about = ", ".join(filter(None, (_when(shown.date), shown.source)))
    title = _marked(shown.title.text, shown.title.marks) if shown.title else NO_TITLE
    lines = list(_wrapped(title, width, _INDENT, first=f"{hit.rank:>2}. ", bold=True))
    yield from lines[:-1]
    room = width - len(click.unstyle(lines[-1])) - 2
    if len(about) <= room:
        yield f"{lines[-1]}  {click.style(about, dim=True)}"
    else:
        yield lines[-1]
        yield _INDENT + click.style(about, dim=True)
    for passage in shown.passages:
        yield from _wrapped(_marked(passage.text, passage.marks), width, _INDENT)
    if shown.missing:
        yield _INDENT + click.style(f"{MISSING} {', '.join(shown.missing)}", dim=True)
    if shown.also_in:
        also_in = f"{ALSO_IN} {_also_in(shown)}"
        yield from (click.style(line, dim=True) for line in _wrapped(also_in, width, _INDENT))
    if hit.explanation:
        yield from _explained(hit, width)


def _explained(hit: Hit, width: int) -> Iterator[str]:
    """Yield what the score of a hit comes from, in three lines, then its figures, a line each."""
    from indexer.search.in_words import figure_in_words

    for each in hit.in_words:
        yield from _wrapped(each, width, _INDENT)
    for points, what in map(figure_in_words, hit.explanation):
        line = f"{points.replace('.', DUTCH.decimal)} {what}"
        yield from (click.style(part, dim=True) for part in _wrapped(line, width, _INDENT))


def _also_in(shown: HitView) -> str:
    """Return the names and ids of the near-duplicates, and how many more there are."""
    named = (
        each.id if each.name == each.id else f"{each.name} ({each.id})" for each in shown.also_in
    )
    first = ", ".join(named)
    return f"{first} en {DUTCH.number(shown.more)} gelijksoortige" if shown.more else first


def _when(date: str | None) -> str:
    return DUTCH.day(date) if date else NO_DATE


def _marked(text: str, marks: Sequence[Mark]) -> str:
    """Return the text with its marks as private characters, which no article keeps."""
    text = text.replace(_ON, " ").replace(_OFF, " ")
    pieces, place = [], 0
    for start, end in marks:
        pieces += [text[place:start], _ON, text[start:end], _OFF]
        place = end
    return "".join((*pieces, text[place:]))


def _wrapped(
    text: str, width: int, indent: str, *, first: str | None = None, bold: bool = False
) -> Iterator[str]:
    """Yield the lines of a marked text, its hits in bold, or underlined where all is bold."""
    wrapper = textwrap.TextWrapper(
        width=width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    open_mark = False
    for line in wrapper.wrap(text) or [""]:
        whole = _ON + line if open_mark else line
        open_mark = whole.rfind(_ON) > whole.rfind(_OFF)
        closed = whole + _OFF if open_mark else whole
        yield _styled(closed, bold=bold)


def _styled(line: str, *, bold: bool) -> str:
    if not bold:
        return _MARK.sub(lambda m: click.style(m[1], bold=True), line)
    pieces = _MARK.split(line)
    return "".join(
        click.style(piece, bold=True, underline=bool(place % 2))
        for place, piece in enumerate(pieces)
        if piece
    )


def width_of(columns: int) -> int:
    """Return the width to set text in on a terminal of so many columns."""
    return max(MIN_WIDTH, min(MAX_WIDTH, columns))
