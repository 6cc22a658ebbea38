"""Whatever the form of a file, its article has the date of publication, or none and a note."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from indexer.corpus import read_articles
from indexer.model import Article
from tests.fixture_types import ReadFile

TITLE = "Brug mag er komen"
TEXT = "De raad van Demerstad stemde in met een brug over de rivier. Zij komt er in de zomer."
LINE = "donderdag 24 maart 2022, 15.30 uur"
DAY = "2022-03-24"
MADE = dt.datetime(2013, 12, 23, 23, 15, tzinfo=dt.UTC)
ODS = "urn:oasis:names:tc:opendocument:xmlns"


def word(*lines: str) -> bytes:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MADE
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def open_document(*lines: str) -> bytes:
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    spaces = f"xmlns:office='{ODS}:office:1.0' xmlns:text='{ODS}:text:1.0'"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        body = f"<office:body><office:text>{text}</office:text></office:body>"
        package.writestr("content.xml", f"<office:x {spaces}>{body}</office:x>")
        package.writestr(
            "meta.xml",
            "<meta xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:meta='m'>"
            "<dc:date>2013-12-23</dc:date><meta:creation-date>2013-12-23</meta:creation-date></meta>",
        )
    return stream.getvalue()


def rich_text(*lines: str) -> bytes:
    made = r"{\info{\creatim\yr2013\mo12\dy23}{\revtim\yr2013\mo12\dy23}}"
    return rf"{{\rtf1\ansi{made}{chr(92)}pard ".encode() + "\\par ".join(lines).encode() + b"}"


def markdown(*lines: str) -> bytes:
    return "\n\n".join(lines).encode()


DOCUMENTS = {"a.docx": word, "a.odt": open_document, "a.rtf": rich_text, "a.md": markdown}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_dated_by_a_line_and_never_by_its_making(
    read_file: ReadFile, name: str
) -> None:
    make = DOCUMENTS[name]
    for lines in ((TITLE, LINE, TEXT), (LINE, TITLE, TEXT), (f"Datum: {LINE}", TITLE, TEXT)):
        (article,), errors = read_file(name, make(*lines))
        assert (article.date, article.title, article.body) == (DAY, TITLE, TEXT)
        assert errors == []
    (article,), _ = read_file(name, make(TITLE, TEXT))
    assert (article.date, article.title) == (None, TITLE)


def test_a_document_without_a_line_has_the_date_of_its_folders(tmp_path: Path) -> None:
    for name, make in DOCUMENTS.items():
        (tmp_path / "2022" / "03" / "24").mkdir(parents=True, exist_ok=True)
        (tmp_path / "2022" / "03" / "24" / name).write_bytes(make(TITLE, TEXT))
    found = [each for each in read_articles(tmp_path) if isinstance(each, Article)]
    assert [article.date for article in found] == [DAY] * len(DOCUMENTS)


RSS = (
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    " xmlns:dcterms='http://purl.org/dc/terms/' xmlns:a='http://www.w3.org/2005/Atom'><channel>"
    "<title>De Demerbode</title><pubDate>Wed, 01 Nov 2023 00:00:00 GMT</pubDate>"
    f"<item><title>{TITLE}</title><description>{TEXT}</description>%s</item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><updated>2023-11-01</updated>"
    f"<entry><title>{TITLE}</title><content>{TEXT}</content>%s</entry></feed>"
)


@pytest.mark.parametrize(
    ("feed", "dates", "day"),
    [
        (RSS, "<pubDate>Wed, 23 Mar 2022 23:30:00 GMT</pubDate>", DAY),
        (RSS, "<pubDate>do, 24 mrt 2022 08:00:00 +0100</pubDate>", DAY),
        (RSS, "<pubDate>24 maart 2022</pubDate>", DAY),
        (RSS, "<dc:date>2022-03-24</dc:date>", DAY),
        (RSS, "<dcterms:issued>2022-03-24</dcterms:issued>", DAY),
        (RSS, "<dcterms:modified>2023-01-01</dcterms:modified>", None),
        (RSS, "<a:updated>2023-01-01T00:00:00Z</a:updated>", None),
        (RSS, "", None),
        (ATOM, f"<published>{DAY}</published><updated>2023-01-01T00:00:00Z</updated>", DAY),
    ],
)
def test_an_entry_of_a_feed_is_dated_by_its_publication(
    read_file: ReadFile, feed: str, dates: str, day: str | None
) -> None:
    (article,), errors = read_file("a.xml", feed % dates)
    assert (article.date, errors) == (day, [])


def test_an_entry_of_atom_that_tells_its_change_alone_is_dated_by_it_with_a_note(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    (article,), _ = read_file("a.atom", ATOM % "<updated>2022-03-23T23:30:00Z</updated>")
    assert article.date == DAY
    (note,) = caplog.messages
    assert "no date of publication" in note


@pytest.mark.parametrize(
    ("record", "day"),
    [
        ({"published": "binnenkort", "datum": "24 maart 2022"}, DAY),
        ({"published": True, "created": "24-mrt-22"}, DAY),
        ({"date": {"$date": "2022-03-23T23:30:00Z"}}, DAY),
        ({"date": {"$date": {"$numberLong": "1648078200000"}}}, DAY),
        ({"date": 1648078200}, DAY),
        ({"date": 1648078200000.0}, DAY),
        ({"date": 20220324}, DAY),
        ({"date": 2022}, "2022"),
        ({"date": "2022/03/24/"}, DAY),
        ({"date": "1890-05-XX"}, "1890-05"),
        ({"modified": "2023-01-01", "updated": "2023-01-01", "downloaded": "2023-01-01"}, None),
    ],
)
def test_a_record_is_dated_by_the_first_date_of_publication_that_is_understood(
    read_file: ReadFile, record: dict[str, object], day: str | None
) -> None:
    line = json.dumps({"title": TITLE, "body": TEXT} | record)
    (article,), errors = read_file("a.jsonl", line)
    assert (article.date, errors) == (day, [])


def test_moments_are_on_the_day_of_the_zone_asked_for_in_every_form(tmp_path: Path) -> None:
    moment = "2022-03-23T23:30:00Z"
    (tmp_path / "a.jsonl").write_text(json.dumps({"body": TEXT, "date": moment}))
    (tmp_path / "a.txt").write_text(f"{TITLE}\n{moment}\n\n{TEXT}")
    (tmp_path / "a.eml").write_text(f"Subject: x\nDate: Wed, 23 Mar 2022 23:30:00 GMT\n\n{TEXT}")
    (tmp_path / "a.xml").write_text(ATOM % f"<published>{moment}</published>")
    (tmp_path / "a.html").write_text(
        f"<html><head><meta property='article:published_time' content='{moment}'></head>"
        f"<body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>"
    )
    for zone, day in (("Europe/Amsterdam", DAY), ("America/Curacao", "2022-03-23")):
        found = [*read_articles(tmp_path, zone=zone)]
        dates = [each.date if isinstance(each, Article) else str(each) for each in found]
        assert dates == [day] * 5


def test_a_page_does_not_begin_with_its_date(read_file: ReadFile) -> None:
    markup = f"<h1>{TITLE}</h1><p class='datum'>{LINE}</p><p>{TEXT}</p>"
    (article,), _ = read_file("a.html", f"<html><body><main>{markup}</main></body></html>")
    assert (article.date, article.body) == (DAY, TEXT)


NITF_OF_A_PAPER = (
    "<nitf><head><docdata><date.issue norm='20220325T010000'/></docdata><pubdata"
    " date.publication='20220324'/></head><body><body.head><hedline><hl1>{title}</hl1></hedline>"
    "</body.head><body.content><p>{text}</p></body.content></body></nitf>"
)
RIS = "TY  - NEWS\nTI  - {title}\nAB  - {text}\n"
TEI_OF_A_TEXT = (
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><div type='article'><head>{title}</head>"
    "{above}<p>{text} Op <date when='1888-01-01'>nieuwjaar</date> vroor het.</p></div></body>"
    "</text></TEI>"
)


@pytest.mark.parametrize(
    ("name", "content", "day"),
    [
        ("a.xml", NITF_OF_A_PAPER, DAY),
        ("a.xml", TEI_OF_A_TEXT.replace("{above}", ""), None),
        (
            "a.xml",
            TEI_OF_A_TEXT.replace(
                "{above}", "<dateline>Velmer, <date when='1890-03-24'>24 Maart</date></dateline>"
            ),
            "1890-03-24",
        ),
        ("a.ris", f"{RIS}PY  - 2022\nDA  - Mar 24\nER  - \n", DAY),
        ("a.ris", f"{RIS}PY  - 2022\nDA  - lente\nER  - \n", "2022"),
        ("a.json", '[{{"title": "{title}", "body": "{text}", "date": [2022, 3, 24, 15]}}]', DAY),
        ("a.json", '[{{"title": "{title}", "body": "{text}", "date": ["2022-03-24"]}}]', DAY),
        ("a.csv", "titel,tekst,Datum/tijd\n{title},{text},24-03-2022 15:30\n", DAY),
        ("a.csv", "titel,tekst,datum gepubliceerd\n{title},{text},24-03-2022\n", DAY),
    ],
)  # fmt: skip
def test_each_form_has_its_own_place_for_the_day(
    read_file: ReadFile, name: str, content: str, day: str | None
) -> None:
    (article,), errors = read_file(name, content.format(title=TITLE, text=TEXT))
    assert (article.date, errors) == (day, [])


def dated(read_file: ReadFile, name: str, days: list[str]) -> list[str | None]:
    """Return how the days of a file are read, of lines of JSON or of a table."""
    if name.endswith(".csv"):
        rows = [f'{number},{TITLE},"{TEXT}",{day}' for number, day in enumerate(days)]
        content = "\n".join(["id,kop,tekst,datum", *rows])
    else:
        records = [{"title": TITLE, "body": f"{TEXT} {day}", "date": day} for day in days]
        content = "\n".join(map(json.dumps, records))
    articles, errors = read_file(name, content)
    assert errors == []
    return [article.date for article in articles]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_months_stand_first_in_a_file_where_a_day_says_so(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    american = ["03/04/2022", "3/24/22", "12-31-2022 15:30", "24/03/2022"]
    assert dated(read_file, name, american[:3]) == ["2022-03-04", DAY, "2022-12-31"]
    assert "dates have their month before their day: '3/24/22'; read so" in caplog.text
    assert dated(read_file, name, american) == ["2022-04-03", None, None, DAY]
    assert dated(read_file, name, ["03/04/2022", "01-12-22"]) == ["2022-04-03", "2022-12-01"]
    assert dated(read_file, name, ["03/04/2022"] * 60 + ["03/24/2022"])[0] == "2022-04-03"


def test_parts_of_a_day_that_the_calendar_lacks_are_a_note(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    for month, day, read in (("2", "31", "1890"), ("3", "0", "1890-03"), ("", "", "1890")):
        (article,), _ = read_file("a.csv", f"kop,tekst,jaar,maand,dag\nA,{TEXT},1890,{month},{day}")
        assert article.date == read
    assert caplog.text.count("no date that is understood") == 1
    assert "'1890-02-31'" in caplog.text


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("Datum: 2022-03-23 23:30:00+00", DAY),
        ("Datum: 20220323T233000Z", DAY),
        ("Datum: Wed, 23 Mar 2022 19:30:00 EST", DAY),
        ("Datum: 2022-W12-4", DAY),
        ("Datum: [24 maart 2022]", DAY),
        ("Datum:\n24 maart 2022", DAY),
        ("Datum: 25 maart 2022 (bijgewerkt)", None),
        ("Datum: 2022:03:24 15:30:00", None),
        ("Jaargang 12, nr. 3, 24 maart 2022", DAY),
        ("24 maart 2022, pagina 5", DAY),
        ("p. 5, 24 maart 2022", DAY),
        ("Nr. 83 - 24 maart 2022", DAY),
    ],
)
def test_a_line_at_the_top_of_a_text_is_its_date_and_none_of_its_text(
    read_file: ReadFile, above: str, day: str | None
) -> None:
    (article,), _ = read_file("a.txt", f"{above}\n{TITLE}\n\n{TEXT}\n")
    assert (article.date, article.title, article.body) == (day, TITLE, TEXT)
