"""What is made when it is first used, since a command uses little of all that there is.

Regular expressions, and the methods of classes of data: Python compiles both anew at every start.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any, AnyStr, cast


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


_MADE = (
    *("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"),
    *("__getstate__", "__setstate__"),
    *("__match_args__", "__dataclass_fields__", "__dataclass_params__"),
)
"""What `dataclass` adds to a class, unless the class has its own."""
_making = RLock()  # again by the same thread: a class has those of its bases made


class _Later:
    """Stands in a class for an attribute that `dataclass` makes, until it is asked for."""

    def __init__(self, name: str, plain: type) -> None:
        self._name = name
        self._plain = plain

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner

    def __get__(self, instance: object, owner: type) -> Any:
        """Return the attribute; from now on it stands in the class with all others."""
        with _making:
            if vars(self._owner)[self._name] is self:
                _complete(self._owner, self._plain)
        value = vars(self._owner)[self._name]
        return value.__get__(instance, owner) if hasattr(value, "__get__") else value


def _complete(owner: type, plain: type) -> None:
    """Give a class what `dataclass` makes of it as it was written."""
    has_own = "__init__" in vars(plain)
    made = dict(vars(dataclasses.dataclass(frozen=True, slots=True, init=False)(plain)))
    if not has_own:
        made["__init__"] = _initialiser(owner, list(made["__dataclass_fields__"].values()))
    for name, value in made.items():
        if name not in vars(owner) or isinstance(vars(owner)[name], _Later):
            setattr(owner, name, value)


class _MadeAnew:
    """Stands for a value of a field that each instance has one of its own of."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE_ANEW = _MadeAnew()


def _initialiser(owner: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """Return the `__init__` of a class, which writes to each slot by the slot itself.

    That of `dataclasses` looks for the slot by its name each time, which takes half as long again:
    a page of results makes some five hundred of these.
    """
    names: dict[str, Any] = {"made": _MADE_ANEW}
    given, named, body = ["self"], list[str](), ""
    for field in fields:
        name, value, default = field.name, field.name, ""
        names[f"set_{name}"] = getattr(owner, name).__set__
        if field.default_factory is not dataclasses.MISSING:
            names[f"make_{name}"] = field.default_factory
            default = "=made"
            value = f"make_{name}() if {name} is made else {name}"
        elif field.default is not dataclasses.MISSING:
            names[f"default_{name}"] = field.default
            default = f"=default_{name}"
        (named if field.kw_only else given).append(name + default)
        body += f"  set_{name}(self, {value})\n"
    if hasattr(owner, "__post_init__"):
        body += "  self.__post_init__()\n"
    signature = ", ".join([*given, *(["*", *named] if named else [])])
    exec(f"def __init__({signature}):\n{body or '  pass'}", names)  # noqa: S102 - as in dataclasses
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    made.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - it is to be imported from here
else:

    def dataclass(*, frozen: bool = False, slots: bool) -> Callable[[type], type]:
        """Return what does as that of `dataclasses`; methods of frozen data are made when used."""
        return _data if frozen and slots else dataclasses.dataclass(frozen=frozen, slots=slots)


def _data(plain: type) -> type:
    fields = plain.__annotations__
    written = {name: value for name, value in vars(plain).items() if name not in fields}
    later = {name: _Later(name, plain) for name in _MADE if written.get(name) is None}
    kept = {name: written[name] for name in written if name not in ("__dict__", "__weakref__")}
    data = type(plain)(
        plain.__name__, plain.__bases__, {**kept, **later, "__slots__": tuple(fields)}
    )
    data.__qualname__ = plain.__qualname__
    return data
