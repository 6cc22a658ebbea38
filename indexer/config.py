"""Settings: the only reader of the environment and of knipsel.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any

from indexer.dates import DUTCH_TIME
from indexer.errors import KnipselError
from indexer.fields import FIELDS
from indexer.files import read_kept_text
from indexer.later import dataclass, expression
from indexer.model import Fields
from indexer.request_checks import quoted

FILE = "knipsel.toml"
BOUNDED = "bounded"
_TEXTS = (
    "index", "engine", "proxy", "rate", "passwords", "metrics", "https", "timezone", "corrections",
    "address", "figures",
)  # fmt: skip
_ENVIRONMENT = {
    name: f"KNIPSEL_{name.upper()}"
    for name in (*_TEXTS, "hosts", "frames", "origins", "image_servers")
}
_PATHS = ("index", "passwords", "corrections")
_SWITCHES = ("ocr", "follow_links")
_CORRECTIONS = "names.toml"
_CHOICES = {
    "metrics": ("local", "all", "off"),
    "https": ("only",),
    "figures": ("all",),
    "names": ("auto", "all", "none"),
}
_HOST = expression(r"[\w.-]+|\[[0-9a-fA-F:.]+\]", re.ASCII)
_ADDRESS = expression(r"https?://([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?", re.ASCII)
_FRAME = expression(r"\*|(https?://)?(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?", re.ASCII)
_SERVER = expression(r"(https?://)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?/?", re.ASCII)
_CLUSTER = "opensearch"  # the table of a cluster's settings
_WHOLE = expression(r"\d{1,9}")
_NUMBERS = {"timeout": 1, "shards": 1, "replicas": 0}
"""Settings of a cluster that are numbers, with the least they can be."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a connection needs to know, and how an index is laid out; secrets are never shown.

    `url` may name several nodes, separated by commas. `index` is the name under which the archive
    is searched. Times are in seconds; without `shards` OpenSearch gets one. In the folder `cache`
    a machine keeps what it fetched of the files of generations.
    """

    url: str = field(default="http://127.0.0.1:9200", repr=False)  # a password may stand in it
    index: str = "knipsel"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: str | None = None
    certificate: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout: int = 30
    shards: int = 1
    replicas: int = 1
    cache: str = "~/.cache/knipsel"

    @property
    def nodes(self) -> tuple[str, ...]:
        """The addresses of the nodes."""
        return tuple(url.strip() for url in self.url.split(",") if url.strip())

    def __str__(self) -> str:
        """Return how messages name the archive there."""
        return f"the OpenSearch index {self.index!r}"


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds to follow: asked every so many minutes, on private addresses only when told."""

    addresses: tuple[str, ...] = ()
    minutes: int = 30
    private: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of Knipsel needs to know.

    Without `engine` an index keeps its own, and a new one has the default; which engines there are
    `engines.registry` knows. `fields` are where fields stand in records of JSON and tables that
    name them in their own way, and `fields_by_path` those of files whose path matches a pattern.
    For the page: the address of a `proxy` that is believed when it says
    who asks, and whether by https; the `rate` at which one client may ask; the file of `passwords`;
    who may see `metrics`; whether browsers are told to come by `https` only; the `hosts`, names
    beside this machine's own under which it answers, any where there is none; the `address` that
    absolute links begin with, that of a request where there is none; whether all `figures` are
    answered, however dear: the page sets BOUNDED where nothing is set; the sites in whose `frames`
    results may stand; the `origins`, sites whose scripts may read the API. Moments that articles
    were published at are dated in the `timezone` of this name. The file of `corrections` says what
    names are whose; without one it is names.toml beside knipsel.toml. `names` says whether they are
    found in what a run reads: all, none, or, auto, all but for many articles without a kernel.
    With `ocr` the text of scans is recognised, by tesseract; with `follow_links` a link that leads
    out of the folder that is read is followed. Images of pages are shown from these
    `image_servers`, `https://iiif.example.org`; those of others are linked.
    """

    index: Path = Path("index")
    engine: str | None = None
    fields: Fields = ()
    fields_by_path: tuple[tuple[str, Fields], ...] = ()
    opensearch: Cluster = field(default_factory=Cluster)
    feeds: Feeds = Feeds()
    proxy: str | None = None
    rate: str | None = None
    passwords: Path | None = None
    metrics: str = "local"
    https: str | None = None
    hosts: tuple[str, ...] = ()
    address: str | None = None
    figures: str | None = None
    frames: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    timezone: str = DUTCH_TIME
    corrections: Path | None = None
    names: str = "auto"
    ocr: bool = False
    follow_links: bool = False
    image_servers: tuple[str, ...] = ()

    @classmethod
    def load(
        cls,
        index: str | Path | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Settings:
        """Return the settings: from knipsel.toml, over it the environment, over it `index`.

        Raises KnipselError for a file that is no TOML or a name or value that is not known.
        """
        environment = os.environ if environment is None else environment
        settings = _from_file((folder or Path()) / FILE)
        beside = (folder or Path()) / _CORRECTIONS
        if settings.corrections is None and beside.is_file():
            settings = replace(settings, corrections=beside)
        for name, variable in _ENVIRONMENT.items():
            if value := environment.get(variable):
                settings = _with(settings, name, value, variable)
        for each in fields(Cluster):
            variable = f"OPENSEARCH_{each.name.upper()}"
            if value := environment.get(variable):
                settings = _with_cluster(settings, each.name, value, variable)
        return _with(settings, "index", str(index), "--index") if index else settings

    @classmethod
    def of(cls, index: Settings | str | Path) -> Settings:
        """Return settings as they are; for a folder, those of the index in it and no others."""
        return index if isinstance(index, Settings) else cls(Path(index))


def _from_file(path: Path) -> Settings:
    try:
        text = read_kept_text(path)
        import tomllib  # noqa: PLC0415 - 3 ms that few need

        table = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        raise KnipselError(f"{path} cannot be read: {error}") from error
    settings = Settings()
    for name, value in table.items():
        if name == _CLUSTER and isinstance(value, dict):
            for key, each in value.items():
                settings = _with_cluster(settings, key, each, f"{path}, [{_CLUSTER}]")
        else:
            settings = _with(settings, name, value, str(path))
    return settings


def _with(settings: Settings, name: str, value: object, origin: str) -> Settings:
    known = [f.name for f in fields(settings) if f.name != "fields_by_path"]
    if name not in known:
        raise KnipselError(f"{origin}: unknown setting {quoted(name)}. Known: {', '.join(known)}.")
    if name == "fields":
        general, by_path = _field_tables(value, origin)
        return replace(settings, fields=general, fields_by_path=by_path)
    if name == _CLUSTER:
        raise KnipselError(f"{origin}: {name} is a table of settings: write [{name}] above them.")
    if name == "feeds":
        return replace(settings, feeds=_feeds(value, origin))
    if name in _LISTS:
        listed: Any = _places(name, value, origin)
        return replace(settings, **{name: listed})
    meant: Any = _switch(name, value, origin) if name in _SWITCHES else _text(name, value, origin)
    return replace(settings, **{name: meant})


def _switch(name: str, value: object, origin: str) -> bool:
    if not isinstance(value, bool):
        raise KnipselError(f"{origin}: {name} is true or false, not {quoted(value)}")
    return value


def _text(name: str, value: object, origin: str) -> str | Path:
    if not isinstance(value, str) or not value:
        raise KnipselError(f"{origin}: {name} is a text, not {quoted(value)}")
    choices = _CHOICES.get(name)
    if choices and value not in choices:
        raise KnipselError(f"{origin}: {name} is {' or '.join(choices)}, not {quoted(value)}")
    if name == "timezone" and not _is_zone(value):
        raise KnipselError(
            f"{origin}: there is no time zone {quoted(value)}. "
            "Write one as Europe/Amsterdam or UTC."
        )
    if name == "address":
        _check_address(value, origin)
    return Path(value) if name in _PATHS else value


def _check_address(value: str, origin: str) -> None:
    if not _ADDRESS.fullmatch(value):
        raise KnipselError(
            f'{origin}: address is one such as "https://archief.example", without a path, not '
            f"{quoted(value)}"
        )


def _listed(value: object) -> list[str]:
    """Return texts in lower case; they stand in a list, or in a text with commas between them."""
    given = value.split(",") if isinstance(value, str) else value
    names = given if isinstance(given, list) else [given]
    return [each.strip().lower() if isinstance(each, str) else "" for each in names]


def _places(name: str, value: object, origin: str) -> tuple[str, ...]:
    """Return what a setting lists, each once. Raises KnipselError if one is of another shape."""
    shape, meant, read = _LISTS[name]
    found = [shape.fullmatch(each) for each in _listed(value)]
    if not found or not all(found):
        raise KnipselError(f"{origin}: {name} is {meant}, not {quoted(value)}")
    return tuple(dict.fromkeys(read(each) for each in found if each))


_LISTS: Mapping[str, tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]] = {
    "hosts": (
        _HOST,
        'a name such as "archief.example", or a list of them, without https:// and port',
        lambda host: host[0],
    ),
    "frames": (
        _FRAME,
        'a site such as "https://krant.example", a list of them, or "*" for any',
        lambda site: site[0],
    ),
    "origins": (
        _ADDRESS,
        (
            'a site such as "https://notebook.example", or a list of them, with https:// and '
            "without a path"
        ),
        lambda site: site[0],
    ),
    "image_servers": (
        _SERVER,
        'a server such as "https://iiif.example.org", or a list of them, without a path',
        lambda server: f"{server[1] or 'https://'}{server[2]}{server[3] or ''}",
    ),
}
"""Settings that list places on the web: their shape, what they are, and how each is kept."""


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few name one

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no name of a zone, a folder of zones, none of them
        return False
    return True


def _field_tables(value: object, origin: str) -> tuple[Fields, tuple[tuple[str, Fields], ...]]:
    """Return the fields for all files, and those for files whose path matches a pattern."""
    if not isinstance(value, dict):
        raise KnipselError(f"{origin}: fields is a table, [fields], not {quoted(value)}")
    tables = {name: each for name, each in value.items() if isinstance(each, dict)}
    general = {name: each for name, each in value.items() if name not in tables}
    by_path = (
        (pattern, _fields(table, f'{origin}: [fields."{pattern}"]'))
        for pattern, table in tables.items()
    )
    return _fields(general, f"{origin}: [fields]"), tuple(by_path)


def _fields(table: dict[str, Any], place: str) -> Fields:
    known = [each.name for each in FIELDS]
    for name, path in table.items():
        if name not in known:
            raise KnipselError(
                f"{place} {name}: no field of an article. Known: {', '.join(known)}."
            )
        paths = path if isinstance(path, list) else [path]
        if not paths or not all(isinstance(each, str) and each for each in paths):
            raise KnipselError(
                f"{place} {name} is a name in the files, or a list of them, not {quoted(path)}"
            )
    return tuple(
        (name, tuple(path) if isinstance(path, list) else (path,)) for name, path in table.items()
    )


def _with_cluster(settings: Settings, name: str, value: object, origin: str) -> Settings:
    """Return the settings with one of the cluster; messages never hold its value."""
    known = [f.name for f in fields(Cluster)]
    if name not in known:
        raise KnipselError(f"{origin}: unknown setting {quoted(name)}. Known: {', '.join(known)}.")
    meant: Any = value
    if name in _NUMBERS:
        least = _NUMBERS[name]
        meant = int(str(value)) if _WHOLE.fullmatch(str(value)) else None
        if meant is None or meant < least:
            raise KnipselError(f"{origin}: {name} is a whole number of at least {least}.")
    elif not isinstance(value, str) or not value:
        raise KnipselError(f"{origin}: {name} is a text.")
    return replace(settings, opensearch=replace(settings.opensearch, **{name: meant}))


def _feeds(value: object, origin: str) -> Feeds:
    if not isinstance(value, dict):
        raise KnipselError(f"{origin}: feeds is a table, [feeds], not {quoted(value)}")
    feeds = Feeds()
    for name, given in value.items():
        match name, given:
            case "addresses", list() if all(isinstance(each, str) for each in given):
                feeds = replace(feeds, addresses=tuple(dict.fromkeys(given)))
            case "minutes", int() if given >= 1 and given is not True:
                feeds = replace(feeds, minutes=given)
            case "private", bool():
                feeds = replace(feeds, private=given)
            case _:
                raise KnipselError(
                    f"{origin}: [feeds] {name} cannot be {quoted(given)}. Known: addresses = "
                    '["https://..."], minutes = 30 (1 or more), private = false.'
                )
    return feeds
