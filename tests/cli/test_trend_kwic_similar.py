"""`knipsel trend`, `kwic` and `similar`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest
from click.testing import Result

from indexer.cli.render_columns import ASCII

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_trend_is_a_table_of_counts_shares_and_bars(knipsel: Run) -> None:
    result = knipsel("trend", "crisis", "dijk", "--by", "year")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["crisis", "dijk"],
        ["2022", "1", "50%", "█" * 24, "1", "50%", "█" * 24],
        ["2023", "1", "100%", "█" * 24, "0"],
        [],
        ["crisis:", "3", "artikelen,", "waarvan", "1", "zonder", "datum"],
        ["dijk:", "1", "artikel"],
        [
            "Een",
            "woord",
            "telt",
            "in",
            "al",
            "zijn",
            "vormen,",
            "niet",
            "binnen",
            "andere",
            "woorden",
            "(--parts).",
        ],
    ]
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_bars_are_plain_where_blocks_cannot_be_printed(
    knipsel: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.cli.render_columns.bar_marks", lambda _: ASCII)
    result = knipsel("trend", "crisis", "--by", "year")
    assert "########" in result.stdout
    assert result.stdout.isascii()


def test_a_trend_as_csv_has_a_row_a_query_and_period(knipsel: Run) -> None:
    result = knipsel("trend", "crisis", "=2", "--format", "csv")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [(row["period"], row["query"], row["count"]) for row in rows][:2] == [
        ("2022-03", "crisis", "1"),
        ("2022-03", "'=2", "0"),
    ]
    assert rows[0]["share"] == "0.500000"


def test_a_trend_as_json_gives_counts_in_the_order_of_the_periods(knipsel: Run) -> None:
    told = json.loads(knipsel("trend", "crisis", "--by", "day", "--format", "json").stdout)
    assert told["by"] == "day"
    assert told["periods"] == [
        {"name": "2022-03-24", "since": "2022-03-24", "until": "2022-03-24", "articles": 1}
    ]
    assert told["series"][0]["counts"] == [1]
    assert told["series"][0]["unplaced"] == 2


def test_a_trend_of_what_is_not_there_exits_1(knipsel: Run) -> None:
    result = knipsel("trend", "olifant")
    assert result.exit_code == 1
    assert "olifant: 0 artikelen" in result.stdout


def test_a_trend_of_what_has_no_date_has_no_table(knipsel: Run) -> None:
    result = knipsel("trend", "ja", "--by", "month")
    assert result.exit_code == 0
    assert result.stdout.startswith("ja: 1 artikel, waarvan 1 zonder maand\n")


def _hits(printed: str) -> list[str]:
    """Return the lines of hits, which are indented below those of their articles."""
    return [
        line for line in printed.split("\n\n", maxsplit=1)[0].splitlines() if line.startswith("  ")
    ]


def test_hits_stand_in_one_column(knipsel: Run) -> None:
    result = knipsel("kwic", "crisis", "--sort", "left")
    lines = _hits(result.stdout)
    assert len({line[:50].lower().rindex("crisis") for line in lines}) == 1
    assert all(len(line) <= 80 for line in lines)
    assert "4 treffers in 3 artikelen" in result.stdout


def test_hits_stand_below_the_day_the_paper_and_the_id_of_their_article(knipsel: Run) -> None:
    about, hit, *_ = knipsel("kwic", "crisis", "--source", "De Courant").stdout.splitlines()
    assert about == "2022-03-24  De Courant  2022/navo"
    assert "crisis" in hit
    for order in ("relevance", "left", "right", "date"):
        before = ""
        for line in knipsel("kwic", "crisis", "--sort", order).stdout.split("\n\n")[0].splitlines():
            assert line != before, "an article in a row is named once"
            before = before if line.startswith("  ") else line


def test_parts_are_hits_when_asked_for_and_each_answer_says_which(knipsel: Run) -> None:
    exact = knipsel("kwic", "crisis").stdout
    inside = knipsel("kwic", "crisis", "--parts").stdout
    assert ("4 treffers" in exact, "niet binnen andere woorden" in exact) == (True, True)
    assert ("5 treffers" in inside, "ook binnen andere woorden" in inside) == (True, True)


def test_fewer_lines_than_there_are_is_told(knipsel: Run) -> None:
    result = knipsel("kwic", "crisis", "-n", "2")
    assert "Nog 2: meer regels met -n." in result.stdout
    assert len(_hits(result.stdout)) == 2


def test_the_context_is_as_wide_as_asked(knipsel: Run) -> None:
    result = knipsel("kwic", "crisis", "--parts", "--width", "12", "--format", "csv")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert len(rows) == 5
    assert all(len(row["left"]) <= 12 and len(row["right"]) <= 12 for row in rows)


def test_hits_as_json_have_offsets_into_the_field(knipsel: Run) -> None:
    command = ("kwic", "crisis", "--sort", "date", "--format", "json", "--parts")
    told = json.loads(knipsel(*command).stdout)
    first = told["lines"][0]
    assert (first["id"], first["field"]) == ("2022/navo", "title")
    assert first["title"][first["start"] : first["end"]] == first["match"] == "Veiligheidscrisis"


def test_no_hits_exits_1(knipsel: Run) -> None:
    result = knipsel("kwic", "olifant")
    assert result.exit_code == 1
    assert "Niets gevonden" in result.stdout


def test_limits_narrow_both(knipsel: Run) -> None:
    limits = ("--since", "2022", "--until", "2022", "--source", "De Courant")
    assert "1 treffer in 1 artikel" in knipsel("kwic", "crisis", *limits).stdout
    assert "crisis: 1 artikel" in knipsel("trend", "crisis", *limits).stdout


def test_an_impossible_date_is_wrong_usage(knipsel: Run) -> None:
    result = knipsel("trend", "crisis", "--since", "2022-13")
    assert result.exit_code == 2


def test_similar_articles_come_with_their_ids(knipsel: Run) -> None:
    result = knipsel("similar", "2022/navo")
    assert result.exit_code == 0
    assert "Verwante artikelen" in result.stdout
    told = json.loads(knipsel("similar", "2022/navo", "--format", "json").stdout)
    assert told["id"] == "2022/navo"
    assert all(f"    {hit['id']}" in result.stdout for hit in told["related"])


@pytest.mark.parametrize("id_", ["nergens", "kort"])
def test_nothing_similar_or_no_such_article_exits_1(knipsel: Run, id_: str) -> None:
    assert knipsel("similar", id_).exit_code == 1


def test_of_one_article_as_many_lines_are_printed_as_asked_for(knipsel: Run) -> None:
    def ids(*options: str) -> list[str]:
        table = knipsel("kwic", "de", "--format", "csv", *options).stdout
        return [row["id"] for row in csv.DictReader(table.splitlines())]

    assert len(ids()) > len(set(ids()))
    assert sorted(ids("--per-article", "1")) == sorted(set(ids()))
    assert knipsel("kwic", "de", "--per-article", "0").exit_code == 2
