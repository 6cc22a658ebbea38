"""Every state of the page, as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.answers.offered import Offer, OfferKind
from indexer.fields import FieldValues
from indexer.messages import Message, QueryText
from indexer.model import Article, FacetCount, Hit, Rewrite, RewriteKind, Snippet


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).replace("\xa0", " ")


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=haven", "/?q=qqq", "/article/haven/000?q=storm", "/help", "/about", "/nergens"],
)
def test_every_page_is_whole_without_inline_script_or_style(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    html = response.text
    assert '<html lang="nl">' in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    code = html.replace(
        '<script type="application/ld+json" lang="nl">', ""
    )  # data, which no browser runs
    assert not re.search(r"<script(?! src=\"/static/[\w.]+\?v=[0-9a-f]{8}\" defer></script>)", code)
    assert not re.search(r'\sstyle="|\son\w+="', html)
    assert "script-src 'self';" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_front_page_offers_searches_that_find_and_the_newest_articles(
    client: FlaskClient,
) -> None:
    html = client.get("/").text
    assert "36 artikelen uit De Kade en Het Anker, januari 2021 tot december 2021." in text_of(html)
    examples = re.findall(r'class="example" href="([^"]+)"', html)
    assert examples
    for example in examples:
        assert "Niets gevonden" not in client.get(example.replace("&amp;", "&")).text
    assert html.count('<li class="hit"') == 6


def test_the_front_page_changes_with_the_archive(archive: Any, client: FlaskClient) -> None:
    client.get("/")
    archive.articles.append(Article("nieuw", "Gloednieuw bericht", "Tekst.", "2099-01-01"))
    assert "Gloednieuw bericht" in client.get("/").text
    assert "37 artikelen" in text_of(client.get("/").text)
    assert 'data-places="79"' in client.get("/").text, "years, no longer the months of one"


def test_parts_of_the_front_page_that_are_kept_are_those_of_its_address(
    client: FlaskClient,
) -> None:
    addresses = ["/", "/?lang=en", "/?event=15-3-2021+storm", "/?lang=en&event=2021-04+dijk", "/"]
    first = [client.get(address).text for address in addresses]
    assert first == [client.get(address).text for address in addresses]
    assert ["lang=en" in html.partition("<main")[2] for html in first] == [
        *(False, True, False, True, False)
    ]
    assert ["storm</text>" in html for html in first] == [*(False, False, True, False, False)]


@pytest.mark.parametrize(
    ("date", "heading"),
    [
        ("2019-05-29", "Nieuw op 29 mei 2019"),
        ("2019-05", "Nieuwste artikelen"),
        ("2019", "Nieuwste artikelen"),
        (None, "Nieuwste artikelen"),
    ],
)
def test_the_newest_are_of_a_day_only_where_that_is_known(
    date: str | None, heading: str, showing: Callable[..., FlaskClient]
) -> None:
    html = showing(Article("x", "Storm", "De storm ging liggen.", date)).get("/").text
    assert heading in html


def test_an_empty_archive_names_the_command_to_type(showing: Callable[..., FlaskClient]) -> None:
    assert "knipsel index MAP" in showing().get("/").text


def test_results_say_what_was_found_in_words(client: FlaskClient) -> None:
    text = text_of(client.get("/?q=storm").text)
    assert "18 artikelen, januari 2021 tot november 2021" in text
    assert "Gezocht naar" not in text, "that is in the box"
    assert "Gezocht naar storm EN haven" in text_of(client.get("/?q=storm+haven").text)


def test_hits_are_marked_and_markup_in_articles_is_text(
    showing: Callable[..., FlaskClient],
) -> None:
    article = Article("x", "<b>Storm</b>", "De <script>storm</script> ging liggen.")
    html = showing(article).get("/?q=storm").text
    assert "&lt;b&gt;<mark>Storm</mark>&lt;/b&gt;" in html
    assert "&lt;script&gt;<mark>storm</mark>&lt;/script&gt;" in html


@pytest.mark.parametrize("query", ['"><script>alert(1)</script>', "<img src=x>", "' onload='x"])
def test_what_a_reader_types_is_shown_as_text(client: FlaskClient, query: str) -> None:
    html = client.get("/", query_string={"q": query, "source": query}).text
    assert "<script>" not in html
    assert "<img" not in html
    assert "onload='" not in html


def test_limits_stand_as_links_that_take_them_away(client: FlaskClient) -> None:
    html = client.get("/?q=haven&source=De+Kade&since=2021&until=2021-06").text
    chips = re.findall(r'class="chip" href="([^"]+)"', html)
    assert chips == [
        "/?q=haven&amp;since=2021&amp;until=2021-06",
        "/?q=haven&amp;source=De+Kade",
    ]
    assert "2021 tot en met juni 2021" in text_of(html)


def test_a_new_question_keeps_the_limits(client: FlaskClient) -> None:
    html = client.get("/?q=haven&source=De+Kade&sort=newest&since=2021").text
    assert '<input type="hidden" name="source" value="De Kade">' in html
    assert '<input type="hidden" name="sort" value="newest">' in html
    assert '<input type="hidden" name="since" value="2021">' in html
    assert re.search(r'<input id="since" name="since" value="2021"', html)


def test_facets_add_one_value_each(client: FlaskClient) -> None:
    assert 'href="/?q=haven&amp;source=De+Kade"' in client.get("/?q=haven").text


def test_pages_are_linked_in_both_directions(client: FlaskClient) -> None:
    html = client.get("/?q=haven&page=2").text
    assert 'rel="prev" href="/?q=haven"' in html
    assert 'rel="next" href="/?q=haven&amp;page=3"' in html
    assert re.search(r'href="/\?q=haven&amp;page=2"[^>]*aria-current="page"', html)
    assert 'rel="next"' not in client.get("/?q=haven&page=4").text


def test_a_page_past_the_last_leads_back(client: FlaskClient) -> None:
    html = client.get("/?q=haven&page=40").text
    assert "er zijn 4 pagina’s" in html
    assert 'href="/?q=haven">Naar de eerste pagina' in html


def test_results_with_pieces_of_words_alone_are_not_said_to_miss_a_word(
    showing: Callable[..., FlaskClient],
) -> None:
    articles = [Article(str(n), f"Storm {n}", "Over de haven.") for n in range(2)]
    client = showing(*articles, extra={"nearest_missing": 0})
    assert "Verwant: artikelen met een deel van een woord 2" in text_of(
        client.get("/?q=storm+sluis").text
    )
    assert "Related: articles with part of a word 2" in text_of(
        client.get("/?q=storm+sluis&lang=en").text
    )


def test_of_more_near_results_than_are_listed_it_says_how_many_there_are(
    showing: Callable[..., FlaskClient],
) -> None:
    article = Article("1", "Storm", "Over de haven.")
    found = showing(article, extra={"nearest": 52, "nearest_missing": 1})
    html = found.get("/?q=storm+sluis").text
    assert "die een woord missen de beste 1 van 52" in text_of(html)
    html = showing(article).get("/?q=storm+sluis").text
    assert "die een woord missen 1 artikel" in text_of(html)


def test_near_results_stand_under_a_divider_and_name_what_they_lack(
    showing: Callable[..., FlaskClient],
) -> None:
    articles = [Article(str(n), f"Storm {n}", "Over de haven.") for n in range(2)]
    client = showing(*articles, Article("3", "Storm en sluis", "Samen."))
    html = client.get("/?q=storm+sluis").text
    text = text_of(html)
    assert text.index("1 artikel") < text.index("Bijna: artikelen die een woord missen")
    assert text.count("zonder: sluis") == 2
    assert '<ol class="hits" start="2">' in html


def test_where_near_results_come_before_full_ones_no_divider_parts_them(
    showing: Callable[..., FlaskClient],
) -> None:
    near, whole = (
        Hit(
            rank,
            Article(str(rank), f"Storm {rank}", "Wind."),
            1.0,
            Snippet("title", "Storm"),
            (),
            lacks,
        )
        for rank, lacks in ((1, ("sluis",)), (2, ()))
    )
    for hits in ((near, whole), (near,)):
        client = showing(extra={"hits": hits, "total": 1, "partial": 1, "pages": 1})
        text = text_of(client.get("/?q=storm+sluis").text)
        assert "Bijna" not in text
        assert text.index("ook als het een woord mist") < text.index("zonder: sluis")


def test_only_near_results_say_so(client: FlaskClient) -> None:
    assert "Geen artikel heeft alle woorden" in client.get("/?q=storm+walvis").text


def test_only_near_results_are_narrowed_as_any_others(client: FlaskClient) -> None:
    """They have the facets, the timeline and the period of a search for the word they have."""
    near, whole = (client.get(f"/?q={query}").text for query in ("haven+walvis", "haven"))
    assert "Geen artikel heeft alle woorden" in near
    (ours,), (theirs,) = (
        re.findall(r'<details class="refine">.*</details>', html, re.DOTALL)
        for html in (near, whole)
    )
    for written in ("haven+walvis", "haven walvis"):
        ours = ours.replace(written, "haven")
    assert ours == theirs
    assert '<svg class="strip"' in near


def test_what_else_finds_something_is_offered_as_a_link(
    showing: Callable[..., FlaskClient],
) -> None:
    offers = (
        Offer(OfferKind.CORRECTION, Message("Andere spelling"), "storm", 3),
        Offer(
            OfferKind.PERIOD,
            Message("Uit alle jaren"),
            "strom",
            2,
            excluded=FieldValues({"source": "x"}),
            without=("stroom",),
            parts=False,
        ),
    )
    client = showing(Article("1", "Storm", "Wind."), extra={"offers": offers})
    html = client.get("/?q=strom&since=1990&not_source=x").text
    assert 'Andere spelling: <a href="/?q=storm">storm</a> <span class="count">3 artikelen' in html
    assert (
        'Uit alle jaren: <a href="/?q=strom&amp;not_source=x&amp;parts=0&amp;without=stroom">'
        in html
    )


def test_near_results_stand_under_what_finds_more(showing: Callable[..., FlaskClient]) -> None:
    offers = (Offer(OfferKind.WORD, Message("Zonder %(words)s", words="walvis"), "storm", 3),)
    client = showing(Article("1", "Storm", "Wind."), extra={"offers": offers})
    assert (
        'Zonder walvis: <a href="/?q=storm">3 artikelen</a>' in client.get("/?q=storm+walvis").text
    )


def test_an_offer_names_fields_and_operators_in_the_readers_language(
    showing: Callable[..., FlaskClient],
) -> None:
    left_out = QueryText("datum:2012 EN NIET bron:nrc")
    offers = (Offer(OfferKind.PERIOD, Message("Zonder %(words)s", words=left_out), "storm", 3),)
    client = showing(Article("1", "Storm", "Wind."), extra={"offers": offers})
    path = "/?q=storm+walvis"
    assert "Zonder datum:2012 EN NIET bron:nrc:" in client.get(path).text
    assert "Without date:2012 AND NOT source:nrc:" in client.get(f"{path}&lang=en").text


def test_a_page_of_a_correction_says_so_and_leads_to_what_was_typed(
    showing: Callable[..., FlaskClient],
) -> None:
    rewrite = Rewrite(
        RewriteKind.CORRECTION, 0, 5, "strom", "storm", "storm in plaats van strom", "=strom"
    )
    extra = {"query": "strom", "corrected": "storm", "interpretation": (rewrite,)}
    html = showing(Article("1", "Storm", "Wind."), extra=extra).get("/?q=strom&source=x").text
    assert "Resultaten voor <strong>storm</strong>" in html
    assert re.search(r'<a href="/\?q=%3Dstrom&amp;source=x">Zoek toch naar strom</a>', html), (
        "within the same limits"
    )
    assert "in plaats van" not in html, "that is one line, not two"
    assert not re.search(r'href="/[^"]*q=strom', html), "other links go on from the correction"


def test_of_two_corrections_each_can_be_taken_back(showing: Callable[..., FlaskClient]) -> None:
    rewrites = tuple(
        Rewrite(RewriteKind.CORRECTION, at, at + 4, typed, read, f"{read} in plaats van {typed}", q)
        for at, typed, read, q in (
            (0, "strm", "storm", "=strm orkaan"),
            (5, "orkn", "orkaan", "storm =orkn"),
        )
    )
    extra = {"query": "strm orkn", "corrected": "storm orkaan", "interpretation": rewrites}
    html = showing(Article("1", "Storm", "Orkaan."), extra=extra).get("/?q=strm+orkn").text
    for again in ("%3Dstrm+orkaan", "storm+%3Dorkn"):
        assert f'class="chip" href="/?q={again}"' in html


def test_a_related_word_is_asked_for_beside_all_of_a_query_with_operators(
    showing: Callable[..., FlaskClient],
) -> None:
    extra = {"interpreted": "storm OF orkaan", "related": ("wind",)}
    html = showing(Article("1", "Storm", "Wind."), extra=extra).get("/?q=storm+OF+orkaan").text
    assert '<a href="/?q=%28storm+OF+orkaan%29+wind">wind</a>' in html


def test_a_related_name_of_several_words_is_asked_for_as_a_phrase(
    showing: Callable[..., FlaskClient],
) -> None:
    extra = {"related": ("Raad van State",)}
    html = showing(Article("1", "Storm", "Wind."), extra=extra).get("/?q=storm").text
    assert '<a href="/?q=storm+%22Raad+van+State%22">Raad van State</a>' in html


def test_notices_suggestion_and_related_words_are_said(showing: Callable[..., FlaskClient]) -> None:
    extra = {
        "notices": ("Het haakje is genegeerd.",),
        "suggestion": "stormen",
        "related": ("wind",),
    }
    html = showing(Article("1", "Storm", "Wind."), extra=extra).get("/?q=storm").text
    assert "Het haakje is genegeerd." in html
    assert 'Zoek ook: <a href="/?q=stormen">stormen</a>' in html
    assert 'Verwant: <a href="/?q=storm+wind">wind</a>' in html


def test_an_article_without_date_source_or_title_is_shown(
    showing: Callable[..., FlaskClient],
) -> None:
    client = showing(Article("1", "", "Alleen tekst over storm."))
    for path in ("/?q=storm", "/article/1?q=storm"):
        text = text_of(client.get(path).text)
        assert "Zonder titel" in text
        assert "zonder datum" in text


def test_an_article_leads_back_to_its_place_in_the_results(client: FlaskClient) -> None:
    results = client.get("/?q=haven&page=2&sort=newest").text
    link = re.search(r'<a href="(/article/[^"]+)"', results)
    assert link
    article = client.get(link[1].replace("&amp;", "&")).text
    back = re.search(r'href="(/\?[^"#]+)#(k-[0-9a-f]{8})">‹ resultaten', article)
    assert back
    assert back[1] == "/?q=haven&amp;page=2&amp;sort=newest"
    assert f'id="{back[2]}"' in results


def test_hits_of_an_article_are_numbered_and_linked_in_order(client: FlaskClient) -> None:
    html = client.get("/article/haven/000?q=haven").text
    numbers = re.findall(r'<mark id="hit-(\d+)">', html)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert html.count('rel="next"') == len(numbers) - 1
    assert f"{len(numbers)} treffers" in html


def test_an_article_reads_well_without_a_query(client: FlaskClient) -> None:
    html = client.get("/article/haven/000").text
    assert "<mark" not in html
    assert "treffer" not in html
    assert 'rel="canonical" href="http://localhost/article/haven/000"' in html


def neighbours(client: FlaskClient, address: str) -> dict[str, str]:
    html = client.get(address.replace("&amp;", "&")).text
    return {
        name: url for url, name in re.findall(r'<a href="([^"]+)"[^>]*>(vorig|volgend) res', html)
    }


def test_an_article_leads_to_the_results_before_and_after_it(client: FlaskClient) -> None:
    found = re.findall(r'<h2 id="kop\d+"><a href="([^"]+)"', client.get("/?q=haven").text)
    more = re.findall(r'<h2 id="kop\d+"><a href="([^"]+)"', client.get("/?q=haven&page=2").text)
    assert neighbours(client, found[0]) == {"volgend": found[1]}
    assert neighbours(client, found[1]) == {"vorig": found[0], "volgend": found[2]}
    assert neighbours(client, found[-1]) == {"vorig": found[-2], "volgend": more[0]}
    assert neighbours(client, more[0]) == {"vorig": found[-1], "volgend": more[1]}
    assert neighbours(client, "/article/haven/000") == {}


def test_what_one_does_with_an_article_stands_before_its_text(
    showing: Callable[..., FlaskClient],
) -> None:
    body = "Wind en water. " * 400
    client = showing(Article("1", "Storm", body, source="De Kade", url="https://kade.example/1"))
    html = client.get("/article/1").text
    before = html.partition("</head>")[2].partition("Wind en")[0]
    assert '<a href="https://kade.example/1" rel="noreferrer">origineel bij De Kade</a>' in before
    assert "/cite/1?form=ris" in before
    assert "5 minuten lezen" in before


def test_only_web_addresses_of_articles_are_followed(showing: Callable[..., FlaskClient]) -> None:
    client = showing(Article("1", "Kop", "Tekst.", url="javascript:alert(1)"))
    assert 'href="javascript' not in client.get("/article/1").text


SECTIONS = tuple(FacetCount(f"rubriek {n}", 60 - n) for n in range(60))


@pytest.fixture
def sections(showing: Callable[..., FlaskClient]) -> FlaskClient:
    return showing(
        Article("1", "Storm", "Wind."), extra={"total": 61, "facets": {"section": SECTIONS}}
    )


def test_what_all_articles_have_offers_no_choice(showing: Callable[..., FlaskClient]) -> None:
    both = {"section": (FacetCount("sport", 2), FacetCount("voetbal", 2))}
    html = showing(Article("1", "Storm", "Wind."), extra={"total": 2, "facets": both})
    assert "<h2>Rubriek</h2>" not in html.get("/?q=storm").text
    assert "<h2>Rubriek</h2>" in html.get("/?q=storm&section=sport").text


def test_of_one_article_there_is_nothing_to_draw_or_to_narrow(
    showing: Callable[..., FlaskClient],
) -> None:
    client = showing(Article("1", "Storm", "Wind.", "2019-05-03", source="De Kade"))
    html = client.get("/?q=storm").text
    assert 'class="timeline"' not in html
    assert 'class="refine"' not in html
    assert 'class="timeline"' in client.get("/?q=storm&since=2019-05&until=2019-06").text


def test_a_question_mark_is_no_other_reading(showing: Callable[..., FlaskClient]) -> None:
    client = showing(Article("1", "Storm", "Wind."), extra={"interpreted": "storm"})
    assert "Gezocht naar" not in client.get("/?q=storm%3F").text
    assert "Gezocht naar" in client.get("/?q=Storm+EN").text


def test_a_long_list_of_values_leads_to_a_page_with_all(sections: FlaskClient) -> None:
    html = sections.get("/?q=storm").text
    assert '<a href="/facet/section?q=storm">alle 60</a>' in html
    assert "rubriek 4<" in html
    assert "rubriek 5<" not in html
    every = sections.get("/facet/section?q=storm").text
    assert all(f'name="section" value="{each.value}"' in every for each in SECTIONS)


def test_the_page_of_a_facet_finds_values_by_a_part_of_their_name(sections: FlaskClient) -> None:
    html = sections.get("/facet/section?q=storm&not_section=rubriek+5&find=RUBRIEK+1").text
    found = re.findall(r'<input type="checkbox" name="section" value="([^"]+)"', html)
    assert found == ["rubriek 5", "rubriek 1", *(f"rubriek {n}" for n in range(10, 20))]
    assert "niets gevonden" in text_of(sections.get("/facet/section?q=storm&find=zee").text)
    assert sections.get("/facet/body?q=storm").status_code == 404


def test_a_facet_keeps_its_values_with_their_counts_after_a_choice(client: FlaskClient) -> None:
    html = client.get("/?q=haven&source=De+Kade").text
    (facet,) = re.findall(r"<h2>Bron</h2>.*?</section>", html, re.DOTALL)
    assert re.findall(r'value="([^"]+)" aria-label[^>]*?( checked)?>', facet) == [
        ("De Kade", " checked"),
        ("Het Anker", ""),
    ]
    assert re.findall(r"<small>(\d+)", facet) == ["18", "18"]
    assert 'href="/?q=haven&amp;source=De+Kade&amp;source=Het+Anker"' in facet


def test_a_value_is_excluded_and_taken_back(client: FlaskClient) -> None:
    assert (
        '<button name="not_source" value="De Kade" title="zonder De Kade">'
        in client.get("/?q=haven").text
    )
    html = client.get("/?q=haven&not_source=De+Kade").text
    assert "18 artikelen" in text_of(html)
    assert re.search(r'<li class="excluded">.*?<a href="/\?q=haven">De Kade', html, re.DOTALL)
    # What the form sends keeps the exclusion.
    assert '<input type="hidden" name="not_source" value="De Kade">' in html


def test_all_limits_are_taken_away_at_once(client: FlaskClient) -> None:
    html = client.get("/?q=haven&source=De+Kade&since=2021&sort=oldest").text
    assert 'href="/?q=haven&amp;sort=oldest">wis alles</a>' in html
    assert "wis alles" not in client.get("/?q=haven&source=De+Kade").text


def test_the_last_week_of_the_archive_is_picked_and_left(client: FlaskClient) -> None:
    week = re.search(r'<a href="([^"]+)">laatste week</a>', client.get("/?q=haven").text)
    assert week
    assert week[1] == "/?q=haven&amp;since=2021-12-18&amp;until=2021-12-24"
    html = client.get(week[1].replace("&amp;", "&")).text
    assert '<a href="/?q=haven" aria-current="true">laatste week</a>' in html


def test_the_reading_is_remembered_without_script(client: FlaskClient) -> None:
    assert '<div class="list compact">' in client.get("/?q=haven").text
    assert '<div class="list">' in client.get("/?q=haven&view=wide").text
    assert '<div class="list">' in client.get("/?q=haven").text, "the cookie says so"
    assert "Cookie" in client.get("/?q=haven").headers["Vary"]
    assert '<div class="list compact">' in client.get("/?q=haven&view=compact").text
    assert '<div class="list compact">' in client.get("/?q=haven").text


def test_the_archive_page_counts_its_parts(client: FlaskClient) -> None:
    html = client.get("/about").text
    assert '<a href="/?source=De+Kade">De Kade</a></th><td>18</td>' in html
    assert "1 mei 2024" in html


def test_the_language_of_the_query_is_kept(client: FlaskClient) -> None:
    assert "/?q=haven&amp;page=2&amp;lang=nl" in client.get("/?q=haven&lang=nl").text


def test_the_stylesheet_is_small_and_may_be_kept(client: FlaskClient) -> None:
    link = re.search(r'href="(/static/knipsel.css\?v=[0-9a-f]{8})"', client.get("/").text)
    assert link
    with client.get(link[1]) as response:
        assert len(response.data) < 29_000
        assert "max-age=31536000" in response.headers["Cache-Control"]


def test_a_browser_finds_the_mark_of_what_is_no_page_too(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as icon:
        assert (icon.status_code, icon.mimetype) == (200, "image/svg+xml")
    assert 'rel="icon"' in client.get("/embed?q=haven").text
