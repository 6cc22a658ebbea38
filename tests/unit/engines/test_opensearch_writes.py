"""Every request that changes a cluster is sent after the lease was looked at, or says why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import indexer

HOME = Path(indexer.__file__).parent
FILES = (*(HOME / "engines" / "opensearch").glob("*.py"), *(HOME / "storage").glob("cluster*.py"))
READING = (
    *("/_search", "/_msearch", "/_refresh", "/_flush", "/_cache/clear", "/_mtermvectors"),
    *("/_search/point_in_time",),
)
"""Ends of paths to which is sent what changes nothing that is kept."""
CHECKS = {"check", "_guard", "guard"}
UNCHECKED = {
    ("lease.py", "held"): "the lease itself, with the condition that it is still ours",
    ("lease.py", "_write"): "the lease itself, with the condition that it is still ours",
    ("writer.py", "create_index"): "a name that is there already is refused by the cluster",
    ("cluster.py", "_prepare"): "a setting that has one value, whoever writes it",
    ("cluster.py", "_switch"): "its only caller looks right before it",
    ("cluster_documents.py", "prepare"): "made as it is there already, if it is",
    ("client.py", "statistics"): "what is asked of term vectors changes nothing",
    ("point_in_time.py", "_begin"): "a point in time changes nothing",
}


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return str(name)
    return ""


def _changing(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield the requests in a function that change what is kept."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and _called(node) == "ask" and len(node.args) > 1):
            continue
        method, path = node.args[0], ast.unparse(node.args[1]).strip("'")
        is_read = isinstance(method, ast.Constant) and method.value in {"GET", "HEAD"}
        if not is_read and not path.endswith(READING):
            yield node


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path.name, node


def test_the_lease_is_looked_at_before_each_request_that_changes_a_cluster() -> None:
    met, unchecked = 0, set()
    for file, function in _functions():
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        checks = [call.lineno for call in calls if _called(call) in CHECKS]
        for request in _changing(function):
            met += 1
            if not any(line <= request.lineno for line in checks):
                unchecked.add((file, function.name))
    assert met >= 15, "they are found"
    assert unchecked == {*UNCHECKED}


def test_who_sends_without_a_look_has_a_caller_that_looks() -> None:
    """What switches the alias is called right after a look at the lease."""
    (commit,) = (f for file, f in _functions() if (file, f.name) == ("cluster.py", "commit"))
    lines = ast.unparse(commit).splitlines()
    (at,) = (number for number, line in enumerate(lines) if "self._switch(" in line)
    assert lines[at - 1].strip() == "self._lease.check()"
    callers = [f.name for _, f in _functions() for n in ast.walk(f) if _called(n) == "_switch"]
    assert callers == ["commit"]
