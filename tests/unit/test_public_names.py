"""The public names of the library: lazy, complete, and the same for a checker as for a program."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import FunctionType
from typing import Any, get_args, get_type_hints

import pytest

import indexer
from indexer import errors, model
from tests.paths import ROOT

PUBLIC = {name: getattr(indexer, name) for name in indexer.__all__}


def _run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_importing_the_library_loads_nothing_else() -> None:
    code = "import sys; before = {*sys.modules}; import indexer; print({*sys.modules} - before)"
    assert _run(code) == "{'indexer'}\n"


def test_a_name_loads_no_more_than_its_module_needs() -> None:
    code = "import sys; from indexer import SearchRequest; print('indexer.archive' in sys.modules)"
    assert _run(code) == "False\n"


def test_the_names_are_listed_once_in_order() -> None:
    assert indexer.__all__ == sorted({*indexer.__all__})
    assert {*indexer.__all__} <= {*dir(indexer)}


def test_a_checker_sees_each_name_where_a_program_finds_it() -> None:
    tree = ast.parse((ROOT / "indexer/__init__.py").read_text("utf-8"))
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "importlib"
        for alias in node.names
    }
    assert {*seen} == {*indexer.__all__}
    for name, module in seen.items():
        assert module is not None
        assert getattr(sys.modules[module], name) is PUBLIC[name], name


def test_a_name_that_is_not_there_is_no_name_of_the_library() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Serach'"):
        getattr(indexer, "Serach")  # noqa: B009 - a checker would refuse the attribute


def test_every_error_can_be_caught_by_its_name() -> None:
    kinds = {
        name
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and kind.__module__ == errors.__name__
    }
    assert kinds <= {*indexer.__all__}
    assert all(issubclass(PUBLIC[name], errors.KnipselError) for name in kinds)


def _types(annotation: Any) -> Iterator[type]:
    """Yield the classes that an annotation is made of."""
    if inspect.isclass(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from _types(each)


def _given(value: Any) -> Iterator[Any]:
    """Yield what a public name gives: what it returns, or what is in it."""
    if inspect.isfunction(value):
        yield _returned(value)
    elif is_dataclass(value):
        hints = get_type_hints(value, localns=PUBLIC)
        yield from (hints[field.name] for field in fields(value))
    elif value is PUBLIC["Archive"]:
        for name, method in vars(value).items():
            if not name.startswith("_") and inspect.isfunction(method):
                yield _returned(method)


def _returned(function: FunctionType) -> Any:
    return eval(inspect.get_annotations(function)["return"], PUBLIC | function.__globals__)


def test_what_a_public_name_gives_is_public_itself() -> None:
    given = {kind for value in PUBLIC.values() for found in _given(value) for kind in _types(found)}
    ours = {kind.__name__ for kind in given if kind.__module__.startswith("indexer.")}
    assert {"Hit", "Series", "Token"} & ours
    assert ours - {*indexer.__all__} == set()
    assert all(hasattr(model, name) for name in ("Hit", "Snippet"))


def test_the_package_is_the_command() -> None:
    command = [sys.executable, "-m", "indexer", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.startswith("Usage: python -m indexer [OPTIONS] COMMAND [ARGS]...")
