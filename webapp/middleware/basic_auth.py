"""A name and a password for the whole page (HTTP Basic): only over https, or on one machine."""

from __future__ import annotations

import hmac
import logging
import math
import os
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized
from werkzeug.security import check_password_hash

from webapp.middleware import password_file
from webapp.middleware.allowance import Allowance, client_of

MAX_FAILURES = 20
"""Wrong passwords that a client may send in a minute."""

_FREE = ("/healthz",)  # tells no more than that the index answers
_ASKED = WWWAuthenticate("basic", {"realm": "Knipsel", "charset": "UTF-8"})
_MINUTE = 60.0

_log = logging.getLogger(__name__)


def install(app: Flask, path: Path, *, free: Collection[str] = ()) -> None:
    """Ask for a name and password of the file, except for /healthz and the paths in `free`.

    Static files need none: they have nothing of the archive, and the page that asks has its style
    from them.

    A client that was wrong too often gets no answer for a while, not even to what is right. Raises
    KnipselError if the file cannot be read, or has a line that is no name and hash.
    """
    known = Passwords(password_file.read(path))
    if password_file.is_open_to_others(path):
        _log.warning("Other users of this machine can read %s. Run: chmod o= %s", path, path)
    failures = Allowance(MAX_FAILURES, _MINUTE)
    open_paths = {*_FREE, *free}

    def refuse() -> None:
        if request.endpoint == "static" or request.path in open_paths:
            return
        given = request.authorization
        if not given:
            raise Unauthorized(www_authenticate=_ASKED)
        client = client_of(request.remote_addr or "")
        # Taken before it is known whether it was wrong, so that many at once are no way around it.
        if wait := failures.take(client):
            raise TooManyRequests(retry_after=math.ceil(wait))
        if not known.has(given.username or "", given.password or ""):
            raise Unauthorized(www_authenticate=_ASKED)
        failures.give_back(client)

    app.before_request(refuse)


class Passwords:
    """Hashes by name. What was right once is remembered, as a hash takes 0.2 s on purpose."""

    def __init__(self, hashes: dict[str, str]) -> None:
        self._hashes = hashes
        self._key = os.urandom(32)
        self._right: dict[str, bytes] = {}
        self._of_somebody = list(hashes.values())

    def has(self, name: str, password: str) -> bool:
        """Return whether the password fits the name; an unknown name takes equally long."""
        seal = hmac.digest(self._key, password.encode(), sha256)
        if hmac.compare_digest(self._right.get(name, b""), seal):
            return True
        right = check_password_hash(self._hashes.get(name) or self._instead(name), password)
        if right and name in self._hashes:
            self._right[name] = seal
            return True
        return False

    def _instead(self, name: str) -> str:
        """Return the hash of somebody, always the same, for a name that has none."""
        number = int.from_bytes(hmac.digest(self._key, name.encode(), sha256))
        return self._of_somebody[number % len(self._of_somebody)]
