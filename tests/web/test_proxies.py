"""Behind the proxies of the manual each reader is a client, and none holds up the others."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import cast

import pytest

from indexer.config import Settings
from indexer.model import Article
from tests.paths import ROOT
from tests.web.conftest import FakeArchive
from tests.web.guarded import guarded
from webapp import create_app
from webapp.archive_access import Searchable

PUBLIC = (ROOT / "docs" / "public.md").read_text("utf-8")
PATH = "/usr/sbin:/usr/bin:/usr/local/bin"
NAME = "archief.example"
LONG = "a" * 1_000_000
TRIES = 3
"""How often a proxy is started: another process may have taken the port that was free."""
ARTICLES = [Article(f"{number}", "Storm", LONG) for number in range(40)]
Ask = Callable[..., int]


def _nginx(folder: Path, port: int, behind: int) -> list[str]:
    """Return the command of nginx as the manual sets it up, without the encryption."""
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", PUBLIC, re.MULTILINE | re.DOTALL)
    here = re.sub(r"^ *ssl_.*\n", "", block, flags=re.MULTILINE)
    here = here.replace("443 ssl", f"127.0.0.1:{port}").replace(":8000", f":{behind}")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/pid; error_log stderr; daemon off; master_process off; events {{}} "
        f"http {{ access_log off; {paths} {here} }}"
    )
    return ["nginx", "-q", "-p", str(folder), "-c", str(path)]


def _caddy(folder: Path, port: int, behind: int) -> list[str]:
    """Return the command of Caddy as the manual sets it up, without the encryption."""
    (block,) = re.findall(rf"^```\n({NAME} .*?)^```$", PUBLIC, re.MULTILINE | re.DOTALL)
    here = block.replace(NAME, f"http://{NAME}:{port}").replace(":8000", f":{behind}")
    path = folder / "Caddyfile"
    path.write_text(f"{{\nadmin off\nauto_https off\nstorage file_system {folder}\n}}\n{here}")
    return ["caddy", "run", "--config", str(path), "--adapter", "caddyfile"]


@pytest.fixture(params=[_nginx, _caddy], ids=["nginx", "caddy"])
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ask]:
    """Return what asks through a proxy, and gives the status; it may `read` no more than that."""
    command_of = request.param
    settings = Settings(proxy="127.0.0.1", rate="12/hour")
    app = create_app(settings, archive=cast("Searchable", FakeArchive(ARTICLES)))
    with ExitStack() as opened:
        behind = opened.enter_context(guarded(app, "127.0.0.1"))
        for _ in range(TRIES):
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            name, *arguments = command_of(tmp_path, port, behind)
            program = shutil.which(name, path=PATH)
            if program is None:
                pytest.skip(f"needs {name} itself: apt-get install {name}")
            log = opened.enter_context((tmp_path / "log").open("wb"))
            proxy = opened.enter_context(
                subprocess.Popen(
                    [program, *arguments], stderr=log, stdout=log, env={"HOME": str(tmp_path)}
                )
            )
            opened.callback(proxy.terminate)
            if _listens(proxy, port):
                break
        else:
            raise AssertionError((tmp_path / "log").read_text("utf-8"))

        def asked(path: str, source: str, read: bool = True, **headers: str) -> int:
            client = HTTPConnection("127.0.0.1", port, timeout=180, source_address=(source, 0))
            client.request("GET", path, headers={"Host": NAME, **headers})
            if not read:
                return opened.enter_context(closing(client)).getresponse().status
            with closing(client), client.getresponse() as answer:
                return answer.status

        yield asked


def _listens(proxy: subprocess.Popen[bytes], port: int) -> bool:
    """Return whether it accepts connections there, once it does or has ended."""
    while proxy.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=180).close()
        except ConnectionRefusedError:
            continue
        return proxy.poll() is None
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="needs all of 127.0.0.0/8, as on Linux")
def test_behind_a_proxy_readers_are_clients_and_none_holds_up_the_others(ask: Ask) -> None:
    pretended = {"X-Forwarded-For": "203.0.113.9"}
    statuses = [ask("/help", "127.0.0.2", **pretended) for _ in range(13)]
    assert statuses == [200] * 12 + [429]
    assert ask("/help", "127.0.0.3") == 200
    exports = [ask("/export.jsonl", f"127.0.1.{number}", read=False) for number in range(6)]
    assert exports[0] == 200
    assert set(exports) <= {200, 503}
    for number in range(4):
        assert ask("/?q=niets", f"127.0.2.{number}") == 200
