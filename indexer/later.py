"""What is made when it is first used, since a command uses little of all that there is.

Regular expressions, and the methods of classes of data and of named tuples: Python compiles them
anew at every start.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
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


_making = RLock()  # again by the same thread: a class has those of its bases made


class _Later:
    """Stands in a class for an attribute that is made when it is first asked for."""

    def __init__(self, make: Callable[[type], Any]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner
        self._name = name

    def __get__(self, instance: object, owner: type) -> Any:
        """Return the attribute; from now on it stands in the class itself."""
        with _making:
            if vars(self._owner)[self._name] is self:
                setattr(self._owner, self._name, self._make(self._owner))
        value = vars(self._owner)[self._name]
        return value.__get__(instance, owner) if hasattr(value, "__get__") else value


_FEW = 12  # a command makes fewer of most classes; to compile an `__init__` takes longer than those


class _Initialiser(_Later):
    """Stands for an `__init__`, and sets the fields of the first instances itself."""

    def __init__(self, plain: type) -> None:
        super().__init__(_initialiser)
        self._plain = plain
        self._left = _FEW
        self._defaults: dict[str, Any] | None = None

    def __get__(self, instance: object, owner: type) -> Any:
        """Return what sets the fields of an instance."""
        if instance is not None and self._left == _FEW:
            self._defaults = _defaults(self._plain)
        if instance is None or self._defaults is None or self._left <= 0:
            return super().__get__(instance, owner)
        self._left -= 1
        return partial(self._set, instance)

    def _set(self, data: object, /, *given: Any, **named: Any) -> None:
        defaults = self._defaults or {}
        first = dict(zip(defaults, given, strict=False))
        values = {**defaults, **first, **named}
        fits = len(given) <= len(defaults) == len(values) and first.keys().isdisjoint(named)
        if not fits or any(value is MISSING for value in values.values()):
            super().__get__(data, type(data))(*given, **named)  # which says what does not fit
            return
        for name, value in values.items():
            own = value.made() if type(value) is _MadeBy else value
            getattr(self._owner, name).__set__(data, own)
        if after := getattr(data, "__post_init__", None):
            after()


class _MadeBy:
    """What makes the value of a field anew."""

    def __init__(self, made: Callable[[], Any]) -> None:
        self.made = made


def _defaults(plain: type) -> dict[str, Any] | None:
    """Return the default of each field, or what makes it; None where a field is special."""
    found: dict[str, Any] = {}
    if plain.__bases__ != (object,) or "__dataclass_fields__" in vars(plain):
        return None
    for name, kind in plain.__annotations__.items():
        default = vars(plain).get(name, MISSING)
        if any(special in str(kind) for special in ("ClassVar", "InitVar", "KW_ONLY")):
            return None
        if type(default) is dataclasses.Field:
            if default.kw_only is not MISSING or not default.init:
                return None
            made = default.default_factory
            default = default.default if made is MISSING else _MadeBy(made)
        found[name] = default
    return found


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - it is to be imported from here
    from dataclasses import replace as replace  # noqa: PLC0414 - as above
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - as above
else:

    def dataclass(*, frozen: bool = False, slots: bool) -> Callable[[type], type]:
        """Return what does as that of `dataclasses`; what frozen data has is made when used.

        That one compiles six functions for a class, of which only `__init__` is slow otherwise.
        """
        return _data if frozen and slots else dataclasses.dataclass(frozen=frozen, slots=slots)

    def replace(data: object, /, **changes: object) -> object:
        """Return what that of `dataclasses` does, in half the time: a page makes dozens."""
        names, values = _copied(type(data))
        return type(data)(**{**dict(zip(names, values(data), strict=True)), **changes})

    class _Naming(type):
        """Makes named tuples of the classes that name `NamedTuple` as their base."""

        def __new__(cls, name: str, bases: tuple[type, ...], written: dict[str, Any]) -> type:
            return _named_tuple(name, written) if bases else super().__new__(cls, name, (), written)

    class NamedTuple(metaclass=_Naming):
        """Does as that of `typing`; what takes a compiler is made when it is first used."""


def _data(plain: type) -> type:
    own = plain.__annotations__
    left_out = {*own, "__dict__", "__weakref__"}
    written = {name: value for name, value in vars(plain).items() if name not in left_out}
    # An `__eq__` that is written leaves `__hash__` None.
    methods = {name: make(plain) for name, make in _MADE.items() if written.get(name) is None}
    described = {name: _Later(partial(_described, plain, name)) for name in _DESCRIBED}
    data = type(plain)(
        plain.__name__,
        plain.__bases__,
        {**_SHARED, **written, **methods, **described, "__slots__": tuple(own)},
    )
    data.__qualname__ = plain.__qualname__
    return data


_DESCRIBED = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")


def _described(plain: type, name: str, _owner: type) -> Any:
    return _description(plain)[name]


@cache
def _description(plain: type) -> Mapping[str, Any]:
    """Return what `dataclasses` tells of a class: as it makes no method, it compiles nothing."""
    plain.__doc__ = plain.__doc__ or plain.__name__  # else it makes one of the signature
    return vars(dataclasses.dataclass(init=False, repr=False, eq=False)(plain))


class _MadeAnew:
    """Stands for a value of a field that each instance has one of its own of."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE_ANEW = _MadeAnew()


def _initialiser(owner: type) -> Callable[..., None]:
    """Return the `__init__` of a class, which writes to each slot by the slot itself.

    That of `dataclasses` looks for the slot by its name each time, which takes half as long again:
    a page of results makes some five hundred of these.
    """
    names: dict[str, Any] = {"_anew": _MADE_ANEW}
    given, named, body = ["self"], list[str](), ""
    for field in fields(owner):
        name, value, default = field.name, field.name, ""
        names[f"set_{name}"] = getattr(owner, name).__set__
        if field.default_factory is not MISSING:
            names[f"make_{name}"] = field.default_factory
            default = "=_anew"
            value = f"make_{name}() if {name} is _anew else {name}"
        elif field.default is not MISSING:
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
    made.__annotations__ = {**{field.name: field.type for field in fields(owner)}, "return": None}
    return made


def _equality(owner: type) -> Any:
    values = _values(owner)

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented

    return __eq__


def _hash(owner: type) -> Any:
    values = _values(owner)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _values(owner: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of an instance by which it is compared."""
    return _getter([each.name for each in fields(owner) if each.compare])


@cache
def _copied(owner: type) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of the fields that a copy is made of, and what gives their values."""
    return (names := [each.name for each in fields(owner)]), _getter(names)


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of these attributes."""
    if len(names) > 1:
        return cast("Callable[[Any], tuple[Any, ...]]", attrgetter(*names))
    return lambda data: tuple(getattr(data, name) for name in names)


_MADE: Mapping[str, Callable[[type], _Later]] = {
    "__init__": _Initialiser,
    "__eq__": lambda _: _Later(_equality),
    "__hash__": lambda _: _Later(_hash),
}


@recursive_repr()
def _represent(self: Any) -> str:
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr]
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse_value(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_SHARED = {
    "__repr__": _represent,
    "__setattr__": _refuse_value,
    "__delattr__": _refuse_deletion,
    "__getstate__": _state,
    "__setstate__": _restore,
}


class _New(_Later):
    """Stands for the `__new__` of named tuples, and makes the first of them itself."""

    def __init__(self, names: tuple[str, ...], defaults: Mapping[str, Any]) -> None:
        super().__init__(partial(_maker, names, defaults))
        self._length = len(names)
        self._left = _FEW

    def __get__(self, instance: object, owner: type) -> Any:
        """Return what makes a tuple."""
        if self._left <= 0:
            return super().__get__(instance, owner)
        self._left -= 1
        return self._make_one

    def _make_one(self, kind: type, /, *given: Any, **named: Any) -> Any:
        if named or len(given) != self._length:
            return super().__get__(None, kind)(kind, *given, **named)
        return tuple.__new__(kind, given)


def _maker(names: tuple[str, ...], defaults: Mapping[str, Any], owner: type) -> Any:
    """Return the `__new__` of a named tuple, as `collections` makes it."""
    values = {f"default_{name}": value for name, value in defaults.items()}
    given = [f"{name}=default_{name}" if name in defaults else name for name in names]
    made = f"lambda _kind, {', '.join(given)}: _new(_kind, ({''.join(f'{n}, ' for n in names)}))"
    function = eval(made, {"_new": tuple.__new__, **values})  # noqa: S307 - as in collections
    function.__name__, function.__qualname__ = "__new__", f"{owner.__qualname__}.__new__"
    return staticmethod(function)


def _named_tuple(name: str, written: dict[str, Any]) -> type:
    names = tuple(written.get("__annotations__", ()))
    defaults = {each: written[each] for each in names if each in written}
    getter = vars(collections)["_tuplegetter"]  # a property takes twice as long
    getters = {each: getter(place, f"Field {place}") for place, each in enumerate(names)}
    own = {"_fields": names, "_field_defaults": defaults, "__match_args__": names, "__slots__": ()}
    methods = {**_OF_TUPLES, **written, "__new__": _New(names, defaults)}
    return type(name, (tuple,), {**methods, **getters, **own})


def _shown(self: Any) -> str:
    each = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
    return f"{type(self).__name__}({each})"


_OF_TUPLES = {
    "__repr__": _shown,
    "__getnewargs__": lambda self: (*self,),
    "_asdict": lambda self: dict(zip(self._fields, self, strict=True)),
    "_make": classmethod(lambda kind, values: kind(*values)),
    "_replace": lambda self, /, **changes: type(self)(**{**self._asdict(), **changes}),
}
