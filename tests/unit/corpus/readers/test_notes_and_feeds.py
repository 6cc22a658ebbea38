"""What programs for notes, sites and feeds put around a text is none of it."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from indexer.corpus.discover import Source, find_files
from indexer.corpus.read import Articles
from indexer.model import Note
from tests.fixture_types import ReadFile

FIRST = "De gemeente Velmer koopt het veerhuis aan de kade."
LAST = "De raad stemt er in april over."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "De [[Gemeente Velmer|gemeente]] en [[Bos]], zie [[Bos#Jeugd]].",
            "De gemeente en Bos, zie Bos.",
        ),
        ("Een.\n\n![[foto.jpg]]\n\nTwee.", "Een.\n\nTwee."),
        ("Een. %% nog\nnazoeken %% Twee.", "Een. Twee."),
        ('Een.\n\n{{< figure src="x.jpg" >}}\n\n{% include foto.html %}\n\nTwee.', "Een.\n\nTwee."),
        ("Een.\n\n<!--more-->\n\nTwee.\n\n#velmer #koop/huis", "Een.\n\nTwee."),
        ("Nummer #1 is 100%%, en 50%.", "Nummer #1 is 100%%, en 50%."),
    ],
)
def test_markdown(read_file: ReadFile, written: str, read: str) -> None:
    ((article,), errors) = read_file("a.md", f"---\ntitle: Kop\n---\n{written}\n")
    assert (article.title, article.body, errors) == ("Kop", read, [])


@pytest.mark.parametrize("front", ["draft: true", "published: false"])
def test_a_draft_in_markdown_is_counted(
    read_file: ReadFile, front: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_file("a.md", f"---\ntitle: Kop\n{front}\n---\n{FIRST}\n") == ([], [])
    assert "drafts (1)" in caplog.text


def test_fields_of_markdown_may_be_json_or_have_a_colon(read_file: ReadFile) -> None:
    ((article,), _) = read_file("a.md", f'{{"title": "Kop", "date": "2022-03-24"}}\n\n{FIRST}\n')
    assert (article.title, article.date, article.body) == ("Kop", "2022-03-24", FIRST)
    ((article,), _) = read_file(
        "b.md", f"---\ntitle: Velmer: het huis\ndate: 2022-03-24\n---\n{FIRST}\n"
    )
    assert (article.title, article.date) == ("Velmer: het huis", "2022-03-24")


def test_of_blogger_posts_alone_are_articles(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    kind = '<category term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    entry = (
        "<entry><id>tag:{0}</id><title>{0}</title><published>2022-03-24T09:00:00Z</published>{1}{2}"
        f'<content type="html">{html.escape(f"<p>{FIRST}</p>")}</content></entry>'
    )
    draft = "<app:control><app:draft>yes</app:draft></app:control>"
    entries = [
        entry.format("Sjabloon", kind.format("template"), ""),
        entry.format("Kop", kind.format("post"), '<category term="Binnenland"/>'),
        entry.format("Reactie", kind.format("comment"), ""),
        entry.format("Klad", kind.format("post"), draft),
    ]
    space = 'xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"'
    feed = f"<feed {space}><title>De Velder</title>{''.join(entries)}</feed>"
    ((article,), errors) = read_file("a.xml", f'<?xml version="1.0"?>{feed}')
    assert (article.title, article.section, errors) == ("Kop", ("Binnenland",), [])
    assert "drafts (1)" in caplog.text


@pytest.mark.parametrize(
    "credit",
    [
        'The post <a href="x">Kop</a> appeared first on <a href="y">De Velder</a>.',
        "Het bericht Kop verscheen eerst op De Velder.",
    ],
)
def test_what_wordpress_puts_below_an_entry_is_no_text(read_file: ReadFile, credit: str) -> None:
    body = html.escape(f"<p>{FIRST}</p><p>{LAST}</p><p>{credit}</p>")
    item = f"<item><title>Kop</title><description>{body}</description></item>"
    ((article,), _) = read_file("a.rss", f"<rss version='2.0'><channel>{item}</channel></rss>")
    assert article.body == f"{FIRST}\n\n{LAST}"


def test_of_a_takeout_of_blogger_posts_alone_are_articles(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture
) -> None:
    entry = (
        "<entry><id>tag:{0}</id><title>{0}</title><published>2022-03-24T09:00:00Z</published>"
        "<blogger:type>{1}</blogger:type><blogger:status>{2}</blogger:status>"
        f'<content type="html">{html.escape(f"<p>{FIRST}</p>")}</content></entry>'
    )
    entries = [
        entry.format("Kop", "POST", "LIVE"),
        entry.format("Over ons", "PAGE", "LIVE"),
        entry.format("Reactie", "COMMENT", "LIVE"),
        entry.format("Klad", "POST", "DRAFT"),
    ]
    space = (
        'xmlns="http://www.w3.org/2005/Atom" xmlns:blogger="http://schemas.google.com/blogger/2018"'
    )
    articles, errors = read_file(
        "a.atom", f"<feed {space}><title>Blog</title>{''.join(entries)}</feed>"
    )
    assert ([article.title for article in articles], errors) == (["Kop", "Over ons"], [])
    assert "comments of Blogger (1)" in caplog.text
    assert "drafts (1)" in caplog.text


def test_properties_of_notion_are_fields_and_no_text(read_file: ReadFile) -> None:
    head = (
        "Created: May 1, 2022 10:00 AM\nDatum: 24 maart 2022\nTags: water, dijk\nAuteur: An Smit\n"
    )
    name = f"Kop {'0123456789abcdef' * 2}.md"
    ((article,), errors) = read_file(name, f"# Kop\n\n{head}Status: klaar\n\n{FIRST}\n\n{LAST}\n")
    assert (article.title, article.body, errors) == ("Kop", f"{FIRST}\n\n{LAST}", [])
    assert (article.date, article.author) == ("2022-03-24", ("An Smit",))
    assert article.section == ("water", "dijk")


@pytest.mark.parametrize("root", ["urlset", "sitemapindex"])
def test_a_list_of_addresses_is_counted_and_is_no_loss(tmp_path: Path, root: str) -> None:
    xml = f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></{root}>"
    path = tmp_path / "sitemap.xml"
    path.write_text(xml, "utf-8")
    notes: list[Note] = []
    (source,) = find_files([path])
    assert isinstance(source, Source)
    assert [*Articles(source, noted=notes.append)] == []
    assert [note.reason for note in notes] == [
        "passed over as no articles: sitemaps, which list addresses (1)"
    ]
