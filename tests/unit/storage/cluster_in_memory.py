"""A cluster in memory: as much of OpenSearch as a store asks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

import orjson

from indexer.engines.opensearch.client import RefusedError

_DOCUMENT = re.compile(r"/(?P<index>[^/]+)/_doc/(?P<id>.+)")
METHODS = {"DELETE", "GET", "HEAD", "POST", "PUT"}
PARAMETERS = {
    name: re.compile(allowed)
    for name, allowed in {
        "conflicts": "proceed|abort",
        "if_primary_term": r"\d+",
        "if_seq_no": r"\d+",
        "op_type": "create|index",
        "refresh": "true|false|wait_for",
        "timeout": r"\d+s",
        "wait_for_status": "green|yellow|red",
    }.items()
}
_MISSING, _CONFLICT, _BAD, _FORBIDDEN = 404, 409, 400, 403


@dataclass
class Index:
    """An index: what it says of itself and its fields, its articles, and documents by their id."""

    mapping: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    articles: int = 0
    documents: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)


@dataclass
class InMemoryCluster:
    """Answers as `Client.ask` does."""

    indices: dict[str, Index] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    timeouts: dict[str, float | None] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    status: str = "green"
    nodes: int = 1
    readers: int = 0
    """Of each index: so many points in time are open."""
    version: str = "3.6.0"
    forbids: str = ""
    """The beginning of the requests that nobody here may make."""

    def ask(
        self, method: str, path: str, body: Any = None, *,
        parameters: Any = None, timeout: float | None = None,
    ) -> Any:  # fmt: skip
        """Answer a request, or refuse it."""
        request, body = f"{method} {path}", orjson.loads(orjson.dumps(body))
        assert method in METHODS
        for name, value in (parameters or {}).items():
            assert PARAMETERS[name].fullmatch(value), "as the server refuses what it does not know"
        self.asked.append(request)
        self.timeouts[request] = timeout
        if self.forbids and request.startswith(self.forbids):
            raise RefusedError("not allowed", _FORBIDDEN, "security_exception")
        if match := _DOCUMENT.fullmatch(path):
            return self._document(method, match["index"], match["id"], body, parameters or {})
        name, _, what = path.strip("/").partition("/")
        if name == "_cluster":
            self.settings |= body or {}
            return self._of_all(what, parameters or {})
        if name == "_aliases":
            for action in body["actions"]:
                ((how, told),) = action.items()
                self._change(how, told)
            return {}
        if what:
            return self._of_indices(method, what, self._named(name), body)
        return self._whole(method, name, body)

    def _whole(self, method: str, name: str, body: Any) -> Any:
        if not name:
            return {"version": {"distribution": "opensearch", "number": self.version}}
        if method == "HEAD":
            return name in self.indices or bool(self.aliases.get(name))
        if method == "DELETE":
            return self.indices.pop(name)
        if name in self.indices:
            raise RefusedError("it is there", _BAD, "resource_already_exists_exception")
        self.indices[name] = Index(body["mappings"], body["settings"])
        return {}

    def _of_all(self, what: str, asked: dict[str, str]) -> Any:
        waits = asked.get("wait_for_status") == "green" and asked["timeout"].endswith("s")
        return {
            "status": self.status, "unassigned_shards": 3, "number_of_data_nodes": self.nodes,
            "timed_out": bool(waits and self.status != "green"),
        } if what.startswith("health") else {}  # fmt: skip

    def _of_indices(self, method: str, what: str, names: list[str], body: Any) -> Any:
        (index,) = [self.indices[name] for name in names][:1] or [Index()]
        if what == "_mapping" and method == "PUT":
            index.mapping = {**index.mapping, **body}
        elif what == "_settings":
            index.settings |= body
        elif what == "_delete_by_query":
            chosen = body["query"]["bool"]
            ((of_it, generation),) = chosen["filter"][0]["term"].items()
            ((named, files),) = chosen["must_not"][0]["terms"].items()
            index.documents = {
                id_: (source, number)
                for id_, (source, number) in index.documents.items()
                if source.get(of_it) != generation or source.get(named) in files
            }
        search = {"point_in_time_current": self.readers}
        return {
            "_mapping": {name: {"mappings": self.indices[name].mapping} for name in names},
            "_count": {"count": index.articles},
            "_stats/search": {"_all": {"total": {"search": search}}},
            "_stats/store": {"_all": {"primaries": {"store": {"size_in_bytes": 7}}}},
        }.get(what, {})

    def _named(self, name: str) -> list[str]:
        found = self.aliases.get(name) or [each for each in self.indices if fnmatch(each, name)]
        if not found and "*" not in name:
            raise RefusedError(f"no {name}", _MISSING, "index_not_found_exception")
        return found

    def _change(self, how: str, told: dict[str, str]) -> None:
        named = self.aliases.setdefault(told["alias"], [])
        {"add": named.append, "remove": named.remove}[how](told["index"])

    def _document(self, method: str, name: str, id_: str, body: Any, asked: dict[str, str]) -> Any:
        documents = self.indices[name].documents if name in self.indices else {}
        source, number = documents.get(id_, (None, 0))
        if method != "PUT" and source is None:
            raise RefusedError(f"no {id_}", _MISSING, "")
        if method == "PUT":
            wanted = asked.get("if_seq_no", str(number))
            if wanted != str(number) or (source is not None and "op_type" in asked):
                raise RefusedError("conflict", _CONFLICT, "version_conflict_engine_exception")
            documents[id_] = source, number = body, number + 1
        elif method == "DELETE":
            del documents[id_]
        return {"_source": source, "_seq_no": number, "_primary_term": 1}
