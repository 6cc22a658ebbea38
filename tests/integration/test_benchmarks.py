"""The benchmark of speed runs, on articles that it makes itself."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from alternatives import Sqlite

from indexer.archive import build
from indexer.config import Settings
from tests.paths import ROOT, SEEDS

PROGRAM = ROOT / "benchmarks" / "speed.py"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what the benchmark prints for a small archive."""
    missing = tmp_path_factory.mktemp("without") / "shared"
    small = ["--generated", "120", "--whoosh", "60", "--repeats", "1", "--rounds", "1"]
    command = [sys.executable, str(PROGRAM), "--data", str(missing), "--profile", *small]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def cells(printed: str, name: str) -> list[list[str]]:
    """Return the cells after the first of each row that begins with the name."""
    rows = [line.strip("| ").split(" | ") for line in printed.splitlines() if line[:1] == "|"]
    return [row[1:] for row in rows if row[0] == name]


@pytest.mark.parametrize("engine", ["Tantivy", "Whoosh"])
def test_indexing_is_measured_beside_the_engines_own_chain(printed: str, engine: str) -> None:
    (ours, *_), (theirs, *_) = (
        cells(printed, f"Knipsel, {engine}"),
        cells(printed, f"{engine} alone, its own Dutch"),
    )
    assert float(ours[1]) == 1
    for rate, share, busy, _, peak in (ours, theirs):
        assert float(rate.replace(",", "")) > 0
        assert float(share) > 0
        assert float(busy) > 0
        assert 10 < float(peak) < 1000


@pytest.mark.parametrize("engine", ["Tantivy", "Whoosh"])
def test_a_page_is_slower_than_its_bare_top_ten(printed: str, engine: str) -> None:
    times = {row[0]: float(row[1]) for row in cells(printed, f"Knipsel, {engine}")[1:]}
    assert 0 < times.pop("top 10, ids only, of an analysed query") < min(times.values())


def test_the_stages_of_a_page_add_up_to_it(printed: str) -> None:
    stages = printed[printed.index("spends its time") :]
    rows = [line.strip("| ").split(" | ") for line in stages.splitlines() if "%" in line]
    assert abs(sum(int(share.rstrip("%")) for _, share, _ in rows) - 100) <= len(rows) / 2
    assert {"TantivyReader.search", "page_snippets", "parse"} <= {name for name, _, _ in rows}


def test_starting_is_measured_beside_a_bare_interpreter(printed: str) -> None:
    (search, _), (bare, _) = (
        cells(printed, "`knipsel search navo-top`, on `seeds/`")[0],
        cells(printed, "`python -c pass`")[0],
    )
    assert float(search) > float(bare)


def test_sqlite_is_asked_for_any_of_the_words_and_counts_what_it_finds(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf-8") as lines:
        lines.writelines(
            f'{{"id": "{n}", "title": "Bericht {n}", "body": "{body}", "source": "krant.nl"}}\n'
            for n, body in enumerate(("de crisis", "een verbod", "niets"))
        )
    sqlite = Sqlite(tmp_path / "archive.db")
    assert sqlite.index(str(source)) == 3
    best, by_source, *_ = sqlite.page("crisis, verbod")
    assert {row[0] for row in best} == {"0", "1"}
    assert "<b>" in str(best[0])
    assert by_source == [("krant.nl", 2)]


def test_serving_is_measured(tmp_path: Path) -> None:
    index, program = tmp_path / "index", PROGRAM.with_name("serving.py")
    build(Settings(index=index), [SEEDS])
    command = [sys.executable, str(program), "--index", str(index), "--data", str(tmp_path)]
    command += ["--rounds", "1"]
    alone = {**os.environ, "PATH": ""}  # where there is no wrk
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=alone
    )
    assert done.returncode == 0, done.stderr
    assert "wrk is not installed" in done.stderr
    asked = ("search", "article", "front")
    for page in (f"{each}, {when}" for each in asked for when in ("new", "again")):
        ((middle, most, busy),) = cells(done.stdout, page)
        assert 0 < float(middle) <= float(most)
        assert float(busy) > 0


def test_the_forward_index_is_measured_beside_a_build_without(tmp_path: Path) -> None:
    program, missing = ROOT / "benchmarks" / "forward_pairs.py", tmp_path / "without"
    command = [sys.executable, str(program), "--data", str(missing), "--articles", "60"]
    done = subprocess.run(
        [*command, "--pairs", "1"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    shares = [float(each) for each in re.findall(r"\((\d\.\d+)\)", done.stdout)]
    assert len(shares) == 2
    assert shares[1] > 1  # a folder with it is larger


def test_growth_is_measured_and_drawn(tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM.with_name("growth.py")), "--sizes", "200"]
    options = ["--rounds", "1", "--data", str(tmp_path), "--images", str(tmp_path)]
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert cells(done.stdout, "articles") == [["200"]]
    for kind in ("words", "a phrase", "a wildcard", "newest first", "a slip", "a timeline"):
        ((times,),) = cells(done.stdout, f"{kind}, ms")
        middle, most = map(float, times.split(" / "))
        assert 0 <= middle <= most
    for path in tmp_path.glob("growth-*.svg"):
        drawing = ET.parse(path).getroot()
        height = float(drawing.attrib["height"])
        lines = drawing.findall("{*}polyline")
        assert lines
        for line in lines:
            heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
            assert all(0 < y < height for y in heights)
