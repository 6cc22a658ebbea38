"""An article that turns out to be damaged when half of an export is on its way.

The status is sent by then. So the answer ends without its last chunk, which programs take for cut
off (curl ends with 18), the log says why, and in the terminal the command fails.
"""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.indexing.document import AllHashed, all_hashed
from indexer.model import Article

ARTICLES = [Article(f"a{n:03}", f"Storm {n}", "De dijk brak.") for n in range(600)]
DAMAGED = "a500"
COMMAND = re.compile(r"Run: knipsel --index \S+ index --rebuild")


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive in which one article, not among the first 400, has a text that is none."""
    folder = tmp_path_factory.mktemp("damaged")
    path = folder / "articles.jsonl"
    lines = (f'{{"id": "{a.id}", "title": "{a.title}", "body": "{a.body}"}}\n' for a in ARTICLES)
    path.write_text("".join(lines), "utf-8")

    def hashed(articles: Sequence[Article], origins: Sequence[str]) -> AllHashed:
        found = all_hashed(articles, origins)
        wrong = DAMAGED.encode()
        contents = [
            c.replace(b'"De dijk brak."', b"5") if wrong in c else c for c in found.contents
        ]
        return found._replace(contents=contents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.indexing.run.all_hashed", hashed)
        build(Settings(folder / "index", request.param), [path])
    return folder / "index"


@pytest.fixture(scope="module")
def server(index: Path) -> Iterator[tuple[int, Path]]:
    """Serve it; return the port, and what is logged."""
    program = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", program, "--index", str(index), "serve", "--port", "0"]
    path = index.parent / "log"
    with path.open("ab") as log, subprocess.Popen(command, stderr=log, cwd=path.parent) as process:
        try:
            while process.poll() is None:
                if told := re.search(r"http://127\.0\.0\.1:(\d+)/", path.read_text("utf-8")):
                    yield int(told[1]), path
                    break
            else:
                raise AssertionError(path.read_text("utf-8"))
        finally:
            process.terminate()


@pytest.mark.parametrize("form", ["csv", "jsonl", "ris"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_client_sees_that_an_export_was_cut_off_and_the_log_says_why(
    server: tuple[int, Path], form: str, encoding: str
) -> None:
    port, log = server
    asked = f"/export.{form}?q=dijk&sort=oldest"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=180)) as connection:
        connection.request("GET", asked, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead) as cut:
            answer.read()
    if encoding == "identity":
        assert b"Storm 0" in cut.value.partial
    assert "A stored article has a value of type int" in log.read_text("utf-8")
    assert COMMAND.search(log.read_text("utf-8"))


def test_a_file_that_is_made_before_it_is_sent_is_refused(server: tuple[int, Path]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server[0], timeout=180)) as connection:
        connection.request("GET", "/export.xlsx?q=dijk&sort=oldest")
        answer = connection.getresponse()
        assert answer.status == 503
        assert b"knipsel check" in answer.read()


@pytest.mark.parametrize("form", ["csv", "jsonl", "ris", "xlsx"])
def test_the_terminal_fails_and_leaves_no_file_that_looks_whole(
    index: Path, tmp_path: Path, form: str
) -> None:
    command = ["--index", str(index), "export", "dijk", "--sort", "oldest"]
    saved = tmp_path / f"dijk.{form}"
    answer = CliRunner().invoke(main, [*command, "--output", str(saved)])
    assert answer.exit_code == 2
    assert COMMAND.search(answer.output)
    assert not saved.exists()
    if form != "xlsx":
        printed = CliRunner().invoke(main, [*command, "--format", form])
        assert printed.exit_code == 2
        assert COMMAND.search(printed.output)
