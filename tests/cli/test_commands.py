"""The other commands, help, settings and errors."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from indexer import __version__
from indexer.analysis.analyzer import Analyzer
from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article
from indexer.storage.folder import FolderStore

Run = Callable[..., Result]
Jsonl = Callable[..., Path]

COMMANDS = sorted(main.commands)
IMPERATIVES = {
    "Copy",
    "Count",
    "Install",
    "Keep",
    "List",
    "Make",
    "Print",
    "Read",
    "Save",
    "Search",
    "Serve",
    "Verify",
    "Write",
}


# -- help


def test_every_command_of_the_interface_is_there() -> None:
    assert set(COMMANDS) >= {
        *("index", "search", "show", "kwic", "trend", "similar"),
        *("analyse", "stats", "check", "serve"),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_one_imperative_sentence_and_has_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"], terminal_width=80)
    assert max(map(len, result.output.splitlines())) <= 80
    usage, _, rest = result.output.partition("\n\n")
    first = " ".join(rest.partition("\n\n")[0].split())
    assert usage.startswith(f"Usage: main {name}")
    assert first.split()[0] in IMPERATIVES
    assert first.endswith(".")
    assert re.search(rf"^  knipsel {name}\b", rest, re.MULTILINE)
    assert main.commands[name].get_short_help_str(60).endswith((".", "..."))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described_or_speaks_for_itself(name: str) -> None:
    plain = {"limit", "page", "sort", "form", "by", "host", "port", "threads", "help"}
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in plain, parameter.name


def test_help_without_a_command_shows_how_to_begin() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    assert "Search Dutch news archives." in output
    assert "knipsel index articles/" in output


def test_the_version_and_what_is_compiled_of_it_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each library may be missing by itself, or be of another version."""

    def told(kernel: object, writer: object) -> str:
        monkeypatch.setattr("indexer.compiled.compiled", lambda: kernel)
        monkeypatch.setattr("indexer.engines.tantivy.segments.compiled", lambda: writer)
        return CliRunner().invoke(main, ["--version"]).output

    assert told(1, 1) == f"knipsel, version {__version__}, compiled kernel\n"
    assert told(1, None).endswith(", compiled kernel, segments written by Tantivy\n")
    assert told(None, 1).endswith(f"{__version__}, kernel in Python\n")
    assert told(None, None).endswith(", kernel in Python, segments written by Tantivy\n")


# -- show


def test_show_prints_the_whole_article(knipsel: Run) -> None:
    result = knipsel("show", "2022/navo")
    assert result.exit_code == 0
    for told in (
        *("Veiligheidscrisis op de NAVO-top", "24 maart 2022", "De Courant", "buitenland"),
        *("Jan Jansen", "Zelenski sprak de leiders toe.", "https://example.org/navo"),
    ):
        assert told in result.stdout


def test_show_marks_the_hits_of_a_query(knipsel: Run) -> None:
    output = knipsel("show", "2022/navo", "--query", "crisis", color=True).stdout
    assert re.search(r"De \x1b\[1mcrisis\x1b\[0m in", output)
    shown = json.loads(knipsel("show", "2022/navo", "--query", "crisis", "--format", "json").stdout)
    assert [shown["body"][start:end] for start, end in shown["body_marks"]] == ["crisis"]
    assert [shown["title"][start:end] for start, end in shown["title_marks"]] == ["crisis"]


def test_show_keeps_paragraphs_and_says_that_a_date_is_missing(knipsel: Run) -> None:
    output = knipsel("show", "kort").stdout
    assert "zonder datum" in output
    assert "Een crisis?\n\nJa.\n" in output


def test_show_of_what_is_not_there_exits_with_1(knipsel: Run) -> None:
    result = knipsel("show", "xyzzy")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no article 'xyzzy'" in result.stderr


# -- analyse


def test_analyse_prints_an_object_a_token(knipsel: Run) -> None:
    (line,) = knipsel("analyse", "veiligheidscrisis").stdout.splitlines()
    assert json.loads(line) == {
        "line": 1,
        "text": "veiligheidscrisis",
        "start": 0,
        "end": 17,
        "exact": "veiligheidscrisis",
        "lemma": "veiligheidscrisis",
        "stem": "veiligheidscrisis",
        "split": ["veiligheids", "crisis"],
        "part": ["veiligheid", "crisis"],
        "names": json.loads(line)["names"],
    }


def test_analyse_reads_lines_and_counts_them(knipsel: Run) -> None:
    text = "De NAVO-top\n\nvan Zelenskyy koos\n"
    tokens = [json.loads(line) for line in knipsel("analyse", text=text).stdout.splitlines()]
    lines = text.split("\n")
    assert [(token["line"], token["text"]) for token in tokens] == [
        *((1, "De"), (1, "NAVO-top")),
        *((3, "van"), (3, "Zelenskyy"), (3, "koos")),
    ]
    assert all(lines[t["line"] - 1][t["start"] : t["end"]] == t["text"] for t in tokens)
    assert all("".join(t["split"]) in ("", t["text"]) for t in tokens)


def test_analyse_takes_a_dash_for_text(knipsel: Run) -> None:
    texts = [json.loads(x)["text"] for x in knipsel("analyse", "-haven", "-5").stdout.splitlines()]
    assert texts == ["haven", "5"]


def test_analyse_needs_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["analyse", "koos"]).exit_code == 0
    assert list(tmp_path.iterdir()) == []


# -- stats and check


def test_stats_are_the_archive_in_figures(knipsel: Run) -> None:
    stats = json.loads(knipsel("stats", "--format", "json").stdout)
    assert {key: stats[key] for key in ("articles", "engine", "undated", "first_date")} == {
        "articles": 4,
        "engine": "tantivy",
        "undated": 1,
        "first_date": "2022-03-01",
    }
    assert stats["fingerprint"] == Analyzer().fingerprint
    assert stats["sources"][0] == {"value": "De Courant", "count": 2}
    assert stats["size"] > 1_000
    text = knipsel("stats").stdout
    for told in ("4 artikelen", "tantivy", stats["fingerprint"], "De Courant"):
        assert told in text


def test_check_finds_nothing_wrong_with_a_sound_index(knipsel: Run) -> None:
    result = knipsel("check")
    assert (result.exit_code, result.stdout) == (0, "4 articles, nothing wrong\n")


def test_check_names_each_thing_that_is_wrong_and_exits_with_1(
    tmp_path: Path, jsonl: Jsonl
) -> None:
    folder = tmp_path / "index"
    build(Settings(folder), [jsonl(Article("a", "Kop", "Een dijk."))])
    generations = FolderStore(folder)
    store = next(generations.path(generations.manifest()).glob("*.store"))
    content = store.read_bytes()
    store.unlink()  # rather than change what may still be mapped into memory
    store.write_bytes(content[:-1] + b"\xff")
    result = CliRunner().invoke(main, ["--index", str(folder), "check"])
    assert result.exit_code in (1, 2)
    assert f"knipsel --index {folder} index --rebuild PATH" in result.stderr


# -- settings and errors


@pytest.mark.parametrize("command", [["search", "x"], ["show", "x"], ["stats"], ["check"]])
def test_without_an_index_the_command_that_makes_one_is_named(
    tmp_path: Path, command: list[str]
) -> None:
    folder = tmp_path / "nowhere"
    result = CliRunner().invoke(main, ["--index", str(folder), *command])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Make one: knipsel --index {folder} index PATH" in result.stderr
    assert not folder.exists(), "asking makes nothing"


def test_an_index_of_another_version_names_the_command_that_mends_it(
    knipsel: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Analyzer, "fingerprint", "91cc91cc")
    result = knipsel("search", "x")
    assert result.exit_code == 2
    assert re.search(r"analysis \w+, this version needs 91cc91cc\. Run: knipsel .*", result.stderr)


@pytest.mark.parametrize(
    ("variable", "file", "option"),
    [(True, False, False), (False, True, False), (False, False, True), (False, True, True)],
)
def test_the_index_is_named_by_a_file_the_environment_or_an_option(  # noqa: PLR0917
    news_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: bool,
    file: bool,
    option: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KNIPSEL_INDEX", raising=False)
    if variable:
        monkeypatch.setenv("KNIPSEL_INDEX", str(news_index))
    if file:
        named = "elsewhere" if option else news_index
        (tmp_path / "knipsel.toml").write_text(f'index = "{named}"\n')
    given = ["--index", str(news_index)] if option else []
    result = CliRunner().invoke(main, [*given, "search", "navotop", "--format", "ids"])
    assert result.stdout.startswith("2022/navo\n")


def test_what_to_do_next_is_typed_as_this_user_types(
    news_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNIPSEL_INDEX", str(news_index))
    output = CliRunner().invoke(main, ["search", "navotop"]).stdout
    assert "knipsel show 2022/navo --query navotop" in output


def test_an_index_with_a_space_or_beside_the_usual_one_is_repeated_as_the_shell_takes_it(
    news_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "mijn index"
    other.symlink_to(news_index)
    monkeypatch.setenv("KNIPSEL_INDEX", str(news_index))
    output = CliRunner().invoke(main, ["--index", str(other), "search", "navotop"]).stdout
    (line,) = [line for line in output.splitlines() if line.startswith("Lees:")]
    words = shlex.split(line)[2:]
    assert words[:2] == ["--index", str(other)]
    assert CliRunner().invoke(main, words).exit_code == 0


def test_a_broken_settings_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "knipsel.toml").write_text("indeks = 'x'\n")
    result = CliRunner().invoke(main, ["stats"])
    assert result.exit_code == 2
    assert "unknown setting 'indeks'. Known: " in result.stderr


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--by", ""), "by: one of source"),
        (("--by", "source", "--against", ""), "not both"),
        (("--by", "source", "--against", "navo"), "not both"),
    ],
)
def test_an_empty_option_of_names_is_no_missing_one(
    knipsel: Callable[..., Result], options: tuple[str, ...], what: str
) -> None:
    result = knipsel("names", "navo", *options)
    assert result.exit_code == 2
    assert what in result.stderr
    assert "elders" in knipsel("names", "navo", "--against", "").stdout


def test_help_has_the_whole_sentence_of_each_command_and_follows_options_too() -> None:
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    _, *lists = re.split(r"\n(?=[A-Z][a-z ]+:\n)", shown.partition("Options:")[2])
    assert "..." not in "".join(lists)
    listed = re.findall(r"^  ([a-z]+) ", "".join(lists), re.MULTILINE)
    assert sorted(listed) == main.list_commands(click.Context(main))
    assert "Make a line for the password file that the setting `passwords`" in shown
    assert max(map(len, shown.splitlines())) <= 80
    for asked in (["help", "names"], ["--index", "nowhere", "help", "names"]):
        assert (
            CliRunner()
            .invoke(main, asked)
            .output.endswith(
                CliRunner().invoke(main, ["names", "--help"]).output.partition("\n")[2]
            )
        )
    assert "Search and read:" in CliRunner().invoke(main, ["--index", "nowhere", "help"]).output


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("index", "--index", "x", "a"), "--index DIR index"),
        (("set", "save", "--index=x", "f", "navo"), "--index DIR set save"),
    ],
)
def test_the_index_behind_a_command_is_told_to_stand_before_it(
    knipsel: Run, typed: tuple[str, ...], meant: str
) -> None:
    result = knipsel(*typed)
    assert result.exit_code == 2
    assert "--index stands before the command" in result.stderr
    assert meant in result.stderr


def test_who_forgets_the_command_is_shown_how_to_search() -> None:
    result = CliRunner().invoke(main, ["navo", "rode lijn"])
    assert result.exit_code == 2
    assert "No such command 'navo'. To search for it: knipsel search navo 'rode lijn'" in (
        result.stderr
    )
    assert "To search" not in CliRunner().invoke(main, ["help", "navo"]).stderr
