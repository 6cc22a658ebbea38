"""Known articles in forms of text, tables and markup, as newsrooms have them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from html import escape

from known_articles import Known


def plain_text(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a file an article, each dated in another way that papers have."""
    heads = (
        lambda each: f"date {each.day}\n{each.title}",
        lambda each: f"Datum: {each.day_in_words}\n\n{each.title}",
        lambda each: f"{each.title}\n{each.weekday} {each.day_in_words}",
        lambda each: f"{each.day:%d-%m-%Y}\n{each.title}",
    )
    encodings = ("utf-8", "cp1252", "utf-16", "iso8859-15")
    files = {}
    for number, each in enumerate(articles):
        text = f"{heads[number % len(heads)](each)}\n\n{body(each)}\n"
        # ISO 8859-15 has the euro sign, and neither curled quotation marks nor dashes.
        encoding = encodings[number % len(encodings)]
        text = text.translate(_STRAIGHT) if encoding == "iso8859-15" else text
        files[f"tekst/{each.number:03}.txt"] = text.encode(encoding)
    return files


_STRAIGHT = str.maketrans("‘’–", "''-")


def body(each: Known) -> str:
    """Return the text of an article, a blank line between its paragraphs."""
    return "\n\n".join(each.paragraphs)


def markdown(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a file an article, with its fields in front of it."""
    return {
        f"md/{each.number}.md": (
            f"---\ntitel: {each.title}\ndatum: {each.day}\nbron: {each.paper}\n"
            f"auteur: {each.author}\n---\n{body(each)}\n"
        ).encode()
        for each in articles
    }


def record(each: Known) -> dict[str, object]:
    """Return an article with the names of fields that the manual has."""
    return {
        "id": f"artikel-{each.number}",
        "title": each.title,
        "date": each.day.isoformat(),
        "source": each.paper,
        "section": each.section,
        "url": each.address,
        "author": each.author,
        "body": body(each),
    }


def json_lines(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return an article a line."""
    lines = (json.dumps(record(each), ensure_ascii=False) for each in articles)
    return {"export/artikelen.jsonl": "\n".join(lines).encode()}


def json_document(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a list of articles in an object."""
    document = {"articles": [record(each) for each in articles]}
    return {"export/artikelen.json": json.dumps(document).encode()}


def references(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return the CSL JSON of Zotero."""
    items = [
        {
            "id": f"http://zotero.org/users/1/items/{each.number}",
            "type": "article-newspaper",
            "title": each.title,
            "abstract": body(each),
            "container-title": each.paper,
            "issued": {"date-parts": [[each.day.year, each.day.month, each.day.day]]},
            "author": [_parts_of_name(each.author)],
        }
        for each in articles
    ]
    return {"zotero/csl.json": json.dumps(items, ensure_ascii=False).encode()}


def _parts_of_name(name: str) -> dict[str, str]:
    given, *particles, family = name.split()
    return {"given": given, "non-dropping-particle": " ".join(particles), "family": family}


def zotero(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return the same in the RDF of Zotero."""
    names = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "z": "http://www.zotero.org/namespaces/export#",
        "dcterms": "http://purl.org/dc/terms/",
        "bib": "http://purl.org/net/biblio#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    items = []
    for each in articles:
        given, family = each.author.split(" ", 1)
        text = escape(body(each))
        items.append(
            f'<bib:Article rdf:about="#item_{each.number}">'
            "<z:itemType>newspaperArticle</z:itemType>"
            f"<dcterms:isPartOf><bib:Newspaper><dc:title>{escape(each.paper)}</dc:title>"
            "</bib:Newspaper></dcterms:isPartOf><bib:authors><rdf:Seq><rdf:li><foaf:Person>"
            f"<foaf:surname>{family}</foaf:surname><foaf:givenName>{given}</foaf:givenName>"
            f"</foaf:Person></rdf:li></rdf:Seq></bib:authors><dc:title>{escape(each.title)}</dc:title>"
            f"<dcterms:abstract>{text}</dcterms:abstract><dc:date>{each.day}</dc:date></bib:Article>"
        )
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    return {"zotero/export.rdf": f"<rdf:RDF {declared}>{''.join(items)}</rdf:RDF>".encode()}


def ris(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return references with their abstracts."""
    items = []
    for each in articles:
        text = body(each).replace("\n\n", "\n")
        items.append(
            f"TY  - NEWS\nTI  - {each.title}\nAU  - {_turned(each.author)}\n"
            f"T2  - {each.paper}\nDA  - {each.day:%Y/%m/%d}/\nSE  - {each.section}\n"
            f"AB  - {text}\nER  - \n\n"
        )
    return {"zotero/export.ris": "".join(items).encode()}


def bibtex(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return the same in BibLaTeX."""
    items = [
        f"@article{{bericht{each.number},\n  title = {{{each.title}}},\n"
        f"  author = {{{_turned(each.author)}}},\n  journaltitle = {{{each.paper}}},\n"
        f"  date = {{{each.day:%Y-%m-%d}}},\n  abstract = {{{body(each)}}}\n}}\n\n"
        for each in articles
    ]
    return {"zotero/export.bib": "".join(items).encode()}


def _turned(author: str) -> str:
    """Return the family name first: Berg, Jan van der."""
    given, rest = author.split(" ", 1)
    *particles, family = rest.split()
    return f"{family}, {' '.join([given, *particles])}"


def _table(articles: Sequence[Known], separator: str, day: str) -> str:
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter=separator, lineterminator="\n")
    rows.writerow(("Nummer", "Koptekst", "Publicatiedatum", "Krant", "Auteur", "Volledige tekst"))
    for each in articles:
        shown = each.day.strftime(day)
        rows.writerow((each.number, each.title, shown, each.paper, each.author, body(each)))
    return stream.getvalue()


def comma_separated(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a table as a Dutch Excel writes it, and one of the old Mac."""
    half = len(articles) // 2
    mac = _table(articles[half:], ",", "%Y-%m-%d").replace("\n\n", " ").replace("\n", "\r")
    return {
        "tabel/lijst.csv": _table(articles[:half], ";", "%d-%m-%y").encode("cp1252"),
        "tabel/mac.csv": mac.encode("mac_roman"),
    }


def tab_separated(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a table with tabs."""
    return {"tabel/lijst.tsv": _table(articles, "\t", "%d/%m/%Y").encode("utf-8-sig")}


def paragraphs(each: Known, tag: str = "p") -> str:
    """Return the text of an article as markup."""
    return "".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for text in each.paragraphs)


def page(each: Known) -> str:
    """Return a web page with an article, a menu and other news around it."""
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": each.title,
        "datePublished": f"{each.day}T09:30:00+02:00",
        "author": {"@type": "Person", "name": each.author},
        "publisher": {"@type": "Organization", "name": each.paper},
    }
    return (
        f"<!DOCTYPE html><html lang='nl'><head><meta charset='utf-8'><title>{each.title} | "
        f"{each.paper}</title><meta property='og:title' content='{each.title}'>"
        f"<meta property='og:site_name' content='{each.paper}'>"
        f"<link rel='canonical' href='{each.address}'>"
        f"<script type='application/ld+json'>{json.dumps(about)}</script></head><body>"
        "<nav><a href='/'>Voorpagina</a><a href='/sport'>Sport</a></nav><main><article>"
        f"<h1>{each.title}</h1>{paragraphs(each)}</article></main>"
        "<aside><h2>Lees ook</h2><a href='/1'>Wolf gezien</a></aside>"
        "<footer>Over ons</footer></body></html>"
    )


def web_pages(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a page an article."""
    return {f"web/{each.number}.html": page(each).encode() for each in articles}


def rss(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a feed, which declares an encoding that it is not in."""
    items = "".join(
        f"<item><title>{each.title}</title><link>{each.address}</link>"
        f"<pubDate>{each.day:%d %b %Y} 08:00:00 +0100</pubDate>"
        f"<dc:creator>{each.author}</dc:creator>"
        f"<content:encoded><![CDATA[{paragraphs(each)}]]></content:encoded></item>"
        for each in articles
    )
    return {
        "feeds/nieuws.rss": (
            "<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'"
            " xmlns:dc='http://purl.org/dc/elements/1.1/'"
            " xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            f"<channel><title>{articles[0].paper}</title>{items}</channel></rss>"
        ).encode()
    }


def atom(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a feed of Atom."""
    entries = "".join(
        f"<entry><title>{each.title}</title><id>tag:velmer.example,2022:{each.number}</id>"
        f"<published>{each.day}T08:00:00+01:00</published>"
        f"<author><name>{each.author}</name></author><link href='{each.address}'/>"
        f"<content type='html'>{escape(paragraphs(each))}</content></entry>"
        for each in articles
    )
    return {
        "feeds/nieuws.atom": (
            f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{articles[0].paper}</title>"
            f"{entries}</feed>"
        ).encode()
    }


def wordpress(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return the export of a site, with a draft and a page of it."""
    item = (
        "<item><title>{}</title><link>{}</link><dc:creator>{}</dc:creator><content:encoded>"
        "<![CDATA[{}]]></content:encoded><wp:post_id>{}</wp:post_id><wp:post_date>{} 10:00:00"
        "</wp:post_date><wp:status>{}</wp:status><wp:post_type>{}</wp:post_type></item>"
    )
    items = [
        item.format(
            each.title, each.address, each.author, body(each), each.number, each.day, *_PUBLISHED
        )
        for each in articles
    ]
    items.append(item.format("Concept", "x", "An", "Nog niet af.", 900, "2022-01-01", *_DRAFT))
    return {
        "export/wordpress.xml": (
            "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'"
            " xmlns:content='http://purl.org/rss/1.0/modules/content/'"
            " xmlns:dc='http://purl.org/dc/elements/1.1/'"
            " xmlns:wp='http://wordpress.org/export/1.2/'>"
            f"<channel><title>{articles[0].paper}</title><wp:wxr_version>1.2</wp:wxr_version>"
            f"{''.join(items)}</channel></rss>"
        ).encode()
    }


_PUBLISHED, _DRAFT = ("publish", "post"), ("draft", "post")


def nitf(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a file an article."""
    return {
        f"pers/{each.number}.xml": (
            f"<nitf><head><docdata><doc-id id-string='vp-{each.number}'/>"
            f"<date.issue norm='{each.day:%Y%m%d}T101500+0200'/></docdata>"
            f"<pubdata name='{each.paper}' position.section='{each.section}'/></head><body>"
            f"<body.head><hedline><hl1>{each.title}</hl1></hedline>"
            f"<byline>Door <person>{each.author}</person></byline></body.head>"
            f"<body.content>{paragraphs(each)}</body.content></body></nitf>"
        ).encode()
        for each in articles
    }


def newsml(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a message of several items."""
    items = "".join(
        f"<newsItem guid='urn:newsml:velmer.example:{each.number}' version='1'><itemMeta>"
        f"<itemClass qcode='ninat:text'/><provider literal='{each.paper}'/>"
        f"<versionCreated>{each.day}T12:00:00+01:00</versionCreated></itemMeta><contentMeta>"
        f"<contentCreated>{each.day}T11:00:00+01:00</contentCreated><by>{each.author}</by>"
        f"<headline>{each.title}</headline></contentMeta><contentSet>"
        "<inlineXML contenttype='application/xhtml+xml'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{paragraphs(each)}</body></html>"
        "</inlineXML></contentSet></newsItem>"
        for each in articles
    )
    return {
        "pers/bericht.xml": (
            "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
            f"<itemSet>{items}</itemSet></newsMessage>"
        ).encode()
    }
