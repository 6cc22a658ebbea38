"""Mutation testing: which changes of the code of storage no test notices.

    python benchmarks/mutants.py [--count 120] [--seed 15] [--only 'storage/[a-z_]+.py']

Draws mutants at random: a comparison or an operator turned, a condition always or never true, a
constant changed, a statement, an error or a result left out. Annotations, docstrings and the words
of messages stay. Each mutant lives in a process of its own, in memory, so that no file changes; it
meets the tests that stand beside its module, and one that survives them the further ones. A mutant
that takes 20 seconds of a processor counts as killed. Survivors are printed: read them, as some
change nothing that could be noticed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import random
import re
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, EllipsisType, FunctionType
from typing import TypeAlias

_Value: TypeAlias = str | bytes | int | float | complex | EllipsisType | None

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("indexer/storage")
_UNIT = "tests/unit/storage"
_FOLDER = (f"{_UNIT}/test_folder_states.py", f"{_UNIT}/test_folder.py")
TESTS = {
    "manifest": (f"{_UNIT}/test_manifest.py", *_FOLDER),
    "payload": (f"{_UNIT}/test_payload.py",),
    "vocabulary": ("tests/integration/test_vocabulary.py",),
    "forward": (f"{_UNIT}/test_forward.py", "tests/integration/test_figures.py"),
    "names": (f"{_UNIT}/test_names.py", "tests/integration/test_stored_names.py"),
}
"""The tests beside a module, or beside all of a folder of them."""
FURTHER = (
    f"{_UNIT}/test_manifest.py",
    f"{_UNIT}/test_forward.py",
    "tests/integration/test_withdrawn.py",
    "tests/integration/test_archive.py",
    "tests/trust/test_hostile_index.py",
)
UNTRIED = ("cluster.py", "cluster_documents.py")
"""Modules whose tests need a cluster, which takes minutes for each mutant."""
_SECONDS = 20
_OPTIONS = ("-x", "-p", "no:cacheprovider", "-p", "no:schemathesis", "-W", "ignore")

_COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A change of the `number`th node of a module, as `ast.walk` has them."""

    module: Path
    number: int
    line: int
    change: str


def main() -> None:
    """Draw mutants, try each, and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--only", default="", help="modules that this expression finds")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    every = [
        mutant
        for module in sorted(PACKAGE.rglob("*.py"))
        if module.name not in UNTRIED and re.search(options.only, module.as_posix())
        for mutant in mutants_of(module)
    ]
    drawn = random.Random(options.seed).sample(every, min(options.count, len(every)))
    preload()
    survived = [mutant for number, mutant in enumerate(drawn, 1) if _survives(mutant, number)]
    killed = len(drawn) - len(survived)
    print(
        f"\n{len(every)} mutants, {len(drawn)} tried, {killed} killed ({killed / len(drawn):.0%})"
    )


def _survives(mutant: Mutant, number: int) -> bool:
    tests = tests_of(mutant.module)
    if killed_by(mutant, tests) or killed_by(mutant, [t for t in FURTHER if t not in tests]):
        print(".", end="", flush=True)
        return False
    source = mutant.module.read_text()
    node = list(ast.walk(ast.parse(source)))[mutant.number]
    line = source.splitlines()[mutant.line - 1].strip()
    what = ast.unparse(node).replace("\n", " ")[:60] if not isinstance(node, ast.Module) else ""
    print(f"\n{number}: {mutant.module}:{mutant.line} {mutant.change}: {line} | {what}", flush=True)
    return True


def tests_of(module: Path) -> list[str]:
    """Return the tests that stand beside a module."""
    return list(TESTS.get(module.stem, TESTS.get(module.parent.name, _FOLDER)))


def mutants_of(module: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree = ast.parse(module.read_text())
    spared = set(_spared(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in spared:
            for change in _changes(node):
                yield Mutant(module, number, getattr(node, "lineno", 0), change)


def _spared(tree: ast.AST) -> Iterator[int]:
    """Yield the nodes that stay: types, imports, docstrings, decorators, words of messages."""
    for node in ast.walk(tree):
        spared: list[ast.AST | None] = [
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
        ]
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                yield id(node)
                yield id(node.value)
            case ast.Import() | ast.ImportFrom() | ast.If(test=ast.Name(id="TYPE_CHECKING")):
                spared.append(node)
            case ast.ClassDef() | ast.FunctionDef():
                spared += node.decorator_list
            case ast.Raise(exc=ast.AST() as error):
                yield from map(id, filter(_is_text, ast.walk(error)))
            case ast.JoinedStr():
                yield from map(id, filter(_is_text, ast.walk(node)))
        for each in filter(None, spared):
            yield from map(id, ast.walk(each))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant)


def _changes(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(ops=[operator, *_]) if type(operator) in _COMPARED:
            yield "another comparison"
        case ast.BoolOp():
            yield "and for or"
        case ast.UnaryOp(op=ast.Not()):
            yield "without not"
        case ast.BinOp() if type(node.op) in _OPERATORS:
            yield "another operator"
        case ast.If() | ast.IfExp():
            yield from ("always", "never")
        case ast.Constant(value=bool() | int() | str() | bytes()):
            yield "another value"
        case ast.Return(value=ast.AST() as value) if not _is_none(value):
            yield "nothing returned"
        case ast.Expr(value=value) if not isinstance(value, ast.Yield | ast.YieldFrom):
            yield "left out"
        case ast.Raise():
            yield "no error"


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def mutated(mutant: Mutant) -> CodeType:
    """Return the code of a module with one change."""
    tree = ast.parse(mutant.module.read_text())
    node = list(ast.walk(tree))[mutant.number]
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARED[type(node.ops[0])]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp():
            node.op = _OPERATORS[type(node.op)]()
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(mutant.change == "always")
        case ast.Constant():
            node.value = _other(node.value)
        case ast.Return() | ast.Expr():
            node.value = ast.Constant(None)
        case _:
            tree = _Without(node).visit(tree)
    return compile(ast.fix_missing_locations(tree), str(mutant.module), "exec")


class _Without(ast.NodeTransformer):
    """Takes a `not` or a `raise` away."""

    def __init__(self, node: ast.AST) -> None:
        self._node = node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        return node.operand if node is self._node else self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return ast.Pass() if node is self._node else self.generic_visit(node)


def _other(value: _Value) -> _Value:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case bytes():
            return value + b"X"
    return f"{value!s}X"


def preload() -> None:
    """Load the tests and all that they load, so that no mutant has to: it is put in its place."""
    import pytest  # noqa: PLC0415 - after the paths are set

    every = {test for tests in (*TESTS.values(), FURTHER, _FOLDER) for test in tests}
    if _quietly(lambda: int(pytest.main([*_OPTIONS, "--collect-only", *sorted(every)]))):
        raise SystemExit("the tests cannot be collected")


def killed_by(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Run the tests over a mutant in another process, and say whether one fails."""
    process = os.fork()
    if not process:
        os._exit(_quietly(lambda: _tried(mutant, tests)))
    _, status = os.waitpid(process, 0)
    return status != 0


def _quietly(run: Callable[[], int]) -> int:
    """Return what a function returns that prints to nobody."""
    kept, nothing = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    status = run()
    for number, stream in enumerate(kept, 1):
        os.dup2(stream, number)
    return status


def _tried(mutant: Mutant, tests: Sequence[str]) -> int:
    import pytest  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        put_in_place(mutant)
        return int(pytest.main([*_OPTIONS, *tests]))
    except BaseException:  # noqa: BLE001 - a module that does not load is noticed
        return 1


def put_in_place(mutant: Mutant) -> None:
    """Let a module that is loaded, and all that took something from it, have the code of a mutant.

    Functions and methods get other code, as others may have them; other values are replaced.
    """
    name = ".".join(mutant.module.with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    fresh = dict(vars(module))
    exec(mutated(mutant), fresh)
    for key, value in fresh.items():
        old = vars(module).get(key)
        if getattr(value, "__module__", None) == name and isinstance(old, type):
            for attribute, inner in vars(value).items():
                _take(vars(old).get(attribute), inner)
        elif not _take(old, value) and not key.startswith("__"):
            for other in [*sys.modules.values()]:
                if other is module or (old is not None and vars(other).get(key) is old):
                    setattr(other, key, value)


def _take(old: object, new: object) -> bool:
    """Give a function the code of another, and say whether they are functions."""
    for wrapped in ("__func__", "fget", "func", "__wrapped__"):
        old, new = getattr(old, wrapped, old), getattr(new, wrapped, new)
    if not (isinstance(old, FunctionType) and isinstance(new, FunctionType)):
        return False
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        old.__kwdefaults__ = new.__kwdefaults__
    return True


if __name__ == "__main__":
    main()
