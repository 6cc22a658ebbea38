"""Whatever is read, every page, file and command over it answers."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indexer.answers.figures import Interval, LineOrder
from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.corpus import read_articles
from indexer.model import Article, Sort, Span
from indexer.text import one_line
from tests.golden_formats import FILES
from webapp import create_app
from webapp.urls.addresses import article_path, cite_path

DATES = [
    *(
        "0000",
        "0000-00-00",
        "0000-01-01",
        "0001-01-01",
        "9999",
        "9999-12-31",
        "10000",
        "10000-01-01",
    ),
    *(
        "-1",
        "-0044-03-15",
        "1500-00-00",
        "1500-01-01",
        "2200-12-31",
        "1890-00-00",
        "1890-05-00",
        "1890-00-12",
        "2200",
        "2201",
    ),
    *("2019-02-30", "29-02-2019", "2022-13-01", "00-00-0000", "32 maart 2022", "2022-W53-1"),
    *("2022-03-24T24:00:00Z", "2022-03-24T23:59:60Z", "2022-03-24T25:61:61", "2022-03-24T99:99Z"),
    *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2022-03-24T00:00:00+99:99"),
    *("99999999999999999999", "-99999999999", "1e308", "NaN", "Infinity", "1648080000", "0", "1"),
    *("31 december/1 januari 1500", "26/27 maart 0000", "December 31, 9999", "24-mrt-00", "1-1-00"),
    *(
        "\ud800",
        "2022\udfff",
        "2022\u200b-03-24",
        "٢٠٢٢-٠٣-٢٤",
        "２０２２-03-24",
        "²⁰²²",
        "\0",
        "\u202e2022",
    ),
    *(
        "",
        " ",
        "\t",
        "-",
        "null",
        "None",
        "gisteren",
        "x" * 10_000,
        "<b>2022</b>",
        "2022-03-24\n2023",
    ),
]
OTHERS: list[object] = [
    None,
    True,
    False,
    0,
    -1,
    2022,
    20220324,
    1e300,
    -2524521600000,
    10**30,
    [],
    {},
    ["2022"],
]
OTHERS += [{"$date": value} for value in ("x", -(10**18), 10**18, {"$numberLong": "-1"}, None)]
TEXTS = [
    "\ud800",
    "\udfff kop",
    "\0",
    "\u202e",
    " ",
    "%",
    "{{ 7 }}",
    "a\nb",
    "=1+1",
    "'\"<>&",
    "x" * 9_000,
]
ADDRESSES = [
    *("http://[::1", "http://[", "https://exa mple/\n", "javascript:alert(1)", "//x", "http://"),
    *(
        "http://x:99999999",
        "http://\ud800.example",
        "urn:x:1",
        "data:,x",
        "https://x/%zz",
        "mailto:",
    ),
]

ANY = st.one_of(
    st.text(), st.sampled_from(TEXTS + ADDRESSES), st.integers(), st.floats(), st.none()
)
DRAWN = st.one_of(
    ANY,
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9]{1,5}([T ][0-9:.+Z-]{0,14})?"),
    st.from_regex(r"-?[0-9]{8,20}(\.[0-9]+)?", fullmatch=True),
    st.datetimes(timezones=st.timezones()).map(str),
    st.dates().map(str),
)

# Every address of the page that shows articles, and their every order, form and period.
PAGES = [
    *(f"/?q={q}&sort={sort}" for q, sort in product(("", "naald"), Sort)),
    *(f"/trend?q=naald&by={by}&show=share" for by in Interval),
    *(f"/trend.csv?q=naald&by={by}" for by in Interval),
    *(f"/api/trend?q=naald&by={by}" for by in Interval),
    *(f"/{page}?q=naald&sort={order}" for page, order in product(("kwic", "api/kwic"), LineOrder)),
    *(f"/export.{suffix}?q=naald" for suffix in ("csv", "jsonl", "ris")),
    *("/kwic.csv?q=naald", "/feed.atom?q=naald", "/feed.atom", "/api/search?q=naald", "/about"),
    *("/?q=naald&since=0001&until=9999-12-31", "/?q=naald&since=1500&until=2200&page=2"),
    *("/?q=naald+datum:1890", "/?q=datum:..9999", "/?q=naald&lang=en", "/api/suggest?q=naa"),
    *("/api/openapi.json", "/opensearch.xml", "/help", "/metrics", "/healthz"),
]
COMMANDS = [
    *(("search", "naald", "--sort", str(sort), "-n", "99") for sort in Sort),
    *(("search", "naald", "--format", form) for form in ("json", "jsonl", "csv", "trec", "ids")),
    *(("trend", "naald", "--by", str(by)) for by in Interval),
    *(("trend", "naald", "--format", form) for form in ("csv", "json")),
    *(("kwic", "naald", "--sort", str(order), "-n", "99") for order in LineOrder),
    *(("kwic", "naald", "--format", form) for form in ("csv", "json")),
    *(("stats",), ("stats", "--format", "json"), ("check",)),
]


def _records(values: list[object], fields: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    for number, value in enumerate(values):
        yield {"id": f"d{number}", "title": f"Dag {number}", "body": "een naald", "date": value}
    for name, texts in fields.items():
        for number, text in enumerate(texts):
            record: dict[str, object] = {"id": f"{name}{number}", "body": "een naald"}
            yield record | {"date": "1999", name: text}


def _everything_answers(path: Path, shown: int) -> list[Article]:
    """Return the articles of a path; fail if an address or a command over an index of it fails."""
    index = Settings(path.parent / "index")
    build(index, [path])
    articles = [each for each in read_articles(path) if isinstance(each, Article)]
    client = create_app(index).test_client()
    some = articles[:: max(1, len(articles) // shown)]
    for address in (*PAGES, *_addresses(some)):
        response = client.get(address)
        assert response.status_code == 200, (address, response.text[:500])
        assert response.text
    for command in (*COMMANDS, ("show", "--", some[0].id), ("similar", "--", some[0].id)):
        result = CliRunner().invoke(main, ["--index", str(index.index), *command])
        assert result.exit_code in {0, 1}, (command, result.output[-500:])
        assert isinstance(result.exception, SystemExit | None), (command, result.exception)
    return articles


def _addresses(articles: list[Article]) -> Iterator[str]:
    for article in articles:
        path = article_path(article.id)
        yield from (
            path,
            f"{path}?q=naald",
            f"/api{path}",
            path.replace("article", "api/similar", 1),
        )
        yield from (cite_path(article.id, form) for form in ("text", "ris", "bibtex"))


def _write_lines(path: Path, records: Iterable[dict[str, object]]) -> int:
    lines = [json.dumps(record) for record in records]
    path.write_text("\n".join(lines), "utf-8")
    return len(lines)


def test_every_page_and_command_answers_over_values_that_are_odd(tmp_path: Path) -> None:
    fields: dict[str, list[str]] = dict.fromkeys(("title", "source", "section", "author"), TEXTS)
    fields |= {"url": ADDRESSES, "body": [f"naald {text}" for text in TEXTS]}
    count = _write_lines(tmp_path / "a.jsonl", _records([*DATES, *OTHERS], fields))
    assert len(_everything_answers(tmp_path / "a.jsonl", shown=40)) == count


# An example is an index: it is not made smaller by trying hundreds.
@settings(
    max_examples=2,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"body": st.text().map("naald {}".format), "date": DRAWN},
            optional=dict.fromkeys(("title", "source", "section", "author", "url"), ANY),
        ),
        min_size=10,
        max_size=30,
    )
)
def test_every_page_and_command_answers_over_any_values(
    records: list[dict[str, object]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        _write_lines(path, records)
        _everything_answers(path, shown=5)


def _files(value: str) -> dict[str, str | bytes]:
    """Return a file of each form, with a value in the place of its date."""
    text, quoted = (
        "De brug over de rivier mag er komen, zegt de raad van de stad. Een naald.",
        (value.encode("utf-8", "replace").decode().replace("\0", "")),
    )
    row = io.StringIO()
    csv.writer(row, delimiter=";").writerows([("kop", "datum", "tekst"), ("Brug", quoted, text)])
    in_xml = escape("".join(each for each in quoted if each.isprintable()), {'"': "&quot;"})
    page = "<html><head><title>Brug</title>{}</head><body><h1>Brug</h1>{}<p>" + f"{text}</p></body>"
    return {
        "a.csv": row.getvalue(),
        "a.json": json.dumps({"title": "Brug", "body": text, "published": {"$date": value}}),
        "a.txt": f"Datum: {quoted}\nBrug\n\n{text}",
        "b.txt": f"Brug\n{quoted}\n\n{text}",
        "a.md": f"---\ndate: {json.dumps(quoted)}\n---\n# Brug\n\n{text}",
        "a.eml": f"Subject: Brug\nDate: {one_line(quoted)}\n\n{text}",
        "a.rtf": rf"{{\rtf1 Brug\par {one_line(quoted)}\par {text}}}",
        "meta.html": page.format(f'<meta name="datum" content="{in_xml}">', ""),
        "shown.html": page.format("", f'<p class="datum">{in_xml}</p>'),
        "time.html": page.format("", f'<time datetime="{in_xml}">{in_xml}</time>'),
        "ld.html": page.format(
            '<script type="application/ld+json">'
            f"{json.dumps({'@type': 'NewsArticle', 'datePublished': value})}</script>",
            "",
        ),
        "a.rss": f"<rss version='2.0'><channel><item><title>Brug</title><description>{text}"
        f"</description><pubDate>{in_xml}</pubDate></item></channel></rss>",
        "a.atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Brug</title><content>"
        f"{text}</content><published>{in_xml}</published></entry></feed>",
        "nitf.xml": f'<nitf><head><docdata><date.issue norm="{in_xml}"/></docdata></head><body>'
        f"<body.content><p>{text}</p></body.content></body></nitf>",
        "newsml.xml": "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='x'><itemMeta>"
        f"<versionCreated>{in_xml}</versionCreated></itemMeta><contentSet><inlineData>{text}"
        "</inlineData></contentSet></newsItem>",
    }


def test_no_reader_gives_a_date_that_the_archive_cannot_have(tmp_path: Path) -> None:
    """Then every page and command answers over all of them, and over each kind of file there is."""
    folder = tmp_path / "in"
    for number, value in enumerate(DATES):
        files = _files(value)
        pages = [name for name in files if name.endswith(".html")]  # which take longest to read
        left_out = {name for place, name in enumerate(pages) if place != number % len(pages)}
        for name in files.keys() - left_out:
            content, path = files[name], folder / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode("utf-8", "replace") if isinstance(content, str) else content
            path.write_bytes(data)
    for name, path in FILES.items():
        shutil.copy(path, folder / name)
    articles = _everything_answers(folder, shown=30)
    assert len(articles) > len(DATES) * 10
    dated = [article for article in articles if article.date]
    assert {article.id.rpartition("/")[2] for article in dated} >= {"ld.html", "a", "a.rtf"}
    for article in dated:
        Span.parse(article.date or "")
        assert 1500 <= int((article.date or "")[:4]) <= 2200
