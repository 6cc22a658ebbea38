"""What locks/ pins is what pyproject.toml asks for, from nowhere in particular."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUNTIME = [*PROJECT["project"]["dependencies"], *GROUPS["build"]]
CLUSTER = [*RUNTIME, *PROJECT["project"]["optional-dependencies"]["opensearch"]]
DEVELOPMENT = [*CLUSTER, *(each for each in GROUPS["dev"] if isinstance(each, str))]
LOCKS = [("runtime.txt", RUNTIME), ("cluster.txt", CLUSTER), ("development.txt", DEVELOPMENT)]


def pins(name: str) -> list[str]:
    """Return what a lock says of each library: its requirement, its hashes."""
    text = (ROOT / "locks" / name).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("name", "asked"), LOCKS)
def test_all_that_is_asked_for_is_pinned_to_what_is_allowed(name: str, asked: list[str]) -> None:
    """Else: run `make lock`."""
    pinned: dict[str, list[str]] = {}
    for line in pins(name):
        found = Requirement(line.partition("--hash")[0].strip())
        (exact,) = found.specifier
        pinned.setdefault(canonicalize_name(found.name), []).append(exact.version)
    assert asked
    for each in map(Requirement, asked):
        versions = pinned.get(canonicalize_name(each.name), [])
        assert versions, f"{each} is not pinned"
        assert all(each.specifier.contains(version) for version in versions), each


@pytest.mark.parametrize("name", [name for name, _ in LOCKS])
def test_a_pin_has_hashes_and_no_address(name: str) -> None:
    lines = pins(name)
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[\w.-]+==[^ ]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+ *", line)


@pytest.mark.parametrize("name", ["runtime.txt", "cluster.txt"])
def test_what_is_tested_is_what_runs(name: str) -> None:
    """Else: run `make lock`."""
    assert set(pins(name)) <= set(pins("development.txt"))


def test_a_crate_comes_from_where_cargo_looks_by_itself() -> None:
    crates = tomllib.loads((ROOT / "kernel" / "Cargo.lock").read_text("utf-8"))["package"]
    sources = {crate.get("source", "") for crate in crates}
    assert sources == {"", "registry+https://github.com/rust-lang/crates.io-index"}


def test_the_lock_pins_what_builds_the_package() -> None:
    assert GROUPS["build"] == PROJECT["build-system"]["requires"]
