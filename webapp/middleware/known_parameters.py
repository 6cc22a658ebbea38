"""Parameters of the API that are not known: refused by name, with the one that was meant.

A program that asks for `limit=5` and gets ten results has no way to notice. Pages ignore what they
do not know: an address that people share carries what others added to it.
"""

from __future__ import annotations

import re
from functools import cache

from flask import Flask, request
from rapidfuzz.process import extractOne

from indexer.errors import RequestError
from indexer.fields import FILTERS
from indexer.messages import Bilingual
from indexer.request_checks import shown
from webapp.openapi import operations
from webapp.openapi_parameters import PARAMETERS

_MEANT = {
    "n": "limit size count rows per_page pagesize page_size max top aantal",
    "q": "query search text term zoek zoekvraag vraag",
    "page": "p offset start pagina",
    "since": "from after date_from begin start_date van vanaf",
    "until": "to before date_to end end_date tot",
    "sort": "order orderby order_by sortby volgorde",
    "lang": "language locale hl taal",
    "by": "interval unit group groupby per",
    "collapse": "fold dedup duplicates near",
}
"""What other interfaces call a parameter."""
_ALIKE = 60.0  # of 100, by letters
_PLACE = re.compile(r"<[^<>]*>")


def install(app: Flask) -> None:
    """Refuse a request to the API with a parameter that its path does not have."""

    def refuse() -> None:
        rule = request.url_rule
        known = _known(_PLACE.sub("{id}", rule.rule)) if rule else None
        unknown = [name for name in request.args if name not in known] if known else []
        if known and unknown:
            raise _unknown(unknown[0], known)

    app.before_request(refuse)


@cache
def _known(path: str) -> frozenset[str] | None:
    """Return the names of the parameters of a path of the API, None for another path."""
    operation = operations().get(path) if path.startswith("/api") else None
    if operation is None:
        return None
    names = (each["$ref"].rpartition("/")[2] for each in operation["parameters"])
    return frozenset(str(PARAMETERS[name]["name"]) for name in names)


def _unknown(name: str, known: frozenset[str]) -> RequestError:
    near = _nearest(name.lower(), known)
    listed = ", ".join(sorted(known))
    dutch = f"dit adres kent ‘{shown(name)}’ niet"
    english = f"this address does not know ‘{shown(name)}’"
    if near:
        return RequestError(
            name,
            Bilingual(
                f"{dutch}; misschien is ‘{near}’ bedoeld", f"{english}; ‘{near}’ may be meant"
            ),
        )
    return RequestError(
        name, Bilingual(f"{dutch}; het kent {listed}", f"{english}; it knows {listed}")
    )


def _nearest(name: str, known: frozenset[str]) -> str | None:
    """Return the parameter that was meant by this name, None where that is not clear."""
    plain = re.sub(r"[^a-z]", "", name)
    for meant, others in (
        *_MEANT.items(),
        *((each.name, " ".join(each.prefixes)) for each in FILTERS),
    ):
        if meant in known and plain in re.sub(r"_", "", others).split():
            return meant
    found = extractOne(name, sorted(known), score_cutoff=_ALIKE)
    return found[0] if found else None
