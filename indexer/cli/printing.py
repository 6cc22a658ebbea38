"""How commands answer: lines, JSON and exit statuses."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import sys
from collections.abc import Iterable
from encodings import ascii as ascii_codec
from typing import Any

import click

from indexer.config import Settings
from indexer.later import expression

FOUND_NOTHING = 1
"""Exit status: nothing was found, nothing is new, or a check failed."""

USAGE = 2
"""Exit status: wrong usage, or nothing usable."""

CLOSED_PIPE = 141
"""Exit status: who read the answer had enough of it, as of a process that SIGPIPE ends."""

SKIPPED = 3
"""Exit status: done, but some inputs were skipped."""


_STEERING = expression("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STDERR = 2  # its file descriptor
_SHOWN = "knipsel_shown"
_ASCII = "ascii_of_a_terminal"


def replace_what_cannot_be_shown() -> None:
    """Print a question mark for each character that the terminal or pipe has no code for.

    A byte in the name of a file that is no UTF-8 is printed by its number: `\\xe9`. Click takes
    ASCII for a mistake and prints UTF-8 there, so that ASCII gets another name.
    """
    codecs.register(_ascii)
    codecs.register_error(_SHOWN, _shown)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=_ASCII if plain else None, errors=_SHOWN)


def _shown(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that have no code: each byte of a name by its number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    characters = error.object[error.start : error.end]
    return "".join(map(_shown_character, characters)), error.end


def _shown_character(character: str) -> str:
    try:
        return f"\\x{character.encode('ascii', 'surrogateescape').hex()}"
    except UnicodeEncodeError:
        return "?"


def _ascii(name: str) -> codecs.CodecInfo | None:
    if name != _ASCII:
        return None
    return codecs.CodecInfo(
        ascii_codec.Codec.encode,
        ascii_codec.Codec.decode,
        incrementalencoder=ascii_codec.IncrementalEncoder,
        incrementaldecoder=ascii_codec.IncrementalDecoder,
        name=_ASCII,
    )


def silence_engines() -> None:
    """Give standard error to Python alone; what engines in other languages write there is lost.

    An engine that meets damage prints a backtrace by itself before it raises the error that the
    user is shown, in whichever of its threads that is.
    """
    try:
        taken = sys.stderr.fileno() == _STDERR
    except (AttributeError, OSError, ValueError):  # there is none, or it is one of a test
        return
    if not taken:
        return
    old = sys.stderr
    old.flush()
    sys.stderr = os.fdopen(
        os.dup(_STDERR), "w", encoding=old.encoding, errors=old.errors, buffering=1
    )
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)


def print_for_programs() -> None:
    """Print UTF-8 with plain line ends from now on, whatever terminal or locale there is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=_SHOWN, newline="\n")


def visible(line: str) -> str:
    """Return a line with signs that steer a terminal as numbers: names of files may hold any."""
    return _STEERING.sub(lambda sign: ascii(sign[0])[1:-1], line)


def terminal_width() -> int:
    """Return how wide to set text on this terminal, in columns."""
    from indexer.cli.render_text import width_of

    return width_of(shutil.get_terminal_size().columns)


def print_lines(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        click.echo(line)


def print_notices(notices: Iterable[str]) -> None:
    """Print each notice on standard error, once: what a reader is to know of an answer."""
    for notice in dict.fromkeys(notices):
        click.secho(notice, fg="yellow", err=True)


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_json_lines(values: Iterable[Any]) -> None:
    """Print each value as JSON on a line of its own."""
    import orjson

    for value in values:
        click.echo(orjson.dumps(value).decode())


def command_name(settings: Settings) -> str:
    """Return how `knipsel` is called for this index, as the user would type it."""
    from indexer.cli.render_text import quoted

    if settings.index == Settings.load().index:
        return "knipsel"
    return f"knipsel --index {quoted(str(settings.index))}"
