"""A text that begins with its date alone has that as its date, in every form, and not as text."""

from __future__ import annotations

import json
from html import escape

import pytest

from indexer.corpus.headings.date_lines import without_own_date
from tests.fixture_types import ReadFile

FIRST = "De raad van Velmer stemde gisteravond na lang overleg in met een nieuwe brug."
LAST = "Het werk begint in het najaar en duurt vier jaar."
BODY = f"<p>Donderdag 24 maart 2022</p><p>{FIRST}</p><p>{LAST}</p>"
PLAIN = f"Donderdag 24 maart 2022\n\n{FIRST}\n\n{LAST}"
NINJS = {"uri": "urn:x:1", "type": "text", "versioncreated": "2022-03-24T08:00:00Z"}
ITEM = f"<title>Brug</title><description>{escape(BODY)}</description>"
FORMS = {
    "a.json": json.dumps(NINJS | {"headline": "Brug", "body_html": BODY}),
    "a.jsonl": json.dumps({"title": "Brug", "date": "2022-03-24", "body": PLAIN}),
    "a.csv": f'titel,datum,tekst\nBrug,2022-03-24,"{PLAIN}"\n',
    "a.rss": f"<rss><channel><title>V</title><item>{ITEM}"
    "<pubDate>Thu, 24 Mar 2022 10:00:00 GMT</pubDate></item></channel></rss>",
    "a.eml": f"Subject: Brug\nDate: Thu, 24 Mar 2022 10:00:00 +0100\n\n{PLAIN}\n",
    "a.txt": f"Brug\n\n{PLAIN}\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_date_of_an_article_is_no_line_of_its_text(read_file: ReadFile, name: str) -> None:
    ((article,), errors) = read_file(name, FORMS[name])
    assert (article.title, article.date, errors) == ("Brug", "2022-03-24", [])
    assert article.body == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "text",
    [
        f"25 maart 2022\n\n{FIRST}",
        f"24 maart 2022\n{FIRST}\n25 maart 2022\n{LAST}",
        f"VELMER, 24 maart 2022\n\n{FIRST}",
        f"Maart 2022\n\n{FIRST}",
        "24 maart 2022",
        f"24 maart 2022 was een mooie dag\n\n{FIRST}",
    ],
    ids=["another day", "an agenda", "a place too", "a month", "nothing else", "a sentence"],
)
def test_what_is_more_than_the_date_stays(text: str) -> None:
    assert without_own_date(text, "2022-03-24", "Europe/Amsterdam") == text
