"""Before and after a day, and paper against paper: both sides counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import RequestError
from indexer.model import Article, SearchRequest
from indexer.query.syntax import SyntaxNode
from indexer.statistics.comparing import before_and_after, compare
from indexer.statistics.hits import Matched
from indexer.statistics.matching import Matcher
from webapp import create_app

ARTICLES = [
    Article("1", "Storm", "De storm trok over het land.", "2019-05-28", "NRC"),
    Article("2", "Storm", "Stormen en storm door het klimaat.", "2019-05-29", "Trouw"),
    Article("3", "Zon", "De zon schijnt, klimaat of niet.", "2019-06-01", "NRC"),
    Article("4", "Stormschade", "Stormschade kost geld.", "2019-05-01", "Trouw"),
]
CELL = re.compile(r"<td>(?:<a href=\"([^\"]+)\">)?([^<]+)")


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Archive:
    folder = tmp_path_factory.mktemp("compare")
    build(Settings(index=folder / "index"), [write_articles(folder / "n.jsonl", *ARTICLES)])
    return Archive.open(folder / "index")


@pytest.fixture(scope="module")
def client(archive: Archive) -> FlaskClient:
    return create_app(archive=archive).test_client()


def test_both_sides_have_their_own_denominators(archive: Archive) -> None:
    one, other = before_and_after(SearchRequest("storm"), "2019-05-29")
    found = compare(archive.figures(), ("before", one), ("after", other))
    before, after = found.sides
    assert (before.name, before.articles, before.hits, before.of_articles) == (
        "before", 1, 2, 2,
    )  # fmt: skip
    assert (after.name, after.articles, after.hits, after.of_articles) == (
        "after", 1, 3, 2,
    )  # fmt: skip
    assert (before.share, before.per_million) == (0.5, 2 * 1e6 / (7 + 3))
    assert "klimaat" in {row.word for row in found.keywords[1].rows}
    assert "land" in {row.word for row in found.keywords[0].rows}


@pytest.mark.parametrize("day", ["2019-05", "gisteren", "0001-01-01", "2019-02-30"])
def test_what_is_no_day_is_refused(client: FlaskClient, day: str) -> None:
    with pytest.raises(RequestError, match="day: a day such as 29-5-2019"):
        before_and_after(SearchRequest("storm"), day)
    assert client.get(f"/compare?q=storm&day={day}").status_code == 400


@pytest.mark.parametrize("day", ["29-5-2019", "29 mei 2019", "2019-05-29"])
def test_a_day_is_read_as_queries_read_it_and_both_sides_are_named_in_words(
    client: FlaskClient, day: str
) -> None:
    html = client.get("/compare", query_string={"q": "storm", "day": day}).text
    assert re.findall(r"<h2>([^<]+)", html)[:2] == [
        "Kenmerkend tot en met 28 mei 2019",
        "Kenmerkend vanaf 29 mei 2019",
    ]
    assert '<th scope="row">tot en met 28 mei 2019</th>' in html
    english = client.get("/compare", query_string={"q": "storm", "day": day, "lang": "en"}).text
    assert re.findall(r"<h2>([^<]+)", english)[:2] == [
        "Typical until 28 May 2019",
        "Typical from 29 May 2019",
    ]


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ("until=2019-06-01", ["tot en met 28 mei 2019", "29 mei tot en met 1 juni 2019"]),
        ("since=2019-05", ["mei 2019 tot en met 28 mei 2019", "vanaf 29 mei 2019"]),
    ],
)
def test_a_day_widens_no_limit(client: FlaskClient, limits: str, names: list[str]) -> None:
    html = client.get(f"/compare?q=storm&day=2019-05-29&{limits}").text
    assert re.findall(r'<th scope="row">([^<]+)', html) == names


def test_a_side_of_one_paper_before_a_day_is_called_by_its_days(client: FlaskClient) -> None:
    html = client.get("/compare?q=storm&day=2019-05-29&source=NRC&lang=en").text
    assert "Typical until 28 May 2019" in html


@pytest.mark.parametrize("limits", ["until=2018", "since=2019-05-29", "since=2030"])
def test_a_day_outside_the_period_is_refused_by_its_own_name(
    client: FlaskClient, limits: str
) -> None:
    page = client.get(f"/compare?q=storm&day=2019-05-29&{limits}")
    assert page.status_code == 400
    assert "<b>dag</b>: een dag binnen de periode, niet ‘2019-05-29’" in page.text
    english = client.get(f"/compare?q=storm&day=2019-05-29&{limits}&lang=en").text
    assert "a day within the period" in english


@pytest.mark.parametrize(
    "asked", ["day=2019-05-29", "day=29-5-2019&parts=1&collapse=1", "paper=NRC&paper=Trouw"]
)
def test_limits_are_shown_kept_by_the_form_and_taken_away_one_by_one(
    client: FlaskClient, asked: str
) -> None:
    kept = {"since": "2019", "until": "2019-12", "not_source": "De Kade", "lang": "nl"}
    limits = urlencode(kept)
    html = client.get(f"/compare?q=storm&{asked}&{limits}").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    assert hidden.items() >= kept.items()
    chips = {unescape(url) for url in re.findall(r'class="chip" href="([^"]+)"', html)}
    assert len(chips) == 2
    for url in chips:
        fields = parse_qsl(urlsplit(url).query)
        assert sorted(set(parse_qsl(f"q=storm&{asked}&{limits}")) - set(fields)) in (
            [("not_source", "De Kade")],
            [("since", "2019"), ("until", "2019-12")],
        )
        assert client.get(url).text.count("<h2>Kenmerkend") == 2


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("day=2019-05-29", ["1", "2", "1", "3"]),
        ("day=2019-05-29&parts=1", ["2", "3", "1", "3"]),
        ("paper=NRC&paper=Trouw", ["1", "2", "1", "3"]),
    ],
)
def test_each_number_leads_to_what_it_counts(
    client: FlaskClient, asked: str, numbers: list[str]
) -> None:
    cells = CELL.findall(client.get(f"/compare?q=storm&{asked}").text)
    linked = [(url.replace("&amp;", "&"), text) for url, text in cells if url]
    assert [text for _, text in linked] == numbers
    for url, text in linked:
        found = client.get(url).text
        counted = (
            found.count('<li class="hit">')
            if url.startswith("/articles")
            else found.count("<tr>") - 1
        )
        assert counted == int(text), url


@pytest.mark.parametrize("asked", ["day=2019-05-29", "paper=NRC&paper=Trouw&collapse=1"])
def test_a_page_looks_its_query_up_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    looked_up: list[SyntaxNode | None] = []
    real = Matcher.match

    def counted(self: Matcher, tree: SyntaxNode | None) -> Matched | None:
        looked_up.append(tree)
        return real(self, tree)

    monkeypatch.setattr(Matcher, "match", counted)
    assert client.get(f"/compare?q=storm&{asked}").status_code == 200
    assert len(looked_up) == 1


def test_of_what_was_asked_before_nothing_is_left(archive: Archive) -> None:
    """A bench that has just met a query counts another, or other limits, as a new one does."""
    bench = archive.figures()
    requests = [
        SearchRequest("storm"),
        SearchRequest("storm", since="2019-05-29"),
        SearchRequest("klimaat"),
        SearchRequest("niets"),
        SearchRequest("de"),
        SearchRequest(""),
        SearchRequest("storm"),
    ]
    for request in requests:
        assert bench.ids(request) == archive.figures().ids(request)
        inside = bench.reading(parts=True, collapse=False)
        assert inside.ids(request) == archive.figures(parts=True).ids(request)


def test_without_a_question_the_page_asks_one(client: FlaskClient) -> None:
    for asked in ("", "?q=storm", "?q=storm&paper=NRC", "?day=2019-05-29"):
        response = client.get(f"/compare{asked}")
        assert response.status_code == 200
        assert "<table" not in response.text


def test_names_before_and_after_a_day_stand_in_one_table(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    texts = (
        ("2019-05-01", "Over storm zei minister Sanne Verbruggen niets."),
        ("2019-05-02", "Over storm zei minister Sanne Verbruggen veel."),
        ("2019-05-30", "Over storm zei minister Kees Jansen niets."),
    )
    articles = [Article(f"a{n}", "Kop", text, day) for n, (day, text) in enumerate(texts)]
    build(Settings(index=tmp_path / "index"), [write_articles(tmp_path / "n.jsonl", *articles)])
    html = (
        create_app(Settings(index=tmp_path / "index"))
        .test_client()
        .get("/compare?q=storm&day=2019-05-29")
        .text
    )
    rows = re.findall(
        r'<th scope="row" lang="nl"><a [^>]+>([^<]+)</a></th><td>(\d+) .*?</td><td>(\d+) ', html
    )
    assert sorted(rows) == [("Kees Jansen", "0", "1"), ("Sanne Verbruggen", "2", "0")]
