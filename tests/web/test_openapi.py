"""The API is what its description says, over the sample archive."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from indexer.archive import build
from indexer.config import Settings
from tests.paths import SEEDS
from webapp import create_app
from webapp.archive_access import opener_of
from webapp.openapi import document

FOR_MACHINES = re.compile(
    r"/api(/.+)?|/cite/.+|/healthz|.+\.(csv|jsonl|ris|atom|xml|json)|/selection.+|/export.+"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    index = Settings(index=tmp_path_factory.mktemp("seeds"))
    build(index, [SEEDS])
    made = create_app(index)
    yield made
    opener_of(made).close()


@pytest.fixture(scope="module")
def closed() -> dict[str, Any]:
    """Return the document with every object closed: a field that it does not name is an error."""
    described = deepcopy(document())
    for schema in described["components"]["schemas"].values():
        _close(schema)
    return described


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            _close(part)


@pytest.fixture(scope="module")
def described(app: Flask, closed: dict[str, Any]) -> schemathesis.BaseSchema:
    schema = schemathesis.openapi.from_dict(closed)
    schema.app = app
    return schema


def test_the_document_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_the_document_is_served(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").get_json() == json.loads(json.dumps(document()))


def test_every_route_for_machines_is_described_and_every_path_is_a_route(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    machines = filter(FOR_MACHINES.fullmatch, rules)
    routes = {rule.replace("<article_id:article_id>", "{id}") for rule in machines}
    assert routes == set(document()["paths"])


def test_every_parameter_and_schema_is_used() -> None:
    text = json.dumps(document())
    for kind, parts in document()["components"].items():
        for name in parts:
            assert f'"#/components/{kind}/{name}"' in text, f"{name} is described for nothing"


def _answerable() -> list[tuple[str, GenerationMode]]:
    """Return each path with how to ask it: well, and badly where there is anything to ask."""
    return [
        (path, mode)
        for path, item in document()["paths"].items()
        for mode in GenerationMode
        if mode.is_positive or item["get"]["parameters"] or "{id}" in path
    ]


@pytest.mark.parametrize(("path", "mode"), _answerable())
def test_whatever_is_asked_the_answer_is_as_described(
    described: schemathesis.BaseSchema, path: str, mode: GenerationMode
) -> None:
    """No 5xx; status, media type, headers and body as the document says.

    Left out: that all described input is taken (since may lie after until) and that all other is
    refused (an empty parameter counts as not given).
    """

    @given(described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=25,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance, negative_data_rejection])

    ask()


@pytest.mark.parametrize("path", document()["paths"])
def test_what_is_found_is_as_described(described: schemathesis.BaseSchema, path: str) -> None:
    if path == "/export.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    operation = described[path]["GET"]
    names = {parameter.name for parameter in operation.iter_parameters()}
    asked = {"q": "navo", "n": 20, "page": 1} if "q" in names else {}
    where = {"id": "velmerland/navo-madrid"} if "id" in names else {}
    query = {name: value for name, value in asked.items() if name in names}
    response = operation.Case(query=query, path_parameters=where).call_and_validate()
    assert response.status_code == 200
