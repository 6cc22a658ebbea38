"""A web page is dated by what says when its article was published, and by nothing else on it."""

from __future__ import annotations

import pytest
from trafilatura import load_html

from indexer.corpus.pages.published import PageDate, page_date
from indexer.dates import DUTCH_TIME
from tests.fixture_types import ReadFile

TEXT = (
    "<p>De gemeenteraad van Demerstad stemde dinsdagavond in met een brug over de rivier, die er in"
    " de zomer moet liggen.</p><p>De wethouder was er blij mee, en de bewoners van de kade niet:"
    " zij vrezen voor het uitzicht op de kerk.</p>"
)
DAY = "2022-03-24"


def page(
    above: str = "", head: str = "", below: str = "", before: str = "", inside: str = ""
) -> str:
    """Return a page with markup by its headline, in its head, below, before and in the article."""
    return (
        f"<html><head><title>Brug mag er komen - De Demerbode</title>{head}</head>"
        f"<body class='single has-sidebar comments-open'>{before}<main><article class='post'>"
        f"<header><h1>Brug mag er komen</h1>{above}</header>{TEXT}{inside}</article>{below}</main>"
        "</body></html>"
    )


def ld(data: str) -> str:
    return page(head=f"<script type='application/ld+json'>{data}</script>")


def bare(above: str, text: str = TEXT) -> str:
    return f"<html><head><title>Brug mag er komen</title></head><body>{above}{text}</body></html>"


def found(markup: str, address: str | None = None) -> PageDate:
    return page_date(load_html(markup), address, DUTCH_TIME)


OF_THE_ARTICLE = {
    "a typed value": ld(
        '{"@type": "NewsArticle", "datePublished": {"@type": "Date", "@value": "2022-03-24"}}'
    ),
    "names with a prefix": ld(
        '{"@type": "schema:NewsArticle", "schema:datePublished": "2022-03-24T10:00:00Z"}'
    ),
    "a review": ld('{"@type": "CriticReview", "datePublished": "2022-03-24"}'),
    "a meta tag of a maker": page(head='<meta name="date.release" content="2022-03-24T10:00">'),
    "behind the day of a change": page(
        '<time class="updated" datetime="2022-05-01">Laatst bijgewerkt: 1 mei</time>'
        '<time class="published" datetime="2022-03-24">24 maart</time>'
    ),
    "right above a headline in no element": (
        f"<html><body><p>De Bode</p><p>Donderdag 24 maart 2022</p><h1>Brug</h1>{TEXT}</body></html>"
    ),
    "who handed it in, and when": page("<div>Ingediend door noor op do, 24/03/2022 - 06:00</div>"),
    "a class in Dutch": page('<p class="datum">24 maart 2022</p>'),
    "a label between other things": page(
        "<div>Door Noor Peeters | Gepubliceerd op 24 maart 2022 om 15.30 | 3 minuten</div>"
    ),
    "a line of nothing else": page("<p>Donderdag 24 maart 2022, 00.30 uur</p>"),
    "a class, with the author": page('<b class="post-date">Noor Peeters, 24 maart 2022</b>'),
    "a moment in words": page("<time>24 maart 2022 om 14:00</time>"),
    "a moment of which the attribute is in words": page(
        '<time datetime="24 maart 2022">donderdag</time>'
    ),
    "a moment of which the attribute is none": page('<time datetime="PT3M">24 maart 2022</time>'),
    "a list above the text": page(
        '<ul class="info"><li>Noor</li><li><time datetime="2022-03-24">24 mrt</time></li></ul>'
    ),
    "a term of a list": page("<dl><dt>Datum</dt><dd>24 maart 2022</dd></dl>"),
    "below the text, labelled": page(inside="<p>Gepubliceerd op 24 maart 2022</p>"),
    "besides that of a change": page(
        '<p>Bijgewerkt: <time datetime="2023-01-01">1 januari</time></p>'
        '<p>Geplaatst: <time datetime="2022-03-24">24 maart</time></p>'
    ),
    "behind that of a change": page(
        "<div class='meta'>Gewijzigd op 1 januari 2023, gepubliceerd op 24 maart 2022</div>"
    ),
    "a headline outside the article": bare(
        f"<h1>Brug mag er komen</h1><article><p class='datum'>24 maart 2022</p>{TEXT}</article>", ""
    ),
    "no headline": bare(f"<article><div class='date'>24-03-2022</div>{TEXT}</article>", ""),
    "above the headline": bare(
        "<main><div><i class='datum'>24 maart 2022</i><h1>Brug mag er komen</h1></div></main>"
    ),
    "a headline that is the name of the site": bare(
        "<header><h1>De Demerbode</h1><i class='date'>28 november 2026</i></header>"
        f"<main><h2>Brug mag er komen</h2><p class='datum'>24 maart 2022</p>{TEXT}</main>",
        "",
    ),
    "divisions only": bare(
        "<div><div><div><h1>Brug mag er komen</h1></div></div><div><i>24-03-2022 15:30</i></div>"
        f"<div>{TEXT}</div></div>",
        "",
    ),
    "Dublin Core in words": page(head='<meta name="DC.date" content="24 maart 2022">'),
    "Open Graph in words": page(
        head='<meta property="article:published_time" content="24 maart 2022 23:30">'
    ),
    "a moment in UTC": page(
        head='<meta property="article:modified_time" content="2023-01-01">'
        '<meta property="article:published_time" content="2022-03-23T23:30:00Z">'
    ),
    "microdata": page('<i itemprop="datePublished" content="2022-03-24T08:00">gisteren</i>'),
    "microdata without a text": page('<meta itemprop="datePublished" content="2022-03-24">'),
    "JSON-LD": ld('{"@type": "NewsArticle", "datePublished": "2022-03-24T08:00:00+01:00"}'),
    "JSON-LD in words": ld('{"@type": "NewsArticle", "datePublished": "24 maart 2022 15:30"}'),
    "JSON-LD of several types": ld(
        '{"@type": ["X", "BlogPosting"], "datePublished": "2022-03-24"}'
    ),
    "JSON-LD with a comma too many": ld('{"@type": "Article", "datePublished": "2022-03-24",}'),
    "JSON-LD of a video before the article": ld(
        '[{"@type": "VideoObject", "datePublished": "2021-01-01"},'
        ' {"@type": "NewsArticle", "datePublished": "2022-03-24"}]'
    ),
    "JSON-LD of a list before the article": ld(
        '{"@graph": [{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle",'
        ' "datePublished": "2023-11-02"}]}, {"@type": "Article", "datePublished": "2022-03-24"}]}'
    ),
    "JSON-LD with parts and comments": ld(
        '{"@type": "NewsArticle", "comment": [{"@type": "Comment", "datePublished": "2022-05-01"}],'
        ' "hasPart": {"@type": "NewsArticle", "datePublished": "2020-01-01"},'
        ' "datePublished": "2022-03-24"}'
    ),
    "JSON-LD of two articles, one with this headline": ld(
        '[{"@type": "NewsArticle", "headline": "Zwembad dicht", "datePublished": "2023-11-02"},'
        ' {"@type": "NewsArticle", "headline": "Brug mag er komen", "datePublished": "2022-03-24"}]'
    ),
    "JSON-LD of two articles, one at this address": page(
        head='<link rel="canonical" href="https://demer.example/a">'
        '<script type="application/ld+json">[{"@type": "Article", "datePublished": "2023-11-02",'
        ' "url": "https://demer.example/b"}, {"@type": "Article", "datePublished": "2022-03-24",'
        ' "mainEntityOfPage": {"@id": "https://demer.example/a"}}]</script>'
    ),
    "JSON-LD of an article on a page": ld(
        '{"@type": "WebPage", "datePublished": "2020-01-01",'
        ' "mainEntity": {"@type": "NewsArticle", "datePublished": "2022-03-24"}}'
    ),
    "JSON-LD of a page": ld('{"@type": "WebPage", "datePublished": "2022-03-24"}'),
    "JSON-LD that is broken, beside a line": page(
        "<p class='datum'>24 maart 2022</p>", "<script type='application/ld+json'>{]</script>"
    ),
    "a link to itself": page(
        "<i class='posted-on'>Op <a href='/brug'><time class='entry-date published'"
        " datetime='2022-03-24T10:00'>24 maart</time><time class='updated' datetime='2022-05-01'>"
        "1 mei</time></a></i>"
    ),
    "an aside about itself": page(
        '<aside class="meta"><time datetime="2022-03-24">24</time></aside>'
    ),
    "a line with the section": page("<div class='meta'>24 maart 2022 | Binnenland | 3 min</div>"),
    "a line with the section before it": page("<div>Binnenland - 24 maart 2022</div>"),
    "a byline": page("<p class='byline'>Door Noor Peeters op 24 maart 2022</p>"),
    "a byline behind it": page("<div>24/03/2022 om 09:12 door <i>jvh</i></div>"),
    "who put it there": page("<div>Ingezonden door admin op do, 24/03/2022 - 10:15</div>"),
    "a line behind a break": page("<p>RAVELHOUT<br>24 maart 2022</p>"),
    "a line between breaks of an old page": bare(
        "<table><tr><td><b><font size=5>Brug mag er komen</font></b><br>24 maart 2022<br>Door Jo"
        f"<br>{TEXT}</td></tr></table>",
        "",
    ),
    "hAtom": page("<abbr class='published' title='2022-03-24T10:00:00+01:00'>24 maart</abbr>"),
    "RDFa": page("<i property='dc:date dc:created' content='2022-03-24T10:00'>donderdag</i>"),
    "microdata in the head": page(head="<meta itemprop='datePublished' content='2022-03-24'>"),
    "JSON-LD between marks": ld(
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2022-03-24"}\n//]]>'
    ),
    "JSON-LD in a comment": ld('<!--{"@type": "Article", "datePublished": "2022-03-24"}-->'),
    "its address, with a number": page(
        head='<link rel="canonical" href="https://d.example/cnt/dmf20220324_97412345">'
    ),
    "its address": page(head='<link rel="canonical" href="https://d.example/2022/03/24/brug">'),
}

OF_SOMETHING_ELSE = {
    "the server's clock": page(head='<meta http-equiv="date" content="2022-03-24">'),
    "a sidebar": page(below='<aside><time datetime="2023-11-02">2 november</time></aside>'),
    "a division of that name": page(
        below='<div class="sidebar-right"><i class="date">02-11-2023</i></div>'
    ),
    "related articles": page(
        inside='<section class="related"><time datetime="2023-11-02">2 november</time></section>'
    ),
    "related articles without a name": page(
        inside="<section><h3>Lees ook</h3><p class='datum'>2 november 2023</p></section>"
    ),
    "comments": page(
        below='<section id="reacties"><div><time datetime="2022-05-01">1 mei</time></div></section>'
    ),
    "comments without a name": page(
        below="<div><h2>3 reacties</h2><p>Geplaatst op 1 mei 2022</p></div>"
    ),
    "comments that are articles": page(
        below='<div><article><time datetime="2022-05-01">1 mei</time><p>Mooi.</p></article></div>'
    ),
    "an article in front of it": page(
        before='<div><article><h2>Zwembad dicht</h2><p class="date">2-11-2023</p></article></div>'
    ),
    "the day of the visit": page(before="<div><i class='date'>zaterdag 28 november 2026</i></div>"),
    "the day of the visit, in a header": page(before="<header><p>28 november 2026</p></header>"),
    "a change": page('<time class="updated" datetime="2023-01-01">1 januari 2023</time>'),
    "a change in words": page("<p>Bijgewerkt op <time datetime='2023-01-01'>1 januari</time></p>"),
    "a change in a line": page("<p>Laatst gewijzigd: 1 januari 2023</p>"),
    "changes in meta tags": page(
        head='<meta property="article:modified_time" content="2023-01-01">'
        '<meta name="last-modified" content="2023-01-01">'
        '<meta name="dcterms.modified" content="2023-01-01">'
    ),
    "a change in JSON-LD": ld('{"@type": "NewsArticle", "dateModified": "2023-01-01"}'),
    "a day in the text": page(
        inside="<p>Op <time datetime='2021-01-01'>1 januari</time> begon het werk aan de brug.</p>"
    ),
    "a picture": page("<figure><figcaption>De kade, 1 mei 2020</figcaption></figure>"),
    "a video": page('<div class="video-player"><time datetime="2021-01-01">1 jan</time></div>'),
    "a comment in microdata": page(
        inside="<div itemscope itemtype='http://schema.org/Comment'>"
        "<i itemprop='datePublished'>2022-05-01</i></div>"
    ),
    "a video in microdata": page(
        "<div itemscope itemtype='https://schema.org/VideoObject'>"
        "<meta itemprop='datePublished' content='2021-01-01'></div>"
    ),
    "a list in JSON-LD": ld(
        '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle",'
        ' "datePublished": "2023-11-02"}]}'
    ),
    "an event in JSON-LD": ld('{"@type": "Event", "startDate": "2023-01-01"}'),
    "other articles in JSON-LD": ld(
        '[{"@type": "NewsArticle", "headline": "Zwembad dicht", "datePublished": "2023-11-02"},'
        ' {"@type": "NewsArticle", "headline": "Haven open", "datePublished": "2023-11-03"}]'
    ),
    "a link with a day": page(
        "<p><a href='/zwembad'>Eerder: zwembad <time datetime='2021-11-02'>2 nov</time></a></p>"
    ),
    "an article in a list that is labelled": page(
        below="<div><div><h3>Zwembad dicht</h3><i>Gepubliceerd op 2 november 2023</i></div></div>"
    ),
    "comments in a list of that name": page(
        below="<ul class='reactielijst'><li>Geplaatst op 1 mei 2022</li></ul>"
    ),
    "a line with a change": page("<div>Binnenland | Bijgewerkt 1 mei 2022</div>"),
    "a line with several words": page("<div>Agenda - Feest op 1 mei 2022 in Peer</div>"),
    "comments of a forum in JSON-LD": ld(
        '{"@type": "DiscussionForumPosting", "datePublished": "2022-05-01"}'
    ),
    "a line behind a break in the text": page(inside="<p>Naar een besluit van<br>1 mei 2022</p>"),
    "a sentence behind a break": page("<p>Let op<br>Feest op 1 mei 2022 in Peer</p>"),
    "a moment that says it is of a change": page(
        '<time datetime="2022-05-01">Bijgewerkt 1 mei 2022</time>'
    ),
    "hours ago": page("<time>3 uur geleden</time>"),
    "a time of day": page("<time>15:30</time>"),
}


@pytest.mark.parametrize("kind", OF_THE_ARTICLE)
def test_what_says_when_the_article_was_published_dates_it(kind: str) -> None:
    assert found(OF_THE_ARTICLE[kind]) == PageDate(DAY)


@pytest.mark.parametrize("kind", OF_SOMETHING_ELSE)
def test_a_date_of_something_else_dates_nothing(kind: str) -> None:
    """Nor does it stand in the way of the article's own."""
    markup = OF_SOMETHING_ELSE[kind]
    assert found(markup) == PageDate(None)
    assert found(markup, "https://demer.example/2022/03/24/brug") == PageDate(DAY)
    own = markup.replace("</header><p>De gem", f"<p class='datum'>{DAY}</p></header><p>De gem")
    assert own != markup
    assert found(own) == PageDate(DAY)


def test_the_day_of_today_above_a_page_dates_nothing() -> None:
    above = "<p>1 mei 2022</p><p>De Bode</p><h1>Brug mag er komen</h1>"
    assert found(f"<html><body>{above}{TEXT}</body></html>") == PageDate(None)


@pytest.mark.parametrize(
    "markup",
    [
        page("<time>24 maart</time>"),
        page("<p class='datum'>24 brumaire 2022</p>"),
        page(head='<meta property="article:published_time" content="binnenkort">'),
        ld('{"@type": "NewsArticle", "datePublished": "2022-02-30"}'),
    ],
)
def test_what_is_not_understood_is_a_note_with_the_value(
    read_file: ReadFile, caplog: pytest.LogCaptureFixture, markup: str
) -> None:
    (article,), errors = read_file("a.html", markup)
    assert (article.date, errors) == (None, [])
    (note,) = caplog.messages
    assert found(markup).unread in note


def test_a_page_made_to_be_slow_is_not() -> None:
    """Elements that stand deep are not climbed out of again and again."""
    deep = "<div>" * 200 + "<time>1 mei 2022</time>" * 20_000
    assert found(bare(f"<h1>x</h1><aside>{deep}</aside>", "")) == PageDate(None)


BODY = "".join(
    f"<p>De raad van Velmer stemt in met het plan voor de dijk, deel {n}.</p>" for n in "abc"
)
DATA = (
    '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Dijk \\"om\\"",'
    '"description":"Kort","author":{"@type":"Person","name":"Jan Bakker"},'
    '"datePublished":"2022-03-24T09:00:00+01:00"}'
)


@pytest.mark.parametrize(
    "broken",
    [
        DATA[:-1] + ",}",
        DATA[:-1],
        DATA.replace('"Kort"', '"Kort\ngezegd"'),
        f"<!-- {DATA} -->",
        f"//<![CDATA[\n{DATA}\n//]]>",
        DATA.replace('"description"', '/* kop */ "description"'),
        DATA.replace("\\\\", "").replace('"Kort"', '"Hij zei "ja" daarop"'),
    ],
)
def test_broken_data_of_a_page_dates_it(read_file: ReadFile, broken: str) -> None:
    script = f'<script type="application/ld+json">{broken}</script>'
    page = (
        f"<html><head>{script}</head><body><article><h1>Dijk om</h1>{BODY}</article></body></html>"
    )
    ((article,), _) = read_file("a.html", page)
    assert article.date == "2022-03-24"
    assert article.title.replace('"', "") == "Dijk om"


def test_broken_data_of_several_articles_date_none(read_file: ReadFile) -> None:
    two = [
        DATA.replace("Dijk", "Brug").replace("2022", "2019").replace('"Kort"', '"a "b" c"'),
        DATA,
    ]
    script = f'<script type="application/ld+json">[{",".join(two)}]</script>'
    page = (
        f"<html><head>{script}</head><body><article><h1>Dak af</h1>{BODY}</article></body></html>"
    )
    ((article,), _) = read_file("a.html", page)
    assert article.date is None


def test_a_live_blog_has_its_own_headline(read_file: ReadFile) -> None:
    data = (
        '{"@type":"LiveBlogPosting","headline":"Volg de storm","datePublished":"2022-03-24",'
        '"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Dak af",'
        '"datePublished":"2022-03-26"}]}'
    )
    page = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body><main>'
        f"<h1>Volg de storm</h1><article><h2>Dak af</h2>{BODY}</article></main></body></html>"
    )
    ((article,), _) = read_file("a.html", page)
    assert (article.title, article.date) == ("Volg de storm", "2022-03-24")


def test_the_entry_of_microformats_has_its_day(read_file: ReadFile) -> None:
    page = (
        f'<html><body><article class="h-entry"><h1 class="p-name">Dijk om</h1>{BODY}<footer>'
        "<p>By Jan on"
        ' <time class="dt-published" datetime="2022-03-24T09:00:00Z">March 24, 2022</time></p>'
        "</footer></article></body></html>"
    )
    ((article,), _) = read_file("a.html", page)
    assert article.date == "2022-03-24"
