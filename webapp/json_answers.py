"""JSON of the API, its messages in the language that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

from indexer.answers.long_text import json_pieces
from webapp.pages.formatting import translated


def json_answer(answer: object, status: int = 200, kind: str = "application/json") -> Response:
    """Return an answer in JSON; messages in it are those of the language of this answer."""
    return Response(_dumped(answer), status, mimetype=kind)


def json_stream(answer: Mapping[str, Any]) -> Response:
    """Return the same of an object with long texts, which are sent a piece at a time."""
    return Response(json_pieces(answer, _dumped), mimetype="application/json")


def _dumped(answer: object) -> bytes:
    return orjson.dumps(answer, default=_text, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def _text(value: object) -> str:
    """Return one of our texts in the language of the answer. Raises TypeError if it is none."""
    if isinstance(value, str):
        return str.__str__(translated(value))
    raise TypeError(f"{type(value).__name__} is no JSON")
