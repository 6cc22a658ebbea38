"""A name and a password for the whole page (HTTP Basic): only over https, or on one machine."""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.security import check_password_hash, generate_password_hash

from indexer.errors import KnipselError

_FREE = ("/healthz",)  # tells no more than that the index answers
_ASKED = WWWAuthenticate("basic", {"realm": "Knipsel", "charset": "UTF-8"})


def install(app: Flask, path: Path, *, free: Collection[str] = ()) -> None:
    """Ask for a name and password of the file, except for /healthz and the paths in `free`.

    Raises KnipselError if the file cannot be read.
    """
    known = Passwords(_read(path))
    open_paths = {*_FREE, *free}

    def refuse() -> None:
        if request.path in open_paths:
            return
        given = request.authorization
        name, password = (given.username, given.password) if given else (None, None)
        if not known.has(name or "", password or ""):
            raise Unauthorized(www_authenticate=_ASKED)

    app.before_request(refuse)


class Passwords:
    """Hashes by name. What was right once is remembered, as a hash takes 50 ms on purpose."""

    def __init__(self, hashes: dict[str, str]) -> None:
        self._hashes = hashes
        self._key = os.urandom(32)
        self._right: dict[str, bytes] = {}
        self._nobody = generate_password_hash(self._key.hex())

    def has(self, name: str, password: str) -> bool:
        """Return whether the password fits the name; an unknown name takes equally long."""
        seal = hmac.digest(self._key, password.encode(), sha256)
        if hmac.compare_digest(self._right.get(name, b""), seal):
            return True
        right = check_password_hash(self._hashes.get(name, self._nobody), password)
        if right and name in self._hashes:
            self._right[name] = seal
            return True
        return False


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise KnipselError(f"{path} cannot be read: {error}") from error
    hashes = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not name or hashed.count("$") < 2:  # noqa: PLR2004
            raise KnipselError(
                f"{path}:{number}: no name, colon and hash of a password. Make one with: "
                "knipsel password NAME"
            )
        hashes[name] = hashed
    if not hashes:
        raise KnipselError(f"{path} has no passwords. Make one with: knipsel password NAME")
    return hashes
