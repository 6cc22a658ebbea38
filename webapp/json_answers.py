"""JSON of the API, its messages in the language that was asked for."""

from __future__ import annotations

import orjson
from flask import Response

from webapp.pages.formatting import translated


def json_answer(answer: object, status: int = 200, kind: str = "application/json") -> Response:
    """Return an answer in JSON; messages in it are those of the language of this answer."""
    body = orjson.dumps(answer, default=_text, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    return Response(body, status, mimetype=kind)


def _text(value: object) -> str:
    """Return one of our texts in the language of the answer. Raises TypeError if it is none."""
    if isinstance(value, str):
        return str.__str__(translated(value))
    raise TypeError(f"{type(value).__name__} is no JSON")
