"""No password that a user gave stands in what Knipsel says, writes or serves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.security import generate_password_hash
from werkzeug.test import Client

from indexer.archive import build
from indexer.cli import main
from indexer.config import Cluster, Settings
from indexer.model import Article
from tests.web.conftest import FakeArchive
from webapp import create_app
from webapp.archive_access import Searchable
from webapp.middleware import password_file
from webapp.server.access_log import AccessLog

SECRET = "Geheim7Q9xZ"
COMMANDS = sorted(main.commands)
ADDRESSES = [
    f"http://u:{SECRET}@127.0.0.1:9",
    f"http://u:{SECRET}@127.0.0.1:9/path",
    f"http://u:{SECRET}#x@127.0.0.1:9",
    f"http://u:{SECRET}/x@127.0.0.1:9",
    f"http://u:x@{SECRET}@127.0.0.1:9",
    f"ftp://u:{SECRET}@127.0.0.1:9",
    f"u:{SECRET}@127.0.0.1:9",
    f"http://u:{SECRET}@[::1",
    f"http://u:{SECRET}@127.0.0.1:99999",
    f"http://u:{SECRET}@127.0.0.1:9, http://u:{SECRET}@127.0.0.1:9",
    f"-----BEGIN PRIVATE KEY-----\n{SECRET * 400}\n",
]
ARGUMENTS = {"serve": ("--host", "192.0.2.1"), "watch": ("no-such-folder",), "mcp": ()}
"""Of commands that would go on without; others get a word."""
WRONG = [
    f"redactie:{SECRET}",
    SECRET,
    f":{SECRET}",
    f"redactie:scrypt:32768:8:1${SECRET}",
    f"redactie:scrypt:9999999999:8:1${SECRET}$00",
    f"redactie:$2y$10${SECRET}",
    f"redactie:pbkdf2:sha256:{SECRET}$a$b",
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that commands are run in, where knipsel.toml stands."""
    monkeypatch.chdir(tmp_path)
    for name in ("KNIPSEL_INDEX", "KNIPSEL_ENGINE", "KNIPSEL_OPENSEARCH_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def said(*arguments: str, typed: str = "") -> str:
    """Return all that a command writes, and how it fails if not in words."""
    result = CliRunner().invoke(main, list(arguments), input=typed)
    failed = result.exception
    return result.output + ("" if isinstance(failed, SystemExit | None) else repr(failed))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["url", *(each.name for each in fields(Cluster))])
def test_no_message_shows_the_password_of_a_cluster(home: Path, name: str, address: str) -> None:
    settings = f'engine = "opensearch"\n[opensearch]\n{name} = {json.dumps(address)}\n'
    (home / "knipsel.toml").write_text(settings)
    assert SECRET not in said("stats")


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_shows_a_secret_of_the_settings(
    home: Path, write_articles: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    build(home / "index", [write_articles(home / "news.jsonl", Article("a", "Dijk", "Water."))])
    monkeypatch.setenv("KNIPSEL_OPENSEARCH_URL", f"http://u:{SECRET}@127.0.0.1:9")
    monkeypatch.setenv("KNIPSEL_OPENSEARCH_PASSWORD", SECRET)
    (home / "knipsel.toml").write_text(f'[feeds]\naddresses = ["https://u:{SECRET}@127.0.0.1/"]\n')
    given = ARGUMENTS.get(name, ("dijk",))
    for engine in ("tantivy", "opensearch"):
        monkeypatch.setenv("KNIPSEL_ENGINE", engine)
        for arguments in ((name, *given), (name, "--help"), (name, "--no-such-option")):
            assert SECRET not in said(*arguments)
    assert SECRET not in said("--version")
    for path in home.joinpath("index").rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize("value", [*ADDRESSES[:-2], [ADDRESSES[0]], {"x": ADDRESSES[0]}])
@pytest.mark.parametrize(
    "name", sorted({each.name for each in fields(Settings)} - {"index", "engine", "passwords"})
)
def test_no_message_about_a_setting_quotes_the_password_in_an_address(
    home: Path, name: str, value: object
) -> None:
    """Without a scheme nothing says that it is an address."""
    inner = value["x"] if isinstance(value, dict) else value
    if str(inner).startswith("u:"):
        return
    for written in (f"{name} = {_toml(value)}", f"[{name}]\nx = {_toml(inner)}"):
        (home / "knipsel.toml").write_text(written + "\n")
        assert SECRET not in said("stats")
        assert SECRET not in said("serve", "--host", "192.0.2.1")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {json.dumps(each)}" for key, each in value.items()) + "}"
    return json.dumps(value)


@pytest.mark.parametrize("line", WRONG)
def test_no_message_about_the_password_file_quotes_it(home: Path, line: str) -> None:
    (home / "passwords").write_text(line + "\n")
    (home / "knipsel.toml").write_text('passwords = "passwords"\n')
    assert SECRET not in said("serve", "--host", "192.0.2.1")
    assert SECRET not in said("password", "redactie", "--file", "passwords", typed="x\nx\n")


@pytest.mark.parametrize("typed", [f"{SECRET}\n{SECRET}\n", f"{SECRET}\n{SECRET}x\n", SECRET])
def test_a_password_that_is_typed_is_written_nowhere(home: Path, typed: str) -> None:
    for arguments in (("redactie",), ("redactie", "--file", "passwords"), ("a:b",)):
        assert SECRET not in said("password", *arguments, typed=typed)
    for path in home.iterdir():
        assert SECRET not in path.read_text()


def _addresses(app: Flask) -> Iterator[str]:
    """Yield an address of every route."""
    for rule in app.url_map.iter_rules():
        given = dict.fromkeys(rule.arguments, "dijk")
        with app.test_request_context():
            yield quote(cast("tuple[str, str]", rule.build(given, append_unknown=False))[1])


def test_no_answer_of_any_address_and_no_line_of_the_log_has_a_password(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passwords = home / "passwords"
    password_file.write(passwords, "redactie", generate_password_hash(SECRET))
    hashed = passwords.read_text().partition(":")[2].strip()
    archive = FakeArchive([Article("dijk", "Dijk", "Water.")])
    settings = Settings(
        passwords=passwords,
        metrics="all",
        opensearch=Cluster(url=ADDRESSES[0], password=SECRET),
    )
    app = create_app(settings, archive=cast("Searchable", archive))
    client = Client(cast("Any", AccessLog(app)))
    addresses = [*_addresses(app)]
    assert len(addresses) > 40
    for failure in (None, ZeroDivisionError(f"at http://u:{SECRET}@127.0.0.1")):
        archive.failure = failure
        for address in addresses:
            for known in (SECRET, f"{SECRET}x"):
                answer = client.get(
                    f"{address}?q=dijk",
                    base_url="http://localhost",
                    auth=("redactie", known),
                    headers={"Referer": f"http://redactie:{SECRET}@localhost/"},
                    buffered=True,
                )
                told = f"{answer.headers}{answer.get_data().decode(errors='replace')}"
                answer.close()
                assert SECRET not in told
                assert hashed not in told
    logged = capsys.readouterr()
    lines = [line for line in logged.err.splitlines() if '"GET ' in line]
    assert len(lines) == 4 * len(addresses)
    assert SECRET not in "".join(lines)
    assert hashed not in logged.out + logged.err
