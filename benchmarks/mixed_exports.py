"""Known articles as browsers, programs for notes, agencies and libraries export them."""

from __future__ import annotations

import base64
import json
import plistlib
from collections.abc import Sequence

from known_articles import Known
from mixed_forms import page, paragraphs


def har(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return what a browser fetched: pages, one of them in Base64, and a style."""
    entries = [_fetched("https://velmer.example/stijl.css", "text/css", "p { color: red }")]
    for number, each in enumerate(articles):
        kind, text = "text/html; charset=utf-8", page(each)
        packed = base64.b64encode(text.encode()).decode()
        entries.append(
            _fetched(each.address, kind, packed, "base64")
            if number % 2
            else _fetched(each.address, kind, text)
        )
    log = {"version": "1.2", "creator": {"name": "Firefox"}, "entries": entries}
    return {"web/bezoek.har": json.dumps({"log": log}).encode()}


def _fetched(address: str, kind: str, text: str, encoding: str = "") -> dict[str, object]:
    content = {"mimeType": kind, "text": text} | ({"encoding": encoding} if encoding else {})
    return {"request": {"url": address}, "response": {"status": 200, "content": content}}


def web_archives(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return a page that Safari saved, an article each; of each other one as XML."""
    formats = (plistlib.FMT_BINARY, plistlib.FMT_XML)
    return {
        f"web/safari-{each.number}.webarchive": plistlib.dumps(
            {
                "WebMainResource": {
                    "WebResourceData": page(each).encode(),
                    "WebResourceMIMEType": "text/html",
                    "WebResourceTextEncodingName": "UTF-8",
                    "WebResourceURL": each.address,
                },
                "WebSubresources": [],
            },
            fmt=formats[number % len(formats)],
        )
        for number, each in enumerate(articles)
    }


def evernote(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return clippings, with paper, day and writer above the text; they were made later."""
    notes = "".join(
        f"<note><title>{each.title}</title><created>20240101T100000Z</created><content><![CDATA["
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-note SYSTEM '
        '"http://xml.evernote.com/pub/enml2.dtd"><en-note>'
        f"<div>{each.paper}, {each.day_in_words}, pagina 3</div><div>Door {each.author}</div>"
        f"{paragraphs(each, 'div')}</en-note>]]></content></note>"
        for each in articles
    )
    return {"knipsels/map.enex": f"<en-export version='10'>{notes}</en-export>".encode()}


def factiva_xml(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return an answer of Factiva's interface."""
    found = "".join(
        f"<ppsArticle><article><accessionNo value='VELCOU{each.day:%Y%m%d}ei{each.number:07}'/>"
        f"<headline><paragraph>{each.title}</paragraph></headline><byline>{each.author}</byline>"
        f"<leadParagraph><paragraph>{each.paragraphs[0]}</paragraph></leadParagraph>"
        f"<tailParagraphs>{_factiva_paragraphs(each)}"
        f"</tailParagraphs><publicationDate><date value='{each.day:%Y%m%d}'/></publicationDate>"
        f"<sourceName>{each.paper}</sourceName></article></ppsArticle>"
        for each in articles
    )
    return {"pers/factiva.xml": f"<ppsArticleResponse>{found}</ppsArticleResponse>".encode()}


def _factiva_paragraphs(each: Known) -> str:
    return "".join(f"<paragraph>{text}</paragraph>" for text in each.paragraphs[1:])


def trafilatura_xml(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return pages as trafilatura writes them in XML."""
    return {
        f"oogst/{each.number}.xml": (
            f'<doc sitename="{each.paper}" title="{each.title}" author="{each.author}"'
            f' date="{each.day}" source="{each.address}" fingerprint="0ab1"><main>'
            f"{paragraphs(each)}</main><comments><p>Een reactie.</p></comments></doc>"
        ).encode()
        for each in articles
    }


def newsml1(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return an envelope of several items."""
    items = "".join(
        "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>"
        f"urn:newsml:velmer.example:{each.day:%Y%m%d}:{each.number}:1</PublicIdentifier>"
        "<RevisionId>1</RevisionId></NewsIdentifier></Identification><NewsManagement>"
        f"<FirstCreated>{each.day:%Y%m%d}T110000+0100</FirstCreated><Status FormalName='Usable'/>"
        f"</NewsManagement><NewsComponent><NewsLines><HeadLine>{each.title}</HeadLine>"
        f"<ByLine>Door {each.author}</ByLine></NewsLines><AdministrativeMetadata><Provider>"
        f"<Party FormalName='{each.paper}'/></Provider></AdministrativeMetadata><ContentItem>"
        f"<DataContent>{paragraphs(each)}</DataContent></ContentItem></NewsComponent></NewsItem>"
        for each in articles
    )
    return {"pers/oud-bericht.xml": f"<NewsML>{items}</NewsML>".encode()}


def dublin_core(articles: Sequence[Known]) -> dict[str, bytes]:
    """Return what a library gives by OAI-PMH."""
    records = "".join(
        "<record><metadata><dc xmlns='http://www.openarchives.org/OAI/2.0/oai_dc/'>"
        f"<title>{each.title}</title><creator>{each.author}</creator><date>{each.day}</date>"
        f"<publisher>{each.paper}</publisher><identifier>{each.address}</identifier>"
        f"{''.join(f'<description>{text}</description>' for text in each.paragraphs)}"
        "</dc></metadata></record>"
        for each in articles
    )
    return {
        "literatuur/oogst.xml": f"<OAI-PMH><ListRecords>{records}</ListRecords></OAI-PMH>".encode()
    }
