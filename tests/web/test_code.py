"""The code under a page runs as it stands, and gives what the page shows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article
from indexer.output import figure_tables, json_output
from webapp import create_app
from webapp.archive_access import opener_of

ARTICLES = [
    Article(
        "1",
        "Storm 'op' zee",
        'De storm trok over "het" land, zei Jan de Vries. De zon scheen.',
        "2019-05-03",
        "NRC",
    ),
    Article(
        "2",
        "Kalm",
        "Stormen zijn er niet, zei minister Jan de Vries.",
        "2020-01-02",
        "De Krant's $HOME",
    ),
    Article("3", "Stormschade", "Stormschade kost geld.", "2020-05-06", "NRC"),
]
SHOWN: dict[str, Callable[[Any], Any]] = {
    "page": json_output.page_to_json,
    "figures": figure_tables.to_json,
    "trend": json_output.trend_to_json,
    "lines": json_output.concordance_to_json,
}
"""How the API writes what code has under a name."""
FORMS = re.compile(r"<h2>(shell|Python|R|curl)</h2>\s*<pre tabindex=\"0\"><code>(.*?)</code>", re.DOTALL)  # fmt: skip # noqa: E501


@pytest.fixture
def client(
    tmp_path: Path, write_articles: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Any:
    build(Settings(index=tmp_path / "index"), [write_articles(tmp_path / "n.jsonl", *ARTICLES)])
    monkeypatch.chdir(tmp_path)
    app = create_app(Settings(index=tmp_path / "index"))
    yield app.test_client()
    opener_of(app).close()


def _timeless(page: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in page.items() if key != "took_ms"}


@pytest.mark.parametrize(
    "asked",
    [
        "?q=storm",
        "?q=-zon&page=1",
        "?q=%22de%20storm%22%20OF%20zon%27s&sort=oldest&collapse=0",
        "?since=2019&until=2020-03&source=De+Krant%27s+%24HOME",
        "?q=storm&not_source=NRC",
        "figures?q=storm&by=source,year&parts=1",
        "figures?q=storm&q=-land&collapse=1&since=2019-01&source=NRC",
        "figures?kind=collocates&q=storm&window=2&unit=lemma&n=5&all_words=1",
        "figures?kind=keywords&q=bron:nrc&against=minister&n=3",
        "figures?kind=keywords&q=bron:nrc",
        "figures?kind=names&q=storm&type=person&n=7",
        "figures?kind=names&q=storm&by=year",
        "figures?kind=names&q=storm&against=zon&since=2019",
        "figures?kind=words&q=storm&size=2&all_words=1&not_source=NRC",
        "trend?q=storm&q=-zon&by=year&show=share&parts=1&event=2020-01-01",
        "trend?q=storm&since=2019&source=NRC",
        "kwic?q=storm&sort=left2&per_article=1&parts=1&within=minister&not_source=NRC",
        "kwic?q=%22de%20storm%22&collapse=1&until=2019",
        "compare?q=storm&day=2020-01-01&since=2018&collapse=1",
        "compare?q=storm%20OF%20zon&paper=NRC&paper=De+Krant%27s+%24HOME&parts=1",
    ],
)
def test_shell_python_and_curl_give_what_the_page_shows(client: FlaskClient, asked: str) -> None:
    path = f"export{asked}" if asked.startswith("?") else asked
    html = client.get(f"/{path}", headers={"Host": "archief.example"}).text
    code = {name: unescape(text) for name, text in FORMS.findall(html)}
    assert [*code] == ["shell", "Python", "R", "curl"]

    url = shlex.split(code["curl"])[1]
    assert url.startswith("http://archief.example/api/")
    assert json.dumps(url) in code["R"]
    expected = _timeless(client.get(url.removeprefix("http://archief.example")).get_json())

    shell = shlex.split(code["shell"])
    assert shell.pop(0) == "knipsel"
    result = CliRunner().invoke(main, shell)
    assert _timeless(json.loads(result.stdout)) == expected, code["shell"]

    found: dict[str, Any] = {}
    exec(code["Python"], found)
    (shown,) = (to_json(found[name]) for name, to_json in SHOWN.items() if name in found)
    assert _timeless(json.loads(json.dumps(shown))) == expected, code["Python"]
    found["archive"].close()
