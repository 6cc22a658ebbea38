"""Mutants of a module: what can be changed in it, the code of a change, and how it is put in place.

Changed are comparisons, operators, conditions, constants, statements, errors and results, one at a
time. Annotations, imports, docstrings, decorators and the words of messages stay.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, EllipsisType, FunctionType
from typing import TypeAlias

_Value: TypeAlias = str | bytes | int | float | complex | EllipsisType | None

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


def reach_of(mutant: Mutant) -> range | None:
    """Return the lines of the statement that a mutant changes; None where it runs at the import."""
    tree = ast.parse(mutant.module.read_text())
    target = list(ast.walk(tree))[mutant.number]
    found: ast.stmt | None = None
    inside = False  # of a function, whose statements run when it is called
    for node in _path_to(tree, target):
        inside = inside or (isinstance(found, ast.FunctionDef) and node in found.body)
        if isinstance(node, ast.stmt):
            found = node
    if found is None or not inside or isinstance(found, ast.ClassDef | ast.FunctionDef):
        return None
    body = getattr(found, "body", None)
    last = body[0].lineno - 1 if body else found.end_lineno or found.lineno
    return range(found.lineno, max(last, found.lineno) + 1)


def _path_to(node: ast.AST, target: ast.AST) -> list[ast.AST]:
    """Return the nodes from one to a node within it, or none."""
    if node is target:
        return [node]
    for child in ast.iter_child_nodes(node):
        if path := _path_to(child, target):
            return [node, *path]
    return []


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
