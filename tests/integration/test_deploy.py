"""What `deploy` says of Knipsel, of nginx and of its own parts is so; no container runs here."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from indexer.cli import main
from indexer.config import Settings
from tests.paths import ROOT

DEPLOY = ROOT / "deploy"
PUBLIC = (ROOT / "docs" / "public.md").read_text("utf-8")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
SYSTEMD = shutil.which("systemd-analyze")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))


def accepts(arguments: list[str]) -> None:
    """Fail unless the command line takes these arguments; nothing is run."""
    name, *rest = arguments
    assert name == "knipsel"
    with click.Context(main, info_name=name, **main.context_settings) as context:
        command, named, rest = main.resolve_command(context, rest)
        assert named
        assert command
        named.make_context(command, rest, parent=context)


def test_the_image_starts_a_command_that_there_is() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    accepts(json.loads(command))


def test_the_service_starts_a_command_that_there_is() -> None:
    (command,) = re.findall(r"^ExecStart=\S*/(knipsel .*)$", PUBLIC, re.MULTILINE)
    accepts(command.split())


def test_a_command_that_there_is_not_is_seen() -> None:
    for line in ("knipsel serv", "knipsel serve --no-such-option"):
        with pytest.raises((AssertionError, click.UsageError)):
            accepts(line.split())


def test_the_web_processes_are_told_of_the_nodes_by_settings_that_there_are(compose: Any) -> None:
    web = compose["services"]["web1"]
    settings = Settings.load(environment=web["environment"], folder=DEPLOY)
    assert settings.engine == "opensearch"
    nodes = [f"http://{name}:9200" for name in compose["services"] if name.startswith("node")]
    assert list(settings.opensearch.nodes) == nodes
    used = {name for name in web["environment"] if name.startswith("OPENSEARCH_")}
    assert used == {"OPENSEARCH_CACHE", "OPENSEARCH_URL"}
    assert compose["services"]["web2"] == web


def test_the_proxy_is_believed_and_each_of_its_clients_has_a_rate(compose: Any) -> None:
    web = compose["services"]["web1"]
    settings = Settings.load(environment=web["environment"], folder=DEPLOY)
    proxy = compose["services"]["proxy"]["networks"]["default"]["ipv4_address"]
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    assert settings.proxy == proxy
    assert ip_address(proxy) in ip_network(network["subnet"])
    assert settings.rate


def test_the_image_has_what_the_lock_pins() -> None:
    """By their hashes, and nothing that is not among them."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    (lock,) = re.findall(r"pip wheel .*--require-hashes --requirement /source/(\S+)", text)
    assert (ROOT / lock).is_file()
    others = [line for line in text.splitlines() if "pip install" in line or "pip wheel" in line]
    assert all("--no-index" in line or "--no-deps" in line or lock in line for line in others)


def test_the_image_compiles_the_kernel_with_a_rust_that_it_takes() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    (rust,) = re.findall(r"^ARG RUST=(\d+\.\d+)\.\d+$", text, re.MULTILINE)
    (installed,) = re.findall(r"apt-get install (.*?)(?: \\)?$", text, re.MULTILINE)
    assert not {"cargo", "rustc"} & {*installed.split()}, "those of Debian are older"
    for manifest in ("kernel/Cargo.toml", "kernel/segments/Cargo.toml"):
        asked = tomllib.loads((ROOT / manifest).read_text("utf-8"))["package"]["rust-version"]
        assert [*map(int, asked.split("."))] <= [*map(int, rust.split("."))]


def test_the_nodes_know_each_other_and_keep_what_they_hold(compose: Any) -> None:
    nodes = {k: v for k, v in compose["services"].items() if k.startswith("node")}
    for name, node in nodes.items():
        told = node["environment"]
        assert told["node.name"] == name
        for each in ("discovery.seed_hosts", "cluster.initial_cluster_manager_nodes"):
            assert told[each].split(",") == list(nodes)
        (volume,) = node["volumes"]
        assert volume.split(":")[0] in compose["volumes"]
        assert "ports" not in node, "without users they are for this network alone"


def test_what_is_mounted_or_built_is_there(compose: Any) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            if volume.startswith("."):
                assert (DEPLOY / volume.split(":")[0]).exists(), volume
        if build := service.get("build"):
            assert (DEPLOY / build["context"]).resolve() == ROOT
            assert (ROOT / build["dockerfile"]).is_file()


def test_the_proxy_passes_on_to_the_web_processes(compose: Any) -> None:
    asked = re.findall(r"server (\w+):(\d+) ", (DEPLOY / "nginx.conf").read_text())
    assert [name for name, _ in asked] == [n for n in compose["services"] if n.startswith("web")]
    exposed = re.findall(r"^EXPOSE (\d+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert {port for _, port in asked} == set(exposed)


_REGISTRY = """#!/bin/sh
[ "$1 $2 $3" = "buildx imagetools inspect" ] || exit 2
[ "$4" = "$SILENT" ] && exit
echo "Name:   docker.io/library/$4"
echo "Digest: sha256:$(printf %s "$4" | sha256sum | cut -c-64)"
"""


def _pinned(folder: Path, silent: str = "") -> subprocess.CompletedProcess[str]:
    """Pin the images of a copy of `deploy`, with a registry that has a digest for each but one."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / "docker").write_text(_REGISTRY)
    (folder / "bin" / "docker").chmod(0o755)
    shutil.copytree(DEPLOY, folder / "deploy", dirs_exist_ok=True)
    environment = {"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "SILENT": silent}
    command = [str(folder / "deploy" / "pin")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def _images(folder: Path) -> list[str]:
    compose = yaml.safe_load((folder / "compose.yml").read_text("utf-8"))
    named = [each.get("image", "") for each in compose["services"].values()]
    built = re.findall(r"^ARG PYTHON=(.*)$", (folder / "Dockerfile").read_text(), re.MULTILINE)
    return [*built, *(each for each in named if each != "knipsel")]


def _tag(image: str) -> str:
    return re.sub(r".*:-|@sha256:\w{64}|\}$", "", image)


def test_what_is_built_and_started_is_named_by_digest() -> None:
    images = _images(DEPLOY)
    assert len(images) == 5
    assert all(re.search(r":[\w.-]+@sha256:[0-9a-f]{64}\}?$", each) for each in images), images


def test_what_runs_in_workflows_is_named_by_its_commit() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        assert used
        unnamed = [
            each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\S+", each)
        ]
        assert not unnamed, path


def test_the_tools_of_a_release_are_those_that_the_lock_pins() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    installed = re.findall(r"pip install (.*)", text)
    assert len(installed) > 3
    for arguments in installed:
        assert "--require-hashes --requirement locks/" in arguments or arguments == "dist/*"
    assert re.findall(r"cargo install .*", text) == ["cargo install --locked cargo-cyclonedx@0.5.9"]


@pytest.mark.skipif(os.name == "nt", reason="a script for the shell")
def test_every_image_is_pinned_by_the_digest_of_its_tag(tmp_path: Path) -> None:
    for _ in range(2):  # a second time changes nothing
        done = _pinned(tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        shutil.copytree(tmp_path / "deploy", tmp_path / "once", dirs_exist_ok=True)
        expected = []
        for image in _images(DEPLOY):
            digest = hashlib.sha256(_tag(image).encode()).hexdigest()
            expected.append(re.sub(r"@sha256:\w{64}", f"@sha256:{digest}", image))
        assert _images(tmp_path / "once") == expected


@pytest.mark.skipif(os.name == "nt", reason="a script for the shell")
@pytest.mark.parametrize("silent", [_tag(each) for each in _images(DEPLOY)[::2]])
def test_nothing_is_pinned_where_a_digest_is_missing(tmp_path: Path, silent: str) -> None:
    done = _pinned(tmp_path, silent)
    assert done.returncode == 1
    assert done.stderr == f"{silent}: its registry gave no digest\n"
    assert _images(tmp_path / "deploy") == _images(DEPLOY)


def _of_the_manual() -> str:
    """Return the proxy of the manual, without the encryption, which needs certificates."""
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", PUBLIC, re.MULTILINE | re.DOTALL)
    return re.sub(r"^ *ssl_.*\n", "", block, flags=re.MULTILINE).replace("443 ssl", "8443")


@pytest.mark.skipif(not NGINX, reason="checks with nginx itself: apt-get install nginx-light")
@pytest.mark.parametrize(
    "text", [(DEPLOY / "nginx.conf").read_text("utf-8"), _of_the_manual()], ids=["deploy", "manual"]
)
def test_nginx_takes_the_proxy(tmp_path: Path, text: str) -> None:
    here = re.sub(r"server web\d:", "server 127.0.0.1:", text).replace("listen 80;", "listen 8080;")
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {here} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    checking = [NGINX, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(checking, capture_output=True, text=True, check=False)  # type: ignore[arg-type]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not SYSTEMD, reason="checks with systemd itself: apt-get install systemd")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    (unit,) = re.findall(r"^```ini\n(.*?)^```$", PUBLIC, re.MULTILINE | re.DOTALL)
    path = tmp_path / "knipsel.service"
    path.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", unit))
    checking = [SYSTEMD, "verify", "--man=no", str(path)]
    done = subprocess.run(checking, capture_output=True, text=True, check=False)  # type: ignore[arg-type]
    assert "knipsel.service" not in done.stderr, done.stderr
