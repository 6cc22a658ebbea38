"""The manual against the program: answers, names, settings, addresses and links.

A block of the manual that begins with `$ knipsel` holds what the program answered over the sample
archive. Run as a program, this file pastes the answers anew: python -m tests.integration.test_docs
"""

from __future__ import annotations

import json
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import _ENVIRONMENT, FILE, Settings
from indexer.corpus.formats import FORMATS
from indexer.model import SearchRequest
from indexer.output import json_objects
from indexer.output.json_schema import JsonObject
from indexer.query.parser import parse
from tests.paths import ROOT
from webapp import create_app
from webapp.openapi_parameters import PARAMETERS

PAGES = sorted(
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "seeds/*.md",
        "benchmarks/*.md",
        "indexer/analysis/data/*.md",
    )
    for path in ROOT.glob(pattern)
)
TREE = ("benchmarks", "docs", "indexer", "seeds", "tests", "webapp", ".ci", "index/README.md")
TEXTS = {".css", ".html", ".js", ".md", ".py", ".toml", ".tsv", ".txt", ".xml", ""}

TRANSCRIPT = re.compile(r"(?<=^```console\n)\$ knipsel.*?(?=^```$)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\bknipsel (?!\W)(?:--index \S+ )?([a-z]+)\b([^`|#>\n]*)")
OBJECT_KEYS = re.compile(r"^\| ([\w `]+) \| (`\w+`(?: `\w+`)+) \|$", re.MULTILINE)
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)")
# What no two runs have in common: times, sizes on disk, the analysis as it is now.
VARIES = re.compile(
    r"\d+,\d ms|\d+\.\d s \([\d,]+ a second\)|\d+ kB|(?:analyse|bijgewerkt) +\S+|"
    r'"seconds": [\d.e-]+'
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


pages = pytest.mark.parametrize("page", PAGES, ids=_name)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index of the sample archive."""
    folder = tmp_path_factory.mktemp("docs") / "index"
    build(Settings(folder), [ROOT / "seeds"])
    return folder


# -- what the program answers


def answers(transcript: str, index: Path) -> str:
    """Return a transcript with the answers that its commands get now."""
    commands = re.findall(r"^\$ knipsel .*", transcript, re.MULTILINE)
    return "\n".join(f"{command}\n{_answer(command, index)}" for command in commands)


def _answer(command: str, index: Path) -> str:
    environment = {"KNIPSEL_INDEX": str(index), "COLUMNS": "80"}
    result = CliRunner(env=environment).invoke(
        main, shlex.split(command)[2:], prog_name="knipsel", terminal_width=78
    )
    return result.output


def _steady(transcript: str) -> str | list[str]:
    """Return what has to be the same: of a help text its words, which click lays out."""
    steady = VARIES.sub("…", transcript)
    return steady.split() if steady.partition("\n")[0].endswith(" --help") else steady


@pages
def test_a_transcript_is_what_the_program_answers(
    page: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for shown in TRANSCRIPT.findall(page.read_text("utf-8")):
        again = "paste the answers anew: python -m tests.integration.test_docs"
        assert _steady(shown) == _steady(answers(shown, index)), again


def test_the_help_of_every_command_stands_in_the_manual() -> None:
    manual = (ROOT / "docs/command-line.md").read_text("utf-8")
    for name in main.commands:
        assert f"```console\n$ knipsel {name} --help\n" in manual, name
        command = main.commands[name]
        for inner in command.commands if isinstance(command, click.Group) else ():
            assert f"```console\n$ knipsel {name} {inner} --help\n" in manual, inner


def test_the_objects_of_json_have_the_keys_that_the_manual_names(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    manual = (ROOT / "docs/command-line.md").read_text("utf-8")
    table = manual.partition("\n## JSON")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (`.+`) \|$", table, re.MULTILINE)
    named = {name: re.findall(r"`(\w+)`", keys) for name, keys in rows}
    assert named == {name: list(found) for name, found in _objects(index)}


def _objects(index: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield one object of each kind, in the manual's order."""

    def asked(command: str) -> Any:
        return json.loads(_answer(f"$ knipsel {command}", index))

    page = asked("search navotop --format json")
    article = page["hits"][0]["id"]
    trend = asked("trend navo --format json")
    kwic = asked("kwic navo --format json")
    similar = asked(f"similar {article} --format json")
    yield "page of results", page
    dated = asked('search "navotop 2022" --format json')
    yield "rewrite of a query", dated["interpretation"][0]
    near = asked("search 'navotop EN vaderdag datum:1999' --format json")
    yield "request near one that finds nothing", near["offers"][0]
    yield "hit", page["hits"][0]
    yield "passage", page["hits"][0]["snippets"][0]
    yield "value of a facet", page["facets"]["source"][0]
    shown = asked(f"show {article} --format json")
    yield "article", shown
    yield "name of an article", shown["names"][0]
    yield "trend", trend
    yield "period", trend["periods"][0]
    yield "series", trend["series"][0]
    yield "concordance", kwic
    yield "line", kwic["lines"][0]
    yield "similar articles", similar
    yield "similar article", similar["related"][0]
    yield "token", asked("analyse navotop")
    yield "archive in figures", asked("stats --format json")
    yield "article of a dry run", asked("index --dry-run seeds --format json")[0]
    yield "run of `index`", asked("index seeds --format json")


def test_what_the_readme_says_is_found_is_marked(index: Path) -> None:
    rows = re.findall(
        r"^\| `(.+?)` \| (\*.+) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    archive = Archive.open(Settings(index))
    assert rows
    for query, told in rows:
        assert set(re.findall(r"\*(.+?)\*", told)) <= set(_marked_words(archive, query)), query


def _marked_words(archive: Archive, query: str) -> Iterator[str]:
    """Yield the words in which the results of a query have a mark."""
    for hit in archive.search(SearchRequest(query, limit=100)).hits:
        marked = archive.article(hit.article.id, query)
        for start, end in marked.body_marks:
            body = marked.article.body
            before = re.search(r"[\w-]*$", body[:start])
            after = re.match(r"[\w-]*", body[end:])
            assert before is not None
            assert after is not None
            yield f"{before[0]}{body[start:end]}{after[0]}"


# -- names


@pages
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    code = "\n".join(CODE.findall(page.read_text("utf-8")))
    for name, rest in COMMAND.findall(code):
        assert name in main.commands, name
        command = main.commands[name]
        if isinstance(command, click.Group):
            inner = rest.split()[:1]
            command = command.commands.get("".join(inner), command)
        known = {option for param in command.params for option in param.opts}
        named = set(re.findall(r"(?<=\s)--[a-z-]+", rest))
        assert named <= known | {"--help"}, name


@pages
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    code = "\n".join(CODE.findall(page.read_text("utf-8")))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


@pages
def test_a_query_that_is_shown_is_understood(page: Path) -> None:
    code = "\n".join(CODE.findall(page.read_text("utf-8")))
    for query in re.findall(r"knipsel search ('[^']*'|\w[\w-]*)", code):
        assert parse(query.strip("'")).notices == (), query


def test_every_setting_is_in_the_manual_and_its_example_is_read(tmp_path: Path) -> None:
    manual = (ROOT / "docs/settings.md").read_text("utf-8")
    for name in (*(field.name for field in fields(Settings)), *_ENVIRONMENT.values(), FILE):
        assert f"`{name}`" in manual, name
    manual += (ROOT / "docs/public.md").read_text("utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    assert len(examples) > 2
    for example in examples:
        (tmp_path / FILE).write_text(example, "utf-8")
        assert Settings.load(environment={}, folder=tmp_path) != Settings()


def test_every_format_is_in_the_manual_with_its_suffixes_and_outermost_elements() -> None:
    manual = (ROOT / "docs/reading-articles.md").read_text("utf-8")
    table = manual.partition("| format | files | what they hold |\n|---|---|---|\n")[2]
    rows = [line.split(" | ") for line in table.partition("\n\n")[0].splitlines()]
    assert [
        (name.removeprefix("| "), re.findall(r"`<?(.+?)>?`", files.lower()))
        for name, files, _ in rows
    ] == [(row.name, [*row.suffixes, *row.roots]) for row in FORMATS]


def test_every_address_and_parameter_of_the_page_is_in_the_manual() -> None:
    manual = (ROOT / "docs/web.md").read_text("utf-8")
    rules = {
        re.sub(r"<article_id:\w+>", "<id>", rule.rule)
        for rule in create_app(Settings()).url_map.iter_rules()
    }
    for rule in rules - {"/static/<path:filename>"}:
        assert f"`{rule}`" in manual, rule
    for parameter in PARAMETERS.values():
        assert f"`{parameter['name']}`" in manual, parameter["name"]


# -- links and paths


@pages
def test_every_link_points_to_something(page: Path) -> None:
    text = page.read_text("utf-8")
    for path, heading in LINK.findall(CODE.sub("", text)):
        target = page.parent / path if path else page
        assert target.exists(), path
        if heading:
            assert heading in _anchors(target.read_text("utf-8")), f"{path}#{heading}"


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (ROOT / "docs/index.md").read_text("utf-8")
    listed = {path for path, _ in LINK.findall(contents)}
    docs = ROOT / "docs"
    assert {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - listed == {
        "index.md"
    }


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    here = "/" + "work/"
    for path in _files():
        assert here not in path.read_text("utf-8"), _name(path)


@pytest.mark.parametrize("folder", ["indexer", "webapp", "benchmarks", "tests"])
def test_every_page_of_the_manual_that_code_names_exists(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        for named in re.findall(r"\bdocs/[\w/-]+\.md", path.read_text("utf-8")):
            assert (ROOT / named).exists(), f"{_name(path)} names {named}"


def test_every_module_that_a_page_names_exists() -> None:
    modules = [path.as_posix() for pattern in ("*.py", "*.rs") for path in ROOT.rglob(pattern)]
    named = [
        (page, name)
        for page in PAGES
        for name in re.findall(r"`(?:[^`\n]* )?([\w./-]+\.(?:py|rs))`", page.read_text("utf-8"))
    ]
    assert len(named) > 100
    for page, name in named:
        assert any(path.endswith(f"/{name}") for path in modules), f"{_name(page)} names {name}"


def _files() -> Iterator[Path]:
    """Yield the texts of the project; `.git` is a file in a second working tree."""
    top = (path for path in ROOT.iterdir() if path.name != ".git")
    yield from (path for path in top if path.is_file() and path.suffix in TEXTS)
    for name in TREE:
        found = [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*")
        yield from (path for path in found if path.is_file() and path.suffix in TEXTS)


# -- the answers anew


def paste() -> None:
    """Put in every transcript what the program answers now, where that differs."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(Settings(index), ["seeds"])
        for page in PAGES:
            text = page.read_text("utf-8")
            text = TRANSCRIPT.sub(lambda m: _pasted(m[0], index), text)
            page.write_text(OBJECT_KEYS.sub(_keys_pasted, text), "utf-8")


def _keys_pasted(row: re.Match[str]) -> str:
    """Return a row of the table of JSON objects with the keys that its description has.

    A key that only some answers have stands in the row alone, and stays behind the others.
    """
    described = {each.title: each for each in vars(json_objects).values() if _is_object(each)}
    if row[1] not in described:
        return row[0]
    always = [f"`{key.name}`" for key in described[row[1]].keys]
    keys = " ".join(dict.fromkeys([*always, *row[2].split()]))
    return f"| {row[1]} | {keys} |"


def _is_object(value: object) -> bool:
    return isinstance(value, JsonObject)


def _pasted(shown: str, index: Path) -> str:
    found = answers(shown, index)
    return shown if _steady(found) == _steady(shown) else found


if __name__ == "__main__":
    paste()
