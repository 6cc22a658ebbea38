"""What went wrong, for people and for machines: the one place where errors become HTTP statuses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus

import orjson
from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer import errors
from indexer.messages import Notice
from indexer.search.request import LONGEST_QUERY
from webapp.language import NAMES
from webapp.urls.addresses import address
from webapp.urls.search_state import SearchState

RETRY_SECONDS = 30

_BY_STATUS = {
    400: (Notice("Dit verzoek is niet te lezen"), Notice("Het adres of de aanvraag klopt niet.")),
    404: (
        Notice("Deze pagina bestaat niet"),
        Notice("Het adres klopt niet, of de pagina is verdwenen."),
    ),
    401: (
        Notice("Alleen met wachtwoord"),
        Notice("Dit archief vraagt een naam en een wachtwoord."),
    ),
    403: (Notice("Dit is niet voor iedereen"), Notice("Alleen deze machine zelf krijgt antwoord.")),
    405: (Notice("Dit kan hier niet"), Notice("Deze pagina is alleen om te lezen.")),
    413: (Notice("Dit verzoek is te groot"), Notice("Een zoekvraag past in een adres.")),
    429: (
        Notice("Even rustig aan"),
        Notice("Er komen te veel verzoeken van dit adres. Over een ogenblik gaat het weer."),
    ),
    500: (
        Notice("Er ging iets mis"),
        Notice("De fout ligt hier, niet bij de zoekvraag. Ze is genoteerd."),
    ),
}
_NAMES = {
    "q": Notice("zoekvraag"),
    "page": Notice("pagina"),
    "sort": Notice("volgorde"),
    "since": Notice("van"),
    "until": Notice("tot en met"),
    "lang": Notice("taal"),
    "form": Notice("vorm"),
    "by": Notice("per"),
    "show": Notice("weergave"),
    "width": Notice("breedte"),
}
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
_OTHERWISE = (Notice("Dit verzoek lukt niet"), Notice("De server begrijpt het verzoek niet."))


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
            return Problem(
                400, Notice("Dit is niet te zoeken"), f"{error}.", parameter=error.parameter
            )
        case errors.ArticleNotFoundError():
            return Problem(
                404,
                Notice("Dit artikel is er niet"),
                Notice("Het archief heeft geen artikel met dit id."),
            )
        case errors.IndexMissingError():
            return Problem(503, Notice("Er is nog geen archief"), _COMING, _INDEX)
        case errors.IndexStaleError():
            return Problem(503, Notice("Het archief is verouderd"), _STALE, _REBUILD)
        case errors.IndexDamagedError():
            return Problem(503, Notice("Het archief is beschadigd"), _DAMAGED, "knipsel check")
        case _:
            return Problem(503, Notice("De zoekmachine is even weg"), _AWAY)


_INDEX = Notice("knipsel index MAP")
_REBUILD = Notice("knipsel index --rebuild MAP")
_COMING = Notice("Zodra er artikelen zijn ingelezen, is hier te zoeken. Inlezen gaat zo:")
_STALE = Notice("Het is met een andere versie gebouwd. Opnieuw bouwen gaat zo:")
_DAMAGED = Notice("De index is niet te lezen. Wat eraan scheelt, zegt:")
_AWAY = Notice(
    "Het archief antwoordt niet. Meestal is dat kort: over een halve minuut opnieuw proberen."
)


def _refused(error: errors.KnipselError) -> Response:
    problem = problem_of(error)
    response = _answered(problem)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        current_app.logger.error("%s: %s", type(error).__name__, error)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _failed(error: HTTPException) -> Response:
    status = error.code or 500
    response = _answered(Problem(status, *_BY_STATUS.get(status, _OTHERWISE)))
    response.headers.extend((name, value) for name, value in error.get_headers() if name in _KEPT)
    return response


def _answered(problem: Problem) -> Response:
    if request.path.startswith(("/api/", "/healthz")):
        fields = {name: value for name, value in asdict(problem).items() if value is not None}
        body = orjson.dumps({"type": "about:blank", **fields})
        return Response(body, problem.status, mimetype="application/problem+json")
    lang = request.args.get("lang")
    state = SearchState(
        (request.args.get("q") or "")[:LONGEST_QUERY], lang=lang if lang in NAMES else None
    )
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
