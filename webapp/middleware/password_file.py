"""The file of names and hashes of passwords: read whole, and refused where a line cannot be meant.

A hash that cannot be computed would answer 500 to that one name, and so tell that it exists; one
that takes a gigabyte or a minute would stop the server.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from werkzeug.security import check_password_hash

from indexer.errors import KnipselError
from indexer.files import is_stream, read_kept_text

_MAKE = "Make one with: knipsel password NAME --file"
_HASH = re.compile(
    r"scrypt:(?P<n>[0-9]{1,9}):(?P<r>[0-9]{1,3}):(?P<p>[0-9]{1,3})\$[^$\s]+\$[0-9a-f]{128}"
    r"|pbkdf2:(?:sha256:(?P<sha256>[0-9]{1,9})\$[^$\s]+\$[0-9a-f]{64}"
    r"|sha512:(?P<sha512>[0-9]{1,9})\$[^$\s]+\$[0-9a-f]{128})"
)
_MAX_MEMORY = 64 << 20  # bytes; what `knipsel password` makes takes 32 MB
_MAX_WORK = 1 << 19  # n * r * p: twice what it makes
_MAX_ROUNDS = 2_000_000
_OF_OTHERS = 0o007
_OPEN = 0o006  # to be read, or written


def read(path: Path) -> dict[str, str]:
    """Return the hash of each name. Raises KnipselError for a line that has no name and hash."""
    lines = _lines(path)
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        reason = _wrong(name, hashed, hashes)
        if reason:
            raise KnipselError(f"{path}:{number}: {reason}. {_MAKE} {path}")
        hashes[name] = hashed
    if not hashes:
        raise KnipselError(f"{path} has no passwords. {_MAKE} {path}")
    _try_each_method(path, hashes)
    return hashes


def is_open_to_others(path: Path) -> bool:
    """Return whether every user of this machine may read the file, or write it."""
    return os.name == "posix" and bool(path.stat().st_mode & _OPEN)


def write(path: Path, name: str, hashed: str) -> None:
    """Give a name this hash in the file, which no other user can read from then on.

    A new file is its owner's alone; an old one keeps owner and group. Raises KnipselError if the
    file cannot be read or written; it is then as it was.
    """
    if is_stream(path):
        raise KnipselError(f"{path} is no file, and keeps no passwords. Name another with --file.")
    kept = _lines(path) if path.exists() else []
    kept = [line for line in kept if line.strip().partition(":")[0] != name]
    content = "".join(f"{line}\n" for line in [*kept, f"{name}:{hashed}"])
    try:
        _replace(path, content.encode())
    except OSError as error:
        raise KnipselError(f"{path} cannot be written: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as fresh:
        try:
            if path.exists() and os.name == "posix":
                before = path.stat()
                os.chown(fresh.fileno(), before.st_uid, before.st_gid)
                Path(fresh.name).chmod(before.st_mode & ~_OF_OTHERS)
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
            fresh.close()
            Path(fresh.name).replace(path)
        except BaseException:
            Path(fresh.name).unlink(missing_ok=True)
            raise


def _lines(path: Path) -> list[str]:
    try:
        return read_kept_text(path).splitlines()
    except (OSError, ValueError) as error:
        raise KnipselError(f"{path} cannot be read: {error}") from error


def _wrong(name: str, hashed: str, before: dict[str, str]) -> str | None:
    """Return what is wrong with a line, without its hash; None if nothing is."""
    if not name or hashed.count("$") < 2:  # noqa: PLR2004
        return "no name, colon and hash of a password"
    if name in before:
        return f"the name {name!r} stands there twice"
    found = _HASH.fullmatch(hashed)
    if not found:
        return "no hash that Knipsel can compare with (scrypt or pbkdf2)"
    if found["n"]:
        n, r, p = int(found["n"]), int(found["r"]), int(found["p"])
        too_much = n * r * p > _MAX_WORK or 128 * n * r > _MAX_MEMORY
    else:
        too_much = int(found["sha256"] or found["sha512"]) > _MAX_ROUNDS
    return "a hash that takes too much time or memory to compare with" if too_much else None


def _try_each_method(path: Path, hashes: dict[str, str]) -> None:
    """Compare once by each method, so that none fails at a login."""
    for name, hashed in {h.partition("$")[0]: (n, h) for n, h in hashes.items()}.values():
        try:
            check_password_hash(hashed, "")
        except (ValueError, MemoryError) as error:
            raise KnipselError(
                f"{path}: the hash of {name!r} cannot be computed: {error}. {_MAKE} {path}"
            ) from error
