"""Regular expressions that are compiled when they are first used: a command uses few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class Expression:
    """Stands for a compiled expression, and becomes one when anything but its text is asked for."""

    def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the compiled expression; from now on it is one of this too."""
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what serves as `re.compile` does, by its methods; functions of `re` take no such."""
    return cast("re.Pattern[AnyStr]", Expression(pattern, flags))
