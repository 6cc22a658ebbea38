"""Requests to an OpenSearch cluster, and what their failures mean. Only this imports its package.

A node that does not answer is left out for a while, and another one asked. If none answers, that is
an EngineUnavailableError, and the next request tries again.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import opensearchpy
import orjson
from opensearchpy import Connection, RoundRobinSelector, exceptions
from opensearchpy.serializer import JSONSerializer

from indexer.config import Cluster
from indexer.engines.opensearch.address import Address
from indexer.errors import EngineUnavailableError, KnipselError, RequestError
from indexer.messages import Bilingual

MIN_VERSION = 3
"""The first major version whose BM25 is Lucene's own, without a factor k1 + 1."""

NONE: Mapping[str, str] = {}
_CONNECTIONS = 32  # a node
_SECONDS_AWAY = 5  # that a node that did not answer is left out
_SECONDS_TO_NAME = 2  # that a node may take to say which it is
_NOT_FOUND = 404
_UNAVAILABLE = 503
_BUSY = (429, 502, _UNAVAILABLE, 504)


class RefusedError(KnipselError):
    """The cluster refused a request; `status` is HTTP's, `kind` OpenSearch's name of the reason."""

    def __init__(self, message: str, status: int, kind: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind

    @property
    def is_missing(self) -> bool:
        """Whether what was asked for is not there."""
        return self.status == _NOT_FOUND


class _Serializer(JSONSerializer):
    """JSON by orjson; bytes are ready-made lines of JSON."""

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, bytes | str) else orjson.dumps(data)

    def loads(self, s: Any) -> Any:
        try:
            return orjson.loads(s)
        except ValueError as error:
            raise exceptions.SerializationError(s, error) from error


class _Nearest(RoundRobinSelector):
    """Selects the node that was chosen as long as it answers, otherwise each in turn."""

    chosen: Connection | None = None

    def select(self, connections: Sequence[Connection]) -> Any:
        chosen = self.chosen
        if any(each is chosen for each in connections):
            return chosen
        return super().select(connections)


class Client:
    """A cluster that answers requests. Threads may share it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        # Failures are raised as errors; the library would print every attempt as well.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        urls = cluster.nodes or ("",)
        self._addresses = [Address.read(url, number) for number, url in enumerate(urls, 1)]
        for address in self._addresses:
            if not (address.secure or address.is_local):
                _warn_of_plain(str(address))
        for name, file in _files(cluster).items():
            if file and not os.path.isfile(file):  # noqa: PTH113 - of a long text that is false
                # Which may be the key itself: it is not quoted.
                raise KnipselError(f"There is no file of the name that {name} gives.")
        try:
            self._client = opensearchpy.OpenSearch(
                [address.options for address in self._addresses],
                **_options(cluster, secure=any(each.secure for each in self._addresses)),
            )
        except (OSError, ssl.SSLError, opensearchpy.ImproperlyConfigured) as error:
            raise KnipselError(
                f"The certificates for OpenSearch cannot be used: {error}. Look at OPENSEARCH_CA, "
                "OPENSEARCH_CERTIFICATE and OPENSEARCH_KEY."
            ) from error

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        parameters: Mapping[str, str] = NONE,
        timeout: float | None = None,
    ) -> Any:
        """Return the answer, parsed.

        Raises EngineUnavailableError if no node answers or the cluster is too busy, RefusedError if
        it refuses the request, RequestError for a query that is too long, and KnipselError if the
        address, the certificate or the password is wrong.
        """
        asked: dict[str, Any] = dict(parameters)
        if timeout:
            asked["request_timeout"] = timeout
        try:
            return self._client.transport.perform_request(method, path, params=asked, body=body)
        except exceptions.SSLError as error:
            raise KnipselError(
                f"No safe connection to {self._where()}: {_reason(error)}. Name the file of its "
                "certificate authority in OPENSEARCH_CA."
            ) from error
        except exceptions.ConnectionError as error:
            raise EngineUnavailableError(
                f"{self._where()} does not answer: {_reason(error)}. "
                "See that OpenSearch runs there, and that OPENSEARCH_URL is right."
            ) from error
        except exceptions.TransportError as error:
            raise self._refusal(error) from error
        except exceptions.SerializationError as error:
            raise KnipselError(
                f"{self._where()} answers, but not as OpenSearch does. Is OPENSEARCH_URL right?"
            ) from error

    def search(self, body: dict[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer to a search."""
        answer: dict[str, Any] = self.ask("POST", "/_search", body, parameters=parameters)
        return answer

    def searches(
        self, bodies: Sequence[dict[str, Any]], parameters: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """Return the answers to several searches. Raises what `ask` does if any is refused."""
        head = orjson.dumps(dict(parameters))
        lines = b"".join(b"%b\n%b\n" % (head, orjson.dumps(body)) for body in bodies)
        return self._whole(self.ask("POST", "/_msearch", lines)["responses"])

    def statistics(self, index: str, articles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return what an index tells of the terms of articles that it is sent. Raises likewise."""
        path, near = f"/{index}/_mtermvectors", {"preference": "_local"}
        return self._whole(self.ask("POST", path, {"docs": articles}, parameters=near)["docs"])

    def _whole(self, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for answer in answers:
            if "error" in answer:  # of statistics without a status: no shard answered
                status = answer.get("status", _UNAVAILABLE)
                raise self._refusal(exceptions.TransportError(status, "", answer))
        return answers

    def stay_near(self, index: str) -> str | None:
        """Ask a node that holds all of an index from now on, while it answers; return its id.

        What another node is asked it passes on, and the answer back. None where no node has all, or
        is told apart from others.
        """
        pool = self._client.transport.connection_pool
        if not isinstance(selector := getattr(pool, "selector", None), _Nearest):
            return None  # there is one address
        shards = self.ask("GET", f"/{index}/_search_shards")["shards"]
        held = Counter(copy["node"] for copies in shards for copy in copies)
        selector.chosen = None
        for connection in pool.connections[:]:  # in an order of chance
            node = _node_at(connection)
            if node and held[node] == len(shards):
                selector.chosen = connection
                return node
        return None

    def check_version(self) -> None:
        """Raise KnipselError if this is not OpenSearch, or an OpenSearch that is too old."""
        body = self.ask("GET", "/")
        version = body.get("version") if isinstance(body, dict) else None
        if not isinstance(version, dict) or version.get("distribution") != "opensearch":
            raise KnipselError(
                f"{self._where()} is no OpenSearch. Knipsel needs OpenSearch "
                f"{MIN_VERSION}.0 or later; give its address in OPENSEARCH_URL."
            )
        number = str(version["number"])
        if int(number.partition(".")[0]) < MIN_VERSION:
            raise KnipselError(
                f"{self._where()} is OpenSearch {number}; Knipsel needs {MIN_VERSION}.0 or "
                "later. Upgrade the cluster first."
            )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _where(self) -> str:
        return f"OpenSearch at {', '.join(map(str, self._addresses))}"

    def _refusal(self, error: exceptions.TransportError) -> KnipselError:
        status, kind, reason = _told(error)
        if blocked(status, kind):
            return RefusedError(
                f"{self._where()} lets nothing be written: {reason}. When a disk is nearly full, "
                "OpenSearch makes indices read-only: make room, then try again.",
                status,
                kind,
            )
        if status in _BUSY and kind != "circuit_breaking_exception":
            return EngineUnavailableError(
                f"{self._where()} cannot answer now: {reason}. Try again; when it goes on, look at "
                "the health of the cluster."
            )
        if "too_many" in kind and "clauses" in kind:
            return RequestError(
                "q",
                Bilingual(
                    "meer woorden dan het cluster in één keer aankan; laat er een paar weg, of "
                    "verhoog indices.query.bool.max_clause_count",
                    "more words than the cluster takes at once; leave some out, or raise "
                    "indices.query.bool.max_clause_count",
                ),
            )
        if status == 401:  # noqa: PLR2004
            return KnipselError(
                f"{self._where()} does not accept the user {self.cluster.user or '(none)'!r} with "
                "this password. Look at OPENSEARCH_USER and OPENSEARCH_PASSWORD."
            )
        if status == 403:  # noqa: PLR2004
            return KnipselError(
                f"{self._where()} does not allow this to the user {self.cluster.user!r}: {reason}. "
                f"It needs all rights to the indices {self.cluster.index}*."
            )
        return RefusedError(f"{self._where()} refuses this: {reason}", status, kind)


def _node_at(connection: Connection) -> str | None:
    """Return the id of a node, None where it does not tell."""
    with suppress(exceptions.OpenSearchException, ValueError):
        _, _, told = connection.perform_request(
            "GET", "/_nodes/_local/none", timeout=_SECONDS_TO_NAME
        )
        return next(iter(orjson.loads(told)["nodes"]), None)
    return None


def _files(cluster: Cluster) -> dict[str, str | None]:
    return {
        "OPENSEARCH_CA": cluster.ca,
        "OPENSEARCH_CERTIFICATE": cluster.certificate,
        "OPENSEARCH_KEY": cluster.key,
    }


def blocked(status: int, kind: str) -> bool:
    """Return whether an index is read-only, which lasts until somebody mends it.

    The block of a disk that is nearly full has the status of too many requests.
    """
    return kind == "cluster_block_exception" and status in (403, 429)


@cache
def _warn_of_plain(address: str) -> None:
    """Say, once a process, that what is sent to another machine can be read on the way."""
    logging.getLogger("knipsel").warning(
        "OpenSearch at %s is another machine, and is asked without encryption: whoever is on the "
        "way reads the articles and the password. Write https:// in OPENSEARCH_URL.",
        address,
    )


def _options(cluster: Cluster, *, secure: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "pool_maxsize": _CONNECTIONS,
        "timeout": cluster.timeout,
        "max_retries": len(cluster.nodes),
        "retry_on_timeout": True,
        "retry_on_status": (),
        "dead_timeout": _SECONDS_AWAY,
        "timeout_cutoff": 0,
        "selector_class": _Nearest,
        "serializer": _Serializer(),
    }
    if cluster.user:
        options["http_auth"] = (cluster.user, cluster.password or "")
    if secure:
        options |= {"verify_certs": True, "ca_certs": cluster.ca}
        if cluster.certificate:
            options |= {"client_cert": cluster.certificate, "client_key": cluster.key}
    return options


def _told(error: exceptions.TransportError) -> tuple[int, str, str]:
    """Return the status, the kind and the reason of an answer that is an error."""
    status = error.status_code if isinstance(error.status_code, int) else 0
    info = error.info if isinstance(error.info, dict) else {}
    body = info.get("error")
    if not isinstance(body, dict):
        return status, str(error.error), str(body or error.error)
    roots = body.get("root_cause") or [body]
    deepest = body.get("caused_by") or roots[0]
    root = roots[0]
    kind = str(root.get("type") or body.get("type"))
    return status, kind, str(root.get("reason") or deepest.get("reason") or kind)


def _reason(error: exceptions.ConnectionError) -> str:
    """Return the cause in a line, without the objects that the library prints with it."""
    text = str(error.info or error)
    return re.sub(r"<[^<>]*>:? ?", "", text).strip()
