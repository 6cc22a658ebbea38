"""Errors as pages and as problem+json: the one place where errors become HTTP statuses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from indexer import errors
from indexer.config import Settings
from indexer.fields import FILTERS
from indexer.later import replace
from indexer.messages import Bilingual, Message
from indexer.request_checks import shown
from indexer.search.request import MAX_QUERY_LENGTH
from indexer.storage.index_store import accuse
from webapp.json_answers import json_answer
from webapp.language import NAMES
from webapp.media_types import PROBLEM
from webapp.rendering import render
from webapp.urls.addresses import address
from webapp.urls.search_state import EXCLUDING, SearchState

RETRY_SECONDS = 30

_BY_STATUS = {
    400: (Message("Dit verzoek is niet te lezen"), Message("Het adres of de aanvraag klopt niet.")),
    404: (
        Message("Deze pagina bestaat niet"),
        Message("Het adres klopt niet, of de pagina is verdwenen."),
    ),
    401: (
        Message("Alleen met wachtwoord"),
        Message("Dit archief vraagt een naam en een wachtwoord."),
    ),
    403: (
        Message("Dit is niet voor iedereen"),
        Message("Alleen deze machine zelf krijgt antwoord."),
    ),
    405: (Message("Dit kan hier niet"), Message("Deze pagina is alleen om te lezen.")),
    413: (Message("Dit verzoek is te groot"), Message("Een zoekvraag past in een adres.")),
    421: (
        Message("Onder deze naam is hier niets"),
        Message("Het archief antwoordt alleen op de namen van de instelling ‘hosts’."),
    ),
    429: (
        Message("Even rustig aan"),
        Message("Er komen te veel verzoeken van dit adres. Over een ogenblik gaat het weer."),
    ),
    500: (
        Message("Er ging iets mis"),
        Message("De fout ligt hier, niet bij de zoekvraag. Ze is genoteerd."),
    ),
    503: (
        Message("Een ogenblik geduld"),
        Message("Er wordt al een bestand gemaakt. Over enkele seconden kan het volgende."),
    ),
}
_NAMES = {
    "q": Message("zoekvraag"),
    "page": Message("pagina"),
    "sort": Message("volgorde"),
    "since": Message("van"),
    "until": Message("tot en met"),
    "period": Message("periode"),
    "event": Message("gemerkte dag"),
    "day": Message("dag"),
    "lang": Message("taal"),
    "form": Message("vorm"),
    "by": Message("per"),
    "show": Message("weergave"),
    "width": Message("breedte"),
    **{each.name: each.heading for each in FILTERS},
    **{EXCLUDING + each.name: each.heading for each in FILTERS},
}
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
_OTHERWISE = (Message("Dit verzoek lukt niet"), Message("De server begrijpt het verzoek niet."))


@dataclass(frozen=True, slots=True)
class Problem:
    """An error for a reader: `command` is what mends it, `parameter` the one at fault.

    `query` is one that may find what this address does not have.
    """

    status: int
    title: str
    detail: str
    command: str | None = None
    parameter: str | None = None
    query: str | None = None


class NameNotFound(NotFound):
    """No article has a name of this kind; the words of it may stand in one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.asked = name


def install(app: Flask, settings: Settings) -> None:
    """Answer errors with a page, and those under /api with `application/problem+json`."""

    def unexpected(error: Exception) -> Response:
        try:
            accuse(settings, error)
        except errors.IndexDamagedError as damaged:
            return _refused(damaged)
        raise error

    def unfinished(failed: InternalServerError) -> Response:
        """Answer what went wrong after a view was done, as while its text was encoded."""
        if isinstance(failed.original_exception, Exception):
            try:
                accuse(settings, failed.original_exception)
            except errors.IndexDamagedError as damaged:
                return _refused(damaged)
        return _failed(failed)

    app.register_error_handler(errors.KnipselError, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(InternalServerError, unfinished)
    app.register_error_handler(Exception, unexpected)


def problem_of(error: errors.KnipselError) -> Problem:
    """Return what a reader learns of an error; the rest is logged."""
    match error:
        case errors.CursorExpiredError():
            changed = Message(
                "Sinds het begin van deze lijst is het archief vernieuwd (%(built)s). Begin "
                "opnieuw, met ‘cursor=*’.",
                built=error.built,
            )
            return Problem(410, Message("Het archief is veranderd"), changed, parameter="cursor")
        case errors.RequestError():
            detail = Bilingual(f"{error.message}.", f"{error.message.english}.")
            return Problem(400, Message("Dit is niet te zoeken"), detail, parameter=error.parameter)
        case errors.ArticleNotFoundError():
            return Problem(
                404,
                Message("Dit artikel is er niet"),
                Message("Het archief heeft geen artikel met dit id."),
            )
        case errors.IndexMissingError():
            return Problem(503, Message("Er is nog geen archief"), _COMING, _INDEX)
        case errors.IndexStaleError():
            return Problem(503, Message("Het archief is verouderd"), _STALE, _REBUILD)
        case errors.IndexDamagedError():
            return Problem(503, Message("Het archief is beschadigd"), _DAMAGED, "knipsel check")
        case _:
            return Problem(503, Message("De zoekmachine is even weg"), _AWAY)


_INDEX = Message("knipsel index MAP")
_REBUILD = Message("knipsel index --rebuild MAP")
_COMING = Message("Zodra er artikelen zijn ingelezen, is hier te zoeken. Inlezen gaat zo:")
_STALE = Message("Het is met een andere versie gebouwd. Opnieuw bouwen gaat zo:")
_DAMAGED = Message("De index is niet te lezen. Wat eraan scheelt, zegt:")
_AWAY = Message(
    "Het archief antwoordt niet. Meestal is dat kort: over een halve minuut opnieuw proberen."
)

_NO_NAME = Message("Geen artikel noemt deze naam")
_OTHERWISE_WRITTEN = Message(
    "Misschien schrijft het archief hem anders. Zoeken naar de woorden vindt ook andere vormen."
)
_NOT_IN_API = Message("De API heeft dit adres niet. Welke ze heeft, zegt /api.")


def _refused(error: errors.KnipselError) -> Response:
    problem = problem_of(error)
    response = _answered(problem)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        # What an index is blamed for may be a fault of ours: the log says where it came up.
        where = error if isinstance(error, errors.IndexDamagedError) and error.__cause__ else None
        current_app.logger.error("%s: %s", type(error).__name__, error, exc_info=where)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _failed(error: HTTPException) -> Response:
    response = _answered(_problem_of_http(error))
    response.headers.extend((name, value) for name, value in error.get_headers() if name in _KEPT)
    return response


def _problem_of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    title, detail = _BY_STATUS.get(status, _OTHERWISE)
    if isinstance(error, NameNotFound):
        return Problem(status, _NO_NAME, _OTHERWISE_WRITTEN, query=error.asked)
    if status == HTTPStatus.NOT_FOUND and f"{request.path}/".startswith("/api/"):
        detail = _NOT_IN_API
    return Problem(status, title, detail)


def _answered(problem: Problem) -> Response:
    if f"{request.path}/".startswith(("/api/", "/healthz/")):
        alone = replace(problem, detail=_sentence(problem))
        fields = {name: value for name, value in asdict(alone).items() if value is not None}
        return json_answer({"type": "about:blank", **fields}, problem.status, PROBLEM)
    lang = request.args.get("lang")
    state = SearchState(
        (request.args.get("q") or "")[:MAX_QUERY_LENGTH], lang=lang if lang in NAMES else None
    )
    page = render(
        "problem.html",
        problem=problem,
        state=state,
        name=_NAMES.get(problem.parameter or "", problem.parameter),
        without=_without(problem),
    )
    return make_response(page, problem.status)


def _sentence(problem: Problem) -> str:
    """Return the detail as a sentence that names the parameter, as no label stands before it."""
    detail, name = problem.detail, problem.parameter
    if name is None or not isinstance(detail, Bilingual):
        return detail
    return Bilingual(
        f"De parameter ‘{shown(name)}’ klopt niet: {detail}",
        f"The parameter ‘{shown(name)}’ is wrong: {detail.english}",
    )


def _without(problem: Problem) -> str | None:
    """Return this address without the parameter at fault, if there is more to ask for."""
    if problem.parameter is None or problem.parameter == "q":
        return None
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != problem.parameter]
    return address(request.path, pairs)
