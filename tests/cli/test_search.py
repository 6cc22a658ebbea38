"""`knipsel search`: its formats, its limits and what it exits with."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from indexer.archive import build
from indexer.cli import main
from indexer.cli.options import given_options
from indexer.cli.search import search
from indexer.config import Settings
from indexer.fields import FACETS, FILTERS, KEYWORDS
from indexer.model import Article

Run = Callable[..., Result]

PAGE = {
    *(
        "query",
        "interpreted",
        "total",
        "partial",
        "suggestion",
        "corrected",
        "notices",
        "page",
        "pages",
        "cursor",
    ),
    *("took_ms", "sort", "hits", "facets"),
}
HIT = {
    *("rank", "id", "title", "date", *(each.name for each in KEYWORDS), "url", "score", "missing"),
    *("snippets", "near_duplicates"),
}


def asked(knipsel: Run, *arguments: str) -> Any:
    return json.loads(knipsel("search", *arguments, "--format", "json").stdout)


def test_json_is_a_page_of_results(knipsel: Run) -> None:
    page = asked(knipsel, "navotop")
    assert set(page) >= PAGE
    assert (page["query"], page["interpreted"]) == ("navotop", "navotop")
    assert (page["total"], page["page"], page["sort"]) == (1, 1, "relevance")
    assert (page["suggestion"], page["notices"]) == (None, [])
    assert set(page["facets"]) == set(FACETS) >= {"source", "section", "year", "month"}
    assert page["facets"]["source"] == [{"value": "De Courant", "count": 1}]
    assert page["facets"]["month"] == [{"value": "2022-03", "count": 1}]
    assert isinstance(page["took_ms"], float)


@pytest.mark.parametrize(
    "options",
    [
        ["-n1"],
        ["-n", "1", "--since", "2022", "--until", "2023", "--sort", "newest"],
        ["-n", "1", "--source=-Dagblad", "--source", "De Courant", "--not-section", "sport"],
        ["--limit=1", "--no-related", "--no-collapse", "--explain", "--facets"],
        ["-n1", "--no-parts", "--without", "krisis", "--without=-x y"],
        *(["-n1", f"--not-{each.name}", "geen 'waarde'"] for each in FILTERS),
        ["-n1", "--since", "1-3-22", "--until", "dec. 2023"],
    ],
)
def test_what_comes_after_a_page_can_be_typed_as_it_stands(
    knipsel: Run, options: list[str]
) -> None:
    lines = knipsel("search", "crisis", *options).stdout.splitlines()
    (more,) = (line.removeprefix("Meer:  ") for line in lines if line.startswith("Meer:"))
    words = shlex.split(more)
    second = knipsel(*words[words.index("search") :])
    assert second.exit_code == 0
    assert second.stdout.startswith(" 2. ")


@pytest.mark.parametrize("query", ["--since crisis", "-n crisis", "-h crisis", "-zee crisis", "'s"])
def test_a_query_that_begins_with_a_dash_is_repeated_as_a_query(knipsel: Run, query: str) -> None:
    lines = knipsel("search", "-n1", "--", query).stdout.splitlines()
    typed = [line.partition("search ")[2] for line in lines if " search " in line]
    for line in typed:
        words = shlex.split(line)
        again = json.loads(knipsel("search", *words, "--format", "json").stdout)
        assert again["query"].strip() in {query, "crisis"}
        assert again["hits"]
    assert typed or query == "'s"


def test_every_option_of_a_search_is_repeated_but_its_page_and_format() -> None:
    """Whatever option a search gets later is among them."""
    given = {"multiple": ("a b", "-c"), "flag": True, "other": "x"}
    context = click.Context(search)
    options = [each for each in search.params if isinstance(each, click.Option)]
    for option in options:
        kind = "multiple" if option.multiple else "flag" if option.is_flag else "other"
        context.params[str(option.name)] = given[kind]
    unseen = {"page", "output_format"}
    repeated = {each.partition("=")[0] for each in given_options(context, without=unseen)}
    assert {each.name for each in options if not repeated & set(each.opts)} == unseen


def test_a_hit_in_json_has_the_article_and_its_passages(knipsel: Run) -> None:
    hit = asked(knipsel, "crisis", "Oekraïne")["hits"][0]
    assert set(hit) == HIT
    assert (hit["rank"], hit["id"], hit["date"]) == (1, "2022/navo", "2022-03-24")
    assert (hit["source"], hit["section"]) == ("De Courant", "buitenland")
    assert (hit["url"], hit["missing"], hit["near_duplicates"]) == (
        "https://example.org/navo",
        [],
        [],
    )
    marked = [
        (snippet["field"], snippet["text"][start:end])
        for snippet in hit["snippets"]
        for start, end in snippet["marks"]
    ]
    assert marked == [("body", "crisis"), ("body", "Oekraïne"), ("title", "crisis")]


def test_a_hit_that_misses_a_word_says_which(knipsel: Run) -> None:
    page = asked(knipsel, "crisis", "Zelensky")
    assert (page["total"], page["partial"] > 0) == (1, True)
    assert page["hits"][1]["missing"] == ["Zelensky"]


def test_json_lines_are_the_hits(knipsel: Run) -> None:
    lines = knipsel("search", "crisis", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == asked(knipsel, "crisis")["hits"]


def test_csv_has_a_header_and_a_row_for_each_hit(knipsel: Run) -> None:
    rows = list(csv.reader(io.StringIO(knipsel("search", "navotop", "--format", "csv").stdout)))
    names = [each.name for each in KEYWORDS]
    assert rows[0] == ["rank", "id", "date", *names, "title", "url", "score"]
    row = dict(zip(*rows, strict=True))
    assert (row["rank"], row["id"], row["date"]) == ("1", "2022/navo", "2022-03-24")
    assert (row["source"], row["section"]) == ("De Courant", "buitenland")
    assert row["title"] == "Veiligheidscrisis op de NAVO-top"
    assert row["url"] == "https://example.org/navo"
    assert float(row["score"]) > 0


@pytest.mark.parametrize(
    ("query", "column", "cell"),
    [("dijkversterking", "title", "'=Dijk +versterkt"), ("bron:Dagblad", "source", "'-Dagblad")],
)
def test_no_cell_of_csv_is_run_as_a_formula(
    knipsel: Run, query: str, column: str, cell: str
) -> None:
    output = knipsel("search", query, "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(output)))[column] == cell


def test_trec_is_a_run_whose_scores_fall(knipsel: Run) -> None:
    rows = [
        line.split(" ")
        for line in knipsel("search", "crisis", "--format", "trec").stdout.splitlines()
    ]
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [
        ("1", "Q0", str(rank), "knipsel") for rank in range(1, len(rows) + 1)
    ]
    assert "crisis_nu" in {row[2] for row in rows}, "no white space in ids"
    scores = [float(row[4]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_ids_are_ids_alone(knipsel: Run) -> None:
    assert knipsel("search", '"de crisis"', "--format", "ids").stdout == "2022/navo\n"


def test_text_shows_title_date_source_passage_and_what_to_do_next(
    knipsel: Run, news_index: Path
) -> None:
    lines = knipsel("search", "navotop").stdout.splitlines()
    assert lines[0].startswith(" 1. Veiligheidscrisis op de NAVO-top")
    assert "24 maart 2022, De Courant" in lines[0] + lines[1]
    assert any("Zelenski sprak de leiders toe." in line for line in lines)
    assert any(line.startswith("1 artikel, maart\N{NO-BREAK SPACE}2022") for line in lines)
    shown = f"knipsel --index {news_index} show 2022/navo --query navotop"
    assert any(shown in line for line in lines)


def test_text_is_plain_but_on_a_terminal(knipsel: Run) -> None:
    assert "\x1b[" not in knipsel("search", "navotop").stdout
    assert "\x1b[1m" in knipsel("search", "navotop", color=True).stdout


def test_a_next_page_is_told(knipsel: Run) -> None:
    output = knipsel("search", "crisis", "-n", "1").stdout
    assert "search crisis -n 1 --page 2" in output
    assert "--page" not in knipsel("search", "navotop EN crisis").stdout


def test_a_title_is_never_taken_for_a_command_of_the_terminal(knipsel: Run) -> None:
    assert "\x1b" not in knipsel("show", "2022/navo").stdout


@pytest.mark.parametrize(
    ("arguments", "ids", "why"),
    [
        (["", "--sort", "newest", "-n", "1"], ["crisis nu"], "a limit"),
        (["", "--limit", "1", "--page", "2"], ["dijk"], "a page"),
        (["", "--sort", "newest"], ["crisis nu", "dijk", "2022/navo", "kort"], "the newest first"),
        (["", "--sort", "oldest"], ["2022/navo", "dijk", "crisis nu", "kort"], "the oldest first"),
        (["", "--since", "2023"], ["crisis nu"], "since"),
        (["", "--since", "1-1-23"], ["crisis nu"], "a Dutch date"),
        (["", "--since", "jan. 2023", "--until", "31 december 2023"], ["crisis nu"], "in words"),
        (["", "--until", "2022-03-23"], ["dijk"], "until"),
        (["", "--source", "de courant", "--sort", "oldest"], ["2022/navo", "dijk"], "a source"),
        (["", "--source", "-dagblad", "--source", "x"], ["crisis nu"], "one of two sources"),
        (["", "--section", "Buitenland"], ["2022/navo"], "a section"),
        (["", "--not-source", "de courant", "--sort", "newest"], ["crisis nu", "kort"], "excluded"),
        (['"de', 'crisis"'], ["2022/navo"], "arguments are joined"),
        (["crisis", "-navo", "-top", "titel:crisis"], ["crisis nu"], "exclusions are no options"),
        (["crisis", "-haven", "-Oekraïne", "-n2", "titel:crisis"], ["crisis nu"], "nor is -h"),
        (["titel:crisis", '-"NAVO-top"'], ["crisis nu"], "a phrase is excluded"),
        (["titel:crisis", "-(navo OF top)"], ["crisis nu"], "a group is excluded"),
    ],
)
def test_options_narrow_and_order(
    knipsel: Run, arguments: list[str], ids: list[str], why: str
) -> None:
    output = knipsel("search", *arguments, "--format", "ids").stdout
    assert output.splitlines() == ids, why


def test_explain_says_what_a_score_adds_up_from(knipsel: Run) -> None:
    hit = asked(knipsel, "navotop", "--explain")["hits"][0]
    assert any(line.endswith("exact navotop") for line in hit["explanation"])
    output = knipsel("search", "navotop", "--explain").stdout
    assert output.index("van de woorden: navotop zoals") < output.index(" navotop zoals getypt\n")
    assert len(hit["in_words"]) == 3
    assert "explanation" not in asked(knipsel, "navotop")["hits"][0]


def test_nothing_found_exits_with_1_and_says_so(knipsel: Run) -> None:
    result = knipsel("search", "xyzzy EN plugh")
    assert result.exit_code == 1
    assert "Niets gevonden." in result.stdout


def test_past_the_end_of_a_list_it_says_where_it_ends(knipsel: Run) -> None:
    result = knipsel("search", "crisis", "--page", "99", "--sort", "newest")
    assert result.exit_code == 1
    assert "Zover loopt de lijst niet: er is 1 pagina." in result.stdout
    assert "Begin: knipsel --index" in result.stdout
    assert "search crisis --sort newest\n" in result.stdout


def test_notices_are_shown(knipsel: Run) -> None:
    assert "Haakje zonder sluithaakje" in knipsel("search", "(crisis").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Give a query, or --batch FILE."),
        (
            ["crisis", "--since", "2022-13"],
            "since: ‘2022-13’ is not a date; write 2022, March 2022",
        ),
        (
            ["crisis", "--since", "2023", "--until", "2022"],
            "until: the end (2022) lies before the beginning (2023).",
        ),
        (["crisis", "--page", "1001"], "page: a number from 1 to 1000, not ‘1001’."),
        (["crisis", "-n", "0"], "Invalid value for '-n'"),
        (["crisis", "--formt", "ids"], "No such option '--formt'"),
        (["crisis", "--sort", "mooiste"], "'mooiste' is not one of"),
        (["x" * 1_001], "q: a query has at most 1,000 characters, this one has 1,001."),
        (["--batch", "nowhere.tsv"], "nowhere.tsv"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what(
    knipsel: Run, arguments: list[str], told: str
) -> None:
    result = knipsel("search", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.split())


# -- Batches


@pytest.fixture
def batch(tmp_path: Path) -> str:
    (tmp_path / "queries.tsv").write_text("q1\tnavotop\n\nq2\tdijk water\nq3\tx\ty\n", "utf-8")
    return str(tmp_path / "queries.tsv")


def test_a_batch_answers_each_line_as_json(knipsel: Run, batch: str) -> None:
    result = knipsel("search", "--batch", batch, "--format", "jsonl")
    pages = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(page["query_id"], page["query"]) for page in pages] == [
        ("q1", "navotop"),
        ("q2", "dijk water"),
        ("q3", "x\ty"),
    ]
    assert {key for page in pages for key in page} >= PAGE
    assert result.exit_code == 0


def test_a_batch_answers_each_line_as_a_run(knipsel: Run, batch: str) -> None:
    output = knipsel("search", "--batch", batch, "--format", "trec", "-n", "1").stdout
    assert [line.split()[:4] for line in output.splitlines()[:2]] == [
        ["q1", "Q0", "2022/navo", "1"],
        ["q2", "Q0", "dijk", "1"],
    ]


def test_a_batch_can_come_from_standard_input(knipsel: Run) -> None:
    result = knipsel("search", "--batch", "-", "--format", "trec", text="7\tnavotop\n")
    assert result.stdout.startswith("7 Q0 2022/navo 1 ")


def test_a_batch_that_finds_nothing_exits_with_1(knipsel: Run) -> None:
    result = knipsel("search", "--batch", "-", "--format", "trec", text="7\txyzzy EN plugh\n")
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "text", "told"),
    [
        (["--format", "csv"], "1\tx\n", "--batch answers with --format jsonl or trec."),
        (["--format", "jsonl"], "no tab\n", "<stdin>:1: no tab between id and query."),
        (["--format", "jsonl", "crisis"], "1\tx\n", "Give a query, or --batch FILE."),
    ],
)
def test_a_batch_that_cannot_be_meant_exits_with_2(
    knipsel: Run, arguments: list[str], text: str, told: str
) -> None:
    result = knipsel("search", "--batch", "-", *arguments, text=text)
    assert result.exit_code == 2
    assert told in result.stderr


def test_near_copies_are_folded_for_readers_and_listed_for_programs(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    text = "In de haven van Oldervelme is vannacht een schip gezonken, meldt de havenmeester. " * 3
    copies = [
        Article(id_, "Schip zinkt", text, "2022-03-24", source)
        for id_, source in (("a", "De Kade"), ("b", "Het Anker"), ("c", None))
    ]
    settings = Settings(tmp_path / "index")
    build(settings, [write_articles(tmp_path / "news.jsonl", *copies)])

    def search(*options: str) -> str:
        command = ["--index", str(settings.index), "search", "schip", *options]
        return CliRunner().invoke(main, command).stdout

    (hit,) = json.loads(search("--format", "json"))["hits"]
    assert {hit["id"], *hit["near_duplicates"]} == {"a", "b", "c"}
    assert "ook in: " in search()
    assert len(json.loads(search("--format", "json", "--no-collapse"))["hits"]) == 3
    for form in ("ids", "trec", "csv"):
        assert len(search("--format", form).strip().split("\n")) == 3 + (form == "csv")


@pytest.mark.parametrize("output_format", ["text", "json", "csv"])
@pytest.mark.parametrize("query", ["crisis \udcff", "\ud800", "-\udcff crisis"])
def test_a_query_that_is_not_utf_8_is_answered_and_printed(
    knipsel: Run, query: str, output_format: str
) -> None:
    """Bytes of the command line that are not UTF-8 arrive as lone surrogates."""
    for command in (
        ["search", query, "--format", output_format],
        ["show", "dijk", "--query", query],
    ):
        result = knipsel(*command)
        assert not isinstance(result.exception, UnicodeError | TypeError)
        result.output.encode()


def completed_by_bash(index: Path, command: str) -> list[str]:
    """Return what bash is given for the last word of a command, without its kind."""
    typed = f"knipsel --index {index} {command}"
    words = shlex.split(typed + ("'" if typed.count("'") % 2 else ""))
    last = str(len(words) - 1)
    shell = {"_KNIPSEL_COMPLETE": "bash_complete", "COMP_CWORD": last, "COMP_WORDS": typed}
    lines = CliRunner().invoke(main, env=shell, prog_name="knipsel").output.splitlines()
    return [line for line in lines if line]


def test_the_shell_completes_the_last_word_by_those_before_it(news_index: Path) -> None:
    def completed(command: str) -> list[str]:
        return completed_by_bash(news_index, command)

    for command in ("search", "kwic", "names", "export", "set save a.json"):
        assert completed(f"{command} titel:navo cri") == ["plain,crisis"], command
        assert completed(f"{command} xyzzy cri") == [], command


@pytest.mark.parametrize(
    ("command", "ends"),
    [
        ("count cri", ["crisis"]),
        ("count dijk 'titel:navo cri", ["titel:navo crisis"]),
        ("trend navo cri", ["crisis"]),
        ("kwic navo --within cri", ["crisis"]),
        ("keywords navo --against cri", ["crisis"]),
        ("names --against cri", ["crisis"]),
        ("show dijk --query cri", ["crisis"]),
        ("count rub", ["rubriek:"]),
        ("search navo (rub", ["(rubriek:"]),
        ("search sectio", ["section:"]),
        ("search datu", ["datum:"]),
        ("search rubriek:bui", ["rubriek:buitenland"]),
        ("search rubriek:buitenland cri", ["crisis"]),
        ("search datum:2022", ["datum:2022-03"]),
        ("search navo rubriek : bui", ["buitenland"]),
        ("search navo rubriek :", ["buitenland"]),
        ("count --by sec", ["section"]),
        ("count --by section,ye", ["section,year"]),
        ("count navo --section bui", ["buitenland"]),
        ("count navo --source cou", [r"De\ Courant"]),
        ("search navo --not-section bui", ["buitenland"]),
    ],
)
def test_the_shell_completes_fields_values_and_queries_of_every_command(
    news_index: Path, command: str, ends: list[str]
) -> None:
    """Of bash a colon is a word by itself, and only what follows it is replaced."""
    found = [each.partition(",")[2] for each in completed_by_bash(news_index, command)]
    assert found[: len(ends)] == ends
    if not command.startswith(("search", "count rub")):
        assert len(found) == len(ends)


def test_a_value_of_several_words_is_completed_as_the_shell_has_to_read_it(tmp_path: Path) -> None:
    index = tmp_path / "index"
    source = tmp_path / "a.jsonl"
    source.write_text('{"title": "Weer", "body": "Het regent.", "source": "De Volkskrant"}\n')
    build(Settings(index), [source])
    for typed in ("bron:vo", "bron:de"):
        assert completed_by_bash(index, f"search {typed}") == [r"plain,bron:\"De\ Volkskrant\""], (
            typed
        )
    assert completed_by_bash(index, "search 'bron:de v") == [r"plain,bron:\"De\ Volkskrant\""]
    # Words of the shell before the last stay as they are: no end of the value fits behind them.
    assert completed_by_bash(index, "search bron:de v") == []
