"""What the page of a trend draws and lists: the span of most articles, long gaps folded."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.figures import Interval, Period, Series, Trend
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, Span
from indexer.statistics.trends import Counted, Trends
from indexer.statistics.trends import trend as counted
from webapp import create_app
from webapp.archive_access import opener_of
from webapp.pages.over_time.chart import Chart, chart
from webapp.pages.over_time.shown import MIN_RUN, Shown, drawn_places, empty_runs, shown
from webapp.pages.over_time.timeline import timeline
from webapp.urls.search_state import SearchState
from webapp.urls.trend_kwic_state import TrendState

RECENT = [
    Article(f"nu/{n}", "Kabinet", "Het kabinet valt.", f"{2021 + n % 2}-{1 + n // 2 % 12:02}-03")
    for n in range(60)
]
OLD = Article("oud", "Kabinet van weleer", "Het kabinet bleef.", "1867-05-04")
PEACE = [Article(f"vrede/{n}", "Vrede", "Er is vrede.", f"{n}-05-08") for n in (1867, 2022)]


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, write_articles: Callable[..., Path]
) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("shown")
    index = Settings(index=folder / "index")
    build(index, [write_articles(folder / "news.jsonl", *RECENT, OLD, *PEACE)])
    app = create_app(index)
    yield app.test_client()
    opener_of(app).close()


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def rows_of(html: str) -> list[str]:
    return [
        text_of(row) for row in re.findall(r'<tr[^>]*>\s*<th scope="row">.*?</tr>', html, re.DOTALL)
    ]


def part_of(
    *found: dict[str, int], by: Interval = Interval.MONTH, most: int = 500, whole: bool = False
) -> Shown:
    spans = [{Span.parse(day): count for day, count in each.items()} for each in found]
    everything = {span: 1000 for each in spans for span in each}
    queries = [Counted(f"w{n}", f"w{n}", (), each) for n, each in enumerate(spans)]
    return shown(
        lambda unit: counted(everything, queries, unit, None, 20_000), by, most, whole=whole
    )


def test_what_lies_far_off_is_counted_beside_the_drawing_with_a_link_to_all(
    client: FlaskClient,
) -> None:
    html = client.get("/trend?q=kabinet").text
    assert "61 artikelen" in text_of(html)
    assert "tabel: januari 2021 tot en met december 2022" in text_of(html)
    assert "kabinet (1 artikel). Toon alle perioden" in text_of(html)
    assert len(rows_of(html)) == 24
    link = re.search(r'href="([^"]+)">Toon alle', html)
    assert link
    everything = client.get(unescape(link[1])).text
    assert "Toon alle" not in everything
    assert rows_of(everything)[:2] == [
        "mei 1867 1 50% 2",
        "juni 1867 tot en met december 2020 geen artikelen waarvan de maand bekend is",
    ]
    assert "mei 1867 … jan 2021" in everything


def test_the_files_and_the_api_keep_every_period(client: FlaskClient) -> None:
    html = client.get("/trend?q=kabinet&by=year").text
    assert "Alle perioden als CSV" in html
    table = client.get("/trend.csv?q=kabinet&by=year").data.decode("utf-8-sig")
    counts = [int(row["count"]) for row in csv.DictReader(table.splitlines())]
    assert (len(counts), sum(counts)) == (156, 61)
    found = client.get("/api/trend?q=kabinet&by=year").get_json()
    assert found["series"][0]["counts"] == counts
    assert "Deze tabel als CSV" in client.get("/trend?q=kabinet&by=year&since=2021").text


def test_years_without_articles_are_one_row_in_both_languages(client: FlaskClient) -> None:
    rows = rows_of(client.get("/trend?q=vrede&by=year").text)
    assert rows[1] == "1868 tot en met 2020 geen artikelen"
    assert [row.split()[0] for row in rows] == ["1867", "1868", "2021", "2022"]
    english = client.get("/trend?q=vrede&by=year&lang=en").text
    assert "to 2020 no articles" in rows_of(english)[1]
    far = text_of(client.get("/trend?q=kabinet&lang=en").text)
    assert "kabinet (1 article). Show all periods" in far
    assert "All periods as CSV" in far


def test_a_query_of_old_articles_only_keeps_its_own_span_beside_a_frequent_one() -> None:
    found = part_of({"2021-03": 500, "2022-05": 500, "1867-05": 3}, {"1867-06": 1})
    assert found.trend.periods[0].name == "1867-06"
    assert found.outside == (("w0", 3),)


@pytest.mark.parametrize(
    "found",
    [
        {"1867-05-04": 1, "2021-03-05": 60, "2022-05-05": 60},
        {"2021-03-05": 60, "2022-05-05": 60, "2210-01-01": 2},
        {"1867-05-04": 6, "2021-03-05": 60},
        {"2021-03-05": 1, "2021-06-05": 1},
    ],
)
def test_the_span_is_that_of_the_timeline_of_the_same_articles(found: dict[str, int]) -> None:
    strip = timeline({Span.parse(day): n for day, n in found.items()}, {}, SearchState(q="a"))
    assert strip
    apart = [bar for bar in strip.bars if not bar.folded]
    trend = part_of(found).trend
    first, last = trend.periods[0].since, trend.periods[-1].until
    assert sum(bar.count for bar in apart) == sum(trend.series[0].counts)
    assert apart[0].since[:4] <= first[:4] <= last[:4] <= apart[-1].until[:4]


def test_rows_that_do_not_fit_are_of_a_coarser_interval_and_a_notice_says_so() -> None:
    days = {f"2022-{month:02}-{day:02}": 1 for month in (1, 2, 3) for day in range(1, 29)}
    found = part_of(days, by=Interval.DAY, most=20)
    assert (found.trend.by, len(found.rows)) == (Interval.WEEK, 14)
    assert str(found.trend.notices[0]) == "Per dag zijn het 87 perioden: geteld per week."
    assert part_of(days, by=Interval.DAY, most=90).trend.notices == ()


def test_the_line_is_broken_at_a_gap_that_takes_little_room() -> None:
    found = part_of({"1867": 5, "1868": 5, "2021": 5, "2022": 9}, by=Interval.YEAR)
    drawn = chart(found.trend, TrendState(("w0",), Interval.YEAR, False, SearchState()))
    assert drawn
    assert re.sub(r"[^ML]", "", drawn.lines[0].path) == "MLML"
    assert [gap.label for gap in drawn.gaps] == ["1868 … 2021"]
    assert [point.x for point in drawn.lines[0].points] == [7.143, 21.429, 78.571, 92.857]


def _drawn(*years: int) -> Chart:
    part = part_of({str(year): 5 for year in years}, by=Interval.YEAR)
    drawn = chart(part.trend, TrendState(("w0",), Interval.YEAR, False, SearchState()))
    assert drawn
    return drawn


@pytest.mark.parametrize(
    ("years", "gaps"),
    [
        ((1800, 1801, 1900, 1901), ["1801 … 1900"]),
        ((1800, *range(1900, 1930), 2000), ["1800 … 1900", "1929 … 2000"]),
        ((1800, 1850, 1999, 2000), ["", "1850 … 1999"]),
        ((1800, 1820, 1840, 1860, 1880), ["", "", "", ""]),
    ],
    ids=["one", "two far apart", "the longer of two close together", "none of many"],
)
def test_labels_of_gaps_and_periods_never_meet(years: tuple[int, ...], gaps: list[str]) -> None:
    drawn = _drawn(*years)
    assert [gap.label for gap in drawn.gaps] == gaps
    named = [gap.place for gap in drawn.gaps if gap.label]
    assert all(abs(tick.place - place) > 40 for tick in drawn.periods for place in named)
    assert named or len(drawn.periods) > 1


@given(st.lists(st.integers(0, 1), min_size=1, max_size=80).map(lambda row: [1, *row, 1]))
def test_every_period_stands_in_one_place_and_only_gaps_are_narrowed(row: list[int]) -> None:
    names = [f"{1900 + n}" for n in range(len(row))]
    periods = [Period(name, name, name, n) for name, n in zip(names, row, strict=True)]
    series = Series("a", "a", (), sum(row), 0, tuple(row), tuple(map(float, row)), tuple(row))
    places = drawn_places(periods)
    assert [n for place in places for n in place] == list(range(len(row)))
    assert all(len(place) == 1 or not any(row[n] for n in place) for place in places)
    runs = empty_runs(periods)
    assert all(len(run) >= MIN_RUN and not any(row[n] for n in run) for run in runs)
    trend = Trend(Interval.YEAR, tuple(periods), (series,))
    part = shown(lambda _: trend, Interval.YEAR, 500, whole=True)
    assert sum(row.place is None for row in part.rows) == len(runs)
    assert len(part.rows) == len(row) - sum(len(run) - 1 for run in runs)


def test_what_is_drawn_by_a_coarser_unit_is_counted_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Sequence[str]] = []
    trends = Archive.trends

    def noted(archive: Archive, queries: Sequence[str], *given: Any, **how: Any) -> Trends:
        counted.append(queries)
        return trends(archive, queries, *given, **how)

    monkeypatch.setattr(Archive, "trends", noted)
    text = text_of(client.get("/trend?q=kabinet&by=day&since=1860&until=2022").text)
    assert "geteld per" in text
    assert counted == [("kabinet",)]
