"""Settings: the only reader of the environment and of knipsel.toml."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from indexer.errors import KnipselError

FILE = "knipsel.toml"
_ENVIRONMENT = {"index": "KNIPSEL_INDEX", "engine": "KNIPSEL_ENGINE"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of Knipsel needs to know. No engine means the index's own, else the default."""

    index: Path = Path("index")
    engine: str | None = None

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
        for name, variable in _ENVIRONMENT.items():
            if value := environment.get(variable):
                settings = _with(settings, name, value, variable)
        return _with(settings, "index", str(index), "--index") if index else settings


def _from_file(path: Path) -> Settings:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise KnipselError(f"{path} cannot be read: {error}") from error
    settings = Settings()
    for name, value in table.items():
        settings = _with(settings, name, value, str(path))
    return settings


def _with(settings: Settings, name: str, value: object, origin: str) -> Settings:
    known = [f.name for f in fields(settings)]
    if name not in known:
        raise KnipselError(f"{origin}: unknown setting {name!r}. Known: {', '.join(known)}.")
    if not isinstance(value, str) or not value:
        raise KnipselError(f"{origin}: {name} is a text, not {value!r}")
    if name == "index":
        return replace(settings, index=Path(value))
    return replace(settings, engine=value)
