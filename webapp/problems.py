"""What went wrong, for people and for machines: the one place where errors become HTTP statuses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus

import orjson
from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer import errors
from indexer.requesting import LONGEST_QUERY
from webapp.addresses import address
from webapp.state import SearchState

RETRY_SECONDS = 30

_BY_STATUS = {
    400: ("Dit verzoek is niet te lezen", "Het adres of de aanvraag klopt niet."),
    404: ("Deze pagina bestaat niet", "Het adres klopt niet, of de pagina is verdwenen."),
    405: ("Dit kan hier niet", "Deze pagina is alleen om te lezen."),
    413: ("Dit verzoek is te groot", "Een zoekvraag past in een adres."),
    500: ("Er ging iets mis", "De fout ligt hier, niet bij de zoekvraag. Ze is genoteerd."),
}
_NAMES = {
    "q": "zoekvraag",
    "page": "pagina",
    "sort": "volgorde",
    "since": "van",
    "until": "tot en met",
    "lang": "taal",
    "form": "vorm",
    "by": "per",
    "show": "weergave",
    "width": "breedte",
}
_OTHERWISE = ("Dit verzoek lukt niet", "De server begrijpt het verzoek niet.")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is told; `command` is what mends it, `parameter` the one at fault."""

    status: int
    title: str
    detail: str
    command: str | None = None
    parameter: str | None = None


def install(app: Flask) -> None:
    """Answer errors with a page, and those under /api with `application/problem+json`."""
    app.register_error_handler(errors.KnipselError, _refused)
    app.register_error_handler(HTTPException, _failed)


def problem_of(error: errors.KnipselError) -> Problem:
    """Return the problem that a reader is told of; what stays hidden is logged."""
    match error:
        case errors.RequestError():
            return Problem(400, "Dit is niet te zoeken", f"{error}.", parameter=error.parameter)
        case errors.ArticleNotFoundError():
            return Problem(
                404, "Dit artikel is er niet", "Het archief heeft geen artikel met dit id."
            )
        case errors.IndexMissingError():
            return Problem(503, "Er is nog geen archief", _COMING, "knipsel index MAP")
        case errors.IndexStaleError():
            return Problem(503, "Het archief is verouderd", _STALE, "knipsel index --rebuild MAP")
        case errors.IndexDamagedError():
            return Problem(503, "Het archief is beschadigd", _DAMAGED, "knipsel check")
        case _:
            return Problem(503, "De zoekmachine is even weg", _AWAY)


_COMING = "Zodra er artikelen zijn ingelezen, is hier te zoeken. Inlezen gaat zo:"
_STALE = "Het is met een andere versie gebouwd. Opnieuw bouwen gaat zo:"
_DAMAGED = "De index is niet te lezen. Wat eraan scheelt, zegt:"
_AWAY = "Het archief antwoordt niet. Meestal is dat kort: over een halve minuut opnieuw proberen."


def _refused(error: errors.KnipselError) -> Response:
    problem = problem_of(error)
    response = _told(problem)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        current_app.logger.error("%s: %s", type(error).__name__, error)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _failed(error: HTTPException) -> Response:
    status = error.code or 500
    response = _told(Problem(status, *_BY_STATUS.get(status, _OTHERWISE)))
    response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def _told(problem: Problem) -> Response:
    if request.path.startswith(("/api/", "/healthz")):
        fields = {name: value for name, value in asdict(problem).items() if value is not None}
        body = orjson.dumps({"type": "about:blank", **fields})
        return Response(body, problem.status, mimetype="application/problem+json")
    state = SearchState(q=(request.args.get("q") or "")[:LONGEST_QUERY])
    page = render_template(
        "problem.html",
        problem=problem,
        state=state,
        name=_NAMES.get(problem.parameter or "", problem.parameter),
        without=_without(problem),
    )
    return make_response(page, problem.status)


def _without(problem: Problem) -> str | None:
    """Return this address without the parameter at fault, if there is more to ask for."""
    if problem.parameter is None or problem.parameter == "q":
        return None
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != problem.parameter]
    return address(request.path, pairs)
